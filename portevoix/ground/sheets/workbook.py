"""Workbooks: xlsx and ods, unpacked within bounds and read here, in Python, cell by cell.

No library reads them: the fastest one stops the whole server on a file that says it holds four billion texts. What a
file says of its size, here, is never believed: it is measured.
"""

import io
import zipfile
import zlib

from django.utils.translation import gettext as _

from portevoix.ground.sheets import ods, xlsx
from portevoix.ground.sheets.cells import Raw, Unreadable, damaged

UNPACKED = 64 * 1024 * 1024
"""Bytes of all that is read of a workbook."""
PARTS = 1_000


def raw(data: bytes) -> Raw:
    """Every line of the first visible sheet that holds something. Raises Unreadable."""
    files = unpacked(data)
    return ods.raw(files) if "content.xml" in files else xlsx.raw(files)


def unpacked(data: bytes) -> dict[str, bytes]:
    """The parts that are read, by name, all together within bounds. Raises Unreadable."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            is_ods = "content.xml" in entries
            if len(entries) > PARTS or not (is_ods or "xl/workbook.xml" in entries):
                raise Unreadable(damaged())
            wanted = [entry for name, entry in entries.items() if _is_read(name, is_ods)]
            if any(entry.flag_bits & 1 for entry in wanted):
                raise Unreadable(_("This file asks for a password. Save it without one."))
            files: dict[str, bytes] = {}
            left = UNPACKED
            for entry in wanted:
                with archive.open(entry) as part:
                    files[entry.filename] = part.read(left + 1)
                left -= len(files[entry.filename])
                if left < 0 or entry.file_size > UNPACKED:
                    raise Unreadable(too_much())
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, OSError, ValueError, RuntimeError):
        raise Unreadable(damaged()) from None
    return files


def too_much() -> str:
    """The sentence for a file that unpacks to more than it seems."""
    return _("This file is far larger once opened than it seems. Copy the list alone into a new file, and send that.")


def _is_read(name: str, is_ods: bool) -> bool:
    """Pictures, macros and previews are never unpacked."""
    if is_ods:
        return name == "content.xml"
    return name.startswith("xl/") and name.endswith((".xml", ".xml.rels")) and "/drawings/" not in name
