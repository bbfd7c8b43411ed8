"""Help services, each with the date it was last checked."""

from datetime import date, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id

STALE_AFTER = timedelta(days=180)
BY_TEXT_MESSAGE = {"114"}


class ServiceQuerySet(models.QuerySet["Service"]):
    def for_school(self, school: School) -> "ServiceQuerySet":
        """Those shown at this school, each with the day on which this school last checked it."""
        return self.kept_for(school).filter(is_hidden=False)

    def kept_for(self, school: School) -> "ServiceQuerySet":
        """The same, and those that it no longer shows."""
        mine = Check.objects.filter(school=school, service=models.OuterRef("pk"))
        return self.filter(models.Q(school=school) | models.Q(school=None)).annotate(
            checked_here=models.Subquery(mine.values("day")[:1]),
            checked_by=models.Subquery(mine.values("source")[:1]),
        )

    def named(self, ident: str) -> "Service | None":
        return self.filter(ident=ident).first()

    def emergencies_first(self) -> "ServiceQuerySet":
        return self.order_by("-emergency", "rank", "name")

    def emergencies(self) -> "ServiceQuerySet":
        return self.filter(emergency=True).order_by("rank", "name")

    def lines_and_places(self) -> "ServiceQuerySet":
        return self.filter(emergency=False).order_by("rank", "name")


class Service(models.Model):
    """Someone to turn to. Without a school: for all schools of the instance."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
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
    is_hidden = models.BooleanField(default=False)

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
        short = {"17": _("police"), "15": _("medical"), "112": _("Europe"), "114": _("by text")}
        return short.get(self.phone, self.name)

    @property
    def is_stale(self) -> bool:
        """Whether nobody has checked it for half a year, or ever: it is shown, with a warning."""
        return self.last_checked is None or self.last_checked < timezone.localdate() - STALE_AFTER

    @property
    def last_checked(self) -> date | None:
        """When somebody last checked it: the school that is asked about, or whoever wrote the directory."""
        days = [day for day in (getattr(self, "checked_here", None), self.checked_on) if day is not None]
        return max(days, default=None)

    @property
    def last_source(self) -> str:
        """What it was last checked against."""
        here: date | None = getattr(self, "checked_here", None)
        if here is not None and here == self.last_checked:
            return str(getattr(self, "checked_by", ""))
        return self.source


class Check(models.Model):
    """A school has made sure that a service still answers as it is shown."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="checks")
    day = models.DateField()
    source = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "service"], name="one_check_each")]
