"""What a head should weigh before a review is issued: parts without a word, passages whose source no longer stands, and
typed ones that lack a number of what is now proposed. Told, never refused: a short report may well have nothing to say
of something."""

import re

from common.shortening import shortened
from reviews.enums import SourceKind
from reviews.models import Passage

SHOWN = 80
NAMED = (
    "có đoạn nêu kiến nghị hoặc ý kiến chỉ đạo với đích danh đơn vị; khi ban hành, mọi đơn vị của kế hoạch đọc được."
)

# What the other units of the plan have not read before.
NAMING = [SourceKind.FINDING, SourceKind.DIRECTION]


NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def mark_of_edit(review):
    """Return a mark of when the draft was last edited: equal as long as nobody edits it."""
    return review.edited_at.isoformat() if review.edited_at else ""


def missing_in(review):
    """Return sentences, in the order of the outline (3 queries)."""
    passages = Passage.objects.filter(section__review=review).kept().exclude(text="").with_outdated()
    named = set(passages.filter(sources__kind__in=NAMING).order_by().values_list("section_id", flat=True))
    found = {}
    for passage in passages.order_by("position", "pk"):
        found.setdefault(passage.section_id, []).append(passage)
    sections = list(review.sections.all())
    sentences = []
    for place, section in enumerate(sections):
        below = sections[place + 1].level > section.level if place + 1 < len(sections) else False
        if section.pk not in found and not below:
            sentences.append(f"Mục “{section.title}” chưa có nội dung.")
        if section.pk in named:
            sentences.append(f"Mục “{section.title}” {NAMED}")
        for one in found.get(section.pk, []):
            place = f"Mục “{section.title}”, đoạn “{_beginning(one.text)}”"
            sentences += [f"{place}: {words}" for words in _doubts(one)]
    return sentences


def _doubts(passage):
    if passage.outdated:
        yield "báo cáo làm nguồn đã được mở lại hoặc thay thế."
    if passage.is_typed and _numbers(passage.proposed) - _numbers(passage.text):
        yield "lời gợi ý hiện nay có số mà lời đang ghi không có; hãy đối chiếu ở bàn soạn."


def _numbers(text):
    return set(NUMBER.findall(text))


def _beginning(text):
    return shortened(text.splitlines()[0], SHOWN)
