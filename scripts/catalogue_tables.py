"""Reading and writing the tables of the catalogue's build, and small readings of cells."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

Row = dict[str, str]

HERE = Path(__file__).parent / "catalogue"
COLUMNS = {
    "substances.csv": "id name kind cas smiles inchikey formula stereo trust cas_trust sources",
    "names.csv": "substance name language kind source trust",
    "salts.csv": "id substance name cas smiles inchikey base_factor trust sources",
    "members.csv": "group name cas smiles inchikey formula trust sources",
    "relatives.csv": "substance via parent stereo trust",
}
GREEK = {"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "Δ": "delta", "ω": "omega"}


def read_table(path: Path) -> list[Row]:
    """All rows of a CSV file with a header; cells are stripped of blanks at both ends."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return [
            {column: (cell or "").strip() for column, cell in row.items()}
            for row in csv.DictReader(lines)
        ]


def curated(file: str) -> list[Row]:
    """A hand-written input of this folder."""
    return read_table(HERE / file)


def table_text(file: str, rows: Iterable[Mapping[str, str]]) -> str:
    """The text of an output table, header first."""
    text = io.StringIO()
    columns = COLUMNS[file].split()
    writer = csv.DictWriter(text, columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def values(cell: str) -> list[str]:
    """The values of a cell, which stand between bars."""
    return [value.strip() for value in cell.split("|") if value.strip()]


def slug(name: str) -> str:
    """An identifier made of a name: Greek letters spelled out, a closing bracket left out."""
    for letter, word in GREEK.items():
        name = name.replace(letter, word)
    name = re.sub(r"\s*\([^()]*\)$", "", name)
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def bare(name: str) -> str:
    """A name without case, blanks and signs, for comparing: letters and digits of any script."""
    return re.sub(r"[\W_]+", "", name.casefold())


def script_language(name: str, otherwise: str) -> str:
    """`ru` for Cyrillic, `zh` for Chinese characters, else `otherwise`."""
    if re.search(r"[а-яё]", name, re.IGNORECASE):
        return "ru"
    if re.search(r"[\u4e00-\u9fff]", name):
        return "zh"
    return otherwise
