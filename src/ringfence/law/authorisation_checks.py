"""What makes one paper good for one consignment, as the conventions ask it alike.

Each check takes a paper and the facts it must agree with, and says met, not met or undetermined;
the article files cite the paragraph. An empty field of a paper is a fact that is not known: it is
named, and never read as agreement.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from decimal import Decimal

from ringfence.law.country_facts import Facts
from ringfence.law.movement import Actor, Covered, Document
from ringfence.law.names_in_law import meanings, substances_on
from ringfence.law.rule import Found, met, not_met, undetermined
from ringfence.terms import Answer, Day

Moved = Collection[str] | Mapping[str, str | None]
"""The substances that are moved, with their salts where papers are compared by salt."""

Shipped = Callable[[Collection[str]], tuple[Decimal | None, str]]
"""Grams of base of some substances in the consignment, or why they are not known."""


def all_of(*found: Found) -> Found:
    """One answer for several checks: the first not met, else the first undetermined, else met.

    The sentence of a failing check stands alone; those that were met are told together.
    """
    for wanted in (Answer.NOT_MET, Answer.UNDETERMINED):
        failing = [one for one in found if one.answer is wanted]
        if failing:
            reason = "; ".join(one.reason for one in failing)
            return Found(wanted, reason, _facts(failing))
    holding = [one for one in found if one.answer is Answer.MET]
    return Found(Answer.MET, "; ".join(one.reason for one in holding), _facts(holding))


def _facts(found: Collection[Found]) -> dict[str, str]:
    return {name: fact for one in found for name, fact in one.facts.items()}


def is_in_hand(document: Document | None, what: str) -> Found:
    """Met when there is such a paper and it bears a number."""
    if document is None:
        return not_met(f"there is no {what}")
    if not document.number:
        return undetermined(f"the number of the {what} is not told", number=None)
    return met(f"the {what} is attached: {document.number}", number=document.number)


def is_from_notified_authority(document: Document, what: str, issuing: Facts) -> Found:
    """Met when the issuer is an authority notified to the Secretary-General for the treaty.

    Told with the paper, or by the names that its country notified. An authority that the law of
    its country names is not thereby a notified one, but whoever asks is told of it.
    """
    notified = issuing.of("notified_authorities")
    authority, is_notified = document.authority, document.is_notified_authority
    facts = {"authority": authority or None, "source": "stated with the movement"}
    if is_notified is None and authority:
        answer = notified.names(authority)
        is_notified = None if answer is Answer.UNDETERMINED else answer is Answer.MET
        facts["source"] = notified.source
    if is_notified is None or not authority:
        missing = f"whether the issuer of the {what} is notified is not told"
        return undetermined(f"{missing}{_named_by_law(issuing)}", **facts)
    if not is_notified:
        return not_met(f"{authority}, which issued the {what}, is no notified authority", **facts)
    return met(f"{authority}, which issued the {what}, is a notified authority", **facts)


def _named_by_law(issuing: Facts) -> str:
    known = issuing.of("issuing_authorities")
    if not known.value:
        return ""
    return f"; by the law of {issuing.country} it is {' or '.join(known.value)} ({known.source})"


def stands(document: Document, what: str) -> Found:
    """Met when the paper was neither revoked nor altered after issue."""
    if document.is_revoked is None:
        return undetermined(f"whether the {what} was revoked or altered is not told")
    if document.is_revoked:
        return not_met(f"the {what} was revoked, or altered after issue", number=document.number)
    return met(f"the {what} stands as issued")


def is_genuine(document: Document, what: str) -> Found:
    """Met when the paper was found authentic; a doubt is for the two authorities to settle."""
    if document.is_authentic is None:
        return undetermined(f"whether the {what} is authentic was not checked")
    if not document.is_authentic:
        return undetermined(
            f"the authenticity of the {what} is in doubt: ask the authority that issued it",
            authority=document.authority or None,
        )
    return met(f"the {what} is authentic")


def holds_on(document: Document, day: Day, what: str) -> Found:
    """Met when the day of shipment lies in the period that the paper states."""
    first = document.valid_from or document.issued
    facts = {"day": day, "valid_from": first, "valid_until": document.valid_until}
    if document.valid_until is not None and day > document.valid_until:
        return not_met(f"the {what} expired on {document.valid_until}", **facts)
    if first is not None and day < first:
        return not_met(f"the {what} is not valid before {first}", **facts)
    if first is None or document.valid_until is None:
        return undetermined(f"the period of validity of the {what} is not told", **facts)
    return met(f"{day} lies in the period of the {what}", **facts)


def is_unused(document: Document, what: str) -> Found:
    """Met when no consignment has moved under the paper yet."""
    facts = {"is_used": document.is_used, "used_base_g": document.used_base_g}
    if document.is_used or (document.used_base_g or 0) > 0:
        return not_met(f"a consignment has already moved under the {what}", **facts)
    if document.is_used is None and document.used_base_g is None:
        return undetermined(f"whether the {what} was used before is not told", **facts)
    return met(f"the {what} was not used before")


def names_parties(document: Document, exporter: Actor, importer: Actor, what: str) -> Found:
    """Met when the paper names the exporter and the importer of the consignment."""
    return all_of(
        _agrees(document.exporter, exporter.name, f"exporter on the {what}"),
        _agrees(document.importer, importer.name, f"importer on the {what}"),
    )


def states_addresses(document: Document, exporter: Actor, importer: Actor, what: str) -> Found:
    """Met when the paper states the addresses of both, and they are those of the consignment."""
    return all_of(
        _agrees(document.exporter_address, exporter.address, f"exporter's address on the {what}"),
        _agrees(document.importer_address, importer.address, f"importer's address on the {what}"),
    )


def _agrees(stated: str, actual: str, what: str) -> Found:
    if not stated:
        return undetermined(f"the {what} is not told")
    if not actual:
        return undetermined(f"the {what} has nothing to be compared with", stated=stated)
    ours, theirs = _words(actual), _words(stated)
    if ours == theirs:
        return met(f"the {what} agrees")
    facts = {"stated": stated, "actual": actual}
    if set(ours) <= set(theirs) or set(theirs) <= set(ours):
        return undetermined(f"the {what} is {stated}: whether it is {actual} is open", **facts)
    return not_met(f"the {what} is {stated}, not {actual}", **facts)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def leaves_nothing_out(document: Document, what: str) -> Found:
    """Met unless a statement that the paper must make is told to be empty on it."""
    if document.lacks:
        return not_met(f"the {what} leaves empty: {', '.join(document.lacks)}")
    return met(f"the {what} is not told to leave anything empty")


def names_substance(document: Document, moved: Moved, what: str) -> Found:
    """Met when the paper names one of the substances that are moved.

    `moved` names the substances, or gives each with its salt (an id of salts.csv, `None` where
    that is not told) where papers name salts. A paper that names the substance alone covers its
    salts; one that names a salt covers that salt. A list is separated by semicolons, or told in
    `covers`.
    """
    line = line_for(document, moved, what)
    if isinstance(line, Found):
        return line
    return met(f"the {what} names {line.substance.strip()}", shipped=", ".join(moved))


def covers_shipped(document: Document, moved: Moved, ship: Shipped, what: str) -> Found:
    """Met when the paper's line for what is moved is at least what is shipped of it."""
    line = line_for(document, moved, what)
    if isinstance(line, Found):
        return line
    return _leaves_room(line, *ship(substances_on(line.substance)), what)


