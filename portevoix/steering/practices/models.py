"""Sheets that the school gives, the feeds of others that it follows, and what came by them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models.functions import Concat
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portevoix.ground.population.models import folded
from portevoix.ground.schools.models import School
from portevoix.ground.web.models import public_id
from portevoix.steering.plan.models import Action
from portevoix.steering.practices import words
from portevoix.steering.practices.words import LONGEST

NETWORKS = ["IMT", "CGE", "UdL", "AGERA"]
"""The networks in which the schools of this house share what works."""


class Licence(models.TextChoices):
    """What others may do with the text; each lets them use it again with credit. The values are SPDX names."""

    OPEN = "etalab-2.0", _("Open licence (Etalab 2.0)")
    BY = "CC-BY-4.0", "CC BY 4.0"
    BY_SA = "CC-BY-SA-4.0", "CC BY-SA 4.0"


ADDRESSES = {
    Licence.OPEN: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
    Licence.BY: "https://creativecommons.org/licenses/by/4.0/",
    Licence.BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
}


def parts_of(sheet: "Sheet | Received") -> list[tuple[str, str]]:
    """What a sheet says, under its headings. Where nobody knows the effect, it says so."""
    said = [
        (gettext("The problem"), sheet.problem),
        (gettext("What was done"), sheet.done),
        (gettext("What it cost"), sheet.cost),
        (gettext("What it changed"), sheet.effect or gettext("Not known: nobody has measured it, or published it.")),
        (gettext("How to do it again"), sheet.again),
    ]
    return [(heading, text) for heading, text in said if text]


def facts_of(sheet: "Sheet | Received") -> list[tuple[str, str]]:
    """For whom, with whom, when, and in which networks."""
    said = [(gettext("For whom"), sheet.audience), (gettext("With"), sheet.partner), (gettext("When"), sheet.period)]
    said += [(gettext("Networks and subjects"), ", ".join(sheet.tag_list))]
    return [(heading, text) for heading, text in said if text]


class PracticeSheetQuerySet(models.QuerySet["Sheet"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school)

    def shown(self) -> Self:
        """Those that everyone may read, the latest change first."""
        return self.filter(published__isnull=False, withdrawn=None).order_by("-changed", "-pk")

    def taken_back(self) -> Self:
        """Those that were read by others and are no longer given."""
        return self.filter(published__isnull=False, withdrawn__isnull=False).order_by("-withdrawn", "-pk")

    def latest_first(self) -> Self:
        return self.order_by("-pk")

    def named(self, ident: str) -> "Sheet":
        """Raises Http404."""
        for sheet in self.filter(ident=ident).select_related("action"):
            return sheet
        raise Http404

    def addressed(self, slug: str) -> "Sheet":
        """One that was published at this address, even if it was taken back. Raises Http404."""
        for sheet in self.filter(slug=slug, published__isnull=False):
            return sheet
        raise Http404

    def slugs_like(self, slug: str) -> set[str]:
        return set(self.filter(slug__startswith=slug).values_list("slug", flat=True))


class Sheet(models.Model):
    """Something the school did, told so that another school can do it again."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="practice_sheets")
    slug = models.SlugField(max_length=60, help_text="The end of its address; it never changes.")
    title = models.CharField(max_length=LONGEST["title"])
    problem = models.TextField(max_length=LONGEST["problem"], blank=True, help_text="Markdown, as all texts here.")
    done = models.TextField(max_length=LONGEST["done"], blank=True)
    cost = models.TextField(max_length=LONGEST["cost"], blank=True)
    effect = models.TextField(max_length=LONGEST["effect"], blank=True, help_text="Empty: not known, and said so.")
    again = models.TextField(max_length=LONGEST["again"], blank=True)
    audience = models.CharField(max_length=LONGEST["audience"], blank=True)
    partner = models.CharField(max_length=LONGEST["partner"], blank=True)
    period = models.CharField(max_length=LONGEST["period"], blank=True)
    tags = models.CharField(max_length=LONGEST["tags"], blank=True, help_text="Networks and subjects, with commas.")
    licence = models.CharField(max_length=16, choices=Licence, default=Licence.OPEN)
    credit = models.CharField(max_length=LONGEST["credit"], blank=True, help_text="Who is to be named.")
    action = models.ForeignKey(Action, on_delete=models.SET_NULL, null=True, blank=True, related_name="practice_sheets")
    published = models.DateTimeField(null=True, blank=True, help_text="For the first time.")
    changed = models.DateTimeField(help_text="When its words last changed.")
    withdrawn = models.DateTimeField(null=True, blank=True)

    objects = PracticeSheetQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "slug"], name="one_practice_sheet_an_address")]

    def __str__(self) -> str:
        return self.title

    @property
    def is_shown(self) -> bool:
        return self.published is not None and self.withdrawn is None

    @property
    def tag_list(self) -> list[str]:
        return words.split(self.tags)

    @property
    def parts(self) -> list[tuple[str, str]]:
        return parts_of(self)

    @property
    def facts(self) -> list[tuple[str, str]]:
        return facts_of(self)

    @property
    def credited(self) -> str:
        """Who is to be named with it."""
        return self.credit or self.school.name

    @property
    def licence_address(self) -> str:
        return ADDRESSES[Licence(self.licence)]


