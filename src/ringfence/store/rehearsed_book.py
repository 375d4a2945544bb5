"""Books in which nothing is written: what an act would write is only held to what stands there.

So the findings of an act can be read before it is done, and nobody who writes has to wait: it is
used within `look`, whose transaction cannot write.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from ringfence.ledger.account import Account
from ringfence.ledger.entry import Entry
from ringfence.store.book import Book
from ringfence.store.canonical import plain
from ringfence.store.errors import Overdrawn
from ringfence.store.stored import Ceiling, Stored
from ringfence.terms import Finding
from ringfence.trade.roles import Actor, Role


class RehearsedBook(Book):
    """The books as another reads them, for a stand-in who has opened one version of a document."""

    is_rehearsal = True

    def __init__(self, book: Book, stand_in: Actor, subject: str, version: int) -> None:
        super().__init__(book.now, book.today, book.rule_book)
        self._stand_in, self._subject, self._version = stand_in, subject, version
        self._moved: dict[Account, int] = {}

    def person(self, person: str, role: Role | None = None) -> Actor:
        """The stand-in under its own name; others as they stand."""
        is_stand_in = person == self._stand_in.person
        return self._stand_in if is_stand_in else super().person(person, role)

    def acts_on(self, subject: str) -> list[tuple[int, Mapping[str, Any]]]:
        """The acts on a document; of the one that is rehearsed also that the stand-in opened it."""
        found = super().acts_on(subject)
        if subject != self._subject:
            return found
        act, person = f"trade.{subject.partition(':')[0]}.open", self._stand_in.person
        after = {"opened": self._version}
        return [*found, (-1, {"act": act, "person": person, "subject": subject, "after": after})]

    def add(
        self, kind: str, body: Any, *, actor: Actor, act: str, state: str,
        number: str | None = None, territory: str = "", operator: str = "", **more: Any,
    ) -> Stored:  # fmt: skip
        """The document as it would be kept."""
        number = number or self.next_number(territory or actor.territory, kind, self.today.year)
        return Stored(kind, number, state, 1, plain(body), territory, operator)

    def add_each(self, several: Sequence[Stored], *, actor: Actor, act: str) -> None:
        """Keeps nothing."""

    def change(
        self, stored: Stored, *, actor: Actor, act: str, body: Any = None,
        state: str | None = None, operator: str | None = None, **more: Any,
    ) -> Stored:  # fmt: skip
        """The next version as it would be."""
        return replace(
            stored,
            version=stored.version + 1,
            body=stored.body if body is None else plain(body),
            state=stored.state if state is None else state,
            operator=stored.operator if operator is None else operator,
        )

    def next_number(self, prefix: str, kind: str, year: int) -> str:
        """A number that nobody is given."""
        return f"{prefix}-{kind}-{year}-rehearsed"

    def post_each(self, entries: Sequence[Entry], *, actor: Actor, act: str) -> None:
        """Raises Overdrawn as booking would."""
        from ringfence.store.postings import said

        for entry in entries:
            for line in entry.lines:
                before_ug = self.balance(line.account)
                after_ug = before_ug + line.amount_ug
                if line.account.is_held and line.amount_ug < 0 and after_ug < 0:
                    raise Overdrawn(entry.number, said(line.account), before_ug, -line.amount_ug)
                moved_ug = self._moved.get(line.account, 0)
                self._moved[line.account] = moved_ug + line.amount_ug

    def post_all(self, entries: Sequence[Entry], *, actor: Actor, act: str, because: str) -> int:
        """Raises Overdrawn as booking would."""
        self.post_each(entries, actor=actor, act=act)
        return len(entries)

    def balance(self, account: Account) -> int:
        """What the account would hold."""
        return super().balance(account) + self._moved.get(account, 0)

    def set_limit(self, ceiling: Ceiling, *, actor: Actor, act: str) -> Ceiling:
        """The ceiling as it would stand."""
        return ceiling

    def take(
        self, territory: str, substance: str, year: int, amount_ug: int, because: str, *,
        kind: str = "import", holder: str = "", is_done: bool = False,
    ) -> None:  # fmt: skip
        """Raises OverLimit, NoSuchLimit and NumberTaken as taking would."""
        from ringfence.store import ceilings

        asked = Ceiling(kind, territory, substance, year, 0, holder=holder)
        ceilings.require_room(asked, amount_ug, because, is_done)

    def give_back(self, because: str, *, substance: str | None = None, keep_ug: int = 0) -> int:
        """Gives nothing back."""
        return 0

    def set_person(self, person: Actor, *, actor: Actor, act: str, is_active: bool = True) -> None:
        """Changes nobody."""

    def record(
        self, actor: Actor, act: str, subject: str, before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None, findings: Iterable[Finding] = (), *,
        version: int = 0,
    ) -> None:  # fmt: skip
        """Writes nothing into the journal."""
