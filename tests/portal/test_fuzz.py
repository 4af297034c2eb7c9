"""Two thousand hostile requests, the same ones each time: never a fault, never a word of the machine, never a trace
left by somebody without the right."""

import random
import unicodedata

import pytest
from django.apps import apps
from django.db import connection
from django.urls import reverse

from progress.models import ContributionRequest, Evidence, LogEntry, Period, Report
from tasks.models import Assignment
from tests.portal.access_doors import address, read_answer, undone
from tests.portal.access_sides import kind_of, may
from tests.portal.access_table import cases
from tests.portal.access_world import POSTS
from units.models import Unit

REQUESTS = 2000
OTHERS = 40
SEED = 261
RAW = ["Exception", "Traceback", "is not a valid", "DoesNotExist", "IntegrityError"]
LONG = "dài " * 30_000
VALUES = [
    "",
    " ",
    "\x00",
    "a\x00b",
    "-1",
    "0",
    "99999999999",
    "1" * 400,
    "1e999",
    "NaN",
    "31/02/2024",
    "2024-02-31",
    "00/00/0000",
    "01/01/0001",
    "31/12/99999",
    "١٢",
    "true",
    "[]",
    "{}",
    "null",
    "' OR 1=1 --",
    "<script>alert(1)</script>",
    "%00",
    "../../etc/passwd",
    "\ud7ff\u202e",
    unicodedata.normalize("NFD", "Đăk Ơ hoà"),
    LONG,
]
NUMBERS = ["0", "1", "2", "3", "2147483648", "9223372036854775807", "9223372036854775808", "9" * 60, "9" * 5000]
NOT_NUMBERS = ["-1", "abc", "%00", "1.5", "%20", "đ", "1;2"]
FIELDS = """
q trang sap loai kind closed cot phan vai_tro trang_thai thoi_gian ke_hoach pham_vi ky ngay nhanh o nhom muc don_vi
tinh_trang nam loc tasks units next post theme reason version due_on cadence person_in_charge to_unit text
happened_on percent assignment files declared upload tiep lan-gui chung-difficulties
chung-difficulties-version _move action _selected_action
index title number name value year covers_from covers_to opens_on closes_on day note user valid_from valid_to
email work_phone username full_name password o p all e _popup _to_field login select_across evidence
document_number issued_on subject issuer dung chon tu den muc hinh_thuc level channel answer_days token number letter_on
""".split()
# Whatever a number of an address may lead to instead: somebody else's thing of the same kind.
KINDS = [Report, Assignment, ContributionRequest, LogEntry, Evidence, Period, Unit]
TYPES = ["application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded; charset=utf-7"]


def test_hostile_requests_break_nothing(doors):
    dice = random.Random(SEED)
    entries = cases()
    doors.numbers = [str(pk) for model in KINDS for pk in model.objects.order_by("pk").values_list("pk", flat=True)]

    faults = [fault for _ in range(REQUESTS) if (fault := _attack(dice, doors, *dice.choice(entries)))]

    assert faults == []


def test_what_the_rows_say_of_somebody_elses_things_is_what_is_answered(doors):
    """Whom the fuzz blames for a trace at a bent address is right only as far as this holds."""
    dice = random.Random(SEED)
    ways = [(entry, path) for entry, _ in cases() for path in _ways_to_others(doors.world, entry)]

    wrong = []
    for entry, path in dice.sample(ways, OTHERS):
        for post in POSTS:
            told = read_answer(doors.ask(post, entry.method, path))
            if (told == "yes") != may(doors.world, post, entry, path):
                wrong.append(f"{post}: {entry.method} {path}: {told}")

    assert wrong == []


def _ways_to_others(world, entry):
    """The address of a row, led to each other thing of its kind."""
    kind = kind_of(world, entry.name)
    if entry.about or entry.method != "POST" or kind not in KINDS or entry.name.startswith("admin:"):
        return []
    steps = address(world, entry)[0].split("/")
    at = next(at for at, step in enumerate(steps) if step.isdigit())
    others = kind.objects.exclude(pk=steps[at]).order_by("pk").values_list("pk", flat=True)
    return ["/".join([*steps[:at], str(pk), *steps[at + 1 :]]) for pk in others]


