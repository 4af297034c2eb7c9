"""A form written in one pass is the form that crispy writes."""

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_form
from crispy_forms.utils import render_crispy_form
from django import forms
from django.test.html import parse_html

from portal.templatetags.laid_out import filter_fields, laid_out
from progress.forms.report import HeaderForm, LineForm
from tasks.enums import Cadence
from tests.factories import make_indicator
from tests.progress.report_world import ReportWorld

pytestmark = pytest.mark.django_db


@pytest.fixture
def line():
    line = ReportWorld().line
    make_indicator(line.assignment.task)
    make_indicator(line.assignment.task)
    line.result, line.product = "\nĐã họp <hai> lần & ghi", '"Kế hoạch"'
    return line


def sent(line, **changes):
    said = {"version": "1", "opened": "x", "work_state": "done", "result": "Xong", "done_on": "05/12/2024"}
    return {f"dong-{line.pk}-{name}": text for name, text in (said | changes).items()}


@pytest.mark.parametrize("cadence", ["", Cadence.QUARTER])
@pytest.mark.parametrize("changes", [None, {}, {"percent": "900", "work_state": ""}], ids=["kept", "sent", "wrong"])
def test_form_is_written_as_by_crispy(line, cadence, changes):
    line.cadence = cadence
    data = None if changes is None else sent(line, **changes)

    written, by_crispy = (write(marked(LineForm(data, line=line))) for write in (laid_out, render_crispy_form))

    assert str(parse_html(written)) == str(parse_html(by_crispy))
    assert ("is-invalid" in written) == bool(changes)


@pytest.mark.parametrize(
    "data", [None, {"chung-nil_reason-version": "1", "chung-is_nil": "on", "chung-nil_reason": "x"}]
)
@pytest.mark.parametrize("text", ["nil_reason", "difficulties"])
def test_text_of_the_head_is_written_as_by_crispy(line, text, data):
    made = [HeaderForm(data if text == "nil_reason" else None, report=line.report, text=text) for _ in range(2)]

    written, by_crispy = (write(form) for write, form in zip((laid_out, render_crispy_form), made, strict=True))

    assert str(parse_html(written)) == str(parse_html(by_crispy))


class Filters(forms.Form):
    q = forms.CharField(label="Tìm <kiếm>", required=False, help_text="Không cần <b>dấu</b>")
    ky = forms.ChoiceField(
        label="Kỳ", required=False, choices=[("", "Mọi kỳ"), ("2025", [("1", "Quý I"), ("2", 'Quý "II"')])]
    )
    nhom = forms.TypedMultipleChoiceField(label="Nhóm", choices=[("1", "Nhóm 1"), ("2", "Nhóm 2")])
    tu = forms.DateField(label="Từ ngày", required=False, widget=forms.DateInput(attrs={"placeholder": "01/01/2025"}))
    chi_cua_toi = forms.BooleanField(label="Chỉ của tôi", required=False)
    ke_hoach = forms.CharField(widget=forms.HiddenInput, required=False)


@pytest.mark.parametrize("data", [None, {"q": "<x>", "ky": "2", "nhom": ["1"], "chi_cua_toi": "on"}, {"ky": "9"}])
def test_filters_are_written_as_by_crispy(data):
    written, by_crispy = (write(Filters(data)) for write in (filter_fields, as_crispy_form))

    assert str(parse_html(written)) == str(parse_html(by_crispy))
    assert 'name="ke_hoach"' in written


def marked(form):
    form.fields["result"].help_text = "Chép từ <b>kỳ trước</b>"
    return form