class Trouble(models.TextChoices):
    """Why a feed brought nothing, in the words of the page."""

    SILENT = "silent", _("This site does not answer any more.")
    ADDRESS = (
        "address",
        _("This address may not be asked: it is not on the internet at large, or its name leads nowhere."),
    )
    REFUSES = "refuses", _("This site answers that something is wrong there.")
    NOT_THERE = "not_there", _("There is nothing at this address any more.")
    CLOSED = "closed", _("This site says that the feed is gone for good. It is not asked any more.")
    MOVED = "moved", _("This site leads to another address. Nobody is followed there: subscribe to the new address.")
    HEAVY = "heavy", _("This feed weighs more than this house takes in.")
    ENCODING = "encoding", _("This feed is not written in UTF-8.")
    PAGE = "page", _("This is a page, not a feed. The address of a feed often ends in .json or .atom.")
    NOT_A_FEED = "not_a_feed", _("What is at this address is no JSON Feed and no Atom feed, or is damaged.")


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def for_school(self, school: School) -> Self:
        return self.filter(school=school).order_by("title", "address")

    def with_counts(self) -> Self:
        """Each with how many sheets it brought (`brought`) and how many of them are gone (`gone`)."""
        there = models.Q(received__gone__isnull=False)
        return self.annotate(brought=models.Count("received"), gone=models.Count("received", filter=there))

    def due_on(self, now: datetime) -> Self:
        """Those whose turn to be asked has come, the longest wait first."""
        return self.filter(next_ask__lte=now).order_by("next_ask", "pk")

    def named(self, ident: str) -> "Subscription":
        """Raises Http404."""
        for one in self.filter(ident=ident):
            return one
        raise Http404

    def still_there(self, one: "Subscription") -> bool:
        """Nobody has stopped following it meanwhile; nobody will before the transaction is over."""
        return self.select_for_update().filter(pk=one.pk).first() is not None

    def claim(self, one: "Subscription", now: datetime, until: datetime) -> bool:
        """Take the turn to ask; False when somebody else has taken it."""
        return bool(self.filter(pk=one.pk, asked=one.asked).update(asked=now, next_ask=until))


class Subscription(models.Model):
    """The feed of another school, asked now and then for what is new."""

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="practice_subscriptions")
    address = models.CharField(max_length=400)
    title = models.CharField(max_length=LONGEST["title"], blank=True, help_text="As the feed calls itself.")
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=60, blank=True, help_text="Last-Modified, given back as it came.")
    asked = models.DateTimeField(null=True, blank=True)
    answered = models.DateTimeField(null=True, blank=True, help_text="The last time something of use came.")
    next_ask = models.DateTimeField(null=True, blank=True, help_text="Empty: it is not asked any more.")
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=12, choices=Trouble, blank=True)
    left_out = models.PositiveIntegerField(default=0, help_text="Entries that the feed has and that were not taken.")

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["school", "address"], name="one_subscription_an_address")]

    def __str__(self) -> str:
        return self.title or self.host

    @property
    def host(self) -> str:
        """Where it really comes from, whatever it calls itself."""
        return self.address.removeprefix("https://").partition("/")[0]


