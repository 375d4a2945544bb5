"""Build the class rules of each country from the table of generic controls."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

from law_national import Row, read
from law_toml import Bare, day, table, write

NEEDS = {
    "ru-derivatives-2012": "algorithm",
    "kz-substituents-2019": "algorithm",
    "pk-analogue-2001": "expert",
    "us-analogue": "expert",
}

NARROWED = "uk-scra3-2016"
NARROWED_ON = "2019-11-15"
NARROWED_AS = "uk-scra3-2019"


def build(lists: Path, law: Path) -> list[str]:
    """Write one file of class rules a country; return lines of a report."""
    rules: dict[str, list[str]] = defaultdict(list)
    for row in read(lists / "generic_controls.csv"):
        rules[row["jurisdiction"]] += _versions(row)
    for country, written in sorted(rules.items()):
        head = (
            f"# Class rules of {country}. A pattern is a draft: a hit is a lead for a person.\n"
            "# The individual list comes first. See src/ringfence/law/class_rules.py.\n"
        )
        write(law / "national" / country.lower() / "class_rules.toml", [head, *written])
    return [f"{sum(map(len, rules.values()))} class rules of {len(rules)} countries"]


def _versions(row: Row) -> list[str]:
    values = _rule(row)
    if row["id"] != NARROWED:
        return [table(values, "[[rule]]")]
    note = (
        "the wording of 2016; the pattern was drawn for the clause as a whole and does not tell "
        "the two wordings apart"
    )
    narrowed = "the wording as narrowed in 2019, whose text is not held; pattern as before"
    before = values | {"until": Bare(NARROWED_ON), "note": f"{row['note']} {note}"}
    after = values | {"id": NARROWED_AS, "since": Bare(NARROWED_ON), "note": narrowed}
    return [table(before, "[[rule]]"), table(after, "[[rule]]")]


def _rule(row: Row) -> dict[str, object]:
    written = row["in_force_date"]
    since = re.match(r"\d{4}(-\d{2}(-\d{2})?)?", written)
    assert since is not None, row["id"]
    rest = written[since.end() :].strip()
    note = row["note"] if rest in {"", "[memory]"} else f"{row['note']} In force: {written}."
    return {
        "id": row["id"],
        "instrument": row["instrument"],
        "since": day(since.group()),
        "since_basis": "memory" if "[memory" in written else "sourced",
        "until": None,
        "covers": row["class"],
        "definition": row["definition"],
        "expression": row["smarts"],
        "needs": NEEDS.get(row["id"]),
        "members": row["members_tested"].split("|") if row["members_tested"] else [],
        "non_members": row["non_members_tested"].split("|") if row["non_members_tested"] else [],
        "source": row["source"],
        "note": note,
    }
