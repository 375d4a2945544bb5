"""What is asked over HTTP beside documents and their acts: every role, against the table.

The table is read from its file, cell by cell, as in test_http_permissions.
"""

from __future__ import annotations

import dataclasses
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from ringfence.exchange.papers.content import PAPERS
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import open_desk
from ringfence.trade.licence import Activity, GridCell
from ringfence.trade.roles import Role
from tests.api_parts import OPERATOR, ROOT, System, in_browser, with_token
from tests.pages_parts import FIRM, PERSONS, Pages
from tests.test_http_permissions import TABLE, a_document, put

JSON = "application/json"
MOVEMENT = {"from": "XA", "to": "XB", "goods": [{"name": "morphine sulfate"}]}
READS: dict[str, tuple[str, frozenset[str]]] = {
    f"/balances/{FIRM}": ("trade.stock.read", frozenset()),
    "/estimates/room": ("trade.gauge.read", frozenset()),
    "/journal": ("store.journal.read", frozenset({"own_acts", "of_office", "technical"})),
    "/persons": ("store.users.change", frozenset()),
    f"/stock/{FIRM}/2026Q1": ("trade.stock.read", frozenset()),
    f"/stock/{FIRM}/2026Q1/receipts": ("trade.stock.read", frozenset()),
}
"""What is read, with its act in the table and the conditions that are held."""

DOES: dict[str, tuple[str, frozenset[str]]] = {
    "/assess": ("law.movement.assess", frozenset()),
    "/journal/verification": ("store.journal.verify", frozenset()),
    "/returns/compute": ("trade.return.compute", frozenset()),
    f"/stock/{FIRM}/2026Q2/lines": ("trade.stock_lines.upload", frozenset({"from_paper"})),
    f"/stock/{FIRM}/2026Q3/signature": ("trade.stock_period.sign", frozenset()),
}
"""What is done."""

BODIES: dict[str, Any] = {
    "/assess": {"movement": MOVEMENT},
    "/returns/compute": {"form": "A", "period": "2026Q1"},
    f"/stock/{FIRM}/2026Q3/signature": {"declared": True, "nil": True},
}
LINES = b"line_id,day,kind\n1,2026-04-03,nothing\n"
CELL = GridCell(activity=Activity.POSSESS, site="north")
NOT_SAID = ("the role has no part in it", "the role reads it and does not act", "it belongs to")


@pytest.fixture(scope="module")
def office() -> Iterator[Pages]:
    with tempfile.TemporaryDirectory() as folder:
        made = Pages(Path(folder) / "node")
        with_token(made).enter("operator", {**OPERATOR, "number": FIRM})
        file = {"file": SimpleUploadedFile("q.csv", LINES)}
        clerk = in_browser(made, Role.OPERATOR_CLERK).client
        assert clerk.post(f"{ROOT}/stock/{FIRM}/2026Q1/lines", file).status_code == 200
        yield made


def cell_of(act: str, role: Role, holds: frozenset[str]) -> str:
    """The mode of a cell, a dash where its condition is not held."""
    mode, _, condition = TABLE[act][role.value].partition(":")
    return "-" if condition and condition not in holds else mode


def ask(system: System, path: str) -> Any:
    if path.endswith("/lines"):
        return system.client.post(f"{ROOT}{path}", {"file": SimpleUploadedFile("q.csv", LINES)})
    if path in BODIES:
        return system.client.post(f"{ROOT}{path}", BODIES[path], content_type=JSON)
    return system.client.get(f"{ROOT}{path}")


@pytest.mark.parametrize("role", list(PERSONS))
@pytest.mark.parametrize("path", list(READS))
def test_every_role_reads_what_the_table_lets_it_read(path: str, role: Role, office: Pages) -> None:
    act, holds = READS[path]
    answer = ask(in_browser(office, role), path)
    if cell_of(act, role, holds) == "-":
        assert answer.status_code in (403, 404), (answer.status_code, answer.content[:300])
    else:
        assert answer.status_code == 200, (answer.status_code, answer.content[:300])


@pytest.mark.parametrize("role", list(PERSONS))
@pytest.mark.parametrize("path", list(DOES))
def test_every_role_does_what_the_table_gives_it_and_nothing_else(
    path: str, role: Role, office: Pages
) -> None:
    act, holds = DOES[path]
    desk = open_desk(office.folder)
    before = state_of_all(desk)
    answer = ask(in_browser(office, role), path)
    if cell_of(act, role, holds) in ("D", "d"):
        assert answer.status_code == 200, (answer.status_code, answer.content[:300])
        return
    assert answer.status_code in (403, 404), (answer.status_code, answer.content[:300])
    assert answer.status_code == 404 or answer.json()["detail"].startswith(NOT_SAID)
    assert state_of_all(desk) == before


def state_of_all(desk: Any) -> set[tuple[str, str, int]]:
    return set(
        desk.look(
            lambda book: [
                (one.kind, one.number, one.version)
                for kind in ("company_return", "return", "operator")
                for one in book.documents(kind)
            ]
        )
    )


@pytest.mark.parametrize("kind", sorted(PAPERS))
def test_a_paper_is_printed_for_whoever_reads_it_and_for_nobody_else(
    kind: str, office: Pages
) -> None:
    found = kinds()[kind]
    verb = next(iter(found.verbs))
    held = a_document(found, verb, FIRM)
    if kind == "licence":
        held = dataclasses.replace(held, paper=dataclasses.replace(held.paper, grid=(CELL,)))
    number, other = f"P-{kind}", f"Q-{kind}"
    put(open_desk(office.folder), found, held, number)
    put(open_desk(office.folder), found, a_document(found, verb, "XA-F-0666"), other)
    for role in PERSONS:
        system = in_browser(office, role)
        reads = system.client.get(f"{ROOT}/documents/{kind}/{number}").status_code == 200
        for path in (f"{ROOT}/papers/{kind}/{number}/pdf", f"/papers/{kind}/{number}/paper.pdf"):
            answer = system.client.get(path)
            if reads:
                assert answer.status_code == 200, (role, answer.content[:600])
                assert answer.content.startswith(b"%PDF")
                assert answer["Content-Disposition"] == f'attachment; filename="{number}.pdf"'
                assert "no-store" in answer["Cache-Control"]
            else:
                assert answer.status_code == 404, role
        page = system.client.get(f"/papers/{kind}/{number}/").content.decode()
        assert ("paper.pdf?language=en" in page) == reads
        if system.client.get(f"{ROOT}/documents/{kind}/{other}").status_code == 404:
            for path in (f"{ROOT}/papers/{kind}/{other}/pdf", f"/papers/{kind}/{other}/paper.pdf"):
                assert system.client.get(path).status_code == 404
