"""What is in the house before a measure. Run in a process of its own: the one that measures knows no Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import django


def school(*having: str) -> dict[str, Any]:
    """A school with a cell of four in a signed directory; tells what a browser is told, and one member's seed.

    With `"recovery"`, the cell has a recovery key too.
    """
    from portevoix.ground.seal.recovery import RecoveryKey
    from portevoix.ground.web.models import Instance
    from tests.cast import Listener, a_school

    scene = a_school("demo")
    fourth = Listener.joins(scene.cell, "Anne Leroy", "Psychologue")
    scene.spare = RecoveryKey.make() if having else None
    scene.sign([scene.marc, scene.ines, scene.paul, fourth])
    return {
        "inst": Instance.current_ident(),
        "cell": scene.cell.ident,
        "directories": [[one.text, json.loads(one.signatures)] for one in scene.cell.directories.order_by("version")],
        "ines": scene.ines.keys.mseed.hex(),
    }


def crowd(count: str) -> int:
    """So many testimonies more, copied from those that have come in; how many there are."""
    from bench import crowd
    from portevoix.sealed.testimonies.models import Testimony

    crowd.fill(int(count))
    return Testimony.objects.count()


def dates(count: str) -> int:
    """So many dates of four trainings, around today, each with people who come; how many there are."""
    from datetime import timedelta

    from portevoix.campus.sittings.models import Registration, Sitting
    from portevoix.campus.sittings.tests.persona import a_training
    from portevoix.ground.population.tests.persona import someone
    from portevoix.ground.schools.models import School
    from portevoix.ground.web import clock

    demo, now = School.objects.addressed("demo"), clock.rounded()
    trainings = [a_training(demo, kind, kind=kind) for kind in ("training", "talk", "film", "theatre")]
    people = [someone(demo, f"Lou {number}") for number in range(20)]
    known = {"place": "Amphi 2", "psychologist": "Anne Leroy", "is_open": True, "capacity": 20}
    begins = [now + timedelta(hours=17 * number - 17 * int(count) * 4 // 5) for number in range(int(count))]
    sittings = Sitting.objects.bulk_create(
        Sitting(training=trainings[number % 4], begins=begin, ends=begin + timedelta(hours=2), **known)
        for number, begin in enumerate(begins)
    )
    Registration.objects.bulk_create(
        (
            Registration(sitting=sitting, individual=one, state="place", asked=now, turn=turn)
            for sitting in sittings
            for turn, one in enumerate(people)
        ),
        1000,
    )
    return Sitting.objects.count()


def signed_in() -> str:
    """Marc signs in by the same pages as everybody; tells his cookie."""
    from django.conf import settings
    from django.test import Client

    from portevoix.ground.people.models import Person
    from portevoix.ground.people.tests.persona import PASSWORD, sign_in

    marc = Person.objects.get(name__startswith="Marc")
    marc.set_password(PASSWORD)
    marc.save()
    client = sign_in(Client(headers={"host": "portevoix.test"}), marc)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"


def door(count: str) -> dict[str, Any]:
    """A sitting that begins now, and so many people of the school who are signed in: the code and their cookies."""
    from datetime import UTC, datetime

    from django.urls import reverse

    from portevoix.campus.attendance import door as doors
    from portevoix.campus.sittings.tests.persona import a_sitting, a_training
    from portevoix.ground.population import acts
    from portevoix.ground.population.tests.persona import a_campus, someone
    from portevoix.ground.population.visits import COOKIES

    school = a_campus("demo")
    sitting = a_sitting(a_training(school), datetime.now(UTC))
    people = [someone(school, f"Lou {number}") for number in range(int(count))]
    cookies = [f"{COOKIES['']}={acts.open_visit(one)}" for one in people]
    code = reverse("attendance:scan", args=["demo", doors.shown(sitting.ident, datetime.now(UTC))])
    return {"sitting": sitting.ident, "code": code, "cookies": cookies}


def noted(sitting: str) -> dict[str, int]:
    """How many presences there are at a sitting, and of how many people."""
    from portevoix.campus.attendance.models import Presence

    there = Presence.objects.filter(sitting__ident=sitting)
    return {"presences": there.count(), "people": there.values("individual").distinct().count()}


def survey(count: str) -> dict[str, Any]:
    """A survey that opens today, and so many people who are signed in: its key, their cookies, what they will say."""
    from datetime import timedelta

    from django.utils import timezone

    from portevoix.ground.population import acts
    from portevoix.ground.population.models import Individual
    from portevoix.ground.population.tests.persona import a_campus
    from portevoix.ground.population.visits import COOKIES
    from portevoix.ground.web.models import Instance
    from portevoix.steering.survey import instrument
    from portevoix.steering.survey.tests.persona import an_open_survey

    school, today = a_campus("demo"), timezone.localdate()
    people = Individual.objects.bulk_create(
        Individual(school=school, status="student", family_name=f"Lou {number}", email=f"{number}@demo.example")
        for number in range(int(count))
    )
    opened = an_open_survey(school, today=today, opens=today, closes=today + timedelta(days=7))
    cookies = [f"{COOKIES['']}={acts.open_visit(one)}" for one in people]
    said = {item.name: item.choices[0].key for item in instrument.of(opened).items if not item.show_if}
    known = {"inst": Instance.current_ident(), "survey": opened.ident, "public": opened.public_key}
    return known | {"cookies": cookies, "said": said}


def answered() -> dict[str, int]:
    """What the server has kept of it, once rows have changed places."""
    from portevoix.steering.survey import tasks
    from portevoix.steering.survey.models import Answer, Spent, Ticket

    tasks.tend()
    given = Ticket.objects.given_out().count()
    return {"given": given, "spent": Spent.objects.count(), "answers": Answer.objects.count()}


def a_list(count: str, campus: str) -> dict[str, str]:
    """A list of so many people that the mission has just asked to take in; where its bar is, and a cookie."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from portevoix.ground.population import lists
    from portevoix.ground.population.tests.persona import of_the_mission
    from portevoix.ground.schools.models import School
    from portevoix.ground.sheets.writing import write

    header = ["N°", "Nom", "Prénom", "Mél", "Statut", "Campus", "Cursus", "Promotion"]
    rows = [
        [f"{n}", f"Nom{n}", "Lou", f"p{n}@mines.example", "Élève", campus, f"Cursus {n % 5}", f"{2026 + n % 4}"]
        for n in range(int(count))
    ]
    client = Client(headers={"host": "portevoix.test"})
    office = of_the_mission(client, School.objects.get(slug="demo"))
    one = lists.begin(lists.receive(office, "liste.xlsx", write(header, rows, "xlsx")))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {
        "progress": reverse("population:progress", args=["demo", one.ident]),
        "cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}",
    }


