"""How a table leaves: an address that ends in `.csv`, `.ods` or `.xlsx`, and an answer that is saved, never shown."""

from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.urls import register_converter
from django.utils.http import content_disposition_header

from portevoix.ground.sheets.writing import KINDS, Cell, write


class Kind:
    """`<sheet:kind>` in an address. Every address that holds it is an export: attack 29 finds it by that."""

    regex = "|".join(KINDS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Kind, "sheet")


def sent(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], kind: str) -> HttpResponse:
    """The table as a file called `name`, of this kind."""
    answer = HttpResponse(write(header, rows, kind, name), content_type=KINDS[kind])
    answer.headers["Content-Disposition"] = content_disposition_header(True, f"{name}.{kind}") or "attachment"
    return answer
