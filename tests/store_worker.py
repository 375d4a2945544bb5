"""A process of its own that works on books: ten clients of a race, or one that is killed.

python -m tests.store_worker race ADDRESS FOLDER CLIENT
python -m tests.store_worker endless ADDRESS FOLDER CLIENT
"""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from pathlib import Path

from ringfence.store import settings
from ringfence.store.book import Book
from ringfence.store.errors import OverLimit
from tests.store_parts import CLERK, do, received, used

GRAM_UG = 1_000_000
CLIENTS = 10
"""How many threads of one process race."""

ACT = "trade.import_certificate.issue"


def authorise(book: Book, client: str, number: int) -> str:
    """Issue a certificate for one gram, and take it of the estimate, in one work."""
    name = f"XA-IC-{client}-{number}"
    book.take("XA", "morphine", 2031, GRAM_UG, f"import_certificate:{name}")
    book.add(
        "import_certificate",
        {"ug": str(GRAM_UG)},
        actor=CLERK,
        act=ACT,
        state="issued",
        number=name,
    )
    return name


def race(client: str) -> int:
    """Let clients with connections of their own try one gram each; print how many got it.

    They begin together, when somebody writes a line.
    """
    start = threading.Barrier(CLIENTS)

    def one(number: int) -> bool:
        try:
            start.wait()
            do(lambda book: authorise(book, client, number), attempts=60)
        except OverLimit:
            return False
        finally:
            settings.close()
        return True

    print("ready", flush=True)
    sys.stdin.readline()
    with ThreadPoolExecutor(CLIENTS) as clients:
        print(sum(clients.map(one, range(CLIENTS))))
    return 0


def endless(client: str) -> int:
    """Issue, receive and use one gram after the other, until somebody ends the process."""
    for number in count():

        def job(book: Book, number: int = number) -> None:
            authorise(book, client, number)
            book.post(
                received(f"{client}-in-{number}", GRAM_UG), actor=CLERK, act="trade.stock.book"
            )
            book.post(
                used(f"{client}-out-{number}", GRAM_UG // 2), actor=CLERK, act="trade.stock.book"
            )

        do(job, attempts=60)
        print(number, flush=True)
    return 0


def main() -> int:
    what, address, folder, client = sys.argv[1:]
    settings.configure(settings.read_database(address, Path(folder)))
    return {"race": race, "endless": endless}[what](client)


if __name__ == "__main__":
    sys.exit(main())
