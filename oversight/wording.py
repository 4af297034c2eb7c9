"""What an urging says unless the standing office wrote its own words: one text a level, spoken or written.

The work with its deadlines and the day to answer by stand beside the text wherever it is shown, so they are not in it.
"""

from dataclasses import dataclass

from oversight.enums import UrgingChannel, UrgingLevel
from oversight.models import UrgingTemplate

SPOKEN = {UrgingChannel.TELEPHONE, UrgingChannel.MEETING}
WRITTEN_TEXTS = {
    UrgingLevel.FIRST: (
        "Đến nay đơn vị còn việc quá hạn nêu trong danh sách. Đề nghị đồng chí Thủ trưởng đơn vị chỉ đạo hoàn thành "
        "ngay và trả lời rõ: đã làm đến đâu, vướng mắc gì, ngày nào xong."
    ),
    UrgingLevel.SECOND: (
        "Việc nêu trong danh sách đã được đôn đốc mà chưa xong. Đề nghị đồng chí Thủ trưởng đơn vị trực tiếp chỉ đạo, "
        "nêu rõ nguyên nhân chậm, người chịu trách nhiệm và ngày hoàn thành."
    ),
    UrgingLevel.THIRD: (
        "Việc nêu trong danh sách đã được đôn đốc nhiều lần mà chưa xong. Đề nghị đồng chí Thủ trưởng đơn vị hoàn "
        "thành trong thời hạn trả lời và giải trình bằng văn bản; sau thời hạn này, việc chậm được báo cáo Ban Chỉ đạo."
    ),
}
SPOKEN_TEXTS = {
    UrgingLevel.FIRST: (
        "Đã trao đổi với lãnh đạo đơn vị về các việc quá hạn; đề nghị hoàn thành ngay và trả lời trên cổng ngày xong."
    ),
    UrgingLevel.SECOND: (
        "Đã làm việc lại với lãnh đạo đơn vị về các việc đã đôn đốc mà chưa xong; đề nghị nêu nguyên nhân, người chịu "
        "trách nhiệm và ngày hoàn thành."
    ),
    UrgingLevel.THIRD: (
        "Đã làm việc lần nữa với lãnh đạo đơn vị; đề nghị hoàn thành trong thời hạn trả lời và giải trình bằng văn "
        "bản. Sau thời hạn này, việc chậm được báo cáo Ban Chỉ đạo."
    ),
}
# Working days to answer in.
ANSWER_DAYS = {UrgingLevel.FIRST: 5, UrgingLevel.SECOND: 3, UrgingLevel.THIRD: 2}


@dataclass(frozen=True)
class Wording:
    """What is begun with at one level and by one channel; `version` is 0 while it is the usual wording."""

    level: int
    channel: str
    text: str
    answer_days: int
    version: int = 0


def usual_wording(level, channel):
    """Return the Wording that holds where the office wrote none."""
    texts = SPOKEN_TEXTS if channel in SPOKEN else WRITTEN_TEXTS
    return Wording(level, channel, texts[level], ANSWER_DAYS[level])


def wordings_of(plan):
    """Return {(level, channel): Wording} of a plan, every one of them (1 query)."""
    found = {(level, channel): usual_wording(level, channel) for level in UrgingLevel for channel in UrgingChannel}
    for own in UrgingTemplate.objects.filter(plan=plan):
        found[own.level, own.channel] = Wording(own.level, own.channel, own.text, own.answer_days, own.version)
    return found
