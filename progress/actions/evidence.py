"""Acts on evidence. The original is kept as it was sent, under a random name; a refusal leaves nothing on disk."""

import contextlib
import errno
import logging
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Sum
from django.template.defaultfilters import filesizeformat

from common import clock
from common.files import MEGABYTE, CheckedFile, check_upload
from common.refusals import Refused
from common.secrecy import is_marked_secret
from progress.enums import EvidenceKind, ReportState
from progress.models import Citation, Evidence, Report, ReportLine
from units.models import Unit

logger = logging.getLogger(__name__)

FOLDER = "evidence"
MAX_PER_REPORT = 100 * MEGABYTE
A_DAY = 24 * 60 * 60
STORED_NAME = re.compile(r"[0-9a-f]{32}")
NAMES_A_QUERY = 500
NO_FILE = CheckedFile(content_type="", sha256="", size=0, clean_name="")


@dataclass(frozen=True)
class PreparedFile:
    """A checked file and the name it is stored under, "" when the unit has the same file already."""

    checked: CheckedFile
    stored: str


class EvidenceRefused(Refused):
    """A piece of evidence cannot be kept, cited or taken off."""


def attach_file(target, upload, *, declared, by, note=""):
    """Keep a file as evidence of a unit; when `target` is a report's line, cite it there. A file that the unit has
    kept before is not stored twice."""
    with contextlib.ExitStack() as stack:
        prepared = prepare_file(stack, _unit_id(target), upload, declared=declared)
        stack.enter_context(transaction.atomic())
        _claim(target, by=by)
        evidence = keep_prepared(_unit_id(target), prepared, note=note, by=by)
        _cite(target, evidence)
    return evidence


def prepare_file(stack, unit_id, upload, *, declared):
    """Check a file and write it to disk; what closes `stack` removes it unless a row names it by then. Open the
    transaction that makes the row on the same stack, afterwards."""
    checked = _checked(upload, declared)
    return PreparedFile(checked, stack.enter_context(_kept(unit_id, upload, checked, unless=_same(checked))))


def keep_prepared(unit_id, prepared, *, by, note=""):
    """Make the row of a prepared file, or return the row of the same file that the unit has kept before."""
    _take_unit(unit_id)
    _refuse_removed(prepared.checked)
    return _reusable(unit_id, _same(prepared.checked)) or _create(
        unit_id, by=by, kind=EvidenceKind.FILE, file=prepared.stored, note=note, **_facts(prepared.checked)
    )


def attach_document(target, *, number, issued_on, issuer, subject, declared, by, upload=None, note=""):
    """Keep an issued document as evidence: number, date, issuer and subject, with or without its file. Told twice in
    the same words, it stands once."""
    if is_marked_secret(number):
        raise EvidenceRefused(
            f"Ký hiệu “{number}” mang dấu độ mật. Văn bản bí mật nhà nước không được đưa lên cổng, kể cả trích yếu."
        )
    said = {
        "document_number": number,
        "document_on": issued_on,
        "document_issuer": issuer,
        "document_subject": subject,
    }
    checked, unit_id = _checked(upload, declared), _unit_id(target)
    same = {"kind": EvidenceKind.DOCUMENT, "sha256": checked.sha256, "note": note, "removed_at": None, **said}
    with _kept(unit_id, upload, checked, unless=same) as stored, transaction.atomic():
        _claim(target, by=by)
        _refuse_removed(checked)
        evidence = _reusable(unit_id, same) or _create(
            unit_id, by=by, kind=EvidenceKind.DOCUMENT, file=stored, note=note, **said, **_facts(checked)
        )
        _cite(target, evidence)
    return evidence


@transaction.atomic
def cite(line, evidence, *, by):
    """Point from a working line to evidence that the unit has kept. Cited twice, it stands once."""
    return cite_all(line, [evidence], by=by)[0]


@transaction.atomic
def cite_all(line, chosen, *, by):
    """Point from a working line to each of `chosen`; when one of them is refused, to none. Return the citations."""
    if any(evidence.unit_id != line.report.unit_id for evidence in chosen):
        raise EvidenceRefused("Chỉ viện dẫn được minh chứng của đơn vị mình.")
    _claim(line, by=by)
    # Whoever removes content takes these rows too: what is cited is either still there, or refused.
    standing = Evidence.objects.select_for_update(no_key=True).filter(pk__in=[one.pk for one in chosen])
    if any(evidence.removed_at for evidence in standing.order_by("pk")):
        raise EvidenceRefused("Có minh chứng đã được gỡ khỏi cổng nên không viện dẫn được. Hãy chọn lại.")
    _refuse_heavy(line, chosen)
    Citation.objects.bulk_create([Citation(line=line, evidence=evidence) for evidence in chosen], ignore_conflicts=True)
    return list(line.citations.filter(evidence__in=chosen).select_related("evidence"))


@transaction.atomic
def uncite(citation, *, by):
    """Take evidence off a working line. The evidence itself stays with the unit."""
    _claim(citation.line, by=by)
    citation.delete()


