"""The command `portevoix`, as the person who installs types it."""

import hashlib
import io
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest
from django.core import mail

from portevoix import __version__
from portevoix.__main__ import main
from portevoix.demo.accounts import ACCOUNTS
from portevoix.ground.people import acts as people
from portevoix.ground.people.models import Invitation, Membership, Office, Person
from portevoix.ground.people.tests.persona import Phone
from portevoix.ground.population.models import SignOn
from portevoix.ground.schools.models import Campus, Cell, School
from portevoix.ground.trail.models import Line

TOP = Path(__file__).parents[2]
ADD = ["school", "add", "--name", "École des bois", "--slug", "bois"]
Said = pytest.CaptureFixture[str]


def test_the_version_is_the_same_everywhere() -> None:
    assert TOP.joinpath("CHANGELOG.md").read_text().splitlines()[0] == f"# {__version__}"
    assert f'\nversion = "{__version__}"\n' in TOP.joinpath("pyproject.toml").read_text()


@pytest.mark.django_db
def test_the_installer_adds_a_school_and_invites_its_first_lead(capsys: Said) -> None:
    lead = ["--lead-name", "Marc Petit", "--lead-email", "marc@bois.example", "--lead-function", "Référent"]
    assert main([*ADD, "--campus", "Nord", "--campus", "Sud", "--cell", "Cellule des bois", *lead]) == 0
    school = School.objects.get()
    assert [campus.name for campus in Campus.objects.order_by("pk")] == ["Nord", "Sud"]
    assert school.cell.name == "Cellule des bois"
    invitation = Invitation.objects.get()
    assert (invitation.cell, invitation.email, invitation.role) == (
        school.cell,
        "marc@bois.example",
        Membership.Role.LEAD,
    )
    said = capsys.readouterr().out
    assert "/bois/" in said
    assert "/compte/invitation/" in said
    assert Line.objects.filter(kind="school founded").count() == 1
    assert not mail.outbox


@pytest.mark.django_db
def test_two_schools_of_a_group_share_a_cell() -> None:
    main(ADD)
    assert main(["school", "add", "--name", "École des prés", "--slug", "pres", "--cell-of", "bois"]) == 0
    assert Cell.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        ["--slug", "bois"],
        ["--slug", "cellule"],
        ["--slug", "deux mots"],
        ["--slug", "pres", "--cell-of", "nowhere"],
        ["--slug", "pres", "--name", ""],
    ],
)
def test_a_school_that_cannot_be_added_leaves_nothing(wrong: list[str], capsys: Said) -> None:
    main(ADD)
    before = School.objects.count(), Cell.objects.count(), Line.objects.count()
    assert main(["school", "add", "--name", "École des prés", *wrong]) == 1
    assert (School.objects.count(), Cell.objects.count(), Line.objects.count()) == before
    assert capsys.readouterr().err.strip()


@pytest.fixture
def healthy(settings: Any, tmp_path: Path) -> Any:
    """An installation the doctor finds nothing wrong with, but what a test spoils."""
    tmp_path.chmod(0o700)
    settings.DATA = tmp_path
    settings.STATIC_ROOT = tmp_path
    tmp_path.joinpath("staticfiles.json").touch()
    settings.ORIGIN = "https://portevoix.example"
    settings.DEBUG = settings.DEMO = False
    settings.DEFAULT_FROM_EMAIL = "cellule@portevoix.example"
    settings.TRUSTED_PROXY = "127.0.0.1"
    settings.MISREAD = []
    return settings


@pytest.mark.django_db
def test_the_doctor_finds_nothing_on_a_good_installation(healthy: Any, capsys: Said) -> None:
    assert main(["doctor"]) == 0
    assert capsys.readouterr() == ("", "")


def in_clear(settings: Any) -> None:
    settings.ORIGIN = "http://portevoix.example"


def in_clear_at_home(settings: Any) -> None:
    settings.ORIGIN = "http://127.0.0.1:8000"


def debugging(settings: Any) -> None:
    settings.DEBUG = True


def short_key(settings: Any) -> None:
    settings.SECRET_KEY = "short"


def plain_key(settings: Any) -> None:
    settings.SECRET_KEY = "a" * 60


def default_key(settings: Any) -> None:
    settings.SECRET_KEY = "django-insecure-0123456789abcdefghijklmnopqrstuvwxyz"


def open_data(settings: Any) -> None:
    settings.DATA.chmod(0o755)


def open_log_key(settings: Any) -> None:
    settings.DATA.joinpath("log.key").write_bytes(b"key")


def no_data(settings: Any) -> None:
    settings.DATA = settings.DATA / "nowhere"


def public_demo(settings: Any) -> None:
    settings.DEMO = True


def no_pages(settings: Any) -> None:
    settings.DATA.joinpath("staticfiles.json").unlink()


def demo_left_behind(settings: Any) -> None:
    Person.objects.create_user(ACCOUNTS[0].email, "public", name=ACCOUNTS[0].name)


