"""A form sent back as it was downloaded changes nothing, whatever the report holds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from progress.actions.reports import save_header, save_line
from progress.enums import WorkState
from tests.progress.excel_world import ExcelWorld


@pytest.fixture
def world(db):
    return ExcelWorld()


TEXTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=80)
NUMBERS = st.none() | st.decimals(0, 10**15 - 1, places=3)


@settings(max_examples=25)
@given(
    st.fixed_dictionaries({"result": TEXTS, "product": TEXTS, "difficulties": TEXTS, "nil_reason": TEXTS}),
    NUMBERS,
    st.sampled_from(WorkState.values),
    st.none() | st.integers(0, 100),
)
def test_whatever_a_report_holds_its_form_changes_nothing(world, texts, number, state, percent):
    """What the portal itself keeps goes out and comes back as it was."""
    report = world.fresh()
    for name in ("difficulties", "nil_reason"):
        save_header(report, name, texts[name], version=getattr(report, f"{name}_version"), by=world.writer)
    for line in report.lines.all():
        kept = {"work_state": state, "percent": percent, "result": texts["result"], "product": texts["product"]}
        numbers = {world.indicator.pk: number} if line == world.line else {}
        save_line(line, kept | {"values": numbers}, version=line.version, by=world.writer)

    filled = world.filled()

    changes = [(change.part.place, change.cells) for change in filled.changes]
    assert ([str(problem) for problem in filled.problems], changes) == ([], [])
