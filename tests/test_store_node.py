"""A node's folder and its copies: what is put back is what was copied, or it is not put back."""

from __future__ import annotations

import hashlib
import json
import stat
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from ringfence.law.limits.clocks import kept_until
from ringfence.law.record import InputNotUnderstood
from ringfence.store import settings
from ringfence.store.backup import _checked_manifest, _opened, backup, restore
from ringfence.store.errors import NodeError
from ringfence.store.node import (
    ENVIRONMENT,
    Authority,
    Node,
    NodeConfig,
    Retention,
    create_node,
    open_node,
    own_keys,
    read_config,
)
from ringfence.store.stored import Ceiling
from tests.store_parts import CLERK, NOW, do, licence, post, received, see, used, verified

CONFIG = NodeConfig(
    territory="XA",
    name="xa-node",
    authority=(Authority("XA-NDA", 'Drug Authority "Nord"', ("narcotics", "precursors")),),
    languages=("en", "ru"),
    time_zone="Asia/Almaty",
)


@pytest.fixture
def node(address: str, tmp_path: Path) -> Iterator[Node]:
    """A node with some books, on either database."""
    environment = {ENVIRONMENT: address} if "://" in address else {}
    yield create_node(tmp_path / "xa", CONFIG, make_journal_key=True, environment=environment)
    settings.close()


def work_a_little() -> None:
    licence()
    ceiling = Ceiling("import", "XA", "morphine", 2031, 500)
    do(lambda book: book.set_limit(ceiling, actor=CLERK, act="trade.estimate.confirm"))

    def take(book: object) -> None:
        book.take("XA", "morphine", 2031, 120, "ic:1")  # type: ignore[attr-defined]
        book.next_number("XA", "IC", 2031)  # type: ignore[attr-defined]
        book.record(CLERK, "trade.import_certificate.issue", "ic:1")  # type: ignore[attr-defined]

    do(take)
    for number in range(5):
        post(received(f"in-{number}", 100))
    post(used("out", 250))


def state_of_books() -> object:
    return see(
        lambda book: (
            book.head(),
            book.balances(),
            book.limits(),
            book.documents("licence"),
            list(book.entries()),
            list(book.acts()),
        )
    )


def test_a_node_is_opened_as_it_was_made(node: Node) -> None:
    environment = {} if node.database.is_sqlite else {ENVIRONMENT: _address(node)}
    again = open_node(node.folder, environment=environment)
    assert (again.config, again.database) == (node.config, node.database)
    assert replace(again.config, keys=CONFIG.keys) == CONFIG
    assert stat.S_IMODE((node.folder / "node.toml").stat().st_mode) == 0o600
    assert stat.S_IMODE(node.folder.stat().st_mode) == 0o700
    assert see(lambda book: book.persons()) == [] and verified().is_whole


def _address(node: Node) -> str:
    data = node.database
    return f"postgresql://{data.user}@/{data.name}?host={data.host}"


def test_a_node_is_not_made_over_anything(node: Node, tmp_path: Path) -> None:
    with pytest.raises(NodeError, match="not empty"):
        create_node(node.folder, CONFIG, make_journal_key=True, environment={})
    taken = {ENVIRONMENT: node.database.name if node.database.is_sqlite else _address(node)}
    with pytest.raises(NodeError, match=r"there already|tables already"):
        create_node(tmp_path / "other", CONFIG, make_journal_key=True, environment=taken)
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"territory": " "}, "territory"),
        ({"name": "xa node"}, "without blanks"),
        ({"time_zone": "Mars/Olympus"}, "no time zone"),
        ({"retention": {"records_years": 1}}, r"un1961/34\(b\)"),
        ({"format": "ringfence.node/9"}, "release"),
    ],
)
def test_a_configuration_says_what_is_wrong_with_it(change: dict[str, object], says: str) -> None:
    with pytest.raises(NodeError, match=says):
        read_config({"territory": "XA", "name": "xa-node", **change})


def test_an_unknown_key_of_a_configuration_is_named_with_the_nearest() -> None:
    with pytest.raises(InputNotUnderstood, match="languages"):
        read_config({"territory": "XA", "name": "xa-node", "langauges": ["en"]})


def test_a_folder_without_a_node_or_without_its_books_is_told(tmp_path: Path) -> None:
    with pytest.raises(NodeError, match="ringfence node init"):
        open_node(tmp_path, environment={})
    node = create_node(tmp_path / "xa", CONFIG, make_journal_key=False, environment={})
    assert not node.has_key
    settings.close()
    Path(node.database.name).unlink()
    with pytest.raises(NodeError, match="restore a backup"):
        open_node(node.folder, environment={})
    with pytest.raises(NodeError, match="does not answer"):
        open_node(node.folder, environment={ENVIRONMENT: "postgresql://h@127.0.0.1:1/none"})


def test_records_are_kept_to_the_same_day_of_a_later_year() -> None:
    assert Retention().records_years >= 2
    assert kept_until(date(2031, 4, 1), 2) == date(2033, 4, 1)
    assert kept_until(date(2032, 2, 29), 2) == date(2034, 3, 1)


def keep_a_file() -> bytes:
    from ringfence.store.models import StoredFile

    content = bytes(range(256))
    StoredFile.objects.create(
        sha256=hashlib.sha256(content).hexdigest(), name="scan.pdf",
        content_type="application/pdf", content=content, person="carla", at=NOW,
    )  # fmt: skip
    return content


def kept_file() -> bytes:
    from ringfence.store.models import StoredFile

    return bytes(StoredFile.objects.get(name="scan.pdf").content)


