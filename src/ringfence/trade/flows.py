"""What leaves and what arrives under a paper, and the entries that it makes.

Numbers of entries follow from the paper and the event, so that booking twice changes nothing:
`export_authorisation:XA-EA-2031-000417:shipped`, with `:2` behind it for the second line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Declared, Entry, moved
from ringfence.terms import Day, Finding
from ringfence.trade.acting import Held
from ringfence.trade.common_content import Moved, line_of, open_question, refusal
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.substance_line import SubstanceLine


@dataclass(frozen=True, slots=True)
class Shipment:
    """What left: from whose stock, on which day, how much of each line.

    copies_amended  true when the true amount was written on the paper and every official copy,
                    where less left than was authorised (1961 31(7)(c))
    """

    exported_on: date
    holder: str
    site: str
    moved: tuple[Moved, ...]
    copies_amended: bool | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """What arrived: under which export authorisation, into whose stock, how much of each line."""

    imported_on: date
    export_paper: str
    holder: str
    site: str
    moved: tuple[Moved, ...]
    customs_office: str = ""


Accounts = Callable[[SubstanceLine], tuple[Account, Account]]
"""From a line, the account that gives and the account that takes."""


def shipped(because: str, lines: tuple[SubstanceLine, ...], told: Shipment, to: str) -> list[Entry]:
    """STOCK of the exporter to EXPORT to the partner territory."""

    def accounts(line: SubstanceLine) -> tuple[Account, Account]:
        name, apart = line.substance, line.books_as
        stock = Account(AccountKind.STOCK, name, told.holder, told.site, apart)
        return stock, Account(AccountKind.EXPORT, name, place=to, purpose=apart)

    return list(_entries(because, "shipped", told.exported_on, lines, told.moved, accounts))


def arrived(
    because: str, lines: tuple[SubstanceLine, ...], told: Arrival, origin: str
) -> list[Entry]:
    """IMPORT from the partner territory to STOCK of the importer."""

    def accounts(line: SubstanceLine) -> tuple[Account, Account]:
        name, apart = line.substance, line.books_as
        stock = Account(AccountKind.STOCK, name, told.holder, told.site, apart)
        return Account(AccountKind.IMPORT, name, place=origin, purpose=apart), stock

    event = f"arrived:{told.export_paper}"
    return list(_entries(because, event, told.imported_on, lines, told.moved, accounts))


def _entries(
    because: str,
    event: str,
    day: Day,
    lines: tuple[SubstanceLine, ...],
    amounts: tuple[Moved, ...],
    accounts: Accounts,
) -> Iterator[Entry]:
    for one in amounts:
        line = line_of(lines, one.line)
        if line is None or one.amount_ug == 0:
            continue
        source, target = accounts(line)
        yield moved(
            entry_number(because, event, one.line),
            day,
            source,
            target,
            one.amount_ug,
            because,
            declared_of(line, one),
        )


def by_a_party(
    held: Held[Any], told: Shipment | Arrival, today: Day, rule: str, known: object = None
) -> Iterator[Finding]:
    """What is told is of a firm that the paper names, at a site of its licence, of a day that came.

    Else the goods of one firm would be booked in the stock of another, or at a place that nobody
    inspects. The sites come from the register, where `known` brings them.
    """
    places = known.sites if isinstance(known, Circumstances) else None
    if places is not None and f"{told.holder}/{told.site}" not in places:
        yield refusal(rule, f"{told.holder} has no licensed site {told.site!r} for it")
    if not held.operators:
        yield open_question(rule, "no firm of the register stands on the paper by its licence")
    elif told.holder not in held.operators:
        yield refusal(rule, f"{told.holder} is no party to the paper: {', '.join(held.operators)}")
    day = told.exported_on if isinstance(told, Shipment) else told.imported_on
    if day > today:
        yield refusal(rule, f"{day} has not come yet")


def declared_of(line: SubstanceLine, one: Moved) -> Declared:
    """What the form said of the amount that moved: its own words, else those of the line."""
    whole = line.declared
    if not one.text:
        return whole
    return Declared(one.text, None, whole.form, whole.factor, whole.factor_source)


def entry_number(because: str, event: str, line: int) -> str:
    """The number of the entry of one line: the first line bears none."""
    return f"{because}:{event}" if line == 1 else f"{because}:{event}:{line}"
