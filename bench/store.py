"""The books: durable decisions a second, a year of a large country, and growth with the data.

`python -m bench store` takes minutes to an hour. `BENCH_POSTINGS` sets how many postings are loaded
(5,000,000), `BENCH_GROWTH` the sizes (1,10,100 demonstration years), `BENCH_DECISIONS` how many
decisions are timed. The peer is the disk itself: an append of 4 KiB with fsync, in the same run.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from ringfence.jobs import authorise_import
from ringfence.jobs.demonstration.acts import Desks, act, known
from ringfence.jobs.demonstration.diary import Diary
from ringfence.jobs.demonstration.estimates import note_estimates
from ringfence.jobs.demonstration.goods import every_goods
from ringfence.jobs.demonstration.imports import certificate_of
from ringfence.jobs.demonstration.plan import Movement, Plan
from ringfence.jobs.demonstration.register import note_register
from ringfence.jobs.demonstration.world import World
from ringfence.jobs.doing import Desk, opened
from ringfence.jobs.return_books import BooksOfNode
from ringfence.jobs.return_documents import documents_of
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry, moved
from ringfence.ledger.year import year_of
from ringfence.store import settings
from ringfence.store.book import Book
from ringfence.store.node import Node, NodeConfig, create_node
from ringfence.store.stored import Stored
from ringfence.terms import Period
from ringfence.trade.returns.compute import compute
from ringfence.trade.returns.form import Form, Return
from ringfence.trade.roles import Actor, Role

YEAR, DAY = 2025, date(2025, 3, 3)
POSTINGS = int(os.environ.get("BENCH_POSTINGS", "5000000"))
SIZES = tuple(int(one) for one in os.environ.get("BENCH_GROWTH", "1,10,100").split(","))
DECISIONS = int(os.environ.get("BENCH_DECISIONS", "200"))
AT_ONCE = 20_000
"""Entries booked in one transaction, as a file of past trade is."""
ONE_YEAR = {"entries": 4_000, "documents": 7_000}
"""Postings and documents of the demonstration year, rounded."""
LOADER = Actor("loader", Role.STATISTICIAN, "XA")


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        root = Path(folder)
        _decisions(root)
        _large_country(root)
        _growth(root)


# Durable decisions against the disk


def _decisions(root: Path) -> None:
    print(f"{DECISIONS} decisions on import certificates: law, headroom, journal, commit")
    rows = [("append 4 KiB, fsync", _seconds_of_sync(root))]
    rows.append(("decision, SQLite", _seconds_of_decisions(root / "lite", "books.sqlite3")))
    rows.append(("append 4 KiB, fsync again", _seconds_of_sync(root)))
    with _Postgres() as address:
        if address:
            rows.append(("decision, PostgreSQL", _seconds_of_decisions(root / "pg", address)))
        else:
            print("PostgreSQL left out: none is installed")
    peer = statistics.median(rows[0][1])
    print(f"{'':28} {'median ms':>10} {'p95 ms':>8} {'a second':>9}   of the sync rate")
    for name, seconds in rows:
        middle, high = statistics.median(seconds), sorted(seconds)[int(len(seconds) * 0.95)]
        print(
            f"{name:28} {middle * 1000:>10.2f} {high * 1000:>8.2f} {1 / middle:>9.0f}"
            f"   {peer / middle:.3f}"
        )


def _seconds_of_sync(root: Path) -> list[float]:
    found = []
    with (root / "sync").open("ab", buffering=0) as file:
        for _ in range(DECISIONS):
            started = time.perf_counter()
            file.write(b"x" * 4096)
            os.fsync(file.fileno())
            found.append(time.perf_counter() - started)
    return found


def _seconds_of_decisions(folder: Path, database: str) -> list[float]:
    node, world = _small_node(folder, database)
    desk = _desk(node, DAY)
    papers = [_proposed(desk, world, place) for place in range(DECISIONS)]
    return [_timed(lambda one=one: _issue(desk, one)) for one in papers]


def _proposed(desk: Desk, world: World, place: int, name: str = "B") -> str:
    """A certificate for one gram, proposed by an officer and opened by the approver."""
    goods = every_goods()[0]
    firm = world.of_kind("importer")[0]
    number = f"XA-IC-{YEAR}-{name}{place:05}"
    movement = Movement(number, goods, firm, "XB", DAY, Decimal(1), "bench")
    paper = certificate_of(Desks(world, Diary(desk.node)), movement)
    authorise_import.propose(desk, paper, "co1", known(goods, "XB", YEAR))
    opened(desk, "import_certificate", number, "ap1")
    return number


def _issue(desk: Desk, number: str) -> None:
    act(desk, "import_certificate", number, "issue", "ap1")


def _small_node(folder: Path, database: str) -> tuple[Node, World]:
    """A node with the register and the estimates of the small demonstration."""
    config = NodeConfig(territory="XA", name="xa-bench", database=database)
    node = create_node(folder, config, make_journal_key=False, environment={})
    world, diary = World(YEAR, "small"), Diary(node)
    desks = Desks(world, diary)
    note_register(desks)
    note_estimates(desks, Plan(world))
    diary.run()
    return node, world


def _desk(node: Node, day: date) -> Desk:
    return Desk(node, datetime(day.year, day.month, day.day, 9, tzinfo=UTC), day)


def _timed(job: Callable[[], Any]) -> float:
    started = time.perf_counter()
    job()
    return time.perf_counter() - started


class _Postgres:
    """A PostgreSQL server of the tests, where one is installed; gives an address or nothing."""

    def __enter__(self) -> str:
        sys.path.insert(0, str(Path(__file__).parent.parent))
        from tests.postgres import start

        self._server = start()
        return "" if isinstance(self._server, str) else self._server.create("bench")

    def __exit__(self, *error: object) -> None:
        settings.close()
        if not isinstance(self._server, str):
            self._server.stop()


# A year of a large country


def entries_of(count: int, first: int = 0, first_year: int = YEAR) -> Iterator[Entry]:
    """Postings of 5,000 firms, the drugs of the demonstration, three movements in turn.

    Each year has those of a demonstration year, from the first one on; the last has the rest.
    """
    drugs = [one.substance for one in every_goods() if one.is_drug]
    for place in range(first, first + count):
        holder, substance = f"OP-{place % 5000:05}", drugs[place // 7 % len(drugs)]
        year = min(YEAR, first_year + place // ONE_YEAR["entries"])
        day = date(year, place % 12 + 1, place % 28 + 1)
        stock = Account(AccountKind.STOCK, substance, holder, "main")
        made = Account(AccountKind.MANUFACTURE, substance, holder, "main")
        gone = Account(AccountKind.CONSUMPTION, substance, holder, "main")
        source, target = (made, stock) if place % 3 else (made, gone)
        yield moved(f"L-{place:08}", day, source, target, 1000 + place % 977, f"past:{place}")


def load(desk: Desk, count: int, first: int = 0, first_year: int = YEAR) -> float:
    """Book postings, so many in one transaction; gives the seconds."""
    started = time.perf_counter()
    for begin in range(first, first + count, AT_ONCE):
        some = list(entries_of(min(AT_ONCE, first + count - begin), begin, first_year))
        desk.work(
            lambda book, one=some: book.post_all(
                one, actor=LOADER, act="trade.stock_lines.upload", because=f"past:{one[0].number}"
            )
        )
    return time.perf_counter() - started


def _large_country(root: Path) -> None:
    print(f"\n{POSTINGS:,} postings of a year, SQLite")
    folder = root / "large"
    node, _ = _small_node(folder, "books.sqlite3")
    desk = _desk(node, date(YEAR, 12, 31))
    seconds = load(desk, POSTINGS)
    print(f"loaded in {seconds:,.0f} s: {POSTINGS / seconds:,.0f} a second; {_size(folder)}")
    before = _memory_mb()
    seconds = _timed(lambda: desk.look(lambda book: _computed(book, Form.C, year_of(YEAR))))
    print(
        f"Form C computed in {seconds:,.0f} s: {POSTINGS / seconds:,.0f} postings a second; "
        f"highest memory {_memory_mb():,.0f} MB, {before:,.0f} MB before"
    )
    shutil.rmtree(folder)


def _computed(book: Book, form: Form, period: Period) -> Return:
    return compute(form, "XA", period, BooksOfNode(book), documents_of(book, period, "XA"))


def _size(folder: Path) -> str:
    found = sum(one.stat().st_size for one in folder.glob("books.sqlite3*"))
    return f"{found / 1_000_000:,.0f} MB on disk"


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


# Growth


def _growth(root: Path) -> None:
    print("\ngrowth with the data, SQLite; medians of 30 acts, ratio to the smallest")
    head = ("years", "postings", "documents")
    head += ("decision ms", "export ms", "Form A s", "Form C s", "MB")
    print("  ".join(f"{one:>11}" for one in head))
    base: dict[str, float] = {}
    for size in SIZES:
        found = _measured(root / f"grown{size}", size)
        base = base or found
        cells = [f"{found[name]:.2f} ({found[name] / base[name]:.1f})" for name in found]
        counts = [size, size * ONE_YEAR["entries"], size * ONE_YEAR["documents"]]
        print("  ".join([*(f"{one:>11,}" for one in counts), *(f"{one:>11}" for one in cells)]))


def _measured(folder: Path, size: int) -> dict[str, float]:
    node, world = _small_node(folder, "books.sqlite3")
    desk = _desk(node, DAY)
    load(desk, ONE_YEAR["entries"] * size, first_year=YEAR - size + 1)
    _fill(desk, world, ONE_YEAR["documents"] * size)
    papers = [_proposed(desk, world, place) for place in range(30)]
    decisions = [_timed(lambda one=one: _issue(desk, one)) for one in papers]
    exports = [_timed(lambda one=one: _export_facts(desk, one)) for one in range(30)]
    quarter = Period(date(YEAR, 1, 1), date(YEAR, 3, 31))
    form_a = _timed(lambda: desk.look(lambda book: _computed(book, Form.A, quarter)))
    form_c = _timed(lambda: desk.look(lambda book: _computed(book, Form.C, year_of(YEAR))))
    megabytes = sum(one.stat().st_size for one in folder.glob("books.sqlite3*")) / 1e6
    shutil.rmtree(folder)
    return {
        "decision ms": statistics.median(decisions) * 1000,
        "export ms": statistics.median(exports) * 1000,
        "Form A s": form_a,
        "Form C s": form_c,
        "MB": megabytes,
    }


KINDS = ("import_certificate", "export_authorisation", "stock_line", "endorsement")


def _fill(desk: Desk, world: World, count: int) -> None:
    """Documents as they lie in the books after years: copies of one paper under other numbers."""
    _proposed(desk, world, 0, "M")
    model = desk.look(lambda book: book.document("import_certificate", f"XA-IC-{YEAR}-M00000"))
    for kind in KINDS:
        for begin in range(0, count // len(KINDS), AT_ONCE // 10):
            end = min(begin + AT_ONCE // 10, count // len(KINDS))
            some = [
                Stored(kind, f"F-{kind}-{place:07}", "closed", 1, _body(model, place), "XA", "OP-9")
                for place in range(begin, end)
            ]
            desk.work(
                lambda book, one=some: book.add_each(one, actor=LOADER, act="trade.bench.fill")
            )


def _body(model: Stored, place: int) -> dict[str, Any]:
    paper = {**model.body["paper"], "import_paper_number": f"XB-IC-{place:07}"}
    return {**model.body, "paper": paper}


def _export_facts(desk: Desk, place: int) -> int:
    """What others have drawn on one certificate: the search of every export decision."""
    asked = {"paper__import_paper_number": f"XB-IC-{place:07}"}
    return desk.look(lambda book: len(book.documents("export_authorisation", where=asked)))


if __name__ == "__main__":
    main()
