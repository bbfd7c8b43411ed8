"""What everyone reads of contests, and the page where someone of the school enters one."""

from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from portevoix.campus.contests import acts, forms, rules, watching
from portevoix.campus.contests.models import Contest
from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.ground.web import headers
from portevoix.ground.web.compression import same_for_everyone


@login_not_required
@same_for_everyone
@require_safe
def contests(request: HttpRequest, school: str) -> HttpResponse:
    place = School.objects.addressed(school)
    found = Contest.objects.for_school(place).published().latest_first()
    shown = {"school": place, "contests": [(one, one.is_open(datetime.now(UTC))) for one in found]}
    return render(request, "contests/contests.html", shown)


@login_not_required
@same_for_everyone
@require_safe
def contest(request: HttpRequest, school: str, slug: str) -> HttpResponse:
    place = School.objects.addressed(school)
    found = Contest.objects.for_school(place).published().addressed(slug)
    now = datetime.now(UTC)
    winners = found.entries.all().awarded().select_related("work") if found.announced else []
    shown = [(entry, entry.work is not None and entry.work.is_open(now)) for entry in winners]
    words = {"school": place, "contest": found, "is_open": found.is_open(now), "is_over": found.is_over(now)}
    return render(request, "contests/contest.html", words | {"winners": shown})


@for_individuals
@headers.watching
def enter(request: HttpRequest, school: School, individual: Individual, slug: str) -> HttpResponse:
    """One's own entry: what is said of it, its film, the agreements; and what is missing."""
    contest = watching.contest_at(school, slug)
    entry = contest.entries.all().of(individual).first()
    form = forms.Enter(request.POST or None, request.FILES or None, instance=watching.entry_of(contest, individual))
    if form.is_valid():
        words = {name: form.cleaned_data[name] for name in form.Meta.fields}
        if form.cleaned_data["words"]:
            words["captions"] = form.cleaned_data["words"]
        acts.enter(contest, individual, **words)
        return redirect("contests:enter", school.slug, slug)
    shown = {"school": school, "contest": contest, "entry": entry, "form": form}
    missing = rules.what_is_missing(entry, entry.consents.count()) if entry else []
    return render(
        request, "contests/enter.html", shown | {"is_open": contest.is_open(datetime.now(UTC)), "missing": missing}
    )


@for_individuals
@require_POST
def submit(request: HttpRequest, school: School, individual: Individual, slug: str) -> HttpResponse:
    acts.submit(watching.own_entry(school, individual, slug))
    return redirect("contests:enter", school.slug, slug)


@for_individuals
@require_POST
def take_back(request: HttpRequest, school: School, individual: Individual, slug: str) -> HttpResponse:
    acts.take_back(watching.own_entry(school, individual, slug))
    return redirect("contests:enter", school.slug, slug)


@for_individuals
@require_POST
def withdraw(request: HttpRequest, school: School, individual: Individual, slug: str) -> HttpResponse:
    acts.withdraw(watching.own_entry(school, individual, slug))
    return redirect("contests:enter", school.slug, slug)


@for_individuals
@require_POST
def agree(request: HttpRequest, school: School, individual: Individual, slug: str) -> HttpResponse:
    acts.agree_to_be_shown(watching.own_entry(school, individual, slug))
    return redirect("contests:enter", school.slug, slug)


@for_individuals
@require_POST
def take_consent_back(
    request: HttpRequest, school: School, individual: Individual, slug: str, ident: str
) -> HttpResponse:
    acts.take_consent_back(watching.own_entry(school, individual, slug).consents.all().named(ident))
    return redirect("contests:enter", school.slug, slug)


@for_individuals
@require_safe
def own_film(request: HttpRequest, school: School, individual: Individual, slug: str) -> HttpResponse:
    return watching.film(request, watching.own_entry(school, individual, slug))
