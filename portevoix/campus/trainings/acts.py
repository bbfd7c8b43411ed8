"""What the mission does with programmes, trainings and partners. One transaction and one line each."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from portevoix.campus.trainings import rules
from portevoix.campus.trainings.models import Audience, Partner, Programme, Training
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.trail import acts as trail

SLUG = 50


@transaction.atomic
def keep_programme(programme: Programme, by: Office) -> Programme:
    """Write a programme down, new or changed."""
    programme.save()
    trail.deed("programme kept", by, programme)
    return programme


@transaction.atomic
def keep_partner(partner: Partner, by: Office) -> Partner:
    """Write a partner down, new or changed."""
    partner.save()
    trail.deed("partner kept", by, partner)
    return partner


@transaction.atomic
def keep_training(
    training: Training, by: Office, *, prerequisites: Sequence[Training] = (), audiences: Sequence[Audience] = ()
) -> Training:
    """Write a training down, new or changed, with what it asks for and whom it is for. Its address never changes."""
    rules.must_be_allowed_to_ask_for(training, prerequisites)
    if training.is_published:
        rules.must_be_allowed_to_publish(training)
    if not training.slug:
        training.slug = _free_slug(training)
    training.save()
    training.prerequisites.set(prerequisites)
    training.audiences.all().delete()
    for audience in audiences:
        audience.pk, audience.training = None, training
    Audience.objects.bulk_create(audiences)
    trail.deed("training kept", by, training)
    return training


@transaction.atomic
def review(training: Training, day: date, reviewed_by: str, by: Office) -> Training:
    """Note that somebody has checked the law in its content, and when."""
    rules.must_be_allowed_to_note_review(training, day, timezone.localdate())
    training.legal_review, training.reviewed_by = day, reviewed_by
    training.save(update_fields=["legal_review", "reviewed_by"])
    trail.deed("training reviewed", by, training, day.isoformat())
    return training


@transaction.atomic
def publish(training: Training, by: Office) -> Training:
    """Let everyone read it."""
    rules.must_be_allowed_to_publish(training)
    training.is_published = True
    training.save(update_fields=["is_published"])
    trail.deed("training published", by, training)
    return training


@transaction.atomic
def withdraw(training: Training, by: Office) -> Training:
    """Take it off the public pages, with its sittings; those who have a place keep it."""
    training.is_published = False
    training.save(update_fields=["is_published"])
    trail.deed("training withdrawn", by, training)
    return training


def _free_slug(training: Training) -> str:
    """An address that no other training of the school has; two who write at once wait for each other."""
    school = School.objects.select_for_update().get(pk=training.programme.school_id)
    wanted = slugify(training.name)[:SLUG] or training.Kind(training.kind).value
    taken = Training.objects.for_school(school).at_slugs_like(wanted)
    return (
        wanted if wanted not in taken else next(f"{wanted}-{n}" for n in range(2, 999) if f"{wanted}-{n}" not in taken)
    )
