"""Words that the law takes away go from drafts, annexes and issued documents, and the removal stands on record."""

import hashlib
import io
import zipfile

import pytest

from progress.actions.removals import remove_evidence, remove_report_text
from progress.models import Evidence, Submission
from reviews.actions import begin_draft, issue_review, refresh_draft, save_passage
from reviews.document import draft_as_docx, issued_docx
from reviews.enums import ReviewMove, ReviewState
from reviews.models import Passage, Review
from tests.progress.removal_world import REASON, SECRET, gone_today
from tests.reviews.review_world import AS_OF, ReviewWorld
from units.models import Unit

pytestmark = pytest.mark.django_db
SUBJECT = "Phương án bảo vệ chốt số bốn"


@pytest.fixture
def world():
    """A draft on two units, of whom the first says a secret and cites a secret document."""
    world = ReviewWorld()
    world.first, world.second = (world.report(unit) for unit in world.units)
    world.secret = world.say(world.first, world.task, SECRET)
    world.document = world.cite(world.secret, document_subject=SUBJECT)
    world.say(world.second, world.task, "Mở 3 buổi.")
    begin_draft(world.review, as_of=AS_OF, by=world.writer)
    return world


def fresh(world):
    return Review.objects.for_page().get(pk=world.review.pk)


def everything(content):
    archive = zipfile.ZipFile(io.BytesIO(content))
    return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())


def remove_line(world):
    report = world.first.report
    remove_report_text(report, lines=[report.lines.get(assignment__task=world.task)], reason=REASON, by=world.head)


def task(world):
    return Passage.objects.get(section__review=world.review, key=f"task-{world.task.pk}")


def test_issued_document_is_printed_again_without_the_words(world):
    issue_review(world.review, by=world.head)
    before = issued_docx(fresh(world))
    Unit.objects.filter(pk=world.office.pk).update(issuing_name="BAN KHÁC", place_name="Nơi khác")

    remove_line(world)

    review = fresh(world)
    content = issued_docx(review)
    assert SECRET in everything(before)
    assert SECRET not in everything(content)
    assert f"- Xã 1: {gone_today()}" in everything(content)
    assert "- Xã 2: Mở 3 buổi." in everything(content)
    assert content == draft_as_docx(review, review.document.frame)
    assert "BAN KHÁC" not in everything(content)
    assert review.document.sha256 == hashlib.sha256(content).hexdigest()
    assert (review.state, review.document.replaced_at is not None) == (ReviewState.ISSUED, True)
    event = review.events.get(move=ReviewMove.REMOVE)
    assert (event.by, event.text) == (world.head.user, REASON)


def test_draft_loses_the_words_that_were_taken_apart(world):
    text = "- Chốt số bốn bị lộ.\n- Đổi giờ gác."
    Submission.objects.filter(pk=world.second.pk).update(difficulties=text)
    refresh_draft(world.review, as_of=AS_OF, by=world.writer)
    passage = Passage.objects.get(key=f"unit-{world.units[1].pk}")
    save_passage(passage, f"Theo xã: {passage.text}", version=passage.version, by=world.writer)

    remove_report_text(world.second.report, common=True, reason=REASON, by=world.head)

    passage.refresh_from_db()
    gone = gone_today()
    assert passage.proposed == f"Xã 2:\n- {gone}\n- {gone}"
    assert passage.text == f"Theo xã: {passage.proposed}"


def test_words_of_ones_own_about_what_was_removed_go_whole(world):
    save_passage(task(world), "Xã 1 đưa người ra chốt.", version=1, by=world.writer)
    other = Passage.objects.get(section__review=world.review, key="lessons")
    save_passage(other, "Rõ người, rõ việc.", version=1, by=world.writer)
    issue_review(world.review, by=world.head)

    remove_line(world)

    assert (task(world).text, task(world).proposed.count(gone_today())) == (gone_today(), 1)
    assert Passage.objects.get(pk=other.pk).text == "Rõ người, rõ việc."
    assert "đưa người ra chốt" not in everything(issued_docx(fresh(world)))


