import datetime
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from progress.models import LogEntry
from tasks.enums import Part
from tests.factories import make_assignment, make_plan, make_post, make_task, make_unit, take_part
from tests.factories.files import make_image, make_pdf, make_upload
from units.enums import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def assignment():
    return make_assignment(make_task(title="Mở lớp tập huấn"), due_on=datetime.date(2030, 12, 1))


@pytest.fixture
def writer(assignment):
    return make_post(assignment.unit)


def make_entry(assignment, by, **fields):
    defaults = {"happened_on": datetime.date(2024, 10, 1), "text": "Đã họp phân công", "at": timezone.now()}
    return LogEntry.objects.create(assignment=assignment, by=by.user, for_unit=by.unit, **defaults | fields)


def typed(assignment=None, /, **changes):
    values = {"happened_on": "01/10/2024", "text": "Đã họp", "percent": "30", "token": str(uuid.uuid4())}
    return values | ({"assignment": assignment.pk} if assignment else {}) | changes


# List -----------------------------------------------------------------------------------------------------


def test_list_shows_what_one_may_see_newest_first(sign_in, assignment, writer):
    old = make_entry(assignment, writer)
    new = make_entry(assignment, writer, happened_on=datetime.date(2024, 10, 2))
    other = make_assignment()
    make_entry(other, make_post(other.unit))

    rows = sign_in(writer).get(reverse("portal:log-list")).context["rows"]

    assert [row.entry for row in rows] == [new, old]
    assert [row.may_correct for row in rows] == [True, True]


def test_list_is_cut_by_the_filters_in_the_address(sign_in, assignment, writer):
    second = make_assignment(make_task(assignment.task.plan), writer.unit)
    first = make_entry(assignment, writer)
    later = make_entry(second, writer, happened_on=datetime.date(2024, 11, 1), text="Tuyên truyền ở xã Đăk Ơ")
    client, url = sign_in(writer), reverse("portal:log-list")

    def shown(**data):
        return [row.entry for row in client.get(url, data).context["rows"]]

    assert shown(q="DAK O") == [later]
    assert shown(viec=assignment.task_id) == [first]
    assert shown(don_vi=writer.unit_id) == [later, first]
    assert shown(tu="02/10/2024") == [later]
    assert shown(den="01/10/2024") == [first]
    assert shown(tu="01/10/2024", den="30/10/2024", q="hop") == [first]
    assert shown(q="không có") == []


def test_list_opens_on_the_entries_of_those_who_write(sign_in, assignment, writer):
    own = make_entry(assignment, writer)
    support = make_assignment(assignment.task, part="support")
    others = make_entry(support, make_post(support.unit))
    client, url = sign_in(writer), reverse("portal:log-list")

    first, widened = client.get(url).context, client.get(url, {"don_vi": ""}).context

    assert [row.entry for row in first["rows"]] == [own]
    assert first["form"]["don_vi"].value() == writer.unit_id
    assert {row.entry for row in widened["rows"]} == {own, others}


@pytest.mark.parametrize(
    "data",
    [
        {"tu": "31/02/2024"},
        {"viec": "x"},
        {"don_vi": str(10**12)},
        {"don_vi": "9" * 30},
        {"q": "a\0"},
        {"q": "x" * 101},
    ],
)
def test_nonsense_in_the_address_is_told(sign_in, writer, data):
    response = sign_in(writer).get(reverse("portal:log-list"), data)

    assert response.status_code == 422
    assert list(response.context["form"].errors) == list(data)


@pytest.mark.parametrize("entries", [1, 3])
def test_list_query_count(sign_in, assignment, writer, entries, django_assert_num_queries):
    for _ in range(entries):
        make_entry(make_assignment(make_task(assignment.task.plan), writer.unit), writer)
    client = sign_in(writer)

    with django_assert_num_queries(14):
        response = client.get(reverse("portal:log-list"))

    assert len(response.context["rows"]) == entries


def test_list_is_paged(sign_in, assignment, writer):
    for _ in range(31):
        make_entry(assignment, writer)
    client, url = sign_in(writer), reverse("portal:log-list")

    sizes = [len(client.get(url, {"trang": number}).context["rows"]) for number in ("1", "2", "x", "99")]

    assert sizes == [30, 1, 30, 1]


