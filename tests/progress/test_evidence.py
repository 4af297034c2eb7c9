import datetime
import os
import resource
import threading
import time
from pathlib import Path

import pytest
from django.db import connections
from django.utils import timezone

from common.files import FileRefused
from progress.actions import evidence as actions
from progress.actions.evidence import (
    EvidenceRefused,
    attach_document,
    attach_file,
    cite,
    sweep_files,
    uncite,
)
from progress.enums import EvidenceKind, ReportState
from progress.models import Citation, Evidence, LogEntry, Report, Submission, SubmittedCitation, SubmittedLine
from progress.permissions.evidence import can_add_evidence, readable_evidence
from tasks.enums import Level, Part
from tests.factories import (
    make_assignment,
    make_line,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    take_part,
)
from tests.factories.files import make_image, make_pdf, make_upload
from units.enums import Role

pytestmark = pytest.mark.django_db
DOCUMENT = {
    "number": "12-BC/BTGHU",
    "issued_on": datetime.date(2024, 12, 1),
    "issuer": "Ban Tuyên giáo",
    "subject": "kết quả quý IV",
}


@pytest.fixture
def line(media_root):
    return make_report(lines=1).lines.get()


@pytest.fixture
def writer(line):
    return make_post(line.report.unit)


def files_on_disk(root):
    return sorted(path for path in Path(root).rglob("*") if path.is_file())


def set_state(report, state):
    now = timezone.now()
    stamps = {"submitted_at": now} if state in ReportState.with_receiver() else {}
    if state == ReportState.RECEIVED:
        stamps["received_at"] = now
    if state == ReportState.CONFIRMED:
        stamps["confirmed_at"] = now
    if state == ReportState.NEEDS_MORE:
        stamps = {"asked_for_more_at": now, "asked_for_more_reason": "thiếu số liệu"}
    Report.objects.filter(pk=report.pk).update(state=state, **stamps)


def test_file_is_kept_as_it_was_sent_under_a_random_name(line, writer, media_root):
    content = make_pdf("bản gốc")

    evidence = attach_file(line, make_upload("Biên bản họp.pdf", content), declared=True, by=writer)

    [path] = files_on_disk(media_root)
    assert path.read_bytes() == content
    assert path.name != "Biên bản họp.pdf"
    assert path.suffix == ""
    assert str(path.relative_to(media_root)) == evidence.file.name
    assert (evidence.original_name, evidence.unit, evidence.added_by) == ("Biên bản họp.pdf", writer.unit, writer.user)
    assert evidence.declared_at is not None
    assert line.citations.get().evidence == evidence


def test_same_file_of_the_unit_is_stored_once(line, writer, media_root):
    other = make_line(line.report)
    first = attach_file(line, make_upload(), declared=True, by=writer)

    assert attach_file(line, make_upload("khác.pdf"), declared=True, by=writer) == first
    assert attach_file(other, make_upload(), declared=True, by=writer) == first
    assert (Evidence.objects.count(), Citation.objects.count(), len(files_on_disk(media_root))) == (1, 2, 1)


def test_two_units_keep_the_same_file_each_for_itself(line, writer, media_root):
    other = make_post()

    attach_file(line, make_upload(), declared=True, by=writer)
    attach_file(other.unit, make_upload(), declared=True, by=other)

    assert (Evidence.objects.count(), len(files_on_disk(media_root))) == (2, 2)


def test_issued_document_needs_no_file(line, writer, media_root):
    evidence = attach_document(line, **DOCUMENT, declared=True, by=writer)

    assert (evidence.kind, evidence.file.name, evidence.document_number) == (EvidenceKind.DOCUMENT, "", "12-BC/BTGHU")
    assert files_on_disk(media_root) == []


def test_issued_document_keeps_its_file(line, writer, media_root):
    evidence = attach_document(line, **DOCUMENT, upload=make_upload(), declared=True, by=writer)

    assert evidence.original_name == "bao-cao.pdf"
    assert len(files_on_disk(media_root)) == 1


@pytest.mark.parametrize("number", ["12-BC/BTG-MẬT", "05-MAT", "7/TOI MAT-UBND"])
def test_document_marked_secret_is_refused(line, writer, number):
    with pytest.raises(EvidenceRefused, match="mang dấu độ mật"):
        attach_document(line, **DOCUMENT | {"number": number}, declared=True, by=writer)


def test_without_the_declaration_nothing_is_kept(line, writer, media_root):
    with pytest.raises(EvidenceRefused, match="không chứa bí mật nhà nước"):
        attach_file(line, make_upload(), declared=False, by=writer)
    with pytest.raises(EvidenceRefused, match="không chứa bí mật nhà nước"):
        attach_document(line, **DOCUMENT, declared=False, by=writer)

    assert (Evidence.objects.count(), files_on_disk(media_root)) == (0, [])


