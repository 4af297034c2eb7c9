"""Real rows for tests. Each function makes one thing with plain defaults; a test names only what it is about."""

from tests.factories.plan import make_assignment, make_group, make_indicator, make_plan, make_task, take_part
from tests.factories.reports import make_line, make_period, make_report
from tests.factories.reviews import make_passage, make_review, make_section
from tests.factories.units import make_post, make_unit, make_user

__all__ = [
    "make_assignment",
    "make_group",
    "make_indicator",
    "make_line",
    "make_passage",
    "make_period",
    "make_plan",
    "make_post",
    "make_report",
    "make_review",
    "make_section",
    "make_task",
    "make_unit",
    "make_user",
    "take_part",
]
