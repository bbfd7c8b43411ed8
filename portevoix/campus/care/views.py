"""The reading pages of a school, without an account."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from portevoix.campus.care.models import Service
from portevoix.ground.schools.models import School


@login_not_required
def welcome(request: HttpRequest, school: str) -> HttpResponse:
    place = get_object_or_404(School, slug=school)
    services = Service.objects.for_school(place).emergencies_first()
    return render(request, "care/welcome.html", {"school": place, "services": services})


@login_not_required
def limits(request: HttpRequest, school: str) -> HttpResponse:
    return render(request, "care/limits.html", {"school": get_object_or_404(School, slug=school)})


@login_not_required
def data(request: HttpRequest, school: str) -> HttpResponse:
    return render(request, "care/data.html", {"school": get_object_or_404(School, slug=school)})


@login_not_required
def accessibility(request: HttpRequest, school: str) -> HttpResponse:
    return render(request, "care/accessibility.html", {"school": get_object_or_404(School, slug=school)})
