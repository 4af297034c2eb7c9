import datetime

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import check_password

from common.clock import today
from common.refusals import Refused
from tests.factories import make_post, make_unit, make_user
from units import actions
from units.enums import Role
from units.models import Membership, Notice, Unit

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def head():
    return make_post(role=Role.HEAD, title="Trưởng ban")


@pytest.fixture
def administrator():
    return make_post(role=Role.ADMINISTRATOR)


# Notices ---------------------------------------------------------------------------------------------------


def test_notify_unit_tells_the_roles_of_today(django_assert_num_queries):
    unit = make_unit()
    head, writer = make_post(unit, Role.HEAD), make_post(unit, Role.WRITER)
    make_post(unit, Role.HEAD, user=head.user, valid_to=today() + DAY)
    make_post(unit, Role.READER)
    make_post(unit, Role.HEAD, valid_to=today() - DAY)
    make_post(unit, Role.HEAD, user=make_user(disabled_at="2024-01-01T00:00:00Z"))
    make_post(role=Role.HEAD)

    with django_assert_num_queries(4):  # two of them open and close a savepoint
        told = actions.notify_unit(
            unit.pk, roles=[Role.HEAD, Role.WRITER], kind="report", object_id=7, text="Đã gửi.", except_user=None
        )

    assert told == 2
    assert set(Notice.objects.values_list("user", "unit", "kind", "object_id", "text")) == {
        (head.user_id, unit.pk, "report", 7, "Đã gửi."),
        (writer.user_id, unit.pk, "report", 7, "Đã gửi."),
    }


def test_notify_unit_leaves_out_who_did_it(head):
    told = actions.notify_unit(
        head.unit_id, roles=[Role.HEAD], kind="report", object_id=1, text="Đã gửi.", except_user=head.user
    )

    assert told == 0


@pytest.mark.parametrize(
    ("text", "kept"),
    [("ơ\0" * 1000, "ơ" * 299 + "…"), ("nhiệm vụ " * 100, ("nhiệm vụ " * 33)[:-1] + "…"), ("ơ" * 300, "ơ" * 300)],
)
def test_notice_text_is_cut_to_what_fits_at_the_end_of_a_word(head, text, kept):
    actions.notify_unit(head.unit_id, roles=[Role.HEAD], kind="report", object_id=1, text=text)

    assert Notice.objects.get().text == kept


def test_notice_is_marked_read_once_and_only_by_its_reader(head):
    actions.notify_unit(head.unit_id, roles=[Role.HEAD], kind="report", object_id=1, text="Đã gửi.")
    notice = Notice.objects.get()

    assert actions.mark_notice_read(notice, user=make_user()) is False
    assert actions.mark_notice_read(notice, user=head.user) is True
    assert actions.mark_notice_read(notice, user=head.user) is False


# Units -----------------------------------------------------------------------------------------------------


def test_change_unit_writes_what_differs_and_its_search_text():
    unit = make_unit("Phòng cũ")

    assert actions.change_unit(unit, {"name": "Đăk Ơ", "order": unit.order}) == ["name"]
    assert list(Unit.objects.matching("dak o")) == [unit]


def test_superior_that_closes_a_circle_is_refused():
    top = make_unit("Trên")
    middle = make_unit("Giữa", parent=top)
    low = make_unit("Dưới", parent=middle)

    with pytest.raises(Refused, match="Dưới đang là đơn vị cấp dưới của Trên"):
        actions.change_unit(top, {"parent": low})

    top.refresh_from_db()
    assert top.parent is None


def test_unit_with_units_below_is_not_closed():
    unit = make_unit()
    make_unit("Trực thuộc", parent=unit)

    with pytest.raises(Refused) as refused:
        actions.close_unit(unit, on=today())

    assert refused.value.details == ["Trực thuộc"]


def test_unit_is_closed_once():
    unit = make_unit()

    actions.close_unit(unit, on=today())

    assert Unit.objects.valid(today() + DAY).count() == 0
    with pytest.raises(Refused, match="đã kết thúc hoạt động ngày"):
        actions.close_unit(unit, on=today())


# People ----------------------------------------------------------------------------------------------------