def test_every_table_is_in_a_copy() -> None:
    from ringfence.store import backup as copying
    from ringfence.store import models

    every = {one.__name__ for one in vars(models).values() if hasattr(one, "_meta")}
    assert set(copying.TABLES) == every


def test_a_copy_put_back_holds_the_same_books_and_verifies(node: Node, tmp_path: Path) -> None:
    work_a_little()
    file = tmp_path / "copy.zip"
    manifest = backup(node, file, now=NOW)
    before = state_of_books()
    post(received("after the copy", 1))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600 and manifest["checkpoint"]
    back = restore(file, tmp_path / "back", database="books.sqlite3", environment={})
    assert back.folder != node.folder and not back.has_key
    assert state_of_books() == before
    assert verified(keys=own_keys(node)).is_whole
    number = do(lambda book: book.next_number("XA", "IC", 2031))
    assert number == "XA-IC-2031-000002"
    post(received("in the copy", 1))
    assert verified().is_whole


def test_a_copy_of_a_server_is_put_back_on_a_server(postgres_address: str, tmp_path: Path) -> None:
    from tests.conftest import server

    environment = {ENVIRONMENT: postgres_address}
    node = create_node(tmp_path / "xa", CONFIG, make_journal_key=True, environment=environment)
    work_a_little()
    content = keep_a_file()
    before_copy = tmp_path / "copy.zip"
    backup(node, before_copy, now=NOW)
    before = state_of_books()
    with pytest.raises(NodeError, match="tables already"):
        restore(before_copy, tmp_path / "same", environment=environment)
    assert not (tmp_path / "same").exists()
    running = server()
    assert not isinstance(running, str)
    other = running.create(f"other{postgres_address.rpartition('books')[2].partition('?')[0]}")
    restore(before_copy, tmp_path / "back", database=other, environment={})
    assert state_of_books() == before and kept_file() == content
    post(received("in the copy", 1))
    licence("L-new")
    assert verified().is_whole
    settings.close()


Damage = Callable[[Path], None]


def _cut_off(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def _flipped(file: Path) -> None:
    """One byte in the middle of the largest member; headers of the archive say nothing of ours."""
    with zipfile.ZipFile(file) as archive:
        member = max(archive.infolist(), key=lambda one: one.compress_size)
    content = bytearray(file.read_bytes())
    start = member.header_offset + 30 + len(member.filename.encode())
    content[start + member.compress_size // 2] ^= 0xFF
    file.write_bytes(content)


def _flipped_manifest(file: Path) -> None:
    """One byte of the manifest, which is the largest member of small books."""
    content = bytearray(file.read_bytes())
    with zipfile.ZipFile(file) as archive:
        member = archive.getinfo("manifest.json")
    content[member.header_offset + 60 + member.compress_size // 2] ^= 0xFF
    file.write_bytes(content)


def _flipped_end(file: Path) -> None:
    """The last character of the sum, so that nothing but the sum says that it is damaged."""
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)


def _exchanged(file: Path) -> None:
    """Other books under the old sums."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    books = next(name for name in members if name not in ("manifest.json", "node.toml"))
    members[books] += b" "
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


def _emptied(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("manifest.txt", "")


@pytest.mark.parametrize(
    "damage", [_cut_off, _flipped, _flipped_manifest, _flipped_end, _exchanged, _emptied]
)
def test_a_damaged_copy_is_not_put_back(node: Node, tmp_path: Path, damage: Damage) -> None:
    work_a_little()
    file = tmp_path / "copy.zip"
    backup(node, file, now=NOW)
    damage(file)
    with pytest.raises(NodeError, match=r"another copy|no backup|cut off"):
        restore(file, tmp_path / "back", database="books.sqlite3", environment={})
    assert not (tmp_path / "back").exists()


def test_no_byte_of_a_copy_can_change_unseen(node: Node, tmp_path: Path) -> None:
    """Also where the archive guards nothing: times, flags and sizes in its headers."""
    work_a_little()
    file = tmp_path / "copy.zip"
    backup(node, file, now=NOW)
    whole = file.read_bytes()
    with zipfile.ZipFile(file) as archive:
        heads = [one.header_offset for one in archive.infolist()]
        central = archive.start_dir
    places = {place + more for place in heads for more in range(30)}
    places |= {*range(central, len(whole)), *range(0, len(whole), 997)}
    unseen = []
    for place in sorted(places):
        content = bytearray(whole)
        content[place] ^= 0xFF
        file.write_bytes(content)
        try:
            with _opened(file) as found:
                _checked_manifest(found, file)
        except NodeError:
            continue
        unseen.append(place)
    assert not unseen
    file.write_bytes(whole)
    with _opened(file) as found:
        assert _checked_manifest(found, file)["ends_with"] == "ringfence sha256"


def test_a_copy_of_bent_books_is_put_back_only_to_be_looked_at(node: Node, tmp_path: Path) -> None:
    from django.db import connection

    work_a_little()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE store_document SET state = 'revoked'")
    file = tmp_path / "copy.zip"
    backup(node, file, now=NOW)
    with pytest.raises(NodeError, match="does not verify"):
        restore(file, tmp_path / "back", database="books.sqlite3", environment={})


def test_a_copy_is_not_written_over_and_holds_no_private_key(node: Node, tmp_path: Path) -> None:
    file = tmp_path / "copy.zip"
    backup(node, file, now=NOW)
    with pytest.raises(NodeError, match="name another file"):
        backup(node, file, now=NOW)
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        assert not any("PRIVATE KEY" in archive.read(name).decode("latin-1") for name in names)
        manifest = json.loads(archive.read("manifest.json"))
    assert set(manifest["sha256"]) == set(names) - {"manifest.json"}
