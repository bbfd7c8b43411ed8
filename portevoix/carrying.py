"""A school's prevention leaves as one file, and comes back whole into an empty school of another installation.

The archive is a zip: `manifest.json`, one file of JSON lines for each table, and the files of the library. The manifest
holds the version, and the size and SHA-256 of everything else. Nothing of a cell is in it, nor any account.
"""

import hashlib
import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from portevoix.campus.associations.carried import CARRIED as ASSOCIATIONS
from portevoix.campus.attendance.carried import CARRIED as ATTENDANCE
from portevoix.campus.contests.carried import CARRIED as CONTESTS
from portevoix.campus.evaluation.carried import CARRIED as EVALUATION
from portevoix.campus.library import store
from portevoix.campus.library.carried import CARRIED as LIBRARY
from portevoix.campus.prevention.carried import CARRIED as PREVENTION
from portevoix.campus.sittings.carried import CARRIED as SITTINGS
from portevoix.campus.trainings.carried import CARRIED as TRAININGS
from portevoix.ground.population.carried import CARRIED as POPULATION
from portevoix.ground.schools.carried import CARRIED as SCHOOLS
from portevoix.ground.schools.carried import Carried, Places
from portevoix.ground.schools.models import School
from portevoix.ground.trail import acts as trail
from portevoix.ground.web.rules import Refused
from portevoix.ground.web.sqlite.snapshot import snapshot
from portevoix.steering.committee.carried import CARRIED as COMMITTEE
from portevoix.steering.plan.carried import CARRIED as PLAN
from portevoix.steering.practices.carried import CARRIED as PRACTICES
from portevoix.steering.report.carried import CARRIED as REPORT
from portevoix.steering.shares.carried import CARRIED as SHARES
from portevoix.steering.survey.carried import CARRIED as SURVEY

TABLES: list[Carried] = [
    *(*SCHOOLS, *POPULATION, *LIBRARY, *CONTESTS),
    *(*TRAININGS, *SITTINGS, *ATTENDANCE, *EVALUATION, *PREVENTION, *ASSOCIATIONS),
    *PLAN,
    *PRACTICES,
    *COMMITTEE,
    *SHARES,
    *SURVEY,
    *REPORT,
]
"""Everything that travels, in an order in which links lead back only."""
STAYS: dict[str, str] = {
    "population.Visit": "nobody stays signed in on the way",
    "population.Link": "a way in is good for twenty minutes, on the installation that sent it",
    "population.SignOn": "the school connects its server to the new installation",
    "population.Import": "a list that was sent is forgotten after a day",
    "sittings.Feed": "the secret address of a calendar is made from the key of its installation",
    "shares.Import": "a table of figures that was sent is forgotten after a day",
    "attendance.Pass": "so is a link to the door",
    "survey.Ticket": "tickets are made with the key of their installation, and end with their survey",
    "survey.Spent": "so do those that have served",
}
"""Tables of these rooms that do not, and why."""
FORMAT = "portevoix prevention/1"
MANIFEST = "manifest.json"
LONGEST_LINE = 16 * 1024 * 1024
LARGEST_TABLE = 2 * 1024 * 1024 * 1024
PIECE = 1024 * 1024
BATCH = 500
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, KeyError)


class _ToTheMicrosecond(DjangoJSONEncoder):
    """Django's own cuts a moment to the millisecond: what came back would not be what had left."""

    def default(self, o: Any) -> Any:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)


def damaged(where: str) -> Refused:
    """The sentence for an archive that is not what it was; nothing of it has been taken in."""
    sentence = _("This archive is damaged or is none of ours (%(where)s). Nothing was taken in.") % {"where": where}
    return Refused(sentence, code="damaged", status=422)


def school_at(slug: str) -> School:
    """The school of this address. Raises Refused when there is none."""
    found = School.objects.at(slug).first()
    if found is None:
        raise Refused(_("There is no school at /%(slug)s/.") % {"slug": slug})
    return found


