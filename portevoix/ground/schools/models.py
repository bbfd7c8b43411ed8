"""Schools, campuses and the cells that listen for them."""

from functools import cache

from django.db import models
from django.http import Http404
from django.urls import reverse

from portevoix.ground.web import rows
from portevoix.ground.web.models import public_id


class Cell(models.Model):
    """The people who listen. One cell may serve several schools of a group."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.name


class SchoolQuerySet(models.QuerySet["School"]):
    def addressed(self, slug: str) -> "School":
        """The school at this address, with its cell. Raises Http404 when there is none."""
        for row in rows.select(_addressed(), [slug]):
            after = len(School._meta.concrete_fields)
            school = rows.made(School, row[:after])
            school.cell = rows.made(Cell, row[after:])
            return school
        raise Http404

    def at(self, slug: str) -> "SchoolQuerySet":
        """The school of this address."""
        return self.filter(slug=slug)


class School(models.Model):
    """A school, its address on this instance, and the cell that listens for it."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    slug = models.SlugField(unique=True, max_length=40)
    name = models.CharField(max_length=120)
    cell = models.ForeignKey(Cell, on_delete=models.PROTECT, related_name="schools")
    legal_basis = models.TextField(blank=True, help_text="The act that founds the procedure, as shown to people.")
    answer_days = models.PositiveSmallIntegerField(default=7, help_text="Working days within which the cell answers.")
    answer_source = models.CharField(max_length=200, blank=True, help_text="Where that delay comes from.")
    contact = models.CharField(max_length=200, blank=True, help_text="Who answers about data and accessibility.")
    transmits_to = models.TextField(blank=True, help_text="To whom the cell may have to pass facts on, in plain words.")

    objects = SchoolQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("care:welcome", args=[self.slug])


@cache
def _addressed() -> str:
    """Asked at every deposit: written out, it costs a fourth of what Django takes to write it."""
    found = f"{rows.columns(School, 'school')}, {rows.columns(Cell, 'cell')}"
    return (
        f"SELECT {found} FROM schools_school school "  # noqa: S608  only names of columns
        "JOIN schools_cell cell ON cell.id = school.cell_id WHERE school.slug = %s"
    )


class Campus(models.Model):
    """A place of a school."""

    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="campuses")
    name = models.CharField(max_length=120)

    class Meta:
        verbose_name_plural = "campuses"

    def __str__(self) -> str:
        return self.name
