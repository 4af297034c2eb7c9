"""Parts I and II: leadership from the clauses, results by task group, good models, inspections, directions."""

from collections import defaultdict
from operator import attrgetter

from django.utils import timezone

from figures.duties import Home
from figures.words import whole
from oversight.enums import DirectionMove
from reviews.composing.parts import ProposedPassage, ProposedSection, Source
from reviews.composing.sentences import ended, lower, said_of_duties, said_of_reports, says
from reviews.enums import SourceKind
from units.letters import name_on_paper

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
        ProposedPassage(FIGURES, f"{_since(material)}: {lower(said_of_duties(material.duties()))}"),
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
    told = material.told(home)
    said = said_of_duties(material.duties(home=home))
    if told.units:
        said += f" {whole(len(told.units))} đơn vị có kết quả đã được xác nhận."
    yield ProposedPassage(FIGURES, f"{label}: {lower(said)}")
    for task in material.tasks_of(home):
        if task.pk in told.passages:
            yield told.passages[task.pk]


def _models(material):
    """Each sentence that names a model once, behind the units that say it."""
    said, units, sources = {}, defaultdict(dict), {}
    for one in sorted(material.models, key=attrgetter("place")):
        said.setdefault(one.same, one.sentence)
        units[one.same][one.unit_id] = material.names[one.unit_id]
        sources[one.source] = True
    rows = [f"- {', '.join(units[same].values())}: {ended(sentence)}" for same, sentence in said.items()]
    return ProposedPassage("models", "\n".join(rows), tuple(sources)) if rows else None


def _inspections(material):
    for inspection, units in material.inspections:
        names = ", ".join(map(name_on_paper, units))
        said = (
            f"Ngày {inspection.recorded_on:%d/%m/%Y}, {name_on_paper(inspection.for_unit)} có kết quả "
            f"{inspection.get_kind_display()} {lower(inspection.subject)} tại {whole(len(units))} đơn vị ({names}): "
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
    remedy = f" Đơn vị báo cáo: {ended(fact.remedy)}" if says(fact.remedy) else ""
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
