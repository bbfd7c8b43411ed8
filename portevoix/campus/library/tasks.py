"""What the clock does here."""

from datetime import UTC, datetime

from portevoix.campus.library import acts, store
from portevoix.campus.library.models import File


def forget() -> None:
    """Files that nothing holds: never claimed within a day, left by someone who was erased, or by a crash."""
    before = datetime.now(UTC) - acts.FORGOTTEN_AFTER
    for file in File.objects.begun_before(before).held_by_nothing():
        acts.forget(file)
    known = set(File.objects.values_list("ident", flat=True))
    for ident in store.idents() - known:
        if store.is_old(ident, acts.FORGOTTEN_AFTER.total_seconds()):
            store.remove(ident)
