"""Assessments, special import licences, transit and customer declarations, by commands alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.office import Office
from tests.office_papers import CELL, CERTIFICATE, IN, KNOWN, LICENCE
from tests.test_jobs import GRAM, register

KG = 1000 * GRAM

ASSESSMENT = """
number = "{number}"
territory = "XA"
substance = "methylphenidate"
quantity_ug = {ug}
effective_on = {day}
{more}
"""


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


def licensed(office: Office, holder: str, *substances: str) -> None:
    register(office, holder)
    grid = "".join(
        CELL.format(activity=one, substance=what)
        for what in substances
        for one in ("possess", "supply", "import", "export")
    )
    text = LICENCE.format(holder=holder, grid=grid)
    office("licence", "propose", office.file(f"L-{holder}.toml", text), "--as", "co")
    office.second("licence", "issue", f"L-{holder}")


def assessed(office: Office, number: str, kilograms: int, more: str = "") -> None:
    text = ASSESSMENT.format(number=number, ug=kilograms * KG, day=office.day, more=more)
    office("assessment", "enter", office.file(f"{number}.toml", text), "--as", "st")
    office("assessment", "check", number, "--as", "st")
    office("assessment", "approve", number, "--as", "st")
    office.second("assessment", "approve", number)
    office("assessment", "send", number, "--as", "st")
    said = office.file("published.toml", f"published_on = {office.day}\n")
    office("assessment", "confirm", number, said, "--as", "st")
    office.second("assessment", "confirm", number, said)


def psychotropic(number: str, office: Office, grams: int) -> str:
    text = CERTIFICATE.format(number=number, issued=office.day) + IN.format(quantity=grams)
    for drug in ("name_declared", "substance", "salt"):
        text = text.replace(f'{drug} = "morphine"', f'{drug} = "methylphenidate"')
    return text.replace('["1961"]', '["1971"]')


def test_an_assessment_warns_of_imports_beyond_it_and_stops_none(office: Office) -> None:
    licensed(office, "OP-1", "methylphenidate")
    assessed(office, "XA-AS-1", 1)
    assert "in_force" in office("node", "night")
    facts = KNOWN.replace('"morphine"', '"methylphenidate"')
    facts = facts.replace('code = "XA"', 'code = "XA"\nprohibits = []')
    known = office.file("known.toml", facts)
    for number, grams, word in (("XA-IC-1", 800, "within"), ("XA-IC-2", 300, "exceed")):
        paper = office.file(f"{number}.toml", psychotropic(number, office, grams))
        office("authorisation", "propose-import", paper, "--known", known, "--as", "co")
        office("authorisation", "show", number, "--as", "ap")
        found = office.wire("authorisation", "issue", number, "--as", "ap")
        about = [one["reason"] for one in found["findings"] if one["rule"] == "ecosoc/1981/7"]
        assert found["state"] == "issued" and word in about[0], about


def test_what_no_ceiling_binds_arrives_and_asks_for_none(office: Office) -> None:
    licensed(office, "OP-1", "methylphenidate")
    facts = KNOWN.replace('"morphine"', '"methylphenidate"').replace(
        "[[limits]]", "[[limits]]\nassessment_g = 5000"
    )
    known = office.file("known.toml", facts.replace('code = "XA"', 'code = "XA"\nprohibits = []'))
    paper = office.file("ic.toml", psychotropic("XA-IC-1", office, 800))
    office("authorisation", "propose-import", paper, "--known", known, "--as", "co")
    office.second("authorisation", "issue", "XA-IC-1")
    office.on(2025, 2, 20)
    came = office.file("a.toml", ARRIVAL.format(holder="OP-1", ug=800 * GRAM))
    assert "used_up" in office("authorisation", "arrive", "XA-IC-1", came, "--as", "cu")
    found = office.wire("stock", "balance", "--operator", "OP-1", "--as", "co")["accounts"]
    assert [one["amount_ug"] for one in found] == [800 * GRAM]


def test_an_assessment_stands_until_another_takes_its_place(office: Office) -> None:
    assessed(office, "XA-AS-1", 1)
    office("node", "night")
    office.on(2025, 6, 1)
    change = 'kind = "assessment_supplement"\nreplaces = "XA-AS-1"\nreason = "more patients"'
    assessed(office, "XA-AS-2", 2, change)
    office("node", "night")
    states = [
        (one["number"], one["state"])
        for one in office.wire("assessment", "list", "--as", "st")["documents"]
    ]
    assert states == [("XA-AS-1", "replaced"), ("XA-AS-2", "in_force")]
    found = office.wire("return", "compute", "B/P", "--period", "2025", "--as", "st")["figures"]
    assert [(one["substance"], one["amount_ug"]) for one in found] == [("methylphenidate", 2 * KG)]


SPECIAL = """
number = "XA-SL-1"
issued_on = 2025-01-02
treaty_basis = ["1971"]
valid_from = 2025-01-02
valid_until = 2025-06-30
prohibition = "notice of XA of 1998 under article 13(1)"
exporter_named = true
importer_named = {named}
"""
ARRIVAL = """
imported_on = 2025-02-20
export_paper = "XB-EA-7"
holder = "{holder}"
site = "north"
[[moved]]
line = 1
amount_ug = {ug}
"""


def prohibited(office: Office, grams: int = 500, named: str = "true") -> None:
    paper = psychotropic("x", office, grams).partition("[exporter]")
    text = SPECIAL.format(named=named) + paper[1] + paper[2]
    known = KNOWN.replace('"morphine"', '"methylphenidate"').replace(
        'code = "XA"', 'code = "XA"\nprohibits = ["methylphenidate"]'
    )
    path = office.file("sl.toml", text)
    asked = ("--known", office.file("known.toml", known), "--as", "co")
    office("special-import-licence", "propose", path, *asked)


def test_what_is_prohibited_comes_in_once_under_a_special_licence(office: Office) -> None:
    licensed(office, "OP-1", "methylphenidate")
    prohibited(office)
    office("special-import-licence", "issue", "XA-SL-1", "--as", "co", code=1)
    assert "issued" in office.second("special-import-licence", "issue", "XA-SL-1")
    office.on(2025, 2, 20)
    much = office.file("a.toml", ARRIVAL.format(holder="OP-1", ug=501 * GRAM))
    said = office("special-import-licence", "use", "XA-SL-1", much, "--as", "cu", code=1)
    assert "special import licence" in said
    came = office.file("b.toml", ARRIVAL.format(holder="OP-1", ug=499 * GRAM))
    assert "used" in office("special-import-licence", "use", "XA-SL-1", came, "--as", "cu")
    said = office("special-import-licence", "use", "XA-SL-1", came, "--as", "cu", code=1)
    assert "not from 'used'" in said
    found = office.wire("stock", "balance", "--operator", "OP-1", "--as", "co")["accounts"]
    assert [one["amount_ug"] for one in found] == [499 * GRAM]


def test_a_special_licence_names_the_importer_or_is_refused(office: Office) -> None:
    licensed(office, "OP-1", "methylphenidate")
    prohibited(office, named="false")
    said = office.second("special-import-licence", "issue", "XA-SL-1", code=1)
    assert "the authority does not name the importer" in said


def test_goods_arrive_in_the_stock_of_the_importer_and_of_nobody_else(office: Office) -> None:
    licensed(office, "OP-1", "methylphenidate")
    licensed(office, "OP-2", "methylphenidate")
    prohibited(office)
    office.second("special-import-licence", "issue", "XA-SL-1")
    office.on(2025, 2, 20)
    other = office.file("c.toml", ARRIVAL.format(holder="OP-2", ug=499 * GRAM))
    said = office("special-import-licence", "use", "XA-SL-1", other, "--as", "cu", code=1)
    assert "OP-2 is no party to the paper" in said


TRANSIT = """
number = "XA-TP-1"
issued_on = 2025-03-01
treaty_basis = ["1961"]
valid_from = 2025-03-01
valid_until = 2025-06-30
transit_country = "XA"
export_authorisation_number = "XB-EA-3"
export_authorisation_expires = 2025-08-31
import_certificate_number = "XC-IC-3"
import_certificate_expires = 2025-08-31
[responsible_person]
party_name = "Firm OP-1"
address_line_1 = "1 Mill Street"
country = "XA"
licence_number = "L-OP-1"
[transport]
mode = ["road"]
entry_point = "North Gate"
exit_point = "South Gate"
transit = ["XA"]
[authority]
name = "Authority of XA"
country = "XA"
treaties = ["1961", "1971", "1988"]
[exporter]
party_name = "Beta Export"
address_line_1 = "2 Quay"
country = "XB"
[importer]
party_name = "Gamma Import"
address_line_1 = "3 Quay"
country = "XC"
[[lines]]
line = 1
name_declared = "morphine"
substance = "morphine"
salt = "morphine"
quantity = 12
unit = "kg"
already_base = true
pharmaceutical_form = "bulk substance"
purpose = "medical"
"""
PASSAGE = """
seen_on = {day}
customs_office = "{office}"
copy_shown = {shown}
is_processed = false
is_repacked = false
[[moved]]
line = 1
amount_ug = {ug}
"""


def passing(office: Office, name: str, grams: int = 12000, shown: str = "true") -> str:
    text = PASSAGE.format(day=office.day, office="North Gate", ug=grams * GRAM, shown=shown)
    return office.file(f"{name}.toml", text)


def let_pass(office: Office) -> None:
    licensed(office, "OP-1", "morphine")
    office.on(2025, 3, 1)
    known = office.file("known.toml", KNOWN)
    path = office.file("tp.toml", TRANSIT)
    office("transit-permit", "propose", path, "--known", known, "--as", "co")
    office.second("transit-permit", "issue", "XA-TP-1")


def test_goods_pass_through_and_never_enter_the_books(office: Office) -> None:
    let_pass(office)
    office.on(2025, 3, 10)
    said = office(
        *("transit-permit", "enter", "XA-TP-1", passing(office, "n", shown="false")),
        *("--as", "cu"), code=1,
    )  # fmt: skip
    assert "un1961/31/11" in said
    office("transit-permit", "enter", "XA-TP-1", passing(office, "in"), "--as", "OP-1-1")
    office("transit-permit", "detain", "XA-TP-1", "--as", "cu")
    office("transit-permit", "release", "XA-TP-1", "--as", "co")
    assert "entered" in office.second("transit-permit", "release", "XA-TP-1")
    less = passing(office, "less", 11000)
    said = office("transit-permit", "leave", "XA-TP-1", less, "--as", "cu", code=1)
    assert "12000000000 ug entered and 11000000000 ug leave" in said
    office("transit-permit", "leave", "XA-TP-1", passing(office, "out"), "--as", "cu")
    assert "closed" in office("transit-permit", "close", "XA-TP-1", "--as", "co")
    found = office.wire("stock", "balance", "--operator", "OP-1", "--as", "co")["accounts"]
    assert found == []


def test_another_destination_needs_leave_and_the_endorsement_goes_to_the_first_exporter(
    office: Office,
) -> None:
    let_pass(office)
    for goes_to, code in (("XC", 1), ("XB", 0)):
        text = (
            'new_destination = "XD"\nleave_given_by = "Authority of XA"\n'
            f'endorsement_goes_to = "{goes_to}"\n'
        )
        path = office.file(f"divert-{goes_to}.toml", text)
        office("transit-permit", "divert", "XA-TP-1", path, "--as", "co")
        said = office.second("transit-permit", "divert", "XA-TP-1", path, code=code)
    assert "diverted" in said


def test_leave_that_nobody_used_runs_out_by_itself(office: Office) -> None:
    let_pass(office)
    office.on(2025, 7, 1)
    assert re.search("XA-TP-1 +expired", office("node", "night"))


DECLARATION = """
number = "{number}"
customer = "OP-2"
supplier = "OP-1"
substance = "acetone"
specific_use = "cleaning of presses"
no_resale = true
signatory = "OP-2-1"
signatory_position = "head of purchase"
signed_on = {day}
quantity = "{kg}"
unit = "kg"
{more}
[customer_party]
party_name = "Firm OP-2"
address_line_1 = "1 Mill Street"
country = "XA"
"""


def declared(office: Office, number: str, more: str = "", kg: int = 10) -> None:
    text = DECLARATION.format(number=number, day=office.day, more=more, kg=kg)
    path = office.file(f"{number}.toml", text)
    office("customer-declaration", "declare", path, "--as", "OP-2-1")


def accepted(office: Office, number: str, category: int, code: int = 0, by: str = "OP-1-1") -> str:
    text = f"category = {category}\nhas_suspicion = false\n"
    path = office.file("knows.toml", text)
    return office("customer-declaration", "accept", number, path, "--as", by, code=code)


def test_a_declaration_for_one_delivery_is_accepted_by_the_supplier_alone(office: Office) -> None:
    for number in ("OP-1", "OP-2"):
        register(office, number)
    declared(office, "D-1")
    said = office("customer-declaration", "accept", "D-1", "--as", "OP-1-1", code=2)
    assert "look it up in national law" in said
    assert "only the supplier" in accepted(office, "D-1", 2, code=1, by="OP-2-1")
    assert "accepted" in accepted(office, "D-1", 2)
    office("customer-declaration", "end", "D-1", "--as", "OP-2-1")


def test_category_one_goes_to_licensed_customers_only(office: Office) -> None:
    for number in ("OP-1", "OP-2"):
        register(office, number)
    declared(office, "D-1")
    said = accepted(office, "D-1", 1, code=1)
    assert "category 1 goes to licensed customers only" in said


HEADS = "line_id,holder,site,day,kind,substance,quantity,unit,already_base,counterpart\n"


def test_several_deliveries_are_for_a_customer_that_the_books_know(office: Office) -> None:
    for number in ("OP-1", "OP-2"):
        licensed(office, number, "acetone")
    year = "period_start = 2025-04-01\nperiod_end = 2026-03-31"
    office.on(2025, 4, 5)
    declared(office, "D-1", year, kg=30)
    said = accepted(office, "D-1", 2, code=1)
    assert "fewer than 3 supplies in 12 months" in said
    opening = "0,L-OP-1,north,2025-01-05,opening_stock,acetone,100,kg,yes,\n"
    sold = "".join(
        f"{number},L-OP-1,north,2025-0{number}-10,supply_out,acetone,10,kg,yes,OP-2\n"
        for number in (1, 2, 3)
    )
    path = office.file("q.csv", HEADS + opening + sold)
    asked = ("--operator", "OP-1", "--period", "2025Q1", "--as", "OP-1-1")
    office("stock", "file", path, *asked, code=1)
    count = office.wire("question", "list", "--as", "co")["documents"][0]["number"]
    office("question", "settle", count, "--as", "co")
    office.second("question", "settle", count)
    office("stock", "file", path, *asked)
    declared(office, "D-2", year, kg=30)
    assert "accepted" in accepted(office, "D-2", 2)
    declared(office, "D-3", year, kg=300)
    assert "the quantity is unusual" in accepted(office, "D-3", 2, code=1)
