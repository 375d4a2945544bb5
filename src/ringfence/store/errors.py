"""What can go wrong with the books, each with what to do about it.

StoreError
├── NoSuchDocument     no document of that kind has the number
├── NumberTaken        a number stands for something else already
├── ChangedMeanwhile   somebody changed the document since it was read
├── Overdrawn          an entry would take more from an account than it holds
├── TooMuch            an account would hold more than there is in the world
├── NoSuchLimit        no ceiling is set for the territory, substance and year
├── OverLimit          more is asked for than the ceiling leaves
├── NoSuchPerson       nobody with that name may act here
├── NameNotForPerson   a name could be taken for another person
├── NoSuchToken        no token of a system has that name
├── StoreBusy          others kept the books for too long: nothing was written
├── OutcomeUnknown     the connection broke while the work was being made durable
├── NotWrittenHere     a reading transaction was asked to write
├── RefusedByTables    the tables refused what the work wrote: a rule of the house was broken
├── NotCanonical       a value cannot be kept: a float, an unknown type
└── NodeError          a node's folder, configuration, backup or database cannot be used
"""

from __future__ import annotations

from ringfence.terms import RingfenceError


class StoreError(RingfenceError):
    """Root of the errors of the store."""


class NoSuchDocument(StoreError):
    """No document of that kind has the number."""

    def __init__(self, kind: str, number: str) -> None:
        self.kind, self.number = kind, number
        super().__init__(f"no {kind} has the number {number!r}: check the number and the kind")


class NumberTaken(StoreError):
    """A number stands for something else already; what was asked for is not booked."""

    def __init__(self, what: str, number: str) -> None:
        self.what, self.number = what, number
        super().__init__(
            f"{what} {number!r} is on the books with other contents: book a correction under a "
            "new number"
        )


class ChangedMeanwhile(StoreError):
    """Somebody changed the document since it was read."""

    is_refusal = True

    def __init__(self, kind: str, number: str, read: int, found: int) -> None:
        self.kind, self.number, self.read, self.found = kind, number, read, found
        super().__init__(
            f"{kind} {number} was changed meanwhile (version {found}, you saw {read}): "
            "open it again and decide on what it says now"
        )


class Overdrawn(StoreError):
    """An entry would take more from an account than it holds; amounts in micrograms."""

    is_refusal = True

    def __init__(self, number: str, account: str, held_ug: int, asked_ug: int) -> None:
        self.number, self.account = number, account
        self.held_ug, self.asked_ug = held_ug, asked_ug
        super().__init__(
            f"entry {number} takes {asked_ug} micrograms from {account}, which holds {held_ug}: "
            "book what came in first, or correct the amount"
        )


class TooMuch(StoreError):
    """An account would hold more than anybody has; amounts in micrograms."""

    is_refusal = True

    def __init__(self, number: str, account: str, would_hold_ug: int) -> None:
        self.number, self.account, self.would_hold_ug = number, account, would_hold_ug
        super().__init__(
            f"entry {number} would make {account} hold {would_hold_ug} micrograms, more than there "
            "is: correct the amount or its unit"
        )


class NoSuchLimit(StoreError):
    """No ceiling is set: nothing can be taken from it, which is not the same as zero."""

    def __init__(self, kind: str, territory: str, substance: str, year: int) -> None:
        self.kind, self.territory, self.substance, self.year = kind, territory, substance, year
        super().__init__(
            f"no {kind} ceiling of {territory} for {substance} in {year} is on the books: "
            "enter the estimate or assessment first"
        )


class OverLimit(StoreError):
    """More is asked for than the ceiling leaves; amounts in micrograms of anhydrous base."""

    is_refusal = True

    def __init__(self, ceiling: str, allowed_ug: int, used_ug: int, asked_ug: int) -> None:
        self.ceiling, self.allowed_ug = ceiling, allowed_ug
        self.used_ug, self.asked_ug = used_ug, asked_ug
        super().__init__(
            f"{ceiling}: {asked_ug} micrograms are asked for, {max(0, allowed_ug - used_ug)} are "
            f"left of {allowed_ug}: ask for less, or for a supplementary estimate"
        )


class NoSuchPerson(StoreError):
    """Nobody with that name and role may act in this node."""

    def __init__(self, person: str, role: str = "") -> None:
        self.person, self.role = person, role
        said = f"{person!r} with the role {role}" if role else repr(person)
        super().__init__(f"{said} may not act in this node: enter the person and the role first")


class NameNotForPerson(StoreError):
    """A name could be taken for another person, and nobody is entered under it."""

    is_refusal = True

    def __init__(self, name: str, other: str = "") -> None:
        self.name, self.other = name, other
        if other:
            says = f"{name!r} reads like {other!r}, who is entered: give it another name"
        else:
            says = (
                f"{name!r} holds signs that nobody sees, or others than names are made of: write "
                "letters a to z, digits and . _ @ + - alone, at most 100, a letter or digit first"
            )
        super().__init__(says)


class NoSuchToken(StoreError):
    """No token of a system has that name."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"no token is named {name!r}: `ringfence token list` shows them")


class StoreBusy(StoreError):
    """Others kept the books for too long; nothing of this work was written."""

    def __init__(self, attempts: int) -> None:
        self.attempts = attempts
        super().__init__(
            f"the books were in use by others ({attempts} attempts) and nothing was written: "
            "try again in a minute"
        )


class OutcomeUnknown(StoreError):
    """The connection broke while the work was being made durable."""

    def __init__(self) -> None:
        super().__init__(
            "the connection to the database broke at the last step: look whether the act is on "
            "the books before doing it again"
        )


class NotWrittenHere(StoreError):
    """A reading transaction was asked to write."""

    def __init__(self, act: str) -> None:
        self.act = act
        super().__init__(f"{act} writes, and this book was opened for reading: use work()")


class RefusedByTables(StoreError):
    """The tables refused what the work wrote, which nothing before them had found."""

    def __init__(self, constraint: str) -> None:
        self.constraint = constraint
        super().__init__(
            f"the tables refused what was to be written ({constraint}) and nothing was: "
            "report this with what you did"
        )


class NotCanonical(StoreError):
    """A value cannot be kept as it is."""

    def __init__(self, place: str, problem: str) -> None:
        self.place, self.problem = place, problem
        super().__init__(
            f"{place}: {problem}: keep texts, whole numbers, decimals, days, flags, lists, tables"
        )


class NodeError(StoreError):
    """A node's folder, configuration, backup or database cannot be used; says what to do."""
