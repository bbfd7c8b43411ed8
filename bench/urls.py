"""The product's addresses, and the empty page."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import path

from portevoix import urls
from portevoix.urls import handler400, handler403, handler404, handler500

__all__ = ["handler400", "handler403", "handler404", "handler500"]


@login_not_required
def empty(request: HttpRequest) -> HttpResponse:
    """Nothing, through every middleware."""
    return HttpResponse()


urlpatterns = [path("empty/", empty), *urls.urlpatterns]
