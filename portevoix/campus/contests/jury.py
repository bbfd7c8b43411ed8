"""The jury's pages: for someone of the school, signed in; for someone from outside, at the address of their link."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from portevoix.campus.contests import acts, forms, rules, watching
from portevoix.campus.contests.models import Contest, Entry, Juror, Score
from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.ground.web import headers
from portevoix.ground.web.origin import by_origin


class Seat:
    """A juror, and where their pages are."""

    def __init__(self, juror: Juror, token: str = "") -> None:
        self.juror, self.token = juror, token

    def address(self, page: str, **words: str) -> str:
        """Of a page of theirs."""
        school, slug = self.juror.contest.school.slug, self.juror.contest.slug
        if self.token:
            return reverse(f"contests:link_{page}", kwargs={"school": school, "token": self.token, **words})
        return reverse(f"contests:jury_{page}", kwargs={"school": school, "slug": slug, **words})


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view(request, seat, …)` for whoever holds the link."""

    @login_not_required
    @by_origin
    @wraps(view)
    def guarded(request: HttpRequest, school: str, token: str, **words: Any) -> HttpResponse:
        place = School.objects.addressed(school)
        juror = Juror.objects.by_link(token)
        if juror.contest.school_id != place.pk:
            raise Http404
        return view(request, Seat(juror, token), **words)

    return guarded


def signed_in(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """`view(request, seat, …)` for someone of the school who is in the jury."""

    @for_individuals
    @wraps(view)
    def guarded(request: HttpRequest, school: School, individual: Individual, slug: str, **words: Any) -> HttpResponse:
        contest = Contest.objects.for_school(school).addressed(slug)
        return view(request, Seat(contest.jury.all().who_is(individual)), **words)

    return guarded


def _entry(seat: Seat, ident: str) -> Entry:
    """An entry the jury sees: submitted, once the contest is closed; never one's own. Raises Http404."""
    entry = seat.juror.contest.entries.all().submitted().named(ident)
    if not seat.juror.contest.is_over(datetime.now(UTC)):
        raise Http404
    return entry


@require_safe
def entries(request: HttpRequest, seat: Seat) -> HttpResponse:
    juror, contest = seat.juror, seat.juror.contest
    over = contest.is_over(datetime.now(UTC))
    found = contest.entries.all().submitted() if over else []
    lines = [
        {
            "entry": entry,
            "address": seat.address("entry", ident=entry.ident),
            "aside": acts.stands_aside(juror, entry),
            "judged": bool(Score.objects.given(juror, entry)),
        }
        for entry in found
    ]
    return render(request, "contests/jury.html", _words(seat) | {"lines": lines, "over": over})


@headers.watching
def entry(request: HttpRequest, seat: Seat, ident: str) -> HttpResponse:
    """Watch it, then give points; or stand aside."""
    found, juror = _entry(seat, ident), seat.juror
    given = Score.objects.given(juror, found)
    form = forms.Points(request.POST or None, criteria=list(juror.contest.criteria.all()), given=given)
    if form.is_valid():
        acts.judge(juror, found, form.points())
        return redirect(seat.address("entries"))
    aside = acts.stands_aside(juror, found)
    words = {"entry": found, "form": form, "aside": aside, "film": seat.address("film", ident=ident)}
    words["captions"] = seat.address("captions", ident=ident)
    words["may_judge"] = rules.may_judge(juror.contest, found, datetime.now(UTC), in_conflict=aside)
    words["stand_aside"] = seat.address("aside", ident=ident)
    return render(request, "contests/judge.html", _words(seat) | words)


@require_POST
def aside(request: HttpRequest, seat: Seat, ident: str) -> HttpResponse:
    acts.stand_aside(seat.juror, _entry(seat, ident))
    return redirect(seat.address("entries"))


@require_safe
def film(request: HttpRequest, seat: Seat, ident: str) -> HttpResponse:
    return watching.film(request, _entry(seat, ident))


@require_safe
def captions(request: HttpRequest, seat: Seat, ident: str) -> HttpResponse:
    return watching.captions(_entry(seat, ident))


def _words(seat: Seat) -> dict[str, Any]:
    base = "web/campus.html" if seat.token else "web/personal.html"
    contest = seat.juror.contest
    back = seat.address("entries")
    return {"base": base, "school": contest.school, "contest": contest, "juror": seat.juror, "back": back}


PAGES: dict[str, Callable[..., HttpResponse]] = {
    "entries": entries,
    "entry": entry,
    "aside": aside,
    "film": film,
    "captions": captions,
}
"""Each page, by its name; `urls` makes two addresses of it."""
