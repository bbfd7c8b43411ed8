"""What the pages show of a work, and where each part of it is, for whoever is looking."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from portevoix.campus.library import ranges
from portevoix.campus.library.models import Captions, Work
from portevoix.ground.sheets.writing import Cell
from portevoix.ground.web import headers

PUBLIC, MINE, OURS = "library:", "library:my_", "library:our_"


@dataclass(frozen=True)
class Track:
    """Captions in one language, and where they are."""

    language: str
    name: str
    address: str


@dataclass(frozen=True)
class Shown:
    """A work as somebody sees it: addresses that they may open."""

    work: Work
    room: str

    def address(self, use: str, **more: str) -> str:
        return reverse(f"{self.room}{use}", kwargs={"school": self.work.school.slug, "slug": self.work.slug, **more})

    @property
    def page(self) -> str:
        return reverse("library:edit", args=self._place) if self.room == OURS else self.address("work")

    @property
    def _place(self) -> list[str]:
        return [self.work.school.slug, self.work.slug]

    @property
    def film(self) -> str:
        return self.address("film")

    @property
    def file(self) -> str:
        return self.address("file")

    @property
    def cover(self) -> str:
        """Its picture, if there is one: a poster is its own."""
        has_one = self.work.cover_id or (self.work.file and self.work.file.kind == "picture")
        return self.address("cover") if has_one else ""

    @property
    def tracks(self) -> Iterator[Track]:
        for one in self.work.captions.all().of_the_work_first(self.work):
            yield Track(one.language, one.get_language_display(), self.address("captions", language=one.language))

    @property
    def opens_later(self) -> bool:
        return self.work.access == Work.Access.RESERVED and not self.work.is_open(datetime.now(UTC))


def shown(works: Iterable[Work], room: str) -> list[Shown]:
    """Each with its addresses."""
    return [Shown(work, room) for work in works]


def lines(works: Iterable[Work]) -> Iterator[list[Cell]]:
    """One line each, for a list that is saved."""
    for work in works:
        kind, language, licence = work.get_kind_display(), work.get_language_display(), work.get_licence_display()
        yield [work.title, kind, language, work.credits, licence, work.get_access_display(), work.opens]


@headers.keeps_etag
def part(request: HttpRequest, work: Work, use: str, language: str = "") -> HttpResponse:
    """What somebody who may see the work asked for of it: film, file, picture or captions."""
    if use == "captions":
        return _captions(request, work.captions.all().in_language(language))
    inline = use != "file"
    file = work.file
    if use == "cover":
        file = work.cover or (work.file if work.file and work.file.kind == "picture" else None)
    if file is None or not file.whole or (use == "film" and file.kind != "film"):
        raise Http404
    return ranges.answer(request, file, work.slug, inline=inline)


def _captions(request: HttpRequest, captions: Captions) -> HttpResponse:
    return HttpResponse(captions.text, content_type="text/vtt; charset=utf-8")
