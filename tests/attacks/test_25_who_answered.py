"""Attack 25: whoever has the database, the disk and every key looks for who answered what in a survey.

Blinding leaves nothing to compare; so the attack is on what lies around: the order of rows, their keys, where they lie
in the file, which transaction wrote them. People answer here in the very order in which they asked for their tickets,
which no thief could hope for: if any order were kept, every answer would be given away.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from voprf import ristretto

from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus
from portevoix.ground.seal.fields import sha256
from portevoix.steering.survey import acts, answering, instrument
from portevoix.steering.survey.models import Answer, Spent, Survey, Ticket
from portevoix.steering.survey.tests.persona import TODAY, Browser, an_open_survey

MANY = 60
CHANCE = 9
"""By luck one match is expected, whatever their number; ten or more come once in nine million times."""


@pytest.fixture
def answered(transactional_db: None) -> tuple[Survey, list[Browser]]:
    """Everybody asks, then everybody answers, in the same order; each says something that nobody else says."""
    school = a_campus()
    names = [f"{number:02}" for number in range(MANY)]
    people = Individual.objects.bulk_create(
        Individual(school=school, status="student", family_name=name, email=f"{name}@x.example") for name in names
    )
    survey = an_open_survey(school)
    browsers = [Browser(survey) for _ in people]
    tickets = [
        browser.finish(*answering.give_ticket(survey, one, browser.blinded, TODAY))
        for one, browser in zip(people, browsers, strict=True)
    ]
    for number, ticket in enumerate(tickets):
        answering.answer(survey, str(ticket), said_by(survey, number), TODAY)
    return survey, browsers


def said_by(survey: Survey, number: int) -> dict[str, str]:
    """The number of whoever answers, written in the choices of the first questions that everybody is asked."""
    said, number = {}, number + 1
    for item in instrument.of(survey).items:
        choices = [choice.key for choice in item.choices]
        if not item.is_many and not item.show_if and number:
            number, at = divmod(number, len(choices))
            said[item.name] = choices[at]
    return said


def matches(survey: Survey, asked: Sequence[int], answers: Sequence[dict[str, str]]) -> int:
    """How many answers are given to the right person, when the rows are paired as they come."""
    known = [said_by(survey, number) for number in range(MANY)]
    return sum(known[person] == answer for person, answer in zip(asked, answers, strict=True))


def orders() -> dict[str, str]:
    """Every order that the database itself can be asked for."""
    if connection.vendor == "postgresql":
        return {"as they lie": "ctid", "by transaction": "xmin::text::bigint, cmin::text::bigint", "by key": "id"}
    return {"as they lie": "rowid", "by key": "id"}


def rows(table: str, columns: str, order: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {columns} FROM {table} ORDER BY {order}")
        return list(cursor.fetchall())


def test_no_order_of_rows_gives_anybody_away(answered: tuple[Survey, list[Browser]]) -> None:
    survey, _browsers = answered
    assert len({str(said_by(survey, number)) for number in range(MANY)}) == MANY
    if connection.vendor == "postgresql":
        assert max(matched(survey).values()) == MANY, "what it would be if rows were left as they came"
    answering.shuffle(survey)
    answering.wipe()
    assert {where: right for where, right in matched(survey).items() if right > CHANCE} == {}


def matched(survey: Survey) -> dict[str, int]:
    """By order of tickets and order of answers: how many are paired rightly."""
    people = {individual.pk: number for number, individual in enumerate(Individual.objects.order_by("family_name"))}
    found = {}
    for name, order in orders().items():
        asked = [people[key] for (key,) in rows("survey_ticket", "individual_id", order)]
        for other, theirs in orders().items():
            keys = [key for (key,) in rows("survey_answer", "id", theirs)]
            answers = {one.pk: one.body for one in Answer.objects.all()}
            said = [answers[key] for key in keys]
            for way, listed in (("forwards", said), ("backwards", said[::-1])):
                found[f"{name}, {other}, {way}"] = matches(survey, asked, listed)
    return found


def test_a_ticket_that_is_found_does_not_lead_to_its_answer(answered: tuple[Survey, list[Browser]]) -> None:
    """Somebody's ticket lies about, after it has served: the row it left is beside nobody's answer."""
    survey, browsers = answered
    answering.shuffle(survey)
    answering.wipe()
    mint = acts.mint_of(survey)
    left = [spent_of(mint, browser) for browser in browsers]
    assert set(left) == set(Spent.objects.values_list("pk", flat=True))
    answers = {one.pk: one.body for one in Answer.objects.all()}
    for order in orders().values():
        spent = [left.index(key) for (key,) in rows("survey_spent", "id", order)]
        for theirs in orders().values():
            said = [answers[key] for (key,) in rows("survey_answer", "id", theirs)]
            assert matches(survey, spent, said) <= CHANCE


def spent_of(mint: Any, browser: Browser) -> int:
    evaluated, proof = mint.evaluate(browser.blinded)
    return browser.finish(evaluated, proof).spent


def test_what_the_server_saw_fits_every_ticket_equally(answered: tuple[Survey, list[Browser]]) -> None:
    """With the key, the only thing that can be checked of a request is that its answer is `key × request`; of a ticket,
    that its tag is the key's. Neither names the other: each request goes with each ticket for exactly one blind."""
    survey, browsers = answered
    mint = acts.mint_of(survey)
    kept = {bytes(ticket.request) for ticket in Ticket.objects.to(survey)}
    assert kept == {sha256(browser.blinded) for browser in browsers}
    nonces = {browser.nonce for browser in browsers}
    for browser in browsers[:8]:
        evaluated, _proof = mint.evaluate(browser.blinded)
        seen = browser.blinded + evaluated
        assert not [nonce for nonce in nonces if nonce in seen]
        # The same nonce, blinded again: it gives another request each time, and always the same ticket.
        again = Browser(survey, browser.nonce)
        assert again.blinded != browser.blinded
        assert again.finish(*mint.evaluate(again.blinded)) == browser.finish(*mint.evaluate(browser.blinded))
    # And a request that hides nothing at all of ours is answered like any other.
    anything = ristretto.Client.blind(b"anything")[1].serialize()
    assert len(mint.evaluate(bytes(anything))[0]) == 32


