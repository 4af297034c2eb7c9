"""How long what is late is late, on the dashboard; and what a unit with none below sees of itself."""

import datetime
import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from figures.cells import Cell
from progress.actions.counting import rebuild_counters
from progress.models import Submission
from tests.factories import make_assignment, make_period, make_post, make_report, make_task
from tests.figures.worlds import moment
from tests.portal.test_dashboards import DAY, Plan261, dashboard, duties
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return Plan261()


def test_unit_with_nothing_below_sees_its_own_timeline_and_no_other_unit(world, sign_in):
    earlier = make_period(world.plan, number=3, opened_at=moment(datetime.date(2024, 6, 15)))
    sent = make_report(earlier, world.beside, state="submitted", submitted_at=moment(datetime.date(2024, 9, 24)))
    head = make_post(world.beside, Role.HEAD)
    Submission.objects.create(
        report=sent,
        number=1,
        submitted_at=sent.submitted_at,
        submitted_on=datetime.date(2024, 9, 24),
        due_on=sent.due_on,
        by=head.user,
        for_unit=world.beside,
    )
    rebuild_counters()
    make_assignment(make_task(group=world.group), world.beside, due_on=datetime.date(2025, 3, 4))

    response, of_many = dashboard(sign_in(head)), dashboard(sign_in(make_post(world.above)))
    own = response.context["own"]

    assert [(str(one.report.period), one.word, one.tone) for one in own.reports] == [
        ("Quý III/2024", "đã gửi quá hạn 5 ngày", "warn"),
        ("Quý IV/2024", "chưa gửi, quá hạn 72 ngày", "late"),
    ]
    assert [(words, tone) for _, words, tone in own.duties] == [
        ("chưa hoàn thành, quá hạn 72 ngày", "late"),
        ("chưa hoàn thành, quá hạn 72 ngày", "late"),
        ("còn 3 ngày", "warn"),
    ]
    assert ['id="ma-tran"' in page.text for page in (response, of_many)] == [False, True]
    assert of_many.context["own"] is None
    assert str(world.above) not in response.text


def test_lengths_of_lateness_open_their_lists(world, sign_in):
    for unit, due_on in [(world.beside, "2025-02-15"), (world.beside, "2024-10-01"), (world.below, "2024-11-01")]:
        due_on = datetime.date.fromisoformat(due_on)
        make_assignment(make_task(group=world.group), unit, due_on=due_on)
    client = sign_in(world.office())
    late = dashboard(client).context["late"]
    numbers = [number for row in late.rows for number in row.numbers]

    opened = [client.get(number.url) for number in numbers if number.url]

    assert [number.value for number in numbers] == ["1", "6", "2", "0", "0", "0", "0", "3", "0", "0", "0", "0"]
    assert [len(response.context["rows"]) for response in opened] == [1, 6, 2, 3]
    assert [response.context["explained"].title for response in opened] == [
        "Chưa hoàn thành, quá hạn 1–30 ngày: 1 việc",
        "Chưa hoàn thành, quá hạn 31–90 ngày: 6 việc",
        "Chưa hoàn thành, quá hạn trên 90 ngày: 2 việc",
        "Chưa gửi, đã quá hạn 31–90 ngày: 3 báo cáo",
    ]
    assert opened[2].context["explained"].rate.words == "2/9 việc “chưa hoàn thành, quá hạn”"
    assert "chỉ những việc quá hạn trên 90 ngày; số ngày tính từ thời hạn" in opened[2].text
    assert duties(client, muon="lâu").status_code == 422
    exported = client.get(reverse("portal:duty-list-export"), DAY | {"o": "open_overdue", "muon": "tren-90"})
    book = load_workbook(io.BytesIO(b"".join(exported.streaming_content)))
    assert book.active.max_row == 3
    assert dashboard(sign_in(make_post(world.above))).context["late"].of(Cell.OPEN_OVERDUE)[1].value == "4"
