"""What the mission does with its figures, one by one. One transaction and one line in the trail each."""

from decimal import Decimal

from django.db import transaction

from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.trail import acts as trail
from portevoix.steering.shares import rules
from portevoix.steering.shares.models import Programme, Share, ShareTarget


@transaction.atomic
def keep_programme(programme: Programme, by: Office) -> Programme:
    """Make a programme, or change how it is called and counted."""
    rules.must_be_of(by.school, programme)
    programme.save()
    trail.deed("programme of shares kept", by, programme)
    return programme


@transaction.atomic
def remove_programme(programme: Programme, by: Office) -> None:
    """Take a programme away, with all its figures and targets."""
    rules.must_be_of(by.school, programme)
    trail.deed("programme of shares removed", by, programme)
    programme.delete()


@transaction.atomic
def note_share(
    programme: Programme,
    stage: str,
    year: int,
    by: Office,
    *,
    women: int | None = None,
    everyone: int | None = None,
    percent: Decimal | None = None,
    source: str = "",
    published: bool = False,
) -> Share:
    """Write down one figure; what was known of this programme, stage and year is replaced."""
    rules.must_be_of(by.school, programme)
    School.objects.select_for_update().get(pk=programme.school_id)
    share = Share.objects.at(programme, stage, year) or Share(programme=programme, stage=stage, year=year)
    share.women, share.everyone, share.percent = women, everyone, percent
    share.source, share.published = " ".join(source.split()), published
    rules.must_hold_together(share)
    share.save()
    trail.deed("share noted", by, share, stage, year)
    return share


@transaction.atomic
def forget_share(share: Share, by: Office) -> None:
    """Take one figure away."""
    rules.must_be_of(by.school, share.programme)
    trail.deed("share forgotten", by, share)
    share.delete()


@transaction.atomic
def publish(programme: Programme, by: Office, *, published: bool = True) -> Programme:
    """Show all figures and targets of a programme to everyone, or none of them."""
    rules.must_be_of(by.school, programme)
    Share.objects.of(programme).update(published=published)
    ShareTarget.objects.of(programme).update(published=published)
    kind = "shares published" if published else "shares withdrawn"
    trail.deed(kind, by, programme)
    return programme


@transaction.atomic
def aim(
    programme: Programme, stage: str, year: int, percent: Decimal, by: Office, *, published: bool = False
) -> ShareTarget:
    """Say what share is to be reached at a stage in a year; the one there was is replaced."""
    rules.must_be_of(by.school, programme)
    target, _made = ShareTarget.objects.update_or_create(
        programme=programme, stage=stage, year=year, defaults={"percent": percent, "published": published}
    )
    trail.deed("share aimed at", by, target, stage, year)
    return target


@transaction.atomic
def give_up(target: ShareTarget, by: Office) -> None:
    """Take a target away."""
    rules.must_be_of(by.school, target.programme)
    trail.deed("target of share given up", by, target)
    target.delete()
