"""The tree of RFC 9162 against its definition, written down a second time as the RFC has it."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.store import merkle

LEAVES = [f"leaf {number}".encode() for number in range(40)]


def mth(leaves: list[bytes]) -> bytes:
    """RFC 9162, 2.1.1."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = split(len(leaves))
    return hashlib.sha256(b"\x01" + mth(leaves[:k]) + mth(leaves[k:])).digest()


def split(n: int) -> int:
    k = 1
    while k * 2 < n:
        k *= 2
    return k


def path(m: int, leaves: list[bytes]) -> list[bytes]:
    """RFC 9162, 2.1.3.1."""
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return [*path(m, leaves[:k]), mth(leaves[k:])]
    return [*path(m - k, leaves[k:]), mth(leaves[:k])]


def subproof(m: int, leaves: list[bytes], is_whole: bool) -> list[bytes]:
    """RFC 9162, 2.1.4.1."""
    if m == len(leaves):
        return [] if is_whole else [mth(leaves)]
    k = split(len(leaves))
    if m <= k:
        return [*subproof(m, leaves[:k], is_whole), mth(leaves[k:])]
    return [*subproof(m - k, leaves[k:], False), mth(leaves[:k])]


def subtree(level: int, position: int) -> bytes:
    width = 1 << level
    return mth(LEAVES[position * width : (position + 1) * width])


def test_the_root_is_that_of_the_definition_at_every_size() -> None:
    peaks = merkle.Peaks()
    assert peaks.root() == merkle.EMPTY_ROOT == mth([])
    for size, leaf in enumerate(LEAVES, 1):
        for made in peaks.append(merkle.leaf_hash(leaf)):
            assert made.hash == subtree(made.level, made.position)
        assert peaks.root() == mth(LEAVES[:size]) == merkle.root_of(LEAVES[:size])


def test_a_known_tree_has_the_root_that_others_compute() -> None:
    """The empty tree, and the tree of one empty leaf, as other implementations print them."""
    empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    one = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
    assert (merkle.root_of([]).hex(), merkle.root_of([b""]).hex()) == (empty, one)


def test_every_leaf_of_every_tree_has_a_proof_that_verifies() -> None:
    for size in range(1, len(LEAVES) + 1):
        root = mth(LEAVES[:size])
        for position in range(size):
            proof = merkle.inclusion_proof(subtree, position, size)
            assert proof == path(position, LEAVES[:size])
            leaf = merkle.leaf_hash(LEAVES[position])
            assert merkle.is_included(leaf, position, size, proof, root)


def test_every_tree_proves_that_it_begins_with_every_older_one() -> None:
    for new in range(1, len(LEAVES) + 1):
        for old in range(1, new + 1):
            proof = merkle.consistency_proof(subtree, old, new)
            assert proof == subproof(old, LEAVES[:new], True)
            roots = (mth(LEAVES[:old]), mth(LEAVES[:new]))
            assert merkle.is_consistent(old, new, *roots, proof)


sizes = st.integers(1, len(LEAVES))


@given(sizes, st.data())
def test_a_proof_with_anything_changed_does_not_verify(size: int, data: st.DataObject) -> None:
    position = data.draw(st.integers(0, size - 1))
    proof = merkle.inclusion_proof(subtree, position, size)
    leaf, root = merkle.leaf_hash(LEAVES[position]), mth(LEAVES[:size])
    other = data.draw(st.integers(0, size + 3).filter(lambda number: number != position))
    assert not merkle.is_included(leaf, other, size, proof, root) or proof == path(other, LEAVES)
    assert not merkle.is_included(leaf, position, size, [*proof, root], root)
    assert not merkle.is_included(leaf, position, size, proof, merkle.leaf_hash(root))
    if proof:
        assert not merkle.is_included(leaf, position, size, proof[:-1], root)


@given(sizes, sizes, st.data())
def test_a_forked_tree_does_not_prove_that_it_only_grew(
    one: int, other: int, data: st.DataObject
) -> None:
    old, new = sorted((one, other))
    changed = data.draw(st.integers(0, old - 1))
    forked = [*LEAVES[:changed], b"another", *LEAVES[changed + 1 : new]]
    proof = subproof(old, forked, True)
    assert not merkle.is_consistent(old, new, mth(LEAVES[:old]), mth(forked), proof)


def test_what_is_out_of_bounds_is_refused() -> None:
    with pytest.raises(ValueError, match="has none at 3"):
        merkle.inclusion_proof(subtree, 3, 3)
    with pytest.raises(ValueError, match="no proof leads"):
        merkle.consistency_proof(subtree, 0, 3)
    with pytest.raises(ValueError, match="has 2 peaks"):
        merkle.Peaks(3, [b""])
    assert not merkle.is_included(b"", 3, 3, [], b"")
    assert not merkle.is_consistent(0, 3, b"", b"", [])
    assert not merkle.is_consistent(2, 3, b"", b"", [])
    assert not merkle.is_consistent(3, 5, b"", b"", [])
