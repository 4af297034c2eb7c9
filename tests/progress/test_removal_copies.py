"""Emergency removal: the words go from wherever they were copied to, and other words stay."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common import clock
from progress.actions import reports as acts
from progress.actions.log import add_log_entry
from progress.actions.removals import remove_log_text, remove_report_text
from progress.models import SubmittedLine
from tests.factories import make_assignment, make_period, make_post, make_report, make_task, make_unit, take_part
from tests.progress.removal_world import DAY, REASON, SECRET, gone_today, say, where_it_stands
from tests.progress.report_world import ReportWorld
from units.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return ReportWorld()


def test_copies_word_by_word_go_as_well_and_nothing_else(world):
    say(world)
    later = make_report(make_period(world.plan, year=2025, number=1), world.unit)
    other_line = later.lines.create(
        assignment=world.line.assignment, task_code="1", task_title="x", part="lead", result=SECRET, product="Còn lại."
    )
    entry = add_log_entry(world.line.assignment, happened_on=DAY, text=SECRET, by=world.writer)

    remove_report_text(world.report, lines=[world.line], reason=REASON, by=world.office_head)

    for row in (other_line, entry):
        row.refresh_from_db()
    assert (other_line.result, other_line.product, other_line.version) == (gone_today(), "Còn lại.", 2)
    assert entry.text == gone_today()
    assert where_it_stands(SECRET, "bo tri luc luong") == set()


def test_copies_within_other_words_go_and_the_words_stay(world):
    say(world)
    quoted = f"Đã làm xong.\r\nTheo báo cáo của {world.unit}: {SECRET}"
    later = make_report(make_period(world.plan, year=2025, number=1), world.unit, difficulties=quoted)
    titles = {"task_code": "1", "task_title": "x", "part": "lead"}
    line = later.lines.create(assignment=world.line.assignment, **titles, result=quoted, product="Còn lại.")
    entry = add_log_entry(world.line.assignment, happened_on=DAY, text=quoted, by=world.writer)

    remove_report_text(world.report, lines=[world.line], reason=REASON, by=world.office_head)

    for row in (later, line, entry):
        row.refresh_from_db()
    left = f"Theo báo cáo của {world.unit}: {gone_today()}"
    assert [later.difficulties, line.result] == [f"Đã làm xong.\r\n{left}"] * 2
    assert entry.text.endswith(left)
    assert (line.product, line.version, later.difficulties_version, later.proposals_version) == ("Còn lại.", 2, 2, 1)
    assert where_it_stands(SECRET, "bo tri luc luong") == set()


def test_original_goes_when_its_copy_is_removed(world):
    entry = add_log_entry(world.line.assignment, happened_on=DAY, text=SECRET, by=world.writer)
    quoted = f"Đã làm xong.\nTheo báo cáo của {world.unit}: {SECRET}"
    acts.save_line(world.line, {"result": quoted}, version=1, by=world.writer)

    remove_report_text(world.report, lines=[world.line], reason=REASON, by=world.office_head)

    entry.refresh_from_db()
    assert entry.text == gone_today()


def test_text_written_below_a_tombstone_is_removed_too(world):
    remove_report_text(world.report, lines=[world.line], reason=REASON, by=world.office_head)
    world.line.refresh_from_db()
    again = {"result": f"{gone_today()}\n{SECRET}"}
    acts.save_line(world.line, again, version=world.line.version, by=world.writer)
    acts.submit_report(world.fresh(), by=world.head)
    entry = add_log_entry(world.line.assignment, happened_on=DAY, text=SECRET, by=world.writer)

    remove_report_text(world.report, lines=[world.line], reason=REASON, by=world.office_head)

    entry.refresh_from_db()
    assert entry.text == gone_today()
    assert SubmittedLine.objects.get().result == gone_today()
    assert where_it_stands(SECRET, "bo tri luc luong") == set()


def test_product_that_the_assignment_names_stays_with_others(world):
    product = "Báo cáo kết quả tuyên truyền, phổ biến pháp luật tại thôn."
    world.line.assignment.product = product
    world.line.assignment.save()
    acts.save_line(world.line, {"product": product}, version=1, by=world.writer)
    entry = add_log_entry(world.line.assignment, happened_on=DAY, text=f"Đã xong: {product}", by=world.writer)

    remove_report_text(world.report, lines=[world.line], reason=REASON, by=world.office_head)

    entry.refresh_from_db()
    assert entry.text == f"Đã xong: {product}"


def test_line_of_the_inbox_goes_only_when_it_says_the_text(world):
    notice = {"user": world.head.user, "unit": world.unit, "kind": "report", "object_id": 1, "at": clock.now()}
    said = SECRET * 5
    cut = Notice.objects.create(text=f"Đề nghị: {said}"[:299] + "…", **notice)
    innocent = Notice.objects.create(text=f"Đề nghị: {SECRET[:45]} bầu cử, đúng kế hoạch chung.", **notice)
    acts.save_line(world.line, {"result": said}, version=1, by=world.writer)

    remove_report_text(world.report, lines=[world.line], reason=REASON, by=world.office_head)

    texts = dict(Notice.objects.values_list("pk", "text"))
    assert (texts[cut.pk], texts[innocent.pk]) == (gone_today(), innocent.text)


def test_common_part_goes_from_where_it_was_copied(world):
    acts.save_header(world.fresh(), "proposals", SECRET, version=1, by=world.writer)
    acts.save_line(world.line, {"result": f"Kiến nghị: {SECRET}"}, version=1, by=world.writer)
    acts.submit_report(world.fresh(), by=world.head)

    remove_report_text(world.fresh(), common=True, reason=REASON, by=world.office_head)

    world.line.refresh_from_db()
    assert world.line.result == f"Kiến nghị: {gone_today()}"
    assert where_it_stands(SECRET, "bo tri luc luong") == set()


def heard(world, unit):
    """What a unit's people find in the inbox about removals, as (person, kind, object, text)."""
    found = Notice.objects.filter(unit=unit, text__contains="gỡ khẩn cấp").order_by("pk")
    return [(one.user, one.kind, one.object_id, one.text) for one in found]


