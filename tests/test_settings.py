"""A start with nonsense is refused with one sentence; a start in production passes Django's own checks."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "một-khóa-dài-chỉ-dùng-cho-phép-thử-này-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "cong.example",
    "SITE_ADDRESS": "https://cong.example",
}


def start(tmp_path, *command, **environment):
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "LC_ALL") if name in os.environ}
    return subprocess.run(
        command,
        cwd=settings.BASE_DIR,
        env={**kept, "PYTHONUTF8": "1", "VAR_DIR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def manage(tmp_path, *arguments, **environment):
    return start(tmp_path, sys.executable, "manage.py", *arguments, **environment)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        (
            {"DEBUG": "0"},
            "Thiếu biến môi trường SECRET_KEY. Khi DEBUG tắt, cổng không chạy nếu thiếu SECRET_KEY.",
        ),
        (
            {"DEBUG": "0", "SECRET_KEY": "x" * 60},
            "Thiếu biến môi trường ALLOWED_HOSTS. Khi DEBUG tắt, cổng không chạy nếu thiếu ALLOWED_HOSTS.",
        ),
        ({"DEBUG": "maybe"}, "DEBUG='maybe' không hợp lệ: hãy ghi 1 (bật) hoặc 0 (tắt)."),
        ({"SESSION_MINUTES": "nửa giờ"}, "SESSION_MINUTES='nửa giờ' không hợp lệ: cần một số từ 1 đến 1440."),
        ({"SESSION_MINUTES": "0"}, "SESSION_MINUTES='0' không hợp lệ: cần một số từ 1 đến 1440."),
        (
            {"LOG_LEVEL": "loud"},
            "LOG_LEVEL='loud' không hợp lệ: hãy chọn một trong DEBUG, INFO, WARNING, ERROR.",
        ),
        ({"EMAIL_URL": "thu:bay"}, "EMAIL_URL không hợp lệ: cần smtp+tls://người-dùng:mật-khẩu@máy:cổng."),
    ],
)
def test_nonsense_stops_the_start_with_one_sentence(tmp_path, environment, sentence):
    started = manage(tmp_path, "check", **environment)

    assert (started.returncode, started.stderr) == (1, f"Không chạy được: {sentence}\n")


@pytest.mark.parametrize(
    "address",
    ["plan57", "mysql://a:mat-khau@b/c", "postgres://a:mat-khau@may:cong/c", "postgres://a:mat-khau@may", "sqlite://"],
)
def test_unreadable_database_address_is_refused_without_repeating_the_password(tmp_path, address):
    started = manage(tmp_path, "check", DATABASE_URL=address)

    assert (started.returncode, started.stderr) == (
        1,
        "Không chạy được: DATABASE_URL không hợp lệ: cần postgres://người-dùng:mật-khẩu@máy:cổng/tên "
        "hoặc sqlite:////đường/dẫn/tệp.\n",
    )


@pytest.mark.parametrize("port", ["8oo0", "0", "70000", "-1", "080800"])
def test_run_refuses_a_port_that_is_none(tmp_path, port):
    started = start(tmp_path, "./run", PORT=port)

    assert (started.returncode, started.stderr) == (
        1,
        f"PORT='{port}' không hợp lệ: cần một số từ 1 đến 65535, ví dụ PORT=8000 ./run\n",
    )


def test_run_refuses_an_unknown_word(tmp_path):
    started = start(tmp_path, "./run", "--serve")

    assert (started.returncode, started.stderr) == (1, "Không rõ tham số '--serve'. Chỉ có: --no-server, --prepare.\n")


def test_production_passes_the_deployment_checks(tmp_path):
    collected = manage(tmp_path, "collectstatic", "--no-input", "--verbosity", "0", **PRODUCTION)
    checked = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert (collected.returncode, collected.stderr) == (0, "")
    assert (checked.returncode, checked.stderr) == (0, "")


def test_production_names_static_files_that_were_not_collected(tmp_path):
    checked = manage(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)

    assert checked.returncode == 1
    assert "(plan57.W005) Tệp tĩnh chưa được gom" in checked.stderr


def test_no_page_may_run_or_load_anything_from_elsewhere():
    sources = {source for values in settings.CONTENT_SECURITY_POLICY["DIRECTIVES"].values() for source in values}

    assert sources == {"'none'", "'self'", "data:"}


def test_front_end_is_served_from_packages_and_not_from_the_repository():
    folders = {
        prefix for prefix, folder in settings.STATICFILES_DIRS[1:] if Path(folder).is_relative_to(settings.NODE_MODULES)
    }

    assert folders == {"vendor/bootstrap", "vendor/bootstrap-icons", "vendor/be-vietnam-pro"}
