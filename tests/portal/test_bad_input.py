"""Bad input at every form: an answer below 500 that names the field, and nothing half-written."""

from itertools import product

import pytest
from django import forms
from django.urls import reverse

from progress.enums import ReportState
from progress.models import LogEntry, Report, ReportEvent, Submission
from tasks.enums import AssignmentState
from tasks.models import Assignment, AssignmentEvent
from tests.portal.access_doors import Entry, address, undone
from tests.portal.access_table import cases
from tests.portal.access_world import POSTS
from tests.portal.test_fuzz import _counts

LONG = "a" * 100_000
FORMS = [
    (entry, cells)
    for entry, cells in cases()
    if entry.method == "GET" and Entry("POST", entry.name, entry.about) in {entry for entry, _ in cases()}
    # The form of a report is made of parts, which have tests of their own.
    if entry.name.startswith("portal:") and entry.name != "portal:report-write" and "yes" in cells.values()
]


def _ask(doors, entry, cells):
    """Return (post, path, form) of a form's page as somebody sees it who may use it; no form when it has none."""
    post = next(post for post in reversed(POSTS) if cells[post] == "yes")
    path = address(doors.world, entry)[0]
    with undone():
        response = doors.client(post).get(path)
    form = (response.context or {}).get("form")
    return post, path, form if isinstance(form, forms.BaseForm) else None


def _fields(form, kinds):
    return [
        form.add_prefix(name) for name, field in form.fields.items() if isinstance(field, kinds) and not field.disabled
    ]


def _send(doors, post, path, data):
    """Send a form and return its answer, and whether it wrote anything."""
    with undone():
        before = _counts()
        response = doors.client(post).post(path, data)
        return response, _counts() != before


@pytest.mark.parametrize(("entry", "cells"), FORMS, ids=str)
def test_a_day_that_is_none_is_told_at_its_field(doors, entry, cells):
    post, path, form = _ask(doors, entry, cells)
    names = _fields(form, forms.DateField) if form else []
    for name, value in product(names, ["31/02/2024", "hôm qua", "\x00"]):
        response, written = _send(doors, post, path, {name: value})

        assert (response.status_code, written) == (422, False), name
        assert name in response.context["form"].errors


@pytest.mark.parametrize(("entry", "cells"), FORMS, ids=str)
def test_a_text_that_is_too_long_is_told_at_its_field(doors, entry, cells):
    post, path, form = _ask(doors, entry, cells)
    for name in _fields(form, forms.CharField) if form else []:
        if form.fields[name].max_length is None:
            continue
        response, written = _send(doors, post, path, {name: LONG})

        assert (response.status_code, written) == (422, False), name
        assert name in response.context["form"].errors


@pytest.mark.parametrize(("entry", "cells"), FORMS, ids=str)
def test_a_character_that_cannot_be_kept_is_told_or_left_out(doors, entry, cells):
    post, path, form = _ask(doors, entry, cells)
    for name in _fields(form, forms.CharField) if form else []:
        response, _ = _send(doors, post, path, {name: "a\x00b"})

        assert response.status_code in {302, 422}, name


@pytest.mark.parametrize(("entry", "cells"), FORMS, ids=str)
def test_a_choice_that_was_not_offered_is_told_at_its_field(doors, entry, cells):
    post, path, form = _ask(doors, entry, cells)
    names = _fields(form, forms.ModelChoiceField | forms.ChoiceField) if form else []
    for name, value in product(names, ["999999999", "-1", "abc", "9" * 40, "\x00"]):
        response, written = _send(doors, post, path, {name: value})

        if response.status_code != 400 or len(value) < 20:  # a number beyond the database is answered as unreadable
            assert (response.status_code, written) == (422, False), name
            assert name in response.context["form"].errors


@pytest.mark.parametrize("field", ["difficulties", "next_steps", "proposals"])
def test_a_long_text_of_a_report_is_kept_whole_or_told(doors, field):
    draft = doors.world.draft
    path = reverse("portal:report-write", args=[draft.pk])
    page = doors.client("writer").get(path)
    form = page.context["parts"].header[field].form
    data = {form.add_prefix(name): form[name].value() or "" for name in form.fields}
    for text in (LONG, "a\x00b"):
        response = doors.client("writer").post(path, data | {form.add_prefix(field): text})
        draft.refresh_from_db()

        assert response.status_code == 422 or getattr(draft, field) == text.replace("\x00", "")


