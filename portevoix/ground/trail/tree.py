"""The Merkle tree of RFC 9162 (section 2.1), over a memory of its full subtrees.

`node(level, index)` gives the hash of the full subtree that covers leaves `index·2^level` to `(index + 1)·2^level`.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256

Node = Callable[[int, int], bytes]


def leaf_hash(data: bytes) -> bytes:
    """The hash of one leaf."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of a node over its two children."""
    return sha256(b"\x01" + left + right).digest()


def grow(size: int, hashes: Iterable[bytes], node: Node) -> Iterator[tuple[int, int, bytes]]:
    """Put leaf hashes at the end of a tree of `size` leaves; yields each full subtree this completes, leaves first."""
    new: dict[tuple[int, int], bytes] = {}
    for index, value in enumerate(hashes, size):
        level = 0
        new[level, index] = value
        yield level, index, value
        while index & 1:
            left = new.pop((level, index - 1), None) or node(level, index - 1)
            value = node_hash(left, new.pop((level, index)))
            level, index = level + 1, index >> 1
            new[level, index] = value
            yield level, index, value


def root(size: int, node: Node) -> bytes:
    """The tree's hash at `size` leaves; of no leaf, the hash of nothing."""
    return _subtree(0, size, node) if size else sha256(b"").digest()


def inclusion(index: int, size: int, node: Node) -> list[bytes]:
    """The path from leaf `index` to the root of the tree of `size` leaves."""
    if not 0 <= index < size:
        raise ValueError("no such leaf")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        left = index < middle
        path.append(_subtree(middle, end, node) if left else _subtree(start, middle, node))
        start, end = (start, middle) if left else (middle, end)
    return path[::-1]


def consistency(first: int, second: int, node: Node) -> list[bytes]:
    """The proof that the tree of `second` leaves begins with the tree of `first`."""
    if not 0 < first <= second:
        raise ValueError("no such tree")
    proof: list[bytes] = []
    start, end, whole = 0, second, True
    while first < end:
        middle = start + _split(end - start)
        if first <= middle:
            proof.append(_subtree(middle, end, node))
            end = middle
        else:
            proof.append(_subtree(start, middle, node))
            start, whole = middle, False
    return ([] if whole else [_subtree(start, end, node)]) + proof[::-1]


def includes(leaf: bytes, index: int, size: int, path: Sequence[bytes], head: bytes) -> bool:
    """Whether `path` leads from the leaf hash at `index` to `head`, the root at `size` leaves."""
    if not 0 <= index < size or not _are_hashes(leaf, head, *path):
        return False
    at, last, value = index, size - 1, leaf
    for step in path:
        if last == 0:
            return False
        if at & 1 or at == last:
            value = node_hash(step, value)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            value = node_hash(value, step)
        at, last = at >> 1, last >> 1
    return last == 0 and value == head


def is_consistent(first: int, second: int, before: bytes, after: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree of root `after` begins with the one of root `before`."""
    if not 0 < first <= second or not _are_hashes(before, after, *proof):
        return False
    if first == second:
        return before == after and not proof
    steps = list(proof) if first & (first - 1) else [before, *proof]
    if not steps:
        return False
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and old == before and new == after


def _are_hashes(*values: bytes) -> bool:
    return all(len(value) == 32 for value in values)


def _split(size: int) -> int:
    """The largest power of two smaller than `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _subtree(start: int, end: int, node: Node) -> bytes:
    size = end - start
    if size & (size - 1) == 0:
        level = size.bit_length() - 1
        return node(level, start >> level)
    middle = start + _split(size)
    return node_hash(_subtree(start, middle, node), _subtree(middle, end, node))
