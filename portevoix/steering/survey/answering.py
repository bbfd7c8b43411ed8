"""What people do: ask for their ticket, known; answer with it, unknown. Neither leaves a line anywhere.

One transaction each. What lies in the tables afterwards is put into another order again and again.
"""

import secrets
from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from portevoix.ground.population.models import Individual
from portevoix.ground.seal import ticket as seal
from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import sha256
from portevoix.ground.web.rules import Refused
from portevoix.steering.survey import acts, instrument, rules
from portevoix.steering.survey.models import Answer, Spent, Survey, Ticket, random_key

BATCH = 500


def give_ticket(survey: Survey, individual: Individual, blinded: bytes, today: date) -> tuple[bytes, bytes]:
    """Evaluate what a browser has drawn and blinded, once for each person; the same asked again is answered again."""
    rules.must_be_allowed_to_answer(survey, today)
    mint = _same_key(survey)
    try:
        evaluated, proof = mint.evaluate(blinded)
    except SealError as error:
        sentence = _("This request is not in a form that is understood here.")
        raise Refused(sentence, code="malformed", status=422) from error
    with transaction.atomic():
        rules.must_be_allowed_to_answer(Survey.objects.held().get(pk=survey.pk), today)
        _note(survey, individual, sha256(blinded))
    return evaluated, proof


def _note(survey: Survey, individual: Individual, request: bytes) -> None:
    ticket = Ticket.objects.to(survey).of(individual).first() or Ticket(survey=survey, individual=individual)
    if ticket.given and bytes(ticket.request) != request:
        sentence = _(
            "You have had your ticket for this survey already. There is one for each person, and nobody can say which "
            "is yours: not even we can give it to you again."
        )
        raise Refused(sentence, code="given", status=409)
    ticket.given, ticket.request = True, request
    ticket.save()


def answer(survey: Survey, typed: str, said: object, today: date) -> None:
    """Keep what somebody says, for a ticket that has not served. When it is refused, the ticket is still good."""
    rules.must_be_allowed_to_answer(survey, today)
    ticket = must_be_ours(survey, typed)
    body = instrument.check(survey, said)
    if not body:
        sentence = _("You have answered nothing yet. One question is enough; your ticket is still good.")
        raise Refused(sentence, code="nothing", status=422)
    with transaction.atomic():
        try:
            with transaction.atomic():
                Spent.objects.create(pk=ticket.spent, survey=survey)
        except IntegrityError as error:
            raise _spent() from error
        Answer.objects.create(survey=survey, body=body)


def must_be_ours(survey: Survey, typed: str) -> seal.Ticket:
    """The ticket that somebody shows, when it was made for this very survey."""
    try:
        ticket = seal.Ticket.read(typed)
    except SealError as error:
        sentence = _("This is not a ticket: it has forty letters and numbers, in ten groups of four. Look at it again.")
        raise Refused(sentence, code="unreadable", status=422) from error
    mint = _same_key(survey)
    if mint.is_ours(ticket):
        return ticket
    if ticket.key != mint.named:
        sentence = _("This ticket is not one of this survey: perhaps it is of another year, or a letter is wrong.")
        raise Refused(sentence, code="other_survey", status=409)
    raise Refused(_("This ticket is not one of ours: perhaps a letter is wrong. Look at it again."), code="forged")


def _same_key(survey: Survey) -> seal.Mint:
    """The key that the survey was opened with; another one would have nobody's ticket known again."""
    mint = acts.mint_of(survey)
    if mint.public.hex() != survey.public_key:
        sentence = _("The key of this survey is not the one it was opened with. Tell the mission: nothing was kept.")
        raise Refused(sentence, code="key_changed", status=503)
    return mint


def _spent() -> Refused:
    sentence = _(
        "This ticket has served already: one answer has been received with it. If it was yours, all is well: thank you."
    )
    return Refused(sentence, code="spent", status=409)


@transaction.atomic
def shuffle(survey: Survey) -> bool:
    """Write every row of a survey again under another key, in an order drawn at random; False when nothing is new.

    So neither the place of a row on the disk nor the transaction that wrote it says when it came. For the timetable.
    """
    survey = Survey.objects.held().get(pk=survey.pk)
    there = Answer.objects.in_survey(survey).count() + Ticket.objects.to(survey).given_out().count()
    if there == survey.shuffled:
        return False
    _again(Ticket.objects.to(survey), random_key)
    _again(Spent.objects.in_survey(survey))
    _again(Answer.objects.in_survey(survey), random_key)
    survey.shuffled = there
    survey.save(update_fields=["shuffled"])
    return True


def _again(rows: QuerySet[Any], new_key: Callable[[], int] | None = None) -> None:
    """Take these rows out, and put them back in another order."""
    kept = list(rows.select_for_update(of=("self",)))
    for first in range(0, len(kept), BATCH):
        rows.filter(pk__in=[one.pk for one in kept[first : first + BATCH]]).delete()
    secrets.SystemRandom().shuffle(kept)
    for one in kept:
        one.pk = new_key() if new_key else one.pk
    rows.model._default_manager.bulk_create(kept, batch_size=BATCH)


def wipe() -> None:
    """Leave nothing of the old rows in the files of the database; not inside a transaction. For the timetable."""
    if connection.in_atomic_block:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for model in (Ticket, Spent, Answer):
                cursor.execute(f'VACUUM (FULL) "{model._meta.db_table}"')
        else:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