def test_corrected_entry_stays_and_is_labelled(sign_in, assignment, writer):
    wrong = make_entry(assignment, writer)
    right = make_entry(assignment, writer, text="Đã họp hai buổi", corrects=wrong)

    response = sign_in(writer).get(reverse("portal:log-list"))

    assert [(row.entry, row.is_corrected, row.may_correct) for row in response.context["rows"]] == [
        (right, False, True),
        (wrong, True, False),
    ]
    page = response.content.decode()
    assert page.count("entry-corrected") == page.count("đã đính chính") == 1
    assert page.count("dòng đính chính") == 1


# Adding ---------------------------------------------------------------------------------------------------


def test_writer_writes_an_entry_with_files(sign_in, assignment, writer, media_root):
    files = [make_upload(), make_upload("ảnh.png", make_image("PNG"))]

    response = sign_in(writer).post(
        reverse("portal:log-add"), typed(assignment, files=files, declared="on", text="Đã họp\r\nba buổi")
    )

    entry = LogEntry.objects.get()
    assert response["Location"] == reverse("portal:log-list")
    assert (entry.text, entry.percent, entry.by, entry.for_unit) == ("Đã họp\nba buổi", 30, writer.user, writer.unit)
    assert sorted(str(evidence) for evidence in entry.evidence.all()) == ["bao-cao.pdf", "ảnh.png"]


def test_large_file_is_kept_whole_and_private(sign_in, assignment, writer, media_root):
    content = make_pdf("x" * 3_000_000)

    sign_in(writer).post(
        reverse("portal:log-add"), typed(assignment, files=[make_upload(content=content)], declared="on")
    )

    evidence = LogEntry.objects.get().evidence.get()
    [path] = [path for path in media_root.rglob("*") if path.is_file()]
    assert path.read_bytes() == content
    assert (evidence.size, str(path)) == (len(content), evidence.file.path)
    assert oct(path.stat().st_mode)[-3:] == "640"


def test_form_sent_twice_makes_one_entry(sign_in, assignment, writer):
    client, values = sign_in(writer), typed(assignment)

    answers = [client.post(reverse("portal:log-add"), values).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert LogEntry.objects.count() == 1


def test_each_form_has_a_token_of_its_own(sign_in, assignment, writer):
    client = sign_in(writer)

    tokens = {client.get(reverse("portal:log-add")).context["form"]["token"].value() for _ in range(2)}

    assert len(tokens) == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"assignment": ""}, "assignment"),
        ({"assignment": "0"}, "assignment"),
        ({"assignment": "x"}, "assignment"),
        ({"happened_on": "31/02/2024"}, "happened_on"),
        ({"happened_on": "01/01/2999"}, "happened_on"),
        ({"happened_on": "01/01/2024"}, "happened_on"),
        ({"text": ""}, "text"),
        ({"text": " \n "}, "text"),
        ({"text": "a\0b"}, "text"),
        ({"text": "x" * 100_000}, "text"),
        ({"percent": "101"}, "percent"),
        ({"percent": "-1"}, "percent"),
        ({"percent": "nhiều"}, "percent"),
        ({"token": "x"}, "token"),
    ],
)
def test_bad_entry_is_told_beside_its_field_and_kept(sign_in, assignment, writer, changes, field):
    response = sign_in(writer).post(
        reverse("portal:log-add"), typed(assignment, **{"text": "Nội dung dài đã gõ"} | changes)
    )

    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert LogEntry.objects.count() == 0


def test_percent_is_refused_for_recurring_work(sign_in, writer):
    recurring = make_assignment(unit=writer.unit)

    response = sign_in(writer).post(reverse("portal:log-add-about", args=[recurring.pk]), typed())

    assert list(response.context["form"].errors) == ["percent"]


def test_files_need_the_declaration(sign_in, assignment, writer, media_root):
    response = sign_in(writer).post(reverse("portal:log-add"), typed(assignment, files=[make_upload()]))

    assert (response.status_code, list(response.context["form"].errors)) == (422, ["declared"])
    assert "Hãy chọn lại tệp" in response.content.decode()
    assert list(media_root.iterdir()) == []


def test_refused_file_keeps_what_was_typed(sign_in, assignment, writer, media_root):
    bad = make_upload("gia.pdf", b"MZ")

    response = sign_in(writer).post(
        reverse("portal:log-add"), typed(assignment, text="Đã gõ nhiều chữ", files=[bad], declared="on")
    )

    assert response.status_code == 409
    assert "“gia.pdf” không phải tệp pdf thật" in response.content.decode()
    assert "Đã gõ nhiều chữ" in response.content.decode()
    assert (LogEntry.objects.count(), list(media_root.iterdir())) == (0, [])


