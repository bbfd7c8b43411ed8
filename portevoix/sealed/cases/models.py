"""A testimony as the cell handles it, and the desk where the cell finds it."""

from datetime import datetime
from typing import Self

from django.db import models

from portevoix.ground.people.models import Membership
from portevoix.ground.trail.models import Line
from portevoix.sealed.cases.delays import is_late
from portevoix.sealed.cases.states import STATES, State, reference, shown
from portevoix.sealed.keys.models import Vault
from portevoix.sealed.streams.models import Item, Reader, Shelf, Stream
from portevoix.sealed.testimonies.models import Step, Testimony


def fpr_of(membership: Membership) -> str:
    """The fingerprint under which a member reads; empty while they have no vault."""
    return Vault.objects.filter(person=membership.person_id).values_list("fpr", flat=True).first() or ""


class CaseQuerySet(models.QuerySet["Case"]):
    def with_holders(self) -> Self:
        return self.select_related("holder__person", "internal")


class Case(models.Model):
    """Who of the cell looks after a testimony. Made when someone takes it up."""

    testimony = models.OneToOneField(Testimony, on_delete=models.CASCADE, related_name="handling")
    holder = models.ForeignKey(Membership, on_delete=models.PROTECT, null=True, related_name="cases")
    internal = models.OneToOneField(Stream, on_delete=models.SET_NULL, null=True, related_name="+")
    taken_up = models.DateTimeField(null=True)
    closed = models.DateTimeField(null=True)

    objects = CaseQuerySet.as_manager()

    @property
    def is_held(self) -> bool:
        """Whether someone who is still in the cell, and may still read it, looks after it.

        Once it has waited again (they lost their keys, or were put aside for a time), it waits for them as for others.
        """
        conversation = self.testimony.conversation
        if self.holder is None or self.holder.left is not None or conversation is None:
            return False
        return conversation.readers.on_the_shelf_of(fpr_of(self.holder)).exists()


class DeskQuerySet(models.QuerySet["DeskLine"]):
    """Lines of one member's desk. Someone put aside has no reader's row, hence no line."""

    def of(self, fpr: str) -> Self:
        return self.filter(fpr=fpr).order_by("-unread", "-activity", "-pk")

    def for_cell(self, cell_id: int) -> Self:
        return self.filter(stream__cell=cell_id)

    def waiting(self) -> Self:
        return self.filter(shelf=Shelf.NEW)

    def mine(self) -> Self:
        return self.filter(shelf=Shelf.MINE)

    def looked_after_by(self, membership: Membership) -> Self:
        """What is under way with someone, on the desks of all who read it."""
        return self.filter(stream__testimony__handling__holder=membership, shelf__in=[Shelf.MINE, Shelf.OTHERS])

    def wait_again(self) -> None:
        """Everybody is asked anew."""
        self.update(shelf=Shelf.NEW, unread=True)

    def conversations(self) -> Self:
        return self.exclude(shelf=Shelf.ASIDE)

    def unread(self, unread: bool) -> Self:
        return self.filter(unread=unread)

    def older_than(self, activity: datetime, pk: int) -> Self:
        """After this place in the order; the first condition alone is what an index reads."""
        tie = models.Q(activity__lt=activity) | models.Q(pk__lt=pk)
        return self.filter(tie, activity__lte=activity)

    def newer_than(self, activity: datetime, pk: int) -> Self:
        tie = models.Q(activity__gt=activity) | models.Q(pk__gt=pk)
        return self.filter(tie, activity__gte=activity)

    def line_of(self, case: str) -> "DeskLine | None":
        """Through the conversation, of which there is one: a planner would otherwise read the whole desk."""
        conversation = Stream.objects.of_case(case).filter(kind=Stream.Kind.CONVERSATION).first()
        return self.filter(stream=conversation).first() if conversation else None

    def with_everything_a_line_shows(self) -> Self:
        lines = self.select_related("stream__testimony__school", "stream__testimony__handling__holder__person")
        sent = Step.objects.filter(testimony=models.OuterRef("stream__testimony"), kind=Step.Kind.TRANSMITTED)
        return lines.annotate(
            last_word_by=models.Subquery(words_of(models.OuterRef("stream")).values("author")[:1]),
            transmitted=models.Subquery(sent.order_by("-at").values("at")[:1]),
        )


