"""1961 article 31, paragraphs 4 to 7: what the certificate and the authorisation must say.

A paper that does not say it, or says another thing than what moves, is invalid: the goods do not
leave on it. Each rule asks both papers where both are there; that one is absent is the matter of
paragraphs 5 (certificate) and 10 (authorisation).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from ringfence.law.authorisation_checks import (
    all_of,
    cites,
    holds_on,
    is_genuine,
    names_parties,
    stands,
    states_addresses,
)
from ringfence.law.case import Case
from ringfence.law.movement import Covered, Document
from ringfence.law.rule import Found, advice, met, not_applicable, not_met, rule, told, undetermined
from ringfence.law.un1961.amounts import covered, fits, requested
from ringfence.law.un1961.readings import READINGS, Readings
from ringfence.law.un1961.trade import applies, every

CERTIFICATE, AUTHORISATION = "import certificate", "export authorisation"


def papers_of(case: Case) -> dict[str, Document]:
    """The papers of article 31 that are there, by what they are called."""
    both = {
        CERTIFICATE: case.movement.import_certificate,
        AUTHORISATION: case.movement.export_authorisation,
    }
    return {name: paper for name, paper in both.items() if paper is not None}


def each_paper(case: Case, ask: Callable[[Document, str], Found]) -> Found:
    """What a question answers for every paper that is there."""
    found = [ask(paper, name) for name, paper in papers_of(case).items()]
    return every(*found) if found else not_applicable("no paper of article 31 is there")


@rule("un1961/31/4(a)", "1961-31-4-a")
@applies
def authorisation_is_its_own(case: Case) -> Found:
    """Every export has an authorisation of its own, which was not used before."""
    paper = case.movement.export_authorisation
    if paper is None:
        return not_applicable("no export authorisation is there")
    return told(
        None if paper.is_used is None else not paper.is_used,
        "is_unused",
        "the export authorisation was not used before",
        "a consignment has already moved under the export authorisation",
        "whether the export authorisation was used before",
    )


@rule("un1961/31/4(a)", "1961-31-4-a")
@applies
def papers_stand(case: Case) -> Found:
    """A certificate or authorisation that was revoked, or altered after issue, is none."""
    return each_paper(case, stands)


@rule("un1961/31/5", "1961-31-5")
@applies
def papers_are_authentic(case: Case) -> Found:
    """Where authenticity is in doubt, the issuing authority is asked (ECOSOC 1981/7)."""
    return each_paper(case, is_genuine)


@rule("un1961/31/4(b)", "1961-31-4-b")
@applies
def papers_state_what_they_must(case: Case) -> Found:
    """Both papers state drug, quantity, exporter, importer, addresses and period of validity."""

    def complete(paper: Document, name: str) -> Found:
        if paper.lacks:
            return not_met(f"the {name} leaves empty: {', '.join(paper.lacks)}")
        missing = [field for field, value in _must_state(paper).items() if value in ("", None)]
        if missing:
            return undetermined(f"the {name} is not told to state: {', '.join(missing)}")
        return met(f"the {name} states all that it must")

    return each_paper(case, complete)


def _must_state(paper: Document) -> dict[str, object]:
    lines = paper.covers or (Covered(paper.substance, paper.quantity_base_g),)
    return {
        "substance": "" if any(not line.substance for line in lines) else "all",
        "quantity_base_g": None if any(one.quantity_base_g is None for one in lines) else "all",
        "exporter": paper.exporter,
        "exporter_address": paper.exporter_address,
        "importer": paper.importer,
        "importer_address": paper.importer_address,
        "valid_until": paper.valid_until,
    }


@rule("un1961/31/4(b)", "1961-31-4-b")
@applies
def papers_name_the_parties(case: Case) -> Found:
    """Exporter and importer, names and addresses, are those on both papers."""
    exporter, importer = case.movement.exporter, case.movement.importer

    def names(paper: Document, name: str) -> Found:
        return all_of(
            names_parties(paper, exporter, importer, name),
            states_addresses(paper, exporter, importer, name),
        )

    return each_paper(case, names)


@rule("un1961/31/4(b)", "1961-31-4-b")
@applies
def papers_name_the_drug(case: Case) -> Found:
    """The drug, and its salt where one is named, is the one on both papers."""

    def names(paper: Document, name: str) -> Found:
        line = covered(paper, name, case)
        if isinstance(line, Found):
            return line
        return met(f"the {name} names {line.substance}", substance=line.substance)

    return each_paper(case, names)


@rule("un1961/31/4(b)", "1961-31-4-b")
@applies
def papers_are_valid_on_the_day(case: Case) -> Found:
    """The goods move within the period of validity, its first and last day included."""
    day = case.movement.day
    if day is None:
        return undetermined("the day of shipment is not told", day=None)

    return each_paper(case, lambda paper, name: holds_on(paper, day, name))


@rule("un1961/31/4(b)", "1961-31-4-b")
@applies
def authorisation_covers_the_quantity(case: Case) -> Found:
    """No more leaves than the export authorisation states."""
    paper = case.movement.export_authorisation
    if paper is None:
        return not_applicable("no export authorisation is there")
    line = covered(paper, AUTHORISATION, case)
    if isinstance(line, Found):
        return line
    if line.quantity_base_g is None:
        return undetermined(f"the quantity on the {AUTHORISATION} is not told")
    return fits(case, line.quantity_base_g, lambda g: f"the {AUTHORISATION} covers {g} g")


@rule("un1961/31/4(c)", "1961-31-4-c")
@applies
def authorisation_cites_the_certificate(case: Case) -> Found:
    """The authorisation states number, date and issuer of the import certificate."""
    paper, certificate = case.movement.export_authorisation, case.movement.import_certificate
    if paper is None or certificate is None:
        return not_applicable("not both papers are there")
    return cites(paper, certificate)


@rule("un1961/31/4(d)", "1961-31-4-d")
@applies
def certificate_leaves_enough(case: Case) -> Found:
    """Several consignments may draw on one certificate, together no more than it states."""
    paper = case.movement.import_certificate
    if paper is None:
        return not_applicable("no import certificate is there")
    line = covered(paper, CERTIFICATE, case)
    if isinstance(line, Found):
        return line
    facts = {"quantity_base_g": line.quantity_base_g, "used_base_g": line.used_base_g}
    if line.quantity_base_g is None or line.used_base_g is None:
        return undetermined("what is left on the import certificate is not known", **facts)
    left = line.quantity_base_g - line.used_base_g
    return every(
        fits(case, left, lambda g: f"the {CERTIFICATE} leaves {g} g"), _authorised(case, line)
    )


def _authorised(case: Case, line: Covered) -> Found:
    """The authorisation itself is not above what the certificate leaves."""
    paper = case.movement.export_authorisation
    given = None if paper is None else covered(paper, AUTHORISATION, case)
    if not isinstance(given, Covered) or given.quantity_base_g is None:
        return not_applicable("the authorisation states no quantity to compare")
    assert line.quantity_base_g is not None
    assert line.used_base_g is not None
    left = line.quantity_base_g - line.used_base_g
    if given.quantity_base_g > left:
        return not_met(
            f"the {AUTHORISATION} is for {given.quantity_base_g} g, the {CERTIFICATE} leaves {left}"
        )
    return met(f"the {AUTHORISATION} is not above what the {CERTIFICATE} leaves")


@rule("un1961/31/6", "1961-31-6")
@applies
def copy_accompanies(case: Case) -> Found:
    """A copy of the export authorisation travels with the consignment."""
    paper = case.movement.export_authorisation
    if paper is None:
        return not_applicable("no export authorisation is there")
    return told(
        paper.copy_accompanies,
        "copy_accompanies",
        "a copy of the export authorisation accompanies the goods",
        "no copy of the export authorisation accompanies the goods",
        "whether a copy of the export authorisation accompanies the goods",
    )


@rule("un1961/31/7(b)", "1961-31-7-a", "1961-31-7-b")
@applies
def endorsement_agrees(case: Case) -> Found:
    """The endorsement states what arrived; a difference is asked about on both sides."""
    return _endorsed(case, READINGS)


def _endorsed(case: Case, readings: Readings) -> Found:
    arrived = case.movement.journey.endorsed_base_g
    if arrived is None:
        return not_applicable("no endorsement has come back")
    paper, sent = case.movement.export_authorisation, requested(case)
    exported = None if paper is None else paper.exported_base_g
    if exported is None:
        exported = sent.most
    facts = {"exported_base_g": exported, "endorsed_base_g": arrived}
    if exported is None:
        return undetermined(f"how much left is not known: {sent.missing}", **facts)
    if abs(exported - arrived) > readings.endorsement_tolerance_g:
        return undetermined(
            f"{exported} g left and {arrived} g arrived: ask both sides what became of it", **facts
        )
    return met("what arrived is what left", **facts)


@rule("un1961/31/7(c)", "1961-31-7-c")
@applies
def smaller_export_is_written_down(case: Case) -> Found:
    """Where less leaves than was authorised, the authorisation and its copies say how much."""
    paper = case.movement.export_authorisation
    line = None if paper is None else covered(paper, AUTHORISATION, case)
    if paper is None or not isinstance(line, Covered):
        return not_applicable("no authorisation of this drug is there")
    sent = requested(case).most
    if sent is None or line.quantity_base_g is None:
        missing = undetermined("whether less leaves than was authorised is not known")
        return replace(missing, is_advice=True)
    if paper.exported_base_g is None and sent < line.quantity_base_g:
        return advice(
            f"{sent} g leaves of {line.quantity_base_g} g: write it on the authorisation and copies"
        )
    if paper.exported_base_g is not None and paper.exported_base_g != sent:
        return advice(f"{paper.exported_base_g} g is written as exported, {sent} g leaves")
    return met("the authorisation states what leaves", sent_g=sent)
