"""What the clock does here."""

from datetime import UTC, datetime

from portevoix.campus.library import acts, store
from portevoix.campus.library.models import File


def forget() -> None:
    """Files that nobody has claimed within a day, and what a crash left on the disk without a line for it."""
    before = datetime.now(UTC) - acts.FORGOTTEN_AFTER
    for file in File.objects.unclaimed().begun_before(before):
        acts.forget(file)
    known = set(File.objects.values_list("ident", flat=True))
    for ident in store.idents() - known:
        if store.is_old(ident, acts.FORGOTTEN_AFTER.total_seconds()):
            store.remove(ident)