def covers(document: Document, base_g: Decimal | None, missing: str, what: str) -> Found:
    """Met when what is left on the paper is at least the consignment, base against base."""
    line = Covered(document.substance, document.quantity_base_g, document.used_base_g)
    return _leaves_room(line, base_g, missing, what)


def _leaves_room(line: Covered, base_g: Decimal | None, missing: str, what: str) -> Found:
    if line.quantity_base_g is None:
        return undetermined(f"the quantity on the {what} is not told", quantity_base_g=None)
    left = line.quantity_base_g - (line.used_base_g or 0)
    if base_g is None:
        return undetermined(f"the quantity shipped is not known: {missing}", left_base_g=left)
    facts = {"shipped_base_g": base_g, "left_base_g": left}
    if base_g > left:
        return not_met(f"{base_g} g are shipped, the {what} covers {left} g", **facts)
    return met(f"the {what} covers {base_g} g", **facts)


def line_for(document: Document, moved: Moved, what: str) -> Covered | Found:
    """What a paper says of the substances that are moved, or why it does not cover them."""
    lines = document.covers or (
        Covered(document.substance, document.quantity_base_g, document.used_base_g),
    )
    told = "; ".join(line.substance for line in lines if line.substance)
    if not told:
        return undetermined(f"the substance on the {what} is not told", substance=None)
    facts = {"stated": told, "shipped": ", ".join(moved)}
    answers = {line: speaks_of(line.substance, moved) for line in lines}
    for line, answer in answers.items():
        if answer is Answer.MET:
            return line
    if Answer.UNDETERMINED in answers.values():
        return undetermined(f"whether the {what} names the substance is not settled", **facts)
    return not_met(f"the {what} is for {told}", **facts)


def speaks_of(text: str, moved: Moved) -> Answer:
    """Whether a text on a paper, or a list separated by semicolons, names what is moved."""
    answers = {_names(part, moved) for part in text.split(";") if part.strip()}
    for answer in (Answer.MET, Answer.UNDETERMINED):
        if answer in answers:
            return answer
    return Answer.NOT_MET


def _names(text: str, moved: Moved) -> Answer:
    named = meanings(text.strip())
    if not named:
        return Answer.UNDETERMINED
    answers = {
        _same_form(form, one, moved) if one in moved else Answer.NOT_MET for one, form in named
    }
    return answers.pop() if len(answers) == 1 else Answer.UNDETERMINED


def _same_form(named: str | None, substance: str, moved: Moved) -> Answer:
    if named is None or not isinstance(moved, Mapping) or named == moved[substance]:
        return Answer.MET
    form = moved[substance]
    if form is None:
        return Answer.UNDETERMINED
    is_hydrate = named.startswith(form) or form.startswith(named)
    return Answer.MET if is_hydrate else Answer.NOT_MET


def cites(export_authorisation: Document, import_certificate: Document) -> Found:
    """Met when number, date and authority of the import paper stand on the export paper."""
    number = export_authorisation.cites_import_certificate
    date, issued = export_authorisation.cites_import_date, import_certificate.issued
    days = {"cited": date, "issued": issued}
    if date is None or issued is None:
        dated = undetermined("the date of the import paper, or its citation, is not told", **days)
    elif date != issued:
        dated = not_met(f"the import paper is of {issued}, cited as of {date}", **days)
    else:
        dated = met("the date is cited")
    authority = export_authorisation.cites_import_authority
    return all_of(
        _agrees(number, import_certificate.number, "import paper cited by number"),
        dated,
        _agrees(authority, import_certificate.authority, "authority cited for the import paper"),
    )
