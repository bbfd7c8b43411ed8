"""The tree against published vectors: RFC 6962's eight leaves, and the probes of transparency-dev/merkle."""

from base64 import b64decode
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portevoix.ground.trail import tree

LEAVES = [
    bytes.fromhex(leaf)
    for leaf in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    4: "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    5: "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    6: "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    7: "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}

LEFT, TWO, FOUR = (
    "lqKW0iTyhcZ77pPDD4owkVfw2qNdxbh+QQt4YwoJz8c=",
    "Xwg/ChozygdqlSeYMlgNs+DvRYS9/x9UyKNg9Q3jAx4=",
    "a0eq8p7jwq+a+Im8H7klTavTEXfxYjLdaqsDXKOb9uQ=",
)
FIRST_FOUR = "037kGJdt2VdTwcc4Yrk5j6Kiz5tP8P3+izDNlSCWFLc="
FIFTH = "vBoGQ7EuTS18d5GPROD095qDi2z57FtcKD4fTYhZnms="
LAST_TWO = "yoVOoSjtBQtBs1/8G4e46yveRh6eO1WW7Oa51ZdaCuA="
FIFTH_SIXTH = "DrxdNDf74tsVi58Sah0RjjCBgQMdCpSfje3t68VY72o="
SEVENTH = "sIaT7C5yFZcTBkHoIR5+7cy0wmQTlj7ubB4u0W/7Gl8="

INCLUSION = [
    (0, 1, []),
    (0, 8, [LEFT, TWO, FOUR]),
    (5, 8, [FIFTH, LAST_TWO, FIRST_FOUR]),
    (2, 3, ["+sVCA+fMaWzw38tCySodnbr3CtnmIfS9jZhmLwDjwSU="]),
    (1, 5, ["bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0=", TWO, FIFTH]),
]
CONSISTENCY = [
    (1, 1, []),
    (1, 8, [LEFT, TWO, FOUR]),
    (6, 8, [FIFTH_SIXTH, LAST_TWO, FIRST_FOUR]),
    (2, 5, [TWO, FIFTH]),
    (6, 7, [FIFTH_SIXTH, SEVENTH, FIRST_FOUR]),
]
GARBAGE = b"\x00" * 32
NOTHING = sha256(b"").digest()


class Memory(dict[tuple[int, int], bytes]):
    """Full subtrees of a tree that grew leaf by leaf."""

    def __init__(self, leaves: list[bytes]) -> None:
        super().__init__()
        for index, leaf in enumerate(leaves):
            self.update(((level, i), h) for level, i, h in tree.grow(index, [tree.leaf_hash(leaf)], self.node))

    def node(self, level: int, index: int) -> bytes:
        return self[level, index]


EIGHT = Memory(LEAVES)


def hashes(written: list[str]) -> list[bytes]:
    return [b64decode(one) for one in written]


def root(size: int) -> bytes:
    return bytes.fromhex(ROOTS[size])


@pytest.mark.parametrize("size", ROOTS)
def test_the_roots_are_the_published_ones(size: int) -> None:
    assert tree.root(size, EIGHT.node) == root(size)


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_a_path_is_the_published_one(index: int, size: int, path: list[str]) -> None:
    assert tree.inclusion(index, size, EIGHT.node) == hashes(path)
    assert tree.includes(tree.leaf_hash(LEAVES[index]), index, size, hashes(path), root(size))


@pytest.mark.parametrize(("first", "second", "proof"), CONSISTENCY)
def test_a_consistency_proof_is_the_published_one(first: int, second: int, proof: list[str]) -> None:
    assert tree.consistency(first, second, EIGHT.node) == hashes(proof)
    assert tree.is_consistent(first, second, root(first), root(second), hashes(proof))


def altered(path: list[bytes], *roots: bytes) -> list[tuple[str, list[bytes]]]:
    """The ways the published probes spoil a proof."""
    spoilt = [
        ("trailing garbage", [*path, GARBAGE]),
        ("preceding garbage", [GARBAGE, *path]),
        ("trailing nothing", [*path, b""]),
        ("no proof", []),
        *((f"trailing root {one.hex()[:4]}", [*path, one]) for one in roots),
        *((f"preceding root {one.hex()[:4]}", [one, *path]) for one in roots),
        *(
            (f"bit of step {i}", [*path[:i], bytes([path[i][0] ^ 16]) + path[i][1:], *path[i + 1 :]])
            for i in range(len(path))
        ),
        *((f"step {i} cut", [*path[:i], path[i][:31], *path[i + 1 :]]) for i in range(len(path))),
        ("last step removed", path[:-1]),
        ("first step twice", path[:1] + path),
    ]
    return [(name, one) for name, one in spoilt if one != path]


