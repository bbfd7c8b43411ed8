"""Pages that are the same bytes for everyone: compressed once, as small as can be, and kept.

Only for those. A page that holds something of its visitor beside something secret can be read by its length.
"""

import gzip
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Final, TypeVar, cast

import brotli
from django.http import HttpRequest, HttpResponse

View = TypeVar("View", bound=Callable[..., HttpResponse])

# Brotli at its best takes longer than making the page does; it is done once.
WAYS: Final[dict[str, Callable[[bytes], bytes]]] = {
    "br": lambda content: brotli.compress(content, quality=11),
    "gzip": lambda content: gzip.compress(content, 9, mtime=0),
}


def same_for_everyone(view: View) -> View:
    """The view's pages depend on their address only, and leave compressed in a way the browser knows."""

    @wraps(view)
    def compressed(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = view(request, *args, **kwargs)
        way = best_way(request.headers.get("Accept-Encoding", ""))
        if way and response.status_code == 200:
            response.content = _compressed(way, response.content)
            response.headers["Content-Encoding"] = way
            response.headers["Content-Length"] = str(len(response.content))
        return response

    return cast(View, compressed)


def best_way(accepted: str) -> str | None:
    """The smallest that the browser knows; None when it knows neither."""
    named = (part.partition(";") for part in accepted.lower().split(","))
    known = {name.strip() for name, _, weight in named if weight.replace(" ", "") not in {"q=0", "q=0.0"}}
    return next((way for way in WAYS if way in known), None)


@lru_cache(maxsize=32)
def _compressed(way: str, content: bytes) -> bytes:
    return WAYS[way](content)
