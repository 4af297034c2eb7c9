import json
import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from common.clock import today
from tests.factories import make_post, make_unit, make_user
from tests.factories.units import PASSWORD
from units import actions
from units.enums import Role
from units.middleware import SESSION_KEY
from units.models import Membership

pytestmark = pytest.mark.django_db
SIGN_IN = "/tai-khoan/dang-nhap/"
OWN = "một câu dài của riêng mình"


@pytest.fixture(autouse=True)
def forget_tries():
    cache.clear()


@pytest.fixture
def head():
    return make_post(role=Role.HEAD, title="Trưởng ban")


def try_sign_in(user, password=PASSWORD, **extra):
    client = Client()
    return client, client.post(SIGN_IN, {"login": user.username, "password": password, **extra})


# Signing in ------------------------------------------------------------------------------------------------


def test_stranger_is_sent_to_sign_in_and_comes_back(head):
    client = Client()

    response = client.get("/thong-bao/")
    assert response.status_code == 302
    assert response["Location"] == f"{SIGN_IN}?next=/thong-bao/"

    page = client.get(response["Location"])
    assert "Không nhập, không tải lên bí mật nhà nước" in page.content.decode()
    response = client.post(SIGN_IN, {"login": head.user.username, "password": PASSWORD, "next": "/thong-bao/"})
    assert response["Location"] == "/thong-bao/"


def test_sign_in_does_not_lead_to_another_host(head):
    _, response = try_sign_in(head.user, next="https://xau.example/")

    assert response["Location"] == reverse("portal:home")


def test_wrong_password_is_told_in_vietnamese(head):
    _, response = try_sign_in(head.user, "sai mật khẩu rồi")

    assert response.context["form"].non_field_errors() == ["Tên đăng nhập hoặc mật khẩu không đúng."]


def test_disabled_account_is_told_so(head):
    actions.disable_user(head.user, by=head)

    client, response = try_sign_in(head.user)

    assert response["Location"] == reverse("account_inactive")
    assert "Tài khoản đang khóa" in client.get(response["Location"]).content.decode()


def test_disabling_ends_what_is_open(sign_in, head):
    client = sign_in(head)

    actions.disable_user(head.user, by=head)

    assert client.get(reverse("portal:account")).status_code == 302


def test_nobody_signs_up():
    response = Client().get(reverse("account_signup"))

    assert "form" not in response.context
    assert Client().post(reverse("account_signup"), {"username": "la"}).status_code == 200
    assert not Membership.objects.exists()


def test_sixth_wrong_password_waits_even_when_it_is_right(head):
    for _ in range(5):
        try_sign_in(head.user, "sai mật khẩu rồi")

    client, response = try_sign_in(head.user)

    assert response.context["form"].non_field_errors() == ["Đã đăng nhập sai quá nhiều lần. Hãy thử lại sau ít phút."]
    assert client.get(reverse("portal:account")).status_code == 302


def test_too_many_tries_from_one_address_are_told_to_wait():
    answers = [Client().post(SIGN_IN, {"login": f"ai-do-{n}", "password": "x"}) for n in range(31)]

    assert answers[-1].status_code == 429
    assert "Hãy đợi khoảng 5 phút" in answers[-1].content.decode()


def code_now(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def test_second_factor_is_asked_and_recovery_codes_help(head):
    secret = generate_totp_secret()
    TOTP.activate(head.user, secret)
    client, response = try_sign_in(head.user)
    assert response["Location"].startswith(reverse("mfa_authenticate"))
    assert client.get(reverse("portal:account")).status_code == 302

    wrong = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert wrong.context["form"].errors
    response = client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})

    assert response.status_code == 302
    assert client.get(reverse("portal:account")).status_code == 200


# The library tells of it once the transaction is kept.
@pytest.mark.django_db(transaction=True)
def test_second_factor_is_set_up_after_the_password_again(head):
    client, _ = try_sign_in(head.user)
    again = client.get(reverse("mfa_activate_totp"))["Location"]
    assert again.startswith(reverse("account_reauthenticate"))
    page = client.post(again, {"password": PASSWORD, "next": reverse("mfa_activate_totp")}, follow=True)
    secret = page.context["form"].secret

    response = client.post(reverse("mfa_activate_totp"), {"code": code_now(secret)}, follow=True)

    assert response.status_code == 200
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}
    assert "Đã bật xác thực hai bước." in response.content.decode()


# The first password ----------------------------------------------------------------------------------------


@pytest.fixture
def newcomer():
    return make_post(user=make_user("Lê Thị Mới", must_change_password=True))


