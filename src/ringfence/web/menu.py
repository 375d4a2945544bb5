"""The places of the menu, by role; a page that a role cannot read is not in its menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from ringfence.trade.roles import Actor, Role

FIRM = frozenset({Role.OPERATOR_CLERK, Role.RESPONSIBLE_PERSON})
OFFICE = frozenset(Role) - FIRM - {Role.PARTNER_AUTHORITY, Role.PUBLIC}
CASES = OFFICE - {Role.ADMINISTRATOR}
ASKING = frozenset({Role.CASE_OFFICER, Role.APPROVER, Role.AUDITOR})
FIGURES = (CASES | FIRM) - {Role.LABORATORY}
READS_RETURNS = frozenset({Role.CASE_OFFICER, Role.APPROVER, Role.STATISTICIAN, Role.AUDITOR})
NODE = frozenset({Role.APPROVER, Role.AUDITOR, Role.ADMINISTRATOR})


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: what it says, where it leads, who has it."""

    says: str | Promise
    address: Callable[[], str]
    roles: frozenset[Role]
    is_here: bool = False


PLACES: list[Place] = [
    Place(_("Work"), lambda: reverse("work"), frozenset(Role)),
    Place(_("Identify"), lambda: reverse("identify"), frozenset(Role)),
    Place(_("Assess"), lambda: reverse("assess"), frozenset(Role) - {Role.ADMINISTRATOR}),
    Place(_("Law"), lambda: reverse("law_list"), frozenset(Role)),
    Place(_("Operators"), lambda: reverse("list", args=["operator"]), CASES),
    Place(_("Licences"), lambda: reverse("list", args=["licence"]), CASES | FIRM),
    Place(_("Applications"), lambda: reverse("list", args=["application"]), CASES),
    Place(_("Papers"), lambda: reverse("papers"), CASES | FIRM),
    Place(_("Estimates"), lambda: reverse("list", args=["estimate"]), CASES),
    # The firm's own places (case officers key in from paper)
    Place(_("Applications"), lambda: reverse("applications"), FIRM),
    Place(_("Shipments and arrivals"), lambda: reverse("goods"), FIRM),
    Place(_("Stock returns"), lambda: reverse("stock"), CASES | FIRM),
    Place(_("Receipts"), lambda: reverse("receipts"), FIRM),
    Place(_("Partners"), lambda: reverse("partners"), ASKING),
    Place(_("Figures"), lambda: reverse("figure_estimates"), FIGURES),
    Place(_("Returns"), lambda: reverse("returns"), READS_RETURNS),
    Place(_("Inspections"), lambda: reverse("list", args=["inspection"]), CASES | FIRM),
    Place(_("Journal"), lambda: reverse("journal"), OFFICE | FIRM),
    Place(_("Settings"), lambda: reverse("settings"), NODE),
]


def menu_of(actor: Actor, path: str) -> list[tuple[str | Promise, str, bool]]:
    """What the actor's menu says, where each entry leads, and whether it is the page shown."""
    found = [(one.says, one.address()) for one in PLACES if actor.role in one.roles]
    here = max((len(to) for _says, to in found if path.startswith(to)), default=0)
    return [(says, to, path.startswith(to) and len(to) == here) for says, to in found]
