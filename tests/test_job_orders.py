"""Orders between operators by commands: signed, accepted, filled, received, and booked once."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tests.office import Office
from tests.office_papers import CELL, LICENCE, OPERATOR
from tests.test_jobs import ACTIVITIES, GRAM, estimated, imported, register

PRODUCT = """
product = "P-1"
preparation_name = "Morfal 10"
pharmaceutical_form = "tablet"
units_per_pack = 100
gtin = "00061414100038"
[[ingredients]]
substance = "morphine"
strength = "10"
strength_unit = "mg"
strength_is_base = true
"""
PACK_UG = GRAM
"""A pack of P-1 holds one gram of base."""

ORDER = """
order_number = "{number}"
purchaser_operator = "{purchaser}"
purchaser_site = "north"
delivery_site = "north"
supplier_operator = "OP-1"
supplier_site = "north"
[purchaser]
party_name = "Firm {purchaser}"
address_line_1 = "1 Mill Street"
country = "XA"
[supplier]
party_name = "Firm OP-1"
address_line_1 = "1 Mill Street"
country = "XA"
[[lines]]
line = 1
name = "Morfal 10, 100 tablets"
product_code = "00061414100038"
substance = "morphine"
packages = {packages}
"""
FILL = """
fill = {fill}
shipped_on = {day}
[[packages]]
line = 1
packages = {packages}
"""
RECEIVED = """
fill = {fill}
received_on = {day}
[[packages]]
line = 1
packages = {packages}
"""
HEADS = "line_id,holder,site,day,kind,product,packs,counterpart,order_number,remark\n"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return trading(Office(tmp_path, monkeypatch).made())


def licensed(office: Office, holder: str, more: str = "", ceiling: str = "") -> None:
    cells = [CELL.format(activity=one, substance="morphine") for one in ACTIVITIES]
    text = LICENCE.format(holder=holder, grid=more + ceiling.join([*cells, ""]))
    office("licence", "propose", office.file(f"L-{holder}.toml", text), "--as", "co")
    office.second("licence", "issue", f"L-{holder}")


def trading(office: Office, ceiling: str = "", quota: str = "") -> Office:
    """Two firms, a third without a licence, a product, 1500 g of morphine at OP-1."""
    for number in ("OP-1", "OP-2", "OP-3"):
        register(office, number)
    licensed(office, "OP-1")
    licensed(office, "OP-2", quota, ceiling)
    office("product", "propose", office.file("p.toml", PRODUCT), "--as", "co")
    office.second("product", "enter", "P-1")
    estimated(office, "XA", 2000)
    imported(office)
    return office


def keyed(office: Office, operator: str) -> str:
    """A signing key of the firm's person, entered into the register by two persons."""
    path = office.folder / f"{operator}.pem"
    key = office.wire("order", "make-key", str(path))["signing_key"]
    text = OPERATOR.format(number=operator, name=f"Firm {operator}", receives_as="wholesale")
    changed = office.file(f"{operator}-key.toml", f'{text}signing_key = "{key}"\n')
    office("operator", "change", operator, changed, "--as", "co")
    office.second("operator", "change", operator, changed)
    return str(path)


def signed(
    office: Office, number: str = "25X000417", packages: int = 40, purchaser: str = "OP-2"
) -> None:
    key = str(office.folder / f"{purchaser}.pem")
    if not Path(key).exists():
        keyed(office, purchaser)
    text = ORDER.format(number=number, packages=packages, purchaser=purchaser)
    path = office.file(f"{number}.toml", text)
    office("order", "sign", path, "--key", key, "--as", f"{purchaser}-1")


def filled(office: Office, fill: int, packages: int, number: str = "25X000417") -> str:
    text = FILL.format(fill=fill, day=office.day, packages=packages)
    path = office.file(f"fill-{fill}.toml", text)
    return office("order", "fill", number, path, "--as", "OP-1-1")


def received(office: Office, fill: int, packages: int, code: int = 0) -> str:
    text = RECEIVED.format(fill=fill, day=office.day, packages=packages)
    path = office.file(f"received-{fill}.toml", text)
    return office("order", "receive", "25X000417", path, "--as", "OP-2-1", code=code)


def stocks(office: Office, operator: str) -> dict[str, int]:
    asked = ("--operator", operator, "--as", "co")
    found = office.wire("stock", "balance", *asked)["accounts"]
    return {one["kind"]: one["amount_ug"] for one in found}


def test_an_order_is_signed_accepted_filled_in_parts_and_received(office: Office) -> None:
    an_order(office)


def test_the_same_order_is_worked_on_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_address: str
) -> None:
    made = Office(tmp_path, monkeypatch)
    monkeypatch.setenv("RINGFENCE_DATABASE_URL", postgres_address)
    an_order(trading(made.made()))


def an_order(office: Office) -> None:
    office.on(2025, 3, 3)
    signed(office)
    said = office("order", "accept", "25X000417", "--as", "OP-2-1", code=1)
    assert "only the supplier, OP-1, may do it" in said
    office("order", "accept", "25X000417", "--as", "OP-1-1")
    office.on(2025, 3, 4)
    assert "part_filled" in filled(office, 1, 15)
    assert stocks(office, "OP-1") == {"stock": 1485 * PACK_UG, "in_transit": 15 * PACK_UG}
    assert "filled" in filled(office, 2, 25)
    assert "more than consignment 1 held" in received(office, 1, 16, code=1)
    received(office, 1, 15)
    assert "received" in received(office, 2, 24)
    assert stocks(office, "OP-2") == {"stock": 39 * PACK_UG}
    assert stocks(office, "OP-1") == {"stock": 1460 * PACK_UG, "in_transit": PACK_UG}
    assert "whole" in office("journal", "verify")


