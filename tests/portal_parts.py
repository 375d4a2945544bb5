"""Two firms of the authority's register for tests of the portal: licence, product, estimate."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from ringfence.jobs import node_work
from ringfence.jobs.acts import act_by_kind, enter_by_kind
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, opened
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import moved
from ringfence.trade.paper import read_paper
from ringfence.trade.roles import Actor, Role
from tests.pages_parts import FIRM, Pages

OTHER = "XA-F-0002"
YEAR = 2031
LICENCE, OTHER_LICENCE = "XA-L-0001", "XA-L-0002"


def party(name: str, country: str = "XA", **more: str) -> dict[str, str]:
    """A party with what every paper needs."""
    return {"party_name": name, "address_line_1": "4 Mill Lane", "country": country, **more}


def decided(office: Pages, kind: str, paper: dict[str, Any], verb: str) -> str:
    """A document that the case officer entered and the approver decided."""
    made = enter_by_kind(office.desk, kind, read_paper(kinds()[kind].paper, paper), "carla")
    held = opened(office.desk, kind, made.number, "carla").held
    if held.proposal is None or verb == "enter":
        act_by_kind(office.desk, kind, made.number, verb, Asked("carla"))
    opened(office.desk, kind, made.number, "amir")
    act_by_kind(office.desk, kind, made.number, verb, Asked("amir"))
    return made.number


class Portal(Pages):
    """An office with two registered firms, each with a licence, and an estimate of morphine.

    The firms are registered on 2 January; the tests stand on 10 April.
    """

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.day = date(YEAR, 1, 2)
        patch.setattr(node_work, "now_of", lambda node: (self.now, self.day))
        super().__init__(folder)
        for number, name, licence in (
            (FIRM, "Aldera Pharma", LICENCE),
            (OTHER, "Borel Store", OTHER_LICENCE),
        ):
            decided(self, "operator", _operator(number, name), "register")
            decided(self, "licence", _licence(licence, number), "issue")
        decided(self, "product", _PRODUCT, "enter")
        self.person("omar", Role.OPERATOR_CLERK, OTHER)
        self.person("rosa", Role.RESPONSIBLE_PERSON, OTHER)
        self.estimate()
        self.on(date(YEAR, 4, 10))

    @property
    def now(self) -> datetime:
        """The instant of every act."""
        return datetime(self.day.year, self.day.month, self.day.day, 9, 30, tzinfo=UTC)

    def on(self, day: date) -> None:
        """Turn the calendar."""
        self.day = day
        self.desk = replace(self.desk, now=self.now, today=day)

    def person(self, person: str, role: Role, operator: str = "") -> None:
        """Enter a person."""
        console = Actor("console", Role.ADMINISTRATOR, "XA", is_system=True)
        actor = Actor(person, role, "XA", operator)
        self.desk.work(lambda book: book.set_person(actor, actor=console, act="store.users.change"))

    def browser(self, person: str, role: Role) -> Any:
        """A browser in which a person is signed in."""
        from django.test import Client

        from ringfence.web import accounts
        from ringfence.web.desk import ROLE

        client = Client()
        account: Any = accounts.account_of(person)
        client.force_login(account)
        session = client.session
        session[ROLE] = role.value
        session.save()
        return client

    def estimate(self, grams: int = 1000) -> None:
        """An estimate of morphine for the year, in force."""
        from ringfence.store.stored import Ceiling

        actor = Actor("stan", Role.STATISTICIAN, "XA")
        ceiling = Ceiling("import", "XA", "morphine", YEAR, grams * 1_000_000)
        self.desk.work(lambda book: book.set_limit(ceiling, actor=actor, act="test.limit"))

    def stock(self, operator: str, grams: int) -> None:
        """Morphine on a firm's stock."""
        entry = moved(
            f"test:{operator}:{grams}",
            date(YEAR, 1, 2),
            Account(AccountKind.MANUFACTURE, "morphine"),
            Account(AccountKind.STOCK, "morphine", operator, "north"),
            grams * 1_000_000,
            "test",
        )
        actor = Actor("stan", Role.STATISTICIAN, "XA")
        self.desk.work(lambda book: book.post(entry, actor=actor, act="test.stock"))


def _operator(number: str, name: str) -> dict[str, Any]:
    return {
        "number": number,
        "party": party(name),
        "business_types": ["pharmaceutical-wholesaler", "importer", "exporter"],
        "sites": [{"site": "north", "receives_as": "wholesale", "address": party(name)}],
        "duty_holders": [{"person": f"{number}-1", "duty": "person_in_charge"}],
    }


def _licence(number: str, holder: str) -> dict[str, Any]:
    activities = ("possess", "supply", "import", "export", "manufacture")
    return {
        "number": number,
        "holder": holder,
        "valid_from": date(YEAR, 1, 1),
        "valid_until": date(YEAR + 2, 12, 31),
        "law_day": date(YEAR, 1, 1),
        "persons": [f"{holder}-1"],
        "grid": [{"activity": one, "substance": "morphine", "site": "north"}
                 for one in activities],
        "quotas": [{"substance": "morphine", "year": YEAR, "quota_ug": 900_000_000}],
    }  # fmt: skip


_PRODUCT = {
    "product": "P-1",
    "preparation_name": "Morfal 10",
    "pharmaceutical_form": "tablet",
    "units_per_pack": 50,
    "ingredients": [{"substance": "morphine", "salt": "morphine-sulfate-pentahydrate",
                     "strength": "10", "strength_unit": "mg", "strength_is_base": False}],
}  # fmt: skip

__all__ = ["FIRM", "LICENCE", "OTHER", "YEAR", "Portal", "decided", "party"]
