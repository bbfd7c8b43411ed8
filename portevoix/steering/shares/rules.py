"""What a figure may be, and who may touch it. Pure."""

from collections.abc import Mapping, Sequence
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from portevoix.ground.schools.models import Campus, School
from portevoix.ground.web.rules import Refused
from portevoix.steering.shares.models import Import, Programme, Share, ShareTarget

YEARS = range(1950, 2101)
DECIMALS = 4
"""A published per cent has no more; what has more was computed, and is rounded."""
MIXED = (40, 60)
"""Per cents between which a school is called mixed (CGE)."""
HUNDREDTHS = Decimal("0.01")


def computed(women: int, everyone: int) -> Decimal | None:
    """The per cent that counts make, with two decimals; None out of nobody."""
    return (100 * Decimal(women) / everyone).quantize(HUNDREDTHS, ROUND_HALF_UP) if everyone else None


def agree(women: int, everyone: int, percent: Decimal) -> bool:
    """Whether the counts give this per cent, rounded or cut to its own decimals."""
    exact = 100 * Decimal(women) / everyone
    step = Decimal(1).scaleb(int(percent.as_tuple().exponent))
    return any(exact.quantize(step, way) == percent for way in (ROUND_HALF_UP, ROUND_HALF_EVEN, ROUND_DOWN))


def women_of(everyone: int, percent: Decimal) -> int | None:
    """How many women make this per cent; None when no number does."""
    near = int(everyone * percent / 100)
    return next((women for women in (near, near + 1) if women <= everyone and agree(women, everyone, percent)), None)


def what_is_wrong(women: int | None, everyone: int | None, percent: Decimal | None) -> str:
    """Why these cannot be one figure, in a sentence; empty when they can."""
    if women is None and percent is None:
        return _("Give a per cent, or the number of women and the total.")
    if everyone is None:
        return "" if women is None else _("Give the total as well as the number of women.")
    if women is not None and women > everyone:
        return _("%(women)d women out of %(everyone)d: there cannot be more women than people.") % {
            "women": women,
            "everyone": everyone,
        }
    if percent is None:
        return ""
    said = {"women": women, "everyone": everyone, "percent": number_format(percent)}
    if everyone == 0:
        return _("Out of nobody there is no per cent: leave %(percent)s %% out.") % said
    if women is None:
        return "" if women_of(everyone, percent) is not None else _no_number(said)
    if not agree(women, everyone, percent):
        told = {**said, "computed": number_format(computed(women, everyone) or 0)}
        return (
            _("%(women)d women out of %(everyone)d make %(computed)s %%, not %(percent)s %%: one of them is wrong.")
            % told
        )
    return ""


def _no_number(said: Mapping[str, object]) -> str:
    return _("No number of women out of %(everyone)d makes %(percent)s %%: one of them is wrong.") % said


def may_be_kept(share: Share) -> bool:
    return not what_is_wrong(share.women, share.everyone, share.percent) and share.year in YEARS


def must_hold_together(share: Share) -> None:
    """A figure whose counts and per cent tell the same, in a year that can be."""
    if share.year not in YEARS:
        raise Refused(_("“%(year)s” is not a year.") % {"year": share.year}, code="year", status=422)
    if not may_be_kept(share):
        raise Refused(what_is_wrong(share.women, share.everyone, share.percent), code="figure", status=422)


def may_be_of(school: School, programme: Programme) -> bool:
    return programme.school_id == school.pk and (programme.campus is None or programme.campus.school_id == school.pk)


def must_be_of(school: School, programme: Programme | None) -> Programme:
    """The programme, when it is one of the school's, on one of its campuses."""
    if programme is None or not may_be_of(school, programme):
        raise Refused(_("There is no such programme here."), code="programme", status=404)
    return programme


def must_know_share(share: Share | None) -> Share:
    """The figure, when there is one."""
    if share is None:
        raise Refused(_("There is no such figure here."), code="share", status=404)
    return share


def must_know_target(target: ShareTarget | None) -> ShareTarget:
    """The target, when there is one."""
    if target is None:
        raise Refused(_("There is no such target here."), code="target", status=404)
    return target


def must_know_import(one: Import | None) -> Import:
    """The table that was sent, when it is not forgotten yet."""
    if one is None:
        raise Refused(_("This file has been taken in already, or forgotten."), code="again", status=404)
    return one


def must_be_still_there(one: Import | None) -> Import:
    """A table that was not taken in yet."""
    if one is None or one.is_done:
        raise Refused(_("This file has been taken in already, or forgotten."), code="again", status=404)
    return one


def may_take_in(wrong: Sequence[int], anyway: bool) -> bool:
    """A table is taken in whole; its right lines alone when that was asked for."""
    return anyway or not wrong


def must_be_allowed_to_take_in(wrong: Sequence[int], anyway: bool) -> None:
    if not may_take_in(wrong, anyway):
        raise Refused(_("Some lines are wrong: nothing was taken in."), code="wrong_lines", status=422)


def campus_called(school: School, name: str) -> Campus | None:
    """The campus of this name, however it is capitalised."""
    folded = " ".join(name.split()).casefold()
    return next((campus for campus in school.campuses.all() if campus.name.casefold() == folded), None)
