"""What is done with the people of a school and with their visits. One transaction each.

Signing in and out leaves no line in the trail: it is theirs, and nobody else's business.
"""

import secrets
from datetime import UTC, datetime

from django.db import transaction
from django.utils.module_loading import import_string

from portevoix.ground.people.models import Office
from portevoix.ground.population import rules
from portevoix.ground.population.models import Individual, Link, SignOn, Visit, hash_of
from portevoix.ground.population.visits import LASTS
from portevoix.ground.schools.models import School
from portevoix.ground.trail import acts as trail
from portevoix.ground.web.box import box
from portevoix.ground.web.models import public_id

SIGN_ON = "single sign-on"


def now() -> datetime:
    return datetime.now(UTC)


@transaction.atomic
def open_visit(individual: Individual) -> str:
    """Sign someone in on one more device; the token for its cookie."""
    token = secrets.token_urlsafe(32)
    Visit.objects.create(individual=individual, token_hash=hash_of(token), opened=now())
    return token


@transaction.atomic
def close_visit(token: str) -> None:
    """Sign this device out."""
    visit = Visit.objects.with_token(token)
    if visit is not None:
        visit.delete()


@transaction.atomic
def close_all_visits(individual: Individual) -> None:
    """Sign every device out."""
    Visit.objects.of(individual).delete()


@transaction.atomic
def ask_for_link(school: School, email: str, then: str, language: str) -> None:
    """Send a way in to this address, if somebody of the school has it. The work is the same when nobody has."""
    individual = Individual.objects.for_school(school).present().at(email)
    link = make_link(school, individual, then, language)
    import_string("portevoix.ground.population.tasks.write_link").enqueue(link.ident)


@transaction.atomic
def make_link(school: School, individual: Individual | None, then: str, language: str) -> Link:
    """A way in, good for twenty minutes and once."""
    link = Link(
        ident=public_id(),
        school=school,
        individual=individual,
        then=then,
        language=language,
        expires=now() + rules.LINK_LASTS,
    )
    link.code_hash = hash_of(link.code)
    link.save()
    return link


@transaction.atomic
def use_link(code: str, school: School) -> tuple[Link, str]:
    """Come in by a link, which then opens nothing more; the link and the token for the cookie."""
    found = Link.objects.select_for_update(of=("self",)).with_code(code)
    link, individual = rules.must_be_allowed_to_use(found, school, now())
    link.used = now()
    link.save(update_fields=["used"])
    return link, open_visit(individual)


@transaction.atomic
def forget(moment: datetime) -> int:
    """Erase visits and links that open nothing any more; how many. For the timetable."""
    visits = Visit.objects.opened_before(moment - LASTS).delete()[0]
    return visits + Link.objects.of_no_use_on(moment).delete()[0]


@transaction.atomic
def set_sign_on(
    school: School, issuer: str, client: str, secret: str, number_claim: str = "", by: Office | None = None
) -> SignOn:
    """Let people come in by the school's own server; `by` is None when the installer does it.

    Without a new secret, the one that is kept stays.
    """
    kept = SignOn.objects.of(school) or SignOn(school=school)
    kept.issuer, kept.client, kept.number_claim = issuer, client, number_claim
    if secret:
        kept.secret = box(SIGN_ON).encrypt(secret.encode()).decode()
    rules.must_be_a_sign_on(kept)
    kept.save()
    actor = by.ident if by else ""
    trail.note("single sign-on set", [actor, school.ident, issuer, client], actor=actor, subject=school.ident)
    return kept


@transaction.atomic
def drop_sign_on(school: School, by: Office | None = None) -> None:
    """Nobody comes in by the school's own server any more."""
    kept = SignOn.objects.of(school)
    if kept is not None:
        kept.delete()
        actor = by.ident if by else ""
        trail.note("single sign-on dropped", [actor, school.ident], actor=actor, subject=school.ident)
