"""Every setting of an installation, read from the environment.

`docs/run/settings.md` explains each variable to the person who installs; `portevoix doctor` refuses the dangerous ones.
"""

import logging
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url

from portevoix.ground.web import once

PACKAGE = Path(__file__).resolve().parent


def _flag(name: str, default: bool = False) -> bool:
    return os.environ.get(name, "1" if default else "0").lower() in {"1", "true", "yes", "on"}


MISREAD: list[str] = []
"""Variables that should hold a number and do not: the doctor says so."""


def _number(name: str, default: int) -> int:
    given = os.environ.get(name, "").strip() or str(default)
    if given.isdecimal():
        return int(given)
    MISREAD.append(name)
    return default


DATA = Path(os.environ.get("PORTEVOIX_DATA", ".var")).resolve()
ORIGIN = os.environ.get("PORTEVOIX_ORIGIN", "http://127.0.0.1:8000").rstrip("/").lower()
DEMO = _flag("PORTEVOIX_DEMO")
DEBUG = _flag("PORTEVOIX_DEBUG")
PRODUCTION = ORIGIN.startswith("https://")


# Made once and kept in the data folder, when none is given.
SECRET_KEY = (
    os.environ.get("PORTEVOIX_SECRET_KEY")
    or once.kept(DATA / "secret.key", lambda: secrets.token_urlsafe(48).encode()).decode()
)
ALLOWED_HOSTS = [urlsplit(ORIGIN).hostname or "", "127.0.0.1", "localhost", "[::1]"]
CSRF_TRUSTED_ORIGINS = [ORIGIN]

INSTALLED_APPS = [
    "portevoix.demo",
    "portevoix.steering.report",
    "portevoix.steering.practices",
    "portevoix.steering.committee",
    "portevoix.steering.plan",
    "portevoix.steering.survey",
    "portevoix.steering.shares",
    "portevoix.sealed.cases",
    "portevoix.sealed.testimonies",
    "portevoix.sealed.streams",
    "portevoix.sealed.keys",
    "portevoix.campus.contests",
    "portevoix.campus.associations",
    "portevoix.campus.prevention",
    "portevoix.campus.evaluation",
    "portevoix.campus.attendance",
    "portevoix.campus.sittings",
    "portevoix.campus.trainings",
    "portevoix.campus.library",
    "portevoix.campus.care",
    "portevoix.ground.notices",
    "portevoix.ground.population",
    "portevoix.ground.people",
    "portevoix.ground.schools",
    "portevoix.ground.trail",
    "portevoix.ground.web",
    "portevoix.ground.sheets",
    "portevoix.ground.counts",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "portevoix.ground.web.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "portevoix.ground.web.language.LanguageMiddleware",
    "portevoix.ground.web.refusals.RefusalMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "portevoix.ground.people.middleware.MembershipMiddleware",
]

ROOT_URLCONF = "portevoix.urls"
WSGI_APPLICATION = "portevoix.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["portevoix.ground.web.templatetags.days"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "portevoix.ground.web.context.page",
                "portevoix.demo.context.guide",
            ],
        },
    }
]

DATABASES = {
    "default": dj_database_url.parse(os.environ.get("DATABASE_URL", f"sqlite:///{DATA / 'portevoix.sqlite3'}")),
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"] |= {
        "ENGINE": "portevoix.ground.web.sqlite",
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # temp_store: what a statement may have to undo would lie in a file of /var/tmp, at every deposit.
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
            "PRAGMA secure_delete=ON; PRAGMA cache_size=-16000; PRAGMA temp_store=MEMORY;",
        },
    }
else:
    DATABASES["default"] |= {
        "CONN_MAX_AGE": 0,
        "OPTIONS": DATABASES["default"].get("OPTIONS", {}) | {"pool": {"min_size": 1, "max_size": 8, "timeout": 5}},
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "people.Person"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "email", "function"]},
    },
]
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "people:home"

# Accounts. One way in: address and password, then a second factor; accounts are made by invitation only.
PASSWORD_RESET_TIMEOUT = 60 * 60
ACCOUNT_ADAPTER = "portevoix.ground.people.adapters.Accounts"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = MFA_RATE_LIMITS = False  # its buckets hold addresses, in the memory of one process; ours do not
ACCOUNT_FORMS = {"login": "portevoix.ground.people.forms.SignIn"}
MFA_ADAPTER = "portevoix.ground.people.adapters.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "portevoix.ground.people.forms.SecondFactor",
    "reauthenticate": "portevoix.ground.people.forms.SecondFactorAgain",
}
MFA_TOTP_TOLERANCE = 1
MFA_TOTP_ISSUER = "Portevoix"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_RECOVERY_CODE_DIGITS = 12
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation was the check

SESSION_ENGINE = "portevoix.ground.people.sessions"
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
CSRF_COOKIE_HTTPONLY = False
TRUSTED_PROXY = os.environ.get("PORTEVOIX_TRUSTED_PROXY", "")
CSRF_FAILURE_VIEW = "portevoix.ground.web.views.stale_form"

LANGUAGE_CODE = "fr"
LANGUAGES = [("fr", "Français"), ("en", "English")]
FORMAT_MODULE_PATH = ["portevoix.ground.web.formats"]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "Europe/Paris"

STATIC_URL = "/static/"
WHITENOISE_ALLOW_ALL_ORIGINS = False
STATIC_ROOT = DATA / "static"
HASHED = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
STORAGES = {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}, "staticfiles": HASHED}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

# Nothing of what people do is written down; of what breaks, the kind and the place (see web/failures.py).
# A log that cannot be written to must not print, instead, the failure it was given.
logging.raiseExceptions = False
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"discreet": {"()": "portevoix.ground.web.failures.Discreet"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "discreet"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR"},
        "django.security": {"level": "ERROR", "handlers": [], "propagate": True},
        # Robots try names that are not ours all day long.
        "django.security.DisallowedHost": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "waitress.queue": {"level": "ERROR"},
        "psycopg.pool": {"level": "ERROR"},  # each attempt in vain; what it was for is told where it was missed
    },
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = os.environ.get("PORTEVOIX_SMTP_HOST", "localhost")
EMAIL_PORT = _number("PORTEVOIX_SMTP_PORT", 25)
EMAIL_HOST_USER = os.environ.get("PORTEVOIX_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("PORTEVOIX_SMTP_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = _flag("PORTEVOIX_SMTP_TLS") and not EMAIL_USE_SSL
EMAIL_TIMEOUT = 30  # seconds: a post office that never answers must not hold up everybody else's letters
DEFAULT_FROM_EMAIL = os.environ.get("PORTEVOIX_MAIL_FROM", "portevoix@localhost")
if DEMO and "PORTEVOIX_SMTP_HOST" not in os.environ:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA / "mail"

DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024  # as much as the server takes in a form: nothing goes to a file
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
NEUTRAL_SITE = os.environ.get("PORTEVOIX_NEUTRAL_SITE", "https://www.meteofrance.com/")
# Deposits that one network may make within ten minutes before browsers are asked for proof of work;
# ten times as many a school.
DEPOSITS_WITHOUT_WORK = _number("PORTEVOIX_DEPOSITS_WITHOUT_WORK", 60)
