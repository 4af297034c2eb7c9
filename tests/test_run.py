"""What the two commands and the example environment say agrees with the code."""

import re

from django.conf import settings

from portal.demo.cast import CAST
from portal.management.commands.seed_demo import PASSWORD

RUN = (settings.BASE_DIR / "run").read_text(encoding="utf-8")


def test_run_names_every_demo_account():
    printed = RUN.partition("Tài khoản dùng thử")[2].partition("Dừng bằng")[0]
    names = {name for line in printed.splitlines()[1:] for name in re.split(r"\s{2,}", line.strip())[0].split(", ")}

    assert names == set(CAST)


def test_run_and_demo_data_agree_on_the_password():
    assert f"DEMO_PASSWORD:-{PASSWORD}}}" in RUN


def test_example_environment_names_every_variable_that_settings_read():
    read = (settings.BASE_DIR / "plan57" / "settings.py").read_text(encoding="utf-8")
    example = (settings.BASE_DIR / "deploy" / "plan57.env.example").read_text(encoding="utf-8")

    assert set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE)) == set(
        re.findall(r'(?:read_\w+|env\.str)\(\s*"([A-Z_]+)"', read)
    )


def test_both_commands_can_be_run():
    assert [name for name in ("run", "test", ".ci/run") if not (settings.BASE_DIR / name).stat().st_mode & 0o111] == []
