"""What each version of a report says of a year, read from what the rooms count by themselves."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from portevoix.ground.counts.indicators import DECLARED, Indicator, Period, Reading
from portevoix.ground.counts.wording import said
from portevoix.steering.report import planned
from portevoix.steering.report.content import Body, Chapter, Definition, Figure, Table
from portevoix.steering.report.models import Added, Report, Topic, Version

TOPIC_OF = {
    "testimonies": Topic.CELL,
    "cases": Topic.CELL,
    "sittings": Topic.PREVENTION,
    "prevention": Topic.PREVENTION,
    "plan": Topic.PLAN,
    "committee": Topic.PLAN,
    "survey": Topic.SURVEY,
    "shares": Topic.SHARES,
}
"""By the room that declares an indicator."""
MONEY = {"sittings.spent", "plan.spent"}
WITH_PLACES = {Version.BOARD, Version.MINISTRY}
"""Who reads campus by campus; the others read of the whole school."""
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
    tables = list(_counted(indicators(topic, report.version), report))
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


def _counted(asked: list[Indicator], report: Report) -> Iterator[Table]:
    """This year beside the one before: what needs no question in one table, the rest in one each."""
    options = {one.key: list(one.options(report.school)) for one in asked}
    alone = [row for one in asked if not options[one.key] for row in _rows(one, report, "", str(one.name))]
    if alone:
        yield _beside(_("The year in numbers"), report, alone)
    for one in asked:
        rows = [row for option, name in options[one.key] for row in _rows(one, report, option, name)]
        if rows:
            yield _beside(str(one.name), report, rows)


def _beside(title: str, report: Report, rows: list[tuple[Figure, ...]]) -> Table:
    return Table(title, (_("What"), str(report.year - 1), str(report.year)), tuple(rows))


def _rows(indicator: Indicator, report: Report, option: str, name: str) -> Iterator[tuple[Figure, ...]]:
    """The whole school, then each of its places where the reader is to see them."""
    periods = [Period.year(report.year - 1), Period.year(report.year)]
    read = [_by_place(indicator.read(report.school, period, option)) for period in periods]
    places = list(dict.fromkeys(place for readings in read for place in readings))
    for place in places if report.version in WITH_PLACES else places[:1]:
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
