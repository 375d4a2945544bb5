"""Records in the layout of the US ARCOS returns, read as lines of our own return.

Positions of the first eight fields are published. Where the date and the fields behind it stand
differs between the editions that were seen, so a caller states them from the layout that came with
the file; without it the file is refused. What a transaction or unit code means is a table of the
caller too, where ours is not enough. Codes marked unverified below were not seen in a source.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ringfence.jobs.rows import InputNotUnderstood
from ringfence.law.record import Problem
from ringfence.trade.company_return import Row
from ringfence.trade.product import Product
from ringfence.trade.stock_line import LineKind

KNOWN = {
    "holder": (1, 9),
    "kind": (10, 1),
    "action": (11, 1),
    "product_code": (12, 11),
    "quantity": (23, 8),
    "unit": (31, 1),
    "counterpart": (32, 9),
    "order_number": (41, 9),
}
"""Where the first eight fields stand: first position from 1, and length."""

FROM_LAYOUT = ("day", "corrects", "strength", "line_id", "document")
"""Fields whose place is read from the file's own layout; `day` and `line_id` are needed."""

KINDS: Mapping[str, LineKind] = {
    "S": LineKind.SUPPLY_OUT,
    "T": LineKind.THEFT,
    "3": LineKind.YEAR_END_COUNT,
}
"""Codes whose meaning is known; a caller adds others from the handbook of the file."""

UNVERIFIED_KINDS: Mapping[str, LineKind] = {
    "P": LineKind.PURCHASE_IN,
    "R": LineKind.RETURN_IN,
    "V": LineKind.UNSOLICITED_RETURN,
    "M": LineKind.MANUFACTURE,
    "W": LineKind.RECOVERED_WASTE,
    "G": LineKind.GOVERNMENT_SUPPLY_IN,
    "U": LineKind.USE_FOR_DRUG,
    "Y": LineKind.DESTRUCTION,
    "N": LineKind.WASTE,
    "Q": LineKind.SAMPLE,
}
"""What other codes are said to mean; used only by a caller that confirms them."""

MAX_BYTES = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ArcosLayout:
    """What the caller reads from the layout of the file.

    fields  first position from 1 and length, for `day`, `line_id` and what else the file has
    kinds   meaning of transaction codes, beside those that are known
    units   meaning of unit codes: kg, g, mg; an empty code counts packages
    day_is  `mmddyyyy`, `yyyymmdd` or `mmddyy`, the last with its century
    site    at which site the goods were: records name none; empty where each firm has one alone
    """

    fields: Mapping[str, tuple[int, int]]
    day_is: str
    kinds: Mapping[str, LineKind] = field(default_factory=dict)
    units: Mapping[str, str] = field(default_factory=dict)
    century: int | None = None
    site: str = ""


@dataclass(frozen=True, slots=True)
class ArcosRecords:
    """The lines of a file by reporting registrant, and the hash of its bytes."""

    sha256: str
    rows: Mapping[str, tuple[Row, ...]]


def read_arcos(
    path: Path, layout: ArcosLayout | None, products: Mapping[str, Product]
) -> ArcosRecords:
    """Read a file of fixed-width records; raises InputNotUnderstood.

    `products` are the products by national code. A record that is not understood keeps its place
    as a row with problems, so that every one is told.
    """
    _check_layout(path, layout)
    assert layout is not None
    if path.stat().st_size > MAX_BYTES:
        raise InputNotUnderstood(path, None, "the file is too large", "Split it by period.")
    data = path.read_bytes()
    try:
        text = data.decode("ascii")
    except UnicodeDecodeError as wrong:
        line = data.count(b"\n", 0, wrong.start) + 1
        remedy = "Records hold plain letters and digits: fetch the file again."
        raise InputNotUnderstood(path, line, "a byte is no plain character", remedy) from wrong
    found: dict[str, list[Row]] = {}
    for number, record in enumerate(text.splitlines(), 1):
        if record.strip():
            holder, row = _row(number, record, layout, products)
            found.setdefault(holder, []).append(row)
    digest = hashlib.sha256(data).hexdigest()
    return ArcosRecords(digest, {holder: tuple(rows) for holder, rows in found.items()})


def _check_layout(path: Path, layout: ArcosLayout | None) -> None:
    asked = "State where day and line_id stand, from the layout that came with the file."
    if layout is None or not {"day", "line_id"} <= layout.fields.keys():
        problem = "the places of the fields from the ninth on are not stated"
        raise InputNotUnderstood(path, None, problem, asked)
    unknown = set(layout.fields) - set(FROM_LAYOUT)
    if unknown:
        problem = f"the layout places {', '.join(sorted(unknown))}, which is no field of it"
        raise InputNotUnderstood(path, None, problem, f"Place {', '.join(FROM_LAYOUT)} alone.")
    lengths = {"mmddyyyy": 8, "yyyymmdd": 8, "mmddyy": 6}
    if lengths.get(layout.day_is) != layout.fields["day"][1]:
        problem = f"{layout.day_is!r} does not fit a day of {layout.fields['day'][1]} digits"
        raise InputNotUnderstood(path, None, problem, f"Write one of {', '.join(lengths)}.")
    if layout.day_is == "mmddyy" and layout.century is None:
        raise InputNotUnderstood(path, None, "the century is not stated", "State 19 or 20.")
    _check_overlap(path, layout)


