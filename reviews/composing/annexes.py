"""The three annexes of a compiled report: issued documents, indicators, progress of each task (DOMAIN §4)."""

from figures.words import NOTHING, plain_number, whole
from reviews.composing.indicators import indicators_of
from reviews.composing.parts import AnnexTable
from tasks.enums import Cadence

DOCUMENTS = (
    ("TT", 0.6, "center"),
    ("Số, ký hiệu", 1.7, "left"),
    ("Ngày", 1.7, "center"),
    ("Cơ quan ban hành", 2, "left"),
    ("Trích yếu", 2.8, "left"),
    ("Đơn vị báo cáo", 1.7, "left"),
)
INDICATORS = (
    ("TT", 0.5, "center"),
    ("Chỉ tiêu", 4.2, "left"),
    ("ĐVT", 1.1, "center"),
    ("Kế hoạch năm", 1.2, "right"),
    ("Kết quả kỳ", 1.2, "right"),
    ("Lũy kế từ đầu năm", 1.2, "right"),
    ("%", 1, "right"),
    ("So cùng kỳ", 1.2, "right"),
)
PROGRESS = (
    ("TT", 0.5, "center"),
    ("Nhiệm vụ", 4.2, "left"),
    ("Chủ trì", 2.4, "left"),
    ("Thời hạn", 1.5, "center"),
    ("Hoàn thành/đến hạn", 1.3, "center"),
    ("Đúng hạn", 1, "center"),
    ("Quá hạn, chưa xong", 1.1, "center"),
    ("Trong hạn", 1, "center"),
)
MOST_LEADS = 3
DOCUMENTS_TITLE = "Phụ lục 1"


def annexes(material):
    """Yield the annexes; one without a row is kept, so that the others keep their numbers."""
    day = f"{material.as_of:%d/%m/%Y}"
    plan = material.plan
    yield AnnexTable(DOCUMENTS_TITLE, "Danh mục văn bản đã ban hành", DOCUMENTS, tuple(_documents(material)))
    subject = f"Kết quả thực hiện chỉ tiêu, số liệu đã xác nhận đến hết ngày {day}"
    yield AnnexTable("Phụ lục 2", subject, INDICATORS, tuple(_indicators(material)), wide=True)
    subject = f"Tiến độ thực hiện từng nhiệm vụ của {plan}, tính đến hết ngày {day}"
    yield AnnexTable("Phụ lục 3", subject, PROGRESS, tuple(_progress(material)), wide=True)


def _documents(material):
    """Each document once, with every unit that reported it."""
    for number, listed in enumerate(material.documents, start=1):
        named = ", ".join(listed.units.values())
        yield (whole(number), listed.number, listed.day, listed.issuer, listed.subject, named)


def _indicators(material):
    for number, one in enumerate(indicators_of(material), start=1):
        row = one.row
        numbers = [row.goal.value, one.span, row.running.total]
        said = [NOTHING if value is None else plain_number(value) for value in numbers]
        name = f"{row.indicator.name} (nhiệm vụ {row.indicator.task.code})"
        yield (whole(number), name, row.indicator.unit_of_measure, *said, row.share, one.change)


def _progress(material):
    for number, task in enumerate(material.tasks, start=1):
        leads, figures = material.leads[task.pk], material.duties(task=task)
        yield (
            whole(number),
            f"{task.code}. {task.title}",
            _names(material, leads),
            _due(leads),
            figures.rate.fraction if figures.came_due else NOTHING,
            whole(figures.done_on_time),
            whole(figures.open_overdue),
            whole(figures.open_in_time),
        )


def _names(material, leads):
    if len(leads.units) > MOST_LEADS:
        return f"{whole(len(leads.units))} đơn vị"
    return ", ".join(material.names[pk] for pk in leads.units) or NOTHING


def _due(leads):
    """The one date or cadence of all leads on the day; the span of dates where they differ."""
    said = [word.capitalize() for word in sorted(Cadence(one).label for one in leads.cadences)]
    dates = sorted(leads.dates)
    if dates:
        said.append(" – ".join(f"{day:%d/%m/%Y}" for day in (dates if len(dates) == 1 else (dates[0], dates[-1]))))
    return "; ".join(said) or ("Không hạn" if leads.units else NOTHING)
