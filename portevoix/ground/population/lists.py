"""What is done with the school's lists: take one in, correct someone, put into a group. One transaction each.

One line in the trail for each act of the mission, with counts or identifiers; never a name.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Concat
from django.utils.module_loading import import_string

from portevoix.ground.people.models import Office
from portevoix.ground.population import columns, rules
from portevoix.ground.population.lines import Options, Understood, understand
from portevoix.ground.population.models import Belonging, Group, Import, Individual
from portevoix.ground.population.plan import FIELDS, Plan, plan
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.sheets.reading import Sheet, Unreadable, read
from portevoix.ground.trail import acts as trail
from portevoix.ground.web import clock
from portevoix.ground.web.rules import Refused

KEPT = timedelta(days=1)
"""How long a list that was sent is kept, taken in or not."""
CHUNK = 400


@transaction.atomic
def receive(office: Office, name: str, data: bytes) -> Import:
    """Keep a list until somebody has looked at it. Raises Unreadable."""
    sheet = read(name, data)
    options = Options(columns=tuple(columns.guess(sheet.header)))
    return Import.objects.create(
        school=office.school,
        office=office,
        name=name[-200:],
        data=data,
        options=options.as_json(),
        received=clock.rounded(),
    )


def sheet_of(one: Import) -> Sheet:
    """The table of a list that is kept. Raises Unreadable."""
    return read(one.name, bytes(one.data))


@transaction.atomic
def set_options(one: Import, options: Options) -> Import:
    """Say how it is to be read."""
    one.options = options.as_json()
    one.state = Import.State.RECEIVED
    one.save(update_fields=["options", "state"])
    return one


@transaction.atomic
def begin(one: Import) -> Import:
    """Have it taken in, in the background."""
    rules.must_be_still_there(one)
    one.state, one.percent = Import.State.WAITING, 0
    one.save(update_fields=["state", "percent"])
    import_string("portevoix.ground.population.tasks.take_in").enqueue(one.ident)
    return one


@transaction.atomic
def drop(one: Import) -> None:
    """Forget it, before or after."""
    one.delete()


@transaction.atomic
def forget(moment: datetime) -> int:
    """Erase the lists sent a day ago; how many. For the timetable."""
    return Import.objects.received_before(moment - KEPT).delete()[0]


def work(ident: str) -> None:
    """Take in a list that waits. Read and checked first, so that the database is held for the writing only."""
    one = Import.objects.select_related("school", "office").filter(ident=ident).first()
    if one is None or not one.is_under_way:
        return
    try:
        options = Options.from_json(one.options)
        sheet = sheet_of(one)
        _sign(one, 10)
        understood = understand(sheet, options, lambda part: _sign(one, 10 + round(60 * part)))
        _sign(one, 75)
        _take_in(one, understood, options)
    except (Unreadable, Refused):
        Import.objects.filter(pk=one.pk).update(state=Import.State.REFUSED)
    except Exception:
        Import.objects.filter(pk=one.pk).update(state=Import.State.REFUSED)
        raise


def _sign(one: Import, percent: int) -> None:
    Import.objects.filter(pk=one.pk).update(state=Import.State.RUNNING, percent=percent)


@transaction.atomic
def _take_in(one: Import, understood: Understood, options: Options) -> None:
    held = Import.objects.held(one.ident)
    if held is not None and held.is_under_way:
        found = take_in(held.school, understood, options, held.office, subject=held.ident)
        held.state, held.percent, held.data, held.counts = Import.State.DONE, 100, b"", found.counts()
        held.save(update_fields=["state", "percent", "data", "counts"])


@transaction.atomic
def take_in(
    school: School, understood: Understood, options: Options, by: Office | None = None, *, subject: str = ""
) -> Plan:
    """Change the school's lists as this one says, all of it or nothing. Raises Refused when a line is wrong.

    `understood` is what `lines.understand` made of a sheet. The same list a second time changes nothing.
    """
    School.objects.select_for_update().get(pk=school.pk)  # two lists at once: one after the other
    found = plan(school, understood, options)
    rules.must_be_allowed_to_take_in(found, options)
    if not options.leave:
        found.missing = []
    _write_people(found, _campuses(school, found))
    _write_belongings(found, _groups(school, found))
    _let_leave(found, options)
    actor = by.ident if by else ""
    trail.note("people imported", [actor, *found.counts().values()], actor=actor, subject=subject or school.ident)
    return found


def _campuses(school: School, found: Plan) -> dict[str, Campus]:
    made = {folded: Campus.objects.create(school=school, name=name) for folded, name in found.campuses.items()}
    return found.known.campuses | made


def _groups(school: School, found: Plan) -> dict[tuple[str, str], Group]:
    made = {
        (kind, folded): Group.objects.create(school=school, kind=kind, name=name)
        for (kind, folded), name in found.groups.items()
    }
    return found.known.groups | made


def _write_people(found: Plan, campuses: dict[str, Campus]) -> None:
    for change in found.changes:
        if change.campus:
            change.individual.campus = campuses[change.campus]
    _free_addresses(found)
    _save([change.individual for change in found.changed if change.fields], FIELDS)
    Individual.objects.bulk_create([change.individual for change in found.new])


def _free_addresses(found: Plan) -> None:
    """Two who exchange theirs would each find it taken by the other."""
    nowhere = Concat("ident", models.Value("@moving.invalid"))
    _in_chunks(Individual, sorted(found.known.moving), lambda some: some.update(email=nowhere))


def _save(rows: list[Individual], fields: Sequence[str]) -> None:
    """Many rows that exist, in few words: one UPDATE for ten thousand of them takes half a minute."""
    Individual.objects.bulk_create(rows, update_conflicts=True, unique_fields=["id"], update_fields=fields)


def _write_belongings(found: Plan, groups: dict[tuple[str, str], Group]) -> None:
    _in_chunks(Belonging, [pk for change in found.changes for pk in change.leaves], lambda some: some.delete())
    joins = [
        Belonging(individual=change.individual, group=groups[place], title=title)
        for change in found.changes
        for place, title in change.joins.items()
    ]
    Belonging.objects.bulk_create(
        joins, update_conflicts=True, unique_fields=["individual", "group"], update_fields=["title"]
    )


def _let_leave(found: Plan, options: Options) -> None:
    gone = [one.pk for one in found.missing]
    if options.group[1]:
        group = found.known.groups.get((options.group[0], options.group[1].casefold()))
        kept = Belonging.objects.filter(group=group) if group else Belonging.objects.none()
        keys = [pk for pk, individual in kept.values_list("pk", "individual_id") if individual in set(gone)]
        _in_chunks(Belonging, keys, lambda some: some.delete())
    else:
        _in_chunks(Individual, gone, lambda some: some.update(left=date.today()))


def _in_chunks(model: type[models.Model], keys: list[int], act: Callable[[models.QuerySet[Any]], object]) -> None:
    for some in _chunks(keys):
        act(model._default_manager.filter(pk__in=some))


def _chunks(keys: list[int]) -> Iterator[list[int]]:
    for at in range(0, len(keys), CHUNK):
        yield keys[at : at + CHUNK]


@transaction.atomic
def correct(individual: Individual, by: Office) -> Individual:
    """Keep what was corrected by hand; `individual` holds the new values."""
    individual.save()
    trail.deed("person corrected", by, individual)
    return individual


@transaction.atomic
def add(individual: Individual, by: Office) -> Individual:
    """Put one more person on the lists, by hand."""
    individual.school = by.school
    individual.save()
    trail.deed("person added", by, individual)
    return individual


@transaction.atomic
def set_left(individual: Individual, has_left: bool, by: Office) -> Individual:
    """Someone has left the school, or is back."""
    individual.left = datetime.now(UTC).date() if has_left else None
    individual.save(update_fields=["left"])
    kind = "person left" if has_left else "person back"
    trail.deed(kind, by, individual)
    return individual


@transaction.atomic
def make_group(kind: str, name: str, by: Office) -> Group:
    """A group of the school; the one that has this name already, if there is one."""
    known = Group.objects.for_school(by.school).called(kind, name)
    if known is not None:
        return known
    group = Group.objects.create(school=by.school, kind=kind, name=" ".join(name.split()))
    trail.deed("group made", by, group, kind)
    return group


@transaction.atomic
def put_into(group: Group, individual: Individual, title: str, by: Office) -> Belonging:
    """Someone is in this group from now on; in an association, perhaps in office. Twice is once."""
    rules.must_be_of_one_school(group, individual)
    belonging, _made = Belonging.objects.update_or_create(
        individual=individual, group=group, defaults={"title": title if group.kind == Group.Kind.ASSOCIATION else ""}
    )
    trail.deed("put into a group", by, group, individual.ident)
    return belonging


@transaction.atomic
def take_out(group: Group, individual: Individual, by: Office) -> None:
    """Someone is not in this group any more."""
    if Belonging.objects.to(group).of(individual).delete()[0]:
        trail.deed("taken out of a group", by, group, individual.ident)
