"""What happened to something, step by step, as parts/_timeline.html shows it; and by whom, in the words of a list."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Step:
    title: str
    at: datetime.datetime
    who: str
    for_unit: object
    tone: str
    icon: str
    text: str = ""


def person_of(act, kept=""):
    """Return who did it and for whom he stood in: of anything kept with `by` and `on_behalf_of`, or with these behind
    the word `kept`, as `answered_by` and `answered_on_behalf_of`. "" when nobody did it yet."""
    kept = f"{kept}_" if kept else ""
    by, on_behalf_of = getattr(act, f"{kept}by"), getattr(act, f"{kept}on_behalf_of")
    if by is None:
        return ""
    return f"{by}, thay {on_behalf_of}" if on_behalf_of else str(by)
