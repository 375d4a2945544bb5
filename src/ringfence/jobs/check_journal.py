"""Is a proof from a journal what it says? By the published key alone, without the node.

A proof of one act leads from its line to the root of a signed checkpoint (RFC 9162, 2.1.3); a proof
of growth from one signed checkpoint to another (2.1.4). Whoever holds a checkpoint of their own
gives it too: then the proof must be about that one, not about another that was signed beside it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ringfence.exchange.journal_format import GROWTH, PROOF
from ringfence.jobs.check_file import DIFFERS, GENUINE, FileFound
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store import merkle
from ringfence.store.errors import NodeError
from ringfence.store.signed_note import Note, OwnKey, note_key, read_note

if TYPE_CHECKING:
    from ringfence.exchange.papers.seal import PublishedKey

KINDS = {PROOF: "proof that an act is in a journal", GROWTH: "proof that a journal only grew"}
ALTERED, NOT_OURS = "altered", "not ours"
AGAIN = "Ask for the proof again, made by `ringfence journal prove` or `prove-growth`"


@dataclass(frozen=True, slots=True)
class _Read:
    """What a proof says: the checkpoints it rests on, and whether the hashes lead there.

    facts  the act, where it is a proof of one
    """

    notes: tuple[Note, ...]
    holds: bool
    says: str
    facts: Mapping[str, Any]


def read_held(files: Sequence[Path]) -> tuple[Note, ...]:
    """Checkpoints that somebody holds; raises InputNotUnderstood."""
    found = []
    for file in files:
        try:
            found.append(read_note(file.read_text(encoding="utf-8")))
        except (NodeError, UnicodeDecodeError) as error:
            problem = Problem("the file", str(error), "Give the checkpoint as it was printed")
            raise InputNotUnderstood(file.name, (problem,)) from error
    return tuple(found)


def check_journal(
    found: Mapping[str, Any], named: str, keys: Mapping[str, PublishedKey], held: Sequence[Note]
) -> FileFound:
    """The verdict on a proof of a format of `KINDS`."""
    kind = KINDS[named]
    try:
        read = _act(found, held) if named == PROOF else _growth(found)
    except KeyError as error:
        problem = Problem(str(error.args[0]), "is missing", AGAIN)
        return FileFound(kind, DIFFERS, problems=(problem,))
    except (NodeError, TypeError, ValueError, AttributeError, RecursionError) as error:
        return FileFound(kind, DIFFERS, problems=(Problem("the proof", str(error), AGAIN),))
    made = FileFound(kind, GENUINE, (read.says,), facts=read.facts)
    if not read.holds:
        says = "the hashes do not lead to the signed root: it is about another journal, or altered"
        return replace(made, verdict=ALTERED, says=(says,), facts=None)
    lacks = _unmet(read.notes, held)
    if lacks:
        return replace(made, verdict=ALTERED, says=(*made.says, lacks))
    return _signed(made, read.notes, keys)


def _act(found: Mapping[str, Any], held: Sequence[Note]) -> _Read:
    """The proof of an act; one of the pages carries no checkpoint and needs one that is held."""
    root = (found["size"], found["root"])
    own = [one for one in held if (one.size, one.root.hex()) == root]
    note = own[0] if own and "checkpoint" not in found else read_note(found["checkpoint"])
    leaf, position = str(found["leaf"]), found["position"]
    path = [bytes.fromhex(one) for one in found["path"]]
    hashed = merkle.leaf_hash(leaf.encode())
    holds = (
        note.size == found["size"]
        and note.root.hex() == found["root"]
        and hashed.hex() == found["leaf_hash"]
        and merkle.is_included(hashed, position, note.size, path, note.root)
    )
    act = json.loads(leaf)
    facts = {key: act[key] for key in ("at", "person", "role", "act", "subject")}
    says = f"act {position} of the {note.size} of {note.origin} up to {note.at}"
    return _Read((note,), holds, says, {"position": position, **facts})


def _growth(found: Mapping[str, Any]) -> _Read:
    old, new = read_note(found["old"]), read_note(found["new"])
    path = [bytes.fromhex(one) for one in found["path"]]
    holds = old.origin == new.origin and leads(old, new, path)
    says = (
        f"the {new.size} acts of {new.origin} up to {new.at} begin with the {old.size} up to "
        f"{old.at}: nothing before was changed, removed or put in between"
    )
    return _Read((old, new), holds, says, {"old_size": old.size, "new_size": new.size})


def leads(old: Note, new: Note, path: Sequence[bytes]) -> bool:
    """Whether a journal of one checkpoint begins with that of another; one of no acts always."""
    if old.size == 0:
        return not path and old.root == merkle.EMPTY_ROOT
    return merkle.is_consistent(old.size, new.size, old.root, new.root, path)


def _unmet(notes: Sequence[Note], held: Sequence[Note]) -> str:
    """Why a proof is not about a checkpoint that somebody holds; empty where it is about each."""
    for one in held:
        if not any(one.origin == note.origin and one.size == note.size for note in notes):
            return f"it is not about the checkpoint of {one.origin} with {one.size} acts"
        if not any((one.size, one.root) == (note.size, note.root) for note in notes):
            return (
                f"the checkpoint that you hold has another root at {one.size} acts: two histories"
            )
    return ""


def _signed(made: FileFound, notes: Sequence[Note], keys: Mapping[str, PublishedKey]) -> FileFound:
    """The verdict by the signatures of the checkpoints."""
    signer = ""
    for note in notes:
        of_name = [one for one in keys.values() if one.name == note.origin]
        if not of_name:
            says = (*made.says, f"no key of {note.origin} is given: give it with --key")
            return replace(made, verdict=NOT_OURS, says=says)
        by = [
            one
            for one in of_name
            if OwnKey(note_key(one.name, one.public_bytes), ended_at=one.ended_at).has_signed(note)
        ]
        if not by:
            says = (*made.says, f"the signature of the checkpoint with {note.size} acts is wrong")
            return replace(made, verdict=ALTERED, says=says, facts=None)
        made = replace(made, key_id=by[0].key_id)
        signer = f"{by[0].name} ({by[0].territory})"
    return replace(made, signer=signer)
