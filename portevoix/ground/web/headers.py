"""The headers of every answer: one constant set, and the few variants a view may declare.

Nothing here depends on the visitor. A view that needs more than the strict page says so with a decorator (`sealing`,
`member`, `viewer`), so that the whole of what is allowed can be read in this file.
"""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])
Policy = dict[str, str]

PAGE: Policy = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
# The reporter's pages: pictures and sound she chose or received, opened in the page.
SEALING: Policy = PAGE | {"img-src": "'self' blob:", "media-src": "blob:"}
# Members' pages: Argon2 is WebAssembly; opened files are shown in the viewer's frame.
MEMBER: Policy = SEALING | {"script-src": "'self' 'wasm-unsafe-eval'", "frame-src": "'self' blob:"}
# Pages where a film of the school is watched.
WATCHING: Policy = PAGE | {"media-src": "'self'"}
# The frame that shows a hostile file: an origin of its own, no network, nothing but what it is handed.
VIEWER: Policy = {
    "sandbox": "allow-scripts",
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "blob: data:",
    "media-src": "blob: data:",
    "form-action": "'none'",
    "frame-ancestors": "'self'",
    "base-uri": "'none'",
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}
# Stylesheets, scripts, pictures: opened on their own, they may do nothing.
STATIC: Policy = {"default-src": "'none'", "frame-ancestors": "'none'"}

CONSTANT = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    # Not "no-referrer": browsers would then send "Origin: null" with every form, and the CSRF check needs the origin.
    # Nothing is ever told to another site.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "Permissions-Policy": ", ".join(
        [
            *(
                f"{feature}=()"
                for feature in (
                    "accelerometer",
                    "browsing-topics",
                    "camera",
                    "display-capture",
                    "geolocation",
                    "gyroscope",
                    "magnetometer",
                    "microphone",
                    "payment",
                    "usb",
                    "xr-spatial-tracking",
                )
            ),
            "clipboard-write=(self)",
            "publickey-credentials-create=(self)",
            "publickey-credentials-get=(self)",
        ]
    ),
}
# A 360° film follows the head in a headset, and the hand that turns a phone.
FOLLOWING = CONSTANT["Permissions-Policy"]
for _feature in ("accelerometer", "gyroscope", "xr-spatial-tracking"):
    FOLLOWING = FOLLOWING.replace(f"{_feature}=()", f"{_feature}=(self)")
# What only a page obeys: a stylesheet, a script or a picture would carry it for nothing, each time.
OF_PAGES = {
    "Cross-Origin-Opener-Policy",
    "Origin-Agent-Cluster",
    "Permissions-Policy",
    "Referrer-Policy",
    "X-DNS-Prefetch-Control",
}
# The viewer's frame has an origin of its own: to it, even our own script comes from elsewhere.
FRAMED = "bundle/viewer."
HSTS = "max-age=63072000"
KEEP = "portevoix_policy"
FOLLOWS = "portevoix_follows"
TAGGED = "portevoix_tagged"


def written(policy: Policy) -> str:
    """A policy as the value of its header."""
    return "; ".join(f"{directive} {value}" for directive, value in policy.items())


def _declares(view: View, policy: Policy) -> View:
    @wraps(view)
    def declared(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        setattr(response, KEEP, policy)
        return response

    return cast(View, declared)


def sealing(view: View) -> View:
    """The view is a page where a reporter writes, or reads what was written."""
    return _declares(view, SEALING)


def member(view: View) -> View:
    """The view is a page where a member opens the vault or what it opens."""
    return _declares(view, MEMBER)


def viewer(view: View) -> View:
    """The view is the frame in which an opened file is shown."""
    return _declares(view, VIEWER)


def watching(view: View) -> View:
    """The view is a page where a film is watched."""
    return _declares(view, WATCHING)


def allow_headset(response: HttpResponse) -> HttpResponse:
    """The page may follow the head and the hand: a 360° film."""
    setattr(response, FOLLOWS, True)
    return response


def keeps_etag(view: View) -> View:
    """The view gives a file in parts: players compare its tag before they join two of them."""

    @wraps(view)
    def tagged(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        setattr(response, TAGGED, True)
        return response

    return cast(View, tagged)


class HeadersMiddleware:
    """Outermost: whatever answers, including errors and static files, leaves with these headers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        static = request.path.startswith(settings.STATIC_URL) and response.status_code < 400
        policy: Policy = STATIC if static else getattr(response, KEEP, PAGE)
        response.headers["Content-Security-Policy"] = written(policy)
        if not static:  # a browser that knows our policies asks `frame-ancestors`, which every file has
            response.headers["X-Frame-Options"] = "SAMEORIGIN" if policy is VIEWER else "DENY"
        for name, value in CONSTANT.items():
            if not (static and name in OF_PAGES):
                response.headers[name] = value
        if getattr(response, FOLLOWS, False):
            response.headers["Permissions-Policy"] = FOLLOWING
        if static and request.path.startswith(settings.STATIC_URL + FRAMED):
            response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        if settings.PRODUCTION:
            response.headers["Strict-Transport-Security"] = HSTS
        if not static:
            # Nothing is kept by anyone on the way, so "Vary" would only tell that a session was looked for.
            response.headers["Cache-Control"] = "no-store"
            for name in ("Vary", "Expires", "Last-Modified", "ETag"):
                if name != "ETag" or not getattr(response, TAGGED, False):
                    response.headers.pop(name, None)
        return response
