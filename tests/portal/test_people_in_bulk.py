"""The pages by which an administrator adds many people, and the page behind a new person's link."""

import html
import io
import re

import pytest
from django.contrib.auth import authenticate
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from portal.account import first_password
from portal.people import waiting
from tests.common.broken_workbooks import million_rows
from tests.factories import make_post, make_unit, make_user
from tests.units.people_files import as_upload, filled, person
from units import actions
from units.enums import Role
from units.first_passwords import first_password_token
from units.models import Membership, User

pytestmark = pytest.mark.django_db
PASSWORD = "suoi-dak-quyt-mua-mua-46"
LINK = re.compile(r"http://testserver/tai-khoan/lan-dau/[^<\s]+/")


@pytest.fixture
def administrator():
    return make_post(role=Role.ADMINISTRATOR)


@pytest.fixture
def desk(sign_in, administrator):
    return sign_in(administrator)


@pytest.fixture
def unit():
    return make_unit("UBND xã Đak Ơ")


def look(client, content):
    return client.post(reverse("portal:people-upload"), {"upload": as_upload(content)})


def confirm(client, preview):
    return client.post(reverse("portal:people-confirm"), {"sealed": preview.context["sealed"]})


def links_on(page):
    return [html.unescape(link) for link in LINK.findall(page.text)]


def newcomer():
    user = actions.create_user(
        username="khanhlinh", full_name="Nông Khánh Linh", password=None, must_change_password=False
    )
    return user, reverse("portal:first-password", args=[first_password_token(user)])


def test_template_lists_the_codes_of_units_and_offers_the_roles(desk, unit):
    response = desk.get(reverse("portal:people-template"))
    workbook = load_workbook(io.BytesIO(b"".join(response.streaming_content)))

    assert workbook.sheetnames == ["Danh sách người dùng", "Mã đơn vị", "Hướng dẫn"]
    assert unit.code in [row[0].value for row in workbook["Mã đơn vị"].iter_rows()]
    [roles] = workbook.worksheets[0].data_validations.dataValidation
    assert roles.formula1 == '"lãnh đạo đơn vị,chuyên viên,người xem,quản trị hệ thống"'


def test_look_writes_nothing_and_confirm_writes_all(desk, administrator, unit):
    preview = look(desk, filled(person(unit), person(unit, username="minh", full_name="Điểu Minh")))
    before = User.objects.filter(username__in=["khanhlinh", "minh"]).count()
    done = confirm(desk, preview)

    assert (preview.status_code, before, done.status_code) == (200, 0, 200)
    assert "Sẽ tạo 2 tài khoản, giao 2 chức vụ" in " ".join(preview.text.split())
    assert Membership.objects.filter(unit=unit).count() == len(links_on(done)) == 2
    made = User.objects.get(username="minh").history.get()
    assert (made.history_user, made.history_type) == (administrator.user, "+")
    assert Membership.objects.get(unit=unit, user__username="minh").history.get().history_user == administrator.user


def test_links_are_shown_once(desk, unit):
    preview = look(desk, filled(person(unit)))
    [link] = links_on(confirm(desk, preview))

    again = confirm(desk, preview)

    assert again.status_code == 409
    assert links_on(again) == []
    for page in ("portal:people-upload", "admin:units_user_changelist", "portal:account"):
        assert link not in desk.get(reverse(page)).text
    kept = User.objects.filter(username="khanhlinh").values().get()
    assert [value for value in kept.values() if link.split(":")[-1].strip("/") in str(value)] == []


def test_links_are_taken_away_as_a_workbook_while_they_stand(desk, unit):
    done = confirm(desk, look(desk, filled(person(unit), person(unit, username="minh", full_name="Điểu Minh"))))
    links = links_on(done)
    used = Client().post(links[0], {"password": PASSWORD, "again": PASSWORD})

    response = desk.post(reverse("portal:people-links-file"), {"sealed": done.context["sealed"]})
    rows = list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.iter_rows(values_only=True))

    assert used.status_code == 200
    assert rows[1:] == [("Điểu Minh", "minh", "UBND xã Đak Ơ", links[1])]


