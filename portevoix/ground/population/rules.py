"""Who comes in as someone of the school, and where that leads."""

import re
from datetime import datetime, timedelta

from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext as _

from portevoix.ground.population.lines import Options
from portevoix.ground.population.models import Group, Import, Individual, Link, SignOn
from portevoix.ground.population.plan import Plan
from portevoix.ground.schools.models import School
from portevoix.ground.web import outside
from portevoix.ground.web.rules import Refused

LINK_LASTS = timedelta(minutes=20)
WAYS_IN_AND_OUT = ("population:link", "population:returned", "population:sign_out", "population:sign_out_everywhere")
PLAIN = re.compile(r"/[A-Za-z0-9/_.~?=&%-]{0,299}")


def may_lead_to(school: School, address: str) -> bool:
    """Whether someone who comes in may be led there: a personal page of this school, and no other place."""
    path = address.partition("?")[0]
    if not PLAIN.fullmatch(address) or "//" in path or ".." in path:
        return False
    if not path.startswith((f"/{school.slug}/moi/", f"/en/{school.slug}/moi/")):
        return False
    try:
        return resolve(path).view_name not in WAYS_IN_AND_OUT
    except Resolver404:
        return False


def destination(school: School, wanted: str) -> str:
    """The page that was wanted, or the first of their own."""
    return wanted if may_lead_to(school, wanted) else reverse("population:me", args=[school.slug])


def may_use(link: Link | None, school: School, now: datetime) -> bool:
    if link is None or link.individual is None or link.school_id != school.pk:
        return False
    return link.used is None and link.expires > now and link.individual.left is None


def must_be_allowed_to_use(link: Link | None, school: School, now: datetime) -> tuple[Link, Individual]:
    """The link and whose it is, while it is good. Unknown, used and outdated ones get the same sentence."""
    if link is None or link.individual is None or not may_use(link, school, now):
        raise Refused(_("This link is no longer good."), code="link", status=404)
    return link, link.individual


def must_be_someone_of(school: School, found: Individual | None) -> Individual:
    """Whoever the school's own server has named, if they are on the lists here."""
    if found is None or found.school_id != school.pk or found.left is not None:
        sentence = _(
            "The school has recognised you, but you are not on the lists it has put here, or not at this address. "
            "Whoever keeps these lists can add you."
        )
        raise Refused(sentence, code="unknown", status=403)
    return found


def may_be_a_sign_on(kept: SignOn) -> bool:
    """An issuer is an https address on the internet at large, written as its server writes it."""
    try:
        outside.host_of(kept.issuer)
    except outside.NoAnswer:
        return False
    return bool(kept.client and kept.secret) and "?" not in kept.issuer


def must_be_a_sign_on(kept: SignOn) -> None:
    if not may_be_a_sign_on(kept):
        sentence = _("The issuer must be an https address, and the server must have given an identifier and a secret.")
        raise Refused(sentence, code="sign_on", status=409)


def must_have_a_sign_on(school: School) -> SignOn:
    """How people come in by the school's own server, where there is one."""
    kept = SignOn.objects.of(school)
    if kept is None:
        raise Refused(_("This school has not connected its own server."), code="sign_on", status=404)
    return kept


def may_take_in(found: Plan, options: Options) -> bool:
    """A list is taken in whole; the right lines alone when that was asked for."""
    return options.anyway or not found.wrong


def must_be_allowed_to_take_in(found: Plan, options: Options) -> None:
    if not may_take_in(found, options):
        raise Refused(_("Some lines are wrong: nothing was taken in."), code="wrong_lines", status=422)


def must_be_still_there(one: Import) -> None:
    """A list that was not taken in yet."""
    if one.is_under_way or not one.data:
        raise Refused(_("This list has been taken in already, or is being taken in."), code="again", status=409)


def must_be_of_one_school(group: Group, individual: Individual) -> None:
    if group.school_id != individual.school_id:
        raise Refused(_("This person is of another school."), code="school", status=404)
