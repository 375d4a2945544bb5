"""The decision on one movement: every rule tried on every line, and what follows.

Refused when any binding finding is not met, held when any is undetermined, granted otherwise.
All findings are kept, also those that were met, with the version of the rule book.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from ringfence.law import un1961, un1971, un1988
from ringfence.law.case import Case
from ringfence.law.case_building import cases_of, is_controlled
from ringfence.law.entry import Convention
from ringfence.law.identification import law_not_held
from ringfence.law.lists import ListBook, load_lists
from ringfence.law.movement import Movement, MovementKind
from ringfence.law.national_control import national_findings, watched_findings
from ringfence.law.papers import Paper
from ringfence.law.papers_due import papers_of
from ringfence.law.rule import Rule, declared
from ringfence.law.un1961.a01_materials import is_won_from_cannabis
from ringfence.substance.catalogue import Catalogue, load_catalogue
from ringfence.terms import Answer, Day, Finding, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Decision:
    """What the law says of one movement, and on which grounds.

    findings  of every rule on every line; `facts["line"]` names the line where there are several
    """

    movement: Movement
    day: Day
    outcome: Outcome
    papers: tuple[Paper, ...]
    findings: tuple[Finding, ...]
    cases: tuple[Case, ...]
    rule_book: str

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """The findings that made the outcome what it is."""
        wanted = {
            Outcome.REFUSED: Answer.NOT_MET,
            Outcome.HELD: Answer.UNDETERMINED,
            Outcome.GRANTED: Answer.MET,
        }[self.outcome]
        return tuple(one for one in self.findings if one.answer is wanted and not one.is_advice)


def assess(
    movement: Movement,
    day: Day,
    lists: ListBook | None = None,
    catalogue: Catalogue | None = None,
) -> Decision:
    """Decide on one movement by the law of `day`. Reads no file beyond the loaded rule book."""
    lists = lists or load_lists()
    catalogue = catalogue or load_catalogue()
    cases = cases_of(movement, day, lists, catalogue)
    findings = tuple(_findings(cases, lists))
    return Decision(
        movement=movement,
        day=day,
        outcome=outcome_of(findings),
        papers=papers_of(cases),
        findings=findings,
        cases=cases,
        rule_book=lists.version,
    )


def outcome_of(findings: Iterable[Finding]) -> Outcome:
    """Refused before held before granted; advice decides nothing."""
    answers = {finding.answer for finding in findings if not finding.is_advice}
    if Answer.NOT_MET in answers:
        return Outcome.REFUSED
    return Outcome.HELD if Answer.UNDETERMINED in answers else Outcome.GRANTED


@cache
def rules() -> tuple[Rule, ...]:
    """Every rule of the three conventions, in order of citation."""
    for room in (un1961, un1971, un1988):
        for module in iter_modules(room.__path__, f"{room.__name__}."):
            import_module(module.name)
    return declared()


def _findings(cases: tuple[Case, ...], lists: ListBook) -> Iterator[Finding]:
    known = rules()
    for number, case in enumerate(cases, 1):
        found = [_identity(case), *_age(case, lists)]
        if is_controlled(case) is not Answer.NOT_MET or case.goods.material is not None:
            found += [*_route(case), *(one.find(case) for one in known)]
        else:
            found += [*_extract(case), *national_findings(case), *watched_findings(case)]
        for finding in found:
            if len(cases) > 1:
                finding = replace(finding, facts={"line": str(number), **finding.facts})
            yield finding


def _age(case: Case, lists: ListBook) -> Iterator[Finding]:
    """A warning where the Commission has met since: what is listed may have moved."""
    missing = law_not_held(lists, case.day)
    if missing and case.places:
        yield Finding("un1961/1/1(j)", Answer.NOT_MET, missing, is_advice=True)


_ROUTE = {
    Convention.UN1961: "un1961/1/1(m)",
    Convention.UN1971: "un1971/1/(h)",
    Convention.UN1988: "un1988/12/10(a)",
}


def _route(case: Case) -> Iterator[Finding]:
    """From where to where: without that it cannot be told whether goods cross a border."""
    movement = case.movement
    missing = [
        word for word, code in (("from", movement.origin), ("to", movement.destination)) if not code
    ]
    if not missing or movement.kind not in _CROSSING:
        return
    conventions = dict.fromkeys(place.convention for place in case.places) or [Convention.UN1961]
    for convention in conventions:
        reason = f"not told: {', '.join(missing)}"
        facts = dict.fromkeys(missing, "not known")
        yield Finding(_ROUTE[convention], Answer.UNDETERMINED, reason, facts)


def _extract(case: Case) -> Iterator[Finding]:
    """What no Schedule names may still be an extract of a plant that one does."""
    found = is_won_from_cannabis(case)
    if found.answer is not Answer.NOT_APPLICABLE:
        yield Finding("un1961/1/1(b)", found.answer, found.reason, found.facts)


_CROSSING = (MovementKind.SHIPMENT, MovementKind.TRANSIT, MovementKind.DIVERSION)


def _identity(case: Case) -> Finding:
    """What the goods are: nothing is granted for what is not known."""
    found = case.identification
    name = case.goods.name or str(case.goods.material or "the goods")
    if found is None:
        return Finding("un1961/1/1(j)", Answer.MET, f"{name}: judged as plant material")
    if found.verdict is Verdict.UNDETERMINED:
        reason = "; ".join(found.reasons) or f"what {name} is, is not known"
        return Finding("un1961/1/1(j)", Answer.UNDETERMINED, reason, {"name": name})
    if found.verdict is Verdict.NOT_CONTROLLED:
        reason = f"{name}: no convention controls it on {case.day}"
        return Finding("un1961/1/1(j)", Answer.MET, reason, {"name": name})
    places = ", ".join(f"{one.convention} {one.schedule}" for one in case.places)
    return Finding("un1961/1/1(j)", Answer.MET, f"{name}: {places}", {"name": name})
