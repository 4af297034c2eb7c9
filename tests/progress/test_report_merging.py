"""Two people write one report at once, part by part: whatever they write, and in whatever order it arrives, no text is
lost. Different parts merge; of the same part the later one is shown both texts."""

import datetime
from dataclasses import dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.actions.reports import HEADER_TEXTS, clean_text
from progress.enums import WorkState
from progress.forms.report_parts import ReportParts
from progress.models import Report
from progress.reading import values_of
from tests.factories import make_indicator
from tests.portal.access_doors import undone
from tests.progress.report_world import DUE_ON, ReportWorld

DIFFERENT, SAME = 40, 25
STATES = [WorkState.IN_PROGRESS, WorkState.DONE]
TEXT_FIELDS = {"result", "product", *HEADER_TEXTS}
DAY = datetime.date(2024, 10, 1)
TEXTS = st.text(alphabet="aăâđê ộ\n1.<&", min_size=1, max_size=12)


@dataclass(frozen=True)
class Edit:
    """What is typed into one part, field by field, and what is to be kept of it."""

    typed: dict
    kept: dict


@pytest.fixture
def world(db):
    world = ReportWorld()
    world.lines = [world.line, world.add_line(), world.add_line(due_on=DUE_ON)]
    for line in (world.lines[0], world.lines[2], world.lines[2]):
        make_indicator(line.assignment.task)
    return world


def parts_of(world, data=None):
    return ReportParts(Report.objects.select_related("period__plan", "unit").get(pk=world.report.pk), data)


class Desk:
    """One person's open page: `typed` holds what is on it, part by part, with the version that each part stands on."""

    def __init__(self, world, post):
        self.world, self.post = world, post
        self.page = {part.form.prefix: _sent_back(part.form) for part in parts_of(world).parts}

    def write(self, prefix, edit):
        self.page[prefix] |= {_field(prefix, name): typed for name, typed in edit.typed.items()}
        if prefix == "chung-nil_reason":
            self.page[prefix]["chung-is_nil"] = "on"

    def save(self, prefix):
        """Save one part in the background and go on from the answer, as the page does."""
        parts = parts_of(self.world, self.page[prefix])
        parts.save(by=self.post)
        [part] = [part for part in parts.parts if part.form.is_bound]
        if part.conflict:
            return part
        self.page[prefix][f"{prefix}-version"], self.page[prefix][f"{prefix}-opened"] = part.stands_on
        return part


def _sent_back(form):
    shown = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: str(value) for name, value in shown.items() if value not in (None, False)}


def _field(prefix, name):
    return f"{prefix}-{name}" if prefix.startswith("dong-") else f"chung-{name}"


@st.composite
def edits(draw, prefix, line=None):
    """What somebody types into one part: a text of the head, or every field of a line."""
    if line is None:
        name = prefix.removeprefix("chung-")
        text = draw(TEXTS.filter(clean_text))
        return Edit({name: text}, {name: clean_text(text)})
    result, product, state = draw(TEXTS.filter(clean_text)), draw(TEXTS), draw(st.sampled_from(STATES))
    typed = {"result": result, "product": product, "work_state": state}
    kept = {"result": clean_text(result), "product": clean_text(product), "work_state": state}
    if not line.cadence:
        percent, day = draw(st.integers(0, 100)), draw(st.dates(DAY, DUE_ON))
        typed |= {"percent": str(percent), "done_on": f"{day:%d/%m/%Y}"}
        is_done = state == WorkState.DONE
        kept |= {"percent": 100 if is_done else percent, "done_on": day if is_done else None}
    for indicator in line.assignment.task.indicators.all():
        number = draw(st.decimals(0, 10**6, places=3))
        typed[f"chi-tieu-{indicator.pk}"] = f"{number:f}".replace(".", ",")
        kept[f"chi-tieu-{indicator.pk}"] = number
    return Edit(typed, kept)


def flat(values):
    """The values of a part with those of its indicators beside the rest, texts as they are kept."""
    plain = {name: clean_text(value) if name in TEXT_FIELDS else value for name, value in values.items()}
    return plain | {f"chi-tieu-{pk}": value for pk, value in plain.pop("values", {}).items()}


def held(world):
    """Return {part: its values} as the server holds it, of a line all that its form asks."""
    report, counted = world.fresh(), values_of(world.report)
    found = {f"chung-{name}": {name: getattr(report, name)} for name in HEADER_TEXTS}
    for line in report.lines.select_related("assignment__task"):
        asked = ["result", "product", "work_state", *([] if line.cadence else ["percent", "done_on"])]
        numbers = {one.pk: counted.get(line.pk, {}).get(one.pk) for one in line.assignment.task.indicators.all()}
        found[f"dong-{line.pk}"] = flat({name: getattr(line, name) for name in asked} | {"values": numbers})
    return found


@settings(max_examples=DIFFERENT)
@given(data=st.data())
def test_edits_of_different_parts_lose_nothing(world, data):
    lines = {f"dong-{line.pk}": line for line in world.lines}
    prefixes = [f"chung-{name}" for name in HEADER_TEXTS] + list(lines)
    writers = {prefix: data.draw(st.sampled_from(["writer", "head"])) for prefix in prefixes}
    typed = {prefix: data.draw(edits(prefix, lines.get(prefix))) for prefix in prefixes}
    with undone():
        desks = {who: Desk(world, getattr(world, who)) for who in ("writer", "head")}
        for prefix in data.draw(st.permutations(prefixes)):
            desks[writers[prefix]].write(prefix, typed[prefix])

        parts = [desks[writers[prefix]].save(prefix) for prefix in data.draw(st.permutations(prefixes))]

        assert [(part.place, part.errors) for part in parts if part.conflict or part.errors] == []
        assert held(world) == {prefix: edit.kept for prefix, edit in typed.items()}


@settings(max_examples=SAME)
@given(data=st.data())
def test_whatever_two_people_save_stays_in_somebodys_sight(world, data):
    """All that was ever kept is kept still, or was followed by its own writer, or was shown to who met it."""
    lines = {"chung-difficulties": None} | {f"dong-{line.pk}": line for line in (world.lines[0], world.lines[2])}
    with undone():
        desks = {who: Desk(world, getattr(world, who)) for who in ("writer", "head")}
        last_by = {}
        for _ in range(data.draw(st.integers(1, 5))):
            who, prefix = data.draw(st.sampled_from(sorted(desks))), data.draw(st.sampled_from(sorted(lines)))
            edit, before = data.draw(edits(prefix, lines[prefix])), held(world)[prefix]
            desks[who].write(prefix, edit)

            part = desks[who].save(prefix)

            now = held(world)[prefix]
            if part.conflict:
                assert now == before
                assert desks[who].page[prefix].items() >= {
                    (_field(prefix, name), text) for name, text in edit.typed.items()
                }
                assert flat(part.conflict.mine).items() >= edit.kept.items()
                assert flat(part.conflict.theirs).items() >= before.items()
            else:
                assert now == edit.kept
                assert before == now or last_by.get(prefix, who) == who
                last_by[prefix] = who
