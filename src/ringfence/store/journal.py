"""What was done: every act is a leaf of a Merkle tree that can only grow.

A leaf is the canonical JSON of who, when, what, on which document, the state before and after,
the findings, and the version of the rule book. Bodies of documents and entries stand in it by
their hash, so that the journal shows a change of them without keeping what they say of people.

Whoever writes takes the row of the head first (`Journal.open`), so that the order is total. The
leaves of a transaction are written together at its end, in the same transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from ringfence.store import models
from ringfence.store.canonical import canonical, instant_text
from ringfence.store.errors import NodeError
from ringfence.store.merkle import Peaks, leaf_hash
from ringfence.store.reading import held_json, read
from ringfence.store.rows import insert, update
from ringfence.terms import Finding
from ringfence.trade.life import Done
from ringfence.trade.roles import Actor, Role

ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class Act:
    """One act as the journal keeps it.

    subject  `kind:number` of the document, `entry:number`, `limit:...`, `person:...`
    version  the version of the document that the act made; 0 where there is none
    before, after   state, version and hash of the contents, as far as they apply
    """

    at: str
    person: str
    role: str
    act: str
    subject: str
    rule_book: str
    version: int = 0
    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)
    findings: tuple[Mapping[str, Any], ...] = ()
    territory: str = ""
    operator: str = ""
    is_system: bool = False


def act_of(actor: Actor, now: datetime, act: str, subject: str, rule_book: str) -> Act:
    """The act of a person on a subject, still without what it changed."""
    return Act(
        at=instant_text(now),
        person=actor.person,
        role=str(actor.role),
        act=act,
        subject=subject,
        rule_book=rule_book,
        territory=actor.territory,
        operator=actor.operator,
        is_system=actor.is_system,
    )


def written_findings(findings: Iterable[Finding]) -> tuple[Mapping[str, Any], ...]:
    """Findings as the journal keeps them."""
    return tuple(
        {
            "rule": one.rule,
            "answer": str(one.answer),
            "reason": one.reason,
            "facts": dict(one.facts),
            **({"is_advice": True} if one.is_advice else {}),
        }
        for one in findings
    )


class Journal:
    """The end of the journal, inside one transaction that holds the lock on it."""

    def __init__(self, peaks: Peaks) -> None:
        self._peaks = peaks
        self._rows: list[tuple[Any, ...]] = []
        self._nodes: list[tuple[Any, ...]] = []

    @classmethod
    def open(cls) -> Journal:
        """Take the head's row and keep it to the end of the transaction."""
        heads = read(models.JournalHead, ("size", "peaks"), {"id": 1}, lock=True)
        if not heads:
            raise NodeError("the database has no journal: run the migrations of this release")
        ((size, peaks),) = heads
        return cls(Peaks(size, (bytes.fromhex(peak) for peak in held_json(peaks))))

    def append(self, act: Act, at: datetime) -> None:
        """Add one act; `at` is its instant."""
        leaf = canonical(act)
        hashed = leaf_hash(leaf.encode())
        named = (act.person, act.act, act.subject)
        self._rows.append((self._peaks.size, leaf, hashed.hex(), at, *named))
        self._nodes.extend(
            (made.level, made.position, made.hash.hex()) for made in self._peaks.append(hashed)
        )

    def write(self) -> None:
        """Write what was added since the last time, and the new head."""
        if not self._rows:
            return
        insert(models.JournalRow, _ROW, self._rows)
        insert(models.JournalNode, _NODE, self._nodes)
        peaks = [peak.hex() for peak in self._peaks.hashes]
        update(models.JournalHead, {"size": self._peaks.size, "peaks": peaks}, {"id": 1})
        self._rows, self._nodes = [], []


_ROW = ("position", "leaf", "leaf_hash", "at", "person", "act", "subject")
_NODE = ("level", "position", "node_hash")


def head() -> tuple[int, bytes]:
    """The size and the root of the journal as it is written."""
    row = models.JournalHead.objects.get(id=1)
    peaks = Peaks(row.size, (bytes.fromhex(peak) for peak in row.peaks))
    return peaks.size, peaks.root()


def acts_on(subject: str) -> tuple[Done, ...]:
    """Who did what to a document, in order, for the rule of four eyes."""
    return tuple(
        Done(one["act"], one["person"], Role(one["role"]), one.get("version", 0))
        for one in leaves(subject=subject)
    )


