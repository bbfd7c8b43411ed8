"""Lines of what was done, and the tree that commits to them."""

from datetime import UTC, date, datetime, timedelta

from django.db import models

from portevoix.ground.web import clock

MINUTES_A_DAY = 24 * 60


def minute_of(day: date) -> int:
    """The first minute of a day (UTC), since 1970."""
    return (day - date(1970, 1, 1)).days * MINUTES_A_DAY


def day_of(minute: int) -> date:
    """The day (UTC) of a minute since 1970."""
    return date(1970, 1, 1) + timedelta(minutes=minute)


class BatchQuerySet(models.QuerySet["Batch"]):
    def in_order(self) -> "BatchQuerySet":
        return self.order_by("size")

    def newest(self) -> "Batch | None":
        return self.order_by("size").last()


class Batch(models.Model):
    """One day's leaves, shuffled and padded, and the checkpoint signed after them."""

    day = models.DateField(unique=True)
    size = models.PositiveBigIntegerField(unique=True, help_text="leaves in the tree after this batch")
    root = models.CharField(max_length=64)
    checkpoint = models.TextField(help_text="C2SP tlog-checkpoint, signed note")

    objects = BatchQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.day}, {self.size}"


class Leaf(models.Model):
    """A leaf of the tree: a commitment, kept for ever."""

    index = models.PositiveBigIntegerField(primary_key=True)
    commitment = models.CharField(max_length=64, unique=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="leaves")

    def __str__(self) -> str:
        return f"{self.index}"


class Node(models.Model):
    """The hash of a full subtree: `level` 0 is a leaf hash."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="one_hash_each")]

    def __str__(self) -> str:
        return f"{self.level}/{self.index}"


class LineQuerySet(models.QuerySet["Line"]):
    def for_cell(self, ident: str) -> "LineQuerySet":
        return self.filter(cell=ident)

    def about(self, subject: str) -> "LineQuerySet":
        return self.filter(subject=subject)

    def of_the_day(self, kind: str, *, actor: str, subject: str) -> "LineQuerySet":
        """What this actor did today (UTC) to this subject, of one kind."""
        today = minute_of(day_of(clock.minute()))
        return self.filter(subject=subject, actor=actor, kind=kind, minute__gte=today)

    def until(self, day: date) -> "LineQuerySet":
        """Up to the end of that day."""
        return self.filter(minute__lt=minute_of(day) + MINUTES_A_DAY)

    def waiting(self) -> "LineQuerySet":
        """Promised, not yet under a checkpoint."""
        return self.filter(batch=None)

    def legible(self) -> "LineQuerySet":
        """Whose event has not been erased."""
        return self.exclude(event=b"")

    def newest_first(self) -> "LineQuerySet":
        return self.order_by("-pk")


class Line(models.Model):
    """One act: who, what, when. Salt and event may be erased; the commitment stays in the tree."""

    commitment = models.CharField(max_length=64, unique=True)
    salt = models.BinaryField(max_length=32)
    event = models.BinaryField(help_text="lp(type, day, fields…) of docs/formats.md")
    kind = models.CharField(max_length=40)
    actor = models.CharField(max_length=64, blank=True, help_text="fingerprint or identifier; empty for a reporter")
    subject = models.CharField(max_length=64, blank=True, db_index=True, help_text="the case or person it is about")
    cell = models.CharField(max_length=32, blank=True)
    minute = models.PositiveBigIntegerField(help_text="minutes since 1970")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="lines")

    objects = LineQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["cell", "-id"], name="lines_of_a_cell")]

    def __str__(self) -> str:
        return f"{self.kind} {self.commitment[:8]}"

    @property
    def at(self) -> datetime:
        """When, to the minute."""
        return datetime.fromtimestamp(self.minute * 60, UTC)