def test_refused_file_leaves_nothing(line, writer, media_root):
    with pytest.raises(FileRefused):
        attach_file(line, make_upload("a.pdf", b"MZ not a pdf"), declared=True, by=writer)

    assert (Evidence.objects.count(), files_on_disk(media_root)) == (0, [])


@pytest.mark.parametrize("state", ReportState)
def test_only_a_report_that_is_written_takes_evidence(line, media_root, state):
    head = make_post(line.report.unit, Role.HEAD)
    kept = attach_file(head.unit, make_upload(), declared=True, by=head)
    other = attach_file(head.unit, make_upload("a.png", make_image("PNG")), declared=True, by=head)
    citation = cite(line, other, by=head)
    set_state(line.report, state)

    if state in ReportState.writable():
        cite(line, kept, by=head)
        uncite(citation, by=head)
        assert [row.evidence for row in line.citations.all()] == [kept]
    else:
        for attempt in (
            lambda: cite(line, kept, by=head),
            lambda: uncite(citation, by=head),
            lambda: attach_file(line, make_upload("b.jpg", make_image()), declared=True, by=head),
        ):
            with pytest.raises(EvidenceRefused, match=state.label):
                attempt()
        assert [row.evidence for row in line.citations.all()] == [other]
        assert len(files_on_disk(media_root)) == 2


def test_writer_waits_while_the_head_reads(line, writer):
    set_state(line.report, ReportState.WAITING)

    with pytest.raises(EvidenceRefused, match="chờ lãnh đạo duyệt"):
        attach_file(line, make_upload(), declared=True, by=writer)


def test_cited_twice_stands_once(line, writer):
    evidence = attach_file(line, make_upload(), declared=True, by=writer)

    assert cite(line, evidence, by=writer) == line.citations.get()


def test_evidence_of_others_and_what_was_removed_cannot_be_cited(line, writer):
    stranger = make_post()
    foreign = attach_file(stranger.unit, make_upload(), declared=True, by=stranger)
    removed = attach_file(writer.unit, make_upload(), declared=True, by=writer)
    Evidence.objects.filter(pk=removed.pk).update(removed_at=timezone.now())
    removed.refresh_from_db()

    with pytest.raises(EvidenceRefused, match="của đơn vị mình"):
        cite(line, foreign, by=writer)
    with pytest.raises(EvidenceRefused, match="đã được gỡ"):
        cite(line, removed, by=writer)


def test_removed_content_does_not_come_back(line, writer, media_root):
    attach_file(writer.unit, make_upload(), declared=True, by=writer)
    Evidence.objects.update(removed_at=timezone.now())
    other = make_post()

    with pytest.raises(EvidenceRefused, match="đã bị gỡ khẩn cấp"):
        attach_file(other.unit, make_upload("tên khác.pdf"), declared=True, by=other)

    assert len(files_on_disk(media_root)) == 1


def test_report_takes_a_hundred_megabytes(line, writer, media_root):
    other = make_line(line.report)
    kept = attach_file(line, make_upload(), declared=True, by=writer)
    size = 100 * 1024 * 1024 - len(make_image("PNG"))
    Evidence.objects.filter(pk=kept.pk).update(size=size)

    attach_file(other, make_upload("a.png", make_image("PNG")), declared=True, by=writer)
    with pytest.raises(EvidenceRefused, match="quá 100"):
        attach_file(other, make_upload("b.jpg", make_image()), declared=True, by=writer)
    cite(other, kept, by=writer)

    assert (Evidence.objects.count(), len(files_on_disk(media_root))) == (2, 2)


def test_disk_that_cannot_be_written_is_told_and_leaves_nothing(line, writer, media_root):
    blocked = media_root / "evidence"
    blocked.write_text("not a folder")

    with pytest.raises(EvidenceRefused, match="không ghi được tệp"):
        attach_file(line, make_upload(), declared=True, by=writer)

    assert Evidence.objects.count() == 0


def test_full_disk_is_told_and_leaves_nothing(line, writer, media_root):
    content = make_pdf("x" * 12_000_000)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (11_000_000, before[1]))

    try:
        with pytest.raises(EvidenceRefused, match="hết chỗ chứa tệp"):
            attach_file(line, make_upload(content=content), declared=True, by=writer)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert (Evidence.objects.count(), files_on_disk(media_root)) == (0, [])


