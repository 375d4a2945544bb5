"""Whoever bends the journal or the books by hand is found, with the row: on both databases."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from ringfence.store import merkle
from ringfence.store.errors import NodeError
from ringfence.store.signed_note import OwnKey
from ringfence.store.stored import Ceiling
from ringfence.store.trouble import Verified
from ringfence.trade.life import Done
from ringfence.trade.roles import Actor, Role
from tests.store_parts import APPROVER, CLERK, NOW, do, licence, post, received, see, verified

ROWS = 12


def sql(statement: str, *values: Any) -> None:
    """What somebody with the database's own tools could do."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def fill(books: str) -> None:
    """A licence in two versions, a ceiling with what is taken, a person, and entries: 12 rows."""
    licence()
    read = see(lambda book: book.document("licence", "XA-LI-2031-000001"))
    do(lambda book: book.change(read, state="in_force", actor=APPROVER, act="trade.licence.decide"))
    person = Actor("p-99", Role.AUDITOR, "XA")
    do(lambda book: book.set_person(person, actor=APPROVER, act="store.users.change"))
    ceiling = Ceiling("import", "XA", "morphine", 2031, 500)
    do(lambda book: book.set_limit(ceiling, actor=APPROVER, act="trade.estimate.confirm"))

    def take(book: Any) -> None:
        book.take("XA", "morphine", 2031, 120, "import_certificate:1")
        book.record(CLERK, "trade.import_certificate.issue", "import_certificate:1")

    do(take)
    many = [received(f"M-{number}", 5) for number in range(3)]
    do(lambda book: book.post_all(many, actor=CLERK, act="trade.stock.load", because="file:1"))
    for number in range(ROWS - 6):
        post(received(f"E-{number}", 100 + number))


def told(found: Verified, kind: str, where: str = "journal") -> set[int]:
    return {one.position for one in found.troubles if (one.kind, one.where) == (kind, where)}


def test_what_was_only_worked_with_verifies(books: str) -> None:
    assert verified().is_whole
    fill(books)
    found = verified()
    assert (found.troubles, found.size) == ((), ROWS)


def test_a_changed_leaf_is_found_at_its_row(books: str) -> None:
    fill(books)
    sql("UPDATE store_journalrow SET leaf = replace(leaf, 'p-17', 'p-18') WHERE position = 7")
    assert told(verified(), "changed") == {7}


def test_a_changed_column_beside_a_leaf_is_found(books: str) -> None:
    fill(books)
    sql("UPDATE store_journalrow SET person = 'p-18' WHERE position = 8")
    assert told(verified(), "changed") == {8}


def rewrite(position: int, old: str, new: str) -> None:
    """Change a leaf and its hash with it, as one who knows how the rows are made."""
    from ringfence.store import models

    row = models.JournalRow.objects.get(position=position)
    leaf = row.leaf.replace(old, new)
    hashed = merkle.leaf_hash(leaf.encode()).hex()
    models.JournalRow.objects.filter(position=position).update(leaf=leaf, leaf_hash=hashed)


@pytest.mark.parametrize(("position", "pair"), [(4, 4), (9, 8)])
def test_a_leaf_changed_with_its_hash_is_found_at_its_pair(
    books: str, position: int, pair: int
) -> None:
    fill(books)
    rewrite(position, '"XA"', '"XC"')
    assert told(verified(), "changed") == {pair}


def test_a_last_odd_leaf_changed_with_its_hash_is_found(books: str) -> None:
    fill(books)
    post(received("E-last", 1))
    rewrite(ROWS, '"XA"', '"XC"')
    assert told(verified(), "changed") == {ROWS}


@pytest.mark.parametrize("position", [0, 5, ROWS - 1])
def test_a_removed_row_is_found(books: str, position: int) -> None:
    fill(books)
    sql("DELETE FROM store_journalrow WHERE position = %s", position)
    assert told(verified(), "removed") == {position}


def shift(first: int, by: int) -> None:
    """Renumber the rows from `first` on, so that no gap and no double shows."""
    sql("UPDATE store_journalrow SET position = position + 1000 WHERE position >= %s", first)
    sql(
        "UPDATE store_journalrow SET position = position - 1000 + %s WHERE position >= %s", by, 1000
    )


