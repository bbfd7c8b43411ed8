"""The report of one year, as one version of it chooses to tell."""

from datetime import date
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id


class Version(models.TextChoices):
    """Whom it is for. What each may say is in `chapters.py`."""

    PUBLIC = "public", _("For everyone")
    BOARD = "board", _("For the governing board")
    SOCIAL = "social", _("For the social data base (CGFP, art. R. 232-2)")
    MINISTRY = "ministry", _("For the ministry or the CGE")


class Topic(models.TextChoices):
    CELL = "cell", _("The cell")
    PREVENTION = "prevention", _("Prevention")
    PLAN = "plan", _("The plan")
    SURVEY = "survey", _("The climate survey")
    SHARES = "shares", _("Shares of women")


class ReportQuerySet(models.QuerySet["Report"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school)

    def latest_first(self) -> Self:
        return self.order_by("-year", "version", "-pk")

    def published(self) -> Self:
        return self.filter(published__isnull=False)

    def of(self, year: int) -> "Report | None":
        return self.filter(year=year).order_by("-published").first()

    def named(self, ident: str) -> "Report | None":
        return self.filter(ident=ident).first()

    def held(self) -> Self:
        """Nobody else changes them until the transaction ends."""
        return self.select_for_update(of=("self",))


class Report(models.Model):
    """One year, for one kind of reader. Its numbers move until it is closed, and never after."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="reports")
    year = models.PositiveSmallIntegerField()
    version = models.CharField(max_length=8, choices=Version)
    topics = models.CharField(max_length=80, help_text="What it speaks of: codes of Topic, with commas.")
    foreword = models.TextField(blank=True, help_text="Markdown, in the mission’s own words.")
    made = models.DateField()
    closed = models.DateField(null=True, blank=True)
    published = models.DateField(null=True, blank=True)
    body = models.JSONField(null=True, blank=True, help_text="Once closed: every number as it was that day.")

    objects = ReportQuerySet.as_manager()

    def __str__(self) -> str:
        return _("Report of %(year)s") % {"year": self.year}

    @property
    def chosen(self) -> list[str]:
        """What it speaks of, in the order of the chapters."""
        return [topic for topic in Topic.values if topic in self.topics.split(",")]

    @property
    def last_day(self) -> date:
        return date(self.year, 12, 31)


class AddedQuerySet(models.QuerySet["Added"]):
    def in_report(self, report: Report) -> Self:
        return self.filter(report=report).order_by("topic", "pk")

    def named(self, ident: str) -> "Added | None":
        return self.filter(ident=ident).first()


class Added(models.Model):
    """A number that Portevoix cannot know, written by hand with what it counts and where it comes from."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="added")
    topic = models.CharField(max_length=10, choices=Topic)
    name = models.CharField(max_length=200)
    said = models.CharField(max_length=80, help_text="The number as it is to be read, with its unit.")
    definition = models.CharField(max_length=500)
    source = models.CharField(max_length=200)

    objects = AddedQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