def no_letters(settings: Any) -> None:
    settings.DEFAULT_FROM_EMAIL = "portevoix@localhost"


def no_proxy(settings: Any) -> None:
    settings.TRUSTED_PROXY = ""


def no_name(settings: Any) -> None:
    settings.ORIGIN = "https://https://portevoix.example"


def no_number(settings: Any) -> None:
    settings.MISREAD = ["PORTEVOIX_SMTP_PORT"]


def closed_post_office(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def password_in_clear(settings: Any) -> None:
    settings.EMAIL_HOST, settings.EMAIL_HOST_USER = "post.portevoix.example", "cellule"


def another_key(settings: Any) -> None:
    Phone.of(Person.objects.create_user("ines@bois.example", "une phrase", name="Inès Roux"))
    settings.SECRET_KEY = "une autre clé, faite après une restauration"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (in_clear, "https://"),
        (in_clear_at_home, "https://"),
        (debugging, "PORTEVOIX_DEBUG"),
        (short_key, "PORTEVOIX_SECRET_KEY"),
        (plain_key, "PORTEVOIX_SECRET_KEY"),
        (default_key, "PORTEVOIX_SECRET_KEY"),
        (open_data, "chmod 700"),
        (open_log_key, "chmod 600"),
        (no_data, "mkdir"),
        (public_demo, "PORTEVOIX_DEMO"),
        (demo_left_behind, "école inventée"),
        (no_pages, "portevoix migrate"),
        (no_letters, "PORTEVOIX_MAIL_FROM"),
        (another_key, "secret.key"),
        (no_proxy, "PORTEVOIX_TRUSTED_PROXY"),
        (no_name, "PORTEVOIX_ORIGIN"),
        (no_number, "PORTEVOIX_SMTP_PORT"),
        (closed_post_office, "127.0.0.1:1"),
        (password_in_clear, "PORTEVOIX_SMTP_TLS"),
    ],
)
def test_the_doctor_says_what_is_dangerous_and_what_to_do(spoil: Any, word: str, healthy: Any, capsys: Said) -> None:
    spoil(healthy)
    assert main(["doctor"]) == 1
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1
    assert word in said[0]


