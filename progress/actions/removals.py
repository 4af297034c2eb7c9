"""Emergency removal (DOMAIN §8): bytes and words that must not stay on the portal are overwritten wherever they stand,
sent or not. What remains is a sentence with the day, and a Removal that says who did it and why."""

import logging
import re
from collections import defaultdict

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from common import clock
from common.folding import fold
from common.refusals import Refused
from progress.actions.removal_notices import COPIED, TOLD, WENT_ALONG, tell_units
from progress.actions.removal_places import (
    ASKED,
    COMMON,
    DRAFTED,
    FOLLOWERS,
    GIVEN,
    LINES,
    LOGGED,
    PLACES,
    REMARKS,
    REPLACED,
    SENT_COMMON,
    SENT_LINES,
    Removed,
)
from progress.actions.submissions import search_text_of
from progress.enums import EvidenceKind, RemovedKind
from progress.models import (
    AcceptedSuggestion,
    Contribution,
    ContributionRequest,
    Evidence,
    LogEntry,
    Remark,
    Removal,
    Report,
    ReportLine,
    Submission,
    SubmittedLine,
)
from progress.models.evidence import TOMBSTONE, tombstone
from tasks.models import Assignment
from units.actions import notify_unit
from units.models import Notice, Unit

logger = logging.getLogger(__name__)

WORDS = ["original_name", "document_number", "document_issuer", "document_subject", "note", "search_text"]
SENTENCE = rf"{TOMBSTONE} \d{{2}}/\d{{2}}/\d{{4}}"
# Whose words they are, as the write page puts it before what it copies: the words are looked for without it.
LEAD = re.compile(rf"{SENTENCE}|(?:^|\n)Theo [^:\n]{{1,200}}: ")
# A text of this length that stands elsewhere word by word, alone or within another text, was copied there.
COPIED_FROM = 40
# So many passages in one query: both databases limit how long a condition may be.
AT_ONCE = 50
NEEDLE = 200
# Of the places, the search of submissions knows the words of these.
SEARCHED = {SubmittedLine, Submission}


class RemovalRefused(Refused):
    """There is nothing left to remove."""


def copies_of(evidence):
    """Return the pieces of any unit, this one among them, that hold the same bytes or are the same issued document.

    The same document has the same number, day and issuer (case, marks and blanks apart); of two that both hold a
    file, the files are the same as well: every commune has a 15/BC-UBND of its own.
    """
    same = Q(pk=evidence.pk)
    if evidence.sha256:
        same |= Q(sha256=evidence.sha256)
    if evidence.kind == EvidenceKind.DOCUMENT and not evidence.removed_at:
        documents = Evidence.objects.filter(kind=EvidenceKind.DOCUMENT, document_on=evidence.document_on)
        same |= Q(pk__in=[one.pk for one in documents.filter(removed_at=None) if _is_same_document(one, evidence)])
    return Evidence.objects.filter(same)


def _is_same_document(one, other):
    named = {fold(f"{it.document_number}|{it.document_issuer}").replace(" ", "") for it in (one, other)}
    return len(named) == 1 and (not one.sha256 or not other.sha256 or one.sha256 == other.sha256)


@transaction.atomic
def remove_evidence(evidence, *, reason, by):
    """Take the bytes and the words of `evidence` off the portal, with every copy in every unit; return the Removals.

    Citations stay and point to the tombstone. The same bytes are refused from then on (`attach_file`).
    """
    _take_all()
    copies = list(copies_of(Evidence.objects.get(pk=evidence.pk)).filter(removed_at=None).order_by("pk"))
    now = clock.now()
    rows = Evidence.objects.filter(pk__in=[one.pk for one in copies], removed_at=None)
    if not rows.update(removed_at=now, file="", **dict.fromkeys(WORDS, "")):
        raise RemovalRefused("Nội dung này đã được gỡ khẩn cấp trước đó. Không cần gỡ lại.")
    removals = Removal.objects.bulk_create(
        _removal(RemovedKind.EVIDENCE, one, one.unit_id, _evidence_words(one), reason, by, sha256=one.sha256)
        for one in copies
    )
    for unit_id, pk in {one.unit_id: one.pk for one in copies}.items():
        _tell(unit_id, "evidence", pk, f"Một minh chứng của đơn vị đã được gỡ khẩn cấp khỏi cổng. Lý do: {reason}", by)
    names = [one.file.name for one in copies if one.file]
    transaction.on_commit(lambda: _delete_files(names))
    _follow(Removed(documents=[one for one in copies if one.kind == EvidenceKind.DOCUMENT]), reason, by)
    return removals


