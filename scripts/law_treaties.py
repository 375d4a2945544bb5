"""Build the treaty lists and the Commission's decisions from the tables of control lists."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from law_toml import Bare, day, table, write

Row = dict[str, str]

SHARED = ("session", "decided", "communicated", "effect", "basis", "source")
CONSOLIDATED = "1961 Convention as amended, schedules as consolidated around 1990"

SCOPE = {
    ("1961", "I"): [
        "isomers whenever possible within the specific chemical designation, unless specifically "
        "excepted",
        "esters and ethers unless listed in another Schedule",
        "salts, including salts of esters, ethers and isomers",
    ],
    ("1961", "II"): [
        "isomers whenever possible within the specific chemical designation, unless specifically "
        "excepted",
        "salts, including salts of isomers",
        "esters and ethers are not extended by Schedule II; one that is also an ester or ether "
        "of a Schedule I drug needs a person's decision",
    ],
    ("1961", "III"): ["only a preparation that meets every condition of the item"],
    ("1961", "IV"): [
        "salts whenever their formation is possible",
        "the drug is in Schedule I as well, with Schedule I scope",
    ],
    ("1971", "I"): [
        "salts whenever possible",
        "stereoisomers, unless specifically excepted, whenever possible within the chemical "
        "designation",
    ],
    ("1988", "Table I"): ["salts whenever their existence is possible"],
    ("1988", "Table II"): [
        "salts whenever their existence is possible, except salts of hydrochloric acid and "
        "sulphuric acid"
    ],
}
_1971_STEREO = (
    "stereoisomers: where the designation is racemic or gives no configuration all stereoisomers "
    "are covered; where one enantiomer is designated its racemate is covered too but not the "
    "opposite enantiomer alone (Commission guidelines of 1999 [memory])"
)
for _schedule in ("II", "III", "IV"):
    SCOPE["1971", _schedule] = ["salts whenever possible", _1971_STEREO]

SCOPE_SOURCE = {
    "1961": "1961 Convention as amended, Schedules, closing paragraphs",
    "1971": "1971 Convention, Schedules, closing paragraphs; stereoisomers: decision of 1999 "
    "[memory]",
    "1988": "1988 Convention, Tables, closing paragraphs; exception of Table II [memory]",
}

EXCLUSIONS = {
    "1961": [
        (
            "dextromethorphan",
            "un1961/sched/I",
            "dextromethorphan is specifically excluded from "
            "the entries levomethorphan and racemethorphan",
            "1961 Convention as amended, Schedule I (consolidated authentic English text)",
        ),
        (
            "dextrorphan",
            "un1961/sched/I",
            "dextrorphan is specifically excluded from the entries levorphanol and racemorphan",
            "1961 Convention as amended, Schedule I (consolidated authentic English text)",
        ),
    ],
    "1971": [],
    "1988": [
        (
            "sodium-chloride",
            "un1988/table/II",
            "the salts of hydrochloric acid are specifically excluded from Table II",
            "1988 Convention, Table II, closing paragraph [memory]; the "
            "European Union's list of scheduled substances mirrors it",
        ),
        (
            "sodium-sulfate",
            "un1988/table/II",
            "the salts of sulphuric acid are specifically excluded from Table II",
            "1988 Convention, Table II, closing paragraph [memory]; the "
            "European Union's list of scheduled substances mirrors it",
        ),
    ],
}

# Substances whose date of listing was not found: bounds as decisions-README.md names them.
NOT_LATER_THAN = {
    "bezitramide": "1971-05-27",
    "noracymethadol": "1971-05-27",
    "norpipanone": "1971-05-27",
    "nicodicodine": "1968-02-15",
    "nicocodine": "1990-12-31",
}

DOUBTS = {
    "dextropropoxyphene": "may have stood in Schedules II and III of the 1961 text as adopted and "
    "been removed before its return in 1980 [memory, unchecked]: read the annexed Schedule II "
    "before relying on an answer for 1964 to 1980",
}

ANY_BY_SCOPE = (
    "match on the connectivity block",
    "optical isomers",
    "all four stereoisomers",
    "cis and trans",
    "stereochemical variants",
)
DESIGNATED = {"absolute", "absolute as drawn", "relative", "double bond (E)"}


def read(path: Path) -> list[Row]:
    """Read a CSV table."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def build(lists: Path, law: Path) -> list[str]:
    """Write all treaty and decision files; return lines of a report."""
    decisions = read(lists / "decisions.csv")
    rows = {
        (row["convention"], row["schedule"], row["substance_id"]): row
        for name in ("un1961", "un1971", "un1988")
        for row in read(lists / f"{name}.csv")
    }
    items = read(lists / "exempt_preparations_1961_schedule_iii.csv")
    _write_schedules(law)
    originals = [row for row in decisions if row["session"] == "treaty"]
    later = [row for row in decisions if row["session"] != "treaty"]
    annexes = _write_annexes(law, originals, rows, items)
    files = _write_decisions(law, later, rows, items)
    return [f"{annexes} annexed entries, {len(later)} later acts in {files} files"]


