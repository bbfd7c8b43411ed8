"""What a member reads in their own space, and the reviews that everyone may read."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.ground.web import clock
from portevoix.ground.web.compression import same_for_everyone
from portevoix.steering.committee import record, rules
from portevoix.steering.committee.minuting import as_ics, as_pdf
from portevoix.steering.committee.models import Meeting, MeetingQuerySet, Review, Seat


def _open_to(school: School, individual: Individual) -> MeetingQuerySet:
    return Meeting.objects.for_school(school).open_to(individual, localdate(clock.rounded()))


@for_individuals
@require_safe
def mine(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    """The meetings of the committees where one sits: the next one first."""
    meetings = _open_to(school, individual)
    seats = Seat.objects.for_school(school).of(individual).sitting_on(localdate(clock.rounded()))
    words = {"school": school, "section": "committee", "seats": seats, "next": meetings.to_come().first()}
    return render(request, "committee/mine.html", words | {"past": meetings.took_place()})


@for_individuals
@require_safe
def my_meeting(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    """The agenda before, the minutes after; the draft once the mission shows it."""
    meeting = _open_to(school, individual).named(ident)
    shown = rules.may_be_read(meeting)
    words = {
        "school": school,
        "section": "committee",
        "meeting": meeting,
        "points": meeting.points.all().in_order(),
        "record": record.of(meeting) if shown else None,
        "minutes": record.approved(meeting),
    }
    return render(request, "committee/my_meeting.html", words)


@for_individuals
@require_safe
def my_paper(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    meeting = _open_to(school, individual).named(ident)
    rules.must_be_allowed_to_be_printed(meeting)
    return as_pdf(meeting, request.LANGUAGE_CODE)


@for_individuals
@require_safe
def my_calendar(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    return as_ics(_open_to(school, individual).named(ident))


@login_not_required
@same_for_everyone
@require_safe
def reviews(request: HttpRequest, school: str) -> HttpResponse:
    """The reviews that the school shows."""
    place = School.objects.addressed(school)
    found = Review.objects.for_school(place).published().latest_first()
    return render(request, "committee/reviews.html", {"school": place, "reviews": found})


@login_not_required
@same_for_everyone
@require_safe
def review(request: HttpRequest, school: str, plan: str, year: int) -> HttpResponse:
    """One of them, without the actions that are kept back."""
    place = School.objects.addressed(school)
    found = Review.objects.for_school(place).published().at(plan, year)
    lines = found.lines.all().published().in_order()
    return render(request, "committee/public_review.html", {"school": place, "review": found, "lines": lines})
