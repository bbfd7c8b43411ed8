"""What the pages of members tell visitors of the made-up school, so that they can sign in."""

import time

from allauth.mfa import app_settings
from allauth.mfa.totp.internal import auth as totp
from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string

from portevoix.demo.accounts import ACCOUNTS, PASSPHRASE, PASSWORD, RECEIPTS, TOTP_SECRET


def guide(request: HttpRequest) -> dict[str, object]:
    """Accounts, the code of this half-minute, passphrase and receipts; never on the reporter's pages."""
    if not settings.DEMO or not any(f"/{place}/" in request.path for place in ("compte", "cellule")):
        return {}
    known = {
        "accounts": ACCOUNTS,
        "password": PASSWORD,
        "code": totp.format_hotp_value(totp.hotp_value(TOTP_SECRET, int(time.time()) // app_settings.TOTP_PERIOD)),
        "passphrase": PASSPHRASE,
        "receipts": RECEIPTS.values(),
    }
    return {"demo_guide": render_to_string("demo/guide.html", known)}
