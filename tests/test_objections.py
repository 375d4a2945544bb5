"""An objection to a decision: in time, heard, decided by others; on pages and by command."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from ringfence.jobs.acts import act_by_kind, enter_by_kind
from ringfence.jobs.doing import Asked, opened, seen
from ringfence.jobs.object_to import lodge
from ringfence.trade.hearing import Hearing
from ringfence.trade.life import ActRefused
from ringfence.trade.objection import Decision, Objection, ObjectionOutcome, may_be_lodged
from ringfence.trade.refusing import Refusal
from ringfence.trade.roles import Role
from tests.office import Office
from tests.pages_parts import FIRM
from tests.portal_parts import OTHER, Portal
from tests.test_pages_case import LINE

NUMBER = "XA-IC-77"
PAGE = f"/papers/import_certificate/{NUMBER}/decision"
OBJECT = f"/papers/import_certificate/{NUMBER}/object"
WHY = ObjectionOutcome(reason="no need is shown")


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    made = Portal(tmp_path / "node", monkeypatch)
    made.person("beate", Role.APPROVER)
    return made


def refused(portal: Portal) -> None:
    """A certificate for the firm that carla and amir refused today."""
    from ringfence.trade.import_certificate import ImportCertificate
    from ringfence.trade.paper import read_paper
    from tests.portal_parts import LICENCE, party

    told = {
        "number": NUMBER, "treaty_basis": ["1961"], "lines": [LINE],
        "exporter": party("Beta Export", "XB"),
        "importer": party("Aldera Pharma", licence_number=LICENCE),
        "valid_from": portal.day, "valid_until": portal.day + timedelta(60),
    }  # fmt: skip
    paper = read_paper(ImportCertificate, told)
    enter_by_kind(portal.desk, "import_certificate", paper, "carla")
    why = Refusal(reason="no need is shown")
    act_by_kind(portal.desk, "import_certificate", NUMBER, "refuse", Asked("carla", told=why))
    opened(portal.desk, "import_certificate", NUMBER, "amir")
    act_by_kind(portal.desk, "import_certificate", NUMBER, "refuse", Asked("amir"))


def lodged(portal: Portal) -> str:
    rita = portal.as_(Role.RESPONSIBLE_PERSON)
    made = rita.post(OBJECT, {"grounds": "The need was shown in annex 2", "wanted": "Issue it"})
    assert made.status_code == 302, made.content.decode()[:2000]
    return str(made["Location"]).split("/")[3]


def test_it_is_lodged_in_time_by_the_firm_that_was_decided_on() -> None:
    day = date(2031, 5, 3)
    decision = Decision("refused", day, True, (FIRM,), frozenset({"carla"}))
    paper = Objection(number="O-1", kind="licence", decided="L", operator=FIRM,
                      lodged_on=date(2031, 6, 2), grounds="wrong")  # fmt: skip
    today = date(2031, 6, 2)
    assert decision.last_day == today
    assert not [one for one in may_be_lodged(paper, decision, today) if one.is_against]
    for wrong, of in (
        (replace(paper, lodged_on=date(2031, 6, 3)), decision),
        (replace(paper, lodged_on=date(2031, 5, 2)), decision),
        (replace(paper, operator=OTHER), decision),
        (paper, replace(decision, is_against_firm=False)),
    ):
        against = [one for one in may_be_lodged(wrong, of, date(2031, 6, 3)) if one.is_against]
        assert len(against) == 1, wrong


def test_the_decision_page_says_until_when_and_keeps_the_objection(portal: Portal) -> None:
    refused(portal)
    rita = portal.as_(Role.RESPONSIBLE_PERSON)
    text = rita.get(PAGE).content.decode()
    assert "The firm may object until 10 May 2031." in text and OBJECT in text
    assert OBJECT not in portal.as_(Role.OPERATOR_CLERK).get(PAGE).content.decode()
    blank = rita.post(OBJECT, {"grounds": ""})
    assert blank.status_code == 400 and b'href="#f-grounds"' in blank.content
    number = lodged(portal)
    held = seen(portal.desk, "objection", number, "rita").held
    assert held.operators == (FIRM,) and held.paper.lodged_on == portal.day
    again = rita.get(PAGE).content.decode()
    assert number in again and OBJECT not in again
    work = portal.as_(Role.CASE_OFFICER).get("/").content.decode()
    assert number in work, "it waits for the office, with its clock"
    assert portal.browser("rosa", Role.RESPONSIBLE_PERSON).get(OBJECT).status_code == 404


def test_a_late_one_is_refused_with_what_to_do_instead(portal: Portal) -> None:
    refused(portal)
    portal.on(portal.day + timedelta(days=31))
    rita = portal.as_(Role.RESPONSIBLE_PERSON)
    assert "Objections ended on 10 May 2031" in rita.get(PAGE).content.decode()
    late = rita.post(OBJECT, {"grounds": "wrong"})
    assert late.status_code == 409 and b"apply again instead" in late.content
    assert not portal.desk.look(lambda book: book.documents("objection"))


def test_the_firm_is_heard_and_others_than_before_decide(portal: Portal) -> None:
    refused(portal)
    number, desk = lodged(portal), portal.desk
    early = act_by_kind(desk, "objection", number, "let-stand", Asked("carla", told=WHY))
    assert early.is_proposed
    opened(desk, "objection", number, "beate")
    with pytest.raises(ActRefused) as unheard:
        act_by_kind(desk, "objection", number, "let-stand", Asked("beate"))
    assert any("hear the firm first" in one.reason for one in unheard.value.findings)
    told = Hearing(heard_on=portal.day, spoke="Rita", said="annex 2 shows it")
    with pytest.raises(ActRefused):
        late = replace(told, heard_on=portal.day + timedelta(1))
        act_by_kind(desk, "objection", number, "hear", Asked("carla", told=late))
    act_by_kind(desk, "objection", number, "hear", Asked("carla", told=told))
    why = replace(WHY, follows="a new certificate is drawn")
    act_by_kind(desk, "objection", number, "set-aside", Asked("carla", told=why))
    opened(desk, "objection", number, "amir")
    with pytest.raises(ActRefused) as own:
        act_by_kind(desk, "objection", number, "set-aside", Asked("amir"))
    assert any("had a hand in the decision" in one.reason for one in own.value.findings)
    opened(desk, "objection", number, "beate")
    after = act_by_kind(desk, "objection", number, "set-aside", Asked("beate"))
    assert after.held.state == "set_aside"
    decision = seen(desk, "import_certificate", NUMBER, "carla").held
    assert decision.state == "refused", "a decision stays as it was"
    assert "Set aside" in portal.as_(Role.RESPONSIBLE_PERSON).get(PAGE).content.decode()


def test_who_may_not_read_a_decision_objects_to_none(portal: Portal) -> None:
    refused(portal)
    paper = Objection(number="XA-OB-9", kind="import_certificate", decided=NUMBER, operator=OTHER,
                      lodged_on=portal.day, grounds="wrong")  # fmt: skip
    with pytest.raises(ActRefused) as denied:
        lodge(portal.desk, paper, "rosa")
    assert denied.value.act == "trade.import_certificate.read"
    with pytest.raises(ActRefused):
        lodge(portal.desk, replace(paper, kind="gold"), "carla")


def test_that_an_applicant_was_heard_is_recorded_before_the_decision(portal: Portal) -> None:
    from tests.test_pages_answer import under_review

    number = under_review(portal)
    told = {"heard_on": portal.day.isoformat(), "spoke": "Rita", "said": "nothing to add"}
    address = f"/papers/application/{number}/hear"
    for role in (Role.OPERATOR_CLERK, Role.AUDITOR):
        assert portal.as_(role).post(address, told).status_code == 403
    carla = portal.as_(Role.CASE_OFFICER)
    carla.get(address)
    assert carla.post(address, told).status_code == 302
    held = seen(portal.desk, "application", number, "carla").held
    assert held.state == "under_review" and held.happened(Hearing)[-1].said == "nothing to add"


def test_commands_lodge_hear_and_decide(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.test_jobs import license_, register

    office = Office(tmp_path, monkeypatch).made()
    register(office, "OP-1")
    license_(office, "OP-1")
    licence = "L-OP-1"
    why = office.file("n.toml", SUSPENSION)
    office("licence", "suspend", licence, why, "--as", "co")
    said = office.file("h.toml", 'heard_on = 2025-01-02\nspoke = "Rita"\nsaid = "no leak"\n')
    office("licence", "hear", licence, said, "--as", "co")
    office("licence", "suspend", licence, why, "--as", "co")
    office.second("licence", "suspend", licence)
    paper = office.file("o.toml", OBJECTION.format(licence))
    office("objection", "lodge", paper, "--as", "co")
    office("objection", "hear", "XA-OB-1", said, "--as", "co")
    end = office.file("e.toml", 'reason = "the leak was found"\n')
    office("objection", "let-stand", "XA-OB-1", end, "--as", "co")
    office.second("objection", "let-stand", "XA-OB-1", code=1)
    assert "stands" in office.second("objection", "let-stand", "XA-OB-1", by="ap2")
    again = office.file("o2.toml", OBJECTION.format(licence).replace("OB-1", "OB-2"))
    office("objection", "lodge", again, "--as", "co")
    office("objection", "set-aside", "XA-OB-2", end, "--as", "co")
    office("objection", "withdraw", "XA-OB-2", "--as", "co", code=1)


SUSPENSION = """
notice_on = 2025-01-02
effective_on = 2025-01-02
is_for_safety = true
[[grounds]]
reason = "goods leak"
citation = "un1961/34(a)"
"""
OBJECTION = """
number = "XA-OB-1"
kind = "licence"
decided = "{}"
operator = "OP-1"
lodged_on = 2025-01-02
grounds = "there was no leak"
"""
