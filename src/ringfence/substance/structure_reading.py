"""Reading a structure: from SMILES, InChI or molfile to the parents that are compared.

What is done, in order: isotope labels are removed and remembered; bonds between a metal and a
hetero atom are opened; charges are neutralised (a quaternary nitrogen stays); counter-ions and
solvates are taken off. What is left are the parents, the largest first. Keys are worked out only
when asked for, since most structures are told apart by their formula alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from rdkit import Chem, rdBase
from rdkit.Chem import rdinchi, rdMolDescriptors, rdMolHash
from rdkit.Chem.MolStandardize import rdMolStandardize

from ringfence.substance.structure_errors import StructureUnreadable
from ringfence.substance.structure_fragments import counter_ions, flat_smiles, solvates

LENGTH_MAX = 5_000
"""Characters of a SMILES or InChI."""

MOLBLOCK_LENGTH_MAX = 100_000
"""Characters of a molfile, which needs about seventy for an atom and twelve for a bond."""

HEAVY_ATOMS_MAX = 400
"""Atoms other than hydrogen. No listed substance has a tenth of this."""

_METALS = "[Li,Na,K,Rb,Cs,Mg,Ca,Sr,Ba,Zn,Al,Ag,Bi,Fe,Cu]"
_METAL_BOND: Any = Chem.MolFromSmarts(f"{_METALS}-[O,N,S,F,Cl,Br,I]")
_CHARGED: Any = Chem.MolFromSmarts("[!+0]")
_LABELLED: Any = Chem.MolFromSmarts("[!0*]")
_CARBON: Any = Chem.MolFromSmarts("[#6]")
_ANYTHING: Any = Chem.MolFromSmarts("[#0]")
_NUMBER = re.compile(r"\d+")
_UNCHARGER: Any = rdMolStandardize.Uncharger()


@dataclass(frozen=True, eq=False)
class Parent:
    """One neutral organic part of a structure, without isotope labels, salts or solvates."""

    mol: Any = field(repr=False)
    """The RDKit molecule; only `ringfence.substance.structure*` may touch it."""

    @cached_property
    def smiles(self) -> str:
        """Canonical SMILES with configuration."""
        return str(Chem.MolToSmiles(self.mol))

    @cached_property
    def formula(self) -> str:
        """Molecular formula in Hill order, with the charge of a quaternary ion: `C17H19NO3`."""
        return str(rdMolDescriptors.CalcMolFormula(self.mol))

    @property
    def elements(self) -> str:
        """The formula without a charge, as the catalogue's column has it."""
        return self.formula.partition("+")[0].partition("-")[0]

    @cached_property
    def inchi(self) -> str:
        """Standard InChI; empty when InChI cannot write the structure."""
        return _inchi(self.mol)

    @cached_property
    def inchikey(self) -> str:
        """Standard InChIKey; empty when InChI cannot write the structure."""
        return _inchikey(self.inchi)

    @property
    def connectivity(self) -> str:
        """First block of the InChIKey: formula, bonds and hydrogens, no configuration."""
        return self.inchikey[:14]

    @cached_property
    def tautomer_key(self) -> str:
        """A key that keto and enol, lactam and lactim forms share; keeps fixed configuration.

        RDKit's HetAtomTautomerv2 hash.
        """
        return _tautomer_hash(self.mol)

    @cached_property
    def flat_tautomer_key(self) -> str:
        """The same without any configuration."""
        return _tautomer_hash(_flattened(self.mol))

    @cached_property
    def proton_key(self) -> str:
        """A key that forms share whose hydrogens differ on hetero atoms only.

        It joins what the tautomer key keeps apart: a nitrone and its N-hydroxy form.
        """
        return _proton_key(self.mol)

    @cached_property
    def flat_proton_key(self) -> str:
        """The same without any configuration."""
        return _proton_key(_flattened(self.mol))

    @cached_property
    def skeleton_key(self) -> str:
        """A key of the atoms and what is bound to what, without hydrogens and double bonds."""
        return _proton_key(_flattened(self.mol), with_hydrogens=False)

    @cached_property
    def mass(self) -> float:
        """Average molar mass in grams per mole."""
        return float(rdMolDescriptors._CalcMolWt(self.mol))

    @property
    def heavy_atoms(self) -> int:
        """Number of atoms other than hydrogen."""
        return int(self.mol.GetNumHeavyAtoms())


