"""The figures a review stands on, one row each: kept with it, compared when it is refreshed, shown beside the text."""

from figures.cells import Cell
from figures.duties import Home
from figures.words import whole
from oversight.enums import DirectionMove
from reviews.composing.parts import Shown

DUTIES = [
    (Cell.DONE_ON_TIME, "Đã hoàn thành đúng hạn"),
    (Cell.DONE_LATE, "Đã hoàn thành quá hạn"),
    (Cell.OPEN_IN_TIME, "Chưa hoàn thành, trong hạn"),
    (Cell.OPEN_OVERDUE, "Chưa hoàn thành, quá hạn"),
    (Cell.NO_DEADLINE, "Không hạn"),
]
REPORTS = [
    ("late", "Báo cáo gửi quá hạn"),
    ("missing", "Báo cáo chưa gửi, đã quá hạn"),
    ("nil", "Báo cáo không phát sinh"),
    ("confirmed", "Báo cáo đã xác nhận"),
]


def numbers(material):
    """Yield the Shown numbers: of the whole plan, of the reports, of each group and clause, of inspections."""
    total, reports = material.duties(), material.reports
    yield _rate("duties.done", "Hoàn thành việc đã đến hạn", total.rate)
    for cell, words in DUTIES:
        yield Shown(f"duties.{cell.value}", words, whole(getattr(total, cell.value)))
    yield _rate("reports.received", "Báo cáo đã gửi", reports.received_rate)
    yield _rate("reports.on_time", "Báo cáo gửi đúng hạn", reports.on_time_rate)
    for name, words in REPORTS:
        yield Shown(f"reports.{name}", words, whole(reports.number(name)))
    for group in material.groups:
        figures = material.duties(home=Home(group.pk, None))
        yield _rate(f"group-{group.number}.done", f"{group.label}: hoàn thành việc đã đến hạn", figures.rate)
    for clause in material.clauses:
        figures = material.duties(home=Home(None, clause.pk))
        yield _rate(f"clause-{clause.number}.done", f"{clause.label}: hoàn thành việc đã đến hạn", figures.rate)
    yield Shown("findings", "Kiến nghị sau kiểm tra", whole(len(material.findings)))
    open_findings = sum(not fact.is_closed for fact in material.findings)
    yield Shown("findings.open", "Kiến nghị sau kiểm tra chưa khép lại", whole(open_findings))
    open_directions = sum(direction.events_then[-1].move != DirectionMove.CLOSE for direction in material.directions)
    yield Shown("directions", "Ý kiến chỉ đạo chưa khép lại", whole(open_directions))
    yield Shown("documents", "Văn bản đã ban hành", whole(len(material.documents)))


def _rate(key, words, rate):
    return Shown(key, words, str(rate), rate.words)
