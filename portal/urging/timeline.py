"""What happened in one urging, as the timeline shows it, the newest first."""

from portal.steps import Step, person_of


def steps_of(urging):
    """Return the Steps of an urging read with `for_page()`."""
    words = f"Đôn đốc {urging.get_level_display()}, {urging.get_channel_display()}"
    steps = [Step(words, urging.at, person_of(urging), urging.for_unit, "info", "megaphone")]
    if urging.acknowledged_at:
        who = person_of(urging, "acknowledged")
        steps.append(Step("Tiếp nhận", urging.acknowledged_at, who, urging.unit, "wait", "check2"))
    if urging.answered_at:
        who = person_of(urging, "answered")
        steps.append(Step("Trả lời", urging.answered_at, who, urging.unit, "good", "reply", urging.answer))
    return steps[::-1]
