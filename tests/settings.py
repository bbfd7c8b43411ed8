"""Settings of the tests: the product's own, on a database and a folder that go away."""

import os
import tempfile

os.environ.setdefault("PORTEVOIX_DATA", tempfile.mkdtemp(prefix="portevoix-tests-"))
os.environ.setdefault("PORTEVOIX_SECRET_KEY", "a key for tests only, long enough and nowhere else used, 0123456789")

from portevoix.settings import *  # noqa: E402, F403  settings are read by star, as Django does
