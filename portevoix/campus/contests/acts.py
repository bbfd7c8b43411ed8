"""What is done in a contest. One transaction each; the mission's acts and the jury's leave a line in the trail.

What authors do with their own entry leaves none: it is theirs, and can be erased.
"""

import secrets
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portevoix.campus.contests import rules
from portevoix.campus.contests.models import Conflict, Consent, Contest, Criterion, Entry, Juror, Score, hash_of
from portevoix.campus.library import acts as library
from portevoix.campus.library.models import File, Work
from portevoix.ground.people.models import Office
from portevoix.ground.population.models import Individual
from portevoix.ground.schools.models import School
from portevoix.ground.trail import acts as trail
from portevoix.ground.web.rules import Refused

KEPT_ADDRESSES = {"nouveau", "jury"}
FILM = {File.Kind.FILM}
SIGNED = {File.Kind.PAPER, File.Kind.PICTURE}


# The mission


@transaction.atomic
def call(school: School, by: Office, criteria: Sequence[tuple[str, int]], **words: Any) -> Contest:
    """Prepare a contest. Nobody sees it before it is published."""
    contest = Contest(school=school, slug=_free_slug(school, words["title"]), **words)
    contest.save()
    _judge_by(contest, criteria)
    trail.deed("contest called", by, contest)
    return contest


def _free_slug(school: School, title: str) -> str:
    slug = slugify(title)[:52].strip("-") or "concours"
    taken = Contest.objects.for_school(school).slugs_like(slug) | KEPT_ADDRESSES
    numbered = (f"{slug}-{number}" for number in range(2, 10_000))
    return slug if slug not in taken else next(one for one in numbered if one not in taken)


def _judge_by(contest: Contest, criteria: Sequence[tuple[str, int]]) -> None:
    if [(one.name, one.most) for one in contest.criteria.all()] == list(criteria):
        return
    rules.must_keep_its_criteria(Score.objects.of_contest(contest).exists())
    contest.criteria.all().delete()
    for rank, (name, most) in enumerate(criteria):
        Criterion.objects.create(contest=contest, name=name, most=most, rank=rank)


@transaction.atomic
def describe(contest: Contest, by: Office, criteria: Sequence[tuple[str, int]], **words: Any) -> Contest:
    """Correct the call."""
    for name, value in words.items():
        setattr(contest, name, value)
    contest.save(update_fields=list(words))
    _judge_by(contest, criteria)
    trail.deed("contest described", by, contest)
    return contest


@transaction.atomic
def seat(contest: Contest, individual: Individual, by: Office) -> Juror:
    """Someone of the school joins the jury."""
    rules.must_be_allowed_to_sit(individual, list(contest.entries.all()))
    juror, new = Juror.objects.get_or_create(contest=contest, individual=individual, defaults={"name": str(individual)})
    if new:
        trail.deed("juror seated", by, contest, juror.ident)
    return juror


@transaction.atomic
def invite(contest: Contest, name: str, by: Office) -> tuple[Juror, str]:
    """Someone from outside joins the jury; the link that lets them in, shown once."""
    token = secrets.token_urlsafe(24)
    juror = Juror.objects.create(contest=contest, name=name, token_hash=hash_of(token))
    trail.deed("juror invited", by, contest, juror.ident)
    return juror, token


@transaction.atomic
def unseat(juror: Juror, by: Office) -> None:
    """Someone leaves the jury, and what they gave with them."""
    trail.deed("juror removed", by, juror.contest, juror.ident)
    juror.delete()


@transaction.atomic
def award(entry: Entry, prize: str, rank: int, by: Office) -> Entry:
    """Give a prize, or take it back (empty), before it is announced or after."""
    entry.award, entry.rank = prize, rank
    entry.save(update_fields=["award", "rank"])
    trail.deed("prize given", by, entry.contest, entry.ident)
    return entry


@transaction.atomic
def announce(contest: Contest, by: Office) -> Contest:
    """Make the prizes known."""
    now = datetime.now(UTC)
    if not contest.is_over(now):
        raise Refused(_("The contest is still open."), code="open", status=409)
    if not contest.entries.all().awarded().exists():
        raise Refused(_("No prize has been given yet."), code="no_prize", status=409)
    contest.announced = contest.announced or now
    contest.save(update_fields=["announced"])
    trail.deed("prizes announced", by, contest)
    return contest


@transaction.atomic
def show(entry: Entry, by: Office) -> Work:
    """Put an entry into the library: reserved when its authors ask so, hidden while it has no captions."""
    rules.must_be_allowed_to_be_shown(entry, datetime.now(UTC))
    assert entry.film is not None
    words = {"kind": Work.Kind.FILM, "title": entry.title, "summary": entry.summary, "credits": entry.authors}
    work = library.make(entry.contest.school, by, **words, warning=entry.warning, asked_reserved=entry.stays_reserved)
    library.put(work, "file", entry.film, by)
    if entry.captions:
        library.caption(work, work.language, entry.captions.encode(), by)
        access = Work.Access.RESERVED if entry.stays_reserved else Work.Access.EVERYONE
        library.open_to(work, access, None, by)
    entry.work = work
    entry.save(update_fields=["work"])
    trail.deed("entry shown", by, entry.contest, entry.ident)
    return work


