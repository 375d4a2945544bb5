"""What every paper of a movement holds (formats 2.1), and what travels with it.

A paper is never edited once it is used: another takes its place, with a number of its own, and
names the one it `replaces`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ringfence.law.movement import Covered, Document, many, said
from ringfence.law.record import Problem
from ringfence.terms import Answer, Finding, Period
from ringfence.trade.paper import in_order, missing, number_of, problems_of, words
from ringfence.trade.party import Authority, Party, Signature
from ringfence.trade.substance_line import SubstanceLine
from ringfence.trade.transport import Transport


class TreatyBasis(StrEnum):
    """Under which law a paper is issued; decides its wording and copies."""

    UN1961 = "1961"
    UN1971 = "1971"
    UN1988 = "1988"
    NATIONAL = "national"


class Authenticity(StrEnum):
    """How far the genuineness of a foreign certificate is known."""

    VERIFIED_SIGNATURE = "verified_signature"
    CONFIRMED_BY_AUTHORITY = "confirmed_by_authority"
    ORIGINAL_SEEN = "original_seen"
    SCAN_ONLY = "scan_only"
    IN_DOUBT = "in_doubt"


AUTHENTIC = {
    Authenticity.VERIFIED_SIGNATURE: True,
    Authenticity.CONFIRMED_BY_AUTHORITY: True,
    Authenticity.ORIGINAL_SEEN: True,
    Authenticity.SCAN_ONLY: None,
    Authenticity.IN_DOUBT: False,
}
"""What each says to the law: a scan alone leaves the question open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementPaper:
    """The fields that all papers of a movement share."""

    number: str = number_of("its number, unique in the authority and kind")
    issued_on: date | None = said("the day of issue")
    authority: Authority = field(default=Authority(), metadata={"says": "who issues it"})
    treaty_basis: tuple[TreatyBasis, ...] = many("1961, 1971, 1988 or national")
    exporter: Party = field(default=Party(), metadata={"says": "who sends"})
    importer: Party = field(default=Party(), metadata={"says": "who receives"})
    consignee: Party = field(default=Party(), metadata={"says": "to whom the goods are delivered"})
    lines: tuple[SubstanceLine, ...] = many("each substance, as a [[lines]] table")
    transport: Transport = field(default=Transport(), metadata={"says": "how the goods travel"})
    conditions: tuple[str, ...] = many("conditions, each with its reason", limit=2000)
    replaces: str = number_of("the number of the paper whose place it takes")
    signature: Signature = field(default=Signature(), metadata={"says": "who signed"})
    verify_code: str = words("code by which anyone checks the paper", 40)

    def problems(self) -> Iterator[Problem]:
        """What every paper of a movement must say."""
        if not self.number:
            yield missing("number", "the number of the paper")
        for name, party in (("exporter", self.exporter), ("importer", self.importer)):
            if party.is_empty:
                yield missing(name, f"name, address and country of the {name}")
        if not self.lines:
            yield Problem("lines", "holds no line", "Write at least one [[lines]] table")
        if self.replaces and self.replaces == self.number:
            yield Problem("replaces", "names the paper itself", "Give the new paper its own number")
        yield from self._route_problems()

    def _route_problems(self) -> Iterator[Problem]:
        origin, destination = self.exporter.country, self.importer.country
        if origin and origin == destination:
            problem = f"exporter and importer are both in {origin}"
            yield Problem("importer.country", problem, "Enter the country of each")
        for code in self.transport.transit:
            if code in (origin, destination):
                problem = f"{code} is no transit: the goods start or end there"
                yield Problem("transport.transit", problem, "Leave it out")

    def document(self) -> Document:
        """The paper as the law asks about it; the caller adds what has happened to it."""
        first = self.lines[0] if len(self.lines) == 1 else None
        return Document(
            number=self.number,
            authority=self.authority.name,
            is_notified_authority=self._is_notified(),
            issued=self.issued_on,
            substance=_named(first) if first else "",
            quantity_base_g=first.base_g if first else None,
            exporter=self.exporter.party_name,
            importer=self.importer.party_name,
            exporter_address=self.exporter.address,
            importer_address=self.importer.address,
            pharmaceutical_form=_one_form(self.lines),
            lacks=tuple(one.place for one in problems_of(self) if one.problem == "is empty"),
            covers=() if first else tuple(Covered(_named(one), one.base_g) for one in self.lines),
        )

    def _is_notified(self) -> bool | None:
        """Whether the issuer is notified for every treaty of the paper; `None` if not told."""
        wanted = {str(one) for one in self.treaty_basis} - {"national"}
        if not self.authority.treaties or not wanted:
            return None
        return wanted <= {str(one) for one in self.authority.treaties}


