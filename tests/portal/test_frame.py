"""The frame of every page, and the pages that say no."""

import datetime
import re

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.cookie import CookieStorage
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import include, path
from django.utils import timezone
from django_htmx.middleware import HtmxDetails

from common.refusals import Refused
from portal import errors
from portal.context import Frame, url_of
from portal.middleware import RefusalMiddleware
from portal.templatetags.frame import standing_of
from portal.theme import choose_theme
from tasks.models import places_of
from tests.factories.plan import make_plan, take_part
from tests.factories.units import make_post, make_unit, make_user
from units.enums import Role
from units.models import Notice

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
TYPED = "Đã mở 02 lớp tập huấn cho 140 cán bộ cơ sở trong quý."
TODAY = datetime.date(2026, 11, 23)


@login_not_required
def refuse(request):
    raise Refused("Báo cáo đã được gửi lúc 14:05.", details=["Dòng 2.1 chưa ghi kết quả."])


@login_not_required
def forbid(request):
    raise PermissionDenied


@login_not_required
def miss(request):
    raise Http404


@login_not_required
def take(request):
    return HttpResponse("nhận")


def inside(request):
    return HttpResponse("bên trong")


pages = (
    [
        path("", inside, name="home"),
        path("phan-cong/", inside, name="assignment-matrix"),
        path("bao-cao/", inside, name="report-list"),
        path("tu-choi/", refuse, name="refuse"),
        path("khong-quyen/", forbid, name="forbid"),
        path("khong-thay/", miss, name="miss"),
        path("nhan/", take, name="take"),
        path("thong-bao/", inside, name="notice-list"),
        path("giao-dien/", choose_theme, name="theme-choose"),
    ],
    "portal",
)
urlpatterns = [
    path("quan-tri/", admin.site.urls),
    path("tai-khoan/", include("allauth.account.urls")),
    path("", include(pages)),
]
handler403 = errors.forbidden
handler404 = errors.not_found


@pytest.fixture
def small_portal(settings):
    """A portal of a few pages that refuse, so that these tests hang on no real page."""
    settings.ROOT_URLCONF = __name__
    url_of.cache_clear()
    yield
    url_of.cache_clear()


def request_of(post=None, address="/", **headers):
    request = RequestFactory().get(address, headers=headers)
    request.user = post.user if post else AnonymousUser()
    request.membership = post
    request.posts = [post] if post else []
    request.htmx = HtmxDetails(request)
    request._messages = CookieStorage(request)
    return request


def labels(frame):
    return [entry.label for section in frame.sections for entry in section.entries]


def heading(response):
    return re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL).group(1)


