"""Vaults of members and the directory of a cell. The server can open none of it."""

import json
from collections.abc import Iterable
from functools import cache
from typing import Any, Self

from django.db import models

from portevoix.ground.people.models import Membership, Person
from portevoix.ground.schools.models import Cell
from portevoix.ground.web import rows
from portevoix.ground.web.models import public_id


class VaultQuerySet(models.QuerySet["Vault"]):
    def of(self, person: Person) -> "Vault | None":
        return self.filter(person=person).first()

    def held(self) -> Self:
        """Nobody else changes these until the transaction ends."""
        return self.select_for_update(of=("self",))

    def in_cell(self, cell: Cell) -> Self:
        """Vaults of those who have a seat in this cell now."""
        seats = Membership.objects.for_cell(cell).current()
        return self.filter(person__in=seats.values("person")).select_related("person")

    def among(self, fprs: Iterable[str]) -> Self:
        return self.filter(fpr__in=list(fprs))


class Vault(models.Model):
    """A member's seed, sealed under a key only their ways in give; and their public keys."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="vault")
    version = models.PositiveIntegerField(default=1)
    blob = models.BinaryField()
    xwing = models.BinaryField()
    ed25519 = models.BinaryField()
    fpr = models.CharField(max_length=64, unique=True)
    keyring = models.BinaryField(default=bytes)
    keyring_counter = models.PositiveBigIntegerField(default=0)
    created = models.DateTimeField(auto_now_add=True)

    objects = VaultQuerySet.as_manager()


class FormerQuerySet(models.QuerySet["Former"]):
    def among(self, fprs: Iterable[str]) -> Self:
        return self.filter(fpr__in=list(fprs))

    def in_cell(self, cell: Cell) -> Self:
        """Those of whoever has, or had, a seat in this cell."""
        return self.filter(person__in=Membership.objects.for_cell(cell).values("person"))

    def by_person(self) -> dict[int, list[str]]:
        """Former fingerprints of each, the oldest first."""
        found: dict[int, list[str]] = {}
        for person, fpr in self.order_by("pk").values_list("person", "fpr"):
            found.setdefault(person, []).append(fpr)
        return found


class Former(models.Model):
    """A fingerprint somebody had before they lost their vault. Whoever was put aside stays so under new keys."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="former_keys")
    fpr = models.CharField(max_length=64, unique=True)

    objects = FormerQuerySet.as_manager()


class WayQuerySet(models.QuerySet["Way"]):
    def named(self, ident: str) -> "Way | None":
        return self.filter(ident=ident).first()

    def like(self, kind: str) -> Self:
        return self.filter(kind=kind)


class Way(models.Model):
    """One way into a vault: a passphrase or a printed recovery code."""

    class Kind(models.TextChoices):
        PASSPHRASE = "passphrase"  # noqa: S105  a kind of way, not one
        RECOVERY = "recovery"

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="ways")
    kind = models.CharField(max_length=12, choices=Kind)
    auth_hash = models.CharField(max_length=64)
    wrap = models.BinaryField()

    objects = WayQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vault", "kind"], name="one_way_of_each_kind")]


class DirectoryQuerySet(models.QuerySet["Directory"]):
    def current(self, cell: Cell) -> "Directory | None":
        """The version in force, if anybody listens in this cell yet."""
        for row in rows.select(_in_force(), [cell.pk]):
            return rows.made(Directory, row)
        return None

    def version_of(self, cell: Cell) -> int:
        """The number of the version in force; 0 before the first."""
        return self.filter(cell=cell).aggregate(models.Max("version"))["version__max"] or 0

    def in_order(self, cell: Cell, after: int = 0) -> Self:
        """Every version from the first, or those after one that somebody has."""
        return self.filter(cell=cell, version__gt=after).order_by("version")


class Directory(models.Model):
    """One signed version of who listens in a cell, with their keys. Never changed, only followed by the next."""

    cell = models.ForeignKey(Cell, on_delete=models.CASCADE, related_name="directories")
    version = models.PositiveIntegerField()
    text = models.TextField(help_text="signed as it stands")
    signatures = models.TextField(help_text="JSON list of {fpr, sig}")
    signed_at = models.DateTimeField(auto_now_add=True)

    objects = DirectoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "directories"
        constraints = [models.UniqueConstraint(fields=["cell", "version"], name="one_directory_a_version")]

    def as_dict(self) -> dict[str, Any]:
        """As pages and interfaces give it."""
        return {"version": self.version, "text": self.text, "signatures": json.loads(self.signatures)}


@cache
def _in_force() -> str:
    """Asked at every deposit: written out, it costs a fifth of what Django takes to write it."""
    found = rows.columns(Directory, "directory")
    return (
        f"SELECT {found} FROM keys_directory directory "  # noqa: S608  only names of columns
        "WHERE directory.cell_id = %s ORDER BY directory.version DESC LIMIT 1"
    )
