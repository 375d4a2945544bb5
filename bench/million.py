"""A million rows of realistic variety: rows a second on one core, and the peak memory.

The file is generated at run time from the catalogue and is like what a border sees: most goods are
under no control, many are written in several ways (languages, capitals, salts, strengths, typing
errors), some come by registry number alone, a few texts are unlike every other. Popular goods come
often and rare ones seldom. Reading the same file with the standard library is the peer; decisions
on single movements with the same goods are measured beside it.

    python -m bench million          # RINGFENCE_BENCH_ROWS=100000 for a shorter run
"""

from __future__ import annotations

import csv
import os
import random
import resource
import tempfile
import time
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from ringfence.jobs.screen_file import screen_file
from ringfence.law.decision import assess
from ringfence.law.movement import Movement, movement_from
from ringfence.substance import catalogue
from ringfence.watch.screening import Screener

ROWS = int(os.environ.get("RINGFENCE_BENCH_ROWS", "1000000"))
SEED = 20_251_231
DAY = date(2025, 12, 31)
DIFFERENT_GOODS = 60_000
UNLIKE_SHARE = 0.02
COUNTRIES = [f"X{chr(65 + number)}" for number in range(26)]
BASES = Path(__file__).parent.parent / "tests" / "cases" / "bases"
UNCONTROLLED = Path(catalogue.__file__).parent / "data"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "rows.csv"
        different = write_rows(source)
        print(
            f"{ROWS:,} rows, {different:,} different goods texts, {source.stat().st_size:,} bytes"
        )
        for name, work in (("csv alone", _read), ("ringfence screen", _screen)):
            rate, peak = _alone(work, source)
            print(f"{name:20} {rate:>12,.0f} rows a second, one core; peak memory {peak:,.0f} MiB")
        rate, peak = _alone(_decide, source)
        print(f"{'assess':20} {rate:>12,.0f} decisions a second, every goods text different")


def write_rows(path: Path) -> int:
    """Write the file; returns how many different goods texts it holds."""
    rng = random.Random(SEED)
    goods = list(_goods(rng))
    weights = [1 / (rank + 20) for rank in range(len(goods))]
    seen = set()
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["reference", "substance", "cas", "description", "quantity", "from", "to"])
        drawn: Iterator[tuple[str, str, str]] = iter(())
        for number in range(ROWS):
            one = next(drawn, None)
            if one is None:
                drawn = iter(rng.choices(goods, weights, k=min(ROWS, 50_000)))
                one = next(drawn)
            name, cas, text = one
            if rng.random() < UNLIKE_SHARE:
                name, cas, text = "", "", f"{text or name} lot {number} of order {rng.random():.9f}"
            seen.add((name, cas, text))
            origin, destination = rng.choice(COUNTRIES), rng.choice(COUNTRIES)
            amount = f"{rng.randint(1, 400)} kg"
            writer.writerow([number, name, cas, text, amount, origin, destination])
    return len(seen)


def _goods(rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """Goods as they are written: name, registry number, description."""
    held = catalogue.load_catalogue()
    controlled = sorted({row.name for row in held.names if row.name})
    numbers = sorted({row.cas for row in held.substances.values() if row.cas})
    free = (UNCONTROLLED / "uncontrolled_names.txt").read_text(encoding="utf-8").splitlines()
    free_numbers = (UNCONTROLLED / "uncontrolled_numbers.txt").read_text().splitlines()
    for _ in range(DIFFERENT_GOODS):
        draw = rng.random()
        if draw < 0.30:
            yield _spelled(rng.choice(controlled), rng), "", ""
        elif draw < 0.38:
            yield "", rng.choice(numbers), ""
        elif draw < 0.70:
            yield _spelled(rng.choice(free), rng), "", ""
        elif draw < 0.80:
            yield "", rng.choice(free_numbers), ""
        else:
            words = " ".join(rng.choices(_WORDS, k=rng.randint(2, 6)))
            name = rng.choice(controlled) if draw > 0.98 else ""
            yield "", "", f"{words} {name}".strip()


def _spelled(name: str, rng: random.Random) -> str:
    draw = rng.random()
    if draw < 0.25:
        return name.upper()
    if draw < 0.40:
        return f"{name} {rng.choice(_SALTS)}"
    if draw < 0.60:
        return f"{name} {rng.choice((1, 2, 5, 10, 20, 30, 50, 100))} mg {rng.choice(_FORMS)}"
    if draw < 0.65 and len(name) > 6:
        at = rng.randrange(1, len(name) - 1)
        return name[:at] + name[at + 1 :]
    return name


_SALTS = ("hydrochloride", "sulfate", "phosphate", "citrate", "tartrate", "HCl", "hydrobromide")
_FORMS = ("tablets", "ampoules", "capsules", "oral solution", "patches")
_WORDS = (
    *("cotton", "shirts", "spare", "parts", "printed", "books", "coffee", "beans", "steel"),
    *("pipes", "toys", "ceramic", "tiles", "laptop", "batteries", "shoes", "furniture", "pump"),
)


def _read(source: Path) -> int:
    with source.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def _screen(source: Path) -> int:
    out = source.with_name("out.csv")
    return screen_file(source, out, screener=Screener(DAY), mapping={}).rows


def _decide(source: Path) -> int:
    """The goods of the file's first rows, each text once, in the movements of the test bases."""
    bases = [
        movement_from(tomllib.loads(path.read_text(encoding="utf-8")))
        for path in sorted(BASES.glob("*.toml"))
    ]
    movements = list(_movements(source, bases))
    started = time.process_time()
    for movement in movements:
        assess(movement, DAY)
    return int(len(movements) / (time.process_time() - started))


def _movements(source: Path, bases: list[Movement], most: int = 4_000) -> Iterator[Movement]:
    seen: set[str] = set()
    with source.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            key = row["substance"] + row["cas"] + row["description"]
            if key in seen:
                continue
            seen.add(key)
            base = bases[len(seen) % len(bases)]
            name = row["substance"] or row["description"]
            goods = replace(base.goods[0], name=name, cas=row["cas"], composition=None)
            yield replace(base, goods=(goods,))
            if len(seen) == most:
                return


def _alone(work: object, source: Path) -> tuple[float, float]:
    """Run in a process of its own: items a second, and the peak memory in MiB."""
    context = get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measured, args=(work, source, theirs))
    process.start()
    rate, peak = ours.recv()
    process.join()
    return rate, peak


def _measured(work: object, source: Path, pipe: object) -> None:
    started = time.process_time()
    count = work(source)  # type: ignore[operator]
    seconds = time.process_time() - started
    rate = float(count) if work is _decide else count / seconds
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    pipe.send((rate, peak))  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