@dataclass(frozen=True, eq=False)
class Reading:
    """A structure as read.

    text        what was given
    parents     organic parts without salts and solvates, each once, the largest first;
                empty when there is none (sodium chloride)
    removed     names (or SMILES) of the counter-ions and solvates taken off
    is_salt     a counter-ion was taken off, or a net charge neutralised
    is_solvate  water or a solvent was taken off
    isotopes    a parent carried isotope labels
    is_racemic  the drawing says that both mirror images are meant
    """

    text: str
    parents: tuple[Parent, ...]
    removed: tuple[str, ...]
    is_salt: bool
    is_solvate: bool
    isotopes: bool
    is_racemic: bool
    whole: Any = field(repr=False)
    """The RDKit molecule with all its parts, isotope labels removed."""

    @property
    def largest(self) -> Parent:
        """The largest parent, or the whole structure where nothing in it is organic."""
        return self.parents[0] if self.parents else self._whole

    @cached_property
    def _whole(self) -> Parent:
        return Parent(self.whole)

    @property
    def smiles(self) -> str:
        """Canonical SMILES of the largest parent."""
        return self.largest.smiles

    @property
    def inchikey(self) -> str:
        """Standard InChIKey of the largest parent."""
        return self.largest.inchikey

    @property
    def connectivity(self) -> str:
        """First block of that key."""
        return self.largest.connectivity

    @property
    def tautomer_key(self) -> str:
        """Tautomer key of the largest parent."""
        return self.largest.tautomer_key

    @property
    def formula(self) -> str:
        """Molecular formula of the largest parent."""
        return self.largest.formula

    @property
    def whole_inchikey(self) -> str:
        """Standard InChIKey of all parts together: the key of the salt itself."""
        return self._whole.inchikey

    @cached_property
    def anhydrous_inchikey(self) -> str:
        """The same without water and other solvents."""
        return _inchikey(_inchi(_without_solvents(self.whole)))

    @property
    def part_inchikeys(self) -> tuple[str, ...]:
        """The keys of the parts, each as it stands: of a mixture of acids, those of the acids."""
        parts = Chem.GetMolFrags(self.whole, asMols=True)
        return tuple(dict.fromkeys(_inchikey(_inchi(part)) for part in parts))


def read_smiles(text: str) -> Reading:
    """Read a SMILES, with or without a CXSMILES extension; a name after it is passed over.

    Raises StructureUnreadable for anything but one molecule, salt or mixture.
    """
    return _read(text, LENGTH_MAX, _from_smiles)


def read_inchi(text: str) -> Reading:
    """Read an InChI (`InChI=1S/...`); raises StructureUnreadable."""
    return _read(text, LENGTH_MAX, _from_inchi)


def read_molblock(text: str) -> Reading:
    """Read a molfile (V2000 or V3000) or the first record of an SD file.

    Raises StructureUnreadable.
    """
    return _read(text, MOLBLOCK_LENGTH_MAX, _from_molblock)


def _read(text: str, length_max: int, understand: Callable[[str], Any]) -> Reading:
    if not text.strip():
        raise StructureUnreadable(text, "it is empty")
    if len(text) > length_max:
        raise StructureUnreadable(
            text, f"it has {len(text):,} characters, and we read at most {length_max:,}"
        )
    with rdBase.BlockLogs():
        try:
            mol = understand(text)
            _refuse_what_is_not_one_structure(text, mol)
            return _reading(text, mol)
        except (RuntimeError, ValueError) as error:
            raise StructureUnreadable(text, _first_line(error)) from error


def _from_smiles(text: str) -> Any:
    smiles, _, rest = text.strip().partition(" ")
    if ">" in smiles:
        raise StructureUnreadable(text, "it is a reaction; give its substances one by one")
    rest = rest.strip()
    extended = f"{smiles} {rest}" if rest.startswith("|") else smiles
    mol = Chem.MolFromSmiles(extended)
    if mol is None:
        raise StructureUnreadable(text, _why_not(smiles))
    return mol


def _why_not(smiles: str) -> str:
    """What is wrong with a SMILES: its grammar, or the chemistry it says."""
    raw = Chem.MolFromSmiles(smiles, sanitize=False)
    if raw is None:
        return "the SMILES breaks off or holds a sign that SMILES does not have"
    problems = Chem.DetectChemistryProblems(raw)
    return _bonds_said(str(problems[0].Message())) if problems else "it is no SMILES"


_VALENCE = re.compile(r"Explicit valence for atom # (\d+) (\w+), (\d+), is greater than permitted")


def _bonds_said(message: str) -> str:
    """Too many bonds in plain words, with the atom counted from one; all else as it was said."""
    found = _VALENCE.search(message)
    if found is None:
        return message
    return f"atom {int(found[1]) + 1} ({found[2]}) has {found[3]} bonds"