def presences(people: str, count: str, each: str) -> dict[str, Any]:
    """A school where so many people came, so many at each of so many past dates of four trainings; a cookie."""
    from datetime import date, timedelta
    from random import Random

    from django.conf import settings
    from django.test import Client
    from django.urls import reverse

    from portevoix.campus.attendance.models import Presence
    from portevoix.campus.prevention.models import Target
    from portevoix.campus.sittings.models import Sitting
    from portevoix.campus.sittings.tests.persona import a_training
    from portevoix.campus.trainings.models import Audience
    from portevoix.ground.population.models import Belonging, Group, Individual
    from portevoix.ground.population.tests.persona import of_the_mission
    from portevoix.ground.schools.models import Campus, School
    from portevoix.ground.web import clock

    demo, now, chance = School.objects.addressed("demo"), clock.rounded(), Random(1)
    places = [Campus.objects.create(school=demo, name=name) for name in ("Lac", "Gare", "Forêt")]
    groups = {
        kind: [Group.objects.create(school=demo, kind=kind, name=f"{kind} {n}") for n in range(many)]
        for kind, many in (("programme", 5), ("promotion", 5), ("department", 20), ("association", 60), ("role", 4))
    }
    folk = Individual.objects.bulk_create(
        Individual(
            school=demo,
            number=f"{n}",
            email=f"p{n}@mines.example",
            given_name="Lou",
            family_name=f"Nom{n}",
            status=("staff", "doctoral", *["student"] * 8)[n % 10],
            campus=places[n % 3],
        )
        for n in range(int(people))
    )
    Belonging.objects.bulk_create(
        (
            Belonging(individual=one, group=held[n % len(held)], title="Présidente" if n % 100 == 7 else "")
            for n, one in enumerate(folk)
            for kind, held in groups.items()
            if kind in (("department", "role") if one.status == "staff" else ("programme", "promotion", "association"))
        ),
        1000,
    )
    trainings = [a_training(demo, f"Formation {n}", valid_months=36) for n in range(4)]
    Audience.objects.create(training=trainings[0], status="student")
    Audience.objects.create(training=trainings[0], status="staff")
    sittings = Sitting.objects.bulk_create(
        Sitting(training=trainings[n % 4], begins=begin, ends=begin + timedelta(hours=2), is_open=True)
        for n, begin in ((n, now - timedelta(hours=17 * n + 3)) for n in range(int(count)))
    )
    Presence.objects.bulk_create(
        (
            Presence(sitting=one, individual=who, means="code", noted=one.begins, valid_until=until)
            for one in sittings
            for until in [(one.begins + timedelta(days=3 * 365)).date()]
            for who in chance.sample(folk, int(each))
        ),
        1000,
    )
    for n, training in enumerate(trainings):
        kept = {"training": training, "percent": 80, "by": date(2035, 9, 5)}
        Target.objects.create(in_office=True, **kept)
        Target.objects.create(group=groups["promotion"][n], campus=places[0], **kept)
    client = Client(headers={"host": "portevoix.test"})
    of_the_mission(client, demo)
    slug = trainings[0].slug
    return {
        "pages": [
            reverse("prevention:training", args=["demo", slug]),
            reverse("prevention:home", args=["demo"]),
            reverse("prevention:export", args=["demo", slug, "csv"]),
        ],
        "cookie": f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}",
    }


def a_film(size: str) -> str:
    """A film of so many bytes that everybody may see, most of it a hole in the disk; its address."""
    from django.urls import reverse

    from portevoix.campus.library import store
    from portevoix.campus.library.models import File
    from portevoix.campus.library.tests.persona import a_work
    from portevoix.ground.population.tests.persona import a_campus

    work = a_work(a_campus("demo"))
    assert work.file is not None
    with store.path_of(work.file.ident).open("r+b") as file:
        file.truncate(int(size))
    File.objects.filter(pk=work.file.pk).update(size=int(size))
    return reverse("library:film", args=["demo", work.slug])


def plans() -> dict[str, Any]:
    """Ten plans, full; the pages of the last one, and the cookie of somebody of the mission."""
    from bench import plans

    return plans.fill()


def main(what: str, *arguments: str) -> None:
    django.setup(set_prefix=False)
    act: Callable[..., Any] = globals()[what]
    print(json.dumps(act(*arguments)))


if __name__ == "__main__":
    main(*sys.argv[1:])
