"""The reviewer's inbox: its filters, which stand in the address, the place of a report in it, and where to go next."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.shortcuts import redirect
from django.urls import reverse

from common.clock import today
from portal.reports.filters import PeriodAndUnitForm
from progress.enums import ReportState
from progress.judging import beyond_norm, inbox_of
from progress.models import Period
from tasks.forms.fields import NO_SUCH_CHOICE
from units.models import Unit

STATES = [
    ("", "Mọi tình trạng"),
    (ReportState.SUBMITTED, "Chờ tiếp nhận"),
    (ReportState.RECEIVED, "Đã tiếp nhận, chờ xác nhận"),
]
# In the address of an act: after it, go on in the inbox instead of showing the report's own page.
GO_ON = "tiep"


class InboxFilterForm(PeriodAndUnitForm):
    tinh_trang = forms.ChoiceField(label="Tình trạng", required=False, choices=STATES, error_messages=NO_SUCH_CHOICE)
    qua_han = forms.BooleanField(label="Chỉ báo cáo quá thời gian xem xét", required=False)

    def __init__(self, data, *, membership):
        super().__init__(data)
        inbox = inbox_of(membership).order_by()
        self.fields["ky"].queryset = Period.objects.filter(pk__in=inbox.values("period_id"))
        self.fields["don_vi"].queryset = Unit.objects.filter(pk__in=inbox.values("unit_id"))

    def chosen(self, reports):
        reports, data = super().chosen(reports), self.cleaned_data
        if data.get("tinh_trang"):
            reports = reports.filter(state=data["tinh_trang"])
        return reports.filter(beyond_norm(on=today())) if data.get("qua_han") else reports

    @property
    def kept(self):
        """Return (name, value) of the filters that are set, for links and forms that lead on."""
        return [(name, self.data[name]) for name in self.fields if self.data.get(name)]


@dataclass(frozen=True)
class Place:
    """Where a report stands in the inbox as it is filtered; `position` is None when it does not stand there."""

    position: int | None
    total: int
    previous_url: str
    next_url: str


class Inbox:
    """What waits for a post to judge, narrowed by the filters of the address."""

    def __init__(self, request):
        self.form = InboxFilterForm(request.GET, membership=request.membership)
        self.reports = self.form.chosen(inbox_of(request.membership))
        self.query = urlencode(self.form.kept)

    @property
    def url(self):
        return self._with_query(reverse("portal:report-inbox"))

    def judge_url(self, pk):
        return self._with_query(reverse("portal:report-judge", args=[pk]))

    def act_url(self, name, pk):
        """The address of an act on a report, after which the reviewer goes on in this inbox."""
        query = urlencode([(GO_ON, "xem-xet"), *self.form.kept])
        return f"{reverse(name, args=[pk])}?{query}"

    def place_of(self, report):
        """Return the Place of `report` (1 query: an inbox holds what waits, never the history)."""
        waiting = list(self.reports.values_list("submitted_at", "pk"))
        here = (report.submitted_at, report.pk)
        earlier = [pk for at, pk in waiting if report.submitted_at and (at, pk) < here]
        later = [pk for at, pk in waiting if not report.submitted_at or (at, pk) > here]
        return Place(
            position=len(earlier) + 1 if here in waiting else None,
            total=len(waiting),
            previous_url=self.judge_url(earlier[-1]) if earlier else "",
            next_url=self.judge_url(later[0]) if later else "",
        )

    def next_after(self, sent_at, pk):
        """Return the address of the report that waits behind the one sent at `sent_at`, or the first, or the inbox."""
        behind = Q(submitted_at__gt=sent_at) | Q(submitted_at=sent_at, pk__gt=pk)
        others = self.reports.exclude(pk=pk).values_list("pk", flat=True)
        found = others.filter(behind).first() or others.first()
        return self.judge_url(found) if found else self.url

    def _with_query(self, url):
        return f"{url}?{self.query}" if self.query else url


def went_on(request, report, sent_at):
    """Answer an act on `report`, sent at `sent_at` before it: with the next one when it was done from the inbox, else
    with the report's own page."""
    if request.GET.get(GO_ON) != "xem-xet":
        return redirect(report)
    return redirect(Inbox(request).next_after(sent_at, report.pk))


def stayed(request, report):
    """Answer an act after which the same report is judged on: on the page where it was done."""
    return redirect(Inbox(request).judge_url(report.pk) if request.GET.get(GO_ON) == "xem-xet" else report)