def _check_overlap(path: Path, layout: ArcosLayout) -> None:
    last = 0
    for name, (first, length) in sorted({**KNOWN, **layout.fields}.items(), key=lambda one: one[1]):
        if first <= last or length < 1:
            problem = f"{name} begins at {first}, where another field still stands"
            raise InputNotUnderstood(path, None, problem, "Count positions from 1.")
        last = first + length - 1


def _row(
    number: int, record: str, layout: ArcosLayout, products: Mapping[str, Product]
) -> tuple[str, Row]:
    places = {**KNOWN, **layout.fields}
    cut = {
        name: record[first - 1 : first - 1 + length].strip()
        for name, (first, length) in places.items()
    }
    problems: list[Problem] = []
    needs = max(first + length - 1 for first, length in (places["day"], places["line_id"]))
    if len(record) < needs:
        problem = f"ends at character {len(record)}, before character {needs}"
        problems.append(Problem("line", problem, "Fetch the file again: records are of one width"))
    cells = {"line_id": cut["line_id"], "holder": cut["holder"]}
    cells |= {"site": layout.site} if layout.site else {}
    cells |= {
        key: cut[key]
        for key in ("counterpart", "order_number", "strength", "document")
        if cut.get(key)
    }
    cells |= dict(_day(cut["day"], layout, problems))
    cells |= dict(_kind(cut, layout, problems))
    cells |= dict(_amount(cut, layout, products, problems))
    return cut["holder"], Row(f"record {number}", cells, tuple(problems))


def _day(text: str, layout: ArcosLayout, problems: list[Problem]) -> Iterator[tuple[str, str]]:
    if not (text.isdigit() and len(text) == layout.fields["day"][1]):
        problems.append(Problem("day", "holds no digits", "Look at the layout again"))
        return
    if layout.day_is == "yyyymmdd":
        yield "day", f"{text[:4]}-{text[4:6]}-{text[6:]}"
        return
    year = text[4:] if layout.day_is == "mmddyyyy" else f"{layout.century}{text[4:]}"
    yield "day", f"{year}-{text[:2]}-{text[2:4]}"


def _kind(
    cut: Mapping[str, str], layout: ArcosLayout, problems: list[Problem]
) -> Iterator[tuple[str, str]]:
    kind = {**KINDS, **layout.kinds}.get(cut["kind"])
    if kind is None:
        remedy = "State its meaning from the handbook of the file"
        problems.append(Problem("kind", f"code {cut['kind']!r} has no meaning here", remedy))
    else:
        yield "kind", kind
    action, corrected = cut["action"], cut.get("corrects", "")
    if action in ("D", "A"):
        if not corrected:
            remedy = "State where the correction number stands"
            problems.append(Problem("corrects", f"action {action} names no record", remedy))
        yield "corrects", corrected
        if action == "D":
            yield "remark", "deleted by the sender"
    elif action not in ("", "I"):
        remedy = "Write D, A, I or nothing"
        problems.append(Problem("action", f"{action!r} is no action", remedy))


def _amount(
    cut: Mapping[str, str],
    layout: ArcosLayout,
    products: Mapping[str, Product],
    problems: list[Problem],
) -> Iterator[tuple[str, str]]:
    if cut["action"] == "D":
        return
    product = products.get(cut["product_code"])
    if product is None:
        remedy = "Enter the product with this code in the dictionary first"
        problems.append(Problem("product_code", "is not in the dictionary", remedy))
        return
    if not cut["quantity"].isdigit():
        problems.append(Problem("quantity", "is not a whole number", "Look at the layout again"))
        return
    quantity = str(int(cut["quantity"]))
    if not cut["unit"]:
        yield "product", product.product
        yield "packs", quantity
        return
    unit = layout.units.get(cut["unit"])
    bulk = product.ingredients[0] if len(product.ingredients) == 1 else None
    if unit is None or bulk is None:
        remedy = "State what the unit means; a mass needs a product of one substance"
        problems.append(Problem("unit", f"unit {cut['unit']!r} is not understood", remedy))
        return
    yield "substance", bulk.substance
    yield "quantity", quantity
    yield "unit", unit
    yield (
        "already_base" if bulk.strength_is_base else "salt",
        ("yes" if bulk.strength_is_base else bulk.salt or bulk.substance),
    )
