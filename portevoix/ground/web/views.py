"""Pages that belong to no room: the quick exit, and what is said when something goes wrong."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods


@login_not_required
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    """Off to the neutral site, leaving as little as possible in the browser.

    Not "cookies": browsers would clear those of the school's whole domain, and sign the person out of everything else.
    Only for our own pages: another site must not be able to sign a member out by showing a picture from here.
    """
    response = HttpResponse(status=303, headers={"Location": settings.NEUTRAL_SITE})
    if request.headers.get("Sec-Fetch-Site", "none") in {"same-origin", "none"}:
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
        for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "messages"):
            response.delete_cookie(name, samesite="Strict")
            response.cookies[name]["secure"] = settings.PRODUCTION or ""
    return response


@login_not_required
def exit_page(request: HttpRequest) -> HttpResponse:
    return render(request, "web/exit.html")


@login_not_required
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/bad_request.html", status=400)


@login_not_required
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/refused.html", status=403)


@login_not_required
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "web/not_found.html", status=404)


@login_not_required
def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form was too old, or came from another site. What was typed is still in the previous page."""
    return render(request, "web/stale_form.html", status=403)


@login_not_required
def broken(request: HttpRequest) -> HttpResponse:
    """Something failed here. The page is fixed text: it asks nothing of what may be broken."""
    return HttpResponse(render_to_string("web/broken.html"), status=500)