@transaction.atomic
def remove_report_text(report, *, lines=(), common=False, reason, by):
    """Overwrite what chosen `lines` (ReportLines) or the common part of `report` say, in the working text and in every
    submission, with remarks and the copies that stand word by word elsewhere; return the Removals."""
    _take_all()
    Report.objects.select_for_update(no_key=True).get(pk=report.pk)
    gone, texts = _mask_lines(report, [line.pk for line in lines]) if lines else ({}, set())
    if common:
        gone, texts = _mask_common(report, gone, texts)
    copies = _mask_copies(texts)
    if not copies and not any(gone.values()):
        raise RemovalRefused("Phần đã chọn không còn nội dung nào để gỡ: hoặc chưa ghi, hoặc đã được gỡ trước đó.")
    removals = [
        _removal(RemovedKind.LINE, line, report.unit_id, f"Nội dung nhiệm vụ {line.task_code}: {report}", reason, by)
        for line in lines
    ]
    if common:
        removals.append(_removal(RemovedKind.COMMON, report, report.unit_id, f"Phần chung: {report}", reason, by))
    words = f"{report}: có nội dung đã được gỡ khẩn cấp. Lý do: {reason}"
    told = _tell(report.unit_id, "report", report.pk, words, by)
    # The report's unit need not hear of each request that it made for the line.
    told |= {(report.unit_id, ASKED.page.kind, pk) for pk in gone.get(ASKED, ())}
    told = tell_units(gone, WENT_ALONG, besides=told, reason=reason, by=by)
    tell_units(copies, COPIED, besides=told, reason=reason, by=by)
    _follow(_taken(report, lines, common, texts, copies), reason, by)
    return Removal.objects.bulk_create(removals)


@transaction.atomic
def remove_log_text(entry, *, reason, by):
    """Overwrite what an entry of the log says, with the copies that stand word by word elsewhere; return the
    Removal."""
    _take_all()
    texts = {LogEntry.objects.values_list("text", flat=True).get(pk=entry.pk)}
    if not _mask(LOGGED, LogEntry.objects.filter(pk=entry.pk), search_text=fold(_sentence())):
        raise RemovalRefused("Nội dung dòng nhật ký này đã được gỡ khẩn cấp trước đó.")
    copies = _mask_copies(texts)
    unit_id, on = entry.assignment.unit_id, f"{entry.happened_on:%d/%m/%Y}"
    about = f"Nhật ký ngày {on} về nhiệm vụ {entry.assignment.task.code}"
    told = _tell(unit_id, "assignment", entry.assignment_id, f"{about} đã được gỡ khẩn cấp. Lý do: {reason}", by)
    tell_units(copies, COPIED, besides=told, reason=reason, by=by)
    _follow(Removed(texts=texts, copies=copies), reason, by)
    removal = _removal(RemovedKind.LOG, entry, unit_id, about, reason, by)
    removal.save()
    return removal


def _take_all():
    # Whoever attaches or cites takes his unit's row: the same content neither comes in nor is cited meanwhile, and two
    # removals are one after the other.
    list(Unit.objects.select_for_update(no_key=True).order_by("pk").values_list("pk", flat=True))
    for follower in FOLLOWERS:
        follower.hold()