@pytest.mark.parametrize("position", [4, 5])
def test_a_removed_row_is_found_also_where_the_rest_closed_up(books: str, position: int) -> None:
    fill(books)
    sql("DELETE FROM store_journalrow WHERE position = %s", position)
    shift(position, -1)
    assert told(verified(), "removed") >= {4}


@pytest.mark.parametrize("position", [4, 5])
def test_an_inserted_row_is_found(books: str, position: int) -> None:
    from ringfence.store import models

    fill(books)
    shift(position, 1)
    row = models.JournalRow.objects.get(position=0)
    row.position, row.leaf = position, row.leaf.replace("licence", "liberty")
    row.leaf_hash, row.subject = merkle.leaf_hash(row.leaf.encode()).hex(), "liberty:1"
    row.save(force_insert=True)
    assert told(verified(), "inserted") >= {position, ROWS}


def test_a_row_put_after_the_end_is_found(books: str) -> None:
    from ringfence.store import models

    fill(books)
    row = models.JournalRow.objects.get(position=0)
    row.position = ROWS
    row.save(force_insert=True)
    assert told(verified(), "inserted") >= {ROWS}


@pytest.mark.parametrize(("one", "other"), [(6, 7), (5, 10)])
def test_two_rows_that_changed_places_are_found(books: str, one: int, other: int) -> None:
    fill(books)
    for old, new in ((one, 99), (other, one), (99, other)):
        sql("UPDATE store_journalrow SET position = %s WHERE position = %s", new, old)
    assert told(verified(), "changed") >= {one & ~1, other & ~1}


def signer(tmp_path: Path, name: str = "xa-node") -> Any:
    from ringfence.store.checkpoints import create_key

    return create_key(tmp_path / f"{name}.pem", name)


def checkpoint(key: Any) -> Any:
    from ringfence.store.checkpoints import make_checkpoint

    return do(lambda book: make_checkpoint(book, key))


def cut(size: int) -> None:
    """Remove the end, and make nodes and head look as if there had never been more."""
    from ringfence.store import models

    leaves = models.JournalRow.objects.filter(position__lt=size).order_by("position")
    peaks, nodes = merkle.Peaks(), []
    for row in leaves:
        nodes += peaks.append(bytes.fromhex(row.leaf_hash))
    models.JournalRow.objects.filter(position__gte=size).delete()
    models.JournalNode.objects.all().delete()
    models.JournalNode.objects.bulk_create(
        models.JournalNode(level=one.level, position=one.position, node_hash=one.hash.hex())
        for one in nodes
    )
    kept = [peak.hex() for peak in peaks.hashes]
    models.JournalHead.objects.update(size=size, peaks=kept)


def test_an_end_cut_off_after_a_checkpoint_is_found(books: str, tmp_path: Path) -> None:
    fill(books)
    key = signer(tmp_path)
    note = checkpoint(key)
    assert verified(keys=[OwnKey(key.public_text)]).is_whole
    cut(10)
    assert told(verified(), "removed", "checkpoint") == {10}
    sql("DELETE FROM store_checkpoint")
    assert told(verified(), "removed", "checkpoint") == set()
    assert told(verified(notes=[note]), "removed", "checkpoint") == {10}


def test_a_journal_rewritten_with_all_its_nodes_is_found_by_a_checkpoint(
    books: str, tmp_path: Path
) -> None:
    fill(books)
    key = signer(tmp_path)
    checkpoint(key)
    rewrite(4, '"XA"', '"XC"')
    cut(ROWS)
    found = verified(keys=[OwnKey(key.public_text)])
    assert told(found, "changed", "checkpoint") == {ROWS}


def test_a_checkpoint_of_another_key_is_found(books: str, tmp_path: Path) -> None:
    fill(books)
    key, other = signer(tmp_path), signer(tmp_path, "other")
    checkpoint(other)
    assert told(verified(keys=[OwnKey(key.public_text)]), "unsigned", "checkpoint") == {ROWS}


