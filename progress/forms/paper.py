"""The form of a signed letter on paper: the letter's facts and sections, and a part for each line of the report. It
never shows what the unit has in its own draft."""

from dataclasses import dataclass, field

from crispy_forms.bootstrap import InlineRadios
from crispy_forms.layout import Column, Field, Layout, Row
from django import forms

from common import clock
from common.forms import DayField
from progress.actions.paper import Letter, as_typed, missing_of_letter, wrong_letter
from progress.actions.submissions import HEADER
from progress.forms.evidence import PlainField, declared_field, upload_field
from progress.forms.report import KeptTextField, LineForm
from progress.forms.report_parts import Part
from progress.models import ReportLine

FIRST_YEAR, LAST_YEAR = 2000, 2100


class PaperForm(forms.Form):
    """The letter: number, days, scan, and sections II to IV as they stand on paper."""

    number = PlainField(label="Số, ký hiệu văn bản", max_length=60, help_text="Ví dụ: 12-BC/ĐU.")
    issued_on = DayField(label="Ngày văn bản")
    received_on = DayField(label="Ngày nhận", help_text="Đúng hạn hay quá hạn tính theo ngày này.")
    scan = upload_field(label="Bản quét văn bản", error_messages={"required": "Hãy chọn tệp bản quét."})
    declared = declared_field()
    nil_reason = KeptTextField(label="Lý do không phát sinh (nếu văn bản báo không phát sinh)", rows=2)
    difficulties = KeptTextField(label="II. Khó khăn, vướng mắc")
    next_steps = KeptTextField(label="III. Nhiệm vụ kỳ tới")
    proposals = KeptTextField(label="IV. Kiến nghị, đề xuất")

    def __init__(self, *args, report, **kwargs):
        super().__init__(*args, **kwargs)
        self.report = report

    def clean(self):
        cleaned = super().clean()
        days = {name: cleaned.get(name) for name in ("issued_on", "received_on")}
        for name, day in days.items():
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, f"Năm phải từ {FIRST_YEAR} đến {LAST_YEAR}.")
        if not {"number", *days} & self.errors.keys():
            facts = {"number": cleaned["number"], **days, "on": clock.today()}
            for name, sentence in wrong_letter(self.report, **facts).items():
                self.add_error(name, sentence)
        return cleaned

    def letter(self):
        """Return the Letter as typed. Ask only a valid form."""
        return Letter(**{name: self.cleaned_data[name] for name in ("number", "issued_on", "received_on", *HEADER)})


class PaperLineForm(LineForm):
    """What the letter says of one line; an untouched part says nothing."""

    def __init__(self, data=None, *, line):
        super().__init__(data, line=_unwritten(line))
        for name in ("version", "opened", "keep"):
            del self.fields[name]
        self.working_line = line
        self.helper.layout = self._layout()

    def typed(self):
        """Return the TypedLine. Ask only a valid form."""
        given = self.kept_values()
        numbers = given.pop("values")
        return as_typed(self.working_line, given, [(one, numbers[one.pk]) for one in self.indicators])

    def _layout(self):
        parts = [InlineRadios("work_state")]
        if not self.line.cadence:
            parts.append(Row(Column("percent", css_class="col-sm-6"), Column("done_on", css_class="col-sm-6")))
        numbers = [Column(f"chi-tieu-{one.pk}", css_class="col-sm-6") for one in self.indicators]
        return Layout(*parts, Field("result"), Field("product"), *([Row(*numbers)] if numbers else []))


def _unwritten(line):
    """Return the line as the plan words it, without what its unit has written."""
    plain = ReportLine(pk=line.pk, cadence=line.cadence, task_code=line.task_code, version=0)
    plain.assignment = line.assignment
    return plain


@dataclass
class PaperParts:
    """The whole letter as a form; with `data` and `files` bound to what was typed."""

    report: object
    data: object = None
    files: object = None
    form: PaperForm = None
    lines: list = field(default_factory=list)

    def __post_init__(self):
        self.form = PaperForm(self.data, self.files, report=self.report)
        lines = self.report.lines.select_related("assignment__task").prefetch_related("assignment__task__indicators")
        self.lines = [Part(PaperLineForm(_sent(self.data, line), line=line), line) for line in lines]

    @property
    def errors(self):
        """What is to be mended in the lines; the letter's own form tells its errors itself."""
        return [(part, *error) for part in self.lines for error in part.errors]

    def is_valid(self):
        """Check every part; what a letter lacks stands beside its field."""
        bound = [part.form for part in self.lines if part.form.is_bound]
        valid = [self.form.is_valid(), *(form.is_valid() for form in bound)]
        if not all(valid):
            return False
        missing = missing_of_letter(self.form.letter(), self.typed())
        for item in missing:
            self._tell(item)
        return not missing

    def typed(self):
        return [part.form.typed() for part in self.lines if part.form.is_bound]

    def _tell(self, item):
        form = next((part.form for part in self.lines if part.line.pk == item.line_id), self.form)
        form.add_error(item.field if item.field in form.fields else None, f"{item.what[:1].upper()}{item.what[1:]}")


def _sent(data, line):
    """Return the data if the line was on the page that was sent."""
    return data if data is not None and f"dong-{line.pk}-work_state" in data else None
