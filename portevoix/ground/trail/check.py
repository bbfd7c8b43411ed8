"""The whole trail, computed again: every leaf, root and signature, and in words what does not hold."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from django.utils.translation import gettext as _

from portevoix.ground.seal.errors import SealError
from portevoix.ground.seal.fields import lp, read_lp, sha256
from portevoix.ground.trail import log, tree
from portevoix.ground.trail.models import Batch, Leaf, Line, Node, day_of

PATIENCE = timedelta(days=2)


def problems() -> Iterator[str]:
    """Each thing that is broken, as a sentence; nothing when the trail holds."""
    yield from _tree_problems()
    yield from _line_problems()


def _tree_problems() -> Iterator[str]:
    memory: dict[tuple[int, int], bytes] = {}
    leaves = Leaf.objects.order_by("index").iterator()
    size = 0
    for batch in Batch.objects.in_order():
        hashes = []
        for index in range(size, batch.size):
            leaf = next(leaves, None)
            if leaf is None or leaf.index != index or leaf.batch_id != batch.pk:
                yield _("Leaf %(index)d of %(day)s is missing.") % {"index": index, "day": batch.day}
                return
            hashes.append(tree.leaf_hash(lp("portevoix/1 leaf", bytes.fromhex(leaf.commitment))))
        memory.update(((level, i), h) for level, i, h in tree.grow(size, hashes, lambda *at: memory[at]))
        size = batch.size
        root = tree.root(size, lambda *at: memory[at])
        if root.hex() != batch.root:
            yield _("The leaves of %(day)s do not give the root that was written down.") % {"day": batch.day}
        if not log.is_signed(batch.checkpoint, size, root):
            yield _("The checkpoint of %(day)s does not state this tree, or is not signed by this log.") % {
                "day": batch.day
            }
    if next(leaves, None) is not None:
        yield _("There are leaves after the last checkpoint.")
    kept = {(node.level, node.index): node.hash for node in Node.objects.iterator()}
    if kept != {at: value.hex() for at, value in memory.items()}:
        yield _("The hashes kept for proofs are not those of the leaves.")


def _line_problems() -> Iterator[str]:
    late = datetime.now(UTC) - PATIENCE
    committed = {leaf.commitment: leaf.batch_id for leaf in Leaf.objects.iterator()}
    for line in Line.objects.order_by("pk").iterator():
        about = {"kind": line.kind, "at": line.at.isoformat(" ", "minutes"), "commitment": line.commitment[:16]}
        if bytes(line.event) and not _says_what_was_committed(line):
            yield _("The line “%(kind)s” of %(at)s (%(commitment)s…) was altered.") % about
        if line.batch_id is None and line.at < late:
            yield _("The line “%(kind)s” of %(at)s (%(commitment)s…) was promised and is under no checkpoint.") % about
        if line.batch_id != committed.get(line.commitment):
            yield _("The line “%(kind)s” of %(at)s (%(commitment)s…) is not in the tree where it should be.") % about


def _says_what_was_committed(line: Line) -> bool:
    """The commitment is of this salt and event, and the event says what the clear columns say."""
    event = bytes(line.event)
    if sha256(lp("portevoix/1 cm", bytes(line.salt), event)).hex() != line.commitment:
        return False
    try:
        fields = read_lp(event)
    except SealError:
        return False
    said = [line.kind, day_of(line.minute).isoformat()]
    if line.actor:
        said += [line.actor, line.subject, line.cell]
    return fields[: len(said)] == [one.encode() for one in said]
