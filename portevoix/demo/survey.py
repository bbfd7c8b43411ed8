"""The climate survey of the made-up school: answers nobody gave, drawn once, always the same. The pages say so."""

from collections.abc import Iterator
from datetime import date, datetime
from random import Random

from portevoix.ground.schools.models import School
from portevoix.steering.survey import counting, instrument
from portevoix.steering.survey.instrument import UNSAID, Instrument, Item
from portevoix.steering.survey.models import Answer, Survey

WOMEN_IN = {"student": 0.31, "doctoral": 0.36, "staff": 0.47}
FEWER = {"man": 0.4, "woman": 1.0, "other": 1.3}
"""How often something happens, compared with women."""
LIVED = {
    **{"sexist.jokes": 0.3, "sexist.doubted": 0.2, "sexist.tasks": 0.13, "sexist.silenced": 0.18},
    **{"sexist.looks": 0.16, "sexist.identity": 0.06, "sexist.rite": 0.1},
    **{"attention.insisted": 0.09, "attention.intimate_talk": 0.08, "attention.gestures": 0.1},
    **{"attention.exposed": 0.03, "attention.followed": 0.05, "attention.bargain": 0.02},
    **{"contact.pressed": 0.12, "contact.kissed": 0.05, "contact.touched": 0.08, "contact.attempted": 0.03},
    **{"contact.act": 0.02, "contact.went_on": 0.03, "contact.drugged": 0.03},
    **{"online.received": 0.07, "online.demanded": 0.03, "online.shared": 0.03, "online.talked_of": 0.05},
    **{"witness.remarks": 0.62, "witness.insisting": 0.3, "witness.unable": 0.13},
}
AGREE = {"climate.trouble": 0.36, "scheme.would_use": 0.55, "learnt.useful": 0.8, "learnt.silence": 0.9}
"""How many agree; 0.7 for what is not here."""
YES = {"scheme.known": 0.58, "scheme.reach": 0.44, "scheme.nameless": 0.33, "learnt.attended": 0.37, "told.cell": 0.09}
USUAL = {"told.whom": "friends", "told.why_not": "not_enough", "where.from": "student", "where.places": "party"}


def drawn(asked: Instrument, people: int, seed: int, better: float = 0.0) -> Iterator[dict[str, str]]:
    """Answers of so many people; `better` moves what the school does, known and trusted, by so much."""
    chance = Random(seed)  # noqa: S311  nothing to be guessed: it has to be the same each time
    for _nobody in range(people):
        told: dict[str, str] = {}
        stops = chance.randrange(len(asked.modules)) if chance.random() < 0.06 else len(asked.modules)
        for module in asked.modules[: stops + 1]:
            for item in module.items:
                if item.is_asked(told) and chance.random() > 0.02:
                    told[item.name] = _answer(chance, item, told, better)
        yield told


def _answer(chance: Random, item: Item, told: dict[str, str], better: float) -> str:
    if chance.random() < 0.02:
        return UNSAID
    keys = [choice.key for choice in item.said()]
    if item.name == "you.status":
        return chance.choices(keys, [0.76, 0.1, 0.14])[0]
    if item.name == "you.gender":
        women = WOMEN_IN.get(told.get("you.status", ""), 0.33)
        return chance.choices(keys, [women, 0.985 - women, 0.015])[0]
    if item.name == "you.since":
        return chance.choices(keys, [0.3, 0.7])[0]
    if item.name in LIVED:
        often = LIVED[item.name] * (
            1 if item.name.startswith("witness") else FEWER.get(told.get("you.gender", ""), 0.6)
        )
        often *= 0.5 if told.get("you.status") == "staff" else 1
        return chance.choices(keys, [1 - often, 0.55 * often, 0.45 * often])[0]
    if item.is_many:
        usual = USUAL.get(item.name, keys[0])
        chosen = {usual if chance.random() < 0.55 else chance.choice(keys)}
        return " ".join(key for key in keys if key in chosen | {chance.choice(keys)})
    if item.yes == ("yes",):
        share = YES.get(item.name, 0.3) + better
        return chance.choices(keys, [share, 1 - share, *[0.05] * (len(keys) - 2)])[0]
    share = AGREE.get(item.name, 0.7) + (better if item.name in {"climate.heard", "scheme.would_use"} else 0)
    if item.name.startswith("climate") and told.get("you.gender") == "woman":
        share += 0.12 if item.name == "climate.trouble" else -0.12
    if not item.yes:
        return chance.choice(keys)
    shares = [0.45 * share, 0.55 * share, 0.65 * (1 - share), 0.35 * (1 - share), *[0.08] * (len(keys) - 4)]
    return chance.choices(keys, shares)[0]


ANSWERS = (212, 301)
"""Two years ago, and last year."""
ON_THE_LISTS = {"student": 540, "doctoral": 64, "staff": 118}
GIVEN = ({"student": 187, "doctoral": 24, "staff": 41}, {"student": 262, "doctoral": 31, "staff": 58})
RECEIVED = (6, 14)


def show(school: School, now: datetime) -> None:
    """Two surveys that are closed: the results of one year, and what changed since the year before."""
    for back, people, given, received in zip((2, 1), ANSWERS, GIVEN, RECEIVED, strict=True):
        year = now.year - back
        survey = Survey.objects.create(
            school=school,
            slug=str(year),
            title=f"Baromètre {year} (réponses inventées)",
            year=year,
            opens=date(year, 11, 10),
            closes=date(year, 11, 28),
            version=instrument.current_version(),
            state=Survey.State.CLOSED,
            asked=ON_THE_LISTS,
            given=given,
            answered=people,
        )
        told = drawn(instrument.of(survey), people, seed=year, better=0.06 * (2 - back))
        Answer.objects.bulk_create([Answer(survey=survey, body=instrument.check(survey, one)) for one in told])
        outcome = counting.count_up(survey)
        if outcome:
            # The testimonies of the made-up cell are all of these days.
            outcome.received = received
            outcome.shown = ["silence", "climate", "scheme", "learnt"]
            outcome.save(update_fields=["received", "shown"])
