"""What the books know when lines of a return are judged: partners, papers, orders, balances."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ringfence.law.lists import ListBook, load_lists
from ringfence.ledger.account import Account
from ringfence.ledger.entry import MOST_UG, Entry
from ringfence.substance.catalogue import Catalogue, load_catalogue
from ringfence.terms import Country, Day
from ringfence.trade.delivery import Balance
from ringfence.trade.licence import Licence
from ringfence.trade.licence_room import Used, uses_of
from ringfence.trade.product import Product
from ringfence.trade.stock_line import Amount, LineKind, StockLine


@dataclass(frozen=True, slots=True)
class Counterpart:
    """The other side of a line, as the register knows it on the day.

    is_consumer           True for retail, hospital, practitioner, researcher (1961 article 1(2)):
                          what they receive has left the books; `None` where the register is silent
    is_authorised_by_law  may hold and receive without a licence (1961 article 30(1)(c))
    is_authority          holds special stock or seized goods
    """

    number: str
    is_consumer: bool | None = None
    is_authorised_by_law: bool = False
    is_authority: bool = False
    country: Country = Country("")
    licences: tuple[Licence, ...] = ()


@dataclass(frozen=True, slots=True)
class BookedPaper:
    """A paper that books a movement: authorisation, loss report, destruction record, order.

    other        the other side, where the paper names one of this register
    booked_ug    what it booked, by substance; empty while nothing was booked under it
    reported_ug  what lines of returns have already named it for
    """

    number: str
    kinds: frozenset[LineKind]
    operator: str
    booked_ug: Mapping[str, int] = field(default_factory=dict)
    reported_ug: Mapping[str, int] = field(default_factory=dict)
    other: str = ""


@dataclass(frozen=True, slots=True)
class OrderMove:
    """What an order moved on one day, as its two sides would tell it again without naming it."""

    kind: LineKind
    other: str
    day: Day
    substance: str
    amount_ug: int


@dataclass(frozen=True, slots=True)
class Movement:
    """What two lines have in common that may tell of one movement."""

    kind: LineKind
    licence: str
    site: str
    day: Day
    other: str
    product: str
    batch: str
    amounts: frozenset[tuple[str, int]]


def movement_of(line: StockLine, amounts: Iterable[Amount]) -> Movement:
    """The movement that a line tells of, with its amounts of base."""
    moved = frozenset((one.substance, one.amount_ug) for one in amounts)
    return Movement(
        line.kind, line.holder, line.site, line.day, line.counterpart, line.product, line.batch,
        moved,
    )  # fmt: skip


class LineVerdict(StrEnum):
    """What becomes of one line."""

    ACCEPTED = "accepted"
    ACCEPTED_WITH_REMARK = "accepted_with_remark"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said of a line: a remark, or a refusal with what to do."""

    code: str
    field: str
    sentence: str
    remedy: str = ""
    refuses: bool = True


@dataclass(frozen=True, slots=True)
class FiledLine:
    """A line that was accepted once: what it said, what was answered, what it booked.

    entry         the number of its entry; empty where it booked nothing
    corrected_by  the line that took it back
    """

    line_id: str
    content_hash: str
    verdict: LineVerdict
    says: tuple[Said, ...] = ()
    entry: str = ""
    corrected_by: str = ""


@dataclass(frozen=True, slots=True)
class ReturnPolicy:
    """What the authority decides about returns.

    late_days_max    how many days before its period a line may lie and still be taken
    unusual_factor   times the largest line before: beyond it a remark
    is_history       past trade before the books began: lines book all by themselves, and are not
                     held against licences, papers and orders of that time
    """

    late_days_max: int = 366
    unusual_factor: int = 10
    is_history: bool = False


def _nothing(account: Account) -> int:
    return 0


