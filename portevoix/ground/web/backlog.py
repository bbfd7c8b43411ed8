"""Background tasks that a killed worker left behind, and those that are done."""

from datetime import datetime, timedelta

from django_tasks.base import TaskResultStatus
from django_tasks_db.models import DBTaskResult

LONGEST = timedelta(minutes=10)
"""No task of the house lasts as long: one that seems to has lost its worker."""
KEPT = timedelta(days=1)


def reclaim(now: datetime) -> int:
    """Have the tasks of a worker that died done by another; how many."""
    lost = DBTaskResult.objects.running().filter(started_at__lt=now - LONGEST)
    return lost.update(status=TaskResultStatus.READY, started_at=None)


def forget_done(now: datetime) -> int:
    """Erase what was done, well or badly, a day ago: who was written to and when is nobody's business; how many."""
    return DBTaskResult.objects.finished().filter(finished_at__lt=now - KEPT).delete()[0]
