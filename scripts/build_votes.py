"""Write the Commission's votes and members from tables of the domain.

    python scripts/build_votes.py --domain DIR [--out DIR]

It reads `cnd_decisions.csv`, `cnd_members_2021.csv` and `regional_groups.csv`. The files it writes
are then the truth and are edited by hand, as those of `build_law.py`.
"""

from __future__ import annotations

import argparse
import csv
import re
import sys
from pathlib import Path

import law_toml

DATA = Path(__file__).resolve().parent.parent / "src" / "ringfence" / "law" / "cnd" / "data"
SUBSTANCES = DATA.parents[1].parent / "substance" / "data" / "substances.csv"

PMK = "3,4-MDP-2-P methyl glycid"
IDS = {
    "alpha-phenylacetoacetamide (APAA)": "apaa",
    f"{PMK}ate": "pmk-methyl-glycidate",
    f"{PMK}ic acid": "pmk-glycidic-acid",
    "methyl alpha-phenylacetoacetate (MAPA), incl. optical isomers": "mapa",
    "3-methoxyphencyclidine (3-MeO-PCP)": "3-meo-pcp",
}
"""Ids of the catalogue for names of the table that are not their own id in capitals."""

CANNABIS = {
    "5.1": [
        {"substance": "cannabis", "from_schedule": "IV"},
        {"substance": "cannabis-resin", "from_schedule": "IV"},
    ],
    "5.2.1": [{"substance": "dronabinol", "to_schedule": "I"}],
    "5.2.2": [{"substance": "dronabinol", "from_schedule": "II"}],
    "5.3": [{"substance": "tetrahydrocannabinol", "to_schedule": "I"}],
    "5.4": [{"substance": "cannabis-extracts-and-tinctures", "from_schedule": "I"}],
    "5.5": [],
    "5.6": [{"substance": "dronabinol", "to_schedule": "III"}],
}
"""The changes of the recommendations on cannabis; a footnote (5.5) changes no schedule."""

CANNABIS_CONVENTION = {"5.2.2": "1971"}
"""5.2.1 and 5.3 add to the 1961 Convention; 5.2.2 deletes from the 1971 Convention."""

DEPENDS_ON = {"5.2.2": ["5.2.1"], "5.3": ["5.2.1"], "5.6": ["5.2.1"]}
"""5.3 and 5.6 depend on 5.2, that is on the addition it begins with (medicalcannabisbrief.com)."""

RESULTS = {"vote postponed": "postponed", "vote postponed to December 2020": "postponed"}

COMPLETE = {
    "63rd": "13 scheduling decisions, 63/1 to 63/13; the next is 63/14 (kenzi.zemou.li/CNDmonitor)",
    "63rd reconvened": "E/2020/28/Add.1 (docslib.org/doc/13593627)",
    "64th": "eight substances (FR 2021-03268)",
}
"""Sessions of which every vote on a schedule is in the table."""

COUNTRIES = """
DZA DZ AGO AO BFA BF CIV CI EGY EG KEN KE LBY LY MAR MA NGA NG ZAF ZA TGO TG AFG AF BHR BH CHN CN
IND IN IRQ IQ JPN JP KAZ KZ KGZ KG NPL NP PAK PK THA TH TKM TM BRA BR CHL CL COL CO CUB CU ECU EC
SLV SV JAM JM MEX MX PER PE URY UY HRV HR CZE CZ HUN HU POL PL RUS RU UKR UA AUS AU AUT AT BEL BE
CAN CA FRA FR DEU DE ITA IT NLD NL ESP ES SWE SE CHE CH TUR TR GBR GB USA US
""".split()
ALPHA_2 = dict(zip(COUNTRIES[::2], COUNTRIES[1::2], strict=True))

ENLARGED = "unodc.org/unodc/en/Resolutions/resolution_1972-06-01_7.html (ECOSOC 1663 (LII))"
SIZES = [
    {
        "members": 30,
        "since": law_toml.Bare("1973-01-01"),
        "until": {"earliest": law_toml.Bare("1983-01-01"), "latest": law_toml.Bare("1984-12-31")},
        "source": f"{ENLARGED}; the end from memory",
        "basis": "sourced",
    },
    {
        "members": 40,
        "since": {"earliest": law_toml.Bare("1983-01-01"), "latest": law_toml.Bare("1984-12-31")},
        "until": {"earliest": law_toml.Bare("1991-01-01"), "latest": law_toml.Bare("1992-12-31")},
        "source": "from memory: enlarged in 1983, again by ECOSOC 1991/49; days not read",
        "basis": "memory",
    },
    {
        "members": 53,
        "since": {"earliest": law_toml.Bare("1991-01-01"), "latest": law_toml.Bare("1992-12-31")},
        "source": "ECOSOC 1991/49; unodc.org/unodc/en/commissions/CND/Membership/Membership.html; "
        "the day of effect was not read",
        "basis": "sourced",
    },
]


