"""Pages that show a report: its state and history, what was sent, and a print of it."""

from django.shortcuts import render

from common.clock import today
from oversight.enums import DirectionSubject
from portal.acts import page, require
from portal.directing import directions_here
from portal.more_time import more_time_of
from portal.reports.access import crumbs, report_or_404, submission_or_404
from portal.reports.choices import choices_for
from portal.reports.notes import notes_for
from portal.reports.sent import may_read_text, sent_lines
from portal.reports.sources import warnings_of
from portal.reports.timeline import timeline
from portal.reports.words import next_step, state_word, unchanged
from portal.urged import urged_of
from progress.actions.completeness import lines_to_check
from progress.actions.report_writing import lies_with
from progress.actions.reports import OWN_PAPER, missing_of
from progress.annex import annex_of
from progress.enums import ReportState
from progress.forms.report import ReasonForm
from progress.permissions import reports as may
from progress.permissions.removals import can_remove_text
from progress.reading import first_sent_of, last_confirmed_lines
from progress.remarks import remarks_of

REASON_LABELS = {"hand_back": "Điều chuyên viên cần sửa", "reopen": "Lý do mở lại (được lưu mãi mãi)"}


@page
def report_page(request, pk):
    report = report_or_404(request, pk)
    require(may.can_open_page(request.membership, report))
    return render_report(request, report)


def render_report(request, report, *, reason_forms=None, note_form=None, status=200):
    """Answer with the report's page; `reason_forms` are forms that were refused, by move, `note_form` a note's."""
    membership = request.membership
    remarks = remarks_of(report)
    sent = _what_was_sent(report, remarks, own=may.can_read_working_text(membership, report))
    context = {
        "report": report,
        "crumbs": crumbs(report)[:1],
        "state": state_word(report, membership),
        "only_head_asks": _only_head_asks(membership, report),
        "own_paper": OWN_PAPER if may.can_judge(membership, report) and may.has_registered(membership, report) else "",
        "reason_forms": _reason_forms(reason_forms),
        "open_forms": set(reason_forms or ()),
        "today": today(),
        "more_time": more_time_of(membership, report),
        "urged": urged_of(membership, subjects__report=report),
        "directions": directions_here(membership, DirectionSubject.REPORT, report, report.period.plan),
        **notes_for(membership, report, note_form),
        "may_remove": can_remove_text(membership, report.period.plan_id),
        **_what_is_next(report, membership),
        **sent,
        "timeline": timeline(report, membership, sent["submissions"], remarks),
    }
    return render(request, "portal/reports/report.html", context, status=status)


def _what_is_next(report, membership):
    own = may.can_read_working_text(membership, report)
    writing = own and report.is_writable
    lines = lines_to_check(report) if writing else []
    missing = missing_of(report, lines) if writing else []
    same = unchanged(report) if writing else ""
    return {
        "own": own,
        "missing": missing,
        "warnings": warnings_of(lines, last_confirmed_lines(report)) if writing else [],
        "unchanged": same,
        "next_step": next_step(report, membership, missing=missing),
        "may_write": writing and may.can_write(membership, report) and lies_with(report, by=membership),
        "choices": choices_for(membership, report, complete=not missing and not same),
    }


def _what_was_sent(report, remarks, *, own):
    submissions = list(report.submissions.select_related("by", "on_behalf_of", "for_unit").order_by("-number"))
    standing = [one for one in submissions if one.withdrawn_at is None]
    latest = standing[0] if standing else None
    may.know_last_sent(report, latest)
    return {
        "submissions": submissions,
        "comparable": len(submissions if own else standing) > 1,
        "first": first_sent_of(standing),
        "latest": latest,
        "kept_draft": own and latest is not None and latest.is_paper and not report.is_writable,
        "lines": sent_lines(latest, remarks) if latest else [],
    }


@page
def submission_page(request, pk, number):
    return _show_submission(request, pk, number, "portal/reports/submission.html")


@page
def submission_print(request, pk, number):
    return _show_submission(request, pk, number, "print/report_submission.html")


def _show_submission(request, pk, number, template):
    report = report_or_404(request, pk)
    require(may.can_read_submitted(request.membership, report))
    submission = submission_or_404(report, number)
    readable = may_read_text(submission, own=may.can_read_working_text(request.membership, report))
    lines = sent_lines(submission) if readable else []
    context = {
        "report": report,
        "submission": submission,
        "crumbs": crumbs(report, f"Lần gửi {submission.number}"),
        "overline": f"Lần gửi {submission.number}",
        "readable": readable,
        "lines": lines,
        "annex": annex_of(lines),
    }
    return render(request, template, context)


def _only_head_asks(membership, report):
    judges = report.state in ReportState.to_judge() and may.can_judge(membership, report)
    return judges and not may.can_ask_for_more(membership, report)


def _reason_forms(refused):
    forms = {move: ReasonForm(label=label, auto_id=f"id_{move}_%s") for move, label in REASON_LABELS.items()}
    return forms | (refused or {})


def reason_form(move, data):
    """Return the bound form in which the reason of `move` was given."""
    return ReasonForm(data, label=REASON_LABELS[move], auto_id=f"id_{move}_%s")
