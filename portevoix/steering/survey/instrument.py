"""What the survey asks: modules and items with their words in both languages, who is asked what, and what is an answer.

An answer is the key of a choice; to an item of kind `many`, the keys of several, with a space between. Keys are stable
from year to year. The words are in `data/instrument.toml`.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portevoix.ground.schools.models import School
from portevoix.ground.web.rules import Refused

FILE = Path(__file__).parent / "data" / "instrument.toml"
UNSAID = "unsaid"
"""« I prefer not to answer », to every item."""
NONE = "none"
"""The choice of an item of kind `many` that goes with no other."""
ONE, MANY = "one", "many"


@dataclass(frozen=True)
class Text:
    """Words in both languages; shows those of the language in use. False when there are none."""

    fr: str = ""
    en: str = ""

    def __str__(self) -> str:
        return self.en if (get_language() or "fr").startswith("en") else self.fr

    def __bool__(self) -> bool:
        return bool(self.fr)


@dataclass(frozen=True)
class Choice:
    key: str
    text: Text


@dataclass(frozen=True)
class Condition:
    """The item of this name was answered by one of these choices."""

    item: str
    choices: tuple[str, ...]

    def holds(self, answers: Mapping[str, str]) -> bool:
        return not set(self.choices).isdisjoint(answers.get(self.item, "").split())

    def __str__(self) -> str:
        return f"{self.item}={','.join(self.choices)}"


@dataclass(frozen=True)
class Item:
    """One question. `name`, « module.key », is how answers and results call it."""

    name: str
    text: Text
    hint: Text
    kind: str
    """`one` or `many` choices."""
    choices: tuple[Choice, ...]
    """`UNSAID` last. Nothing has to be answered: no answer at all is as good."""
    yes: tuple[str, ...]
    """The choices that count when the item is told in one number."""
    no: tuple[str, ...]
    """Those it is told against; what is in neither (« I do not go to them ») is left aside."""
    is_cut: bool
    """Whether the results are cut by it: status, campus, gender, time at the school."""
    is_crossed: bool
    """Whether its results are: what few people live is not, it would only be masked."""
    show_if: tuple[Condition, ...]
    """Asked when one of these holds; always when there are none."""

    @property
    def key(self) -> str:
        """Without its module."""
        return self.name.partition(".")[2]

    @property
    def is_many(self) -> bool:
        return self.kind == MANY

    @property
    def condition(self) -> str:
        """`show_if` in one attribute: « item=choice,choice item=choice », any of them."""
        return " ".join(map(str, self.show_if))

    def is_asked(self, answers: Mapping[str, str]) -> bool:
        return not self.show_if or any(condition.holds(answers) for condition in self.show_if)

    def said(self) -> tuple[Choice, ...]:
        """The choices that say something."""
        return tuple(choice for choice in self.choices if choice.key != UNSAID)


@dataclass(frozen=True)
class Module:
    """Items that are asked together, on one page."""

    key: str
    title: Text
    warning: Text
    """What somebody should know before they read on; empty when nothing here is hard to read."""
    intro: Text
    closing: Text
    """A line of care after the last item."""
    is_core: bool
    """Asked every year, by every school."""
    about_period: bool
    """Whether it asks about the last twelve months: then `Instrument.period` is said first."""
    show_if: tuple[Condition, ...]
    items: tuple[Item, ...]

    @property
    def condition(self) -> str:
        return " ".join(map(str, self.show_if))


@dataclass(frozen=True)
class Lived:
    """A set of modules whose items tell what people lived: somebody who says yes to one counts once."""

    key: str
    text: Text
    modules: tuple[str, ...]


@dataclass(frozen=True)
class Instrument:
    version: str
    period: Text
    unsaid: Text
    modules: tuple[Module, ...]
    lived: tuple[Lived, ...]

    @property
    def items(self) -> Iterator[Item]:
        return (item for module in self.modules for item in module.items)

    @property
    def cuts(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.is_cut)

    def item(self, name: str) -> Item | None:
        return next((item for item in self.items if item.name == name), None)


class Asking(Protocol):
    """A survey, as far as its questions go."""

    @property
    def version(self) -> str: ...
    @property
    def modules(self) -> Sequence[str]:
        """Keys of the modules that are asked besides the core; empty: all."""
        ...

    @property
    def school(self) -> School: ...


def campuses_of(school: School) -> tuple[Choice, ...]:
    """Each campus by its name, in letters and hyphens: it has no other key that leaves the server."""
    names = school.campuses.order_by("name").values_list("name", flat=True)
    return tuple(Choice(slugify(name) or "campus", Text(name, name)) for name in names)


def current_version() -> str:
    """The version that a new survey is made with."""
    return str(_told()["version"])


def optional_modules() -> tuple[Module, ...]:
    """What a school may leave out."""
    return tuple(module for module in _modules(current_version(), ()) if not module.is_core)


def of(survey: Asking) -> Instrument:
    """What this survey asks, of this school."""
    every = _modules(survey.version, campuses_of(survey.school))
    kept = tuple(one for one in every if one.is_core or not survey.modules or one.key in survey.modules)
    return Instrument(survey.version, _text(_told()["period"]), _text(_told()["unsaid"]), kept, lived())


def lived() -> tuple[Lived, ...]:
    """What people may have lived, the widest first."""
    return tuple(Lived(one["key"], _text(one), tuple(one["modules"])) for one in _told()["lived"])


def check(survey: Asking, answers: object) -> dict[str, str]:
    """These answers as they may be kept, in the order of the survey, without what was not asked or not answered.

    Raises Refused for anything that is not an item and a choice of this survey.
    """
    items = {item.name: item for item in of(survey).items}
    if not isinstance(answers, dict) or len(answers) > len(items):
        raise _unreadable()
    for name, answer in answers.items():
        if not isinstance(name, str) or not isinstance(answer, str) or name not in items:
            raise _unreadable()
        _must_be_an_answer(items[name], answer)
    kept: dict[str, str] = {}
    for name, item in items.items():
        if answers.get(name) and item.is_asked(kept):
            kept[name] = _in_order(item, set(answers[name].split()))
    return kept


def _must_be_an_answer(item: Item, answer: str) -> None:
    given = answer.split(" ") if answer else []
    known = {choice.key for choice in item.choices}
    if len(given) > (len(known) if item.is_many else 1) or len(set(given)) < len(given) or not known.issuperset(given):
        raise _unreadable()


def _in_order(item: Item, given: set[str]) -> str:
    """Who prefers not to answer has not answered; « nothing » beside something is a slip of the finger."""
    if UNSAID in given:
        return UNSAID
    if len(given) > 1:
        given = given - {NONE}
    return " ".join(choice.key for choice in item.choices if choice.key in given)


def _unreadable() -> Refused:
    return Refused(_("These answers are not ones of this survey. Nothing was kept."), code="not_answers", status=400)


def _modules(version: str, campuses: tuple[Choice, ...]) -> tuple[Module, ...]:
    told = [_module(raw, version, campuses) for raw in _told()["module"]]
    return tuple(module for module in told if module.items)


def _module(raw: Mapping[str, Any], version: str, campuses: tuple[Choice, ...]) -> Module:
    show_if = _conditions(raw)
    items = [_item(raw, one, show_if, campuses) for one in raw["item"] if _is_asked_in(one, version)]
    texts = {name: _text(raw.get(name, {})) for name in ("warning", "intro", "closing")}
    return Module(
        key=raw["key"],
        title=_text(raw),
        **texts,
        is_core=raw.get("core", False),
        about_period=raw.get("about_period", False),
        show_if=show_if,
        items=tuple(item for item in items if len(item.choices) > 2),
    )


def _item(
    module: Mapping[str, Any], raw: Mapping[str, Any], of_module: tuple[Condition, ...], campuses: tuple[Choice, ...]
) -> Item:
    scale = _told()["scales"].get(raw.get("scale", ""), {})
    told = raw.get("choices", scale.get("choices"))
    own = campuses if told == "campuses" else tuple(Choice(one["key"], _text(one)) for one in told)
    more = tuple(Choice(one["key"], _text(one)) for one in raw.get("more", ()))
    return Item(
        name=f"{module['key']}.{raw['key']}",
        text=_text(raw),
        hint=_text(raw.get("hint", {})),
        kind=raw.get("kind", ONE),
        choices=(*own, *more, Choice(UNSAID, _text(_told()["unsaid"]))),
        yes=tuple(scale.get("yes", ())),
        no=tuple(one["key"] for one in scale.get("choices", ()) if one["key"] not in scale["yes"]),
        is_cut=raw.get("cut", False),
        is_crossed=module.get("crossed", False) and "show_if" not in raw,
        show_if=_conditions(raw) or of_module,
    )


def _conditions(raw: Mapping[str, Any]) -> tuple[Condition, ...]:
    """« module.*=choice » stands for every item of the module that can be answered so."""
    found = []
    for told in raw.get("show_if", ()):
        name, _sign, choices = told.partition("=")
        wanted = tuple(choices.split(","))
        module, _dot, key = name.partition(".")
        items = next(one["item"] for one in _told()["module"] if one["key"] == module)
        names = [one["key"] for one in items if one.get("scale") == "often"] if key == "*" else [key]
        found += [Condition(f"{module}.{each}", wanted) for each in names]
    return tuple(found)


def _is_asked_in(raw: Mapping[str, Any], version: str) -> bool:
    return int(raw.get("since", 1)) <= int(version) <= int(raw.get("until", version))


def _text(raw: Mapping[str, Any]) -> Text:
    return Text(raw.get("fr", ""), raw.get("en", ""))


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads(FILE.read_text("utf-8"))
