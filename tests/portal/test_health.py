import datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from common.models import Beat


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("minutes", "faults", "line"),
    [
        (None, 0, "nhịp tick: chưa chạy lượt nào"),
        (0, 0, "nhịp tick: 0 phút trước"),
        (15, 0, "nhịp tick: 15 phút trước"),
        (16, 2, "nhịp tick: 16 phút trước, chậm, 2 bước dở dang"),
    ],
)
def test_alive_tells_how_the_tick_fares(minutes, faults, line):
    if minutes is not None:
        Beat.objects.create(name="tick", at=timezone.now() - datetime.timedelta(minutes=minutes), faults=faults)

    response = Client().get("/healthz")

    assert (response.status_code, response.text) == (200, f"ok\n{line}\n")


@pytest.mark.django_db(transaction=True)
def test_alive_without_its_database():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE common_beat RENAME TO common_beat_away")
    try:
        response = Client().get("/healthz")
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE common_beat_away RENAME TO common_beat")

    assert (response.status_code, response.text) == (
        200,
        "ok\nnhịp tick: không rõ, cơ sở dữ liệu không trả lời\n",
    )


@pytest.mark.django_db
def test_ready_when_everything_works(media_root):
    response = Client().get("/readyz")

    assert (response.status_code, response.content) == (200, b"ok\n")
    assert list(media_root.iterdir()) == []


@pytest.mark.django_db
def test_not_ready_without_a_place_for_files(settings, tmp_path, caplog):
    (tmp_path / "tep").write_text("")
    settings.MEDIA_ROOT = tmp_path / "tep" / "media"

    response = Client().get("/readyz")

    assert response.status_code == 503
    assert response.content.decode() == "chưa sẵn sàng\n"
    assert "thư mục tệp đính kèm" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_not_ready_without_the_cache_table(caplog):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE plan57_cache")
    try:
        response = Client().get("/readyz")
    finally:
        call_command("createcachetable")

    assert response.status_code == 503
    assert "bảng bộ nhớ đệm" in caplog.text


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_machines_only_ask(path):
    assert Client().post(path).status_code == 405
