"""Two people at one review at once: it is begun and issued once, and no word is lost or slips in afterwards."""

import pytest

from progress.actions.removals import remove_report_text
from progress.models import Submission
from reviews.actions import begin_draft, correct_review, issue_review, refresh_draft, save_passage
from reviews.document import issued_docx
from reviews.models import IssuedDocument, Passage, Review
from tests.common.office import paragraphs, part
from tests.races import ROUNDS, WON, one_winner, race, told
from tests.reviews.review_world import AS_OF, ReviewWorld

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
SECRET = "Bố trí lực lượng tại chốt số bốn, ngày giờ như đã thống nhất miệng."


@pytest.fixture
def world():
    world = ReviewWorld(units=1)
    world.submission = world.report(world.units[0])
    world.say(world.submission, world.task, SECRET)
    return world


def fresh(world):
    return Review.objects.for_page().get(pk=world.review.pk)


def drafted(world):
    begin_draft(world.review, as_of=AS_OF, by=world.writer)
    return Passage.objects.get(key=f"task-{world.task.pk}")


def test_begun_twice_at_once(world):
    reviews = [fresh(world), fresh(world)]

    outcomes = race(*[lambda one=one: begin_draft(one, as_of=AS_OF, by=world.writer) for one in reviews])

    assert one_winner(outcomes), outcomes
    assert world.review.sections.filter(key="results").count() == 1


def test_issued_twice_at_once(world):
    drafted(world)
    reviews = [fresh(world), fresh(world)]

    outcomes = race(*[lambda one=one: issue_review(one, by=world.head) for one in reviews])

    assert one_winner(outcomes), outcomes
    assert IssuedDocument.objects.count() == 1


@pytest.mark.parametrize("_", range(ROUNDS))
def test_what_is_saved_while_issuing_is_in_the_document_or_refused(world, _):
    passage, review = drafted(world), fresh(world)

    outcomes = race(
        lambda: issue_review(review, by=world.head),
        lambda: save_passage(passage, "Lưu phút chót.", version=1, by=world.writer),
    )

    assert outcomes[0] == WON, outcomes
    saved = outcomes[1] == WON
    assert told(outcomes)[1] in {WON, "refused"}, outcomes
    assert ("Lưu phút chót." in paragraphs(part(issued_docx(fresh(world))))) == saved
    assert (Passage.objects.get(pk=passage.pk).text == "Lưu phút chót.") == saved


def test_corrected_twice_at_once(world):
    drafted(world)
    issue_review(world.review, by=world.head)
    reviews = [fresh(world), fresh(world)]

    outcomes = race(*[lambda one=one: correct_review(one, reason="Sai.", by=world.head) for one in reviews])

    assert one_winner(outcomes), outcomes
    assert Review.objects.filter(corrects=world.review).count() == 1


@pytest.mark.parametrize("act", ["refresh", "save", "issue", "correct"])
def test_removal_leaves_nothing_behind_whatever_is_done_meanwhile(world, act):
    passage = drafted(world)
    if act == "correct":
        issue_review(world.review, by=world.head)
    review = fresh(world)
    do = {
        "refresh": lambda: refresh_draft(review, as_of=AS_OF, by=world.writer),
        "save": lambda: save_passage(passage, f"Theo xã: {SECRET}", version=1, by=world.writer),
        "issue": lambda: issue_review(review, by=world.head),
        "correct": lambda: correct_review(review, reason="Sai.", by=world.head),
    }[act]
    report = Submission.objects.get().report
    line = report.lines.get(assignment__task=world.task)

    outcomes = race(do, lambda: remove_report_text(report, lines=[line], reason="Mật.", by=world.head))

    assert outcomes[1] == WON, outcomes
    assert told(outcomes)[0] in {WON, "refused"}, outcomes
    assert not any(SECRET in one.text + one.proposed for one in Passage.objects.all())
    for document in IssuedDocument.objects.all():
        assert SECRET not in "\n".join(paragraphs(part(bytes(document.content))))