def row(line_id: str, holder: str, day: str, kind: str, packs: int, more: str) -> str:
    return f"{line_id},L-{holder},north,{day},{kind},P-1,{packs},{more}\n"


def test_goods_of_an_order_are_counted_once_though_both_firms_report_them(
    office: Office,
) -> None:
    office.on(2025, 3, 3)
    signed(office)
    office("order", "accept", "25X000417", "--as", "OP-1-1")
    filled(office, 1, 40)
    received(office, 1, 40)
    before = stocks(office, "OP-1"), stocks(office, "OP-2")
    office.on(2025, 4, 5)
    sold = row("S1", "OP-1", "2025-03-03", "supply_out", 40, "OP-2,25X000417,")
    bought = row("B1", "OP-2", "2025-03-03", "purchase_in", 40, "OP-1,25X000417,")
    for operator, text in (("OP-1", sold), ("OP-2", bought)):
        path = office.file(f"{operator}.csv", HEADS + text)
        asked = ("--operator", operator, "--period", "2025Q1", "--as", f"{operator}-1")
        assert "1 accepted" in office("stock", "file", path, *asked)
    assert (stocks(office, "OP-1"), stocks(office, "OP-2")) == before
    again = row("S2", "OP-1", "2025-03-03", "supply_out", 40, "OP-2,,")
    asked = ("--operator", "OP-1", "--period", "2025Q1", "--as", "OP-1-1")
    said = office("stock", "file", office.file("s2.csv", HEADS + again), *asked, code=1)
    assert "Name the order" in said
    found = office.wire("return", "compute", "C", "--period", "2025", "--as", "st")["figures"]
    closing = next(one for one in found if one["column"] == "closing_stock")
    assert closing["amount_ug"] == 1500 * GRAM


def test_an_order_that_was_altered_or_signed_with_another_key_is_not_accepted(
    office: Office,
) -> None:
    office.on(2025, 3, 3)
    keyed(office, "OP-2")
    other = str(office.folder / "other.pem")
    office("order", "make-key", other)
    path = office.file("o.toml", ORDER.format(number="O-001", packages=4, purchaser="OP-2"))
    office("order", "sign", path, "--key", other, "--as", "OP-2-1")
    said = office("order", "accept", "O-001", "--as", "OP-1-1", code=1)
    assert "the signature does not hold" in said
    office("order", "sign", path, "--key", other, "--as", "OP-1-1", code=1)


def test_an_order_signed_elsewhere_brings_its_signature(office: Office) -> None:
    from ringfence.store.keys import load_key_file, sign
    from ringfence.trade.order import Order
    from ringfence.trade.paper import read_paper

    office.on(2025, 3, 3)
    key = load_key_file(Path(keyed(office, "OP-2")), "the key")
    head = 'signatory = "OP-2-1"\nsigned_on = 2025-03-03\npurchaser_is_consumer = false\n'
    text = head + ORDER.format(number="O-002", packages=4, purchaser="OP-2")
    seal = sign(key, read_paper(Order, tomllib.loads(text)).signed_bytes())
    path = office.file("o2.toml", f'signature = "{seal}"\n{text}')
    office("order", "sign", path, "--as", "OP-2-1")
    assert "accepted" in office("order", "accept", "O-002", "--as", "OP-1-1")


def test_without_a_registered_key_an_order_is_held_and_says_so(office: Office) -> None:
    office.on(2025, 3, 3)
    office("order", "make-key", str(office.folder / "OP-2.pem"))
    signed(office, "O-003")
    said = office("order", "accept", "O-003", "--as", "OP-1-1", code=2)
    assert "the signature is not checked" in said


def test_an_unlicensed_firm_cannot_be_supplied_by_an_order(office: Office) -> None:
    office.on(2025, 3, 3)
    signed(office, "O-004", purchaser="OP-3")
    said = office("order", "accept", "O-004", "--as", "OP-1-1", code=1)
    assert "the purchaser is not licensed" in said


def test_a_consignment_that_is_told_late_is_booked_and_asked_about(office: Office) -> None:
    office.on(2025, 3, 3)
    signed(office)
    office("order", "accept", "25X000417", "--as", "OP-1-1")
    path = office.file("f.toml", FILL.format(fill=1, day="2025-03-03", packages=40))
    office.on(2025, 3, 6)
    said = office("order", "fill", "25X000417", path, "--as", "OP-1-1")
    assert "was to be told by 2025-03-05" in said
    found = office.wire("question", "list", "--as", "co")["documents"]
    assert [one["number"] for one in found] == ["25X000417:told_late:1"]
    assert stocks(office, "OP-1")["in_transit"] == 40 * PACK_UG


def test_an_order_beyond_the_ceilings_of_the_purchaser_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quota = f'[[quotas]]\nsubstance = "morphine"\nyear = 2025\nquota_ug = {50 * GRAM}\n'
    office = trading(Office(tmp_path, monkeypatch).made(), quota=quota).on(2025, 3, 3)
    signed(office, "O-005", 30)
    office("order", "accept", "O-005", "--as", "OP-1-1")
    signed(office, "O-006", 30)
    said = office("order", "accept", "O-006", "--as", "OP-1-1", code=1)
    assert f"{30 * GRAM} ug ordered, {20 * GRAM} left" in said
    filled(office, 1, 30, "O-005")
    room = office.wire("licence", "room", "L-OP-2", "--as", "OP-2-1")["ceilings"]
    assert [(one["activity"], one["used_ug"]) for one in room] == [("quota", 0)]


def test_what_was_ordered_and_never_filled_lapses_by_itself(office: Office) -> None:
    office.on(2025, 3, 3)
    signed(office)
    office.on(2025, 5, 2)
    assert "order" not in office("node", "night")
    office.on(2025, 5, 3)
    assert "lapsed" in office("node", "night")