def _write_schedules(law: Path) -> None:
    for convention, source in SCOPE_SOURCE.items():
        folder = law / f"un{convention}" / "lists"
        head = f"# What every entry of a schedule of the {convention} Convention reaches.\n"
        parts = [head]
        for (of, name), scope in sorted(SCOPE.items()):
            if of == convention:
                values = {"name": name, "scope": scope, "source": source}
                parts.append(table(values, "[[schedule]]"))
        write(folder / "schedules.toml", parts)
        parts = [f"# What the {convention} Convention names as left out of its entries.\n"]
        for substance, citation, says, where in EXCLUSIONS[convention]:
            values = {"substance": substance, "citation": citation, "says": says, "source": where}
            parts.append(table(values, "[[exclusion]]"))
        write(folder / "exclusions.toml", parts)


def _write_annexes(
    law: Path, originals: list[Row], rows: dict[tuple[str, str, str], Row], items: list[Row]
) -> int:
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in originals:
        if row["substance_id"] != "any-of-1-7":
            groups[row["convention"], row["to_schedule"]].append(row)
    count = 0
    for (convention, schedule), group in sorted(groups.items()):
        file = _annex_name(convention, schedule)
        usual = _usual_source(group)
        title = schedule if convention == "1988" else f"Schedule {schedule}"
        parts = [f"# {title} as annexed to the {convention} Convention.\n"]
        if (convention, schedule) == ("1961", "III"):
            parts.append(_ITEM_8)
        parts.append(table(_annex_head(group[0], schedule, usual)))
        for row in sorted(group, key=lambda one: one["substance_id"]):
            for item in _items(row, items):
                values = {"substance": row["substance_id"], "item": item}
                values |= _scope(row, schedule, rows)
                if row["source"] != usual:
                    values["source"] = row["source"]
                parts.append(table(values, "[[entry]]"))
                count += 1
        write(law / f"un{convention}" / "lists" / file, parts)
    return count


_ITEM_8 = (
    "# Item 8 is not a substance: preparations of items 1 to 7 mixed with any material that\n"
    "# contains no drug. A preparation that conforms to an item still does so when mixed.\n"
)


def _annex_name(convention: str, schedule: str) -> str:
    roman = {"I": 1, "II": 2, "III": 3, "IV": 4}
    if convention == "1988":
        return f"table_{roman[schedule.removeprefix('Table ')]}.toml"
    return f"schedule_{roman[schedule]}.toml"


def _annex_head(row: Row, schedule: str, source: str) -> dict[str, object]:
    return {
        "convention": row["convention"],
        "schedule": schedule,
        "decided": day(row["decision_date"]),
        "effect": day(row["effect_date"]),
        "basis": {"decided": row["decision_date_basis"], "effect": row["effect_date_basis"]},
        "source": source,
    }


def _usual_source(group: list[Row]) -> str:
    counts: dict[str, int] = defaultdict(int)
    for row in group:
        counts[row["source"]] += 1
    return max(sorted(counts), key=lambda source: counts[source])


def _items(row: Row, items: list[Row]) -> list[str]:
    """The items of Schedule III that name a substance (opium stands in two)."""
    if (row["convention"], row["to_schedule"]) != ("1961", "III"):
        return [""]
    return [one["item"] for one in items if one["substance_id"] == row["substance_id"]]


def _scope(row: Row, schedule: str, rows: dict[tuple[str, str, str], Row]) -> dict[str, object]:
    """Stereo scope and the words that go beyond those of the schedule."""
    convention, substance = row["convention"], row["substance_id"]
    listed = rows.get((convention, schedule, substance))
    others = [one for key, one in rows.items() if key[0] == convention and key[2] == substance]
    if listed is None:  # an entry that has since left this schedule
        listed = others[0] if others else {}
    stereo = next((one["stereo"] for one in [listed, *others] if one.get("stereo")), "")
    scope = listed.get("scope", "")
    by_scope = any(words in scope for words in ANY_BY_SCOPE)
    reaches_all = by_scope or (convention, schedule) == ("1971", "I")
    fixed = stereo in DESIGNATED and not reaches_all
    found: dict[str, object] = {"stereo": "designated" if fixed else "any"}
    own = _own_words(scope)
    is_material = listed.get("kind") in {"plant_material", "extract"} and schedule == "I"
    exceptions = [one for one in [listed.get("scope_exceptions", "")] if one]
    if substance in DOUBTS:
        exceptions.append(DOUBTS[substance])
    if schedule == "III" and convention == "1961":
        own = []
    found["scope_instead" if is_material else "scope"] = own
    return found | {"exceptions": exceptions}


_STRUCTURE_REMARKS = (
    r".*SMILES.*",
    r"structure shown is .*",
)
_STANDARD = (
    *_STRUCTURE_REMARKS,
    r"isomers whenever possible within the specific chemical designation, unless specifically "
    r"excepted",
    r"stereoisomers, unless specifically excepted, whenever possible within the chemical "
    r"designation",
    r"esters and ethers unless listed in another Schedule",
    r"salts, including salts of esters, ethers and isomers",
    r"salts, including salts of isomers \(esters and ethers are not extended by Schedule II\)",
    r"salts whenever their (existence|formation) is possible"
    r"(, except salts of hydrochloric acid and sulphuric acid)?",
    r"salts whenever possible",
    r"the drug is in Schedule I as well, with Schedule I scope",
    r"preparation that meets every condition of the item",
)


