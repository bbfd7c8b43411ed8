"""A school moves to another installation: everything of its prevention comes along, as it was, or nothing does."""

import hashlib
import io
import json
import random
import secrets
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytest_django import DjangoDbBlocker

from portevoix import carrying
from portevoix.__main__ import main
from portevoix.campus.library import store
from portevoix.campus.library.models import File
from portevoix.carrying import MANIFEST, STAYS, TABLES, bring_back, take_out
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import a_campus, someone
from portevoix.ground.schools.carried import SCHOOL, Carried
from portevoix.ground.schools.models import Campus, School
from portevoix.ground.trail.models import Line
from portevoix.ground.web.rules import Refused
from portevoix.steering.shares.models import AsWritten
from tests.attacks.world import snapshot

pytestmark = pytest.mark.django_db

ROOMS = [
    "report",
    "committee",
    "population",
    "trainings",
    "sittings",
    "attendance",
    "evaluation",
    "prevention",
    "associations",
    "contests",
    "library",
    "practices",
    "shares",
    "survey",
]
PNG = b"\x89PNG\r\n\x1a\n"
WORDS = ["", "Lou", "Œuvre · 1", "=1+1", "ligne\nautre", "\u2028", "😀", "a" * 12, "null", '"', "<b>"]


def test_every_table_and_every_column_travels_or_says_why_not() -> None:
    carried = {table.model: table for table in TABLES}
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models(include_auto_created=True):
            if model._meta.label in STAYS:
                continue
            table = carried[model]
            said = {*table.columns, *table.links, *table.stays}
            assert {column.name for column in model._meta.concrete_fields} - {"id"} == said, model._meta.label


def test_links_lead_back_only() -> None:
    before = {SCHOOL}
    for table in TABLES:
        assert set(table.links.values()) - {table.name} <= before, table.name
        before.add(table.name)


def value_for(column: "models.Field[Any, Any]", luck: random.Random) -> Any:
    """Something that this column may hold."""
    if column.null and luck.random() < 0.3:
        return None
    if column.choices:
        return luck.choice([value for value, _label in column.flatchoices])
    makers: list[tuple[type, Callable[[], Any]]] = [
        (AsWritten, lambda: Decimal(luck.randint(0, 10_000)) / 100),
        (models.EmailField, lambda: f"{secrets.token_hex(4)}@mines.example"),
        (models.URLField, lambda: "https://mines.example/x"),
        (models.SlugField, lambda: f"a-{secrets.token_hex(4)}"),
        (models.CharField, lambda: secrets.token_hex(16)[: column.max_length] if column.unique else luck.choice(WORDS)),
        (models.TextField, lambda: luck.choice(WORDS) * luck.randint(1, 40)),
        (models.BooleanField, lambda: luck.random() < 0.5),
        (models.DecimalField, lambda: Decimal(luck.randint(0, 99_999)) / 100),
        (models.PositiveSmallIntegerField, lambda: luck.randint(1, 10)),
        (models.IntegerField, lambda: luck.randint(1, 100)),
        (models.DateTimeField, lambda: a_moment(luck)),
        (models.DateField, lambda: date(2026, 1, 1) + timedelta(days=luck.randint(0, 900))),
        (models.JSONField, lambda: luck.choice([[], [1, 2], ["é", {"a": None}]])),
    ]
    return next(make for kind, make in makers if isinstance(column, kind))()


def a_moment(luck: random.Random) -> datetime:
    """On the second, a hair after it, or anywhere."""
    hair = luck.choice([0, 1, 999, 1000, luck.randrange(10**6)])
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=luck.randint(0, 10**8), microseconds=hair)


def fill(school: School, luck: random.Random, most: int = 5) -> None:
    """Some rows in nearly every table, linked by luck."""
    there: dict[str, list[models.Model]] = {table.name: list(table.of(school)) for table in TABLES}
    for table in TABLES:
        for _time in range(luck.randint(1, most) if luck.random() < 0.9 else 0):
            with suppress(IntegrityError, LookupError), transaction.atomic():
                there[table.name].append(_one(table, school, there, luck))


