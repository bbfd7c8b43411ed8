"""People of a school and the groups they are in, and how they come in without a password."""

import hashlib
import hmac
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web.models import public_id


class GroupQuerySet(models.QuerySet["Group"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind).order_by("name")

    def by_kind(self) -> Self:
        return self.order_by("kind", "name")

    def named(self, ident: str) -> "Group | None":
        return self.filter(ident=ident).first()


class Group(models.Model):
    """A programme, a promotion, a department, an association, or a role that calls for training."""

    class Kind(models.TextChoices):
        PROGRAMME = "programme", _("Programme of study")
        PROMOTION = "promotion", _("Promotion")
        DEPARTMENT = "department", _("Department")
        ASSOCIATION = "association", _("Association")
        ROLE = "role", _("Role")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="groups")
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(max_length=120)

    objects = GroupQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "kind", "name"], name="one_group_each")]

    def __str__(self) -> str:
        return self.name


class IndividualQuerySet(models.QuerySet["Individual"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school)

    def present(self) -> Self:
        """Those who are at the school now."""
        return self.filter(left__isnull=True)

    def at(self, email: str) -> "Individual | None":
        """Whoever has this address, however it is capitalised."""
        return self.filter(email=email.strip().lower()).first()

    def numbered(self, number: str) -> "Individual | None":
        """Whoever has this number on the school's lists."""
        return self.filter(number=number.strip()).first() if number.strip() else None

    def named(self, ident: str) -> "Individual | None":
        return self.filter(ident=ident).first()

    def with_status(self, status: str) -> Self:
        return self.filter(status=status)

    def on_campus(self, campus: Campus) -> Self:
        return self.filter(campus=campus)

    def in_group(self, group: Group) -> Self:
        return self.filter(pk__in=Belonging.objects.filter(group=group).values("individual"))

    def in_office(self) -> Self:
        """Those who hold an office in an association."""
        offices = Belonging.objects.filter(group__kind=Group.Kind.ASSOCIATION).exclude(title="")
        return self.filter(pk__in=offices.values("individual"))

    def matching(
        self, *, status: str = "", campus: Campus | None = None, group: Group | None = None, in_office: bool = False
    ) -> Self:
        """Those to whom everything that is given applies."""
        chosen = self.with_status(status) if status else self
        chosen = chosen.on_campus(campus) if campus else chosen
        chosen = chosen.in_group(group) if group else chosen
        return chosen.in_office() if in_office else chosen

    def is_there(self, individual: "Individual") -> bool:
        """Whether they are one of these."""
        return self.filter(pk=individual.pk).exists()

    def by_name(self) -> Self:
        return self.order_by("family_name", "given_name", "pk")


class Individual(models.Model):
    """Someone who studies or works at the school. Not an account of the house: it opens nothing of a cell."""

    class Status(models.TextChoices):
        STUDENT = "student", _("Student")
        DOCTORAL = "doctoral", _("Doctoral student")
        STAFF = "staff", _("Staff")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="individuals")
    number = models.CharField(max_length=40, blank=True, help_text="What the school's own lists call them.")
    email = models.EmailField()
    given_name = models.CharField(max_length=80)
    family_name = models.CharField(max_length=80)
    status = models.CharField(max_length=10, choices=Status)
    campus = models.ForeignKey(Campus, on_delete=models.SET_NULL, null=True, blank=True, related_name="individuals")
    groups = models.ManyToManyField(Group, through="Belonging", related_name="individuals")
    left = models.DateField(null=True, blank=True, help_text="From then on they count in no population.")

    objects = IndividualQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["school", "email"], name="one_individual_each_address"),
            models.UniqueConstraint(
                fields=["school", "number"], condition=~models.Q(number=""), name="one_individual_each_number"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class Belonging(models.Model):
    """Someone is in a group. In an association, `title` is the office they hold, if any."""

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="belongings")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="belongings")
    title = models.CharField(max_length=80, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["individual", "group"], name="one_belonging_each")]

    def __str__(self) -> str:
        return f"{self.individual} · {self.group}"


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class VisitQuerySet(models.QuerySet["Visit"]):
    def with_token(self, token: str) -> "Visit | None":
        return self.select_related("individual").filter(token_hash=hash_of(token)).first()

    def of(self, individual: Individual) -> Self:
        return self.filter(individual=individual)

    def newest_first(self) -> Self:
        return self.order_by("-opened", "-pk")

    def opened_before(self, then: datetime) -> Self:
        return self.filter(opened__lt=then)


class Visit(models.Model):
    """Someone is signed in on a device. The token itself is only in their cookie."""

    token_hash = models.CharField(max_length=64, unique=True)
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="visits")
    opened = models.DateTimeField()

    objects = VisitQuerySet.as_manager()


class LinkQuerySet(models.QuerySet["Link"]):
    def with_code(self, code: str) -> "Link | None":
        return self.select_related("individual", "school").filter(code_hash=hash_of(code)).first()

    def of_no_use_on(self, now: datetime) -> Self:
        """Too old to open anything."""
        return self.filter(expires__lte=now)


class Link(models.Model):
    """A way in that was asked for, good once. It has no `individual` when nobody has the address that was typed.

    The code itself is only in the letter: it is made again from the installation's key, and kept nowhere.
    """

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    code_hash = models.CharField(max_length=64, unique=True)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, null=True, related_name="+")
    then = models.CharField(max_length=300, help_text="The page that was wanted.")
    language = models.CharField(max_length=5)
    expires = models.DateTimeField(db_index=True)
    used = models.DateTimeField(null=True)

    objects = LinkQuerySet.as_manager()

    @property
    def code(self) -> str:
        message = f"portevoix way in {self.ident}".encode()
        return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()


class SignOnQuerySet(models.QuerySet["SignOn"]):
    def of(self, school: School) -> "SignOn | None":
        return self.filter(school=school).first()


class SignOn(models.Model):
    """The school's single sign-on (OpenID Connect): it says who is there, and opens their own pages only."""

    school = models.OneToOneField(School, on_delete=models.CASCADE, related_name="+")
    issuer = models.CharField(max_length=200)
    client = models.CharField(max_length=200, help_text="What the school's server calls this site.")
    secret = models.TextField(help_text="Closed under a key of the installation.")
    number_claim = models.CharField(
        max_length=60, blank=True, help_text="What holds the number of the school's lists; empty: go by the address."
    )

    objects = SignOnQuerySet.as_manager()
