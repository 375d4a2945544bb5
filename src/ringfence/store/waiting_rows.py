"""Documents on which somebody waits, counted and found by what decides whose turn it is.

Many rows ask the same question: those alike are one `Alike`, with how many there are, so that a
worklist of tens of thousands is judged a few hundred times. All is read from one narrow index.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Case, Count, F, IntegerField, Min, Q, QuerySet, Value, When
from django.db.models.functions import StrIndex
from django.db.models.lookups import Exact, GreaterThan

from ringfence.store import lists, models
from ringfence.store.listing import Listing
from ringfence.store.stored import Listed
from ringfence.terms import Day

Span = tuple[str, str, Day, Day | None]
"""What a clock depends on: kind and state of the document, the day it began, the paper's end."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: the person, everybody in whose stead they act, their firm and their interests."""

    person: str
    hands: tuple[str, ...] = ()
    operator: str = ""
    interests: tuple[str, ...] = ()


class Alike(NamedTuple):
    """What rows have in common that are judged as one.

    Flags are 0 or 1, as the database gives them.

    is_proposer, has_hand  of any in whose stead the asker acts; `has_own_hand` of the asker
    is_of_firm  about the firm of the asker; `is_of_interest` about one in which they have a part
    """

    kind: str
    state: str
    territory: str
    partner: str
    proposed: str
    begun: Day
    ends: Day | None
    is_proposer: int
    has_hand: int
    has_own_hand: int
    is_of_firm: int
    has_firms: int
    is_of_interest: int

    @property
    def span(self) -> Span:
        """What its clock depends on."""
        return self.kind, self.state, self.begun, self.ends

    @property
    def part(self) -> tuple[Any, ...]:
        """What decides who may act."""
        return (
            self.kind, self.state, self.territory, self.partner, self.proposed, self.is_proposer,
            self.has_hand, self.is_of_firm, self.has_firms, self.is_of_interest,
        )  # fmt: skip


_TOLD = ("kind", "state", "territory", "partner", "proposed", "clock_from", "ends")
_FLAGS = (
    "is_proposer", "has_hand", "has_own_hand", "is_of_firm", "has_firms", "is_of_interest",
)  # fmt: skip


def counted(
    listings: Iterable[Listing], asker: Asker, without: Collection[int] = ()
) -> dict[Alike, tuple[int, int]]:
    """How many rows are alike, and the row of one of them; `without` leaves some rows out."""
    found: dict[Alike, tuple[int, int]] = {}
    for listing in listings:
        rows = _flagged(_waiting(listing), asker)
        if without:
            rows = rows.exclude(pk__in=without)
        asked = rows.values_list(*_TOLD, *_FLAGS).annotate(n=Count("id"), one=Min("id"))
        for *key, n, one in asked.order_by():
            alike = Alike(*key)
            if _is_wanted(listing, alike.kind, alike.state):
                found[alike] = (n, one)
    return found


def among(
    listings: Iterable[Listing],
    asker: Asker,
    spans: Sequence[Span] | None,
    without: Collection[int] = (),
) -> list[tuple[Alike, str, int]]:
    """Every row whose clock is one of `spans`: what it is alike to, its number and its row."""
    found = []
    for listing in listings:
        rows = _flagged(_waiting(listing).filter(_any_of(spans)), asker)
        for *key, number, row in rows.order_by().values_list(*_TOLD, *_FLAGS, "number", "id"):
            if row not in without and _is_wanted(listing, key[0], key[1]):
                found.append((Alike(*key), number, row))
    return found


def first_of(
    listings: Iterable[Listing], asker: Asker, alike: Alike, most: int, without: Collection[int]
) -> list[tuple[str, int]]:
    """The first of the rows that are alike, by number: number and row."""
    flags = {name: getattr(alike, name) for name in _FLAGS}
    told = {"territory": alike.territory, "partner": alike.partner, "proposed": alike.proposed}
    for listing in listings:
        if _is_wanted(listing, alike.kind, alike.state):
            rows = _flagged(_waiting(listing).filter(_any_of((alike.span,)), **told), asker)
            asked = rows.filter(**flags).exclude(pk__in=without).order_by("number")
            return list(asked.values_list("number", "id")[:most])
    return []


