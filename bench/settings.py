"""The product's own settings, with one empty page beside: what any answer of this server costs at least."""

from portevoix.settings import *  # noqa: F403  settings are read by star, as Django does
from portevoix.settings import DATA

ROOT_URLCONF = "bench.urls"

# Letters go to a folder instead of a post office.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA / "mail"
