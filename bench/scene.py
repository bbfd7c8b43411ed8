"""What is in the house before a measure. Run in a process of its own: the one that measures knows no Django."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import django


def school() -> dict[str, Any]:
    """A school, its cell of four, a recovery key, signed; tells what a browser is told, and one member's seed."""
    from portevoix.ground.seal.recovery import RecoveryKey
    from portevoix.ground.web.models import Instance
    from tests.cast import Listener, a_school

    scene = a_school("demo")
    fourth = Listener.joins(scene.cell, "Anne Leroy", "Psychologue")
    scene.spare = RecoveryKey.make()
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


def main(what: str, *arguments: str) -> None:
    django.setup(set_prefix=False)
    act: Callable[..., Any] = globals()[what]
    print(json.dumps(act(*arguments)))


if __name__ == "__main__":
    main(*sys.argv[1:])
