"""Rows screened a second, end to end, and the peak memory, on a generated consignment file.

The peer is Polars reading and writing the same file without looking at it.
"""

from __future__ import annotations

import csv
import random
import resource
import tempfile
from datetime import date
from pathlib import Path

import polars as pl

from bench.measure import print_rates, rates
from ringfence.jobs.screen_file import screen_file
from ringfence.substance.catalogue import load_catalogue
from ringfence.watch.screening import Screener

ROWS, SEED = 20_000, 20_251_231
GOODS = ("cotton shirts", "spare parts", "loratadine tablets", "coffee beans", "printed books")


def write_rows(path: Path) -> None:
    """One row in twenty names something of the catalogue; every text is made different."""
    rng = random.Random(SEED)
    names = sorted({row.name for row in load_catalogue().names if row.name.isascii()})
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["reference", "description", "quantity", "from", "to"])
        for number in range(ROWS):
            goods = rng.choice(names) if number % 20 == 0 else rng.choice(GOODS)
            writer.writerow(
                [number, f"{goods}, lot {number}", f"{rng.randint(1, 99)} kg", "XA", "XB"]
            )


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "rows.csv", Path(folder) / "out.csv"
        write_rows(source)

        def screened() -> int:
            screener = Screener(date(2025, 12, 31))
            return screen_file(source, out, screener=screener, mapping={}).rows

        def copied() -> int:
            frame = pl.read_csv(source)
            frame.write_csv(out)
            return frame.height

        found = rates({"Polars read + write": copied, "ringfence screen": screened}, rounds=3)
    print_rates(found, "rows a second, one core", "Polars read + write")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{ROWS:,} rows, every text different; peak memory of the process {peak:,.0f} MiB")


if __name__ == "__main__":
    main()
