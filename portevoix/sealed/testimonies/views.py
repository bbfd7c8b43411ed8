"""Pages of the reporter. `compose` and `comeback` are the same bytes for every visitor of a school and language."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_safe

from portevoix.campus.care.models import Service
from portevoix.ground.schools.models import School
from portevoix.ground.seal.fields import b64
from portevoix.ground.seal.files import PART
from portevoix.ground.trail import log
from portevoix.ground.web import headers
from portevoix.ground.web.models import Instance
from portevoix.sealed.keys import chain
from portevoix.sealed.streams import parts

LIMITS = {
    "part": PART,
    "file": parts.LARGEST_FILE,
    "files": 20,
    "text": 50_000,
    "answer": 4_000,
}
"""What the pages tell people before they try: bytes of a part and of a file, how many files, characters of texts."""


def sealing(school: School) -> dict[str, Any]:
    """What a browser needs to seal for this school: embedded in the page, the same for everyone."""
    return {
        "inst": Instance.current_ident(),
        "school": school.slug,
        "cell": school.cell.ident,
        "answer_days": school.answer_days,
        "log": b64(log.public_key()),
        "directories": chain.versions(school.cell),
        "limits": LIMITS,
    }


def page_of(request: HttpRequest, slug: str, template: str) -> HttpResponse:
    school = School.objects.addressed(slug)
    services = Service.objects.for_school(school).emergencies_first()
    return render(request, template, {"school": school, "services": services, "sealing": sealing(school)})


@login_not_required
@headers.sealing
@gzip_page
@require_safe
def compose(request: HttpRequest, school: str) -> HttpResponse:
    return page_of(request, school, "testimonies/compose.html")


@login_not_required
@headers.sealing
@gzip_page
@require_safe
def comeback(request: HttpRequest, school: str) -> HttpResponse:
    return page_of(request, school, "testimonies/return.html")


@login_not_required
def plain(request: HttpRequest, school: str) -> HttpResponse:
    raise Http404


@login_not_required
def plain_back(request: HttpRequest, school: str) -> HttpResponse:
    raise Http404
