"""How the tests of rights ask: where each address leads in the small world, and what the portal answered."""

import io
from contextlib import contextmanager

from django.apps import apps
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from common.spreadsheets import XLSX
from tests.portal.access_table import Entry
from units.middleware import SESSION_KEY

# What an address is about, unless the entry says something else with @: attributes of the world.
ABOUT = {
    "plan": ["plan"],
    "group-add": ["plan"],
    "clause-add": ["plan"],
    "task-add": ["plan"],
    "assignment-bulk": ["plan"],
    "assignment-bulk-confirm": ["plan"],
    "period-add": ["plan"],
    "group-edit": ["group"],
    "clause-edit": ["clause"],
    "task": ["shared"],
    "task-edit": ["shared"],
    "indicator-add": ["shared"],
    "indicator-edit": ["indicator"],
    "target-add": ["indicator"],
    "target-edit": ["target"],
    "log-add-about": ["supporting"],
    "log-correct": ["entry"],
    "report-submission": ["report", 2],
    "report-submission-print": ["report", 2],
    "report-submission-docx": ["report", 2],
    "report-part-save": ["draft"],
    "report-evidence": ["draft", "draft_line"],
    "report-evidence-file": ["draft", "draft_line"],
    "report-evidence-document": ["draft", "draft_line"],
    "report-evidence-cite": ["draft", "draft_line"],
    "report-evidence-remove": ["draft", "draft_line", "citation"],
    "report-suggestion-accept": ["report", "remark"],
    "report-suggestion-undo": ["report", "remark"],
    "contribution-ask": ["leading_line"],
    "extension-ask-report": ["report"],
    "extension-ask-work": ["supporting"],
    "evidence-file": ["sent_file"],
    "evidence-picture": ["sent_picture"],
    "evidence-thumbnail": ["sent_picture"],
    "removal-report": ["report"],
    "removal-log": ["entry"],
    "period": ["period"],
    "period-change": ["period"],
    "period-open": ["planned"],
    "calendar-change": ["calendar_day"],
    "calendar-remove": ["calendar_day"],
    "unit": ["a"],
    "direction-give-plan": ["plan"],
    "direction-give-group": ["group"],
    "direction-give-task": ["shared"],
    "direction-give-unit": ["a"],
    "direction-give-report": ["report"],
    "urging": ["urging"],
    "urging-acknowledge": ["urging"],
    "urging-answer": ["urging"],
    "urging-letter": ["urging"],
    "urging-note-letter": ["urging"],
    "urging-wording": ["plan", 1, "portal"],
    "dashboard-workbook-file": ["workbook"],
    "dashboard-workbook-again": ["workbook"],
    "inspection": ["inspection"],
    "inspection-minutes": ["inspection", "a"],
    "inspection-conclusion": ["inspection", "a"],
    "inspection-change": ["inspection_coming"],
    "inspection-record": ["inspection_coming"],
    "inspection-announce": ["inspection_coming"],
    "inspection-call-off": ["inspection_coming"],
    "inspection-close": ["inspection"],
    "finding-add": ["inspection"],
    "finding": ["finding"],
    "finding-report": ["finding"],
    "finding-close": ["finding"],
    "finding-reopen": ["finding"],
    "review": ["review"],
    "review-sources": ["passage"],
    "review-job": ["review"],
    "review-job-again": ["review"],
    # Too short to be printed by a worker: 409. That one who may is served, tests/portal/test_review_behind.py shows.
    "review-print": ["review"],
    "review-change": ["review_planned"],
    "review-call-off": ["review_planned"],
    "review-begin": ["review_planned"],
    "review-refresh": ["review"],
    "review-docx": ["review"],
    "review-issue": ["review"],
    "review-correct": ["review_issued"],
    "review-save": ["review"],
    "review-part-save": ["review"],
    "notice-open": ["notice"],
    "reminder": ["digest"],
    "stand-in-end": ["stand_in"],
    "first-password": ["first_link"],
}
BY_PREFIX = {
    "assignment": ["supporting"],
    "report": ["report"],
    "contribution": ["asked"],
    "extension": ["extension"],
    "direction": ["direction"],
}
WITHOUT_OBJECT = {
    "assignment-matrix",
    "assignment-list",
    "assignment-list-export",
    "contribution-list",
    "direction-list",
    "direction-list-export",
    "contribution-list-export",
    "extension-list",
    "extension-list-export",
    "report-bulk-confirm",
    "report-inbox",
    "report-inbox-export",
    "report-list",
    "report-list-export",
}
SAMPLES = {
    "units.unit": "a",
    "tasks.plan": "plan",
    "tasks.task": "shared",
    "tasks.assignment": "supporting",
    "tasks.taskgroup": "group",
    "progress.report": "report",
    "progress.period": "period",
    "progress.logentry": "entry",
    "progress.submission": "submission",
}
NOBODY = 999_999_999


