"""Where people of the school propose for the plan, and where the mission answers."""

from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from portevoix.ground.people.mission import for_the_mission
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.population.visits import for_individuals
from portevoix.ground.schools.models import School
from portevoix.steering.plan import acts, forms, rules
from portevoix.steering.plan.models import Message, Plan, Proposal
from portevoix.steering.plan.proposal_form import ProposalForm

# Those who propose


@for_individuals
@require_safe
def mine(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    """What they have proposed, and what became of it."""
    found = Proposal.objects.for_school(school).by(individual).latest_first()
    return render(request, "plan/my_proposals.html", _mine(school) | {"proposals": found})


@for_individuals
def propose(request: HttpRequest, school: School, individual: Individual) -> HttpResponse:
    plan = Plan.objects.for_school(school).published().current(timezone.localdate())
    form = ProposalForm(request.POST or None, individual=individual, plan=plan)
    if proposal := forms.tried(form, acts.propose, school, individual):
        return redirect("plan:my_proposal", school.slug, proposal.ident)
    shown = _mine(school) | {"form": form, "plan": plan}
    return render(request, "plan/propose.html", shown, status=422 if form.errors else 200)


@for_individuals
def my_proposal(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    """One of theirs: what was said of it, the answer, and one more word."""
    found = rules.must_be_theirs(individual, Proposal.objects.for_school(school).named(ident))
    form = forms.Words(request.POST or None)
    if forms.tried(form, partial(acts.discuss, found, by=individual)):
        return redirect("plan:my_proposal", school.slug, ident)
    shown = _mine(school) | {"form": form, "proposal": found, "talk": _talk(found)}
    return render(request, "plan/my_proposal.html", shown, status=422 if form.errors else 200)


@for_individuals
@require_POST
def take_back(request: HttpRequest, school: School, individual: Individual, ident: str) -> HttpResponse:
    found = rules.must_be_theirs(individual, Proposal.objects.for_school(school).named(ident))
    acts.take_back(found, individual)
    return redirect("plan:my_proposals", school.slug)


def _talk(proposal: Proposal) -> QuerySet[Message]:
    return proposal.messages.select_related("office__person", "individual")


def _mine(school: School) -> dict[str, Any]:
    return {"school": school, "section": "plan"}


# The mission


@for_the_mission
@require_safe
def proposals(request: HttpRequest, school: School, office: Office) -> HttpResponse:
    """What waits for an answer, and what had one."""
    found = Proposal.objects.for_school(school).latest_first()
    shown = {"waiting": found.waiting(), "answered": found.answered()[:50]}
    return render(request, "plan/proposals.html", _office(school) | shown)


@for_the_mission
def proposal(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """One proposal; the form says something under it."""
    found = _proposal(school, ident)
    form = forms.Words(request.POST or None)
    if forms.tried(form, partial(acts.discuss, found, by=office)):
        return redirect("plan:proposal", school.slug, ident)
    return _page(request, school, found, words=form)


@for_the_mission
@require_POST
def accept(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    """It becomes an action, which the mission then completes."""
    found = _proposal(school, ident)
    form = forms.Accept(request.POST, plan=_plan_for(found))
    if action := forms.tried(form, partial(acts.accept_proposal, found, by=office)):
        return redirect("plan:change_action", school.slug, action.ident)
    return _page(request, school, _proposal(school, ident), accept=form)


@for_the_mission
@require_POST
def refuse(request: HttpRequest, school: School, office: Office, ident: str) -> HttpResponse:
    found = _proposal(school, ident)
    form = forms.Refuse(request.POST)
    if forms.tried(form, partial(_refuse, found, office)):
        return redirect("plan:proposal", school.slug, ident)
    return _page(request, school, _proposal(school, ident), refuse=form)


def _refuse(proposal: Proposal, by: Office, answer: str) -> Proposal:
    return acts.refuse_proposal(proposal, answer, by)


def _plan_for(proposal: Proposal) -> Plan | None:
    """The plan it was made for, or the one that runs today."""
    plans = Plan.objects.for_school(proposal.school)
    return proposal.plan or plans.current(timezone.localdate())


def _page(request: HttpRequest, school: School, found: Proposal, **bound: Any) -> HttpResponse:
    accept = forms.Accept(plan=_plan_for(found), axis=found.axis, auto_id="accept_%s")
    shown = {"words": forms.Words(), "accept": accept, "refuse": forms.Refuse(auto_id="refuse_%s")} | bound
    said = {"proposal": found, "talk": _talk(found), "made": found.actions.first()}
    status = 422 if any(form.errors for form in bound.values()) else 200
    return render(request, "plan/proposal.html", _office(school) | shown | said, status=status)


def _proposal(school: School, ident: str) -> Proposal:
    return rules.must_be_proposed_to(school, Proposal.objects.for_school(school).named(ident))


def _office(school: School) -> dict[str, Any]:
    return {"school": school, "section": "proposals"}
