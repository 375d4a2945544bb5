"""Who acts: roles, and the person with a role in one authority or firm."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from ringfence.terms import Day


class Role(StrEnum):
    """The roles of the desk, by the letters used in tables."""

    OPERATOR_CLERK = "OC"
    RESPONSIBLE_PERSON = "OR"
    CASE_OFFICER = "CO"
    APPROVER = "AP"
    CUSTOMS = "CU"
    INSPECTOR = "IN"
    LABORATORY = "LA"
    STATISTICIAN = "ST"
    AUDITOR = "AU"
    ADMINISTRATOR = "AD"
    PARTNER_AUTHORITY = "PA"
    PUBLIC = "PU"


_LIKE = (
    "аa вb еe кk мm нh оo рp сc тt уy хx іi јj ѕs ԁd ԛq ԝw һh ӏl "
    "αa βb εe ηn ιi κk μm νv οo ρp τt υu χx γy ωw"
)
_LIKE_LATIN = {ord(pair[0]): pair[1] for pair in _LIKE.split()} | {ord("0"): "o", ord("1"): "l"}
"""Letters of other scripts that people read as Latin ones, in small form."""


@lru_cache(maxsize=100_000)
def skeleton(name: str) -> str:
    """The name as people read it: without case, marks and the script of look-alike letters.

    Two persons whose names have one skeleton could be taken for each other in a list.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    shown = (sign for sign in plain if unicodedata.category(sign)[0] not in "CMZ")
    return "".join(shown).translate(_LIKE_LATIN)


@dataclass(frozen=True, slots=True)
class Stood:
    """That somebody stood for a person, as deputy, from one day to another, both included."""

    person: str
    first: Day
    last: Day


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or a system acting for one, with one role.

    person     unique in the node; four eyes compare persons, never roles
    territory  where the authority or firm stands
    operator   the number of the firm, for roles of a firm
    interests  operators in which the person has declared an interest
    stands_for persons whom this one stands for today, as the deputy named by them
    bound_to   persons with whom four eyes hold as with those: for whom a person stands whom this
               one stands for, or for whom this one stood until earlier today
    stood_for  all of them, with the days
    """

    person: str
    role: Role
    territory: str = ""
    operator: str = ""
    interests: tuple[str, ...] = ()
    is_system: bool = False
    """True for tokens and nightly work, which propose or compute and never approve."""
    stands_for: tuple[str, ...] = ()
    bound_to: tuple[str, ...] = ()
    stood_for: tuple[Stood, ...] = ()

    @property
    def hands(self) -> frozenset[str]:
        """Whose entering and proposing counts as this person's own, where four eyes are asked."""
        return frozenset((self.person, *self.stands_for, *self.bound_to))
