"""A plan over some years: its measures, what is done in each, and how one knows whether it helps."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id
from portevoix.steering.plan.marks import name_of
from portevoix.steering.plan.measured import Gauge as Gauge
from portevoix.steering.plan.measured import Value as Value
from portevoix.steering.plan.proposed import Message as Message
from portevoix.steering.plan.proposed import Proposal as Proposal


class PlanQuerySet(models.QuerySet["Plan"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school).select_related("school")

    def published(self) -> Self:
        return self.filter(is_published=True)

    def latest_first(self) -> Self:
        return self.order_by("-first_year", "-last_year", "-pk")

    def under_way(self, day: date) -> Self:
        """Those that run on this day; one that was closed before its time does not."""
        return self.filter(first_year__lte=day.year, last_year__gte=day.year, closed=None)

    def current(self, day: date) -> "Plan | None":
        """The plan that runs on this day; else the last one that was not closed; else the last one."""
        in_order = self.latest_first()
        return in_order.under_way(day).first() or in_order.filter(closed=None).first() or in_order.first()

    def not_reminded_since(self, day: date) -> Self:
        return self.exclude(reminded__gt=day)

    def addressed(self, slug: str) -> "Plan | None":
        return self.filter(slug=slug).first()

    def named(self, ident: str) -> "Plan | None":
        return self.filter(ident=ident).first()

    def at_slugs_like(self, slug: str) -> set[str]:
        """The addresses taken already that begin so."""
        return set(self.filter(slug__startswith=slug).values_list("slug", flat=True))


class Plan(models.Model):
    """What a school means to do against violence and for equality, over some years."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="plans")
    slug = models.SlugField(max_length=60, help_text="The end of its address; it never changes.")
    title = models.CharField(max_length=200)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField()
    governing_body = models.CharField(max_length=200, blank=True, help_text="Who votes it.")
    voted = models.DateField(null=True, blank=True)
    aims = models.TextField(blank=True, help_text="Markdown.")
    networks = models.CharField(max_length=300, blank=True, help_text="With whom good practice is shared.")
    is_published = models.BooleanField(default=False)
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followers")
    closed = models.DateField(null=True, blank=True)
    reminded = models.DateField(null=True, blank=True, help_text="When the mission was last told of late values.")

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "slug"], name="one_plan_an_address")]

    def __str__(self) -> str:
        return f"{self.title} · {self.period}"

    @property
    def period(self) -> str:
        """« 2021–2024 »."""
        return f"{self.first_year}–{self.last_year}" if self.last_year != self.first_year else str(self.first_year)

    @property
    def years(self) -> range:
        return range(self.first_year, self.last_year + 1)

    @property
    def begins(self) -> date:
        return date(self.first_year, 1, 1)

    @property
    def ends(self) -> date:
        return date(self.last_year, 12, 31)


class AxisQuerySet(models.QuerySet["Axis"]):
    def of(self, plan: Plan) -> Self:
        return self.filter(plan=plan)

    def for_school(self, school: School) -> Self:
        return self.filter(plan__school=school).select_related("plan__school")

    def in_order(self) -> Self:
        return self.order_by("number", "pk")

    def named(self, ident: str) -> "Axis | None":
        return self.filter(ident=ident).first()


