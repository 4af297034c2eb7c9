"""Writing a note for the other people who judge the report."""

from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse

from portal.acts import act, require
from portal.reports.access import report_or_404
from portal.reports.views.showing import render_report
from progress.actions.notes import add_receiver_note
from progress.forms.notes import ReceiverNoteForm
from progress.permissions import reports as may


@act(back="portal:report")
def add_note(request, pk):
    report = report_or_404(request, pk)
    require(may.can_note(request.membership, report))
    form = ReceiverNoteForm(request.POST)
    if not form.is_valid():
        return render_report(request, report, note_form=form, status=422)
    data = form.cleaned_data
    add_receiver_note(report, data["text"], by=request.membership, token=data["token"])
    messages.success(request, "Đã ghi chú. Đơn vị báo cáo không thấy ghi chú này.")
    return redirect(reverse("portal:report", args=[report.pk]) + "#ghi-chu-noi-bo")
