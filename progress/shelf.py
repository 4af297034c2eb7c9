"""The shelf: a unit's evidence, each piece once, with the places that cite it; and what is old where it is cited."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from common.folding import fold
from common.lean import through
from progress.enums import EvidenceKind
from progress.models import Citation, Evidence, LogEntry, Period, Submission, SubmittedCitation
from tasks.models import places_of
from units.models import Unit

MOST_WORDS = 8


@dataclass(frozen=True)
class Use:
    """A place that cites a piece: a line of a report, a letter of which it is the scan (no `assignment_id`), or an
    entry of the log (no `report_id`)."""

    where: str
    how: str
    report_id: int | None
    assignment_id: int | None


def shelf_of(unit_id):
    """Return the unit's evidence, newest first, as a queryset. A file that an issued document of the unit holds as
    well is found there alone."""
    document = Evidence.objects.filter(
        unit_id=OuterRef("unit_id"), kind=EvidenceKind.DOCUMENT, removed_at=None, sha256=OuterRef("sha256")
    )
    told_there = Q(kind=EvidenceKind.FILE, removed_at=None) & ~Q(sha256="") & Exists(document)
    return Evidence.objects.filter(unit_id=unit_id).exclude(told_there)


def holding(pieces, text):
    """Narrow `pieces` to those that hold every word of `text`, marks and case apart."""
    for word in fold(text).split()[:MOST_WORDS]:
        pieces = pieces.filter(search_text__contains=word)
    return pieces


def cited(pieces):
    """Narrow `pieces` to those that a line or the log cites, themselves or by the same file."""
    return pieces.filter(_is_cited())


def uncited(pieces):
    return pieces.exclude(_is_cited())


def cited_in(pieces, period):
    """Narrow `pieces` to those that a line of a report of `period` cites."""
    working = Citation.objects.filter(_same(), line__report__period=period)
    sent = SubmittedCitation.objects.filter(_same(), line__submission__report__period=period)
    return pieces.filter(Exists(working) | Exists(sent))


def uses_of(pieces, membership):
    """Return {evidence id: [Use]} of pieces of the post's own unit, newest period first (5 queries)."""
    shown = _shown_as(pieces)
    found = {piece.pk: {} for piece in pieces}
    for owner, key, use in [*_in_lines(shown), *_as_letters(shown), *_in_log(shown, membership)]:
        for piece_id in shown[owner]:
            found[piece_id].setdefault(key, use)
    return {pk: list(uses.values()) for pk, uses in found.items()}


def note_old_use(pieces, period):
    """Write on each of `pieces`, as `old_notes`, why it is not new in `period` (1 query): it stood in a line that was
    sent for an earlier period of the plan, or it is a document from before the period. Told, never refused."""
    used = _used_before(pieces, period) if pieces else {}
    for piece in pieces:
        before = used.get(piece.pk) or used.get((piece.unit_id, piece.sha256))
        notes = [f"Đã dùng ở {before}"] if before else []
        if piece.document_on and piece.document_on < period.covers_from:
            notes.append(f"Văn bản có trước kỳ này, ngày {piece.document_on:%d/%m/%Y}")
        piece.old_notes = [] if piece.removed_at else notes


def _used_before(pieces, period):
    """Return {evidence id and (unit id, hash): latest earlier Period in which it was sent}."""
    hashes, units = {piece.sha256 for piece in pieces} - {""}, {piece.unit_id for piece in pieces}
    cited = "reports__submissions__lines__citations"
    same = Q((f"{cited}__evidence__in", [piece.pk for piece in pieces]))
    same |= Q((f"{cited}__evidence__sha256__in", hashes), (f"{cited}__evidence__unit_id__in", units))
    earlier = Period.objects.filter(
        same, reports__submissions__withdrawn_at=None, plan_id=period.plan_id, covers_to__lt=period.covers_from
    ).annotate(
        piece=F(f"{cited}__evidence_id"),
        holder=F(f"{cited}__evidence__unit_id"),
        digest=F(f"{cited}__evidence__sha256"),
    )
    used = {}
    # Oldest first, so that the latest period is what stays.
    for before in earlier.order_by("covers_to", f"{cited}__pk"):
        used[before.piece] = before
        if before.digest:
            used[before.holder, before.digest] = before
    return used


