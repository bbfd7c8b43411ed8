"""What the mission does about a survey: one transaction each, one line in the trail.

What people do (ask for a ticket, answer) is in `answering.py` and leaves no line: it is theirs.
"""

import hmac
import secrets
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction

from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.seal import ticket as paper
from portevoix.ground.seal.ticket import Mint
from portevoix.ground.trail import acts as trail
from portevoix.ground.web.models import Instance
from portevoix.steering.survey import rules
from portevoix.steering.survey.models import Answer, Outcome, Spent, Survey, Ticket


def mint_of(survey: Survey) -> Mint:
    """The key of a survey: made again each time from the installation's, and written nowhere."""
    seed = hmac.digest(settings.SECRET_KEY.encode(), b"portevoix survey " + survey.ident.encode(), "sha256")
    return Mint(seed, bytes.fromhex(Instance.current_ident()), bytes.fromhex(survey.ident))


@transaction.atomic
def make_survey(
    school: School,
    *,
    slug: str,
    title: str,
    year: int,
    opens: date,
    closes: date,
    modules: Sequence[str],
    version: str,
    by: Office,
) -> Survey:
    """Begin one; nobody sees it before it is opened."""
    survey = Survey.objects.create(
        school=school,
        slug=slug,
        title=title,
        year=year,
        opens=opens,
        closes=closes,
        modules=list(modules),
        version=version,
    )
    trail.deed("survey made", by, survey)
    return survey


@transaction.atomic
def change_survey(survey: Survey, by: Office) -> Survey:
    """Keep what was changed of it, while nobody can have seen it."""
    rules.must_be_allowed_to_change(Survey.objects.held().get(pk=survey.pk))
    survey.save()
    trail.deed("survey changed", by, survey)
    return survey


@transaction.atomic
def open_survey(survey: Survey, today: date, by: Office) -> Survey:
    """Everybody on the lists may ask for one ticket; the key they are made with is published."""
    survey = Survey.objects.held().get(pk=survey.pk)
    rules.must_be_allowed_to_open(survey, today)
    survey.state, survey.public_key = Survey.State.OPEN, mint_of(survey).public.hex()
    survey.save(update_fields=["state", "public_key"])
    welcome(survey)
    trail.deed("survey opened", by, survey, survey.public_key)
    return survey


@transaction.atomic
def close_survey(survey: Survey, by: Office | None = None) -> Survey:
    """Count who had asked for a ticket, by status, and forget who they are; nobody: its last day has passed."""
    survey = Survey.objects.held().get(pk=survey.pk)
    rules.must_be_allowed_to_close(survey)
    tickets = Ticket.objects.to(survey)
    survey.asked, survey.given = tickets.by_status(), tickets.given_out().by_status()
    survey.state, survey.answered = Survey.State.CLOSED, Answer.objects.in_survey(survey).count()
    survey.save(update_fields=["state", "asked", "given", "answered"])
    tickets.delete()
    Spent.objects.in_survey(survey).delete()
    trail.note("survey closed", [survey.ident], actor=by.ident if by else "", subject=survey.ident)
    return survey


@transaction.atomic
def print_tickets(survey: Survey, number: int, today: date, by: Office) -> list[paper.Ticket]:
    """Tickets for people who have no account or no JavaScript: printed once, kept nowhere, counted."""
    survey = Survey.objects.held().get(pk=survey.pk)
    rules.must_be_allowed_to_print(survey, number, today)
    survey.papers += number
    survey.save(update_fields=["papers"])
    trail.deed("survey tickets printed", by, survey, number)
    mint = mint_of(survey)
    return [mint.make() for _ in range(number)]


def welcome(survey: Survey) -> int:
    """Whoever is on the lists and could not ask yet may; how many. In no order."""
    known = Ticket.objects.to(survey).values("individual")
    people = list(Individual.objects.for_school(survey.school).present().exclude(pk__in=known))
    secrets.SystemRandom().shuffle(people)
    made = [Ticket(survey=survey, individual=one) for one in people]
    Ticket.objects.bulk_create(made, ignore_conflicts=True, batch_size=500)
    return len(made)


@transaction.atomic
def publish_results(outcome: Outcome, keys: Sequence[str], by: Office) -> Outcome:
    """Show these parts of the results to everyone, and no others. What is shown is a part of what was kept: masked."""
    outcome.shown = list(keys)
    outcome.save(update_fields=["shown"])
    trail.deed("survey results published", by, outcome.survey, *keys)
    return outcome
