"""The door of the store: what goes in comes out, once, and nobody is held up or misled."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringfence.law.record import read_record
from ringfence.ledger.account import AccountKind
from ringfence.ledger.balances import balances, short_accounts
from ringfence.ledger.entry import Declared, Entry, Line, moved
from ringfence.store import settings, working
from ringfence.store.book import Book, work
from ringfence.store.canonical import canonical, digest, plain
from ringfence.store.errors import (
    NoSuchDocument,
    NoSuchLimit,
    NoSuchPerson,
    NotCanonical,
    NotWrittenHere,
    NumberTaken,
    OverLimit,
    RefusedByTables,
    StoreBusy,
    StoreError,
)
from ringfence.store.stored import Ceiling, Stored
from ringfence.terms import Answer, Finding
from ringfence.trade.roles import Actor, Role
from tests.store_parts import (
    APPROVER,
    CLERK,
    DAY,
    IMPORTED,
    NOW,
    STOCK,
    do,
    licence,
    post,
    received,
    see,
    used,
    verified,
)

ACT = "trade.licence.propose"


@dataclass(frozen=True)
class Part:
    grams: Decimal
    role: Role | None = None


@dataclass(frozen=True)
class Paper:
    substance: str
    valid_to: date
    parts: tuple[Part, ...] = ()
    is_for_science: bool | None = None
    packs: int | None = None
    sent_from: str = field(default="", metadata={"key": "from"})


texts = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=20
)
parts = st.builds(
    Part,
    st.decimals(min_value=0, allow_nan=False, allow_infinity=False, places=9),
    st.none() | st.sampled_from(Role),
)
papers = st.builds(
    Paper,
    texts,
    st.dates(),
    st.lists(parts, max_size=3).map(tuple),
    st.none() | st.booleans(),
    st.none() | st.integers(0, 2**70),
    texts,
)


@given(papers)
def test_a_record_is_read_back_as_it_was_written(paper: Paper) -> None:
    assert read_record(Paper, plain(paper)) == paper


@given(st.dictionaries(texts, texts | st.integers() | st.booleans() | st.dates()))
def test_the_same_value_always_has_the_same_bytes(value: dict[str, Any]) -> None:
    turned = dict(reversed(value.items()))
    assert canonical(turned) == canonical(value) and digest(turned) == digest(value)


def test_an_instant_is_kept_in_utc_and_what_is_not_known_is_left_out() -> None:
    east = datetime(2031, 4, 1, 14, 30, tzinfo=timezone(timedelta(hours=5)))
    assert canonical({"b": east, "a": None, "c": Decimal("1E+3")}) == (
        '{"b":"2031-04-01T09:30:00.000000Z","c":"1000"}'
    )


@pytest.mark.parametrize(
    "value",
    [1.5, Decimal("NaN"), "a\x00b", "\ud800", {1: "a"}, {"a": [object()]}, datetime(2031, 4, 1)],
)
def test_what_cannot_be_kept_exactly_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical(value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "sqlite:/n/books.sqlite3::::"),
        ("/a/b.sqlite3", "sqlite:/a/b.sqlite3::::"),
        ("postgresql://u:p%40w@h:5433/books", "postgresql:books:h:5433:u:p@w"),
        ("postgres://h/books?sslmode=require", "postgresql:books:h:::"),
        ("postgresql://u@/books?host=/run/pg&port=1", "postgresql:books:/run/pg:1:u:"),
    ],
)
def test_an_address_of_a_database_is_read(text: str, expected: str) -> None:
    found = settings.read_database(text, Path("/n"))
    read = (found.engine, found.name, found.host, found.port, found.user, found.password)
    assert ":".join(read) == expected
    assert "p@w" not in repr(found)


@pytest.mark.parametrize("text", ["mysql://h/books", "postgresql://u:secret@h"])
def test_an_address_that_is_not_understood_is_refused_without_its_password(text: str) -> None:
    with pytest.raises(StoreError, match="no database known here") as refused:
        settings.read_database(text, Path("/n"))
    assert "secret" not in str(refused.value)


def test_migrations_are_complete(books: str) -> None:
    from django.core.management import call_command

    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
    assert settings.is_current()


def test_a_document_comes_out_as_it_went_in(books: str) -> None:
    paper = Paper("морфин 吗啡", date(2031, 5, 1), (Part(Decimal("0.10"), Role.APPROVER),))
    stored = do(
        lambda book: book.add(
            "paper", paper, actor=CLERK, act=ACT, state="draft", number="1", territory="XA"
        )
    )
    found = see(lambda book: book.document("paper", "1"))
    assert found == stored and read_record(Paper, found.body) == paper
    with pytest.raises(NoSuchDocument, match="paper"):
        see(lambda book: book.document("paper", "2"))


def test_documents_are_found_by_state_firm_and_contents(books: str) -> None:
    for number in range(4):
        licence(f"L-{number}", f"OP-{number % 2}")

    def numbers(**asked: Any) -> list[str]:
        return see(lambda book: [one.number for one in book.documents("licence", **asked)])

    assert numbers() == ["L-0", "L-1", "L-2", "L-3"]
    assert numbers(operator="OP-1") == ["L-1", "L-3"]
    assert numbers(operator=["OP-0", "OP-1"], number=["L-0", "L-3"]) == ["L-0", "L-3"]
    assert numbers(where={"holder": "OP-0"}) == ["L-0", "L-2"]
    assert numbers(state="in_force") == []
    with pytest.raises(TypeError, match="found by"):
        numbers(colour="red")


def test_the_same_document_again_changes_nothing_and_another_is_refused(books: str) -> None:
    licence()
    licence()
    assert see(lambda book: len(list(book.acts()))) == 1
    with pytest.raises(NumberTaken, match="licence"):
        licence(holder="OP-2")


def test_every_version_of_a_document_is_kept(books: str) -> None:
    licence()
    read = see(lambda book: book.document("licence", "XA-LI-2031-000001"))
    new = do(lambda book: book.change(read, body={"substance": "codeine"}, actor=CLERK, act=ACT))
    assert see(lambda book: book.versions("licence", "XA-LI-2031-000001")) == (read, new)
    (_, act) = see(lambda book: list(book.acts(subject=read.subject)))
    assert act["after"]["changed"] == ["holder", "substance"]


def test_numbers_follow_each_other_by_prefix_kind_and_year(books: str) -> None:
    asked = [("XA", "EA", 2031), ("XA", "EA", 2031), ("XA", "IC", 2031), ("XA", "EA", 2032)]
    given_out = do(lambda book: [book.next_number(*one) for one in asked])
    expected = ["XA-EA-2031-000001", "XA-EA-2031-000002", "XA-IC-2031-000001", "XA-EA-2032-000001"]
    assert given_out == expected


def test_an_entry_comes_out_as_it_went_in_with_what_was_declared(books: str) -> None:
    declared = Declared("12 kg", Decimal("12000.0"), "salt", Decimal("0.759"), "salts.csv")
    entry = moved("E-1", DAY, IMPORTED, STOCK, 9_108_000_000, "x:1", declared, remark="weighed")
    post(entry)
    assert see(lambda book: list(book.entries())) == [entry]


def test_entries_are_found_whole_by_any_of_their_lines(books: str) -> None:
    for number in range(3):
        post(received(f"in-{number}", 10))
    post(used("out", 4))

    def numbers(**asked: Any) -> list[str]:
        return see(lambda book: [one.number for one in book.entries(**asked)])

    assert numbers(kind="consumption") == ["out"]
    assert numbers(substance="morphine", holder="OP-1") == ["in-0", "in-1", "in-2", "out"]
    assert numbers(because="company_return:OP-1-2031-04") == ["out"]
    assert numbers(first=DAY + timedelta(days=1)) == numbers(last=DAY - timedelta(days=1)) == []
    assert all(len(one.lines) == 2 for one in see(lambda book: list(book.entries(kind="stock"))))
    with pytest.raises(TypeError, match="found by"):
        numbers(colour="red")


def test_many_entries_are_one_act_and_are_booked_once(books: str) -> None:
    many = [received(f"in-{number}", 10 + number) for number in range(2500)]

    def load(book: Book) -> int:
        return book.post_all(many, actor=CLERK, act="trade.stock.load", because="file:1")

    assert (do(load), do(load)) == (2500, 0)
    assert see(lambda book: len(list(book.acts()))) == 1
    kept = see(lambda book: list(book.entries()))
    assert kept == many and short_accounts(kept) == ()
    assert see(lambda book: book.balances()) == balances(many)
    assert verified().is_whole


def test_an_account_without_entries_holds_nothing_and_zero_balances_are_left_out(
    books: str,
) -> None:
    post(received("in", 10))
    post(used("out", 10))
    assert see(lambda book: book.balance(STOCK)) == 0
    assert see(lambda book: set(book.balances(kind="stock"))) == set()
    assert see(lambda book: {one.kind for one in book.balances(holder="OP-1")}) == {
        AccountKind.IMPORT,
        AccountKind.CONSUMPTION,
    }


def ceiling(total: int, **figures: int) -> Ceiling:
    wanted = Ceiling("import", "XA", "morphine", 2031, total, **figures)
    return do(lambda book: book.set_limit(wanted, actor=APPROVER, act="trade.estimate.confirm"))


def take(amount_ug: int, because: str) -> None:
    def job(book: Book) -> None:
        book.take("XA", "morphine", 2031, amount_ug, because)
        book.record(CLERK, "trade.import_certificate.issue", because)

    do(job)


def left() -> int:
    return see(lambda book: book.limit("XA", "morphine", 2031).left_ug)


def test_re_exports_are_added_to_a_ceiling_and_excess_is_deducted(books: str) -> None:
    assert ceiling(100, re_export_ug=30, excess_ug=50).allowed_ug == 80
    with pytest.raises(OverLimit) as refused:
        take(81, "ic:1")
    assert (refused.value.allowed_ug, refused.value.used_ug, refused.value.asked_ug) == (80, 0, 81)
    assert refused.value.is_refusal


def test_without_a_ceiling_nothing_can_be_taken_and_nothing_is_zero(books: str) -> None:
    with pytest.raises(NoSuchLimit, match="enter the estimate"):
        take(1, "ic:1")
    with pytest.raises(NoSuchLimit):
        left()
    assert see(lambda book: book.limits(territory="XA")) == []


def test_what_is_given_back_can_be_taken_again_and_never_comes_back_twice(books: str) -> None:
    ceiling(100)
    take(70, "ic:1")

    def give_back(keep_ug: int) -> int:
        def job(book: Book) -> int:
            given = book.give_back("ic:1", keep_ug=keep_ug)
            book.record(CLERK, "trade.import_certificate.expire", "ic:1")
            return given

        return do(job)

    assert (give_back(20), give_back(20), give_back(50), left()) == (50, 0, 0, 80)
    assert (give_back(0), left()) == (20, 100)
    take(70, "ic:1")
    assert left() == 100, "a repeated taking has no effect, also after it was given back"
    assert verified().is_whole


def test_a_ceiling_lowered_under_what_is_taken_leaves_nothing_and_undoes_nothing(
    books: str,
) -> None:
    ceiling(100)
    take(70, "ic:1")
    assert ceiling(50).left_ug == -20
    with pytest.raises(OverLimit, match="0 are left"):
        take(1, "ic:2")
    ceiling(71)
    take(1, "ic:2")
    assert left() == 0


def test_a_taking_without_an_act_is_refused(books: str) -> None:
    ceiling(100)
    with pytest.raises(NotWrittenHere, match="without an act"):
        do(lambda book: book.take("XA", "morphine", 2031, 1, "ic:1"))
    assert left() == 100


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE store_limit SET used_ug = total_ug + 1",
        "UPDATE store_ledgeraccount SET balance_ug = -1 WHERE kind = 'stock'",
        "INSERT INTO store_journalhead (id, size, peaks) VALUES (2, 0, '[]')",
    ],
)
def test_the_tables_are_a_backstop_whoever_writes(books: str, statement: str) -> None:
    from django.db import connection

    ceiling(100)
    post(received("in", 10))
    with pytest.raises(RefusedByTables):
        do(lambda book: connection.cursor().execute(statement))
    assert verified().is_whole


def test_who_may_act_is_entered_with_one_role_a_row_and_can_be_ended(books: str) -> None:
    both = [Actor("p-1", Role.INSPECTOR, "XA"), Actor("p-1", Role.AUDITOR, "XA")]
    firm = Actor("p-2", Role.RESPONSIBLE_PERSON, "XA", "OP-1", interests=("OP-2",))
    for one in [*both, firm]:
        do(lambda book, one=one: book.set_person(one, actor=APPROVER, act="store.users.change"))
    assert see(lambda book: book.person("p-2")) == firm
    assert see(lambda book: book.person("p-1", Role.AUDITOR)) == both[1]
    with pytest.raises(NoSuchPerson):
        see(lambda book: book.person("p-1"))
    end = "store.users.end"
    do(lambda book: book.set_person(firm, actor=APPROVER, act=end, is_active=False))
    with pytest.raises(NoSuchPerson, match="enter the person"):
        see(lambda book: book.person("p-2"))
    assert see(lambda book: [one.person for one in book.persons(is_active=None)]) == [
        *("p-1", "p-1", "p-2")
    ]


def test_findings_go_into_the_journal_with_the_rule_book(books: str) -> None:
    finding = Finding("un1961/31/5", Answer.MET, "import certificate 1 is held", {"number": "1"})
    job = {"actor": CLERK, "act": ACT, "state": "draft", "number": "1", "findings": [finding]}
    work(lambda book: book.add("paper", {}, **job), now=NOW, rule_book="2031.2")  # type: ignore[arg-type]
    (act,) = see(lambda book: list(book.acts()))
    assert (act["rule_book"], act["findings"][0]["answer"]) == ("2031.2", "met")


def test_what_a_job_wrote_is_gone_when_it_raises(books: str) -> None:
    def job(book: Book) -> None:
        book.add("paper", {}, actor=CLERK, act=ACT, state="draft", number="1")
        book.post(received("in", 10), actor=CLERK, act=ACT)
        raise KeyError("midway")

    with pytest.raises(KeyError):
        do(job)
    assert see(lambda book: (book.counts(), book.balances(), book.head()[0])) == ({}, {}, 0)


def test_a_book_opened_for_reading_writes_nothing(books: str) -> None:
    from django.db import connection
    from django.db.utils import DatabaseError

    with pytest.raises(NotWrittenHere, match=r"use work\(\)"):
        see(lambda book: book.record(CLERK, ACT, "x:1"))
    with pytest.raises(DatabaseError):
        see(lambda book: connection.cursor().execute("DELETE FROM store_journalhead"))
    do(lambda book: book.record(CLERK, ACT, "x:1"))


def test_work_inside_work_is_refused(books: str) -> None:
    with pytest.raises(StoreError, match="pass the book on"):
        do(lambda book: see(lambda inner: inner.head()))


def test_the_day_is_that_of_the_caller_and_now_needs_a_time_zone(books: str) -> None:
    late = datetime(2031, 3, 31, 22, 0, tzinfo=UTC)
    assert work(lambda book: book.today, now=late) == date(2031, 3, 31)
    assert work(lambda book: book.today, now=late, today=DAY) == DAY
    with pytest.raises(ValueError, match="time zone"):
        work(lambda book: None, now=datetime(2031, 4, 1))


HOLDER = """
import sys
from pathlib import Path
from ringfence.store import settings
from tests.store_parts import CLERK, do