@pytest.mark.parametrize(("index", "size", "path"), INCLUSION)
def test_a_spoilt_path_is_refused(index: int, size: int, path: list[str]) -> None:
    leaf, good, head = tree.leaf_hash(LEAVES[index]), hashes(path), root(size)
    for name, spoilt in altered(good, head):
        assert not tree.includes(leaf, index, size, spoilt, head), name
    for at in {index - 1, index + 1, index ^ 2, size} - {index}:
        assert not tree.includes(leaf, at, size, good, head), f"index {at}"
    for other in {size * 2, size // 2, 0, -size}:
        assert not tree.includes(leaf, index, other, good, head), f"size {other}"
    for name, wrong in (("leaf", b"wrong leaf"), ("root", b""), ("root", NOTHING), ("root", GARBAGE)):
        assert not tree.includes(
            wrong if name == "leaf" else leaf, index, size, good, head if name == "leaf" else wrong
        )


@pytest.mark.parametrize(("first", "second", "proof"), CONSISTENCY)
def test_a_spoilt_consistency_proof_is_refused(first: int, second: int, proof: list[str]) -> None:
    good, before, after = hashes(proof), root(first), root(second)
    for name, spoilt in altered(good, before, after):
        assert not tree.is_consistent(first, second, before, after, spoilt), name
    for one, two in {
        (first - 1, second),
        (first + 1, second),
        (first ^ 2, second),
        (first, second * 2),
        (first, second // 2),
    }:
        assert not tree.is_consistent(one, two, before, after, good), f"sizes {one}, {two}"
    assert not tree.is_consistent(first, second, b"wrong root", after, good)
    assert not tree.is_consistent(first, second, before, b"wrong root", good)
    if first != second:
        assert not tree.is_consistent(first, second, after, before, good)


@pytest.mark.parametrize(
    ("first", "second", "before", "after", "proof"),
    [
        (0, 0, b"don't care 1", b"don't care 1", []),
        (0, 0, NOTHING, NOTHING, []),
        (0, 1, NOTHING, b"don't care 2", []),
        (0, 1, NOTHING, NOTHING, [NOTHING]),
        (1, 1, b"don't care 2", b"don't care 2", []),
        (1, 1, NOTHING, GARBAGE, []),
        (1, 1, NOTHING, NOTHING, [NOTHING]),
        (2, 1, NOTHING, NOTHING, []),
        (2, 1, NOTHING, NOTHING, [NOTHING]),
        (1, 2, NOTHING, NOTHING, []),
    ],
)
def test_a_proof_about_nothing_is_refused(
    first: int, second: int, before: bytes, after: bytes, proof: list[bytes]
) -> None:
    """The published probes on empty trees; two of them are accepted there and refused here, as they prove nothing."""
    assert not tree.is_consistent(first, second, before, after, proof)


@pytest.mark.parametrize("head", [b"", NOTHING])
@pytest.mark.parametrize(("index", "size"), [(0, 0), (0, 1), (1, 0), (2, 1)])
def test_a_leaf_of_no_tree_is_refused(index: int, size: int, head: bytes) -> None:
    for leaf in (b"", b"\xab\xac" + b"\x00" * 30):
        assert not tree.includes(leaf, index, size, [], head)


def test_a_proof_of_no_leaf_cannot_be_made() -> None:
    for index, size in ((8, 8), (-1, 8), (0, 0)):
        with pytest.raises(ValueError, match="no such leaf"):
            tree.inclusion(index, size, EIGHT.node)
    for first, second in ((0, 8), (5, 4)):
        with pytest.raises(ValueError, match="no such tree"):
            tree.consistency(first, second, EIGHT.node)


def naive(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1, to the letter."""
    if len(leaves) <= 1:
        return tree.leaf_hash(leaves[0]) if leaves else NOTHING
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return tree.node_hash(naive(leaves[:k]), naive(leaves[k:]))


@given(st.data())
def test_any_tree_proves_all_it_holds(data: Any) -> None:
    size = data.draw(st.integers(1, 70))
    leaves = [bytes([i]) for i in range(size)]
    memory = Memory([])
    cut = data.draw(st.integers(0, size))
    for start, end in ((0, cut), (cut, size)):
        grown = tree.grow(start, map(tree.leaf_hash, leaves[start:end]), memory.node)
        memory.update({(level, i): value for level, i, value in grown})
    head = tree.root(size, memory.node)
    assert head == naive(leaves)
    index, first = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    assert tree.includes(tree.leaf_hash(leaves[index]), index, size, tree.inclusion(index, size, memory.node), head)
    proof = tree.consistency(first, size, memory.node)
    assert tree.is_consistent(first, size, naive(leaves[:first]), head, proof)