def test_no_column_holds_a_time_an_address_or_a_browser() -> None:
    columns = {model: {one.name for one in model._meta.concrete_fields} for model in (Ticket, Spent, Answer)}
    assert columns == {
        Ticket: {"id", "survey", "individual", "given", "request"},
        Spent: {"id", "survey"},
        Answer: {"id", "survey", "body"},
    }


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="of the embedded database")
def test_the_file_itself_keeps_no_order(answered: tuple[Survey, list[Browser]]) -> None:
    """Rows lie by key, but each page fills from its end as they come: what is read byte by byte is shuffled too."""
    survey, browsers = answered
    data = database_file()
    asked = sorted((data.index(sha256(browser.blinded)), number) for number, browser in enumerate(browsers))
    assert sum(number == place for place, (_at, number) in enumerate(asked)) <= CHANCE, "a flag is turned on in place"
    before = in_file_order(survey)
    answering.shuffle(survey)
    answering.wipe()
    after = in_file_order(survey)
    assert len(before) >= MANY
    assert len(after) == MANY, "nothing is left of the old rows"
    assert sum(number == place for place, number in enumerate(after)) <= CHANCE
    assert sum(number == MANY - 1 - place for place, number in enumerate(after)) <= CHANCE


def in_file_order(survey: Survey) -> list[int]:
    """Who answered, in the order in which answers lie in the file, from its first byte to its last."""
    data = database_file()
    written = {number: json.dumps(said_by(survey, number)).encode() for number in range(MANY)}
    return [
        number for _at, number in sorted((at, number) for number in written for at in places(data, written[number]))
    ]


def database_file() -> bytes:
    """What a thief of the disk reads, all of it written."""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(str(connection.settings_dict["NAME"])).read_bytes()


def places(data: bytes, what: bytes) -> list[int]:
    found, at = [], data.find(what)
    while at >= 0:
        found.append(at)
        at = data.find(what, at + 1)
    return found
