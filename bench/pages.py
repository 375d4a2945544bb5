"""How long pages take at 50 users, with the demonstration year and with 100 times as much.

`python -m bench pages` serves the node as `ringfence node serve` does and lets 50 persons of all
roles open pages, each a page every few seconds on average, as people do who read. `BENCH_SIZES`
sets how many demonstration years (1,100), `BENCH_SECONDS` how long each is measured (60),
`BENCH_SCALE` the scale of the year (full). The peer is what the same server needs for a file, in
the same run: what a page costs beyond that is ours.
"""

from __future__ import annotations

import os
import random
import re
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

from django.db import transaction

from bench.store import AT_ONCE, LOADER, ONE_YEAR, load
from ringfence.jobs.demonstration.building import Asked, demonstration, last_desk
from ringfence.jobs.demonstration.entrance import entrances
from ringfence.jobs.demonstration.world import World
from ringfence.jobs.doing import Desk
from ringfence.store import settings
from ringfence.store.node import open_node
from ringfence.store.stored import Stored

USERS, PAUSE_SECONDS = 50, 5.0
YEAR = 2025
SCALE = os.environ.get("BENCH_SCALE", "full")
SIZES = tuple(int(one) for one in os.environ.get("BENCH_SIZES", "1,100").split(","))
SECONDS = float(os.environ.get("BENCH_SECONDS", "60"))
PORT = 8970
PEER = "/static/ringfence.css"
REGISTER = frozenset({"operator", "licence", "product", "personal_block", "user_change"})
"""Kinds of which there are not more because years pass."""

OFFICE = ("/", "/papers/import_certificate/", "/papers/application/", "/law/substances/morphine",
          "/find?q=XA-IC", "/law/")  # fmt: skip
PAGES = {
    "CO": (*OFFICE, f"/papers/import_certificate/XA-IC-{YEAR}-9001/", "/papers/company_return/"),
    "AP": (*OFFICE, f"/papers/import_certificate/XA-IC-{YEAR}-9001/", "/papers/licence/"),
    "ST": ("/", f"/figures/?year={YEAR}", f"/figures/year?year={YEAR}&substance=codeine",
           f"/returns?year={YEAR}", "/papers/estimate/"),
    "CU": (*OFFICE[:2], "/papers/export_authorisation/"),
    "IN": ("/", "/papers/inspection/", "/papers/operator/"),
    "LA": ("/", "/law/substances/fentanyl", "/identify?text=fentanyl"),
    "AU": ("/", "/journal", "/papers/operator/", "/papers/import_certificate/"),
    "AD": ("/", "/persons", "/settings"),
    "OC": ("/", "/papers/import_certificate/", "/stock/", "/apply/"),
    "OR": ("/", "/receipts/", "/papers/export_authorisation/", f"/figures/?year={YEAR}"),
}  # fmt: skip
"""What persons of each role open."""


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        node = Path(folder) / "node"
        built = demonstration(node, Asked(YEAR, SCALE))
        print(f"{USERS} users, a page each every {PAUSE_SECONDS:.0f} s on average, {SECONDS:.0f} s")
        here = 1
        for size in SIZES:
            desk = last_desk(open_node(node, environment={}), built.asked)
            if size > here:
                _multiply(desk, size - here)
                here = size
            counts = desk.look(lambda book: book.counts())
            cookies = list(_cookies(node))
            settings.close()
            _report(size, sum(counts.values()), _measured(node, cookies))


