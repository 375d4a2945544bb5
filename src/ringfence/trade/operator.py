"""An operator: who it is, where it works, which persons bear a duty, and what it does with goods.

Persons stand in an operator as numbers with a duty. Their names, addresses and vetting are a
record apart, the personal block: it stays at home, and no finding and no message repeats it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ringfence.law.movement import many, needed, said
from ringfence.law.record import Problem
from ringfence.terms import Day, Finding
from ringfence.trade.acting import Act, Held, Place, Taken, begin
from ringfence.trade.claim import stands
from ringfence.trade.life import Life, Transition
from ringfence.trade.paper import in_order, missing, words
from ringfence.trade.party import Party


class Duty(StrEnum):
    """What a person answers for."""

    PERSON_IN_CHARGE = "person_in_charge"
    RESPONSIBLE_OFFICER = "responsible_officer"
    GUARANTOR = "guarantor"
    SECURITY = "security"
    COMPLIANCE = "compliance"
    DESTRUCTION_WITNESS = "destruction_witness"
    REGULATORY_AFFAIRS = "regulatory_affairs"
    SIGNATORY = "signatory"


class Employment(StrEnum):
    """How a person belongs to the operator."""

    EMPLOYEE = "employee"
    CONSULTANT = "consultant"


class ReceivesAs(StrEnum):
    """What becomes of goods that arrive at a site (1961 article 1(2))."""

    WHOLESALE = "wholesale"
    RETAIL = "retail"
    HOSPITAL = "hospital"
    PRACTITIONER = "practitioner"
    RESEARCHER = "researcher"

    @property
    def is_consumer(self) -> bool:
        """True where goods count as consumed when they arrive."""
        return self is not ReceivesAs.WHOLESALE


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """One place where the operator works."""

    site: str = needed("its short name, such as 1 or north", limit=50)
    address: Party = needed("its name, address and country")
    receives_as: ReceivesAs | None = said("what becomes of goods that arrive there")
    tenure: str = words("how the premises are held, such as rented or owned", 40)
    since: Day | None = said("the first day")
    until: Day | None = said("the last day")


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyHolder:
    """A person with a duty, by number; the name stands in the personal block alone."""

    person: str = needed("the number of the person, never the name", limit=40)
    duty: Duty = needed("what the person answers for")
    is_employee: Employment | None = said("employee or consultant")
    signing_key: str = words("public key of the person's signatures: Ed25519, base64", 60)
    since: Day | None = said("the first day of the duty")
    until: Day | None = said("the last day of the duty")

    def holds_on(self, day: Day) -> bool:
        """True on a day of the duty."""
        begun = self.since is None or self.since <= day
        return begun and (self.until is None or day <= self.until)


_REFERENCE = re.compile(r"[A-Za-z0-9]{3,25}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vetting:
    """What a vetting body certified of a person."""

    vetting_body: str = words("the body that vets", 120)
    vetting_confirmed: bool | None = said("yes when the certificate is at hand")
    vetting_name: str = words("the name as on the certificate", 200)
    vetting_reference: str = words("its number, 3 to 25 letters and digits", 25)
    vetting_issued: Day | None = said("the day of the certificate")
    vetting_update_subscribed: bool | None = said("yes where later changes are told")

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the certificate, without repeating what it says of the person."""
        if self.vetting_reference and not _REFERENCE.fullmatch(self.vetting_reference):
            remedy = "Enter the 3 to 25 letters and digits that stand on the certificate"
            yield Problem("vetting_reference", "is not in the form of a certificate", remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalBlock:
    """A person: read at home by case officer, approver and inspector, and by nobody else."""

    person: str = needed("the number of the person", limit=40)
    full_name: str = needed("the name, in one piece", limit=200)
    email: str = words("e-mail", 254)
    telephone: str = words("telephone", 30)
    position_and_tasks: str = words("position and tasks", 2000)
    vetting: Vetting = needed("what was certified")
    professional_body_details: str = words("professional body and number", 2000)
    operator: str = words("the number of the operator", 50)
    salt: str = words("computed: keeps the hash of the block from being guessed", 64)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the block, without repeating what it holds."""
        if len(self.full_name) < 3:
            yield missing("full_name", "the full name")


def vetting_findings(block: PersonalBlock, day: Day, years_max: int = 3) -> tuple[Finding, ...]:
    """What must hold of a person's vetting on the day; findings name the person by number."""
    vetting, issued = block.vetting, block.vetting.vetting_issued
    rule = "trade.operator.vetting"
    complete = bool(vetting.vetting_body and vetting.vetting_reference and issued)
    age = None if issued is None else _years_between(issued, day)
    in_time = age is not None and issued is not None and issued <= day and age < years_max
    same = " ".join(vetting.vetting_name.casefold().split()) == " ".join(
        block.full_name.casefold().split()
    )
    who = f"person {block.person}"
    return (
        stands(
            rule,
            vetting.vetting_confirmed is True if vetting.vetting_confirmed is not None else None,
            f"{who}: the certificate is confirmed",
            f"{who}: the certificate is not confirmed",
        ),
        stands(rule, complete, f"{who}: the certificate is complete", f"{who}: body, number or day "
               "of the certificate is missing"),
        stands(rule, in_time, f"{who}: the certificate is in time",
               f"{who}: the certificate lies ahead or is {years_max} years old or more"),
        stands(rule, same, f"{who}: the names agree",
               f"{who}: the certificate bears another name: an officer must look", is_advice=True),
    )  # fmt: skip


def _years_between(first: Day, last: Day) -> int:
    before = (last.month, last.day) < (first.month, first.day)
    return last.year - first.year - before


BUSINESS_TYPES = frozenset({
    "aviation-emergency-repatriation", "broker", "cannabis-all-other-cultivation",
    "cannabis-non-cultivation-activities", "care-home", "clinical-trials",
    "doctors-deputising-other-healthcare-services", "dog-handler-trainer",
    "drug-research-development", "event-medical-services", "exporter", "fertility-services",
    "forensics-toxicology-non-university", "healthcare-distributor",
    "hemp-cultivation-seed-and-fibre-only", "importer", "public-hospital", "nursing-home",
    "pharmaceutical-manufacturer-producer", "pharmaceutical-wholesaler", "police-custody",
    "precursor-chemicals", "prison-healthcare", "private-ambulance-provider",
    "private-hospital-treatment-centre-or-clinic", "product-packaging-or-labelling",
    "research-non-university-in-vitro", "research-non-university-in-vivo-human",
    "research-non-university-in-vivo-animal", "research-university-in-vitro",
    "research-university-in-vivo-human", "research-university-in-vivo-animal",
    "substance-misuse-service", "transport-distribution-services", "university-teaching",
    "veterinary-wholesaler", "waste-management-distribution-services", "other",
})  # fmt: skip
"""What an operator can be; labels are rows a language, kept with the pages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """The registration of an operator."""

    number: str = needed("its number in this authority's register", limit=50)
    party: Party = needed("name, registration, address and how it is reached")
    business_types: tuple[str, ...] = many(
        "what it does, each one of the list", limit=60, words=tuple(sorted(BUSINESS_TYPES))
    )
    other_business_type: str = words("what else it does", 250)
    business_model: str = words("from whom it buys and to whom it sells", 2000)
    company_type: str = words("public_limited, private or other", 40)
    website_url: str = words("web address", 250)
    is_charity: bool | None = said("yes for a registered charity")
    legal_identity_changed: bool | None = said("yes where it changed in the last 3 years")
    previously_held_licence: bool | None = said("yes where it held a licence before")
    previous_licence_number: str = words("the number of that licence", 50)
    previous_licence_holder_name: str = words("the name on that licence", 250)
    previous_licence_issued: Day | None = said("the day of that licence")
    sites: tuple[Site, ...] = many("each place where it works")
    duty_holders: tuple[DutyHolder, ...] = many("persons with a duty, by number")

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the registration."""
        if self.party.is_empty:
            yield missing("party", "name, address and country of the operator")
        if not self.business_types:
            yield missing("business_types", "at least one of the list")
        for one in self.business_types:
            if one not in BUSINESS_TYPES:
                words_known = ", ".join(sorted(BUSINESS_TYPES))
                yield Problem("business_types", f"{one!r} is not in the list", words_known)
        if "other" in self.business_types and not self.other_business_type:
            yield missing("other_business_type", "what else the operator does")
        if self.previously_held_licence and not self.previous_licence_number:
            yield missing("previous_licence_number", "the number of the licence held before")
        names = [one.site for one in self.sites]
        for name in sorted({one for one in names if names.count(one) > 1}):
            yield Problem("sites", f"site {name} stands twice", "Give each site its own name")
        for holder in self.duty_holders:
            yield from in_order(
                holder.since, holder.until, "duty_holders", "the last day of a duty"
            )

    def site(self, name: str) -> Site | None:
        """The site of that name, or `None`."""
        return next((one for one in self.sites if one.site == name), None)

    def holds_duty(self, duty: Duty, day: Day) -> tuple[str, ...]:
        """The persons with a duty on the day, by number."""
        return tuple(
            one.person for one in self.duty_holders if one.duty is duty and one.holds_on(day)
        )

    def is_consumer(self, site: str = "") -> bool | None:
        """Whether goods that arrive count as consumed (1961 article 1(2)).

        Without a site, only where all sites agree; `None` where it is not known or they differ.
        """
        asked = [one for one in self.sites if not site or one.site == site]
        kinds = {None if one.receives_as is None else one.receives_as.is_consumer for one in asked}
        return kinds.pop() if len(kinds) == 1 else None


def _weigh_registration(held: Held[Operator], act: Act) -> Iterator[Finding]:
    operator = held.paper
    rule = "trade.operator.register"
    in_charge = (Duty.PERSON_IN_CHARGE, Duty.RESPONSIBLE_OFFICER)
    answers = any(operator.holds_duty(duty, act.day) for duty in in_charge)
    lacks = "no person in charge or responsible officer is named: name one"
    yield stands(rule, answers, "a person answers for it", lacks)
    lacks = "no site is entered: enter at least one"
    yield stands(rule, bool(operator.sites), "a site is entered", lacks)


OPERATOR = Life(
    kind="operator",
    first="proposed",
    states=("proposed", "registered", "refused", "struck_off"),
    transitions=(
        Transition(
            "trade.operator.register", ("proposed",), "registered", True, (_weigh_registration,)
        ),
        Transition("trade.operator.refuse", ("proposed",), "refused", second=True),
        Transition("trade.register.change", ("registered",), "registered", second=True),
        Transition("trade.operator.strike_off", ("registered",), "struck_off", second=True),
    ),
    final=frozenset({"refused", "struck_off"}),
)
"""Registered by two persons; a change of name or person is proposed and then made by another.

What a change tells is the registration as it then reads; `registered_as` gives the newest.
"""


def enter_operator(operator: Operator, territory: str, act: Act) -> Taken[Operator]:
    """An operator as it was entered (`trade.operator.enter`)."""
    return begin(OPERATOR, operator, Place(territory, (operator.number,)), act)


def registered_as(held: Held[Operator]) -> Operator:
    """The registration as it reads now, after every change that two persons made."""
    changes = held.happened(Operator)
    return changes[-1] if changes else held.paper


def _weigh_block(held: Held[PersonalBlock], act: Act) -> Iterator[Finding]:
    """The block stays with its person, and the vetting holds; by number, never by name."""
    block = act.told if isinstance(act.told, PersonalBlock) else held.paper
    same = (block.person, block.operator) == (held.paper.person, held.paper.operator)
    lacks = "a block stays with its person and operator: propose another one"
    yield stands("trade.personal_block.person", same, "it is the same person", lacks)
    yield from vetting_findings(block, act.day)


PERSONAL_BLOCK = Life(
    kind="personal_block",
    first="proposed",
    states=("proposed", "kept"),
    transitions=(
        Transition("trade.personal_block.keep", ("proposed",), "kept", True, (_weigh_block,)),
        Transition("trade.personal_block.change", ("kept",), "kept", True, (_weigh_block,)),
    ),
)
"""Kept on the word of two persons; when its time is over nightly work takes its contents out."""
