"""What is written down when something breaks."""

import io
import logging
import sys

import pytest
from django.test import Client

from portevoix.ground.web.failures import Discreet

SECRET = "Il m'a suivie"


def written(name: str, message: str, *values: object, error: BaseException | None = None) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    return Discreet().format(logging.LogRecord(name, logging.ERROR, "", 0, message, values, info))


def test_a_failure_says_where_and_of_what_kind_but_not_what_was_written() -> None:
    try:
        raise ValueError(SECRET)
    except ValueError:
        error = sys.exc_info()[1]
    line = written("django.request", "%s: %s", "Internal Server Error", "/mines/temoigner/", error=error)
    assert "ValueError in test_a_failure" in line
    assert SECRET not in line
    assert "mines" not in line
    assert "\n" not in line


@pytest.mark.parametrize(
    "address", ["127.0.0.1:47066", "203.0.113.9", "2001:db8::7", "[2001:db8::7]:443", "::1", "::ffff:203.0.113.9"]
)
def test_an_address_is_never_written(address: str) -> None:
    for line in (
        written("waitress", f"closing <Channel connected {address} at 0x7f>"),
        written("x", "from %s", address),
    ):
        assert address not in line
        assert "203.0" not in line
        assert "db8" not in line


def test_the_house_speaks_whole_sentences() -> None:
    assert written("portevoix.timetable", "%s did not run", "close_the_day").endswith("close_the_day did not run")


def test_a_log_that_cannot_be_written_says_nothing_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    closed = io.StringIO()
    closed.close()
    handler = logging.StreamHandler(closed)
    try:
        raise ValueError(SECRET)
    except ValueError:
        handler.handle(logging.LogRecord("portevoix", logging.ERROR, "", 0, "it broke", (), sys.exc_info()))
    assert capsys.readouterr() == ("", "")


def test_a_robot_that_tries_another_name_leaves_no_line() -> None:
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    logging.getLogger().addHandler(handler)
    try:
        assert Client().get("/", headers={"host": "robots.example"}).status_code == 400
    finally:
        logging.getLogger().removeHandler(handler)
    assert told.getvalue() == ""