def _one(table: Carried, school: School, there: dict[str, list[models.Model]], luck: random.Random) -> models.Model:
    one = table.model()
    for name in table.columns:
        setattr(one, name, value_for(table.model._meta.get_field(name), luck))  # type: ignore[arg-type]  # a column
    for name, to in table.links.items():
        empty = table.model._meta.get_field(name).null and luck.random() < 0.3
        setattr(one, name, school if to == SCHOOL else None if empty else luck.choice(there[to]))
    for name, wanted in table.only.items():
        setattr(one, name, wanted)
    if isinstance(one, File):
        path, data = store.path_of(one.ident), PNG + luck.randbytes(luck.randint(0, 400))
        one.type, one.kind, one.size = "image/png", File.Kind.PICTURE, len(data)
        store.make(one.ident)
        path.write_bytes(data)
    one.save(force_insert=True)
    for name, kept in table.set_by_clock(one).items():
        table.model._default_manager.filter(pk=one.pk).update(**{name: kept})
    return one


def empty(school: School) -> None:
    """As on another installation."""
    for table in reversed(TABLES):
        if table.path_of:
            for one in table.of(school):
                table.path_of(one.ident).unlink()
        table.model._default_manager.filter(pk__in=table.of(school).values("pk")).delete()


def parts_of(archive: Path) -> dict[str, Any]:
    with zipfile.ZipFile(archive) as opened:
        parts: dict[str, Any] = json.loads(opened.read(MANIFEST))["parts"]
    return parts


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Path]:
    path = tmp_path / "prevention.zip"
    yield path
    for school in School.objects.all():
        empty(school)


SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=12, suppress_health_check=SLOW)
@given(seed=st.integers(0, 2**32))
def test_what_left_comes_back_the_same(archive: Path, seed: int) -> None:
    with transaction.atomic():
        school = a_campus()
        fill(school, random.Random(seed))
        take_out(school, archive)
        empty(school)
        other = a_campus("ponts")
        bring_back(archive, other)
        again = archive.with_name("again.zip")
        take_out(other, again)
        assert parts_of(again) == parts_of(archive)
        empty(other)
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def whole(django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The archive of a school with something in every table, made once; nothing of it is left here."""
    path = tmp_path_factory.mktemp("whole") / "prevention.zip"
    with django_db_blocker.unblock(), transaction.atomic():
        school, luck = a_campus(), random.Random(7)
        while not all(table.of(school).exists() for table in TABLES):
            fill(school, luck, 3)
        take_out(school, path)
        empty(school)
        transaction.set_rollback(True)
    return path.read_bytes()


@pytest.fixture
def ponts(archive: Path, whole: bytes) -> School:
    """An empty school, elsewhere, to which somebody has brought that archive."""
    archive.write_bytes(whole)
    return a_campus("ponts")


def test_damaged_anywhere_nothing_comes_in(archive: Path, whole: bytes, ponts: School) -> None:
    right = parts_of(archive)
    before, luck = snapshot(), random.Random(3)
    for _time in range(60):
        at = luck.randrange(len(whole))
        broken = bytearray(whole)
        broken[at] ^= luck.randint(1, 255)
        archive.write_bytes(bytes(broken) if luck.random() < 0.7 else whole[:at])
        with transaction.atomic():
            try:
                bring_back(archive, ponts)
            except Refused as refusal:
                assert "damaged" in refusal.code  # noqa: PT017  refused, or the same as if nothing had happened
            else:
                again = archive.with_name("again.zip")
                take_out(ponts, again)
                assert parts_of(again) == right
                empty(ponts)
                transaction.set_rollback(True)
        assert snapshot() == before


def rewritten(archive: Path, change: Callable[[dict[str, bytes]], object]) -> None:
    """The same archive with other parts, and a manifest that agrees with them."""
    with zipfile.ZipFile(archive) as opened:
        parts = {name: opened.read(name) for name in opened.namelist()}
    manifest = json.loads(parts.pop(MANIFEST))
    change(parts)
    for name, part in parts.items():
        said = {"bytes": len(part), "sha256": hashlib.sha256(part).hexdigest()}
        manifest["parts"][name] = said | ({"rows": part.count(b"\n")} if name.endswith(".jsonl") else {})
    manifest["parts"] = {name: said for name, said in manifest["parts"].items() if name in parts}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archived:
        for name, part in {**parts, MANIFEST: parts.pop("manifest", json.dumps(manifest).encode())}.items():
            archived.writestr(name, part)
    archive.write_bytes(out.getvalue())


GROUPS, PEOPLE = "population/groups.jsonl", "population/individuals.jsonl"
FORGED: dict[str, Callable[[dict[str, bytes]], object]] = {
    "a page that says it is a picture": lambda parts: parts.update(
        {name: b"<script>" + part[8:] for name, part in parts.items() if name.startswith("files/")}
    ),
    "a picture that says it is a page": lambda parts: parts.update(
        {"library/files.jsonl": parts["library/files.jsonl"].replace(b"image/png", b"text/html")}
    ),
    "a table that is missing": lambda parts: parts.pop(GROUPS),
    "a table too many": lambda parts: parts.update({"people/persons.jsonl": b"{}\n"}),
    "a file outside": lambda parts: parts.update({"files/../../outside": b"x"}),
    "a file nobody has": lambda parts: parts.update({f"files/{'0' * 32}": b"x"}),
    "not JSON": lambda parts: parts.update({GROUPS: b"{\n"}),
    "a list": lambda parts: parts.update({GROUPS: b"[]\n"}),
    "a column too many": lambda parts: parts.update({GROUPS: b'{"ident":"a","kind":"role","name":"x","id":1}\n'}),
    "a column too few": lambda parts: parts.update({GROUPS: b'{"ident":"a","kind":"role"}\n'}),
    "a kind nobody knows": lambda parts: parts.update({GROUPS: b'{"ident":"a","kind":"king","name":"x"}\n'}),
    "a name too long": lambda parts: parts.update(
        {GROUPS: json.dumps({"ident": "a", "kind": "role", "name": "x" * 121}).encode() + b"\n"}
    ),
    "nothing where something is": lambda parts: parts.update({GROUPS: b'{"ident":"a","kind":"role","name":null}\n'}),
    "a text with a hole": lambda parts: parts.update({GROUPS: b'{"ident":"a","kind":"role","name":"\\u0000"}\n'}),
    "a link to nowhere": lambda parts: parts.update(
        {"population/belongings.jsonl": b'{"title":"","individual":99999,"group":0}\n'}
    ),
    "a link that is a list": lambda parts: parts.update(
        {"population/belongings.jsonl": b'{"title":"","individual":[],"group":0}\n'}
    ),
    "the same row twice": lambda parts: parts.update({GROUPS: b'{"ident":"a","kind":"role","name":"x"}\n' * 2}),
    "another version": lambda parts: parts.update({"manifest": b'{"format":"portevoix prevention/2","parts":{}}'}),
    "a manifest that is a list": lambda parts: parts.update({"manifest": b"[]"}),
    "parts that are a list": lambda parts: parts.update(
        {"manifest": b'{"format":"portevoix prevention/1","parts":[]}'}
    ),
    "deep": lambda parts: parts.update({GROUPS: b"[" * 100_000 + b"\n"}),
}


@pytest.mark.parametrize("name", FORGED)
def test_a_forged_archive_brings_nothing(archive: Path, ponts: School, name: str) -> None:
    before = snapshot()
    rewritten(archive, FORGED[name])
    with pytest.raises(Refused), transaction.atomic():
        bring_back(archive, ponts)
    assert snapshot() == before


def test_it_comes_into_an_empty_school_and_once(archive: Path) -> None:
    school = a_campus()
    lou = someone(school)
    take_out(school, archive)
    other = a_campus("ponts")
    someone(other)
    with pytest.raises(Refused, match="ponts"):
        bring_back(archive, other)
    with pytest.raises(Refused), transaction.atomic():
        bring_back(archive, a_campus("arts"))  # its people are here already, in the first school
    assert list(Individual.objects.for_school(school)) == [lou]


def test_campuses_that_are_there_are_the_same(archive: Path) -> None:
    school = a_campus()
    someone(school, campus=Campus.objects.create(school=school, name="Lac"))
    take_out(school, archive)
    empty(school)
    other = a_campus("ponts")
    lac = Campus.objects.create(school=other, name="Lac")
    bring_back(archive, other)
    assert Individual.objects.get().campus == lac
    assert Campus.objects.filter(school=other).count() == 1


def test_whoever_installs_types_two_commands(archive: Path, capsys: pytest.CaptureFixture[str]) -> None:
    school = a_campus()
    someone(school)
    assert main(["prevention", "export", "--school", "mines", "--to", str(archive)]) == 0
    assert archive.stat().st_mode & 0o077 == 0
    empty(school)
    assert main(["prevention", "import", "--school", "mines", "--from", str(archive)]) == 0
    assert Individual.objects.count() == 1
    assert main(["prevention", "import", "--school", "mines", "--from", str(archive)]) == 1
    assert main(["prevention", "export", "--school", "nowhere", "--to", str(archive)]) == 1
    assert "nowhere" in capsys.readouterr().err
    assert [line.kind for line in Line.objects.order_by("pk")] == ["prevention taken out", "prevention brought back"]
    assert carrying.FORMAT in zipfile.ZipFile(archive).read(MANIFEST).decode()
