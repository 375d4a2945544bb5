"""Build the national overlays from the tables of control lists."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from datetime import datetime
from pathlib import Path

from law_levels import (
    APART,
    COMPLETE,
    COUNTRIES,
    LATER_ROWS,
    LAWS,
    NOT_HELD,
    REPLACED,
    SEEN_BY_SOURCE,
    STATE_OF_EVIDENCE,
    level_of,
)
from law_toml import Bare, day, table, write

Row = dict[str, str]

FILES = {
    "controlled": "Substances of the three conventions under the law of {country}.",
    "national_only": "Controlled by the law of {country} and by no convention.",
    "precursors": "Chemicals controlled by the law of {country} and by no convention.",
}
PRINTED_OTHERWISE = {"morphinemethylbromide": "morphine-methobromide"}
"""Names that a national list prints for a substance of the conventions."""

SECOND_HAND_FIRST = {"RU", "US", "GB"}


def read(path: Path) -> list[Row]:
    """Read a CSV table."""
    with path.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def build(lists: Path, law: Path, catalogue: Path) -> list[str]:
    """Write all national files; return lines of a report."""
    resolver = Resolver(catalogue)
    listed, dropped = _merged(lists)
    kinds = {
        "controlled": listed,
        "national_only": read(lists / "national_only.csv"),
        "precursors": read(lists / "precursors_national.csv"),
    }
    report = [f"{dropped} rows from memory gave way to rows of the later table"]
    by_country: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for kind, rows in kinds.items():
        for row in rows:
            by_country[row["jurisdiction"]][kind].append(row)
    laws = _laws(lists)
    for country, groups in sorted(by_country.items()):
        report += _write_country(law, country, groups, resolver, laws.get(country, []))
    _write_not_held(law)
    return report


def _merged(lists: Path) -> tuple[list[Row], int]:
    """Join both overlay tables; of RU, US and GB the later one replaces rows from memory."""
    first = read(lists / "national_overlays.csv")
    later = read(lists / "national_overlays_sco.csv")
    replaced = {
        (row["jurisdiction"], row["substance_id"]): row
        for row in later
        if row["jurisdiction"] in SECOND_HAND_FIRST
    }
    kept: list[Row] = []
    dropped = 0
    for row in first:
        newer = replaced.get((row["jurisdiction"], row["substance_id"]))
        if newer is None or row["basis"] != "memory":
            kept.append(row)
            continue
        dropped += 1
        if row["national_schedule"] != newer["national_schedule"]:
            earlier = f"an earlier row from memory says {row['national_schedule']}"
            newer["note"] = "; ".join(one for one in (newer["note"], earlier) if one)
    return [*kept, *later, *LATER_ROWS], dropped


class Resolver:
    """Finds the catalogue's id of a row by name, structure or registry number."""

    def __init__(self, catalogue: Path) -> None:
        self.ids: set[str] = set()
        self.by_name: dict[str, set[str]] = defaultdict(set)
        self.by_key: dict[str, set[str]] = defaultdict(set)
        self.by_cas: dict[str, set[str]] = defaultdict(set)
        if (catalogue / "substances.csv").exists():
            self._read(catalogue)

    def _read(self, catalogue: Path) -> None:
        for row in read(catalogue / "substances.csv"):
            self.ids.add(row["id"])
            self.by_name[row["name"].casefold()].add(row["id"])
            if row["inchikey"]:
                self.by_key[row["inchikey"]].add(row["id"])
            for number in row["cas"].split("|"):
                if number:
                    self.by_cas[number].add(row["id"])
        for row in read(catalogue / "names.csv"):
            source = f"{row['name'].casefold()} @{row['source']}"
            self.by_name[source].add(row["substance"])
            self.by_name[row["name"].casefold()].add(row["substance"])

    def find(self, row: Row) -> str | None:
        """The one id that the row's name, structure or number leads to, in that order."""
        if "substance_id" in row:
            return row["substance_id"]
        if row["name"] in PRINTED_OTHERWISE:
            return PRINTED_OTHERWISE[row["name"]]
        name = row["name"].casefold()
        structure = _inchikey(row["smiles"])
        found = (
            self.by_name.get(f"{name} @national:{row['jurisdiction'].casefold()}"),
            self.by_name.get(f"{name} @national:{row['jurisdiction']}"),
            self.by_key.get(structure) if structure else None,
            self.by_name.get(name),
            self.by_cas.get(row["cas"]) if row["cas"] else None,
        )
        for ids in found:
            if ids and len(ids) == 1:
                return next(iter(ids))
        return None


def _inchikey(smiles: str) -> str:
    if not smiles:
        return ""
    from rdkit import Chem, RDLogger

    RDLogger.DisableLog("rdApp.*")
    molecule = Chem.MolFromSmiles(smiles)
    return "" if molecule is None else Chem.MolToInchiKey(molecule)


