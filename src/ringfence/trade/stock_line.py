"""One line of what an operator holds or moved: its fields, its kind, its amounts of base.

A line names a product of the dictionary with a number of packs, or a substance with a mass. Either
way it becomes whole micrograms of anhydrous base, by one conversion of the declared total; what
was declared stays beside it. An amount that cannot be settled is a problem with its remedy.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

from ringfence.law.movement import needed, said
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.ledger.account import AccountKind
from ringfence.ledger.entry import MOST_UG, Declared
from ringfence.substance.catalogue import Catalogue
from ringfence.substance.quantity import number_text
from ringfence.terms import Day
from ringfence.trade.activity_grid import Activity
from ringfence.trade.paper import read_paper, tidied, words
from ringfence.trade.product import Product, base_content, grams_text
from ringfence.trade.schedule_iii import books_as
from ringfence.trade.substance_line import (
    BEYOND_ALL,
    SubstanceLine,
    Unit,
    base_of,
    grams_declared,
)


class LineKind(StrEnum):
    """What happened, or what was counted."""

    OPENING_STOCK = "opening_stock"
    YEAR_END_COUNT = "year_end_count"
    PURCHASE_IN = "purchase_in"
    RETURN_IN = "return_in"
    UNSOLICITED_RETURN = "unsolicited_return"
    MANUFACTURE = "manufacture"
    PRODUCTION = "production"
    RECOVERED_WASTE = "recovered_waste"
    GOVERNMENT_SUPPLY_IN = "government_supply_in"
    IMPORT = "import"
    EXPORT = "export"
    SUPPLY_OUT = "supply_out"
    USE_FOR_DRUG = "use_for_drug"
    USE_SCHEDULE_III = "use_schedule_iii"
    USE_UNCOVERED = "use_uncovered"
    USE_EXEMPT_PREPARATION = "use_exempt_preparation"
    USE_INDUSTRIAL = "use_industrial"
    DESTRUCTION = "destruction"
    WASTE = "waste"
    LOSS = "loss"
    THEFT = "theft"
    SAMPLE = "sample"
    SPECIAL_STOCK_IN = "special_stock_in"
    SPECIAL_STOCK_OUT = "special_stock_out"
    SEIZURE_RELEASE = "seizure_release"


COUNTS = frozenset({LineKind.OPENING_STOCK, LineKind.YEAR_END_COUNT})
"""Kinds that book nothing: a difference from the books is a question."""

FROM_HOLDER = frozenset({LineKind.PURCHASE_IN, LineKind.RETURN_IN, LineKind.UNSOLICITED_RETURN})
"""Kinds that bring in what another holder sent."""

TO_HOLDER = frozenset({LineKind.SUPPLY_OUT, LineKind.SAMPLE})
"""Kinds that go to another holder, or out of the books where the receiver is a consumer."""

FROM_WORLD = {
    LineKind.MANUFACTURE: AccountKind.MANUFACTURE,
    LineKind.RECOVERED_WASTE: AccountKind.MANUFACTURE,
    LineKind.PRODUCTION: AccountKind.PRODUCTION,
    LineKind.IMPORT: AccountKind.IMPORT,
}
"""Kinds that bring in from outside the books of the holders, with the account they come from."""

TO_WORLD = {
    LineKind.EXPORT: AccountKind.EXPORT,
    LineKind.USE_FOR_DRUG: AccountKind.USE_FOR_DRUG,
    LineKind.USE_SCHEDULE_III: AccountKind.USE_SCHEDULE_III,
    LineKind.USE_UNCOVERED: AccountKind.USE_UNCOVERED,
    LineKind.USE_EXEMPT_PREPARATION: AccountKind.USE_EXEMPT_PREPARATION,
    LineKind.USE_INDUSTRIAL: AccountKind.USE_INDUSTRIAL,
    LineKind.DESTRUCTION: AccountKind.DESTRUCTION,
    LineKind.WASTE: AccountKind.DESTRUCTION,
    LineKind.LOSS: AccountKind.LOSS,
    LineKind.THEFT: AccountKind.LOSS,
}
"""Kinds that leave the stock for good, with the account they go to."""

FROM_AUTHORITY = {
    LineKind.GOVERNMENT_SUPPLY_IN: AccountKind.SPECIAL_STOCK,
    LineKind.SPECIAL_STOCK_OUT: AccountKind.SPECIAL_STOCK,
    LineKind.SEIZURE_RELEASE: AccountKind.SEIZED,
}
"""Kinds that bring in what the authority held: special stock let out, seized goods released."""

BY_PAPER = {
    LineKind.IMPORT: "authorisation_number",
    LineKind.EXPORT: "authorisation_number",
    LineKind.DESTRUCTION: "document",
    LineKind.LOSS: "document",
    LineKind.THEFT: "document",
    LineKind.SUPPLY_OUT: "order_number",
    LineKind.PURCHASE_IN: "order_number",
}
"""Kinds that a paper or an order books: a line that names it is compared and books nothing."""

ACTIVITY_OF = {
    LineKind.OPENING_STOCK: Activity.POSSESS,
    LineKind.YEAR_END_COUNT: Activity.POSSESS,
    LineKind.PURCHASE_IN: Activity.POSSESS,
    LineKind.RETURN_IN: Activity.POSSESS,
    LineKind.UNSOLICITED_RETURN: Activity.POSSESS,
    LineKind.MANUFACTURE: Activity.MANUFACTURE,
    LineKind.RECOVERED_WASTE: Activity.MANUFACTURE,
    LineKind.PRODUCTION: Activity.PRODUCE,
    LineKind.GOVERNMENT_SUPPLY_IN: Activity.POSSESS,
    LineKind.IMPORT: Activity.IMPORT,
    LineKind.EXPORT: Activity.EXPORT,
    LineKind.SUPPLY_OUT: Activity.SUPPLY,
    LineKind.SAMPLE: Activity.SUPPLY,
    LineKind.USE_FOR_DRUG: Activity.MANUFACTURE,
    LineKind.USE_SCHEDULE_III: Activity.MANUFACTURE,
    LineKind.USE_UNCOVERED: Activity.MANUFACTURE,
    LineKind.USE_EXEMPT_PREPARATION: Activity.MANUFACTURE,
    LineKind.USE_INDUSTRIAL: Activity.USE_INDUSTRIAL,
    LineKind.DESTRUCTION: Activity.POSSESS,
    LineKind.WASTE: Activity.POSSESS,
    LineKind.LOSS: Activity.POSSESS,
    LineKind.THEFT: Activity.POSSESS,
    LineKind.SPECIAL_STOCK_IN: Activity.POSSESS,
    LineKind.SPECIAL_STOCK_OUT: Activity.POSSESS,
    LineKind.SEIZURE_RELEASE: Activity.POSSESS,
}
"""What a licence must list for a line of each kind."""

UNSEEN_IN_NUMBERS = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
"""Kinds of signs (Unicode categories) that the number of a line does not hold."""

REPORTED_ANYWAY = frozenset({LineKind.LOSS, LineKind.THEFT})
"""Kinds that are taken even without a licence: to refuse a loss would hide it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StockLine:
    """One line of an operator's return."""

    line_id: str = needed("your own number, once in a year: 2031Q1-000317", limit=40)
    holder: str = needed("the number of the licence", limit=50)
    site: str = needed("the site of the licence", limit=50)
    day: Day = needed("the day on which it happened")
    kind: LineKind = needed("what happened")
    product: str = words("the product, such as P-000317", 40)
    packs: int | None = said("how many packs")
    substance: str = words("the substance, where no product is named", 120)
    salt: str = words("its salt or hydrate, such as sulfate; the substance itself for base", 120)
    quantity: Decimal | None = said("the mass, or the number of units of a product", above=0)
    unit: Unit | None = said("kg, g or mg; unit for the units of a product")
    already_base: bool | None = said("yes where the mass is stated as anhydrous base")
    counterpart: str = words("the other operator, or the authority", 50)
    order_number: str = words("the order it fills", 50)
    authorisation_number: str = words("the import or export paper under which it moved", 50)
    document: str = words("the loss report or destruction record", 50)
    batch: str = words("the batch", 50)
    strength: str = words("the strength as labelled", 50)
    corrects: str = words("the line_id of the line that was wrong", 40)
    remark: str = words("anything to add", 500)

    def problems(self) -> Iterator[Problem]:
        """Numbers of lines with signs that nobody sees: two of them could not be told apart."""
        for name in ("line_id", "corrects"):
            if any(unicodedata.category(sign) in UNSEEN_IN_NUMBERS for sign in getattr(self, name)):
                remedy = "Type it anew, with letters and digits"
                yield Problem(name, "holds a sign that nobody sees", remedy)

    @property
    def content_hash(self) -> str:
        """SHA-256 over what the line says, so that the same line is known again."""
        return hashed(dataclasses.asdict(self))

    @property
    def goods(self) -> SubstanceLine:
        """What the line says of how much it is about."""
        return SubstanceLine(
            product=self.product,
            packs=self.packs,
            substance=self.substance,
            salt=form_of(self.substance, self.salt),
            quantity=self.quantity,
            unit=self.unit,
            already_base=self.already_base,
            batch=self.batch,
        )


