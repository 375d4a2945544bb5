"""The tree of RFC 9162 (section 2.1): roots, proofs that a leaf is in it, and that it only grew.

Hashes are SHA-256: of 0x00 and the leaf, of 0x01 and two nodes. A tree of n leaves is the peaks of
its complete subtrees, one for each bit of n, the largest first; appending a leaf touches only them.
Proofs are found through a function that gives the hash of a complete subtree by level and
position, so that nobody needs to hold all leaves.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

Subtree = Callable[[int, int], bytes]
"""The hash over the 2**level leaves from position * 2**level on."""

EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(leaf: bytes) -> bytes:
    """The hash of one leaf."""
    return hashlib.sha256(b"\x00" + leaf).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash over two subtrees."""
    return hashlib.sha256(b"\x01" + left + right).digest()


@dataclass(frozen=True, slots=True)
class Made:
    """A complete subtree that an append has finished."""

    level: int
    position: int
    hash: bytes


class Peaks:
    """A growing tree, held as the peaks of its complete subtrees."""

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size, self.hashes = size, list(peaks)
        if len(self.hashes) != size.bit_count():
            raise ValueError(f"a tree of {size} leaves has {size.bit_count()} peaks")

    def append(self, hashed_leaf: bytes) -> list[Made]:
        """Add one leaf; gives the subtrees of two leaves and more that it completes."""
        made, level, position = [], 0, self.size
        self.hashes.append(hashed_leaf)
        while position & 1:
            right, left = self.hashes.pop(), self.hashes.pop()
            self.hashes.append(node_hash(left, right))
            level, position = level + 1, position >> 1
            made.append(Made(level, position, self.hashes[-1]))
        self.size += 1
        return made

    def root(self) -> bytes:
        """The root of the tree as it is."""
        if not self.hashes:
            return EMPTY_ROOT
        found = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            found = node_hash(left, found)
        return found


def root_of(leaves: Iterable[bytes]) -> bytes:
    """The root over leaves."""
    peaks = Peaks()
    for leaf in leaves:
        peaks.append(leaf_hash(leaf))
    return peaks.root()


def range_hash(subtree: Subtree, first: int, end: int) -> bytes:
    """The hash over the leaves from `first` to before `end`, as the RFC splits them."""
    count = end - first
    if count & (count - 1) == 0:
        return subtree(count.bit_length() - 1, first // count)
    split = largest_power_below(count)
    return node_hash(
        range_hash(subtree, first, first + split), range_hash(subtree, first + split, end)
    )


def largest_power_below(count: int) -> int:
    """The largest power of two smaller than `count` (of at least 2)."""
    return 1 << ((count - 1).bit_length() - 1)


def inclusion_proof(subtree: Subtree, position: int, size: int) -> list[bytes]:
    """The path from a leaf to the root of the first `size` leaves (RFC 9162, 2.1.3.1)."""
    if not 0 <= position < size:
        raise ValueError(f"a tree of {size} leaves has none at {position}")
    proof: list[bytes] = []
    first, end = 0, size
    while end - first > 1:
        split = first + largest_power_below(end - first)
        if position < split:
            proof.append(range_hash(subtree, split, end))
            end = split
        else:
            proof.append(range_hash(subtree, first, split))
            first = split
    return proof[::-1]


def is_included(leaf: bytes, position: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Verify an inclusion proof (RFC 9162, 2.1.3.2); `leaf` is the hash of the leaf."""
    if not 0 <= position < size:
        return False
    at, last, found = position, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == root


def consistency_proof(subtree: Subtree, old: int, new: int) -> list[bytes]:
    """The proof that a tree of `new` leaves begins with the `old` one (RFC 9162, 2.1.4.1)."""
    if not 0 < old <= new:
        raise ValueError(f"no proof leads from {old} leaves to {new}")
    proof: list[bytes] = []
    first, end, is_whole = 0, new, True
    while old != end:
        split = first + largest_power_below(end - first)
        if old <= split:
            proof.append(range_hash(subtree, split, end))
            end = split
        else:
            proof.append(range_hash(subtree, first, split))
            first, is_whole = split, False
    if not is_whole:
        proof.append(range_hash(subtree, first, end))
    return proof[::-1]


def is_consistent(
    old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Verify a consistency proof (RFC 9162, 2.1.4.2)."""
    if not 0 < old <= new:
        return False
    if old == new:
        return not proof and old_root == new_root
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if not path:
        return False
    at, last = old - 1, new - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    found_old = found_new = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            found_old, found_new = node_hash(step, found_old), node_hash(step, found_new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found_new = node_hash(found_new, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found_old == old_root and found_new == new_root
