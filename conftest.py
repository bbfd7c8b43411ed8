"""The frame every test stands in; each fixture says what it is for."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from pytest_django import DjangoDbBlocker

pytest_plugins = ["tests.live", "tests.browser", "tests.elsewhere", "tests.another_house"]

hypothesis.settings.register_profile("house", deadline=None, database=None)
hypothesis.settings.load_profile("house")

STORIES = Path(__file__).parent / "tests" / "journeys"
ON_A_DATABASE = {"db", "transactional_db", "django_db_setup"}


def pytest_itemcollected(item: pytest.Item) -> None:
    """Every file of `journeys` is a journey, and so is whatever else opens a browser: they run once."""
    if item.path.is_relative_to(STORIES) or "browser" in _stands_on(item):
        item.add_marker("journey")


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What is slow runs last; the second database is for the tests that use one and do not walk round every door."""
    items.sort(key=lambda item: item.get_closest_marker("slow") is not None)
    if os.environ.get("PORTEVOIX_TEST_DB") == "postgres":
        alike = {item for item in items if not _uses_a_database(item) or item.get_closest_marker("walk")}
        config.hook.pytest_deselected(items=list(alike))
        items[:] = [item for item in items if item not in alike]


def _uses_a_database(item: pytest.Item) -> bool:
    marked = item.get_closest_marker("django_db") or item.get_closest_marker("both")
    return marked is not None or not _stands_on(item).isdisjoint(ON_A_DATABASE)


def _stands_on(item: pytest.Item) -> set[str]:
    return set(getattr(item, "fixturenames", ()))


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
    from django.core.management import call_command
    from django.db import connection

    if connection.settings_dict["TEST"]["MIGRATE"] is False:
        with django_db_blocker.unblock():
            call_command("migrate", fake=True, verbosity=0)
    yield

    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