def form_of(substance: str, salt: str) -> str:
    """The id of the form that a line names: `sulfate` of morphine is `morphine-sulfate`."""
    if not salt or salt == substance or salt.startswith(f"{substance}-"):
        return salt
    return f"{substance}-" + re.sub(r"[\s_]+", "-", salt.lower())


def hashed(value: Mapping[str, Any]) -> str:
    """SHA-256 over a mapping, keys in order, days and numbers as their texts."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=False, default=_plain)
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return number_text(value)
    return str(value)


def read_stock_line(cells: Mapping[str, str]) -> StockLine:
    """Read a line from cells of text; raises InputNotUnderstood with every problem of the line.

    Empty cells count as absent. A number takes a point or a comma as its fraction sign; one that
    can be read in two ways (`1,234`) is refused.
    """
    problems: list[Problem] = []
    tidy = {key: tidied(cell) for key, cell in cells.items()}
    ready: dict[str, Any] = {key: cell for key, cell in tidy.items() if cell}
    for key, read in _CELLS.items():
        if key in ready:
            ready[key] = read(key, ready[key], problems)
    usable = {key: value for key, value in ready.items() if value is not None}
    try:
        line = read_paper(StockLine, usable, "line")
    except InputNotUnderstood as wrong:
        raise InputNotUnderstood("line", (*problems, *wrong.problems)) from wrong
    if problems:
        raise InputNotUnderstood("line", tuple(problems))
    return line


_NUMBER = re.compile(r"[0-9]{1,12}(?:[.,][0-9]{1,12})?")
_IN_GROUPS = re.compile(r"[0-9]{1,3}(?:([\s'’])[0-9]{3})(?:\1[0-9]{3})*(?:[.,][0-9]{1,12})?")
_TWO_WAYS = re.compile(r"[0-9]{1,3},[0-9]{3}")


def _number_cell(key: str, cell: str, problems: list[Problem]) -> str | None:
    digits = re.sub(r"[\s'’]", "", cell) if _IN_GROUPS.fullmatch(cell) else cell
    if _TWO_WAYS.fullmatch(digits):
        what = f"{cell!r} can be read in two ways"
        problems.append(Problem(key, what, "Write 1234 or 1.234, with a point before fractions"))
        return None
    if not _NUMBER.fullmatch(digits):
        what = f"{cell[:40]!r} is not a number of at most 12 digits"
        problems.append(
            Problem(key, what, "Write the digits 0 to 9, with a point before fractions")
        )
        return None
    return digits.replace(",", ".")


def _count_cell(key: str, cell: str, problems: list[Problem]) -> int | None:
    number = _number_cell(key, cell, problems)
    if number is None:
        return None
    whole = Decimal(number)
    if whole != int(whole) or whole <= 0:
        remedy = "Write whole packs; a broken pack is a quantity of units"
        problems.append(Problem(key, f"{cell!r} is no number of packs", remedy))
        return None
    return int(whole)


_YES_NO = {
    **dict.fromkeys(("yes", "y", "true", "1", "да"), True),
    **dict.fromkeys(("no", "n", "false", "0", "нет"), False),
}


def _yes_no(key: str, cell: str, problems: list[Problem]) -> bool | None:
    found = _YES_NO.get(cell.lower())
    if found is None:
        problems.append(Problem(key, "is neither yes nor no", "Write yes or no"))
    return found


def _lower(key: str, cell: str, problems: list[Problem]) -> str:
    return cell.lower()


_CELLS: dict[str, Callable[[str, str, list[Problem]], Any]] = {
    "packs": _count_cell,
    "quantity": _number_cell,
    "already_base": _yes_no,
    "kind": _lower,
    "unit": _lower,
}


@dataclass(frozen=True, slots=True)
class Amount:
    """Base of one substance in a line, with what was declared.

    books_as  the purpose of its accounts: apart for a preparation of 1961 Schedule III
    """

    substance: str
    amount_ug: int
    declared: Declared
    books_as: str = ""


def amounts(
    goods: SubstanceLine, products: Mapping[str, Product], catalogue: Catalogue
) -> tuple[tuple[Amount, ...], tuple[Problem, ...]]:
    """The amounts of base of a line, or every reason why they cannot be settled."""
    if goods.product:
        return _of_product(goods, products, catalogue)
    if not goods.substance:
        what = "names neither a product nor a substance"
        return (), (Problem("product", what, "Enter a product and packs, or a substance"),)
    return _of_substance(goods, catalogue)


def _of_product(
    goods: SubstanceLine, products: Mapping[str, Product], catalogue: Catalogue
) -> tuple[tuple[Amount, ...], tuple[Problem, ...]]:
    product = products.get(goods.product)
    if product is None:
        remedy = "Enter it in the dictionary first, or name a substance with a mass"
        return (), (Problem("product", f"{goods.product} is not in the dictionary", remedy),)
    if goods.substance and goods.substance not in {one.substance for one in product.ingredients}:
        what = f"{goods.product} holds no {goods.substance}"
        return (), (Problem("substance", what, "Name the product or the substance alone"),)
    packs, text = _packs(goods, product)
    if packs is None:
        return (), (Problem("packs", text, f"Enter the packs of {goods.product}, or its units"),)
    contents, findings = base_content(product, packs, catalogue)
    problems = [Problem("product", one.reason, "Put the row right first") for one in findings]
    found: dict[str, Amount] = {}
    for one in contents:
        declared = Declared(
            text, grams_text(one.grams_declared), one.form, one.factor, one.factor_source
        )
        before = found.get(one.substance)
        total = one.base_ug + (before.amount_ug if before else 0)
        purpose = books_as(product, one.substance)
        found[one.substance] = Amount(one.substance, total, declared, purpose)
    problems += [_too_little(one) for one in found.values() if one.amount_ug <= 0]
    problems += [_too_much(one) for one in found.values() if one.amount_ug > MOST_UG]
    return (() if problems else tuple(found.values())), tuple(problems)


def _packs(goods: SubstanceLine, product: Product) -> tuple[Fraction | None, str]:
    """The packs, or the part of packs that loose units make, with the words for them."""
    units = goods.quantity if goods.unit is Unit.UNIT else None
    if goods.quantity is not None and units is None:
        return None, "a product is counted in packs or units, not weighed"
    if goods.packs is not None:
        if units is not None and units != goods.packs * product.units_per_pack:
            return None, f"{goods.packs} packs of {product.units_per_pack} are not {units} units"
        return Fraction(goods.packs), f"{goods.packs} packs of {goods.product}"
    if units is None:
        return None, "is missing"
    return Fraction(
        units
    ) / product.units_per_pack, f"{number_text(units)} units of {goods.product}"


def _of_substance(
    goods: SubstanceLine, catalogue: Catalogue
) -> tuple[tuple[Amount, ...], tuple[Problem, ...]]:
    problems = []
    if goods.substance not in catalogue.substances:
        what = f"{goods.substance!r} is no substance of the catalogue"
        problems.append(Problem("substance", what, "Look it up with `ringfence identify`"))
    if goods.quantity is None:
        problems.append(Problem("quantity", "is missing", "Enter the mass"))
    if goods.packs is not None:
        problems.append(Problem("packs", "counts packs of no product", "Name the product"))
    if goods.unit is None:
        problems.append(Problem("unit", "is missing", "Write kg, g or mg"))
    if problems:
        return (), tuple(problems)
    base = base_of(goods, catalogue)
    if base.ug is None:
        remedy = "Name the salt or hydrate, or state the mass as base with already_base = yes"
        if base.reason == BEYOND_ALL:
            remedy = "Look at the quantity and its unit again"
        return (), (Problem("quantity", base.reason, remedy),)
    declared = Declared(
        f"{goods.text} {goods.salt or goods.substance}",
        grams_declared(goods)[0],
        goods.salt,
        base.factor,
        base.source,
    )
    found = Amount(goods.substance, base.ug, declared)
    return ((found,), ()) if base.ug > 0 else ((), (_too_little(found),))


def _too_little(one: Amount) -> Problem:
    what = f"is less than a microgram of {one.substance}"
    return Problem("quantity", what, "Look at the quantity and its unit again")


def _too_much(one: Amount) -> Problem:
    what = f"is more than 100,000 tonnes of {one.substance}"
    return Problem("packs", what, "Look at the packs and the product again")


def settled_lines(
    lines: Sequence[SubstanceLine], products: Mapping[str, Product], catalogue: Catalogue
) -> tuple[tuple[SubstanceLine, ...], tuple[Problem, ...]]:
    """Lines of a loss, destruction or count with their base, one a substance.

    A product with several controlled substances gives one line for each, under the same number.
    """
    found: list[SubstanceLine] = []
    problems: list[Problem] = []
    for place, line in enumerate(lines, 1):
        held, wrong = amounts(line, products, catalogue)
        problems += [replace(one, place=f"lines[{place}].{one.place}") for one in wrong]
        counted = _counted_in_units(line, products)
        found += [
            replace(
                counted,
                line=line.line or place,
                substance=one.substance,
                salt=one.declared.form,
                quantity_base_ug=one.amount_ug,
                base_factor=one.declared.factor,
                factor_source=one.declared.factor_source[:300],
                books_as=one.books_as,
            )
            for one in held
        ]
    return tuple(found), tuple(problems)


def _counted_in_units(line: SubstanceLine, products: Mapping[str, Product]) -> SubstanceLine:
    """The line of a product with the units that its packs hold."""
    product = products.get(line.product)
    if product is None or line.packs is None or line.quantity is not None:
        return line
    units = Decimal(line.packs * product.units_per_pack)
    return replace(line, quantity=units, unit=Unit.UNIT, units_per_pack=product.units_per_pack)
