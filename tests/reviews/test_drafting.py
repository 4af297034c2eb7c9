"""A draft is written once, brought up to date as often as wished, and never loses what somebody typed."""

import datetime

import pytest

from common import clock
from progress.models import Submission
from reviews.actions import (
    Difference,
    ReviewRefused,
    begin_draft,
    cut_passage,
    merge_passage,
    refresh_draft,
    save_passage,
)
from reviews.enums import ReviewMove, ReviewState
from reviews.figures_shown import shown_annexes, shown_figures
from reviews.models import Passage, PassageSource, Review, ReviewSection
from tests.reviews.review_world import AS_OF, ReviewWorld, let, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    """A draft on two units' reports, each with a result and a difficulty of its own."""
    world = ReviewWorld()
    for number, unit in enumerate(world.units, start=1):
        submission = world.report(unit, difficulties=f"Khó khăn {number}.")
        world.say(submission, world.task, f"Mở {number} buổi.")
    begin_draft(world.review, as_of=AS_OF, by=world.writer)
    return world


def passage(world, section, key):
    return Passage.objects.get(section__review=world.review, section__key=section, key=key)


def task(world):
    return passage(world, "results.group-1", f"task-{world.task.pk}")


def reopen(world, unit):
    """The unit's report is opened again: its submission stands no more."""
    let(Submission.objects.filter(report__unit=unit), superseded_at=moment(AS_OF))


def confirm_anew(world, unit, result):
    reopen(world, unit)
    old = Submission.objects.get(report__unit=unit)
    new = world.submit(old.report, number=2, difficulties=old.difficulties)
    world.say(new, world.own_plan, "")
    return world.say(new, world.task, result)


def refresh(world):
    return refresh_draft(world.review, as_of=AS_OF, by=world.writer)


def test_draft_is_what_was_composed(world):
    review = Review.objects.get(pk=world.review.pk)

    assert (review.state, review.as_of, review.form) == (ReviewState.DRAFT, AS_OF, "Hướng dẫn 36-HD/VPTW")
    assert task(world).text == task(world).proposed == "1.1. Tuyên truyền.\n- Xã 1: Mở 1 buổi.\n- Xã 2: Mở 2 buổi."
    assert {source.submission.report.unit for source in task(world).sources.all()} == set(world.units)
    words, value, share = shown_figures(review)[0]
    assert (words, value, share.split()[0]) == ("Hoàn thành việc đã đến hạn", "100%", "4/4")
    assert [(annex.title, annex.wide, len(annex.rows)) for annex in shown_annexes(review)] == [
        ("Phụ lục 1", False, 0),
        ("Phụ lục 2", True, 1),
        ("Phụ lục 3", True, 2),
    ]
    assert review.events.get().move == ReviewMove.BEGIN


def test_draft_begins_once_for_a_day_that_has_come(world):
    tomorrow = clock.today() + datetime.timedelta(days=1)
    other = ReviewWorld()

    for review, as_of, form in [
        (world.review, AS_OF, ""),
        (other.review, tomorrow, ""),
        (other.review, other.review.covers_from - datetime.timedelta(days=1), ""),
        (other.review, AS_OF, "Hướng dẫn 99"),
    ]:
        with pytest.raises(ReviewRefused):
            begin_draft(review, as_of=as_of, form=form, by=other.writer)

    assert Review.objects.get(pk=other.review.pk).state == ReviewState.PLANNED
    assert not other.review.sections.exists()


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Passage, PassageSource, ReviewSection)]


def test_nothing_new_is_no_difference(world):
    before = rows()

    assert refresh(world) == []

    assert rows() == before


def test_untouched_words_follow_and_typed_words_stay(world):
    typed = passage(world, "assessment.difficulties", f"unit-{world.units[0].pk}")
    save_passage(typed, "Xã 1 thiếu người làm.", version=1, by=world.writer)
    line = confirm_anew(world, world.units[0], "Mở 9 buổi.")
    Submission.objects.filter(pk=line.submission_id).update(difficulties="Khó khăn khác.")

    differences = refresh(world)

    followed = task(world)
    typed.refresh_from_db()
    assert followed.text == followed.proposed == "1.1. Tuyên truyền.\n- Xã 1: Mở 9 buổi.\n- Xã 2: Mở 2 buổi."
    assert line.pk in followed.sources.values_list("line_id", flat=True)
    assert not Passage.objects.with_outdated().get(pk=followed.pk).outdated
    assert (typed.text, typed.proposed) == ("Xã 1 thiếu người làm.", "Xã 1: Khó khăn khác.")
    # What was typed still rests on what the unit said first: its source stays, and is flagged.
    assert Passage.objects.with_outdated().get(pk=typed.pk).outdated
    assert differences == [
        Difference(
            f"{world.group.title}: Đã cập nhật theo số liệu, nguồn mới",
            "1.1. Tuyên truyền.\n- Xã 1: Mở 1 buổi.\n- Xã 2: Mở 2 buổi.",
            followed.text,
            followed.pk,
        ),
        Difference(
            "Khó khăn, vướng mắc: Lời gợi ý đã đổi, lời đã soạn được giữ",
            "Xã 1: Khó khăn 1.",
            "Xã 1: Khó khăn khác.",
            typed.pk,
        ),
    ]


