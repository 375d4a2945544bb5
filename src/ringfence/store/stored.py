"""What the book hands out: plain values, never rows of the database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ringfence.terms import Day

REMEMBERED_MAX = 200
"""So many answers are kept in a work that asks for many documents once each."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A document as it was read.

    version    1 when it was added, one more at each change
    territory  the territory whose authority keeps it, where it has one
    operator   the number of the firm it is about, where it is about one
    body       its contents in texts, whole numbers, flags, lists and tables: read it with
               `law.record.read_record`
    row        where the table keeps it, so that it is found again at once; no part of what it is
    """

    kind: str
    number: str
    state: str
    version: int
    body: Mapping[str, Any]
    territory: str = ""
    operator: str = ""
    row: int = field(default=0, compare=False, repr=False)

    @property
    def subject(self) -> str:
        """How the journal and the entries name it: `kind:number`."""
        return f"{self.kind}:{self.number}"


@dataclass(frozen=True, slots=True)
class Ceiling:
    """A ceiling of a year and what is taken of it, in micrograms of anhydrous base.

    kind       `import` for the estimates of a territory; other words for other ceilings (quota)
    total      the estimate or assessment; re-exports are added, last year's excess is deducted
               (1961 articles 21(1)-(3) and 31(1)(b))
    """

    kind: str
    territory: str
    substance: str
    year: int
    total_ug: int
    re_export_ug: int = 0
    excess_ug: int = 0
    used_ug: int = 0
    holder: str = ""

    @property
    def allowed_ug(self) -> int:
        """What may be taken in all."""
        return self.total_ug + self.re_export_ug - self.excess_ug

    @property
    def left_ug(self) -> int:
        """What may still be taken; below zero where the ceiling was lowered under what is taken."""
        return self.allowed_ug - self.used_ug

    @property
    def subject(self) -> str:
        """How the journal names it."""
        holder = f"/{self.holder}" if self.holder else ""
        return f"limit:{self.kind}/{self.territory}{holder}/{self.substance}/{self.year}"


@dataclass(frozen=True, slots=True)
class Invited:
    """Whom a link lets in, in which role if it names one, and until when."""

    person: str
    role: str
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Card:
    """What lists and work ask for of a document, so that they need not read its body.

    It repeats what the document says and can be made from it again at any time.

    about       substances or names, as people would recognise it
    firms       every firm that it is about
    partner     territory of the other authority, where there is one
    hands       who entered, changed or proposed: none of them is the second person
    proposed    the act that stands proposed, and who proposed it
    entered     the day of the first act; `since` that of the last one
    ends        the day that the paper itself states as its end
    clock_from  the day on which the clock of its state began
    """

    about: str = ""
    firms: tuple[str, ...] = ()
    partner: str = ""
    hands: tuple[str, ...] = ()
    proposed: str = ""
    proposer: str = ""
    entered: Day | None = None
    since: Day | None = None
    ends: Day | None = None
    clock_from: Day | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A document in a list: what it is, where it stands, and its card."""

    kind: str
    number: str
    state: str
    version: int
    territory: str
    card: Card

    @property
    def subject(self) -> str:
        """How the journal names it: `kind:number`."""
        return f"{self.kind}:{self.number}"


@dataclass(frozen=True, slots=True)
class Mark:
    """Who has taken a piece of work and when; until which day it was put off, and why."""

    taken_by: str = ""
    taken_at: datetime | None = None
    until: Day | None = None
    reason: str = ""
