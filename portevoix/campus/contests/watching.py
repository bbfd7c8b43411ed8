"""An entry, its film and its papers, for whoever may see them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from portevoix.campus.contests.models import Consent, Contest, Entry
from portevoix.campus.library import ranges
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused


def contest_at(school: School, slug: str) -> Contest:
    """A call that everyone may read. Raises Http404."""
    return Contest.objects.for_school(school).published().addressed(slug)


def entry_of(contest: Contest, individual: Individual) -> Entry | None:
    """Somebody's entry, read anew: a form changes what it is given."""
    return contest.entries.all().of(individual).first()


def own_entry(school: School, individual: Individual, slug: str) -> Entry:
    """Somebody's entry. Refuses when they have none."""
    entry = entry_of(contest_at(school, slug), individual)
    if entry is None:
        raise Refused(_("You have not entered this contest."), code="no_entry", status=404)
    return entry


def film(request: HttpRequest, entry: Entry) -> HttpResponse:
    """Raises Http404 while there is none."""
    if entry.film is None:
        raise Http404
    return ranges.answer(request, entry.film, "film", inline=True)


def captions(entry: Entry) -> HttpResponse:
    """Raises Http404 while there are none."""
    if not entry.captions:
        raise Http404
    return HttpResponse(entry.captions, content_type="text/vtt; charset=utf-8")


def paper(request: HttpRequest, consent: Consent) -> HttpResponse:
    """A signed agreement: taken away, never opened in the page."""
    return ranges.answer(request, consent.file, "accord", inline=False)
