"""The frame every test stands in; each fixture says what it is for."""

from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from pytest_django import DjangoDbBlocker

pytest_plugins = ["tests.live", "tests.browser"]

hypothesis.settings.register_profile("house", deadline=None, database=None)
hypothesis.settings.load_profile("house")

STORIES = Path(__file__).parent / "tests" / "journeys"


def pytest_itemcollected(item: pytest.Item) -> None:
    """Every file of `journeys` is a journey."""
    if item.path.is_relative_to(STORIES):
        item.add_marker("journey")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is slow runs last."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)


@pytest.fixture(scope="session", autouse=True)
def _the_instance_survives_a_flush() -> Iterator[None]:
    """A test with real transactions empties every table; the instance keeps its identifier all the same."""
    from django.apps import apps
    from django.db.models.signals import post_migrate

    from portevoix.ground.web.models import Instance

    ident = ""

    def put_back(**_: object) -> None:
        nonlocal ident
        instance, _made = Instance.objects.get_or_create(pk=1, defaults={"ident": ident} if ident else {})
        ident = instance.ident

    web = apps.get_app_config("web")
    post_migrate.connect(put_back, sender=web)
    yield
    post_migrate.disconnect(put_back, sender=web)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The test database goes away at the end, even when a thread of a stopped server still holds a line to it."""
    yield
    from django.db import connection

    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