def _multiply(desk: Desk, times: int) -> None:
    """So many times the year: copies of documents, open work too, and as many postings."""
    started = time.perf_counter()
    load(desk, ONE_YEAR["entries"] * times, 10_000_000)
    for kind in desk.look(lambda book: book.counts()):
        found = desk.look(lambda book, kind=kind: book.documents(kind))
        models = [one for one in found if _lies(one)]
        copies = [_copy(one, turn) for turn in range(times) for one in models]
        for begin in range(0, len(copies), AT_ONCE // 10):
            some = copies[begin : begin + AT_ONCE // 10]
            desk.work(
                lambda book, some=some: book.add_each(some, actor=LOADER, act="trade.bench.fill")
            )
    _copy_cards()
    print(f"filled in {time.perf_counter() - started:,.0f} s")


def _lies(one: Stored) -> bool:
    """Whether more years, or a larger office, bring more of it: of open work as of settled."""
    return one.kind not in REGISTER


def _copy_cards() -> None:
    """Give each copy the columns that lists read, as its model has them."""
    from ringfence.store.models import Document

    own = {"id", "kind", "number", "state", "version", "body", "territory", "operator", "indexed",
           "created_at", "created_by", "changed_at", "changed_by"}  # fmt: skip
    names = [one.name for one in Document._meta.concrete_fields if one.name not in own]
    with transaction.atomic():
        for row in Document.objects.exclude(since=None).values("kind", "number", *names):
            first, last = f"{row['number']}-", f"{row['number']}."
            copies = Document.objects.filter(
                kind=row["kind"], number__gte=first, number__lt=last, since=None
            )
            copies.update(**{name: row[name] for name in names})


def _copy(one: Stored, turn: int) -> Stored:
    number = f"{one.number}-{turn}"
    paper = one.body.get("paper", {})
    more = {"paper": {**paper, "number": number}} if "number" in paper else {}
    return replace(one, number=number, version=1, body={**one.body, **more})


def _cookies(node: Path) -> Iterator[tuple[str, str]]:
    """A link for each user, persons of every role in turn."""
    world = World(YEAR, SCALE)
    for _ in range(-(-USERS // len(PAGES))):
        for one in entrances(node, world):
            yield one.role.value, one.code


def _measured(node: Path, links: list[tuple[str, str]]) -> dict[str, list[float]]:
    command = [sys.executable, "-m", "ringfence.cli", "node", "serve", "--node", str(node),
               "--bind", f"127.0.0.1:{PORT}"]  # fmt: skip
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        _wait()
        users = [_User(role, code, place) for place, (role, code) in enumerate(links[:USERS])]
        for one in users:
            one.start()
        for one in users:
            one.join()
    finally:
        server.terminate()
        server.wait(timeout=30)
    found: dict[str, list[float]] = defaultdict(list)
    for one in users:
        if one.trouble:
            sys.exit(one.trouble)
        for page, seconds in one.taken:
            found[page].append(seconds)
    return found


def _wait() -> None:
    for _ in range(600):
        try:
            connection = HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/check")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError("the pages are not served")


class _User(threading.Thread):
    """One person: signs in, then opens a page, reads, opens another."""

    def __init__(self, role: str, code: str, place: int) -> None:
        super().__init__(daemon=True)
        self.role, self.code, self.chance = role, code, random.Random(place)
        self.taken: list[tuple[str, float]] = []
        self.trouble = ""
        self._cookies: dict[str, str] = {}

    def run(self) -> None:
        """Until the time is over; what goes wrong is kept."""
        try:
            self._sign_in()
            ends = time.monotonic() + SECONDS
            time.sleep(self.chance.uniform(0, PAUSE_SECONDS))
            while time.monotonic() < ends:
                page = self.chance.choice((*PAGES[self.role], PEER))
                started = time.perf_counter()
                status, said = self._ask("GET", page)
                self.taken.append((page, time.perf_counter() - started))
                if status != 200:
                    self.trouble = f"{self.role} {page}: status {status} {said[:200]}"
                    return
                time.sleep(self.chance.expovariate(1 / PAUSE_SECONDS))
        except OSError as error:
            self.trouble = f"{self.role}: {error}"

    def _sign_in(self) -> None:
        path = f"/sign-in/link/{self.code}"
        _, text = self._ask("GET", path)
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', text)
        assert token, "the link shows no form"
        status, _ = self._ask("POST", path, urlencode({"csrfmiddlewaretoken": token[1]}))
        assert status == 302, f"signing in gave {status}"

    def _ask(self, method: str, path: str, body: str = "") -> tuple[int, str]:
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self._cookies.items())}
        if body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", PORT, timeout=120)
        connection.request(method, path, body or None, headers)
        answer = connection.getresponse()
        text = answer.read().decode("utf-8", "replace")
        connection.close()
        text = answer.headers.get("Location", text)
        for one in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = one.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer.status, text


def _report(size: int, documents: int, found: dict[str, list[float]]) -> None:
    peer = statistics.median(found.pop(PEER))
    print(f"\n{size} demonstration years, {documents:,} documents")
    print(f"{'page':52} {'pages':>6} {'p50 ms':>8} {'p99 ms':>8}   p50 to the peer")
    every = [one for values in found.values() for one in values]
    rows = [("every page", every), *sorted(found.items())]
    for name, values in rows:
        middle = statistics.median(values)
        high = sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]
        print(
            f"{name:52} {len(values):>6} {middle * 1000:>8.0f} {high * 1000:>8.0f}"
            f"   {middle / peer:>8.1f}"
        )
    print(f"{'peer: ' + PEER:52} {'':>6} {peer * 1000:>8.1f}")


if __name__ == "__main__":
    main()
