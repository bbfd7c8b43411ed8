"""The guard of the pages of a school's mission."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

from portevoix.ground.people.rules import must_be_of_the_mission
from portevoix.ground.schools.models import School


def for_the_mission(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view(request, school, office, …)` for whoever is of this school's mission, second factor passed."""

    @wraps(view)
    def guarded(request: HttpRequest, school: str, **words: Any) -> HttpResponse:
        place = School.objects.addressed(school)
        return view(request, place, must_be_of_the_mission(request, place), **words)

    return guarded
