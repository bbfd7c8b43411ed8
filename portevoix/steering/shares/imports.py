"""A table of figures comes in: kept until somebody has looked at it, then taken in whole, then forgotten."""

from datetime import datetime, timedelta

from django.db import transaction

from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.sheets.reading import Sheet, read
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.steering.shares import columns, rules
from portevoix.steering.shares.changes import FIELDS, Changes, changes
from portevoix.steering.shares.lines import Options, Understood, understand
from portevoix.steering.shares.models import Import, Share

KEPT = timedelta(days=1)
"""How long a table that was sent is kept."""


@transaction.atomic
def receive(office: Office, name: str, data: bytes) -> Import:
    """Keep a table until somebody has looked at it. Raises Unreadable."""
    options = Options(columns=tuple(columns.guess(read(name, data).header)))
    return Import.objects.create(
        school=office.school,
        office=office,
        name=name[-200:],
        data=data,
        options=options.as_json(),
        received=clock.rounded(),
    )


def sheet_of(one: Import) -> Sheet:
    """The table that is kept. Raises Unreadable."""
    return read(one.name, bytes(one.data))


@transaction.atomic
def set_options(one: Import, options: Options) -> Import:
    """Say how it is to be read."""
    one.options = options.as_json()
    one.save(update_fields=["options"])
    return one


@transaction.atomic
def finish(one: Import, options: Options, by: Office) -> Changes:
    """Take a table in and empty the file. Raises Refused when a line is wrong; then nothing has changed."""
    held = rules.must_be_still_there(Import.objects.held(one.ident))
    found = take_in(one.school, understand(sheet_of(held), options), options, by)
    held.data, held.counts, held.options = b"", found.counts(), options.as_json()
    held.save(update_fields=["data", "counts", "options"])
    return found


@transaction.atomic
def take_in(school: School, understood: Understood, options: Options, by: Office | None = None) -> Changes:
    """Change the school's figures as this table says, all of it or nothing. The same table again changes nothing."""
    School.objects.select_for_update().get(pk=school.pk)  # two tables at once: one after the other
    found = changes(school, understood, options)
    rules.must_be_allowed_to_take_in(list(found.wrong), options.anyway)
    for programme in found.programmes.values():
        programme.save()
    for change in found.changes:
        change.share.programme = change.share.programme  # which has its key now
    Share.objects.bulk_create([change.share for change in found.new])
    Share.objects.bulk_update([change.share for change in found.changed], FIELDS, batch_size=100)
    actor = by.ident if by else ""
    trail.note("shares imported", [actor, *found.counts().values()], actor=actor, subject=school.ident)
    return found


@transaction.atomic
def drop(one: Import) -> None:
    """Forget it without taking it in."""
    one.delete()


@transaction.atomic
def forget(moment: datetime) -> int:
    """Erase the tables sent a day ago; how many. For the timetable."""
    return Import.objects.received_before(moment - KEPT).delete()[0]
