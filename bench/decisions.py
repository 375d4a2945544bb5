"""Decisions a second on one core: the whole of `assess`, and the papers of a screened row.

The peer is reading the same movement from its TOML text with the standard library: what any
rule engine would have to do before its first rule.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from bench.measure import print_rates, rates
from ringfence.law.decision import assess, rules
from ringfence.law.movement import movement_from
from ringfence.substance.candidate import Query
from ringfence.watch.screening import Row, Screener

BASES = Path(__file__).parent.parent / "tests" / "cases" / "bases"
ROUNDS_EACH = 40
ROWS = 100_000
DAY = date(2025, 12, 31)


def main() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(BASES.glob("*.toml"))]
    movements = [movement_from(tomllib.loads(text)) for text in texts]
    count = len(texts) * ROUNDS_EACH

    def parsed() -> int:
        for _ in range(ROUNDS_EACH):
            for text in texts:
                tomllib.loads(text)
        return count

    def decided() -> int:
        for _ in range(ROUNDS_EACH):
            for movement in movements:
                assess(movement, movement.day or DAY)
        return count

    def read_and_decided() -> int:
        for _ in range(ROUNDS_EACH):
            for text in texts:
                movement = movement_from(tomllib.loads(text))
                assess(movement, movement.day or DAY)
        return count

    found = rates(
        {
            "tomllib alone": parsed,
            "assess": decided,
            "tomllib, read, assess": read_and_decided,
        },
        rounds=3,
    )
    print(f"{len(texts)} movements, {len(rules())} rules each")
    print_rates(found, "decisions a second, one core", "tomllib alone")
    print_rates(rates({"rows with papers": _rows}, rounds=3), "rows a second", "rows with papers")


def _rows() -> int:
    """Rows as a file of 100,000 would give them: few different goods, many routes."""
    screener = Screener(DAY)
    names = ("morphine sulfate", "diazepam", "acetic anhydride", "loratadine", "cotton shirts")
    for number in range(ROWS):
        query = Query(text=names[number % len(names)])
        screener.judge(Row(number, query, "1 kg", "XA", f"X{chr(66 + number % 20)}"))
    return ROWS


if __name__ == "__main__":
    main()