def test_sweep_removes_only_old_files_without_a_row(line, writer, media_root):
    kept = attach_file(line, make_upload(), declared=True, by=writer)
    folder = Path(kept.file.path).parent
    orphan, young, foreign = folder / ("a" * 32), folder / ("b" * 32), folder / "ghi-chu.txt"
    long_ago = time.time() - 2 * actions.A_DAY
    for path in (orphan, young, foreign):
        path.write_text("x")
    for path in (orphan, foreign, Path(kept.file.path)):
        os.utime(path, (long_ago, long_ago))

    assert sweep_files() == 1

    assert files_on_disk(media_root) == sorted([Path(kept.file.path), young, foreign])


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_file_and_submission_at_once_are_one_after_the_other(media_root):
    line = make_report(lines=1).lines.get()
    head = make_post(line.report.unit, Role.HEAD)
    start, seen = threading.Barrier(2), []

    def attach():
        try:
            start.wait()
            attach_file(line, make_upload(), declared=True, by=head)
        except EvidenceRefused:
            seen.append("refused")
        finally:
            connections.close_all()

    def send():
        start.wait()
        set_state(line.report, ReportState.SUBMITTED)
        connections.close_all()

    threads = [threading.Thread(target=attach), threading.Thread(target=send)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert Citation.objects.count() == len(files_on_disk(media_root)) == (0 if seen else 1)


# Rights ---------------------------------------------------------------------------------------------------


class Submitted:
    """Evidence of a unit that supports a task and reports to a parent, and who may meet it."""

    def __init__(self):
        self.plan = make_plan()
        self.parent, self.unit = make_unit(), make_unit()
        take_part(self.plan, self.parent)
        take_part(self.plan, self.unit, reports_to=self.parent, level=Level.FIRST)
        self.observer = make_unit()
        self.plan.observers.add(self.observer)
        task = make_task(self.plan)
        self.lead = make_assignment(task).unit
        self.assignment = make_assignment(task, self.unit, Part.SUPPORT)
        self.other = make_assignment(make_task(self.plan)).unit
        self.report = make_report(make_period(self.plan), self.unit)
        self.line = make_line(self.report, self.assignment)
        self.writer = make_post(self.unit)
        self.evidence = attach_file(self.line, make_upload(), declared=True, by=self.writer)

    def send(self):
        now = timezone.now()
        submission = Submission.objects.create(
            report=self.report,
            number=1,
            submitted_at=now,
            submitted_on=now.date(),
            due_on=self.report.due_on,
            by=self.writer.user,
            for_unit=self.unit,
        )
        sent = SubmittedLine.objects.create(
            submission=submission,
            assignment=self.assignment,
            position=1,
            task_code="1",
            task_title="x",
            part="support",
            work_state="in_progress",
        )
        SubmittedCitation.objects.create(line=sent, evidence=self.evidence)

    def readers(self):
        posts = {
            "writer": self.writer,
            "reader": make_post(self.unit, Role.READER),
            "parent": make_post(self.parent),
            "lead": make_post(self.lead),
            "other": make_post(self.other),
            "office": make_post(self.plan.standing_office),
            "committee": make_post(self.plan.steering_committee, Role.HEAD),
            "owner": make_post(self.plan.owner),
            "inspector": make_post(self.observer, Role.READER),
            "admin": make_post(self.unit, Role.ADMINISTRATOR),
            "stranger": make_post(),
        }
        return {name for name, post in posts.items() if readable_evidence(post).filter(pk=self.evidence.pk).exists()}


def test_working_evidence_is_the_units_own(media_root):
    assert Submitted().readers() == {"writer", "reader"}


def test_sent_evidence_is_read_by_those_who_read_the_line(media_root):
    world = Submitted()
    world.send()

    assert world.readers() == {
        "writer",
        "reader",
        "parent",
        "lead",
        "office",
        "committee",
        "owner",
        "inspector",
    }


def test_evidence_of_a_withdrawn_report_is_the_units_own_again(media_root):
    world = Submitted()
    world.send()
    Submission.objects.update(withdrawn_at=timezone.now())

    assert world.readers() == {"writer", "reader"}


def test_logged_evidence_is_read_by_those_who_see_the_assignment(media_root):
    world = Submitted()
    entry = LogEntry.objects.create(
        assignment=world.assignment,
        happened_on=datetime.date(2024, 10, 1),
        text="Đã họp",
        at=timezone.now(),
        by=world.writer.user,
        for_unit=world.unit,
    )
    entry.evidence.add(world.evidence)

    assert world.readers() == {"writer", "reader", "parent", "lead", "office", "committee", "owner", "inspector"}


def test_only_those_who_do_the_units_work_add_evidence():
    unit = make_unit()

    answers = {role: can_add_evidence(make_post(unit, role), unit.pk) for role in Role}

    assert answers == {Role.HEAD: True, Role.WRITER: True, Role.READER: False, Role.ADMINISTRATOR: False}
    assert can_add_evidence(make_post(), unit.pk) is False
    assert can_add_evidence(None, unit.pk) is False
