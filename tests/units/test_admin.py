"""The administrator's desk: the same rules and refusals as everywhere, and a history of every change."""

import pytest
from django.contrib.admin import site
from django.urls import reverse
from django.utils import timezone

from common.clock import today
from tests.factories import make_post, make_unit, make_user
from units import actions
from units.admin import UserAdmin
from units.enums import Role
from units.models import Membership, Unit, User

pytestmark = pytest.mark.django_db
LISTS = ["unit", "user", "membership"]


@pytest.fixture
def administrator():
    return make_post(role=Role.ADMINISTRATOR)


@pytest.fixture
def desk(sign_in, administrator):
    return sign_in(administrator)


def page(model, name="changelist", *args):
    return reverse(f"admin:units_{model}_{name}", args=args)


def unit_values(unit, **fields):
    values = {"code": unit.code, "name": unit.name, "kind": unit.kind, "order": unit.order, "parent": ""}
    return values | fields


def test_list_of_accounts_says_in_words_who_is_locked_and_whose_password_waits(desk):
    make_user(full_name="Đang dùng")
    make_user(full_name="Phải đổi", must_change_password=True)
    waiting = make_user(full_name="Chờ đặt", disabled_at=timezone.now())
    waiting.set_unusable_password()
    waiting.save()

    everybody = {user.full_name: user for user in desk.get(page("user")).context["cl"].result_list}
    locked = desk.get(page("user"), {"disabled_at__isempty": 0})

    told = UserAdmin(User, site).password_told
    names = ["Đang dùng", "Phải đổi", "Chờ đặt"]
    assert [told(everybody[name]) for name in names] == [None, "phải đổi khi đăng nhập", "chờ đặt lần đầu"]
    assert [user.full_name for user in locked.context["cl"].result_list] == ["Chờ đặt"]
    choices = locked.context["cl"].filter_specs[0].choices(locked.context["cl"])
    assert [(one["display"], one["selected"]) for one in choices] == [
        ("Tất cả", False),
        ("Đang dùng", False),
        ("Đã khóa", True),
    ]
    assert "Theo tài khoản" in locked.content.decode()


@pytest.mark.parametrize("model", LISTS)
def test_only_the_administrator_comes_to_the_desk(sign_in, desk, model):
    assert desk.get(page(model)).status_code == 200
    for role in (Role.HEAD, Role.WRITER):
        client = sign_in(make_post(role=role))
        assert client.get(page(model)).status_code == 403
        assert client.post(page(model, "add"), {}).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("model", LISTS)
def test_list_query_count(desk, model, rows, django_assert_max_num_queries):
    for _ in range(rows):
        make_post()

    with django_assert_max_num_queries(15):
        assert desk.get(page(model)).status_code == 200


@pytest.mark.parametrize("model", LISTS)
def test_search_needs_no_marks(desk, model):
    make_post(make_unit("Đảng ủy Đăk Ơ"), user=make_user("Đặng Ơ"))

    response = desk.get(page(model), {"q": "ĐANG O" if model == "user" else "dak o"})

    assert response.context["cl"].result_count == 1


def test_unit_is_created_and_changed_with_history(desk, administrator):
    new = {"code": "phong-moi", "name": "Phòng mới", "kind": "office", "order": "5"}
    assert desk.post(page("unit", "add"), new).status_code == 302
    unit = Unit.objects.get(code="phong-moi")

    desk.post(page("unit", "change", unit.pk), unit_values(unit, name="Phòng khác"))

    unit.refresh_from_db()
    assert unit.name == "Phòng khác"
    assert [version.history_user for version in unit.history.all()] == [administrator.user] * 2
    history = desk.get(page("unit", "history", unit.pk)).content.decode()
    assert "Phòng mới → Phòng khác" in " ".join(history.split())


def test_refusal_is_told_above_the_form_and_nothing_typed_is_lost(desk):
    top = make_unit("Trên")
    low = make_unit("Dưới", parent=top)

    response = desk.post(page("unit", "change", top.pk), unit_values(top, parent=low.pk, name="Tên vừa gõ"))

    assert response.status_code == 409
    assert "chọn đơn vị cấp trên khác" in response.content.decode()
    assert "Tên vừa gõ" in response.content.decode()
    top.refresh_from_db()
    assert (top.name, top.parent) == ("Trên", None)


def test_nothing_is_deleted_and_no_version_is_written_back(desk):
    unit = make_unit()

    assert desk.post(page("unit", "delete", unit.pk), {"post": "yes"}).status_code == 403
    assert "delete_selected" not in desk.get(page("unit")).content.decode()
    assert desk.post(page("unit", "simple_history", unit.pk, unit.history.first().pk)).status_code == 404
    assert desk.get(page("unit", "change", 10**9)).status_code == 404


def test_account_is_created_with_a_first_password(desk):
    values = {"username": "moi", "full_name": "Người Mới", "email": "", "work_phone": ""}

    weak = desk.post(page("user", "add"), values | {"password": "ngắn"})
    assert "12 ký tự" in weak.content.decode()
    assert desk.post(page("user", "add"), values | {"password": "một câu tạm thời"}).status_code == 302

    user = User.objects.get(username="moi")
    assert user.must_change_password
    assert user.check_password("một câu tạm thời")


