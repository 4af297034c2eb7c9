"""Parts I and II: leadership from the clauses, results by task group, good models, inspections, directions."""

import re
from collections import defaultdict

from django.utils import timezone

from common.folding import fold
from figures.duties import Home
from figures.words import whole
from oversight.enums import DirectionMove
from progress.models.evidence import TOMBSTONE
from reviews.composing.parts import ProposedPassage, ProposedSection, Source
from reviews.composing.sentences import MARK, SENTENCES, ended, names_of, said_of_duties, said_of_reports
from reviews.enums import SourceKind
from units.letters import name_on_paper

MODELS = ["mo hinh tot", "mo hinh hay", "cach lam hay", "dien hinh tien tien", "sang kien"]
REMOVED = re.compile(rf"{TOMBSTONE} \d{{2}}/\d{{2}}/\d{{4}}\.?")
FIGURES = "figures"


def leadership(material):
    """I: what was issued, and a part for each clause."""
    said = "Cơ quan thường trực đã tham mưu, hướng dẫn, theo dõi, đôn đốc các đơn vị thực hiện Kế hoạch."
    if material.documents:
        said += f" Các đơn vị đã ban hành {whole(len(material.documents))} văn bản (Phụ lục 1)."
    first = ProposedPassage(FIGURES, said)
    yield ProposedSection("leadership", "Công tác lãnh đạo, chỉ đạo; quán triệt, tuyên truyền", passages=(first,))
    for clause in material.clauses:
        home = Home(None, clause.pk)
        yield ProposedSection(
            f"leadership.clause-{clause.number}", clause.title, 2, tuple(_of_home(material, home, clause.label))
        )


def results(material):
    """II: the whole in numbers, and a part for each task group."""
    passages = (
        ProposedPassage("reports", said_of_reports(material.reports)),
        ProposedPassage(FIGURES, f"{_since(material)}: {_lower(said_of_duties(material.duties()))}"),
    )
    yield ProposedSection("results", "Kết quả thực hiện", passages=passages)
    for group in material.groups:
        home = Home(group.pk, None)
        yield ProposedSection(
            f"results.group-{group.number}", group.title, 2, tuple(_of_home(material, home, group.label))
        )
    if found := _models(material):
        yield ProposedSection("results.models", "Mô hình tốt, cách làm hay", 2, (found,))


def oversight(material):
    """The rest of II: inspections with what they found, and what the committee asked."""
    inspected = [*_inspections(material), *_findings(material)]
    if inspected:
        yield ProposedSection("results.inspections", "Công tác kiểm tra, giám sát", 2, tuple(inspected))
    if material.directions:
        yield ProposedSection(
            "results.directions", "Thực hiện ý kiến chỉ đạo của Ban Chỉ đạo", 2, tuple(_directions(material))
        )


def _since(material):
    if material.scope.period:
        return f"Trong kỳ, tính đến hết ngày {material.as_of:%d/%m/%Y}"
    return f"Từ khi triển khai Kế hoạch đến hết ngày {material.as_of:%d/%m/%Y}"


def _of_home(material, home, label):
    tasks = material.tasks_of(home)
    units = {line.submission.report.unit_id for task in tasks for line in material.lines_by_task[task.pk]}
    said = said_of_duties(material.duties(home=home))
    if units:
        said += f" {whole(len(units))} đơn vị có kết quả đã được xác nhận."
    yield ProposedPassage(FIGURES, f"{label}: {_lower(said)}")
    for task in tasks:
        passage = _of_task(task, material.lines_by_task[task.pk], several=len(material.periods) > 1)
        if passage:
            yield passage


def _of_task(task, lines, *, several):
    """One passage for a task: each result once, behind the units that say it, leads first."""
    lines = sorted((line for line in lines if _says(line.result)), key=lambda line: line.part != "lead")
    if not lines:
        return None
    said = {}
    for line in lines:
        said.setdefault(fold(_words(line)), []).append(line)
    rows = [f"- {_who(of_same, several)}: {ended(_words(of_same[0]))}" for of_same in said.values()]
    last = max(lines, key=lambda line: line.submission.report.period.covers_to)
    title = ended(f"{last.task_code}. {last.task_title}")
    return ProposedPassage(f"task-{task.pk}", "\n".join([title, *rows]), tuple(map(Source.of_line, lines)))


