"""Every act that people ask for by a verb is driven by a command in some test; here, the rest."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from ringfence.cli.main import COMMANDS, main
from ringfence.jobs.acts import is_asked_by_verb
from ringfence.jobs.document_kinds import kinds
from tests.office import Office
from tests.office_papers import AUTHORISATION, CERTIFICATE, KNOWN, OUT, SIDES
from tests.test_check_command import ENDORSED
from tests.test_job_orders import signed, trading
from tests.test_job_papers import (
    KG,
    accepted,
    declared,
    let_pass,
    licensed,
    prohibited,
)
from tests.test_jobs import (
    DONE,
    ENDORSEMENT,
    GRAM,
    INSPECTION,
    LINES,
    PLAN,
    SHIPMENT,
    estimated,
    filed,
    import_proposed,
    imported,
    line,
    ready,
    register,
)
from tests.test_jobs import signed as signed_period

NOUNS = {
    "user_change": "user-change", "operator": "operator", "licence": "licence",
    "product": "product",
    "estimate": "estimate", "import_certificate": "authorisation",
    "export_authorisation": "authorisation", "endorsement": "endorsement",
    "pre_export_notification": "notification", "received_notification": "notification",
    "company_return": "stock", "loss": "loss", "destruction": "destruction",
    "inspection": "inspection", "return": "return", "application": "application",
    "export_declaration": "declaration", "correction": "correction", "assessment": "assessment",
    "special_import_licence": "special-import-licence", "transit_permit": "transit-permit",
    "customer_declaration": "customer-declaration", "order": "order", "question": "question",
    "personal_block": "personal-block", "setting_change": "setting",
    "objection": "objection",
}  # fmt: skip
ACTS = sorted(
    (kind.name, verb)
    for kind in kinds().values()
    for verb in kind.verbs
    if is_asked_by_verb(kind.name, verb)
)
LOOPED = {("product", "refuse"), ("product", "end")}
"""Driven by a loop over verbs (tests/test_job_verbs.py), so that no test names them in one line."""


def said_in_tests() -> str:
    return re.sub(r"\s+", " ", "\n".join(one.read_text() for one in _tests()))


def _tests() -> list[Path]:
    return sorted(Path(__file__).parent.glob("*.py"))


SAID = said_in_tests()


@pytest.mark.parametrize(("kind", "verb"), ACTS, ids=lambda one: str(one))
def test_every_act_has_a_command_and_a_test_that_drives_it(kind: str, verb: str) -> None:
    context = click.Context(main)
    group = main.get_command(context, NOUNS[kind])
    assert isinstance(group, click.Group)
    assert verb in group.list_commands(context), f"ringfence {NOUNS[kind]} {verb} is missing"
    if (NOUNS[kind], verb) not in LOOPED:
        assert re.search(rf'"{NOUNS[kind]}", \*?\(?"{verb}"', SAID), f"no test drives {verb}"


def test_every_kind_has_its_noun() -> None:
    assert set(NOUNS) == set(kinds())
    assert set(NOUNS.values()) <= set(COMMANDS)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


def test_a_supplier_refuses_an_order_and_a_purchaser_cancels_one(office: Office) -> None:
    trading(office)
    signed(office)
    said = office("order", "refuse", "25X000417", "--as", "OP-2-1", code=1)
    assert "only the supplier" in said
    assert "refused" in office("order", "refuse", "25X000417", "--as", "OP-1-1")
    office("order", "accept", "25X000417", "--as", "OP-1-1", code=1)
    signed(office, "25X000418")
    office("order", "cancel", "25X000418", "--as", "OP-1-1", code=1)
    assert "cancelled" in office("order", "cancel", "25X000418", "--as", "OP-2-1")
    office("order", "accept", "25X000418", "--as", "OP-1-1", code=1)


def test_measures_that_are_not_taken_are_referred(office: Office) -> None:
    ready(office)
    imported(office)
    office.on(2025, 3, 12)
    office("inspection", "plan", office.file("in.toml", INSPECTION), "--as", "ins")
    office("inspection", "start", "IN-1", "--as", "ins")
    office("inspection", "refer", "IN-1", "--as", "ins", code=1)
    report = (
        '[[counts]]\nsubstance = "morphine"\ncounted_ug = 1500000000\n[[findings]]\ncode = "1"\n'
        'grade = "major"\ncitation = "un1961/34/(b)"\nsentence = "the register has gaps"\n'
        'measure = "complete it"\ndue = 2025-04-12\n'
    )
    office("inspection", "find", "IN-1", office.file("r.toml", report), "--as", "ins")
    office.on(2025, 4, 20)
    assert "measures_overdue" in office("node", "night")
    office("inspection", "refer", "IN-1", "--as", "OP-1-1", code=1)
    assert "referred" in office("inspection", "refer", "IN-1", "--as", "ins")


def test_an_officer_takes_note_of_a_signed_period(office: Office) -> None:
    ready(office)
    imported(office)
    office.on(2025, 4, 5)
    close = ("stock", "close", "OP-1:2025Q1")
    filed(office, "OP-1", "2025Q1")
    office(*close, "--as", "co", code=1)
    signed_period(office, "OP-1", "2025Q1", "--nil", "--because", "nothing moved")
    said = office("stock", "close", "OP-1:2025Q1", "--as", "OP-1-1", code=1)
    assert "no part in it" in said


def test_a_period_is_filed_signed_closed_and_after_a_correction_closed_again(
    office: Office,
) -> None:
    ready(office)
    imported(office)
    office.on(2025, 4, 5)
    close = ("stock", "close", "OP-1:2025Q1", "--as", "co")
    filed(office, "OP-1", "2025Q1", line("OP-1-1", "OP-1", "2025-03-01", "supply_out", 300, "OP-2"))
    before = office.wire("stock", "balance", "--operator", "OP-1", "--as", "co")
    said = office(*close, code=1)
    assert "not from 'checked_by_line'" in said
    signed_period(office, "OP-1", "2025Q1")
    assert "closed" in office(*close)
    found = office.wire("stock", "show", "OP-1:2025Q1", "--as", "co")
    assert (found["state"], found["history"][-1]["act"]) == ("closed", "trade.stock_period.close")
    after = office.wire("stock", "balance", "--operator", "OP-1", "--as", "co")
    assert after == before, "closing books nothing"
    assert "not from 'closed'" in office(*close, code=1)
    mended = line("OP-1-2", "OP-1", "2025-03-01", "supply_out", 290, "OP-2").replace(
        ",OP-2,,,", ",OP-2,,OP-1-1,"
    )
    filed(office, "OP-1", "2025Q1", mended)
    assert "not from 'corrected'" in office(*close, code=1)
    signed_period(office, "OP-1", "2025Q1")
    assert "closed" in office(*close)
    office("journal", "verify")


def test_the_whole_node_is_looked_over_by_command(office: Office) -> None:
    office.person("au", "AU")
    ready(office)
    assert office("node", "look-over", "--as", "au") == "nothing is open\n"
    imported(office)
    office.on(2025, 4, 5)
    bad = line("OP-1-9", "OP-1", "2025-03-02", "supply_out", 20, "OP-9")
    filed(office, "OP-1", "2025Q1", bad, code=1)
    told = office.wire("node", "look-over", "--as", "au", "--year", "2025", code=2)
    assert told["format"] == "ringfence.node.look_over/1" and told["year"] == 2025
    assert any(one["subject"] == "company_return:OP-1:2025Q1" for one in told["findings"])
    assert "OP-1-9" in office("node", "look-over", "--as", "au", code=2)
    said = office("node", "look-over", "--as", "OP-1-1", code=1)
    assert "store.journal.read" in said


def test_a_lapsed_proposal_does_not_stop_the_looking_over(office: Office) -> None:
    office.person("au", "AU")
    ready(office)
    office.on(2025, 1, 13)
    import_proposed(office, "XA-IC-7", 5)
    office.on(2025, 2, 13)
    assert "import_certificate" in office("node", "night")
    office("node", "look-over", "--as", "au")


def test_who_may_act_is_proposed_and_decided_by_command(office: Office) -> None:
    office.person("ad", "AD")
    change = office.file("c.toml", 'number = "UC-1"\nperson = "nora"\nrole = "CO"\n')
    office("user-change", "propose", change, "--as", "ad")
    assert "approved" in office.second("user-change", "approve", "UC-1")
    assert "nora" in office("person", "list")
    end = office.file("e.toml", 'number = "UC-2"\nperson = "nora"\nrole = "CO"\nends = true\n')
    office("user-change", "propose", end, "--as", "ad")
    why = office.file("why.toml", 'reason = "she stays (invented)"\n')
    office("user-change", "refuse", "UC-2", why, "--as", "ad")
    assert "refused" in office.second("user-change", "refuse", "UC-2")
    assert "nora" in office("person", "list")


def test_a_destruction_that_does_not_tally_is_asked_about(office: Office) -> None:
    ready(office)
    imported(office)
    office.on(2025, 3, 10)
    plan = office.file("plan.toml", PLAN.format(reason="expired") + LINES.format(grams=10))
    office("destruction", "plan", plan, "--as", "OP-1-1")
    office("destruction", "query", "DE-1", "--as", "co", code=1)
    for person, is_own in (("OP-1-1", "true"), ("ins", "false")):
        text = f'person = "{person}"\nis_of_operator = {is_own}\nis_authorised = true\n'
        office("destruction", "witness", "DE-1", office.file("w.toml", text), "--as", person)
    office("destruction", "do", "DE-1", office.file("done.toml", DONE), "--as", "ins")
    why = office.file("why.toml", 'reason = "weighed twice"\n')
    office("destruction", "query", "DE-1", why, "--as", "st", code=1)
    assert "difference" in office("destruction", "query", "DE-1", why, "--as", "co")
    office("destruction", "close", "DE-1", "--as", "co")
    assert "closed" in office.second("destruction", "close", "DE-1")


def test_the_board_asks_about_an_assessment(office: Office) -> None:
    text = (
        'number = "XA-AS-9"\nterritory = "XA"\nkind = "assessment"\n'
        f'substance = "methylphenidate"\nquantity_ug = {KG}\neffective_on = 2025-02-01\n'
    )
    office("assessment", "enter", office.file("as.toml", text), "--as", "st")
    office("assessment", "check", "XA-AS-9", "--as", "st")
    office("assessment", "note-query", "XA-AS-9", "--as", "st", code=1)
    office("assessment", "approve", "XA-AS-9", "--as", "st")
    office.second("assessment", "approve", "XA-AS-9")
    office("assessment", "send", "XA-AS-9", "--as", "st")
    office("assessment", "note-query", "XA-AS-9", "--as", "co", code=1)
    assert "queried" in office("assessment", "note-query", "XA-AS-9", "--as", "st")


def test_a_supplier_refuses_the_declaration_of_a_customer(office: Office) -> None:
    for number in ("OP-1", "OP-2"):
        register(office, number)
    declared(office, "D-1")
    assert "refused" in office("customer-declaration", "refuse", "D-1", "--as", "OP-1-1")
    accepted(office, "D-1", 2, code=1)


@pytest.mark.parametrize("verb", ["refuse", "withdraw"])
def test_a_special_licence_is_refused_or_withdrawn_by_two(office: Office, verb: str) -> None:
    licensed(office, "OP-1", "methylphenidate")
    prohibited(office)
    again = office("special-import-licence", "propose-again", "XA-SL-1", "--as", "co")
    assert "proposed" in again
    if verb == "withdraw":
        office.second("special-import-licence", "issue", "XA-SL-1")
        office("special-import-licence", "withdraw", "XA-SL-1", "--as", "co")
        said = office.second("special-import-licence", "withdraw", "XA-SL-1")
    else:
        office("special-import-licence", "refuse", "XA-SL-1", "--as", "co:AP", code=3)
        said = office.second("special-import-licence", "refuse", "XA-SL-1")
    assert {"refuse": "refused", "withdraw": "withdrawn"}[verb] in said


def test_leave_to_pass_is_proposed_again_and_refused_by_two(office: Office) -> None:
    let_pass(office)
    text = (office.folder / "tp.toml").read_text().replace("XA-TP-1", "XA-TP-2")
    known = office.file("known2.toml", KNOWN)
    path = office.file("tp2.toml", text)
    office("transit-permit", "propose", path, "--known", known, "--as", "co")
    office("transit-permit", "propose-again", "XA-TP-2", "--as", "co")
    office("transit-permit", "refuse", "XA-TP-2", "--as", "co")
    assert "refused" in office.second("transit-permit", "refuse", "XA-TP-2")
    office("transit-permit", "enter", "XA-TP-2", "--as", "cu", code=1)


def test_a_difference_of_an_endorsement_is_asked_about_and_settled(office: Office) -> None:
    ready(office)
    imported(office, 1400)
    text = ENDORSED.format(ug=1400 * GRAM)
    office("endorsement", "await", office.file("en.toml", text), "--as", "co")
    told = office.file("asked.toml", "both_sides_asked = true\n")
    office("endorsement", "make", "XA-EN-1", told, "--as", "co")
    office("endorsement", "show", "XA-EN-1", "--as", "ap")
    office("endorsement", "make", "XA-EN-1", "--as", "ap")
    office("endorsement", "query", "XA-EN-1", "--as", "co", code=1)
    office("endorsement", "return", "XA-EN-1", "--as", "co")
    assert "difference" in office("endorsement", "match", "XA-EN-1", "--as", "co")
    assert "difference" in office("endorsement", "query", "XA-EN-1", "--as", "co")
    why = office.file("why.toml", 'text = "100 g stayed behind"\nreplied_on = 2025-02-22\n')
    office("endorsement", "settle", "XA-EN-1", why, "--as", "OP-1-1", code=1)
    assert "matched" in office("endorsement", "settle", "XA-EN-1", why, "--as", "co")


@pytest.mark.parametrize("left", [False, True])
def test_what_left_is_asked_about_and_what_did_not_is_endorsed_with_zero(
    office: Office, left: bool
) -> None:
    ready(office)
    estimated(office, "XB", 500)
    imported(office)
    office.on(2025, 6, 10)
    sides = SIDES.format_map({**OUT, "authority": "XB", "quantity": 200})
    foreign = CERTIFICATE.format(number="XB-IC-1", issued="2025-06-01") + sides
    office("authorisation", "enter-certificate", office.file("xb.toml", foreign), "--as", "co")
    office("authorisation", "mark-certificate", "XB-IC-1", "valid", "--as", "co")
    own = SIDES.format_map({**OUT, "authority": "XA", "quantity": 200})
    paper = office.file("ea.toml", AUTHORISATION.format(number="XA-EA-1") + own)
    known = office.file("known.toml", KNOWN)
    office("authorisation", "propose-export", paper, "--known", known, "--as", "co")
    office.second("authorisation", "issue", "XA-EA-1")
    if left:
        office.on(2025, 6, 20)
        shipment = office.file("shipment.toml", SHIPMENT.format(ug=195 * GRAM))
        office("authorisation", "ship", "XA-EA-1", shipment, "--known", known, "--as", "cu")
        office("authorisation", "query", "XA-EA-1", "--as", "OP-1-1", code=1)
        assert "in_query" in office("authorisation", "query", "XA-EA-1", "--as", "co")
        return
    office.on(2025, 10, 6)
    assert "expired_unused" in office("node", "night")
    zero = ENDORSEMENT.replace('"imported"', '"period_expired"').replace("2025-07-0", "2025-10-0")
    path = office.file("zero.toml", zero.format(ug=0))
    office("authorisation", "endorse-zero", "XA-EA-1", path, "--as", "co")
    said = office.second("authorisation", "endorse-zero", "XA-EA-1", path)
    assert "expired_endorsed_zero" in said
    room = office.wire("estimate", "room", "--territory", "XB", "--as", "co")["ceilings"][0]
    assert room["used_ug"] == 0


def test_the_board_asks_about_a_return_and_is_answered(office: Office) -> None:
    ready(office)
    office.on(2025, 4, 20)
    made = office.wire("return", "compute", "A", "--period", "2025Q1", "--as", "st")
    office("return", "check", "A:2025Q1", "--as", "st")
    for one in office.wire("return", "checks", "A:2025Q1", "--as", "st")["checks"]:
        if one["answer"] in ("not met", "undetermined"):
            text = f'check = "{one["check"]}"\nsentence = "known"\n'
            office("return", "explain", "A:2025Q1", office.file("e.toml", text), "--as", "st")
    office("return", "approve", "A:2025Q1", "--as", "st")
    office.second("return", "approve", "A:2025Q1")
    sent = f'on = 2025-04-20\nhow = "mail"\ncontent_hash = "{made["content_hash"]}"\n'
    path = office.file("s.toml", sent)
    asks = office.file("q.toml", 'on = 2025-04-20\nquestion = "Why nil?"\n')
    office("return", "note-query", "A:2025Q1", asks, "--as", "st", code=1)
    office("return", "send", "A:2025Q1", path, "--as", "st")
    office.second("return", "send", "A:2025Q1", path)
    assert "queried" in office("return", "note-query", "A:2025Q1", asks, "--as", "st")
    says = office.file("a.toml", 'on = 2025-04-20\nanswer = "nothing moved"\n')
    office("return", "answer", "A:2025Q1", says, "--as", "co", code=1)
    assert "sent" in office("return", "answer", "A:2025Q1", says, "--as", "st")
