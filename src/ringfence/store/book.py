"""The only door that jobs use: a book inside one transaction, and the work done in it.

    def authorise(book: Book) -> Stored:
        application = book.document("application", number)  # read, decide (pure), write
        return book.change(application, state="decided", actor=actor, act=act)

    stored = work(authorise, now=now)              # durable when it returns

`work` runs one writer at a time on either database: it takes the head of the journal first, so
that whatever a job reads stays true until it has written. A job may be run again and must
therefore do nothing outside the book. `look` reads one consistent state and writes nothing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry
from ringfence.ledger.year import MonthSum
from ringfence.store.canonical import plain
from ringfence.store.errors import NoSuchDocument, NotWrittenHere
from ringfence.store.stored import REMEMBERED_MAX, Card, Ceiling, Listed, Stored
from ringfence.store.working import look, work
from ringfence.terms import Day, Finding
from ringfence.trade.life import Done
from ringfence.trade.roles import Actor, Role

if TYPE_CHECKING:
    from ringfence.store.journal import Journal, Written
    from ringfence.store.listing import Listing

__all__ = ["Book", "Ceiling", "Stored", "look", "work"]


class Book:
    """The books of a node inside one transaction; `work` and `look` open it.

    now        the instant of the act, as the caller gives it
    today      the day of the act in the territory
    rule_book  the version of the law that decides
    """

    is_rehearsal = False
    """True for books that keep nothing (`rehearsed_book`)."""

    def __init__(
        self, now: datetime, today: Day, rule_book: str, journal: Journal | None = None
    ) -> None:
        from ringfence.store.postings import Postings

        self.now, self.today, self.rule_book = now, today, rule_book
        self._journal, self._postings = journal, Postings()
        self._read: dict[tuple[Any, ...], list[Stored]] = {}
        self._acts: dict[str, list[tuple[int, Mapping[str, Any]]]] = {}
        self._takings: list[dict[str, Any]] = []
        self._persons: dict[tuple[str, Role | None], Actor] = {}
        self._last: tuple[Actor, str, str] | None = None
        self.understood: dict[tuple[str, int], Any] = {}  # by subject and version

    # Documents

    def document(self, kind: str, number: str) -> Stored:
        """The document as it stands; raises NoSuchDocument."""
        for found in self.documents(kind, number=number):
            return found
        raise NoSuchDocument(kind, number)

    def documents(
        self, kind: str, *, where: Mapping[str, Any] | None = None, **filters: Any
    ) -> list[Stored]:
        """Documents of a kind, by number; filters are `state`, `operator`, `territory`, `number`.

        A filter is one value or a list of them. `where` compares keys of the body (nested keys
        joined with `__`); it reads every document that the filters leave, so give filters too.
        """
        from ringfence.store import documents

        few = {"number", "operator"} & filters.keys()
        if where or not few or not all(isinstance(one, str) for one in filters.values()):
            return documents.search(kind, filters, where or {})
        asked = (kind, *sorted(filters.items()))
        if asked not in self._read:
            if len(self._read) >= REMEMBERED_MAX:
                self._read.clear()
            self._read[asked] = documents.search(kind, filters, {})
        return list(self._read[asked])

    def newest(self, kind: str, most: int) -> list[Stored]:
        """The documents of a kind that were entered last, the newest first."""
        from ringfence.store import documents

        return documents.newest(kind, most)

    def add(
        self,
        kind: str,
        body: Any,
        *,
        actor: Actor,
        act: str,
        state: str,
        number: str | None = None,
        territory: str = "",
        operator: str = "",
        findings: Iterable[Finding] = (),
        card: Card | None = None,
    ) -> Stored:
        """Keep a new document; gives it as it stands.

        body    a mapping, or a record (dataclass) that `read_record` reads back
        number  unique in its kind; without one the next of the territory, kind and year is given
        card    what lists ask for of it

        The same document under the same number again changes nothing; raises NumberTaken for
        another one.
        """
        from ringfence.store import documents

        self._writes(act)
        if number is None:
            number = self.next_number(territory or actor.territory, kind, self.today.year)
        asked = Stored(kind, number, state, 1, plain(body), territory, operator)
        stored, is_new = documents.add(asked, actor.person, self.now, card)
        if is_new:
            after = documents.summary(stored)
            self.record(actor, act, stored.subject, {}, after, findings, version=1)
        return stored

    def add_each(self, several: Sequence[Stored], *, actor: Actor, act: str) -> None:
        """Keep new documents of one kind, each in its first version and with a leaf of its own.

        Their bodies are mappings or records, as of `add`. Raises NumberTaken for a number that
        stands already, also where it is the same document.
        """
        from ringfence.store import documents

        self._writes(act)
        new = [replace(one, version=1, body=plain(one.body)) for one in several]
        documents.add_each(new, actor.person, self.now)
        for one in new:
            self.record(actor, act, one.subject, {}, documents.summary(one), version=1)

    def change(
        self,
        stored: Stored,
        *,
        actor: Actor,
        act: str,
        body: Any = None,
        state: str | None = None,
        operator: str | None = None,
        findings: Iterable[Finding] = (),
        card: Card | None = None,
    ) -> Stored:
        """Make the next version of a document; what is not given stays, its card too.

        Raises ChangedMeanwhile where it is no longer the version that was read.
        """
        from ringfence.store import documents

        self._writes(act)
        new = replace(
            stored,
            version=stored.version + 1,
            body=stored.body if body is None else plain(body),
            state=stored.state if state is None else state,
            operator=stored.operator if operator is None else operator,
        )
        documents.change(stored, new, actor.person, self.now, card)
        before, after = documents.summary(stored), documents.summary(new)
        keys = documents.changed_keys(stored.body, new.body)
        after |= {"changed": keys} if keys else {}
        self.record(actor, act, new.subject, before, after, findings, version=new.version)
        return new

    def purge(self, stored: Stored, *, actor: Actor, act: str, because: str) -> Stored:
        """Take the contents out of every version of a document; their hashes stay.

        Raises ChangedMeanwhile where it is no longer the version that was read. A document that
        was purged before stays as it is.
        """
        from ringfence.store import documents, purging

        self._writes(act)
        if stored.state == purging.PURGED:
            return stored
        new = replace(stored, version=stored.version + 1, body={}, state=purging.PURGED)
        documents.change(stored, new, actor.person, self.now)
        versions = purging.take_out(stored)
        before, after = documents.summary(stored), documents.summary(new)
        after |= {"purged": versions, "because": because}
        self.record(actor, act, new.subject, before, after, version=new.version)
        return new

    def listed(self, listing: Listing) -> list[Listed]:
        """Documents without their bodies, filtered, sorted and paged by the database."""
        from ringfence.store import lists

        return lists.rows(listing)

    def each_listed(self, listing: Listing) -> Iterator[Listed]:
        """The same, all of them, a bounded number in memory at once."""
        from ringfence.store import lists

        return lists.each(listing)

    def count_listed(self, listing: Listing) -> int:
        """How many documents a listing has, whatever page it asks for."""
        from ringfence.store import lists

        return lists.count(listing)

    def numbered_cards(self, kind: str, numbers: Sequence[str]) -> list[Listed]:
        """The documents of a kind with these numbers, without their bodies."""
        from ringfence.store import lists

        return lists.numbered(kind, numbers)

    def count_by_state(self, listing: Listing) -> dict[str, int]:
        """How many documents of a listing stand in each state."""
        from ringfence.store import lists

        return lists.count_by_state(listing)

    def firms_listed(self, listing: Listing) -> set[str]:
        """Every firm that a document of a listing is about."""
        from ringfence.store import lists

        return lists.firms(listing)

    def count_before(self, listing: Listing, first: Listed) -> int:
        """How many rows of a listing stand before one of its rows."""
        from ringfence.store import lists

        return lists.count_before(listing, first)

    def history(self, stored: Stored) -> tuple[Done, ...]:
        """Who did what to a document, in order, from the journal: for the rule of four eyes."""
        from ringfence.store import journal

        self._write_journal()
        return journal.acts_on(stored.subject)

    def versions(self, kind: str, number: str) -> tuple[Stored, ...]:
        """Every version of a document, the first one first; raises NoSuchDocument."""
        from ringfence.store import documents

        return documents.versions(kind, number)

    def counts(self) -> dict[str, int]:
        """How many documents of each kind there are."""
        from ringfence.store import documents

        return documents.counts()

    def next_number(self, prefix: str, kind: str, year: int) -> str:
        """The next number of a sequence, such as `XA-EA-2031-000417`.

        No number is given twice; one whose work was given up is given to the next who asks.
        """
        from ringfence.store import documents

        self._writes("a number")
        return documents.next_number(prefix, kind, year)

    # Postings

    def post(self, entry: Entry, *, actor: Actor, act: str) -> None:
        """Book an entry; the same entry again changes nothing.

        Raises NumberTaken for another entry under the number, and Overdrawn where an account that
        holds something real would be below zero.
        """
        self.post_each([entry], actor=actor, act=act)

    def post_each(self, entries: Sequence[Entry], *, actor: Actor, act: str) -> None:
        """Book entries in their order, each with a leaf of its own; errors as of `post`."""
        self._writes(act)
        because = {entry.number: entry.because for entry in entries}
        for number, hashed in self._postings.post(entries, act):
            after = {"because": because[number], "sha256": hashed}
            self.record(actor, act, f"entry:{number}", {}, after)

    def post_all(self, entries: Sequence[Entry], *, actor: Actor, act: str, because: str) -> int:
        """Book many entries as one act, such as a file of past trade; gives how many were new.

        The journal keeps one leaf with the hash over all of the new ones. Errors as of `post`.
        """
        from ringfence.store.checked_books import entries_digest

        self._writes(act)
        new = self._postings.post(entries, act)
        if new:
            after = {"entries": len(new), "sha256": entries_digest(new), "first": new[0][0]}
            self.record(actor, act, f"entries:{because}", {}, after)
        return len(new)

    def balance(self, account: Account) -> int:
        """Micrograms on an account now; 0 where nothing was ever booked on it."""
        from ringfence.store import postings

        return postings.balance(account)

    def balances(
        self,
        substance: str | None = None,
        holder: str | None = None,
        kind: str | None = None,
        place: str | None = None,
    ) -> dict[Account, int]:
        """The balances now of the accounts that match; accounts at zero are left out."""
        from ringfence.store import postings

        asked = {"substance": substance, "holder": holder, "kind": kind, "place": place}
        return postings.balances(asked)

    def entries(self, **filters: Any) -> Iterator[Entry]:
        """Whole entries in the order of booking, a bounded number in memory at once.

        Filters: `number`, `because`, `corrects`, `first` and `last` (days, both included), and
        `substance`, `holder`, `kind`, `place`, `purpose` of any one line. A filter is one value
        or a list.
        """
        from ringfence.store import postings

        return postings.entries(filters)

    def entries_page(
        self, skip: int, most: int, touching: str = "", **filters: Any
    ) -> tuple[Entry, ...]:
        """So many of those entries behind so many others, found by the database.

        With `touching` only those that also have a line on an account of that holder.
        """
        from ringfence.store import postings

        return postings.entries_page(filters, touching, skip, most)

    def entries_of(
        self, first: Day, last: Day, kinds: frozenset[AccountKind] = frozenset()
    ) -> Iterator[Entry]:
        """The entries of a period, day by day; with `kinds` those that touch such an account.

        It costs what the period costs, whatever lies before; they are read as they are asked for.
        """
        from ringfence.store import days

        return days.entries_of(first, last, kinds)

    def moved_on(self, first: Day, last: Day, kinds: frozenset[AccountKind]) -> dict[Account, int]:
        """What a period brought onto each account of some kinds, net; less than 0 was taken off."""
        from ringfence.store import days

        return days.moved_on(first, last, kinds)

    def held_before(self, day: Day, holders: frozenset[str] = frozenset()) -> dict[Account, int]:
        """What was held when a day began, by kind, substance and purpose; none at zero.

        What the named holders held stands apart under each of them, the rest under no holder.
        """
        from ringfence.store import days

        return days.held_before(day, holders)

    def month_sums(self, last_year: int, **filters: Any) -> list[MonthSum]:
        """What was booked by month, kind of account and partner, up to the end of a year.

        Filters: `first_year`; `substance`; `kinds` of account; `basis` (the kind of document that
        it rests on); `holder` for what that firm took part in, and of what is held only its own.
        """
        from ringfence.store import postings

        return list(postings.month_sums(last_year, **filters))

    def substances(self, holder: str | None = None) -> list[str]:
        """The substances that have an account, be it of one holder only."""
        from ringfence.store import postings

        return postings.substances(holder)

    def years(self) -> tuple[int, int] | None:
        """The first and the last year on the books; `None` where nothing was booked."""
        from ringfence.store import postings

        return postings.years()

    # Ceilings

    def limit(
        self, territory: str, substance: str, year: int, *, kind: str = "import", holder: str = ""
    ) -> Ceiling:
        """The ceiling and what is taken of it; raises NoSuchLimit where none is set."""
        from ringfence.store import ceilings

        return ceilings.find(kind, territory, holder, substance, year)

    def limits(
        self,
        *,
        territory: str | None = None,
        substance: str | None = None,
        year: int | None = None,
        kind: str | None = None,
        holder: str | None = None,
    ) -> list[Ceiling]:
        """The ceilings that match."""
        from ringfence.store import ceilings

        asked = {"territory": territory, "substance": substance, "year": year}
        return ceilings.search({**asked, "kind": kind, "holder": holder})

    def set_limit(self, ceiling: Ceiling, *, actor: Actor, act: str) -> Ceiling:
        """Set the figures of a ceiling; what is taken of it stays, whatever `used_ug` says.

        A ceiling lowered under what is taken leaves nothing to take, and undoes nothing.
        """
        from ringfence.store import ceilings

        self._writes(act)
        old, new = ceilings.put(ceiling)
        if old != new:
            before, after = ceilings.summary(old), ceilings.summary(new)
            self.record(actor, act, new.subject, before, after)
        return new

    def take(
        self, territory: str, substance: str, year: int, amount_ug: int, because: str, *,
        kind: str = "import", holder: str = "", is_done: bool = False,
    ) -> None:  # fmt: skip
        """Take micrograms of a ceiling for a document; the same taking again changes nothing.

        is_done  what has happened is counted, also beyond the ceiling

        Raises OverLimit with the figures, NoSuchLimit where no ceiling is set, NumberTaken where
        the document took another amount before. The journal shows it in the next act of the work.
        """
        from ringfence.store import ceilings

        self._writes(f"taking for {because}")
        asked = Ceiling(kind, territory, substance, year, 0, holder=holder)
        if ceilings.take(asked, amount_ug, because, is_done) is not None:
            self._takings.append({"limit": asked.subject, "because": because, "ug": amount_ug})

    def kept_for(self, ceiling: Ceiling, because: Collection[str]) -> int:
        """Micrograms of a ceiling that stay taken for a document, under any of its words."""
        from ringfence.store import ceilings

        return ceilings.kept_for(ceiling, because)

    def give_back(self, because: str, *, substance: str | None = None, keep_ug: int = 0) -> int:
        """Let a document keep only `keep_ug` of what it took; gives the micrograms given back.

        For an unused or partly used paper. Nothing comes back twice.
        """
        from ringfence.store import ceilings

        self._writes(f"giving back of {because}")
        given = ceilings.give_back(because, substance, keep_ug)
        self._takings.extend(
            {"limit": one.subject, "because": because, "ug": -back} for one, back in given
        )
        return sum(back for _, back in given)

    # Persons

    def person(self, person: str, role: Role | None = None) -> Actor:
        """Who may act; raises NoSuchPerson, also where several roles leave it open which."""
        from ringfence.store import persons

        asked = (person, role)
        if asked not in self._persons:
            self._persons[asked] = persons.find(person, role)
        return self._persons[asked]

    def persons(self, *, is_active: bool | None = True, **filters: str) -> list[Actor]:
        """Everybody who may act, by `role`, `territory`, `operator`."""
        from ringfence.store import persons

        return persons.search(is_active, filters)

    def set_person(self, person: Actor, *, actor: Actor, act: str, is_active: bool = True) -> None:
        """Enter a person with a role, change their territory, firm or interests, or end the role.

        No password is kept: signing in is the affair of the pages.
        """
        from ringfence.store import persons

        self._writes(act)
        before, after = persons.put(person, is_active)
        self._persons.clear()
        if before != after:
            self.record(actor, act, f"person:{person.person}", before, after)

    # The journal

    def record(
        self,
        actor: Actor,
        act: str,
        subject: str,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        findings: Iterable[Finding] = (),
        *,
        version: int = 0,
    ) -> None:
        """Put an act into the journal; for acts that change nothing else (opened, exported).

        Keep names and addresses out of `before` and `after`: the journal is never shortened.
        """
        from ringfence.store.journal import act_of, written_findings

        journal = self._writes(act)
        after = dict(after or {}) | ({"limits": self._takings} if self._takings else {})
        one = replace(
            act_of(actor, self.now, act, subject, self.rule_book),
            before=before or {},
            after=after,
            version=version,
            findings=written_findings(findings),
        )
        journal.append(one, self.now)
        self._acts.pop(subject, None)
        self._takings, self._last = [], (actor, act, subject)

    def finish(self) -> None:
        """Write the journal of the work; `work` calls it last, before the commit.

        Raises NotWrittenHere where a ceiling was changed and no act was recorded.
        """
        if self._takings and self._last is None:
            raise NotWrittenHere("a ceiling without an act: record the act in the same work; it")
        if self._takings and self._last is not None:
            self.record(*self._last)
        self._write_journal()

    def acts(self, **filters: Any) -> Iterable[Mapping[str, Any]]:
        """The acts of the journal that match `subject`, `person`, `act`, `position`, in order."""
        from ringfence.store import journal

        self._write_journal()
        return journal.leaves(**filters)

    def acts_on(self, subject: str) -> list[tuple[int, Mapping[str, Any]]]:
        """Every act on a document with its position in the journal, in order."""
        if subject not in self._acts:
            from ringfence.store import journal

            self._write_journal()
            self._acts[subject] = journal.acts_with_place(subject)
        return self._acts[subject]

    def latest_acts(
        self, filters: Mapping[str, Any], most: int, before: int | None = None
    ) -> list[dict[str, Any]]:
        """The last acts that match, the latest first, each with its `position`."""
        from ringfence.store import journal

        return journal.latest(filters, most, before)

    def made_by(self, subject: str, version: int) -> tuple[int, Mapping[str, Any]] | None:
        """The act that made a version of a document, with its position in the journal."""
        acts = self.acts_on(subject)
        return next((one for one in acts if one[1].get("version") == version), None)

    def changed_since(self, position: int, subjects: Iterable[str]) -> list[str]:
        """Which of some documents and ceilings were changed after a position of the journal."""
        from ringfence.store import journal

        self._write_journal()
        return journal.changed_since(position, subjects)

    def written(self, stored: Stored) -> tuple[Written, ...]:
        """The acts on a document with their places in the journal, in order."""
        from ringfence.store import journal

        self._write_journal()
        return journal.written_on(stored.subject)

    def head(self) -> tuple[int, bytes]:
        """How many acts the journal holds, those of this work included, and its root."""
        from ringfence.store import journal

        self._write_journal()
        return journal.head()

    def _writes(self, act: str) -> Journal:
        """The journal of this work; what was read of documents is read anew from here on."""
        if self._journal is None:
            raise NotWrittenHere(act)
        self._read.clear()
        return self._journal

    def _write_journal(self) -> None:
        if self._journal is not None:
            self._journal.write()
