"""What is done with the people of a school and with their visits. One transaction each.

Signing in and out leaves no line in the trail: it is theirs, and nobody else's business.
"""

import secrets
from datetime import UTC, datetime

from django.db import transaction

from portevoix.ground.population.models import Individual, Visit, hash_of


@transaction.atomic
def open_visit(individual: Individual) -> str:
    """Sign someone in on one more device; the token for its cookie."""
    token = secrets.token_urlsafe(32)
    Visit.objects.create(individual=individual, token_hash=hash_of(token), opened=datetime.now(UTC))
    return token


@transaction.atomic
def close_visit(token: str) -> None:
    """Sign this device out."""
    visit = Visit.objects.with_token(token)
    if visit is not None:
        visit.delete()
