"""What the clock does here."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from portevoix.sealed.streams import acts

KEPT_UNCLAIMED: Final = timedelta(hours=24)


def forget() -> None:
    """Forget files that no testimony has claimed after a day, and what a crash left on the disk."""
    acts.forget_unclaimed(timezone.now() - KEPT_UNCLAIMED)
    acts.sweep(KEPT_UNCLAIMED.total_seconds())