@pytest.mark.django_db
def test_the_doctor_says_that_the_disk_is_nearly_full(
    healthy: Any, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    free = shutil.disk_usage(healthy.DATA).free
    monkeypatch.setattr("portevoix.doctor.ROOM", free + 10**12)
    assert main(["doctor"]) == 1
    assert "plus personne ne peut écrire" in capsys.readouterr().err


@pytest.mark.django_db
def test_who_types_as_another_account_is_told_which(
    healthy: Any, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert main(["doctor"]) == 1
    assert f"portevoix en tant que {healthy.DATA.owner()}" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.parametrize("command", [["doctor"], ["serve", "--port", "0"]])
def test_libraries_that_cannot_seal_are_refused(
    command: list[str], healthy: Any, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    from portevoix.ground.seal import selftest

    monkeypatch.setattr(selftest, "_XWING", "00")
    assert main(command) == 1
    assert "cryptography" in capsys.readouterr().err


@pytest.mark.django_db
@pytest.mark.parametrize("spoil", [in_clear, debugging, short_key, open_data, demo_left_behind])
def test_the_server_does_not_start_when_people_would_be_in_danger(spoil: Any, healthy: Any) -> None:
    spoil(healthy)
    assert main(["serve", "--port", "0"]) == 1


def test_demo_is_refused_where_it_is_off(settings: Any, db: None, capsys: Said) -> None:
    settings.DEMO = False
    assert main(["demo"]) == 1
    assert "PORTEVOIX_DEMO" in capsys.readouterr().err
    assert not School.objects.exists()


def test_the_fingerprints_are_those_of_what_a_browser_receives(live: str, settings: Any, capsys: Said) -> None:
    main([*ADD])
    capsys.readouterr()
    assert main(["fingerprint"]) == 0
    first = capsys.readouterr().out
    lines = {address: digest for digest, address in (line.split("  ") for line in first.splitlines())}
    addresses = [address for address in lines if not address.endswith(".js")]
    assert {address.removeprefix(settings.ORIGIN) for address in addresses} == {
        "/bois/temoigner/",
        "/bois/revenir/",
        "/en/bois/temoigner/",
        "/en/bois/revenir/",
    }
    assert any(re.search(r"/reporter\.[0-9a-f]{12}\.js$", address) for address in lines)
    for address, digest in lines.items():
        with urllib.request.urlopen(address) as answer:
            assert hashlib.sha256(answer.read()).hexdigest() == digest, address
    main(["fingerprint"])
    assert capsys.readouterr().out == first


def test_the_trail_is_verified_from_the_terminal(db: None, capsys: Said) -> None:
    main(ADD)
    capsys.readouterr()
    assert main(["trail", "verify"]) == 0
    assert "1 ligne, intacte" in capsys.readouterr().out
    Line.objects.update(salt=b"0" * 32)
    assert main(["trail", "verify"]) == 1
    assert "modifiée" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_the_server_starts_quickly_and_stops_cleanly(sent: signal.Signals, tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PORTEVOIX_", "DATABASE_URL", "DJANGO_"))
    }
    env |= {"PORTEVOIX_DATA": str(tmp_path), "PORTEVOIX_DEMO": "1"}
    command = [sys.executable, "-m", "portevoix"]
    subprocess.run([*command, "migrate"], env=env, cwd=TOP, check=True)
    with subprocess.Popen(
        [*command, "serve", "--port", "0"], env=env, cwd=TOP, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as server:
        assert server.stdout is not None
        start = time.monotonic()
        origin = server.stdout.readline().removeprefix("Portevoix: ").strip()
        with urllib.request.urlopen(origin) as answer:
            assert answer.status == 200
        assert time.monotonic() - start < 10
        server.send_signal(sent)
        _out, errors = server.communicate(timeout=20)
    assert (errors, server.returncode) == ("", 0)


@pytest.mark.slow
def test_what_is_misread_is_said_in_a_line(tmp_path: Path) -> None:
    """A database that is not there, an address without sense, a name without https://: never a page of traces."""
    tmp_path.chmod(0o700)

    def say(*command: str, **given: str) -> str:
        env = {"PATH": os.environ["PATH"], "PORTEVOIX_DATA": str(tmp_path), **given}
        done = subprocess.run(
            [sys.executable, "-m", "portevoix", *command], env=env, cwd=TOP, text=True, capture_output=True
        )
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        return done.stderr

    assert "/nowhere/portevoix" in say("migrate", DATABASE_URL="sqlite:////nowhere/portevoix.sqlite3")
    assert "url" in say("migrate", DATABASE_URL="postgres://portevoix:a/b#c@127.0.0.1/portevoix")
    assert "https://" in say("serve", PORTEVOIX_ORIGIN="ecoute.ecole.example")
    assert "portevoix migrate" in say("school", "add", "--name", "École des bois", "--slug", "bois")


def test_every_setting_is_explained_to_the_installer() -> None:
    read = set(re.findall(r'"((?:PORTEVOIX|DATABASE)_[A-Z_]+)"', TOP.joinpath("portevoix/settings.py").read_text()))
    page = TOP.joinpath("docs/run/settings.md").read_text()
    assert set(re.findall(r"^\| `([A-Z_]+)`", page, re.MULTILINE)) == read


def test_every_setting_reaches_the_container() -> None:
    read = set(re.findall(r'"((?:PORTEVOIX|DATABASE)_[A-Z_]+)"', TOP.joinpath("portevoix/settings.py").read_text()))
    given = set(re.findall(r"^      ([A-Z_]+):", TOP.joinpath("compose.yaml").read_text(), re.MULTILINE))
    assert read - given == {"PORTEVOIX_DATA", "PORTEVOIX_DEMO", "PORTEVOIX_DEBUG"}


@pytest.mark.django_db
def test_the_installer_invites_somebody_to_the_mission_and_removes_them(capsys: Said) -> None:
    main(ADD)
    invite = ["school", "mission", "--slug", "bois", "--email", "helene@bois.example"]
    assert main([*invite, "--name", "Hélène Faure"]) == 0
    assert "/compte/invitation/" in capsys.readouterr().out
    people.take_office(Invitation.objects.get().code, "un mot de passe assez long")
    assert main(invite) == 1
    assert main([*invite, "--remove"]) == 0
    assert main([*invite, "--remove"]) == 1
    assert not Office.objects.current().exists()


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [["--slug", "nowhere"], ["--email", "helene"]])
def test_an_invitation_to_nowhere_or_nobody_is_none(wrong: list[str], capsys: Said) -> None:
    main(ADD)
    assert main(["school", "mission", "--slug", "bois", "--email", "helene@bois.example", *wrong]) == 1
    assert not Invitation.objects.exists()
    assert capsys.readouterr().err.strip()


@pytest.mark.django_db
def test_the_installer_connects_the_schools_own_server(capsys: Said, monkeypatch: pytest.MonkeyPatch) -> None:
    main(ADD)
    capsys.readouterr()
    monkeypatch.setattr("sys.stdin", io.StringIO("the secret\n"))
    connect = ["school", "sign-on", "--slug", "bois"]
    assert main([*connect, "--issuer", "https://sso.bois.example", "--client", "portevoix"]) == 0
    assert capsys.readouterr().out.strip().endswith("/bois/moi/retour/")
    assert "the secret" not in str(list(SignOn.objects.values()))
    monkeypatch.setattr("sys.stdin", io.StringIO("the secret\n"))
    assert main([*connect, "--issuer", "http://sso.bois.example", "--client", "portevoix"]) == 1
    assert main([*connect, "--off"]) == 0
    assert not SignOn.objects.exists()
