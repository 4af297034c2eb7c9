"""The urging letter (công văn đôn đốc) and the account of a period, in the official form of whoever issues them."""

from collections import Counter

from django.utils import timezone

from common.documents import Column, Document, Paragraph, Span, Table, build, form_for
from common.refusals import Refused
from figures.words import whole
from oversight.enums import UrgingLevel
from portal.lists import MOST_ROWS
from portal.urging.columns import about, became
from units.enums import Role
from units.letters import kind_of, letterhead_of, name_on_paper, signature_of
from units.models import Membership

OVERDUE = (
    Column("TT", 0.5, "center"),
    Column("Việc quá hạn", 5),
    Column("Thời hạn", 1.4, "center"),
    Column("Số ngày quá hạn", 1.2, "center"),
)
LEDGER = (
    Column("TT", 0.8, "center"),
    Column("Đơn vị", 1.8),
    Column("Ngày, mức, hình thức", 2.1),
    Column("Về việc", 3),
    Column("Tiếp nhận, trả lời", 2.3),
    Column("Kết quả đến nay", 1.9),
)
NOTE = "Bản dự thảo lập từ sổ đôn đốc trên cổng; số, ngày, dấu và chữ ký do văn thư và người ký ghi."


def letter_as_docx(urging, subjects):
    """Return the bytes of the letter that urges one unit: a draft, in the form of the day it was urged on."""
    sender, on = urging.for_unit, urging.urged_on
    document = Document(
        letterhead=letterhead_of(sender),
        type_name="CÔNG VĂN",
        type_symbol="CV",
        subject="đôn đốc việc quá hạn",
        year=on.year,
        body=tuple(_letter(urging, subjects)),
        addressees=(name_on_paper(urging.unit),),
        recipients=("Như trên", *_copies(urging)),
        archive=name_on_paper(sender),
        signature=_signature(sender, on),
        note=NOTE,
    )
    return build(document, form_for(kind_of(sender), on))


def letter_name(urging):
    """Return the Vietnamese name of the file."""
    return f"Công văn đôn đốc {urging.unit} {urging.urged_on:%d-%m-%Y}"


def account_as_docx(unit, listing, asked, *, on):
    """Return the bytes of the account of what was urged: the rows of `listing`, all pages; `asked` names the period."""
    if listing.paginator.count > MOST_ROWS:
        raise Refused(f"Sổ có {whole(listing.paginator.count)} lần đôn đốc. Hãy lọc bớt, ví dụ theo ngày, rồi tải về.")
    rows = listing.read(list(listing.ordered))
    period = _period(asked, on)
    document = Document(
        letterhead=letterhead_of(unit),
        type_name="BÁO CÁO",
        type_symbol="BC",
        subject=f"công tác đôn đốc thực hiện kế hoạch {period}",
        year=on.year,
        body=tuple(_account(unit, rows, period)),
        recipients=(name_on_paper(unit.parent),) if unit.parent else (),
        archive=name_on_paper(unit),
        signature=_signature(unit, on),
        note=NOTE,
    )
    return build(document, form_for(kind_of(unit), on))


def _letter(urging, subjects):
    unit, sender, plan = name_on_paper(urging.unit), name_on_paper(urging.for_unit), urging.plan
    day = f"{urging.urged_on:%d/%m/%Y}"
    yield Paragraph(
        f"Theo dõi việc thực hiện {plan.citation} về {plan.subject}, {sender} thấy đến ngày {day} {unit} còn "
        f"{len(subjects)} việc quá hạn sau đây:"
    )
    yield Table(OVERDUE, tuple(_overdue(subjects)), "Danh sách việc quá hạn")
    yield Paragraph(urging.text)
    yield Paragraph(f"{sender} đề nghị {unit} trả lời trước hết ngày {urging.answer_by:%d/%m/%Y}")


def _overdue(subjects):
    for number, subject in enumerate(subjects, start=1):
        yield (str(number), subject.about, f"{subject.due_on:%d/%m/%Y}", str(subject.days_late))


def _copies(urging):
    """The standing office is told what another unit urges about."""
    office = urging.plan.standing_office
    return (name_on_paper(office),) if office.pk != urging.for_unit_id else ()


def _signature(unit, on):
    heads = Membership.objects.filter(unit=unit, role=Role.HEAD, stands_in_for=None).valid(on)
    return signature_of(unit, heads.select_related("user").first())


def _period(asked, on):
    first, last = asked.get("tu"), asked.get("den")
    until = f"đến ngày {last or on:%d/%m/%Y}"
    return f"từ ngày {first:%d/%m/%Y} {until}" if first else until


def _account(unit, rows, period):
    yield Paragraph(f"Thực hiện nhiệm vụ theo dõi, đôn đốc, {name_on_paper(unit)} báo cáo kết quả {period} như sau:")
    if not rows:
        yield Paragraph("Trong thời gian này không có lần đôn đốc nào.")
        return
    yield Paragraph(_sums(rows))
    yield Table(LEDGER, tuple(_line(number, row) for number, row in enumerate(rows, start=1)), "Sổ đôn đốc")
    yield Paragraph(
        (
            Span(
                "Kết quả đến nay ghi theo số liệu trên cổng ngày lập báo cáo; hạn trả lời là ngày làm việc.",
                italic=True,
            ),
        )
    )


def _sums(rows):
    levels = Counter(row.urging.level for row in rows)
    by_level = ", ".join(f"{level.label}: {levels[level]}" for level in UrgingLevel if levels[level])
    answered = sum(row.urging.answered_at is not None for row in rows)
    received = sum(row.urging.acknowledged_at is not None for row in rows)
    closed = sum(not row.urging.work_open for row in rows)
    units = len({row.urging.unit_id for row in rows})
    return (
        f"Đã đôn đốc {len(rows)} lần, {units} đơn vị ({by_level}). Đơn vị đã tiếp nhận {received}/{len(rows)} lần, "
        f"đã trả lời {answered}/{len(rows)} lần; {closed}/{len(rows)} lần mọi việc được đôn đốc đã xong."
    )


def _line(number, row):
    urging = row.urging
    how = [f"{urging.urged_on:%d/%m/%Y}", urging.get_level_display(), urging.get_channel_display()]
    if urging.letter_number:
        how.append(f"{urging.letter_number} ngày {urging.letter_on:%d/%m/%Y}")
    return (str(number), str(urging.unit), "\n".join(how), about(row), "\n".join(_replies(row)), became(row))


def _replies(row):
    urging = row.urging
    if urging.acknowledged_at is None:
        yield "Chưa tiếp nhận"
        return
    yield f"Tiếp nhận {_moment(urging.acknowledged_at)}"
    yield f"Trả lời {_moment(urging.answered_at)}: {urging.answer}" if urging.answered_at else "Chưa trả lời"


def _moment(at):
    return f"{timezone.localtime(at):%d/%m/%Y}"
