"""Structures identified a second on one core, against bare RDKit parsing of the same SMILES.

The set: a seeded draw from the compounds of the `chemicals` package, plus every catalogue SMILES.
"""

from __future__ import annotations

import random

from chemicals.identifiers import pubchem_db
from rdkit import Chem, RDLogger

from bench.measure import print_rates, rates
from ringfence.substance import structure
from ringfence.substance.catalogue import load_catalogue

DRAW, SEED = 3_000, 20_251_231


def molecules() -> tuple[list[str], list[str]]:
    """SMILES of the draw and of the catalogue, those that RDKit can parse."""
    RDLogger.DisableLog("rdApp.*")
    pubchem_db.autoload_main_db()
    known = sorted({one.smiles for one in pubchem_db.CAS_index.values() if one.smiles})
    drawn = random.Random(SEED).sample(known, DRAW)
    own = [row.smiles for row in load_catalogue().substances.values() if row.smiles]
    return [one for one in drawn if Chem.MolFromSmiles(one)], own


def main() -> None:
    drawn, own = molecules()
    index = structure.structure_index()

    def parse() -> int:
        return sum(Chem.MolFromSmiles(one) is not None for one in drawn)

    def parse_and_key() -> int:
        return sum(bool(Chem.MolToInchiKey(Chem.MolFromSmiles(one))) for one in drawn)

    def identified(smiles: list[str]) -> int:
        for one in smiles:
            structure.candidates(structure.read_smiles(one), index)
        return len(smiles)

    found = rates(
        {
            "RDKit MolFromSmiles": parse,
            "RDKit parse + InChIKey": parse_and_key,
            "Ringfence, drawn compounds": lambda: identified(drawn),
            "Ringfence, catalogue": lambda: identified(own),
        },
        rounds=3,
    )
    print_rates(found, "structures a second, one core", "RDKit MolFromSmiles")
    hits = sum(bool(structure.candidates(structure.read_smiles(one), index)) for one in drawn)
    missed = [
        row.id
        for row in load_catalogue().substances.values()
        if row.smiles
        and row.id
        not in {
            one.substance for one in structure.candidates(structure.read_smiles(row.smiles), index)
        }
    ]
    print(f"{len(drawn):,} drawn, {hits} of them with a candidate; of {len(own)} catalogue")
    print(f"structures {len(own) - len(missed)} find themselves; not: {missed or 'none'}")


if __name__ == "__main__":
    main()
