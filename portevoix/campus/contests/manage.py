"""The pages where the mission calls a contest, seats its jury, and makes its prizes known."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portevoix.campus.contests import acts, forms, ranking, rules, watching
from portevoix.campus.contests.models import Contest
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.sending import sent
from portevoix.ground.web import headers
from portevoix.ground.web.rules import Refused, is_done


@for_the_mission
@require_safe
def contests(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    found = Contest.objects.for_school(school).latest_first()
    return render(request, "contests/manage.html", _words(school) | {"contests": found})


@for_the_mission
def new(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    form = forms.Call(request.POST or None)
    if form.is_valid():
        contest = acts.call(school, office, **form.cleaned_data)
        return redirect("contests:edit", school.slug, contest.slug)
    return render(request, "contests/new.html", _words(school) | {"form": form})


@for_the_mission
def contest(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """The call, the jury, the entries in the order of the jury, the prizes."""
    found = Contest.objects.for_school(school).addressed(slug)
    form = _call(found, request.POST or None)
    called = Contest.objects.for_school(school).addressed(slug)
    if is_done(form, lambda said: acts.describe(called, office, **said), "criteria"):
        return redirect("contests:edit", school.slug, slug)
    return _page(request, school, Contest.objects.for_school(school).addressed(slug), {"form": form})


def _call(contest: Contest, data: Any) -> forms.Call:
    initial = {"criteria": forms.Call.written(list(contest.criteria.all()))}
    return forms.Call(data, instance=contest, initial=initial)


def _page(request: HttpRequest, school: School, contest: Contest, more: dict[str, Any]) -> HttpResponse:
    words = {
        "contest": contest,
        "form": _call(contest, None),
        "seat_form": forms.Seat(),
        "invite_form": forms.Invite(),
        "places": ranking.of(contest),
        "jury": contest.jury.all().order_by("name"),
    }
    return render(request, "contests/edit.html", _words(school) | words | more)


@for_the_mission
@require_safe
def export(request: HttpRequest, school: School, office: Office, slug: str, kind: str) -> HttpResponse:
    """The order of the jury, as a file."""
    found = Contest.objects.for_school(school).addressed(slug)
    header = [_("Title"), _("Authors"), _("Mean out of 20"), _("Judged by"), _("Stood aside"), _("Prize")]
    return sent(f"{_('contest')}-{slug}", header, ranking.lines(found), kind)


@for_the_mission
@require_POST
def seat(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """Someone of the school joins the jury."""
    found = Contest.objects.for_school(school).addressed(slug)
    form = forms.Seat(request.POST)
    if is_done(form, lambda said: acts.seat(found, _someone_at(school, said["email"]), office), "email"):
        return redirect("contests:edit", school.slug, slug)
    return _page(request, school, found, {"seat_form": form})


def _someone_at(school: School, email: str) -> Individual:
    individual = Individual.objects.for_school(school).present().at(email)
    if individual is None:
        raise Refused(_("Nobody on the school’s lists has this address."), code="unknown", status=404)
    return individual


@for_the_mission
@require_POST
def invite(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    """Someone from outside joins the jury: their link is shown, once."""
    found = Contest.objects.for_school(school).addressed(slug)
    form = forms.Invite(request.POST)
    more: dict[str, Any] = {"invite_form": form}
    if form.is_valid():
        juror, token = acts.invite(found, form.cleaned_data["name"], office)
        link = request.build_absolute_uri(reverse("contests:link_entries", args=[school.slug, token]))
        more = {"invited": juror, "link": link}
    return _page(request, school, found, more)


@for_the_mission
@require_POST
def unseat(request: HttpRequest, school: School, office: Office, slug: str, ident: str) -> HttpResponse:
    found = Contest.objects.for_school(school).addressed(slug)
    acts.unseat(found.jury.all().named(ident), office)
    return redirect("contests:edit", school.slug, slug)


@for_the_mission
@require_POST
def announce(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    acts.announce(Contest.objects.for_school(school).addressed(slug), office)
    return redirect("contests:edit", school.slug, slug)


@for_the_mission
@headers.watching
def entry(request: HttpRequest, school: School, office: Office, slug: str, ident: str) -> HttpResponse:
    """One entry: the film, the agreements, the prize."""
    contest = Contest.objects.for_school(school).addressed(slug)
    found = contest.entries.all().submitted().named(ident)
    form = forms.Award(request.POST or None, initial={"prize": found.award, "rank": found.rank or 1})
    if form.is_valid():
        acts.award(found, form.cleaned_data["prize"], form.cleaned_data["rank"], office)
        return redirect("contests:edit", school.slug, slug)
    words = {"contest": contest, "entry": found, "form": form, "may_be_shown": rules.may_be_shown(found)}
    return render(request, "contests/entry.html", _words(school) | words)


@for_the_mission
@require_POST
def show(request: HttpRequest, school: School, office: Office, slug: str, ident: str) -> HttpResponse:
    """Put an entry into the library, then look at its sheet there."""
    contest = Contest.objects.for_school(school).addressed(slug)
    work = acts.show(contest.entries.all().submitted().named(ident), office)
    return redirect("library:edit", school.slug, work.slug)


@for_the_mission
@require_safe
def film(request: HttpRequest, school: School, office: Office, slug: str, ident: str) -> HttpResponse:
    contest = Contest.objects.for_school(school).addressed(slug)
    return watching.film(request, contest.entries.all().submitted().named(ident))


@for_the_mission
@require_safe
def paper(request: HttpRequest, school: School, office: Office, slug: str, ident: str, consent: str) -> HttpResponse:
    contest = Contest.objects.for_school(school).addressed(slug)
    return watching.paper(request, contest.entries.all().submitted().named(ident).consents.all().named(consent))


def _words(school: School) -> dict[str, Any]:
    return {"school": school, "section": "contests"}
