"""What the catalogue's build needs to know of structures, registry numbers and masses."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from functools import cache

from rdkit import Chem, RDLogger
from rdkit.Chem import AllChem
from rdkit.Chem.rdMolDescriptors import CalcMolFormula

RDLogger.DisableLog("rdApp.*")

WEIGHTS = {
    "C": "12.011", "H": "1.008", "N": "14.007", "O": "15.999", "S": "32.06", "P": "30.974",
    "Cl": "35.45", "F": "18.998", "Na": "22.990", "Br": "79.904", "I": "126.904",
    "K": "39.098", "Ca": "40.078", "Mg": "24.305", "Mn": "54.938",
}  # fmt: skip
"""Standard atomic weights; the first nine are those that the quantity rules name."""

CUTS = {
    "ester": (
        "[CX3:1](=[O:2])[OX2:3][#6:4]>>[C:1](=[O:2])O.[#6:4][O:3]",
        "[S:1](=[O:2])(=O)[OX2:3][#6:4]>>[S:1](=[O:2])(=O)O.[#6:4][O:3]",
        "[P:1](=[O:2])[OX2:3][#6:4]>>[P:1](=[O:2])O.[#6:4][O:3]",
    ),
    "ether": ("[#6;!$(C=O):1][OX2:2][#6;!$(C=O):3]>>[#6:1][O:2].[#6:3]O",),
}


def read(smiles: str) -> Chem.Mol:
    """The structure that a SMILES draws; raises ValueError when it draws none."""
    mol = Chem.MolFromSmiles(smiles)
    if mol is None:
        raise ValueError(f"{smiles!r} is not a structure")
    return mol


@cache
def inchikey(smiles: str) -> str:
    """The InChIKey of a SMILES."""
    return str(Chem.MolToInchiKey(read(smiles)))


@cache
def formula(smiles: str) -> str:
    """The molecular formula of a SMILES, without the charge."""
    return re.sub(r"[+-]\d*$", "", str(CalcMolFormula(read(smiles))))


def mass(of: str) -> Decimal:
    """The molar mass of a molecular formula, by the weights above."""
    atoms: Counter[str] = Counter()
    for element, count in re.findall(r"([A-Z][a-z]?)(\d*)", of):
        atoms[element] += int(count or 1)
    return sum((Decimal(WEIGHTS[element]) * n for element, n in atoms.items()), Decimal(0))


def can_have_stereo(smiles: str) -> bool:
    """True when a centre or double bond of the structure could have a configuration."""
    return bool(list(Chem.FindPotentialStereo(read(smiles))))


def stereo_drawn(smiles: str) -> int:
    """How many centres and double bonds have a configuration in the SMILES."""
    found = Chem.FindPotentialStereo(read(smiles))
    return sum(str(one.specified) == "Specified" for one in found)


def mirrored(smiles: str) -> str:
    """The InChIKey of the mirror image."""
    swapped = smiles.replace("@@", "\0").replace("@", "@@").replace("\0", "@")
    return inchikey(swapped)


def cas_is_right(number: str) -> bool:
    """True when the check digit of a registry number fits."""
    found = re.fullmatch(r"(\d{2,7})-(\d\d)-(\d)", number)
    if not found:
        return False
    digits = (found[1] + found[2])[::-1]
    return sum(place * int(digit) for place, digit in enumerate(digits, 1)) % 10 == int(found[3])


def cut(smiles: str, via: str, steps: int = 3) -> set[str]:
    """InChIKeys of what is left when ester or ether bonds are opened, up to `steps` of them."""
    opened: dict[str, Chem.Mol] = {}
    edge = [read(smiles)]
    for _ in range(steps):
        following: list[Chem.Mol] = []
        for mol in edge:
            for piece in _pieces(mol, via):
                key = str(Chem.MolToInchiKey(piece))
                if key not in opened:
                    opened[key] = piece
                    following.append(piece)
        edge = following
    return set(opened)


def _pieces(mol: Chem.Mol, via: str) -> list[Chem.Mol]:
    found: list[Chem.Mol] = []
    for pattern in CUTS[via]:
        reaction = AllChem.ReactionFromSmarts(pattern)
        for products in reaction.RunReactants((mol,)):
            for product in products:
                try:
                    Chem.SanitizeMol(product)
                except Chem.MolSanitizeException:
                    continue  # a bond inside a ring system that cannot be opened this way
                found.append(product)
    return found
