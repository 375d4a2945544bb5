"""Positional isomers: the same parts on the same rings, in other places.

Every ring system is drawn together to one node, every saturated hydrocarbon chain to another; what
is left is a tree whose shape does not depend on where on a ring a substituent stands, nor on how an
alkyl chain is branched. Two structures of one formula with the same tree are positional or chain
isomers. Unrelated structures of one formula differ in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import Any

from rdkit import Chem

from ringfence.substance.structure_index import SMALLEST_PARENT, Listed, StructureIndex
from ringfence.substance.structure_reading import Parent

_Links = dict[int, list[tuple[str, int]]]


def positional_isomers(parent: Parent, index: StructureIndex) -> tuple[Listed, ...]:
    """The substances of which `parent` is a positional or chain isomer; never the same bonds."""
    same_formula = index.by_formula.get(parent.elements)
    if not same_formula or parent.heavy_atoms < SMALLEST_PARENT:
        return ()
    if parent.mol.GetRingInfo().NumRings() == 0:
        return ()
    shape = _shape(parent.mol)
    found = {
        listed.substance: listed
        for listed in same_formula
        if not listed.is_member
        and listed.parent.connectivity != parent.connectivity
        and _shape_of(listed) == shape
    }
    return tuple(found.values())


@cache
def _shape_of(listed: Listed) -> str:
    return _shape(listed.parent.mol)


def _shape(mol: Any) -> str:
    """A text that two structures share when only places on rings and in chains differ."""
    node_of, labels = _nodes(mol)
    links: _Links = {node: [] for node in labels}
    for bond in mol.GetBonds():
        one, other = bond.GetBeginAtom(), bond.GetEndAtom()
        left, right = node_of[one.GetIdx()], node_of[other.GetIdx()]
        if left == right:
            continue
        order = str(bond.GetBondType())
        links[left].append((f"{_site(one)}{order}{_site(other)}", right))
        links[right].append((f"{_site(other)}{order}{_site(one)}", left))
    return min(_written(node, None, labels, links) for node in _centres(links))


def _nodes(mol: Any) -> tuple[list[int], dict[int, str]]:
    """The node of every atom, and every node's label."""
    node_of = [-1] * mol.GetNumAtoms()
    labels: dict[int, str] = {}
    for atoms in _ring_systems(mol):
        _gather(atoms, "ring " + _ring_label(mol, atoms), node_of, labels)
    for atoms in _chains(mol):
        _gather(atoms, _chain_label(mol, atoms), node_of, labels)
    for atom in mol.GetAtoms():
        if node_of[atom.GetIdx()] < 0:
            label = f"{atom.GetSymbol()}{atom.GetTotalNumHs()}{atom.GetFormalCharge():+d}"
            _gather({atom.GetIdx()}, label, node_of, labels)
    return node_of, labels


def _gather(atoms: Iterable[int], label: str, node_of: list[int], labels: dict[int, str]) -> None:
    node = len(labels)
    labels[node] = label
    for place in atoms:
        node_of[place] = node


def _ring_systems(mol: Any) -> list[set[int]]:
    """Rings that share an atom are one system."""
    systems: list[set[int]] = []
    for ring in mol.GetRingInfo().AtomRings():
        joined = set(ring)
        apart = []
        for system in systems:
            if system & joined:
                joined |= system
            else:
                apart.append(system)
        systems = [*apart, joined]
    return systems


def _ring_label(mol: Any, atoms: set[int]) -> str:
    """The bare ring system, without hydrogens, configuration and what stands on it."""
    bare = Chem.RWMol(mol)
    bare.BeginBatchEdit()
    for atom in mol.GetAtoms():
        if atom.GetIdx() not in atoms:
            bare.RemoveAtom(atom.GetIdx())
    bare.CommitBatchEdit()
    for atom in bare.GetAtoms():
        atom.SetChiralTag(Chem.ChiralType.CHI_UNSPECIFIED)
        atom.SetNoImplicit(True)
        atom.SetNumExplicitHs(0)
    return str(Chem.MolToSmiles(bare, isomericSmiles=False))


def _chains(mol: Any) -> list[set[int]]:
    """Connected sets of acyclic saturated carbon atoms."""
    chains: list[set[int]] = []
    seen: set[int] = set()
    for atom in mol.GetAtoms():
        if atom.GetIdx() in seen or not _is_alkyl(atom):
            continue
        chain, waiting = {atom.GetIdx()}, [atom]
        while waiting:
            for near in waiting.pop().GetNeighbors():
                if near.GetIdx() not in chain and _is_alkyl(near):
                    chain.add(near.GetIdx())
                    waiting.append(near)
        seen |= chain
        chains.append(chain)
    return chains


def _is_alkyl(atom: Any) -> bool:
    return (
        atom.GetAtomicNum() == 6
        and not atom.IsInRing()
        and atom.GetTotalDegree() == 4
        and not atom.GetFormalCharge()
    )


def _chain_label(mol: Any, chain: set[int]) -> str:
    """Its length and, for a chain that links parts, how far apart they stand."""
    ends = [
        place
        for place in chain
        for near in mol.GetAtomWithIdx(place).GetNeighbors()
        if near.GetIdx() not in chain
    ]
    if len(ends) < 2:
        return f"alkyl {len(chain)}"
    apart = Chem.GetDistanceMatrix(mol)
    spans = sorted(
        int(apart[one][other]) for place, one in enumerate(ends) for other in ends[place + 1 :]
    )
    return f"alkyl {len(chain)} {spans}"


def _site(atom: Any) -> str:
    """What a bond ends on: a nitrogen of a ring is not a carbon of it, nor is a benzene carbon."""
    if not atom.IsInRing():
        return ""
    return str(atom.GetSymbol().lower() if atom.GetIsAromatic() else atom.GetSymbol())


def _centres(links: _Links) -> list[int]:
    """The one or two nodes in the middle of the tree, from which it is written down."""
    degree = {node: len(near) for node, near in links.items()}
    left = set(links)
    while len(left) > 2:
        leaves = [node for node in left if degree[node] <= 1]
        for node in leaves:
            left.discard(node)
            for _, near in links[node]:
                degree[near] -= 1
    return sorted(left)


def _written(node: int, origin: int | None, labels: dict[int, str], links: _Links) -> str:
    branches = sorted(
        how + _written(near, node, labels, links) for how, near in links[node] if near != origin
    )
    return f"({labels[node]}{''.join(branches)})"
