"""A case as one member sees it: what the page shows and what their browser needs to open it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portevoix.ground.people.models import Membership
from portevoix.ground.seal.fields import b64
from portevoix.ground.web.models import Instance
from portevoix.ground.web.moment import of_one_moment
from portevoix.sealed.cases import rules
from portevoix.sealed.cases.acts import put_aside, streams_of
from portevoix.sealed.cases.delays import is_late, last_day
from portevoix.sealed.cases.models import Case, fpr_of, person_had_the_last_word
from portevoix.sealed.cases.states import STATES, STEPS, UNANSWERED, State, shown
from portevoix.sealed.keys import chain
from portevoix.sealed.keys.models import Former, Vault
from portevoix.sealed.streams import wire
from portevoix.sealed.streams.models import Shelf, Stream
from portevoix.sealed.testimonies.models import Stage, Step, Testimony, TestimonyQuerySet


@dataclass(frozen=True)
class Sight:
    """What a member may see and do on a case's page."""

    testimony: Testimony
    case: Case | None
    state: dict[str, Any]
    sealed: dict[str, Any]

    @property
    def data(self) -> dict[str, Any]:
        """What the page's own program starts from, and asks for again."""
        return {"state": self.state, "sealed": self.sealed}

    @property
    def word(self) -> State:
        """What is to be done with it."""
        return STATES[self.state["stage"]]


def find(ident: str, membership: Membership, fpr: str) -> Testimony:
    """The case, if it was opened to this member. Raises Refused (404) if not, as if it did not exist."""
    testimony = Testimony.objects.for_cell(membership.cell_id).with_threads().named(ident)
    if testimony is None:
        raise rules.unknown()
    rules.must_be_allowed_to_read(testimony.conversation, fpr)
    return testimony


@of_one_moment()
def of(testimony: Testimony, membership: Membership, fpr: str) -> Sight:
    """Its threads together: what is said of one in the other must agree."""
    case = Case.objects.with_holders().filter(testimony=testimony).first()
    threads = streams_of(testimony, case)
    return Sight(testimony, case, _state(testimony, case, membership, fpr), _sealed(testimony, threads, fpr))


def _shelf(testimony: Testimony, fpr: str) -> str:
    assert testimony.conversation is not None
    reader = testimony.conversation.readers.of(fpr).first()
    return reader.shelf if reader else Shelf.NEW


def _state(testimony: Testimony, case: Case | None, membership: Membership, fpr: str) -> dict[str, Any]:
    holder = case.holder if case and (case.is_held or testimony.stage == Stage.CLOSED) else None
    last_word_is_theirs = person_had_the_last_word(testimony)
    sent = [step.at for step in testimony.steps.all() if step.kind == Step.Kind.TRANSMITTED]
    days = testimony.school.answer_days
    late = bool(sent) and is_late(sent[-1], days)
    waits = bool(sent) and last_word_is_theirs and testimony.stage in UNANSWERED
    return {
        "stage": shown(
            testimony.stage, shelf=_shelf(testimony, fpr), person_had_the_last_word=last_word_is_theirs, late=late
        ),
        "until": last_day(sent[-1], days).isoformat() if waits else None,
        "holder": holder.ident if holder else None,
        "holder_said": holder.person.name if holder else "",
        "mine": holder is not None and holder == membership,
        "may": {
            "take_up": rules.may_take_up(testimony, case),
            "answer": rules.may_answer(testimony),
            "pass_on": rules.may_pass_on(testimony, case, membership),
            "close": rules.may_close(testimony, case, membership),
            "reopen": rules.may_reopen(testimony, case, membership),
        },
        "notes": case is not None and case.internal_id is not None,
        "colleagues": _colleagues(membership),
        "steps": [
            {"said": str(STEPS[step.kind]), "at": wire.minute(step.at)}
            for step in testimony.steps.all()
            if step.kind in STEPS
        ],
    }


def _colleagues(membership: Membership) -> list[dict[str, str]]:
    """Everyone else of the cell who has a vault: their names are those of the signed directory."""
    seats = Membership.objects.for_cell(membership.cell).current().exclude(pk=membership.pk)
    fprs = dict(Vault.objects.filter(person__in=seats.values("person")).values_list("person_id", "fpr"))
    return [{"member": seat.ident, "fpr": fprs[seat.person_id]} for seat in seats if seat.person_id in fprs]


def access(stream: Stream, testimony: Testimony, fpr: str) -> dict[str, Any]:
    """What a browser needs to open a thread it has no key of."""
    return {"case": testimony.ident, "reporter": reporter(testimony), **wire.access(stream, fpr)}


