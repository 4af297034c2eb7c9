"""The shelf of a unit's evidence: each piece once, where it is cited, and what is old where it is cited."""

import datetime

import pytest
from django.utils import timezone

from progress.actions import reports as acts
from progress.actions.evidence import EvidenceRefused, attach_document, attach_file, cite, cite_all
from progress.actions.log import add_log_entry
from progress.models import Citation, Evidence
from progress.shelf import cited, cited_in, holding, note_old_use, shelf_of, uncited, uses_of
from tasks.models import Assignment
from tests.factories import make_line, make_period, make_post, make_report, make_unit
from tests.factories.files import make_image, make_pdf, make_upload
from tests.progress.report_world import ReportWorld

pytestmark = pytest.mark.django_db
DOCUMENT = {
    "number": "12-BC/BTGHU",
    "issued_on": datetime.date(2024, 11, 1),
    "issuer": "Ban Tuyên giáo",
    "subject": "Kết quả thông tin đối ngoại xã Đăk Ơ",
    "declared": True,
}


@pytest.fixture
def world(media_root):
    return ReportWorld()


def keep(world, name, content=None, target=None):
    return attach_file(target or world.unit, make_upload(name, content), declared=True, by=world.writer)


def next_line(world):
    """A line of the same work in the quarter after the world's."""
    period = make_period(world.plan, year=2025, number=1)
    return make_line(make_report(period, world.unit), world.line.assignment)


# What stands on it ------------------------------------------------------------------------------------------


def test_shelf_is_the_units_own_newest_first(world):
    first = keep(world, "một.pdf", make_pdf("một"))
    second = keep(world, "hai.pdf", make_pdf("hai"))
    other = make_post(make_unit())
    attach_file(other.unit, make_upload(), declared=True, by=other)

    assert list(shelf_of(world.unit.pk)) == [second, first]


def test_file_that_a_document_holds_stands_once(world):
    keep(world, "ảnh chụp.pdf", target=world.line)
    document = attach_document(world.unit, **DOCUMENT, upload=make_upload(), by=world.writer)

    assert list(shelf_of(world.unit.pk)) == [document]
    assert list(cited(shelf_of(world.unit.pk))) == [document]
    [use] = uses_of([document], world.writer)[document.pk]
    assert use.where == f"Quý IV/2024, nhiệm vụ {world.line.task_code}"


def test_document_told_twice_stands_once(world):
    first = attach_document(world.line, **DOCUMENT, by=world.writer)
    again = attach_document(world.line, **DOCUMENT, by=world.writer)
    other = attach_document(world.line, **DOCUMENT | {"subject": "nội dung khác"}, by=world.writer)

    assert (again, other == first) == (first, False)
    assert Citation.objects.count() == 2


@pytest.mark.parametrize(
    ("words", "found"),
    [("dak o", True), ("ĐĂK", True), ("btghu 12", True), ("tuyen giao", True), ("dak nong", False), ("", True)],
)
def test_found_without_accents(world, words, found):
    document = attach_document(world.unit, **DOCUMENT, by=world.writer)

    assert list(holding(shelf_of(world.unit.pk), words)) == ([document] if found else [])


def test_places_that_cite_are_told_by_report_and_log(world):
    file = keep(world, "ảnh.png", make_image("PNG"), target=world.line)
    acts.submit_report(world.report, by=world.head)
    later = next_line(world)
    cite(later, file, by=world.writer)
    entry = add_log_entry(
        world.line.assignment,
        happened_on=datetime.date(2024, 10, 5),
        text="Đã họp.",
        files=[make_upload("ảnh.png", make_image("PNG"))],
        declared=True,
        by=world.writer,
    )

    uses = uses_of([file], world.writer)[file.pk]

    code = world.line.task_code
    assert [(use.where, use.how) for use in uses] == [
        (f"Quý IV/2024, nhiệm vụ {code}", "đã gửi"),
        (f"Quý I/2025, nhiệm vụ {code}", "đang soạn"),
        (f"Nhật ký ngày 05/10/2024, nhiệm vụ {entry.assignment.task.code}", ""),
    ]


def test_log_of_work_that_went_to_another_unit_is_told_to_who_follows_it(world):
    file = keep(world, "ảnh.png", make_image("PNG"))
    entry = add_log_entry(
        world.line.assignment, happened_on=datetime.date(2024, 10, 5), text="Đã họp.", by=world.writer
    )
    entry.evidence.add(file)
    Assignment.objects.filter(pk=entry.assignment_id).update(unit=make_unit())

    told = {post: [use.assignment_id for use in uses_of([file], post)[file.pk]] for post in (world.writer, world.judge)}

    assert told == {world.writer: [], world.judge: [entry.assignment_id]}


