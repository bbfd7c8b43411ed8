"""What each version of a report says of a year, read from what the rooms count by themselves."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portevoix.ground.counts.indicators import DECLARED, Indicator, Period, Reading
from portevoix.ground.counts.wording import said
from portevoix.ground.schools.models import School
from portevoix.steering.report import planned
from portevoix.steering.report.content import Body, Chapter, Definition, Figure, Table
from portevoix.steering.report.models import Added, Report, Topic, Version

TOPIC_OF = {
    "testimonies": Topic.CELL,
    "cases": Topic.CELL,
    "sittings": Topic.PREVENTION,
    "prevention": Topic.PREVENTION,
    "plan": Topic.PLAN,
    "survey": Topic.SURVEY,
    "shares": Topic.SHARES,
}
"""By the room that declares an indicator."""
MONEY = {"sittings.spent", "plan.spent"}
OF_STAFF = {"prevention.staff", "testimonies.received", "testimonies.first_contact"}


def indicators(topic: str, version: str) -> list[Indicator]:
    """Those that this version gives of this topic. The social data base speaks of staff; the public of no spending."""
    of_topic = [one for one in DECLARED.values() if TOPIC_OF.get(one.key.partition(".")[0]) == topic]
    if version == Version.SOCIAL:
        return [one for one in of_topic if one.key in OF_STAFF or topic not in {Topic.CELL, Topic.PREVENTION}]
    return [one for one in of_topic if version != Version.PUBLIC or one.key not in MONEY]


def body(report: Report) -> Body:
    """The report as of now. A number for which nothing can be said says so."""
    chapters = tuple(_chapter(report, topic) for topic in report.chosen)
    told = Body(chapters).keys()
    return Body(chapters, tuple(one for one in _definitions(report) if one.key in told))


def _chapter(report: Report, topic: str) -> Chapter:
    tables = [table for one in indicators(topic, report.version) for table in _counted(one, report)]
    if topic == Topic.PLAN:
        tables = [*planned.tables(report), *tables]
    added = list(Added.objects.in_report(report).filter(topic=topic))
    if added:
        rows = tuple((Figure(one.name), Figure(one.said, f"added.{one.ident}")) for one in added)
        tables.append(Table(_("Also counted, by hand"), (_("What"), str(report.year)), rows))
    return Chapter(topic, str(Topic(topic).label), tuple(tables), tuple(_cautions(topic, report.version)))


def _cautions(topic: str, version: str) -> Iterator[str]:
    """What must be known before the numbers are read."""
    if topic == Topic.CELL:
        yield _("Testimonies are sealed: their number is known here, never what they say nor who wrote them.")
    if topic == Topic.CELL and version == Version.SOCIAL:
        yield _(
            "The nature of what is reported, and whether it comes from staff, is sealed too: the cell counts it and "
            "its numbers are added by hand."
        )
    if topic == Topic.SURVEY:
        yield _("Answers are anonymous; groups too small are not shown.")


def _counted(indicator: Indicator, report: Report) -> Iterator[Table]:
    """This year beside the one before, line by line: for each thing it can be asked about, then by campus."""
    years = (report.year - 1, report.year)
    asked = list(indicator.options(report.school)) or [("", str(indicator.name))]
    rows = tuple(row for option, name in asked for row in _rows(indicator, report.school, years, option, name))
    if rows:
        yield Table(str(indicator.name), ("", *map(str, years)), rows)


def _rows(
    indicator: Indicator, school: School, years: Iterable[int], option: str, name: str
) -> Iterator[tuple[Figure, ...]]:
    read = [_by_place(indicator.read(school, Period.year(year), option)) for year in years]
    places = list(dict.fromkeys(place for readings in read for place in readings))
    for place in places:
        found = [readings.get(place, Reading(None)) for readings in read]
        if any(reading != Reading(None) for reading in found):
            cells = (Figure(said(reading, indicator.unit), indicator.key) for reading in found)
            yield (Figure(name if not place else f"{name} · {place}"), *cells)


def _by_place(readings: Iterable[Reading]) -> dict[str, Reading]:
    """By campus and programme; the whole school under an empty name. The place is not repeated in what is compared."""
    return {
        " · ".join(filter(None, (one.campus, one.programme))): Reading(
            one.numerator, one.denominator, is_masked=one.is_masked, as_published=one.as_published
        )
        for one in readings
    }


def _definitions(report: Report) -> Iterator[Definition]:
    """Of everything a report of this kind may say."""
    for one in DECLARED.values():
        source = _("counted by Portevoix")
        yield Definition(one.key, str(one.name), str(one.definition), str(one.numerator), str(one.denominator), source)
    yield from planned.definitions(report)
    for added in Added.objects.in_report(report):
        yield Definition(f"added.{added.ident}", added.name, added.definition, source=added.source)
