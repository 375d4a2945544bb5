"""Documents without their bodies, filtered, sorted and paged in the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from ringfence.store import models
from ringfence.store.listing import Key, Listing, key_of
from ringfence.store.stored import Card, Listed

UNTOLD = frozenset({"ends"})
"""Days that a paper may leave untold; those rows come last, whichever way it is sorted."""

_CARD = tuple(Card.__dataclass_fields__)
COLUMNS = ("kind", "number", "state", "version", "territory", *_CARD)
"""What is read of a document to list it."""


def count(listing: Listing) -> int:
    """How many rows the listing has in all."""
    return int(wanted(listing).count())


def count_by_state(listing: Listing) -> dict[str, int]:
    """How many rows of the listing stand in each state."""
    found = wanted(listing).order_by().values_list("state").annotate(Count("id"))
    return {str(state): int(n) for state, n in found}


def firms(listing: Listing) -> set[str]:
    """Every firm that a document of the listing is about."""
    found = wanted(listing).order_by().values_list("firms", flat=True).distinct()
    return {name for names in found for name in _names(names)}


def rows(listing: Listing) -> list[Listed]:
    """The rows of the page, in order."""
    asked = wanted(listing)
    turned = listing.before is not None
    key = listing.before if turned else listing.after
    descending = listing.is_descending != turned
    if key is not None:
        asked = asked.filter(_beyond(listing.sort, key, descending, turned))
    asked = asked.order_by(*_order(listing.sort, descending, turned))
    if listing.skip or listing.most is not None:
        end = None if listing.most is None else listing.skip + listing.most
        asked = asked[listing.skip : end]
    found = [listed_of(row) for row in asked.values_list(*COLUMNS)]
    return found[::-1] if turned else found


def each(listing: Listing) -> Iterator[Listed]:
    """Every row of the listing, in order, a bounded number in memory at once."""
    asked = wanted(listing).order_by(*_order(listing.sort, listing.is_descending, turned=False))
    for row in asked.values_list(*COLUMNS).iterator(chunk_size=2000):
        yield listed_of(row)


def numbered(kind: str, numbers: Sequence[str]) -> list[Listed]:
    """The documents of a kind with these numbers, by number."""
    found = models.Document.objects.filter(kind=kind, number__in=numbers).order_by("number")
    return [listed_of(row) for row in found.values_list(*COLUMNS)]


def count_before(listing: Listing, first: Listed) -> int:
    """How many rows stand before a row, so that a page can say its range."""
    turned = replace(listing, before=key_of(first, listing.sort), after=None, most=None)
    asked = wanted(turned)
    beyond = _beyond(turned.sort, turned.before, not turned.is_descending, is_turned=True)
    return int(asked.filter(beyond).count())


def _order(sort: str, descending: bool, turned: bool) -> list[Any]:
    number = "-number" if descending else "number"
    if sort == "number":
        return [number]
    if sort not in UNTOLD:
        return [f"-{sort}" if descending else sort, number]
    column = F(sort)
    told = {"nulls_first": True} if turned else {"nulls_last": True}
    return [column.desc(**told) if descending else column.asc(**told), number]


def _beyond(sort: str, key: Key | None, descending: bool, is_turned: bool) -> Q:
    """What comes after a key, read in the direction asked; a day that is not told comes last."""
    assert key is not None
    value, number = key
    side = "lt" if descending else "gt"
    numbers = Q(**{f"number__{side}": number})
    if sort == "number":
        return numbers
    if sort in UNTOLD and not value:
        here = Q(**{f"{sort}__isnull": True}) & numbers
        return here | Q(**{f"{sort}__isnull": False}) if is_turned else here
    found = Q(**{f"{sort}__{side}e": value}) & (Q(**{f"{sort}__{side}": value}) | numbers)
    if sort in UNTOLD and not is_turned:
        found |= Q(**{f"{sort}__isnull": True})
    return found


def wanted(listing: Listing) -> QuerySet[Any]:
    """Every row of the listing, in no order."""
    asked = models.Document.objects.filter(_of_kinds(listing))
    if listing.territory:
        asked = asked.filter(territory=listing.territory)
    if listing.firm and listing.firm != listing.first_firm:
        asked = _among(listing, asked, Q(firms__contains=f"|{listing.firm}|"))
    if listing.any_firm:
        named = (Q(firms__contains=f"|{one}|") for one in listing.any_firm)
        asked = _among(listing, asked, reduce(or_, named))
    if listing.first_firm:
        asked = asked.filter(operator=listing.first_firm)
    if listing.addressee:
        asked = asked.filter(partner=listing.addressee)
    if listing.is_proposed:
        asked = asked.exclude(proposed="")
    for column, (first, last) in listing.days.items():
        asked = asked.filter(**{f"{column}__gte": first}) if first else asked
        asked = asked.filter(**{f"{column}__lte": last}) if last else asked
    for column, value in listing.equal.items():
        if column == "operator":
            asked = _among(listing, asked, Q(firms__contains=f"|{value}|"))
        else:
            asked = asked.filter(**{column: value})
    if listing.number_part:
        asked = asked.filter(number__icontains=listing.number_part)
    if listing.text:
        part = Q(number__icontains=listing.text) | Q(about__icontains=listing.text)
        asked = _among(listing, asked, part)
    return asked


def _among(listing: Listing, asked: QuerySet[Any], part: Q) -> QuerySet[Any]:
    """What holds a part of a text, found by an index alone before any row is read."""
    hits = models.Document.objects.filter(_of_kinds(listing)).filter(part)
    return asked.filter(pk__in=hits.values("pk"))


def _of_kinds(listing: Listing) -> Q:
    whole = [kind for kind, states in listing.states.items() if not states]
    found = Q(kind=whole[0]) if len(whole) == 1 else Q(kind__in=whole)
    for kind, states in listing.states.items():
        if states:
            found |= Q(kind=kind, state__in=states)
    for kind, states in listing.proposals.items():
        found |= Q(kind=kind, state__in=states) & ~Q(proposed="")
    return found


def listed_of(row: tuple[Any, ...]) -> Listed:
    """The document of a row, read by `COLUMNS`."""
    kind, number, state, version, territory, about, firms, partner, hands, *rest = row
    card = Card(about, _names(firms), partner, _names(hands), *rest)
    return Listed(kind, number, state, version, territory, card)


def _names(kept: str) -> tuple[str, ...]:
    """The names that stand between bars."""
    return tuple(kept.strip("|").split("|")) if kept else ()


def without_card(kinds: tuple[str, ...], most: int) -> list[tuple[str, str]]:
    """Kind and number of documents whose card was never written."""
    found = models.Document.objects.filter(kind__in=kinds, since=None).order_by("id")
    return list(found.values_list("kind", "number")[:most])


def keep_card(kind: str, number: str, card: Card) -> None:
    """Write the card of a document; the document itself stays as it is."""
    from ringfence.store.documents import card_columns

    models.Document.objects.filter(kind=kind, number=number).update(**card_columns(card))