def _says(text):
    return bool(text.strip()) and not REMOVED.fullmatch(text.strip())


def _words(line):
    """The result, and the product unless it is only what the plan asked for or stands in the result already."""
    product = line.product.strip()
    told = fold(product) in fold(f"{line.result} {line.assignment.product}")
    if not product or told or not _says(product):
        return line.result.strip()
    return f"{ended(line.result)} Sản phẩm: {product}"


def _who(lines, several):
    """The units of these lines, each with its periods where the review covers several."""
    units = {}
    for line in lines:
        report = line.submission.report
        units.setdefault(report.unit_id, (report.unit, []))[1].append(_lower(str(report.period)))
    return ", ".join(
        name_on_paper(unit) + (f" ({', '.join(periods)})" if several else "") for unit, periods in units.values()
    )


def _models(material):
    """Each sentence that names a model once, behind the units that say it."""
    said, units, sources = {}, defaultdict(dict), {}
    for line in material.lines:
        unit = line.submission.report.unit
        for sentence in SENTENCES.split(line.result):
            sentence = MARK.sub("", sentence)
            same = fold(sentence).rstrip(".;")
            if any(words in same for words in MODELS):
                said.setdefault(same, sentence)
                units[same][unit.pk] = unit
                sources[Source.of_line(line)] = True
    rows = [f"- {names_of(units[same].values())}: {ended(sentence)}" for same, sentence in said.items()]
    return ProposedPassage("models", "\n".join(rows), tuple(sources)) if rows else None


def _inspections(material):
    for inspection, units in material.inspections:
        names = names_of(units)
        said = (
            f"Ngày {inspection.recorded_on:%d/%m/%Y}, {name_on_paper(inspection.for_unit)} có kết quả "
            f"{inspection.get_kind_display()} {_lower(inspection.subject)} tại {whole(len(units))} đơn vị ({names}): "
            f"{ended(inspection.conclusion)}"
        )
        yield ProposedPassage(f"inspection-{inspection.pk}", said)


def _findings(material):
    facts, names = material.findings, {unit.pk: name_on_paper(unit) for unit in material.addressees}
    if not facts:
        return
    closed, overdue = sum(fact.is_closed for fact in facts), sum(fact.is_overdue for fact in facts)
    said = f"Có {whole(len(facts))} kiến nghị sau kiểm tra: {whole(closed)} đã khép lại, {whole(len(facts) - closed)} "
    said += "chưa khép lại"
    yield ProposedPassage(FIGURES, said + (f", trong đó {whole(overdue)} quá hạn khắc phục." if overdue else "."))
    for fact in facts:
        source = Source(SourceKind.FINDING, finding_id=fact.finding_id)
        yield ProposedPassage(
            f"finding-{fact.finding_id}", _finding(fact, names.get(fact.unit_id, fact.unit)), (source,)
        )


def _finding(fact, unit):
    if fact.is_closed:
        state = "đã khép lại"
    else:
        state = f"hạn khắc phục {fact.due_on:%d/%m/%Y}" + (", đã quá hạn" if fact.is_overdue else "")
    remedy = f" Đơn vị báo cáo: {ended(fact.remedy)}" if _says(fact.remedy) else ""
    return f"{unit}: {ended(fact.found)} Kiến nghị: {ended(fact.recommendation)} ({state.capitalize()}.){remedy}"


def _directions(material):
    for direction in material.directions:
        last = direction.events_then[-1]
        day = f"{timezone.localdate(direction.given_at):%d/%m/%Y}"
        due = f"hạn trả lời {last.due_on:%d/%m/%Y}"
        if last.move == DirectionMove.CLOSE:
            due = f"đã trả lời, khép lại ngày {timezone.localdate(last.at):%d/%m/%Y}"
        elif last.move == DirectionMove.ANSWER:
            due = "đã trả lời, chờ xem xét"
        elif last.due_on < material.as_of:
            due += ", đã quá hạn"
        said = f"Ý kiến ngày {day} về {direction.about}: {ended(direction.text)} "
        said += f"Đơn vị trả lời: {name_on_paper(last.to_unit)} ({due})."
        source = Source(SourceKind.DIRECTION, direction_id=direction.pk)
        yield ProposedPassage(f"direction-{direction.pk}", said, (source,))


def _lower(text):
    return text[:1].lower() + text[1:]