def test_first_password_must_be_changed(administrator):
    user = actions.create_user(username="moi", full_name="Người Mới", password="bí mật 12 ký tự", by=administrator)

    assert user.must_change_password
    assert check_password("bí mật 12 ký tự", user.password)
    assert not user.history.latest().__dict__.get("password")


def test_own_password_settles_the_duty_to_change_it():
    user = make_user(must_change_password=True)

    actions.set_own_password(user, "một câu của riêng mình")

    user.refresh_from_db()
    assert not user.must_change_password


def test_password_given_by_the_administrator_must_be_changed(administrator):
    user = make_user()

    actions.set_password_for(user, "một câu tạm thời", by=administrator)

    user.refresh_from_db()
    assert user.must_change_password
    assert user.check_password("một câu tạm thời")


def test_disabled_account_holds_no_post_and_opens_again(head, administrator):
    actions.disable_user(head.user, by=administrator)
    assert not Membership.objects.valid(today()).filter(pk=head.pk).exists()
    with pytest.raises(Refused, match="đã bị khóa từ trước"):
        actions.disable_user(head.user, by=administrator)

    actions.enable_user(head.user, by=administrator)
    assert Membership.objects.valid(today()).filter(pk=head.pk).exists()
    with pytest.raises(Refused, match="không cần mở"):
        actions.enable_user(head.user, by=administrator)


def test_second_factor_is_taken_off_with_its_recovery_codes(administrator):
    user = make_user()
    for kind in (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES):
        Authenticator.objects.create(user=user, type=kind, data={})

    actions.remove_second_factor(user, by=administrator)

    assert not Authenticator.objects.exists()
    with pytest.raises(Refused, match="chưa bật xác thực hai bước"):
        actions.remove_second_factor(user, by=administrator)


# Posts -----------------------------------------------------------------------------------------------------


def test_post_is_held_once_at_a_time(head, administrator):
    values = {"user": head.user, "unit": head.unit, "role": Role.HEAD, "title": "Trưởng ban", "by": administrator}

    with pytest.raises(Refused, match="đã giữ chức vụ lãnh đạo đơn vị"):
        actions.appoint(**values)
    with pytest.raises(Refused, match="đã giữ chức vụ lãnh đạo đơn vị"):
        actions.appoint(**values, valid_to=today() + DAY)

    assert Membership.objects.filter(user=head.user).count() == 1


def test_same_post_may_be_held_again_later(head, administrator):
    actions.end_post(head, by=administrator)

    again = actions.appoint(
        user=head.user, unit=head.unit, role=Role.HEAD, title="Trưởng ban", valid_from=today() + DAY, by=administrator
    )

    assert again.pk != head.pk


def test_dates_of_a_post_stand_in_order(head, administrator):
    with pytest.raises(Refused, match="trước hoặc bằng"):
        actions.change_post(head, {"valid_to": head.valid_from - DAY}, by=administrator)


def test_end_of_a_post_ends_its_stand_ins(head, administrator):
    other = make_post(head.unit)
    stand_in = actions.appoint_stand_in(head, user=other.user, valid_from=today(), valid_to=today() + 9 * DAY, by=head)

    actions.end_post(head, by=administrator)

    stand_in.refresh_from_db()
    assert stand_in.valid_to == today()
    with pytest.raises(Refused, match="đã kết thúc ngày"):
        actions.end_post(head, by=administrator)


@pytest.mark.parametrize("cut", ["end", "shorten"])
def test_nobody_stands_in_beyond_the_last_day_of_the_head(head, administrator, cut):
    now, later = (
        actions.appoint_stand_in(
            head, user=make_post(head.unit).user, valid_from=today() + first * DAY, valid_to=today() + 9 * DAY, by=head
        )
        for first in (0, 5)
    )

    if cut == "end":
        actions.end_post(head, by=administrator, on=today() + 2 * DAY)
    else:
        actions.change_post(head, {"valid_to": today() + 2 * DAY}, by=administrator)

    def acting(post):
        return [n for n in range(12) if Membership.objects.valid(today() + n * DAY).filter(pk=post.pk).exists()]

    assert (acting(now), acting(later)) == ([0, 1, 2], [])
    later.refresh_from_db()
    assert (later.valid_from, later.valid_to) == (today() - DAY, today() - DAY)


