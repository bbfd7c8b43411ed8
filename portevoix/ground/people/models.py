"""Accounts of those who work in the house, what they are in a cell, and their open sessions."""

import hashlib
import hmac
from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.ground.schools.models import Cell, School
from portevoix.ground.web.models import public_id


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        person = self.model(email=as_written_once(email), **fields)
        person.set_password(password)
        person.save()
        return person

    def at(self, email: str) -> "Person | None":
        """Whoever has this address, however it is capitalised."""
        return self.filter(email=as_written_once(email)).first()

    def active(self, ident: str) -> "Person | None":
        """Somebody who may sign in, by their identifier."""
        return self.filter(ident=ident, is_active=True).first()


def as_written_once(email: str) -> str:
    """The one way an address is kept: without spaces around it, in lower case."""
    return email.strip().lower()


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
    def for_cell(self, cell: Cell) -> Self:
        return self.filter(cell=cell)

    def of(self, person: Person) -> Self:
        return self.filter(person=person)

    def current(self) -> Self:
        return self.filter(left__isnull=True)

    def leads(self) -> Self:
        return self.filter(role=Membership.Role.LEAD)

    def named(self, ident: str) -> "Membership | None":
        return self.filter(ident=ident).first()

    def cells(self) -> set[int]:
        """The cells they are in, by their keys in the table."""
        return set(self.values_list("cell", flat=True))

    def names(self) -> dict[str, str]:
        """Everyone's name by the identifier of their seat, those who have left included."""
        return dict(self.values_list("ident", "person__name"))

    def with_people(self) -> Self:
        return self.select_related("person", "cell")

    def in_order(self) -> Self:
        """The lead first, then by name."""
        lead_first = models.Case(models.When(role=Membership.Role.LEAD, then=0), default=1)
        return self.order_by(lead_first, "person__name", "pk")


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

    @property
    def is_lead(self) -> bool:
        return self.role == Membership.Role.LEAD


class OfficeQuerySet(models.QuerySet["Office"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school)

    def of(self, person: Person) -> Self:
        return self.filter(person=person)

    def current(self) -> Self:
        return self.filter(left__isnull=True)

    def named(self, ident: str) -> "Office | None":
        return self.filter(ident=ident).first()

    def with_people(self) -> Self:
        return self.select_related("person", "school")

    def in_order(self) -> Self:
        return self.order_by("person__name", "pk")


class Office(models.Model):
    """A person of the school's mission: they look after prevention, and see nothing of the cell."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="offices")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="offices")
    since = models.DateTimeField(auto_now_add=True)
    left = models.DateTimeField(null=True, blank=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "school"], condition=models.Q(left=None), name="one_office_each"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.school}"


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_cell(self, cell: Cell) -> Self:
        return self.filter(cell=cell)

    def for_mission(self, school: School) -> Self:
        return self.filter(school=school)

    def to(self, email: str) -> Self:
        return self.filter(email=as_written_once(email))

    def unanswered(self) -> Self:
        return self.filter(accepted__isnull=True)

    def open_from(self, person: Person) -> Self:
        """Sent by them, not answered yet."""
        return self.unanswered().filter(invited_by=person)

    def open_on(self, now: datetime) -> Self:
        return self.unanswered().filter(expires__gt=now)

    def with_sender(self) -> Self:
        return self.select_related("invited_by")

    def with_code(self, code: str) -> "Invitation | None":
        return self.select_related("cell", "school", "invited_by").filter(code_hash=hash_of(code)).first()

    def named(self, ident: str) -> "Invitation | None":
        return self.filter(ident=ident).first()


def hash_of(code: str) -> str:
    """What is kept of an invitation's code."""
    return hashlib.sha256(code.encode()).hexdigest()


class Invitation(models.Model):
    """An address someone wrote to, until the person has made an account and joined a cell or a school's mission.

    The code itself is only in the e-mail.
    """

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    cell = models.ForeignKey(Cell, on_delete=models.CASCADE, null=True, related_name="invitations")
    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, related_name="+")
    email = models.EmailField()
    name = models.CharField(max_length=120)
    function = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=10, choices=Membership.Role, blank=True)
    code_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    expires = models.DateTimeField()
    accepted = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(cell=None) ^ models.Q(school=None), name="to_a_cell_or_to_a_mission"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def code(self) -> str:
        """The code of the e-mail: made again from the instance's secret key, so that no table or task ever holds it."""
        message = f"portevoix invitation {self.ident}".encode()
        return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


class SessionManager(BaseSessionManager["Session"]):
    """Sessions, asked for in sentences."""

    def of(self, person: Person) -> models.QuerySet["Session"]:
        return self.get_queryset().filter(person=person)

    def expired_on(self, now: datetime) -> models.QuerySet["Session"]:
        return self.get_queryset().filter(expire_date__lte=now)


class Session(AbstractBaseSession):
    """An open session. `session_key` is a hash of what the cookie holds: the table lets nobody sign in."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="sessions")
    opened = models.DateTimeField(null=True)

    objects = SessionManager()  # type: ignore[misc]  # the manager of these sessions, not of Django’s

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    @classmethod
    def get_session_store_class(cls) -> Any:
        from portevoix.ground.people.sessions import SessionStore

        return SessionStore
