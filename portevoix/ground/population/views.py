"""How someone of the school comes in, and goes."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portevoix.ground.population import acts, entrance, oidc, places, rules, visits
from portevoix.ground.population.forms import ComeIn
from portevoix.ground.population.models import Individual, Link, SignOn, Visit
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.ground.web.origin import by_origin
from portevoix.ground.web.rules import Refused

AWAY = "__Secure-away" if settings.PRODUCTION else "away"
"""Holds, closed, what this browser must bring back from the school's own server."""


@login_not_required
@by_origin
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest, school: str) -> HttpResponse:
    """Type one's address. The answer is the same whether or not the school's lists know it."""
    place = School.objects.addressed(school)
    wanted = rules.destination(place, request.POST.get("suite") or request.GET.get("suite", ""))
    form = ComeIn(request.POST or None, initial={"suite": wanted})
    if not form.is_valid():
        shown = {"school": place, "form": form, "wanted": wanted, "sign_on": SignOn.objects.of(place)}
        return render(request, "population/sign_in.html", shown)
    entrance.must_not_hurry(request, "letter")
    if entrance.may_be_written_to(form.cleaned_data["email"]):
        acts.ask_for_link(place, form.cleaned_data["email"], wanted, get_language() or settings.LANGUAGE_CODE)
    return redirect("population:sent", school)


@login_not_required
@require_safe
def sent(request: HttpRequest, school: str) -> HttpResponse:
    return render(request, "population/sent.html", {"school": School.objects.addressed(school)})


@login_not_required
@never_cache
@by_origin
@require_http_methods(["GET", "HEAD", "POST"])
def link(request: HttpRequest, school: str, code: str) -> HttpResponse:
    """The link of the letter. Only the button opens the visit: programs that read letters follow links."""
    place = School.objects.addressed(school)
    try:
        if request.method != "POST":
            _link, individual = rules.must_be_allowed_to_use(Link.objects.with_code(code), place, acts.now())
            return render(request, "population/link.html", {"school": place, "individual": individual})
        used, token = acts.use_link(code, place)
    except Refused as refusal:
        return _not_in(request, place, refusal)
    acts.close_visit(visits.token_of(request))
    return visits.remember(HttpResponseRedirect(rules.destination(place, used.then)), place, token)


def _not_in(request: HttpRequest, school: School, refusal: Refused) -> HttpResponse:
    shown = {"school": school, "sentence": refusal.sentence}
    return render(request, "population/not_in.html", shown, status=refusal.status)


@login_not_required
@never_cache
@require_safe
def at_school(request: HttpRequest, school: str) -> HttpResponse:
    """Off to the school's own server, with what this browser must bring back."""
    place = School.objects.addressed(school)
    entrance.must_not_hurry(request, "away")
    attempt = oidc.Attempt.begun(school, rules.destination(place, request.GET.get("suite", "")))
    try:
        away = HttpResponseRedirect(oidc.way_to(rules.must_have_a_sign_on(place), attempt, back_to(place)))
    except (Refused, oidc.NotRecognised):
        return _not_in(request, place, Refused(_("The school’s own server does not answer at the moment."), status=404))
    away.set_cookie(
        AWAY,
        attempt.closed(),
        max_age=oidc.LASTS,
        path=_path(place),
        secure=settings.PRODUCTION,
        httponly=True,
        samesite="Lax",
    )
    return away


@login_not_required
@never_cache
@require_safe
def returned(request: HttpRequest, school: str) -> HttpResponse:
    """Back from the school's own server, which says who is there."""
    place = School.objects.addressed(school)
    entrance.must_not_hurry(request, "back")
    try:
        attempt = oidc.Attempt.opened(request.COOKIES.get(AWAY, ""))
        found = oidc.recognise(rules.must_have_a_sign_on(place), attempt, request.GET.dict(), back_to(place))
        token = acts.open_visit(rules.must_be_someone_of(place, found))
    except oidc.NotRecognised:
        return _not_in(request, place, Refused(_("The school’s own server did not let you in."), status=400))
    except Refused as refusal:
        return _not_in(request, place, refusal)
    response = visits.remember(HttpResponseRedirect(rules.destination(place, attempt.then)), place, token)
    response.delete_cookie(AWAY, path=_path(place), samesite="Lax")
    return response


def _path(school: School) -> str:
    with override("fr"):
        return reverse("population:returned", args=[school.slug])


def back_to(school: School) -> str:
    """The one address that the school's own server knows, in the first language of the house."""
    return settings.ORIGIN + _path(school)


@login_not_required
@by_origin
@require_POST
def sign_out(request: HttpRequest, school: str) -> HttpResponse:
    place = School.objects.addressed(school)
    acts.close_visit(visits.token_of(request))
    return visits.forget(HttpResponseRedirect(place.get_absolute_url()), place)


@for_individuals
@require_POST
def sign_out_everywhere(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    acts.close_all_visits(individual)
    return visits.forget(HttpResponseRedirect(school.get_absolute_url()), school)


@for_individuals
@require_safe
def me(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    """What the school's lists say of whoever has come in, and the devices they are signed in on."""
    opened = Visit.objects.of(individual).newest_first()
    shown = {"school": school, "individual": individual, "section": "me", "visits": opened}
    belongings = individual.belongings.select_related("group").order_by("group__kind", "group__name")
    this = Visit.objects.with_token(visits.token_of(request))
    more = {"belongings": belongings, "this_visit": this, "places": places.of(individual)}
    return render(request, "population/me.html", shown | more)