class Doors:
    """The portal as each post of the world finds it; nothing that is asked leaves a trace."""

    def __init__(self, world):
        self.world = world
        self.cookies = {"anon": None} | {name: _signed_in(post) for name, post in world.people.items()}

    def ask(self, post, method, path, data=None, **extra):
        with undone():
            response = self.client(post).generic_or_form(method, path, data, **extra)
            response.text_of_page = text_of(response)
        return response

    def client(self, post):
        client = Asker()
        if self.cookies[post]:
            client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[post]
        return client

    def answer(self, post, entry):
        """Return what `post` gets at `entry`, in the words of the matrix, and the response."""
        path, data = address(self.world, entry)
        response = self.ask(post, entry.method, path, data)
        return read_answer(response), response


class Asker(Client):
    def generic_or_form(self, method, path, data, **extra):
        if method == "GET":
            return self.get(path, **extra)
        return self.post(path, data or {}, **extra)


@contextmanager
def undone():
    """Take back whatever is written inside."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def read_answer(response):
    if response.status_code == 302 and _leads_to(response, reverse("account_login")):
        return "login"
    if response.status_code == 302 and _leads_to(response, reverse("admin:login")):
        # The admin has no sign-in of its own: whoever is signed in already is told no there.
        return "login" if not response.wsgi_request.user.is_authenticated else "403"
    if response.status_code in {200, 302, 409, 422}:
        return "yes"
    return str(response.status_code)


def address(world, entry):
    """Return (path with query, data to post) of an entry of the matrix."""
    if entry.name.startswith("admin:"):
        return _admin_address(world, entry), None
    query, data = QUERIES.get((entry.name, entry.about), ""), DATA.get((entry.name, entry.about))
    about = "" if query or data else entry.about
    path = reverse(entry.name, args=[_value(world, what) for what in about_of(entry.name, about)])
    return path + (query(world) if callable(query) else query), data(world) if data else None


QUERIES = {
    ("portal:calendar-feed", "token"): lambda world: f"?ma={world.feed_token}",
    ("portal:dashboard", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard", "own"): "?pham_vi=don-vi",
    ("portal:duty-list", ""): "?o=open_overdue",
    ("portal:duty-list", "whole"): "?pham_vi=ke-hoach&o=open_overdue",
    ("portal:dashboard-report-list", ""): "?o=missing",
    ("portal:dashboard-report-list", "whole"): "?pham_vi=ke-hoach&o=missing",
    ("portal:removal-list", "hash"): "?ma_bam=000000000000",
    ("portal:duty-list-export", ""): "?o=open_overdue",
    ("portal:duty-list-export", "whole"): "?pham_vi=ke-hoach&o=open_overdue",
    ("portal:dashboard-report-list-export", ""): "?o=missing",
    ("portal:dashboard-report-list-export", "whole"): "?pham_vi=ke-hoach&o=missing",
    ("portal:dashboard-extension-list", ""): "?o=granted",
    ("portal:dashboard-extension-list", "whole"): "?pham_vi=ke-hoach&o=granted",
    ("portal:dashboard-extension-list-export", ""): "?o=granted",
    ("portal:dashboard-extension-list-export", "whole"): "?pham_vi=ke-hoach&o=granted",
    ("portal:dashboard-matrix", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-matrix-export", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-trend", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-trend-export", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-duty-change-list", ""): "?o=changed&so_voi=2024-12-01",
    ("portal:dashboard-duty-change-list", "whole"): "?pham_vi=ke-hoach&o=changed&so_voi=2024-12-01",
    ("portal:dashboard-duty-change-list-export", ""): "?o=changed&so_voi=2024-12-01",
    ("portal:dashboard-duty-change-list-export", "whole"): "?pham_vi=ke-hoach&o=changed&so_voi=2024-12-01",
    ("portal:dashboard-report-change-list", ""): "?o=changed&so_voi=2024-12-01",
    ("portal:dashboard-report-change-list", "whole"): "?pham_vi=ke-hoach&o=changed&so_voi=2024-12-01",
    ("portal:dashboard-report-change-list-export", ""): "?o=changed&so_voi=2024-12-01",
    ("portal:dashboard-report-change-list-export", "whole"): "?pham_vi=ke-hoach&o=changed&so_voi=2024-12-01",
    ("portal:dashboard-indicators", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-indicators-export", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-indicator-list", ""): lambda world: _number_of(world),
    ("portal:dashboard-indicator-list", "whole"): lambda world: f"{_number_of(world)}&pham_vi=ke-hoach",
    ("portal:dashboard-indicator-list-export", ""): lambda world: _number_of(world),
    ("portal:dashboard-indicator-list-export", "whole"): lambda world: f"{_number_of(world)}&pham_vi=ke-hoach",
    ("portal:dashboard-briefing", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-today", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-waiting-list", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-waiting-list-export", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-declined-list", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-declined-list-export", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-silent-list", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-silent-list-export", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-export", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-briefing-export", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-today-export", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-workbooks", "whole"): "?pham_vi=ke-hoach",
    ("portal:dashboard-workbook-ask", "whole"): "?pham_vi=ke-hoach",
    ("portal:search", "words"): "?q=vướng mắc",
    ("portal:urging-send", "draft"): lambda world: f"?chon=r-{world.draft.pk}",
}
DATA = {
    ("portal:post-choose", "own"): lambda world: {"post": world.people["writer"].pk},
    ("portal:report-bulk-confirm", "report"): lambda world: {"chon": f"{world.report.pk}-2"},
    ("portal:report-bulk-confirm", "to_office"): lambda world: {"chon": f"{world.to_office.pk}-2"},
    ("portal:report-bulk-confirm", "of_office"): lambda world: {"chon": f"{world.of_office.pk}-2"},
}


def _number_of(world):
    return f"?o=luy_ke&chi_tieu={world.indicator.pk}"


def about_of(name, about):
    short = name.removeprefix("portal:")
    whats = ABOUT.get(short) or next(
        (whats for prefix, whats in BY_PREFIX.items() if short.startswith(prefix) and short not in WITHOUT_OBJECT),
        [],
    )
    return [about, *whats[1:]] if about else whats


def _value(world, what):
    return getattr(world, what).pk if hasattr(world, str(what)) else what


def _admin_address(world, entry):
    what = entry.name.removeprefix("admin:")
    if what == "app_list":
        return reverse(entry.name, args=[entry.about])
    if what == "autocomplete":
        return reverse(entry.name) + "?app_label=units&model_name=membership&field_name=user&term=a"
    if what == "view_on_site":
        return reverse(entry.name, args=[NOBODY, NOBODY])
    for ending in ("simple_history", "change", "delete", "history", "password"):
        if what.endswith(f"_{ending}") and what != "password_change":
            one = _sample(world, what.removesuffix(f"_{ending}"), entry.about)
            return reverse(entry.name, args=[one, NOBODY] if ending == "simple_history" else [one])
    return reverse(entry.name)


def _sample(world, what, about):
    """The world's object of a model named like `units_unit`, or a number that no row has."""
    if about:
        return _value(world, about) if hasattr(world, about) else about
    model = next(m for m in apps.get_models() if f"{m._meta.app_label}_{m._meta.model_name}" == what)
    named = SAMPLES.get(model._meta.label_lower)
    if named:
        return getattr(world, named).pk
    row = model._default_manager.order_by("pk").first()
    return row.pk if row else NOBODY


def text_of(response):
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if response.get("Content-Type") == XLSX:
        return _text_of_workbook(content)
    return content.decode(errors="replace")


def _text_of_workbook(content):
    rows = (row for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows(values_only=True))
    return "\n".join(" ".join(str(value) for value in row if value is not None) for row in rows)


def _signed_in(post):
    client = Client()
    client.force_login(post.user)
    session = client.session
    session[SESSION_KEY] = post.pk
    session.save()
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _leads_to(response, path):
    # Who signs out is led there as well, but not back to what he asked for.
    return response["Location"].startswith(f"{path}?next=")


__all__ = ["NOBODY", "Doors", "Entry", "about_of", "address", "read_answer", "undone"]