def test_new_password_is_given_to_others_only(desk, administrator):
    user = make_user()

    assert desk.get(page("user", "password", user.pk)).status_code == 200
    assert desk.post(page("user", "password", user.pk), {"password": "ngắn"}).status_code == 422
    assert desk.post(page("user", "password", user.pk), {"password": "một câu tạm thời"}).status_code == 302
    assert desk.get(page("user", "password", administrator.user_id)).status_code == 403

    user.refresh_from_db()
    assert user.must_change_password


def run(desk, model, action, *things, **values):
    chosen = {"action": action, "_selected_action": [thing.pk for thing in things]}
    return desk.post(page(model), chosen | values, follow=True)


def test_accounts_are_disabled_but_not_ones_own(desk, administrator):
    user = make_user()

    told = run(desk, "user", "disable", user, administrator.user, confirmed="yes").content.decode()

    assert list(User.objects.exclude(disabled_at=None)) == [user]
    assert f"Đã khóa tài khoản {user}." in told
    assert "không tự làm việc này với tài khoản của mình" in told


def test_locking_an_account_is_asked_first(desk):
    user = make_user()

    asked = run(desk, "user", "disable", user).content.decode()

    assert not User.objects.exclude(disabled_at=None).exists()
    assert f"Khóa tài khoản của {user}?" in asked


def test_new_account_leads_on_to_its_post(desk):
    values = {"username": "nguoi.moi", "full_name": "Người <b>Mới</b>", "password": "một câu tạm thời dài"}

    told = desk.post(page("user", "add"), values, follow=True).content.decode()

    user = User.objects.get(username="nguoi.moi")
    assert f'<a href="{page("membership", "add")}?user={user.pk}">' in told
    assert "<b>Mới</b>" not in told
    assert desk.get(page("membership", "add"), {"user": user.pk}).context["adminform"].form["user"].value() == str(
        user.pk
    )


def test_post_is_given_once_and_not_to_oneself(desk, administrator):
    user, unit = make_user(), make_unit()
    values = {
        "user": user.pk,
        "unit": unit.pk,
        "role": Role.WRITER,
        "title": "Chuyên viên",
        "valid_from": "01/06/2024",
        "valid_to": "30/06/2030",
    }

    assert desk.post(page("membership", "add"), values).status_code == 302
    assert desk.post(page("membership", "add"), values).status_code == 409
    assert desk.post(page("membership", "add"), values | {"user": administrator.user_id}).status_code == 403

    assert Membership.objects.filter(unit=unit).count() == 1


def test_stand_in_is_appointed_for_a_head(desk):
    head, user = make_post(role=Role.HEAD, title="Trưởng phòng"), make_user()
    day = f"{today():%d/%m/%Y}"
    values = {"user": user.pk, "unit": head.unit_id, "role": Role.HEAD, "title": "-", "stands_in_for": head.pk}

    undated = desk.post(page("membership", "add"), values | {"valid_from": day})
    assert undated.status_code in {200, 409}
    assert "phải có ngày kết thúc" in undated.content.decode()
    assert desk.post(page("membership", "add"), values | {"valid_from": day, "valid_to": day}).status_code == 302

    assert Membership.objects.get(user=user).on_behalf_of == head.user


def test_stand_in_keeps_a_last_day(desk):
    head = make_post(role=Role.HEAD)
    stand_in = make_post(head.unit, Role.HEAD, stands_in_for=head, valid_to=today())

    undated = desk.post(
        page("membership", "change", stand_in.pk), {"title": "Phó", "valid_from": "01/01/2024", "valid_to": ""}
    )

    assert undated.status_code == 409
    assert "Ủy quyền phải có ngày kết thúc" in undated.content.decode()
    stand_in.refresh_from_db()
    assert (stand_in.title, stand_in.valid_to) == ("Lãnh đạo đơn vị", today())


def test_own_post_is_not_changed_or_ended(desk, administrator):
    own = page("membership", "change", administrator.pk)

    assert desk.get(own).status_code == 200
    assert desk.post(own, {"title": "Khác", "valid_from": "01/01/2020", "valid_to": ""}).status_code == 403
    run(desk, "membership", "end_today", administrator)

    administrator.refresh_from_db()
    assert (administrator.title, administrator.valid_to) == ("Quản trị hệ thống", None)


def test_posts_and_units_are_ended_from_the_list(desk):
    post = make_post()
    closed = make_unit()
    actions.close_unit(closed, on=today())

    run(desk, "membership", "end_today", post)
    told = run(desk, "unit", "close_today", post.unit, closed).content.decode()

    post.refresh_from_db()
    assert post.valid_to == today()
    assert Unit.objects.filter(valid_to=today()).count() == 2
    assert "đã kết thúc hoạt động ngày" in told


def test_address_that_fills_in_what_no_row_is_called_opens_an_empty_form(desk):
    user = make_user()

    asked = {value: desk.get(page("membership", "add"), {"user": value}) for value in ("[]", "9" * 30, f"{user.pk}")}

    assert {response.status_code for response in asked.values()} == {200}
    assert [f"{user}</option>" in response.text for response in asked.values()] == [False, False, True]
