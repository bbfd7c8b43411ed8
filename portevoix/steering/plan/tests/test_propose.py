"""Lou proposes; Hélène asks, accepts or says why not; Lou reads it."""

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from portevoix.ground.people.models import Office
from portevoix.ground.people.tests.persona import work
from portevoix.ground.population.models import Group, Individual
from portevoix.ground.population.tests.persona import a_campus, an_office, belongs, comes_in, of_the_mission, someone
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused
from portevoix.steering.plan import acts, rules
from portevoix.steering.plan.models import Action, Axis, Message, Proposal
from portevoix.steering.plan.tests.persona import a_plan, an_axis

pytestmark = pytest.mark.django_db
MINE, OURS = "/mines/moi/plan/", "/mines/mission/plan/propositions/"


@pytest.fixture
def mines() -> School:
    return a_campus()


@pytest.fixture
def lou(mines: School) -> Individual:
    return someone(mines, "Lou Martin")


@pytest.fixture
def bde(lou: Individual) -> Group:
    return belongs(lou, "association", "BDE", "Trésorière")


@pytest.fixture
def hers(lou: Individual, bde: Group) -> Client:
    return comes_in(Client(), lou)


@pytest.fixture
def office() -> Client:
    return Client()


@pytest.fixture
def helene(office: Client, mines: School) -> Office:
    return of_the_mission(office, mines)


@pytest.fixture
def axis(helene: Office, mines: School) -> Axis:
    return an_axis(a_plan(mines))


def test_from_an_idea_to_an_action(hers: Client, office: Client, axis: Axis, bde: Group) -> None:
    said = {"title": "Un espace calme", "text": "**Pendant** les soirées", "axis": axis.ident, "group": bde.ident}
    assert hers.post(f"{MINE}proposer/", said | {"title": ""}).status_code == 422
    page = hers.post(f"{MINE}proposer/", said)["Location"]
    proposal = Proposal.objects.get()
    assert (proposal.who, proposal.axis, proposal.plan) == ("Lou Martin · BDE", axis, axis.plan)
    assert "1 proposition attend une réponse" in office.get("/mines/mission/plan/").content.decode()
    ours = f"{OURS}{proposal.ident}/"
    assert "<strong>Pendant</strong>" in office.get(ours).content.decode()
    assert office.post(ours, {"text": "Où exactement ?"}).status_code == 302
    assert "Où exactement ?" in hers.get(page).content.decode()
    assert hers.post(page, {"text": "Au foyer."}).status_code == 302
    assert "Au foyer." in office.get(ours).content.decode()

    answer = office.post(f"{ours}accepter/", {"axis": axis.ident, "answer": "Dès le gala."})
    action = Action.objects.get()
    assert answer["Location"] == f"/mines/mission/plan/actions/{action.ident}/modifier/"
    assert (action.title, action.origin, action.published) == ("Un espace calme", proposal, False)
    assert "Dès le gala." in hers.get(page).content.decode()
    assert office.post(f"{ours}accepter/", {"axis": axis.ident}).status_code == 422
    assert Action.objects.count() == 1


def test_whoever_is_told_no_is_told_why(hers: Client, office: Client, axis: Axis, lou: Individual) -> None:
    proposal = acts.propose(axis.plan.school, lou, title="Un classement")
    ours = f"{OURS}{proposal.ident}/refuser/"
    assert office.post(ours, {"answer": " "}).status_code == 422
    assert Proposal.objects.waiting().count() == 1
    assert office.post(ours, {"answer": "Les nombres désigneraient quelqu’un."}).status_code == 302
    page = hers.get(f"{MINE}{proposal.ident}/").content.decode()
    assert "Elle n’est pas retenue" in page
    assert "désigneraient quelqu’un" in page
    assert "Reprendre ma proposition" not in page


def test_both_sides_are_written_to_in_words_that_say_nothing(
    axis: Axis, helene: Office, lou: Individual, mailoutbox: list[EmailMessage]
) -> None:
    proposal = acts.propose(axis.plan.school, lou, title="Contre les violences")
    work()
    acts.discuss(proposal, "Où exactement ?", helene)
    work()
    acts.refuse_proposal(proposal, "Déjà fait.", helene)
    work()
    assert [letter.to for letter in mailoutbox] == [[helene.person.email], [lou.email], [lou.email]]
    for letter in mailoutbox:
        assert not any(
            word in f"{letter.subject} {letter.body}".lower() for word in ("violence", "plan d", "exactement")
        )
    assert f"{MINE}{proposal.ident}/" in str(mailoutbox[-1].body)


def test_what_lou_does_leaves_no_line_and_can_be_erased(hers: Client, axis: Axis, lou: Individual) -> None:
    lines = Line.objects.count()
    proposal = acts.propose(axis.plan.school, lou, title="Une idée")
    acts.discuss(proposal, "À la réflexion…", lou)
    assert hers.post(f"{MINE}{proposal.ident}/reprendre/")["Location"] == MINE
    assert not Proposal.objects.exists()
    assert not Message.objects.exists()
    assert Line.objects.count() == lines


def test_nobody_reads_nor_takes_back_what_others_propose(mines: School, axis: Axis, lou: Individual) -> None:
    proposal = acts.propose(mines, lou, title="Une idée")
    paul = comes_in(Client(), someone(mines, "Paul Petit"))
    assert paul.get(f"{MINE}{proposal.ident}/").status_code == 404
    assert paul.post(f"{MINE}{proposal.ident}/reprendre/").status_code == 404
    assert "Une idée" not in paul.get(MINE).content.decode()
    assert Proposal.objects.count() == 1


def test_nobody_speaks_for_an_association_of_others(mines: School, axis: Axis, bde: Group) -> None:
    paul = someone(mines, "Paul Petit")
    with pytest.raises(Refused):
        acts.propose(mines, paul, title="Une idée", group=bde)
    asked = comes_in(Client(), paul).post(f"{MINE}proposer/", {"title": "Une idée", "group": bde.ident})
    assert asked.status_code == 302
    assert Proposal.objects.get().group is None


def test_ten_wait_at_most_and_what_is_answered_makes_room(mines: School, axis: Axis, lou: Individual) -> None:
    made = [acts.propose(mines, lou, title=f"Idée {n}") for n in range(rules.MOST_OPEN)]
    with pytest.raises(Refused):
        acts.propose(mines, lou, title="Une de plus")
    acts.refuse_proposal(made[0], "Déjà fait.", an_office(mines))
    acts.propose(mines, lou, title="Une de plus")
    assert Proposal.objects.waiting().count() == rules.MOST_OPEN


def test_the_mission_of_another_school_answers_nothing_here(mines: School, axis: Axis, lou: Individual) -> None:
    proposal = acts.propose(mines, lou, title="Une idée")
    nora, ponts = Client(), a_campus("ponts")
    of_the_mission(nora, ponts, "Nora")
    for end in ("", "accepter/", "refuser/"):
        answer = nora.post(f"/ponts/mission/plan/propositions/{proposal.ident}/{end}", {"answer": "x", "text": "x"})
        assert answer.status_code == 404
    assert Proposal.objects.waiting().count() == 1
