"""The whole report as a form: the texts of its head and its lines, each saved for itself, so that a mistake or a
conflict in one part loses nothing of the others."""

from dataclasses import dataclass, field

from django.db.models import Prefetch
from django.utils.datastructures import MultiValueDict

from progress.actions.reports import HEADER_TEXTS, Conflict, save_header, save_line
from progress.below import with_asked_below
from progress.contributions import with_supported
from progress.enums import WorkState
from progress.forms.report import HeaderForm, LineForm, digest
from progress.models import Citation
from progress.reading import values_of
from tasks.models import Indicator


@dataclass
class Part:
    """One text of the head (no line) or one line of the report, with its form and what became of it."""

    form: object
    line: object = None
    conflict: Conflict = None
    saved: bool = False
    version: int = None

    @property
    def stands_on(self):
        """(version, digest) that the next saving of the part builds on. Ask only what was sent and saved."""
        if self.saved:
            return str(self.version), digest(self.form.kept_values())
        return tuple(self.form.data.get(self.form.add_prefix(name), "") for name in ("version", "opened"))

    @property
    def anchor(self):
        return self.form.prefix

    @property
    def place(self):
        return self.line.task_code if self.line else HEADER_TEXTS[self.form.text]

    @property
    def errors(self):
        """What is to be mended, as (id of the field, its label, sentence)."""
        if not self.form.is_bound:
            return []
        return [
            (self.form[name].id_for_label if name in self.form.fields else self.anchor, _label(self, name), text)
            for name, texts in self.form.errors.items()
            for text in texts
        ]

    @property
    def differences(self):
        """In a conflict: (label, mine, theirs) of each field that the two texts differ in."""
        mine, theirs = (words_by_label(self.form, values) for values in (self.conflict.mine, self.conflict.theirs))
        return [(label, mine[label], theirs[label]) for label in mine if mine[label] != theirs.get(label, "")]


@dataclass
class ReportParts:
    """All parts of `report`; with `data` (a QueryDict) bound to what was typed in the parts that were sent."""

    report: object
    data: object = None
    header: dict = field(default_factory=dict)
    lines: list = field(default_factory=list)

    def __post_init__(self):
        values = values_of(self.report)
        self.header = {
            text: Part(HeaderForm(_sent(self.data, f"chung-{text}"), report=self.report, text=text))
            for text in HEADER_TEXTS
        }
        self.lines = [
            Part(LineForm(_sent(self.data, f"dong-{line.pk}-"), line=line, values=values.get(line.pk)), line)
            for line in lines_of(self.report)
        ]

    @property
    def parts(self):
        return [*self.header.values(), *self.lines]

    @property
    def errors(self):
        return [(part, *error) for part in self.parts for error in part.errors]

    @property
    def conflicts(self):
        return [part for part in self.parts if part.conflict]

    def save(self, *, by):
        """Save every part that was changed and is right; return how many. What failed is told by `errors` and
        `conflicts`. A report that cannot be written at all is refused whole."""
        return sum(save_part(part, self.report, by=by) for part in self.parts)

    def reopened(self):
        """Return the report's parts as they now are, those that failed still holding what was typed."""
        self.report.refresh_from_db()
        fresh = ReportParts(self.report)
        fresh.header = {text: _still_open(self.header[text], part) for text, part in fresh.header.items()}
        failed = {part.line.pk: part for part in self.lines}
        fresh.lines = [_still_open(failed.get(part.line.pk), part) for part in fresh.lines]
        return fresh


def lines_of(report):
    """Return the report's lines as a list with all that their forms show, and the number of their pieces of evidence as
    `cited` (3 queries)."""
    indicators = Prefetch("assignment__task__indicators", Indicator.objects.order_by("position", "pk"))
    citations = Prefetch("citations", Citation.objects.select_related("evidence"))
    lines = with_supported(with_asked_below(report.lines.select_related("assignment__task")))
    lines = list(lines.prefetch_related(indicators, citations).order_by("position", "pk"))
    for line in lines:
        line.cited = len(line.citations.all())
    return lines


def save_part(part, report, *, by):
    """Save one part if it was changed and is right; return whether it was. Who sends a text that is kept already, the
    answer to its first sending having been lost, has saved it and meets nobody."""
    if not part.form.is_bound or not part.form.is_valid() or not part.form.is_touched:
        return False
    version = part.form.cleaned_data["version"]
    try:
        if part.line:
            part.version = save_line(part.line, part.form.kept_values(), version=version, by=by)
        else:
            [(name, text)] = part.form.kept_values().items()
            part.version = save_header(report, name, text, version=version, by=by)
    except Conflict as conflict:
        _meet(part, conflict)
        if digest(conflict.mine) != digest(conflict.theirs):
            return False
        part.conflict, part.version = None, conflict.version
    part.saved = True
    return True


def _meet(part, conflict):
    """Let the form go on from what is kept now: saving it again keeps what was typed here."""
    part.conflict = conflict
    if part.line:
        kept = conflict.theirs["values"]
        conflict.theirs["values"] = {indicator.pk: kept.get(indicator.pk) for indicator in part.form.indicators}
    data = part.form.data.copy()
    data[part.form.add_prefix("version")] = str(conflict.version)
    data[part.form.add_prefix("opened")] = digest(conflict.theirs)
    part.form.data = data


def meet_offer(part, conflict):
    """Let a part that was only read meet a conflict: its form holds what is kept now, and the offered text on top."""
    form = part.form
    held = {form.add_prefix(name): form[name].value() for name in form.fields if form[name].value() is not None}
    held |= {form.add_prefix(name): text for name, text in conflict.mine.items()}
    form.data, form.is_bound = MultiValueDict({name: [value] for name, value in held.items()}), True
    _meet(part, conflict)


def _sent(data, beginning):
    """Return the data if the part was on the page that was sent; a line may have been added since."""
    return data if data is not None and any(name.startswith(beginning) for name in data) else None


def _still_open(typed, fresh):
    failed = typed is not None and (typed.conflict or typed.errors)
    return typed if failed else fresh


def _label(part, name):
    label = part.form.fields[name].label if name in part.form.fields else ""
    return "" if label == part.place else label


def words_by_label(form, values):
    flat = {name: value for name, value in values.items() if name != "values"}
    flat |= {f"chi-tieu-{pk}": value for pk, value in (values.get("values") or {}).items()}
    return {form.fields[name].label: _words(name, value) for name, value in flat.items() if name in form.fields}


def _words(name, value):
    if value in (None, ""):
        return ""
    if name == "work_state":
        return WorkState(value).label
    if hasattr(value, "strftime"):
        return value.strftime("%d/%m/%Y")
    return format(value.normalize(), "f").replace(".", ",") if hasattr(value, "normalize") else str(value)