def test_unit_whose_copy_went_is_told_where_and_nobody_else(world):
    say(world)
    other, stranger = make_unit("Xã Phú Văn"), make_unit("Xã khác")
    reader, unconcerned = make_post(other), make_post(stranger)
    take_part(world.plan, other)
    quoting = make_report(
        world.period, other, difficulties=f"Theo báo cáo của {world.unit}: {SECRET}", proposals=SECRET
    )
    logged = make_assignment(make_task(group=world.group), other)
    entries = [add_log_entry(logged, happened_on=DAY, text=SECRET, by=reader) for _ in range(2)]
    Notice.objects.all().delete()

    remove_report_text(world.fresh(), lines=[world.line], reason=REASON, by=world.office_head)

    went = "có đoạn trùng nội dung được gỡ khẩn cấp ở nơi khác nên cũng đã được gỡ."
    assert heard(world, other) == [
        (reader.user, "report", quoting.pk, f"{quoting}: {went} Lý do: {REASON}"),
        (reader.user, "assignment", logged.pk, f"Nhật ký về nhiệm vụ {logged.task.code}: {went} Lý do: {REASON}"),
    ]
    assert {entry.assignment_id for entry in entries} == {logged.pk}
    assert {text for *_, text in heard(world, world.unit)} == {
        f"{world.report}: có nội dung đã được gỡ khẩn cấp. Lý do: {REASON}"
    }
    assert not Notice.objects.filter(user=unconcerned.user).exists()


def test_log_that_goes_tells_the_unit_that_copied_it(world):
    other = make_unit("Xã Phú Văn")
    reader = make_post(other)
    entry = add_log_entry(world.line.assignment, happened_on=DAY, text=SECRET, by=world.writer)
    quoting = make_report(world.period, other, difficulties=SECRET)

    remove_log_text(entry, reason=REASON, by=world.office_head)

    assert [(user, kind, pk) for user, kind, pk, _ in heard(world, other)] == [(reader.user, "report", quoting.pk)]
    assert {kind for _, kind, *_ in heard(world, world.unit)} == {"assignment"}


def test_telling_of_copies_costs_the_same_for_one_and_three(world):
    costs = []
    for number in [1, 3]:
        secret = f"{SECRET} Lần {number}."
        for at in range(number):
            make_report(world.period, make_unit(f"Xã {number}-{at}"), difficulties=secret)
        entry = add_log_entry(world.line.assignment, happened_on=DAY, text=secret, by=world.writer)
        with CaptureQueriesContext(connection) as queries:
            remove_log_text(entry, reason=REASON, by=world.office_head)
        costs.append(len(queries))

    assert costs[0] == costs[1]
