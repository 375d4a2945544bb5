"""An order between firms: made ready, signed with one's own key, sent; accepted by the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, opened
from ringfence.store.keys import public_text, sign
from ringfence.trade.operator import registered_as
from ringfence.trade.paper import printed, read_paper
from ringfence.trade.roles import Role
from tests.pages_parts import FIRM
from tests.portal_parts import OTHER, YEAR, Portal

FORM = {
    "purchaser_operator": FIRM, "purchaser_site": "north", "delivery_site": "north",
    "supplier_operator": OTHER, "supplier_site": "north", "purchaser.party_name": "Aldera Pharma",
    "purchaser.address_line_1": "4 Mill Lane", "purchaser.country": "XA",
    "supplier.party_name": "Borel Store", "supplier.address_line_1": "4 Mill Lane",
    "supplier.country": "XA", "lines[1].line": "1", "lines[1].name": "Morfal 10",
    "lines[1].product_code": "P-1", "lines[1].substance": "morphine",
    "lines[1].packages": "4",
}  # fmt: skip


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(tmp_path / "node", monkeypatch)


def keyed(portal: Portal) -> Ed25519PrivateKey:
    """A key of the firm's responsible person, entered into the register by two persons."""
    key = Ed25519PrivateKey.generate()
    held = opened(portal.desk, "operator", FIRM, "carla").held
    paper = printed(registered_as(held))
    paper["duty_holders"].append({"person": "rita", "duty": "signatory",
                                  "signing_key": public_text(key)})  # fmt: skip
    told = read_paper(kinds()["operator"].verbs["change"].told, paper)
    for who in ("carla", "amir"):
        opened(portal.desk, "operator", FIRM, who)
        act_by_kind(portal.desk, "operator", FIRM, "change",
                    Asked(who, told=told if who == "carla" else None))  # fmt: skip
    return key


def test_a_responsible_person_signs_an_order_with_a_key_that_never_leaves_them(
    portal: Portal,
) -> None:
    rita = portal.as_(Role.RESPONSIBLE_PERSON)
    key = keyed(portal)
    assert b"Go on to sign" in rita.get("/firm/new/order").content
    ready = rita.post("/firm/new/order", FORM)
    assert ready.status_code == 302, ready.context["problems"]
    assert ready["Location"] == "/firm/sign/order"
    page = rita.get("/firm/sign/order")
    number = f"XA-OR-{YEAR}-000001"
    assert number in page.content.decode() and b"Nothing is ordered until" in page.content
    text = rita.get("/firm/sign/order.json").content
    for wrong in ("", "AAAA", sign(key, text + b" "), sign(Ed25519PrivateKey.generate(), text)):
        refused = rita.post("/firm/sign/order", {"signature": wrong})
        assert refused.status_code == 400 and b'href="#f-signature"' in refused.content
    assert portal.desk.look(lambda book: book.documents("order")) == []
    again = rita.post("/firm/new/order", FORM | {"lines[1].packages": "5"})
    assert again.status_code == 302
    changed = rita.get("/firm/sign/order.json").content
    assert b'"packages": 5' in changed and number.encode() in changed, "it keeps its number"
    assert rita.post("/firm/sign/order", {"signature": sign(key, text)}).status_code == 400
    sent = rita.post("/firm/sign/order", {"signature": sign(key, changed)}, follow=True)
    assert sent.status_code == 200 and f"Order {number} is signed." in sent.content.decode()
    held = opened(portal.desk, "order", number, "rosa").held
    assert held.state == "signed" and held.paper.signatory == "rita"
    assert rita.get("/firm/sign/order")["Location"] == "/firm/new/order", "nothing waits any more"
    portal.stock(OTHER, 100)
    rosa = portal.browser("rosa", Role.RESPONSIBLE_PERSON)
    rosa.get(f"/papers/order/{number}/accept")
    done = rosa.post(f"/papers/order/{number}/accept", {"version": str(held.version)})
    assert done.status_code == 302, done.content.decode()[:3000]


def test_no_order_is_signed_without_a_registered_key_or_by_a_clerk(portal: Portal) -> None:
    rita = portal.as_(Role.RESPONSIBLE_PERSON)
    rita.post("/firm/new/order", FORM)
    signature = sign(Ed25519PrivateKey.generate(), rita.get("/firm/sign/order.json").content)
    refused = rita.post("/firm/sign/order", {"signature": signature})
    assert refused.status_code == 400 and b"o key of yours is in the register" in refused.content
    assert portal.as_(Role.OPERATOR_CLERK).get("/firm/new/order").status_code == 403
    assert portal.as_(Role.OPERATOR_CLERK).get("/firm/sign/order").status_code == 302
    portal.on(portal.day.replace(day=11))
    assert rita.get("/firm/sign/order").status_code == 302, "made ready anew on another day"