def reporter(testimony: Testimony) -> dict[str, str]:
    return {"xwing": b64(bytes(testimony.xwing)), "ed25519": b64(bytes(testimony.ed25519))}


def _sealed(testimony: Testimony, threads: list[Stream], fpr: str) -> dict[str, Any]:
    return {
        "inst": Instance.current_ident(),
        "cell": testimony.school.cell.ident,
        "case": testimony.ident,
        "me": fpr,
        "reporter": reporter(testimony),
        "streams": [wire.of(stream, fpr) for stream in threads if stream.readers.of(fpr).exists()],
    }


@of_one_moment()
def readable_threads(streams: list[str], membership: Membership, fpr: str) -> list[tuple[Stream, Testimony]]:
    """Those of these threads that this member may open, with their testimony; notes only with their conversation."""
    found = list(Stream.objects.in_cell(membership.cell).read_by(fpr).all_named(streams).with_access_of(fpr))
    testimonies = (
        Testimony.objects.readable_by(fpr)
        .with_threads()
        .in_bulk(list({stream.case for stream in found}), field_name="ident")
    )
    return [(stream, testimonies[stream.case]) for stream in found if stream.case in testimonies]


def still_open_to(gone: str, membership: Membership, fpr: str, after: str, limit: int) -> dict[str, Any]:
    """Cases this member may read and that someone's key still opens: someone who left, for instance."""
    theirs = Stream.objects.in_cell(membership.cell).read_by(gone)
    mine = Testimony.objects.for_cell(membership.cell_id).readable_by(fpr)
    return _threads(mine.filter(ident__in=theirs.values("case")), fpr, after, limit)


def find_to_recover(ident: str, membership: Membership, spare: str) -> Testimony:
    """The case, if the recovery key opens it and whoever puts the sheets together was not put aside. Else 404."""
    testimony = find(ident, membership, spare)
    rules.must_be_allowed_to_recover(put_aside(testimony.conversation), names_of(membership))
    return testimony


def open_to_recovery(spare: str, membership: Membership, after: str, limit: int) -> dict[str, Any]:
    """Every case that the recovery key opens, but those from which who asks was put aside; with what opens them."""
    testimonies = Testimony.objects.for_cell(membership.cell_id).readable_by(spare)
    hers = names_of(membership)
    found = _threads(testimonies, spare, after, limit, lambda one: rules.may_recover(put_aside(one.conversation), hers))
    wanted = [stream for streams in found["cases"].values() for stream in streams]
    given = [access(*thread, spare) for thread in readable_threads(wanted, membership, spare)]
    return {**found, "streams": given}


def not_open_to(newcomer: str, membership: Membership, fpr: str, after: str, limit: int) -> dict[str, Any]:
    """Cases this member may read and that another does not, but those whose author put that other aside."""
    mine = Testimony.objects.for_cell(membership.cell_id).readable_by(fpr)
    others = mine.exclude(pk__in=Testimony.objects.readable_by(newcomer).values("pk"))
    directory = chain.latest(membership.cell)
    theirs = chain.also_known_as([bytes.fromhex(newcomer)], chain.up_to(directory)) if directory else set()
    return _threads(others, fpr, after, limit, lambda one: theirs.isdisjoint(put_aside(one.conversation)))


def _threads(
    testimonies: TestimonyQuerySet,
    fpr: str,
    after: str,
    limit: int,
    may: Callable[[Testimony], bool] = lambda _testimony: True,
) -> dict[str, Any]:
    """Their threads, by case, after one that was seen; and whether there are more."""
    found: list[str] = []
    ordered = testimonies.order_by("ident").select_related("conversation")
    while len(found) <= limit and (some := ordered.filter(ident__gt=after)[: limit + 1]):
        found += [one.ident for one in some if may(one)]
        after = some[len(some) - 1].ident
    threads: dict[str, list[str]] = {ident: [] for ident in found[:limit]}
    for stream in Stream.objects.read_by(fpr).filter(case__in=list(threads)).order_by("pk"):
        threads[stream.case].append(stream.ident)
    return {"cases": threads, "more": len(found) > limit}


def names_of(membership: Membership) -> set[bytes]:
    """Every fingerprint this member has or had."""
    person = membership.person_id
    present = Vault.objects.filter(person=person).values_list("fpr", flat=True)
    former = Former.objects.filter(person=person).values_list("fpr", flat=True)
    return {bytes.fromhex(fpr) for fpr in [*present, *former]}


def me(membership: Membership) -> str:
    """The fingerprint under which this member reads. Refuses while they have no vault."""
    fpr = fpr_of(membership)
    rules.must_have_vault(fpr)
    return fpr
