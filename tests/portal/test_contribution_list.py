"""What a unit was asked for: narrowed by the filters of the address, sorted, and taken away as one sees it."""

import datetime
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from progress.actions import contributions as acts
from progress.enums import ReportState
from progress.models import Report
from tests.factories import make_line, make_period, make_post, make_report
from tests.portal.test_contributions import GIVEN, AskingWorld
from units.enums import Role

pytestmark = pytest.mark.django_db
DUE = datetime.date(2099, 12, 1)


class ListWorld(AskingWorld):
    """One supporter asked for five paragraphs of five lines, in five periods, each of which ended differently."""

    def __init__(self):
        super().__init__(ask=False)
        self.requests = [self.ask_in(number) for number in range(5)]
        waiting, given, declined, sent, withdrawn = self.requests
        acts.answer_contribution(given, GIVEN, version=1, by=self.giver)
        acts.decline_contribution(declined, reason="Chưa làm.", by=self.giver)
        acts.withdraw_contribution_request(withdrawn, by=self.writer)
        Report.objects.filter(pk=sent.line.report_id).update(state=ReportState.SUBMITTED, submitted_at=timezone.now())
        self.ends = dict(zip(ENDS, (waiting, given, declined, sent, withdrawn), strict=True))

    def ask_in(self, number):
        period = self.period if number == 0 else make_period(self.plan, number=number, year=2025)
        report = self.report if number == 0 else make_report(period, self.unit)
        line = self.line if number == 0 else make_line(report, self.line.assignment)
        [asked] = self.ask([self.support], line=line, due_on=DUE - datetime.timedelta(days=(number * 3) % 5))
        return asked


ENDS = ["cho-tra-loi", "da-gop", "da-tu-choi", "khong-phai-gop", "da-rut"]
PAGE = "portal:contribution-list"


def found(client, **query):
    return [row.asked for row in client.get(reverse(PAGE), query).context["rows"]]


def taken(client, **query):
    """Return the rows of the workbook, its head first."""
    response = client.get(reverse(f"{PAGE}-export"), query)
    return list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.iter_rows(values_only=True))


def test_each_end_is_found_by_its_filter_alone(sign_in):
    world = ListWorld()
    client = sign_in(world.giver)

    assert {end: found(client, ket_qua=end) for end in ENDS} == {end: [one] for end, one in world.ends.items()}
    assert found(client) == world.requests[::-1]


def test_period_and_unit_narrow_the_list_and_only_those_of_the_list_are_offered(sign_in):
    world = ListWorld()
    make_period(world.plan, number=4, year=2031)
    client = sign_in(world.giver)

    form = client.get(reverse(PAGE)).context["form"]

    third = world.requests[2].line.report.period
    assert found(client, ky=third.pk) == [world.requests[2]]
    assert found(client, don_vi=world.unit.pk) == world.requests[::-1]
    assert set(form.fields["ky"].queryset) == {one.line.report.period for one in world.requests}
    assert list(form.fields["don_vi"].queryset) == [world.unit]


@pytest.mark.parametrize("query", [{"ky": "999999"}, {"don_vi": "\0"}, {"ket_qua": "la"}])
def test_filter_that_is_not_understood_is_told_at_its_field(sign_in, query):
    client = sign_in(ListWorld().giver)

    page, export = client.get(reverse(PAGE), query), client.get(reverse(f"{PAGE}-export"), query)

    assert (page.status_code, list(page.context["form"].errors)) == (422, list(query))
    assert (export.status_code, export["Location"].startswith(reverse(PAGE) + "?")) == (302, True)


@pytest.mark.parametrize("way", ["han", "-han", "viec", "don-vi", "ky", "-ky", "de-nghi"])
def test_workbook_holds_the_rows_as_they_are_sorted_and_filtered(sign_in, way):
    world = ListWorld()
    client = sign_in(world.giver)
    listing = client.get(reverse(PAGE), {"sap": way}).context["listing"]

    head, *rows = taken(client, sap=way)

    days = [one.due_on for one in found(client, sap=way)]
    assert head == tuple(column.words for column in listing.columns)
    assert [row[8] for row in rows] == [row.fate.words for row in listing.rows]
    assert [row[5].date() for row in rows] == days
    assert way.strip("-") != "han" or days == sorted(days, reverse=way == "-han")
    assert [row[8] for row in taken(client, ket_qua="da-tu-choi")[1:]] == ["đã từ chối"]


def test_nobody_takes_away_what_another_unit_was_asked(sign_in):
    world = ListWorld()

    kept = {who: len(taken(sign_in(getattr(world, who)))) - 1 for who in ("giver", "giving_head", "writer", "judge")}
    administrator = sign_in(make_post(world.office, Role.ADMINISTRATOR)).get(reverse(f"{PAGE}-export"))

    assert kept == {"giver": 5, "giving_head": 5, "writer": 0, "judge": 0}
    assert administrator.status_code == 403


def test_one_row_costs_as_much_as_five(sign_in):
    client, costs, rows = sign_in(ListWorld().giver), [], []
    client.get(reverse(PAGE))

    for query in ({"ket_qua": "da-gop"}, {}):
        for ask in (found, taken):
            with CaptureQueriesContext(connection) as queries:
                rows.append(len(ask(client, **query)))
            costs.append(len(queries))

    assert rows == [1, 2, 5, 6]
    assert costs[:2] == costs[2:]
    assert max(costs) <= 15
