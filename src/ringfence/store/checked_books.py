"""Comparing the books with the journal: documents, entries, balances, ceilings, persons."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import Coalesce

from ringfence.store import ceilings, documents, models, months, persons, postings, purging
from ringfence.store.checked_columns import CheckedColumns
from ringfence.store.trouble import Trouble


def entries_digest(numbered: Iterable[tuple[str, str]]) -> str:
    """The hash over many entries in the order of booking, by their numbers and hashes."""
    hashed = hashlib.sha256()
    for number, one in numbered:
        hashed.update(f"{number} {one}\n".encode())
    return hashed.hexdigest()


class CheckedBooks:
    """Reads the acts in order, and says in the end where the books are not what they made."""

    def __init__(self) -> None:
        self.troubles: list[Trouble] = []
        self._documents: dict[str, dict[str, Any]] = {}
        self._versions: dict[tuple[str, int], str] = {}
        self._persons: dict[tuple[str, str], dict[str, Any]] = {}
        self._figures: dict[str, dict[str, Any]] = {}
        self._used: dict[str, int] = {}
        self._purged: set[tuple[str, int]] = set()
        self._entries = postings.kept_digests()
        self._columns = CheckedColumns()

    def read(self, position: int, leaf: Mapping[str, Any]) -> None:
        """Take one act."""
        self._columns.read(leaf)
        subject, after = str(leaf["subject"]), leaf["after"]
        for taking in after.get("limits", ()):
            self._used[taking["limit"]] = self._used.get(taking["limit"], 0) + taking["ug"]
        kind, _, name = subject.partition(":")
        if leaf["version"]:
            self._documents[subject] = after
            self._versions[(subject, leaf["version"])] = after["sha256"]
            self._purged |= {(subject, version) for version in after.get("purged", ())}
        elif kind == "entry" and "sha256" in after:
            self._compare_entries(position, 1, after["sha256"], name, str(leaf["act"]))
        elif kind == "entries" and "sha256" in after:
            self._compare_entries(position, after["entries"], after["sha256"], "", str(leaf["act"]))
        elif kind == "person" and "is_active" in after:
            self._persons[(name, after["role"])] = after
        elif kind == "limit" and "total_ug" in after:
            self._figures[subject] = after

    def _compare_entries(self, position: int, count: int, kept: str, number: str, act: str) -> None:
        booked = list(islice(self._entries, count))
        found = [(one, hashed if by == act else "") for one, hashed, by in booked]
        if number:
            is_same = found == [(number, kept)]
        else:
            is_same = len(found) == count and entries_digest(found) == kept
        if not is_same and not any(one.where == "entry" for one in self.troubles):
            there = found[0][0] if found else "nothing"
            says = f"row {position} booked {number or f'{count} entries'}, the books have {there}"
            self._tell("changed", "entry", says)

    def finish(self) -> list[Trouble]:
        """Compare what is left to compare; gives everything that is wrong."""
        for number, *_ in islice(self._entries, 1):
            if not any(one.where == "entry" for one in self.troubles):
                self._tell("inserted", "entry", f"{number} is booked and in no act")
        self._check_documents()
        self._check_versions()
        self._check_persons()
        self._check_balances()
        self._check_months()
        self._check_limits()
        return [*self.troubles, *self._columns.troubles()]

    def _check_documents(self) -> None:
        for stored in documents.all_current():
            kept = self._documents.pop(stored.subject, None)
            if kept is None:
                self._tell("inserted", "document", f"{stored.subject} is in no act")
                continue
            found = documents.summary(stored)
            wrong = [key for key, value in found.items() if kept.get(key) != value]
            if wrong:
                says = f"{stored.subject}: {', '.join(wrong)} is not what the last act made"
                self._tell("changed", "document", says)
        for subject in self._documents:
            self._tell("removed", "document", f"{subject} is gone")
        for subject in documents.badly_indexed():
            self._tell("changed", "document", f"{subject}: its index is not what it says")

    def _check_versions(self) -> None:
        for stored in documents.all_versions():
            named = (stored.subject, stored.version)
            kept, found = self._versions.pop(named, ""), documents.contents_digest(stored)
            if named in self._purged:
                found = purging.mark_of(stored)
            if kept != found:
                says = f"{stored.subject}: version {stored.version} is not what its act made"
                self._tell("changed", "version", says)
        for subject, version in self._versions:
            self._tell("removed", "version", f"{subject}: version {version} is gone")

    def _check_persons(self) -> None:
        for name, found in persons.summaries():
            if self._persons.pop((name, found["role"]), None) != found:
                says = f"{name} in the role {found['role']} is not what the last act made"
                self._tell("changed", "person", says)
        for name, role in self._persons:
            self._tell("removed", "person", f"{name} in the role {role} is gone")

    def _check_balances(self) -> None:
        sums = models.LedgerAccount.objects.annotate(sum_ug=Coalesce(Sum("lines__amount_ug"), 0))
        for row in sums.exclude(balance_ug=F("sum_ug")):
            says = f"account {row.kind}/{row.substance}/{row.holder}: {row.balance_ug} micrograms "
            self._tell("changed", "balance", f"{says}kept, its lines sum to {row.sum_ug}")

    def _check_months(self) -> None:
        for named in months.badly_summed():
            says = f"month {named}: what is kept is not what its lines sum to"
            self._tell("changed", "balance", says)

    def _check_limits(self) -> None:
        for ceiling in ceilings.search({}):
            used = self._used.get(ceiling.subject, 0)
            if used != ceiling.used_ug:
                says = f"{ceiling.subject}: {ceiling.used_ug} micrograms used, the acts took {used}"
                self._tell("changed", "limit", says)
            kept, found = self._figures.pop(ceiling.subject, {}), ceilings.summary(ceiling)
            figures = ("total_ug", "re_export_ug", "excess_ug")
            if any(kept.get(name) != found[name] for name in figures):
                says = f"{ceiling.subject}: the figures are not what the last act set"
                self._tell("changed", "limit", says)
        for subject in self._figures:
            self._tell("removed", "limit", f"{subject} is gone")

    def _tell(self, kind: str, where: str, says: str) -> None:
        self.troubles.append(Trouble(kind, where, -1, says))
