"""Settings: one file, read from the environment, with defaults that work on a bare machine.

A value that makes no sense stops the start with a sentence; nothing is guessed in production.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()


def read_flag(name, default):
    text = env.str(name, default="").strip().casefold()
    if text in {"", "1", "true", "yes", "on", "0", "false", "no", "off"}:
        return text in {"1", "true", "yes", "on"} if text else default
    raise ImproperlyConfigured(f"{name}={text!r} không hợp lệ: hãy ghi 1 (bật) hoặc 0 (tắt).")


def read_number(name, default, low, high):
    text = env.str(name, default=str(default))
    if text.isdecimal() and low <= int(text) <= high:
        return int(text)
    raise ImproperlyConfigured(f"{name}={text!r} không hợp lệ: cần một số từ {low} đến {high}.")


def read_required(name, fallback):
    value = env.str(name, default="")
    if value or DEBUG:
        return value or fallback
    raise ImproperlyConfigured(f"Thiếu biến môi trường {name}. Khi DEBUG tắt, cổng không chạy nếu thiếu {name}.")


def read_choice(name, default, choices):
    text = env.str(name, default=default)
    if text in choices:
        return text
    raise ImproperlyConfigured(f"{name}={text!r} không hợp lệ: hãy chọn một trong {', '.join(choices)}.")


def read_list(name):
    return [part.strip() for part in env.str(name, default="").split(",") if part.strip()]


def read_database(fallback):
    address = env.str("DATABASE_URL", default="") or fallback
    try:
        database = (
            env.db_url_config(address) if address.startswith(("postgres://", "postgresql://", "sqlite:///")) else {}
        )
    except ValueError:
        database = {}
    if database.get("NAME"):
        return database
    # The address itself is not repeated: it may hold a password.
    raise ImproperlyConfigured(
        "DATABASE_URL không hợp lệ: cần postgres://người-dùng:mật-khẩu@máy:cổng/tên hoặc sqlite:////đường/dẫn/tệp."
    )


def read_mail(default):
    try:
        return env.email_url_config(env.str("EMAIL_URL", default="") or default)
    except (KeyError, ValueError, ImproperlyConfigured):
        raise ImproperlyConfigured("EMAIL_URL không hợp lệ: cần smtp+tls://người-dùng:mật-khẩu@máy:cổng.") from None


DEBUG = read_flag("DEBUG", default=True)
SECRET_KEY = read_required("SECRET_KEY", "chỉ dùng để chạy thử trên máy này, không dùng khi triển khai")
read_required("ALLOWED_HOSTS", "-")
ALLOWED_HOSTS = read_list("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = read_list("CSRF_TRUSTED_ORIGINS")
# Letters and calendar feeds are written outside a request and need the address that people type.
SITE_ADDRESS = env.str("SITE_ADDRESS", default="").rstrip("/")

INSTALLED_APPS = [
    "plan57.apps.PlanAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_filters",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "simple_history",
    "tree_queries",
    "common",
    "units",
    "tasks",
    "progress",
    "oversight",
    "reviews",
    "portal",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "portal.middleware.PrivatePagesMiddleware",
    "plan57.sessions.KeepAliveMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "units.middleware.ActingPostMiddleware",
    "portal.account.middleware.FirstPasswordMiddleware",
    "portal.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "plan57.urls"
WSGI_APPLICATION = "plan57.wsgi.application"
APPEND_SLASH = True

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "portal.context.frame",
            ],
        },
    },
]
FORM_RENDERER = "common.form_renderer.FormRenderer"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Data -----------------------------------------------------------------------------------------------------

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
DATABASES = {"default": read_database(f"sqlite:///{VAR_DIR / 'plan57.sqlite3'}")}
DATABASES["default"]["ATOMIC_REQUESTS"] = False
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Without IMMEDIATE and WAL half of the simultaneous writers get "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = read_number("CONN_MAX_AGE", 600, 0, 86400)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    # Our questions take milliseconds; compiling one of them takes a hundred. What they read lies in memory or on a
    # disk without arms: told otherwise, PostgreSQL reads the tables of a country for a district's few rows.
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off -c random_page_cost=1.1")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits must be seen by every worker, so the cache is a table of the same database.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "plan57_cache"},
    # Figures, each with the version of the data it was counted of: every worker keeps its own (figures/memory.py).
    "figures": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "figures",
        "TIMEOUT": 3600,
        "OPTIONS": {"MAX_ENTRIES": 1000},
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
MEDIA_URL = "/khong-phuc-vu-truc-tiep/"
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 6000
DATA_UPLOAD_MAX_NUMBER_FILES = 20

# Static files ---------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap", NODE_MODULES / "bootstrap" / "dist"),
    ("vendor/bootstrap-icons", NODE_MODULES / "bootstrap-icons" / "font"),
    ("vendor/be-vietnam-pro", NODE_MODULES / "@fontsource" / "be-vietnam-pro"),
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG

# Language and time ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["plan57.formats"]
USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True

# Sign-in --------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "units.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "units.passwords.LocalWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
ACCOUNT_ADAPTER = "units.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
# Limits on wrong passwords count by address: behind nginx that is the address nginx hands on.
ALLAUTH_TRUSTED_PROXY_COUNT = read_number("TRUSTED_PROXIES", 0 if DEBUG else 1, 0, 9)
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Cổng theo dõi kế hoạch"
SESSION_COOKIE_AGE = read_number("SESSION_MINUTES", 30, 1, 1440) * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"

# Safety ---------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
# Set to 0 only where the portal is served on an inner network without TLS.
HTTPS = read_flag("HTTPS", default=not DEBUG)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
CSRF_FAILURE_VIEW = "portal.errors.form_expired"

# Mail and logs --------------------------------------------------------------------------------------------

vars().update(read_mail("consolemail://" if DEBUG else "dummymail://"))
# Without a mail server people are told in the portal alone.
SENDS_MAIL = bool(env.str("EMAIL_URL", default=""))
EMAIL_TIMEOUT = read_number("EMAIL_SECONDS", 20, 1, 300)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="khong-tra-loi@localhost")

# Nobody is reminded in the middle of the night: reminders of a day begin at this hour.
REMINDER_HOUR = read_number("REMINDER_HOUR", 7, 0, 23)

LOG_LEVEL = read_choice("LOG_LEVEL", "INFO", ["DEBUG", "INFO", "WARNING", "ERROR"])
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}

# Indexes that cover more columns than they sort by: SQLite makes them without those, which is all that is lost there.
SILENCED_SYSTEM_CHECKS = ["models.W040"]