def test_first_password_is_changed_before_anything_else(newcomer):
    client, _ = try_sign_in(newcomer.user)
    change = reverse("account_change_password")

    for name in ("account", "notice-list", "unit-list", "help", "post-choose"):
        assert client.get(reverse(f"portal:{name}"))["Location"] == change
    assert client.get(reverse("portal:account"), headers={"HX-Request": "true"})["HX-Redirect"] == change
    assert "do người quản trị cấp" in client.get(change).content.decode()

    response = client.post(change, {"oldpassword": PASSWORD, "password1": OWN, "password2": OWN})

    assert response["Location"] == reverse("portal:home")
    newcomer.user.refresh_from_db()
    assert not newcomer.user.must_change_password
    assert "Đã đổi mật khẩu." in client.get(reverse("portal:account")).content.decode()


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        (PASSWORD, "Mật khẩu mới phải khác mật khẩu đang dùng."),
        ("ngắn-quá-11", "12"),
        ("BùGiaMập-261", "Mật khẩu dựa trên tên địa phương"),
        ("748392016475", "hoàn toàn là số"),
    ],
)
def test_weak_password_is_refused_with_the_reason(newcomer, password, sentence):
    client, _ = try_sign_in(newcomer.user)

    response = client.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )

    assert sentence in " ".join(response.context["form"].errors["password1"])
    newcomer.user.refresh_from_db()
    assert newcomer.user.must_change_password


def test_one_may_leave_without_changing_it(newcomer):
    client, _ = try_sign_in(newcomer.user)

    client.post(reverse("account_logout"))

    assert "_auth_user_id" not in client.session


# The door of the admin -------------------------------------------------------------------------------------


def test_admin_is_entered_by_the_same_door():
    administrator = make_post(role=Role.ADMINISTRATOR)
    client = Client()

    response = client.get("/quan-tri/login/?next=/quan-tri/units/user/")
    assert response["Location"] == f"{SIGN_IN}?next=/quan-tri/units/user/"

    client.force_login(administrator.user)
    assert client.get("/quan-tri/").status_code == 200


def test_who_may_not_enter_the_admin_is_told_and_not_sent_round(sign_in):
    client = sign_in(make_post(role=Role.READER))

    response = client.get("/quan-tri/", follow=True)

    assert response.status_code == 403
    assert len(response.redirect_chain) == 1


# One's own account -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("posts", [1, 3])
def test_account_query_count(sign_in, head, posts, django_assert_max_num_queries):
    for _ in range(posts - 1):
        post = make_post(user=head.user, role=Role.HEAD)
        actions.appoint_stand_in(post, user=make_user(), valid_from=today(), valid_to=today(), by=post)
    client = sign_in(head)

    with django_assert_max_num_queries(11):
        response = client.get(reverse("portal:account"))

    assert len(response.context["posts"]) == posts
    assert len(response.context["stand_ins"]) == posts - 1


def test_account_opens_without_a_post():
    client = Client()
    client.force_login(make_user())

    assert client.get(reverse("portal:account")).status_code == 200
    assert client.get(reverse("portal:post-choose")).status_code == 403


@pytest.mark.parametrize(
    "name", ["portal:account-contacts", "portal:stand-in-add", "account_change_password", "account_reauthenticate"]
)
def test_a_form_is_checked_by_the_page_and_not_in_the_browsers_language(sign_in, head, name):
    make_post(head.unit)

    page = sign_in(head).get(reverse(name)).content.decode()

    own = [form for form in re.findall("<form[^>]*>", page) if "novalidate" in form]
    assert len(own) == 1


def test_contacts_are_corrected_by_oneself(sign_in, head):
    client = sign_in(head)

    response = client.post(reverse("portal:account-contacts"), {"email": "an@example.vn", "work_phone": "0271 3 999"})

    head.user.refresh_from_db()
    assert response.status_code == 302
    assert (head.user.email, head.user.work_phone) == ("an@example.vn", "0271 3 999")


@pytest.mark.parametrize(
    ("email", "phone"), [("không phải thư", "0271 3 999"), ("", "gọi tôi"), ("", "0\x00271399"), ("", "1" * 100_000)]
)
def test_bad_contacts_are_told_and_nothing_is_lost(sign_in, head, email, phone):
    response = sign_in(head).post(reverse("portal:account-contacts"), {"email": email, "work_phone": phone})

    assert response.status_code == 422
    assert ("Hãy ghi đúng địa chỉ thư điện tử" in response.content.decode()) == bool(email)
    assert response.context["form"]["email"].value() == email
    head.user.refresh_from_db()
    assert (head.user.email, head.user.work_phone) == ("", "")