def _taken(report, lines, common, texts, copies):
    sent = SubmittedLine.objects.filter(
        submission__report=report, assignment__in=[line.assignment_id for line in lines]
    )
    submissions = Submission.objects.filter(report=report) if common else Submission.objects.none()
    pks = [set(rows.order_by().values_list("pk", flat=True)) for rows in (sent, submissions)]
    return Removed(texts, *pks, copies=copies)


def _follow(removed, reason, by):
    for follower in FOLLOWERS:
        follower.follow(removed, reason=reason, by=by)


def _mask_lines(report, pks):
    """Return ({Place: ids of its rows that were overwritten}, what they had said)."""
    working = ReportLine.objects.filter(pk__in=pks, report=report)
    sent = SubmittedLine.objects.filter(
        submission__report=report, assignment__in=working.order_by().values("assignment_id")
    )
    asked = ContributionRequest.objects.filter(line__in=pks)
    given = Contribution.objects.filter(request__line__in=pks)
    own = {LINES: working, SENT_LINES: sent, ASKED: asked, DRAFTED: asked, GIVEN: given}
    others = {
        REMARKS: Remark.objects.filter(line__in=sent.order_by().values("pk")),
        REPLACED: AcceptedSuggestion.objects.filter(line__in=pks),
    }
    texts = _said(own)
    gone = {place: _mask(place, rows) for place, rows in (own | others).items()}
    _refresh_search(set(sent.order_by().values_list("submission_id", flat=True)))
    return gone, texts


def _mask_common(report, gone, texts):
    """Return `gone` and `texts`, as of `_mask_lines`, with the common part's own added."""
    sent = Submission.objects.filter(report=report)
    own = {COMMON: Report.objects.filter(pk=report.pk), SENT_COMMON: sent}
    texts = texts | _said(own)
    gone = gone | {place: _mask(place, rows) for place, rows in own.items()}
    _refresh_search(set(sent.values_list("pk", flat=True)))
    return gone, texts


def _said(own):
    return {text for place, rows in own.items() for row in rows.values_list(*place.names) for text in row}


def _mask_copies(texts):
    """Put the sentence in the place of each of `texts` wherever else it stands word by word; return {Place: ids of
    its rows}. A line of the inbox that says one is overwritten whole."""
    passages, found = _passages(texts), defaultdict(set)
    for at in range(0, len(passages), AT_ONCE):
        for place, pks in _mask_passages(passages[at : at + AT_ONCE]).items():
            found[place] |= pks
    return dict(found)


def _passages(texts):
    """What is looked for elsewhere, the longest first: each text whole and, of a text that was put together on the
    write page, its parts. What an assignment itself names as its product is no unit's own words."""
    parts = {part.strip() for text in texts for part in [text, *LEAD.split(text)]}
    parts = {part for part in parts if len(part) >= COPIED_FROM and not re.fullmatch(SENTENCE, part)}
    parts -= set(Assignment.objects.filter(product__in=parts).values_list("product", flat=True))
    return sorted(parts, key=lambda part: (-len(part), part))


def _mask_passages(passages):
    found, touched = {}, set()
    for place in PLACES:
        rows = _replace(place, passages)
        if rows:
            found[place] = {row.pk for row in rows}
        if place.model in SEARCHED:
            touched |= {row.submission_id if place.model is SubmittedLine else row.pk for row in rows}
    _mask_notices(passages)
    _refresh_search(touched)
    return found