def test_bad_rows_are_told_and_nothing_can_be_confirmed(desk, unit):
    response = look(desk, filled(person(unit), person(unit, username="minh", valid_from="31/02/2024", role="la")))

    assert response.status_code == 422
    assert response.text.count("<li>Trang “Danh sách người dùng”, ô ") == len(response.context["checked"].problems) == 2
    assert 'name="sealed"' not in response.text


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.xlsx", "Tệp rỗng"),
        (b"a,b", "a.csv", "là tệp .csv"),
        (b"khong phai", "a.xlsx", "không phải tệp xlsx thật"),
        (million_rows, "a.xlsx", "có hơn 2.000 dòng"),
    ],
)
def test_bad_workbook_is_told_in_a_sentence(desk, content, name, sentence):
    content = content() if callable(content) else content

    response = desk.post(reverse("portal:people-upload"), {"upload": as_upload(content, name)})

    assert response.status_code == 422
    assert sentence in response.text
    assert not User.objects.filter(username="khanhlinh").exists()


def test_missing_file_is_named(desk):
    response = desk.post(reverse("portal:people-upload"))

    assert response.status_code == 422
    assert response.context["form"].errors["upload"] == ["Hãy chọn tệp danh sách."]


@pytest.mark.parametrize("bend", [lambda sealed: "", lambda sealed: sealed[:-2], lambda sealed: "la"])
def test_list_that_was_bent_on_the_way_is_refused(desk, unit, bend):
    preview = look(desk, filled(person(unit)))

    response = desk.post(reverse("portal:people-confirm"), {"sealed": bend(preview.context["sealed"])})

    assert response.status_code == 409
    assert "Hãy tải tệp lên lại để xem." in response.text
    assert not Membership.objects.filter(unit=unit).exists()


def test_list_sealed_for_one_administrator_is_not_confirmed_by_another(sign_in, desk, unit):
    preview = look(desk, filled(person(unit)))

    response = confirm(sign_in(make_post(role=Role.ADMINISTRATOR)), preview)

    assert response.status_code == 409
    assert not Membership.objects.filter(unit=unit).exists()


def test_somebody_was_quicker(desk, unit):
    preview = look(desk, filled(person(unit)))
    make_user("Trần Văn Bình", username="khanhlinh")

    response = confirm(desk, preview)

    assert response.status_code == 422
    assert "đã có người dùng là Trần Văn Bình" in response.text


@pytest.mark.parametrize("role", [Role.HEAD, Role.WRITER, Role.READER])
def test_only_the_administrator_adds_people(sign_in, role):
    client = sign_in(make_post(role=role))

    assert {
        client.get(reverse("portal:people-upload")).status_code,
        client.get(reverse("portal:people-template")).status_code,
        client.post(reverse("portal:people-confirm")).status_code,
        client.post(reverse("portal:people-links-file")).status_code,
        client.get(reverse("portal:people-waiting")).status_code,
        client.post(reverse("portal:people-waiting")).status_code,
    } == {403}


@pytest.mark.parametrize("rows", [1, 20])
def test_look_costs_the_same_for_one_row_and_twenty(desk, unit, rows, django_assert_max_num_queries):
    content = filled(*(person(unit, username=f"nguoi-{number}") for number in range(rows)))
    desk.get(reverse("portal:people-upload"))

    with django_assert_max_num_queries(12):
        assert look(desk, content).status_code == 200


def test_list_that_is_confirmed_or_sent_again_leads_to_the_links_instead_of_faults(desk, unit):
    content = filled(person(unit), person(unit, username="minh", full_name="Điểu Minh", valid_from=None))
    preview = look(desk, content)
    confirm(desk, preview)

    answers = [confirm(desk, preview), look(desk, content)]

    assert [answer.status_code for answer in answers] == [409, 409]
    for answer in answers:
        assert "Danh sách này đã được nhập" in answer.text
        assert reverse("portal:people-waiting") in answer.text
        assert "chỗ cần sửa" not in answer.text


