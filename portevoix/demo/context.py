"""What the pages of members tell visitors of the made-up school, so that they can sign in."""

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language

from portevoix.demo.accounts import (
    ACCOUNTS,
    OFFICER,
    PASSPHRASE,
    PASSWORD,
    RECEIPTS,
    SHEETS,
    STUDENT,
    TOTP_SECRET,
    TRUSTEES,
)
from portevoix.ground.population import acts, rules
from portevoix.ground.population.models import Individual


def guide(request: HttpRequest) -> dict[str, object]:
    """Accounts, the code of this half-minute, passphrase and receipts; never on the reporter's pages."""
    if not settings.DEMO:
        return {}
    if "/demo/entrer/" in request.path:
        return {"demo_guide": _way_in(request)}
    if not any(f"/{place}/" in request.path for place in ("compte", "cellule", "mission")):
        return {}
    known = {
        "accounts": ACCOUNTS,
        "officer": OFFICER,
        "password": PASSWORD,
        "code": totp.format_hotp_value(totp.hotp_value(TOTP_SECRET, int(time.time()) // app_settings.TOTP_PERIOD)),
        "passphrase": PASSPHRASE,
        "receipts": RECEIPTS.values(),
        "sheets": zip(TRUSTEES, SHEETS, strict=True),
    }
    return {"demo_guide": render_to_string("demo/guide.html", known)}


def _way_in(request: HttpRequest) -> str:
    """What the letter to the made-up student would hold."""
    lou = Individual.objects.select_related("school").at(STUDENT.email)
    if lou is None:
        return ""
    wanted = rules.destination(lou.school, request.GET.get("suite", ""))
    link = acts.make_link(lou.school, lou, wanted, get_language() or settings.LANGUAGE_CODE)
    address = reverse("population:link", args=[lou.school.slug, link.code])
    return render_to_string("demo/way_in.html", {"address": address, "student": STUDENT})
