"""The reporter's interface keeps to what it says of itself, whatever is sent to it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from portevoix.sealed.testimonies.api import reporter_api
from tests.cast import a_school

serve = get_wsgi_application()
EXAMPLES = 10
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    negative_data_rejection,
]


def said_of_itself() -> dict[str, Any]:
    """What the interface says of itself, at the school of this story; the house gives it to nobody."""
    said: dict[str, Any] = json.loads(json.dumps(reporter_api.get_openapi_schema(path_prefix="/mines/api/")))
    for operations in said["paths"].values():
        for operation in operations.values():
            operation["parameters"] = [one for one in operation["parameters"] if one["name"] != "school"]
    return said


def application(environ: Any, start: Any) -> Any:
    if environ["PATH_INFO"] != "/openapi.json":
        return serve({**environ, "HTTP_HOST": "testserver"}, start)
    start("200 OK", [("Content-Type", "application/json")])
    return [json.dumps(said_of_itself()).encode()]


OPERATIONS = [(path, method) for path, operations in said_of_itself()["paths"].items() for method in operations]


@pytest.fixture(scope="module")
def interface() -> BaseSchema:
    return schemathesis.openapi.from_wsgi("/openapi.json", application)


@pytest.fixture
def mines(db: None) -> Iterator[None]:
    """The school, and one connection to the database for all requests of the story."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    a_school()
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.slow
@pytest.mark.parametrize("mode", GenerationMode)
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_any_request_is_answered_as_the_interface_says(
    interface: BaseSchema, path: str, method: str, mode: GenerationMode, mines: None
) -> None:
    @settings(max_examples=EXAMPLES, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
    @given(interface[path][method].as_strategy(generation_mode=mode))
    def holds(case: Any) -> None:
        case.call_and_validate(checks=CHECKS)

    holds()
