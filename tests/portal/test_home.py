import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from common.clock import today
from progress.enums import ReportState
from tasks.enums import AssignmentState
from tasks.models import Participation
from tests.factories import (
    make_assignment,
    make_group,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
    make_unit,
    make_user,
    take_part,
)
from units.enums import Role
from units.models import Notice

pytestmark = pytest.mark.django_db
NOTHING_WAITS = "Hiện không có việc nào chờ đồng chí"


@pytest.fixture
def plan():
    plan = make_plan()
    make_group(plan)
    return plan


@pytest.fixture
def period(plan):
    return make_period(plan)


@pytest.fixture
def unit(plan):
    unit = make_unit("Ban Dân vận")
    take_part(plan, unit)
    return unit


def home(client):
    return client.get(reverse("portal:home"))


def desk(client):
    found = vars(home(client).context["desk"])
    return {name: [row.pk for row in rows] for name, rows in found.items() if rows}


def sent(period, unit, state=ReportState.SUBMITTED, **fields):
    return make_report(period, unit, state=state, submitted_at=timezone.now(), **fields)


def test_writer_owes_drafts_and_open_duties(sign_in, period, unit):
    report = make_report(period, unit)
    duty = make_assignment(make_task(group=period.plan.groups.first()), unit, due_on=today())
    make_assignment(make_task(group=period.plan.groups.first()), unit)
    post = make_post(unit)

    response = home(sign_in(post))

    rows = response.context["desk"].owed
    assert [(row.page, row.pk, row.action) for row in rows] == [
        ("portal:report-write", report.pk, "Viết báo cáo"),
        ("portal:assignment", duty.pk, "Mở việc"),
    ]
    assert "Đến hạn hôm nay" in response.content.decode()


def test_other_units_see_nothing_of_it(sign_in, period, unit):
    make_report(period, unit)
    make_assignment(make_task(group=period.plan.groups.first()), unit, due_on=today())
    stranger = make_unit()
    take_part(period.plan, stranger)

    assert desk(sign_in(make_post(stranger))) == {}


def test_report_that_waits_is_the_heads_to_sign_and_the_writers_to_know(sign_in, period, unit):
    report = make_report(period, unit, state=ReportState.WAITING)

    assert desk(sign_in(make_post(unit, Role.HEAD))) == {"to_sign": [report.pk]}
    assert desk(sign_in(make_post(unit, Role.WRITER))) == {"owed": [report.pk]}


def test_what_came_back_says_why(sign_in, period, unit):
    report = make_report(
        period,
        unit,
        state=ReportState.NEEDS_MORE,
        asked_for_more_at=timezone.now(),
        asked_for_more_reason="Ghi rõ số cuộc.",
    )

    response = home(sign_in(make_post(unit)))

    assert [row.pk for row in response.context["desk"].came_back] == [report.pk]
    assert "Ghi rõ số cuộc." in response.content.decode()


def test_receiving_unit_judges_what_was_sent(sign_in, period, unit):
    submitted = sent(period, unit)
    confirmed = make_unit()
    take_part(period.plan, confirmed)
    sent(period, confirmed, ReportState.CONFIRMED, confirmed_at=timezone.now())

    client = sign_in(make_post(period.plan.standing_office))
    assert desk(client) == {"to_judge": [submitted.pk]}
    assert NOTHING_WAITS not in home(client).content.decode()
    assert desk(sign_in(make_post(unit))) == {}


def test_head_takes_on_new_assignments_and_office_considers_declined_ones(sign_in, plan, unit):
    given = make_assignment(make_task(group=plan.groups.first()), unit, state=AssignmentState.GIVEN)
    declined = make_assignment(make_task(group=plan.groups.first()), unit, state=AssignmentState.DECLINED)

    assert desk(sign_in(make_post(unit, Role.HEAD))) == {"given": [given.pk]}
    assert desk(sign_in(make_post(unit, Role.WRITER))) == {}
    assert desk(sign_in(make_post(plan.standing_office))) == {"declined": [declined.pk]}


def test_whoever_passed_work_down_considers_that_it_was_declined(sign_in, plan, unit):
    below = make_unit("Phòng Văn hóa")
    take_part(plan, below, reports_to=unit)
    passed_down = make_assignment(make_task(group=plan.groups.first()), unit)
    declined = make_assignment(passed_down.task, below, parent=passed_down, state=AssignmentState.DECLINED)
    client = sign_in(make_post(unit, Role.HEAD))

    rows = home(client).context["desk"].declined

    assert [(row.pk, row.post.unit, row.mine) for row in rows] == [(declined.pk, unit.short_name or unit.name, True)]
    assert client.get(reverse("portal:assignment", args=[declined.pk])).status_code == 200
    assert desk(sign_in(make_post(unit, Role.WRITER))) == {}
    assert desk(sign_in(make_post(plan.standing_office))) == {"declined": [declined.pk]}


