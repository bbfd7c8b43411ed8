"""The command `portevoix`: what the person who installs types. Each command imports only what it needs."""

import argparse
import os
import signal
import sys
from collections.abc import Callable
from typing import Any

from portevoix import __version__


def main(arguments: list[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portevoix.settings")
    asked = parser().parse_args(arguments)
    import django
    from django.apps import apps
    from django.db import DatabaseError
    from django.utils import translation

    if not apps.ready:
        try:
            django.setup(set_prefix=False)
        except (OSError, ValueError) as error:  # a folder that this account may not read, an address without sense
            return _say_refused([f"portevoix: {error}"])

    with translation.override("en" if os.environ.get("LANG", "").startswith("en") else "fr"):
        command: Callable[[argparse.Namespace], int] = asked.command
        try:
            return command(asked)
        except DatabaseError:
            from portevoix import doctor

            ill = [*doctor.account(), *(doctor.reachable() if command is migrate else doctor.database())]
            if not ill:
                raise
            return _say_refused(ill)


def parser() -> argparse.ArgumentParser:
    """The commands and their options."""
    top = argparse.ArgumentParser(prog="portevoix", description=__doc__)
    top.add_argument("--version", action="version", version=__version__)
    commands = top.add_subparsers(required=True, metavar="command")

    def add(name: str, command: Callable[[argparse.Namespace], int], among: Any = commands) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = among.add_parser(name, help=command.__doc__, description=command.__doc__)
        one.set_defaults(command=command)
        return one

    one = add("serve", serve)
    one.add_argument("--host", default="127.0.0.1", help="address to listen on (default: this machine only)")
    one.add_argument("--port", type=int, default=8000)
    add("migrate", migrate)
    school = commands.add_parser("school", help="the schools of this installation").add_subparsers(required=True)
    one = add("add", add_school, school)
    one.add_argument("--name", required=True, help="École des mines de Portevoix")
    one.add_argument("--slug", required=True, help="its address here: portevoix.example/<slug>/")
    one.add_argument("--campus", action="append", default=[], help="once for each campus")
    one.add_argument("--cell", help="the name of its listening cell, when it gets its own")
    one.add_argument("--cell-of", metavar="SLUG", help="share the cell of that school")
    one.add_argument("--lead-name", help="who leads the cell")
    one.add_argument("--lead-email")
    one.add_argument("--lead-function", default="")
    one = add("mission", invite_mission, school)
    one.add_argument("--slug", required=True, help="the school's address here")
    one.add_argument("--email", required=True, help="whom to invite to the school's mission")
    one.add_argument("--name", default="", help="Hélène Faure")
    one.add_argument("--function", default="")
    one.add_argument("--remove", action="store_true", help="this person is of the mission no more")
    one = add("sign-on", set_sign_on, school)
    one.add_argument("--slug", required=True, help="the school's address here")
    one.add_argument("--issuer", help="https://sso.ecole.example, exactly as its server writes it")
    one.add_argument("--client", help="what that server calls this site; its secret is read from the standard input")
    one.add_argument("--number-claim", default="", help="what holds the number of the school's lists, if not e-mail")
    one.add_argument("--off", action="store_true", help="nobody comes in that way any more")
    add("doctor", see_doctor)
    add("fingerprint", print_fingerprints)
    add("demo", show_demo)
    trail = commands.add_parser("trail", help="the trail of what was done").add_subparsers(required=True)
    add("verify", verify_trail, trail)
    add("tick", tick)
    carried = commands.add_parser("prevention", help="a school's prevention, as one file").add_subparsers(required=True)
    one = add("export", take_prevention_out, carried)
    one.add_argument("--school", required=True, help="its address here: portevoix.example/<slug>/")
    one.add_argument("--to", required=True, help="the file to write")
    one = add("import", bring_prevention_back, carried)
    one.add_argument("--school", required=True, help="a school without people or trainings yet")
    one.add_argument("--from", required=True, dest="source", help="the file to read")
    return top


def serve(asked: argparse.Namespace) -> int:
    """serve the pages, do the background tasks and keep the timetable, in one process"""
    import resource

    from django.conf import settings

    from portevoix import doctor
    from portevoix.server import Front

    refused = doctor.dangers()
    if refused:
        return _say_refused(refused)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # no memory of this process is ever written to a disk
    stop = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, stop)  # before any thread starts, so that all wait for the one below
    front = Front(asked.host, asked.port)
    front.start()
    print(f"Portevoix: {settings.ORIGIN if settings.PRODUCTION else front.origin}/", flush=True)
    signal.sigwait(stop)
    front.stop()
    return 0


def migrate(asked: argparse.Namespace) -> int:
    """bring the database and the static files to this version"""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    return 0


def add_school(asked: argparse.Namespace) -> int:
    """add a school, its campuses and its cell, and invite the first lead"""
    from django.core.exceptions import ValidationError
    from django.db import transaction
    from django.urls import reverse

    from portevoix.campus.care import acts as care
    from portevoix.ground.schools import acts as schools
    from portevoix.ground.web.rules import Refused
    from portevoix.settings import ORIGIN

    try:
        with transaction.atomic():
            school = schools.found(asked.name, asked.slug, asked.campus, cell=asked.cell, shared_with=asked.cell_of)
            care.load_services()
            print(f"{school.name}: {ORIGIN}{school.get_absolute_url()}")
            if asked.lead_email:
                from portevoix.ground.people import acts as people
                from portevoix.ground.people.models import Membership

                lead = people.invite(
                    school.cell,
                    None,
                    asked.lead_email,
                    asked.lead_name or asked.lead_email,
                    asked.lead_function,
                    Membership.Role.LEAD,
                )
                print(f"{lead.email}: {ORIGIN}{reverse('people:invitation', args=[lead.code])}")
    except Refused as refusal:
        return _say_refused([refusal.sentence])
    except ValidationError as error:
        return _say_refused([f"{name}: {sentence}" for name, said in error.message_dict.items() for sentence in said])
    return 0


def invite_mission(asked: argparse.Namespace) -> int:
    """invite somebody to the mission of a school, which looks after prevention; or remove them from it"""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email
    from django.urls import reverse

    from portevoix.ground.people import acts as people
    from portevoix.ground.people import rules as accounts
    from portevoix.ground.schools import rules as schools
    from portevoix.ground.web.rules import Refused
    from portevoix.settings import ORIGIN

    try:
        school = schools.must_be_a_school(asked.slug)
        validate_email(asked.email)
        if asked.remove:
            people.remove_officer(accounts.must_hold_office(school, asked.email), None)
            return 0
        invitation = people.invite_officer(school, None, asked.email, asked.name or asked.email, asked.function)
        print(f"{invitation.email}: {ORIGIN}{reverse('people:invitation', args=[invitation.code])}")
    except Refused as refusal:
        return _say_refused([refusal.sentence])
    except ValidationError as error:
        return _say_refused(error.messages)
    return 0


def set_sign_on(asked: argparse.Namespace) -> int:
    """let people of a school come in by its own server (OpenID Connect); the secret is read from the standard input"""
    from getpass import getpass

    from django.utils.translation import gettext

    from portevoix.ground.population import acts as population
    from portevoix.ground.population import views as addresses
    from portevoix.ground.schools import rules as schools
    from portevoix.ground.web.rules import Refused

    try:
        school = schools.must_be_a_school(asked.slug)
        if asked.off:
            population.drop_sign_on(school)
            return 0
        secret = (getpass(gettext("Secret: ")) if sys.stdin.isatty() else sys.stdin.readline()).strip()
        population.set_sign_on(school, asked.issuer or "", asked.client or "", secret, asked.number_claim)
        print(addresses.back_to(school))
    except Refused as refusal:
        return _say_refused([refusal.sentence])
    return 0


def see_doctor(asked: argparse.Namespace) -> int:
    """look for what would put people in danger here, and say what to do about each thing"""
    from portevoix import doctor

    found = doctor.findings()
    return _say_refused(found) if found else 0


def print_fingerprints(asked: argparse.Namespace) -> int:
    """print the SHA-256 of the reporter's pages and of each script, to compare with what a server sends"""
    from portevoix import fingerprint

    for digest, address in fingerprint.fingerprints():
        print(f"{digest}  {address}")
    return 0


def show_demo(asked: argparse.Namespace) -> int:
    """make the made-up school, once (PORTEVOIX_DEMO=1)"""
    from portevoix.demo import acts
    from portevoix.ground.web.rules import Refused

    try:
        acts.show()
    except Refused as refusal:
        return _say_refused([refusal.sentence])
    return 0


def verify_trail(asked: argparse.Namespace) -> int:
    """compute every leaf, root and signature of the trail again, and say what does not hold"""
    from django.utils.translation import gettext, ngettext

    from portevoix.ground.trail import check
    from portevoix.ground.trail.models import Batch, Line

    problems = list(check.problems())
    if problems:
        return _say_refused(problems)
    newest, lines = Batch.objects.newest(), Line.objects.count()
    print(ngettext("%(count)d line holds.", "%(count)d lines hold.", lines) % {"count": lines})
    erased = lines - Line.objects.legible().count()
    if erased:
        print(gettext("%(count)d of them were erased, their commitments stay.") % {"count": erased})
    print(newest.checkpoint if newest else gettext("No day has been closed yet."))
    return 0


def take_prevention_out(asked: argparse.Namespace) -> int:
    """write a school's people, trainings, dates, attendance, answers, library and associations to one file"""
    from pathlib import Path

    from django.utils.translation import gettext

    from portevoix import carrying
    from portevoix.ground.web.rules import Refused

    try:
        rows = carrying.take_out(carrying.school_at(asked.school), Path(asked.to))
    except Refused as refusal:
        return _say_refused([refusal.sentence])
    sentence = gettext("%(rows)d lines written to %(file)s. It holds names: keep it where nobody else reads.")
    print(sentence % {"rows": rows, "file": asked.to})
    return 0


def bring_prevention_back(asked: argparse.Namespace) -> int:
    """take such a file into a school that has nothing yet, whole or not at all"""
    from pathlib import Path

    from django.utils.translation import gettext

    from portevoix import carrying
    from portevoix.ground.web.rules import Refused

    try:
        rows = carrying.bring_back(Path(asked.source), carrying.school_at(asked.school))
    except Refused as refusal:
        return _say_refused([refusal.sentence])
    print(gettext("%(rows)d lines taken in.") % {"rows": rows})
    return 0


def tick(asked: argparse.Namespace) -> int:
    """run once everything that runs by the clock, for those who prefer cron"""
    from portevoix.timetable import Clock

    Clock().tick()
    return 0


def _say_refused(sentences: list[str]) -> int:
    for sentence in sentences:
        print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
