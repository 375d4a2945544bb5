"""Rows of relatives.csv that the structures themselves give, beside the hand-written ones."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path

from catalogue_tables import Row, table_text
from ringfence.substance import structure
from ringfence.substance.catalogue import read_catalogue

REACHING = ("ester", "ether", "isomer", "group")


def derived_relatives(
    tables: Mapping[str, str], written: list[Row], treaty: set[str], excluded: set[str]
) -> list[Row]:
    """What each unlisted substance derives from, among the listed ones.

    `tables` are the texts of the finished tables; `written` are rows that stand already.
    """
    with tempfile.TemporaryDirectory() as folder:
        for file, text in {**tables, "relatives.csv": table_text("relatives.csv", [])}.items():
            (Path(folder) / file).write_text(text, encoding="utf-8")
        catalogue = read_catalogue(Path(folder))
    index = structure.StructureIndex(catalogue)
    known = {(row["substance"], row["parent"]) for row in written}
    stereoisomers = {row["substance"] for row in written if row["via"] == "stereoisomer"}
    found = []
    for substance in catalogue.substances.values():
        if not substance.smiles or substance.id in treaty | excluded:
            continue
        for one in structure.relations(structure.read_smiles(substance.smiles), index):
            is_new = (substance.id, one.substance) not in known
            if one.via == "isomer" and substance.id in stereoisomers:
                continue
            if one.via in REACHING and one.substance in treaty and is_new:
                found.append(
                    {
                        "substance": substance.id,
                        "via": str(one.via),
                        "parent": one.substance,
                        "stereo": str(one.stereo),
                        "trust": "derived",
                    }
                )
    return found
