"""A contest, for every room's stories."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from portevoix.campus.contests.models import Consent, Contest, Criterion, Entry, Juror, hash_of
from portevoix.campus.library.tests.persona import VTT, a_film, a_paper, kept
from portevoix.ground.population.models import Individual
from portevoix.ground.population.tests.persona import someone
from portevoix.ground.schools.models import School


def a_contest(school: School, *, over: bool = False, **known: Any) -> Contest:
    """An open call judged on two things, ten points and five; or one that has just closed."""
    now = datetime.now(UTC)
    begins, ends = (now - timedelta(days=30), now - timedelta(days=1)) if over else (now, now + timedelta(days=30))
    usual = {"title": "ACTION contre les VSS", "slug": "action", "is_published": True, "opens": begins, "closes": ends}
    contest = Contest.objects.create(school=school, **usual | known)
    for rank, (name, most) in enumerate((("Justesse", 10), ("Image", 5))):
        Criterion.objects.create(contest=contest, name=name, most=most, rank=rank)
    return contest


def an_entry(contest: Contest, individual: Individual, title: str = "Sans voix", **known: Any) -> Entry:
    """A film, submitted with the agreement of the one person in it."""
    usual: dict[str, Any] = {
        "authors": str(individual),
        "film": kept(contest.school, a_film()),
        "has_rights": True,
        "submitted": datetime.now(UTC),
    }
    entry = Entry.objects.create(contest=contest, individual=individual, title=title, **usual | known)
    paper = kept(contest.school, a_paper(), "application/pdf", "paper")
    Consent.objects.create(entry=entry, name="Inès Haddad", file=paper)
    return entry


def two_contests(school: School, email: str) -> dict[str, str]:
    """Whoever has this address has entered one contest and judges another; names of what is in them."""
    author = Individual.objects.for_school(school).at(email) or someone(school, email=email)
    entry = an_entry(a_contest(school, over=True), author)
    judging = a_contest(school, over=True, slug="jury-ici")
    judged = an_entry(judging, someone(school, "Noé Roux"), captions=VTT)
    Juror.objects.create(contest=judging, name="Maison des femmes", token_hash=hash_of("link"))
    Juror.objects.create(contest=judging, name=str(author), individual=author)
    juror = Juror.objects.create(contest=entry.contest, name="Zoé Bon", token_hash=hash_of("another link"))
    consent = entry.consents.all()[0].ident
    called = {"contest": entry.contest.slug, "entry": entry.ident, "juror": juror.ident}
    return called | {"judged": judged.ident, "consent": consent}