settings.configure(settings.read_database(sys.argv[1], Path(sys.argv[2])))

def hold(book):
    book.record(CLERK, "test.lock.hold", "x:1")
    print("held", flush=True)
    sys.stdin.readline()

do(hold)
"""


def holder(address: str, folder: Path) -> subprocess.Popen[str]:
    """Another process that holds the books until it is told to go on."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLDER, address, str(folder)],
        cwd=Path(__file__).resolve().parent.parent,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None and other.stdout.readline() == "held\n"
    return other


def test_readers_are_not_held_up_and_writers_are_told_when_it_takes_too_long(
    books: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "WAIT_SECONDS", 0.1)
    settings.configure(settings.read_database(books, tmp_path))
    other = holder(books, tmp_path)
    assert see(lambda book: book.head()[0]) == 0
    tried = []
    with pytest.raises(StoreBusy, match="2 attempts"):
        do(lambda book: tried.append(book), attempts=2)
    assert tried == []
    other.communicate("go on\n", timeout=30)
    assert other.returncode == 0
    do(lambda book: book.record(CLERK, ACT, "x:2"))
    assert see(lambda book: [act["subject"] for act in book.acts()]) == ["x:1", "x:2"]


def test_a_deadlock_is_tried_again_and_never_shown(
    books: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db import OperationalError

    class Deadlock(Exception):
        sqlstate = "40P01"

    monkeypatch.setattr(working, "PAUSE_SECONDS", 0.001)
    runs: list[int] = []

    def job(book: Book) -> int:
        book.record(CLERK, ACT, "x:1")
        runs.append(1)
        if len(runs) < 3:
            raise OperationalError("deadlock detected") from Deadlock()
        return len(runs)

    assert do(job) == 3
    assert see(lambda book: book.head()[0]) == 1


def test_a_broken_connection_is_mended_before_the_work_is_done_again(
    postgres_address: str, tmp_path: Path
) -> None:
    from django.db import connection

    settings.configure(settings.read_database(postgres_address, tmp_path))
    settings.migrate()
    runs: list[int] = []

    def job(book: Book) -> None:
        book.record(CLERK, ACT, "x:1")
        runs.append(1)
        if len(runs) == 1:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")

    do(job)
    assert len(runs) == 2 and see(lambda book: book.head()[0]) == 1
    settings.close()


def test_a_certificate_that_was_drawn_on_is_found_by_its_index(books: str) -> None:
    def authorise(number: str, certificate: str) -> None:
        body = {"paper": {"import_paper_number": certificate}}
        do(
            lambda book: book.add(
                "export_authorisation", body, actor=CLERK, act="trade.bench.fill",
                state="proposed", number=number,
            )
        )  # fmt: skip

    for number, certificate in (("A-1", "IC-1"), ("A-2", "IC-2"), ("A-3", "IC-1")):
        authorise(number, certificate)
    asked = {"paper__import_paper_number": "IC-1"}
    found = see(lambda book: book.documents("export_authorisation", where=asked))
    assert [one.number for one in found] == ["A-1", "A-3"]
    changed = {"paper": {"import_paper_number": "IC-1"}}
    do(
        lambda book: book.change(
            book.document("export_authorisation", "A-2"), actor=CLERK, act="x.y.z", body=changed
        )
    )
    assert len(see(lambda book: book.documents("export_authorisation", where=asked))) == 3
    assert verified().is_whole


def test_an_index_bent_behind_the_books_is_found(books: str) -> None:
    from ringfence.store import models

    body = {"paper": {"import_paper_number": "IC-1"}}
    do(
        lambda book: book.add(
            "export_authorisation", body, actor=CLERK, act="x.y.z", state="proposed", number="A-1"
        )
    )
    models.Document.objects.filter(number="A-1").update(indexed="IC-9")
    (trouble,) = verified().troubles
    assert "its index is not what it says" in trouble.says


def test_documents_and_entries_kept_together_have_a_leaf_each(books: str) -> None:
    several = [Stored("note", f"N-{place}", "kept", 1, {"n": place}) for place in range(3)]
    entries = [received(f"E-{place}", 5) for place in range(3)]
    do(lambda book: book.add_each(several, actor=CLERK, act="x.y.keep"))
    do(lambda book: book.post_each(entries, actor=CLERK, act="x.y.post"))
    do(lambda book: book.post_each(entries, actor=CLERK, act="x.y.post"))
    acts = see(lambda book: [one["subject"] for one in book.acts()])
    assert acts == [*(f"note:N-{one}" for one in range(3)), *(f"entry:E-{one}" for one in range(3))]
    assert see(lambda book: book.balance(STOCK)) == 15
    assert verified().is_whole
    with pytest.raises(NumberTaken):
        do(lambda book: book.add_each(several[:1], actor=CLERK, act="x.y.keep"))


@given(
    st.lists(st.tuples(texts, st.integers(-(10**12), 10**12).filter(bool)), min_size=1, max_size=3),
    texts,
    st.none() | st.builds(Declared, texts, st.none() | st.just(Decimal("1.50")), texts),
)
def test_the_digest_of_an_entry_is_that_of_all_it_says(
    moves: list[tuple[str, int]], remark: str, declared: Declared | None
) -> None:
    from ringfence.store.postings import entry_digest

    lines = tuple(
        line
        for purpose, amount_ug in moves
        for line in (
            Line(replace(STOCK, purpose=purpose), amount_ug),
            Line(IMPORTED, -amount_ug),
        )
    )
    entry = Entry("E-1", DAY, lines, "paper:1", declared, "E-0", remark)
    assert entry_digest(entry) == digest(entry)


def test_a_document_read_again_in_a_work_is_what_the_work_made_of_it(books: str) -> None:
    licence()

    def job(book: Book) -> list[str]:
        states = []
        for state in ("issued", "suspended"):
            (stored,) = book.documents("licence", operator="OP-1")
            states.append(stored.state)
            book.change(stored, actor=APPROVER, act="trade.licence.issue", state=state)
        return [*states, book.documents("licence", operator="OP-1")[0].state]

    assert do(job) == ["proposed", "issued", "suspended"]


def test_acts_read_again_in_a_work_hold_what_the_work_recorded(books: str) -> None:
    licence()

    def job(book: Book) -> tuple[int, int]:
        subject = "licence:XA-LI-2031-000001"
        before = len(book.acts_on(subject))
        book.record(CLERK, "trade.licence.open", subject)
        return before, len(book.acts_on(subject))

    assert do(job) == (1, 2)


def test_no_further_attempt_begins_when_others_have_kept_the_books_for_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter((0.0, working.LAST_BEGUN_SECONDS - 1.0, working.LAST_BEGUN_SECONDS + 1.0))
    monkeypatch.setattr(working.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(working.time, "sleep", lambda _seconds: None)
    tried = []

    def attempt() -> None:
        tried.append(1)
        raise working._Again

    with pytest.raises(StoreBusy, match="2 attempts"):
        working._within_bounds(attempt, 9)
    assert len(tried) == 2