def _named(line: SubstanceLine) -> str:
    return line.name_declared or line.inn or line.substance


def _one_form(lines: tuple[SubstanceLine, ...]) -> str:
    forms = {line.pharmaceutical_form for line in lines}
    return forms.pop() if len(forms) == 1 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedPaper(MovementPaper):
    """A paper with a period in which the goods may move."""

    valid_from: date | None = said("first day on which the goods may move")
    valid_until: date | None = said("last day on which the goods may move")

    def problems(self) -> Iterator[Problem]:
        """The common content, and a period in order."""
        yield from MovementPaper.problems(self)
        yield from in_order(self.valid_from, self.valid_until, "valid_until", "the last day")

    @property
    def period(self) -> Period | None:
        """The days on which the goods may move, where both ends are told."""
        if self.valid_from is None or self.valid_until is None:
            return None
        return Period(self.valid_from, self.valid_until)


@dataclass(frozen=True, slots=True)
class Moved:
    """How much of one line moved: as declared, and in base."""

    line: int
    amount_ug: int
    text: str = ""


def refusal(rule: str, reason: str, **facts: object) -> Finding:
    """A finding that is not met: the act is refused."""
    return Finding(rule, Answer.NOT_MET, reason, {key: str(one) for key, one in facts.items()})


def open_question(rule: str, reason: str) -> Finding:
    """A finding for want of a fact: the act is held."""
    return Finding(rule, Answer.UNDETERMINED, reason)


def kept(rule: str, reason: str, **facts: object) -> Finding:
    """A finding that is met."""
    return Finding(rule, Answer.MET, reason, {key: str(one) for key, one in facts.items()})


def line_of(lines: tuple[SubstanceLine, ...], number: int) -> SubstanceLine | None:
    """The line of a paper by its number; lines without numbers count from 1."""
    for count, line in enumerate(lines, 1):
        if (line.line or count) == number:
            return line
    return None


def numbered(lines: tuple[SubstanceLine, ...]) -> Iterator[tuple[int, SubstanceLine]]:
    """The lines with their numbers on the paper."""
    for count, line in enumerate(lines, 1):
        yield line.line or count, line


def exceeded(
    lines: tuple[SubstanceLine, ...], moved: tuple[Moved, ...], rule: str, what: str
) -> Iterator[Finding]:
    """Findings on what moved against what a paper states, line by line, base to base."""
    for one in moved:
        line = line_of(lines, one.line)
        if line is None:
            yield refusal(rule, f"the {what} has no line {one.line}")
        elif line.quantity_base_ug is None:
            yield open_question(rule, f"line {one.line} of the {what} states no base")
        elif one.amount_ug > line.quantity_base_ug:
            yield refusal(
                rule,
                f"line {one.line}: {one.amount_ug} ug are more than the {what} states",
                stated_ug=line.quantity_base_ug,
            )
        else:
            yield kept(rule, f"line {one.line}: within what the {what} states")
    if len({one.line for one in moved}) != len(moved) or not moved:
        yield refusal(rule, "each line that moved is told once, and at least one moved")
