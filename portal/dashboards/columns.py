"""The columns of the lists behind numbers, on the screen and in the workbook. A row begins with a duty or report and
its tone."""

from common.addresses import address_of
from portal.lists import Column


def _period(row):
    duty = row[0]
    return duty.period or ("việc một lần" if duty.due_on else None)


def cell_words(duty):
    """Return in which cell a duty stands, and for how many days it is late."""
    return f"{duty.cell.label} {duty.days_late} ngày" if duty.days_late else str(duty.cell.label)


def standing_words(report):
    """Return how a ReportRow stands, and for how many days it is late."""
    if report.days_late and not report.report.first_sent_on:
        return f"chưa gửi, quá hạn {report.days_late} ngày"
    return f"{report.standing.label} {report.days_late} ngày" if report.days_late else str(report.standing.label)


def _cell(row):
    return cell_words(row[0])


def _standing(row):
    return standing_words(row[0])


def _note(row):
    report = row[0].report
    notes = ["không phát sinh"] * bool(report.nil) + ["đã xác nhận"] * bool(report.confirmed)
    return ", ".join(notes) or None


DUTY_COLUMNS = [
    Column(
        "Nhiệm vụ",
        lambda row: f"{row[0].task_code}. {row[0].task_title}",
        key="viec",
        order=("task_code",),
        url=lambda row: address_of("portal:assignment", row[0].assignment_id),
        width=48,
    ),
    Column("Đơn vị chủ trì", lambda row: row[0].unit, key="don-vi", order=("unit_order",), width=28),
    Column("Kỳ", _period, width=18),
    Column("Thời hạn", lambda row: row[0].due_on, key="han", order=("due",), width=14),
    Column("Làm xong", lambda row: row[0].done_on, key="xong", order=("finished",), width=14),
    Column("Tình trạng", _cell, mark=lambda row: (row[1], ""), width=30),
]
REPORT_COLUMNS = [
    Column(
        "Báo cáo",
        lambda row: str(row[0].report.period),
        key="ky",
        order=("period__covers_to", "period_id"),
        url=lambda row: row[0].report.get_absolute_url(),
        width=20,
    ),
    Column("Đơn vị", lambda row: str(row[0].report.unit), key="don-vi", order=("unit__order", "unit_id"), width=28),
    Column("Nơi nhận", lambda row: str(row[0].report.to_unit), key="noi-nhan", order=("to_unit__order", "to_unit_id")),
    Column("Hạn gửi", lambda row: row[0].due_on, key="han", order=("due",), width=14),
    Column("Gửi lần đầu", lambda row: row[0].report.first_sent_on, key="gui", order=("first_sent_on",), width=14),
    Column("Tình trạng", _standing, mark=lambda row: (row[1], ""), width=30),
    Column("Ghi chú", _note, width=22),
    Column("Lượt đề nghị bổ sung", lambda row: row[0].report.returns, key="bo-sung", order=("returns",), width=14),
]
