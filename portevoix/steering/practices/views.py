"""What everyone reads: the sheets that the school gives, on a page and as feeds."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from portevoix.ground.schools.models import School
from portevoix.ground.web import headers
from portevoix.ground.web.compression import same_for_everyone
from portevoix.steering.practices import writing
from portevoix.steering.practices.models import Sheet


@login_not_required
@same_for_everyone
@require_safe
def all_(request: HttpRequest, school: str) -> HttpResponse:
    place = School.objects.addressed(school)
    sheets = Sheet.objects.for_school(place).shown()
    return render(request, "practices/all.html", {"school": place, "sheets": sheets})


@login_not_required
@same_for_everyone
@require_safe
def sheet(request: HttpRequest, school: str, slug: str) -> HttpResponse:
    """One sheet; one that was taken back says so, and no more."""
    place = School.objects.addressed(school)
    found = Sheet.objects.for_school(place).addressed(slug)
    shown = {"school": place, "sheet": found if found.is_shown else None}
    return render(request, "practices/sheet.html", shown, status=200 if found.is_shown else 410)


@login_not_required
@headers.keeps_etag
@same_for_everyone
@require_safe
def atom(request: HttpRequest, school: str) -> HttpResponse:
    given = writing.Given.by(School.objects.addressed(school))
    return _feed(request, writing.as_atom(given), writing.ATOM_TYPE)


@login_not_required
@headers.keeps_etag
@same_for_everyone
@require_safe
def json(request: HttpRequest, school: str) -> HttpResponse:
    given = writing.Given.by(School.objects.addressed(school))
    return _feed(request, writing.as_json(given), writing.JSON_TYPE)


def _feed(request: HttpRequest, data: bytes, kind: str) -> HttpResponse:
    """The feed, or « nothing new » for who has it already."""
    tag = writing.tag_of(data)
    answer = HttpResponse(data, content_type=kind, headers={"ETag": tag})
    found = get_conditional_response(request, etag=tag, response=answer)
    assert isinstance(found, HttpResponse)
    return found
