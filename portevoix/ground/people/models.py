"""Accounts of those who work in the house, and what they are in a cell."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.ground.schools.models import Cell
from portevoix.ground.web.models import public_id


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save()
        return person


class Person(AbstractBaseUser):
    """An account. The name and function are what reporters see before they write."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    joined = models.DateTimeField(auto_now_add=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    def for_cell(self, cell: Cell) -> "MembershipQuerySet":
        return self.filter(cell=cell)

    def current(self) -> "MembershipQuerySet":
        return self.filter(left__isnull=True)

    def leads(self) -> "MembershipQuerySet":
        return self.filter(role=Membership.Role.LEAD)


class Membership(models.Model):
    """A person in a cell, as a listener or as its lead."""

    class Role(models.TextChoices):
        LISTENER = "listener", _("Listener")
        LEAD = "lead", _("Lead")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    cell = models.ForeignKey(Cell, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    since = models.DateTimeField(auto_now_add=True)
    left = models.DateTimeField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "cell"], condition=models.Q(left=None), name="one_seat_each"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.cell}"


class Invitation(models.Model):
    """An address a lead wrote to, until the person has made an account. The code itself is only in the e-mail."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    cell = models.ForeignKey(Cell, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=10, choices=Membership.Role)
    code_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.email
