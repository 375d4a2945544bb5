"""Who acts: roles, and the person with a role in one authority or firm."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, or a system acting for one, with one role.

    person     unique in the node; four eyes compare persons, never roles
    territory  where the authority or firm stands
    operator   the number of the firm, for roles of a firm
    interests  operators in which the person has declared an interest
    stands_for persons whom this one stands for today, as the deputy named by them
    """

    person: str
    role: Role
    territory: str = ""
    operator: str = ""
    interests: tuple[str, ...] = ()
    is_system: bool = False
    """True for tokens and nightly work, which propose or compute and never approve."""
    stands_for: tuple[str, ...] = ()

    @property
    def hands(self) -> frozenset[str]:
        """Whose entering and proposing counts as this person's own, where four eyes are asked."""
        return frozenset((self.person, *self.stands_for))