def _laws(lists: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in read(lists / "national_schedules.csv"):
        if row["law"] != "same" and row["law"] not in found[row["jurisdiction"]]:
            found[row["jurisdiction"]].append(row["law"])
    return found | LAWS


def _write_country(
    law: Path, country: str, groups: dict[str, list[Row]], resolver: Resolver, laws: list[str]
) -> list[str]:
    folder = law / "national" / country.lower()
    rows = [row for group in groups.values() for row in group]
    ids = _instrument_ids(rows)
    seen, what = COUNTRIES[country]
    parts = [f"# The law of {country} as far as it is held. See src/ringfence/law/overlay.py.\n"]
    head = {"country": country, "law": laws, "seen": Bare(seen), "source": what}
    parts.append(table(head))
    for convention, first, last, source in COMPLETE.get(country, []):
        values = {"convention": convention, "first": Bare(first), "last": Bare(last)}
        parts.append(table(values | {"source": source}, "[[complete]]"))
    for substance, says, source in APART.get(country, []):
        if not any(row.get("substance_id") == substance for row in rows):
            values = {"substance": substance, "says": says, "source": source}
            parts.append(table(values, "[[apart]]"))
    parts += [
        table({"name": schedule, **level_of(country, schedule)}, "[[level]]")
        for schedule in sorted({row["national_schedule"] for row in rows})
    ]
    for title, identity in sorted(ids.items(), key=lambda one: one[1]):
        replaces = any(one in title for one in REPLACED) or None
        values = {"id": identity, "title": title, "replaces_earlier": replaces}
        parts.append(table(values, "[[instrument]]"))
    write(folder / "overlay.toml", parts)
    unresolved: list[str] = []
    for kind, title in FILES.items():
        if groups.get(kind):
            text = [f"# {title.format(country=country)}\n"]
            text += [_entry(row, ids, resolver, unresolved) for row in _sorted(groups[kind])]
            write(folder / f"{kind}.toml", text)
    return [f"{country}: {len(rows)} rows", *(f"  no id for {name}" for name in unresolved)]


def _sorted(rows: list[Row]) -> list[Row]:
    return sorted(
        rows, key=lambda row: (row["instrument"], row.get("substance_id") or row["name"].lower())
    )


def _instrument_ids(rows: list[Row]) -> dict[str, str]:
    found: dict[str, str] = {}
    for title in sorted({row["instrument"] for row in rows}):
        short = _slug(re.sub(r"\([^()]{5,}\)|\[[^\]]*\]", "", title))
        found[title] = _slug(title) if short in found.values() else short
    return found


def _slug(title: str) -> str:
    slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return slug if len(slug) <= 100 else slug[:100].rsplit("-", 1)[0]


def _entry(row: Row, ids: dict[str, str], resolver: Resolver, unresolved: list[str]) -> str:
    substance = resolver.find(row)
    values: dict[str, object] = {"substance": substance}
    if substance is None:
        unresolved.append(row["name"])
    if "name" in row and row["name"] != substance:
        values["name"] = row["name"]
    values |= {"schedule": row["national_schedule"], "instrument": ids[row["instrument"]]}
    since, basis, remark = _since(row["in_force_date"])
    if "not_before" in row:
        window = {"earliest": Bare(row["not_before"]), "latest": Bare(_seen(row))}
        values |= {"since": window, "since_basis": "derived"}
    elif since:
        values |= {"since": day(since), "since_basis": basis}
    else:
        values["seen"] = Bare(_seen(row))
    source = re.sub(r"generic_controls\.csv (\S+)", r"class rule \1", row["source"])
    values |= {"source": source, "basis": row["basis"], "note": _note(row["note"], remark)}
    return table(values, "[[entry]]")


def _since(written: str) -> tuple[str, str, str]:
    """The day, how it is known where a mark says so, and what else the cell says."""
    found = re.match(r"\d{4}(-\d{2}(-\d{2})?)?", written)
    if found is None:
        return "", "", written
    rest = written[found.end() :].strip()
    if rest == "[memory]":
        return found.group(), "memory", ""
    return found.group(), "", f"in force: {written}" if rest else ""


_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"


def _seen(row: Row) -> str:
    """The day of the text in which a row without a day was read."""
    source = row["source"]
    for words, when in SEEN_BY_SOURCE:
        if words in source:
            return when
    source = source.split("; absent from")[0]
    dates = re.findall(r"\d{4}-\d{2}-\d{2}", source)
    for written in re.findall(rf"edition.*?(\d{{1,2}} (?:{_MONTHS}) \d{{4}})", source):
        dates.append(datetime.strptime(written, "%d %B %Y").date().isoformat())
    dates = [one for one in dates if one <= STATE_OF_EVIDENCE]
    if not dates or "[memory]" in source:
        return STATE_OF_EVIDENCE
    return max(dates)


_AMOUNT = re.compile(
    r"amounts? (in|for|not)|small / commercial|\d/\d[\d.]*/\d|significant|especially large|"
    r"cultivation \d|\d g\b|^\s*large \d"
)


def _note(note: str, remark: str) -> str:
    """The note without the amounts of penal law, which are not held here."""
    kept = [part.strip() for part in note.split(";") if part and not _AMOUNT.search(part)]
    return "; ".join(part for part in [*kept, remark] if part)


def _write_not_held(law: Path) -> None:
    parts = ["# Countries whose lists are not held: what is known, and what is missing.\n"]
    for code, title, missing in NOT_HELD:
        source = "overlays research of November 2026: list not found"
        values = {"code": code, "law": title, "missing": missing, "source": source}
        parts.append(table(values, "[[country]]"))
    write(law / "national" / "not_held.toml", parts)
