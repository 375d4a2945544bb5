"""What is it, by structure? Reading a structure and finding the substances it is or derives from.

This file is the door; `structure_*` beside it do the work and are, with it, the only ones that
know the chemistry library. It is loaded when a structure is first read, not when this file is
imported, so that looking up names, numbers and InChIKeys does not wait for it.

Order of steps for each parent of a structure; the second only if the first found nothing, or
nothing but other stereoisomers:
  identity    connectivity, configuration, tautomer      structure_identity
  relations   group entries, esters and ethers           structure_groups, structure_relations
              positional isomers                         structure_isomers
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ringfence.substance.candidate import Candidate, Doubt, DoubtKind, Ground, Stereo, Via
from ringfence.substance.structure_errors import (
    InchikeyUnreadable,
    PatternUnreadable,
    StructureUnreadable,
)
from ringfence.substance.structure_index import StructureIndex, structure_index
from ringfence.substance.structure_keys import candidates_by_inchikey

if TYPE_CHECKING:
    from ringfence.substance.structure_identity import Hit
    from ringfence.substance.structure_pattern import Term
    from ringfence.substance.structure_reading import Parent, Reading

__all__ = [
    "InchikeyUnreadable",
    "Parent",
    "PatternUnreadable",
    "Reading",
    "StructureIndex",
    "StructureUnreadable",
    "candidates",
    "candidates_by_inchikey",
    "fits",
    "read_inchi",
    "read_molblock",
    "read_smiles",
    "relations",
    "structure_index",
]

_ISOTOPE = Doubt(DoubtKind.ISOTOPE, "isotope labels were left out of account")
_MIXTURE = Doubt(DoubtKind.MIXTURE, "the structure shows several substances; this is one of them")
_KETONE = Doubt(
    DoubtKind.TAUTOMER, "the structure is drawn as the enol or the hydrate of the one catalogued"
)
_POSITION = Doubt(
    DoubtKind.POSITION, "a positional isomer: flagged for a person, not found to be the substance"
)


def read_smiles(text: str) -> Reading:
    """Read a SMILES or CXSMILES; raises StructureUnreadable."""
    from ringfence.substance import structure_reading

    return structure_reading.read_smiles(text)


def read_inchi(text: str) -> Reading:
    """Read an InChI; raises StructureUnreadable."""
    from ringfence.substance import structure_reading

    return structure_reading.read_inchi(text)


def read_molblock(text: str) -> Reading:
    """Read a molfile, V2000 or V3000; raises StructureUnreadable."""
    from ringfence.substance import structure_reading

    return structure_reading.read_molblock(text)


def fits(reading: Reading, clauses: Iterable[Iterable[Term]]) -> bool:
    """True when a parent fits a class rule: any clause, of which all terms.

    Terms are pairs: `("smarts", pattern)`, `("not", pattern)`, `("mass_limit", g/mol)`.
    Raises PatternUnreadable.
    """
    from ringfence.substance import structure_pattern

    return structure_pattern.fits(reading, clauses)


def candidates(reading: Reading, index: StructureIndex) -> tuple[Candidate, ...]:
    """The substances that a structure is or derives from; empty when none is known.

    One candidate a substance, the nearest first. `via` is the legally decisive step
    (a salt of an ester is via ester); `form` the row of salts.csv whose key this is.
    """
    whole = _whole(reading, index)
    if whole:
        return whole
    found: dict[str, Candidate] = {}
    for parent in reading.parents:
        for candidate in _of_parent(parent, reading, index):
            found.setdefault(candidate.substance, candidate)
    return tuple(found.values())


def relations(reading: Reading, index: StructureIndex) -> tuple[Candidate, ...]:
    """What a structure derives from, as if it had no entry of its own.

    For building the catalogue's table of relatives; the substance itself is left out.
    """
    found: dict[str, Candidate] = {}
    for parent in reading.parents:
        own = {hit.listed.substance for hit in _identify(parent, reading, index)}
        for hit, read in _derived(parent, reading, index):
            if hit.listed.substance not in own:
                found.setdefault(hit.listed.substance, _candidate(hit, read, reading, index))
    return tuple(found.values())


def _whole(reading: Reading, index: StructureIndex) -> tuple[Candidate, ...]:
    """Inorganic substances, by the whole structure: sodium permanganate is not potassium's."""
    if reading.parents:
        return ()
    keys = (reading.whole_inchikey, reading.anhydrous_inchikey)
    listed = next((index.whole[key] for key in keys if key in index.whole), ())
    if not listed:
        parts = (index.whole.get(key, ()) for key in reading.part_inchikeys)
        listed = tuple(one for found in parts for one in found)
    return tuple(
        Candidate(one.substance, Ground.STRUCTURE, Via.LISTED, Stereo.SAME, read=reading.text)
        for one in listed
    )