@pytest.mark.django_db
@pytest.mark.usefixtures("small_portal")
class TestRefusals:
    @pytest.mark.parametrize("debug", [True, False])
    @pytest.mark.parametrize(
        ("address", "status", "words"),
        [
            ("/tu-choi/", 409, "Chưa làm được việc này"),
            ("/khong-quyen/", 403, "Chức vụ này không làm được việc đó"),
            ("/khong-thay/", 404, "Không tìm thấy trang"),
            ("/dia-chi-khong-co/", 404, "Không tìm thấy trang"),
        ],
    )
    def test_page_is_designed_and_in_vietnamese(self, settings, debug, address, status, words):
        settings.DEBUG = debug

        response = Client().get(address)

        assert response.status_code == status
        assert heading(response) == words

    def test_refusal_tells_its_sentence_and_details(self):
        text = Client().get("/tu-choi/").content.decode()

        assert "Báo cáo đã được gửi lúc 14:05." in text
        assert "Dòng 2.1 chưa ghi kết quả." in text

    def test_refusal_keeps_what_was_typed_in_sight(self):
        text = Client().post("/tu-choi/", {"result": TYPED}).content.decode()

        assert TYPED in text

    @pytest.mark.parametrize(("address", "status"), [("/tu-choi/", 409), ("/khong-quyen/", 403), ("/khong-thay/", 404)])
    def test_htmx_gets_a_notice_and_no_page(self, address, status):
        response = Client().get(address, headers={"HX-Request": "true"})

        assert response.status_code == status
        assert response["HX-Retarget"] == "#thong-bao-trang"
        assert response.content.decode().strip().startswith('<div class="notice')

    def test_unknown_fault_is_left_to_django(self):
        assert RefusalMiddleware(inside).process_exception(request_of(), ValueError()) is None

    def test_server_error_asks_the_database_nothing(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            response = errors.server_error(request_of())

        assert response.status_code == 500
        assert heading(response) == "Cổng gặp lỗi khi xử lý"

    def test_bad_request_is_designed(self):
        response = errors.bad_request(request_of())

        assert response.status_code == 400
        assert heading(response) == "Yêu cầu không đọc được"


@pytest.mark.django_db
@pytest.mark.usefixtures("small_portal")
class TestNothingTypedIsLost:
    def test_form_without_token_shows_the_typed_text(self):
        response = Client(enforce_csrf_checks=True).post(
            "/nhan/", {"result": TYPED, "password": "mot-mat-khau-du-dai-de-thu-261"}
        )

        text = response.content.decode()
        assert response.status_code == 403
        assert heading(response) == "Biểu mẫu đã cũ, chưa được gửi"
        assert TYPED in text
        assert "mot-mat-khau-du-dai-de-thu-261" not in text

    @pytest.mark.parametrize(
        ("referer", "offered"),
        [("http://testserver/bao-cao/1/soan/", True), ("http://la.example/bao-cao/", False), ("", False)],
    )
    def test_expired_form_leads_back_to_its_own_page_only(self, referer, offered):
        client = Client(enforce_csrf_checks=True)

        text = client.post("/nhan/", {"result": TYPED}, headers={"Referer": referer}).content.decode()

        assert ("Tải lại trang trước</a>" in text) == offered
        assert "la.example" not in text

    def test_refusal_leads_back_to_the_page_of_the_form(self):
        text = Client().post("/tu-choi/", headers={"Referer": "http://testserver/bao-cao/"}).content.decode()

        assert '<a class="btn btn-primary" href="http://testserver/bao-cao/">Quay lại trang trước</a>' in text

    def test_typed_text_is_escaped(self):
        response = Client(enforce_csrf_checks=True).post("/nhan/", {"result": "<script>alert('một đoạn dài')</script>"})

        assert "<script>alert" not in response.content.decode()

    def test_form_after_the_time_out_shows_the_typed_text(self):
        response = Client().post("/bao-cao/", {"result": TYPED})

        assert response.status_code == 403
        assert heading(response) == "Phiên làm việc đã hết"
        assert TYPED in response.content.decode()

    def test_act_without_text_goes_to_sign_in(self):
        response = Client().post("/bao-cao/", {"act": "confirm"})

        assert isinstance(response, HttpResponseRedirect)
        assert response["Location"].startswith("/tai-khoan/login/")


@pytest.mark.django_db
@pytest.mark.usefixtures("small_portal")
class TestFrame:
    def test_signed_out_reader_sees_no_navigation(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            frame = Frame(request=request_of())

            assert (frame.sections, frame.shortcuts, frame.person, frame.unread) == ([], [], "", 0)

    def test_navigation_shows_only_pages_that_exist(self):
        frame = Frame(request=request_of(make_post(), "/bao-cao/"))

        entries = [(entry.label, entry.current) for section in frame.sections for entry in section.entries]
        assert entries == [("Việc của tôi", ""), ("Báo cáo", "page")]

    def test_person_without_a_post_sees_the_way_home_only(self):
        request = request_of()
        request.user = make_user()

        frame = Frame(request=request)

        assert labels(frame) == ["Việc của tôi"]
        assert frame.post is None

    def test_post_is_told_in_words(self):
        post = make_post(make_unit("Ủy ban nhân dân xã Đăk Ơ", short_name="UBND xã Đăk Ơ"), Role.HEAD, title="chủ tịch")

        frame = Frame(request=request_of(post))

        assert frame.post.words == "Chủ tịch · UBND xã Đăk Ơ"
        assert frame.post.unit == "Ủy ban nhân dân xã Đăk Ơ"

    def test_other_posts_leave_out_the_acting_one(self):
        post = make_post(make_unit("Ban Tuyên giáo"))
        other = make_post(make_unit("Xã Phú Nghĩa"), user=post.user)
        request = request_of(post)
        request.posts = [post, other]

        assert [choice.pk for choice in Frame(request=request).other_posts] == [other.pk]

    def test_matrix_shows_to_whoever_sees_the_whole_plan(self):
        plan = make_plan()
        unit = make_unit()
        take_part(plan, unit)
        office, writer = make_post(plan.standing_office), make_post(unit)

        assert "Phân công" in labels(Frame(request=request_of(office)))
        assert "Phân công" not in labels(Frame(request=request_of(writer)))

    @pytest.mark.parametrize(("role", "keeps_a_log"), [(Role.HEAD, True), (Role.WRITER, True), (Role.READER, False)])
    def test_who_writes_no_log_gets_the_overview_at_hand(self, role, keeps_a_log):
        frame = Frame(request=request_of(make_post(role=role)))

        assert frame._only_follows is not keeps_a_log

    def test_administrator_sees_no_pages_of_work(self):
        frame = Frame(request=request_of(make_post(role=Role.ADMINISTRATOR)))

        assert labels(frame) == ["Việc của tôi"]

    @pytest.mark.parametrize(
        ("role", "shown"), [(Role.HEAD, True), (Role.WRITER, True), (Role.ADMINISTRATOR, True), (Role.READER, False)]
    )
    def test_admin_is_linked_for_whoever_may_enter(self, role, shown):
        frame = Frame(request=request_of(make_post(role=role)))

        assert ("Trang quản trị" in [entry.label for entry in frame.account_entries]) == shown

    @pytest.mark.parametrize("notices", [1, 3])
    def test_whole_frame_costs_one_query(self, notices, django_assert_num_queries):
        post = make_post()
        for number in range(notices):
            Notice.objects.create(
                user=post.user, unit=post.unit, kind="x", object_id=number, text="x", at=timezone.now()
            )
        request = request_of(post)
        places_of(post)

        with django_assert_num_queries(1):
            text = render_to_string("errors/404.html", {}, request)

        assert f"Thông báo, {notices} chưa đọc" in text

    def test_banner_shows_only_while_sample_data_is_allowed(self, settings):
        settings.DEBUG = True
        trial = render_to_string("errors/404.html", {}, request_of())
        settings.DEBUG = False
        earnest = render_to_string("errors/404.html", {}, request_of())

        assert "dữ liệu mẫu" in trial
        assert "dữ liệu mẫu" not in earnest


@pytest.mark.django_db
@pytest.mark.usefixtures("small_portal")
class TestTheme:
    @pytest.mark.parametrize(
        ("asked", "kept"), [("dark", "dark"), ("light", "light"), ("auto", "auto"), ("<b>", "auto")]
    )
    def test_choice_is_kept_in_a_cookie(self, asked, kept):
        response = Client().post("/giao-dien/", {"theme": asked, "next": "/bao-cao/"})

        assert response["Location"] == "/bao-cao/"
        assert response.cookies["giao_dien"].value == kept

    def test_way_back_leads_nowhere_else(self):
        response = Client().post("/giao-dien/", {"theme": "dark", "next": "https://example.org/"})

        assert response["Location"] == "/"

    def test_get_is_refused(self):
        assert Client().get("/giao-dien/").status_code == 405

    @pytest.mark.parametrize(("cookie", "painted"), [("dark", True), ("light", True), ("auto", False), ('"x', False)])
    def test_server_paints_the_chosen_theme(self, cookie, painted):
        request = request_of()
        request.COOKIES["giao_dien"] = cookie

        text = render_to_string("errors/404.html", {}, request)

        assert (f'data-bs-theme="{cookie}"' in text) == painted


@pytest.mark.parametrize(
    ("due_on", "done_on", "words", "tone"),
    [
        (None, None, "Không hạn", "neutral"),
        (datetime.date(2026, 11, 11), None, "Quá hạn 12 ngày", "late"),
        (datetime.date(2026, 11, 22), None, "Quá hạn 1 ngày", "late"),
        (TODAY, None, "Đến hạn hôm nay", "warn"),
        (datetime.date(2026, 11, 30), None, "Sắp đến hạn, còn 7 ngày", "warn"),
        (datetime.date(2026, 12, 1), None, "Còn 8 ngày", "neutral"),
        (TODAY, TODAY, "Xong đúng hạn", "good"),
        (datetime.date(2026, 11, 14), TODAY, "Xong, quá hạn 9 ngày", "late"),
    ],
)
def test_deadline_is_told_in_words(due_on, done_on, words, tone):
    standing = standing_of(due_on, done_on=done_on, on=TODAY)

    assert (standing.words, standing.tone) == (words, tone)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.relative_to(settings.BASE_DIR).as_posix())
def test_template_has_no_inline_script_or_style(template):
    text = template.read_text()

    assert (
        re.findall(r"<style\b|\sstyle=|\son[a-z]+=|<script(?![^>]*\bsrc=)[^>]*>|javascript:|\bhx-on|https?://", text)
        == []
    )