def test_an_older_checkpoint_proves_that_the_journal_only_grew(books: str, tmp_path: Path) -> None:
    from ringfence.store.checkpoints import prove_growth, prove_row, read_note

    fill(books)
    key = signer(tmp_path)
    old = read_note(checkpoint(key).text)
    for number in range(9):
        post(received(f"later-{number}", 7))
    new = checkpoint(key)
    proof = see(lambda book: prove_growth(old.size, new.size))
    assert merkle.is_consistent(old.size, new.size, old.root, new.root, proof)
    assert not merkle.is_consistent(old.size, new.size, new.root, new.root, proof)
    leaf = merkle.leaf_hash(_leaf(3).encode())
    path = see(lambda book: prove_row(3, new.size))
    assert merkle.is_included(leaf, 3, new.size, path, new.root)


def _leaf(position: int) -> str:
    from ringfence.store import models

    return str(models.JournalRow.objects.get(position=position).leaf)


TAMPERINGS: dict[str, tuple[str, str]] = {
    "document": ("document", "UPDATE store_document SET state = 'revoked'"),
    "body": ("document", "UPDATE store_document SET body = '{}'"),
    "version": ("version", "UPDATE store_documentversion SET operator = 'OP-9' WHERE version = 1"),
    "old version": ("version", "DELETE FROM store_documentversion WHERE version = 1"),
    "line": ("entry", "UPDATE store_ledgerline SET amount_ug = amount_ug * 2 WHERE entry_id = 6"),
    "day": ("entry", "UPDATE store_ledgerentry SET day = '2031-04-02' WHERE number = 'E-1'"),
    "loaded": ("entry", "UPDATE store_ledgerentry SET because = 'x:1' WHERE number = 'M-1'"),
    "one line": ("entry", "UPDATE store_ledgerline SET amount_ug = 77 WHERE entry_id = 6"),
    "balance": (
        "balance",
        "UPDATE store_ledgeraccount SET balance_ug = 1000000 WHERE kind = 'stock'",
    ),
    "used": ("limit", "UPDATE store_limit SET used_ug = 0"),
    "total": ("limit", "UPDATE store_limit SET total_ug = 900"),
    "person": ("person", "UPDATE store_person SET role = 'AP'"),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_books_changed_behind_the_journal_are_found(books: str, name: str) -> None:
    fill(books)
    where, statement = TAMPERINGS[name]
    sql(statement)
    assert where in {one.where for one in verified().troubles}


def test_what_else_is_done_to_a_person_leaves_who_they_are(books: str) -> None:
    """A link to sign in names a role too, and is no change of the person."""
    fill(books)
    invited = {"invited": True, "role": "AU", "hours": 24}
    do(lambda book: book.record(APPROVER, "store.users.change", "person:p-99", {}, invited))
    assert verified().is_whole
    sql(TAMPERINGS["person"][1])
    assert "person" in {one.where for one in verified().troubles}


def test_an_entry_put_in_without_an_act_is_found(books: str) -> None:
    fill(books)
    sql(
        "INSERT INTO store_ledgerentry (number, day, because, corrects, remark, act, digest) "
        "VALUES ('X-1', '2031-04-01', 'x:1', '', '', 'x', '')"
    )
    sql("UPDATE store_ledgerline SET entry_id = (SELECT max(id) FROM store_ledgerentry)")
    assert "entry" in {one.where for one in verified().troubles}


def test_who_did_what_is_in_the_journal_in_order(books: str) -> None:
    fill(books)
    stored = see(lambda book: book.document("licence", "XA-LI-2031-000001"))
    assert see(lambda book: book.history(stored)) == (
        Done("trade.licence.propose", "p-17", Role.CASE_OFFICER, 1),
        Done("trade.licence.decide", "p-4", Role.APPROVER, 2),
    )


def test_the_journal_keeps_no_contents_of_documents_but_their_hash(books: str) -> None:
    fill(books)
    (first, second) = see(lambda book: list(book.acts(subject="licence:XA-LI-2031-000001")))
    assert set(first["after"]) == {"state", "version", "sha256"}
    assert (second["before"]["state"], second["after"]["state"]) == ("proposed", "in_force")
    assert json.loads(_leaf(0)) == first


def test_an_act_shows_what_it_took_of_a_ceiling(books: str) -> None:
    fill(books)
    (act,) = see(lambda book: list(book.acts(subject="import_certificate:1")))
    taken = {"limit": "limit:import/XA/morphine/2031", "because": "import_certificate:1", "ug": 120}
    assert act["after"]["limits"] == [taken]


Change = Callable[[str], str]


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n12\n", "\n13\n"),
        lambda text: text.replace("xa-node", "xb-node"),
        lambda text: text.replace("2031-04-01", "2031-04-02"),
    ],
)
def test_a_checkpoint_with_anything_changed_is_not_signed(tmp_path: Path, change: Change) -> None:
    from ringfence.store.checkpoints import is_signed, read_note

    key = signer(tmp_path)
    note = key.sign(12, merkle.EMPTY_ROOT, NOW)
    assert is_signed(note, key.public_text)
    assert not is_signed(read_note(change(note.text)), key.public_text)
    assert key.sign(12, merkle.EMPTY_ROOT, NOW + timedelta(days=1)).text != note.text


