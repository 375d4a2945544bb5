"""Who may do what: the table of the desk, read from the files beside this one.

One row an act (`room.thing.verb`), one column a role. A cell says how the role may act:

    D, d   does it: in the territory; in the own firm
    Dp, dp proposes it, and another person does it
    2      does it as the second person only: on what another person proposed
    o      does it on what is its own: a partner on its own papers, a person on own results
    R, r   reads: all of the territory; the own only
    =      as far as the reading of the thing itself reaches
    -      nothing

After a colon stands the condition (`D:from_signed_paper`), which the subject must claim. The
column `clock` says what nightly work does by itself when a day has passed.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from ringfence.terms import Answer, DataError
from ringfence.trade.life import ActRefused, Done
from ringfence.trade.roles import Actor, Role

TABLES = ("permissions.csv", "operator_acts.csv")
"""The acts of the desk's own table, and the further acts of operators under the same rows."""

CLOCK = "clock"
"""The column of what nightly work does by itself."""

CONDITIONS = {
    "from_signed_paper": "only from a signed paper",
    "from_paper": "only from a paper",
    "of_site": "only of a site under inspection",
    "of_sample": "only of a case with a sample",
    "with_reason": "only with a reason that is told",
    "of_returns": "only about returns",
    "of_ceiling": "only the ceiling of the own licence",
    "of_office": "only of the own office",
    "technical": "only what is technical",
    "own_acts": "only the own acts",
    "of_checkpoint": "only a published checkpoint",
    "if_named": "only the person who is named for it",
}
"""Conditions of cells, in plain words."""


class Way(StrEnum):
    """How a person wants to act."""

    DO = "do"
    PROPOSE = "propose"
    READ = "read"


@dataclass(frozen=True, slots=True)
class Subject:
    """What the act is done on, as far as the question of who may needs it.

    territory  of the authority that keeps the document
    operators  the firms concerned, by number
    addressee  territory of the partner authority whose own document it is, or that is asked
    history    what was done on it so far; four eyes compare its persons
    proposer   who proposed the act that is now to be done; empty where nobody did
    holds      conditions that hold here, by the words of CONDITIONS
    """

    territory: str = ""
    operators: tuple[str, ...] = ()
    addressee: str = ""
    history: tuple[Done, ...] = ()
    proposer: str = ""
    holds: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether an actor may, in one sentence: met, not met, or undetermined for want of a fact."""

    answer: Answer
    reason: str
    cell: str = "-"

    @property
    def is_given(self) -> bool:
        """True only when it is met: what is not known permits nothing."""
        return self.answer is Answer.MET


@dataclass(frozen=True, slots=True)
class Row:
    """One act of the table: its cell for each role, for the clock, and the desk's own words."""

    act: str
    cells: dict[str, str]
    clock: str
    row: str


@cache
def table() -> dict[str, Row]:
    """The table by act; raises DataError for a row that cannot be read."""
    found: dict[str, Row] = {}
    for name in TABLES:
        text = (Path(__file__).parent / name).read_text(encoding="utf-8")
        for line, cells in enumerate(csv.DictReader(text.splitlines()), 2):
            row = _row(cells)
            wrong = [cell for cell in (*row.cells.values(), row.clock) if not _is_cell(cell)]
            if wrong or row.act in found or row.act.count(".") != 2:
                remedy = "Each act stands once, as room.thing.verb, with a known mode in each cell."
                raise DataError(f"trade/{name}", line, f"{row.act}: {wrong or 'act'}", remedy)
            found[row.act] = row
    return found


def _row(cells: dict[str, str]) -> Row:
    roles = {role.value: cells.get(role.value) or "" for role in Role}
    return Row(cells["act"], roles, cells[CLOCK], cells["row"])


def _is_cell(cell: str) -> bool:
    mode, _, condition = cell.partition(":")
    return mode in {*_DOES, *_READS, "2", "Dp+2", "-"} and condition in {"", *CONDITIONS}


def may(actor: Actor, act: str, subject: Subject, way: Way = Way.DO) -> Permission:
    """Whether `actor` may act on `subject` in that way, and why or why not.

    >>> may(Actor("anna", Role.APPROVER, "XA"), "trade.correction.approve", Subject("XA")).reason
    'nobody has proposed it yet'
    """
    row = table().get(act)
    if row is None:
        return Permission(Answer.NOT_MET, f"{act} is no act of the table")
    shared = set(actor.interests) & set(subject.operators)
    if shared and way is not Way.READ:
        firms = ", ".join(sorted(shared))
        return Permission(Answer.NOT_MET, f"declared an interest in {firms}: another must act")
    if row.clock != "-" and way is Way.DO:
        return _by_the_clock(actor, row)
    return _first_given(_judged(actor, cell, subject, way, act) for cell in _cells(row, actor))


def require(actor: Actor, act: str, subject: Subject, way: Way = Way.DO) -> Permission:
    """The permission, or ActRefused with its reason."""
    found = may(actor, act, subject, way)
    if not found.is_given:
        raise ActRefused(act, found.reason)
    return found


def ways(actor: Actor, act: str, subject: Subject) -> tuple[Way, ...]:
    """Every way in which the actor may act on the subject."""
    return tuple(way for way in Way if may(actor, act, subject, way).is_given)


