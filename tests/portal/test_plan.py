import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.plan import views
from portal.plan.tree import MOST_NAMED, Numbers
from portal.standings import Standing
from progress.models import LogEntry, Submission, SubmittedLine, SubmittedValue
from tasks.enums import AssignmentMove, AssignmentState, Part, TaskMode
from tasks.models import AssignmentEvent, ImplementationClause, IndicatorTarget
from tasks.timing import Timing
from tests.factories import (
    make_assignment,
    make_group,
    make_indicator,
    make_line,
    make_period,
    make_plan,
    make_post,
    make_report,
    make_task,
)
from tests.tasks.work import DAY, Work
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    work = Work(due_on=DAY)
    work.administrator = make_post(role=Role.ADMINISTRATOR)
    return work


@pytest.fixture
def queries_of():
    """Return a function that gets a page and counts its queries."""

    def get(client, url):
        with CaptureQueriesContext(connection) as captured:
            response = client.get(url)
        return response, len(captured)

    return get


def url_of(name, record):
    return reverse(f"portal:{name}", args=[record.pk])


def send_line(work, assignment=None, *, result="Đã tổ chức 3 cuộc.", period=None):
    """Put a submission with one line of the assignment into the world."""
    assignment = assignment or work.assignment
    period = period or make_period(work.plan)
    report = make_report(period, assignment.unit)
    make_line(report, assignment, result="Bản đang soạn.")
    submission = Submission.objects.create(
        report=report,
        number=1,
        submitted_at=timezone.now(),
        submitted_on=DAY,
        due_on=DAY,
        by=work.head.user,
        for_unit=assignment.unit,
    )
    line = SubmittedLine.objects.create(
        submission=submission,
        assignment=assignment,
        position=1,
        task_code=assignment.task.code,
        task_title=assignment.task.title,
        part=assignment.part,
        work_state="in_progress",
        result=result,
    )
    for indicator in assignment.task.indicators.all():
        SubmittedValue.objects.create(
            line=line, indicator=indicator, indicator_name=indicator.name, unit_of_measure="cuộc", value=3
        )
    return line


# The plan ----------------------------------------------------------------------------------------------------


def test_one_plan_is_opened_straight_away(work, sign_in):
    response = sign_in(work.writer).get(reverse("portal:plan-list"))

    assert response.status_code == 302
    assert response.url == url_of("plan", work.plan)


def test_several_plans_are_listed(work, sign_in):
    other = make_plan()

    response = sign_in(work.writer).get(reverse("portal:plan-list"))

    assert set(response.context["plans"]) == {work.plan, other}


def test_no_plan_says_what_to_do(sign_in):
    response = sign_in(make_post()).get(reverse("portal:plan-list"))

    assert "Chưa có kế hoạch nào trong cổng." in response.content.decode()


def test_plan_shows_its_groups_tasks_and_leads(work, sign_in):
    response = sign_in(work.office).get(url_of("plan", work.plan))

    [home] = response.context["groups"]
    [branch] = home.branches
    assert (branch.task, branch.lead.assignment) == (work.task, work.assignment)
    text = response.content.decode()
    assert work.plan.directive.citation in text
    assert "hạn 30/09/2024" in text
    assert "6 rõ: thiếu rõ người, rõ thẩm quyền, rõ kết quả" in text


def test_tree_stands_in_the_order_of_the_document(work, sign_in):
    second = make_group(work.plan, number=2)
    tasks = [make_task(group=second, code=code, position=place) for code, place in [("2.2", 2), ("2.1", 1)]]
    clause = ImplementationClause.objects.create(plan=work.plan, number=1, title="Các ban xây dựng Đảng")
    duty = make_task(clause=clause, mode=TaskMode.EACH_OWN, code="TC1.1")

    response = sign_in(work.office).get(url_of("plan", work.plan))

    assert [home.record.number for home in response.context["groups"]] == [1, 2]
    assert [branch.task for branch in response.context["groups"][1].branches] == tasks[::-1]
    assert [branch.task for branch in response.context["clauses"][0].branches] == [duty]


def test_overdue_work_says_by_how_many_days(work, sign_in):
    late = timezone.localdate() - datetime.timedelta(days=12)
    make_assignment(make_task(group=work.task.group), work.other, due_on=late)

    text = sign_in(work.office).get(url_of("plan", work.plan)).content.decode()

    assert "quá hạn 12 ngày" in text


def test_others_assignments_are_hidden_and_the_wording_is_not(work, sign_in):
    response = sign_in(work.stranger).get(url_of("plan", work.plan))

    text = response.content.decode()
    assert response.status_code == 200
    assert work.task.title in text
    assert url_of("assignment", work.assignment) not in text


def test_administrator_reads_the_plan_without_assignments(work, sign_in):
    text = sign_in(work.administrator).get(url_of("plan", work.plan)).content.decode()

    assert "xem được nội dung kế hoạch, không xem phân công" in text
    assert url_of("assignment", work.assignment) not in text


