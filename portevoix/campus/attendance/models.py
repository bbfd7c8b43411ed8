"""Who came to what, and the links that show the door to somebody from outside."""

import base64
import hashlib
import hmac
import secrets
from datetime import date, datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.campus.sittings.models import Registration, Sitting
from portevoix.campus.trainings.models import Training
from portevoix.ground.population.models import Individual, IndividualQuerySet
from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id


def check_code() -> str:
    """What a certificate is checked by: 60 random bits, as twelve letters and digits that nobody mistakes."""
    return base64.b32encode(secrets.token_bytes(8)).decode()[:12]


class PresenceQuerySet(models.QuerySet["Presence"]):
    def at(self, sitting: Sitting) -> Self:
        return self.filter(sitting=sitting)

    def of(self, individual: Individual) -> Self:
        return self.filter(individual=individual).select_related("sitting__training__programme")

    def to(self, training: Training) -> Self:
        return self.filter(sitting__training=training)

    def counting(self, training: Training, day: date) -> Self:
        """Those at this training that still count on that day."""
        still = models.Q(valid_until=None) | models.Q(valid_until__gte=day)
        return self.to(training).filter(still)

    def before(self, then: datetime) -> Self:
        return self.filter(sitting__ends__lte=then)

    def by_name(self) -> Self:
        """With whoever was there, as a list reads them."""
        order = ("individual__family_name", "individual__given_name", "individual__pk")
        return self.select_related("individual").order_by(*order)

    def latest_first(self) -> Self:
        return self.order_by("-sitting__begins", "-pk")

    def by(self, individual: Individual) -> "Presence | None":
        return self.filter(individual=individual).first()

    def named(self, ident: str) -> "Presence | None":
        return self.filter(ident=ident).first()

    def checked_by(self, school: School, code: str) -> "Presence | None":
        """What a certificate of this school says, by its code."""
        known = self.filter(sitting__training__programme__school=school, code=code)
        return known.select_related("individual", "sitting__training__programme").first()


class Presence(models.Model):
    """Someone was there. `valid_until` is the last day on which it counts; empty: for good."""

    class Means(models.TextChoices):
        CODE = "code", _("Code at the door")
        LIST = "list", _("List")
        IMPORT = "import", _("Import")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="presences")
    individual = models.ForeignKey(Individual, on_delete=models.CASCADE, related_name="presences")
    code = models.CharField(max_length=12, unique=True, default=check_code, help_text="Checks the certificate.")
    means = models.CharField(max_length=10, choices=Means)
    noted = models.DateTimeField()
    valid_until = models.DateField(null=True, blank=True)

    objects = PresenceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "individual"], name="one_presence_each")]
        indexes = [models.Index(fields=["individual", "valid_until"])]

    @property
    def code_in_groups(self) -> str:
        """As people read it aloud: three groups of four."""
        return "-".join(self.code[at : at + 4] for at in (0, 4, 8))

    @property
    def initials(self) -> str:
        """What a page that checks says of whoever holds the certificate."""
        return " ".join(f"{part[0].upper()}." for part in str(self.individual).replace("-", " ").split())


def expected_at(sitting: Sitting) -> IndividualQuerySet:
    """Those who have a place and are not noted yet, as a list reads them."""
    places = Registration.objects.at(sitting).with_a_place().values("individual")
    return _not_noted(Individual.objects.filter(pk__in=places), sitting).by_name()


def others_called(words: str, sitting: Sitting) -> IndividualQuerySet:
    """The first people of the school who go by these words and are not noted yet."""
    people = Individual.objects.for_school(sitting.training.programme.school).present()
    for word in words.split()[:4]:
        named = models.Q(given_name__icontains=word) | models.Q(family_name__icontains=word)
        people = people.filter(named | models.Q(email__istartswith=word) | models.Q(number=word))
    return _not_noted(people, sitting).by_name()[:20]


def _not_noted(people: IndividualQuerySet, sitting: Sitting) -> IndividualQuerySet:
    return people.exclude(pk__in=Presence.objects.at(sitting).values("individual"))


def hash_of(code: str) -> str:
    """What is kept of the code of a link."""
    return hashlib.sha256(code.encode()).hexdigest()


class PassQuerySet(models.QuerySet["Pass"]):
    def to(self, sitting: Sitting) -> Self:
        return self.filter(sitting=sitting).order_by("pk")

    def named(self, ident: str) -> "Pass | None":
        return self.filter(ident=ident).first()

    def with_code(self, school: School, code: str) -> "Pass | None":
        held = self.filter(sitting__training__programme__school=school, code_hash=hash_of(code))
        return held.select_related("sitting__training", "sitting__campus").first()


class Pass(models.Model):
    """A link that shows the door of one sitting, for a facilitator who has no account here."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="passes")
    code_hash = models.CharField(max_length=64, unique=True)
    made = models.DateTimeField()

    objects = PassQuerySet.as_manager()

    @property
    def code(self) -> str:
        """The end of the link: made again from the instance's secret key, so that no table ever holds it."""
        message = f"portevoix door pass {self.ident}".encode()
        return hmac.new(settings.SECRET_KEY.encode(), message, hashlib.sha256).hexdigest()[:32]
