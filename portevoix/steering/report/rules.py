"""When a report may still change, be closed, be shown. Pure."""

from datetime import date

from django.utils.translation import gettext as _

from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused
from portevoix.steering.report.content import Body
from portevoix.steering.report.models import Added, Report, Topic, Version

EARLIEST = 2000


def must_be_of(school: School, report: Report | None) -> Report:
    """The report, when it is one of the school's."""
    if report is None or report.school_id != school.pk:
        raise Refused(_("There is no such report here."), code="not_found", status=404)
    return report


def must_be_in(report: Report, added: Added | None) -> Added:
    """The number added by hand, when it is in this report."""
    if added is None or added.report_id != report.pk:
        raise Refused(_("There is no such number here."), code="not_found", status=404)
    return added


def may_tell(year: int, today: date) -> bool:
    """Of a year that has begun."""
    return EARLIEST <= year <= today.year


def must_be_allowed_to_tell(year: int, topics: list[str], today: date) -> None:
    if not may_tell(year, today):
        raise Refused(_("This year has not begun, or is too far away."), code="year", status=422)
    if not topics or not set(topics) <= set(Topic.values):
        raise Refused(_("Choose at least one chapter."), code="topics", status=422)


def may_change(report: Report) -> bool:
    return report.closed is None


def must_be_allowed_to_change(report: Report) -> None:
    if not may_change(report):
        raise Refused(_("This report is closed: make another one to say something else."), code="closed", status=409)


def may_close(report: Report, today: date) -> bool:
    """Once the year is over: a number that still moves is no result."""
    return may_change(report) and report.last_day < today


def must_be_allowed_to_close(report: Report, body: Body, today: date) -> None:
    must_be_allowed_to_change(report)
    if not may_close(report, today):
        raise Refused(_("The year is not over: its numbers still move."), code="year", status=409)
    if body.untraced():
        raise Refused(_("A number has no definition: the report cannot be closed."), code="untraced", status=409)


def may_publish(report: Report) -> bool:
    """Only what was made for everyone, and no longer changes."""
    return report.version == Version.PUBLIC and report.closed is not None and report.published is None


def must_be_allowed_to_publish(report: Report) -> None:
    if not may_publish(report):
        raise Refused(_("Only a closed report made for everyone can be published."), code="publish", status=409)


def may_withdraw(report: Report) -> bool:
    return report.published is not None


def must_be_allowed_to_withdraw(report: Report) -> None:
    if not may_withdraw(report):
        raise Refused(_("This report is not published."), code="withdraw", status=409)
