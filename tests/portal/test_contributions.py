"""A lead asks a supporting unit for a paragraph: asked, written, sent, quoted; between the two units alone."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from common import clock
from progress.actions import contributions as acts
from progress.actions import reports
from progress.contributions import asked_for, fate_of
from progress.enums import ContributionState
from progress.models import Contribution, ContributionRequest
from tasks.enums import Part
from tests.factories import make_assignment, make_line, make_post, make_report, make_unit, take_part
from tests.progress.report_world import ReportWorld
from units.enums import Role
from units.models import Notice

GIVEN = "Đã tổ chức 5 buổi tại 5 thôn, 310 lượt người dự."


class AskingWorld(ReportWorld):
    """The unit leads a task that others support; it has asked the first of them."""

    def __init__(self, *, supporters=1, ask=True):
        super().__init__()
        self.supports = [self.add_support(f"Xã thứ {number}") for number in range(1, supporters + 1)]
        self.support = self.supports[0]
        self.giver, self.giving_head = make_post(self.support.unit), make_post(self.support.unit, Role.HEAD)
        if ask:
            [self.asked] = self.ask([self.support])

    def add_support(self, name):
        unit = make_unit(name)
        take_part(self.plan, unit)
        return make_assignment(self.line.assignment.task, unit, Part.SUPPORT)

    def ask(self, supports, *, note="Nêu số buổi và số người dự.", due_on=None, line=None):
        due_on = due_on or clock.today() + datetime.timedelta(days=7)
        return acts.ask_for_contributions(line or self.line, supports, note=note, due_on=due_on, by=self.writer)

    def now(self):
        return ContributionRequest.objects.for_page().get(pk=self.asked.pk)

    def give(self, text=GIVEN, *, version=None, by=None):
        version = version or self.now().draft_version
        return acts.answer_contribution(self.now(), text, version=version, by=by or self.giver)

    def page(self, name="contribution"):
        return reverse(f"portal:{name}", args=[self.asked.pk])

    def ask_page(self):
        return reverse("portal:contribution-ask", args=[self.line.pk])

    def became(self):
        return fate_of(self.now(), self.now().contributions.first()).words


# Asking ------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_asking_tells_the_supporter_and_stands_on_his_home_page(sign_in):
    world = AskingWorld(ask=False)
    client = sign_in(world.writer)
    data = {"units": [world.support.pk], "note": "Nêu số buổi.", "due_on": "25/12/2099"}

    response = client.post(world.ask_page(), data)

    asked = ContributionRequest.objects.get()
    assert response["Location"].endswith(f"/soan/#dong-{world.line.pk}")
    assert (asked.assignment, asked.note, asked.state) == (world.support, "Nêu số buổi.", ContributionState.WAITING)
    assert set(Notice.objects.filter(kind="contribution").values_list("user", flat=True)) == {
        world.giver.user_id,
        world.giving_head.user_id,
    }
    home = sign_in(world.giver).get(reverse("portal:home"))
    assert f"Góp nội dung {world.line.task_code} cho {world.unit}" in home.text
    assert reverse("portal:contribution", args=[asked.pk]) in home.text


@pytest.mark.django_db
def test_day_off_moves_to_the_next_working_day():
    world = AskingWorld(ask=False)
    saturday = datetime.date(2099, 1, 3)
    assert saturday.weekday() == 5

    [asked] = world.ask([world.support], due_on=saturday)

    assert asked.due_on == datetime.date(2099, 1, 5)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("due_on", "01/01/2020", "từ hôm nay trở đi"),
        ("due_on", "31/02/2099", "có thật"),
        ("due_on", "01/01/9999", "Năm không quá"),
        ("due_on", "", "Hãy ghi hạn"),
        ("note", " ", "Hãy ghi rõ"),
        ("note", "ă" * 20_001, "20.000"),
        ("units", [], "ít nhất một đơn vị"),
        ("units", ["999999999"], "Không có lựa chọn này"),
        ("units", ["abc"], "Không có lựa chọn này"),
    ],
)
def test_bad_request_is_told_at_its_field_and_kept(sign_in, field, value, words):
    world = AskingWorld(ask=False)
    data = {"units": [world.support.pk], "note": "Nêu số buổi.", "due_on": "25/12/2099"} | {field: value}

    response = sign_in(world.writer).post(world.ask_page(), data)

    assert response.status_code == 422
    assert words in response.text
    assert list(response.context["form"].errors) == [field]
    assert ContributionRequest.objects.count() == 0


@pytest.mark.django_db
def test_same_unit_is_not_asked_twice_while_it_is_open():
    world = AskingWorld()

    with pytest.raises(acts.ContributionRefused, match="Đã đề nghị Xã thứ 1"):
        world.ask([world.support])
    with pytest.raises(IntegrityError), transaction.atomic():
        ContributionRequest.objects.create(
            line=world.line,
            assignment=world.support,
            note="Lần nữa.",
            due_on=clock.today(),
            asked_at=clock.now(),
            asked_by=world.writer.user,
        )


@pytest.mark.django_db
def test_only_units_that_support_the_task_are_asked():
    world = AskingWorld(ask=False)
    elsewhere = make_assignment(unit=make_unit("Xã khác"), part=Part.SUPPORT)

    with pytest.raises(acts.ContributionRefused, match="đang phối hợp"):
        world.ask([elsewhere])


@pytest.mark.django_db
def test_supporter_asks_nobody_for_its_own_line(sign_in):
    world = AskingWorld(ask=False)
    line = make_line(make_report(world.period, world.support.unit), world.support)

    page = reverse("portal:contribution-ask", args=[line.pk])

    assert sign_in(world.giver).get(page).status_code == 403


@pytest.mark.django_db
def test_nothing_is_asked_for_a_report_that_was_sent():
    world = AskingWorld(ask=False)
    reports.submit_report(world.fresh(), by=world.head)

    with pytest.raises(acts.ContributionRefused, match="đã gửi"):
        world.ask([world.support])


# Answering ---------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_draft_is_kept_and_read_by_the_supporter_alone(sign_in):
    world = AskingWorld()
    client, lead = sign_in(world.giver), sign_in(world.writer)

    response = client.post(world.page("contribution-answer"), {"text": GIVEN, "version": 1, "tiep": "luu"})

    assert (response.status_code, Contribution.objects.count(), world.now().draft) == (302, 0, GIVEN)
    assert GIVEN in client.get(world.page()).text
    pages = [world.page(), reverse("portal:report-write", args=[world.report.pk])]
    assert [GIVEN in lead.get(page).text for page in pages] == [False, False]


@pytest.mark.django_db
def test_answer_stands_under_the_line_with_author_and_unit(sign_in):
    world = AskingWorld()

    sign_in(world.giver).post(world.page("contribution-answer"), {"text": GIVEN, "version": 1, "tiep": "gui"})

    page = sign_in(world.writer).get(reverse("portal:report-write", args=[world.report.pk]))
    given = Contribution.objects.get()
    assert (given.text, given.by, given.for_unit, given.number) == (GIVEN, world.giver.user, world.support.unit, 1)
    assert GIVEN in page.text
    assert f'data-copy-prefix="Theo {world.support.unit}: "' in page.text
    assert str(world.giver.user) in page.text


@pytest.mark.django_db
def test_sending_again_keeps_both_and_the_latest_stands():
    world = AskingWorld()
    world.give("Bản đầu.")

    world.give("Bản sau.")

    assert list(world.now().contributions.values_list("number", "text")) == [(2, "Bản sau."), (1, "Bản đầu.")]
    assert asked_for(world.report)[world.line.pk][0].latest.text == "Bản sau."


@pytest.mark.django_db
def test_pressing_send_again_and_again_sends_once(sign_in):
    world = AskingWorld()
    client, data = sign_in(world.giver), {"text": GIVEN, "version": 1, "tiep": "gui"}

    answers = [client.post(world.page("contribution-answer"), data) for _ in range(3)]
    again = client.post(world.page("contribution-answer"), data | {"version": world.now().draft_version})

    assert [answer.status_code for answer in [*answers, again]] == [302] * 4
    assert Contribution.objects.get().text == GIVEN
    assert Notice.objects.filter(kind="contribution", user=world.writer.user).count() == 1


@pytest.mark.django_db
def test_draft_kept_already_is_no_conflict_and_can_be_sent():
    world = AskingWorld()
    first = acts.save_contribution_draft(world.now(), GIVEN, version=1, by=world.giver)

    second = acts.save_contribution_draft(world.now(), GIVEN, version=1, by=world.giving_head)
    given = world.give(version=1)

    assert (first, second, given.text) == (2, 2, GIVEN)
    assert world.now().state == ContributionState.ANSWERED


@pytest.mark.django_db
def test_sent_text_put_back_over_a_changed_draft_sends_nothing_new():
    world = AskingWorld()
    first = world.give()
    acts.save_contribution_draft(world.now(), "Bản khác.", version=world.now().draft_version, by=world.giver)

    again = world.give()

    assert again == first
    assert world.now().draft == GIVEN


@pytest.mark.django_db
def test_same_text_after_another_is_sent_as_a_new_one():
    world = AskingWorld()
    for text in ["Bản đầu.", "Bản sau.", "Bản đầu."]:
        world.give(text)

    assert [one.text for one in world.now().contributions.all()] == ["Bản đầu.", "Bản sau.", "Bản đầu."]


@pytest.mark.django_db
@pytest.mark.parametrize("end", ["sent", "withdrawn", "declined", "sent after an answer"])
def test_draft_that_was_not_sent_stays_readable_by_its_unit_alone(sign_in, end):
    world = AskingWorld()
    if end == "sent after an answer":
        world.give("Bản đã gửi.")
    acts.save_contribution_draft(world.now(), GIVEN, version=world.now().draft_version, by=world.giver)
    if end == "withdrawn":
        acts.withdraw_contribution_request(world.now(), by=world.writer)
    elif end == "declined":
        acts.decline_contribution(world.now(), reason="Chưa làm.", by=world.giver)
    else:
        reports.submit_report(world.fresh(), by=world.head)

    own, lead = sign_in(world.giver).get(world.page()), sign_in(world.writer).get(world.page())

    assert own.context["unsent"] == GIVEN
    assert "Bản chưa gửi của đơn vị" in own.text
    assert own.text.count(GIVEN) == 1
    assert (lead.context["unsent"], GIVEN in lead.text) == ("", False)


@pytest.mark.django_db
def test_sent_text_is_not_shown_as_an_unsent_draft(sign_in):
    world = AskingWorld()
    world.give()
    reports.submit_report(world.fresh(), by=world.head)

    page = sign_in(world.giver).get(world.page())

    assert (page.context["unsent"], "Bản chưa gửi" in page.text) == ("", False)


@pytest.mark.django_db
def test_answer_late_in_the_evening_is_of_the_day_in_viet_nam(sign_in):
    world = AskingWorld()
    given = world.give()
    # 23:30 UTC is already the next morning here.
    Contribution.objects.filter(pk=given.pk).update(at=datetime.datetime(2024, 11, 4, 23, 30, tzinfo=datetime.UTC))

    page = sign_in(world.giver).get(world.page())

    assert page.context["answered_on"] == datetime.date(2024, 11, 5)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        {"text": " ", "version": 1, "tiep": "gui"},
        {"text": "ă" * 20_001, "version": 1, "tiep": "luu"},
        {"text": GIVEN, "version": "x", "tiep": "gui"},
        {"text": GIVEN, "tiep": "gui"},
    ],
)
def test_bad_answer_is_told_and_kept(sign_in, data):
    world = AskingWorld()

    response = sign_in(world.giver).post(world.page("contribution-answer"), data)

    assert response.status_code == 422
    assert data["text"].strip() in response.text
    assert (Contribution.objects.count(), world.now().draft) == (0, "")


@pytest.mark.django_db
def test_second_of_two_writers_sees_both_texts_and_goes_on(sign_in):
    world = AskingWorld()
    acts.save_contribution_draft(world.now(), "Bản của lãnh đạo.", version=1, by=world.giving_head)
    client, page = sign_in(world.giver), world.page("contribution-answer")

    met = client.post(page, {"text": GIVEN, "version": 1, "tiep": "gui"})
    version = met.context["form"]["version"].value()
    again = client.post(page, {"text": GIVEN, "version": version, "tiep": "gui"})

    assert (met.status_code, again.status_code) == (409, 302)
    assert "Bản của lãnh đạo." in met.text
    assert GIVEN in met.text
    assert Contribution.objects.get().text == GIVEN


@pytest.mark.django_db
def test_declined_with_a_reason_may_be_asked_again(sign_in):
    world = AskingWorld()
    client, page = sign_in(world.giver), world.page("contribution-decline")

    empty = client.post(page, {"reason": " "})
    declined = client.post(page, {"reason": "Xã chưa triển khai."})
    twice = client.post(page, {"reason": "Xã chưa triển khai."})
    world.ask([world.support])

    assert [answer.status_code for answer in (empty, declined, twice)] == [422, 302, 409]
    assert (world.now().state, world.now().reason) == (ContributionState.DECLINED, "Xã chưa triển khai.")
    write = sign_in(world.writer).get(reverse("portal:report-write", args=[world.report.pk]))
    assert "Xã chưa triển khai." in write.text


@pytest.mark.django_db
def test_withdrawn_request_leaves_the_home_page_and_takes_no_answer(sign_in):
    world = AskingWorld()

    response = sign_in(world.writer).post(world.page("contribution-withdraw"))

    client = sign_in(world.giver)
    assert response.status_code == 302
    owed = client.get(reverse("portal:home")).context["desk"].owed
    assert [row.title for row in owed if row.page == "portal:contribution"] == []
    late = client.post(world.page("contribution-answer"), {"text": GIVEN, "version": 1, "tiep": "gui"})
    assert late.status_code == 409
    assert "đã rút đề nghị" in late.text


@pytest.mark.django_db
def test_nothing_is_contributed_after_the_lead_has_sent(sign_in):
    world = AskingWorld()
    reports.submit_report(world.fresh(), by=world.head)

    with pytest.raises(acts.ContributionRefused, match="đã gửi báo cáo"):
        world.give()
    page = sign_in(world.giver).get(world.page())

    assert page.context["form"] is None
    assert "không phải góp nữa" in page.text


@pytest.mark.django_db
def test_overdue_request_says_so(sign_in):
    world = AskingWorld()
    ContributionRequest.objects.update(due_on=clock.today() - datetime.timedelta(days=3))

    pages = [
        sign_in(world.giver).get(reverse("portal:home")),
        sign_in(world.giver).get(world.page()),
        sign_in(world.writer).get(reverse("portal:report-write", args=[world.report.pk])),
    ]

    assert ["Quá hạn 3 ngày" in page.text for page in pages] == [True, True, True]