def test_who_may_add_to_an_assignment(sign_in):
    plan = make_plan()
    parent, unit = make_unit(), make_unit()
    take_part(plan, parent)
    take_part(plan, unit, reports_to=parent)
    task = make_task(plan)
    lead = make_assignment(task)
    assignment = make_assignment(task, unit, Part.SUPPORT)
    posts = {
        "writer": make_post(unit),
        "head": make_post(unit, Role.HEAD),
        "reader": make_post(unit, Role.READER),
        "parent": make_post(parent, Role.HEAD),
        "lead": make_post(lead.unit),
        "other": make_post(),
        "office": make_post(plan.standing_office),
        "committee": make_post(plan.steering_committee, Role.HEAD),
        "admin": make_post(unit, Role.ADMINISTRATOR),
    }
    url = reverse("portal:log-add-about", args=[assignment.pk])

    def answers(send):
        return {name: send(sign_in(post)) for name, post in posts.items()}

    expected = dict.fromkeys(["reader", "parent", "lead", "committee"], 403) | {"other": 404, "admin": 404}
    assert answers(lambda client: client.get(url).status_code) == expected | dict.fromkeys(
        ["writer", "head", "office"], 200
    )
    assert answers(lambda client: client.post(url, typed(percent="")).status_code) == expected | dict.fromkeys(
        ["writer", "head", "office"], 302
    )


def test_readers_are_not_offered_the_form(sign_in, assignment):
    client = sign_in(make_post(assignment.unit, Role.READER))

    assert client.get(reverse("portal:log-list")).context["add_url"] == ""
    assert client.get(reverse("portal:log-add")).status_code == 403


def test_unit_without_work_is_told(sign_in):
    response = sign_in(make_post()).get(reverse("portal:log-add"))

    assert "Chưa có việc nào được giao" in response.content.decode()


@pytest.mark.parametrize("assignments", [1, 3])
def test_form_query_count(sign_in, assignment, writer, assignments, django_assert_num_queries):
    for _ in range(assignments - 1):
        make_assignment(make_task(assignment.task.plan), writer.unit)
    client = sign_in(writer)

    with django_assert_num_queries(10):
        client.get(reverse("portal:log-add"))


# Correcting -----------------------------------------------------------------------------------------------


def test_unit_corrects_its_entry_once(sign_in, assignment, writer):
    entry = make_entry(assignment, writer)
    url, client = reverse("portal:log-correct", args=[entry.pk]), sign_in(writer)

    shown = client.get(url)
    first = client.post(url, typed(text="Đã họp hai buổi"))
    second = client.post(url, typed(text="Đã họp ba buổi"))

    assert shown.context["form"]["text"].value() == "Đã họp phân công"
    assert (first.status_code, second.status_code) == (302, 409)
    assert "đã được đính chính" in second.content.decode()
    assert "Đã họp ba buổi" in second.content.decode()
    assert LogEntry.objects.get(corrects=entry).text == "Đã họp hai buổi"


def test_others_do_not_correct_an_entry(sign_in, assignment, writer):
    entry = make_entry(assignment, writer)
    url = reverse("portal:log-correct", args=[entry.pk])
    office = make_post(assignment.task.plan.standing_office)

    assert sign_in(office).post(url, typed()).status_code == 403
    assert sign_in(make_post(writer.unit, Role.READER)).get(url).status_code == 403
    assert sign_in(make_post()).get(url).status_code == 404
    assert sign_in(writer).get(reverse("portal:log-correct", args=[10**12])).status_code == 404


def test_signed_out_people_are_sent_to_sign_in(client):
    for name in ("log-list", "log-add"):
        assert client.get(reverse(f"portal:{name}")).status_code == 302


def test_list_refuses_to_be_posted_to(sign_in, writer):
    assert sign_in(writer).post(reverse("portal:log-list")).status_code == 405


def test_admin_shows_the_log_and_writes_nothing(sign_in, assignment, writer):
    entry = make_entry(assignment, writer)
    client = sign_in(writer)

    assert client.get(reverse("admin:progress_logentry_changelist"), {"q": "HOP"}).status_code == 200
    assert client.get(reverse("admin:progress_logentry_change", args=[entry.pk])).status_code == 200
    assert client.post(reverse("admin:progress_logentry_change", args=[entry.pk]), {"text": "x"}).status_code == 403
    assert client.get(reverse("admin:progress_logentry_add")).status_code == 403
    stranger = sign_in(make_post())
    assert stranger.get(reverse("admin:progress_logentry_change", args=[entry.pk])).status_code == 404