def _any_of(spans: Sequence[Span] | None) -> Q:
    if spans is None:
        return Q()
    wanted = Q(pk__in=())
    for kind, state, begun, ends in spans:
        end = Q(ends__isnull=True) if ends is None else Q(ends=ends)
        wanted |= Q(kind=kind, state=state, clock_from=begun) & end
    return wanted


def of_rows(rows: Collection[int]) -> dict[int, Listed]:
    """The documents that stand in these rows of the table."""
    found = models.Document.objects.filter(pk__in=rows)
    return {row[0]: lists.listed_of(row[1:]) for row in found.values_list("id", *lists.COLUMNS)}


def marked(listings: Iterable[Listing], subjects: Iterable[str]) -> dict[int, Listed]:
    """Those of some documents, as `kind:number`, on which somebody waits."""
    numbers: dict[str, list[str]] = {}
    for subject in subjects:
        kind, _, number = subject.partition(":")
        numbers.setdefault(kind, []).append(number)
    wanted = Q(pk__in=())
    for kind, some in numbers.items():
        wanted |= Q(kind=kind, number__in=some)
    found: dict[int, Listed] = {}
    for listing in listings if numbers else ():
        rows = _waiting(listing).filter(wanted).values_list("id", *lists.COLUMNS)
        every = {row[0]: lists.listed_of(row[1:]) for row in rows}
        found |= {
            row: one for row, one in every.items() if _is_wanted(listing, one.kind, one.state)
        }
    return found


def without_clock(states: Mapping[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    """Kind and number of documents that wait, and of which no card says since when."""
    found: list[tuple[str, str]] = []
    for kind, some in states.items():
        rows = models.Document.objects.filter(kind=kind, state__in=some, clock_from=None)
        found += rows.exclude(since=None).values_list("kind", "number")
    return found


def _waiting(listing: Listing) -> QuerySet[Any]:
    """The rows of a listing in which a clock runs: those that the index holds.

    The states are not asked for again where the index alone answers: a clock runs in no other.
    """
    if listing.firm:
        return lists.wanted(listing).filter(clock_from__isnull=False)
    found = models.Document.objects.filter(clock_from__isnull=False)
    if listing.territory:
        found = found.filter(territory=listing.territory)
    return found.filter(partner=listing.addressee) if listing.addressee else found


def _is_wanted(listing: Listing, kind: str, state: str) -> bool:
    return state in listing.states.get(kind, ())


def _flagged(rows: QuerySet[Any], asker: Asker) -> QuerySet[Any]:
    """The rows with what they are to the asker, each flag 0 or 1."""
    bars = [f"|{one}|" for one in asker.hands]
    return rows.annotate(
        is_proposer=_flag([Exact(F("proposer"), Value(one)) for one in asker.hands]),
        has_hand=_flag([_stands(one, "hands") for one in bars]),
        has_own_hand=_flag([_stands(f"|{asker.person}|", "hands")]),
        is_of_firm=_flag([_stands(f"|{asker.operator}|", "firms")] if asker.operator else []),
        has_firms=Case(When(firms="", then=Value(0)), default=Value(1)),
        is_of_interest=_flag([_stands(f"|{one}|", "firms") for one in asker.interests]),
    )


def _stands(name: str, column: str) -> Any:
    """Whether a name stands whole in a column of names, capital letters counting."""
    return GreaterThan(StrIndex(column, Value(name)), 0)


def _flag(any_of: Sequence[Any]) -> Any:
    if not any_of:
        return Value(0, output_field=IntegerField())
    condition = Q(any_of[0])
    for one in any_of[1:]:
        condition |= Q(one)
    return Case(When(condition, then=Value(1)), default=Value(0), output_field=IntegerField())
