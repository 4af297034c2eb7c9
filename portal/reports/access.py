"""Finding reports within the scope of the acting post: outside it there is nothing (404)."""

from django.shortcuts import get_object_or_404
from django.urls import reverse

from progress.models import Report


def report_or_404(request, pk):
    """Return the report with its units, its period and its plan."""
    return get_object_or_404(Report.objects.visible_to(request.membership).for_list(), pk=pk)


def submission_or_404(report, number):
    """The submission with its people; its report is the one that was found."""
    submission = get_object_or_404(report.submissions.select_related("by", "on_behalf_of", "for_unit"), number=number)
    submission.report = report
    return submission


def crumbs(report, *here):
    """Return the way to a page of the report, for the head of the page."""
    way = [("Báo cáo", reverse("portal:report-list"))]
    return [*way, (str(report), report.get_absolute_url()), *((label, "") for label in here)]
