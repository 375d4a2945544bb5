"""The places of the menu, by role; a page that a role cannot read is not in its menu."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class Group:
    """Places under one word; a group of one place is shown as that place."""

    says: str | Promise
    places: tuple[Place, ...]

    @property
    def is_here(self) -> bool:
        """Whether the page shown is one of its places."""
        return any(one.is_here for one in self.places)


GROUPS: tuple[Group, ...] = (
    Group(_("Work"), (Place(_("Work"), lambda: reverse("work"), frozenset(Role)),)),
    Group(
        _("Cases and papers"),
        (
            Place(_("Applications"), lambda: reverse("list", args=["application"]), CASES),
            # The firm's own places (case officers key in from paper)
            Place(_("Applications"), lambda: reverse("applications"), FIRM),
            Place(_("Shipments and arrivals"), lambda: reverse("goods"), FIRM),
            Place(_("Papers"), lambda: reverse("papers"), CASES | FIRM),
            Place(_("Licences"), lambda: reverse("list", args=["licence"]), CASES | FIRM),
            Place(_("Operators"), lambda: reverse("list", args=["operator"]), CASES),
            Place(_("Inspections"), lambda: reverse("list", args=["inspection"]), CASES | FIRM),
            Place(_("Partners"), lambda: reverse("partners"), ASKING),
        ),
    ),
    Group(
        _("Figures and returns"),
        (
            Place(_("Figures"), lambda: reverse("figure_estimates"), FIGURES),
            Place(_("Estimates"), lambda: reverse("list", args=["estimate"]), CASES),
            Place(_("Stock returns"), lambda: reverse("stock"), CASES | FIRM),
            Place(_("Returns to the Board"), lambda: reverse("returns"), READS_RETURNS),
            Place(_("Receipts"), lambda: reverse("receipts"), FIRM),
        ),
    ),
    Group(
        _("Law"),
        (
            Place(_("Identify"), lambda: reverse("identify"), frozenset(Role)),
            Place(_("Assess"), lambda: reverse("assess"), frozenset(Role) - {Role.ADMINISTRATOR}),
            Place(_("Lists and articles"), lambda: reverse("law_list"), frozenset(Role)),
        ),
    ),
    Group(_("Journal"), (Place(_("Journal"), lambda: reverse("journal"), OFFICE | FIRM),)),
    Group(_("Settings"), (Place(_("Settings"), lambda: reverse("settings"), NODE),)),
)


def menu_of(actor: Actor, path: str) -> tuple[Group, ...]:
    """The groups with the places that the actor has; the place of the page shown is marked."""
    mine = [[one for one in group.places if actor.role in one.roles] for group in GROUPS]
    leads = {one.address() for places in mine for one in places}
    over = [to for to in leads if path == to or (to != "/" and path.startswith(to))]
    here = max(over, key=len, default="")

    def marked(one: Place) -> Place:
        return replace(one, is_here=one.address() == here)

    return tuple(
        Group(group.says, tuple(marked(one) for one in places))
        for group, places in zip(GROUPS, mine, strict=True)
        if places
    )
