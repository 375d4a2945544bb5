"""The API: the forms of the commands, the rules of the jobs, problems that say what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ringfence.jobs import tokens
from ringfence.jobs.doing import open_desk
from ringfence.store.merkle import leaf_hash, node_hash
from ringfence.store.node import DEMONSTRATION_MARK
from ringfence.trade.roles import Role
from tests.api_parts import BARE, OPERATOR, ROOT, System, code, in_browser, with_token
from tests.pages_parts import FIRM, Pages


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Pages]:
    yield Pages(tmp_path / "node")


def test_nobody_asks_without_a_token_or_a_session_but_what_is_it(office: Pages) -> None:
    nobody = System(Client())
    assert nobody.get("/documents/licence", 401)["title"] == "Sign in, or send a token"
    assert Client().get(f"{ROOT}/documents/licence")["WWW-Authenticate"].startswith("Bearer")
    nobody.post("/assess", {"movement": {}}, 401)
    found = nobody.post("/identify", {"items": [{"text": "morphine"}, {"cas": "76-57-3"}]})
    assert [one["verdict"] for one in found["items"]] == ["controlled", "controlled"]


def test_a_document_is_entered_read_listed_and_acted_on(office: Pages) -> None:
    system = with_token(office)
    made = system.enter("operator", OPERATOR)
    assert (made["format"], made["version"]) == ("ringfence.document/1", 1)
    assert system.get("/documents/operator/XA-F-0007")["paper"]["number"] == "XA-F-0007"
    assert [one["number"] for one in system.get("/documents/operator")["documents"]] == [
        "XA-F-0007"
    ]
    assert system.act("operator", "XA-F-0007", "register", version=1)["is_proposed"]
    approver = in_browser(office, Role.APPROVER)
    unseen = approver.act("operator", "XA-F-0007", "register", 403, version=2)
    assert unseen["detail"] == "open the findings and the papers first"
    approver.get("/documents/operator/XA-F-0007")
    done = approver.act("operator", "XA-F-0007", "register", version=2)
    assert done["state"] == "registered"


def test_twice_is_once(office: Pages) -> None:
    system = with_token(office)
    system.enter("operator", OPERATOR)
    assert system.enter("operator", OPERATOR, 200)["is_replay"]
    first = system.act("operator", "XA-F-0007", "register", version=1)
    size = system.get("/journal")["size"]
    again = system.act("operator", "XA-F-0007", "register", version=1)
    assert again == {**first, "is_replay": True}
    assert system.get("/journal")["size"] == size
    other = {**OPERATOR, "business_types": ["importer"]}
    assert system.enter("operator", other, 409)["title"] == "This was not done"


def test_an_act_on_a_version_that_is_not_the_newest_is_a_conflict(office: Pages) -> None:
    with_token(office).enter("operator", OPERATOR)
    with_token(office).act("operator", "XA-F-0007", "register", version=1)
    late = in_browser(office, Role.CASE_OFFICER)
    why = {"reason": "no site was found at the address"}
    told = late.act("operator", "XA-F-0007", "refuse", 409, version=1, told=why)
    assert told["title"] == "Somebody changed this meanwhile"


def test_every_problem_stands_at_its_place_with_its_remedy(office: Pages) -> None:
    told = with_token(office).enter("operator", {"number": "a b", "partyy": {}}, 400)
    places = {one["place"]: one["remedy"] for one in told["problems"]}
    assert "party" in places and "Did you mean party?" in places["partyy"]
    assert told["status"] == 400 and told["instance"] == "/api/v1/documents/operator"


def test_a_refusal_names_the_rules_and_what_would_change_it(office: Pages) -> None:
    system, approver = with_token(office), in_browser(office, Role.APPROVER)
    system.enter("operator", BARE)
    system.act("operator", "XA-F-0007", "register", version=1)
    approver.get("/documents/operator/XA-F-0007")
    told = approver.act("operator", "XA-F-0007", "register", 409, version=2)
    assert told["findings"] and told["would_change_it"], told
    assert {one["answer"] for one in told["findings"]} & {"not met", "undetermined"}


BODIES = {
    b"": "the body", b"[]": "the body", b"{": "the body", b"\xff\xfe": "the body",
    b'{"paper": NaN}': "the body", b'{"paper": {}, "paper": {}}': "the body",
    b"[" * 100_000: "the body", b'{"papers": {}}': "papers", b'{"paper": 1}': "paper",
    b'{"paper": {"number": "\\ud800", "party": {}, "business_types": ["x"]}}': "number",
    b'{"paper": {"number": "a\\u0000b", "party": {}, "business_types": ["x"]}}': "number",
}  # fmt: skip


@pytest.mark.parametrize("body", list(BODIES))
def test_a_body_that_cannot_be_read_says_so(body: bytes, office: Pages) -> None:
    client = with_token(office).client
    answer = client.post(f"{ROOT}/documents/operator", body, content_type="application/json")
    assert answer.status_code == 400, answer.content
    assert BODIES[body] in {one["place"] for one in answer.json()["problems"]}
    other = client.post(f"{ROOT}/documents/operator", b"{}", content_type="text/plain")
    assert other.status_code == 415
    large = client.post(f"{ROOT}/documents/operator", b"x" * 6_000_000, "application/json")
    assert large.status_code == 413


def test_what_may_not_be_read_is_told_as_what_is_not_there(office: Pages) -> None:
    with_token(office).enter("operator", OPERATOR)
    clerk = in_browser(office, Role.OPERATOR_CLERK)
    other, none = (
        clerk.get(f"/documents/operator/{one}", 404) for one in ("XA-F-0007", "XA-F-0008")
    )
    same = {key: value for key, value in other.items() if key != "instance"}
    assert same == {key: value for key, value in none.items() if key != "instance"}
    act = clerk.act("operator", "XA-F-0007", "register", 404, version=1)
    assert act["detail"] == none["detail"]
    assert clerk.get("/documents/operator")["documents"] == []


def test_pages_of_a_list_follow_each_other(office: Pages) -> None:
    system = with_token(office)
    for count in range(5):
        system.enter("operator", {**OPERATOR, "number": f"XA-F-{count:04}"})
    found, after = [], ""
    while True:
        page = system.get(f"/documents/operator?limit=2&after={after}")
        found += [one["number"] for one in page["documents"]]
        after = page["next"]
        if after is None:
            break
    assert found == [f"XA-F-{count:04}" for count in range(5)]
    assert system.get("/documents/operator?state=registered")["documents"] == []
    assert system.get("/documents/operator?limit=0", 400)["problems"][0]["place"] == "query.limit"


def test_a_list_reads_no_contents_and_leaves_out_what_was_taken_out(
    office: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = with_token(office)
    system.enter("operator", {**OPERATOR, "number": FIRM})
    for number in ("XA-P-1", "XA-P-2"):
        block = {"person": number, "operator": FIRM, "full_name": "Amina Rahimi",
                 "vetting": {"vetting_issued": "2026-01-02"}}  # fmt: skip
        system.enter("personal_block", block)
    desk = open_desk(office.folder)

    def purge(book: Any) -> None:
        stored = book.document("personal_block", "XA-P-1")
        book.purge(
            stored, actor=book.person("ada"), act="store.personal_data.purge", because="over"
        )

    desk.work(purge)

    def read(*_: Any) -> None:
        raise AssertionError("a list opened a document")

    monkeypatch.setattr("ringfence.jobs.keeping.held_of", read)
    monkeypatch.setattr("ringfence.jobs.doing.held_of", read)
    told = system.get("/documents/personal_block")
    (row,) = told["documents"]
    assert told["next"] is None and "Amina" not in str(told)
    assert row == {
        "number": "XA-P-2", "state": row["state"], "version": 1, "is_proposed": True,
        "operators": [FIRM], "last_day": str(desk.today),
    }  # fmt: skip
    assert system.get("/documents/personal_block?state=purged")["documents"] == []
    assert system.get(f"/documents/personal_block?operator={FIRM}")["documents"] == [row]
    assert system.get("/documents/personal_block?operator=XA-F")["documents"] == []


def test_lines_are_filed_with_verdicts_and_a_receipt(office: Pages) -> None:
    with_token(office).enter("operator", {**OPERATOR, "number": FIRM})
    clerk = in_browser(office, Role.OPERATOR_CLERK)
    address = f"{ROOT}/stock/{FIRM}/2031Q1/lines"

    def sent() -> Any:
        text = b"line_id,day,kind\n1,2031-02-03,nothing\n"
        return clerk.client.post(address, {"file": SimpleUploadedFile("q1.csv", text)})

    filed = sent()
    assert filed.status_code == 200, filed.content
    told = filed.json()
    assert told["lines"][0]["verdict"] == "refused" and told["lines"][0]["says"][0]["remedy"]
    assert sent().json()["receipt"] == told["receipt"]
    (kept,) = clerk.get(f"/stock/{FIRM}/2031Q1/receipts")["receipts"]
    assert kept == told["receipt"]
    assert clerk.get("/stock/XA-F-0002/2031Q1/receipts", 404)["status"] == 404
    assert clerk.client.post(address, {}).status_code == 400


def test_a_proof_of_an_act_leads_from_its_leaf_to_the_root(office: Pages) -> None:
    auditor = in_browser(office, Role.AUDITOR)
    for position in (0, 3, 9):
        told = auditor.get(f"/journal/{position}/proof")
        assert hashlib.sha256(b"\x00" + told["leaf"].encode()).hexdigest() == told["leaf_hash"]
        assert _root(told) == told["root"]
    assert auditor.get("/journal/verification")["troubles"] == []
    own = with_token(office)
    assert own.get("/journal/0/proof", 404)["status"] == 404


def _root(told: dict[str, Any]) -> str:
    """The root by the path, as RFC 9162, 2.1.3.2 computes it."""
    hashed = leaf_hash(told["leaf"].encode())
    index, last = told["position"], told["size"] - 1
    for one in (bytes.fromhex(each) for each in told["path"]):
        if index % 2 or index == last:
            hashed = node_hash(one, hashed)
            while index % 2 == 0 and index:
                index, last = index >> 1, last >> 1
        else:
            hashed = node_hash(hashed, one)
        index, last = index >> 1, last >> 1
    return hashed.hex()


def test_room_balances_returns_and_persons_are_read_by_those_who_may(office: Pages) -> None:
    officer = with_token(office)
    assert officer.get("/estimates/room")["ceilings"] == []
    assert officer.get(f"/balances/{FIRM}")["accounts"] == []
    officer.get("/persons", 403)
    persons = in_browser(office, Role.ADMINISTRATOR).get("/persons")["persons"]
    assert {"person": "carla", "role": "CO"}.items() <= persons[0].items() or len(persons) == 10
    statistician = with_token(office, Role.STATISTICIAN)
    made = statistician.post("/returns/compute", {"form": "A", "period": "2026Q1"})
    assert made["form"] == "A" and made["figures"] == []
    assert statistician.get("/returns/A:2026Q1/figures")["content_hash"] == made["content_hash"]
    assert statistician.get("/returns/A:2026Q1/checks")["checks"] == []
    statistician.post("/returns/compute", {"form": "Z", "period": "2026Q1"}, 400)
    statistician.post("/returns/compute", {"form": "A", "period": "0000"}, 400)
    officer.post("/returns/compute", {"form": "A", "period": "2026Q1"}, 403)


def test_the_law_is_read_as_the_commands_print_it(office: Pages) -> None:
    system = with_token(office)
    first = system.get("/law/list?day=2022-11-22&convention=1988")
    later = system.get("/law/list?day=2022-11-23&convention=1988")
    assert len(later["entries"]) > len(first["entries"]) > 20
    changed = system.get("/law/diff?first=2022-11-22&last=2022-11-23")
    assert changed["format"] == "ringfence.law.diff/1"
    assert system.get("/law/substances/morphine")["format"] == "ringfence.law.show/1"
    system.get("/law/substances/nothing", 404)
    system.get("/law/list?day=2022", 400)
    system.get("/law/list?convention=1999", 400)
    system.get("/law/diff?first=2022-11-23&last=2022-11-22", 400)
    assert system.get("/law/list?country=QQ")["notes"]
    one = system.get("/law/gaps/cn?day=2025-12-31")
    every = system.get("/law/gaps?day=2025-12-31")
    assert (one["format"], every["format"]) == ("ringfence.law.gaps/1", "ringfence.law.matrix/1")
    assert every["counts"]["CN"]["1971"] == one["counts"]["1971"]
    assert not system.get("/law/gaps/QQ")["is_held"]
    system.get("/law/gaps/China", 400)


def test_a_movement_is_assessed_with_what_would_change_it(office: Pages) -> None:
    movement = {"from": "XA", "to": "XB", "goods": [{"name": "morphine sulfate"}]}
    system = with_token(office)
    told = system.post("/assess", {"movement": movement, "what_if": True})
    assert told["outcome"] == "refused" and told["papers"] and "what_if" in told
    assert system.post("/assess", {"movement": {}}, 400)["problems"][0]["place"] == "goods"


def test_a_browser_that_writes_needs_the_token_against_forged_forms(office: Pages) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies = office.as_(Role.CASE_OFFICER).cookies
    body = {"paper": OPERATOR}
    address = f"{ROOT}/documents/operator"
    refused = client.post(address, body, content_type="application/json")
    assert refused.status_code == 403 and refused.json()["title"] == "This page was open too long"
    token = str(client.get("/papers/operator/new").context["csrf_token"])
    done = client.post(
        address, body, content_type="application/json", headers={"x-csrftoken": token}
    )
    assert done.status_code == 201, done.content


def test_outside_a_demonstration_a_browser_needs_its_second_step_first(office: Pages) -> None:
    (office.folder / DEMONSTRATION_MARK).unlink()
    told = in_browser(office, Role.CASE_OFFICER).get("/documents/licence", 403)
    assert told["title"] == "Set up the second step first"
    with_token(office).get("/documents/licence")


def test_a_token_of_who_may_act_no_more_is_none(office: Pages) -> None:
    system = with_token(office)
    system.get("/documents/licence")
    desk = open_desk(office.folder)

    def end(book: Any) -> None:
        actor = book.person("carla")
        book.set_person(actor, actor=actor, act="store.users.change", is_active=False)

    desk.work(end)
    system.get("/documents/licence", 401)


def test_guessed_ended_and_revoked_tokens_are_told_the_same(office: Pages) -> None:
    desk = open_desk(office.folder)
    made = code(office, Role.CASE_OFFICER, name="erp")
    tokens.revoke(desk, "erp", "ada")
    told = [
        System(Client(headers={"authorization": f"Bearer {one}"})).get("/documents/licence", 401)
        for one in (made, "rft_guessed", "", "rft_\x00", "x" * 5000)
    ]
    assert all(one == told[0] for one in told)


def test_a_paper_is_printed_for_those_who_may_read_it(office: Pages) -> None:
    officer, clerk = with_token(office), with_token(office, Role.OPERATOR_CLERK)
    cell = {"activity": "export", "substance": "morphine", "site": "north"}
    days = {"valid_from": "2026-01-01", "valid_until": "2026-12-31", "law_day": "2026-01-02"}
    paper = {"number": "L-1", "holder": "XA-F-0007", "persons": ["p-1"], "grid": [cell], **days}
    officer.enter("licence", paper)
    printed = officer.client.get(f"{ROOT}/papers/licence/L-1/pdf?language=en")
    assert printed.status_code == 200, printed.content[:500]
    assert printed["Content-Type"] == "application/pdf" and printed.content.startswith(b"%PDF")
    clerk.get("/papers/licence/L-1/pdf", 404)
    officer.get("/papers/licence/L-2/pdf", 404)
    officer.get("/papers/nothing/L-1/pdf", 404)
    assert "no official paper" in officer.get("/papers/operator/L-1/pdf", 409)["detail"]