def test_words_go_whatever_mark_their_line_ended_in(world):
    first, second = "Chốt số bốn bị lộ", "Mô hình tốt: chốt số năm ở nhà ông Ba"
    world.say(world.second, world.task, f"- {first};\n- {second};\n- Đổi giờ gác,")
    Submission.objects.filter(pk=world.second.pk).update(difficulties=f"- {first};\n- {second},")
    refresh_draft(world.review, as_of=AS_OF, by=world.writer)
    issue_review(world.review, by=world.head)
    assert first in everything(issued_docx(fresh(world)))
    assert Passage.objects.get(key="models").text == f"- Xã 2: {second}."

    line = world.second.report.lines.get(assignment__task=world.task)
    remove_report_text(world.second.report, lines=[line], common=True, reason=REASON, by=world.head)

    left = everything(issued_docx(fresh(world)))
    assert [words for words in (first, second, "chốt số năm", "Đổi giờ gác") if words in left] == []
    assert Passage.objects.get(key="models").text == f"- Xã 2: {gone_today()}"
    assert Passage.objects.get(key=f"unit-{world.units[1].pk}").text == f"Xã 2:\n- {gone_today()}\n- {gone_today()}"


def test_short_words_stay_within_what_another_unit_said(world):
    world.say(world.first, world.task, f"Mở lớp;\n{SECRET}")
    world.say(world.second, world.task, "Mở lớp cho 30 người. Đã mở lớp. Mở lớp.")
    refresh_draft(world.review, as_of=AS_OF, by=world.writer)

    remove_line(world)

    said = f"- Xã 1: {gone_today()}\n- Xã 2: Mở lớp cho 30 người. Đã mở lớp. {gone_today()}"
    assert task(world).text == f"1.1. Tuyên truyền.\n{said}"


def test_second_secret_goes_from_words_that_hold_a_tombstone_already(world):
    save_passage(task(world), f"Xã 1: {gone_today()}\nXã 1 đưa người ra chốt.", version=1, by=world.writer)

    remove_line(world)

    assert task(world).text == gone_today()


def test_passage_goes_whole_where_one_of_two_secrets_was_reworded(world):
    Submission.objects.filter(pk=world.second.pk).update(difficulties="Chốt số bốn bị lộ.\nĐổi giờ gác.")
    refresh_draft(world.review, as_of=AS_OF, by=world.writer)
    passage = Passage.objects.get(key=f"unit-{world.units[1].pk}")
    save_passage(passage, "Xã 2: Chốt số bốn bị lộ. Giờ gác đã khác.", version=passage.version, by=world.writer)

    remove_report_text(world.second.report, common=True, reason=REASON, by=world.head)

    passage.refresh_from_db()
    assert passage.text == gone_today()


def test_long_words_that_were_copied_go_alone(world):
    secret = "Chốt số bốn đặt tại nhà ông Ba ở thôn Bù Lư, bốn người gác."
    world.say(world.second, world.task, secret)
    refresh_draft(world.review, as_of=AS_OF, by=world.writer)
    passage = task(world)
    save_passage(passage, f"Tốt.\n{passage.text}", version=passage.version, by=world.writer)

    line = world.second.report.lines.get(assignment__task=world.task)
    remove_report_text(world.second.report, lines=[line], reason=REASON, by=world.head)

    assert task(world).text == f"Tốt.\n1.1. Tuyên truyền.\n- Xã 1: {SECRET}\n- Xã 2: {gone_today()}"


def test_removed_document_leaves_the_annex(world):
    issue_review(world.review, by=world.head)

    remove_evidence(world.document, reason=REASON, by=world.head)

    review = fresh(world)
    assert review.annexes[0]["rows"] == [["1", "", "", "", gone_today(), "Xã 1"]]
    assert SUBJECT not in everything(issued_docx(review))
    assert review.events.filter(move=ReviewMove.REMOVE).count() == 1


def test_reviews_that_never_had_the_words_stay_as_they_are(world):
    issue_review(world.review, by=world.head)
    before = issued_docx(fresh(world))
    other = world.cite(world.say(world.second, world.task, "Mở 3 buổi."), document_number="99-KH")

    remove_evidence(Evidence.objects.get(pk=other.pk), reason=REASON, by=world.head)

    assert issued_docx(fresh(world)) == before
    assert not fresh(world).events.filter(move=ReviewMove.REMOVE).exists()
