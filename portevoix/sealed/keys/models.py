"""Vaults of members and the directory of a cell. The server can open none of it."""

from django.db import models

from portevoix.ground.people.models import Person
from portevoix.ground.schools.models import Cell
from portevoix.ground.web.models import public_id


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


class Way(models.Model):
    """One way into a vault: a passphrase or a printed recovery code."""

    class Kind(models.TextChoices):
        PASSPHRASE = "passphrase"
        RECOVERY = "recovery"

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    vault = models.ForeignKey(Vault, on_delete=models.CASCADE, related_name="ways")
    kind = models.CharField(max_length=12, choices=Kind)
    auth_hash = models.CharField(max_length=64)
    wrap = models.BinaryField()


class Directory(models.Model):
    """One signed version of who listens in a cell, with their keys. Never changed, only followed by the next."""

    cell = models.ForeignKey(Cell, on_delete=models.CASCADE, related_name="directories")
    version = models.PositiveIntegerField()
    text = models.TextField(help_text="signed as it stands")
    signatures = models.TextField(help_text="JSON list of {fpr, sig}")
    signed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "directories"
        constraints = [models.UniqueConstraint(fields=["cell", "version"], name="one_directory_a_version")]
