"""Carry the register of obligations into the package: src/ringfence/law/obligations.csv.

    python scripts/build_obligations.py --treaty DIR [--law DIR]

DIR holds obligations.csv, one row a duty or power. Its sentences are our own summaries, with the
place in the treaty that each was read from; they are not the treaty's text and do not bind.
`[memory]` in a cell marks what was not seen in a source. The script may be run again: it keeps
every row in the order of the register and refuses a register with a missing or doubled id.
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

LAW = Path(__file__).resolve().parent.parent / "src" / "ringfence" / "law"
COLUMNS = (
    *("id", "convention", "article", "paragraph", "who", "obligation", "trigger"),
    *("deadline", "data_needed", "software_capability", "source"),
)
NEEDED = ("id", "convention", "article", "paragraph", "who", "obligation", "source")


def main() -> int:
    """Write the register and print how many rows it holds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--treaty", type=Path, required=True, help="folder of obligations.csv")
    parser.add_argument("--law", type=Path, default=LAW, help="folder to write to")
    options = parser.parse_args()
    rows = read_register(options.treaty / "obligations.csv")
    write_register(rows, options.law / "obligations.csv")
    print(f"{len(rows)} obligations")
    return 0


def read_register(path: Path) -> list[dict[str, str]]:
    """Read the rows; raises SystemExit with the row that is not complete."""
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            sys.exit(f"{path}: the columns are not {', '.join(COLUMNS)}")
        rows = [{key: " ".join(row[key].split()) for key in COLUMNS} for row in reader]
    known: set[str] = set()
    for number, row in enumerate(rows, 2):
        empty = [key for key in NEEDED if not row[key]]
        if empty or row["id"] in known:
            sys.exit(f"{path}: row {number}: {'empty ' + empty[0] if empty else 'id used twice'}")
        known.add(row["id"])
    return rows


def write_register(rows: list[dict[str, str]], path: Path) -> None:
    """Write the rows as UTF-8 with plain line ends."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    sys.exit(main())
