"""What people of the school propose, and what the mission answers. What they do themselves leaves no line."""

from django.db import transaction
from django.utils.module_loading import import_string

from portevoix.ground.notices import acts as notices
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.schools.models import School
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.steering.plan import rules
from portevoix.steering.plan.models import Axis, Message, Plan, Proposal


@transaction.atomic
def propose(
    school: School,
    individual: Individual,
    *,
    title: str,
    text: str = "",
    axis: Axis | None = None,
    group: Group | None = None,
) -> Proposal:
    """Propose something for the plan of the school, for oneself or in the name of an association."""
    waiting = Proposal.objects.for_school(school).by(individual).waiting().count()
    rules.must_be_allowed_to_propose(individual, group, waiting)
    now = clock.rounded()
    plan = axis.plan if axis else Plan.objects.for_school(school).published().current(now.date())
    said = {"title": rules.must_say_something(title), "text": text.strip()}
    made = {"school": school, "plan": plan, "axis": axis, "individual": individual, "group": group, "at": now}
    tell_the_mission(school)
    return Proposal.objects.create(**made, **said)


@transaction.atomic
def take_back(proposal: Proposal, individual: Individual) -> None:
    """Whoever withdraws a proposal before the answer leaves nothing of it."""
    held = Proposal.objects.held().get(pk=proposal.pk)
    rules.must_be_theirs(individual, held)
    rules.must_be_waiting(held)
    held.delete()


@transaction.atomic
def discuss(proposal: Proposal, text: str, by: Individual | Office) -> Message:
    """Say something under a proposal: whoever proposed it, or the mission."""
    said = rules.must_say_something(text)
    rules.must_leave_room(proposal.messages.count())
    now = clock.rounded()
    if isinstance(by, Individual):
        rules.must_be_theirs(by, proposal)
        tell_the_mission(proposal.school)
        return Message.objects.create(proposal=proposal, text=said, individual=by, is_of_the_mission=False, at=now)
    trail.deed("proposal discussed", by, proposal)
    _write_to(proposal)
    return Message.objects.create(proposal=proposal, text=said, office=by, is_of_the_mission=True, at=now)


@transaction.atomic
def refuse_proposal(proposal: Proposal, reason: str, by: Office) -> Proposal:
    """Not taken up; whoever proposed it reads why."""
    return answer_proposal(proposal, Proposal.State.REFUSED, rules.must_say_why(reason), by)


def answer_proposal(proposal: Proposal, state: Proposal.State, answer: str, by: Office) -> Proposal:
    """Note the answer and its line; once."""
    held = Proposal.objects.held().get(pk=proposal.pk)
    rules.must_be_waiting(held)
    held.state, held.answer, held.answered = state, answer, clock.rounded()
    held.save(update_fields=["state", "answer", "answered"])
    trail.deed("proposal answered", by, held, state.value)
    _write_to(held)
    return held


def tell_the_mission(school: School) -> None:
    """« Something is waiting », to each of them, once an hour at most."""
    notices.ring(office.person for office in Office.objects.for_school(school).current().with_people())


def _write_to(proposal: Proposal) -> None:
    """Have the worker write to whoever proposed it, while they are there. Only identifiers are stored."""
    if proposal.individual is not None:
        write = import_string("portevoix.steering.plan.tasks.write")
        write.enqueue(proposal.ident, proposal.individual.ident)
