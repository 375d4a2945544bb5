"""The catalogue: every substance we know by identity, its names, salts and relatives.

Rows lie in `data/*.csv` beside this file and are built by `scripts/build_catalogue.py`.
The catalogue says what things *are*; whether they are controlled is asked of `ringfence.law`.

Tables (UTF-8, header line, `|` between values inside a cell):
  substances.csv  id, name, kind, cas, smiles, inchikey, formula, stereo, trust, cas_trust, sources
  names.csv       substance, name, language, kind, source, trust
  salts.csv       id, substance, name, cas, smiles, inchikey, base_factor, trust, sources
  members.csv     group, name, cas, smiles, inchikey, formula, trust, sources
  relatives.csv   substance, via, parent, stereo, trust
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache, cached_property
from pathlib import Path
from typing import TypeVar

from ringfence.substance.candidate import Stereo, Via
from ringfence.terms import DataError

DATA = Path(__file__).parent / "data"
Read = TypeVar("Read")


class Kind(StrEnum):
    """What sort of thing a row of the catalogue is."""

    SUBSTANCE = "substance"
    INORGANIC = "inorganic"
    """A substance with no organic parent: matched by its whole structure only."""
    GROUP = "group"
    """An entry that names several substances (ecgonine, pentavalent nitrogen derivatives)."""
    ISOMER_GROUP = "isomer_group"
    """A group whose members are enumerated in members.csv."""
    PLANT_MATERIAL = "plant_material"
    EXTRACT = "extract"
    PREPARATION = "preparation"
    CLASS = "class"


class StereoRule(StrEnum):
    """How far the catalogue's structure fixes the configuration."""

    ABSOLUTE = "absolute"
    RELATIVE = "relative"
    """A racemate of one relative configuration; the SMILES shows one enantiomer."""
    RACEMIC = "racemic"
    UNDEFINED = "undefined"
    NONE = "none"
    """No stereocentre and no double bond to define, or no structure at all."""


class NameKind(StrEnum):
    """What sort of name a row of names.csv is."""

    INN = "INN"
    LIST_NAME = "list name"
    SYNONYM = "synonym"
    SYSTEMATIC = "systematic"
    BRAND = "brand"
    ABBREVIATION = "abbreviation"
    STREET = "street"
    MISSPELLING = "misspelling"
    """What is often written for a name; it is no name itself."""


class Trust(StrEnum):
    """How a value is known."""

    TWO_SOURCE = "two-source"
    ONE_SOURCE = "one-source"
    SOURCED = "sourced"
    DERIVED = "derived"
    COMPILED = "compiled"
    MEMORY = "memory"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Substance:
    """One row of substances.csv. Cells without a value are empty, never guessed."""

    id: str
    name: str
    kind: Kind
    cas: tuple[str, ...]
    smiles: str
    inchikey: str
    formula: str
    stereo: StereoRule
    trust: Trust
    cas_trust: Trust
    sources: str


@dataclass(frozen=True, slots=True)
class Name:
    """One name of one substance in one language (`und` where the language is not known)."""

    substance: str
    name: str
    language: str
    kind: NameKind
    source: str
    trust: Trust


@dataclass(frozen=True, slots=True)
class Salt:
    """A salt or hydrate: `base_factor` grams of anhydrous base in one gram of it."""

    id: str
    substance: str
    name: str
    cas: tuple[str, ...]
    smiles: str
    inchikey: str
    base_factor: Decimal
    trust: Trust
    sources: str


@dataclass(frozen=True, slots=True)
class Member:
    """One enumerated member of an isomer group."""

    group: str
    name: str
    cas: tuple[str, ...]
    smiles: str
    inchikey: str
    formula: str
    trust: Trust
    sources: str


@dataclass(frozen=True, slots=True)
class Relative:
    """`substance` is a `via` (ester, stereoisomer ...) of `parent`, worked out from structures."""

    substance: str
    via: Via
    parent: str
    stereo: Stereo
    trust: Trust


