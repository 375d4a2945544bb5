"""Documents: found, added, changed with their version checked, and counted by sequences."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from ringfence.store import models
from ringfence.store.canonical import canonical, digest, digest_of, plain
from ringfence.store.errors import ChangedMeanwhile, NoSuchDocument, NumberTaken
from ringfence.store.reading import Value, held_json, read
from ringfence.store.rows import insert, update
from ringfence.store.stored import Card, Stored

AT_ONCE = 500
INDEXED_KEYS = {"export_authorisation": "paper__import_paper_number"}
"""By kind, the key of the body that is asked for in each act and therefore stands in an index."""
_COLUMNS = ("state", "operator", "territory", "number")


def find(kind: str, number: str) -> Stored:
    """The document as it stands; raises NoSuchDocument."""
    found = _read({"kind": kind, "number": number})
    if not found:
        raise NoSuchDocument(kind, number)
    return found[0]


_NAMES = ("kind", "number", "state", "version", "body", "territory", "operator", "id")


def _read(filters: Mapping[str, Value]) -> list[Stored]:
    """Documents by values of their columns, by number; without their cards."""
    rows = read(models.Document, _NAMES, filters, order=("number",))
    return [
        Stored(kind, number, state, version, held_json(body), territory, operator, row_id)
        for kind, number, state, version, body, territory, operator, row_id in rows
    ]


def search(kind: str, filters: Mapping[str, Any], where: Mapping[str, Any]) -> list[Stored]:
    """Documents of a kind by columns, and by keys of the body, in the order of their numbers.

    A filter is a value or a list of values; keys of nested tables are joined with `__`.
    """
    unknown = set(filters) - set(_COLUMNS)
    if unknown:
        raise TypeError(f"documents are found by {', '.join(_COLUMNS)} and where=, not {unknown}")
    if not where:
        return _read({"kind": kind, **filters})
    asked: dict[str, Any] = {"kind": kind}
    for name, value in filters.items():
        asked |= {name: value} if isinstance(value, str) else {f"{name}__in": list(value)}
    asked |= {f"body__{key}": plain(value) for key, value in where.items()}
    key = INDEXED_KEYS.get(kind, "")
    if not isinstance(where.get(key), str):
        return [_stored(row) for row in models.Document.objects.filter(**asked).order_by("number")]
    # Sorted here: asked for an order, SQLite would go through every document of the kind.
    asked |= {"indexed": where[key][:INDEXED_LENGTH]}
    found = [_stored(row) for row in models.Document.objects.filter(**asked).order_by()]
    return sorted(found, key=lambda one: one.number)


def that_may_move(kind: str, substance: str, year: int) -> list[Stored]:
    """Papers of a kind that may name a substance and on which goods may move in a year, by number.

    Selected by the last day of the paper, by the last act on it, and by the substance as it stands
    in the body: what does not move then, or only names it, may be among them.
    """
    first = date(year, 1, 1)
    may = Q(ends__gte=first) | Q(ends__isnull=True) | Q(since__gte=first)
    rows = models.Document.objects.filter(may, kind=kind)
    named = rows.annotate(text=Cast("body", TextField())).filter(text__contains=f'"{substance}"')
    return sorted((_stored(row) for row in named.order_by()), key=lambda one: one.number)


def newest(kind: str, most: int) -> list[Stored]:
    """The documents of a kind that were entered last, the newest first."""
    rows = models.Document.objects.filter(kind=kind).order_by("-id")
    return [_stored(row) for row in rows[:most]]


def add(
    stored: Stored, person: str, now: datetime, card: Card | None = None
) -> tuple[Stored, bool]:
    """Keep a new document; the same one again changes nothing, another is refused.

    Gives the document as it stands, and whether it is new.
    """
    row = models.Document.objects.filter(kind=stored.kind, number=stored.number).first()
    if row is not None:
        first = models.DocumentVersion.objects.get(document=row, version=1)
        same = (first.state, first.territory, first.operator, canonical(first.body))
        asked = (stored.state, stored.territory, stored.operator, canonical(stored.body))
        if same != asked:
            raise NumberTaken(stored.kind, stored.number)
        return _stored(row), False
    row = models.Document.objects.create(
        **_columns(stored),
        kind=stored.kind,
        number=stored.number,
        indexed=indexed_of(stored),
        created_at=now,
        created_by=person,
        changed_at=now,
        changed_by=person,
        **card_columns(card),
    )
    _keep_version(row.id, stored, person, now)
    return stored, True


def add_each(several: Sequence[Stored], person: str, now: datetime) -> None:
    """Keep new documents of one kind at once; raises NumberTaken where a number stands."""
    if not several:
        return
    for start in range(0, len(several), AT_ONCE):
        batch = several[start : start + AT_ONCE]
        numbers = [one.number for one in batch]
        named = models.Document.objects.filter(kind=batch[0].kind, number__in=numbers)
        taken = named.values_list("number", flat=True).first()
        if taken is not None:
            raise NumberTaken(batch[0].kind, taken)
        rows = models.Document.objects.bulk_create(
            models.Document(
                **_columns(one), kind=one.kind, number=one.number, indexed=indexed_of(one),
                created_at=now, created_by=person, changed_at=now, changed_by=person,
            )
            for one in batch
        )  # fmt: skip
        models.DocumentVersion.objects.bulk_create(
            models.DocumentVersion(**_columns(one), document_id=row.id, at=now, person=person)
            for row, one in zip(rows, batch, strict=True)
        )


def indexed_of(stored: Stored) -> str:
    """The text of the key that is indexed for the kind; empty where it has none."""
    found: Any = stored.body
    for key in INDEXED_KEYS.get(stored.kind, "").split("__"):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found[:INDEXED_LENGTH] if isinstance(found, str) else ""


INDEXED_LENGTH = 120
"""Characters of it that stand in the index."""


def badly_indexed() -> Iterable[str]:
    """The documents whose indexed key is not that of their body, for those who check the books."""
    kinds = models.Document.objects.filter(kind__in=INDEXED_KEYS)
    for row in kinds.order_by("id").iterator(chunk_size=2000):
        if row.indexed != indexed_of(_stored(row)):
            yield _stored(row).subject


def _columns(stored: Stored) -> dict[str, Any]:
    """What a document and each of its versions have in common."""
    return {
        "state": stored.state,
        "version": stored.version,
        "territory": stored.territory,
        "operator": stored.operator,
        "body": stored.body,
    }


def change(old: Stored, new: Stored, person: str, now: datetime, card: Card | None = None) -> None:
    """Replace a document by its next version; raises ChangedMeanwhile, NoSuchDocument."""
    row_id = old.row or _row_of(old)[0]
    # Written as text once, for the document and for its version.
    columns = _columns(new) | {"body": json.dumps(new.body)}
    values = {
        **columns, "indexed": indexed_of(new), "changed_at": now, "changed_by": person,
        **card_columns(card),
    }  # fmt: skip
    named = {"id": row_id, "kind": old.kind, "number": old.number, "version": old.version}
    if not update(models.Document, values, named):
        raise ChangedMeanwhile(old.kind, old.number, old.version, _row_of(old)[1])
    version = {**columns, "document": row_id, "at": now, "person": person}
    insert(models.DocumentVersion, tuple(version), [tuple(version.values())])


def _row_of(stored: Stored) -> tuple[int, int]:
    """The row of a document and its version now; raises NoSuchDocument."""
    named = models.Document.objects.filter(kind=stored.kind, number=stored.number)
    here = named.values_list("id", "version").first()
    if here is None:
        raise NoSuchDocument(stored.kind, stored.number)
    row_id, version = here
    return int(row_id), int(version)


_LENGTHS = {"about": 300, "firms": 500, "hands": 1000}


def card_columns(card: Card | None) -> dict[str, Any]:
    """The columns of a card; lists of names stand between bars, so that one is found whole."""
    if card is None:
        return {}
    columns = {name: getattr(card, name) for name in Card.__dataclass_fields__}
    columns |= {"firms": between_bars(card.firms), "hands": between_bars(card.hands)}
    for name, length in _LENGTHS.items():
        columns[name] = columns[name][:length]
    return columns


def between_bars(names: Iterable[str]) -> str:
    """`|one|other|`, and nothing for no name.

    >>> between_bars(["XA-F-1", "XA-F-2"])
    '|XA-F-1|XA-F-2|'
    """
    text = "|".join(dict.fromkeys(names))
    return f"|{text}|" if text else ""


def _keep_version(document: int, stored: Stored, person: str, now: datetime) -> None:
    models.DocumentVersion.objects.create(
        **_columns(stored), document_id=document, at=now, person=person
    )


def rows(kind: str, state: str) -> tuple[int, ...]:
    """The rows of a kind in a state, in the order in which they were added."""
    found = models.Document.objects.filter(kind=kind, state=state).order_by("id")
    return tuple(found.values_list("id", flat=True))


def versions(kind: str, number: str) -> tuple[Stored, ...]:
    """Every version of a document, the first one first; raises NoSuchDocument."""
    rows = models.DocumentVersion.objects.filter(document__kind=kind, document__number=number)
    found = tuple(
        Stored(kind, number, row.state, row.version, row.body, row.territory, row.operator)
        for row in rows.order_by("version")
    )
    if not found:
        raise NoSuchDocument(kind, number)
    return found


def summary(stored: Stored | None) -> dict[str, Any]:
    """State, version and hash of a document, as the journal keeps them."""
    if stored is None:
        return {}
    hashed = digest_of([stored.territory, stored.operator, stored.body])
    return {"state": stored.state, "version": stored.version, "sha256": hashed}


def contents_digest(stored: Stored) -> str:
    """The hash over what a document says and of whom."""
    return digest([stored.territory, stored.operator, stored.body])


def changed_keys(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The names of the top keys of the body that differ."""
    return sorted(key for key in {*old, *new} if old.get(key) != new.get(key))


