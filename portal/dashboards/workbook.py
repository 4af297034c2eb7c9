"""The workbook of a period as its page shows it: what would be made now, and what the post has asked for."""

import uuid
from dataclasses import dataclass

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils import timezone

from portal.dashboards.indicators import IndicatorForm
from portal.words import Word
from reviews.actions.workbooks import KEPT, SHEETS
from reviews.enums import WorkbookExtent, WorkbookState
from reviews.models import PeriodWorkbook

MOST_SHOWN = 20
TONES = {
    WorkbookState.QUEUED: "neutral",
    WorkbookState.MAKING: "wait",
    WorkbookState.READY: "good",
    WorkbookState.FAILED: "warn",
}


class WorkbookForm(IndicatorForm):
    """A workbook is of the whole plan or of one's own units: a branch or kind chosen elsewhere is let go."""

    def __init__(self, data, **offered):
        data = data.copy()
        for name in ("loai", "nhanh"):
            data.pop(name, None)
        super().__init__(data, **offered)
        for name in ("loai", "nhanh"):
            self.fields[name].widget = forms.HiddenInput()


class TokenForm(forms.Form):
    """What marks one press of the button: the same form sent twice asks once."""

    token = forms.UUIDField(label="Mã biểu mẫu", widget=forms.HiddenInput)


@dataclass(frozen=True)
class WorkbookView:
    """One workbook the post has asked for, in words."""

    workbook: PeriodWorkbook

    @property
    def title(self):
        about = self.workbook
        return f"{about}, {about.get_extent_display()}, tính đến hết ngày {about.on:%d/%m/%Y}"

    @property
    def state(self):
        state = WorkbookState(self.workbook.state)
        return Word(state.label, TONES[state])

    @property
    def progress(self):
        """How much is done, of 100."""
        return 100 * self.workbook.sheets_done // SHEETS

    @property
    def told(self):
        about = self.workbook
        if about.is_ready:
            last = timezone.localtime(about.ended_at + KEPT)
            return f"{filesizeformat(about.size)}, giữ đến {last:%H:%M ngày %d/%m/%Y}"
        if about.has_failed:
            return about.fault
        done = f"đã lập {about.sheets_done}/{SHEETS} bảng"
        return done if about.state == WorkbookState.MAKING else "chờ tiến trình làm việc nền nhận"


def extent_of(selection):
    return WorkbookExtent.WHOLE if selection.whole else WorkbookExtent.OWN


def workbooks_of(membership):
    """Return the WorkbookViews of the post, newest first (1 query)."""
    asked = PeriodWorkbook.objects.visible_to(membership).select_related("period", "plan")
    return [WorkbookView(workbook) for workbook in asked[:MOST_SHOWN]]


def new_token():
    return uuid.uuid4()
