"""Parts III to V: strengths and weaknesses as the figures show them, difficulties counted, what comes next, proposals
by addressee. Causes and lessons are the office's to write: their passages are empty."""

from operator import attrgetter

from common.folding import fold
from figures.duties import Home
from figures.words import whole
from reviews.composing.gathering import gather, passages_of
from reviews.composing.parts import ProposedPassage, ProposedSection
from reviews.composing.results import FIGURES
from reviews.enums import SourceKind
from units.letters import name_on_paper
from units.models import Unit

TO_WRITE = [
    ("objective", "Nguyên nhân khách quan"),
    ("subjective", "Nguyên nhân chủ quan"),
    ("lessons", "Bài học kinh nghiệm"),
]
OWN_PROPOSALS = "Kiến nghị với cơ quan thường trực"
ASKING = ("de nghi ", "kien nghi voi ", "kien nghi ", "de xuat ")


def assessment(material):
    """III."""
    yield ProposedSection("assessment", "Đánh giá chung")
    yield ProposedSection("assessment.strengths", "Ưu điểm", 2, (ProposedPassage(FIGURES, _strengths(material)),))
    yield ProposedSection("assessment.weaknesses", "Hạn chế", 2, (ProposedPassage(FIGURES, _weaknesses(material)),))
    yield ProposedSection("assessment.difficulties", "Khó khăn, vướng mắc", 2, tuple(_difficulties(material)))
    for key, title in TO_WRITE:
        yield ProposedSection(f"assessment.{key}", title, 2, (ProposedPassage(key, ""),))


def next_steps(material):
    """IV: what the units' latest reports of the span announce."""
    latest = {sent.unit_id: sent for sent in material.sent("next_steps")}
    said = passages_of(gather(latest.values(), material.names), SourceKind.NEXT_STEPS)
    yield ProposedSection("next_steps", "Phương hướng, nhiệm vụ kỳ tới", passages=(ProposedPassage("own", ""), *said))


def proposals(material):
    """V: whom each proposal names, or else whom the report was sent to."""
    yield ProposedSection("proposals", "Kiến nghị, đề xuất")
    names, sayings = _names(material.addressees), gather(material.sent("proposals"), material.names)
    receivers = Unit.objects.in_bulk({one.to_unit_id for one in sayings})
    found = {}
    for one in sayings:
        unit = _named(one.text, names) or receivers[one.to_unit_id]
        found.setdefault(unit.pk, (unit, []))[1].append(one)
    for unit, sayings in sorted(found.values(), key=lambda pair: (pair[0].order, pair[0].pk)):
        passages = passages_of(sayings, SourceKind.PROPOSALS)
        # Nobody turns to himself: what is asked of the office that writes was asked by others.
        is_own = unit.pk == material.review.issuer_id
        title = OWN_PROPOSALS if is_own else f"Đối với {name_on_paper(unit)}"
        yield ProposedSection(f"proposals.to-{unit.pk}", title, 2, tuple(passages))


def _strengths(material):
    total, reports = material.duties(), material.reports
    said = []
    if total.done:
        said.append(f"Đã hoàn thành {total.rate.words}, đạt {total.rate}.")
    if reports.on_time:
        said.append(f"Báo cáo gửi đúng hạn {reports.on_time_rate.words}, đạt {reports.on_time_rate}.")
    whole_groups = [group.label for group in material.groups if _is_whole(material, group)]
    if whole_groups:
        said.append(f"Đã hoàn thành toàn bộ việc đến hạn: {', '.join(whole_groups)}.")
    return " ".join(said)


def _is_whole(material, group):
    figures = material.duties(home=Home(group.pk, None))
    return bool(figures.came_due) and figures.done == figures.came_due


def _weaknesses(material):
    total, reports = material.duties(), material.reports
    overdue = [(task, material.duties(task=task).open_overdue) for task in material.tasks]
    said = []
    if total.open_overdue:
        named = "; ".join(f"{task.code} ({whole(number)} việc)" for task, number in overdue if number)
        said.append(f"Còn {whole(total.open_overdue)} việc chưa hoàn thành, đã quá hạn, ở nhiệm vụ {named}.")
    if total.done_late:
        said.append(f"Có {whole(total.done_late)} việc hoàn thành sau thời hạn.")
    if reports.late or reports.missing:
        late, missing = whole(reports.late), whole(reports.missing)
        said.append(f"Có {late} báo cáo gửi quá hạn, {missing} báo cáo chưa gửi, đã quá hạn.")
    open_findings = sum(not fact.is_closed for fact in material.findings)
    if open_findings:
        said.append(f"Còn {whole(open_findings)} kiến nghị sau kiểm tra chưa khép lại.")
    return " ".join(said)


def _difficulties(material):
    sayings = gather(material.sent("difficulties"), material.names)
    units = {pk for one in sayings for pk in one.units}
    if not units:
        return
    shared = sum(len(one.units) > 1 for one in sayings)
    said = f"{whole(len(units))} đơn vị nêu khó khăn, vướng mắc"
    said += f"; {whole(shared)} nội dung do nhiều đơn vị cùng nêu." if shared else "."
    yield ProposedPassage(FIGURES, said)
    yield from passages_of(sayings, SourceKind.DIFFICULTIES)


def _names(units):
    """Return {folded name: unit}; of several units of one name the first by protocol order."""
    found = {}
    for unit in sorted(units, key=attrgetter("order")):
        for name in filter(None, (unit.name, unit.short_name)):
            found.setdefault(_full(name), unit)
    return found


def _named(text, names):
    """Return the unit that a proposal begins with, "Đề nghị Ban Tuyên giáo …", or None; the longest name goes first:
    "ban tuyên giáo huyện ủy" before "ban tuyên giáo"."""
    said = _full(text)
    for opening in ASKING:
        if said.startswith(opening):
            words = said.removeprefix(opening).split(" ")
            beginnings = (" ".join(words[:length]) for length in range(len(words), 0, -1))
            return next((names[one] for one in beginnings if one in names), None)
    return None


def _full(text):
    return fold(text).replace("ubnd ", "uy ban nhan dan ")
