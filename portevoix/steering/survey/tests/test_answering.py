"""Lou asks for her ticket, once; somebody answers with it, once. What is refused leaves nothing and spends nothing."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import Settings
from voprf import ristretto

from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, an_office, someone
from portevoix.ground.schools.models import School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused
from portevoix.steering.survey import acts, answering, rules, taking_part, tasks
from portevoix.steering.survey.models import Answer, Spent, Survey, Ticket
from portevoix.steering.survey.tests.persona import TODAY, YES, Browser, a_survey, an_open_survey, asks
from tests.attacks.world import at_once, snapshot

pytestmark = pytest.mark.django_db


@pytest.fixture
def school() -> School:
    return a_campus()


@pytest.fixture
def lou(school: School) -> Individual:
    return someone(school)


@pytest.fixture
def survey(school: School, lou: Individual) -> Survey:
    return an_open_survey(school)


def refused(code: str, act: Callable[[], object]) -> None:
    """It is said no to, with a sentence, and nothing has changed."""
    before = snapshot()
    with pytest.raises(Refused) as said:
        act()
    assert said.value.code == code
    assert str(said.value)
    assert snapshot() == before


def test_lou_answers_with_her_ticket(survey: Survey, lou: Individual) -> None:
    ticket = asks(lou, survey)
    answering.answer(survey, str(ticket), YES, TODAY)
    assert Answer.objects.get().body == YES
    assert Spent.objects.get().pk == ticket.spent


def test_asking_again_gives_nothing_new(survey: Survey, lou: Individual) -> None:
    asks(lou, survey)
    refused("given", lambda: asks(lou, survey))


def test_a_connection_that_broke_loses_nobodys_ticket(survey: Survey, lou: Individual) -> None:
    """The very same request is answered again: it gives the very same ticket, and no second one."""
    browser = Browser(survey)
    answering.give_ticket(survey, lou, browser.blinded, TODAY)  # the answer never arrives
    ticket = browser.finish(*answering.give_ticket(survey, lou, browser.blinded, TODAY))
    answering.answer(survey, str(ticket), YES, TODAY)
    refused("spent", lambda: answering.answer(survey, str(ticket), YES, TODAY))


def test_somebody_answers_twice(survey: Survey, lou: Individual) -> None:
    ticket = str(asks(lou, survey))
    answering.answer(survey, ticket, YES, TODAY)
    refused("spent", lambda: answering.answer(survey, ticket.lower().replace("-", " "), YES, TODAY))


def test_somebody_makes_a_ticket_up(survey: Survey, lou: Individual) -> None:
    good = str(asks(lou, survey))
    forged = good[:-1] + ("0" if good[-1] != "0" else "Z")
    refused("forged", lambda: answering.answer(survey, forged, YES, TODAY))
    refused("unreadable", lambda: answering.answer(survey, "un jeton", YES, TODAY))
    refused("unreadable", lambda: answering.answer(survey, "", YES, TODAY))


def test_last_years_ticket_is_of_no_use(school: School, survey: Survey, lou: Individual) -> None:
    last = an_open_survey(school, "2025", opens=TODAY - timedelta(days=1))
    theirs = str(asks(lou, last))
    refused("other_survey", lambda: answering.answer(survey, theirs, YES, TODAY))


def test_a_key_of_ones_own_is_seen(survey: Survey, lou: Individual) -> None:
    """A server that would tag Lou with a key of her own cannot prove that it used the published one."""
    browser = Browser(survey)
    tagged = ristretto.Evaluator.from_seed(b"\7" * 32, b"Lou")
    said = bytes(tagged.evaluate(ristretto.BlindedInput.deserialize(browser.blinded)).serialize())
    with pytest.raises(ValueError, match="proof"):
        browser.finish(said[64:], said[:64])


def test_what_is_not_an_answer_spends_nothing(survey: Survey, lou: Individual) -> None:
    ticket = str(asks(lou, survey))
    for said in ({"you.status": "dragon"}, {"paul.did": "it"}, {"you.status": "x" * 9999}):
        refused("not_answers", lambda said=said: answering.answer(survey, ticket, said, TODAY))  # type: ignore[misc]  # of the loop
    refused("nothing", lambda: answering.answer(survey, ticket, {}, TODAY))
    answering.answer(survey, ticket, YES, TODAY)


def test_too_early_too_late(school: School, survey: Survey, lou: Individual) -> None:
    ticket = str(asks(lou, survey))
    refused("early", lambda: answering.answer(survey, ticket, YES, survey.opens - timedelta(days=1)))
    refused("closed", lambda: answering.answer(survey, ticket, YES, survey.closes + timedelta(days=1)))
    closed = acts.close_survey(survey, an_office(school))
    refused("closed", lambda: answering.answer(closed, ticket, YES, TODAY))
    refused("closed", lambda: asks(lou, closed))
    draft = a_survey(school, "2027")
    refused("early", lambda: asks(lou, draft))


def test_an_installation_changes_its_key_while_a_survey_is_open(
    survey: Survey, lou: Individual, settings: Settings
) -> None:
    ticket = str(asks(lou, survey))
    settings.SECRET_KEY = "another key, as long as the one before and nowhere else used"
    refused("key_changed", lambda: answering.answer(survey, ticket, YES, TODAY))
    refused("key_changed", lambda: asks(lou, survey))


@pytest.mark.parametrize("sent", [b"", b"\0" * 32, b"\xff" * 32])
def test_what_is_no_request_gives_no_ticket(survey: Survey, lou: Individual, sent: bytes) -> None:
    refused("malformed", lambda: answering.give_ticket(survey, lou, sent, TODAY))
    assert asks(lou, survey)


def test_who_came_after_the_opening_asks_too(school: School, survey: Survey) -> None:
    nora = someone(school, "Nora Petit")
    assert asks(nora, survey)
    someone(school, "Omar Grand")
    assert acts.welcome(survey) == 1
    assert acts.welcome(survey) == 0
    assert Ticket.objects.to(survey).count() == 3


def test_a_closed_survey_keeps_how_many_and_forgets_who(school: School, survey: Survey, lou: Individual) -> None:
    someone(school, "Nora Petit", "staff")
    acts.welcome(survey)
    asks(lou, survey)
    closed = acts.close_survey(survey, an_office(school))
    assert (closed.asked, closed.given) == ({"student": 1, "staff": 1}, {"student": 1})
    assert not Ticket.objects.exists()
    assert not Spent.objects.exists()


def test_shuffling_loses_nobody(school: School, survey: Survey, lou: Individual) -> None:
    people = [lou, *(someone(school, f"P {number}") for number in range(9))]
    tickets = [asks(one, survey) for one in people]
    for number, ticket in enumerate(tickets[:8]):
        answering.answer(survey, str(ticket), {"you.status": "student" if number % 2 else "staff"}, TODAY)
    before = {model: set(model.objects.values_list("pk", flat=True)) for model in (Ticket, Spent, Answer)}
    said = sorted(str(one.body) for one in Answer.objects.all())
    assert answering.shuffle(survey)
    assert not answering.shuffle(survey), "nothing is new"
    after = {model: set(model.objects.values_list("pk", flat=True)) for model in (Ticket, Spent, Answer)}
    assert before[Ticket].isdisjoint(after[Ticket])
    assert before[Answer].isdisjoint(after[Answer])
    assert before[Spent] == after[Spent]
    assert sorted(str(one.body) for one in Answer.objects.all()) == said
    refused("given", lambda: asks(lou, survey))
    refused("spent", lambda: answering.answer(survey, str(tickets[0]), YES, TODAY))
    answering.answer(survey, str(tickets[8]), YES, TODAY)


def test_paper_tickets_are_printed_once_and_counted(school: School, survey: Survey) -> None:
    office = an_office(school)
    tickets = acts.print_tickets(survey, 3, TODAY, office)
    acts.print_tickets(survey, 2, TODAY, office)
    survey.refresh_from_db()
    assert survey.papers == 5
    for ticket in tickets:
        answering.answer(survey, str(ticket), YES, TODAY)
    refused("spent", lambda: answering.answer(survey, str(tickets[0]), YES, TODAY))
    for number in (0, rules.MOST_PAPERS + 1):
        refused("not_open", lambda number=number: acts.print_tickets(survey, number, TODAY, office))  # type: ignore[misc]  # of the loop


def test_what_lou_does_leaves_no_line_in_the_trail(survey: Survey, lou: Individual) -> None:
    before = Line.objects.count()
    answering.answer(survey, str(asks(lou, survey)), YES, TODAY)
    assert Line.objects.count() == before


def test_an_open_survey_no_longer_changes(school: School, survey: Survey) -> None:
    office = an_office(school)
    refused("open", lambda: acts.change_survey(survey, office))
    refused("open", lambda: acts.open_survey(survey, TODAY, office))
    late = a_survey(school, "2020", closes=TODAY - timedelta(days=1), opens=TODAY - timedelta(days=9))
    refused("late", lambda: acts.open_survey(late, TODAY, office))
    refused("not_open", lambda: acts.close_survey(late, office))


def test_while_it_is_open_numbers_move_on_by_five(school: School, survey: Survey) -> None:
    people = [someone(school, f"P {number}") for number in range(7)]
    tickets = [asks(one, survey) for one in people]
    for ticket in tickets[:6]:
        answering.answer(survey, str(ticket), YES, TODAY)
    part = taking_part.of(survey)
    assert (part.everyone.asked, part.everyone.given.value, part.answers.value) == (8, 5, 5)
    assert part.percent == 62
    survey = acts.close_survey(survey)
    assert taking_part.of(survey).everyone.given.value == 7


@pytest.mark.django_db(transaction=True)
def test_the_clock_closes_welcomes_and_shuffles(school: School, lou: Individual) -> None:
    today = timezone.localdate()
    office = an_office(school)
    survey = acts.open_survey(a_survey(school, opens=today, closes=today), today, office)
    ended = acts.open_survey(a_survey(school, "2025", opens=today, closes=today), today, office)
    Survey.objects.filter(pk=ended.pk).update(opens=today - timedelta(9), closes=today - timedelta(1))
    answering.answer(survey, str(asks(lou, survey, today)), YES, today)
    before = Answer.objects.get().pk
    tasks.tend()
    assert Answer.objects.get().pk != before
    assert Survey.objects.get(pk=ended.pk).state == Survey.State.CLOSED


@pytest.mark.django_db(transaction=True)
def test_one_ticket_is_sent_twenty_times_at_once(school: School, lou: Individual) -> None:
    survey = an_open_survey(school)
    ticket = str(asks(lou, survey))

    def once() -> bool:
        try:
            answering.answer(survey, ticket, YES, TODAY)
        except Refused:
            return False
        return True

    assert sorted(at_once([once] * 20)) == [False] * 19 + [True]
    assert Answer.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_lou_asks_for_ten_tickets_at_once(school: School, lou: Individual) -> None:
    survey = an_open_survey(school)

    def once() -> bool:
        try:
            asks(lou, survey)
        except Refused:
            return False
        return True

    assert sorted(at_once([once] * 10)) == [False] * 9 + [True]
