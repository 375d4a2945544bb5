"""Esters and ethers: which substances a structure would give if such bonds were opened.

A molecule is cut at every acyclic ester and ether bond into pieces, which form a tree. What a
hydrolysis of up to three bonds could leave is a connected set of pieces with at most three bonds
cut around it. Its formula is added up from the pieces first; only where the catalogue has that
formula is the fragment built and compared, so most molecules cost next to nothing.

This says how structures relate, nothing about how anything is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations
from typing import Any

from rdkit import Chem

from ringfence.substance.candidate import Via
from ringfence.substance.structure_identity import Hit, identify
from ringfence.substance.structure_index import SMALLEST_PARENT, StructureIndex
from ringfence.substance.structure_reading import Parent

CUTS_MAX = 3
"""Bonds opened at once: triesters are the most that listed substances give."""

BONDS_MAX = 12
"""Bonds looked at in one molecule. Beyond it (peptides of hydroxy acids, polymers) we look at
single cuts only, to bound the work."""

_CARBONYL = "$([CX3]=[O,S])"
_ACYL = f"[{_CARBONYL},$([PX4]=[O,S]),$([SX4](=O)=O),$([SX3]=O),$([NX3+](=O)[O-]),$([BX3])]"
_CARBON = f"[#6;!{_CARBONYL}]"
_ESTER: Any = Chem.MolFromSmarts(f"{_ACYL}!@-[OX2]-{_CARBON}")
_ETHER: Any = Chem.MolFromSmarts(f"[CX4,#14]!@-[OX2;!$(O{_ACYL})]!@-[#6,#14;!{_CARBONYL}]")


@dataclass(frozen=True, slots=True)
class Bond:
    """A bond that hydrolysis would open: from the oxygen to the `far` atom.

    Both sides end as a hydroxyl, so the oxygen is kept with either.
    """

    oxygen: int
    far: int
    is_ester: bool


@dataclass(frozen=True, slots=True)
class Derived:
    """`hit` is what a fragment of the structure is; `smiles` is that fragment."""

    hit: Hit
    smiles: str


def esters_and_ethers(
    parent: Parent, index: StructureIndex, is_racemic: bool = False
) -> tuple[Derived, ...]:
    """The substances that `parent` is an ester or ether of, one row each, esters first to count.

    A substance of fewer than ten heavy atoms, and the structure itself, are not counted.
    """
    bonds = _bonds(parent.mol)
    if not bonds:
        return ()
    found: dict[str, Derived] = {}
    for atoms, cut in _Pieces(parent.mol, bonds).fragments(index):
        fragment = _fragment(parent.mol, atoms, cut)
        via = Via.ESTER if any(bond.is_ester for bond in cut) else Via.ETHER
        for hit in identify(fragment, index, is_racemic):
            known = found.get(hit.listed.substance)
            if known is None or (known.hit.via is Via.ETHER and via is Via.ESTER):
                found[hit.listed.substance] = Derived(replace(hit, via=via), fragment.smiles)
    return tuple(found.values())


def _bonds(mol: Any) -> list[Bond]:
    """Ester bonds, then ether bonds; one for every oxygen and acyl group."""
    found: dict[tuple[int, int], Bond] = {}
    for far, oxygen, _ in mol.GetSubstructMatches(_ESTER):
        found[oxygen, far] = Bond(oxygen, far, is_ester=True)
    taken = {bond.oxygen for bond in found.values()}
    for far, oxygen, _ in mol.GetSubstructMatches(_ETHER):
        if oxygen not in taken:
            taken.add(oxygen)
            found[oxygen, far] = Bond(oxygen, far, is_ester=False)
    return list(found.values())


class _Pieces:
    """The pieces between the bonds, with what is needed to add up formulas."""

    def __init__(self, mol: Any, bonds: list[Bond]) -> None:
        self.mol = mol
        self.bonds = bonds
        self.piece_of = self._cut()
        self.edges = [(self.piece_of[bond.oxygen], self.piece_of[bond.far]) for bond in bonds]

    def _cut(self) -> list[int]:
        places = [
            self.mol.GetBondBetweenAtoms(bond.oxygen, bond.far).GetIdx() for bond in self.bonds
        ]
        opened = Chem.FragmentOnBonds(self.mol, places, addDummies=False)
        piece_of = [0] * self.mol.GetNumAtoms()
        for piece, atoms in enumerate(Chem.GetMolFrags(opened, sanitizeFrags=False)):
            for atom in atoms:
                piece_of[atom] = piece
        return piece_of

    @cached_property
    def atoms(self) -> dict[int, list[int]]:
        """Atom numbers by piece."""
        found: dict[int, list[int]] = {}
        for atom, piece in enumerate(self.piece_of):
            found.setdefault(piece, []).append(atom)
        return found

    @cached_property
    def elements(self) -> dict[int, Counter[str]]:
        """Elements, hydrogens included, by piece."""
        found: dict[int, Counter[str]] = {piece: Counter() for piece in self.piece_of}
        for atom, piece in zip(self.mol.GetAtoms(), self.piece_of, strict=True):
            counts = found[piece]
            counts[atom.GetSymbol()] += 1
            counts["H"] += atom.GetTotalNumHs()
        return found

    def fragments(self, index: StructureIndex) -> Iterator[tuple[list[int], list[Bond]]]:
        """Atoms and cut bonds of every fragment whose formula the catalogue has; fewest cuts first.

        The oxygen of a cut bond belongs to the fragment on either side.
        """
        for pieces, around in self._hydrolysed():
            if self._formula(pieces, around) not in index.by_formula:
                continue
            atoms = self._atoms(pieces, around)
            if len(atoms) >= SMALLEST_PARENT:
                yield atoms, [self.bonds[number] for number in around]

    def _hydrolysed(self) -> Iterator[tuple[frozenset[int], list[int]]]:
        """Every connected set of pieces with at most three cut bonds around it, and those bonds."""
        seen: set[frozenset[int]] = set()
        cuts_max = CUTS_MAX if len(self.bonds) <= BONDS_MAX else 1
        for count in range(1, cuts_max + 1):
            for cut in combinations(range(len(self.bonds)), count):
                for pieces in self._components(set(cut)) - seen:
                    seen.add(pieces)
                    yield pieces, [n for n in cut if self._is_around(n, pieces)]

    def _is_around(self, number: int, pieces: frozenset[int]) -> bool:
        near, far = self.edges[number]
        return (near in pieces) != (far in pieces)

    def _components(self, cut: set[int]) -> set[frozenset[int]]:
        group = {piece: {piece} for piece in set(self.piece_of)}
        for number, (one, other) in enumerate(self.edges):
            if number not in cut and group[one] is not group[other]:
                group[one] |= group[other]
                for piece in group[other]:
                    group[piece] = group[one]
        return {frozenset(pieces) for pieces in group.values()}

    def _formula(self, pieces: frozenset[int], around: list[int]) -> str:
        total: Counter[str] = Counter()
        for piece in pieces:
            total.update(self.elements[piece])
        for number in around:
            total["H"] += 1
            if self.edges[number][0] not in pieces:
                total["O"] += 1
        return _hill(total)

    def _atoms(self, pieces: frozenset[int], around: list[int]) -> list[int]:
        inside = [atom for piece in pieces for atom in self.atoms[piece]]
        borrowed = [
            self.bonds[number].oxygen for number in around if self.edges[number][0] not in pieces
        ]
        return inside + borrowed


def _hill(counts: Counter[str]) -> str:
    """A formula as RDKit writes it: carbon, hydrogen, then the rest by the alphabet."""
    first = ["C", "H"] if counts["C"] else []
    rest = sorted(symbol for symbol in counts if symbol not in first)
    return "".join(
        symbol + (str(counts[symbol]) if counts[symbol] > 1 else "")
        for symbol in (*first, *rest)
        if counts[symbol]
    )


def _fragment(mol: Any, atoms: list[int], cut: list[Bond]) -> Parent:
    """The part of `mol` made of `atoms`; open valences are filled with hydrogen.

    Only neighbours of an oxygen are ever taken away, so no stereocentre loses one.
    """
    kept = set(atoms)
    part = Chem.RWMol(mol)
    for bond in cut:  # an oxygen written in brackets would not take up its hydrogen
        part.GetAtomWithIdx(bond.oxygen).SetNoImplicit(False)
    part.BeginBatchEdit()
    for place in range(mol.GetNumAtoms()):
        if place not in kept:
            part.RemoveAtom(place)
    part.CommitBatchEdit()
    whole = part.GetMol()
    Chem.SanitizeMol(whole)
    Chem.AssignStereochemistry(whole, cleanIt=True, force=True)
    return Parent(whole)
