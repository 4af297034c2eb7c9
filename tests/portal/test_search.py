import datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from common.folding import fold
from progress.models import LogEntry, Submission
from tests.factories import make_assignment, make_period, make_plan, make_post, make_report, make_task, make_unit
from tests.factories.plan import take_part

pytestmark = pytest.mark.django_db
WORD = "tuyên truyền biên giới"


@pytest.fixture
def plan():
    return make_plan()


@pytest.fixture
def unit(plan):
    unit = make_unit("UBND xã Đak Ơ")
    take_part(plan, unit)
    return unit


def send(plan, unit, text=WORD, **fields):
    report = make_report(fields.pop("period", None) or make_period(plan), unit)
    return Submission.objects.create(
        report=report,
        number=1,
        submitted_at=timezone.now(),
        submitted_on=report.due_on,
        due_on=report.due_on,
        by=make_post(unit).user,
        for_unit=unit,
        search_text=fold(text),
        **fields,
    )


def log(plan, unit, text=WORD):
    post = make_post(unit)
    return LogEntry.objects.create(
        assignment=make_assignment(make_task(plan), unit),
        happened_on=datetime.date(2024, 11, 1),
        text=text,
        at=timezone.now(),
        by=post.user,
        for_unit=unit,
    )


def found(client, text, **query):
    response = client.get(reverse("portal:search"), {"q": text, **query})
    return {part.finder.slug: part.rows for part in response.context.get("found", [])}


def test_everything_is_found_without_marks(sign_in, plan, unit):
    task = make_task(plan, title="Tuyên truyền biên giới")
    submission, entry = send(plan, unit), log(plan, unit)
    tuyen = make_unit("Đội tuyên truyền biên giới")

    results = found(sign_in(make_post(plan.standing_office)), "TUYEN truyen bien gioi")

    assert results == {"nhiem-vu": [task], "bao-cao": [submission], "nhat-ky": [entry], "don-vi": [tuyen]}


def test_words_stand_in_any_order(sign_in, plan, unit):
    task = make_task(plan, title="Tuyên truyền biên giới")

    assert found(sign_in(make_post(unit)), "biên giới tuyên truyền") == {"nhiem-vu": [task]}


def test_every_kind_is_found_by_the_beginnings_of_syllables_alone(sign_in, plan, unit):
    task, submission, entry = make_task(plan, title=WORD), send(plan, unit), log(plan, unit)
    team = make_unit(f"Đội {WORD}")
    client = sign_in(make_post(plan.standing_office))

    seen = {text: found(client, text) for text in ["gio tru", "ruyen", "en bien"]}

    everything = {"nhiem-vu": [task], "bao-cao": [submission], "nhat-ky": [entry], "don-vi": [team]}
    assert seen == {"gio tru": everything, "ruyen": {}, "en bien": {}}


def test_place_is_found(sign_in, plan, unit):
    assert found(sign_in(make_post(unit)), "dak o") == {"don-vi": [unit]}


def test_sent_text_is_found_only_by_who_may_read_it(sign_in, plan, unit):
    send(plan, unit)
    log(plan, unit)
    stranger = make_unit()
    take_part(plan, stranger)

    seen = {
        "own": set(found(sign_in(make_post(unit)), WORD)),
        "receiver": set(found(sign_in(make_post(plan.standing_office)), WORD)),
        "stranger": set(found(sign_in(make_post(stranger)), WORD)),
        "administrator": set(found(sign_in(make_post(unit, "administrator")), WORD)),
    }

    assert seen == {
        "own": {"bao-cao", "nhat-ky"},
        "receiver": {"bao-cao", "nhat-ky"},
        "stranger": set(),
        "administrator": set(),
    }


def test_withdrawn_text_is_not_found(sign_in, plan, unit):
    send(plan, unit, withdrawn_at=timezone.now())

    assert found(sign_in(make_post(plan.standing_office)), WORD) == {}


@pytest.mark.parametrize("rows", [1, 3])
def test_search_query_count(sign_in, plan, unit, rows, django_assert_max_num_queries):
    for number in range(1, rows + 1):
        make_task(plan, title=WORD)
        send(plan, unit, period=make_period(plan, number=number))
        log(plan, unit)
        make_unit(WORD)
    client = sign_in(make_post(plan.standing_office))
    # The first page of a session notes when its person was last seen.
    client.get(reverse("portal:search"))

    with django_assert_max_num_queries(13):
        results = found(client, WORD)

    assert {slug: len(hits) for slug, hits in results.items()} == dict.fromkeys(
        ["nhiem-vu", "bao-cao", "nhat-ky", "don-vi"], rows
    )


@pytest.mark.parametrize("kind", ["nhiem-vu", "bao-cao", "nhat-ky", "don-vi"])
def test_one_kind_is_paged(sign_in, plan, unit, kind, django_assert_max_num_queries):
    make_task(plan, title=WORD)
    send(plan, unit)
    log(plan, unit)
    make_unit(WORD)
    client = sign_in(make_post(plan.standing_office))

    with django_assert_max_num_queries(12):
        response = client.get(reverse("portal:search"), {"q": WORD, "loai": kind, "trang": "1"})

    assert len(response.context["page"].object_list) == 1


def test_more_than_a_few_are_behind_a_link(sign_in, plan, unit):
    for _ in range(6):
        make_unit("Trạm biên giới")

    response = sign_in(make_post(unit)).get(reverse("portal:search"), {"q": "bien gioi"})

    [part] = response.context["found"]
    assert (len(part.rows), part.has_more) == (5, True)
    assert "loai=don-vi" in response.content.decode()


@pytest.mark.parametrize("text", ["a", "a" * 100_000, "a\x00b", "%", "_"])
def test_bad_words_are_told(sign_in, plan, unit, text):
    response = sign_in(make_post(unit)).get(reverse("portal:search"), {"q": text})

    assert response.status_code == 422
    assert response.context["form"].errors["q"]


def test_signs_are_no_wildcards(sign_in, plan, unit):
    assert found(sign_in(make_post(unit)), "%%") == {}
    assert found(sign_in(make_post(unit)), "d_k") == {}


def test_empty_box_and_unknown_kind(sign_in, plan, unit):
    client = sign_in(make_post(unit))

    assert client.get(reverse("portal:search")).status_code == 200
    assert client.get(reverse("portal:search"), {"q": "xã", "loai": "la"}).status_code == 404
    assert "Không tìm thấy gì" in client.get(reverse("portal:search"), {"q": "chẳng có"}).content.decode()


def test_search_needs_sign_in_and_only_shows(sign_in, unit):
    assert Client().get(reverse("portal:search")).status_code == 302
    assert sign_in(make_post(unit)).post(reverse("portal:search")).status_code == 405
