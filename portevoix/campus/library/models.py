"""Works to see and to take away, the files they are made of, and their captions."""

from datetime import datetime
from typing import Self

from django.db import models
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id

SPOKEN = [
    ("fr", "Français"),
    ("en", "English"),
    ("ar", "العربية"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("it", "Italiano"),
    ("pt", "Português"),
    ("uk", "Українська"),
    ("zh", "中文"),
]
"""Languages of works and captions, each by its own name."""


class FileQuerySet(models.QuerySet["File"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school)

    def sent_by(self, sender: str) -> Self:
        return self.filter(sender=sender)

    def named(self, ident: str) -> "File | None":
        return self.filter(ident=ident).first()

    def begun_before(self, then: datetime) -> Self:
        return self.filter(begun__lt=then)

    def latest_first(self) -> Self:
        return self.order_by("-begun", "-pk")

    def held_by_nothing(self) -> Self:
        """Those that no work, no entry, no agreement holds any more: whoever held them was erased."""
        held: set[int] = set()
        for relation in File._meta.get_fields(include_hidden=True):
            if isinstance(relation, models.ManyToOneRel):
                column = relation.field.name
                held |= set(relation.related_model._default_manager.values_list(column, flat=True))
        return self.exclude(pk__in=held - {None})

    def grow(self, file: "File", size: int) -> bool:
        """Count what has come since; False when somebody else has written there meanwhile."""
        return bool(self.filter(pk=file.pk, received=file.received).update(received=file.received + size))


class File(models.Model):
    """Something kept on disk under its identifier, whole or still on its way. What is inside never changes."""

    class Kind(models.TextChoices):
        FILM = "film", _("Film")
        PICTURE = "picture", _("Picture")
        PAPER = "paper", "PDF"
        ARCHIVE = "archive", _("Archive")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    sender = models.CharField(max_length=32, help_text="the identifier of who sends it, and may go on")
    name = models.CharField(max_length=100, help_text="as its sender calls it, made safe")
    kind = models.CharField(max_length=8, choices=Kind, blank=True)
    type = models.CharField(max_length=40, blank=True, help_text="by its first bytes")
    size = models.PositiveBigIntegerField(help_text="bytes, as announced, then as kept")
    received = models.PositiveBigIntegerField(default=0)
    whole = models.BooleanField(default=False)
    begun = models.DateTimeField()

    objects = FileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class WorkQuerySet(models.QuerySet["Work"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school).select_related("school", "file", "cover")

    def open_on(self, now: datetime) -> Self:
        """What everyone may see at this moment."""
        reserved = models.Q(access=Work.Access.RESERVED, opens__lte=now)
        return self.filter(models.Q(access=Work.Access.EVERYONE) | reserved)

    def for_people_on(self, now: datetime) -> Self:
        """What someone of the school may see at this moment."""
        return self.open_on(now) | self.filter(access=Work.Access.SCHOOL)

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def latest_first(self) -> Self:
        return self.order_by("-made", "-pk")

    def addressed(self, slug: str) -> "Work":
        """The work of this address, among these. Raises Http404: what may not be seen is not there."""
        for work in self.filter(slug=slug):
            return work
        raise Http404

    def slugs_like(self, slug: str) -> set[str]:
        return set(self.filter(slug__startswith=slug).values_list("slug", flat=True))


class Work(models.Model):
    """A film, a poster, a kit: what it is, who made it, what may be hard in it, and who may see it."""

    class Kind(models.TextChoices):
        FILM = "film", _("Film")
        SPHERE = "sphere", _("360° film")
        POSTER = "poster", _("Poster")
        KIT = "kit", _("Kit")
        DOCUMENT = "document", _("Document")

    class Access(models.TextChoices):
        HIDDEN = "hidden", _("Nobody yet")
        SCHOOL = "school", _("Students and staff of the school")
        EVERYONE = "everyone", _("Everyone")
        RESERVED = "reserved", _("Reserved for now, then everyone")

    class Licence(models.TextChoices):
        ALL_RIGHTS = "all-rights", _("All rights reserved, shown here with the authors’ agreement")
        BY = "by", "CC BY 4.0"
        BY_SA = "by-sa", "CC BY-SA 4.0"
        BY_NC = "by-nc", "CC BY-NC 4.0"
        BY_NC_ND = "by-nc-nd", "CC BY-NC-ND 4.0"
        OPEN = "open", _("Open licence (Etalab 2.0)")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="works")
    slug = models.SlugField(max_length=60, help_text="The end of its address; it never changes.")
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=120)
    summary = models.CharField(max_length=400, blank=True)
    credits = models.CharField(max_length=300, blank=True)
    licence = models.CharField(max_length=10, choices=Licence, default=Licence.ALL_RIGHTS)
    language = models.CharField(max_length=5, choices=SPOKEN, default="fr")
    minutes = models.PositiveSmallIntegerField(null=True, blank=True, help_text="How long it lasts.")
    warning = models.CharField(max_length=300, blank=True, help_text="What may be hard to see or hear.")
    transcript = models.TextField(blank=True, help_text="Markdown: what is said and shown.")
    access = models.CharField(max_length=8, choices=Access, default=Access.HIDDEN)
    opens = models.DateTimeField(null=True, blank=True, help_text="When what is reserved opens to everyone.")
    asked_reserved = models.BooleanField(default=False, help_text="Its authors ask that it stays reserved for now.")
    file = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="works")
    cover = models.ForeignKey(File, on_delete=models.PROTECT, null=True, blank=True, related_name="covers")
    made = models.DateTimeField(auto_now_add=True)

    objects = WorkQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "slug"], name="one_work_an_address")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_film(self) -> bool:
        return self.kind in {Work.Kind.FILM, Work.Kind.SPHERE}

    def is_open(self, now: datetime) -> bool:
        """Whether everyone may see it at this moment."""
        if self.access == Work.Access.RESERVED:
            return self.opens is not None and self.opens <= now
        return self.access == Work.Access.EVERYONE


class CaptionsQuerySet(models.QuerySet["Captions"]):
    def in_language(self, language: str) -> "Captions":
        """Raises Http404 when there are none."""
        for captions in self.filter(language=language):
            return captions
        raise Http404

    def of_the_work_first(self, work: Work) -> list["Captions"]:
        """Those in the language of the work, then the others."""
        return sorted(self.all(), key=lambda one: (one.language != work.language, one.language))


class Captions(models.Model):
    """What is said and heard in a film, in one language (WebVTT, checked)."""

    work = models.ForeignKey(Work, on_delete=models.CASCADE, related_name="captions")
    language = models.CharField(max_length=5, choices=SPOKEN)
    text = models.TextField()

    objects = CaptionsQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["work", "language"], name="one_text_a_language")]

    def __str__(self) -> str:
        return f"{self.work} · {self.get_language_display()}"
