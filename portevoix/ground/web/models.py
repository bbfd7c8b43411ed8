"""What the whole instance shares."""

import secrets
from functools import cache

from django.db import models


def public_id() -> str:
    """A public identifier: 128 random bits, as 32 hex characters."""
    return secrets.token_hex(16)


class Instance(models.Model):
    """This installation. Its identifier is bound into everything that is sealed here."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    created = models.DateTimeField(auto_now_add=True)

    @staticmethod
    def current_ident() -> str:
        return _current_ident()


@cache
def _current_ident() -> str:
    return Instance.objects.get().ident


class Bucket(models.Model):
    """A token bucket of the throttle. Of an address, `key` is an HMAC under a key of the day that is only in memory."""

    key = models.CharField(max_length=64, primary_key=True)
    tokens = models.FloatField()
    filled_at = models.FloatField(help_text="seconds since 1970")
    expires_at = models.FloatField(db_index=True)
