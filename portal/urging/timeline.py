"""What happened in one urging, as the timeline shows it, the newest first."""

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


def steps_of(urging):
    """Return the Steps of an urging read with `for_page()`."""
    words = f"Đôn đốc {urging.get_level_display()}, {urging.get_channel_display()}"
    steps = [Step(words, urging.at, _who(urging, "by"), urging.for_unit, "info", "megaphone")]
    if urging.acknowledged_at:
        who = _who(urging, "acknowledged_by")
        steps.append(Step("Tiếp nhận", urging.acknowledged_at, who, urging.unit, "wait", "check2"))
    if urging.answered_at:
        who = _who(urging, "answered_by")
        steps.append(Step("Trả lời", urging.answered_at, who, urging.unit, "good", "reply", urging.answer))
    return steps[::-1]


def _who(urging, name):
    behalf = getattr(urging, f"{name.removesuffix('by')}on_behalf_of")
    person = str(getattr(urging, name))
    return f"{person}, thay {behalf}" if behalf else person
