"""Emergency removal: nothing of what it said is left anywhere, and that it was removed is never forgotten."""

import datetime
from pathlib import Path

import pytest
from django.db import transaction
from django.utils import timezone

from common import clock
from progress.actions import reports as acts
from progress.actions.contributions import answer_contribution, ask_for_contributions
from progress.actions.evidence import EvidenceRefused, attach_document, attach_file, cite
from progress.actions.log import add_log_entry
from progress.actions.removals import RemovalRefused, remove_evidence, remove_log_text, remove_report_text
from progress.enums import RemovedKind, WorkState
from progress.models import (
    Citation,
    Contribution,
    Evidence,
    LogEntry,
    Removal,
    Submission,
    SubmittedCitation,
    SubmittedLine,
)
from progress.permissions.removals import can_remove_evidence, can_remove_somewhere, can_remove_text
from tasks.enums import Part
from tests.factories import make_assignment, make_post, make_unit, take_part
from tests.factories.files import make_pdf, make_upload
from tests.progress.removal_world import DAY, REASON, SECRET, gone_today, say, where_it_stands
from tests.progress.report_world import ReportWorld
from tests.races import REFUSED, ROUNDS, WON, one_winner, race, told
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db
DOCUMENT = {"number": "09-QĐX", "issued_on": DAY, "issuer": "Xã đội", "subject": SECRET, "declared": True}


@pytest.fixture
def world(media_root):
    return ReportWorld()


def keep(world, name="Kế hoạch chốt số bốn.pdf", target=None, by=None):
    return attach_file(target or world.line, make_upload(name), declared=True, by=by or world.writer)


# Evidence ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_bytes_and_words_go_with_every_copy(world, media_root):
    piece = keep(world)
    other = make_post(make_unit())
    take_part(world.plan, other.unit)
    keep(world, "Chốt số bốn, bản sao.pdf", target=other.unit, by=other)
    kept = attach_file(world.unit, make_upload("khác.pdf", make_pdf("khác")), declared=True, by=world.writer)
    acts.submit_report(world.report, by=world.head)

    removals = remove_evidence(piece, reason=REASON, by=world.office_head)

    assert [Path(kept.file.path)] == [path for path in media_root.rglob("*") if path.is_file()]
    assert where_it_stands("hốt số bốn", "hot so bon") == set()
    assert [removal.unit for removal in removals] == [world.unit, other.unit]
    assert (Citation.objects.count(), SubmittedCitation.objects.count()) == (1, 1)
    piece.refresh_from_db()
    assert str(piece) == gone_today()
    kept.refresh_from_db()
    assert (kept.removed_at, str(kept)) == (None, "khác.pdf")


def test_record_says_who_when_what_and_why(world):
    piece = keep(world)

    [removal] = remove_evidence(piece, reason=REASON, by=world.office_head)

    assert (removal.kind, removal.object_id, removal.sha256) == (RemovedKind.EVIDENCE, piece.pk, piece.sha256)
    assert (removal.by, removal.for_unit, removal.reason) == (world.office_head.user, world.office, REASON)
    assert removal.about == f"Tệp đưa lên ngày {timezone.localdate(piece.added_at):%d/%m/%Y}"


def test_document_loses_its_number_and_subject(world):
    piece = attach_document(world.line, **DOCUMENT, by=world.writer)
    same = attach_document(world.unit, **DOCUMENT | {"subject": "Kế hoạch khác lời"}, by=world.writer)

    remove_evidence(piece, reason=REASON, by=world.office_head)

    assert where_it_stands(SECRET, "09-QĐX", "khác lời") == set()
    assert list(Evidence.objects.filter(removed_at=None)) == []
    assert same.pk in Removal.objects.values_list("object_id", flat=True)


def test_document_of_another_issuer_or_with_another_file_stays(world):
    report = DOCUMENT | {"number": "15/BC-UBND", "issuer": "UBND xã Đăk Ơ"}
    piece = attach_document(world.line, **report, upload=make_upload("một.pdf"), by=world.writer)
    other_file = make_upload("hai.pdf", make_pdf("hai"))
    kept = [
        attach_document(world.unit, **report | {"issuer": "UBND xã Bù Gia Mập"}, by=world.writer),
        attach_document(world.unit, **report, upload=other_file, by=world.writer),
    ]
    same = attach_document(world.unit, **report | {"issuer": "ubnd  xa Dak O"}, by=world.writer)

    removals = remove_evidence(piece, reason=REASON, by=world.office_head)

    assert {removal.object_id for removal in removals} == {piece.pk, same.pk}
    assert set(Evidence.objects.filter(removed_at=None)) == set(kept)


