import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.notices.links import TARGETS, link_to
from tests.factories import make_post, make_unit, make_user
from units.models import Notice

pytestmark = pytest.mark.django_db


def make_notice(post, text="Báo cáo đã được gửi.", **fields):
    values = {"kind": "unit", "object_id": post.unit_id, "at": timezone.now(), "text": text} | fields
    return Notice.objects.create(user=post.user, unit=post.unit, **values)


@pytest.fixture
def writer():
    return make_post()


@pytest.mark.parametrize("notices", [1, 3])
def test_inbox_query_count(sign_in, writer, notices, django_assert_max_num_queries):
    for _ in range(notices):
        make_notice(writer)
    client = sign_in(writer)

    with django_assert_max_num_queries(11):
        response = client.get(reverse("portal:notice-list"))

    assert len(response.context["lines"]) == notices


def test_inbox_is_ones_own(sign_in, writer):
    make_notice(make_post(writer.unit), "của đồng nghiệp")
    make_notice(writer, "của tôi")

    page = sign_in(writer).get(reverse("portal:notice-list")).content.decode()

    assert "của tôi" in page
    assert "của đồng nghiệp" not in page


def test_unread_only(sign_in, writer):
    make_notice(writer, "đã xem rồi", read_at=timezone.now())
    make_notice(writer, "còn mới")

    response = sign_in(writer).get(reverse("portal:notice-list"), {"loc": "chua-doc"})

    assert [line.notice.text for line in response.context["lines"]] == ["còn mới"]


def test_inbox_is_filtered_by_what_notices_are_about(sign_in, writer):
    make_notice(writer, "báo cáo đã gửi", kind="report")
    make_notice(writer, "báo cáo cần bổ sung", kind="report-returned", read_at=timezone.now())
    make_notice(writer, "gia hạn", kind="extension")
    make_notice(make_post(), "của người khác", kind="task")
    client, path = sign_in(writer), reverse("portal:notice-list")

    texts = {
        query: {line.notice.text for line in client.get(f"{path}?{query}").context["lines"]}
        for query in ("loai=bao-cao", "loai=bao-cao&loc=chua-doc", "loai=gia-han", "loai=")
    }
    refused = client.get(path, {"loai": "nhiem-vu"})

    assert texts == {
        "loai=bao-cao": {"báo cáo đã gửi", "báo cáo cần bổ sung"},
        "loai=bao-cao&loc=chua-doc": {"báo cáo đã gửi"},
        "loai=gia-han": {"gia hạn"},
        "loai=": {"báo cáo đã gửi", "báo cáo cần bổ sung", "gia hạn"},
    }
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["loai"])
    assert [words for _, words in refused.context["form"].fields["loai"].choices] == ["Mọi việc", "Báo cáo", "Gia hạn"]


def test_opening_marks_as_read_and_leads_there(sign_in, writer):
    notice = make_notice(writer)
    client = sign_in(writer)

    response = client.post(reverse("portal:notice-open", args=[notice.pk]))

    notice.refresh_from_db()
    assert response["Location"] == reverse("portal:unit", args=[writer.unit_id])
    assert notice.read_at is not None
    assert client.post(reverse("portal:notice-open", args=[notice.pk])).status_code == 302


def test_notice_of_another_is_not_found(sign_in, writer):
    notice = make_notice(writer)

    stranger = sign_in(make_post(writer.unit))

    assert stranger.post(reverse("portal:notice-open", args=[notice.pk])).status_code == 404
    assert stranger.post(reverse("portal:notice-open", args=[10**9])).status_code == 404
    notice.refresh_from_db()
    assert notice.read_at is None


def test_reading_is_an_act(sign_in, writer):
    notice = make_notice(writer)
    client = sign_in(writer)

    assert client.get(reverse("portal:notice-open", args=[notice.pk])).status_code == 405
    assert client.get(reverse("portal:notice-read-all")).status_code == 405
    assert Client().post(reverse("portal:notice-open", args=[notice.pk])).status_code == 302
    assert Notice.objects.unread().count() == 1


def test_all_are_read_at_once_but_only_ones_own(sign_in, writer):
    make_notice(writer)
    make_notice(writer)
    other = make_notice(make_post())

    sign_in(writer).post(reverse("portal:notice-read-all"))

    assert list(Notice.objects.unread()) == [other]


def test_inbox_opens_without_a_post():
    client = Client()
    client.force_login(make_user())

    assert "Chưa có thông báo nào" in client.get(reverse("portal:notice-list")).content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "99", "x", "\x00"])
def test_any_page_number_is_answered(sign_in, writer, page):
    assert sign_in(writer).get(reverse("portal:notice-list"), {"trang": page}).status_code == 200


def test_kinds_lead_to_their_pages():
    built = {kind: link_to(kind, 7) for kind in ("report", "report-returned", "assignment", "task", "unit", "la")}

    assert built == {
        "report": reverse("portal:report", args=[7]),
        "report-returned": reverse("portal:report", args=[7]),
        "assignment": reverse("portal:assignment", args=[7]),
        "task": reverse("portal:task", args=[7]),
        "unit": reverse("portal:unit", args=[7]),
        "la": "",
    }
    assert all(target.word for target in TARGETS.values())


def test_text_is_escaped(sign_in, writer):
    make_notice(writer, "<b>đậm</b>")

    assert "&lt;b&gt;đậm&lt;/b&gt;" in sign_in(writer).get(reverse("portal:notice-list")).content.decode()


def test_long_number_of_a_thing_is_written_without_dots(sign_in, writer):
    unit = make_unit(id=1234567)
    make_notice(writer, object_id=unit.pk)

    assert f'href="/don-vi/{unit.pk}/"' in sign_in(writer).get(reverse("portal:notice-list")).content.decode()