def _attack(dice, doors, entry, cells):
    """Ask once and return what is wrong with the answer, with all that is needed to ask again, or None."""
    allowed = [post for post in POSTS if cells[post] == "yes"]
    post = dice.choice(allowed if allowed and dice.random() < 0.6 else POSTS)
    method = entry.method if dice.random() < 0.9 else dice.choice(["GET", "POST", "PUT"])
    straight = address(doors.world, entry)[0]
    path, data = _bent_path(dice, straight, doors.numbers), _form(dice)
    is_bent = path.partition("?")[0] != straight.partition("?")[0]
    is_allowed = may(doors.world, post, entry, path.partition("?")[0]) if is_bent else cells[post] == "yes"
    with undone():
        before = _counts()
        response = _send(dice, doors.client(post), method, path, data)
        text = b"".join(response.streaming_content) if response.streaming else response.content
        wrong = _wrong_answer(response, text.decode(errors="replace"))
        if not wrong and (not is_allowed or response.status_code >= 400) and _counts() != before:
            wrong = f"{response.status_code} and yet something was written"
    if not wrong:
        return None
    short = {name: str(value)[:30] for name, value in data.items()}
    return f"{post}: {method} {path[:200]} {short}: {wrong}"


def _wrong_answer(response, text):
    if response.status_code >= 500:
        return repr(response.exc_info[1])[:300] if hasattr(response, "exc_info") else str(response.status_code)
    return next((f"{word!r} on the page" for word in RAW if word in text), None)


def _send(dice, client, method, path, data):
    client.raise_request_exception = False
    if dice.random() < 0.2:
        client.defaults["HTTP_HX_REQUEST"] = "true"
    if method == "GET":
        return client.get(path)
    if dice.random() < 0.15:
        return client.generic(method, path, b"\xff\x00{oddly: sent", content_type=dice.choice(TYPES))
    return client.post(path, data) if method == "POST" else client.put(path)


def _bent_path(dice, path, real_numbers):
    way, _, query = path.partition("?")
    steps = way.split("/")
    places = [at for at, step in enumerate(steps) if step.isdigit()]
    if places and dice.random() < 0.4:
        steps[dice.choice(places)] = dice.choice(dice.choice([NUMBERS, NOT_NUMBERS, real_numbers]))
    parts = [query] if query and dice.random() < 0.5 else []
    for _ in range(dice.choice([0, 0, 1, 2, 4])):
        name = dice.choice([*FIELDS, f"{dice.choice(FIELDS)}[]"])
        parts.append(f"{name}={_quoted(dice.choice(VALUES)[:3000])}")
    return "/".join(steps) + ("?" + "&".join(parts) if parts else "")


def _quoted(value):
    return "".join(f"%{byte:02X}" for byte in value.encode())


def _form(dice):
    data = {}
    for _ in range(dice.choice([0, 1, 3, 8])):
        value = dice.choice(VALUES)
        data[dice.choice(FIELDS)] = [value, dice.choice(VALUES)] if dice.random() < 0.2 else value
    return data


def _counts():
    """Return how many rows each table of the rooms has (1 query)."""
    rooms = {"common", "units", "tasks", "progress", "oversight"}
    tables = [model._meta.db_table for model in apps.get_models() if model._meta.app_label in rooms]
    columns = ", ".join(f'(SELECT COUNT(*) FROM "{table}")' for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns}")
        return cursor.fetchone()


@pytest.mark.parametrize("value", VALUES, ids=lambda value: ascii(value[:12]))
def test_strange_words_in_an_address_are_answered(doors, value):
    places = [
        "report-list",
        "report-inbox",
        "report-bulk-confirm",
        "assignment-matrix",
        "assignment-list",
        "log-list",
        "evidence-list",
        "urging-list",
        "direction-list",
        "urging-send",
        "inspection-list",
        "finding-list",
        "review-list",
        "period-list",
        "calendar",
        "dashboard",
        "dashboard-today",
        "dashboard-briefing",
        "dashboard-waiting-list",
        "dashboard-matrix",
        "dashboard-trend",
        "dashboard-indicators",
        "dashboard-workbooks",
        "unit-list",
        "search",
    ]
    query = "&".join(f"{name}={_quoted(value[:3000])}" for name in FIELDS[:25])

    answers = {place: doors.ask("office_head", "GET", f"{reverse(f'portal:{place}')}?{query}") for place in places}

    assert {
        place: one.status_code for place, one in answers.items() if one.status_code not in {200, 422, 404, 403}
    } == {}
