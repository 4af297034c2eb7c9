"""However many rows there are, a page of figures asks the same number of questions."""

import pytest
from django.urls import reverse

from progress.actions.counting import count_open_periods
from tasks.enums import AssignmentState
from tasks.models import Assignment
from tests.factories import make_unit, take_part
from tests.portal.test_dashboards import DAY, DUE, Plan261, dashboard, duties, figures

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Plan261()


@pytest.fixture(params=[1, 3])
def units(world, request):
    """How many units more there are: they cost no question more."""
    for _ in range(request.param):
        unit = make_unit()
        take_part(world.plan, unit)
        world.work(unit)
    return request.param


def test_dashboard_query_count(world, sign_in, units, forget_figures, django_assert_num_queries):
    client = sign_in(world.office())
    dashboard(client)  # the first page of a visit also notes the time in the session

    with django_assert_num_queries(10):
        dashboard(client)
    forget_figures()
    with django_assert_num_queries(19):
        response = dashboard(client)
    # Today is read from the ledger, and one that is at rest makes it ask for what is left out.
    Assignment.objects.filter(unit=world.beside).update(state=AssignmentState.SUSPENDED, suspended_on=DUE)
    count_open_periods()
    with django_assert_num_queries(23):
        client.get(reverse("portal:dashboard"))

    assert figures(response) == (6 + 2 * units, 3 + units)


def test_list_query_counts(world, sign_in, units, forget_figures, django_assert_num_queries):
    client = sign_in(world.office())
    dashboard(client)  # the first page of a visit also notes the time in the session

    forget_figures()
    with django_assert_num_queries(12):
        response = duties(client)
    forget_figures()
    with django_assert_num_queries(11):
        reports = client.get(reverse("portal:dashboard-report-list"), DAY | {"o": "missing"})

    assert (len(response.context["rows"]), len(reports.context["rows"])) == (6 + 2 * units, 3 + units)
