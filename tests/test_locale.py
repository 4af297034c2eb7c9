"""Nobody meets an English sentence: what Django and the libraries leave untranslated stands in locale/vi."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import django
import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django import forms
from django.apps import apps
from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext, ngettext

# Where a message is written tells whether a page of this portal can show it.
OUT_OF_REACH = {
    "conf/global_settings.py": "tên các ngôn ngữ khác; cổng chỉ dùng tiếng Việt",
    "contrib/messages/apps.py": "tên ứng dụng, không có trang quản trị",
    "contrib/sessions/apps.py": "tên ứng dụng, không có trang quản trị",
    "views/csrf.py": "cổng có trang riêng khi biểu mẫu hết hạn (CSRF_FAILURE_VIEW)",
    "views/static.py": "tệp do whitenoise và nginx phục vụ",
    "views/generic/": "các trang là hàm, không dùng lớp dựng sẵn",
    "views/templates/default_urlconf.html": "trang chào của Django khi chưa có đường dẫn nào",
    "socialaccount/": "allauth.socialaccount không được cài",
    "templates/socialaccount/": "allauth.socialaccount không được cài",
    "headless/": "allauth.headless không được cài",
    "idp/": "allauth.idp không được cài",
    "templates/idp/": "allauth.idp không được cài",
    "usersessions/": "allauth.usersessions không được cài",
    "templates/usersessions/": "allauth.usersessions không được cài",
    "mfa/webauthn/": "khóa bảo mật không bật (MFA_SUPPORTED_TYPES)",
    "templates/mfa/webauthn/": "khóa bảo mật không bật (MFA_SUPPORTED_TYPES)",
    "templates/mfa/email/webauthn": "khóa bảo mật không bật (MFA_SUPPORTED_TYPES)",
    "templates/mfa/messages/webauthn": "khóa bảo mật không bật (MFA_SUPPORTED_TYPES)",
    "templates/account/signup_by_passkey.html": "khóa bảo mật không bật (MFA_SUPPORTED_TYPES)",
    "django_filters/rest_framework/": "không có API REST",
    "rest_framework/": "không có API REST",
    "templates/django_filters/rest_framework/": "không có API REST",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sdr]|%[sd]|\{\w*\}")
OWN = Path(settings.LOCALE_PATHS[0])


def read(path: Path) -> list[Message]:
    if not path.exists():
        return []
    with path.open("rb") as file:
        return [message for message in read_po(file) if message.id]


def key(message: Message) -> tuple[str | None, str, bool]:
    """The plural counts: gettext keeps "error" and "error, errors" apart, and a page that counts asks for both."""
    plural = isinstance(message.id, tuple)
    return message.context, message.id[0] if plural else message.id, plural


def translated(folder: Path, domain: str) -> set[tuple[str | None, str, bool]]:
    messages = read(folder / "vi" / "LC_MESSAGES" / f"{domain}.po")
    return {key(m) for m in messages if not m.fuzzy and all([m.string] if isinstance(m.string, str) else m.string)}


def library_folders() -> Iterator[Path]:
    yield Path(django.__file__).parent / "conf" / "locale"
    for app in apps.get_app_configs():
        folder = Path(app.path) / "locale"
        if folder.is_dir():
            yield folder


def written(folder: Path, domain: str) -> list[Message]:
    """All a library can say: its English catalogue, or the German one where it keeps no English."""
    english, german = (read(folder / language / "LC_MESSAGES" / f"{domain}.po") for language in ("en", "de"))
    return english or german


def can_be_shown(message: Message) -> bool:
    places = [place for place, _ in message.locations]
    return not places or not all(place.startswith(tuple(OUT_OF_REACH)) for place in places)


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_every_message_that_can_be_shown_is_vietnamese(domain):
    own = translated(OWN, domain)

    english = [
        (folder.parent.name, key(message))
        for folder in library_folders()
        for message in written(folder, domain)
        if can_be_shown(message) and key(message) not in own | translated(folder, domain)
    ]

    assert english == []


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_own_catalogue_holds_nothing_that_no_library_says(domain):
    said = {key(message) for folder in library_folders() for message in written(folder, domain)}

    assert translated(OWN, domain) - said == set()


@pytest.mark.parametrize("domain", ["django", "djangojs"])
def test_translations_keep_their_placeholders(domain):
    def placeholders(text):
        return sorted(PLACEHOLDER.findall(text))

    changed = [
        key(message)
        for message in read(OWN / "vi" / "LC_MESSAGES" / f"{domain}.po")
        for text in ([message.string] if isinstance(message.string, str) else message.string)
        if placeholders(text) != placeholders(key(message)[1])
    ]

    assert changed == []


def test_compiled_words_are_in_use():
    assert gettext("Enter a valid UUID.") == "Hãy nhập một mã UUID hợp lệ."
    assert ngettext("%(num)d day", "%(num)d days", 3) % {"num": 3} == "3 ngày"


def test_own_words_win_over_those_of_the_libraries():
    assert gettext("This field is required.") == "Chưa điền ô này."
    assert ngettext("Please correct the error below.", "Please correct the errors below.", 2) == (
        "Chưa lưu được. Hãy sửa các chỗ ghi đỏ bên dưới."
    )


@pytest.mark.parametrize(
    ("typed", "day"),
    [("05/06/2024", date(2024, 6, 5)), ("25/06/2024", date(2024, 6, 25)), ("2024-06-05", date(2024, 6, 5))],
)
def test_dates_are_read_day_first(typed, day):
    assert forms.DateField().clean(typed) == day


def test_impossible_date_is_refused():
    with pytest.raises(forms.ValidationError):
        forms.DateField().clean("31/02/2024")


def test_numbers_and_weeks_are_vietnamese():
    assert formats.number_format(Decimal("1234567.5")) == "1.234.567,5"
    assert formats.date_format(date(2024, 6, 5)) == "05/06/2024"
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1