def _from_inchi(text: str) -> Any:
    inchi = text.strip()
    if not inchi.startswith("InChI=1"):
        raise StructureUnreadable(text, "an InChI begins with InChI=1S/")
    mol = Chem.MolFromInchi(inchi, logLevel=None)
    if mol is None:
        raise StructureUnreadable(text, "the InChI breaks off or contradicts itself")
    bare, _, labels = inchi.partition("/i")
    first = _NUMBER.match(labels)
    if first and any(atom.GetNumRadicalElectrons() for atom in mol.GetAtoms()):
        # RDKit drops a hydrogen where one carbon bears deuterium and tritium.
        mol = Chem.MolFromInchi(bare, logLevel=None)
        atom = mol.GetAtomWithIdx(int(first.group()) - 1)
        atom.SetIsotope(round(atom.GetMass()) + 1)
    return mol


def _from_molblock(text: str) -> Any:
    block = text.replace("\r\n", "\n").split("\n$$$$", 1)[0]
    mol = Chem.MolFromMolBlock(block)
    if mol is None:
        raise StructureUnreadable(text, "the molfile breaks off or an atom has too many bonds")
    return mol


def _refuse_what_is_not_one_structure(text: str, mol: Any) -> None:
    heavy = mol.GetNumHeavyAtoms()
    if mol.GetNumAtoms() == 0:
        raise StructureUnreadable(text, "it holds no atom")
    if heavy > HEAVY_ATOMS_MAX:
        raise StructureUnreadable(
            text, f"it has {heavy} atoms, and we compare at most {HEAVY_ATOMS_MAX}"
        )
    if mol.HasSubstructMatch(_ANYTHING):
        raise StructureUnreadable(text, "it holds an atom that stands for anything (*, R or A)")


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or ["it cannot be understood"])[0]


def _reading(text: str, mol: Any) -> Reading:
    mol, is_racemic = _without_open_configuration(_apart(mol))
    has_labels = _is_labelled(mol)
    parts = Chem.GetMolFrags(mol, asMols=True) if len(Chem.GetMolFrags(mol)) > 1 else (mol,)
    neutral = [_neutral(part) for part in parts]
    kept, removed, took_ion, took_solvent = _sorted_out(neutral)
    parents = [Parent(neutral[place]) for place in kept]
    if len(parents) > 1:
        parents = _distinct(parents)
    charged = any(Chem.GetFormalCharge(parts[place]) != _charge(neutral[place]) for place in kept)
    return Reading(
        text=text,
        parents=tuple(sorted(parents, key=lambda parent: -parent.heavy_atoms)),
        removed=tuple(removed),
        is_salt=took_ion or charged,
        is_solvate=took_solvent,
        isotopes=has_labels and any(_is_labelled(parts[place]) for place in kept),
        is_racemic=is_racemic,
        whole=_without_labels(mol) if has_labels else mol,
    )


def _without_open_configuration(mol: Any) -> tuple[Any, bool]:
    """Erase what an enhanced stereo group leaves open; True when both mirror images are meant.

    A group of one centre ("and", "or") says nothing about it. A group of several fixes how they
    stand to each other, so it stays and the whole is compared as a racemate.
    """
    groups = [
        group
        for group in mol.GetStereoGroups()
        if group.GetGroupType() != Chem.StereoGroupType.STEREO_ABSOLUTE
    ]
    if not groups:
        return mol, False
    edited = Chem.Mol(mol)
    for group in groups:
        atoms = [atom.GetIdx() for atom in group.GetAtoms()]
        if len(atoms) == 1:
            edited.GetAtomWithIdx(atoms[0]).SetChiralTag(Chem.ChiralType.CHI_UNSPECIFIED)
    Chem.AssignStereochemistry(edited, cleanIt=True, force=True)
    return edited, True


def _apart(mol: Any) -> Any:
    """The same with every bond from a metal to a hetero atom opened into a pair of ions."""
    pairs = mol.GetSubstructMatches(_METAL_BOND)
    if not pairs:
        return mol
    opened = Chem.RWMol(mol)
    for pair in pairs:
        opened.RemoveBond(*pair)
        for place, step in zip(pair, (1, -1), strict=True):
            atom = opened.GetAtomWithIdx(place)
            atom.SetFormalCharge(atom.GetFormalCharge() + step)
            atom.SetNoImplicit(True)
    Chem.SanitizeMol(opened)
    return opened.GetMol()


