"""People of a school and the groups they are in, and how they come in without a password."""

import hashlib
import hmac
import unicodedata
from collections.abc import Iterator
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web.models import public_id


def folded(told: str) -> str:
    """As people type it when they are in a hurry: in lower case, without accents."""
    bare = unicodedata.normalize("NFKD", told.casefold())
    return "".join(sign for sign in bare if not unicodedata.combining(sign))


class GroupQuerySet(models.QuerySet["Group"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind).order_by("name")

    def by_kind(self) -> Self:
        return self.order_by("kind", "name")

    def named(self, ident: str) -> "Group | None":
        return self.filter(ident=ident).first()

    def called(self, kind: str, name: str) -> "Group | None":
        """The one of this name, however it is capitalised."""
        folded = " ".join(name.split()).casefold()
        return next((group for group in self.of_kind(kind) if group.name.casefold() == folded), None)

    def counted(self) -> Self:
        """Each with `size`: how many of those present are in it."""
        there = models.Q(belongings__individual__left__isnull=True)
        return self.annotate(size=models.Count("belongings", filter=there)).order_by("kind", "name")


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

    def but(self, individual: "Individual") -> Self:
        return self.exclude(pk=individual.pk)

    def gone(self) -> Self:
        """Those who have left."""
        return self.filter(left__isnull=False)

    def told_by(self, words: str) -> Self:
        """Those whose name, address or number holds every one of these words, accents and capitals aside."""
        wanted = folded(words).split()
        if not wanted:
            return self
        known = self.order_by().values_list("pk", "family_name", "given_name", "email", "number")
        found = (pk for pk, *told in known if all(word in folded(" ".join(told)) for word in wanted))
        return self.filter(pk__in=list(found))

    def by_status(self) -> list[tuple[str, int]]:
        """How many of each status, in the order of the statuses."""
        known = dict(self.order_by().values_list("status").annotate(models.Count("pk")))
        return [(status, known.get(status, 0)) for status in Individual.Status.values]

    def with_places(self) -> Self:
        """With their campus and their groups, in two more questions."""
        return self.select_related("campus").prefetch_related(
            models.Prefetch("belongings", Belonging.objects.by_group())
        )

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


class BelongingQuerySet(models.QuerySet["Belonging"]):
    def in_school(self, school: School) -> Self:
        return self.filter(group__school=school)

    def as_rows(self) -> Iterator[tuple[int, int, int, str]]:
        """Key, individual, group and title of each."""
        return self.values_list("pk", "individual_id", "group_id", "title").iterator()

    def to(self, group: Group) -> Self:
        return self.filter(group=group)

    def of(self, individual: Individual) -> Self:
        return self.filter(individual=individual)

    def of_those_present(self) -> Self:
        return self.filter(individual__left__isnull=True)

    def by_name(self) -> Self:
        return self.order_by("individual__family_name", "individual__given_name", "pk").select_related("individual")

    def by_group(self) -> Self:
        return self.order_by("group__kind", "group__name").select_related("group")


class Belonging(models.Model):
    """Someone is in a group. In an association, `title` is the office they hold, if any."""

    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="belongings")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="belongings")
    title = models.CharField(max_length=80, blank=True)

    objects = BelongingQuerySet.as_manager()

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


class ImportQuerySet(models.QuerySet["Import"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school)

    def named(self, ident: str) -> "Import | None":
        return self.filter(ident=ident).first()

    def held(self, ident: str) -> "Import | None":
        """The same, that nobody else changes until the transaction ends."""
        return self.select_for_update(of=("self",)).select_related("school", "office").filter(ident=ident).first()

    def received_before(self, then: datetime) -> Self:
        return self.filter(received__lt=then)


class Import(models.Model):
    """A list somebody of the mission has sent: looked at, then taken in by the background task, then forgotten."""

    class State(models.TextChoices):
        RECEIVED = "received", _("Received")
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Being taken in")
        DONE = "done", _("Taken in")
        REFUSED = "refused", _("Not taken in")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.SET_NULL, null=True, related_name="+")
    name = models.CharField(max_length=200, help_text="Of the file.")
    data = models.BinaryField(help_text="The file; empty as soon as it has been taken in.")
    options = models.JSONField(default=dict, help_text="How to read it.")
    state = models.CharField(max_length=10, choices=State, default=State.RECEIVED)
    percent = models.PositiveSmallIntegerField(default=0)
    counts = models.JSONField(default=dict, help_text="How many were new, changed, unchanged, wrong, left.")
    received = models.DateTimeField()

    objects = ImportQuerySet.as_manager()

    @property
    def is_under_way(self) -> bool:
        return self.state in {self.State.WAITING, self.State.RUNNING}