class DeskLine(Reader):
    """A conversation as one member sees it on the desk: unread or not, and when it last moved."""

    last_word_by: str | None
    transmitted: datetime | None
    objects = DeskQuerySet.as_manager()  # type: ignore[misc, assignment]  # a proxy with its own sentences

    class Meta:
        proxy = True

    @property
    def testimony(self) -> Testimony:
        return self.stream.testimony

    @property
    def handling(self) -> Case | None:
        found: Case | None = getattr(self.testimony, "handling", None)
        return found

    @property
    def holder(self) -> Membership | None:
        """Who looks after it; nobody once they may no longer read it."""
        return self.handling.holder if self.handling and self.shelf != Shelf.NEW else None

    @property
    def is_mine(self) -> bool:
        return self.shelf in {Shelf.MINE, Shelf.MINE_DONE}

    @property
    def stage(self) -> str:
        """What is to be done with it, as a word of `STATES`."""
        last_word_is_theirs = self.last_word_by == self.testimony.fpr
        late = self.transmitted is not None and is_late(self.transmitted, self.testimony.school.answer_days)
        return shown(self.testimony.stage, shelf=self.shelf, person_had_the_last_word=last_word_is_theirs, late=late)

    @property
    def state(self) -> State:
        return STATES[self.stage]

    @property
    def reference(self) -> str:
        return reference(self.stream.case)

    @property
    def threads(self) -> list[int]:
        """Keys of the streams of the case, the one whose title counts last."""
        internal = self.handling.internal_id if self.handling else None
        return [self.stream_id, *([internal] if internal else [])]


def words_of(stream: models.OuterRef | Stream) -> models.QuerySet[Item]:
    """What was said to somebody in a stream, the last first."""
    return Item.objects.filter(stream=stream, kind__in=["testimony", "message", "file"]).order_by("-number")


def person_had_the_last_word(testimony: Testimony) -> bool:
    """Whether what was said last in the conversation is theirs."""
    assert testimony.conversation is not None
    last = words_of(testimony.conversation).first()
    return last is not None and last.author == testimony.fpr


def latest_titles(streams: list[int]) -> dict[int, Item]:
    """The last title said in each of these streams, by the stream's key. The others are not read, however many."""
    titles = Item.objects.filter(stream__in=streams, kind="title")
    last = dict(titles.values_list("stream").annotate(last=models.Max("number")))
    found = titles.filter(number__in=set(last.values())).only("stream_id", "number", "header", "box")
    return {title.stream_id: title for title in found if title.number == last[title.stream_id]}


class ReadableLines(models.QuerySet[Line]):
    """Lines of the trail that one member may see."""

    def for_reader(self, fpr: str) -> Self:
        """None about a case that was not opened to them: they are not told that there is one."""
        theirs = Reader.objects.filter(fpr=fpr, stream=models.OuterRef("conversation"))
        hidden = Testimony.objects.filter(~models.Exists(theirs), ident=models.OuterRef("subject"))
        return self.filter(~models.Exists(hidden)).exclude(subject="")

    def before(self, commitment: str) -> Self:
        """Older than the line that has this commitment."""
        return self.filter(pk__lt=models.Subquery(Line.objects.filter(commitment=commitment).values("pk")[:1]))

    def about(self, case: str) -> Self:
        return self.filter(subject=case)


def readable_lines(cell: str, fpr: str) -> ReadableLines:
    """What a member may see of their cell's trail, newest first."""
    return ReadableLines(Line).filter(cell=cell).for_reader(fpr).select_related("batch").order_by("-pk")