def _neutral(part: Any) -> Any:
    """The part without labels and, as far as protons can do it, without charges."""
    if _is_labelled(part):
        part = _without_labels(part)
    if part.HasSubstructMatch(_CHARGED):
        part = _UNCHARGER.uncharge(part)
    return part


def _charge(mol: Any) -> int:
    return int(Chem.GetFormalCharge(mol))


def _is_labelled(mol: Any) -> bool:
    return bool(mol.HasSubstructMatch(_LABELLED))


def _without_labels(mol: Any) -> Any:
    plain = Chem.RWMol(mol)
    for atom in plain.GetAtoms():
        atom.SetIsotope(0)
    bare = Chem.RemoveHs(plain.GetMol())
    # A centre that only its labels made one (CHD) is none any more.
    Chem.AssignStereochemistry(bare, cleanIt=True, force=True)
    return bare


def _sorted_out(neutral: list[Any]) -> tuple[list[int], list[str], bool, bool]:
    """Places of the parents; names of what is taken off; whether ions, solvents were."""
    if len(neutral) == 1:
        return ([0] if _is_organic(neutral[0]) else []), [], False, False
    ions, solvents = _places_of(neutral)
    kept = [place for place in range(len(neutral)) if place not in ions and place not in solvents]
    if not kept:
        # Nothing but counter-ions and solvents: the organic acid of sodium salicylate is meant.
        kept = [place for place in ions if _is_organic(neutral[place])]
        if not ions:  # while a solvate of an inorganic salt is not the solvent
            kept = [place for place in solvents if _is_organic(neutral[place])]
        ions = {place: name for place, name in ions.items() if place not in kept}
        solvents = {place: name for place, name in solvents.items() if place not in kept}
    names = [*ions.values(), *solvents.values()]
    return kept, names, bool(ions), bool(solvents)


def _places_of(neutral: Iterable[Any]) -> tuple[dict[int, str], dict[int, str]]:
    ions: dict[int, str] = {}
    solvents: dict[int, str] = {}
    for place, part in enumerate(neutral):
        smiles = flat_smiles(part)
        if smiles in solvates():
            solvents[place] = solvates()[smiles]
        elif smiles in counter_ions() or not _is_organic(part):
            ions[place] = counter_ions().get(smiles, smiles)
    return ions, solvents


def _is_organic(mol: Any) -> bool:
    return bool(mol.HasSubstructMatch(_CARBON))


def _distinct(parents: list[Parent]) -> list[Parent]:
    return list({parent.smiles: parent for parent in parents}.values())


def _without_solvents(mol: Any) -> Any:
    rest = Chem.RWMol(mol)
    places = Chem.GetMolFrags(mol)
    parts = Chem.GetMolFrags(mol, asMols=True)
    solvents = [
        place for place, part in zip(places, parts, strict=True) if flat_smiles(part) in solvates()
    ]
    if len(solvents) < len(places):
        for atom in sorted((atom for place in solvents for atom in place), reverse=True):
            rest.RemoveAtom(atom)
    return rest.GetMol()


def _inchi(mol: Any) -> str:
    # The raw binding: the wrapper in rdkit.Chem writes its warnings to the log.
    with rdBase.BlockLogs():
        return str(rdinchi.MolToInchi(mol, "")[0])


def _inchikey(inchi: str) -> str:
    return str(rdinchi.InchiToInchiKey(inchi)) if inchi else ""


def _flattened(mol: Any) -> Any:
    flat = Chem.Mol(mol)
    Chem.RemoveStereochemistry(flat)
    return flat


def _tautomer_hash(mol: Any) -> str:
    return str(rdMolHash.MolHash(mol, rdMolHash.HashFunction.HetAtomTautomerv2))


def _proton_key(mol: Any, *, with_hydrogens: bool = True) -> str:
    """Canonical SMILES of the bare bonds; hydrogens on carbon are written as isotope numbers."""
    bare = Chem.RWMol(mol)
    for atom in bare.GetAtoms():
        is_counted = with_hydrogens and atom.GetAtomicNum() == 6
        hydrogens = atom.GetTotalNumHs() if is_counted else 0
        atom.SetNoImplicit(True)
        atom.SetNumExplicitHs(hydrogens)
        atom.SetIsotope(hydrogens)
        atom.SetFormalCharge(0)
        atom.SetIsAromatic(False)
    for bond in bare.GetBonds():
        bond.SetIsAromatic(False)
        bond.SetStereo(Chem.BondStereo.STEREONONE)
        bond.SetBondType(Chem.BondType.SINGLE)
        bond.SetBondDir(Chem.BondDir.NONE)
    return str(Chem.MolToSmiles(bare))