def test_cited_or_not_and_in_which_period(world):
    used = keep(world, "một.pdf", make_pdf("một"), target=world.line)
    idle = keep(world, "hai.pdf", make_pdf("hai"))
    shelf = shelf_of(world.unit.pk)

    assert (list(cited(shelf)), list(uncited(shelf))) == ([used], [idle])
    assert list(cited_in(shelf, world.period)) == [used]
    assert list(cited_in(shelf, next_line(world).report.period)) == []


# Citing from it ---------------------------------------------------------------------------------------------


def test_several_pieces_are_cited_at_once_and_once_each(world):
    pieces = [keep(world, f"{number}.pdf", make_pdf(str(number))) for number in range(3)]
    cite(world.line, pieces[0], by=world.writer)

    citations = cite_all(world.line, pieces, by=world.writer)

    assert [citation.evidence for citation in citations] == pieces
    assert world.line.citations.count() == 3


def test_one_refused_piece_refuses_all(world):
    kept, removed = keep(world, "một.pdf", make_pdf("một")), keep(world, "hai.pdf", make_pdf("hai"))
    Evidence.objects.filter(pk=removed.pk).update(removed_at=timezone.now())

    with pytest.raises(EvidenceRefused, match="đã được gỡ"):
        cite_all(world.line, [kept, removed], by=world.writer)

    assert Citation.objects.count() == 0


def test_report_too_heavy_with_what_is_chosen(world):
    pieces = [keep(world, f"{number}.pdf", make_pdf(str(number))) for number in range(2)]
    Evidence.objects.update(size=60 * 1024 * 1024)
    pieces = list(Evidence.objects.all())

    with pytest.raises(EvidenceRefused, match="quá 100"):
        cite_all(world.line, pieces, by=world.writer)

    assert Citation.objects.count() == 0


# What is old ------------------------------------------------------------------------------------------------


def notes(evidence, period):
    note_old_use([evidence], period)
    return evidence.old_notes


def test_what_was_sent_for_an_earlier_period_is_told(world):
    file = keep(world, "ảnh.png", make_image("PNG"), target=world.line)
    later = next_line(world).report.period

    assert notes(file, later) == []
    acts.submit_report(world.report, by=world.head)
    assert notes(file, later) == ["Đã dùng ở Quý IV/2024"]
    assert notes(file, world.period) == []


def test_same_file_under_another_name_is_told(world):
    keep(world, "ảnh.pdf", target=world.line)
    acts.submit_report(world.report, by=world.head)
    document = attach_document(world.unit, **DOCUMENT, upload=make_upload("khác.pdf"), by=world.writer)

    assert notes(document, next_line(world).report.period) == [
        "Đã dùng ở Quý IV/2024",
        "Văn bản có trước kỳ này, ngày 01/11/2024",
    ]


def test_what_was_taken_back_was_not_used(world):
    file = keep(world, "ảnh.pdf", target=world.line)
    acts.submit_report(world.report, by=world.head)
    acts.withdraw_report(world.fresh(), by=world.head)

    assert notes(file, next_line(world).report.period) == []


def test_document_from_before_the_period_is_told(world):
    old = attach_document(world.unit, **DOCUMENT | {"issued_on": datetime.date(2024, 9, 14)}, by=world.writer)
    new = attach_document(world.unit, **DOCUMENT | {"issued_on": datetime.date(2024, 9, 15)}, by=world.writer)

    assert world.period.covers_from == datetime.date(2024, 9, 15)
    assert notes(old, world.period) == ["Văn bản có trước kỳ này, ngày 14/09/2024"]
    assert notes(new, world.period) == []


@pytest.mark.parametrize("count", [1, 3])
def test_old_use_costs_one_query(world, count, django_assert_num_queries):
    pieces = [keep(world, f"{number}.pdf", make_pdf(str(number)), world.line) for number in range(count)]
    acts.submit_report(world.report, by=world.head)
    later = next_line(world).report.period

    with django_assert_num_queries(1):
        note_old_use(pieces, later)

    assert [piece.old_notes for piece in pieces] == [["Đã dùng ở Quý IV/2024"]] * count
