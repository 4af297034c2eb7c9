"""The admin is a second door to the same rooms: it gives no more than the first."""

from itertools import product

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from common.admin import ScopedAdmin
from common.models import CalendarDay
from tests.portal.access_doors import undone
from tests.portal.access_table import Entry, cases
from tests.portal.access_world import POSTS

MODELS = list(admin.site._registry)
VIEWS = ["changelist", "add", "change", "delete", "history"]
LEAKS = [
    "unit__memberships__user__password__startswith",
    "user__password__startswith",
    "password__startswith",
    "report__difficulties__contains",
    "difficulties__contains",
    "assignment__report_lines__result__contains",
    "lines__result__contains",
    "unit__reports__difficulties__contains",
    "added_by__password__startswith",
    "by__password__startswith",
]


def _name(model, view):
    return f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}"


def _label(model):
    return model._meta.label


def test_only_pages_that_ask_the_acting_post_are_taken_in():
    assert [_label(model) for model, page in admin.site._registry.items() if not isinstance(page, ScopedAdmin)] == []


def test_a_page_of_a_library_is_not_taken_in():
    admin.site.register(apps.get_model("auth.Group"), admin.ModelAdmin)

    assert apps.get_model("auth.Group") not in admin.site._registry


@pytest.mark.parametrize("model", MODELS, ids=_label)
def test_every_view_of_every_model_stands_in_the_matrix(model):
    named = {entry.name for entry, _ in cases()}

    assert {_name(model, view) for view in VIEWS} - named == set()


@pytest.mark.parametrize("model", [model for model in MODELS if model is not CalendarDay], ids=_label)
def test_nothing_is_deleted(doors, model):
    before = model.objects.count()

    for post in POSTS[1:]:
        assert doors.answer(post, Entry("POST", _name(model, "delete"), ""))[0] == "403"
        delete = {
            "action": "delete_selected",
            "_selected_action": [row.pk for row in model.objects.all()],
            "post": "yes",
        }
        doors.client(post).post(reverse(_name(model, "changelist")), delete)

    assert model.objects.count() == before


@pytest.mark.parametrize("model", MODELS, ids=_label)
def test_a_lookup_in_the_address_tells_nothing(doors, model):
    for lookup, post in product(LEAKS, ("writer", "office_head", "admin")):
        answers = [
            doors.ask(post, "GET", f"{reverse(_name(model, 'changelist'))}?{lookup}={value}").status_code
            for value in ("m", "%00")
        ]
        # Refused (400), closed (403), or led away from what is no filter (302): the same whatever is asked.
        assert set(answers) <= {302, 400, 403}


@pytest.mark.parametrize("model", MODELS, ids=_label)
def test_strange_orders_and_pages_are_answered(doors, model):
    for query in ("o=99", "o=-1.2", "o=x", "p=-1", "p=99999", "all=1", "_to_field=password", "q=%00", "e=1"):
        response = doors.ask("office_head", "GET", f"{reverse(_name(model, 'changelist'))}?{query}")

        assert response.status_code < 500


@pytest.mark.parametrize("post", POSTS[1:])
def test_suggestions_are_for_whoever_appoints(doors, post):
    address = reverse("admin:autocomplete")
    asked = [("units", "membership", "user"), ("units", "membership", "unit"), ("units", "unit", "parent")]
    asked += [("progress", "report", "unit"), ("tasks", "assignment", "unit"), ("progress", "logentry", "by")]

    answers = [
        doors.ask(post, "GET", f"{address}?app_label={app}&model_name={model}&field_name={field}&term=").status_code
        for app, model, field in asked
    ]

    appoints = post == "admin"
    shut = 302 if post in {"committee", "inspector"} else 403
    assert answers == [200 if appoints else shut] * 6


@pytest.mark.parametrize(
    ("model", "action", "may"),
    [
        ("units.Unit", "close_today", {"admin"}),
        ("units.User", "disable", {"admin"}),
        ("units.Membership", "end_today", {"admin"}),
        ("tasks.Participation", "take_out", {"office", "office_head"}),
        ("tasks.Assignment", "suspend", {"office", "office_head", "parent"}),
        ("tasks.Assignment", "withdraw", {"office", "office_head", "parent"}),
        ("tasks.Assignment", "take_on", {"head"}),
    ],
)
def test_an_action_posted_by_hand_asks_the_right(doors, model, action, may):
    model = apps.get_model(model)
    changed = {post for post in POSTS if _changes(doors, post, model, action)}

    assert changed == may


def _changes(doors, post, model, action):
    rows = [row.pk for row in model.objects.order_by("pk")]
    before = list(model.objects.order_by("pk").values())
    with undone():
        data = {"action": action, "_selected_action": rows, "reason": "Theo văn bản của cấp trên.", "index": 0}
        data["confirmed"] = "yes"
        doors.client(post).post(reverse(_name(model, "changelist")), data)
        return list(model.objects.order_by("pk").values()) != before


@pytest.mark.parametrize("move", ["submit", "withdraw", "receive", "confirm", "ask_for_more", "reopen", "hand_back"])
def test_moves_of_a_report_posted_by_hand_ask_the_same_rights(doors, move):
    path = reverse("admin:progress_report_change", args=[doors.world.report.pk])
    portal = f"portal:report-{move.replace('_', '-')}"
    cells = next(cells for entry, cells in cases() if str(entry) == f"POST {portal}")

    answers = {post: doors.ask(post, "POST", path, {"_move": move}).status_code for post in POSTS[1:]}

    assert {post for post, status in answers.items() if status in {200, 302, 409, 422} and cells[post] != "yes"} <= {
        # Led to the admin's own sign-in, which refuses.
        "committee",
        "inspector",
    }
