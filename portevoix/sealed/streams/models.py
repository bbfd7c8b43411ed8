"""Streams of sealed items, the signed records that say who may read them, grants, and parts of files."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Length

from portevoix.ground.schools.models import Cell
from portevoix.ground.web.models import public_id


class StreamQuerySet(models.QuerySet["Stream"]):
    def of_case(self, case: str) -> Self:
        return self.filter(case=case)

    def named(self, ident: str) -> "Stream | None":
        return self.filter(ident=ident).first()

    def held(self) -> Self:
        """Nobody else changes them until the transaction ends."""
        return self.select_for_update()

    def all_named(self, idents: Iterable[str]) -> Self:
        return self.filter(ident__in=list(idents)).order_by("pk")

    def in_cell(self, cell: Cell) -> Self:
        return self.filter(cell=cell)

    def read_by(self, fpr: str) -> Self:
        return self.filter(readers__fpr=fpr)

    def with_access_of(self, fpr: str) -> Self:
        """With what `wire.access` gives this reader, however many there are."""
        return self.prefetch_related("records", models.Prefetch("grants", Grant.objects.to(fpr), to_attr="given"))


class Stream(models.Model):
    """One thread of a case. `case` is the testimony's identifier, 128 random bits made in the reporter's browser."""

    class Kind(models.TextChoices):
        PRIVATE = "private"
        CONVERSATION = "conversation"
        INTERNAL = "internal"
        SIDE = "side"

    ident = models.CharField(max_length=32, unique=True)
    case = models.CharField(max_length=32, db_index=True)
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    reporter = models.CharField(max_length=64, help_text="fingerprint of the reporter of the case")
    epoch = models.PositiveIntegerField(default=0)
    said = models.PositiveIntegerField(default=0, help_text="how many items")
    given: list["Grant"]

    objects = StreamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "kind"], condition=~models.Q(kind="side"), name="one_stream_of_each_kind"
            )
        ]


class Record(models.Model):
    """Who may read from now on, signed and chained."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="records")
    number = models.PositiveIntegerField()
    body = models.BinaryField()
    signature = models.BinaryField()
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["stream", "number"], name="one_record_a_number")]


class GrantQuerySet(models.QuerySet["Grant"]):
    def to(self, fpr: str) -> Self:
        return self.filter(recipient=fpr)


class Grant(models.Model):
    """The stream's key of one epoch, sealed for one reader."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="grants")
    record = models.ForeignKey(Record, on_delete=models.CASCADE, related_name="grants")
    epoch = models.PositiveIntegerField()
    recipient = models.CharField(max_length=64)
    granter = models.CharField(max_length=64)
    blob = models.BinaryField()

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "recipient"], name="one_grant_a_record"),
        ]
        indexes = [models.Index(fields=["stream", "recipient"], name="grants_of_a_reader")]


class Shelf(models.TextChoices):
    """Where one reader finds a stream: a column, so that a desk of 100 000 cases is read in the order of an index."""

    NEW = "new"
    MINE = "mine"
    OTHERS = "others"
    MINE_DONE = "mine_done"
    OTHERS_DONE = "others_done"
    ASIDE = "aside"


class ReaderQuerySet(models.QuerySet["Reader"]):
    def of(self, fpr: str) -> Self:
        return self.filter(fpr=fpr)

    def fprs(self) -> set[str]:
        return set(self.values_list("fpr", flat=True))

    def others_than(self, fpr: str) -> Self:
        return self.exclude(fpr=fpr)

    def on_the_shelf_of(self, fpr: str) -> Self:
        """Those that this reader looks after, or looked after until they were done."""
        return self.of(fpr).filter(shelf__in=[Shelf.MINE, Shelf.MINE_DONE])


class Reader(models.Model):
    """Someone the latest record lets read, and what they have not read yet."""

    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="readers")
    fpr = models.CharField(max_length=64)
    shelf = models.CharField(max_length=12, choices=Shelf, default=Shelf.NEW)
    unread = models.BooleanField(default=True)
    activity = models.DateTimeField(help_text="the latest item, rounded to the minute")

    objects = ReaderQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stream", "fpr"], name="one_reader_each")]
        indexes = [
            models.Index(fields=["fpr", "-unread", "-activity", "-id"], name="desk_order"),
            models.Index(fields=["fpr", "shelf", "-unread", "-activity", "-id"], name="shelf_order"),
        ]


class ItemQuerySet(models.QuerySet["Item"]):
    def by(self, fpr: str) -> Self:
        return self.filter(author=fpr)

    def hashed(self, hashes: Iterable[str]) -> Self:
        return self.filter(hash__in=list(hashes))

    def weight(self) -> int:
        """How many sealed bytes."""
        return self.aggregate(weight=models.Sum(Length("box")))["weight"] or 0


class Item(models.Model):
    """Something said, sealed. Its place (`header`) is bound into the seal."""

    ident = models.CharField(max_length=32, unique=True)
    stream = models.ForeignKey(Stream, on_delete=models.CASCADE, related_name="items")
    number = models.PositiveIntegerField(help_text="order of arrival in the stream")
    epoch = models.PositiveIntegerField()
    kind = models.CharField(max_length=12)
    author = models.CharField(max_length=64)
    author_seq = models.PositiveIntegerField()
    header = models.BinaryField()
    box = models.BinaryField()
    hash = models.CharField(max_length=64, db_index=True)
    received = models.DateTimeField(help_text="rounded to the minute")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["stream", "number"], name="one_item_a_number"),
            models.UniqueConstraint(fields=["stream", "author", "author_seq"], name="one_item_a_turn"),
        ]
        indexes = [models.Index(fields=["stream", "kind", "number"], name="items_of_a_kind")]


class SealedFileQuerySet(models.QuerySet["SealedFile"]):
    def of_case(self, case: str) -> Self:
        return self.filter(case=case)

    def claimed(self) -> Self:
        return self.filter(parts__isnull=False)

    def unclaimed_since(self, moment: datetime) -> Self:
        return self.filter(parts__isnull=True, begun__lt=moment)

    def named(self, ident: str) -> "SealedFile | None":
        return self.filter(ident=ident).first()

    def held(self) -> Self:
        """Nobody else changes them until the transaction ends."""
        return self.select_for_update()


class SealedFile(models.Model):
    """A file, sealed in the browser and sent in parts. Unclaimed ones are forgotten after a day."""

    ident = models.CharField(max_length=32, unique=True)
    case = models.CharField(max_length=32, db_index=True)
    upload_hash = models.CharField(max_length=64, help_text="SHA-256 of the secret that lets its sender go on")
    parts = models.PositiveIntegerField(null=True, help_text="how many there are, once claimed by who sent it")
    begun = models.DateTimeField(help_text="rounded to the minute")

    objects = SealedFileQuerySet.as_manager()


class PartQuerySet(models.QuerySet["Part"]):
    def of_case(self, case: str) -> Self:
        return self.filter(file__case=case)

    def numbered(self, number: int) -> "Part | None":
        return self.filter(number=number).first()

    def places(self) -> list[str]:
        """Where they are on disk."""
        return list(self.values_list("place", flat=True))


class Part(models.Model):
    """One part of a sealed file, on disk under `PORTEVOIX_DATA/parts`."""

    file = models.ForeignKey(SealedFile, on_delete=models.CASCADE, related_name="received")
    number = models.PositiveIntegerField()
    size = models.PositiveIntegerField(help_text="bytes")
    sha256 = models.CharField(max_length=64)
    place = models.CharField(max_length=32, unique=True, default=public_id, help_text="its name on disk")

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["file", "number"], name="one_part_a_number")]
