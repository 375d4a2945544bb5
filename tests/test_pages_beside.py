"""A paper filled by hand takes what the law asks beside it, and is looked at before entering."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.doing import Asked, opened, seen
from ringfence.jobs.facts_beside import asked_facts
from ringfence.law.record import said_of
from ringfence.store import drafts
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.roles import Role
from tests.pages_parts import FIRM, Pages
from tests.portal_parts import LICENCE, Portal
from tests.test_pages_answer import TOLD

NEW = "/papers/import_certificate/new"
PAPER = {
    "number": "XA-IC-9001", "treaty_basis": "1961", "issued_on": "2031-04-10",
    "authority.name": "Authority of XA", "authority.country": "XA", "authority.treaties": "1961",
    "exporter.party_name": "Beta Export", "exporter.address_line_1": "2 Quay",
    "exporter.country": "XB",
    "importer.party_name": "Aldera Pharma", "importer.address_line_1": "4 Mill Lane",
    "importer.country": "XA", "importer.licence_number": LICENCE,
    "valid_from": "2031-04-11", "valid_until": "2031-07-10",
    "may_be_several_consignments": "no", "bonded_warehouse_approved": "no",
    "lines[1].line": "1", "lines[1].substance": "morphine", "lines[1].quantity": "100",
    "lines[1].name_declared": "morphine sulfate", "lines[1].salt": "morphine-sulfate",
    "lines[1].unit": "g", "lines[1].purpose": "medical",
    "lines[1].pharmaceutical_form": "powder",
}  # fmt: skip
FACTS = {
    f"none:known.{key.removeprefix('none:')}" if key.startswith("none:") else f"known.{key}": value
    for key, value in TOLD.items()
}


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(tmp_path / "node", monkeypatch)


def certificates(portal: Pages) -> list[Any]:
    return portal.desk.look(lambda book: book.documents("import_certificate"))


def looked_at(client: Any, told: dict[str, str]) -> Any:
    page = client.post(NEW, {**told, "look": "1"})
    assert page.status_code == 200, page.content.decode()[:3000]
    return page


def test_every_fact_that_is_asked_says_what_it_means_and_under_which_article() -> None:
    for name, field in Circumstances.__dataclass_fields__.items():
        if name in asked_facts():
            assert "19" in said_of(field) or name == "requested_by_recognised_agency", name
            assert len(said_of(field)) > 30, name


def test_a_paper_by_hand_is_looked_at_entered_with_its_facts_and_issued(portal: Portal) -> None:
    officer = portal.as_(Role.CASE_OFFICER)
    form = officer.get(NEW).content.decode()
    assert 'name="known.goods_are_named"' in form and "1988 12(9)(d)" in form
    assert 'name="enter"' not in form, "nothing is entered before it was looked at"
    blank = looked_at(officer, PAPER)
    assert blank.context["against"], "without facts there are doubts"
    full = looked_at(officer, PAPER | FACTS)
    assert not full.context["against"], [one.reason for one in full.context["against"]]
    assert not certificates(portal), "looking enters nothing"
    stale = officer.post(NEW, {**PAPER, **FACTS, "enter": blank.context["looked"]})
    assert stale.status_code == 200 and stale.context["is_changed"] and not certificates(portal)
    entered = officer.post(NEW, {**PAPER, **FACTS, "enter": full.context["looked"]})
    assert entered["Location"] == "/papers/import_certificate/XA-IC-9001/"
    page = portal.as_(Role.APPROVER).get(entered["Location"])
    assert "Told beside the paper" in page.content.decode()
    assert page.context["beside"]["goods_are_named"] is True
    opened(portal.desk, "import_certificate", "XA-IC-9001", "amir")
    issued = act_by_kind(portal.desk, "import_certificate", "XA-IC-9001", "issue", Asked("amir"))
    assert issued.held.state == "issued"
    assert certificates(portal)[0].operator == FIRM


def test_what_was_told_last_of_the_countries_is_filled_in_with_a_link(portal: Portal) -> None:
    officer = portal.as_(Role.CASE_OFFICER)
    first = looked_at(officer, PAPER | FACTS)
    officer.post(NEW, {**PAPER, **FACTS, "enter": first.context["looked"]})
    again = PAPER | {"number": "XA-IC-9002", "known.goods_are_named": "yes"}
    page = looked_at(officer, again)
    text = page.content.decode()
    assert page.context["told_before"].number == "XA-IC-9001"
    assert 'href="/papers/import_certificate/XA-IC-9001/"' in text
    assert "import_certificate:XA-IC-9001" not in text
    assert 'name="known.countries[2].code" value="XB"' in text
    assert 'name="known.is_mislabelled" value="" checked' in text, "of this consignment: told here"


def test_a_fact_that_is_not_understood_stands_at_its_field(portal: Portal) -> None:
    officer = portal.as_(Role.CASE_OFFICER)
    wrong = officer.post(NEW, PAPER | FACTS | {"known.countries[1].code": "", "look": "1"})
    assert wrong.status_code == 400
    assert b'href="#f-known-countries-1--code"' in wrong.content
    assert not certificates(portal)


def test_saving_from_time_to_time_enters_nothing(portal: Portal) -> None:
    officer = portal.as_(Role.CASE_OFFICER)
    seal = looked_at(officer, PAPER | FACTS).context["looked"]
    assert officer.post(NEW, {**PAPER, **FACTS, "draft": "1", "enter": seal}).status_code == 204
    kept = drafts.find("carla", "new:import_certificate")
    assert kept is not None and kept[0]["known"]["goods_are_named"] is True
    assert not certificates(portal)
    told = {"number": "XA-F-0077", "business_types": "importer", "party.party_name": "Cid",
            "party.country": "XA", "party.address_line_1": "1 Way"}  # fmt: skip
    assert officer.post("/papers/operator/new", {**told, "draft": "1"}).status_code == 204
    assert not portal.desk.look(lambda book: book.documents("operator", number="XA-F-0077"))
    assert officer.post("/papers/operator/new", told).status_code == 302


def test_firms_do_not_read_what_was_told_beside_a_paper(portal: Portal) -> None:
    officer = portal.as_(Role.CASE_OFFICER)
    facts = FACTS | {"known.suspicion": "a route that no one takes"}
    page = looked_at(officer, PAPER | facts)
    officer.post(NEW, {**PAPER, **facts, "enter": page.context["looked"]})
    own = portal.as_(Role.RESPONSIBLE_PERSON).get("/papers/import_certificate/XA-IC-9001/")
    assert own.status_code == 200 and not own.context["beside"]
    assert b"a route that no one takes" not in own.content
    assert portal.as_(Role.OPERATOR_CLERK).get(NEW).status_code == 403
    assert seen(portal.desk, "import_certificate", "XA-IC-9001", "carla").held.state == "proposed"
