"""Two submissions of one report, the later against the earlier."""

from django import forms
from django.shortcuts import render

from portal.acts import page, require
from portal.reports.access import crumbs, report_or_404
from portal.reports.differences import differences
from portal.reports.sent import may_read_text
from progress.permissions import reports as may
from tasks.forms.fields import NO_SUCH_CHOICE


class PairForm(forms.Form):
    tu = forms.TypedChoiceField(label="Lần gửi trước", required=False, coerce=int, error_messages=NO_SUCH_CHOICE)
    den = forms.TypedChoiceField(label="Lần gửi sau", required=False, coerce=int, error_messages=NO_SUCH_CHOICE)

    def __init__(self, data, *, submissions):
        numbers = [one.number for one in submissions]
        usual = {"tu": numbers[-2], "den": numbers[-1]}
        super().__init__({name: data.get(name) or usual[name] for name in usual})
        for name in usual:
            self.fields[name].choices = [(one.number, _label(one)) for one in submissions]

    def clean(self):
        given = super().clean()
        if "tu" in given and given["tu"] == given.get("den"):
            self.add_error("den", "Hãy chọn hai lần gửi khác nhau.")
        return given

    @property
    def pair(self):
        """Return the two numbers, the earlier first, whichever way they were chosen."""
        return sorted((self.cleaned_data["tu"], self.cleaned_data["den"]))


@page
def compare_page(request, pk):
    report = report_or_404(request, pk)
    require(may.can_read_submitted(request.membership, report))
    own = may.can_read_working_text(request.membership, report)
    submissions = [one for one in report.submissions.order_by("number") if may_read_text(one, own=own)]
    context = {"report": report, "crumbs": crumbs(report, "So sánh hai lần gửi"), "submissions": submissions}
    if len(submissions) > 1:
        context |= _compared(submissions, PairForm(request.GET, submissions=submissions))
    status = 422 if context.get("form") and context["form"].errors else 200
    return render(request, "portal/reports/compare.html", context, status=status)


def _compared(submissions, form):
    if not form.is_valid():
        return {"form": form}
    numbered = {one.number: one for one in submissions}
    old, new = (numbered[number] for number in form.pair)
    return {"form": form, "old": old, "new": new, "changes": differences(old, new)}


def _label(submission):
    told = ", đã rút lại" if submission.withdrawn_at else ""
    return f"Lần {submission.number}, {submission.submitted_on:%d/%m/%Y}{told}"
