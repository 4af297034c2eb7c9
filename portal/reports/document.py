"""A report as an official document: sections I to IV (DOMAIN §4), figures as a table, evidence as an annex."""

from dataclasses import dataclass

from common.documents import Annex, Column, Document, Heading, Paragraph, Signature, Span, Table, build, form_for
from portal.reports.sent import sent_lines
from portal.templatetags.report import plain_number
from progress.actions.completeness import values_by_line
from progress.annex import annex_of
from progress.enums import WorkState
from progress.forms.report_parts import lines_of
from tasks.models import Assignment, ImplementationClause
from units.enums import Role
from units.letters import kind_of, letterhead_of, name_on_paper, signature_of
from units.models import Membership

FIGURES = (
    Column("TT", 0.6, "center"),
    Column("Nhiệm vụ", 1.1, "center"),
    Column("Chỉ tiêu", 4.5),
    Column("Đơn vị tính", 1.4, "center"),
    Column("Kết quả", 1.4, "right"),
)
EVIDENCE = (
    Column("Số", 0.6, "center"),
    Column("Minh chứng", 5),
    Column("Nhiệm vụ", 1.6, "center"),
    Column("Mã băm", 1.8, "center"),
)
SECTIONS = [
    ("Khó khăn, vướng mắc", "difficulties"),
    ("Nhiệm vụ kỳ tới", "next_steps"),
    ("Kiến nghị, đề xuất", "proposals"),
]


@dataclass(frozen=True)
class Text:
    """What is put on paper, working or sent: `header` has the reason of a nil report and sections II to IV; figures are
    (line, indicator's name, unit of measure, value)."""

    header: object
    lines: list
    figures: list
    signature: Signature
    note: str
    blank: str


def draft_as_docx(report, *, on):
    """Return the bytes of the unit's working text as a draft to be signed, in the form of the day `on`."""
    lines = lines_of(report)
    values = values_by_line(lines)
    figures = [
        (line, value.indicator.name, value.indicator.unit_of_measure, value.value)
        for line in lines
        for value in values[line.pk]
    ]
    heads = Membership.objects.filter(unit=report.unit, role=Role.HEAD, stands_in_for=None).valid(on)
    signature = signature_of(report.unit, heads.select_related("user").first())
    note = "Bản nháp để trình ký, lập từ nội dung đơn vị đang soạn trên cổng."
    return _as_docx(report, Text(report, lines, figures, signature, note, "…"), on=on)


def submission_as_docx(report, submission):
    """Return the bytes of what was sent, in the form of the day on which it was sent."""
    lines = sent_lines(submission)
    figures = [
        (line, value.indicator_name, value.unit_of_measure, value.value)
        for line in lines
        for value in line.values.all()
    ]
    text = Text(submission, lines, figures, _signed(submission), _sent_note(submission), "Không ghi.")
    return _as_docx(report, text, on=submission.submitted_on)


def file_name(report, words):
    """Return the Vietnamese name of the document as a file, for `portal.answers.as_docx`."""
    return f"Báo cáo {report.period} - {report.unit} ({words})"


def _as_docx(report, text, *, on):
    annex = annex_of(text.lines)
    unit, period = report.unit, report.period
    document = Document(
        letterhead=letterhead_of(unit),
        type_name="BÁO CÁO",
        type_symbol="BC",
        subject=f"kết quả thực hiện {period.plan.citation}, {period.in_a_sentence}",
        year=on.year,
        body=tuple(_body(report, text, annex)),
        recipients=(name_on_paper(report.to_unit),),
        archive=name_on_paper(unit),
        signature=text.signature,
        annexes=tuple(_annexes(annex)),
        note=text.note,
    )
    return build(document, form_for(kind_of(unit), on))


def _body(report, text, annex):
    yield Paragraph(_opening(report))
    yield Heading("Kết quả")
    if text.header.nil_reason:
        yield Paragraph(f"Trong kỳ không phát sinh. Lý do: {text.header.nil_reason}")
    yield from _results(text.lines, annex)
    if text.figures:
        yield Table(FIGURES, tuple(_figures(text.figures)), "Số liệu chỉ tiêu trong kỳ")
    for title, name in SECTIONS:
        yield Heading(title)
        yield Paragraph(getattr(text.header, name) or text.blank)


def _opening(report):
    period = report.period
    return (
        f"Thực hiện {period.plan.citation} về {period.plan.subject}, {name_on_paper(report.unit)} báo cáo kết quả "
        f"{period.in_a_sentence} (số liệu từ ngày {period.covers_from:%d/%m/%Y} đến ngày "
        f"{period.covers_to:%d/%m/%Y}) như sau:"
    )


def _results(lines, annex):
    """The lines below the group or clause of the plan that their task belongs to, in the plan's order (1 query)."""
    keys = [line.assignment_id for line in lines]
    tasks = Assignment.objects.select_related("task__group", "task__clause").in_bulk(keys)
    found = {}
    for line in lines:
        task = tasks[line.assignment_id].task
        found.setdefault(task.group or task.clause, []).append(line)
    for part, of_part in sorted(
        found.items(), key=lambda pair: (isinstance(pair[0], ImplementationClause), pair[0].number)
    ):
        yield Heading(f"{part.label}: {part.title}", 2)
        for line in of_part:
            yield from _line(line, annex)


def _line(line, annex):
    title = f"{line.task_code}. {line.task_title.rstrip('.')}. "
    yield Paragraph((Span(title, bold=True), Span(line.result or "Không ghi kết quả.")))
    if line.product:
        yield Paragraph(f"Sản phẩm: {line.product}")
    yield Paragraph((Span(f"({_facts(line, annex)}.)", italic=True),))


def _facts(line, annex):
    state = WorkState(line.work_state).label
    if line.done_on:
        state += f" ngày {line.done_on:%d/%m/%Y}"
    elif line.percent is not None:
        state += f", {line.percent}%"
    marks = annex.marks(line)
    return "; ".join(filter(None, [line.get_part_display(), state, f"minh chứng {marks}" if marks else ""]))


def _figures(figures):
    for number, (line, name, unit_of_measure, value) in enumerate(figures, start=1):
        yield (str(number), line.task_code, name, unit_of_measure, plain_number(value))


def _annexes(annex):
    if annex.items:
        rows = [
            (f"[{item.number}]", str(item.evidence), item.cited_by, item.evidence.short_hash) for item in annex.items
        ]
        yield Annex("PHỤ LỤC", "Danh mục minh chứng kèm theo báo cáo", (Table(EVIDENCE, tuple(rows)),))


def _signed(submission):
    """Who signed what was sent: its sender, or the head he stood in for; of a paper letter only the scan tells."""
    if submission.is_paper:
        return signature_of(submission.report.unit)
    user = submission.on_behalf_of or submission.by
    posts = Membership.objects.filter(unit=submission.for_unit, user=user, role=Role.HEAD, stands_in_for=None)
    return signature_of(submission.report.unit, posts.select_related("user").order_by("-valid_from", "-pk").first())


def _sent_note(submission):
    if submission.is_paper:
        day, received = f"{submission.letter_on:%d/%m/%Y}", f"{submission.submitted_on:%d/%m/%Y}"
        return f"Nội dung nhập theo bản giấy số {submission.letter_number} ngày {day}, nhận ngày {received}."
    return (
        f"Nội dung như đã gửi trên cổng, lần gửi {submission.number}, ngày {submission.submitted_on:%d/%m/%Y}. "
        "Bản này không thay văn bản có số, dấu và chữ ký."
    )
