"""What the forms of a report show of what is kept."""

from decimal import Decimal

import pytest

from progress.forms.report import LineForm
from tests.factories import make_indicator
from tests.progress.report_world import ReportWorld

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kept", "shown"), [("12.000", "12"), ("1200.000", "1.200"), ("0.500", "0,5"), ("0.000", "0"), ("-3.250", "-3,25")]
)
def test_value_is_shown_without_empty_decimals(kept, shown):
    line = ReportWorld().line
    indicator = make_indicator(line.assignment.task)

    form = LineForm(line=line, values={indicator.pk: Decimal(kept)})

    assert f'value="{shown}"' in str(form[f"chi-tieu-{indicator.pk}"])
