"""Whoever alters, removes or puts in a row behind the books is found by `journal verify`."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from ringfence.jobs.cards import fill_cards
from ringfence.jobs.doing import open_desk
from ringfence.store import settings
from tests.office import Office
from tests.test_jobs import GRAM, import_proposed, imported, ready

ALTERED = [
    ("store_limituse", "because", "'import_certificate:XA-IC-9:2025'"),
    ("store_limituse", "taken_ug", "taken_ug + 1"),
    ("store_limituse", "kept_ug", "kept_ug - 1"),
    ("store_limit", "used_ug", "used_ug - 1"),
    ("store_limit", "total_ug", "total_ug + 1"),
    ("store_limit", "beyond_ug", "5000000000"),
    ("store_documentversion", "state", "'issued'"),
    ("store_documentversion", "person", "'ap'"),
    ("store_documentversion", "at", "'2020-01-01 00:00:00'"),
    ("store_document", "state", "'withdrawn'"),
    ("store_document", "created_by", "'someone'"),
    ("store_document", "changed_by", "'someone'"),
    ("store_document", "changed_at", "'2020-01-01 00:00:00'"),
    ("store_document", "operator", "'OP-2'"),
    ("store_ledgerentry", "act", "'trade.loss.complete'"),
    ("store_ledgerentry", "digest", "'0'"),
    ("store_ledgerentry", "because", "'loss:L-1'"),
    ("store_ledgeraccount", "balance_ug", "balance_ug + 1"),
    ("store_journalrow", "at", "'2020-01-01 00:00:00'"),
    ("store_journalrow", "person", "'someone'"),
    ("store_person", "role", "'XX'"),
    ("store_person", "is_active", "0"),
    ("store_apitoken", "scopes", "'[\"return:read\"]'"),
    ("store_apitoken", "person", "'ap'"),
    ("store_apitoken", "ends_at", "'2099-01-01 00:00:00'"),
    ("store_storedfile", "content", "x'00'"),
]
REMOVED = ["store_limituse", "store_limit", "store_documentversion", "store_ledgerline",
           "store_journalrow", "store_person", "store_apitoken"]  # fmt: skip
OF_CARDS = [
    ("proposed", "'trade.import_certificate.issue'"), ("proposer", "'someone'"),
    ("hands", "'|someone|'"), ("since", "'2020-01-01'"), ("ends", "'2020-01-01'"),
    ("entered", "'2020-01-01'"), ("firms", "'|OP-2|'"), ("partner", "'XC'"), ("about", "'coffee'"),
]  # fmt: skip


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a node with papers, takings, entries, a token and a file."""
    with pytest.MonkeyPatch.context() as patch:
        office = Office(tmp_path_factory.mktemp("built"), patch).made()
        ready(office)
        imported(office)
        asked = ("--person", "co", "--scope", "application:read", "--days", "9")
        office("token", "make", "machine", *asked, "--as", "ad", "--confirmed-by", "ap")
        desk = open_desk(office.node)

        def put(book: Any) -> None:
            from ringfence.store import files

            files.put(b"%PDF", name="a.pdf", content_type="application/pdf", person="co",
                      operator="", now=desk.now)  # fmt: skip

        desk.work(put)
        office("journal", "verify")
        settings.close()
        return office.node


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: Path) -> Office:
    office = Office(tmp_path, monkeypatch)
    shutil.copytree(built, office.node)
    return office.on(2025, 2, 20)


def behind(office: Office, statement: str) -> None:
    """As who holds the file of the database does it."""
    settings.close()
    with closing(sqlite3.connect(office.node / "books.sqlite3")) as books:
        books.execute("PRAGMA foreign_keys=OFF")
        books.execute("PRAGMA ignore_check_constraints=ON")
        changed = books.execute(statement).rowcount
        books.commit()
    assert changed >= 1, statement


@pytest.mark.parametrize(("table", "column", "value"), ALTERED, ids=lambda one: str(one))
def test_an_altered_row_is_found(office: Office, table: str, column: str, value: str) -> None:
    last = f"(SELECT max(rowid) FROM {table} WHERE {column} IS NOT ({value}))"
    behind(office, f"UPDATE {table} SET {column} = {value} WHERE rowid = {last}")
    said = office("journal", "verify", code=1)
    assert "changed" in said or "removed" in said


@pytest.mark.parametrize("table", REMOVED)
def test_a_removed_row_is_found(office: Office, table: str) -> None:
    behind(office, f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")
    office("journal", "verify", code=1)


@pytest.mark.parametrize(("column", "value"), OF_CARDS)
def test_a_card_that_would_hide_a_document_is_found(
    office: Office, column: str, value: str
) -> None:
    of = "kind = 'import_certificate' AND number = 'XA-IC-1'"
    behind(office, f"UPDATE store_document SET {column} = {value} WHERE {of}")
    said = office("journal", "verify", code=1)
    assert f"import_certificate:XA-IC-1: {column} is not what the document says" in said


def test_a_taking_that_was_raised_behind_the_books_cannot_be_given_back_unseen(
    office: Office,
) -> None:
    behind(office, f"UPDATE store_limituse SET kept_ug = {500 * GRAM}")
    said = office("journal", "verify", code=1)
    assert "by the acts" in said and "taken" in said


def test_a_lapsed_proposal_leaves_no_card_behind(office: Office) -> None:
    import_proposed(office, "XA-IC-2", 3)
    office.on(2025, 3, 20)
    office("node", "night")
    office("journal", "verify")
    behind(
        office,
        "UPDATE store_document SET proposed = 'trade.import_certificate.propose', proposer = 'co'"
        " WHERE number = 'XA-IC-2'",
    )
    office("journal", "verify", code=1)
    desk = open_desk(office.node)
    assert fill_cards(desk) == 1 and fill_cards(desk) == 0
    office("journal", "verify")
