"""A token bucket per address and per day, so that nobody can drown the house, and no address is ever written down.

A whole school may come from one address: capacities are for a lecture hall, not for a person. The address is that of
the connection: the server puts there what a trusted proxy says, and what a visitor may have written in
X-Forwarded-For is never read here.
"""

import hmac
import secrets
import time
from datetime import date
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone

from portevoix.ground.web.models import Bucket

_keys: dict[date, bytes] = {}

# One statement, so that two requests at once cannot both take the last token; when there is none, nothing is written.
# "abs" forgives a clock that went back.
TAKE = """
INSERT INTO web_bucket (key, tokens, filled_at, expires_at) VALUES (%(key)s, %(left)s, %(now)s, %(expires)s)
ON CONFLICT (key) DO UPDATE SET
  tokens = CASE WHEN web_bucket.tokens + abs(%(now)s - web_bucket.filled_at) * %(rate)s < %(capacity)s
           THEN web_bucket.tokens + abs(%(now)s - web_bucket.filled_at) * %(rate)s ELSE %(capacity)s END - %(cost)s,
  filled_at = %(now)s, expires_at = %(expires)s
WHERE web_bucket.tokens + abs(%(now)s - web_bucket.filled_at) * %(rate)s >= %(cost)s
"""


def take(key: str, *, capacity: float, per_second: float, cost: float = 1) -> bool:
    """Take a token, or `cost`, of the bucket `key`, which holds `capacity` (≥ `cost`) and gains `per_second`.

    False when there are not as many.
    """
    now = time.time()
    values: dict[str, str | float] = {
        "key": key,
        "left": capacity - cost,
        "cost": cost,
        "now": now,
        "rate": per_second,
        "capacity": capacity,
        "expires": now + capacity / per_second,
    }
    with connection.cursor() as cursor:
        cursor.execute(TAKE, values)
        return bool(cursor.rowcount)


def address_key(request: HttpRequest, purpose: str = "") -> str:
    """The bucket of an address today, for one purpose. It tells neither the address nor the key of another day."""
    whence = f"{purpose}\0{_network(str(request.META.get('REMOTE_ADDR', '')))}"
    return hmac.new(_key_of_the_day(), whence.encode(), sha256).hexdigest()


def forget() -> int:
    """Erase the buckets that are full again; how many. For the timetable."""
    return Bucket.objects.filter(expires_at__lt=time.time()).delete()[0]


def _key_of_the_day() -> bytes:
    """Random, and only in memory: with the database and every secret of the disk, one still cannot try addresses."""
    day = timezone.now().date()
    for other in _keys.keys() - {day}:
        _keys.pop(other, None)
    return _keys.setdefault(day, secrets.token_bytes(32))


def _network(address: str) -> str:
    """One line, one bucket: an IPv6 line has 2^64 addresses to hop between."""
    try:
        read = ip_address(address)
    except ValueError:
        return address
    if isinstance(read, IPv6Address):
        return str(read.ipv4_mapped) if read.ipv4_mapped else f"{int(read) >> 64:x}"
    return str(read)
