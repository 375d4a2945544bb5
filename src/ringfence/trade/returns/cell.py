"""A figure of a return: an amount or the reason why there is none, and what it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from ringfence.terms import Day, RingfenceError


class Status(StrEnum):
    """How a figure is meant. A figure that is missing is `not reported`, never 0."""

    REPORTED = "reported"
    NIL = "nil"
    """A true zero: the sources are complete and there was nothing."""
    NOT_REPORTED = "not reported"
    ESTIMATED = "estimated"
    PROVISIONAL = "provisional"
    """From books to which something may still be added."""
    REVISED = "revised"
    """Put right after it was sent, on the day that stands beside it."""


class CellNotUnderstood(RingfenceError):
    """A figure contradicts its own status."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure, in whole micrograms of anhydrous base.

    rests_on    numbers of the entries that sum to it, or of the document that states it; a stock
                also rests on the balance of the day before the period (`balance:2031-12-31`)
    revised_on  the day of the revision, for a revised figure
    why         why it is not reported, in a few words
    entries_unnamed  how many entries sum to it, where those are too many to be named
    """

    status: Status
    amount_ug: int | None = None
    rests_on: tuple[str, ...] = ()
    revised_on: Day | None = None
    why: str = ""
    entries_unnamed: int = 0

    def __post_init__(self) -> None:
        if (self.status is Status.NOT_REPORTED) != (self.amount_ug is None):
            raise CellNotUnderstood(f"{self.status} with the amount {self.amount_ug}")
        if self.status is Status.NIL and self.amount_ug != 0:
            raise CellNotUnderstood(f"nil with the amount {self.amount_ug}")
        if (self.status is Status.REVISED) != (self.revised_on is not None):
            raise CellNotUnderstood(f"{self.status} with the day {self.revised_on}")

    @property
    def words(self) -> str:
        """The status as printed: `revised(2032-07-14)` names its day."""
        return f"revised({self.revised_on})" if self.revised_on else str(self.status)


def not_reported(why: str) -> Cell:
    """A figure that is missing, and why."""
    return Cell(Status.NOT_REPORTED, why=why)


def counted(amount_ug: int, rests_on: tuple[str, ...], is_complete: bool | None) -> Cell:
    """A figure from the books: provisional until their sources are known to be complete.

    >>> counted(0, (), True).status, counted(0, (), None).status
    (<Status.NIL: 'nil'>, <Status.PROVISIONAL: 'provisional'>)
    """
    if is_complete is not True:
        return Cell(Status.PROVISIONAL, amount_ug, rests_on)
    return Cell(Status.REPORTED if amount_ug else Status.NIL, amount_ug, rests_on)


def filed(amount_ug: int | None, document: str) -> Cell:
    """A figure that a document states; not reported where the document leaves it out."""
    if amount_ug is None:
        return not_reported("the document does not state it")
    status = Status.REPORTED if amount_ug else Status.NIL
    return Cell(status, amount_ug, (document,))