@pytest.mark.parametrize("name", ["plan-list", "plan", "task", "task-edit", "group-add"])
def test_signed_out_reader_is_sent_to_sign_in(work, client, name):
    record = work.task if name.startswith("task") else work.plan
    url = reverse(f"portal:{name}", args=[] if name == "plan-list" else [record.pk])

    assert client.get(url).status_code == 302


@pytest.mark.parametrize("name", ["plan", "task", "task-edit", "group-edit", "indicator-edit", "target-add"])
def test_record_that_is_not_there_is_404(work, sign_in, name):
    assert sign_in(work.office).get(reverse(f"portal:{name}", args=[9_999_999])).status_code == 404


@pytest.mark.parametrize("name", ["plan-list", "plan", "task"])
def test_page_that_shows_refuses_post(work, sign_in, name):
    record = work.task if name == "task" else work.plan
    url = reverse(f"portal:{name}", args=[] if name == "plan-list" else [record.pk])

    assert sign_in(work.office).post(url).status_code == 405


def test_plan_query_count(sign_in, queries_of):
    counts = []
    for number in (1, 3):
        work = Work()
        for _ in range(number):
            group = make_group(work.plan)
            for _ in range(number):
                task = make_task(group=group)
                make_assignment(task)
                make_assignment(task, part=Part.SUPPORT)
        client = sign_in(work.office)
        client.get(url_of("plan", work.plan))  # the first page of a visit also notes the time in the session
        response, count = queries_of(client, url_of("plan", work.plan))
        assert len(response.context["groups"]) == number + 1
        counts.append(count)

    assert counts[0] == counts[1] <= 15


def test_state_words_are_shown_for_each_of_many(work, sign_in):
    clause = ImplementationClause.objects.create(plan=work.plan, number=1, title="Mục một")
    duty = make_task(clause=clause, mode=TaskMode.EACH_OWN)
    make_assignment(duty, work.unit, due_on=DAY, state=AssignmentState.DONE, completed_on=DAY)
    make_assignment(duty, work.other, due_on=DAY)

    text = " ".join(sign_in(work.office).get(url_of("plan", work.plan)).content.decode().split())

    assert "2 đơn vị, mỗi đơn vị một phần việc · 1 đã hoàn thành" in text
    assert "1 đơn vị quá hạn" in text


def test_many_units_are_counted_and_named_on_the_page_of_the_task(work, sign_in):
    task = make_task(group=work.task.group, mode=TaskMode.EACH_OWN)
    clear = {"person_in_charge": "Ông A", "authority": "Chủ tịch", "product": "Báo cáo"}
    done = {"due_on": DAY, "state": AssignmentState.DONE, "completed_on": DAY}
    for fields in [done] * 2 + [{"due_on": DAY}, {"due_on": DAY, "cadence": ""} | clear] + [clear] * MOST_NAMED:
        make_assignment(task, **fields)
    make_assignment(task, work.unit, part=Part.SUPPORT, **clear)

    def branch_of(reader):
        response = sign_in(reader).get(url_of("plan", work.plan))
        return next(one for one in response.context["groups"][0].branches if one.task == task), response.text

    branch, text = branch_of(work.office)
    leads = [Standing.of(one, timezone.localdate()) for one in task.assignments.leads()]

    slow = Numbers(
        total=len(leads),
        done=sum(one.assignment.state == AssignmentState.DONE for one in leads),
        overdue=sum(one.time.timing == Timing.OVERDUE for one in leads),
        unclear=sum(bool(one.missing) for one in leads),
    )
    assert (branch.lead_numbers, branch.leads, branch.support_numbers.total) == (slow, [], 1)
    assert (slow.total, slow.done, slow.overdue, slow.unclear) == (MOST_NAMED + 4, 2, 2, 3)
    assert f"{task.get_absolute_url()}#phan-cong" in text
    assert branch_of(work.head)[0].own == ["phối hợp"]
    page = sign_in(work.office).get(task.get_absolute_url())
    assert (len(page.context["leads"]), page.context["list_url"]) == (MOST_NAMED + 4, "")


# A task ------------------------------------------------------------------------------------------------------


def test_task_page_shows_everything_about_it(work, sign_in):
    indicator = make_indicator(work.task, name="Hội nghị, buổi tuyên truyền")
    IndicatorTarget.objects.create(indicator=indicator, year=2024, value=1234)
    send_line(work)
    LogEntry.objects.create(
        assignment=work.assignment,
        happened_on=DAY,
        text="Đã họp với các xã.",
        at=timezone.now(),
        by=work.head.user,
        for_unit=work.unit,
    )

    text = sign_in(work.office).get(url_of("task", work.task)).content.decode()

    for words in [
        "UBND huyện",
        "6 rõ còn thiếu: rõ người, rõ thẩm quyền, rõ kết quả",
        "Hội nghị, buổi tuyên truyền",
        "1.234",
        "Đã tổ chức 3 cuộc.",
        "Đã họp với các xã.",
    ]:
        assert words in text
    assert "Bản đang soạn." not in text


