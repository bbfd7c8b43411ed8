"""What a closed survey gives to the plan and to the report: masked already, from what was kept of it."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from portevoix.ground.counts.indicators import Indicator, Period, Reading, Unit, declare
from portevoix.ground.schools.models import School
from portevoix.steering.survey import instrument, results
from portevoix.steering.survey.models import Outcome
from portevoix.steering.survey.results import Results


def _last_of(school: School, period: Period) -> Results | None:
    """The last survey that closed in the period."""
    found = Outcome.objects.for_school(school).closed_between(period.first, period.last).first()
    return results.of(found) if found else None


def _answered(school: School, period: Period, _option: str) -> list[Reading]:
    told = _last_of(school, period)
    if told is None:
        return []
    share = told.response
    return [Reading(share.count, share.of, is_masked=share.count is None)]


def _lived(school: School, period: Period, option: str) -> list[Reading]:
    told = _last_of(school, period)
    found = told and next((one for one in told.lived if one.name == f"lived.{option or 'any'}"), None)
    if not found:
        return []
    names = {slugify(name): name for name in school.campuses.values_list("name", flat=True)}
    campuses = [
        (line, names.get(line.key, ""))
        for crossing in found.crossings
        if crossing.key == "campus"
        for line in crossing.lines
    ]
    share = found.share
    whole = Reading(share.count, share.of, is_masked=share.count is None)
    return [whole] + [
        Reading(line.share.count, line.share.of, campus=name, is_masked=line.share.count is None)
        for line, name in campuses
        if name
    ]


def _silence(school: School, period: Period, option: str) -> list[Reading]:
    told = _last_of(school, period)
    found = told and next((one for one in told.silence if one.key == (option or "any")), None)
    if not found:
        return []
    rate = found.people_for_one
    return [Reading(None if rate is None else Decimal(f"{rate:.1f}"), is_masked=rate is None)]


def _kinds(_school: School) -> Iterator[tuple[str, str]]:
    for lived in instrument.lived():
        yield lived.key, str(lived.text)


def _kinds_of_silence(school: School) -> Iterator[tuple[str, str]]:
    return ((key, name) for key, name in _kinds(school) if key in results.SILENCES)


ANSWERED = declare(
    Indicator(
        key="survey.answered",
        name=_("Response rate of the climate survey"),
        definition=_(
            "Answers received, out of everybody on the school’s lists when the survey closed. Paper tickets are "
            "among the answers."
        ),
        numerator=_("answers received"),
        denominator=_("people on the lists"),
        unit=Unit.SHARE,
        read=_answered,
    )
)
LIVED = declare(
    Indicator(
        key="survey.lived",
        name=_("People who say they lived something"),
        definition=_(
            "Among those who answered these questions of the climate survey, people who say they lived at least one "
            "of the situations described in the last twelve months. Each counts once."
        ),
        numerator=_("people who say yes to at least one"),
        denominator=_("people who answered"),
        unit=Unit.SHARE,
        read=_lived,
        options=_kinds,
    )
)
SILENCE = declare(
    Indicator(
        key="survey.silence",
        name=_("Silence rate"),
        definition=_(
            "People who say in the climate survey that they lived something, for each testimony that reached the "
            "cell in the same twelve months. People and testimonies are not the same thing: one person may write "
            "several times, and a testimony may be about an earlier year or from a witness. Unknown when either "
            "number is unknown or too small to show."
        ),
        numerator=_("people who say they lived something, for one testimony"),
        denominator="",
        unit=Unit.COUNT,
        read=_silence,
        options=_kinds_of_silence,
    )
)
