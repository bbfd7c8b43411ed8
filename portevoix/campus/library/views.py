"""What people see: the works open to everyone, and for those who have come in, those of the school."""

from datetime import UTC, datetime
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portevoix.campus.library import sight
from portevoix.campus.library.models import Work
from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.ground.web import headers
from portevoix.ground.web.compression import same_for_everyone


@login_not_required
@same_for_everyone
@require_safe
def home(request: HttpRequest, school: str) -> HttpResponse:
    place = School.objects.addressed(school)
    works = Work.objects.for_school(place).open_on(datetime.now(UTC)).latest_first()
    return render(request, "library/home.html", {"school": place, "works": sight.shown(works, sight.PUBLIC)})


@login_not_required
@same_for_everyone
@headers.watching
@require_safe
def work(request: HttpRequest, school: str, slug: str) -> HttpResponse:
    place = School.objects.addressed(school)
    found = Work.objects.for_school(place).open_on(datetime.now(UTC)).addressed(slug)
    return page_of(request, place, found, sight.PUBLIC, {"base": "web/campus.html"})


@login_not_required
@require_safe
def part(request: HttpRequest, school: str, slug: str, use: str, language: str = "") -> HttpResponse:
    place = School.objects.addressed(school)
    found = Work.objects.for_school(place).open_on(datetime.now(UTC)).addressed(slug)
    return sight.part(request, found, use, language)


@for_individuals
@require_safe
def mine(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    """Also what is for the people of the school only."""
    works = Work.objects.for_school(school).for_people_on(datetime.now(UTC)).latest_first()
    words = {"school": school, "section": "library", "works": sight.shown(works, sight.MINE)}
    return render(request, "library/mine.html", words)


@for_individuals
@headers.watching
@require_safe
def my_work(request: HttpRequest, school: School, individual: Individual, slug: str) -> HttpResponse:
    found = Work.objects.for_school(school).for_people_on(datetime.now(UTC)).addressed(slug)
    return page_of(request, school, found, sight.MINE, {"base": "web/personal.html", "section": "library"})


@for_individuals
@require_safe
def my_part(
    request: HttpRequest, school: School, individual: Individual, slug: str, use: str, language: str = ""
) -> HttpResponse:
    found = Work.objects.for_school(school).for_people_on(datetime.now(UTC)).addressed(slug)
    return sight.part(request, found, use, language)


def page_of(request: HttpRequest, school: School, work: Work, room: str, words: dict[str, Any]) -> HttpResponse:
    """The page of one work; a 360° film may also ask for a headset."""
    shown = {"school": school, "work": work, "shown": sight.Shown(work, room), **words}
    response = render(request, "library/work.html", shown)
    return headers.allow_headset(response) if work.kind == Work.Kind.SPHERE else response