class ReceivedQuerySet(models.QuerySet["Received"]):
    def for_school(self, school: School) -> Self:
        return self.filter(subscription__school=school).select_related("subscription__school")

    def of(self, subscription: Subscription) -> Self:
        return self.filter(subscription=subscription)

    def latest_first(self) -> Self:
        """By when they came here: a feed says of its dates what it likes."""
        return self.order_by("-read", "-pk")

    def without_texts(self) -> Self:
        return self.defer("problem", "done", "cost", "effect", "again", "told", "former", "folded")

    def saying(self, asked: str) -> Self:
        """Those that hold every one of these words, accents and capitals aside."""
        found = self
        for word in folded(asked).split()[:8]:
            found = found.filter(folded__contains=word)
        return found

    def tagged(self, tag: str) -> Self:
        comma = models.Value(words.SEPARATOR)
        among = Concat(comma, "tags", comma)
        return self.alias(among=among).filter(among__contains=f"{words.SEPARATOR}{tag}{words.SEPARATOR}")

    def from_subscription(self, ident: str) -> Self:
        return self.filter(subscription__ident=ident)

    def not_gone(self) -> Self:
        return self.filter(gone=None)

    def tags_used(self) -> list[str]:
        """Every tag once, in the order of the alphabet."""
        lines: Iterable[str] = self.exclude(tags="").values_list("tags", flat=True).distinct()
        return sorted({tag for line in lines for tag in words.split(line)}, key=folded)

    def too_many(self, kept: int) -> Self:
        """Beyond so many: those that are gone first, then the oldest; never what was adopted."""
        surplus = self.count() - kept
        waiting = self.filter(action=None).order_by(models.F("gone").asc(nulls_last=True), "read", "pk")
        return self.filter(pk__in=list(waiting.values_list("pk", flat=True)[: max(0, surplus)]))

    def named(self, ident: str) -> "Received":
        """Raises Http404."""
        for one in self.filter(ident=ident).select_related("action__axis__plan"):
            return one
        raise Http404


class Received(models.Model):
    """A sheet that came by a feed, known by that feed and its name there: no feed reaches the sheets of another."""

    class Gone(models.TextChoices):
        WITHDRAWN = "withdrawn", _("Taken back by the school that gave it")
        ABSENT = "absent", _("No longer in the feed")

    ident = models.CharField(max_length=32, unique=True, default=public_id)
    subscription = models.ForeignKey(Subscription, on_delete=models.CASCADE, related_name="received")
    uid = models.CharField(max_length=300, help_text="What the feed calls it.")
    address = models.CharField(max_length=400, blank=True, help_text="Its page, on the site of the feed.")
    title = models.CharField(max_length=LONGEST["title"])
    author = models.CharField(max_length=LONGEST["author"], blank=True)
    problem = models.TextField(blank=True)
    done = models.TextField(blank=True)
    cost = models.TextField(blank=True)
    effect = models.TextField(blank=True)
    again = models.TextField(blank=True)
    told = models.TextField(blank=True, help_text="The whole, where the feed does not tell one thing from another.")
    audience = models.CharField(max_length=LONGEST["audience"], blank=True)
    partner = models.CharField(max_length=LONGEST["partner"], blank=True)
    period = models.CharField(max_length=LONGEST["period"], blank=True)
    tags = models.CharField(max_length=LONGEST["tags"], blank=True)
    licence = models.CharField(max_length=LONGEST["licence"], blank=True)
    credit = models.CharField(max_length=LONGEST["credit"], blank=True)
    language = models.CharField(max_length=LONGEST["language"], blank=True)
    published = models.DateTimeField(null=True, blank=True, help_text="As the feed says.")
    updated = models.DateTimeField(null=True, blank=True, help_text="As the feed says.")
    read = models.DateTimeField(help_text="When it first came.")
    changed = models.DateTimeField(null=True, blank=True, help_text="When it last came with other words.")
    former = models.TextField(blank=True, help_text="What it said before.")
    gone = models.DateTimeField(null=True, blank=True)
    gone_how = models.CharField(max_length=9, choices=Gone, blank=True)
    folded = models.TextField(blank=True, help_text="Its words as they are searched for.")
    action = models.ForeignKey(Action, on_delete=models.SET_NULL, null=True, blank=True, related_name="adopted_sheets")

    objects = ReceivedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "received"
        constraints = [models.UniqueConstraint(fields=["subscription", "uid"], name="one_name_in_a_feed")]

    def __str__(self) -> str:
        return self.title

    @property
    def tag_list(self) -> list[str]:
        return words.split(self.tags)

    @property
    def parts(self) -> list[tuple[str, str]]:
        return parts_of(self)

    @property
    def facts(self) -> list[tuple[str, str]]:
        return facts_of(self)

    @property
    def licence_name(self) -> str:
        """As people know it; empty when the feed does not say."""
        return str(Licence(self.licence).label) if self.licence in Licence.values else self.licence

    @property
    def credited(self) -> str:
        """Who is to be named, and from where it came whatever it says."""
        who = self.credit or self.author or str(self.subscription)
        return f"{who} ({self.subscription.host})"

    @property
    def text(self) -> str:
        """All it says, as Markdown."""
        if self.told:
            return self.told
        return "\n\n".join(f"## {heading}\n\n{text}" for heading, text in self.parts)
