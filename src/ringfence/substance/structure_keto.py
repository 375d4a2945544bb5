"""The ketone that an enol or a hydrate is drawn for: 4-piperidone as 4,4-piperidinediol."""

from __future__ import annotations

from typing import Any

from rdkit import Chem

from ringfence.substance.structure_reading import Parent

_ENOL: Any = Chem.MolFromSmarts("[OX2H1][CX3;!$(C[#7,#8,#16;!$([OX2H1])])]=[CX3;!$(C=[#7,#8])]")
_HYDRATE: Any = Chem.MolFromSmarts("[OX2H1][CX4;!$(C([#8,#7])([#8,#7])[#8,#7])][OX2H1]")
_STEPS = 3


def keto_form(parent: Parent) -> Parent | None:
    """The parent with its enols and hydrated carbonyl groups as ketones; None if it has none."""
    mol, is_changed = Chem.Mol(parent.mol), False
    for _ in range(_STEPS):
        changed = _without_water(mol) or _as_ketone(mol)
        if changed is None:
            break
        mol, is_changed = changed, True
    return Parent(mol) if is_changed else None


def _without_water(mol: Any) -> Any:
    found = mol.GetSubstructMatch(_HYDRATE)
    if not found:
        return None
    kept, carbon, lost = found
    edited = Chem.RWMol(mol)
    edited.GetBondBetweenAtoms(kept, carbon).SetBondType(Chem.BondType.DOUBLE)
    _free_hydrogens(edited, kept, carbon)
    edited.RemoveAtom(lost)
    return _finished(edited)


def _as_ketone(mol: Any) -> Any:
    found = mol.GetSubstructMatch(_ENOL)
    if not found:
        return None
    oxygen, carbon, other = found
    edited = Chem.RWMol(mol)
    bond = edited.GetBondBetweenAtoms(carbon, other)
    bond.SetBondType(Chem.BondType.SINGLE)
    bond.SetStereo(Chem.BondStereo.STEREONONE)
    edited.GetBondBetweenAtoms(oxygen, carbon).SetBondType(Chem.BondType.DOUBLE)
    _free_hydrogens(edited, oxygen, other)
    return _finished(edited)


def _free_hydrogens(edited: Any, *places: int) -> None:
    """Let the hydrogens of atoms follow from their bonds, also where they were written out."""
    for place in places:
        atom = edited.GetAtomWithIdx(place)
        atom.SetNoImplicit(False)
        atom.SetNumExplicitHs(0)


def _finished(edited: Any) -> Any:
    Chem.SanitizeMol(edited)
    Chem.AssignStereochemistry(edited, cleanIt=True, force=True)
    return edited.GetMol()
