"""The time as this house keeps it: whole minutes, so that a stored time says little about who was online when."""

import time
from datetime import datetime

from django.utils import timezone


def minute() -> int:
    """Whole minutes since 1970 (UTC)."""
    return int(time.time()) // 60


def rounded() -> datetime:
    """Now, rounded down to the minute, with its time zone."""
    return timezone.now().replace(second=0, microsecond=0)
