"""A small year worked by commands alone, and what must be refused in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office import Office
from tests.office_papers import (
    AUTHORISATION,
    CELL,
    CERTIFICATE,
    ESTIMATE,
    IN,
    KNOWN,
    LICENCE,
    OPERATOR,
    OUT,
    REPLY,
    SIDES,
)

GRAM = 1_000_000
ACTIVITIES = ("possess", "supply", "import", "export")


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


def register(office: Office, number: str, receives_as: str = "wholesale") -> None:
    text = OPERATOR.format(number=number, name=f"Firm {number}", receives_as=receives_as)
    office("operator", "enter", office.file(f"{number}.toml", text), "--as", "co")
    office("operator", "register", number, "--as", "co")
    office.second("operator", "register", number)
    office.person(f"{number}-1", "OR", number)


def license_(office: Office, holder: str) -> None:
    grid = "".join(CELL.format(activity=one, substance="morphine") for one in ACTIVITIES)
    text = LICENCE.format(holder=holder, grid=grid)
    office("licence", "propose", office.file(f"L-{holder}.toml", text), "--as", "co")
    office.second("licence", "issue", f"L-{holder}")


def estimated(office: Office, territory: str, grams: int) -> None:
    number = f"EST-{territory}"
    text = ESTIMATE.format(number=number, territory=territory, ug=grams * GRAM)
    reply = office.file("reply.toml", REPLY.format(ug=grams * GRAM))
    office("estimate", "enter", office.file(f"{number}.toml", text), "--as", "co")
    office("estimate", "check", number, "--as", "co")
    office("estimate", "approve", number, "--as", "co")
    office.second("estimate", "approve", number)
    office("estimate", "send", number, "--as", "co")
    office.on(2025, 1, 10)
    office("estimate", "confirm", number, reply, "--as", "st")
    office.second("estimate", "confirm", number, reply)


def import_proposed(office: Office, number: str, grams: int) -> None:
    text = CERTIFICATE.format(number=number, issued=office.day) + IN.format(quantity=grams)
    known = office.file("known.toml", KNOWN)
    paper = office.file(f"{number}.toml", text)
    office("authorisation", "propose-import", paper, "--known", known, "--as", "co")


def ready(office: Office) -> None:
    for number in ("OP-1", "OP-2"):
        register(office, number)
        license_(office, number)
    estimated(office, "XA", 2000)


def test_an_import_is_certified_within_the_estimate_and_never_beyond_it(office: Office) -> None:
    ready(office)
    import_proposed(office, "XA-IC-1", 1500)
    said = office("authorisation", "issue", "XA-IC-1", "--as", "ap", code=1)
    assert "open the findings and the papers first" in said
    office.second("authorisation", "issue", "XA-IC-1")
    room = office.wire("estimate", "room", "--as", "co")["ceilings"][0]
    assert (room["used_ug"], room["left_ug"]) == (1500 * GRAM, 500 * GRAM)
    import_proposed(office, "XA-IC-2", 600)
    said = office.second("authorisation", "issue", "XA-IC-2", code=1)
    assert "un1961/31/1(b)" in said and "the estimates leave" in said


ARRIVAL = """
imported_on = 2025-02-20
export_paper = "XB-EA-7"
holder = "OP-1"
site = "north"
[[moved]]
line = 1
amount_ug = {ug}
"""
SHIPMENT = """
exported_on = 2025-06-20
holder = "OP-1"
site = "north"
copies_amended = true
[[moved]]
line = 1
amount_ug = {ug}
"""
ENDORSEMENT = """
number = "XB-EN-1"
export_authorisation = "XA-EA-1"
event = "imported"
imported_on = 2025-07-01
endorsed_on = 2025-07-02
difference_reason = "short_shipped"
[[lines]]
line = 1
quantity_imported = "190 g"
authorised_ug = 200000000
imported_ug = {ug}
"""
HEADS = (
    "line_id,holder,site,day,kind,substance,salt,quantity,unit,already_base,counterpart,"
    "authorisation_number,corrects,remark\n"
)


def line(line_id: str, holder: str, day: str, kind: str, grams: int, other: str) -> str:
    return f"{line_id},L-{holder},north,{day},{kind},morphine,,{grams},g,yes,{other},,,\n"


def imported(office: Office, grams: int = 1500) -> None:
    import_proposed(office, "XA-IC-1", grams)
    office.second("authorisation", "issue", "XA-IC-1")
    office.on(2025, 2, 20)
    arrival = office.file("arrival.toml", ARRIVAL.format(ug=grams * GRAM))
    office("authorisation", "arrive", "XA-IC-1", arrival, "--as", "cu")


def filed(office: Office, operator: str, period: str, *lines: str, code: int = 0) -> str:
    path = office.file(f"{operator}-{period}-{len(lines)}.csv", HEADS + "".join(lines))
    asked = ("--operator", operator, "--period", period, "--as", f"{operator}-1")
    return office("stock", "file", path, *asked, code=code)


def signed(office: Office, operator: str, period: str, *more: str) -> None:
    asked = ("--operator", operator, "--period", period, "--as", f"{operator}-1")
    office("stock", "sign", *asked, *more)


def supplied(office: Office) -> None:
    office.on(2025, 4, 5)
    good = line("OP-1-1", "OP-1", "2025-03-01", "supply_out", 300, "OP-2")
    wrong = line("OP-1-2", "OP-1", "2025-03-02", "supply_out", 20, "OP-9")
    right = line("OP-1-2", "OP-1", "2025-03-02", "supply_out", 20, "OP-2")
    said = filed(office, "OP-1", "2025Q1", good, wrong, code=1)
    assert "OP-9 is not in the register" in said and "waiting to be sent again: OP-1-2" in said
    said = filed(office, "OP-1", "2025Q1", right)
    assert "1 accepted" in said and "waiting" not in said
    again = filed(office, "OP-1", "2025Q1", good)
    assert "filed before" in again
    signed(office, "OP-1", "2025Q1")
    bought = line("OP-2-1", "OP-2", "2025-03-04", "purchase_in", 320, "OP-1")
    filed(office, "OP-2", "2025Q1", bought)
    signed(office, "OP-2", "2025Q1")


def exported(office: Office) -> None:
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
    office.on(2025, 6, 20)
    shipment = office.file("shipment.toml", SHIPMENT.format(ug=195 * GRAM))
    office("authorisation", "ship", "XA-EA-1", shipment, "--known", known, "--as", "cu")
    office.on(2025, 7, 10)
    endorsement = office.file("endorsement.toml", ENDORSEMENT.format(ug=190 * GRAM))
    office("authorisation", "endorse", "XA-EA-1", endorsement, "--as", "co")
    said = office.second("authorisation", "endorse", "XA-EA-1", endorsement)
    assert "in_query" in said
    reply = office.file("reply.toml", 'text = "5 g were sampled"\nreplied_on = 2025-07-12\n')
    office.on(2025, 7, 12)
    office("authorisation", "settle", "XA-EA-1", reply, "--as", "co")
    office("authorisation", "close", "XA-EA-1", "--as", "co")


def test_a_small_year_is_worked_by_commands_alone(office: Office) -> None:
    a_small_year(office)


def test_the_same_year_is_worked_on_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_address: str
) -> None:
    office = Office(tmp_path, monkeypatch)
    monkeypatch.setenv("RINGFENCE_DATABASE_URL", postgres_address)
    a_small_year(office.made())


def a_small_year(office: Office) -> None:
    ready(office)
    estimated(office, "XB", 500)
    imported(office)
    supplied(office)
    exported(office)
    room = office.wire("estimate", "room", "--territory", "XB", "--as", "co")["ceilings"][0]
    assert room["used_ug"] == 195 * GRAM
    for quarter in ("2025Q2", "2025Q3", "2025Q4"):
        office.on(2026, 1, 10)
        for operator in ("OP-1", "OP-2"):
            signed_nil(office, operator, quarter)
    form_a = office.wire("return", "compute", "A", "--period", "2025Q1", "--as", "st")
    assert amounts(form_a)["imported", "XB"] == 1500 * GRAM
    form_a = office.wire("return", "compute", "A", "--period", "2025Q2", "--as", "st")
    assert amounts(form_a)["exported", "XB"] == 195 * GRAM
    form_c(office)
    said = office("journal", "verify")
    assert "whole" in said


def signed_nil(office: Office, operator: str, quarter: str) -> None:
    asked = ("--operator", operator, "--period", quarter)
    office("stock", "open", *asked, "--as", "co")
    signed(office, operator, quarter, "--nil", "--because", "nothing moved but by papers")


def amounts(wire: dict[str, list[dict[str, object]]]) -> dict[tuple[object, object], object]:
    return {(one["column"], one["other"]): one["amount_ug"] for one in wire["figures"]}


def form_c(office: Office) -> None:
    out = office.folder / "c.xlsx"
    said = office("return", "compute", "C", "--period", "2025", "--out", str(out), "--as", "st")
    assert "imported / morphine" in said and out.stat().st_size > 1000
    office("return", "check", "C:2025", "--as", "st")
    found = office.wire("return", "show", "C:2025", "--as", "st")
    assert found["state"] == "checked"


def test_nobody_decides_on_what_they_proposed(office: Office) -> None:
    register(office, "OP-1")
    grid = CELL.format(activity="possess", substance="morphine")
    paper = office.file("l.toml", LICENCE.format(holder="OP-1", grid=grid))
    office("licence", "propose", paper, "--as", "co")
    said = office("licence", "issue", "L-OP-1", "--as", "co")
    assert "proposed: another person decides" in said
    assert office.wire("licence", "show", "L-OP-1", "--as", "ap")["state"] == "proposed"
    said = office("licence", "issue", "L-OP-1", "--as", "ap2", code=1)
    assert "open the findings and the papers first" in said


def test_the_person_who_proposed_is_refused_as_approver_too(office: Office) -> None:
    register(office, "OP-1")
    grid = CELL.format(activity="possess", substance="morphine")
    paper = office.file("l.toml", LICENCE.format(holder="OP-1", grid=grid))
    office("licence", "propose", paper, "--as", "co")
    office.role("co", "AP")
    office("licence", "show", "L-OP-1", "--as", "co:AP")
    said = office("licence", "issue", "L-OP-1", "--as", "co:AP", code=1)
    assert "whoever entered, changed or proposed cannot decide" in said


def test_the_same_act_again_changes_nothing(office: Office) -> None:
    ready(office)
    imported(office)
    arrival = str(office.folder / "arrival.toml")
    before = office.wire("node", "status")["journal_size"]
    seen = office.wire("authorisation", "list", "--as", "co")["documents"][0]["version"]
    said = office(
        "authorisation", "arrive", "XA-IC-1", arrival, "--version", str(seen - 1), "--as", "cu"
    )
    assert "done before: nothing changed" in said
    office("operator", "enter", str(office.folder / "OP-1.toml"), "--as", "co", code=0)
    assert office.wire("node", "status")["journal_size"] == before
    said = office("authorisation", "arrive", "XA-IC-1", arrival, "--as", "cu", code=1)
    assert "not from 'used_up'" in said


def test_a_stale_version_is_refused_with_what_to_do(office: Office) -> None:
    ready(office)
    import_proposed(office, "XA-IC-1", 100)
    office("authorisation", "show", "XA-IC-1", "--as", "ap")
    office("authorisation", "hold", "XA-IC-1", "--as", "cu")
    said = office("authorisation", "refuse", "XA-IC-1", "--version", "1", "--as", "ap", code=1)
    assert "changed since it was opened: look at it again" in said
    acts = office.wire("journal", "list", "--subject", "import_certificate:XA-IC-1")["acts"]
    assert acts[-1]["act"] == "trade.import_certificate.refuse.refused"


def test_a_firm_reads_and_files_only_its_own(office: Office) -> None:
    ready(office)
    said = office("stock", "balance", "--operator", "OP-2", "--as", "OP-1-1", code=1)
    assert "it belongs to another firm" in said
    path = office.file("x.csv", HEADS + line("1", "OP-2", "2025-01-05", "year_end_count", 1, ""))
    asked = ("--operator", "OP-2", "--period", "2025Q1", "--as", "OP-1-1")
    office("stock", "file", path, *asked, code=1)
    assert office.wire("licence", "list", "--as", "OP-1-1")["documents"][0]["number"] == "L-OP-1"
    assert len(office.wire("licence", "list", "--as", "OP-1-1")["documents"]) == 1


LOSS = """
number = "LO-1"
operator = "OP-1"
site = "north"
kind = "theft_break_in"
discovered_at = "2025-03-01T08:00:00Z"
reported_at = "2025-03-01T09:00:00Z"
"""
LINES = """
[[lines]]
line = 1
substance = "morphine"
salt = "morphine"
quantity = "{grams}"
unit = "g"
already_base = true
"""
PLAN = """
number = "DE-1"
operator = "OP-1"
site = "north"
planned_on = 2025-03-10
reason = "{reason}"
method = "incineration"
[[witnesses]]
person = "OP-1-1"
is_of_operator = true
is_authorised = true
[[witnesses]]
person = "ins"
is_of_operator = false
is_authorised = true
"""
INSPECTION = """
number = "IN-1"
operator = "OP-1"
site = "north"
kind = "routine"
is_announced = false
planned_on = 2025-03-12
inspectors = ["ins"]
"""


def held_of(office: Office) -> int:
    found = office.wire("stock", "balance", "--operator", "OP-1", "--as", "co")["accounts"]
    return sum(one["amount_ug"] for one in found if one["kind"] == "stock")


def test_loss_and_destruction_leave_the_books_by_their_own_records(office: Office) -> None:
    ready(office)
    imported(office)
    office.on(2025, 3, 1)
    office("loss", "report", office.file("loss.toml", LOSS), "--as", "OP-1-1")
    form = office.file("form.toml", 'measures = "police told"\n' + LINES.format(grams=5))
    office("loss", "complete", "LO-1", form, "--as", "OP-1-1")
    assert held_of(office) == 1495 * GRAM
    office("loss", "review", "LO-1", "--as", "co")
    office("loss", "close", "LO-1", "--as", "co")
    office.second("loss", "close", "LO-1")
    office.on(2025, 3, 10)
    plan = office.file("plan.toml", PLAN.format(reason="expired") + LINES.format(grams=10))
    office("destruction", "plan", plan, "--as", "OP-1-1")


def test_an_inspection_counts_against_the_books_as_they_were(office: Office) -> None:
    ready(office)
    imported(office)
    office.on(2025, 3, 12)
    office("inspection", "plan", office.file("in.toml", INSPECTION), "--as", "ins")
    found = office.wire("inspection", "start", "IN-1", "--as", "ins")
    assert found["state"] == "under_way"


DONE = """
done_on = 2025-03-10
certificate = "CERT-1"
[[weighed]]
line = 1
weighed_ug = 10000000
"""


def test_a_destruction_is_witnessed_by_those_whom_the_plan_names(office: Office) -> None:
    ready(office)
    imported(office)
    office.on(2025, 3, 10)
    plan = office.file("plan.toml", PLAN.format(reason="expired") + LINES.format(grams=10))
    office("destruction", "plan", plan, "--as", "OP-1-1")
    for person, is_own in (("OP-1-1", "true"), ("ins", "false")):
        text = f'person = "{person}"\nis_of_operator = {is_own}\nis_authorised = true\n'
        office("destruction", "witness", "DE-1", office.file("w.toml", text), "--as", person)
    office("destruction", "do", "DE-1", office.file("done.toml", DONE), "--as", "ins")
    assert held_of(office) == 1490 * GRAM
    office("destruction", "close", "DE-1", "--as", "co")
    said = office.second("destruction", "close", "DE-1")
    assert "closed" in said


CORRECTION = """
number = "CO-1"
corrects = "company_return:OP-1:OP-1-1"
reason = "weighed short"
[[right]]
substance = "morphine"
amount_ug = 290000000
[right.from]
kind = "stock"
holder = "OP-1"
place = "north"
[right.to]
kind = "in_transit"
holder = "OP-1"
place = "OP-2"
"""


def test_a_wrong_entry_stays_and_what_is_right_follows_it(office: Office) -> None:
    ready(office)
    imported(office)
    office.on(2025, 4, 5)
    filed(office, "OP-1", "2025Q1", line("OP-1-1", "OP-1", "2025-03-01", "supply_out", 300, "OP-2"))
    assert held_of(office) == 1200 * GRAM
    office("correction", "propose", office.file("co.toml", CORRECTION), "--as", "co")
    office("correction", "approve", "CO-1", "--as", "co", code=1)
    said = office.second("correction", "approve", "CO-1")
    assert "correction CO-1" in said
    assert office.wire("correction", "show", "CO-1", "--as", "co")["state"] == "posted"
    assert held_of(office) == 1210 * GRAM
    assert "whole" in office("journal", "verify")


def test_a_return_is_approved_by_two_persons_once_every_failure_is_explained(
    office: Office,
) -> None:
    ready(office)
    imported(office)
    office.on(2025, 4, 20)
    office("return", "compute", "A", "--period", "2025Q1", "--as", "st")
    office("return", "check", "A:2025Q1", "--as", "st")
    office("return", "approve", "A:2025Q1", "--as", "st")
    assert "explain it" in office.second("return", "approve", "A:2025Q1", code=1)
    found = office.wire("return", "checks", "A:2025Q1", "--as", "st")["checks"]
    failed = {one["check"] for one in found if one["answer"] in ("not met", "undetermined")}
    assert failed
    for check in sorted(failed):
        text = f'check = "{check}"\nsentence = "the papers of the quarter are not at hand"\n'
        office("return", "explain", "A:2025Q1", office.file("e.toml", text), "--as", "st")
    office("return", "approve", "A:2025Q1", "--as", "st")
    assert "approved" in office.second("return", "approve", "A:2025Q1")
    shown = office.wire("return", "show", "A:2025Q1", "--as", "ap")
    assert [one["person"] for one in shown["history"]][-2:] == ["st", "ap"]


def test_nightly_work_lets_a_certificate_run_out_and_gives_its_headroom_back(
    office: Office,
) -> None:
    ready(office)
    import_proposed(office, "XA-IC-1", 100)
    office.second("authorisation", "issue", "XA-IC-1")
    assert "estimate" in office("node", "night")
    office.on(2026, 1, 1)
    assert "expired" in office("node", "night")
    room = office.wire("estimate", "room", "--as", "co")["ceilings"][0]
    assert room["used_ug"] == 0
    assert office("node", "night") == "nothing is due\n"


NOTICE = """
number = "XA-PEN-1"
issued_on = 2025-03-01
treaty_basis = ["1988"]
despatch_day = 2025-03-30
request_basis = "art_12_10_a_request"
[exporter]
party_name = "Alpha"
address_line_1 = "1 Mill Street"
country = "XA"
licence_number = "L-OP-1"
[importer]
party_name = "Beta Import"
address_line_1 = "3 Quay"
country = "XB"
[authority]
name = "Authority of XA"
country = "XA"
treaties = ["1988"]
[transport]
mode = ["sea"]
entry_point = "Port of XB"
[[lines]]
line = 1
name_declared = "ephedrine"
substance = "ephedrine"
salt = "ephedrine"
quantity = "25"
unit = "kg"
already_base = true
purpose = "medical"
"""


def test_a_precursor_is_announced_before_it_leaves(office: Office) -> None:
    register(office, "OP-1")
    cells = [("possess", "morphine"), ("export", "ephedrine"), ("possess", "ephedrine")]
    grid = "".join(CELL.format(activity=one, substance=what) for one, what in cells)
    paper = office.file("l.toml", LICENCE.format(holder="OP-1", grid=grid))
    office("licence", "propose", paper, "--as", "co")
    office.second("licence", "issue", "L-OP-1")
    office.on(2025, 3, 1)
    known = office.file("known.toml", KNOWN)
    notice = office.file("pen.toml", NOTICE)
    office("notification", "draft", notice, "--known", known, "--as", "co")
    sent = office.file("sent.toml", "sent_on = 2025-03-01\n")
    office("notification", "send", "XA-PEN-1", sent, "--as", "co")
    said = office("notification", "clear", "XA-PEN-1", "--as", "co", code=1)
    assert "not from 'sent'" in said
    reply = office.file(
        "reply.toml",
        'reply = "no_objection"\nreplied_at = "2025-03-10T09:00:00Z"\nchannel = "pen_online"\n'
        '[reply_by]\nname = "Authority of XB"\ncountry = "XB"\n',
    )
    office("notification", "note-no-objection", "XA-PEN-1", reply, "--as", "co")
    assert office.wire("notification", "show", "XA-PEN-1", "--as", "co")["state"] == "answered"


def test_a_refusal_is_one_json_document_with_what_would_change_it(office: Office) -> None:
    ready(office)
    import_proposed(office, "XA-IC-1", 5000)
    office("authorisation", "show", "XA-IC-1", "--as", "ap")
    refused = office.wire("authorisation", "issue", "XA-IC-1", "--as", "ap", code=1)
    assert (refused["format"], refused["outcome"]) == ("ringfence.act/1", "refused")
    assert any("the estimates leave" in one for one in refused["would_change_it"])


def test_without_the_packages_of_a_node_a_command_says_which_installs_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ringfence.cli import node_parts

    monkeypatch.setattr(node_parts, "find_spec", lambda name: None)
    said = office("licence", "list", "--as", "co", code=3)
    assert "pip install 'ringfence[node]'" in said


def test_a_filed_workbook_is_read_by_the_reader_that_trusts_no_file() -> None:
    """A formula's remembered value must never be booked: there is one reader, with limits."""
    from ringfence.jobs import record_stock, upload

    assert record_stock.read_upload is upload.read_upload
    assert not (Path(record_stock.__file__).parent / "stock_rows.py").exists()