def test_list_with_one_row_more_or_a_changed_row_is_told_its_faults(desk, unit):
    confirm(desk, look(desk, filled(person(unit))))

    more = look(desk, filled(person(unit), person(unit, username="minh", full_name="Điểu Minh")))
    changed = look(desk, filled(person(unit, email="khac@example.vn")))

    assert [more.status_code, changed.status_code] == [422, 422]
    assert ["1 chỗ cần sửa trong tệp" in page.text for page in (more, changed)] == [True, True]


# Links given anew -------------------------------------------------------------------------------------------


def renew(client, *users):
    return client.post(reverse("portal:people-waiting"), {"nguoi": [user.pk for user in users]})


def test_lost_links_are_given_anew_and_the_old_ones_are_void(desk, administrator, unit):
    old = links_on(confirm(desk, look(desk, filled(person(unit)))))
    user = User.objects.get(username="khanhlinh")

    listed = desk.get(reverse("portal:people-waiting"))
    [new] = links_on(renew(desk, user))

    assert "Nông Khánh Linh" in listed.text
    assert [Client().get(link).status_code for link in (*old, new)] == [404, 200]
    assert Client().post(new, {"password": PASSWORD, "again": PASSWORD}).status_code == 200
    latest = user.history.latest()
    assert "Nông Khánh Linh" not in desk.get(reverse("portal:people-waiting")).text
    told = desk.get(reverse("admin:units_user_history", args=[user.pk])).text
    assert "Cấp lại liên kết đặt mật khẩu" in told
    assert user.history.get(history_change_reason="Cấp lại liên kết đặt mật khẩu").history_user == administrator.user
    assert latest.history_change_reason != "Cấp lại liên kết đặt mật khẩu"


def test_page_of_an_account_offers_a_new_link_only_while_it_has_no_password(desk):
    waits, has = newcomer()[0], make_user("Trần Văn Bình")
    pages = [desk.get(reverse("admin:units_user_change", args=[user.pk])) for user in (waits, has)]

    alone = desk.get(reverse("portal:people-waiting"), {"nguoi": waits.pk})

    assert [f"?nguoi={user.pk}" in page.text for user, page in zip((waits, has), pages, strict=True)] == [True, False]
    assert alone.context["people"] == [waits]
    assert "checked" in alone.text


def test_nobody_with_a_password_or_closed_gets_a_new_link(desk, administrator):
    waits, has, closed = newcomer()[0], make_user("Trần Văn Bình"), make_user("Điểu Minh")
    User.objects.filter(pk=closed.pk).update(password="!")
    actions.disable_user(closed, by=administrator)
    before = dict(User.objects.values_list("pk", "password"))

    answers = [renew(desk, waits, other) for other in (has, closed)]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert dict(User.objects.values_list("pk", "password")) == before
    assert list(desk.get(reverse("portal:people-waiting")).context["people"]) == [waits]


@pytest.mark.parametrize(("ticked", "status"), [([], 422), (["la"], 409), (["9" * 40], 409), (["\0"], 409)])
def test_odd_choices_are_told_in_a_sentence(desk, ticked, status):
    newcomer()

    assert desk.post(reverse("portal:people-waiting"), {"nguoi": ticked}).status_code == status


@pytest.mark.parametrize("people", [1, 3])
def test_people_without_a_password_are_listed_at_once(desk, unit, people, django_assert_max_num_queries):
    rows = (person(unit, username=f"nguoi-{number}") for number in range(people))
    confirm(desk, look(desk, filled(*rows)))

    with django_assert_max_num_queries(10):
        assert len(desk.get(reverse("portal:people-waiting")).context["people"]) == people