def acts_with_place(subject: str) -> list[tuple[int, Mapping[str, Any]]]:
    """Every act on a document with its position, in order."""
    named = {"subject": subject}
    rows = read(models.JournalRow, ("position", "leaf"), named, order=("position",))
    return [(position, json.loads(leaf)) for position, leaf in rows]


def changed_since(position: int, subjects: Iterable[str]) -> list[str]:
    """Which of some documents and ceilings an act after a position changed, each once, in order.

    It is looked up in the index of subjects. An order is not asked of the database, which might
    then go through everything that was written since.
    """
    rows = read(
        models.JournalRow, ("position", "subject", "leaf"), {"subject": list(subjects)},
        above=("position", position),
    )  # fmt: skip
    found: dict[str, None] = {}
    for _, subject, leaf in sorted(rows):
        act = json.loads(leaf)
        if act.get("version") or "total_ug" in act.get("after", {}):
            found.setdefault(subject)
    return list(found)


@dataclass(frozen=True, slots=True)
class Written:
    """One act as the journal holds it: where, when, its leaf and the hash of that."""

    position: int
    at: datetime
    leaf: Mapping[str, Any]
    leaf_hash: str


def written_on(subject: str) -> tuple[Written, ...]:
    """Every act on a document as it is written, in order."""
    rows = models.JournalRow.objects.filter(subject=subject).order_by("position")
    return tuple(Written(row.position, row.at, json.loads(row.leaf), row.leaf_hash) for row in rows)


def leaves(**filters: Any) -> Iterable[Mapping[str, Any]]:
    """The acts that match (subject, person, act, at__gte ...), in order, as they were written."""
    for _position, leaf in leaves_placed(**filters):
        yield leaf


def leaves_placed(**filters: Any) -> Iterable[tuple[int, Mapping[str, Any]]]:
    """The same, each with its position."""
    rows = models.JournalRow.objects.filter(**filters).order_by("position")
    for position, leaf in rows.values_list("position", "leaf").iterator(chunk_size=ROWS_AT_ONCE):
        yield position, json.loads(leaf)


def moments_of_decided(acts: Sequence[str], year: int) -> list[tuple[str, str, datetime]]:
    """Subject, act and instant of some acts on what the last of them was done on in a year.

    By subject, each in order; no leaf is read.
    """
    bounds = [datetime(one, 1, 1, tzinfo=UTC) for one in (year, year + 1)]
    decided = models.JournalRow.objects.filter(
        act=acts[-1], at__gte=bounds[0], at__lt=bounds[1]
    ).values("subject")
    rows = models.JournalRow.objects.filter(act__in=acts, subject__in=decided, at__lt=bounds[1])
    return list(rows.order_by("subject", "position").values_list("subject", "act", "at"))


NEAR = 20_000
"""So many of the last acts are looked through first for a part of a text, before every act is."""


def latest(filters: Mapping[str, Any], most: int, before: int | None) -> list[dict[str, Any]]:
    """The last acts that match, the latest first, each with its `position`."""
    rows = models.JournalRow.objects.filter(**filters)
    rows = rows if before is None else rows.filter(position__lt=before)
    if any(name.endswith(("__contains", "__startswith")) for name in filters):
        return _latest_holding(rows, most, before)
    return _told(rows, most)


def _latest_holding(rows: Any, most: int, before: int | None) -> list[dict[str, Any]]:
    """What holds a part of a text: among the last acts, else by an index that holds the text."""
    end = models.JournalHead.objects.values_list("size", flat=True).get(id=1)
    near = min(end, end if before is None else before) - NEAR
    found = _told(rows.filter(position__gte=near), most)
    if len(found) == most or near <= 0:
        return found
    named = models.JournalRow.objects.filter(position__in=rows.order_by().values("position"))
    return _told(named, most)


def _told(rows: Any, most: int) -> list[dict[str, Any]]:
    found = rows.order_by("-position").values_list("position", "leaf")[:most]
    return [{"position": position, **json.loads(leaf)} for position, leaf in found]


def leaf_at(position: int) -> tuple[str, bytes]:
    """The text of a leaf and its hash."""
    row = models.JournalRow.objects.get(position=position)
    return row.leaf, bytes.fromhex(row.leaf_hash)
