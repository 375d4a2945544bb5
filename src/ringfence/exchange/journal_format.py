"""The JSON forms of the journal: acts, verification, and the proof of one act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

LIST = "ringfence.journal.list/1"
VERIFY = "ringfence.journal.verify/1"
PROOF = "ringfence.journal.proof/1"
GROWTH = "ringfence.journal.growth/1"
MISSES = "ringfence.journal.near_misses/1"


def acts_to_wire(acts: Iterable[Mapping[str, Any]], **more: Any) -> dict[str, Any]:
    """Acts in the order given."""
    return {"format": LIST, **more, "acts": [dict(one) for one in acts]}


def verified_to_wire(
    size: int, root: str, checkpoints: int, troubles: Iterable[object]
) -> dict[str, Any]:
    """Whether the journal is whole; no trouble means that it is."""
    return {
        "format": VERIFY,
        "size": size,
        "root": root,
        "checkpoints": checkpoints,
        "troubles": [str(one) for one in troubles],
    }


def near_misses_to_wire(
    since: str, pairs: Iterable[Mapping[str, Any]], tried: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
    """Who decides on whose proposals, and who tried to do both, among the acts since a day.

    since  the day of the first act that was looked at; empty where there is none
    """
    return {
        "format": MISSES,
        "since": since,
        "pairs": [dict(one) for one in pairs],
        "tried": [dict(one) for one in tried],
    }


def growth_to_wire(old: str, new: str, path: Iterable[bytes]) -> dict[str, Any]:
    """A proof of RFC 9162 (2.1.4): the journal of one signed checkpoint begins with another's."""
    return {"format": GROWTH, "old": old, "new": new, "path": [one.hex() for one in path]}


def proof_to_wire(
    position: int, size: int, root: bytes, leaf: str, leaf_hash: bytes, path: Iterable[bytes],
    checkpoint: str = "",
) -> dict[str, Any]:  # fmt: skip
    """A proof of RFC 9162: from the hash of the leaf along the path to the root.

    checkpoint  the signed note with that root, for those who have no other way to know it
    """
    return {
        "format": PROOF,
        "position": position,
        "size": size,
        "root": root.hex(),
        "leaf": leaf,
        "leaf_hash": leaf_hash.hex(),
        "path": [one.hex() for one in path],
        **({"checkpoint": checkpoint} if checkpoint else {}),
    }
