"""Everybody who might knock at a door, and how one sees whether it opened."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.urls.resolvers import URLResolver

from portevoix.ground.people.models import Person
from portevoix.ground.people.tests.persona import PASSWORD, sign_in
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import comes_in, of_the_mission, someone
from tests.cast import Listener, Scene
from tests.house.doors.everywhere import DOORS, STUDENT

SIGN_IN = "/compte/connexion/"
COME_IN = "/mines/entrer/"


def addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}"


def address_of(name: str, words: dict[str, str]) -> str:
    return reverse(name, kwargs={key: words.get(value, value) for key, value in DOORS[name].words.items()})


def signed_in(listener: Listener) -> Client:
    person = Person.objects.get(pk=listener.person.pk)
    person.email = f"{person.ident}@mines.example"
    person.set_password(PASSWORD)
    person.save()
    return sign_in(Client(), person)


def a_student(scene: Scene) -> Client:
    individuals = Individual.objects.for_school(scene.school)
    return comes_in(Client(), individuals.at(STUDENT) or someone(scene.school))


def an_officer(scene: Scene) -> Client:
    client = Client()
    of_the_mission(client, scene.school)
    return client


def knock(client: Client, method: str, address: str) -> Any:
    """As a browser would: an empty form on a page, an empty object at a door for JSON."""
    if method == "get" or ("/api/" not in address and method == "post"):
        answer = getattr(client, method)(address)
    else:
        answer = getattr(client, method)(address, "{}", content_type="application/json")
    if answer.streaming:
        list(answer.streaming_content)  # to its end, as closing it would close the test's database
    return answer


def rows() -> dict[str, int]:
    """How much there is of everything, but what keeps track of visits."""
    kept = (model for model in apps.get_models() if model._meta.label not in {"people.Session", "web.Bucket"})
    return {model._meta.label: model._default_manager.count() for model in kept}


def was_refused(answer: HttpResponse) -> bool:
    """Sent to sign in, to a second factor or to one more code; or told no."""
    if answer.status_code == 302:
        return answer["Location"].startswith((SIGN_IN, "/compte/confirmer/", reverse("mfa_activate_totp"), COME_IN))
    return answer.status_code in {401, 403, 404, 405}


def came_in(client: Client, who: Iterable[int], words: dict[str, str]) -> list[str]:
    """The doors for others than anyone, among `who`, that this visitor got through; nothing may have changed."""
    before = rows()
    through = [
        f"{method} {name}: {answer.status_code} {answer.headers.get('Location', '')}"
        for name, door in DOORS.items()
        for method in ("get", "post", "put", "delete")
        if door.who in who and not was_refused(answer := knock(client, method, address_of(name, words)))
    ]
    assert rows() == before
    return through
