"""Surveys that have been closed and counted, with answers as somebody would have given them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from portevoix.ground.schools.models import School
from portevoix.steering.survey import counting, instrument
from portevoix.steering.survey.models import Answer, Outcome, Survey

Told = Mapping[str, str]
LISTS = {"student": 200, "doctoral": 20, "staff": 40}


def closed(school: School, answers: list[Told], year: int = 2025) -> Survey:
    """Closed on 28 November, and not counted yet."""
    survey = Survey.objects.create(
        school=school,
        slug=str(year),
        title=f"Baromètre {year}",
        year=year,
        opens=date(year, 11, 10),
        closes=date(year, 11, 28),
        version="1",
        state=Survey.State.CLOSED,
        asked=LISTS,
        answered=len(answers),
    )
    asked = {item.name for item in instrument.of(survey).items}
    bodies = [{name: said for name, said in told.items() if name in asked} for told in answers]
    Answer.objects.bulk_create([Answer(survey=survey, body=instrument.check(survey, body)) for body in bodies])
    return survey


def counted(school: School, answers: list[Told], year: int = 2025) -> Outcome:
    """The same, counted."""
    outcome = counting.count_up(closed(school, answers, year))
    assert outcome
    return outcome


def already_counted(school: School, figures: Mapping[str, int | None], year: int = 2025) -> Outcome:
    """One of which these sums were kept."""
    return Outcome.objects.create(survey=closed(school, [], year), figures=dict(figures))


def a_class(women: int = 30, men: int = 40, feel_safe: int = 20, touched: int = 12) -> list[Told]:
    """Students; so many of the women feel safe, so many were touched; all the men feel safe and lived nothing."""
    told: list[Told] = []
    for number in range(women + men):
        is_woman = number < women
        safe = "full" if not is_woman or number < feel_safe else "not"
        lived = "once" if is_woman and number < touched else "never"
        said = {"you.status": "student", "you.gender": "woman" if is_woman else "man", "climate.safe": safe}
        told.append(said | dict.fromkeys(ACTS, "never") | {"contact.touched": lived})
    return told


ACTS = [
    *(f"sexist.{key}" for key in ("jokes", "doubted", "tasks", "silenced", "looks", "identity", "rite")),
    *(f"attention.{key}" for key in ("insisted", "intimate_talk", "gestures", "exposed", "followed", "bargain")),
    *(f"contact.{key}" for key in ("pressed", "kissed", "touched", "attempted", "act", "went_on", "drugged")),
    *(f"online.{key}" for key in ("received", "demanded", "shared", "talked_of")),
]
