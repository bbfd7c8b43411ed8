"""What a survey says, as far as it may be shown: read from the figures that were kept when it was counted."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from portevoix.ground.counts.indicators import Period
from portevoix.ground.counts.masking import Masked
from portevoix.steering.survey import counting, instrument
from portevoix.steering.survey.instrument import Item, Module, Text
from portevoix.steering.survey.intervals import Change, Share
from portevoix.steering.survey.models import Outcome, Survey

SILENCE = "silence"
"""What may be published beside modules."""
SILENCES = ("any", "sexual")
"""What is set beside testimonies."""


@dataclass(frozen=True)
class Line:
    """One answer to choose from, or one group of people."""

    key: str
    text: Text
    share: Share

    @property
    def count(self) -> Masked:
        return Masked(self.share.count)


@dataclass(frozen=True)
class Crossing:
    """The same by status, campus, gender or time at the school; groups too small to be shown are left out."""

    key: str
    text: Text
    lines: list[Line]


@dataclass(frozen=True)
class Result:
    """One question, or one thing lived."""

    name: str
    text: Text
    answered: Masked
    lines: list[Line]
    """By answer; empty for what people lived, which is made of several questions."""
    share: Share
    """In one number; unknown for questions with several answers."""
    yes: list[Text]
    """What the one number counts."""
    change: Change | None
    """Since the survey before; None when there is none, or it was not asked."""
    crossings: list[Crossing]


@dataclass(frozen=True)
class Part:
    """The results of one module."""

    module: Module
    results: list[Result]

    @property
    def key(self) -> str:
        return self.module.key


@dataclass(frozen=True)
class Silence:
    """What people say they lived beside what reached the cell."""

    key: str
    text: Text
    lived: Share
    received: Masked

    @property
    def people_for_one(self) -> float | None:
        """People who say they lived something, for each testimony; None when either is unknown or masked."""
        if not self.lived.is_known or self.lived.count is None or not self.received.value:
            return None
        return self.lived.count / self.received.value


@dataclass(frozen=True)
class Results:
    """Everything one survey says."""

    outcome: Outcome
    earlier: Outcome | None = None

    @property
    def survey(self) -> Survey:
        return self.outcome.survey

    @property
    def reference(self) -> Period:
        return counting.reference(self.survey)

    @cached_property
    def asked(self) -> instrument.Instrument:
        return instrument.of(self.survey)

    @cached_property
    def parts(self) -> list[Part]:
        told = [(module, [item for item in module.items if not item.is_cut]) for module in self.asked.modules]
        return [Part(module, [self._result(item) for item in items]) for module, items in told if items]

    def part(self, key: str) -> Part | None:
        return next((part for part in self.parts if part.key == key), None)

    @property
    def published(self) -> list[Part]:
        return [part for part in self.parts if part.key in self.outcome.shown]

    @property
    def publishes_silence(self) -> bool:
        return SILENCE in self.outcome.shown

    @cached_property
    def response(self) -> Share:
        """How many of those on the lists took part."""
        return Share(self._figure("n"), sum(self.survey.asked.values()) or None)

    @cached_property
    def response_by_status(self) -> list[Line]:
        status = self.asked.item("you.status")
        return [
            Line(
                choice.key,
                choice.text,
                Share(self._figure(f"n|status|{choice.key}"), self.survey.asked.get(choice.key)),
            )
            for choice in (status.said() if status else ())
        ]

    @cached_property
    def lived(self) -> list[Result]:
        return [
            self._told(f"lived.{lived.key}", lived.text, [], [], is_one_number=True, is_crossed=True)
            for lived in self.asked.lived
        ]

    @cached_property
    def silence(self) -> list[Silence]:
        received = Masked(self.outcome.received)
        told = {result.name.removeprefix("lived."): result for result in self.lived}
        return [Silence(key, told[key].text, told[key].share, received) for key in SILENCES]

    def _result(self, item: Item) -> Result:
        base = self._figure(item.name)
        aside = [key for choice in item.said() if (key := choice.key) not in {*item.yes, *item.no}]
        lines = []
        for choice in item.said():
            is_aside = choice.key in aside and not item.is_many
            count = self._figure(f"{item.name}|={choice.key}")
            lines.append(
                Line(choice.key, choice.text, Share(count, None if is_aside else base, self._part_that_answered))
            )
        yes = [choice.text for choice in item.choices if choice.key in item.yes]
        return self._told(item.name, item.text, lines, yes, is_one_number=bool(item.yes), is_crossed=item.is_crossed)

    def _told(
        self, name: str, text: Text, lines: list[Line], yes: list[Text], *, is_one_number: bool, is_crossed: bool
    ) -> Result:
        return Result(
            name=name,
            text=text,
            answered=Masked(self._figure(name)),
            lines=lines,
            share=self._share(name) if is_one_number else Share(None, None),
            yes=yes,
            change=self._change(name) if is_one_number else None,
            crossings=self._crossings(name) if is_crossed else [],
        )

    def _share(self, name: str, group: str = "") -> Share:
        return Share(self._figure(f"{name}|yes{group}"), self._figure(f"{name}{group}"), self._part_that_answered)

    def _change(self, name: str) -> Change | None:
        if self.earlier is None or f"{name}|yes" not in self.earlier.figures:
            return None
        return Change(Results(self.earlier)._share(name), self._share(name))

    def _crossings(self, name: str) -> list[Crossing]:
        found = []
        for cut in self.asked.cuts:
            groups = {choice: f"|{cut.key}|{choice.key}" for choice in cut.said()}
            shown = [
                Line(one.key, one.text, self._share(name, end))
                for one, end in groups.items()
                if self._is_shown(name, end)
            ]
            if shown:
                found.append(Crossing(cut.key, cut.text, shown))
        return found

    def _is_shown(self, name: str, group: str) -> bool:
        """A group of fewer than ten has no line at all: that it is small would be said by the line."""
        return f"{name}|yes{group}" in self.outcome.figures

    def _figure(self, name: str) -> int | None:
        told = self.outcome.figures.get(name)
        return int(told) if told is not None else None

    @cached_property
    def _part_that_answered(self) -> float:
        return 0.0 if self.response.percent is None else min(1.0, self.response.percent / 100)

    def rows(self) -> Iterator[list[str | int]]:
        """As a table: each answer, each one number, and each group, with what it is of and its interval."""
        for result in self.lived:
            yield from _rows_of(_("What people lived"), result)
        for part in self.parts:
            for result in part.results:
                yield from _rows_of(str(part.module.title), result)


def of(outcome: Outcome) -> Results:
    """What may be shown of one survey, beside the one before."""
    return Results(outcome, Outcome.objects.before(outcome.survey))


def _rows_of(title: str, result: Result) -> Iterator[list[str | int]]:
    for line in result.lines:
        yield [title, str(result.text), str(line.text), "", *_cells(line.share)]
    if result.yes or not result.lines:
        told = " + ".join(map(str, result.yes)) or _("Yes to at least one")
        yield [title, str(result.text), told, "", *_cells(result.share)]
        for crossing in result.crossings:
            for line in crossing.lines:
                yield [title, str(result.text), told, str(line.text), *_cells(line.share)]


def _cells(share: Share) -> list[str | int]:
    low, high = share.interval or (None, None)
    return [
        share.count if share.count is not None else str(Masked(None)),
        share.of if share.of is not None else "",
        *("" if value is None else number_format(value, 1) for value in (share.percent, low, high)),
    ]