class Axis(models.Model):
    """A measure of the plan: actions that go together."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="axes")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    is_beside = models.BooleanField(default=False, help_text="What the plan names without a measure of its own.")
    continues = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = AxisQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "axes"

    def __str__(self) -> str:
        return self.title

    @property
    def label(self) -> str:
        """« Measure 2 », or « Also » beside the measures."""
        return gettext("Also") if self.is_beside else gettext("Measure %(number)d") % {"number": self.number}


class ActionQuerySet(models.QuerySet["Action"]):
    def of(self, plan: Plan) -> Self:
        return self.filter(axis__plan=plan).select_related("axis", "lead_office__person")

    def for_school(self, school: School) -> Self:
        return self.filter(axis__plan__school=school).select_related("axis__plan__school", "lead_office__person")

    def published(self) -> Self:
        return self.filter(published=True)

    def in_order(self) -> Self:
        return self.order_by("axis__number", "axis", "number", "pk")

    def with_everything(self) -> Self:
        return self.prefetch_related("contributors__partner", "marks", "pieces__file", "gauges")

    def unfinished(self) -> Self:
        return self.exclude(state__in=Action.OVER)

    def late_on(self, day: date) -> Self:
        """Not over though its end has passed, or not begun though its beginning has."""
        past = models.Q(ends__lt=day)
        not_begun = models.Q(begins__lt=day, state__in=[Action.State.IDEA, Action.State.PLANNED])
        return self.unfinished().exclude(is_existing=True, ends=None).filter(past | not_begun)

    def changed_since(self, moment: datetime) -> Self:
        return self.filter(changed__gt=moment)

    def done(self) -> Self:
        return self.filter(state=Action.State.DONE)

    def not_dropped(self) -> Self:
        return self.exclude(state=Action.State.DROPPED)

    def named(self, ident: str) -> "Action | None":
        return self.filter(ident=ident).first()

    def held(self) -> Self:
        """Held until the end of the transaction, so that two changes come one after the other."""
        return self.select_for_update(of=("self",))


class Action(models.Model):
    """Something that is done: who leads it, for whom, when, with what, and how far it is."""

    class State(models.TextChoices):
        IDEA = "idea", _("Idea")
        PLANNED = "planned", _("Planned")
        STARTED = "started", _("Under way")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Given up")
        CONTINUED = "continued", _("Continued in the next plan")

    OVER = ("done", "dropped", "continued")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    axis = models.ForeignKey(Axis, on_delete=models.CASCADE, related_name="actions")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, help_text="Markdown.")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    lead = models.CharField(max_length=200, blank=True, help_text="Who leads it, in words.")
    lead_office = models.ForeignKey(Office, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    begins = models.DateField(null=True, blank=True)
    ends = models.DateField(null=True, blank=True)
    planned = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="Euros.")
    spent = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True, help_text="Euros.")
    audience = models.CharField(max_length=200, blank=True, help_text="For whom.")
    is_existing = models.BooleanField(default=False, help_text="It was there before the plan, which makes it visible.")
    published = models.BooleanField(default=True, help_text="Shown when the plan is.")
    origin = models.ForeignKey(Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="actions")
    adopted_from = models.CharField(max_length=300, blank=True, help_text="The school whose practice this is.")
    continues = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="continued_by")
    changed = models.DateTimeField(help_text="When somebody last wrote something here.")

    objects = ActionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def plan(self) -> Plan:
        return self.axis.plan

    @property
    def reference(self) -> str:
        """« 2.3 »: the third action of the second measure."""
        return f"{self.axis.number}.{self.number}"

    @property
    def is_over(self) -> bool:
        return self.state in Action.OVER

    @property
    def led_by(self) -> str:
        """Who leads it, by name; empty when nobody was named."""
        return self.lead or (self.lead_office.person.name if self.lead_office is not None else "")

    def is_late(self, day: date) -> bool:
        """Not over though its end has passed, or not begun though its beginning has."""
        if self.is_over:
            return False
        past = self.ends is not None and self.ends < day
        waits = self.state in {Action.State.IDEA, Action.State.PLANNED}
        not_begun = waits and self.begins is not None and self.begins < day
        return past or (not_begun and not (self.is_existing and self.ends is None))


class Step(models.Model):
    """An action came to another state: when, by whom, and what was said of it."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=Action.State)
    sentence = models.CharField(max_length=500, blank=True)
    office = models.ForeignKey(Office, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)


class Contributor(models.Model):
    """Who takes part in an action beside its lead: somebody of the school, or a partner."""

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="contributors")
    name = models.CharField(max_length=200)
    partner = models.ForeignKey("trainings.Partner", on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class Mark(models.Model):
    """Where an action stands in a frame that others share; see `marks.py` for the codes."""

    class Scheme(models.TextChoices):
        SEVENS = "sevens", _("UniSAFE, the seven P")
        AREAS = "areas", _("Areas of the plan for professional equality (CGFP, art. L. 132-2)")
        OPTION = "cpas1option", _("Cpas1option")

    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="marks")
    scheme = models.CharField(max_length=12, choices=Scheme)
    code = models.CharField(max_length=20)

    class Meta:
        ordering = ("scheme", "code")
        constraints = [models.UniqueConstraint(fields=["action", "scheme", "code"], name="one_mark_each")]

    def __str__(self) -> str:
        return name_of(self.scheme, self.code)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def for_school(self, school: School) -> Self:
        return self.filter(action__axis__plan__school=school).select_related("action__axis__plan__school", "file")

    def published(self) -> Self:
        """Those that everyone may read: themselves, their action and its plan are all published."""
        return self.filter(published=True, action__published=True, action__axis__plan__is_published=True)

    def named(self, ident: str) -> "Evidence | None":
        return self.filter(ident=ident).first()


class Evidence(models.Model):
    """What shows that something was done: a file, or an address."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    action = models.ForeignKey(Action, on_delete=models.CASCADE, related_name="pieces")
    title = models.CharField(max_length=200)
    file = models.ForeignKey("library.File", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    link = models.URLField(blank=True)
    published = models.BooleanField(default=False)
    at = models.DateTimeField()

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ("pk",)
        verbose_name_plural = "evidence"

    def __str__(self) -> str:
        return self.title
