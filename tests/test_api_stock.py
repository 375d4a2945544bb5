"""Company returns over the API: lines, the tray, nil, lines that are not the firm's, signatures."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ringfence.jobs.doing import open_desk
from ringfence.trade.roles import Role
from tests.api_parts import OPERATOR, ROOT, System, in_browser, with_token
from tests.pages_parts import FIRM, Pages

PERIOD = f"/stock/{FIRM}/2026Q1"
REFUSED = b"line_id,day,kind\nL-1,2026-02-03,nothing\n,2026-02-04,nothing\n"


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    made = Pages(tmp_path / "node")
    with_token(made).enter("operator", {**OPERATOR, "number": FIRM})
    return made


def filed(system: System, text: bytes = REFUSED, name: str = "q1.csv") -> Any:
    answer = system.client.post(f"{ROOT}{PERIOD}/lines", {"file": SimpleUploadedFile(name, text)})
    assert answer.status_code == 200, answer.content
    return answer.json()


def test_the_tray_names_each_line_that_waits_as_it_came(office: Pages) -> None:
    clerk = in_browser(office, Role.OPERATOR_CLERK)
    receipt = filed(clerk)["receipt"]
    told = clerk.get(PERIOD)
    assert (told["state"], told["accepted"]) == ("part_refused", 0)
    first, second = told["waiting"]
    assert first["line"] == "L-1" and first["cells"]["day"] == "2026-02-03"
    assert first["says"][0]["sentence"] and first["says"][0]["remedy"]
    assert second["line"] != "" and second["row"] != first["row"]
    assert told["receipts"] == [receipt]
    in_browser(office, Role.AUDITOR).get(PERIOD)
    clerk.get("/stock/XA-F-0099/2026Q1", 404)


def test_a_period_is_signed_when_every_line_that_waits_is_named_with_its_reason(
    office: Pages,
) -> None:
    filed(in_browser(office, Role.OPERATOR_CLERK))
    person = in_browser(office, Role.RESPONSIBLE_PERSON)
    told = person.get(PERIOD)
    version = told["version"]
    sign = {"declared": True, "version": version}
    refused = person.post(f"{PERIOD}/signature", sign, 409)
    assert refused["findings"] and refused["would_change_it"]
    some = [{"line": told["waiting"][0]["line"], "reason": "of another firm"}]
    person.post(f"{PERIOD}/signature", {**sign, "not_ours": some}, 409)
    every = [{"line": one["line"], "reason": "of another firm"} for one in told["waiting"]]
    done = person.post(f"{PERIOD}/signature", {**sign, "not_ours": every})
    assert done["state"] == "complete" and not done["is_replay"]
    again = person.post(f"{PERIOD}/signature", {**sign, "not_ours": every})
    assert again == {**done, "is_replay": True}


def test_nothing_to_report_is_signed_in_one_step(office: Pages) -> None:
    person = in_browser(office, Role.RESPONSIBLE_PERSON)
    person.get(PERIOD, 404)
    done = person.post(f"{PERIOD}/signature", {"declared": True, "nil": True, "nil_reason": "-"})
    assert done["kind"] == "company_return" and done["state"] in ("nil", "complete")
    assert person.get(PERIOD)["waiting"] == []


def test_what_is_not_declared_or_contradicts_itself_is_told_at_its_place(office: Pages) -> None:
    person = in_browser(office, Role.RESPONSIBLE_PERSON)
    line = {"line": "L-1", "reason": "of another firm"}
    bodies: list[tuple[Any, str]] = [
        ({}, "declared"),
        ({"declared": False}, "declared"),
        ({"declared": True, "nil": True, "not_ours": [line]}, "not_ours"),
        ({"declared": True, "not_ours": [{"line": "L-1"}]}, "not_ours[1].reason"),
        ({"declared": True, "version": -1}, "version"),
        ({"declared": True, "sign": "x"}, "sign"),
    ]
    for body, place in bodies:
        told = person.post(f"{PERIOD}/signature", body, 400)
        assert place in {one["place"] for one in told["problems"]}, body
    person.post(f"/stock/{FIRM}/2026Q9/signature", {"declared": True}, 400)


def test_nobody_else_signs_and_a_refusal_opens_no_period(office: Pages) -> None:
    nil = {"declared": True, "nil": True}
    with_token(office, Role.OPERATOR_CLERK).post(f"{PERIOD}/signature", nil, 403)
    with_token(office, Role.CASE_OFFICER, "licence:read").post(f"{PERIOD}/signature", nil, 403)
    others = (
        *(Role.OPERATOR_CLERK, Role.CASE_OFFICER, Role.APPROVER, Role.AUDITOR, Role.STATISTICIAN),
        *(Role.ADMINISTRATOR, Role.CUSTOMS, Role.INSPECTOR),
    )
    for role in others:
        told = in_browser(office, role).client.post(
            f"{ROOT}{PERIOD}/signature", nil, content_type="application/json"
        )
        assert told.status_code in (403, 404), role
    own = in_browser(office, Role.RESPONSIBLE_PERSON)
    other = own.client.post(
        f"{ROOT}/stock/XA-F-0002/2026Q1/signature", nil, content_type="application/json"
    )
    assert other.status_code in (403, 404)
    desk = open_desk(office.folder)
    assert desk.look(lambda book: book.documents("company_return")) == []
