"""The pages of inspections and findings: who reads which account, what is kept when a form is refused, how many
queries, and the documents."""

import uuid

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar

from common import clock
from oversight.actions import findings as acts
from oversight.actions.feeds import renew_feed, token_of
from oversight.actions.inspections import close_inspection
from oversight.actions.reminder_mail import send_mails
from oversight.actions.reminders import send_reminders
from oversight.models import Finding, Inspection, ReminderDigest, ReminderSent
from progress.actions.removals import remove_evidence
from tests.common.office import paragraphs, part, print_pages
from tests.factories import make_plan, make_unit, take_part
from tests.factories.files import make_pdf
from tests.oversight.inspection_world import DUE_ON, REMEDIED_ON, InspectionWorld, on
from units.models import Notice, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return InspectionWorld()


def give(world, inspection, number=1):
    """Give the unit `number` findings on the very day of the test."""
    said = {"found": "Thiếu kế hoạch.", "recommendation": "Ban hành kế hoạch.", "due_on": clock.today()}
    return [acts.add_finding(inspection, world.unit, **said, token=uuid.uuid4(), by=world.judge) for _ in range(number)]


def test_unit_reads_its_own_account_and_findings_alone(world, sign_in):
    inspection = world.recorded()
    finding = world.found(inspection)

    pages = {post: sign_in(post).get(inspection.get_absolute_url()).text for post in (world.head, world.other_head)}

    shown = {
        post: ["Kết quả tại Phòng Văn hóa." in page, finding.recommendation in page] for post, page in pages.items()
    }
    assert shown == {world.head: [True, True], world.other_head: [False, False]}
    assert "Kết quả tại Ban Dân vận." in pages[world.other_head]
    other = f"{inspection.get_absolute_url()}bien-ban/{world.unit.pk}/"
    assert sign_in(world.other_head).get(other).status_code == 404


def test_inspection_is_planned_recorded_and_found_by_its_forms(world, sign_in):
    client, day = sign_in(world.judge), f"{clock.today():%d/%m/%Y}"
    form = client.get("/kiem-tra/lap/").context["form"]
    data = {"plan": world.plan.pk, "kind": "watch", "subject": "Việc thực hiện", "units": [world.unit.pk]}
    data |= {"starts_on": day, "ends_on": day, "team": "Nguyễn Văn A", "token": form["token"].value()}
    twice = [client.post("/kiem-tra/lap/", data) for _ in range(2)]
    inspection = Inspection.objects.get()
    here = inspection.get_absolute_url()
    client.post(f"{here}ket-qua/", {"conclusion": "Tốt.", f"account_{world.unit.pk}": "Đã làm đủ."})
    token = client.get(f"{here}kien-nghi/").context["form"]["token"].value()
    said = {"unit": world.unit.pk, "found": "Thiếu.", "recommendation": "Bổ sung.", "due_on": day, "token": token}
    given = client.post(f"{here}kien-nghi/", said)

    assert [response["Location"] for response in [*twice, given]] == [here] * 3
    finding = Finding.objects.get()
    assert (finding.unit, finding.recommendation, inspection.units.get()) == (world.unit, "Bổ sung.", world.unit)


def test_form_that_lacks_something_keeps_what_was_typed(world, sign_in):
    client = sign_in(world.judge)
    sent = {"kind": "watch", "subject": "Việc thực hiện", "units": [world.other.pk], "decision_number": "15-QĐ/HU"}

    response = client.post("/kiem-tra/lap/", sent | {"starts_on": "10/12/2024", "ends_on": "09/12/2024"})

    assert response.status_code == 422
    form = response.context["form"]
    assert {"plan", "team", "ends_on", "decision_on", "token"} == set(form.errors)
    assert (form["subject"].value(), form["units"].value()) == ("Việc thực hiện", [str(world.other.pk)])
    assert not Inspection.objects.exists()


def test_unit_of_another_plan_is_told_at_its_field_and_nothing_typed_is_lost(world, sign_in):
    elsewhere, outsider = make_plan(standing_office=world.office), make_unit("Đơn vị của kế hoạch khác")
    take_part(elsewhere, outsider)
    client, day = sign_in(world.judge), f"{clock.today():%d/%m/%Y}"
    sent = {"plan": world.plan.pk, "kind": "watch", "subject": "Việc thực hiện", "starts_on": day, "ends_on": day}
    sent |= {"team": "Nguyễn Văn A", "token": uuid.uuid4(), "units": [world.unit.pk, outsider.pk]}

    response = client.post("/kiem-tra/lap/", sent)

    form = response.context["form"]
    assert (response.status_code, set(form.errors)) == (422, {"units"})
    assert f"Không kiểm tra được theo {world.plan}: {outsider}." in response.text
    assert (form["subject"].value(), form["units"].value()) == (
        "Việc thực hiện",
        [str(world.unit.pk), str(outsider.pk)],
    )
    assert not Inspection.objects.exists()