def roles_of_act(act: str) -> tuple[Role, ...]:
    """The roles that do, propose or decide an act, or read where that is the act; else nothing."""
    row = table().get(act)
    if row is None:
        return ()
    modes = (*_DOES, "2", "Dp+2", *(_READS if act.rpartition(".")[2] in _LOOKS else ()))
    return tuple(role for role in Role if row.cells[role].partition(":")[0] in modes)


_LOOKS = frozenset({"read", "export"})
_DOES = ("D", "d", "o", "Dp", "dp")
_READS = ("R", "r", "=")


def _cells(row: Row, actor: Actor) -> tuple[str, ...]:
    cell = row.cells[actor.role]
    return ("Dp", "2") if cell == "Dp+2" else (cell,)


def _first_given(found: Iterable[Permission]) -> Permission:
    every = tuple(found)
    return next((one for one in every if one.is_given), every[-1])


def _by_the_clock(actor: Actor, row: Row) -> Permission:
    if actor.is_system:
        return Permission(Answer.MET, "nightly work does it when the day has passed", row.clock)
    return Permission(Answer.NOT_MET, "it happens by itself when the day has passed", row.clock)


def _judged(actor: Actor, cell: str, subject: Subject, way: Way, act: str) -> Permission:
    mode, _, condition = cell.partition(":")
    refused = _refused_by_mode(mode, way, act)
    if refused:
        return Permission(Answer.NOT_MET, refused, cell)
    if condition and condition not in subject.holds:
        return Permission(Answer.NOT_MET, CONDITIONS[condition], cell)
    answer, reason = _reaches(actor, mode, subject)
    if answer is Answer.MET and mode == "2" and way is Way.DO:
        return _as_second(actor, subject)
    return Permission(answer, reason, cell)


def _refused_by_mode(mode: str, way: Way, act: str) -> str:
    """Why a mode does not go with the way, or an empty text."""
    reads = way is Way.READ or act.rpartition(".")[2] in _LOOKS
    if mode == "-":
        return "the role has no part in it"
    if mode in _READS:
        return "" if reads else "the role reads it and does not act"
    if way is Way.DO and mode in ("Dp", "dp"):
        return "the role proposes it: another person decides"
    if way is Way.PROPOSE and mode == "2":
        return "the role decides what others propose, and does not propose"
    return ""


def _reaches(actor: Actor, mode: str, subject: Subject) -> tuple[Answer, str]:
    """Whether the subject lies within what the mode reaches."""
    if mode[0] in "dr":
        return _own_firm(actor, subject)
    if mode == "o":
        return _own(actor, subject)
    if actor.role is Role.PUBLIC or mode == "=":
        return Answer.MET, "open to all" if mode != "=" else "as far as the thing may be read"
    return _in_territory(actor, subject, "within the territory")


def _in_territory(actor: Actor, subject: Subject, met: str) -> tuple[Answer, str]:
    """Whether the document is kept by the actor's own territory; `met` is the reason if it is."""
    if not subject.territory or not actor.territory:
        return Answer.UNDETERMINED, "the territory is not told"
    if actor.territory != subject.territory:
        return Answer.NOT_MET, f"it belongs to {subject.territory}, not to {actor.territory}"
    return Answer.MET, met


def _own_firm(actor: Actor, subject: Subject) -> tuple[Answer, str]:
    if actor.role not in (Role.OPERATOR_CLERK, Role.RESPONSIBLE_PERSON):
        return Answer.MET, "reads what is its own"
    if not subject.operators or not actor.operator:
        return Answer.UNDETERMINED, "the firm is not told"
    if actor.operator not in subject.operators:
        return Answer.NOT_MET, "it belongs to another firm"
    return Answer.MET, "within the own firm"


def _own(actor: Actor, subject: Subject) -> tuple[Answer, str]:
    if actor.role is not Role.PARTNER_AUTHORITY:
        entered = any(done.person == actor.person for done in subject.history)
        if subject.history and not entered:
            return Answer.NOT_MET, "it was entered by another person"
        return _in_territory(actor, subject, "its own")
    if not subject.addressee or not actor.territory:
        return Answer.UNDETERMINED, "the partner authority is not told"
    if subject.addressee != actor.territory:
        return Answer.NOT_MET, "it is addressed to another authority"
    return Answer.MET, "addressed to this authority"


def _as_second(actor: Actor, subject: Subject) -> Permission:
    """Another person than all who entered, changed or proposed; never a system."""
    if actor.is_system:
        return Permission(Answer.NOT_MET, "a system proposes or computes, and never approves", "2")
    if not subject.proposer:
        return Permission(Answer.NOT_MET, "nobody has proposed it yet", "2")
    persons = {subject.proposer, *(done.person for done in subject.history)}
    if actor.person in persons:
        reason = "whoever entered, changed or proposed cannot decide: ask another"
        return Permission(Answer.NOT_MET, reason, "2")
    if not actor.hands.isdisjoint(persons):
        reason = "the person you stand for entered or proposed it: ask another"
        return Permission(Answer.NOT_MET, reason, "2")
    return Permission(Answer.MET, "as second person", "2")