def test_days_of_a_stand_in_stay_within_those_of_the_head(head, administrator):
    actions.change_post(head, {"valid_to": today() + 5 * DAY}, by=administrator)
    other = make_post(head.unit)
    stand_in = actions.appoint_stand_in(head, user=other.user, valid_from=today(), valid_to=today() + DAY, by=head)

    for days, sentence in [
        ({"valid_to": today() + 6 * DAY}, "nằm trong thời gian"),
        ({"valid_from": head.valid_from - DAY}, "nằm trong thời gian"),
        ({"valid_to": None}, "phải có ngày kết thúc"),
    ]:
        with pytest.raises(Refused, match=sentence):
            actions.change_post(stand_in, days, by=administrator)

    assert actions.change_post(stand_in, {"valid_to": today() + 5 * DAY}, by=administrator) == ["valid_to"]


def test_stand_in_holds_nothing_that_the_head_does_not_hold(head):
    stand_in = make_post(head.unit, Role.HEAD, stands_in_for=head, valid_to=today() + 9 * DAY)
    valid = Membership.objects.valid(today()).filter(pk=stand_in.pk)
    assert valid.exists()

    Membership.objects.filter(pk=head.pk).update(valid_to=today() - DAY)
    assert not valid.all().exists()
    Membership.objects.filter(pk=head.pk).update(valid_to=None, valid_from=today() + DAY)
    assert not valid.all().exists()
    Membership.objects.filter(pk=head.pk).update(valid_from=today())
    assert valid.all().exists()
    actions.disable_user(head.user, by=make_post(role=Role.ADMINISTRATOR))
    assert not valid.all().exists()


def test_stand_in_is_a_dated_head_that_names_both(head):
    other = make_post(head.unit)

    stand_in = actions.appoint_stand_in(head, user=other.user, valid_from=today(), valid_to=today() + DAY, by=head)

    assert (stand_in.role, stand_in.unit, stand_in.title) == (Role.HEAD, head.unit, "Trưởng ban (được ủy quyền)")
    assert (stand_in.user, stand_in.on_behalf_of) == (other.user, head.user)


def test_stand_in_is_refused_for_oneself_for_the_past_and_beyond_the_post(head, administrator):
    other = make_post(head.unit)
    actions.change_post(head, {"valid_to": today() + 5 * DAY}, by=administrator)

    def refused(sentence, user=other.user, post=head, first=0, last=1):
        days = {"valid_from": today() + first * DAY, "valid_to": today() + last * DAY}
        with pytest.raises(Refused, match=sentence):
            actions.appoint_stand_in(post, user=user, **days, by=head)

    refused("tự ủy quyền", user=head.user)
    refused("Chỉ lãnh đạo", post=other, user=head.user)
    refused("trước hoặc bằng", first=1, last=0)
    refused("đã qua", first=-2, last=-1)
    refused("nằm trong thời gian", last=6)
    assert not Membership.objects.exclude(stands_in_for=None).exists()


def test_stand_in_passes_nothing_on(head):
    first, second = make_post(head.unit), make_post(head.unit)
    stand_in = actions.appoint_stand_in(head, user=first.user, valid_from=today(), valid_to=today(), by=head)

    with pytest.raises(Refused, match="không ủy quyền lại"):
        actions.appoint_stand_in(stand_in, user=second.user, valid_from=today(), valid_to=today(), by=stand_in)


@pytest.mark.parametrize("began_days_ago", [-3, 0, 4])
def test_ended_stand_in_leaves_no_right(head, began_days_ago):
    other = make_post(head.unit)
    first = today() - began_days_ago * DAY
    stand_in = actions.appoint_stand_in(head, user=other.user, valid_from=first, valid_to=today() + 9 * DAY, by=head)

    actions.end_stand_in(stand_in, by=head)

    live = Membership.objects.exclude(stands_in_for=None)
    assert [live.valid(today() + n * DAY).count() for n in range(10)] == [0] * 10
    with pytest.raises(Refused, match="đã kết thúc ngày"):
        actions.end_stand_in(stand_in, by=head)
