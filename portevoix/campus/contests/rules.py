"""Who may enter, judge and be shown."""

import re
import unicodedata
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from portevoix.campus.contests.models import Contest, Entry
from portevoix.ground.population.models import Individual
from portevoix.ground.web.rules import Refused

KEPT = timedelta(days=365)
"""After a contest has closed, how long a film that is not shown is kept, and the agreements of those in it."""
KEPT_UNFINISHED = timedelta(days=30)
"""The same, for what was never handed in: all of it goes."""


def may_enter(contest: Contest, now: datetime, *, is_juror: bool) -> bool:
    """While the contest is open; nobody judges a contest they enter."""
    return contest.is_open(now) and not is_juror


def must_be_allowed_to_enter(contest: Contest, now: datetime, *, is_juror: bool) -> None:
    if is_juror:
        raise Refused(_("You are in the jury of this contest: you cannot enter it."), code="juror")
    if not may_enter(contest, now, is_juror=is_juror):
        raise Refused(_("This contest does not take entries at the moment."), code="closed", status=409)


def must_be_allowed_to_change(entry: Entry, now: datetime) -> None:
    """An entry changes while the contest is open, and not under the eyes of the jury."""
    must_be_allowed_to_enter(entry.contest, now, is_juror=False)
    if entry.submitted is not None:
        raise Refused(_("Your entry is submitted. Take it back first, then change it."), code="submitted", status=409)


def what_is_missing(entry: Entry, consents: int) -> list[str]:
    """What an entry still needs, in sentences."""
    return [
        sentence
        for needed, sentence in (
            (bool(entry.film_id), _("The film has not been sent.")),
            (entry.has_rights, _("Say that you hold the rights on pictures, sounds and music.")),
            (
                consents > 0 or entry.shows_nobody,
                _("Add the signed agreement of everyone who is seen or heard, or say that nobody is."),
            ),
        )
        if not needed
    ]


def may_be_submitted(entry: Entry, consents: int) -> bool:
    """Once nothing is missing."""
    return not what_is_missing(entry, consents)


def must_be_allowed_to_be_submitted(entry: Entry, consents: int) -> None:
    if not may_be_submitted(entry, consents):
        raise Refused(" ".join(what_is_missing(entry, consents)), code="missing", status=409)


def may_sit(individual: Individual, entries: list[Entry]) -> bool:
    """Whoever has made none of the entries."""
    return not any(is_author(individual, entry) for entry in entries)


def must_be_allowed_to_sit(individual: Individual, entries: list[Entry]) -> None:
    if not may_sit(individual, entries):
        raise Refused(_("This person is an author of an entry: they cannot judge."), code="author", status=409)


def is_author(individual: Individual, entry: Entry) -> bool:
    """Whoever has entered it, or is named among its authors."""
    name = re.escape(_plain(str(individual)))
    named = bool(name) and re.search(rf"(?<!\w){name}(?!\w)", _plain(entry.authors)) is not None
    return entry.individual_id == individual.pk or named


def _plain(name: str) -> str:
    """Without accents, capitals or double spaces."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def may_judge(contest: Contest, entry: Entry, now: datetime, *, in_conflict: bool) -> bool:
    """Once the contest is closed and until the prizes are known; never what one is too near to."""
    under_way = contest.is_over(now) and contest.announced is None
    return under_way and entry.submitted is not None and not in_conflict


def must_be_allowed_to_judge(contest: Contest, entry: Entry, now: datetime, *, in_conflict: bool) -> None:
    if in_conflict:
        sentence = _("You have said that you are too near to this entry: you do not judge it.")
        raise Refused(sentence, code="conflict")
    if not may_judge(contest, entry, now, in_conflict=in_conflict):
        raise Refused(_("The jury is not at work at the moment."), code="not_now", status=409)


def must_keep_its_criteria(has_scores: bool) -> None:
    """Nobody changes what is judged once it has been."""
    if has_scores:
        raise Refused(_("The jury has begun: what is judged cannot change any more."), code="begun", status=409)


def may_be_shown(entry: Entry) -> bool:
    """What was submitted, with the agreement of those in it, and is neither in the library nor erased yet."""
    return entry.submitted is not None and entry.work_id is None and entry.film_id is not None


def must_be_allowed_to_be_shown(entry: Entry, now: datetime) -> None:
    if not may_be_shown(entry) or not entry.contest.is_over(now):
        raise Refused(_("This entry cannot be put into the library now."), code="not_now", status=409)