@dataclass(frozen=True, slots=True)
class Facts:
    """All that judging lines needs; read once, in the transaction that writes.

    filed       every line that the operator has filed and that was accepted, by line_id
    entries     the entries of lines that new lines may correct, by number
    moves       what orders moved, with the number of the order
    used_ug     what the operator used of its yearly ceilings, where its licences set any
    told        movements that accepted lines of the operator tell, each with one of its lines
    balance     the books now
    balance_on  the books at the end of a day, for counts; the books now where it is absent
    largest_ug  the largest line of the operator before, by substance
    """

    today: Day
    country: Country | None = None
    licences: Mapping[str, Licence] = field(default_factory=dict)
    products: Mapping[str, Product] = field(default_factory=dict)
    counterparts: Mapping[str, Counterpart] = field(default_factory=dict)
    papers: Mapping[str, BookedPaper] = field(default_factory=dict)
    moves: Mapping[OrderMove, str] = field(default_factory=dict)
    filed: Mapping[str, FiledLine] = field(default_factory=dict)
    told: Mapping[Movement, str] = field(default_factory=dict)
    entries: Mapping[str, Entry] = field(default_factory=dict)
    balance: Balance = _nothing
    balance_on: Callable[[Account, Day], int] | None = None
    largest_ug: Mapping[str, int] = field(default_factory=dict)
    used_ug: Used = field(default_factory=dict)
    policy: ReturnPolicy = ReturnPolicy()
    lists: ListBook = field(default_factory=load_lists)
    catalogue: Catalogue = field(default_factory=load_catalogue)


@dataclass(frozen=True, slots=True)
class Bent:
    """An account that an entry would leave as no account can be, in micrograms."""

    account: Account
    balance_ug: int

    @property
    def is_too_full(self) -> bool:
        """True where it would hold more than there is, not less than nothing."""
        return abs(self.balance_ug) > MOST_UG


class Working:
    """The books with what this filing has booked on top; nothing outside is changed."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.entries: list[Entry] = []
        self._moved: dict[Account, list[tuple[Day, int]]] = {}
        self._total: dict[Account, int] = {}
        self._holders = {one.paper.holder for one in facts.licences.values()}
        self.used_ug = dict(facts.used_ug)
        self.reported_ug: dict[tuple[str, str], int] = {}

    def balance(self, account: Account) -> int:
        """Micrograms on an account, this filing included."""
        return self._facts.balance(account) + self._total.get(account, 0)

    def balance_on(self, account: Account, day: Day) -> int:
        """Micrograms on an account at the end of a day, this filing included."""
        before = self._facts.balance_on
        held = self._facts.balance(account) if before is None else before(account, day)
        return held + sum(amount for on, amount in self._moved.get(account, ()) if on <= day)

    def book(self, entry: Entry) -> None:
        """Add an entry of this filing."""
        self.entries.append(entry)
        for line in entry.lines:
            self._moved.setdefault(line.account, []).append((entry.day, line.amount_ug))
            self._add(line.account, line.amount_ug)
        self._use(entry, 1)

    def take_out(self, count: int) -> None:
        """Forget the last `count` entries of this filing."""
        for _ in range(count):
            entry = self.entries.pop()
            for line in entry.lines:
                self._moved[line.account].remove((entry.day, line.amount_ug))
                self._add(line.account, -line.amount_ug)
            self._use(entry, -1)

    def _use(self, entry: Entry, sign: int) -> None:
        for holder in self._holders:
            for one in uses_of(entry, holder):
                key = (one.activity, one.substance, one.site, one.year)
                self.used_ug[key] = self.used_ug.get(key, 0) + sign * one.amount_ug

    def _add(self, account: Account, amount_ug: int) -> None:
        self._total[account] = self._total.get(account, 0) + amount_ug

    def bent_by(self, entry: Entry) -> Bent | None:
        """The first account of an entry that is now below zero, or holds more than there is."""
        for account in sorted({line.account for line in entry.lines}):
            balance_ug = self.balance(account)
            if abs(balance_ug) > MOST_UG or (account.is_held and balance_ug < 0):
                return Bent(account, balance_ug)
        return None