def test_day_of_a_record_is_the_local_one(world):
    piece = keep(world)
    early = datetime.datetime(2024, 11, 5, 23, 30, tzinfo=datetime.UTC)
    Evidence.objects.filter(pk=piece.pk).update(added_at=early)

    [removal] = remove_evidence(piece, reason=REASON, by=world.office_head)
    removal.at = early

    assert str(removal) == "Tệp đưa lên ngày 06/11/2024, gỡ ngày 06/11/2024"


def test_text_goes_from_what_was_asked_and_given_for_the_line(world):
    supporter = make_post(make_unit())
    take_part(world.plan, supporter.unit)
    task = world.line.assignment.task
    support = make_assignment(task, supporter.unit, part=Part.SUPPORT)
    due_on = clock.today() + datetime.timedelta(days=3)
    [asked] = ask_for_contributions(world.line, [support], note=SECRET, due_on=due_on, by=world.writer)
    answer_contribution(asked, SECRET, version=1, by=supporter)

    remove_report_text(world.report, lines=[world.line], reason=REASON, by=world.office_head)

    assert where_it_stands(SECRET) == set()
    assert Contribution.objects.get().text == gone_today()


def test_removed_twice_is_refused_and_leaves_one_record(world):
    piece = keep(world)
    remove_evidence(piece, reason=REASON, by=world.office_head)

    with pytest.raises(RemovalRefused, match="đã được gỡ khẩn cấp trước đó"):
        remove_evidence(piece, reason="Lần nữa.", by=world.office_head)

    assert Removal.objects.get().reason == REASON


def test_same_bytes_do_not_come_back(world):
    remove_evidence(keep(world), reason=REASON, by=world.office_head)

    with pytest.raises(EvidenceRefused, match="đã bị gỡ khẩn cấp"):
        keep(world, "tên khác.pdf")


def test_heads_and_workers_of_both_units_are_told_and_not_whoever_did_it(world):
    remove_evidence(keep(world), reason=REASON, by=world.office_head)

    told = Notice.objects.filter(kind="evidence")
    assert {notice.user for notice in told} == {world.writer.user, world.head.user, world.judge.user}
    assert {notice.text for notice in told} == {
        f"Một minh chứng của đơn vị đã được gỡ khẩn cấp khỏi cổng. Lý do: {REASON}"
    }


# Text -------------------------------------------------------------------------------------------------------


def test_text_goes_from_every_submission_and_from_the_draft(world):
    say(world)

    remove_report_text(world.report, lines=[world.line], reason=REASON, by=world.office_head)

    assert where_it_stands(SECRET, "bo tri luc luong") == set()
    world.line.refresh_from_db()
    assert (world.line.result, world.line.product) == (gone_today(), gone_today())
    sent = SubmittedLine.objects.filter(submission__report=world.report)
    assert set(sent.values_list("submission__number", "result", "work_state")) == {
        (1, gone_today(), WorkState.IN_PROGRESS),
        (2, gone_today(), WorkState.IN_PROGRESS),
    }
    removal = Removal.objects.get()
    assert (removal.kind, removal.object_id) == (RemovedKind.LINE, world.line.pk)
    assert removal.about == f"Nội dung nhiệm vụ {world.line.task_code}: {world.report}"


def test_common_part_goes_and_lines_stay(world):
    acts.save_header(world.fresh(), "difficulties", SECRET, version=1, by=world.writer)
    acts.submit_report(world.fresh(), by=world.head)

    remove_report_text(world.fresh(), common=True, reason=REASON, by=world.office_head)

    assert where_it_stands(SECRET, "bo tri luc luong") == set()
    sent = Submission.objects.get()
    assert (sent.difficulties, sent.proposals) == (gone_today(), "")
    assert sent.lines.get().result == "Đã tổ chức 3 buổi nói chuyện."
    assert "da to chuc 3 buoi noi chuyen" in sent.search_text


def test_writer_with_the_old_text_open_is_met(world):
    remove_report_text(world.report, lines=[world.line], reason=REASON, by=world.office_head)

    with pytest.raises(acts.Conflict):
        acts.save_line(world.line, {"result": SECRET}, version=1, by=world.writer)


