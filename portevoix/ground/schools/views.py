"""The door of the instance: which schools it serves."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from portevoix.ground.schools.models import School


@login_not_required
@require_safe
def schools(request: HttpRequest) -> HttpResponse:
    return render(request, "schools/list.html", {"schools": School.objects.order_by("name")})
