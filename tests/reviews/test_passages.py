import pytest

from reviews.actions import (
    NotDraft,
    ReviewConflict,
    ReviewRefused,
    add_passage,
    cut_passage,
    merge_passage,
    move_passage,
    restore_passage,
    save_passage,
    take_proposed,
)
from reviews.enums import ReviewState
from reviews.models import Passage, Review
from tests.factories import make_passage, make_post, make_section

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

    take_proposed(passage, version=1, by=writer)

    assert not Passage.objects.get().is_typed


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
