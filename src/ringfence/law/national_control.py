"""What the law of the two countries says of goods that no convention controls.

The conventions leave every Party free to be stricter (1961 article 39, 1971 article 23, 1988
article 24), and many substances stand on national lists alone. Where the law of a country that is
held lists the goods, its own authority must have permitted the movement: the destination's by a
fact or an import certificate, the origin's by an export authorisation. A country whose law is not
held is not asked: its silence decides nothing, in either way.
"""

from __future__ import annotations

from collections.abc import Iterator

from ringfence.law.case import Case
from ringfence.law.identification import Identification, national_of
from ringfence.law.names_in_law import substances_named
from ringfence.law.overlay import NationalStanding, held_countries
from ringfence.law.rule import Found, met, not_met, undetermined
from ringfence.terms import Answer, Country, Finding


def national_findings(case: Case) -> Iterator[Finding]:
    """One finding for each national list that holds the goods, cited by its instrument."""
    movement = case.movement
    if case.identification is None:
        return
    if not movement.destination:
        yield from _somewhere(case, case.identification)
    for code, is_destination in ((movement.destination, True), (movement.origin, False)):
        country = Country(code.upper())
        if country not in held_countries():
            continue
        for standing in national_of(case.identification, (country,)):
            if standing.citation and standing.answer is not Answer.NOT_MET:
                found = _entered(case, standing) if is_destination else _left(case, standing)
                yield Finding(standing.citation, found.answer, found.reason, found.facts)


def _somewhere(case: Case, found: Identification) -> Iterator[Finding]:
    """Where the destination is not told, a list of any country that is held may be its own."""
    lists = [
        one for one in national_of(found, None) if one.answer is not Answer.NOT_MET and one.citation
    ]
    if not lists:
        return
    countries = ", ".join(sorted({one.country for one in lists}))
    reason = f"where it goes is not told, and the law of {countries} lists {case.goods.name}"
    yield Finding(lists[0].citation, Answer.UNDETERMINED, reason, {"to": "not known"})


def _listed(case: Case, standing: NationalStanding) -> str:
    may = "lists" if standing.answer is Answer.MET else "may list"
    return f"the law of {standing.country} {may} {case.goods.name or 'the goods'}"


def _entered(case: Case, standing: NationalStanding) -> Found:
    """The destination's own word: its law as told, or the certificate that it issued."""
    says, permits = _listed(case, standing), case.destination.of("permits_destination")
    facts = {"listed": standing.reason, "permits_destination": permits.value}
    if permits.value is False:
        return not_met(f"{says} and does not permit the import", **facts)
    if permits.value:
        return met(f"{says} and permits the import", **facts)
    paper = case.movement.import_certificate
    if paper is not None and paper.number:
        return met(f"{says}, and import certificate {paper.number} is attached", **facts)
    return undetermined(f"{says}: whether it permits the import is not told", **facts)


def _left(case: Case, standing: NationalStanding) -> Found:
    """The origin's own word: the authorisation that it issued."""
    says, paper = _listed(case, standing), case.movement.export_authorisation
    number = None if paper is None else paper.number or None
    facts = {"listed": standing.reason, "export_authorisation": number}
    if number:
        return met(f"{says}, and export authorisation {number} is attached", **facts)
    return undetermined(f"{says}: whether it permits the export is not told", **facts)


def watched_findings(case: Case) -> Iterator[Finding]:
    """Unlisted substances that a country concerned supervises, as far as practicable (2(8), 2(9)).

    A warning and no duty of the movement: the treaties leave the means to each Party.
    """
    found = case.identification
    own = {one.candidate.substance for one in found.candidates} if found else set()
    words = case.goods.name.casefold().strip()
    for facts in (case.origin, case.destination):
        for name in facts.of("watches").value or ():
            if name.casefold().strip() == words or substances_named(name) & own:
                reason = f"{facts.country} watches {name}, which can serve illicit manufacture"
                yield Finding("un1961/2/8", Answer.NOT_MET, reason, {"watches": name}, True)
