"""Finding reports within the scope of the acting post: outside it there is nothing (404)."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from progress.judging import with_number
from progress.models import Report
from progress.reading import with_last_sent


def report_or_404(request, pk):
    """Return the report with its people and periods, and what is told of its last submission that stands."""
    reports = with_number(with_last_sent(Report.objects.visible_to(request.membership)))
    return get_object_or_404(reports.for_list(), pk=pk)


def submission_or_404(report, number):
    """The submission with its people; its report is the one that was found."""
    submission = get_object_or_404(report.submissions.select_related("by", "on_behalf_of", "for_unit"), number=number)
    submission.report = report
    return submission


def crumbs(report, *here):
    """Return the way to a page of the report, for the head of the page."""
    way = [("Báo cáo", reverse("portal:report-list"))]
    return [*way, (str(report), report.get_absolute_url()), *((label, "") for label in here)]
