"""What is done with works, their files and their captions. One transaction each, one line in the trail."""

from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import ProtectedError
from django.utils.text import slugify
from django.utils.translation import gettext as _

from portevoix.campus.library import captions as vtt
from portevoix.campus.library import kinds, rules, store
from portevoix.campus.library.models import Captions, File, Work
from portevoix.ground.people.models import Office
from portevoix.ground.schools.models import School
from portevoix.ground.trail import acts as trail
from portevoix.ground.web.rules import Refused

FORGOTTEN_AFTER = timedelta(days=1)
MOST_AT_ONCE = 3
"""Files that one person may have on the way: whoever begins a fourth gives up the first."""
KEPT_ADDRESSES = {"nouvelle"}
DESCRIBED = ["kind", "title", "summary", "credits", "licence", "language", "minutes", "warning", "transcript"]


@transaction.atomic
def make(school: School, by: Office, **words: Any) -> Work:
    """A new work, which nobody sees yet."""
    work = Work(school=school, slug=_free_slug(school, words["title"]))
    for name, value in words.items():
        setattr(work, name, value)
    work.save()
    trail.deed("work made", by, work)
    return work


def _free_slug(school: School, title: str) -> str:
    slug = slugify(title)[:52].strip("-") or "oeuvre"
    taken = Work.objects.for_school(school).slugs_like(slug) | KEPT_ADDRESSES
    numbered = (f"{slug}-{number}" for number in range(2, 10_000))
    return slug if slug not in taken else next(one for one in numbered if one not in taken)


@transaction.atomic
def describe(work: Work, by: Office, **words: Any) -> Work:
    """What people read of it. A work whose file would no longer suit its kind is refused."""
    kind = Work.Kind(words.get("kind", work.kind))
    if work.file is not None and File.Kind(work.file.kind) not in rules.MADE_OF[kind]:
        raise Refused(_("Its file is of another kind: replace the file first."), code="kind", status=409)
    for name, value in words.items():
        setattr(work, name, value)
    if work.access != Work.Access.HIDDEN:
        rules.must_be_allowed_to_be_shown(work, work.captions.count())
    work.save(update_fields=list(words))
    trail.deed("work described", by, work)
    return work


@transaction.atomic
def open_to(work: Work, access: str, opens: datetime | None, by: Office) -> Work:
    """Say who may see it, and from when. Nothing more is done when the moment comes: it is looked at each time."""
    if access != Work.Access.HIDDEN:
        rules.must_be_allowed_to_be_shown(work, work.captions.count())
    rules.must_be_allowed_to_open(work, access, opens, datetime.now(UTC))
    work.access = access
    work.opens = opens if access == Work.Access.RESERVED else None
    work.save(update_fields=["access", "opens"])
    trail.deed("work opened", by, work, access)
    return work


@transaction.atomic
def reserve(work: Work) -> Work:
    """Its authors take their agreement back: nobody sees it any more, but the mission."""
    work.access, work.opens, work.asked_reserved = Work.Access.RESERVED, None, True
    work.save(update_fields=["access", "opens", "asked_reserved"])
    return work


@transaction.atomic
def release(work: Work) -> Work:
    """Its authors no longer ask that it stays reserved. Nothing opens by that: the mission says when."""
    work.asked_reserved = False
    work.save(update_fields=["asked_reserved"])
    return work


@transaction.atomic
def caption(work: Work, language: str, data: bytes, by: Office) -> Captions:
    """Put captions in one language, in place of those there were; checked first."""
    text, _cues = vtt.read(data)
    captions, _new = Captions.objects.update_or_create(work=work, language=language, defaults={"text": text})
    trail.deed("work captioned", by, work, language)
    return captions


@transaction.atomic
def uncaption(captions: Captions, by: Office) -> Work:
    """Take the captions of one language away."""
    work = captions.work
    rules.must_be_allowed_to_lose_captions(work, work.captions.count())
    captions.delete()
    trail.deed("work captions removed", by, work, captions.language)
    return work


@transaction.atomic
def remove(work: Work, by: Office) -> None:
    """Take a work away, and its files with it, unless something else holds them."""
    files = [work.file, work.cover]
    trail.deed("work removed", by, work)
    work.delete()
    for file in files:
        let_go(file)


@transaction.atomic
def put(work: Work, use: str, file: File, by: Office) -> Work:
    """Make a whole file the one that is shown (`file`) or the picture of it (`cover`), in place of the former."""
    rules.must_be_allowed_to_be_sent(file.kind, file.size, wanted_for(work, use))
    former = getattr(work, use)
    setattr(work, use, file)
    work.save(update_fields=[use])
    trail.deed("work file put", by, work, use)
    let_go(former)
    return work


def wanted_for(work: Work, use: str) -> set[File.Kind]:
    """The kinds of file that suit."""
    return rules.COVER if use == "cover" else rules.MADE_OF[Work.Kind(work.kind)]


# Files, for whoever sends one: the mission here, students in a contest. They leave no line by themselves.


@transaction.atomic
def begin(school: School, sender: str, name: str, size: int, wanted: set[File.Kind]) -> File:
    """Announce a file of `size` bytes. Refuses at once what could not be kept."""
    rules.must_fit(size, wanted)
    for left in File.objects.sent_by(sender).held_by_nothing().latest_first()[MOST_AT_ONCE - 1 :]:
        forget(left)
    store.must_have_room(size)
    now = datetime.now(UTC)
    return File.objects.create(school=school, sender=sender, name=store.safe_name(name), size=size, begun=now)


def go_on(file: File | None, sender: str, offset: int, body: store.Body, wanted: set[File.Kind]) -> File:
    """Take what comes next of a file. Its first bytes say what it is: what is not wanted is forgotten at once."""
    held = rules.must_be_allowed_to_go_on(file, sender, offset)
    if not offset:
        store.remove(held.ident)
        store.make(held.ident)
    came = store.write(held.ident, offset, body, min(store.PART, held.size - offset))
    if not offset:
        held.type = kinds.told_by(store.first_of(held.ident, kinds.FIRST))
        held.kind = kinds.kind_of(held.type)
        try:
            rules.must_be_allowed_to_be_sent(held.kind, held.size, wanted)
        except Refused:
            forget(held)
            raise
        held.save(update_fields=["type", "kind"])
    if File.objects.grow(held, came):
        held.received += came
    return held


def finish(file: File | None, sender: str) -> File:
    """All has come: look whether it is what it says, draw pictures again. What is refused is gone at once."""
    held = rules.must_be_all_there(file, sender)
    try:
        kinds.must_be_what_it_says(store.path_of(held.ident), held.type)
        if held.kind == File.Kind.PICTURE:
            held.size = store.draw_again(held.ident)
    except Refused:
        forget(held)
        raise
    held.received, held.whole = held.size, True
    held.save(update_fields=["size", "received", "whole"])
    return held


def let_go(file: File | None) -> None:
    """Nothing holds it any more here: it goes, unless something else does."""
    if file is None:
        return
    try:
        with transaction.atomic():
            forget(file)
    except ProtectedError:
        return


def forget(file: File) -> None:
    """Take a file away. Its bytes go once the transaction is through."""
    ident = file.ident
    file.delete()
    transaction.on_commit(lambda: store.remove(ident))
