import pytest

from tasks import actions, permissions
from tasks.actions import Terms
from tests.factories import make_assignment, make_post, make_task
from tests.tasks.work import Work
from units.enums import Role

pytestmark = pytest.mark.django_db

POSTS = ["office", "head", "writer", "below_head", "stranger", "reader", "committee", "administrator", None]


@pytest.fixture
def work():
    work = Work()
    work.reader = make_post(work.plan.standing_office, Role.READER)
    work.committee = make_post(work.plan.steering_committee, Role.HEAD)
    work.administrator = make_post(work.plan.standing_office, Role.ADMINISTRATOR)
    return work


def allowed(work, question, about):
    posts = {name: getattr(work, name) if name else None for name in POSTS}
    return [name for name, post in posts.items() if question(post, about)]


@pytest.mark.parametrize(
    ("question", "posts"),
    [
        (permissions.can_manage, ["office"]),
        (permissions.can_change_terms, ["office"]),
        (permissions.can_change_deadline, ["office"]),
        (permissions.can_name_person, ["office", "head", "writer"]),
        (permissions.can_sub_assign, ["office", "head"]),
        (permissions.can_take_on, ["head"]),
        (permissions.can_decline, ["head"]),
        (permissions.can_confirm_done, ["office"]),
    ],
)
def test_who_may_what_with_an_assignment(question, posts, work):
    assert allowed(work, question, work.fresh()) == posts


@pytest.mark.parametrize(
    ("question", "posts"),
    [
        (permissions.can_see_plan, [name for name in POSTS if name]),
        (permissions.can_change_plan, ["office"]),
        (permissions.can_give, ["office"]),
        (permissions.can_see_matrix, ["office", "reader", "committee"]),
    ],
)
def test_who_may_what_with_the_plan(question, posts, work):
    assert allowed(work, question, work.plan) == posts


def test_unit_that_passed_work_down_manages_and_confirms_it(work):
    [child] = actions.sub_assign(work.fresh(), [work.below], Terms(), by=work.head)
    child = work.fresh(child)

    assert allowed(work, permissions.can_manage, child) == ["office", "head"]
    assert allowed(work, permissions.can_confirm_done, child) == ["office", "head"]


def test_nobody_confirms_his_own_work(work):
    own = work.fresh(make_assignment(make_task(work.plan), work.plan.standing_office))
    owner = make_post(work.plan.owner, Role.HEAD)

    assert not permissions.can_confirm_done(work.office, own)
    assert permissions.can_confirm_done(owner, own)


def test_unit_nobody_reports_to_passes_nothing_down(work):
    one = work.fresh(make_assignment(make_task(work.plan), work.below))

    assert not permissions.can_sub_assign(work.below_head, one)


def test_who_enters_the_admin(work):
    posts = [work.office, work.head, work.administrator, work.reader, work.committee, None]

    assert [permissions.can_enter_admin(post) for post in posts] == [True, True, True, False, False, False]
