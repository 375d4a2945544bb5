"""Entries that name a group of derivatives by their skeleton, not by a list of members.

The two of the 1961 Convention, Schedule I: ecgonine with its esters and the derivatives that are
convertible to ecgonine and cocaine; and the derivatives of morphine with pentavalent nitrogen.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from rdkit import Chem

from ringfence.substance.candidate import Doubt, DoubtKind, Stereo, Via
from ringfence.substance.structure_identity import Hit
from ringfence.substance.structure_index import Listed, StructureIndex
from ringfence.substance.structure_reading import Parent
from ringfence.substance.structure_relations import Derived


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A group entry: its substance id, the skeleton, and whether fitting it settles the matter."""

    substance: str
    smarts: str
    drawn: str
    is_settled: bool
    says: str


SKELETONS = (
    Skeleton(
        "ecgonine",
        "[NX3,NX4+]1[CX4]2[CX4][CX4][CX4]1[CX4]([CX3](=O)[O,N,S])[CX4]([OX2])[CX4]2",
        "N1[C@H]2CC[C@@H]1[C@@H](C(=O))[C@@H](O)C2",
        is_settled=False,
        says="the skeleton is that of ecgonine: whether it can be converted to ecgonine and "
        "cocaine is for a person",
    ),
    # Oxygen at 3 and 6, the double bond at 7, no oxygen at 14: what the treaty calls a
    # derivative of morphine. Methylnaltrexone and the like differ in all but the first.
    Skeleton(
        "morphine-methobromide",
        "[NX4+;H0]1CCC23c4c5ccc([OX2])c4O[CX4;H1]2[CX4;H1]([OX2])[C;H1]=[C;H1][CX4;H1]3"
        "[CX4;H1]1[CX4;H2]5",
        "[N]1CC[C@]23c4c5ccc(O)c4O[C@H]2[C@@H](O)C=C[C@H]3[C@H]1C5",
        is_settled=True,
        says="a derivative of morphine with pentavalent nitrogen",
    ),
)


def groups(parent: Parent, derived: tuple[Derived, ...], index: StructureIndex) -> tuple[Hit, ...]:
    """The group entries whose skeleton `parent` has.

    `derived` are its esters and ethers: what hydrolyses to the group's own substance is within
    the entry beyond doubt; where the skeleton alone fits, the doubt CLASS stands.
    """
    found = []
    for skeleton in SKELETONS:
        listed = _listed(skeleton, index)
        if listed is None or not parent.mol.HasSubstructMatch(_compiled(skeleton.smarts)):
            continue
        near = next((one.hit for one in derived if one.hit.listed is listed), None)
        if near is not None and near.via is Via.ESTER:
            found.append(Hit(listed, Via.GROUP, near.stereo, near.doubts))
            continue
        doubts = () if skeleton.is_settled else (Doubt(DoubtKind.CLASS, skeleton.says),)
        found.append(Hit(listed, Via.GROUP, _stereo(parent, skeleton), doubts))
    return tuple(found)


def _listed(skeleton: Skeleton, index: StructureIndex) -> Listed | None:
    substance = index.substances.get(skeleton.substance)
    if substance is None:
        return None
    return next(
        (one for one in index.by_key.get(substance.inchikey, ()) if one.substance == substance.id),
        None,
    )


def _stereo(parent: Parent, skeleton: Skeleton) -> Stereo:
    """Whether the skeleton in `parent` is configured as the group's own substance is."""
    core = parent.mol.GetSubstructMatch(_compiled(skeleton.smarts))
    if not any(
        parent.mol.GetAtomWithIdx(place).GetChiralTag() != Chem.ChiralType.CHI_UNSPECIFIED
        for place in core
    ):
        return Stereo.UNDEFINED
    drawn = _compiled(skeleton.drawn)
    return Stereo.SAME if parent.mol.HasSubstructMatch(drawn, useChirality=True) else Stereo.OTHER


@cache
def _compiled(smarts: str) -> Any:
    return Chem.MolFromSmarts(smarts)
