"""What was issued stands for ever: the document, the text, the figures. A correction is a new review."""

import hashlib

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from reviews import actions, readiness
from reviews.actions import ReviewRefused, begin_draft, call_off, correct_review, issue_review
from reviews.document import draft_as_docx, file_name, issued_docx
from reviews.enums import ReviewMove, ReviewState
from reviews.models import IssuedDocument, Passage, PassageSource, Review, ReviewEvent, ReviewSection
from tasks.models import Plan
from tests.common.office import paragraphs, part
from tests.factories import make_post, make_review
from tests.oversight.inspection_world import InspectionWorld
from tests.reviews.review_world import AS_OF, ReviewWorld, moment
from units.enums import Role
from units.models import Notice, Unit

pytestmark = pytest.mark.django_db
LATER = "2027-03-01 09:00+07:00"
KEPT = [Passage, PassageSource, ReviewSection, IssuedDocument]


@pytest.fixture
def world():
    """A draft on one unit's report: a difficulty, a result, a document."""
    world = ReviewWorld(units=1)
    world.submission = world.report(world.units[0], difficulties="Thiếu người.")
    world.cite(world.say(world.submission, world.task, "Mở 3 buổi."))
    begin_draft(world.review, as_of=AS_OF, by=world.writer)
    return world


def fresh(review):
    return Review.objects.for_page().get(pk=review.pk)


def rows(review):
    """Everything that is kept of a review, but for its events."""
    of_it = {Passage: "section__review", PassageSource: "passage__section__review"}
    return [list(Review.objects.filter(pk=review.pk).values())] + [
        list(model.objects.filter(**{of_it.get(model, "review"): review}).order_by("pk").values()) for model in KEPT
    ]


def test_issuing_keeps_the_document_and_tells_every_unit(world):
    head = make_post(world.units[0], Role.HEAD)

    issue_review(world.review, by=world.head)

    review = fresh(world.review)
    content = issued_docx(review)
    assert (review.state, review.document.sha256) == (ReviewState.ISSUED, hashlib.sha256(content).hexdigest())
    assert "Bản nháp để trình ký, lập trên cổng." not in paragraphs(part(content, "word/footer2.xml"))
    assert [(one.kind, one.object_id) for one in Notice.objects.filter(user=head.user)] == [("review", review.pk)]
    assert not Notice.objects.filter(user=world.head.user).exists()
    assert file_name(review).endswith("(đã ban hành)")


def test_issued_review_prints_alike_for_ever(world):
    issue_review(world.review, by=world.head)
    content = issued_docx(fresh(world.review))
    world.submission.superseded_at = moment(AS_OF)
    world.submission.save()
    Unit.objects.update(name="Ban Tuyên giáo và Dân vận", issuing_name="BAN KHÁC", superior_name="TỈNH ỦY", parent=None)
    Plan.objects.update(symbol="99-KH/TU", subject="việc khác", owner=world.units[0])

    with time_machine.travel(LATER):
        review = fresh(world.review)
        again = draft_as_docx(review, review.document.frame)

    assert again == content
    assert draft_as_docx(review) != content
    assert issued_docx(fresh(world.review)) == content


def test_nothing_is_written_to_an_issued_review(world):
    issue_review(world.review, by=world.head)
    review, section, passage = (
        fresh(world.review),
        ReviewSection.objects.first(),
        Passage.objects.exclude(text="").first(),
    )
    before, by = rows(review), {"by": world.head}
    days = {name: getattr(review, name) for name in ("kind", "covers_from", "covers_to", "due_on", "issuer")}
    acts = {
        "add_passage": lambda: actions.add_passage(section, text="Muộn.", **by),
        "begin_draft": lambda: actions.begin_draft(review, as_of=AS_OF, **by),
        "call_off": lambda: actions.call_off(review, reason="Thôi.", **by),
        "change_plan": lambda: actions.change_plan(review, **days, **by),
        "cut_passage": lambda: actions.cut_passage(passage, **by),
        "issue_review": lambda: actions.issue_review(review, **by),
        "merge_passage": lambda: actions.merge_passage(passage, version=1, **by),
        "move_passage": lambda: actions.move_passage(passage, up=True, **by),
        "refresh_draft": lambda: actions.refresh_draft(review, as_of=AS_OF, **by),
        "restore_passage": lambda: actions.restore_passage(passage, **by),
        "save_passage": lambda: actions.save_passage(passage, "Muộn.", version=1, **by),
        "take_proposed": lambda: actions.take_proposed(passage, seen="", version=1, **by),
    }

    for act in acts.values():
        with pytest.raises(ReviewRefused):
            act()
    correct_review(review, reason="Sai số liệu.", by=world.head)

    made_new = {"correct_review", "plan_review"}
    assert {name for name in actions.__all__ if name.islower()} == acts.keys() | made_new
    assert rows(review) == before


def test_review_without_a_word_is_not_issued():
    world = ReviewWorld(units=0)
    begin_draft(world.review, as_of=AS_OF, by=world.writer)
    Passage.objects.update(text="")

    with pytest.raises(ReviewRefused, match="chưa có nội dung"):
        issue_review(world.review, by=world.head)

    assert (fresh(world.review).state, IssuedDocument.objects.count()) == (ReviewState.DRAFT, 0)


