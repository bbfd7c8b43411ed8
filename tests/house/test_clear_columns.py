"""Every column the server can read is explained, and nothing is explained that is not there."""

import re
from pathlib import Path

from django.apps import apps

THREATS = Path(__file__).parents[2] / "docs" / "threats.md"
NAMED = re.compile(r"`((?:[a-z]+\.[A-Z]\w+\.)?[a-z_0-9]+)`")


def explained() -> set[str]:
    """`room.Model.column` for each name in the tables; a short name follows the last full one."""
    found: set[str] = set()
    for line in THREATS.read_text().splitlines():
        model = ""
        for name in NAMED.findall(line.split("|")[1] if line.startswith("|") else ""):
            if "." in name:
                model = name.rsplit(".", 1)[0]
            if model:
                found.add(f"{model}.{name.rsplit('.', 1)[-1]}")
    return found


def kept() -> set[str]:
    """Every column of every table of ours, but row numbers."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("portevoix") and not model._meta.proxy]
    return {
        f"{model._meta.label}.{column.name}"
        for model in ours
        for column in model._meta.concrete_fields
        if column.name != "id"
    }


def test_someone_asks_why_a_column_is_in_clear() -> None:
    assert kept() - explained() == set()


def test_someone_reads_about_a_column_that_is_gone() -> None:
    assert explained() - kept() == set()
