"""Write the law's data files from tables of control lists.

    python scripts/build_law.py --lists DIR [--law DIR] [--only treaties|national]

The result depends on the tables alone. The files it writes are then the truth and are edited by
hand; running it again overwrites those edits, so look at the difference before committing.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import law_classes
import law_national
import law_treaties

RINGFENCE = Path(__file__).resolve().parent.parent / "src" / "ringfence"
LAW = RINGFENCE / "law"
CATALOGUE = RINGFENCE / "substance" / "data"


def main() -> int:
    """Write the files and print what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lists", type=Path, required=True, help="folder of the tables (CSV)")
    parser.add_argument("--law", type=Path, default=LAW, help="folder to write to")
    parser.add_argument("--catalogue", type=Path, default=CATALOGUE, help="substances.csv is here")
    parser.add_argument("--only", choices=["treaties", "national"])
    wanted = parser.parse_args()
    report: list[str] = []
    if wanted.only != "national":
        report += law_treaties.build(wanted.lists, wanted.law)
    if wanted.only != "treaties":
        report += law_national.build(wanted.lists, wanted.law, wanted.catalogue)
        report += law_classes.build(wanted.lists, wanted.law)
    print("\n".join(report))
    return 0


if __name__ == "__main__":
    sys.exit(main())
