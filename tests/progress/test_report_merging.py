"""Two people write one report at once, part by part: whatever they write, and in whatever order it arrives, no text is
lost. Different parts merge; of the same part the later one is shown both texts."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from progress.actions.reports import HEADER_TEXTS, clean_text
from progress.forms.report_parts import ReportParts
from progress.models import Report
from tests.factories import make_indicator
from tests.portal.access_doors import undone
from tests.progress.report_world import ReportWorld

TEXTS = st.text(alphabet="aăâđê ộ\n1.<&", min_size=1, max_size=12)


@pytest.fixture
def world(db):
    world = ReportWorld()
    world.lines = [world.line, world.add_line(), world.add_line()]
    make_indicator(world.line.assignment.task)
    return world


def parts_of(world, data=None):
    return ReportParts(Report.objects.select_related("period__plan", "unit").get(pk=world.report.pk), data)


class Desk:
    """One person's open page: `typed` holds what is on it, part by part, with the version that each part stands on."""

    def __init__(self, world, post):
        self.world, self.post = world, post
        self.page = {part.form.prefix: _sent_back(part.form) for part in parts_of(world).parts}
        self.met = set()

    def write(self, prefix, text):
        self.page[prefix][field_of(prefix)] = text
        if prefix == "chung-nil_reason":
            self.page[prefix]["chung-is_nil"] = "on"

    def save(self, prefix):
        """Save one part in the background and go on from the answer, as the page does."""
        parts = parts_of(self.world, self.page[prefix])
        parts.save(by=self.post)
        [part] = [part for part in parts.parts if part.form.is_bound]
        if part.conflict:
            self.met.add((prefix, clean_text(part.conflict.theirs[name_of(prefix)])))
        else:
            self.page[prefix][f"{prefix}-version"], self.page[prefix][f"{prefix}-opened"] = part.stands_on
        return part


def _sent_back(form):
    shown = {form.add_prefix(name): form[name].value() for name in form.fields}
    return {name: str(value) for name, value in shown.items() if value not in (None, False)}


def name_of(prefix):
    return "result" if prefix.startswith("dong-") else prefix.removeprefix("chung-")


def field_of(prefix):
    return f"{prefix}-result" if prefix.startswith("dong-") else f"chung-{name_of(prefix)}"


def held(world):
    """Return {part: its text} as the server holds it."""
    report = world.fresh()
    return {f"chung-{name}": getattr(report, name) for name in HEADER_TEXTS} | {
        f"dong-{line.pk}": line.result for line in report.lines.all()
    }


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_edits_of_different_parts_lose_nothing(world, data):
    prefixes = [f"chung-{name}" for name in HEADER_TEXTS] + [f"dong-{line.pk}" for line in world.lines]
    order = data.draw(st.permutations(prefixes))
    writers = {prefix: data.draw(st.sampled_from(["writer", "head"])) for prefix in prefixes}
    texts = {prefix: data.draw(TEXTS.filter(clean_text)) for prefix in prefixes}
    with undone():
        desks = {who: Desk(world, getattr(world, who)) for who in ("writer", "head")}
        for prefix in order:
            desks[writers[prefix]].write(prefix, texts[prefix])

        parts = [desks[writers[prefix]].save(prefix) for prefix in data.draw(st.permutations(prefixes))]

        assert [part.place for part in parts if part.conflict or part.errors] == []
        assert held(world) == {prefix: clean_text(text) for prefix, text in texts.items()}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_whatever_two_people_save_stays_in_somebodys_sight(world, data):
    """Every text that was ever kept is kept still, or was followed by its own writer, or was shown to who met it."""
    prefixes = ["chung-difficulties", f"dong-{world.line.pk}"]
    steps = st.tuples(st.sampled_from(["writer", "head"]), st.sampled_from(prefixes), TEXTS.filter(clean_text))
    with undone():
        desks = {who: Desk(world, getattr(world, who)) for who in ("writer", "head")}
        last_by = {}
        for who, prefix, text in data.draw(st.lists(steps, min_size=1, max_size=5)):
            before = held(world)[prefix]
            desks[who].write(prefix, text)

            part = desks[who].save(prefix)

            now = held(world)[prefix]
            if part.conflict:
                assert now == before
                assert desks[who].page[prefix][field_of(prefix)] == text
                assert clean_text(part.conflict.mine[name_of(prefix)]) == clean_text(text)
                assert clean_text(part.conflict.theirs[name_of(prefix)]) == before
            else:
                assert now == clean_text(text)
                assert before == now or last_by.get(prefix, who) == who
                last_by[prefix] = who
