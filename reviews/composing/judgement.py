"""Parts III to V: strengths and weaknesses as the figures show them, difficulties counted, what comes next, proposals
by addressee. Causes and lessons are the office's to write: their passages are empty."""

from common.folding import fold
from figures.duties import Home
from figures.words import whole
from reviews.composing.gathering import gather, passages_of
from reviews.composing.parts import ProposedPassage, ProposedSection
from reviews.composing.results import FIGURES
from reviews.enums import SourceKind
from units.letters import name_on_paper

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
    latest = {submission.report.unit_id: submission for submission in material.submissions}
    said = passages_of(gather(latest.values(), "next_steps"), SourceKind.NEXT_STEPS)
    yield ProposedSection("next_steps", "Phương hướng, nhiệm vụ kỳ tới", passages=(ProposedPassage("own", ""), *said))


def proposals(material):
    """V: whom each proposal names, or else whom the report was sent to."""
    yield ProposedSection("proposals", "Kiến nghị, đề xuất")
    names = _names(material.addressees)
    found = {}
    for one in gather(material.submissions, "proposals"):
        receiver = next(iter(one.submissions.values())).report.to_unit
        unit = _named(one.text, names) or receiver
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
    sayings = gather(material.submissions, "difficulties")
    units = {pk for one in sayings for pk in one.units}
    if not units:
        return
    shared = sum(len(one.units) > 1 for one in sayings)
    said = f"{whole(len(units))} đơn vị nêu khó khăn, vướng mắc"
    said += f"; {whole(shared)} nội dung do nhiều đơn vị cùng nêu." if shared else "."
    yield ProposedPassage(FIGURES, said)
    yield from passages_of(sayings, SourceKind.DIFFICULTIES)


def _names(units):
    """Return [(folded name, unit)], the longest first: "ban tuyên giáo huyện ủy" before "ban tuyên giáo"."""
    pairs = [(_full(name), unit) for unit in units for name in {unit.name, unit.short_name} if name]
    return sorted(pairs, key=lambda pair: (-len(pair[0]), pair[1].order))


def _named(text, names):
    """Return the unit that a proposal begins with, "Đề nghị Ban Tuyên giáo …", or None."""
    said = _full(text)
    for opening in ASKING:
        if said.startswith(opening):
            rest = said.removeprefix(opening) + " "
            return next((unit for name, unit in names if rest.startswith(f"{name} ")), None)
    return None


def _full(text):
    return fold(text).replace("ubnd ", "uy ban nhan dan ")
