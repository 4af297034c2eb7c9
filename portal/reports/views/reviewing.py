"""The reviewer's inbox, and the page on which one report after the other is judged."""

from django.shortcuts import render
from django.urls import reverse

from common.clock import today
from portal.acts import page, require
from portal.lists import back_to, workbook_of
from portal.reports.access import report_or_404
from portal.reports.choices import choices_for
from portal.reports.differences import HEADER, differences
from portal.reports.doubts import doubts_about
from portal.reports.inbox import Inbox
from portal.reports.inbox_list import inbox_listing
from portal.reports.sent import sent_lines_of
from portal.reports.waiting import waiting_words
from portal.reports.words import next_step, state_word
from progress.actions.reports import OWN_PAPER
from progress.comparing import before_of, comparisons_of
from progress.enums import ReportMove, ReportState
from progress.judging import clocks_of
from progress.permissions import reports as may
from progress.reading import first_sent_of
from tasks.permissions import can_take_lists_away

# Reopening is exceptional and stays on the report's own page.
OFFERED = [ReportMove.RECEIVE, ReportMove.CONFIRM, ReportMove.ASK_FOR_MORE]


@page
def inbox_page(request):
    inbox = Inbox(request)
    listing = inbox_listing(request, inbox)
    context = {
        "form": inbox.form,
        "listing": listing,
        "rows": listing.rows,
        "page": listing.page,
        "may_take_away": can_take_lists_away(request.membership),
        "crumbs": _crumbs(None),
    }
    return render(request, "portal/reports/inbox.html", context)


@page
def inbox_export(request):
    require(can_take_lists_away(request.membership))
    inbox = Inbox(request)
    if not inbox.form.is_valid():
        return back_to("portal:report-inbox", request)
    return workbook_of(inbox_listing(request, inbox), "Báo cáo chờ xem xét", name="bao-cao-cho-xem-xet")


@page
def judge_page(request, pk):
    report = report_or_404(request, pk)
    require(may.can_judge(request.membership, report))
    inbox = Inbox(request)
    waits = report.state in ReportState.to_judge()
    clock = clocks_of([report], on=today()).get(report.pk) if waits else None
    to_read = _to_read(report)
    context = {
        "report": report,
        "crumbs": _crumbs(inbox, str(report.unit)),
        "inbox_url": inbox.url,
        "place": inbox.place_of(report),
        "waits": waits,
        "own_paper": OWN_PAPER if may.has_registered(request.membership, report) else "",
        "state": state_word(report, request.membership),
        "waiting": waiting_words(clock) if clock else None,
        "next_step": next_step(report, request.membership),
        "choices": _choices(request.membership, report, inbox),
        **to_read,
    }
    return render(request, "portal/reports/judge.html", context)


def _choices(membership, report, inbox):
    """Return (Choice, address that leads on in the inbox) of the acts of a judge."""
    return [
        (choice, inbox.act_url(CHOICE_URLS[choice.move], report.pk))
        for choice in choices_for(membership, report)
        if choice.move in OFFERED
    ]


CHOICE_URLS = {
    ReportMove.RECEIVE: "portal:report-receive",
    ReportMove.CONFIRM: "portal:report-confirm",
    ReportMove.ASK_FOR_MORE: "portal:report-ask-for-more",
}


def _to_read(report):
    """Return what was sent last, beside the last confirmed period and with what changed since the submission before."""
    standing = list(report.submissions.standing().select_related("by", "on_behalf_of", "for_unit").order_by("-number"))
    may.know_last_sent(report, standing[0] if standing else None)
    if not standing:
        return {"submission": None}
    latest, earlier = standing[0], standing[1] if len(standing) > 1 else None
    lines = sent_lines_of(standing[:2])
    comparisons = comparisons_of(lines[latest.pk])
    before = before_of(comparisons)
    return {
        "submission": latest,
        "latest": latest,
        "earlier": earlier,
        "changes": differences(earlier, latest, lines) if earlier else None,
        "comparisons": comparisons,
        "doubts": doubts_about(report, latest, comparisons, first_sent_on=first_sent_of(standing).submitted_on),
        "before": before,
        "texts": [
            (label, getattr(latest, name), getattr(before, name, "")) for name, label in HEADER if name != "nil_reason"
        ],
    }


def _crumbs(inbox, *here):
    way = [("Báo cáo", reverse("portal:report-list")), ("Chờ xem xét", inbox.url if inbox else "")]
    return [*way, *((label, "") for label in here)]
