"""Ceilings: what may be taken in a year, and what is, read and written in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import F

from ringfence.store import models
from ringfence.store.errors import NoSuchLimit, NumberTaken, OverLimit
from ringfence.store.reading import read
from ringfence.store.rows import insert
from ringfence.store.stored import Ceiling


def find(kind: str, territory: str, holder: str, substance: str, year: int) -> Ceiling:
    """The ceiling as it stands; raises NoSuchLimit."""
    return _ceiling(_row(kind, territory, holder, substance, year))


def search(filters: Mapping[str, Any]) -> list[Ceiling]:
    """The ceilings that match."""
    asked = {name: value for name, value in filters.items() if value is not None}
    order = ("kind", "territory", "holder", "substance", "year")
    return [Ceiling(*row) for row in read(models.Limit, _FIGURES, asked, order=order)]


_FIGURES = (
    *("kind", "territory", "substance", "year", "total_ug", "re_export_ug", "excess_ug"),
    *("used_ug", "holder"),
)
"""The columns of a ceiling in the order of its fields."""


def put(asked: Ceiling) -> tuple[Ceiling | None, Ceiling]:
    """Set a ceiling, keeping what is taken of it; gives what it was and what it is."""
    row = models.Limit.objects.filter(**_named(asked)).first()
    old = None if row is None else _ceiling(row)
    if row is None:
        row = models.Limit(**_named(asked))
    row.total_ug, row.re_export_ug = asked.total_ug, asked.re_export_ug
    row.excess_ug = asked.excess_ug
    row.beyond_ug = max(0, row.used_ug - asked.allowed_ug)
    row.save()
    return old, _ceiling(row)


def take(asked: Ceiling, amount_ug: int, because: str, is_done: bool = False) -> Ceiling | None:
    """Take `amount_ug` (more than 0) for a document; gives the ceiling after it.

    is_done  what has happened is counted, also beyond the ceiling: then nothing more is left

    Gives None where the same document took the same amount before. Raises NoSuchLimit, OverLimit,
    and NumberTaken where it took another amount.
    """
    found = require_room(asked, amount_ug, because, is_done)
    if found is None:
        return None
    row_id, ceiling = found
    beyond_ug = max(0, ceiling.used_ug + amount_ug - ceiling.allowed_ug)
    models.Limit.objects.filter(id=row_id).update(
        used_ug=F("used_ug") + amount_ug, beyond_ug=beyond_ug
    )
    use = (row_id, because, amount_ug, amount_ug)
    insert(models.LimitUse, ("limit", "because", "taken_ug", "kept_ug"), [use])
    return replace(ceiling, used_ug=ceiling.used_ug + amount_ug)


def require_room(
    asked: Ceiling, amount_ug: int, because: str, is_done: bool = False
) -> tuple[int, Ceiling] | None:
    """The row that `take` takes from, after every look that it takes; errors and None as there."""
    if amount_ug <= 0:
        raise ValueError(f"{amount_ug} micrograms cannot be taken from a ceiling")
    rows = read(models.Limit, ("id", *_FIGURES), _named(asked))
    if not rows:
        raise NoSuchLimit(asked.kind, asked.territory, asked.substance, asked.year)
    row_id, ceiling = int(rows[0][0]), Ceiling(*rows[0][1:])
    for (taken_ug,) in read(models.LimitUse, ("taken_ug",), {"limit": row_id, "because": because}):
        if taken_ug != amount_ug:
            raise NumberTaken("a taking for", because)
        return None
    if amount_ug > ceiling.left_ug and not is_done:
        raise OverLimit(ceiling.subject, ceiling.allowed_ug, ceiling.used_ug, amount_ug)
    return row_id, ceiling


def kept_for(ceiling: Ceiling, because: Collection[str]) -> int:
    """Micrograms of a ceiling that stay taken for a document, under any of its words."""
    uses = models.LimitUse.objects.filter(
        because__in=list(because),
        **{f"limit__{name}": value for name, value in _named(ceiling).items()},
    )
    return sum(uses.values_list("kept_ug", flat=True))


def give_back(because: str, substance: str | None, keep_ug: int) -> list[tuple[Ceiling, int]]:
    """Let a document keep only `keep_ug` of what it took; gives each ceiling and what came back.

    Nothing comes back twice: a second call with the same figure changes nothing.
    """
    uses = models.LimitUse.objects.filter(because=because).select_related("limit")
    if substance is not None:
        uses = uses.filter(limit__substance=substance)
    given: list[tuple[Ceiling, int]] = []
    for use in uses.order_by("id"):
        back_ug = use.kept_ug - keep_ug
        if back_ug <= 0:
            continue
        use.kept_ug = keep_ug
        use.save(update_fields=["kept_ug"])
        row = models.Limit.objects.get(id=use.limit_id)
        row.used_ug -= back_ug
        row.beyond_ug = max(0, -_ceiling(row).left_ug)
        row.save(update_fields=["used_ug", "beyond_ug"])
        given.append((_ceiling(row), back_ug))
    return given


def _row(kind: str, territory: str, holder: str, substance: str, year: int) -> Any:
    row = models.Limit.objects.filter(
        kind=kind, territory=territory, holder=holder, substance=substance, year=year
    )
    found = row.first()
    if found is None:
        raise NoSuchLimit(kind, territory, substance, year)
    return found


def _named(asked: Ceiling) -> dict[str, Any]:
    return {
        "kind": asked.kind,
        "territory": asked.territory,
        "holder": asked.holder,
        "substance": asked.substance,
        "year": asked.year,
    }


def _ceiling(row: Any) -> Ceiling:
    return Ceiling(
        kind=row.kind,
        territory=row.territory,
        substance=row.substance,
        year=row.year,
        total_ug=row.total_ug,
        re_export_ug=row.re_export_ug,
        excess_ug=row.excess_ug,
        used_ug=row.used_ug,
        holder=row.holder,
    )


def summary(ceiling: Ceiling | None) -> dict[str, int]:
    """The figures of a ceiling, as the journal keeps them."""
    if ceiling is None:
        return {}
    return {
        "total_ug": ceiling.total_ug,
        "re_export_ug": ceiling.re_export_ug,
        "excess_ug": ceiling.excess_ug,
        "used_ug": ceiling.used_ug,
    }