def test_head_is_told_what_is_missing_and_what_rests_on_nothing(world):
    world.submission.superseded_at = moment(AS_OF)
    world.submission.save()

    missing = readiness.missing_in(world.review)

    outdated = "báo cáo làm nguồn đã được mở lại hoặc thay thế."
    assert missing == [
        f"Mục “{world.group.title}”, đoạn “1.1. Tuyên truyền.”: {outdated}",
        "Mục “Hạn chế” chưa có nội dung.",
        f"Mục “Khó khăn, vướng mắc”, đoạn “Xã 1: Thiếu người.”: {outdated}",
        "Mục “Nguyên nhân khách quan” chưa có nội dung.",
        "Mục “Nguyên nhân chủ quan” chưa có nội dung.",
        "Mục “Bài học kinh nghiệm” chưa có nội dung.",
        "Mục “Phương hướng, nhiệm vụ kỳ tới” chưa có nội dung.",
        "Mục “Kiến nghị, đề xuất” chưa có nội dung.",
    ]


def test_head_is_told_what_names_a_unit_to_all_others():
    world = InspectionWorld()
    world.found()
    review = make_review(world.plan, state=ReviewState.PLANNED, as_of=None, form="")
    begin_draft(review, as_of=AS_OF, by=world.judge)

    told = [one for one in readiness.missing_in(review) if "đích danh" in one]

    assert told == [f"Mục “Công tác kiểm tra, giám sát” {readiness.NAMED}"]


def test_head_is_told_of_typed_passages_that_lack_a_number_of_the_proposal(world):
    counted, without = Passage.objects.filter(section__review=world.review).exclude(text="")[:2]
    Passage.objects.filter(pk=counted.pk).update(text="Đã họp 12 buổi.", proposed="Đã họp 14 buổi.")
    Passage.objects.filter(pk=without.pk).update(text="Họp 1.250 buổi, đủ.", proposed="Đã họp 1.250 buổi.")

    told = [one for one in readiness.missing_in(world.review) if "lời gợi ý" in one]

    assert told == [
        f"Mục “{counted.section.title}”, đoạn “Đã họp 12 buổi.”: lời gợi ý hiện nay có số mà lời đang ghi không có; "
        "hãy đối chiếu ở bàn soạn."
    ]


def test_review_is_issued_in_the_form_that_the_head_chose(world):
    with pytest.raises(ReviewRefused, match="Không có thể thức này"):
        issue_review(world.review, form="Khác", by=world.head)

    issue_review(world.review, form="Hướng dẫn 05-HD/VPTW", by=world.head)

    assert fresh(world.review).form == "Hướng dẫn 05-HD/VPTW"


def test_correction_is_due_and_printed_by_the_rules_of_its_own_day(world):
    with time_machine.travel("2024-12-31 09:00+07:00"):
        issue_review(world.review, by=world.head)
    due, form = world.review.due_on, world.review.form

    with time_machine.travel("2024-12-15 09:00+07:00"):
        early = correct_review(world.review, reason="Sai số buổi.", by=world.head)
        call_off(early, reason="Chưa cần.", by=world.head)
    with time_machine.travel(LATER):
        late = correct_review(world.review, reason="Sai số buổi.", by=world.head)

    assert (early.due_on, early.form) == (due, form)
    assert (f"{late.due_on}", late.form) == ("2027-03-01", "Hướng dẫn 05-HD/VPTW")


def test_correction_is_a_new_review_that_names_the_old(world):
    first, second = Passage.objects.exclude(text="")[:2]
    Passage.objects.filter(pk=second.pk).update(cut_at=moment(AS_OF), merged_into=first)
    issue_review(world.review, by=world.head)

    draft = correct_review(world.review, reason="Số buổi ghi thiếu.", by=world.head)

    assert (draft.state, draft.corrects, draft.as_of) == (ReviewState.DRAFT, world.review, AS_OF)
    assert (draft.figures, draft.annexes) == (fresh(world.review).figures, fresh(world.review).annexes)
    names = ["section__key", "key", "text", "proposed", "position", "cut_at", "merged_into__key", "sources__line"]
    assert list(Passage.objects.filter(section__review=draft).values_list(*names)) == list(
        Passage.objects.filter(section__review=world.review).values_list(*names)
    )
    assert (
        Passage.objects.filter(merged_into__isnull=False, section__review=draft).get().merged_into.section.review
        == draft
    )
    issue_review(draft, by=world.head)
    day = f"{timezone.localdate(fresh(world.review).issued_at):%d/%m/%Y}"
    lines = paragraphs(part(issued_docx(fresh(draft))))
    assert f"Báo cáo này đính chính và thay báo cáo cùng nội dung đã ban hành ngày {day}." in lines
    events = ReviewEvent.objects.filter(move=ReviewMove.CORRECT)
    assert [(one.review, one.text) for one in events] == [(world.review, "Số buổi ghi thiếu.")]


def test_review_is_corrected_once_unless_the_correction_is_called_off(world):
    with pytest.raises(ReviewRefused):
        correct_review(world.review, reason="Chưa ban hành.", by=world.head)
    issue_review(world.review, by=world.head)
    first = correct_review(world.review, reason="Lần một.", by=world.head)

    for reason in ("Lần hai.", "  "):
        with pytest.raises(ReviewRefused):
            correct_review(world.review, reason=reason, by=world.head)

    call_off(first, reason="Không cần nữa.", by=world.head)
    assert correct_review(world.review, reason="Lần ba.", by=world.head).corrects == world.review
    with pytest.raises(IntegrityError), transaction.atomic():
        make_review(world.plan, corrects=world.review)
