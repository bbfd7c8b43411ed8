"""What people of the school propose for the plan, and what is said of it. Found in `models.py`."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school).select_related("school", "plan", "axis", "individual", "group")

    def by(self, individual: Individual) -> Self:
        return self.filter(individual=individual)

    def waiting(self) -> Self:
        return self.filter(state=Proposal.State.OPEN)

    def answered(self) -> Self:
        return self.exclude(state=Proposal.State.OPEN)

    def latest_first(self) -> Self:
        return self.order_by("-at", "-pk")

    def named(self, ident: str) -> "Proposal | None":
        return self.filter(ident=ident).first()

    def held(self) -> Self:
        """Held until the end of the transaction, so that two answers come one after the other."""
        return self.select_for_update(of=("self",)).select_related("school", "plan", "individual")


class Proposal(models.Model):
    """What somebody of the school, for themselves or for their association, wants the plan to do."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        ACCEPTED = "accepted", _("Kept for the plan")
        REFUSED = "refused", _("Not taken up")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    plan = models.ForeignKey("plan.Plan", on_delete=models.SET_NULL, null=True, related_name="proposals")
    axis = models.ForeignKey("plan.Axis", on_delete=models.SET_NULL, null=True, blank=True, related_name="proposals")
    individual = models.ForeignKey(Individual, on_delete=models.SET_NULL, null=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    title = models.CharField(max_length=200)
    text = models.TextField(blank=True, help_text="Markdown.")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    answer = models.TextField(blank=True, help_text="What the mission says of it; why not, when it is refused.")
    at = models.DateTimeField()
    answered = models.DateTimeField(null=True, blank=True)

    objects = ProposalQuerySet.as_manager()

    def __str__(self) -> str:
        return self.title

    @property
    def who(self) -> str:
        """In whose name; empty once they are gone."""
        person = str(self.individual) if self.individual is not None else ""
        return f"{person} · {self.group}".strip(" ·") if self.group is not None else person


class Message(models.Model):
    """A word under a proposal: of whoever proposes, or of the mission."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="messages")
    text = models.TextField()
    individual = models.ForeignKey(Individual, on_delete=models.SET_NULL, null=True, related_name="+")
    office = models.ForeignKey(Office, on_delete=models.SET_NULL, null=True, related_name="+")
    is_of_the_mission = models.BooleanField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    @property
    def who(self) -> str:
        """Whose word it is; empty once they are gone."""
        if self.office is not None:
            return self.office.person.name
        return str(self.individual) if self.individual is not None else ""