def rows(path: Path) -> list[dict[str, str]]:
    """Read a table."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def ordinal(session: str) -> str:
    """Write `63 reconvened` as `63rd reconvened`."""
    number, _, rest = session.partition(" ")
    tens, ones = divmod(int(number), 10)
    ending = "th" if tens % 10 == 1 else {1: "st", 2: "nd", 3: "rd"}.get(ones, "th")
    return f"{number}{ending} {rest}".strip()


def substance_id(name: str, known: set[str]) -> str:
    """The catalogue's id of a name of the table."""
    found = IDS.get(name) or name.partition(" (")[0].lower().replace(" ", "-")
    if found not in known:
        raise SystemExit(f"{name!r}: no substance {found!r}; add its id to IDS")
    return found


def changes(row: dict[str, str], known: set[str]) -> list[dict[str, str]]:
    """The changes of the lists that a row is about, one a schedule."""
    number = cannabis_number(row)
    if number:
        return list(CANNABIS[number])
    if not row["to_schedule"] or row["convention"] not in {"1961", "1971", "1988"}:
        return []
    substance = substance_id(row["substance"], known)
    made = []
    for schedule in row["to_schedule"].split(" and "):
        change = {"substance": substance, "to_schedule": schedule}
        if row["from_schedule"]:
            change["from_schedule"] = row["from_schedule"]
        made.append(change)
    return made


def cannabis_number(row: dict[str, str]) -> str:
    """The recommendation of December 2020 that a row is about."""
    if row["session"] != "63 reconvened" or row["decision"] == "63/16":
        return ""
    text = f"{row['substance']} {row['note']}"
    found = re.search(r"5\.\d(?:\.\d)?", text)
    return found.group() if found else ""


def number_or_none(text: str) -> int | None:
    """A count of votes; None where the table has none."""
    return int(text) if text else None


def vote(row: dict[str, str], known: set[str]) -> str:
    """Write one row as a [[vote]]."""
    number, note = cannabis_number(row), row["note"]
    is_conflict = note.startswith("source conflict")
    convention = CANNABIS_CONVENTION.get(number, "1961" if number else row["convention"])
    effective = row["effective"]
    is_day = bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", effective))
    values: dict[str, object] = {
        "session": ordinal(row["session"]),
        "decided": law_toml.day(row["date"]),
        "decision": row["decision"],
        "convention": convention if convention in {"1961", "1971", "1988"} else None,
        "recommendation": number,
        "depends_on": DEPENDS_ON.get(number, []),
        "subject": row["substance"],
        "changes": changes(row, known),
        "yes": number_or_none(row["yes"]),
        "no": number_or_none(row["no"]),
        "abstain": number_or_none(row["abstain"]),
        "result": RESULTS.get(row["result"], row["result"]),
        "effect": law_toml.day(effective) if is_day else None,
        "effect_rule": "" if is_day else effective,
        "source": row["source"],
        "trust": row["trust"],
        "conflict": note.removeprefix("source conflict: ") if is_conflict else "",
        "note": "" if is_conflict else note,
    }
    return law_toml.table(values, "[[vote]]")


def votes(domain: Path) -> list[str]:
    """Write the file of votes."""
    known = {row["id"] for row in rows(SUBSTANCES)}
    head = (
        "# Votes of the Commission on scheduling, as far as known. A vote changes the lists\n"
        "# through the decision files beside this folder; `law/cnd/replay.py` compares both.\n"
    )
    complete = [
        law_toml.table({"session": session, "source": source}, "[[complete_session]]")
        for session, source in COMPLETE.items()
    ]
    return [head, *complete, *(vote(row, known) for row in rows(domain / "cnd_decisions.csv"))]


def members(domain: Path) -> list[str]:
    """Write the file of sizes, seats and members."""
    head = (
        "# Sizes, seats and members of the Commission. A member held from one day to another says\n"
        "# nothing of days outside them; `until` is the first day on which it is no longer held.\n"
    )
    table = rows(domain / "cnd_members_2021.csv")
    shared = {
        "since": law_toml.Bare("2020-01-01"),
        "until": law_toml.Bare("2022-01-01"),
        "basis": "derived",
        "source": f"{table[0]['basis']}; {table[0]['source']}",
    }
    parts = [head, law_toml.table(shared)]
    parts += [law_toml.table(size, "[[size]]") for size in SIZES]
    parts += seats(domain)
    for row in table:
        one = {"country": ALPHA_2[row["iso3"]], "name": row["state"], "group": row["group"]}
        parts.append(law_toml.table(one, "[[member]]"))
    return parts


def seats(domain: Path) -> list[str]:
    """Write the seats of each regional group and the rotating one."""
    parts = []
    source = ""
    for row in rows(domain / "regional_groups.csv"):
        source = row["source"] if not row["source"].startswith("same") else source
        if row["code"] in {"SUM", "BUR"}:
            continue
        values: dict[str, object] = {
            "group": row["code"],
            "name": row["group"],
            "seats": int(row["seats"]),
            "shared_by": ["ASP", "LAC"] if row["code"] == "ROT" else [],
            "source": source,
        }
        parts.append(law_toml.table(values, "[[seats]]"))
    return parts


def main() -> int:
    """Write both files and print what was written."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--domain", type=Path, required=True, help="folder of the tables (CSV)")
    parser.add_argument("--out", type=Path, default=DATA, help="folder to write to")
    wanted = parser.parse_args()
    law_toml.write(wanted.out / "votes.toml", votes(wanted.domain))
    law_toml.write(wanted.out / "members.toml", members(wanted.domain))
    print(f"votes.toml and members.toml written to {wanted.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