def sweep_files(older_than=A_DAY):
    """Remove files that no record names, left by a machine that stopped half-way. Return how many."""
    limit, removed = time.time() - older_than, 0
    batch = []
    for path in Path(default_storage.location, FOLDER).glob("*/*"):
        if STORED_NAME.fullmatch(path.name) and _is_older(path, limit):
            batch.append(path)
        if len(batch) == NAMES_A_QUERY:
            removed += _remove_orphans(batch)
            batch = []
    return removed + _remove_orphans(batch)


def _is_older(path, limit):
    # A refused upload, or another machine's sweep, may have taken the file away in the meantime.
    with contextlib.suppress(FileNotFoundError):
        return path.stat().st_mtime < limit
    return False


def _checked(upload, declared):
    if not declared:
        raise EvidenceRefused("Hãy đánh dấu cam đoan “không chứa bí mật nhà nước” rồi gửi lại.")
    checked = check_upload(upload) if upload else NO_FILE
    _refuse_removed(checked)
    return checked


def _refuse_removed(checked):
    if checked.size and Evidence.objects.filter(sha256=checked.sha256, removed_at__isnull=False).exists():
        raise EvidenceRefused(
            f"Tệp “{checked.clean_name}” có nội dung đã bị gỡ khẩn cấp khỏi cổng nên không đưa lên lại được."
        )


def _facts(checked):
    return {
        "content_type": checked.content_type,
        "sha256": checked.sha256,
        "size": checked.size,
        "original_name": checked.clean_name,
    }


@contextlib.contextmanager
def _kept(unit_id, upload, checked, *, unless=None):
    """Write the file before its row; take it away again when what follows fails, or did not need it."""
    if not checked.size or (unless and _reusable(unit_id, unless)):
        yield ""
        return
    name = f"{FOLDER}/{clock.today():%y}/{secrets.token_hex(16)}"
    try:
        _write(name, upload)
        yield name
    except BaseException:
        _discard(name)
        raise
    if not Evidence.objects.filter(file=name).exists():
        _discard(name)


def _discard(name):
    # What cannot be removed now is an orphan, and the sweep's.
    with contextlib.suppress(OSError):
        default_storage.delete(name)


def _write(name, upload):
    try:
        default_storage.save(name, upload)
    except OSError as error:
        logger.exception("evidence file could not be written")
        full = error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
        raise EvidenceRefused(
            ("Máy chủ hết chỗ chứa tệp" if full else "Máy chủ không ghi được tệp")
            + " nên tệp chưa được lưu. Hãy báo người quản trị; phần chữ đã ghi không mất."
        ) from error


def _claim(target, *, by):
    """Take hold of the report: evidence is either in what is being sent, or refused. A unit's own files need no report,
    but are taken in one after the other, so that the same file is not stored twice."""
    if isinstance(target, Unit):
        _take_unit(target.pk)
        return
    states = ReportState.writable() if by.is_head else [ReportState.DRAFT, ReportState.NEEDS_MORE]
    taken = Report.objects.filter(pk=target.report_id, state__in=states).update(saved_at=clock.now())
    if not taken:
        state = ReportState(Report.objects.values_list("state", flat=True).get(pk=target.report_id))
        raise EvidenceRefused(f"Báo cáo đang ở trạng thái “{state.label}” nên không thêm, bớt được minh chứng.")
    _take_unit(target.report.unit_id)


def _take_unit(unit_id):
    # Whoever removes content in an emergency takes every unit: nothing of the same content comes in meanwhile.
    Unit.objects.select_for_update(no_key=True).get(pk=unit_id)


def _unit_id(target):
    return target.report.unit_id if isinstance(target, ReportLine) else target.pk


def _same(checked):
    return {"kind": EvidenceKind.FILE, "sha256": checked.sha256, "removed_at": None}


def _reusable(unit_id, same):
    return Evidence.objects.filter(unit_id=unit_id, **same).order_by("pk").first()


def _create(unit_id, *, by, **fields):
    now = clock.now()
    return Evidence.objects.create(unit_id=unit_id, declared_at=now, added_at=now, added_by=by.user, **fields)


def _cite(target, evidence):
    if isinstance(target, Unit):
        return
    _refuse_heavy(target, [evidence])
    Citation.objects.get_or_create(line=target, evidence=evidence)


def _refuse_heavy(line, more):
    """Refuse when the files of the line's report, with `more`, weigh too much."""
    cited = Evidence.objects.filter(citations__line__report_id=line.report_id).exclude(pk__in=[one.pk for one in more])
    total = cited.distinct().aggregate(total=Sum("size"))["total"] or 0
    total += sum(evidence.size for evidence in more)
    if total > MAX_PER_REPORT:
        raise EvidenceRefused(
            f"Minh chứng của báo cáo sẽ nặng {filesizeformat(total)}, quá {filesizeformat(MAX_PER_REPORT)}. "
            "Hãy gỡ bớt hoặc nén tệp rồi gửi lại."
        )


def _remove_orphans(paths):
    names = {f"{FOLDER}/{path.parent.name}/{path.name}": path for path in paths}
    for known in Evidence.objects.filter(file__in=names).values_list("file", flat=True):
        del names[known]
    for path in names.values():
        path.unlink(missing_ok=True)
    return len(names)