def _of_parent(parent: Parent, reading: Reading, index: StructureIndex) -> Iterator[Candidate]:
    found = list(_as_drawn(parent, reading, index)) or list(_as_ketone(parent, reading, index))
    if all(candidate.via is Via.ISOMER for candidate in found):
        yield from _shifted(parent, reading, index)
    yield from found


def _shifted(parent: Parent, reading: Reading, index: StructureIndex) -> Iterator[Candidate]:
    """What a structure may be whose hydrogens and double bonds alone are drawn elsewhere."""
    from ringfence.substance.structure_identity import same_skeleton

    for hit in same_skeleton(parent, index):
        yield _candidate(hit, parent.smiles, reading, index)


def _as_ketone(parent: Parent, reading: Reading, index: StructureIndex) -> Iterator[Candidate]:
    """What the ketone is for which an enol or a hydrate is drawn."""
    from ringfence.substance.structure_keto import keto_form

    ketone = keto_form(parent)
    for candidate in _as_drawn(ketone, reading, index) if ketone is not None else ():
        yield replace(candidate, doubts=(*candidate.doubts, _KETONE))


def _as_drawn(parent: Parent, reading: Reading, index: StructureIndex) -> Iterator[Candidate]:
    hits = _identify(parent, reading, index)
    for hit in hits:
        yield _candidate(hit, parent.smiles, reading, index)
    if any(hit.via is not Via.STEREOISOMER for hit in hits):
        return
    # A stereoisomer of one substance may be the ester of another, or fall under a group entry.
    for hit, read in _derived(parent, reading, index):
        if not (hits and hit.via is Via.ISOMER):
            yield _candidate(hit, read, reading, index)


def _identify(parent: Parent, reading: Reading, index: StructureIndex) -> tuple[Hit, ...]:
    from ringfence.substance.structure_identity import identify

    return identify(parent, index, reading.is_racemic)


def _derived(parent: Parent, reading: Reading, index: StructureIndex) -> Iterator[tuple[Hit, str]]:
    """Group entries, esters and ethers, positional isomers, with what led to each."""
    from ringfence.substance.structure_groups import groups
    from ringfence.substance.structure_identity import Hit
    from ringfence.substance.structure_isomers import positional_isomers
    from ringfence.substance.structure_relations import esters_and_ethers

    opened = esters_and_ethers(parent, index, reading.is_racemic)
    for hit in groups(parent, opened, index):
        yield hit, parent.smiles
    for derived in opened:
        yield derived.hit, f"opened to {derived.smiles}"
    for listed in positional_isomers(parent, index):
        yield Hit(listed, Via.ISOMER, Stereo.NOT_COMPARED, (_POSITION,)), parent.smiles


def _candidate(hit: Hit, read: str, reading: Reading, index: StructureIndex) -> Candidate:
    doubts = list(hit.doubts)
    if reading.isotopes:
        doubts.append(_ISOTOPE)
    if len(reading.parents) > 1:
        doubts.append(_MIXTURE)
    substance = hit.listed.substance
    return Candidate(
        substance=substance,
        ground=Ground.STRUCTURE,
        via=_decisive(hit, reading),
        stereo=hit.stereo,
        doubts=tuple(doubts),
        form=_form(substance, reading, index),
        read=read,
    )


def _decisive(hit: Hit, reading: Reading) -> Via:
    """The step that decides where several combine."""
    steps = [hit.via]
    if reading.is_salt and reading.whole_inchikey != hit.listed.key:
        steps.append(Via.SALT)
    if reading.isotopes:
        steps.append(Via.ISOTOPE)
    return max(steps, key=lambda via: via.rank)


def _form(substance: str, reading: Reading, index: StructureIndex) -> str | None:
    """The salt or hydrate, where salts.csv has its key."""
    if not (reading.is_salt or reading.is_solvate):
        return None
    rows = index.salts.get(reading.whole_inchikey, ())
    return next((salt.id for salt in rows if salt.substance == substance), None)


def __getattr__(name: str) -> Any:
    """`Reading` and `Parent` on demand, so that importing this file loads no chemistry."""
    if name in ("Reading", "Parent"):
        from ringfence.substance import structure_reading

        return getattr(structure_reading, name)
    raise AttributeError(name)
