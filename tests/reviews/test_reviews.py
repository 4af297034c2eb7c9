import datetime
import uuid

import pytest
from django.db import IntegrityError, transaction

from reviews import permissions as may
from reviews.actions import ReviewRefused, call_off, change_plan, plan_review
from reviews.enums import ReviewKind, ReviewMove, ReviewState
from reviews.models import Review
from tests.factories import make_plan, make_post, make_review, take_part
from units.enums import Role

pytestmark = pytest.mark.django_db
DAYS = {"covers_from": datetime.date(2024, 6, 17), "covers_to": datetime.date(2024, 12, 14)}
DUE_ON = datetime.date(2024, 12, 20)


@pytest.fixture
def writer():
    plan = make_plan()
    return make_post(plan.standing_office, role=Role.WRITER)


def planned(writer, **values):
    plan = writer.unit.plans_in_office.get()
    asked = {"kind": ReviewKind.PRELIMINARY, "due_on": DUE_ON, "issuer": writer.unit, "token": uuid.uuid4(), **DAYS}
    return plan_review(plan, by=writer, **asked | values)


def test_review_is_planned_once_for_one_form(writer):
    token = uuid.uuid4()

    first, second = planned(writer, token=token), planned(writer, token=token)

    assert first == second
    assert (first.state, first.due_on) == (ReviewState.PLANNED, DUE_ON)
    assert [(event.move, event.by) for event in first.events.all()] == [(ReviewMove.PLAN, writer.user)]


def test_schedule_refuses_days_in_the_wrong_order(writer):
    wrong = [{"due_on": datetime.date(2024, 12, 13)}, {"covers_from": datetime.date(2024, 12, 15)}]

    for values in wrong:
        with pytest.raises(ReviewRefused):
            planned(writer, **values)

    assert not Review.objects.exists()


def test_planned_review_changes_until_it_is_called_off(writer):
    review = planned(writer)
    later = {**DAYS, "due_on": datetime.date(2025, 1, 6)}

    change_plan(review, kind=ReviewKind.FINAL, issuer=writer.unit, drafter=writer.user, by=writer, **later)
    call_off(review, reason="Gộp vào tổng kết năm.", by=writer)

    review.refresh_from_db()
    assert (review.kind, review.drafter, review.state) == (ReviewKind.FINAL, writer.user, ReviewState.CALLED_OFF)
    with pytest.raises(ReviewRefused, match=f"thôi lập.*{writer.user.full_name}|không lập nữa"):
        change_plan(review, kind=ReviewKind.FINAL, issuer=writer.unit, by=writer, **later)
    assert review.events.count() == 3


def test_calling_off_says_why(writer):
    review = planned(writer)

    with pytest.raises(ReviewRefused):
        call_off(review, reason="  ", by=writer)

    assert Review.objects.get().state == ReviewState.PLANNED


def test_database_keeps_state_and_days_together():
    review = make_review()
    wrong = [{"as_of": None}, {"form": ""}, {"state": ReviewState.ISSUED}, {"corrects": review}]

    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.filter(pk=review.pk).update(**values)


def test_office_drafts_head_issues_and_all_of_the_plan_read_what_was_issued(writer):
    draft = make_review(writer.unit.plans_in_office.get())
    head, reader = (make_post(writer.unit, role=role) for role in (Role.HEAD, Role.READER))
    unit = make_post(role=Role.HEAD)
    take_part(draft.plan, unit.unit)
    posts = [writer, head, reader, unit]

    assert [may.can_draft(post, draft) for post in posts] == [True, True, False, False]
    assert [may.can_issue(post, draft) for post in posts] == [False, True, False, False]
    assert [may.can_read(post, draft) for post in posts] == [True, True, False, False]
    draft.state = ReviewState.ISSUED
    assert [may.can_read(post, draft) for post in posts] == [True] * 4
    assert [list(Review.objects.visible_to(post)) for post in [*posts, make_post()]] == [[draft]] * 4 + [[]]
