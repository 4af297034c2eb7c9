"""What units reported of the tasks, read one group or clause at a time: a country has more lines than should be held at
once."""

from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from common.folding import fold
from progress.models import SubmittedLine
from reviews.composing.parts import ProposedPassage, Source
from reviews.composing.sentences import MARK, SENTENCES, ended, lower, says
from tasks.enums import Part

MODELS = ["mo hinh tot", "mo hinh hay", "cach lam hay", "dien hinh tien tien", "sang kien"]
REPORT = "submission__report__"
# By unit in protocol order, the oldest period first.
ORDER = (f"{REPORT}unit__order", f"{REPORT}unit_id", f"{REPORT}period__covers_to")


class Line(NamedTuple):
    """A confirmed line; `wanted` is the product that the plan asked for."""

    order: int
    unit_id: int
    covers_to: object
    position: int
    pk: int
    submission_id: int
    period_id: int
    task_id: int
    part: str
    code: str
    title: str
    result: str
    product: str
    wanted: str

    @property
    def place(self):
        """Where it stands among the lines of all tasks."""
        return self[:5]


COLUMNS = (*ORDER, "position", "pk", "submission_id", f"{REPORT}period_id", "assignment__task_id", "part", "task_code")
COLUMNS += ("task_title", "result", "product", "assignment__product")


class Model(NamedTuple):
    """A sentence that names a good model, and the line it stands in; `same` is equal for equal sentences."""

    same: str
    sentence: str
    unit_id: int
    place: tuple
    source: Source


@dataclass
class Told:
    """Of one group or clause: the units with confirmed lines, a passage by task id, the good models."""

    units: set = field(default_factory=set)
    passages: dict = field(default_factory=dict)
    models: list = field(default_factory=list)


def told_of(material, home):
    """Return what is Told of the tasks of a Home (1 query)."""
    told = Told()
    for task_id, lines in groupby(_lines(material, home), key=attrgetter("task_id")):
        of_task = list(lines)
        told.units.update(line.unit_id for line in of_task)
        passage = _passage(material, of_task, told.models)
        if passage:
            told.passages[task_id] = passage
    return told


def _lines(material, home):
    """Yield the Lines of the tasks of a Home, task by task."""
    lines = SubmittedLine.objects.filter(
        material.scope.accepted("submission__"),
        submission__report__period__in=material.periods,
        assignment__task__in=[task.pk for task in material.tasks_of(home)],
    )
    ordered = lines.order_by("assignment__task_id", *ORDER, "position", "pk")
    return map(Line._make, ordered.values_list(*COLUMNS).iterator())


def _passage(material, lines, models):
    """One passage for a task: each result once, behind the units that say it, leads first. Good ones go to `models`."""
    lines = sorted((line for line in lines if says(line.result)), key=lambda line: line.part != Part.LEAD)
    if not lines:
        return None
    said, folded = {}, {}
    for line in lines:
        words = _words(line)
        # Many units say the same, word by word.
        same = folded.get(words) or folded.setdefault(words, fold(words))
        said.setdefault(same, []).append(line)
        if any(model in same for model in MODELS):
            models += _models(line)
    rows = [f"- {_who(material, of_same)}: {ended(_words(of_same[0]))}" for of_same in said.values()]
    last = max(lines, key=attrgetter("covers_to"))
    title = ended(f"{last.code}. {last.title}")
    return ProposedPassage(f"task-{last.task_id}", "\n".join([title, *rows]), tuple(map(Source.of_line, lines)))


def _words(line):
    """The result, and the product unless it is only what the plan asked for or stands in the result already."""
    product = line.product.strip()
    if not product or not says(product) or fold(product) in fold(f"{line.result} {line.wanted}"):
        return line.result.strip()
    return f"{ended(line.result)} Sản phẩm: {product}"


def _who(material, lines):
    """The units of these lines, each with its periods where the review covers several."""
    units = {}
    for line in lines:
        units.setdefault(line.unit_id, []).append(line.period_id)
    if len(material.periods) < 2:
        return ", ".join(material.names[pk] for pk in units)
    names = {period.pk: lower(str(period)) for period in material.periods}
    return ", ".join(f"{material.names[pk]} ({', '.join(names[one] for one in of)})" for pk, of in units.items())


def _models(line):
    for sentence in SENTENCES.split(line.result):
        sentence = MARK.sub("", sentence)
        same = fold(sentence).rstrip(".;")
        if any(words in same for words in MODELS):
            yield Model(same, sentence, line.unit_id, line.place, Source.of_line(line))
