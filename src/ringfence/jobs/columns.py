"""Which column of a file says what: recognised by its name, or told with `--map`.

Names are compared without case, blanks and signs, in English, Russian and Chinese. Columns of
names beyond the first one are searched like a description, so that no signal is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from ringfence.jobs.rows import Batch, InputNotUnderstood
from ringfence.substance.quantity import number_text

FIELDS = (
    "substance", "cas", "inchikey", "smiles", "inchi", "description", "quantity", "unit",
    "from", "to", "consignee",
)  # fmt: skip
"""What can be mapped, as in `--map substance=COLUMN`."""

SIGNALS = FIELDS[:6]
"""The fields of which a file must have at least one."""

_NAMES: dict[str, str] = {
    "substance": "substance|substance name|inn|drug|drug name|chemical|chemical name|compound|"
    "compound name|medicine|medication|active ingredient|api|product|product name|name|"
    "title|material|molfile title|"
    "наименование|вещество|наименование вещества|мнн|препарат|наименование препарата|"
    "лекарственное средство|лекарственный препарат|название|продукт|名称|品名|药品名称",
    "cas": "cas|cas no|cas nr|cas number|cas rn|cas registry number|cas num|casrn|номер cas|"
    "рег номер cas|cas номер|cas号",
    "inchikey": "inchikey|standard inchikey|std inchikey|inchi key",
    "smiles": "molfile smiles|smiles|canonical smiles|isomeric smiles|smiles string|structure",
    "inchi": "inchi|standard inchi|std inchi",
    "description": "description|goods description|description of goods|goods|contents|content|"
    "item description|product description|parcel description|declared contents|"
    "commodity description|commodity|cargo|item|items|details|"
    "описание|описание товара|описание товаров|товар|наименование товара|содержимое|вложение|"
    "груз|货物名称|货物描述",
    "quantity": "quantity|qty|amount|net quantity|weight|net weight|net mass|mass|"
    "количество|кол во|колво|масса|масса нетто|вес|вес нетто|объем|数量|重量",
    "unit": "unit|units|uom|unit of measure|quantity unit|measure|единица|единица измерения|"
    "ед изм|ед|单位",
    "from": "from|from country|country from|origin|exporter country|exporting country|"
    "export country|exporter|dispatch country|country of dispatch|country of export|"
    "origin country|country of origin|sender country|orig|src|shipper country|"
    "страна отправления|страна экспорта|"
    "страна экспортер|страна отправителя|откуда|страна происхождения",
    "to": "to|to country|country to|destination|importer country|importing country|"
    "import country|importer|destination country|country of destination|country of import|"
    "receiver country|dest|dest country|dst|ship to country|consignee country|"
    "страна назначения|страна импорта|страна импортер|страна получателя|куда",
    "consignee": "consignee|consignee address|consignee name and address|recipient|"
    "recipient address|addressee|получатель|адрес получателя|грузополучатель|收件人|收货人",
}
_UNIT_SUFFIXES = {"kg", "g", "mg", "mcg", "t", "l", "ml", "кг", "г", "мг", "т", "л", "мл"}


def _key(name: str) -> str:
    return re.sub(r"[\W_]+", "", name.casefold())


_KNOWN = {
    _key(name): (field, rank)
    for field, names in _NAMES.items()
    for rank, name in enumerate(names.split("|"))
}


def field_of(name: str) -> str | None:
    """Say which field a column of this name holds; None when the name is not known.

    >>> field_of("CAS No."), field_of("Страна назначения"), field_of("net weight (kg)")
    ('cas', 'to', 'quantity')
    """
    known = _recognised(name)
    return known[0] if known else None


def _recognised(name: str) -> tuple[str, int, str] | None:
    """Field, rank among the names of the field, and a unit named in the header."""
    found = _KNOWN.get(_key(name))
    if found is not None:
        return (*found, "")
    words = [word for word in re.split(r"[\W_]+", name.casefold()) if word]
    if len(words) > 1 and words[-1] in _UNIT_SUFFIXES:
        field, rank = _KNOWN.get("".join(words[:-1]), ("", 0))
        if field == "quantity":
            return field, rank, words[-1]
    return None


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns of a file hold which signals, by their places.

    places  the one column of each field that has one
    others  further columns of names and descriptions, searched as description
    unit    the unit that the header of the quantity names, such as `kg`
    """

    places: Mapping[str, int]
    others: tuple[int, ...] = ()
    unit: str = ""

    def signals(self, batch: Batch) -> Iterator[tuple[str, ...]]:
        """The signals of each row, in the order of FIELDS, the unit joined to the quantity."""
        blank = [""] * len(batch)
        by_field = {
            field: batch.column(self.places[field]) if field in self.places else blank
            for field in FIELDS
        }
        if self.others:
            parts = [by_field["description"], *(batch.column(place) for place in self.others)]
            by_field["description"] = [_joined(cells) for cells in zip(*parts, strict=True)]
        if "quantity" in self.places:
            is_number = batch.is_number(self.places["quantity"])
            by_field["quantity"] = [
                _quantity(amount, unit or self.unit, is_number)
                for amount, unit in zip(by_field["quantity"], by_field["unit"], strict=True)
            ]
        kept = [by_field[field] for field in FIELDS if field != "unit"]
        return zip(*kept, strict=True)