# The authors


@transaction.atomic
def enter(contest: Contest, individual: Individual, **words: Any) -> Entry:
    """Begin an entry, or change what one has said of it."""
    now = datetime.now(UTC)
    rules.must_be_allowed_to_enter(contest, now, is_juror=contest.jury.all().sits(individual))
    entry = contest.entries.all().of(individual).first() or Entry(contest=contest, individual=individual)
    rules.must_be_allowed_to_change(entry, now)
    for name, value in words.items():
        setattr(entry, name, value)
    entry.save()
    return entry


@transaction.atomic
def film(entry: Entry, file: File) -> Entry:
    """The film is there, in place of the former one."""
    rules.must_be_allowed_to_change(entry, datetime.now(UTC))
    former, entry.film = entry.film, file
    entry.save(update_fields=["film"])
    library.let_go(former)
    return entry


@transaction.atomic
def consent(entry: Entry, name: str, file: File) -> Consent:
    """Keep the signed agreement of somebody who is seen or heard."""
    rules.must_be_allowed_to_change(entry, datetime.now(UTC))
    if not name.strip():
        raise Refused(_("Say whose agreement it is."), code="name", status=422)
    return Consent.objects.create(entry=entry, name=name.strip()[:120], file=file)


@transaction.atomic
def take_consent_back(consent: Consent) -> None:
    """Remove an agreement, and the paper."""
    rules.must_be_allowed_to_change(consent.entry, datetime.now(UTC))
    consent.delete()
    library.let_go(consent.file)


@transaction.atomic
def submit(entry: Entry) -> Entry:
    """Hand it in; the jury sees it once the contest is closed."""
    now = datetime.now(UTC)
    rules.must_be_allowed_to_change(entry, now)
    rules.must_be_allowed_to_be_submitted(entry, entry.consents.count())
    entry.submitted = now
    entry.save(update_fields=["submitted"])
    return entry


@transaction.atomic
def take_back(entry: Entry) -> Entry:
    """Change one's mind, while the contest is open."""
    rules.must_be_allowed_to_enter(entry.contest, datetime.now(UTC), is_juror=False)
    entry.submitted = None
    entry.save(update_fields=["submitted"])
    return entry


@transaction.atomic
def withdraw(entry: Entry) -> None:
    """Take everything away, at any time: the entry, its film, its papers. The library no longer shows it either."""
    files = [entry.film, *(one.file for one in entry.consents.select_related("file"))]
    if entry.work is not None:
        library.reserve(entry.work)
    entry.delete()
    for file in files:
        library.let_go(file)


@transaction.atomic
def forget(now: datetime) -> int:
    """Erase what is of no more use: what was never handed in, and the films that are not shown, with the agreements of
    those in them. What is shown keeps its papers; titles and prizes of what was handed in stay. How many went."""
    late = list(Entry.objects.to_be_forgotten(now - rules.KEPT, now - rules.KEPT_UNFINISHED))
    for entry in late:
        files = [entry.film, *(one.file for one in entry.consents.select_related("file"))]
        if entry.submitted is None:
            entry.delete()
        else:
            entry.consents.all().delete()
            entry.film, entry.captions = None, ""
            entry.save(update_fields=["film", "captions"])
        for file in files:
            library.let_go(file)
    return len(late)


@transaction.atomic
def agree_to_be_shown(entry: Entry) -> Entry:
    """The authors no longer ask that it stays reserved: the mission may open it."""
    entry.stays_reserved = False
    entry.save(update_fields=["stays_reserved"])
    if entry.work is not None:
        library.release(entry.work)
    return entry


# The jury


def _in_conflict(juror: Juror, entry: Entry) -> bool:
    named = juror.individual is not None and rules.is_author(juror.individual, entry)
    return named or entry.conflicts.filter(juror=juror).exists()


@transaction.atomic
def stand_aside(juror: Juror, entry: Entry) -> Conflict:
    """A juror says they are too near to an entry; what they may have given is taken away."""
    conflict, _new = Conflict.objects.get_or_create(juror=juror, entry=entry)
    juror.scores.filter(entry=entry).delete()
    trail.deed("juror stood aside", juror, juror.contest, entry.ident)
    return conflict


@transaction.atomic
def judge(juror: Juror, entry: Entry, points: Mapping[int, int]) -> None:
    """Give points for every criterion, in place of those given before."""
    in_conflict = _in_conflict(juror, entry)
    rules.must_be_allowed_to_judge(juror.contest, entry, datetime.now(UTC), in_conflict=in_conflict)
    for criterion in juror.contest.criteria.all():
        given = points[criterion.pk]
        if not 0 <= given <= criterion.most:
            raise Refused(_("Give a number of points between 0 and the most there is."), code="points", status=422)
        Score.objects.update_or_create(juror=juror, entry=entry, criterion=criterion, defaults={"points": given})
    trail.deed("entry judged", juror, juror.contest, entry.ident)


def stands_aside(juror: Juror, entry: Entry) -> bool:
    """Whether this juror does not judge this entry."""
    return _in_conflict(juror, entry)
