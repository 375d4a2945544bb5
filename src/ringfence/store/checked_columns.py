"""Comparing what stands beside the contents with the journal: who, when, state, takings, tokens.

A column that repeats what an act says is trusted by lists and rules, so it is compared as well.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any

from ringfence.store import models
from ringfence.store.canonical import instant_text
from ringfence.store.stored import Ceiling
from ringfence.store.trouble import Trouble

AT_ONCE = 2000
Made = tuple[str, str, str]
"""State, person and instant of an act that made a version."""


def _changed(where: str, says: str) -> Trouble:
    return Trouble("changed", where, -1, says)


def instant_of(at: datetime | None) -> str:
    """An instant of a column as a leaf writes it; empty where it is none."""
    return "" if at is None or at.tzinfo is None else instant_text(at)


class CheckedColumns:
    """Reads the acts in order, and compares the columns in the end."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, int], Made] = {}
        self._last: dict[str, int] = {}
        self._takings: dict[tuple[str, str], list[int]] = {}
        self._tokens: dict[str, dict[str, Any]] = {}

    def read(self, leaf: Mapping[str, Any]) -> None:
        """Take one act."""
        subject, after = str(leaf["subject"]), leaf["after"]
        for taking in after.get("limits", ()):
            named = (taking["limit"], taking["because"])
            self._takings.setdefault(named, []).append(taking["ug"])
        if leaf["version"]:
            made = (str(after.get("state", "")), str(leaf["person"]), str(leaf["at"]))
            self._made[(subject, leaf["version"])] = made
            self._last[subject] = max(leaf["version"], self._last.get(subject, 0))
        kind, _, name = subject.partition(":")
        if kind == "token":
            self._read_token(name, str(leaf["person"]), str(leaf["at"]), after)

    def _read_token(self, name: str, person: str, at: str, after: Mapping[str, Any]) -> None:
        told = self._tokens.setdefault(name, {})
        if "scopes" in after:
            told |= {one: after[one] for one in ("person", "role", "scopes")}
            told |= {"made_by": person, "confirmed_by": "", "is_revoked": False, "made_at": at}
            ends_at = datetime.fromisoformat(at) + timedelta(days=after["days"])
            told["ends_at"] = instant_text(ends_at)
        elif after.get("confirmed"):
            told["confirmed_by"] = person
        elif after.get("revoked"):
            told["is_revoked"] = True

    def troubles(self) -> Iterator[Trouble]:
        """Everything that is not as its act made it."""
        yield from self._versions()
        yield from self._documents()
        yield from self._uses()
        yield from self._token_rows()
        yield from _files()

    def _versions(self) -> Iterator[Trouble]:
        columns = ("document__kind", "document__number", "version", "state", "person", "at")
        rows = models.DocumentVersion.objects.order_by("id").values_list(*columns)
        for kind, number, version, state, person, at in rows.iterator(chunk_size=AT_ONCE):
            made = self._made.get((f"{kind}:{number}", version))
            if made is not None and made != (state, person, instant_of(at)):
                says = f"{kind}:{number}: version {version}: state, person or instant"
                yield _changed("version", f"{says} is not that of its act")

    def _documents(self) -> Iterator[Trouble]:
        columns = ("kind", "number", "created_by", "created_at", "changed_by", "changed_at")
        rows = models.Document.objects.order_by("id").values_list(*columns)
        for kind, number, *told in rows.iterator(chunk_size=AT_ONCE):
            subject = f"{kind}:{number}"
            first = self._made.get((subject, 1))
            last = self._made.get((subject, self._last.get(subject, 0)))
            if first is None or last is None:
                continue
            found = (told[0], instant_of(told[1]), told[2], instant_of(told[3]))
            if found != (*first[1:], *last[1:]):
                yield _changed("document", f"{subject}: who or when is not that of its acts")

    def _uses(self) -> Iterator[Trouble]:
        """What each document took of each ceiling, and what of it stays taken."""
        left = dict(self._takings)
        for use in models.LimitUse.objects.select_related("limit").order_by("id"):
            named = (_ceiling_of(use.limit).subject, use.because)
            acts = left.pop(named, [])
            kept = (sum(one for one in acts if one > 0), sum(acts))
            if kept != (use.taken_ug, use.kept_ug):
                says = f"{named[0]}: {named[1]} has {use.taken_ug} taken and {use.kept_ug} kept"
                yield _changed("limit", f"{says}, by the acts {kept[0]} and {kept[1]}")
        for limit, because in left:
            says = f"{limit}: what {because} took is gone"
            yield Trouble("removed", "limit", -1, says)
        for row in models.Limit.objects.order_by("id"):
            ceiling = _ceiling_of(row)
            if row.beyond_ug != max(0, -ceiling.left_ug):
                says = f"{ceiling.subject}: {row.beyond_ug} micrograms beyond it, by its figures"
                yield _changed("limit", f"{says} {max(0, -ceiling.left_ug)}")

    def _token_rows(self) -> Iterator[Trouble]:
        left = {name for name, told in self._tokens.items() if told}
        for row in models.ApiToken.objects.order_by("name"):
            left.discard(row.name)
            found = {
                "person": row.person, "role": row.role, "scopes": list(row.scopes),
                "made_by": row.made_by, "confirmed_by": row.confirmed_by,
                "is_revoked": row.revoked_at is not None,
                "made_at": instant_of(row.made_at), "ends_at": instant_of(row.ends_at),
            }  # fmt: skip
            if self._tokens.get(row.name) != found:
                yield _changed("token", f"{row.name} is not what its acts made")
        for name in sorted(left):
            yield Trouble("removed", "token", -1, f"{name} is gone")


def _ceiling_of(row: Any) -> Ceiling:
    return Ceiling(
        row.kind, row.territory, row.substance, row.year, row.total_ug,
        re_export_ug=row.re_export_ug, excess_ug=row.excess_ug, used_ug=row.used_ug,
        holder=row.holder,
    )  # fmt: skip


def _files() -> Iterator[Trouble]:
    """Files whose bytes are not those of their hash."""
    for row in models.StoredFile.objects.order_by("id").iterator(chunk_size=1):
        if hashlib.sha256(bytes(row.content)).hexdigest() != row.sha256:
            yield _changed("file", f"{row.sha256}: its bytes are not those that were handed in")