def test_own_data_is_taken_away_and_nobody_elses(sign_in, head):
    make_user("Người Khác Hẳn")

    response = sign_in(head).get(reverse("portal:account-data"))

    data = json.loads(response.content)
    assert response["Content-Disposition"] == 'attachment; filename="du-lieu-cua-toi.json"'
    assert data["tài khoản"]["tên đăng nhập"] == head.user.username
    assert [post["chức vụ"] for post in data["chức vụ"]] == ["Trưởng ban"]
    assert "Người Khác Hẳn" not in response.content.decode()
    assert head.user.password not in response.content.decode()


# Posts -----------------------------------------------------------------------------------------------------


def test_another_post_is_chosen(sign_in, head):
    other = make_post(user=head.user)
    client = sign_in(head)

    assert other.unit.name in client.get(reverse("portal:post-choose")).content.decode()
    response = client.post(reverse("portal:post-choose"), {"post": other.pk, "next": "/tai-khoan/"})

    assert response["Location"] == "/tai-khoan/"
    assert client.session[SESSION_KEY] == other.pk


@pytest.mark.parametrize("given", [{}, {"post": "x"}, {"post": "0"}, {"post": "99999999999999999999"}])
def test_unknown_post_is_not_found(sign_in, head, given):
    assert sign_in(head).post(reverse("portal:post-choose"), given).status_code == 404


def test_foreign_and_ended_posts_are_not_found(sign_in, head):
    foreign, ended = make_post(), make_post(user=head.user, valid_to=today().replace(year=2021))
    client = sign_in(head)

    for post in (foreign, ended):
        assert client.post(reverse("portal:post-choose"), {"post": post.pk}).status_code == 404


# Stand-ins -------------------------------------------------------------------------------------------------


def days(user, first="01/01/2030", last="03/01/2030"):
    return {"user": user.pk, "valid_from": first, "valid_to": last}


def test_head_appoints_and_ends_a_stand_in(sign_in, head):
    other = make_post(head.unit)
    client = sign_in(head)

    assert client.get(reverse("portal:stand-in-add")).status_code == 200
    response = client.post(reverse("portal:stand-in-add"), days(other.user))

    stand_in = Membership.objects.get(stands_in_for=head)
    assert response["Location"] == reverse("portal:account")
    assert (stand_in.valid_from.isoformat(), stand_in.valid_to.isoformat()) == ("2030-01-01", "2030-01-03")
    assert str(other.user) in client.get(reverse("portal:account")).content.decode()

    assert client.post(reverse("portal:stand-in-end", args=[stand_in.pk])).status_code == 302
    assert client.post(reverse("portal:stand-in-end", args=[stand_in.pk])).status_code == 409


@pytest.mark.parametrize(
    ("first", "last", "field"),
    [("31/02/2030", "03/03/2030", "valid_from"), ("03/01/2030", "01/01/2030", "valid_to"), ("", "", "valid_from")],
)
def test_bad_days_are_told(sign_in, head, first, last, field):
    other = make_post(head.unit)

    response = sign_in(head).post(reverse("portal:stand-in-add"), days(other.user, first, last))

    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert ("Hãy ghi ngày/tháng/năm có thật" in response.content.decode()) == first.startswith("31/02")


def test_only_colleagues_are_chosen(sign_in, head):
    response = sign_in(head).post(reverse("portal:stand-in-add"), days(make_post().user))

    assert response.status_code == 422
    assert not Membership.objects.exclude(stands_in_for=None).exists()


@pytest.mark.parametrize("role", [Role.WRITER, Role.READER, Role.ADMINISTRATOR])
def test_only_heads_appoint(sign_in, head, role):
    client = sign_in(make_post(head.unit, role))

    assert client.get(reverse("portal:stand-in-add")).status_code == 403
    assert client.post(reverse("portal:stand-in-add"), {}).status_code == 403


def test_stand_in_of_another_is_not_found(sign_in, head):
    other = make_post(head.unit)
    stand_in = actions.appoint_stand_in(head, user=other.user, valid_from=today(), valid_to=today(), by=head)

    client = sign_in(make_post(make_unit(), Role.HEAD))

    assert client.post(reverse("portal:stand-in-end", args=[stand_in.pk])).status_code == 404
    assert client.get(reverse("portal:stand-in-end", args=[stand_in.pk])).status_code == 405


def test_local_settings_stand():
    assert settings.LOGIN_URL == "account_login"
    assert reverse("account_login") == SIGN_IN