def _joined(cells: tuple[str, ...]) -> str:
    return "; ".join(cell for cell in cells if cell.strip())


def _quantity(amount: str, unit: str, is_number: bool) -> str:
    """The amount with its unit; a number that the file itself types keeps its decimal point."""
    amount = amount.strip()
    if not amount or not unit or any(char.isalpha() for char in amount):
        return amount
    if is_number:
        try:
            amount = number_text(Decimal(amount))
        except InvalidOperation:
            return f"{amount} {unit}"
    return f"{amount} {unit}"


def find_columns(file: Path, names: tuple[str, ...], mapping: Mapping[str, str]) -> Columns:
    """Recognise the columns of a file, `mapping` (field to column name) first.

    Raises InputNotUnderstood for a field or column that does not exist, and for a file in which
    no signal is recognised.
    """
    places = {field: _mapped(file, names, field, name) for field, name in mapping.items()}
    found: dict[str, list[tuple[int, int, str]]] = {}
    for place, name in enumerate(names):
        known = _recognised(name)
        if known is not None and place not in places.values():
            found.setdefault(known[0], []).append((known[1], place, known[2]))
    unit = ""
    for field, columns in found.items():
        columns.sort()
        if field not in places:
            _, places[field], said = columns.pop(0)
            unit = said if field == "quantity" else unit
    others = [
        place for field in ("substance", "description") for _, place, _ in found.get(field, [])
    ]
    if not any(field in places for field in SIGNALS):
        raise InputNotUnderstood(
            file, None, f"no column names a substance or goods; there are: {_listed(names)}",
            "Say which column does: --map substance=COLUMN or --map description=COLUMN.",
        )  # fmt: skip
    return Columns(places, tuple(sorted(others)), unit)


def _mapped(file: Path, names: tuple[str, ...], field: str, name: str) -> int:
    if field not in FIELDS:
        raise InputNotUnderstood(
            file, None, f"{field!r} is not a field", f"Map one of: {', '.join(FIELDS)}."
        )
    if name in names:
        return names.index(name)
    alike = [place for place, column in enumerate(names) if _key(column) == _key(name)]
    if len(alike) == 1 and _key(name):
        return alike[0]
    raise InputNotUnderstood(
        file, None, f"there is no column {name!r}", f"The columns are: {_listed(names)}."
    )


def _listed(names: tuple[str, ...]) -> str:
    shown = ", ".join(repr(name) for name in names[:40])
    return f"{shown} and {len(names) - 40} more" if len(names) > 40 else shown or "none"
