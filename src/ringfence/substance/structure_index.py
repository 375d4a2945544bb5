"""The structures of the catalogue, arranged for look-up by key, connectivity and formula.

Built from the keys that the catalogue stores, so that building is fast and a look-up by InChIKey
needs no chemistry library; structures are read only when something with their formula turns up.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, TypeVar

from ringfence.substance.catalogue import (
    Catalogue,
    Kind,
    Member,
    Salt,
    StereoRule,
    Substance,
    load_catalogue,
)
from ringfence.substance.structure_stereo import sites

if TYPE_CHECKING:
    from ringfence.substance.structure_reading import Parent

_Row = TypeVar("_Row")

BLOCK = 14
"""Letters of the first block of an InChIKey: connectivity and formula."""

SMALLEST_PARENT = 10
"""Heavy atoms a substance must have for esters, ethers and positional isomers to be traced to it.

Below that (acetone, toluene, 4-hydroxybutyric acid) half of chemistry would be a derivative."""


@dataclass(frozen=True, eq=False)
class Listed:
    """One structure of the catalogue: a substance, or a member of an isomer group.

    `substance` is the id a candidate carries (for a member that of its group).
    """

    substance: str
    kind: Kind
    rule: StereoRule
    smiles: str
    key: str
    is_member: bool = False

    @cached_property
    def parent(self) -> Parent:
        """The structure as read, without counter-ions."""
        from ringfence.substance.structure_reading import read_smiles

        return read_smiles(self.smiles).largest

    @cached_property
    def sites(self) -> dict[str, str]:
        """The configuration as InChI gives it."""
        return sites(self.parent.inchi)

    @property
    def is_settled_by_configuration(self) -> bool:
        """True when the structure names one configuration, absolute or relative."""
        return self.rule in (StereoRule.ABSOLUTE, StereoRule.RELATIVE)


class StructureIndex:
    """Look-up tables over one catalogue; immutable after it is built."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.substances = catalogue.substances
        self.by_key: dict[str, tuple[Listed, ...]]
        """Every structure by its InChIKey."""
        self.by_block: dict[str, tuple[Listed, ...]]
        """Structures with an organic part by the first block of their key."""
        self.whole: dict[str, tuple[Listed, ...]]
        """Substances without an organic part, by the key of the whole structure."""
        self.salts: dict[str, tuple[Salt, ...]]
        """Rows of salts.csv by their key."""
        self._formulas: dict[str, tuple[Listed, ...]]
        self._composed: tuple[Listed, ...]
        self._arrange(catalogue)

    def _arrange(self, catalogue: Catalogue) -> None:
        listed = list(_listed(catalogue))
        organic = [(row, formula) for row, formula in listed if not _is_whole_only(row)]
        self.by_key = _grouped((row.key, row) for row, _ in listed)
        self.by_block = _grouped((row.key[:BLOCK], row) for row, _ in organic)
        self.whole = _grouped((row.key, row) for row, _ in listed if _is_whole_only(row))
        self._formulas = _grouped(
            (formula, row) for row, formula in organic if "." not in row.smiles
        )
        self._composed = tuple(row for row, _ in organic if "." in row.smiles)
        self.salts = _grouped(
            (salt.inchikey, salt) for salt in catalogue.salts.values() if salt.inchikey
        )

    @cached_property
    def by_formula(self) -> dict[str, tuple[Listed, ...]]:
        """Structures by formula without charge (for a listed salt, that of its organic part)."""
        tables = dict(self._formulas)
        for row in self._composed:
            elements = row.parent.elements
            tables[elements] = (*tables.get(elements, ()), row)
        return tables

    @cached_property
    def by_connectivity(self) -> dict[str, tuple[Listed, ...]]:
        """Structures by the connectivity of their parent (for a listed salt, of its part)."""
        tables = dict(self.by_block)
        for row in self._composed:
            tables[row.parent.connectivity] = (*tables.get(row.parent.connectivity, ()), row)
        return tables

    @cached_property
    def salt_blocks(self) -> dict[str, tuple[Salt, ...]]:
        """Salts by the first block of their key."""
        return _grouped((key[:BLOCK], salt) for key, salts in self.salts.items() for salt in salts)


@cache
def structure_index() -> StructureIndex:
    """The index over the catalogue that lies beside this file, built once."""
    return StructureIndex(load_catalogue())


def _listed(catalogue: Catalogue) -> Iterator[tuple[Listed, str]]:
    """Every structure with its formula; computes what the tables do not store."""
    for row in catalogue.substances.values():
        if row.smiles:
            yield _completed(
                Listed(row.id, row.kind, row.stereo, row.smiles, row.inchikey), row.formula
            )
    for member in catalogue.members:
        if member.smiles and _is_group(catalogue.substances.get(member.group)):
            yield _completed(_member(member), member.formula)


def _is_group(substance: Substance | None) -> bool:
    # A member row may also repeat a substance that has a row of its own (dronabinol).
    return substance is not None and substance.kind in (Kind.GROUP, Kind.ISOMER_GROUP)


def _member(member: Member) -> Listed:
    return Listed(
        member.group,
        Kind.ISOMER_GROUP,
        StereoRule.UNDEFINED,
        member.smiles,
        member.inchikey,
        is_member=True,
    )


def _completed(listed: Listed, formula: str) -> tuple[Listed, str]:
    """Work out what the table leaves empty, at the price of reading the structure."""
    if listed.key and formula:
        return listed, formula
    return replace(listed, key=listed.key or listed.parent.inchikey), listed.parent.elements


def _is_whole_only(listed: Listed) -> bool:
    return listed.kind is Kind.INORGANIC or not any(
        letter in listed.smiles.replace("Cl", "") for letter in "Cc"
    )


def _grouped(pairs: Iterable[tuple[str, _Row]]) -> dict[str, tuple[_Row, ...]]:
    found: defaultdict[str, list[_Row]] = defaultdict(list)
    for key, row in pairs:
        found[key].append(row)
    return {key: tuple(rows) for key, rows in found.items()}
