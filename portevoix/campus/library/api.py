"""Where the files of a work come in, in parts."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from portevoix.campus.library import acts, receiving
from portevoix.campus.library.models import File, Work
from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused

USES = {"file", "cover"}


def _use(request: HttpRequest) -> str:
    use = request.GET.get("pour", "")
    if use not in USES:
        raise Refused(_("This file was not announced as it should be."), code="shape", status=422)
    return use


@for_the_mission
@require_POST
@receiving.in_json
def begin(request: HttpRequest, school: School, office: Office, slug: str) -> HttpResponse:
    work = Work.objects.for_school(school).addressed(slug)
    wanted: set[File.Kind] = acts.wanted_for(work, _use(request))
    return receiving.begin(school, office.ident, receiving.announced(request), wanted)


@for_the_mission
@require_http_methods(["PUT"])
@receiving.in_json
def go_on(request: HttpRequest, school: School, office: Office, slug: str, file: str, offset: int) -> HttpResponse:
    work = Work.objects.for_school(school).addressed(slug)
    return receiving.go_on(request, school, office.ident, file, offset, acts.wanted_for(work, _use(request)))


@for_the_mission
@require_POST
@receiving.in_json
def finish(request: HttpRequest, school: School, office: Office, slug: str, file: str) -> HttpResponse:
    """The file is whole: it becomes the work's."""
    work = Work.objects.for_school(school).addressed(slug)
    use = _use(request)
    whole = receiving.finish(school, office.ident, file, acts.wanted_for(work, use))
    acts.put(work, use, whole, office)
    return JsonResponse({"next": reverse("library:edit", args=[school.slug, slug])})