def take_out(school: School, to: Path) -> int:
    """Write everything of this school to a new file; how many rows. One state of the database, from end to end."""
    manifest: dict[str, Any] = {"format": FORMAT, "school": school.name, "made": datetime.now(UTC), "parts": {}}
    fresh = to.with_name(f"{to.name}.part")
    try:
        with _private(fresh) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            with snapshot():
                rows, files = _put_tables(archive, school, manifest)
            for ident, path in files.items():
                _put_file(archive, ident, path, manifest)
            archive.writestr(MANIFEST, json.dumps(manifest, cls=_ToTheMicrosecond, indent=1, sort_keys=True))
        with transaction.atomic():
            trail.note("prevention taken out", [school.ident, rows], subject=school.ident)
    except FileNotFoundError as missing:
        fresh.unlink(missing_ok=True)
        sentence = _("A file of the library is not where it should be (%(name)s). Nothing was written.")
        raise Refused(sentence % {"name": Path(missing.filename).name}, code="no_file", status=409) from missing
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    fresh.replace(to)
    return rows


def _private(path: Path) -> IO[bytes]:
    """A new file that its owner alone reads: it holds names."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_TRUNC | os.O_RDWR, 0o600), "w+b")


def _put_tables(archive: zipfile.ZipFile, school: School, manifest: dict[str, Any]) -> tuple[int, dict[str, Path]]:
    """How many rows, and the files that some of them stand for. What is in a file never changes: they come after."""
    places: Places = {}
    files: dict[str, Path] = {}
    for table in TABLES:
        here: dict[int, int] = {}
        places[table.name] = here
        with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as out:
            part = _Measured(out)
            for one in table.of(school).iterator(BATCH):
                here[one.pk] = len(here)
                part.write(json.dumps(table.leaves(one, places), cls=_ToTheMicrosecond).encode() + b"\n")
                if table.path_of:
                    files[one.ident] = table.path_of(one.ident)
        manifest["parts"][f"{table.name}.jsonl"] = part.said(rows=len(here))
    return sum(map(len, places.values())), files


def _put_file(archive: zipfile.ZipFile, ident: str, path: Path, manifest: dict[str, Any]) -> None:
    """Films are as small as they get: they are stored as they are."""
    about = zipfile.ZipInfo(f"files/{ident}")
    with path.open("rb") as file, archive.open(about, "w", force_zip64=True) as out:
        part = _Measured(out)
        while piece := file.read(PIECE):
            part.write(piece)
    manifest["parts"][about.filename] = part.said()


class _Measured:
    """Counts and digests what goes through."""

    def __init__(self, out: IO[bytes] | None = None) -> None:
        self.out, self.size, self.digest = out, 0, hashlib.sha256()

    def write(self, piece: bytes) -> None:
        self.size += len(piece)
        self.digest.update(piece)
        if self.out:
            self.out.write(piece)

    def said(self, **more: int) -> dict[str, Any]:
        return {"bytes": self.size, "sha256": self.digest.hexdigest(), **more}


def bring_back(source: Path, school: School) -> int:
    """Take an archive in, whole, into a school that has nothing yet; how many rows. Refused, it leaves nothing."""
    written: list[Path] = []
    try:
        with zipfile.ZipFile(source) as archive:
            parts = _sound(archive)
            must_be_empty(school)
            files = _bring_files(archive, parts, written)
            with transaction.atomic():
                must_be_empty(school)
                rows = _bring_tables(archive, parts, school, files)
                trail.note("prevention brought back", [school.ident, rows], subject=school.ident)
    except BaseException as error:
        for path in written:
            path.unlink(missing_ok=True)
        if isinstance(error, IntegrityError):
            raise _known() from error
        if isinstance(error, BROKEN):
            raise damaged(str(error)[:200]) from error
        raise
    return rows


def _known() -> Refused:
    sentence = _("Some of these data are on this installation already. Nothing was taken in.")
    return Refused(sentence, code="known", status=409)


def may_take_in(school: School) -> bool:
    """Whether it has nothing yet that an archive would bring, but campuses."""
    return not any(table.of(school).exists() for table in TABLES if not table.known_by)


def must_be_empty(school: School) -> None:
    if not may_take_in(school):
        sentence = _("%(school)s already has people or trainings here. Bring the archive into a school without any.")
        raise Refused(sentence % {"school": school.name}, code="not_empty", status=409)


def _sound(archive: zipfile.ZipFile) -> dict[str, Any]:
    """What the manifest says of each part, once all of them are as it says. Raises ValueError or Refused."""
    if archive.getinfo(MANIFEST).file_size > LONGEST_LINE:
        raise ValueError(MANIFEST)
    manifest = json.loads(archive.read(MANIFEST))
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise ValueError(MANIFEST)
    parts = manifest.get("parts")
    names = [entry.filename for entry in archive.infolist()]
    if not isinstance(parts, dict) or sorted(names) != sorted([*parts, MANIFEST]):
        raise ValueError(MANIFEST)
    if {name for name in parts if not name.startswith("files/")} != {f"{table.name}.jsonl" for table in TABLES}:
        raise ValueError(MANIFEST)
    files = sum(archive.getinfo(name).file_size for name in names if name.startswith("files/"))
    if files > shutil.disk_usage(settings.DATA).free:
        raise Refused(_("There is no room left for files at the moment."), code="no_room", status=507)
    for name, said in parts.items():
        if not isinstance(said, dict) or archive.getinfo(name).file_size != said.get("bytes"):
            raise ValueError(name)
        if not name.startswith("files/") and said["bytes"] > LARGEST_TABLE:
            raise ValueError(name)
        part = _Measured()
        with archive.open(name) as read:
            while piece := read.read(PIECE):
                part.write(piece)
        if part.said(**({"rows": said["rows"]} if "rows" in said else {})) != said:
            raise ValueError(name)
    return parts


def _bring_tables(archive: zipfile.ZipFile, parts: dict[str, Any], school: School, files: dict[str, int]) -> int:
    places: Places = {}
    wanted = dict(files)
    for table in TABLES:
        places[table.name] = {}
        for batch in _batches(archive, table, school, places):
            _insert(table, school, batch, places[table.name])
            for one in batch if table.path_of else ():
                if wanted.pop(one.ident, None) != one.size:  # type: ignore[attr-defined]  # as whatever has a file
                    raise ValueError(table.name)
                if table.must_be_sound:
                    table.must_be_sound(one)
        if len(places[table.name]) != parts[f"{table.name}.jsonl"].get("rows"):
            raise ValueError(table.name)
    if wanted:
        raise ValueError(sorted(wanted)[0])
    return sum(map(len, places.values()))


def _batches(archive: zipfile.ZipFile, table: Carried, school: School, places: Places) -> Iterator[list[models.Model]]:
    batch: list[models.Model] = []
    most = 1 if table.name in table.links.values() else BATCH  # a row that leads to another of its table comes after it
    with archive.open(f"{table.name}.jsonl") as part:
        number = 0
        while line := part.readline(LONGEST_LINE):
            number += 1
            try:
                batch.append(table.comes(json.loads(line), school, places))
            except (ValueError, TypeError, AttributeError, OverflowError, RecursionError) as error:
                raise ValueError(f"{table.name}, {number}: {error}") from error
            if len(batch) == most:
                yield batch
                batch = []
    yield batch


def _insert(table: Carried, school: School, batch: list[models.Model], here: dict[int, int]) -> None:
    """Save these rows, or find those that are there, and remember the place of each."""
    found = {getattr(one, table.known_by): one for one in table.of(school)} if table.known_by else {}
    known = [found.get(getattr(one, table.known_by)) if found else None for one in batch]
    fresh = [one for one, same in zip(batch, known, strict=True) if same is None]
    kept = [table.set_by_clock(one) for one in fresh]
    table.model._default_manager.bulk_create(fresh)
    for one, columns in zip(fresh, kept, strict=True):
        if columns:
            table.model._default_manager.filter(pk=one.pk).update(**columns)
    for one, same in zip(batch, known, strict=True):
        if same is not None:
            one.pk = same.pk
            one.save(force_update=True)
        here[len(here)] = one.pk


def _bring_files(archive: zipfile.ZipFile, parts: dict[str, Any], written: list[Path]) -> dict[str, int]:
    """Put the files where their rows will look for them; their sizes by identifier. `written` grows by each."""
    found: dict[str, int] = {}
    for name, said in parts.items():
        if name.startswith("files/"):
            ident = name.removeprefix("files/")
            if not re.fullmatch("[0-9a-f]{32}", ident):
                raise ValueError(name[:80])
            try:
                store.make(ident)
            except FileExistsError as known:
                raise _known() from known
            path = store.path_of(ident)
            written.append(path)
            with archive.open(name) as part, path.open("r+b") as file:
                shutil.copyfileobj(part, file, PIECE)
                file.flush()
                os.fsync(file.fileno())
            found[ident] = said["bytes"]
    return found