def test_task_page_shows_the_newest_of_its_history_and_leads_to_all_of_it(work, sign_in):
    event = {"assignment": work.assignment, "move": AssignmentMove.GIVE, "by": work.head.user, "for_unit": work.unit}
    days = [DAY + datetime.timedelta(days=number) for number in range(21)]
    noon = [timezone.make_aware(datetime.datetime.combine(day, datetime.time(12))) for day in days]
    AssignmentEvent.objects.bulk_create([AssignmentEvent(**event, at=at) for at in noon])
    LogEntry.objects.create(
        assignment=work.assignment, happened_on=DAY, text="Đã họp.", at=noon[0], by=work.head.user, for_unit=work.unit
    )
    client, other = sign_in(work.office), make_task(group=work.task.group)
    log_url = f"{reverse('portal:log-list')}?viec={work.task.pk}"

    pages = [client.get(one.get_absolute_url()) for one in (work.task, work.assignment, other)]
    log = client.get(log_url)

    shown = [[one.at for one in page.context["happenings"].newest] for page in pages]
    assert shown == [noon[:0:-1], noon[::-1], []]
    assert ["20 diễn biến mới nhất" in page.text for page in pages] == [True, False, False]
    newest = pages[0].context["happenings"].newest[0]
    link = f'<a href="{work.assignment.get_absolute_url()}">{newest.title}</a>'
    assert [page.text.count(link) for page in pages] == [20, 0, 0]
    assert [f'href="{log_url}"' in page.text for page in pages] == [True, False, False]
    assert [row.entry.text for row in log.context["rows"]] == ["Đã họp."]


def test_page_of_a_task_given_to_very_many_names_the_first_and_ones_own(work, sign_in, monkeypatch):
    monkeypatch.setattr(views, "MOST_SHOWN", 2)
    task = make_task(group=work.task.group, mode=TaskMode.EACH_OWN)
    first, second, _third = (make_assignment(task) for _ in range(3))
    own = make_assignment(task, part=Part.SUPPORT)
    work.plan.observers.add(own.unit)

    page = sign_in(make_post(own.unit)).get(task.get_absolute_url())

    named = [one.assignment for one in [*page.context["leads"], *page.context["supports"]]]
    assert named == [first, second, own]
    assert f"{reverse('portal:assignment-list')}?ke_hoach={work.plan.pk}" in page.text


def test_only_the_latest_standing_line_is_shown(work, sign_in):
    send_line(work, result="Quý III.", period=make_period(work.plan, number=3))
    send_line(work, result="Quý IV.")
    withdrawn = send_line(work, result="Đã rút.", period=make_period(work.plan, year=2025, number=1))
    Submission.objects.filter(pk=withdrawn.submission_id).update(withdrawn_at=timezone.now())

    response = sign_in(work.office).get(url_of("task", work.task))

    assert [line.result for line in response.context["lines"]] == ["Quý IV."]


def test_supporter_sees_the_assignments_but_not_what_others_sent(work, sign_in):
    supporting = make_assignment(work.task, work.other, Part.SUPPORT)
    send_line(work)
    own = send_line(work, supporting, period=make_period(work.plan, number=3))

    response = sign_in(work.stranger).get(url_of("task", work.task))

    assert [one.assignment for one in response.context["leads"]] == [work.assignment]
    assert response.context["lines"] == [own]


def test_who_sees_another_plan_whole_reads_no_more_of_this_one(work, sign_in):
    make_plan(standing_office=work.other)
    make_assignment(work.task, work.other, Part.SUPPORT)
    send_line(work)
    LogEntry.objects.create(
        assignment=work.assignment,
        happened_on=DAY,
        text="Đã họp.",
        at=timezone.now(),
        by=work.writer.user,
        for_unit=work.unit,
    )

    response = sign_in(work.stranger).get(url_of("task", work.task))

    assert [one.assignment for one in response.context["leads"]] == [work.assignment]
    assert response.context["lines"] == response.context["entries"] == []


def test_lead_reads_what_its_supporters_sent(work, sign_in):
    line = send_line(work, make_assignment(work.task, work.other, Part.SUPPORT))

    response = sign_in(work.writer).get(url_of("task", work.task))

    assert response.context["lines"] == [line]


def test_task_query_count(sign_in, queries_of):
    counts = []
    for number in (1, 3):
        work = Work()
        for place in range(number):
            indicator = make_indicator(work.task)
            IndicatorTarget.objects.create(indicator=indicator, year=2024, value=1)
            supporting = make_assignment(work.task, part=Part.SUPPORT)
            send_line(work, supporting, period=make_period(work.plan, number=place + 1))
        response, count = queries_of(sign_in(work.office), url_of("task", work.task))
        assert len(response.context["lines"]) == number
        counts.append(count)

    assert counts == [17, 17]
