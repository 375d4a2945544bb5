"""The JSON form of `ringfence law diff` over countries, at version 1."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ringfence.exchange.law_format import name_of
from ringfence.law.lists import ListBook
from ringfence.law.national_changes import NationalChange, NationalKind, counts_of
from ringfence.substance.catalogue import Catalogue
from ringfence.terms import Country, Day

NATIONAL_DIFF = "ringfence.law.national_diff/1"


def national_diff_to_wire(
    days: tuple[Day, Day],
    changes: Sequence[NationalChange],
    held: Mapping[Country, str],
    lists: ListBook,
    catalogue: Catalogue,
) -> dict[str, Any]:
    """What changed in the lists of countries; `held` says of each how far its law is held."""
    counts = counts_of(changes, held)
    return {
        "format": NATIONAL_DIFF,
        "day": days[1].isoformat(),
        "rule_book": lists.version,
        "from_day": days[0].isoformat(),
        "countries": {
            country: {
                **{kind.value.replace(" ", "_"): counts[country][kind] for kind in NationalKind},
                "held": held[country],
            }
            for country in held
        },
        "changes": [_change(change, catalogue) for change in changes],
    }


def _change(change: NationalChange, catalogue: Catalogue) -> dict[str, Any]:
    entry = change.entry
    earliest, latest = entry.since.earliest, entry.since.latest
    return {
        "country": change.country,
        "kind": change.kind.value,
        "substance": entry.substance or None,
        "name": name_of(entry.substance, catalogue) if entry.substance else entry.name,
        "from_schedule": change.from_schedule,
        "to_schedule": change.to_schedule,
        "before": change.before.value,
        "after": change.after.value,
        "since_earliest": None if earliest is None else earliest.isoformat(),
        "since_latest": None if latest is None else latest.isoformat(),
        "citation": entry.citation,
        "basis": entry.basis,
    }