def _replace(place, passages):
    """Put the sentence in the place of `passages` in the columns of `place`, whatever their line ends; return the
    rows."""
    pattern = re.compile("|".join(r"\s+".join(map(re.escape, passage.split())) for passage in passages))
    rows = place.model.objects.filter(_says(place.names, [_needle(passage) for passage in passages]))
    written, changed = set(), []
    for row in rows.select_for_update(no_key=True).order_by("pk"):
        said = [name for name in place.names if pattern.search(getattr(row, name))]
        for name in said:
            setattr(row, name, pattern.sub(_sentence(), getattr(row, name)))
        for version in {place.version.format(name) for name in said if place.version}:
            setattr(row, version, getattr(row, version) + 1)
            written.add(version)
        if place is LOGGED:
            row.search_text = fold(row.text)
            written.add("search_text")
        changed += [row] if said else []
    if changed:
        place.model.objects.bulk_update(changed, [*place.names, *written], batch_size=200)
    return changed


def _says(names, needles):
    said = Q()
    for name in names:
        for needle in needles:
            said |= Q(**{f"{name}__contains": needle})
    return said


def _needle(passage):
    # One line of it, for line ends differ from place to place; no longer than either database can look for.
    return max(passage.splitlines(), key=len).strip()[:NEEDLE]


def _mask_notices(passages):
    """Overwrite the lines of the inbox that say one of `passages` whole, or its beginning where they are cut off.

    The same beginning alone proves nothing: many sentences of office open alike.
    """
    beginnings = [passage[:COPIED_FROM] for passage in passages]
    found = Notice.objects.filter(_says(["text"], beginnings)).values_list("pk", "text")
    pks = [pk for pk, text in found if any(_tells(text, passage) for passage in passages)]
    Notice.objects.filter(pk__in=pks).update(text=_sentence())


def _tells(notice, passage):
    _, beginning, rest = notice.partition(passage[:COPIED_FROM])
    said = beginning + rest
    return bool(beginning) and (passage in notice or (said.endswith("…") and passage.startswith(said[:-1])))


def _mask(place, rows, **also):
    """Overwrite each column of `place` in `rows` that says more than the sentence itself; return the ids of the rows
    that did."""
    gone, pks = set(), list(rows.order_by().values_list("pk", flat=True))
    for name in place.names:
        found = place.model.objects.filter(pk__in=pks).exclude(**{name: ""})
        found = found.exclude(**{f"{name}__regex": rf"\A{SENTENCE}\Z"})
        gone |= set(found.order_by().values_list("pk", flat=True))
        version = place.version.format(name)
        found.update(**{name: _sentence()}, **({version: F(version) + 1} if version else {}), **also)
    return gone


def _refresh_search(submission_pks):
    """Let the search forget what was removed (3 queries)."""
    found = list(Submission.objects.filter(pk__in=submission_pks).prefetch_related("lines"))
    for submission in found:
        submission.search_text = search_text_of(submission, submission.lines.all())
    Submission.objects.bulk_update(found, ["search_text"], batch_size=200)


def _sentence():
    return tombstone(clock.now())


def _removal(kind, what, unit_id, about, reason, by, *, sha256=""):
    said = {"kind": kind, "object_id": what.pk, "unit_id": unit_id, "about": about[:300], "reason": reason}
    who = {"by": by.user, "on_behalf_of": by.on_behalf_of, "for_unit": by.unit}
    return Removal(at=clock.now(), sha256=sha256, **said, **who)


def _evidence_words(evidence):
    return f"{evidence.get_kind_display().capitalize()} đưa lên ngày {timezone.localdate(evidence.added_at):%d/%m/%Y}"


def _tell(unit_id, kind, object_id, text, by):
    """Tell the unit and whoever's unit removes; return the (unit, kind, id) told."""
    for told in {unit_id, by.unit_id}:
        notify_unit(told, roles=TOLD, kind=kind, object_id=object_id, text=text, except_user=by.user)
    return {(told, kind, object_id) for told in (unit_id, by.unit_id)}


def _delete_files(names):
    for name in names:
        try:
            default_storage.delete(name)
        except OSError:
            # No row names the file any more: the sweep takes it (`sweep_files`), and the log says it is still there.
            logger.exception("removed evidence file could not be deleted yet")