def test_periods_whose_dates_stand_in_the_wrong_order_are_told(doors):
    period = doors.world.coming
    path = reverse("portal:period-change", args=[period.pk])
    form = doors.client("office_head").get(path).context["form"]
    data = {name: form[name].value() for name in form.fields} | {"covers_from": "31/12/2026", "reason": "Thử."}

    response, written = _send(doors, "office_head", path, data)

    assert (response.status_code, written) == (422, False)
    assert response.context["form"].errors


def test_a_stand_in_that_ends_before_it_begins_is_told(doors):
    data = {"user": doors.world.people["writer"].user.pk, "valid_from": "02/12/2999", "valid_to": "01/12/2999"}

    response, written = _send(doors, "head", reverse("portal:stand-in-add"), data)

    assert (response.status_code, written) == (422, False)


def test_a_stale_deadline_is_refused_and_changes_nothing(doors):
    assignment = doors.world.assignment
    path = reverse("portal:assignment-deadline", args=[assignment.pk])
    data = {"due_on": "25/12/2026", "cadence": "", "reason": "Theo công văn.", "version": assignment.version}

    first = doors.client("office").post(path, data)
    second = doors.client("office_head").post(path, data | {"due_on": "30/12/2026"})

    assert (first.status_code, second.status_code) == (302, 409)
    assignment.refresh_from_db()
    assert f"{assignment.due_on:%d/%m/%Y}" == "25/12/2026"


@pytest.mark.parametrize(
    ("post", "name", "about", "data", "rows", "state"),
    [
        ("head", "assignment-take-on", "new_work", {}, AssignmentEvent, AssignmentState.TAKEN_ON),
        (
            "head",
            "assignment-decline",
            "new_work",
            {"reason": "Trùng việc."},
            AssignmentEvent,
            AssignmentState.DECLINED,
        ),
        ("office", "assignment-suspend", "assignment", {"reason": "Chờ."}, AssignmentEvent, AssignmentState.SUSPENDED),
        (
            "office",
            "assignment-withdraw",
            "assignment",
            {"reason": "Thôi."},
            AssignmentEvent,
            AssignmentState.WITHDRAWN,
        ),
        (
            "office",
            "assignment-confirm",
            "assignment",
            {"completed_on": "01/11/2024"},
            AssignmentEvent,
            AssignmentState.DONE,
        ),
        ("parent", "report-receive", "report", {}, ReportEvent, ReportState.RECEIVED),
        ("parent", "report-confirm", "report", {}, ReportEvent, ReportState.CONFIRMED),
        ("parent", "report-ask-for-more", "report", {"reason": "Thiếu."}, ReportEvent, ReportState.NEEDS_MORE),
        ("head", "report-withdraw", "report", {}, ReportEvent, ReportState.DRAFT),
        ("writer", "report-ask-sign-off", "draft", {}, ReportEvent, ReportState.WAITING),
    ],
)
def test_a_double_click_acts_once(doors, post, name, about, data, rows, state):
    path, before = reverse(f"portal:{name}", args=[getattr(doors.world, about).pk]), rows.objects.count()

    first, second = (doors.client(post).post(path, data) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 409)
    assert rows.objects.count() == before + 1
    model = Report if rows is ReportEvent else Assignment
    assert model.objects.get(pk=getattr(doors.world, about).pk).state == state


def test_a_double_click_sends_a_report_once(doors):
    doors.world.draft.lines.update(result="Đã làm.")
    path, before = reverse("portal:report-submit", args=[doors.world.draft.pk]), Submission.objects.count()

    first, second = (doors.client("head").post(path) for _ in range(2))

    assert (first.status_code, second.status_code) == (302, 409)
    assert Submission.objects.count() == before + 1


def test_a_double_click_writes_one_log_entry(doors):
    path = reverse("portal:log-add-about", args=[doors.world.supporting.pk])
    token = doors.client("writer").get(path).context["form"]["token"].value()
    data, before = {"happened_on": "01/11/2024", "text": "Đã họp.", "token": token}, LogEntry.objects.count()

    answers = [doors.client("writer").post(path, data).status_code for _ in range(2)]

    assert answers == [302, 302]
    assert LogEntry.objects.count() == before + 1


@pytest.mark.parametrize(("post", "name"), [("head", "report-submit"), ("parent", "report-confirm")])
@pytest.mark.parametrize("pk", [0, 999_999_999, 2**63, 10**40])
def test_an_act_on_nothing_is_not_found(doors, post, name, pk):
    response, written = _send(doors, post, reverse(f"portal:{name}", args=[pk]), {})

    assert (response.status_code, written) == (404, False)
