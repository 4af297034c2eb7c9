"""How long a report has waited for its judge, in words with a shape and a tone."""

from dataclasses import dataclass

SOON = 1


@dataclass(frozen=True)
class WaitingWords:
    """`norm` says how the norm stands, `waited` how long it has been; red is for a norm that has passed alone."""

    norm: str
    icon: str
    tone: str
    waited: list
    due_on: object


def waiting_words(clock):
    """Return the WaitingWords of a JudgingClock."""
    norm, icon, tone = _norm(clock)
    waited = [f"gửi {_ago(clock.days_since_sent)}"]
    if clock.received_on is not None:
        waited.append(f"tiếp nhận {_ago(clock.days_since_received)}")
    return WaitingWords(norm, icon, tone, waited, clock.due_on)


def _norm(clock):
    if clock.days_left is None:
        late = f"Quá {clock.days_over} ngày làm việc" if clock.days_over else "Vừa hết thời gian xem xét"
        return late, "exclamation-octagon-fill", "late"
    if clock.days_left == 0:
        return "Hôm nay là ngày cuối", "alarm-fill", "warn"
    if clock.days_left <= SOON:
        return f"Còn {clock.days_left} ngày làm việc", "alarm", "warn"
    return f"Còn {clock.days_left} ngày làm việc", "hourglass", "neutral"


def _ago(days):
    return "hôm nay" if days <= 0 else "hôm qua" if days == 1 else f"{days} ngày trước"
