"""The reading pages of a school: without an account, without JavaScript, the same for everyone."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portevoix.campus.care.models import Service
from portevoix.ground.schools.models import School
from portevoix.ground.web.compression import same_for_everyone


@login_not_required
@same_for_everyone
@require_safe
def welcome(request: HttpRequest, school: str) -> HttpResponse:
    place = School.objects.addressed(school)
    services = Service.objects.for_school(place)
    shown = {"emergencies": services.emergencies(), "services": services.lines_and_places()}
    return render(request, "care/welcome.html", {"school": place, **shown})


@login_not_required
@same_for_everyone
@require_safe
def limits(request: HttpRequest, school: str) -> HttpResponse:
    return render(request, "care/limits.html", {"school": School.objects.addressed(school)})


@login_not_required
@same_for_everyone
@require_safe
def data(request: HttpRequest, school: str) -> HttpResponse:
    return render(request, "care/data.html", {"school": School.objects.addressed(school)})


@login_not_required
@same_for_everyone
@require_safe
def accessibility(request: HttpRequest, school: str) -> HttpResponse:
    return render(request, "care/accessibility.html", {"school": School.objects.addressed(school)})
