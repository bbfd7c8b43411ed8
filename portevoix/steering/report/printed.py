"""A report on paper, and as lines of a table."""

from collections.abc import Iterator
from functools import lru_cache

from django.utils.translation import gettext as _

from portevoix.ground.web.document import Document
from portevoix.steering.report.content import Body, Definition, from_json
from portevoix.steering.report.models import Report


@lru_cache(maxsize=8)
def closed(ident: str, language: str) -> bytes:
    """A closed report, drawn once in each language: it takes seconds, anyone may ask, and it changes no more."""
    report = Report.objects.select_related("school").get(ident=ident)
    return document(report, from_json(report.body or {}), language)


def document(report: Report, body: Body, language: str) -> bytes:
    """The whole report as a PDF; definitions stand at its end, by their number."""
    day, version = report.closed or report.made, report.get_version_display()
    paper = Document(str(report), subtitle=version, place=str(report.school), day=day, language=language)
    if report.closed is None:
        paper.paragraph(_("Draft: these numbers still move."), bold=True)
    if report.foreword:
        paper.prose(report.foreword)
    numbers = {definition.key: place for place, definition in enumerate(body.definitions, 1)}
    for chapter in body.chapters:
        paper.heading(chapter.title)
        for sentence in chapter.said:
            paper.paragraph(sentence, small=True)
        if not chapter.tables:
            paper.paragraph(_("Nothing was counted of this in the year."))
        for table in chapter.tables:
            paper.heading(table.title, 2)
            rows = [[_with_number(cell.said, numbers.get(cell.key)) for cell in row] for row in table.rows]
            paper.table(table.header, rows, widths=[2.2] + [1.0] * (len(table.header) - 1))
            if table.note:
                paper.paragraph(table.note, small=True)
    if body.definitions:
        paper.heading(_("What each number counts"))
        paper.pairs((f"[{numbers[one.key]}] {one.name}", "\n".join(explained(one))) for one in body.definitions)
    return paper.as_bytes()


def _with_number(words: str, number: int | None) -> str:
    return f"{words} [{number}]" if number else words


def explained(definition: Definition) -> Iterator[str]:
    """What it counts, what is above and below the line, where it comes from."""
    yield definition.text
    if definition.denominator:
        shown = {"numerator": definition.numerator, "denominator": definition.denominator}
        yield _("%(numerator)s ÷ %(denominator)s") % shown
    if definition.source:
        yield _("Source: %(source)s") % {"source": definition.source}


def lines(body: Body) -> Iterator[list[str]]:
    """Chapter, table, line, column, number, definition and source of each number."""
    definitions = {one.key: one for one in body.definitions}
    for chapter in body.chapters:
        for table in chapter.tables:
            for (_head, name), *cells in table.columns():
                for column, cell in cells:
                    known = definitions.get(cell.key)
                    meant = [known.text, known.source] if known else ["", ""]
                    yield [chapter.title, table.title, name.said, column, cell.said, *meant]