def _own_words(scope: str) -> list[str]:
    """What a row says beyond the standard words of its schedule."""
    scope = scope.replace(_1971_STEREO, "").replace(" (see un1971_group_members.csv)", "")
    parts = [part.strip() for part in re.split(r" ?;(?: |$)", scope)]
    return [part for part in parts if part and not any(re.fullmatch(w, part) for w in _STANDARD)]


def _write_decisions(
    law: Path, later: list[Row], rows: dict[tuple[str, str, str], Row], items: list[Row]
) -> int:
    groups: dict[str, list[Row]] = defaultdict(list)
    first_day = _first_days(later)
    for row in later:
        groups[_decision_file(row, first_day)].append(row)
    for name, group in sorted(groups.items()):
        group.sort(key=lambda one: (one["substance_id"], one["to_schedule"]))
        write(law / "cnd" / name, _decision_parts(group, rows, items))
    return len(groups)


def _first_days(later: Iterable[Row]) -> dict[tuple[str, str], str]:
    """The first day of an unnumbered group, for the name of its file."""
    found: dict[tuple[str, str], str] = {}
    for row in later:
        key = (row["session"], row["convention"])
        if row["session"] and not row["decision_number"]:
            found[key] = min(found.get(key, "9999"), row["decision_date"])
    return found


def _decision_file(row: Row, first_day: dict[tuple[str, str], str]) -> str:
    if row["decision_number"]:
        number = row["decision_number"].lower().replace("/", "-").replace(" (", "-").strip(")")
        return f"{row['decision_date']}_{number}.toml"
    if row["session"]:
        key = (row["session"], row["convention"])
        return f"{first_day[key]}_{row['session'].replace(' ', '-')}_{row['convention']}.toml"
    if row["decision_date"]:
        return f"{row['decision_date']}_no-session_{row['convention']}.toml"
    return f"undated_{row['convention']}.toml"


def _decision_parts(
    group: list[Row], rows: dict[tuple[str, str, str], Row], items: list[Row]
) -> list[str]:
    facts = [_facts(row) for row in group]
    shared = {
        key: facts[0].get(key)
        for key in SHARED
        if all(one.get(key) == facts[0].get(key) for one in facts)
    }
    first = group[0]
    parts = [f"# {_title(first)}\n"]
    head: dict[str, object] = {"convention": first["convention"]}
    head["decision"] = _number(first)
    head |= shared
    if first["session"] == "69th":
        head["is_confirmed"] = False
    parts.append(table(head))
    for row, fact in zip(group, facts, strict=True):
        schedule = row["to_schedule"] or row["from_schedule"]
        for item in _items(row, items):
            values: dict[str, object] = {
                "substance": row["substance_id"],
                "action": row["action"],
                "from_schedule": row["from_schedule"],
                "to_schedule": row["to_schedule"],
                "item": item,
            }
            values |= _scope(row, schedule, rows)
            if row["action"] == "delete":
                values = {
                    key: one
                    for key, one in values.items()
                    if "scope" not in key or key == "from_schedule"
                }
                values.pop("exceptions", None)
            values |= {key: one for key, one in fact.items() if key not in shared}
            parts.append(table(values, "[[act]]"))
    return parts


def _number(row: Row) -> str:
    return re.sub(r" \((.+)\)", r"-\1", row["decision_number"])


def _title(row: Row) -> str:
    law = f"{row['convention']} Convention"
    if row["decision_number"]:
        return f"Commission on Narcotic Drugs, decision {row['decision_number']} ({law})"
    if row["session"]:
        return f"{row['session']} session: decisions whose numbers are not known ({law})"
    if row["decision_date"]:
        return f"Decided in {row['decision_date']}, session and number not known ({law})"
    return f"Decisions whose day was not found, with the bounds that are known ({law})"


def _facts(row: Row) -> dict[str, object]:
    """The days, bases and source of one row, in the words of the files."""
    if not row["decision_date"]:
        return _undated(row)
    basis = {}
    names = (
        ("decision", "decision_number"),
        ("decided", "decision_date"),
        ("communicated", "communication_date"),
        ("effect", "effect_date"),
    )
    for key, column in names:
        if row[column]:
            basis[key] = row[f"{column}_basis"]
    return {
        "session": row["session"] or None,
        "decided": day(row["decision_date"]),
        "communicated": day(row["communication_date"]),
        "effect": day(row["effect_date"]),
        "basis": basis,
        "source": row["source"],
    }


def _undated(row: Row) -> dict[str, object]:
    latest = NOT_LATER_THAN[row["substance_id"]]
    source = row["source"]
    if row["substance_id"] == "nicocodine":
        source += f"; stands in the {CONSOLIDATED}: not later than {latest}"
    return {
        "effect": {"earliest": Bare("1964-12-13"), "latest": Bare(latest)},
        "basis": {"effect": "derived"},
        "source": source,
    }
