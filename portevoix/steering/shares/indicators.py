"""What this room counts by itself: the share of women at a stage of a programme, and the national figures beside it."""

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from portevoix.ground.counts.indicators import Indicator, Period, Reading, Unit, declare
from portevoix.ground.schools.models import School
from portevoix.steering.shares import cge, masking
from portevoix.steering.shares.models import Family, Programme, Share, Stage


def option(programme: Programme, stage: str) -> str:
    """What the indicator is asked about: a programme and a stage."""
    return f"{programme.ident}:{stage}"


def _options(school: School) -> Iterator[tuple[str, str]]:
    told = {(share.programme_id, share.stage) for share in Share.objects.for_school(school)}
    for programme in Programme.objects.for_school(school).in_order():
        for stage in Stage:
            if (programme.pk, stage.value) in told:
                yield option(programme, stage.value), f"{programme} · {stage.label}"


def _women(school: School, period: Period, asked: str) -> list[Reading]:
    """The figure of the year in which the period ends; masked like everywhere else."""
    ident, _colon, stage = asked.partition(":")
    shares = list(Share.objects.for_school(school))
    there = [
        share
        for share in shares
        if share.programme.ident == ident and share.stage == stage and share.year == period.last.year
    ]
    small = masking.hidden(shares) if there else set()
    return [_reading(share, (share.programme_id, share.stage, share.year) in small) for share in there]


def _reading(share: Share, is_small: bool) -> Reading:
    campus = share.programme.campus.name if share.programme.campus else ""
    if is_small:
        return Reading(None, None, campus, share.programme.name, is_masked=True)
    return Reading(share.women, share.everyone, campus, share.programme.name, as_published=share.percent)


def _families(_school: School) -> Iterator[tuple[str, str]]:
    yield from ((family.value, str(family.label)) for family in Family)


def _national(_school: School, period: Period, family: str) -> list[Reading]:
    known = cge.in_year(family, period.last.year)
    return [] if known is None else [Reading(None, None, as_published=known.percent)]


WOMEN = declare(
    Indicator(
        key="shares.women",
        name=_("Share of women"),
        definition=_(
            "Women out of everyone, at one stage of one programme, in the year in which the period ends. "
            "A per cent that was published stays as it was published, with or without counts."
        ),
        numerator=_("women"),
        denominator=_("women and men"),
        unit=Unit.SHARE,
        read=_women,
        options=_options,
    )
)
NATIONAL = declare(
    Indicator(
        key="shares.national",
        name=_("Share of women in schools of the same kind"),
        definition=_(
            "Share of women among the students, as published by the equality barometer of the Conférence des grandes "
            "écoles for that year; unknown when there was no edition."
        ),
        numerator=_("women"),
        denominator=_("women and men"),
        unit=Unit.SHARE,
        read=_national,
        options=_families,
    )
)
