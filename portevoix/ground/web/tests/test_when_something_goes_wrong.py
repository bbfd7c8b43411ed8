"""What is said when something goes wrong: calmly, with what to do, telling nothing of the inside."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import SuspiciousOperation
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import path

from portevoix import urls
from portevoix.ground.web import views
from portevoix.ground.web.rules import Refused, TooMany

SECRET = "the words of Camille"


def raising(failure: Callable[[], Exception]) -> Callable[[HttpRequest], HttpResponse]:
    def view(request: HttpRequest) -> HttpResponse:
        told = SECRET  # noqa: F841  what a careless report would quote
        raise failure()

    view.login_required = False  # type: ignore[attr-defined]  # what Django’s decorator sets
    return view


urlpatterns = [
    path("refused/", raising(lambda: Refused("Inès a déjà pris cette situation en charge."))),
    path("gone/", raising(lambda: Refused("Cette invitation a expiré.", status=410))),
    path("many/", raising(TooMany)),
    path("suspicious/", raising(lambda: SuspiciousOperation(SECRET))),
    path("broken/", raising(lambda: RuntimeError(SECRET))),
    *urls.urlpatterns,
]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500


@pytest.fixture(autouse=True)
def _doors_that_fail(settings: Any) -> None:
    settings.ROOT_URLCONF = __name__


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status", "said"),
    [
        ("/refused/", 403, "Inès a déjà pris cette situation en charge."),
        ("/gone/", 410, "Cette invitation a expiré."),
        ("/many/", 429, "Attendez une minute"),
        ("/suspicious/", 400, "Rien n’a été enregistré"),
        ("/broken/", 500, "Ce n’est pas de votre fait"),
        ("/nowhere/at/all/", 404, "Il n’y a rien à cette adresse"),
    ],
)
def test_a_sentence_help_and_the_way_out(address: str, status: int, said: str) -> None:
    answer = Client(raise_request_exception=False).get(address)
    page = answer.content.decode()
    assert answer.status_code == status
    assert said in page
    assert 'href="tel:3919"' in page
    assert 'class="exit"' in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert SECRET not in page
    assert "Traceback" not in page
    assert "portevoix." not in page.replace("portevoix.css", "")


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_with_a_sentence(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/compte/connexion/", {"login": SECRET})
    assert answer.status_code == 403
    assert "Rien n’a été enregistré" in answer.content.decode()
    assert SECRET not in answer.content.decode()


def test_the_page_of_a_failure_asks_nothing_of_the_database(django_db_blocker: Any) -> None:
    with django_db_blocker.block():
        answer = views.broken(RequestFactory().get("/"))
    assert answer.status_code == 500
    assert connection.connection is None or not connection.in_atomic_block


def test_the_page_of_a_failure_needs_no_script_and_no_collected_file(settings: Any) -> None:
    settings.STORAGES = {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
        "default": settings.STORAGES["default"],
    }
    page = views.broken(RequestFactory().get("/")).content.decode()
    assert "<script" not in page
    assert "/static/web/portevoix.css" in page