class Catalogue:
    """The tables, with the look-ups that the rest of the room needs."""

    def __init__(
        self,
        substances: tuple[Substance, ...],
        names: tuple[Name, ...],
        salts: tuple[Salt, ...],
        members: tuple[Member, ...],
        relatives: tuple[Relative, ...],
    ) -> None:
        self.substances = {row.id: row for row in substances}
        self.names = names
        self.salts = {row.id: row for row in salts}
        self.members = members
        self.relatives = relatives

    @cached_property
    def by_cas(self) -> dict[str, tuple[tuple[str, str | None], ...]]:
        """(substance id, salt id or None) by registry number."""
        found: defaultdict[str, list[tuple[str, str | None]]] = defaultdict(list)
        for substance in self.substances.values():
            for number in substance.cas:
                found[number].append((substance.id, None))
        for salt in self.salts.values():
            for number in salt.cas:
                found[number].append((salt.substance, salt.id))
        for member in self.members:
            for number in member.cas:
                found[number].append((member.group, None))
        return {number: tuple(places) for number, places in found.items()}

    @cached_property
    def relatives_of(self) -> dict[str, tuple[Relative, ...]]:
        """Rows of relatives.csv by the id of the derived substance."""
        found: defaultdict[str, list[Relative]] = defaultdict(list)
        for row in self.relatives:
            found[row.substance].append(row)
        return {substance: tuple(rows) for substance, rows in found.items()}


@cache
def load_catalogue() -> Catalogue:
    """Read the tables that lie beside this file, once; raises DataError on a broken row."""
    return read_catalogue(DATA)


def read_catalogue(folder: Path) -> Catalogue:
    """Read the five tables of a folder; raises DataError with file, line and remedy."""
    return Catalogue(
        substances=_table(folder / "substances.csv", _substance),
        names=_table(folder / "names.csv", _name),
        salts=_table(folder / "salts.csv", _salt),
        members=_table(folder / "members.csv", _member),
        relatives=_table(folder / "relatives.csv", _relative),
    )


def _table(path: Path, read: Callable[[dict[str, str]], Read]) -> tuple[Read, ...]:
    """Every row of a table as its type."""
    rows: list[Read] = []
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.reader(lines)
        header = next(reader, [])
        for cells in reader:
            try:
                rows.append(read(dict(zip(header, cells, strict=True))))
            except (ValueError, ArithmeticError, KeyError) as error:
                raise _broken(path, reader.line_num, header, cells, error) from error
    return tuple(rows)


def _broken(
    path: Path, line: int, header: list[str], cells: list[str], error: Exception
) -> DataError:
    """The error for a row that could not be read: how it is broken and what to do."""
    file = f"{path.parent.parent.name}/{path.parent.name}/{path.name}"
    excerpt = ",".join(cells)
    if len(cells) != len(header):
        problem = f"the row has {len(cells)} cells, the header {len(header)}: {excerpt}"
        remedy = "Quote cells that hold a comma, and give every column a cell."
    elif isinstance(error, KeyError):
        problem = f"the header has no column {error}"
        remedy = (
            "The columns of every table stand in the docstring of ringfence.substance.catalogue."
        )
    elif isinstance(error, ArithmeticError):
        problem, remedy = f"a number cannot be read: {excerpt}", "Write numbers like 0.752100."
    else:
        problem = f"{error}: {excerpt}"
        remedy = "Use one of the words that ringfence.substance.catalogue names."
    return DataError(file, line, problem, remedy)


def _values(cell: str) -> tuple[str, ...]:
    return tuple(value for value in cell.split("|") if value)


def _substance(row: dict[str, str]) -> Substance:
    return Substance(
        id=row["id"],
        name=row["name"],
        kind=Kind(row["kind"]),
        cas=_values(row["cas"]),
        smiles=row["smiles"],
        inchikey=row["inchikey"],
        formula=row["formula"],
        stereo=StereoRule(row["stereo"]),
        trust=Trust(row["trust"]),
        cas_trust=Trust(row["cas_trust"]),
        sources=row["sources"],
    )


def _name(row: dict[str, str]) -> Name:
    return Name(
        substance=row["substance"],
        name=row["name"],
        language=row["language"],
        kind=NameKind(row["kind"]),
        source=row["source"],
        trust=Trust(row["trust"]),
    )


def _salt(row: dict[str, str]) -> Salt:
    return Salt(
        id=row["id"],
        substance=row["substance"],
        name=row["name"],
        cas=_values(row["cas"]),
        smiles=row["smiles"],
        inchikey=row["inchikey"],
        base_factor=Decimal(row["base_factor"]),
        trust=Trust(row["trust"]),
        sources=row["sources"],
    )


def _member(row: dict[str, str]) -> Member:
    return Member(
        group=row["group"],
        name=row["name"],
        cas=_values(row["cas"]),
        smiles=row["smiles"],
        inchikey=row["inchikey"],
        formula=row["formula"],
        trust=Trust(row["trust"]),
        sources=row["sources"],
    )


def _relative(row: dict[str, str]) -> Relative:
    return Relative(
        substance=row["substance"],
        via=Via(row["via"]),
        parent=row["parent"],
        stereo=Stereo(row["stereo"]),
        trust=Trust(row["trust"]),
    )
