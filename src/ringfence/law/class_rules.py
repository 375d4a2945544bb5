"""Which national rules control whole classes of structures, and how they are written.

`law/national/<cc>/class_rules.toml` holds one `[[rule]]` a class, with its definition in words
and, where the class can be drawn, a pattern. The order of looking is: the individual list first,
then the exceptions for medicines, then the class rule. A hit is a lead for a person, never a
finding: every pattern is a draft that also fits things outside the class.

An expression is clauses joined by ` || ` (any), a clause is terms joined by ` && ` (all). A term
is a SMARTS pattern that must be found, `NOT` and a pattern that must not be, or `MW<=500`: the
mass limit of the neutral parent in grams per mole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ringfence.law.data_file import DataFile, Table
from ringfence.law.entry import holds_on
from ringfence.law.overlay import NATIONAL
from ringfence.terms import Answer, Country, Day, DayWindow, RingfenceError

_KEYS = {
    *("id", "instrument", "since", "since_basis", "until", "covers", "definition", "expression"),
    *("needs", "members", "non_members", "source", "note"),
}
_MASS = re.compile(r"MW<=(\d+(?:\.\d+)?)")
_BRACKETS = {"(": ")", "[": "]"}


class ExpressionNotUnderstood(RingfenceError):
    """The pattern of a class rule does not follow the syntax."""

    def __init__(self, text: str, problem: str) -> None:
        self.text, self.problem = text, problem
        super().__init__(f"{text!r}: {problem}")


@dataclass(frozen=True, slots=True)
class Smarts:
    """A pattern that must be found in the structure."""

    pattern: str

    def as_pair(self) -> tuple[str, str | float]:
        """The term as `substance.structure.fits` takes it."""
        return "smarts", self.pattern


@dataclass(frozen=True, slots=True)
class NotSmarts:
    """A pattern that must not be found in the structure."""

    pattern: str

    def as_pair(self) -> tuple[str, str | float]:
        """The term as `substance.structure.fits` takes it."""
        return "not", self.pattern


@dataclass(frozen=True, slots=True)
class MassLimit:
    """The largest molar mass of the neutral parent, in grams per mole."""

    grams_per_mole_max: float

    def as_pair(self) -> tuple[str, str | float]:
        """The term as `substance.structure.fits` takes it."""
        return "mass_limit", self.grams_per_mole_max


Term = Smarts | NotSmarts | MassLimit
Clause = tuple[Term, ...]
Pairs = tuple[tuple[tuple[str, str | float], ...], ...]
Fits = Callable[[Pairs], bool]
"""Says whether the structure in question meets every term of one of the clauses."""


@dataclass(frozen=True, slots=True)
class ClassRule:
    """One class of structures under one national instrument, in one wording.

    covers     the class in a few words
    clauses    the pattern; empty where the rule cannot be drawn
    needs      `algorithm` or `expert`: what a rule without a pattern asks for; else empty
    members, non_members  examples on which the pattern was tried
    """

    id: str
    country: Country
    instrument: str
    since: DayWindow
    since_basis: str
    until: DayWindow | None
    covers: str
    definition: str
    clauses: tuple[Clause, ...]
    needs: str
    members: tuple[str, ...]
    non_members: tuple[str, ...]
    source: str
    note: str

    @property
    def citation(self) -> str:
        """`cn/cn-fentanyl-2019`."""
        return f"{self.country.lower()}/{self.id}"

    def answer_on(self, day: Day) -> Answer:
        """Say whether this wording of the rule is in force on `day`."""
        return holds_on(self.since, self.until, day)

    def as_pairs(self) -> Pairs:
        """The clauses as `substance.structure.fits` takes them."""
        return tuple(tuple(term.as_pair() for term in clause) for clause in self.clauses)


def hits(rules: Iterable[ClassRule], fits: Fits, day: Day) -> list[ClassRule]:
    """The rules in force, or perhaps in force, on `day` whose pattern the structure fits.

    Rules without a pattern are never hit; `undrawn` names them. Ask the individual lists first.
    """
    return [
        rule
        for rule in rules
        if rule.clauses and rule.answer_on(day) is not Answer.NOT_MET and fits(rule.as_pairs())
    ]


def undrawn(rules: Iterable[ClassRule], day: Day) -> list[ClassRule]:
    """The rules in force on `day` that only an algorithm or an expert can apply."""
    return [
        rule for rule in rules if not rule.clauses and rule.answer_on(day) is not Answer.NOT_MET
    ]


@cache
def load_class_rules(country: Country) -> tuple[ClassRule, ...]:
    """The class rules of a country; empty where none is held."""
    path = NATIONAL / country.lower() / "class_rules.toml"
    return tuple(read_class_rules(path, country)) if path.exists() else ()


@cache
def countries_with_class_rules() -> tuple[Country, ...]:
    """The countries of which at least one class rule is held."""
    paths = sorted(NATIONAL.glob("*/class_rules.toml"))
    return tuple(Country(path.parent.name.upper()) for path in paths)


def read_class_rules(path: Path, country: Country) -> Iterator[ClassRule]:
    """Read a file of class rules; raises DataError with file, line and remedy."""
    for table in DataFile(path).tables("rule", allowed=_KEYS):
        yield ClassRule(
            id=table.text("id"),
            country=country,
            instrument=table.text("instrument"),
            since=table.window("since") or DayWindow(None, None),
            since_basis=table.optional("since_basis"),
            until=table.window("until"),
            covers=table.text("covers"),
            definition=table.text("definition"),
            clauses=_clauses(table),
            needs=_needs(table),
            members=table.texts("members"),
            non_members=table.texts("non_members"),
            source=table.text("source"),
            note=table.optional("note"),
        )


def _needs(table: Table) -> str:
    if "expression" in table.values:
        return ""
    remedy = 'Write its expression, or needs = "algorithm" or "expert".'
    table.text("needs", remedy=remedy)
    return table.one_of("needs", ("algorithm", "expert"))


def _clauses(table: Table) -> tuple[Clause, ...]:
    if "expression" not in table.values:
        return ()
    try:
        return parse_expression(table.text("expression"))
    except ExpressionNotUnderstood as wrong:
        remedy = "Join clauses by ' || ' and terms by ' && '; see law/class_rules.py."
        raise table.error(str(wrong), remedy, "expression") from wrong


def parse_expression(text: str) -> tuple[Clause, ...]:
    """Read an expression into clauses of terms; raises ExpressionNotUnderstood.

    >>> parse_expression("MW<=500 && NC=O || NOT S")
    ((MassLimit(grams_per_mole_max=500.0), Smarts(pattern='NC=O')), (NotSmarts(pattern='S'),))
    """
    return tuple(
        tuple(_term(term.strip(), text) for term in clause.split(" && "))
        for clause in text.split(" || ")
    )


def _term(term: str, text: str) -> Term:
    if term.startswith("MW"):
        limit = _MASS.fullmatch(term)
        if limit is None:
            raise ExpressionNotUnderstood(text, f"{term!r} is not a mass limit such as MW<=500")
        return MassLimit(float(limit.group(1)))
    if re.match(r"NOT\b", term):
        return NotSmarts(_pattern(term.removeprefix("NOT").strip(), text))
    return Smarts(_pattern(term, text))


def _pattern(pattern: str, text: str) -> str:
    if not pattern or " " in pattern or "||" in pattern or "&&" in pattern:
        raise ExpressionNotUnderstood(text, f"{pattern!r} is not one pattern")
    waiting: list[str] = []
    for sign in pattern:
        if sign in _BRACKETS:
            waiting.append(_BRACKETS[sign])
        elif sign in _BRACKETS.values() and (not waiting or waiting.pop() != sign):
            raise ExpressionNotUnderstood(text, f"{pattern!r} closes {sign!r} without opening it")
    if waiting:
        raise ExpressionNotUnderstood(text, f"{pattern!r} does not close {waiting[-1]!r}")
    return pattern
