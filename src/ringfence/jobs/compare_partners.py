"""The mirror: what partners report of their trade with us beside what our books say of it.

What a partner leaves out it has not reported, which is not zero. Each difference names the papers
of ours on which our own figure rests, so that a person knows where to look first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path

from ringfence.jobs.crossing_goods import TRADE, traded, year_end_crossings
from ringfence.jobs.doing import Desk, acting
from ringfence.jobs.partner_reports import Reports, read_reports
from ringfence.ledger.amounts import grams
from ringfence.store.book import Book
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer, Finding, Period
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.returns.crossings import Crossing
from ringfence.trade.returns.mirror import Mirrored, MirrorKind, Reported, mirror
from ringfence.trade.returns.pairs import Key
from ringfence.watch.patterns import Noticed

RULE = "trade.return.mirror"


@dataclass(frozen=True, slots=True)
class Compared:
    """One pair of partner and substance: what lies between the figures, and our papers about it."""

    mirrored: Mirrored
    papers: tuple[str, ...] = ()

    @property
    def is_difference(self) -> bool:
        """True where the two sides do not agree, and no documents account for both figures."""
        mirrored = self.mirrored
        return mirrored.kind is not MirrorKind.MATCH and not mirrored.is_accounted_for

    @property
    def is_crossing(self) -> bool:
        """True where goods that crossed the end of the year account for the difference."""
        return self.mirrored.is_accounted_for


@dataclass
class _Own:
    """Our own trade of a year, by exporter, importer and substance."""

    amount_ug: dict[Key, int] = field(default_factory=dict)
    papers: dict[Key, dict[str, None]] = field(default_factory=dict)
    crossings: dict[Key, list[Crossing]] = field(default_factory=dict)

    def grams(self, key: Key) -> Decimal | None:
        """Grams of base of a pair; `None` where nothing was booked."""
        return grams(self.amount_ug[key]) if key in self.amount_ug else None


def compare_partners(desk: Desk, paths: Sequence[Path], by: str, year: int) -> list[Compared]:
    """Every pair of which a file or our books speak, with what lies between the two figures.

    Raises InputNotUnderstood for a file, and ActRefused for those without a part in returns.
    """
    reports = read_reports(paths, desk.territory, year)

    def job(book: Book) -> list[Compared]:
        require(acting(book, by), "trade.return.check", Subject(desk.territory), Way.READ)
        own = _own_trade(book, desk.territory, Period(date(year, 1, 1), date(year, 12, 31)))
        for key, crossing in year_end_crossings(book, desk.territory, year):
            own.crossings.setdefault(key, []).append(crossing)
        return list(_compared(reports, own, desk.territory, year))

    return desk.look(job)


def differences(found: Sequence[Compared]) -> list[Noticed]:
    """What does not agree, as findings."""
    every = [one.mirrored for one in found if one.is_difference]
    return [
        Noticed(
            f"partner:{one.reported.exporter}/{one.reported.substance}",
            Finding(RULE, Answer.NOT_MET, f"{one.kind}: {one.reason}", is_advice=True),
        )
        for one in every
    ]


def _own_trade(book: Book, territory: str, period: Period) -> _Own:
    own = _Own()
    for entry in book.entries_of(period.first, period.last, TRADE):
        for key, amount_ug in traded(entry, territory):
            own.amount_ug[key] = own.amount_ug.get(key, 0) + amount_ug
            own.papers.setdefault(key, {})[entry.because] = None
    return own


def _compared(reports: Reports, own: _Own, territory: str, year: int) -> Iterator[Compared]:
    told = {*reports.exported_g, *reports.imported_g}
    pairs = [_pair(key, reports, own, territory, year) for key in sorted({*told, *own.amount_ug})]
    for one in pairs:
        key = (one.exporter, one.importer, one.substance)
        if key in told or reports.speaks_of(key, territory):
            found = mirror(one, _factors(one.substance), pairs)
            yield Compared(found, tuple(own.papers.get(key, ())))


def _pair(key: Key, reports: Reports, own: _Own, territory: str, year: int) -> Reported:
    exporter, importer, substance = key
    crossings = tuple(own.crossings.get(key, ()))
    if importer == territory:
        late = reports.last_quarter_g.get(key)
        exported, imported = reports.exported_g.get(key), own.grams(key)
    else:
        late = sum((one.amount_g for one in crossings if one.begins.year > year), Decimal(0))
        exported, imported = own.grams(key), reports.imported_g.get(key)
    return Reported(exporter, importer, substance, year, exported, imported, late, crossings)


def _factors(substance: str) -> Iterator[tuple[str, Decimal]]:
    for salt in load_catalogue().salts.values():
        if salt.substance == substance:
            yield salt.id, salt.base_factor
