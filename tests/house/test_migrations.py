"""The tables of a database that was brought up to date are those the models describe."""

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_someone_changed_a_model_and_wrote_no_migration() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
