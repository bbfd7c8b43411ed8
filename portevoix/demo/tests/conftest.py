"""The made-up school, told once for all the tests of a file: it takes seconds to tell."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from portevoix.demo import acts
from portevoix.ground.schools.models import School


@pytest.fixture(scope="module")
def told(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[School]:
    """The school; what a test changes in it is undone after that test, and the school after the last."""
    with django_db_blocker.unblock(), override_settings(DEMO=True), transaction.atomic():
        yield acts.show()
        transaction.set_rollback(True)
