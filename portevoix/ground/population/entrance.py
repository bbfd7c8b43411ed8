"""How many letters may be asked for: enough for a lecture hall behind one address, too few to fill a letter box."""

from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from portevoix.ground.web import throttle
from portevoix.ground.web.rules import TooMany

AT_ONCE = 600
"""How many come in from one network before they are slowed to one a second."""


def must_not_hurry(request: HttpRequest, way: str) -> None:
    """Each way in (a letter asked for, off to the school's server, back from it) is counted apart. Raises TooMany."""
    if not throttle.take(_bucket(way, throttle.address_key(request)), capacity=AT_ONCE, per_second=1):
        raise TooMany


def may_be_written_to(email: str) -> bool:
    """Three letters to one address, then one every ten minutes, whoever asks and whether or not anyone has it."""
    return throttle.take(_bucket("to", email.strip().lower()), capacity=3, per_second=1 / 600)


def _bucket(*parts: str) -> str:
    return salted_hmac("portevoix way in", "\0".join(parts), algorithm="sha256").hexdigest()
