import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client


def test_alive_asks_no_database():
    response = Client().get("/healthz")

    assert (response.status_code, response.content) == (200, b"ok\n")


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