def next_number(prefix: str, kind: str, year: int) -> str:
    """The next number of a sequence, such as `XA-EA-2031-000417`; none is given twice."""
    named = {"prefix": prefix, "kind": kind, "year": year}
    row, _ = models.Sequence.objects.get_or_create(**named, defaults={"last": 0})
    row.last += 1
    row.save(update_fields=["last"])
    return "-".join([*(part for part in (prefix, kind) if part), str(year), f"{row.last:06d}"])


def _stored(row: Any) -> Stored:
    return Stored(
        row.kind, row.number, row.state, row.version, row.body, row.territory, row.operator, row.id
    )


def all_current() -> Iterable[Stored]:
    """Every document as it stands, for those who check the books."""
    for row in models.Document.objects.order_by("id").iterator(chunk_size=2000):
        yield _stored(row)


def all_versions() -> Iterable[Stored]:
    """Every version of every document, for those who check the books."""
    rows = models.DocumentVersion.objects.select_related("document").order_by("id")
    for row in rows.iterator(chunk_size=2000):
        yield Stored(
            row.document.kind,
            row.document.number,
            row.state,
            row.version,
            row.body,
            row.territory,
            row.operator,
        )


def counts() -> dict[str, int]:
    """How many documents of each kind there are, by kind."""
    from django.db.models import Count

    rows = models.Document.objects.values_list("kind").annotate(Count("id")).order_by("kind")
    return dict(rows)
