"""Lines of what was done, and the tree that commits to them."""

from django.db import models


class Batch(models.Model):
    """One day's leaves, shuffled and padded, and the checkpoint signed after them."""

    day = models.DateField(unique=True)
    size = models.PositiveBigIntegerField(help_text="leaves in the tree after this batch")
    root = models.CharField(max_length=64)
    checkpoint = models.TextField(help_text="C2SP tlog-checkpoint, signed note")


class Leaf(models.Model):
    """A leaf of the tree: a commitment, kept for ever."""

    index = models.PositiveBigIntegerField(primary_key=True)
    commitment = models.CharField(max_length=64, unique=True)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="leaves")


class Node(models.Model):
    """The hash of a full subtree: `level` 0 is a leaf hash."""

    level = models.PositiveSmallIntegerField()
    index = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="one_hash_each")]


class Line(models.Model):
    """One act: who, what, when. Salt and event may be erased; the commitment stays in the tree."""

    commitment = models.CharField(max_length=64, unique=True)
    salt = models.BinaryField(max_length=32)
    event = models.BinaryField(help_text="lp(type, day, fields…) of docs/formats.md")
    kind = models.CharField(max_length=40)
    actor = models.CharField(max_length=64, blank=True, help_text="fingerprint or identifier; empty for a reporter")
    subject = models.CharField(max_length=64, blank=True, db_index=True, help_text="the case or person it is about")
    cell = models.CharField(max_length=32, blank=True, db_index=True)
    minute = models.PositiveBigIntegerField(help_text="minutes since 1970")
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, null=True, related_name="lines")
