"""An application is answered on a page: drawn, weighed, proposed; no grant over a doubt."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.doing import Asked, opened, seen
from ringfence.trade.application import Proposal
from ringfence.trade.roles import Role
from tests.portal_parts import FIRM, LICENCE, Portal
from tests.test_pages_apply import begun, filled

COUNTRY = {"parties_to": ["1961", "1971", "1988"], "none:prohibits_schedule_iv": "1",
           "permits_destination": "yes", "reserves_31_1_b": "no"}  # fmt: skip
TOLD = {
    "goods_are_named": "yes", "is_mislabelled": "no", "copy_accompanies": "yes",
    "is_for_illicit_manufacture": "no", "exporter.is_licensed": "yes",
    "limits[1].substance": "morphine", "limits[1].is_stopped_by_board": "no",
    "limits[1].is_recommended_stop": "no",
    "countries[1].code": "XA", "countries[2].code": "XB",
    **{f"countries[{place}].{key}": value for place in (1, 2) for key, value in COUNTRY.items()
       if not key.startswith("none:")},
    **{f"none:countries[{place}].prohibits_schedule_iv": "1" for place in (1, 2)},
}  # fmt: skip


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(tmp_path / "node", monkeypatch)


def under_review(portal: Portal) -> str:
    clerk, signer = portal.as_(Role.OPERATOR_CLERK), portal.as_(Role.RESPONSIBLE_PERSON)
    number = begun(clerk)
    filled(clerk, number)
    version = signer.get(f"/apply/{number}/check").context["version"]
    signer.post(f"/apply/{number}/check", {"version": version, "declared": "yes"})
    for verb in ("accept", "review"):
        opened(portal.desk, "application", number, "carla")
        act_by_kind(portal.desk, "application", number, verb, Asked("carla"))
    return number


def certificates(portal: Portal) -> list[Any]:
    return portal.desk.look(lambda book: book.documents("import_certificate"))


def test_beside_a_doubt_nothing_is_granted_whatever_is_sent(portal: Portal) -> None:
    number = under_review(portal)
    officer, address = portal.as_(Role.CASE_OFFICER), f"/papers/application/{number}/answer"
    page = officer.get(address)
    assert page.status_code == 200 and not page.context["may_grant"]
    assert b'name="grant"' not in page.content
    for told in ({"grant": "1"}, {**TOLD, "grant": "1", "exporter.is_licensed": ""}):
        officer.post(address, told)
        assert not certificates(portal), "no paper is entered, and no number is used up"
        assert seen(portal.desk, "application", number, "carla").held.state == "under_review"


def test_what_the_applicant_told_is_not_written_anew(portal: Portal) -> None:
    number = under_review(portal)
    officer, address = portal.as_(Role.CASE_OFFICER), f"/papers/application/{number}/answer"
    looked = officer.post(address, {**TOLD, "look": "1"})
    against = [one.reason for one in looked.context["against"]]
    assert looked.context["may_grant"], against
    assert not certificates(portal)
    granted = officer.post(address, {**TOLD, "grant": "1", "conditions": "Sealed drums only"})
    assert granted.status_code == 302, granted.content.decode()[:2000]
    (made,) = certificates(portal)
    held = seen(portal.desk, "import_certificate", made.number, "carla").held
    paper = held.paper
    assert held.state == "proposed" and made.operator == FIRM
    assert paper.exporter.party_name == "Beta Export" and paper.importer.licence_number == LICENCE
    assert paper.treaty_basis == ("1961",) and paper.conditions == ("Sealed drums only",)
    assert paper.may_be_several_consignments is False
    (proposal,) = seen(portal.desk, "application", number, "carla").held.happened(Proposal)
    assert (proposal.grants, proposal.paper) == (True, made.number)
    text = portal.as_(Role.APPROVER).get(f"/papers/import_certificate/{made.number}/")
    assert b"/issue" in text.content, "the second person finds no doubt either"


def test_a_refusal_gives_reasons_and_is_for_those_who_may_propose(portal: Portal) -> None:
    number = under_review(portal)
    officer, address = portal.as_(Role.CASE_OFFICER), f"/papers/application/{number}/answer"
    empty = officer.post(address, {"refuse": "1", "reasons": " \n "})
    assert empty.status_code == 400 and b'href="#f-reasons"' in empty.content
    for role in (Role.OPERATOR_CLERK, Role.APPROVER, Role.AUDITOR):
        denied = portal.as_(role).post(address, {"refuse": "1", "reasons": "no"})
        assert denied.status_code in (403, 404), role
    sent = officer.post(address, {"refuse": "1", "reasons": "No need is shown\nAsk again in May"})
    assert sent.status_code == 302
    held = seen(portal.desk, "application", number, "carla").held
    assert held.happened(Proposal)[-1].reasons == ("No need is shown", "Ask again in May")
    assert officer.get(address).status_code == 403, "it is proposed: another decides"
