"""How many letters may be asked for: enough for a lecture hall behind one address, too few to fill a letter box."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from portevoix.ground.web import throttle
from portevoix.ground.web.rules import TooMany


def must_not_hurry(request: HttpRequest) -> None:
    """Four hundred at once from one network, then one every two seconds. Raises TooMany."""
    if not throttle.take(_bucket("from", throttle.address_key(request)), capacity=400, per_second=1 / 2):
        raise TooMany


def may_be_written_to(email: str) -> bool:
    """Three letters to one address, then one every ten minutes, whoever asks and whether or not anyone has it."""
    return throttle.take(_bucket("to", email.strip().lower()), capacity=3, per_second=1 / 600)


def _bucket(*parts: str) -> str:
    return salted_hmac("portevoix way in", "\0".join(parts), algorithm="sha256").hexdigest()
