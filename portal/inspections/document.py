"""An inspection on paper, for one inspected unit: the minutes taken there, and the notice of the conclusion."""

from common.documents import Column, Document, Heading, Paragraph, Signature, Table, build, form_for
from units.enums import Role
from units.letters import kind_of, letterhead_of, name_on_paper, signature_of
from units.models import Membership

FINDINGS = (
    Column("TT", 0.5, "center"),
    Column("Điều phát hiện", 3),
    Column("Kiến nghị", 3),
    Column("Hạn khắc phục", 1.3, "center"),
)
# Words with which the subject of an inspection begins when it is no name.
COMMON_BEGINNINGS = ("Việc ", "Công tác ", "Tình hình ", "Kết quả ", "Tiến độ ", "Chế độ ")
# As many as a line of the letter holds, behind the dash.
DOTS = "…" * 28
NOTE = "Bản dự thảo lập từ kết quả ghi trên cổng; số, ngày, dấu và chữ ký do văn thư và người ký ghi."


def minutes_as_docx(inspection, row, findings):
    """Return the bytes of the minutes at the unit of `row` (an InspectedUnit), with its Findings."""
    body = (*_opening(inspection, row), *_minutes(inspection, row), *_advice(inspection, findings), *_signed(row))
    said = {"type_name": "BIÊN BẢN", "type_symbol": "BB", "subject": _subject(inspection, row)}
    return _build(inspection, body, signature=_leader(inspection), **said)


def conclusion_as_docx(inspection, row, findings):
    """Return the bytes of the notice that tells the unit of `row` the conclusion."""
    unit = name_on_paper(row.unit)
    body = (
        *_opening(inspection, row),
        Heading("KẾT QUẢ TẠI ĐƠN VỊ"),
        *_texts(row.account),
        Heading("KẾT LUẬN"),
        *_texts(inspection.conclusion),
        *_advice(inspection, findings),
        Paragraph(_asked(name_on_paper(inspection.for_unit), unit, findings)),
    )
    said = {"type_name": "THÔNG BÁO", "type_symbol": "TB", "subject": f"kết luận {_subject(inspection, row)}"}
    return _build(inspection, body, signature=_head(inspection), recipients=(unit,), **said)


def _build(inspection, body, **said):
    unit, on = inspection.for_unit, inspection.recorded_on
    document = Document(
        letterhead=letterhead_of(unit),
        year=on.year,
        body=body,
        archive=name_on_paper(unit),
        note=NOTE,
        **said,
    )
    return build(document, form_for(kind_of(unit), on))


def _subject(inspection, row):
    return f"{inspection.get_kind_display()} {_in_sentence(inspection.subject)} tại {name_on_paper(row.unit)}"


def _in_sentence(subject):
    """Begin with a small letter where the first word is no name: an organ keeps its capital."""
    return subject[:1].lower() + subject[1:] if subject.startswith(COMMON_BEGINNINGS) else subject


def _head(inspection):
    unit = inspection.for_unit
    heads = Membership.objects.filter(unit=unit, role=Role.HEAD, stands_in_for=None).valid(inspection.recorded_on)
    return signature_of(unit, heads.select_related("user").first())


def _leader(inspection):
    """The leader of the team signs what was taken down on the spot; named where the first line of the team says so."""
    name, _, duty = inspection.members[0].partition(",")
    return Signature(post="TRƯỞNG ĐOÀN", name=name.strip() if "trưởng đoàn" in duty.casefold() else "")


def _asked(leads, unit, findings):
    if findings:
        return f"{unit} khắc phục các nội dung trên đúng thời hạn và báo cáo {leads}"
    return f"{leads} thông báo để {unit} biết, thực hiện"


def _opening(inspection, row):
    leads, unit = name_on_paper(inspection.for_unit), name_on_paper(row.unit)
    if inspection.decision_number:
        ground = f"Thực hiện Quyết định số {inspection.decision_number}, ngày {_day(inspection.decision_on)}"
    else:
        ground = f"Thực hiện {inspection.plan.citation} về {inspection.plan.subject}"
    kind, days, subject = inspection.get_kind_display(), _days(inspection), _in_sentence(inspection.subject)
    yield Paragraph(f"{ground}, {days}, {leads} {kind} {unit}. Nội dung: {subject}. Kết quả như sau:")


def _minutes(inspection, row):
    yield Heading("THÀNH PHẦN")
    yield Paragraph("Đoàn kiểm tra:" if inspection.kind == "inspection" else "Đoàn giám sát:")
    for member in inspection.members:
        yield Paragraph(f"- {member}")
    yield Paragraph(f"Đại diện {name_on_paper(row.unit)}:")
    yield Paragraph(f"- {DOTS}")
    if tasks := list(inspection.tasks.select_related("plan")):
        yield Heading("NHIỆM VỤ ĐƯỢC XEM XÉT")
        for task in tasks:
            yield Paragraph(f"- {task}")
    yield Heading("KẾT QUẢ")
    yield from _texts(row.account)


def _advice(inspection, findings):
    yield Heading("KIẾN NGHỊ")
    if not findings:
        none = "Không có kiến nghị phải khắc phục."
        yield Paragraph("Kiến nghị (nếu có) được thông báo riêng." if inspection.takes_findings else none)
        return
    yield Table(FINDINGS, tuple(_line(number, one) for number, one in enumerate(findings, 1)), "Danh sách kiến nghị")


def _line(number, finding):
    about = f"Về nhiệm vụ {finding.assignment.task.code}. " if finding.assignment_id else ""
    return (str(number), f"{about}{finding.found}", finding.recommendation, f"{finding.due_on_original:%d/%m/%Y}")


def _signed(row):
    yield Paragraph("Biên bản được đọc cho các bên cùng nghe, lập thành hai bản, mỗi bên giữ một bản.")
    yield Paragraph(f"Đại diện {name_on_paper(row.unit)} ký, ghi rõ họ tên:")
    yield Paragraph(DOTS)


def _texts(text):
    for line in text.splitlines():
        if line.strip():
            yield Paragraph(line.strip())


def _days(inspection):
    first, last = inspection.starts_on, inspection.ends_on
    return f"ngày {_day(first)}" if first == last else f"từ ngày {_day(first)} đến ngày {_day(last)}"


def _day(day):
    """Return a day as the citation of a plan, which stands in the same sentence, writes it."""
    return f"{day.day}/{day.month}/{day.year}"