def test_nothing_to_remove_is_refused(world):
    remove_report_text(world.report, lines=[world.line], reason=REASON, by=world.office_head)

    for asked in ({"lines": [world.line]}, {"common": True}):
        with pytest.raises(RemovalRefused, match="không còn nội dung nào để gỡ"):
            remove_report_text(world.report, **asked, reason=REASON, by=world.office_head)
    assert Removal.objects.count() == 1


def test_log_entry_loses_its_words_once(world):
    entry = add_log_entry(world.line.assignment, happened_on=DAY, text=SECRET, by=world.writer)

    remove_log_text(entry, reason=REASON, by=world.office_head)
    with pytest.raises(RemovalRefused, match="đã được gỡ khẩn cấp trước đó"):
        remove_log_text(entry, reason=REASON, by=world.office_head)

    assert where_it_stands(SECRET, "bo tri luc luong") == set()
    assert (LogEntry.objects.get().text, Removal.objects.get().kind) == (gone_today(), RemovedKind.LOG)


# Rights -----------------------------------------------------------------------------------------------------


def test_only_the_head_of_the_standing_office_within_his_plan(world):
    piece, elsewhere = keep(world), ReportWorld()
    posts = {
        "office head": world.office_head,
        "office": world.judge,
        "head": world.head,
        "writer": world.writer,
        "head of another office": elsewhere.office_head,
        "committee": make_post(world.plan.steering_committee, Role.HEAD),
        "administrator": make_post(world.office, Role.ADMINISTRATOR),
    }

    for can, thing in ((can_remove_evidence, piece), (can_remove_text, world.plan.pk)):
        assert {name for name, post in posts.items() if can(post, thing)} == {"office head"}
    assert {name for name, post in posts.items() if can_remove_somewhere(post)} == {
        "office head",
        "head of another office",
    }
    assert can_remove_somewhere(None) is False


# At once ----------------------------------------------------------------------------------------------------


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(ROUNDS))
def test_two_remove_at_once(_, media_root):
    world = ReportWorld()
    piece, second = keep(world), make_post(world.office, Role.HEAD)

    outcomes = race(
        lambda: remove_evidence(piece, reason=REASON, by=world.office_head),
        lambda: remove_evidence(piece, reason=REASON, by=second),
    )

    assert one_winner(outcomes), outcomes
    assert Removal.objects.count() == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(ROUNDS))
def test_cite_against_remove(_, media_root):
    world = ReportWorld()
    piece = keep(world, target=world.unit)

    outcomes = race(
        lambda: cite(world.line, piece, by=world.writer),
        lambda: remove_evidence(piece, reason=REASON, by=world.office_head),
    )

    assert outcomes[1] == WON, outcomes
    assert told(outcomes)[0] in {WON, REFUSED}
    assert Citation.objects.count() == (outcomes[0] == WON)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(ROUNDS))
def test_same_file_comes_in_while_it_is_removed(_, media_root):
    """Whoever comes first: nothing of the content is left, or what comes is refused."""
    world, other = ReportWorld(), make_post(make_unit())
    take_part(world.plan, other.unit)
    piece = keep(world)

    outcomes = race(
        lambda: keep(world, "bản khác.pdf", target=other.unit, by=other),
        lambda: remove_evidence(piece, reason=REASON, by=world.office_head),
    )

    assert outcomes[1] == WON, outcomes
    assert told(outcomes)[0] in {WON, REFUSED}
    assert Evidence.objects.filter(removed_at=None).count() == 0
    assert [path for path in media_root.rglob("*") if path.is_file()] == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(ROUNDS))
def test_send_against_remove(_):
    world = ReportWorld()
    acts.save_line(world.line, {"result": SECRET}, version=1, by=world.writer)
    report = world.fresh()

    outcomes = race(
        lambda: acts.submit_report(report, by=world.head),
        lambda: remove_report_text(world.report, lines=[world.line], reason=REASON, by=world.office_head),
    )

    assert outcomes == [WON, WON]
    assert where_it_stands(SECRET, "bo tri luc luong") == set()


def test_a_fault_after_removal_keeps_the_file(world, media_root):
    piece = keep(world)

    @transaction.atomic
    def break_off():
        remove_evidence(piece, reason=REASON, by=world.office_head)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        break_off()

    assert Path(piece.file.path).exists()
    assert Removal.objects.count() == 0