def test_form_of_the_result_says_that_it_is_final(world, sign_in):
    inspection = world.announced(world.unit)

    page = sign_in(world.judge).get(f"{inspection.get_absolute_url()}ket-qua/").text

    assert "Ghi xong, cổng báo ngay cho đơn vị và không sửa được nữa. Số quyết định chưa ghi" in page


def test_remedy_with_its_proof_is_read_and_closed(world, sign_in, media_root):
    (finding,) = give(world, world.recorded(world.unit))
    here, proof = finding.get_absolute_url(), SimpleUploadedFile("quyet-dinh.pdf", make_pdf("quyet-dinh"))
    said = {"text": "Đã ban hành.", "files": [proof], "declared": "on", "version": 1}

    reported = sign_in(world.writer).post(f"{here}khac-phuc/", said)
    stale = sign_in(world.judge).post(f"{here}khep-lai/", {"version": 1, "text": "Được."})
    page = sign_in(world.judge).get(here)
    closed = sign_in(world.judge).post(f"{here}khep-lai/", {"version": page.context["finding"].version})

    assert (reported.status_code, stale.status_code, closed.status_code) == (302, 409, 302)
    assert "Được." in stale.text
    (event,) = [event for event in page.context["rounds"] if event.move == "report"]
    proof = event.evidence.get()
    assert f"/minh-chung/{proof.pk}/" in page.text
    finding.refresh_from_db()
    assert finding.is_closed
    remove_evidence(proof, reason="Lộ bí mật nhà nước.", by=world.office_head)
    after = sign_in(world.judge).get(here).text
    assert (f"/minh-chung/{proof.pk}/" in after, "Nội dung đã được gỡ khẩn cấp ngày" in after) == (False, True)


def test_old_page_answers_nothing_and_what_was_typed_stays_beside_the_new_question(world, sign_in):
    (finding,) = give(world, world.recorded(world.unit))
    acts.report_remedy(finding, version=1, text="Đã dự thảo.", by=world.writer)
    acts.reopen_finding(finding, version=2, reason="Chưa ban hành.", due_on=clock.today(), by=world.judge)
    here, client = finding.get_absolute_url(), sign_in(world.writer)

    stale = client.post(f"{here}khac-phuc/", {"text": "Đúng như đã dự thảo.", "version": 1})
    again = client.post(
        f"{here}khac-phuc/", {"text": "Đã ban hành.", "version": stale.context["remedy_form"]["version"].value()}
    )

    assert (stale.status_code, again.status_code) == (409, 302)
    assert stale.context["remedy_form"]["text"].value() == "Đúng như đã dự thảo."
    assert "Chưa ban hành." in stale.text
    finding.refresh_from_db()
    assert (finding.is_reported, finding.rounds) == (True, 2)


def test_what_was_recommended_leaves_the_portal_by_no_reminder_mail_or_feed(world, settings):
    settings.SENDS_MAIL, settings.SITE_ADDRESS = True, "https://cong.example"
    User.objects.filter(pk=world.head.user_id).update(email="lanh.dao@cong.example")
    secret = "Thu hồi sơ đồ chốt."
    world.found(recommendation=secret, assignment=world.work)
    about = f"Khắc phục kiến nghị sau kiểm tra ngày 09/12/2024, nhiệm vụ {world.work.task.code}"
    with on("2024-12-20 08:00+07:00"):
        send_reminders(DUE_ON)
        send_mails.call(list(ReminderDigest.objects.filter(user=world.head.user).values_list("pk", flat=True)))
        feed = Client().get(f"/lich.ics?ma={token_of(renew_feed(world.head.user))}").content

    said = "\n".join(str(event["summary"]) for event in Calendar.from_ical(feed).walk("VEVENT"))
    texts = [said, mail.outbox[0].body]
    assert [(about in text, secret in text) for text in texts] == [(True, False)] * 2
    assert set(ReminderSent.objects.filter(kind="remedy").values_list("about", flat=True)) == {about}
    assert not Notice.objects.filter(kind="reminder", text__contains=secret).exists()


