"""What a start of the portal needs beside its code, each said in one sentence with the way out."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.db import DatabaseError, connections
from django.utils import translation


@register(Tags.staticfiles)
def front_end_is_installed(app_configs, **kwargs):
    missing = [prefix for prefix, folder in settings.STATICFILES_DIRS[1:] if not Path(folder).is_dir()]
    if not missing:
        return []
    return [
        Error(
            f"Thiếu tệp giao diện: {', '.join(missing)}.",
            hint="Chạy ./run --prepare (hoặc npm ci --ignore-scripts) trong thư mục của cổng.",
            id="plan57.E001",
        )
    ]


@register(Tags.translation)
def words_are_compiled(app_configs, **kwargs):
    for folder in settings.LOCALE_PATHS:
        written = Path(folder, translation.to_locale(settings.LANGUAGE_CODE), "LC_MESSAGES", "django.po")
        if not written.with_suffix(".mo").exists():
            return [
                Warning(
                    "Bản dịch tiếng Việt chưa được biên dịch nên vài câu của thư viện sẽ hiện bằng tiếng Anh.",
                    hint="Chạy ./run --prepare (hoặc pybabel compile -D django -d locale -l vi).",
                    id="plan57.W002",
                )
            ]
    return []


@register(Tags.database)
def cache_table_exists(app_configs, databases, **kwargs):
    table = settings.CACHES["default"]["LOCATION"]
    for alias in databases or []:
        try:
            found = table in connections[alias].introspection.table_names()
        except DatabaseError as error:
            return [Error(f"Không kết nối được cơ sở dữ liệu: {error}", hint="Xem lại DATABASE_URL.", id="plan57.E003")]
        if not found:
            return [
                Warning(
                    f"Thiếu bảng {table} nên chưa giới hạn được số lần đăng nhập sai.",
                    hint="Chạy python manage.py createcachetable.",
                    id="plan57.W004",
                )
            ]
    return []


@register(Tags.security, deploy=True)
def static_files_are_collected(app_configs, **kwargs):
    if Path(settings.STATIC_ROOT, "staticfiles.json").exists():
        return []
    return [
        Warning(
            "Tệp tĩnh chưa được gom nên các trang sẽ không hiện được.",
            hint="Chạy python manage.py collectstatic --no-input.",
            id="plan57.W005",
        )
    ]
