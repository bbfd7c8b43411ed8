"""Another installation of the house, in a process of its own with its own data: École des ponts gives its sheets there.

As a program it serves, then does what it is told on its input, one line of JSON each, and answers when it is done.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.elsewhere import Answer, relays

TOP = Path(__file__).parents[1]


class House:
    """The other installation, seen from here."""

    def __init__(self, address: str, process: "subprocess.Popen[str]") -> None:
        self.address, self.process = address, process

    def does(self, act: str, **words: str) -> str:
        """Something its mission does; what came of it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps({"act": act, "words": words}) + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().strip()


@pytest.fixture
def ponts(transactional_db: None, tmp_path: Path, elsewhere: Callable[[Answer], str]) -> Iterator[House]:
    """École des ponts, running, behind TLS as on the internet: `https://ponts.example:<port>/ponts/…`."""
    from django.db import connection

    behind: list[str] = []
    address = elsewhere(lambda handler: relays(behind[0])(handler)).replace("sso.example", "ponts.example")
    data = tmp_path / "ponts"
    data.mkdir()
    if connection.vendor == "sqlite":  # its tables are made already
        connection.cursor().execute("VACUUM INTO %s", [str(data / "portevoix.sqlite3")])
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment = {
        "PORTEVOIX_DATA": str(data),
        "PORTEVOIX_ORIGIN": address.rstrip("/"),
        "DJANGO_SETTINGS_MODULE": "portevoix.settings",
    }
    with subprocess.Popen(
        [sys.executable, "-m", "tests.another_house"],
        cwd=TOP,
        env=kept | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        behind.append(process.stdout.readline().strip())
        yield House(address, process)
        assert process.stdin is not None
        process.stdin.close()
        process.wait(20)


def main() -> None:
    import django

    django.setup()

    from django.conf import settings
    from django.core.management import call_command

    from portevoix.ground.population.tests.persona import a_campus, an_office
    from portevoix.ground.web.models import Instance, public_id
    from portevoix.server import Front

    if not (settings.DATA / "portevoix.sqlite3").exists():
        call_command("migrate", verbosity=0, interactive=False)
    Instance.objects.update(ident=public_id())
    office = an_office(a_campus("ponts"), "Awa Diop")
    front = Front(port=0)
    front.start(behind=False)
    say(front.origin)
    for line in sys.stdin:
        say(do(office, **json.loads(line)))
    front.stop()


def do(office: Any, act: str, words: dict[str, str]) -> str:
    """Write and publish a sheet, change one, take one back; its title names it."""
    from portevoix.steering.practices import acts
    from portevoix.steering.practices.models import Sheet
    from portevoix.steering.practices.tests.persona import a_sheet

    if act == "gives":
        return a_sheet(office.school, **words).slug  # type: ignore[arg-type]  # words of a sheet only
    sheet = Sheet.objects.get(title=words.pop("sheet"))
    if act == "changes":
        return acts.keep_sheet(sheet, office, **words).slug
    return acts.withdraw(sheet, office).slug


def say(what: str) -> None:
    sys.stdout.write(f"{what}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
