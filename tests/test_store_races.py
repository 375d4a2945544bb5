"""No interleaving of clients, and no end of a process, bends the books: on both databases."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ringfence.ledger.entry import EntryDoesNotBalance
from ringfence.store.errors import ChangedMeanwhile, NumberTaken, OverLimit
from ringfence.store.stored import Ceiling
from tests.store_parts import CLERK, STOCK, do, licence, post, received, see, used, verified
from tests.store_worker import ACT, CLIENTS, GRAM_UG, authorise

ROOT = Path(__file__).resolve().parent.parent
PROCESSES, ROOM_GRAMS = 5, 7
KILLS = 10


def ceiling(grams: int) -> None:
    wanted = Ceiling("import", "XA", "morphine", 2031, grams * GRAM_UG)
    do(lambda book: book.set_limit(wanted, actor=CLERK, act="trade.estimate.confirm"))


def client(what: str, address: str, name: str, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.store_worker", what, address, str(folder), name]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_fifty_clients_never_take_more_than_the_estimate(books: str, tmp_path: Path) -> None:
    ceiling(ROOM_GRAMS)
    running = [client("race", books, f"c{number}", tmp_path) for number in range(PROCESSES)]
    for one in running:
        assert one.stdout is not None and one.stdout.readline() == "ready\n"
    for one in running:
        assert one.stdin is not None
        one.stdin.write("go\n")
        one.stdin.flush()
    got = 0
    for one in running:
        counted, said = one.communicate(timeout=120)
        assert one.returncode == 0, said
        got += int(counted)
    assert (PROCESSES * CLIENTS, got) == (50, ROOM_GRAMS)
    issued = see(lambda book: book.documents("import_certificate"))
    limit = see(lambda book: book.limit("XA", "morphine", 2031))
    assert len(issued) == ROOM_GRAMS and limit.left_ug == 0
    assert verified().is_whole


def test_a_killed_process_leaves_books_that_balance(books: str, tmp_path: Path) -> None:
    ceiling(1_000_000)
    rng = random.Random(2031)
    for number in range(KILLS):
        one = client("endless", books, f"k{number}", tmp_path)
        assert one.stdout is not None and one.stdout.readline() == "0\n"
        time.sleep(rng.uniform(0, 0.15))
        one.send_signal(signal.SIGKILL)
        one.communicate(timeout=60)
        assert verified().is_whole
        issued = see(lambda book: len(book.documents("import_certificate")))
        taken = see(lambda book: book.limit("XA", "morphine", 2031).used_ug)
        stock = see(lambda book: book.balance(STOCK))
        assert (taken, stock) == (issued * GRAM_UG, issued * GRAM_UG // 2)
    do(lambda book: authorise(book, "after", 0))


def test_what_does_not_fit_is_told_with_the_figures_and_writes_nothing(books: str) -> None:
    ceiling(1)
    do(lambda book: authorise(book, "first", 0))
    with pytest.raises(OverLimit) as refused:
        do(lambda book: authorise(book, "second", 0))
    assert "morphine" in str(refused.value)
    assert len(see(lambda book: book.documents("import_certificate"))) == 1


def test_doing_the_same_again_changes_nothing(books: str) -> None:
    ceiling(2)
    for _ in range(3):
        do(lambda book: authorise(book, "same", 0))
        post(received("E-1", GRAM_UG))
    assert see(lambda book: book.limit("XA", "morphine", 2031).used_ug) == GRAM_UG
    assert see(lambda book: book.balance(STOCK)) == GRAM_UG
    with pytest.raises(NumberTaken):
        post(received("E-1", 2 * GRAM_UG))


def test_what_is_held_is_never_below_zero(books: str) -> None:
    post(received("E-1", GRAM_UG))
    with pytest.raises(Exception, match="morphine") as refused:
        post(used("E-2", 2 * GRAM_UG))
    assert not isinstance(refused.value, EntryDoesNotBalance)
    assert see(lambda book: book.balance(STOCK)) == GRAM_UG


def test_of_two_changes_to_one_version_the_second_is_refused(books: str) -> None:
    licence()
    read = see(lambda book: book.document("licence", "XA-LI-2031-000001"))
    grant = "trade.licence.decide"
    do(lambda book: book.change(read, state="in_force", actor=CLERK, act=grant))
    with pytest.raises(ChangedMeanwhile):
        do(lambda book: book.change(read, state="refused", actor=CLERK, act=grant))
    assert see(lambda book: book.document("licence", "XA-LI-2031-000001")).state == "in_force"


def test_balances_are_the_fold_of_the_entries(books: str) -> None:
    for number in range(20):
        post(received(f"in-{number}", GRAM_UG + number))
        post(used(f"out-{number}", GRAM_UG // 2))
    lines = [line for entry in see(lambda book: list(book.entries())) for line in entry.lines]
    assert sum(line.amount_ug for line in lines) == 0
    folded = sum(line.amount_ug for line in lines if line.account == STOCK)
    assert see(lambda book: book.balance(STOCK)) == folded


def test_who_did_what_is_known_from_the_journal(books: str) -> None:
    ceiling(1)
    do(lambda book: authorise(book, "who", 0))
    done = see(lambda book: book.history(book.document("import_certificate", "XA-IC-who-0")))
    assert [(one.act, one.person) for one in done] == [(ACT, CLERK.person)]
