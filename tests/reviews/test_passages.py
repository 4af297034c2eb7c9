import pytest

from reviews.actions import (
    NotDraft,
    ReviewConflict,
    ReviewRefused,
    add_passage,
    begin_draft,
    cut_passage,
    merge_passage,
    move_passage,
    refresh_draft,
    restore_passage,
    save_passage,
    take_proposed,
)
from reviews.enums import ReviewState
from reviews.models import Passage, Review
from reviews.proposals import mark_of_words
from tests.factories import make_passage, make_post, make_section
from tests.reviews.review_world import AS_OF, ReviewWorld, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def section():
    return make_section()


@pytest.fixture
def writer(section):
    return make_post(section.review.plan.standing_office)


def words(section):
    return list(section.passages.kept().values_list("text", flat=True))


def test_second_of_two_savers_sees_both_texts(section, writer):
    passage = make_passage(section)

    assert save_passage(passage, "Bản thứ nhất.", version=1, by=writer) == 2
    with pytest.raises(ReviewConflict) as conflict:
        save_passage(passage, "Bản thứ hai.", version=1, by=writer)

    assert (conflict.value.mine, conflict.value.theirs) == ("Bản thứ hai.", "Bản thứ nhất.")
    assert save_passage(passage, "Bản thứ hai.", version=conflict.value.version, by=writer) == 3
    assert words(section) == ["Bản thứ hai."]


def test_proposed_words_take_the_place_of_typed_ones(section, writer):
    passage = make_passage(section, proposed="Đã họp 12 lần.", text="Đã họp nhiều lần.")

    take_proposed(passage, seen=mark_of_words("Đã họp 12 lần."), version=1, by=writer)

    assert not Passage.objects.get().is_typed


def test_proposed_words_that_nobody_saw_are_not_taken(section, writer):
    passage = make_passage(section, proposed="Đã họp 12 lần.", text="Đã họp nhiều lần.")
    Passage.objects.update(proposed="Đã họp 14 lần.")

    with pytest.raises(ReviewRefused, match="vừa thay đổi"):
        take_proposed(passage, seen=mark_of_words(passage.proposed), version=1, by=writer)

    assert words(section) == ["Đã họp nhiều lần."]


def test_proposed_words_of_what_was_merged_come_along(section, writer):
    one, two, three = (make_passage(section, proposed=f"Gợi ý {n}.") for n in "123")
    by_hand = make_passage(section, text="Viết tay.")
    for passage in (three, two, by_hand):
        passage.refresh_from_db()
        merge_passage(passage, version=passage.version, by=writer)

    take_proposed(one, seen=mark_of_words("Gợi ý 1.\nGợi ý 2.\nGợi ý 3.\nViết tay."), version=3, by=writer)

    assert words(section) == ["Gợi ý 1.\nGợi ý 2.\nGợi ý 3.\nViết tay."]


def test_proposed_words_bring_their_sources_and_no_others():
    world = ReviewWorld(units=1)
    old = world.report(world.units[0], difficulties="Thiếu người.")
    begin_draft(world.review, as_of=AS_OF, by=world.writer)
    passage = Passage.objects.get(text="Xã 1: Thiếu người.")
    save_passage(passage, "Còn thiếu người.", version=1, by=world.writer)
    old.superseded_at = moment(AS_OF)
    old.save()
    world.submit(old.report, number=2, difficulties="Thiếu cán bộ. Thiếu xe.")
    refresh_draft(world.review, as_of=AS_OF, by=world.writer)
    before = list(passage.sources.values_list("submission__number", flat=True))
    passage.refresh_from_db()

    take_proposed(passage, seen=mark_of_words(passage.proposed), version=2, by=world.writer)

    assert before == [1, 2]
    [taken] = Passage.objects.filter(pk=passage.pk).with_outdated()
    assert (taken.text, taken.outdated) == (passage.proposed, False)
    assert [one.submission.number for one in taken.sources.all()] == [2]


def test_passages_move_and_stop_at_the_ends(section, writer):
    first, second, third = (make_passage(section) for _ in range(3))

    move_passage(third, up=True, by=writer)
    move_passage(first, up=True, by=writer)

    assert list(section.passages.kept()) == [first, third, second]
    move_passage(first, up=False, by=writer)
    assert list(section.passages.kept()) == [third, first, second]


def test_cut_passage_comes_back_where_it_stood(section, writer):
    first, second = make_passage(section), make_passage(section)

    cut_passage(first, by=writer)
    assert list(section.passages.kept()) == [second]
    with pytest.raises(ReviewRefused):
        cut_passage(first, by=writer)
    restore_passage(first, by=writer)

    assert list(section.passages.kept()) == [first, second]


def test_merged_passage_joins_the_one_above_and_can_come_back(section, writer):
    first, second = make_passage(section), make_passage(section)

    above = merge_passage(second, version=1, by=writer)

    assert (above, above.version, words(section)) == (first, 2, ["Đoạn 1.\nĐoạn 2."])
    restore_passage(second, by=writer)
    assert words(section) == ["Đoạn 1.\nĐoạn 2.", "Đoạn 2."]
    with pytest.raises(ReviewRefused):
        merge_passage(first, version=2, by=writer)


def test_hand_written_passage_stands_last(section, writer):
    make_passage(section)

    added = add_passage(section, text=" Ghi thêm. ", by=writer)

    assert words(section) == ["Đoạn 1.", "Ghi thêm."]
    assert added.key == ""
    with pytest.raises(ReviewRefused):
        add_passage(section, text=" ", by=writer)


def test_nothing_is_written_once_the_review_is_no_draft(section, writer):
    passage = make_passage(section)
    Review.objects.update(state=ReviewState.CALLED_OFF)
    acts = [
        lambda: save_passage(passage, "Muộn.", version=1, by=writer),
        lambda: add_passage(section, text="Muộn.", by=writer),
        lambda: cut_passage(passage, by=writer),
        lambda: restore_passage(passage, by=writer),
        lambda: move_passage(passage, up=True, by=writer),
        lambda: merge_passage(passage, version=1, by=writer),
    ]

    for act in acts:
        with pytest.raises(NotDraft):
            act()

    assert words(section) == ["Đoạn 1."]