def _same(way="evidence"):
    """The piece itself, or another row of the unit with the same file."""
    twin = Q((f"{way}__unit_id", OuterRef("unit_id")), (f"{way}__sha256", OuterRef("sha256")))
    return Q((f"{way}_id", OuterRef("pk"))) | (twin & ~Q((f"{way}__sha256", "")))


def _is_cited():
    logged = LogEntry.evidence.through.objects.filter(_same())
    in_lines = Exists(Citation.objects.filter(_same())) | Exists(SubmittedCitation.objects.filter(_same()))
    return in_lines | Exists(logged) | Exists(Submission.objects.filter(_same("scan")))


def _shown_as(pieces):
    """Return {id of a row with the same file or of the piece itself: ids of the pieces it is shown under} (1 query)."""
    shown, by_hash = {piece.pk: {piece.pk} for piece in pieces}, {}
    for piece in pieces:
        by_hash.setdefault(piece.sha256, set()).add(piece.pk)
    by_hash.pop("", None)
    twins = Evidence.objects.filter(unit_id__in={piece.unit_id for piece in pieces}, sha256__in=list(by_hash))
    for pk, digest in twins.order_by().values_list("pk", "sha256"):
        shown.setdefault(pk, set()).update(by_hash[digest])
    return shown


def _in_lines(shown):
    sent = SubmittedCitation.objects.filter(evidence__in=shown, line__submission__withdrawn_at=None)
    for citation in _of_lines(sent, "line__submission__report__period"):
        yield citation.evidence_id, *_line_use(citation.line, citation.line.submission.report, "đã gửi")
    for citation in _of_lines(Citation.objects.filter(evidence__in=shown), "line__report__period"):
        yield citation.evidence_id, *_line_use(citation.line, citation.line.report, "đang soạn")


def _of_lines(citations, period):
    """Citations, newest period first, with what names the place of each; `period` is the way to theirs."""
    names = through(Period.NAME, period)
    rows = citations.select_related(period).only("evidence", "line__task_code", "line__assignment", *names)
    return rows.order_by(f"-{period}__covers_to", "line__position", "pk")


def _line_use(line, report, how):
    key = (report.pk, line.assignment_id)
    return key, Use(f"{report.period}, nhiệm vụ {line.task_code}", how, report.pk, line.assignment_id)


def _as_letters(shown):
    names = [*through(Unit.NAME, "report__unit"), *through(Period.NAME, "report__period")]
    letters = Submission.objects.filter(scan__in=shown).select_related("report__unit", "report__period")
    for letter in letters.only("scan", *names):
        use = Use(f"Bản quét: {letter.report}", "bản giấy", letter.report_id, None)
        yield letter.scan_id, ("letter", letter.pk), use


def _followed(work, membership):
    """Of {entry id: its Assignment}, return the ids of the entries that the post follows: those about its own unit's
    work wherever the unit has a place, which are nearly all; the others are asked for (1 query)."""
    placed = bool(places_of(membership))
    own = {pk for pk, assignment in work.items() if placed and assignment.unit_id == membership.unit_id}
    others = [pk for pk in work if pk not in own]
    seen = LogEntry.objects.visible_to(membership).filter(pk__in=others) if others else LogEntry.objects.none()
    return own | set(seen.values_list("pk", flat=True))


def _in_log(shown, membership):
    names = ["logentry__happened_on", "logentry__assignment__unit", "logentry__assignment__task__code"]
    links = LogEntry.evidence.through.objects.filter(evidence__in=shown).order_by("-logentry__happened_on", "pk")
    links = list(links.select_related("logentry__assignment__task").only("evidence", *names))
    followed = _followed({link.logentry_id: link.logentry.assignment for link in links}, membership)
    for link in links:
        entry = link.logentry
        if entry.pk not in followed:
            continue
        where = f"Nhật ký ngày {entry.happened_on:%d/%m/%Y}, nhiệm vụ {entry.assignment.task.code}"
        yield link.evidence_id, ("log", entry.pk), Use(where, "", None, entry.assignment_id)