def test_figures_of_before_and_now_stand_side_by_side(world):
    reopen(world, world.units[1])

    differences = {one.words: (one.before, one.after) for one in refresh(world) if one.passage_id is None}

    words = "việc đã đến hạn, gồm đã hoàn thành và quá hạn"
    assert differences["Hoàn thành việc đã đến hạn"] == (f"100% (4/4 {words})", f"50% (2/4 {words})")
    assert differences["Báo cáo đã xác nhận"] == ("2", "1")
    assert "Báo cáo đã gửi" not in differences


def test_passage_whose_source_is_gone_is_told_and_comes_back(world):
    key = f"unit-{world.units[1].pk}"
    reopen(world, world.units[1])

    differences = refresh(world)

    gone = passage(world, "assessment.difficulties", key)
    assert (gone.text, gone.proposed, gone.sources.count()) == ("", "", 0)
    assert (
        Difference("Khó khăn, vướng mắc: Nguồn không còn, đoạn để trống", "Xã 2: Khó khăn 2.", "", gone.pk)
        in differences
    )
    let(Submission.objects.all(), superseded_at=None)
    refresh(world)
    assert passage(world, "assessment.difficulties", key).text == "Xã 2: Khó khăn 2."


def test_new_units_bring_new_passages_behind_the_others(world):
    world.report(ReviewWorld(units=1).units[0], difficulties="Khó khăn 3.", proposals="Hỗ trợ máy.")

    new = [one for one in refresh(world) if one.words.endswith("Đoạn mới")]

    assert [(one.after, one.before) for one in new] == [("Xã 1: Khó khăn 3.", ""), ("Xã 1: Hỗ trợ máy.", "")]
    keys = list(world.review.sections.values_list("key", flat=True))
    assert keys[-2:] == ["proposals", f"proposals.to-{world.office.pk}"]


def test_cut_and_merged_stay_so(world):
    first, second = (passage(world, "assessment.difficulties", f"unit-{unit.pk}") for unit in world.units)
    merge_passage(second, version=1, by=world.writer)
    cut_passage(task(world), by=world.writer)
    confirm_anew(world, world.units[1], "Mở 8 buổi.")

    refresh(world)

    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.text, second.merged_into) == ("Xã 1: Khó khăn 1.\nXã 2: Khó khăn 2.", first)
    assert task(world).cut_at is not None
    assert {source.submission.report.unit for source in first.sources.all()} == set(world.units)


def test_what_is_new_of_a_merged_passage_is_told_where_its_words_stand(world):
    third = ReviewWorld(units=1).units[0]
    world.report(third, difficulties="Khó khăn 3.")
    refresh(world)
    first, second, last = (
        passage(world, "assessment.difficulties", f"unit-{unit.pk}") for unit in [*world.units, third]
    )
    merge_passage(last, version=1, by=world.writer)
    merge_passage(second, version=2, by=world.writer)
    line = confirm_anew(world, third, "Mở 8 buổi.")
    Submission.objects.filter(pk=line.submission_id).update(difficulties="Khó khăn khác.")

    told = [one for one in refresh(world) if one.passage_id == first.pk]

    words = "Khó khăn, vướng mắc: Lời gợi ý của đoạn đã gộp vào đây đã đổi, lời đã soạn được giữ"
    assert told == [Difference(words, "Xã 1: Khó khăn 3.", "Xã 1: Khó khăn khác.", first.pk)]
    assert line.submission_id in first.sources.values_list("submission_id", flat=True)
    cut_passage(first, by=world.writer)
    Submission.objects.filter(pk=line.submission_id).update(difficulties="Khó khăn mới.")
    assert [one for one in refresh(world) if one.passage_id] == []


def test_refreshing_is_refused_when_nothing_is_drafted(world):
    Review.objects.update(state=ReviewState.CALLED_OFF)

    with pytest.raises(ReviewRefused):
        refresh(world)


@pytest.mark.parametrize("units", [1, 3])
def test_refreshing_asks_as_often_for_one_unit_as_for_three(units, django_assert_num_queries):
    world = ReviewWorld(units=units)
    for unit in world.units:
        world.say(world.report(unit, difficulties="Thiếu người."), world.task, f"Mở {unit.pk} buổi.")
    begin_draft(world.review, as_of=AS_OF, by=world.writer)
    for unit in world.units:
        confirm_anew(world, unit, "Mở 9 buổi.")

    with django_assert_num_queries(46):
        refresh(world)