def test_unit_that_has_left_the_plan_opens_what_it_still_owes(sign_in, period, unit):
    report = make_report(period, unit)
    Participation.objects.filter(unit=unit).update(valid_to=today())
    client = sign_in(make_post(unit))

    assert desk(client) == {"owed": [report.pk]}
    assert client.get(reverse("portal:report-write", args=[report.pk])).status_code == 200


def test_reader_has_figures_instead_of_work(sign_in, period, unit):
    make_report(period, unit)

    response = home(sign_in(make_post(unit, Role.READER)))

    assert vars(response.context["desk"]) == {name: [] for name in vars(response.context["desk"])}
    assert response.context["headline"].reports.expected == 1
    assert reverse("portal:dashboard") in response.content.decode()


def test_committee_sees_the_headline_of_the_whole_plan(sign_in, period, unit):
    make_report(period, unit)
    committee = make_post(period.plan.steering_committee, Role.HEAD)

    assert home(sign_in(committee)).context["headline"].reports.expected == 1
    assert home(sign_in(make_post(unit))).context["headline"] is None


def test_all_posts_are_counted_and_the_acting_one_comes_first(sign_in, period, unit):
    second = make_unit("Đảng ủy xã")
    take_part(period.plan, second)
    early = make_report(period, second, due_on=datetime.date(2024, 1, 1))
    late = make_report(period, unit)
    acting = make_post(unit)
    other = make_post(second, user=acting.user)

    response = home(sign_in(acting))

    rows = response.context["desk"].owed
    assert [(row.pk, row.mine) for row in rows] == [(late.pk, True), (early.pk, False)]
    text = response.content.decode()
    assert f'name="post" value="{other.pk}"' in text
    assert "Đảng ủy xã" in text


def test_latest_notices_are_shown(sign_in, unit):
    post = make_post(unit)
    for number in range(8):
        Notice.objects.create(
            user=post.user, unit=unit, kind="report", object_id=1, text=f"Tin {number}", at=timezone.now()
        )
    Notice.objects.create(
        user=make_user(), unit=unit, kind="report", object_id=1, text="Của người khác", at=timezone.now()
    )

    response = home(sign_in(post))

    assert [notice.text for notice in response.context["notices"]] == [f"Tin {number}" for number in range(7, 1, -1)]


def test_nothing_due_is_told_calmly(sign_in, unit):
    assert NOTHING_WAITS in home(sign_in(make_post(unit))).content.decode()


def test_administrator_looks_after_accounts(sign_in):
    lost = make_user("Trần Thị Mới")
    post = make_post(role=Role.ADMINISTRATOR)

    response = home(sign_in(post))

    assert [user.pk for user in response.context["accounts"].without_post] == [lost.pk]
    assert "Trần Thị Mới" in response.content.decode()


def test_without_a_post_one_is_told_whom_to_ask(client):
    client.force_login(make_user())

    assert home(client).status_code == 403


def test_home_sends_strangers_to_sign_in_and_refuses_post(client, sign_in, unit):
    assert home(client).status_code == 302
    assert sign_in(make_post(unit)).post(reverse("portal:home")).status_code == 405


def test_text_of_others_is_escaped(sign_in, plan, unit):
    task = make_task(group=plan.groups.first(), title="<script>alert(1)</script>")
    make_assignment(task, unit, due_on=today())

    text = home(sign_in(make_post(unit))).content.decode()

    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("rows", [1, 3])
def test_home_query_count(sign_in, plan, unit, rows, django_assert_num_queries):
    post = make_post(unit, Role.HEAD)
    for number in range(1, rows + 1):
        make_report(make_period(plan, number=number), unit)
        make_assignment(make_task(group=plan.groups.first()), unit, due_on=today())
        make_assignment(make_task(group=plan.groups.first()), unit, state=AssignmentState.GIVEN)
        Notice.objects.create(user=post.user, unit=unit, kind="report", object_id=1, text="Tin", at=timezone.now())
    client = sign_in(post)
    home(client)  # the first page of a visit also notes the time in the session

    with django_assert_num_queries(9):
        response = home(client)

    assert (len(response.context["desk"].owed), len(response.context["desk"].given)) == (2 * rows, rows)


@pytest.mark.parametrize("rows", [1, 3])
def test_home_of_the_committee_query_count(sign_in, plan, rows, forget_figures, django_assert_num_queries):
    period = make_period(plan)
    for _ in range(rows):
        unit = make_unit()
        take_part(plan, unit)
        make_report(period, unit, lines=1)
    client = sign_in(make_post(plan.steering_committee, Role.HEAD))
    home(client)  # the first page of a visit also notes the time in the session

    forget_figures()
    with django_assert_num_queries(14):
        response = home(client)

    assert response.context["headline"].reports.expected == rows