def test_file_without_the_declaration_is_told_at_its_field(world, sign_in, media_root):
    (finding,) = give(world, world.recorded(world.unit))
    said = {"text": "Đã ban hành.", "files": [SimpleUploadedFile("a.pdf", make_pdf("a"))], "version": 1}

    response = sign_in(world.writer).post(f"{finding.get_absolute_url()}khac-phuc/", said)

    assert (response.status_code, set(response.context["remedy_form"].errors)) == (422, {"declared"})
    assert "Đã ban hành." in response.text


def test_home_page_of_who_owes_and_of_who_reads(world, sign_in):
    owed, reported = give(world, world.recorded(world.unit), 2)
    acts.report_remedy(reported, version=1, text="Đã ban hành.", by=world.writer)

    desks = {post: sign_in(post).get("/").context["desk"] for post in (world.writer, world.judge)}

    assert [row.pk for row in desks[world.writer].owed if row.page == "portal:finding"] == [owed.pk]
    assert [row.pk for row in desks[world.judge].waiting if row.page == "portal:finding"] == [reported.pk]


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "most"), [("/kiem-tra/", 13), ("/kiem-tra/kien-nghi/", 12), ("inspection", 14), ("unit", 19)]
)
def test_queries_do_not_grow(world, sign_in, django_assert_max_num_queries, address, most, number):
    for _ in range(number):
        inspection = world.recorded()
        give(world, inspection, number)
    place = {"inspection": inspection.get_absolute_url(), "unit": f"/don-vi/{world.unit.pk}/"}.get(address, address)
    client = sign_in(world.judge)

    with django_assert_max_num_queries(most):
        response = client.get(place)

    assert response.status_code == 200


# Documents --------------------------------------------------------------------------------------------------


def documents(world, sign_in):
    world.office.issuing_name, world.office.document_symbol = "Ban Tuyên giáo", "BTGHU"
    world.office.save()
    inspection = world.recorded()
    world.found(inspection)
    here, client = inspection.get_absolute_url(), sign_in(world.judge)
    return [client.get(f"{here}{what}/{world.unit.pk}/").content for what in ("bien-ban", "thong-bao")]


def test_documents_say_what_was_found_at_the_unit_alone(world, sign_in):
    texts = [paragraphs(part(content)) for content in documents(world, sign_in)]

    wanted = {"Kết quả tại Phòng Văn hóa.", "Chưa có kế hoạch riêng.", "Ban hành kế hoạch riêng.", "20/12/2024"}
    assert [wanted <= set(text) for text in texts] == [True, True]
    assert [any("Ban Dân vận" in line for line in text) for text in texts] == [False, False]
    assert [next(line for line in text if line.startswith("Số")) for text in texts] == [
        "Số     -BB/BTGHU",
        "Số     -TB/BTGHU",
    ]


def test_documents_say_no_more_than_is_known_and_are_signed_by_who_signs(world, sign_in):
    inspection = world.recorded(world.unit)
    here, client = inspection.get_absolute_url(), sign_in(world.judge)

    def lines(what):
        return paragraphs(part(client.get(f"{here}{what}/{world.unit.pk}/").content))

    minutes, notice = lines("bien-ban"), lines("thong-bao")
    with on(REMEDIED_ON):
        close_inspection(inspection, by=world.judge)
    closed = lines("thong-bao")

    later, none = "Kiến nghị (nếu có) được thông báo riêng.", "Không có kiến nghị phải khắc phục."
    assert [(later in text, none in text) for text in (minutes, notice, closed)] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert not [line for line in notice + closed if "khắc phục các nội dung trên" in line]
    assert minutes[-2:] == ["TRƯỞNG ĐOÀN", "Nguyễn Văn A"]
    assert "TRƯỞNG ĐOÀN" not in notice
    assert f"kiểm tra việc triển khai kế hoạch tại {world.unit}" in "\n".join(minutes)
    (opening,) = [line for line in minutes if line.startswith("Thực hiện")]
    assert "từ ngày 9/12/2024 đến ngày 10/12/2024" in opening


@pytest.mark.office
def test_an_office_program_prints_the_documents(world, sign_in, tmp_path):
    for number, content in enumerate(documents(world, sign_in)):
        folder = tmp_path / str(number)
        folder.mkdir()
        assert print_pages(content, folder)
