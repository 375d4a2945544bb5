"""Parties, addresses, authorities and signatures, as they stand on every paper (formats 1.1, 1.5).

Names and addresses are kept in the script in which they are registered.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ringfence.law import movement
from ringfence.law.entry import Convention
from ringfence.law.movement import many, said
from ringfence.law.record import Problem
from ringfence.trade.paper import country_code, instant, missing, same_words, words

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_TELEPHONE = re.compile(r"[+\d()][\d\s()/.\-]*")
_POST_BOX = re.compile(
    r"\W*(p\.?\s*o\.?\s*box|post(?:al)?\s+(?:office\s+)?box|apartado(?:\s+postal)?|bo[iî]te\s+"
    r"postale|b\.?\s?p\.?|а/я|абонентский\s+ящик|صندوق\s+بريد|邮政信箱)\W*\d*\W*",
    re.IGNORECASE,
)


class PartyRole(StrEnum):
    """What a party does in the movement."""

    EXPORTER = "exporter"
    IMPORTER = "importer"
    CONSIGNEE = "consignee"
    CONSIGNOR = "consignor"
    BROKER = "broker"
    CARRIER = "carrier"
    CUSTOMS_BROKER = "customs_broker"
    ULTIMATE_CONSIGNEE = "ultimate_consignee"
    END_USER = "end_user"
    INTERMEDIARY = "intermediary"
    AGENT = "agent"


@dataclass(frozen=True, slots=True)
class Party:
    """A firm, body or person named on a paper, with its address and how it is reached."""

    party_name: str = words("the name as registered", 200)
    party_name_latin: str = words("the name in Latin letters, for papers that go abroad", 200)
    registration_number: str = words("its number in the register of firms", 50)
    licence_number: str = words("the number of its licence", 50)
    business: str = words("what it does, in a few words", 200)
    role: PartyRole | None = said("what it does in the movement")
    address_line_1: str = words("street and house", 250)
    address_line_2: str = words("second line of the address", 250)
    address_line_3: str = words("third line of the address", 250)
    address_line_4: str = words("fourth line of the address", 250)
    locality: str = words("town or village", 120)
    region: str = words("state, province or district", 120)
    postcode: str = words("postcode", 20)
    country: str = country_code("two-letter code of its country")
    telephone: str = words("telephone", 30, pattern=_TELEPHONE, shown="digits, +, blanks, brackets")
    email: str = words("e-mail", 254, pattern=_EMAIL, shown="an address such as trade@firm.example")
    fax: str = words("fax, where a return asks for it", 30)

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the block, beyond single fields."""
        if self.is_empty:
            return
        if len(self.party_name) < 2:
            yield missing("party_name", "the name as registered")
        if not self.address_line_1:
            yield missing("address_line_1", "street and house")
        if _POST_BOX.fullmatch(self.address_line_1) and not self.address_line_2:
            problem = "a post-office box cannot be the address (1961 31(8), 1971 12(3)(b))"
            yield Problem("address_line_1", problem, "Enter street and house")
        if not self.country:
            yield missing("country", "the two-letter code of its country")
        if any(_is_other_script(sign) for sign in self.party_name_latin):
            yield Problem("party_name_latin", "has letters of another script", "Write it in Latin")

    @property
    def is_empty(self) -> bool:
        """True where nothing is told of the party."""
        return self == Party(role=self.role)

    @property
    def address(self) -> str:
        """The address in one line, without the country."""
        lines = (self.address_line_1, self.address_line_2, self.address_line_3)
        rest = (self.address_line_4, self.locality, self.region, self.postcode)
        return ", ".join(part for part in (*lines, *rest) if part)

    def before_the_law(self, standing: movement.Actor | None = None) -> movement.Actor:
        """The party as the law asks about it, with what the register knows of its standing."""
        known = standing or movement.Actor()
        return movement.Actor(
            name=self.party_name,
            address=self.address,
            is_licensed=known.is_licensed,
            is_specifically_authorised=known.is_specifically_authorised,
            is_state_enterprise=known.is_state_enterprise,
            is_government_agency=known.is_government_agency,
            is_practitioner=known.is_practitioner,
            is_approved_establishment=known.is_approved_establishment,
            authorised_base_g=known.authorised_base_g,
        )


def _is_other_script(sign: str) -> bool:
    return sign.isalpha() and not unicodedata.name(sign, "").startswith("LATIN")


def differences(one: Party, other: Party, who: str) -> Iterator[str]:
    """Sentences on what differs between two papers, after folding case and blanks."""
    for what, ours, theirs in (
        ("name", one.party_name, other.party_name),
        ("address", one.address, other.address),
        ("country", one.country, other.country),
    ):
        if not same_words(ours, theirs):
            yield f"{what} of the {who}: one paper says {ours or 'nothing'}, the other {theirs}"


@dataclass(frozen=True, slots=True)
class Authority:
    """A competent authority, and the treaties it is notified for (1961 18(1)(d), 1971 16(2))."""

    name: str = words("its name", 200)
    country: str = country_code("two-letter code of its country")
    treaties: tuple[Convention, ...] = many("the conventions it is notified for")


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed for the authority, when, and the seal over the exact bytes."""

    officer_name: str = words("the officer who signed", 200)
    officer_title: str = words("the officer's title", 120)
    signed_at: str = instant("when it was signed")
    seal: str = words("signature over the exact bytes", 4000)
    paper_signature_seen: bool | None = said("true when the signature on paper was seen")


@dataclass(frozen=True, slots=True)
class Declaration:
    """What the applicant declared; ticked each time, never beforehand."""

    declaration_text_version: str = words("edition of the text declared", 40)
    declared_by: str = words("who declared", 200)
    declared_at: str = instant("when")
    declared_true: bool | None = said("true when it was declared to be true")
