"""Saving in the background: part by part, with its own answer for each, and never in a stranger's name."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime

from common.clock import today
from portal.drafts import draft_key, writer_mark
from portal.errors import NO_POST, OUT_OF_SIGHT, PAGE_TOO_OLD, TOO_LONG, UNREADABLE
from progress.actions import reports
from progress.models import ReportValue
from tests.factories import make_indicator, make_post
from tests.portal.test_reports import typed, versions_of
from tests.progress.report_world import ReportWorld
from units.models import Membership

pytestmark = pytest.mark.django_db

MINE, THEIRS = "Bản của đồng chí vừa ghi.", "Bản của người đến trước."


class Page:
    """The write page as the person of a post has it open; `save` sends what a background saving would send."""

    def __init__(self, sign_in, world, post):
        self.world, self.post, self.client = world, post, sign_in(post)
        self.address = reverse("portal:report-part-save", args=[world.report.pk])
        self.opened = typed(self.client.get(reverse("portal:report-write", args=[world.report.pk])))

    def part(self, prefix, **changes):
        """Return one part as it was opened, with `changes` typed into it."""
        own = {name: value for name, value in self.opened.items() if name.startswith(f"{prefix}-")}
        words = prefix.removeprefix("chung-")
        own |= {f"chung-{words}": self.opened.get(f"chung-{words}", "")} if words != prefix else {}
        named = {"result": f"{prefix}-result", "percent": f"{prefix}-percent", "text": f"chung-{words}"}
        return own | {named.get(name, name): value for name, value in changes.items()}

    def save(self, *parts, writer=None, **extra):
        data = {"nguoi-soan": writer_mark(self.post.user) if writer is None else writer}
        for part in parts:
            data |= part
        return self.client.post(self.address, data, headers={"Accept": "application/json"}, **extra)

    def line(self, line, **changes):
        return self.part(f"dong-{line.pk}", **changes)


@pytest.fixture
def world():
    return ReportWorld()


@pytest.fixture
def writing(sign_in, world):
    return Page(sign_in, world, world.writer)


def go_on(part, prefix, told):
    """Return `part` as the page goes on with it after an answer."""
    return part | {f"{prefix}-version": told["version"], f"{prefix}-opened": told["opened"]}


def test_only_the_part_that_was_sent_is_saved(writing, world):
    prefix = "chung-difficulties"

    answer = writing.save(writing.part(prefix, text=MINE))

    told = answer.json()
    report = world.fresh()
    assert answer.status_code == 200
    assert list(told["parts"]) == [prefix]
    assert (told["parts"][prefix]["state"], told["parts"][prefix]["version"]) == ("saved", "2")
    assert told["saved_at"] == f"{localtime(report.saved_at):%H:%M}"
    assert (report.difficulties, versions_of(report)) == (MINE, [1, 2, 1, 1])
    assert world.report.lines.get().version == 1


def test_typing_goes_on_from_each_answer(writing, world):
    prefix = f"dong-{world.line.pk}"
    part = writing.line(world.line, result="Một.")

    for text in ("Một, hai.", "Một, hai, ba."):
        told = writing.save(part).json()["parts"][prefix]
        part = go_on(part, prefix, told) | {f"{prefix}-result": text}
    last = writing.save(part)

    world.line.refresh_from_db()
    assert last.status_code == 200
    assert (world.line.result, world.line.version) == ("Một, hai, ba.", 4)


def test_sent_twice_because_the_answer_was_lost_is_saved_once(writing, world):
    indicator = make_indicator(world.line.assignment.task)
    writing.opened |= {f"dong-{world.line.pk}-chi-tieu-{indicator.pk}": "12,5"}
    part = writing.line(world.line, result=MINE)

    answers = [writing.save(part) for _ in range(2)]

    world.line.refresh_from_db()
    parts = [answer.json()["parts"][f"dong-{world.line.pk}"] for answer in answers]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert parts[0] == parts[1]
    assert (world.line.result, world.line.version) == (MINE, 2)
    assert ReportValue.objects.get(line=world.line).value == 12.5


def test_finished_line_sent_twice_meets_nobody(sign_in, world):
    line = world.add_line(due_on=world.period.covers_to, result="Đang làm.", work_state="in_progress")
    writing = Page(sign_in, world, world.writer)
    part = writing.line(line) | {f"dong-{line.pk}-work_state": "done", f"dong-{line.pk}-done_on": "01/12/2024"}

    answers = [writing.save(part).status_code for _ in range(2)]

    line.refresh_from_db()
    assert answers == [200, 200]
    assert (line.percent, line.version) == (100, 2)


def test_what_did_not_change_is_not_saved(writing, world):
    answer = writing.save(writing.line(world.line))

    world.line.refresh_from_db()
    assert answer.json()["parts"][f"dong-{world.line.pk}"]["state"] == "saved"
    assert (answer.status_code, answer.json()["saved_at"], world.line.version) == (200, "", 1)


@pytest.mark.parametrize("prefix", ["line", "chung-proposals", "chung-nil_reason"])
def test_same_part_by_two_people_shows_both_and_keeps_the_first(sign_in, world, prefix):
    one, other = Page(sign_in, world, world.writer), Page(sign_in, world, world.head)
    prefix = f"dong-{world.line.pk}" if prefix == "line" else prefix
    changed = "result" if prefix.startswith("dong-") else "text"
    more = {"chung-is_nil": "on"} if prefix == "chung-nil_reason" else {}
    one.save(one.part(prefix, **{changed: THEIRS}) | more)
    mine = other.part(prefix, **{changed: MINE}) | more

    met = other.save(mine)

    told = met.json()["parts"][prefix]
    assert (met.status_code, told["state"], told["version"]) == (409, "conflict", "2")
    assert MINE in told["html"]
    assert THEIRS in told["html"]
    assert other.save(mine).json()["parts"][prefix]["state"] == "conflict"
    assert other.save(go_on(mine, prefix, told)).status_code == 200
    world.line.refresh_from_db()
    assert MINE in {world.line.result, world.fresh().proposals, world.fresh().nil_reason}


def test_conflict_in_one_part_leaves_the_others_saved(sign_in, world):
    one, other = Page(sign_in, world, world.writer), Page(sign_in, world, world.head)
    one.save(one.line(world.line, result=THEIRS))

    met = other.save(other.line(world.line, result=MINE), other.part("chung-next_steps", text=MINE))

    states = {prefix: told["state"] for prefix, told in met.json()["parts"].items()}
    assert states == {f"dong-{world.line.pk}": "conflict", "chung-next_steps": "saved"}
    assert world.fresh().next_steps == MINE


def test_wrong_field_is_named_and_the_other_parts_are_saved(sign_in, world):
    line = world.add_line(due_on=world.period.covers_to)
    writing = Page(sign_in, world, world.writer)

    answer = writing.save(writing.line(line, percent="170", result=MINE), writing.part("chung-proposals", text=MINE))

    told = answer.json()["parts"][f"dong-{line.pk}"]
    line.refresh_from_db()
    assert (answer.status_code, told["state"]) == (422, "wrong")
    assert f'<a href="#id_dong-{line.pk}-percent">Tỷ lệ hoàn thành (%)</a>' in told["html"]
    assert "Tỷ lệ không quá 100." in told["html"]
    assert (line.result, line.version, world.fresh().proposals) == ("", 1, MINE)


def test_what_is_missing_is_told_anew(sign_in, world):
    line = world.add_line()
    writing = Page(sign_in, world, world.writer)

    answers = [writing.save(writing.line(line, result=text)).json() for text in ("", "Đã làm.")]

    lacking, done = (answer["panels"]["khung-con-thieu"] for answer in answers)
    assert (line.task_code in lacking, "Đã đủ nội dung để gửi." in lacking) == (True, False)
    assert "Đã đủ nội dung để gửi." in done


@pytest.mark.parametrize("move", ["submit", "waiting"])
def test_report_that_moved_on_is_refused_with_the_way(writing, world, move):
    if move == "submit":
        reports.submit_report(world.fresh(), by=world.head)
    else:
        reports.ask_sign_off(world.fresh(), by=world.writer)

    answer = writing.save(writing.line(world.line, result=MINE))

    told = answer.json()
    world.line.refresh_from_db()
    assert answer.status_code == 409
    assert told["refused"].startswith("Báo cáo đã gửi" if move == "submit" else "Báo cáo đang chờ lãnh đạo duyệt")
    assert told["url"] == world.report.get_absolute_url()
    assert world.line.result != MINE


def test_somebody_else_at_the_same_browser_saves_nothing_in_his_name(writing, world):
    answer = writing.save(writing.line(world.line, result=MINE), writer=writer_mark(world.head.user))

    world.line.refresh_from_db()
    assert answer.status_code == 409
    assert "tài khoản khác" in answer.json()["refused"]
    assert world.line.result != MINE


def test_session_that_ended_is_told_in_a_word(writing):
    writing.client.logout()

    answer = writing.save(writing.line(writing.world.line, result="Ngắn."))

    assert (answer.status_code, answer.json()) == (401, {"sign_in": reverse("account_login")})


def test_right_lost_in_another_tab_is_told_with_who_may(sign_in, world, writing):
    other = make_post(user=world.writer.user, unit=world.judge.unit)
    writing.client.post(reverse("portal:post-choose"), {"post": other.pk})

    answer = writing.save(writing.line(world.line, result=MINE))

    world.line.refresh_from_db()
    assert (answer.status_code, answer.json()) == (
        403,
        {
            "refused": "Chức vụ đang dùng không soạn được báo cáo này; chỉ chuyên viên, lãnh đạo của "
            f"{world.report.unit} soạn được. Nếu viết với chức vụ khác, hãy đổi lại chức vụ.",
            "url": reverse("portal:post-choose"),
            "way": "Đổi chức vụ ở thẻ mới, rồi quay lại đây",
        },
    )
    assert world.line.result != MINE


def test_last_post_that_ended_is_told(writing, world):
    part = writing.line(world.line, result=MINE)
    Membership.objects.filter(pk=world.writer.pk).update(valid_to=today() - timedelta(days=1))

    answer = writing.save(part)

    assert (answer.status_code, answer.json()["refused"]) == (403, NO_POST)


def test_report_out_of_sight_is_told_to_the_page_that_saves(writing, world):
    elsewhere = ReportWorld()
    address = reverse("portal:report-part-save", args=[elsewhere.report.pk])

    answer = writing.client.post(address, {}, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["refused"]) == (404, OUT_OF_SIGHT)


@pytest.mark.parametrize("limit", ["DATA_UPLOAD_MAX_MEMORY_SIZE", "DATA_UPLOAD_MAX_NUMBER_FIELDS"])
def test_text_too_long_to_be_taken_is_told_so(writing, world, settings, limit):
    part = writing.line(world.line, result=MINE)
    setattr(settings, limit, 2)

    answer = writing.save(part)

    world.line.refresh_from_db()
    assert (answer.status_code, answer.json()["refused"]) == (400, TOO_LONG)
    assert world.line.result != MINE


def test_what_cannot_be_read_is_told_so(writing):
    headers = {"Accept": "application/json"}

    answer = writing.client.post(
        writing.address, b"x", content_type="multipart/form-data; boundary=" + "=" * 300, headers=headers
    )

    assert (answer.status_code, answer.json()["refused"]) == (400, UNREADABLE)


def test_page_without_its_token_is_told_to_open_the_portal_again(world):
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.writer.user)
    address = reverse("portal:report-part-save", args=[world.report.pk])

    answer = client.post(address, {}, headers={"Accept": "application/json"})

    assert (answer.status_code, answer.json()["refused"]) == (403, PAGE_TOO_OLD)
    assert answer.json()["url"] == reverse("account_login")


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), ("judge", 403), ("office_head", 403)])
def test_nobody_outside_the_unit_saves(sign_in, world, who, status):
    post = make_post() if who == "stranger" else getattr(world, who)
    data = {"nguoi-soan": writer_mark(post.user), "chung-difficulties": MINE, "chung-difficulties-version": "1"}

    response = sign_in(post).post(reverse("portal:report-part-save", args=[world.report.pk]), data)

    assert response.status_code == status
    assert world.fresh().difficulties == ""


def test_background_saving_is_an_act(writing):
    assert writing.client.get(writing.address).status_code == 405


def test_line_of_another_report_is_left_alone(writing):
    elsewhere = ReportWorld()
    kept = elsewhere.line.result
    foreign = {f"dong-{elsewhere.line.pk}-{name}": value for name, value in [("version", 1), ("result", MINE)]}

    answer = writing.save(foreign)

    elsewhere.line.refresh_from_db()
    assert (answer.status_code, answer.json()["parts"]) == (200, {})
    assert elsewhere.line.result == kept


def test_text_without_a_version_is_told_not_lost(writing, world):
    answer = writing.save({"chung-difficulties": MINE})

    assert answer.status_code == 422
    assert "Trang đã cũ" in answer.json()["parts"]["chung-difficulties"]["html"]
    assert world.fresh().difficulties == ""


# The copy in the browser -----------------------------------------------------------------------------------


def test_key_is_each_persons_own_and_stays_out_of_caches(sign_in, world):
    answers = [
        sign_in(post).get(reverse("portal:account-draft-key")) for post in (world.writer, world.head, world.writer)
    ]

    first, second, again = (answer.json() for answer in answers)
    assert first == again == {"key": draft_key(world.writer.user), "writer": writer_mark(world.writer.user)}
    assert {first["key"], first["writer"]}.isdisjoint(second.values())
    assert {answer["Cache-Control"] for answer in answers} == {"private, no-store"}


def test_key_hangs_on_the_secret_of_the_portal(world, settings):
    before = draft_key(world.writer.user)
    settings.SECRET_KEY = "một khóa khác"

    assert draft_key(world.writer.user) != before


def test_key_is_in_no_page(writing, world):
    text = writing.client.get(reverse("portal:report-write", args=[world.report.pk])).text

    assert draft_key(world.writer.user) not in text
    assert writer_mark(world.writer.user) in text


def test_signing_out_wipes_what_the_browser_kept(writing):
    response = writing.client.post(reverse("account_logout"))

    assert (response.status_code, response["Clear-Site-Data"]) == (302, '"storage"')


def test_signing_out_twice_wipes_nothing_of_the_next_person():
    response = Client().post(reverse("account_logout"))

    assert not response.has_header("Clear-Site-Data")


@pytest.mark.parametrize(("kept", "leads_back"), [("1", True), ("", False)])
def test_form_sent_after_the_session_ended_leads_back_to_the_page(writing, world, kept, leads_back):
    writing.client.logout()
    address = reverse("portal:report-write", args=[world.report.pk])

    response = writing.client.post(address, writing.line(world.line, result=MINE * 2) | {"giu-tren-may": kept})

    way = f'href="{reverse("account_login")}?{urlencode({"next": address})}"'
    assert response.status_code == 403
    assert MINE in response.text
    assert (way in response.text, "tự trở lại các ô" in response.text) == (leads_back, leads_back)
