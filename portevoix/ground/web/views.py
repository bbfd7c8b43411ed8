"""Pages that belong to no room: the list of schools, the quick exit, errors."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


@login_not_required
def schools(request: HttpRequest) -> HttpResponse:
    return render(request, "web/schools.html")


@login_not_required
def leave(request: HttpRequest) -> HttpResponse:
    return HttpResponse(status=303, headers={"Location": settings.NEUTRAL_SITE, "Clear-Site-Data": '"cache", "storage"'})


@login_not_required
def exit_page(request: HttpRequest) -> HttpResponse:
    return render(request, "web/exit.html")
