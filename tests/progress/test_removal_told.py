"""Emergency removal: every unit that loses words by it is told, wherever they stood and whoever removes."""

import datetime

import pytest

from common import clock
from progress.actions import reports as acts
from progress.actions.contributions import answer_contribution, ask_for_contributions, save_contribution_draft
from progress.actions.notes import add_receiver_note
from progress.actions.removals import remove_report_text
from progress.models import Report, ReportEvent, Submission
from tasks.enums import Part
from tests.factories import make_assignment, make_post, make_unit, take_part
from tests.progress.removal_world import REASON, SECRET, gone_today, where_it_stands
from tests.progress.report_world import ReportWorld
from units.models import Notice

pytestmark = pytest.mark.django_db
WENT_ALONG = f"phần chữ gắn với nội dung báo cáo bị gỡ khẩn cấp cũng đã được gỡ. Lý do: {REASON}"
COPIED = f"có đoạn trùng nội dung được gỡ khẩn cấp ở nơi khác nên cũng đã được gỡ. Lý do: {REASON}"


@pytest.fixture
def world():
    return ReportWorld()


def heard(post):
    """What a person finds in the inbox since the removal, as (kind, object, text)."""
    return sorted(Notice.objects.filter(user=post.user, unit=post.unit).values_list("kind", "object_id", "text"))


def ask(world, supporter):
    """Let the line's unit ask `supporter`, a post, for a paragraph; return the request."""
    take_part(world.plan, supporter.unit)
    support = make_assignment(world.line.assignment.task, supporter.unit, part=Part.SUPPORT)
    due_on = clock.today() + datetime.timedelta(days=3)
    [asked] = ask_for_contributions(world.line, [support], note="Xin số liệu.", due_on=due_on, by=world.writer)
    return asked


def remove(world, **what):
    Notice.objects.all().delete()
    remove_report_text(world.fresh(), **what or {"lines": [world.line]}, reason=REASON, by=world.office_head)


def test_units_asked_for_the_line_are_told_and_its_own_unit_once(world):
    sender, drafter, stranger = (make_post(make_unit()) for _ in range(3))
    sent, drafted = ask(world, sender), ask(world, drafter)
    answer_contribution(sent, "Đã tuần tra.", version=1, by=sender)
    save_contribution_draft(drafted, "Đang viết.", version=1, by=drafter)

    remove(world)

    assert heard(sender) == [("contribution", sent.pk, f"{sent}: {WENT_ALONG}")]
    assert heard(drafter) == [("contribution", drafted.pk, f"{drafted}: {WENT_ALONG}")]
    assert heard(world.writer) == [
        ("report", world.report.pk, f"{world.report}: có nội dung đã được gỡ khẩn cấp. Lý do: {REASON}")
    ]
    assert heard(stranger) == []


def test_receiver_that_does_not_remove_is_told_of_its_remark(world):
    receiver = receive_elsewhere(world)
    acts.submit_report(world.fresh(), by=world.head)
    remarks = [(Submission.objects.get().lines.get(), "Ghi rõ hơn.", "")]
    acts.ask_for_more(world.fresh(), by=receiver, reason="Thiếu.", remarks=remarks)

    remove(world)

    assert heard(receiver) == [("report", world.report.pk, f"{world.report}: {WENT_ALONG}")]


def test_receiver_that_does_not_remove_is_told_of_its_note_and_its_reason(world):
    receiver = receive_elsewhere(world)
    acts.save_header(world.fresh(), "proposals", SECRET, version=1, by=world.writer)
    acts.submit_report(world.fresh(), by=world.head)
    note = add_receiver_note(world.fresh(), f"Hỏi lại: {SECRET}", by=receiver)
    acts.ask_for_more(world.fresh(), by=receiver, reason=f"Bỏ câu này: {SECRET}", remarks=[])

    remove(world, common=True)

    note.refresh_from_db()
    assert note.text == f"Hỏi lại: {gone_today()}"
    assert ReportEvent.objects.exclude(reason="").get().reason == f"Bỏ câu này: {gone_today()}"
    assert where_it_stands(SECRET) == set()
    assert heard(receiver) == [("report", world.report.pk, f"{world.report}: {COPIED}")]
    assert len(heard(world.writer)) == 1


def test_both_sides_are_told_when_a_request_of_another_line_goes(world):
    """The words of a request are its asker's, and the unit asked finds its page changed."""
    supporter, other = make_post(make_unit()), ReportWorld()
    asked = ask(other, supporter)
    type(asked).objects.filter(pk=asked.pk).update(note=SECRET)
    acts.save_line(world.line, {"result": SECRET}, version=1, by=world.writer)

    remove(world)

    said = [("contribution", asked.pk, f"{asked}: {COPIED}")]
    assert (heard(supporter), heard(other.writer)) == (said, said)


def test_asker_is_not_told_of_a_draft_that_was_not_sent(world):
    supporter, other = make_post(make_unit()), ReportWorld()
    asked = ask(other, supporter)
    save_contribution_draft(asked, SECRET, version=1, by=supporter)
    acts.save_line(world.line, {"result": SECRET}, version=1, by=world.writer)

    remove(world)

    assert heard(supporter) == [("contribution", asked.pk, f"{asked}: {COPIED}")]
    assert heard(other.writer) == []


def receive_elsewhere(world):
    """Let the report go to a unit other than the standing office; return a post there."""
    receiver = make_post(make_unit("UBND huyện"))
    take_part(world.plan, receiver.unit)
    Report.objects.filter(pk=world.report.pk).update(to_unit=receiver.unit)
    return receiver
