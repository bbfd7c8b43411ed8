"""What the mission does with a report: make it, add to it, close it, publish it. One transaction and one line each."""

from django.db import transaction
from django.utils import timezone

from portevoix.ground.people.models import Office
from portevoix.ground.trail import acts as trail
from portevoix.steering.report import chapters, rules
from portevoix.steering.report.models import Added, Report


@transaction.atomic
def tell(by: Office, year: int, version: str, topics: list[str], foreword: str = "") -> Report:
    """Begin the report of a year."""
    rules.must_be_allowed_to_tell(year, topics, timezone.localdate())
    report = Report.objects.create(
        school=by.school,
        year=year,
        version=version,
        topics=",".join(topics),
        foreword=foreword.strip(),
        made=timezone.localdate(),
    )
    trail.deed("report made", by, report)
    return report


@transaction.atomic
def change(report: Report, by: Office, topics: list[str], foreword: str) -> Report:
    """Choose other chapters, write another foreword."""
    report = _held(report, by)
    rules.must_be_allowed_to_change(report)
    rules.must_be_allowed_to_tell(report.year, topics, timezone.localdate())
    report.topics, report.foreword = ",".join(topics), foreword.strip()
    report.save(update_fields=["topics", "foreword"])
    trail.deed("report changed", by, report)
    return report


@transaction.atomic
def add(report: Report, by: Office, **said: str) -> Added:
    """A number that is counted elsewhere: `topic`, `name`, `said`, `definition`, `source`."""
    rules.must_be_allowed_to_change(_held(report, by))
    added = Added.objects.create(report=report, **said)
    trail.deed("report figure added", by, report)
    return added


@transaction.atomic
def take_away(added: Added, by: Office) -> None:
    """A number added by hand goes."""
    report = _held(added.report, by)
    rules.must_be_allowed_to_change(report)
    added.delete()
    trail.deed("report figure removed", by, report)


@transaction.atomic
def close(report: Report, by: Office) -> Report:
    """Keep every number as it is today. They do not move any more."""
    report = _held(report, by)
    body = chapters.body(report)
    rules.must_be_allowed_to_close(report, body, timezone.localdate())
    report.closed, report.body = timezone.localdate(), body.as_json()
    report.save(update_fields=["closed", "body"])
    trail.deed("report closed", by, report)
    return report


@transaction.atomic
def publish(report: Report, by: Office) -> Report:
    """Let everyone read it."""
    report = _held(report, by)
    rules.must_be_allowed_to_publish(report)
    report.published = timezone.localdate()
    report.save(update_fields=["published"])
    trail.deed("report published", by, report)
    return report


@transaction.atomic
def withdraw(report: Report, by: Office) -> Report:
    """Take it back from the public page; it stays with the mission."""
    report = _held(report, by)
    rules.must_be_allowed_to_withdraw(report)
    report.published = None
    report.save(update_fields=["published"])
    trail.deed("report withdrawn", by, report)
    return report


@transaction.atomic
def discard(report: Report, by: Office) -> None:
    """A draft that is of no use goes."""
    report = _held(report, by)
    rules.must_be_allowed_to_change(report)
    trail.deed("report discarded", by, report)
    report.delete()


def _held(report: Report, by: Office) -> Report:
    return rules.must_be_of(by.school, Report.objects.held().named(report.ident))
