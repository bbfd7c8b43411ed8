"""Help services, each with the date it was last checked."""

from datetime import timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from portevoix.ground.schools.models import School

STALE_AFTER = timedelta(days=180)
BY_TEXT_MESSAGE = {"114"}


class ServiceQuerySet(models.QuerySet["Service"]):
    def for_school(self, school: School) -> "ServiceQuerySet":
        return self.filter(models.Q(school=school) | models.Q(school=None))

    def emergencies_first(self) -> "ServiceQuerySet":
        return self.order_by("-emergency", "rank", "name")

    def emergencies(self) -> "ServiceQuerySet":
        return self.filter(emergency=True).order_by("rank", "name")

    def lines_and_places(self) -> "ServiceQuerySet":
        return self.filter(emergency=False).order_by("rank", "name")


class Service(models.Model):
    """Someone to turn to. Without a school: for all schools of the instance."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, null=True, blank=True, related_name="services")
    name = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    web = models.CharField(max_length=200, blank=True)
    hours = models.CharField(max_length=120, blank=True)
    audience = models.CharField(max_length=200, blank=True)
    languages = models.CharField(max_length=120, blank=True)
    free = models.BooleanField(default=False)
    emergency = models.BooleanField(default=False)
    deaf_access = models.BooleanField(default=False)
    checked_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    rank = models.PositiveSmallIntegerField(default=100)

    objects = ServiceQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    @property
    def link(self) -> str:
        """What a phone dials, or writes to."""
        scheme = "sms" if self.by_text_message else "tel"
        return f"{scheme}:{''.join(self.phone.split())}"

    @property
    def by_text_message(self) -> bool:
        return self.phone in BY_TEXT_MESSAGE

    @property
    def in_a_word(self) -> str:
        """Its name, short enough to stand under a number."""
        short = {"17": _("police"), "15": _("ambulance"), "112": _("Europe"), "114": _("by text")}
        return short.get(self.phone, self.name)

    @property
    def is_stale(self) -> bool:
        """Whether nobody has checked it for half a year, or ever: it is shown, with a warning."""
        return self.checked_on is None or self.checked_on < timezone.localdate() - STALE_AFTER
