"""A partner authority answers one case by its link: once, in time, and nothing more is shown."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from datetime import date, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ringfence.jobs import announce_precursor, authorise_export, reply_by_link
from ringfence.jobs.doing import Asked, Outcome, opened
from ringfence.store.errors import ChangedMeanwhile
from ringfence.trade.export_authorisation import ExportAuthorisation
from ringfence.trade.life import ActRefused
from ringfence.trade.paper import read_paper
from ringfence.trade.pre_export_notification import NoticeReply, PreExportNotification, Sent
from ringfence.trade.roles import Role
from ringfence.web.desk import open_desk
from tests.pages_parts import Pages
from tests.test_jobs import NOTICE

NUMBER = "XA-PEN-1"


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    made = Pages(tmp_path / "node")
    today = made.desk.today
    mapping = tomllib.loads(NOTICE)
    mapping |= {"issued_on": today, "despatch_day": today + timedelta(days=60),
                "reply_due": today + timedelta(days=20)}  # fmt: skip
    paper = read_paper(PreExportNotification, mapping)
    announce_precursor.draft(made.desk, paper, "carla:CO")
    announce_precursor.act(made.desk, NUMBER, "send", Asked("carla:CO", told=Sent(today)))
    return made


def link_of(office: Pages, role: Role = Role.CASE_OFFICER, case: str = "") -> str:
    asked = {"case": case or f"pre_export_notification:{NUMBER}"}
    page = office.as_(role).post("/partners", asked)
    assert page.status_code == 200, page.content.decode()[-2000:]
    found = re.search(r"http://testserver(/reply/[\w-]+)", page.content.decode())
    assert found is not None
    return found.group(1)


def notice(office: Pages) -> Outcome:
    return opened(office.desk, "pre_export_notification", NUMBER, "amir:AP")


def text_of(answer: Any) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())


OBJECTS = {"answer": "objection", "reason": "quantity_above_need",
           "explanation": "25 kg is more than a year's need", "name": "Ana of XB"}  # fmt: skip


def test_an_objection_by_link_stops_the_case_and_works_once(office: Pages) -> None:
    link = link_of(office)
    seen = text_of(Client().get(link))
    for word in (NUMBER, "ephedrine", "25 kg", "Beta Import", "Port of XB"):
        assert word in seen, word
    assert notice(office).held.state == "sent", "looking answers nothing"
    assert Client().post(link, OBJECTS).status_code == 302
    held = notice(office).held
    (reply,) = held.happened(NoticeReply)
    assert (held.state, reply.channel, reply.reply_by.country) == (
        "objected",
        "one_time_link",
        "XB",
    )
    assert held.history[-1].role is Role.PARTNER_AUTHORITY
    again = Client().post(link, {**OBJECTS, "answer": "no_objection"})
    assert "This was answered" in text_of(again) and notice(office).held.version == held.version
    listed = text_of(office.as_(Role.AUDITOR).get("/partners"))
    assert "Quantity above need" in listed and "Ana of XB" in listed


def test_making_and_using_a_link_is_in_the_journal_and_its_code_is_nowhere(
    office: Pages,
) -> None:
    link = link_of(office)
    code = link.rpartition("/")[2]
    Client().post(link, {"answer": "no_objection", "name": "Ana, Board of XB"})
    acts = office.desk.look(lambda book: list(book.latest_acts({}, 10)))
    told = [(one["act"], one["person"]) for one in acts]
    assert ("trade.partner.query", "carla") in told
    assert ("trade.partner.answer", "partner:XB") in told
    assert notice(office).held.state == "answered"
    stored = office.desk.look(lambda book: book.documents(reply_by_link.KIND))
    assert code not in repr(stored) and code not in repr(acts)
    assert len(code) >= 43, "256 bits"


def test_a_wrong_office_clears_nothing(office: Pages) -> None:
    link = link_of(office)
    Client().post(link, {"answer": "wrong_office", "name": "Customs of XB",
                         "explanation": "Ask the Board in Birchville"})  # fmt: skip
    held = notice(office).held
    assert held.state == "more_information"
    assert "another one answers. Ask the Board" in held.happened(NoticeReply)[-1].explanation


def test_what_is_missing_stands_at_its_field_and_the_rest_is_kept(office: Pages) -> None:
    link = link_of(office)
    page = Client().post(link, {"answer": "objection", "explanation": "too much"})
    says = page.content.decode()
    assert page.status_code == 400 and 'href="#reason"' in says and 'href="#name"' in says
    assert "too much</textarea>" in says and 'value="objection" checked' in says
    none = Client().post(link, {"name": "Ana"})
    assert "Select your answer" in text_of(none) and notice(office).held.state == "sent"


def test_a_link_ends_with_its_clock_and_a_new_one_ends_the_older(office: Pages) -> None:
    first = link_of(office)
    second = link_of(office)
    assert "withdrawn" in text_of(Client().get(first))
    desk = open_desk()
    late = replace(desk, now=desk.now + timedelta(days=22))
    code = second.rpartition("/")[2]
    told = reply_by_link.Answer(reply_by_link.ReplyKind.NO_OBJECTION, "Ana")
    with pytest.raises(reply_by_link.LinkClosed):
        reply_by_link.answer(late, code, told)
    assert notice(office).held.state == "sent"
    unknown = Client().get("/reply/guessed")
    assert unknown.status_code == 410 and "The code has ended" in text_of(unknown)


def test_an_officer_withdraws_a_link(office: Pages) -> None:
    link = link_of(office)
    (one,) = office.desk.look(lambda book: book.documents(reply_by_link.KIND))
    assert office.as_(Role.APPROVER).post("/partners", {"withdraw": one.number}).status_code == 302
    assert "withdrawn" in text_of(Client().post(link, OBJECTS))
    assert notice(office).held.state == "sent"


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.CASE_OFFICER, 200), (Role.APPROVER, 200), (Role.AUDITOR, 200),
     (Role.OPERATOR_CLERK, 403), (Role.CUSTOMS, 403), (Role.ADMINISTRATOR, 403)],
)  # fmt: skip
def test_who_sees_the_links(role: Role, status: int, office: Pages) -> None:
    assert office.as_(role).get("/partners").status_code == status


def test_only_who_may_ask_a_partner_makes_a_link(office: Pages) -> None:
    for role in (Role.AUDITOR, Role.STATISTICIAN, Role.RESPONSIBLE_PERSON, Role.INSPECTOR):
        asked = {"case": f"pre_export_notification:{NUMBER}"}
        assert office.as_(role).post("/partners", asked).status_code == 403, role
    assert not office.desk.look(lambda book: book.documents(reply_by_link.KIND))


def test_a_case_that_went_on_meanwhile_is_not_answered_by_an_old_link(office: Pages) -> None:
    link = link_of(office)
    announce_precursor.act(office.desk, NUMBER, "withdraw", Asked("carla:CO"))
    answer = Client().post(link, OBJECTS)
    assert answer.status_code in (403, 409) and notice(office).held.state == "withdrawn"
    with pytest.raises((ActRefused, ChangedMeanwhile)):
        reply_by_link.make(office.desk, "pre_export_notification", NUMBER, "carla:CO")


def test_a_certificate_in_doubt_is_asked_about_and_stays_for_an_officer_to_mark(
    office: Pages,
) -> None:
    today = date.today()
    mapping = tomllib.loads(NOTICE)
    for key in ("despatch_day", "request_basis"):
        mapping.pop(key)
    mapping |= {"number": "XA-EA-1", "treaty_basis": ["1961"], "valid_from": today,
                "valid_until": today + timedelta(days=80), "import_paper_number": "XB-IC-9",
                "import_paper_authority": "Board of XB",
                "foreign_certificate_authenticity": "scan_only"}  # fmt: skip
    mapping["lines"][0] |= {"name_declared": "codeine", "substance": "codeine", "salt": "codeine"}
    paper = read_paper(ExportAuthorisation, mapping)
    authorise_export.propose(office.desk, paper, "carla:CO")
    link = link_of(office, case="export_authorisation:XA-EA-1")
    assert "XB-IC-9" in text_of(Client().get(link))
    refused = Client().post(link, {"answer": "objection", "name": "Ana"})
    assert refused.status_code == 400, "another case's answer"
    Client().post(link, {"answer": "not_genuine", "name": "Ana", "explanation": "never issued"})
    after = opened(office.desk, "export_authorisation", "XA-EA-1", "amir:AP").held
    assert after.version == 1, "marking it stays with an officer"
    listed = text_of(office.as_(Role.CASE_OFFICER).get("/partners"))
    assert "Not genuine" in listed and "never issued" in listed
