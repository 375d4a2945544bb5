"""Registry numbers of compounds that are on no list, for uncontrolled_numbers.txt.

    python scripts/catalogue_numbers.py [--out FILE]

The numbers and structures are those of the `chemicals` package. A number is written only if its
structure was compared with every entry of the catalogue and nothing was found: not listed, no
salt, isomer, ester, ether or group, and if none of its names is a name of the catalogue. So a
number that is not in the file says nothing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from chemicals.identifiers import pubchem_db

from ringfence.substance import structure
from ringfence.substance.catalogue import DATA, NameKind, load_catalogue
from ringfence.substance.fold import fold
from ringfence.substance.number import read_cas


def main(arguments: list[str] | None = None) -> int:
    """Write the file; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=DATA / "uncontrolled_numbers.txt")
    options = parser.parse_args(arguments)
    numbers = sorted(uncontrolled_numbers(), key=_order)
    options.out.write_text("\n".join(numbers) + "\n", encoding="utf-8", newline="\n")
    print(f"{len(numbers)} numbers, {options.out.stat().st_size} bytes")
    return 0


def uncontrolled_numbers() -> set[str]:
    """Numbers whose structure and names lead to nothing in the catalogue."""
    pubchem_db.autoload_main_db()
    index = structure.structure_index()
    catalogue = load_catalogue()
    kinds = (NameKind.BRAND, NameKind.STREET, NameKind.MISSPELLING)
    names = {fold(row.name) for row in catalogue.names if row.kind not in kinds}
    found = set()
    for one in pubchem_db.CAS_index.values():
        number = one.CASs
        known = (one.common_name, one.iupac_name, *one.synonyms)
        if not one.smiles or number in catalogue.by_cas or read_cas(number, bare=True) is None:
            continue
        if any(name and fold(name) in names for name in known):
            continue
        if _leads_nowhere(one.smiles, index):
            found.add(number)
    return found


def _leads_nowhere(smiles: str, index: structure.StructureIndex) -> bool:
    try:
        return not structure.candidates(structure.read_smiles(smiles), index)
    except structure.StructureUnreadable:
        return False


def _order(number: str) -> tuple[int, ...]:
    return tuple(int(part) for part in number.split("-"))


if __name__ == "__main__":
    sys.exit(main())
