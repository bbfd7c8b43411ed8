"""Who of the cell may do what with a case."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from portevoix.ground.people.models import Membership
from portevoix.ground.web.rules import Refused
from portevoix.sealed.cases.models import Case
from portevoix.sealed.streams.models import Stream
from portevoix.sealed.testimonies.models import Stage, Testimony

STAGES: dict[str, dict[str, str]] = {
    "take_up": {
        Stage.TRANSMITTED: Stage.TAKEN_UP,
        Stage.TAKEN_UP: Stage.TAKEN_UP,
        Stage.ANSWERED: Stage.ANSWERED,
    },
    "answer": {Stage.TRANSMITTED: Stage.ANSWERED, Stage.TAKEN_UP: Stage.ANSWERED, Stage.ANSWERED: Stage.ANSWERED},
    "close": {Stage.TAKEN_UP: Stage.CLOSED, Stage.ANSWERED: Stage.CLOSED},
    "reopen": {Stage.CLOSED: Stage.TAKEN_UP},
}
"""From which stage a case comes to which, by what the cell does. What is not here cannot be done then."""


def stage_after(verb: str, testimony: Testimony) -> str | None:
    """The stage a testimony comes to, or None where that verb has no place now."""
    return STAGES[verb].get(testimony.stage)


def unknown() -> Refused:
    """The one answer about a case that does not exist and about one that was not opened to whoever asks."""
    return Refused(_("This case does not exist, or it was not opened to you."), code="unknown", status=404)


def must_have_vault(fpr: str) -> None:
    if not fpr:
        raise Refused(_("Make your vault first: without it nothing can be opened to you."), code="vault", status=409)


def may_read(stream: Stream | None, fpr: str) -> bool:
    return bool(fpr) and stream is not None and stream.readers.of(fpr).exists()


def must_be_allowed_to_read(stream: Stream | None, fpr: str) -> None:
    if not may_read(stream, fpr):
        raise unknown()


def may_take_up(testimony: Testimony, case: Case | None) -> bool:
    """Whoever reads it, while nobody who still can looks after it."""
    return stage_after("take_up", testimony) is not None and (case is None or not case.is_held)


def must_be_allowed_to_take_up(testimony: Testimony, case: Case | None) -> None:
    if may_take_up(testimony, case):
        return
    if stage_after("take_up", testimony) is None or case is None or case.holder is None:
        raise Refused(_("This case cannot be taken up now."), code="stage", status=409)
    name = case.holder.person.name
    raise Refused(_("%(name)s took up this case before you.") % {"name": name}, code="taken", status=409)


def may_answer(testimony: Testimony) -> bool:
    return stage_after("answer", testimony) is not None


def must_be_allowed_to_answer(testimony: Testimony) -> None:
    if not may_answer(testimony):
        raise Refused(_("This case is closed. Open it again before you write."), code="closed", status=409)


def may_lead_case(case: Case | None, membership: Membership) -> bool:
    """Whoever looks after it, or the lead of the cell."""
    return case is not None and case.holder_id is not None and (case.holder_id == membership.pk or membership.is_lead)


def may_pass_on(testimony: Testimony, case: Case | None, membership: Membership) -> bool:
    return may_lead_case(case, membership) and stage_after("take_up", testimony) is not None


def must_be_allowed_to_pass_on(testimony: Testimony, case: Case | None, membership: Membership) -> None:
    if not may_pass_on(testimony, case, membership):
        raise Refused(_("Only the person in charge of an open case, or the lead of the cell, may pass it on."))


def must_be_colleague(membership: Membership, ident: str) -> Membership:
    """Someone of the same cell, by their public identifier."""
    colleague = Membership.objects.for_cell(membership.cell).current().with_people().named(ident)
    if colleague is None:
        raise Refused(_("This person is not in the cell."), code="colleague", status=409)
    return colleague


def must_be_able_to_receive(stream: Stream, to: Membership, fpr: str) -> None:
    """A case is passed on to somebody who may read it."""
    if to.left is not None or not may_read(stream, fpr):
        raise Refused(_("%(name)s may not read this case.") % {"name": to.person.name}, code="excluded", status=409)


def may_close(testimony: Testimony, case: Case | None, membership: Membership) -> bool:
    return may_lead_case(case, membership) and stage_after("close", testimony) is not None


def must_be_allowed_to_close(testimony: Testimony, case: Case | None, membership: Membership) -> None:
    if not may_close(testimony, case, membership):
        raise Refused(_("Only the person in charge of an open case, or the lead of the cell, may close it."))


def may_reopen(testimony: Testimony, case: Case | None, membership: Membership) -> bool:
    return may_lead_case(case, membership) and stage_after("reopen", testimony) is not None


def must_be_allowed_to_reopen(testimony: Testimony, case: Case | None, membership: Membership) -> None:
    if not may_reopen(testimony, case, membership):
        raise Refused(_("Only the person in charge of a closed case, or the lead of the cell, may open it again."))


def may_hold_notes(strangers: Collection[str]) -> bool:
    """Notes are for those who may read the conversation: whoever is put aside there is put aside here."""
    return not strangers


def must_have_no_strangers(strangers: Collection[str]) -> None:
    if not may_hold_notes(strangers):
        raise Refused(_("Notes can only be opened to people who may read the case."), code="excluded", status=409)


def may_close_to_recovery(notes: Collection[str], conversation: Collection[str], spare: str) -> bool:
    """Notes are opened to the recovery key of the cell wherever the conversation is."""
    return not spare or spare not in conversation or spare in notes


def must_be_allowed_to_close_to_recovery(notes: Collection[str], conversation: Collection[str], spare: str) -> None:
    if not may_close_to_recovery(notes, conversation, spare):
        sentence = _(
            "The recovery key of the cell opens the conversation: notes are opened to it too. Load the page again."
        )
        raise Refused(sentence, code="stale", status=409)


def may_leave_out(gone: Collection[str], listening: Collection[str]) -> bool:
    """Members close a case only to those who no longer listen; who else must not read, the reporter says."""
    return not set(gone) & set(listening)


def must_be_allowed_to_leave_out(gone: Collection[str], listening: Collection[str]) -> None:
    if not may_leave_out(gone, listening):
        raise Refused(
            _("A case can be closed only to somebody who is no longer in the cell."), code="excluded", status=409
        )


def may_put_aside(notes: Collection[bytes], conversation: Collection[bytes]) -> bool:
    """Notes begin by saying whom the reporter put aside, so that nobody is added to them later by mistake."""
    return set(conversation) <= set(notes)


def must_put_the_same_aside(notes: Collection[bytes], conversation: Collection[bytes]) -> None:
    if not may_put_aside(notes, conversation):
        raise Refused(_("Notes can only be opened to people who may read the case."), code="excluded", status=409)


def may_recover(aside: Collection[bytes], hers: Collection[bytes]) -> bool:
    """Whoever puts the sheets together has everything they open: nothing from which they were put aside."""
    return not set(aside) & set(hers)


def must_be_allowed_to_recover(aside: Collection[bytes], hers: Collection[bytes]) -> None:
    if not may_recover(aside, hers):
        raise unknown()
