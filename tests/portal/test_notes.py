"""Notes among the receivers: kept for ever, read by those who judge, and never by the unit that reports."""

import io
import uuid
import zipfile
from html import unescape

import pytest
from django.urls import reverse

from progress.actions import reports
from progress.actions.notes import NoteRefused, add_receiver_note
from progress.models import ReceiverNote
from tests.factories import make_post
from tests.portal.test_report_pages import cost
from tests.progress.report_world import ReportWorld
from tests.races import ROUNDS, WON, race
from units.enums import Role
from units.models import Notice

RESULT = "Đã tổ chức 3 buổi nói chuyện."
NOTE = "Số liệu cao bất thường, hỏi lại khi giao ban."


def sent_world():
    world = ReportWorld()
    reports.submit_report(world.report, by=world.head)
    return world


def page_of(world):
    return reverse("portal:report", args=[world.report.pk])


def note_address(world):
    return reverse("portal:report-note", args=[world.report.pk])


@pytest.mark.django_db
def test_note_is_written_and_read_by_the_receivers_alone(sign_in):
    world = sent_world()
    client = sign_in(world.judge)
    form = client.get(page_of(world)).context["note_form"]

    response = client.post(note_address(world), {"text": NOTE, "token": form["token"].value()})

    note = ReceiverNote.objects.get()
    read = {who: NOTE in sign_in(getattr(world, who)).get(page_of(world)).text for who in WHO}
    assert response["Location"] == f"{page_of(world)}#ghi-chu-noi-bo"
    assert (note.text, note.by, note.submission.number) == (NOTE, world.judge.user, 1)
    assert read == {"judge": True, "office_head": True, "writer": False, "head": False}


WHO = ["judge", "office_head", "writer", "head"]


@pytest.mark.django_db
def test_note_leaves_no_trace_in_the_unit(sign_in):
    world = sent_world()
    told = Notice.objects.count()
    add_receiver_note(world.report, NOTE, by=world.judge)
    client = sign_in(world.head)
    places = [
        page_of(world),
        reverse("portal:report-submission", args=[world.report.pk, 1]),
        reverse("portal:report-submission-print", args=[world.report.pk, 1]),
        reverse("portal:search") + "?q=bất+thường",
        reverse("portal:notice-list"),
        reverse("portal:account-data"),
        reverse("portal:home"),
        reverse("admin:progress_report_change", args=[world.report.pk]),
    ]

    assert [place for place in places if NOTE in client.get(place).text] == []
    assert Notice.objects.count() == told


def unpacked(response):
    """Return all the XML of a download as one text."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))]
    return unescape("".join(parts))


# Who takes what away, and something of the report that stands in it.
TAKEN_AWAY = [
    ("judge", "report-submission-docx", [1], RESULT),
    ("judge", "report-list-export", None, "Phòng Văn hóa"),
    ("head", "report-submission-docx", [1], RESULT),
    ("head", "report-draft-docx", [], RESULT),
    ("head", "report-excel-download", [], RESULT),
    ("head", "report-list-export", None, "Phòng Văn hóa"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "name", "more", "told"), TAKEN_AWAY)
def test_note_is_in_nothing_that_is_taken_away(sign_in, who, name, more, told):
    world = sent_world()
    add_receiver_note(world.report, NOTE, by=world.judge)
    reports.ask_for_more(world.fresh(), reason="Bổ sung số liệu.", by=world.judge)
    args = None if more is None else [world.report.pk, *more]

    response = sign_in(getattr(world, who)).get(reverse(f"portal:{name}", args=args))

    text = unpacked(response)
    assert [words in text for words in (told, NOTE, *NOTE.split(", "))] == [True, False, False, False]


@pytest.mark.django_db
@pytest.mark.parametrize(("text", "words"), [("", "Hãy ghi nội dung"), ("\0 ", "Hãy ghi"), ("ă" * 20_001, "20.000")])
def test_bad_note_is_told_and_kept(sign_in, text, words):
    world = sent_world()

    response = sign_in(world.judge).post(note_address(world), {"text": text, "token": uuid.uuid4()})

    assert response.status_code == 422
    assert words in response.text
    assert ReceiverNote.objects.count() == 0
    assert len(text) < 100 or text in response.text


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "abc", "\0"])
def test_note_without_its_token_is_told(sign_in, token):
    response = sign_in((world := sent_world()).judge).post(note_address(world), {"text": NOTE, "token": token})

    assert response.status_code == 422
    assert NOTE in response.text


@pytest.mark.django_db
def test_token_of_another_note_is_refused():
    world, elsewhere = sent_world(), sent_world()
    token = add_receiver_note(world.report, NOTE, by=world.judge).token

    with pytest.raises(NoteRefused):
        add_receiver_note(elsewhere.report, NOTE, by=elsewhere.judge, token=token)


@pytest.mark.django_db
def test_reader_of_the_receiving_unit_neither_reads_nor_writes_notes(sign_in):
    world = sent_world()
    add_receiver_note(world.report, NOTE, by=world.judge)
    client = sign_in(make_post(world.office, Role.READER))

    assert NOTE not in client.get(page_of(world)).text
    assert client.post(note_address(world), {"text": NOTE}).status_code == 403


@pytest.mark.django_db
def test_page_costs_the_same_for_one_note_and_three(sign_in):
    costs = []
    for more in [0, 2]:
        world = sent_world()
        for _ in range(1 + more):
            add_receiver_note(world.report, NOTE, by=world.judge)
        costs.append(cost(sign_in(world.judge), page_of(world)))

    assert costs[0] == costs[1] <= 20


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_", range(ROUNDS))
def test_double_click_makes_one_note(_):
    world, token = sent_world(), uuid.uuid4()

    outcomes = race(*[lambda: add_receiver_note(world.fresh(), NOTE, by=world.judge, token=token)] * 2)

    assert outcomes == [WON, WON]
    assert ReceiverNote.objects.count() == 1
