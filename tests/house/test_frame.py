"""The frame itself: the databases tests run on, and the server journeys talk to."""

import os
import urllib.error
import urllib.request

import pytest
from django.db import connection

from portevoix.ground.web.models import Instance


@pytest.mark.both
def test_the_database_is_the_one_asked_for() -> None:
    asked = os.environ.get("PORTEVOIX_TEST_DB", "sqlite")
    assert connection.vendor == {"postgres": "postgresql"}.get(asked, asked)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", [1, 2])
def test_the_instance_survives_tests_with_real_transactions(time: int) -> None:
    assert Instance.objects.get().ident == Instance.current_ident()


def test_the_live_application_answers_and_does_not_say_what_it_runs_on(live: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as answer:
        urllib.request.urlopen(live + "/.well-known/nothing")
    assert answer.value.code == 404
    assert "Server" not in answer.value.headers
    answer.value.close()