def test_a_key_is_kept_for_its_owner_and_never_written_over(tmp_path: Path) -> None:
    from ringfence.store.checkpoints import create_key, load_key, read_note

    key, path = signer(tmp_path), tmp_path / "xa-node.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_key(path, "xa-node").public_text == key.public_text
    with pytest.raises(NodeError, match="never written over"):
        create_key(path, "xa-node")
    path.chmod(0o644)
    with pytest.raises(NodeError, match="chmod 600"):
        load_key(path, "xa-node")
    with pytest.raises(NodeError, match="missing"):
        load_key(tmp_path / "none.pem", "xa-node")
    with pytest.raises(NodeError, match="without blanks"):
        create_key(tmp_path / "other.pem", "xa node")
    with pytest.raises(NodeError, match="no checkpoint"):
        read_note("xa-node\n1\n")


def test_what_changed_since_is_told_of_the_very_subjects_in_order(books: str) -> None:
    def ceiling(substance: str, year: int, total_ug: int) -> Ceiling:
        return Ceiling("import", "XA", substance, year, total_ug)

    def set_to(*asked: Ceiling) -> None:
        for one in asked:
            do(lambda book, one=one: book.set_limit(one, actor=CLERK, act="trade.estimate.approve"))

    set_to(ceiling("morphine", 2031, 5), ceiling("codeine", 2031, 5))
    position = see(lambda book: book.head()[0]) - 1
    licence()
    set_to(
        ceiling("morphine", 2032, 7), ceiling("morphine", 2031, 6), ceiling("morphine-x", 2031, 1)
    )
    asked = [
        "limit:import/XA/morphine/2031", "limit:import/XA/codeine/2031",
        "limit:import/XA/morphine/2032", "licence:XA-LI-2031-000001", "licence:XA-LI-2031-00000",
    ]  # fmt: skip
    assert see(lambda book: book.changed_since(position, asked)) == [
        "licence:XA-LI-2031-000001",
        "limit:import/XA/morphine/2032",
        "limit:import/XA/morphine/2031",
    ]
    assert see(lambda book: book.changed_since(position, [])) == []
    last = see(lambda book: book.head()[0]) - 1
    assert see(lambda book: book.changed_since(last, asked)) == []


def test_what_changed_since_is_looked_up_in_the_index_of_subjects(books: str) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        see(lambda book: book.changed_since(3, ["licence:1", "limit:import/XA/morphine/2031"]))
    (query,) = [one["sql"] for one in asked if "store_journalrow" in one["sql"]]
    assert "LIKE" not in query.upper() and "ORDER BY" not in query.upper()
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            plan = [row[-1] for row in cursor.fetchall()]
        assert any("USING INDEX journal_subject (subject=? AND position>?)" in one for one in plan)


def test_a_part_of_a_text_is_found_among_the_last_acts_and_among_all(
    books: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ringfence.store import journal

    fill(books)
    every = see(lambda book: book.latest_acts({}, 100))
    assert [one["position"] for one in every] == list(range(ROWS))[::-1]
    for near in (2, 5, 100):
        monkeypatch.setattr(journal, "NEAR", near)
        for part in ("licence", "entry", "change", "nothing"):
            for name in ("act", "subject"):
                held = [one for one in every if part in one[name]]
                asked = {f"{name}__contains": part}
                for most in (1, 3, 100):
                    told = see(lambda book, a=asked, n=most: book.latest_acts(a, n))
                    assert told == held[:most]
                    before = held[0]["position"] if held else 4
                    told = see(lambda book, a=asked, n=most, b=before: book.latest_acts(a, n, b))
                    assert told == [one for one in held if one["position"] < before][:most]
