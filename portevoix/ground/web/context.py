"""What every template may use."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language


def page(request: HttpRequest) -> dict[str, object]:
    """The neutral site, whether this is a demonstration, and the same page in the other language.

    Only the path of the request is used: public pages are the same bytes for every visitor.
    """
    return {
        "neutral_site": settings.NEUTRAL_SITE,
        "demo": settings.DEMO,
        "other_language": _other_language(request.path),
    }


def _other_language(path: str) -> dict[str, str]:
    if get_language() == "en":
        return {"code": "fr", "name": "Français", "path": "/" + path.removeprefix("/en").lstrip("/")}
    return {"code": "en", "name": "English", "path": "/en/" + path.lstrip("/")}