def test_who_has_no_room_on_the_page_is_counted_and_stands_on_the_next(desk, monkeypatch):
    monkeypatch.setattr(waiting, "MOST_PEOPLE", 2)
    page, few = reverse("portal:people-waiting"), [make_user(f"Người thứ {number}") for number in range(5)]
    User.objects.filter(pk__in=[user.pk for user in few]).update(password="!")

    shown = [desk.get(page, {"trang": number}) for number in (1, 2, 3)]
    last = desk.get(page, {"nguoi": few[-1].pk})

    assert [len(one.context["people"]) for one in shown] == [2, 2, 1]
    assert {user for one in shown for user in one.context["people"]} == set(few)
    assert ["còn <strong>3 người</strong>" in one.text for one in (*shown, last)] == [True, True, False, False]
    assert ["còn <strong>4 người</strong>" in one.text for one in (*shown, last)] == [False, False, True, False]
    assert last.context["people"] == [few[-1]]


# The page behind the link ----------------------------------------------------------------------------------


def test_link_lets_a_person_set_his_password_and_signs_nobody_in():
    user, address = newcomer()
    client = Client()

    shown, done = client.get(address), client.post(address, {"password": PASSWORD, "again": PASSWORD})

    assert "Nông Khánh Linh" in shown.text
    assert "Đã đặt mật khẩu" in done.text
    assert authenticate(None, username="khanhlinh", password=PASSWORD) == user
    assert client.get(reverse("portal:home")).status_code == 302
    assert shown["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_whoever_is_signed_in_stays_who_he_is(sign_in):
    _, address = newcomer()
    other = make_post()
    client = sign_in(other)

    done = client.post(address, {"password": PASSWORD, "again": PASSWORD})

    assert "Máy này đang có người khác đăng nhập" in done.text
    assert client.get(reverse("portal:home")).context["user"] == other.user


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"password": "ngan", "again": "ngan"}, "password"),
        ({"password": "123456789012", "again": "123456789012"}, "password"),
        ({"password": "dak-o-bu-gia-map", "again": "dak-o-bu-gia-map"}, "password"),
        ({"password": PASSWORD, "again": "khac"}, "again"),
        ({"password": PASSWORD}, "again"),
        ({}, "password"),
        ({"password": "khanhlinh-khanhlinh"[:12], "again": "khanhlinh-khanhlinh"[:12]}, "password"),
    ],
)
def test_weak_or_unlike_passwords_are_refused_and_the_link_stands(typed, field, caplog):
    user, address = newcomer()

    response = Client().post(address, typed)

    assert response.status_code == 422
    assert response.context["form"].errors[field]
    assert Client().get(address).status_code == 200
    assert User.objects.get(pk=user.pk).has_usable_password() is False
    assert address not in caplog.text


def test_used_and_unknown_links_lead_to_a_page_that_says_whom_to_ask():
    _, address = newcomer()
    Client().post(address, {"password": PASSWORD, "again": PASSWORD})

    pages = [Client().get(address), Client().post(address, {}), Client().get("/tai-khoan/lan-dau/la/")]

    assert [page.status_code for page in pages] == [404, 404, 404]
    assert ["xin liên hệ người quản trị cổng" in page.text for page in pages] == [True, True, True]


def test_too_many_tries_from_one_address_are_stopped(monkeypatch):
    monkeypatch.setattr(first_password, "MOST_TRIES", 3)
    cache.clear()

    answers = [Client().get("/tai-khoan/lan-dau/la/").status_code for _ in range(5)]

    assert answers == [404, 404, 404, 429, 429]


def test_half_a_letter_in_a_cell_is_left_out(desk, unit):
    preview = look(desk, filled(person(unit, full_name="Nông _xD800_Khánh Linh")))
    confirm(desk, preview)

    assert preview.status_code == 200
    assert User.objects.get(username="khanhlinh").full_name == "Nông Khánh Linh"
