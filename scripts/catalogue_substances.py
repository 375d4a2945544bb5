"""The rows of substances.csv: treaty lists first, then curated additions, then national lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from catalogue_chem import can_have_stereo, cas_is_right, formula, inchikey, stereo_drawn
from catalogue_tables import Row, curated, read_table, slug, values

TREATY = ("un1961", "un1988", "un1971")
PENDING = ("recommended_2026_unconfirmed.csv", "recommended_2026_unconfirmed_1971.csv")
SURVEILLANCE = "precursors_limited_special_surveillance.csv"
STEREO = {
    "absolute": "absolute",
    "absolute as drawn": "absolute",
    "double bond (E)": "absolute",
    "relative": "relative",
    "racemic": "racemic",
    "no stereocentre": "none",
}
NOT_SUBSTANCES = {"any-of-1-7"}
CAPITALS = set(
    "DET DMA DMHP DMT DOC DOET MDA MDMA MMDA MTA PMA PMMA STP DOM TMA GHB BZP JWH AM MDPV PVP "
    "DMAR MEC MDMB CHMICA APINACA XLR AB CHMINACA PINACA UR PB ADB FUBINACA FUB AMB CUMYL CN "
    "BINACA PICA CMC PHP PIHP BUTINACA PEGACLONE AH MT MPPP PEPAP U AP P R N B C F A O S".split()
)


@dataclass
class Substances:
    """The rows by id, every spelling met on the way, and what a person should look at."""

    rows: dict[str, Row] = field(default_factory=dict)
    printed: list[Row] = field(default_factory=list)
    """Names as printed in lists: substance, name, source, trust."""
    treaty: set[str] = field(default_factory=set)
    report: list[str] = field(default_factory=list)

    def by_key(self) -> dict[str, str]:
        """The substance of every InChIKey; the first row wins."""
        found: dict[str, str] = {}
        for row in self.rows.values():
            if row["inchikey"]:
                found.setdefault(row["inchikey"], row["id"])
        return found


def gather(lists: Path) -> Substances:
    """All substances of the lists in the folder `lists` and of the curated inputs."""
    all_of_them = Substances()
    for file in TREATY:
        for row in read_table(lists / f"{file}.csv"):
            _add_treaty(all_of_them, file, row)
    for file in PENDING:
        for row in read_table(lists / file):
            _add_pending(all_of_them, row)
    for row in curated("additions.csv"):
        _add(all_of_them, row | {"id": row["id"], "sources": "curated"}, row["trust"] or "memory")
    _add_national(all_of_them, lists)
    _correct(all_of_them)
    return all_of_them


def _add_treaty(found: Substances, file: str, row: Row) -> None:
    substance = row["substance_id"]
    if substance in NOT_SUBSTANCES or row["kind"] == "preparation":
        return
    found.treaty.add(substance)
    if substance in found.rows:
        _join(found.rows[substance], "sources", file)
        return
    trust = row["verified"] if row["verified"] in ("two-source", "one-source") else "none"
    name = plain_name(row["name"], all_capitals=file == "un1971")
    found.rows[substance] = _row(
        id=substance,
        name=re.sub(r"\s*\([^()]*\)$", "", name) if not name.startswith("(") else name,
        kind=row["kind"],
        cas=row["cas"],
        smiles=row["smiles"],
        stereo=STEREO.get(row["stereo"], ""),
        trust=trust,
        cas_trust=cas_trust(row["cas"], row["cas_basis"]),
        sources=file,
    )
    if row["inchikey"] and found.rows[substance]["inchikey"] != row["inchikey"]:
        found.report.append(f"{substance}: the list's InChIKey differs from that of its SMILES")


def _add_pending(found: Substances, row: Row) -> None:
    found.rows[row["substance_id"]] = _row(
        id=row["substance_id"],
        name=re.sub(r"\s*\([^()]*\)$", "", plain_name(row["name"])),
        kind="substance",
        cas=row["cas"],
        smiles=row["smiles"],
        trust="one-source",
        cas_trust="one-source" if row["cas"] else "none",
        sources="recommended 2026",
    )


def _add(found: Substances, row: Row, trust: str) -> None:
    found.rows[row["id"]] = _row(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        cas=row["cas"],
        smiles=row["smiles"],
        stereo=row["stereo"],
        trust=trust if row["smiles"] else "none",
        cas_trust=(row["cas_trust"] or "memory") if row["cas"] else "none",
        sources=row["sources"],
    )
    if row["formula"] and row["formula"] != found.rows[row["id"]]["formula"]:
        raise ValueError(f"additions.csv, {row['id']}: the SMILES is not {row['formula']}")


def _add_national(found: Substances, lists: Path) -> None:
    """Join rows of several countries that are one substance by id, then by structure."""
    hints = {row["printed"]: row for row in curated("national.csv")}
    for row in read_table(lists / SURVEILLANCE):
        row |= {"source": "surveillance list (partial)", "trust": row["structure_verified"]}
        _place(found, row, hints.get(row["name"]))
    for file in ("precursors_national.csv", "national_only.csv"):
        for row in read_table(lists / file):
            row |= {"source": f"national:{row['jurisdiction']}", "trust": structure_trust(row)}
            _place(found, row, hints.get(row["name"]))


def _place(found: Substances, row: Row, hint: Row | None) -> None:
    name = hint["name"] if hint and hint["name"] else row["name"]
    identity = (hint["id"] if hint else "") or slug(name)
    if hint and hint["use"] == "name only":
        row |= {"smiles": "", "cas": ""}
    same = found.by_key().get(inchikey(row["smiles"]), "") if row["smiles"] else ""
    if same and same != identity and not (hint and hint["id"]):
        if same in found.treaty:
            found.report.append(f"{row['name']} ({row['source']}) is the listed {same}")
        identity = same
    _note_printed(found, row, identity, name if hint and hint["spelling"] else row["name"])
    if identity in found.rows:
        _fill(found, found.rows[identity], row)
        return
    found.rows[identity] = _row(
        id=identity,
        name=re.sub(r"\s*\([^()]*\)$", "", plain_name(name)),
        kind=(hint["kind"] if hint else "") or "substance",
        cas=row["cas"],
        smiles=row["smiles"],
        trust=row["trust"],
        cas_trust="one-source" if row["cas"] else "none",
        sources=row["source"],
    )


def _note_printed(found: Substances, row: Row, identity: str, name: str) -> None:
    """Keep the name as printed, and the list's own longer name where the note tells it."""
    trust = {"sourced": "one-source", "compiled list": "compiled"}.get(row.get("basis", ""), "")
    listed = re.search(r"list name: ([^;]+)", row.get("note", ""))
    for spelling in [name, *([listed[1].strip()] if listed else [])]:
        found.printed.append(
            {"substance": identity, "name": spelling, "source": row["source"], "trust": trust}
        )


def _fill(found: Substances, there: Row, row: Row) -> None:
    """Add to a row what another list knows of the same substance."""
    source, smiles, cas, trust = row["source"], row["smiles"], row["cas"], row["trust"]
    if there["id"] not in found.treaty:
        _join(there, "sources", source)
    if cas and not there["cas"]:
        there["cas"], there["cas_trust"] = cas, "one-source"
    if not smiles:
        return
    if not there["smiles"]:
        there |= _row(**(there | {"smiles": smiles, "trust": trust, "stereo": ""}))
    elif inchikey(smiles) == there["inchikey"] and there["trust"] == "memory":
        there["trust"] = trust
    elif inchikey(smiles)[:14] != there["inchikey"][:14]:
        found.report.append(f"{there['id']}: {source} draws another structure")
    elif stereo_drawn(smiles) > stereo_drawn(there["smiles"]) and there["stereo"] == "undefined":
        found.report.append(f"{there['id']}: {source} draws a configuration")


def _correct(found: Substances) -> None:
    for row in curated("corrections.csv"):
        there = found.rows[row["substance"]]
        if row["column"] == "cas+":
            _join(there, "cas", row["value"])
        else:
            there[row["column"]] = row["value"]
        if row["column"] == "smiles":
            there |= _row(**there)
    for there in found.rows.values():
        wrong = [number for number in values(there["cas"]) if not cas_is_right(number)]
        if wrong:
            found.report.append(f"{there['id']}: check digit of {wrong} does not fit")
            there["cas"] = "|".join(n for n in values(there["cas"]) if n not in wrong)
        if not there["cas"]:
            there["cas_trust"] = "none"


def _row(**cells: str) -> Row:
    """A complete row: InChIKey, formula and the reach of the configuration are worked out."""
    row = {"inchikey": "", "formula": "", "stereo": "", **cells}
    if not row["smiles"]:
        return row | {"stereo": "none", "inchikey": "", "formula": "", "trust": "none"}
    row["inchikey"], row["formula"] = inchikey(row["smiles"]), formula(row["smiles"])
    if not row["stereo"] and stereo_drawn(row["smiles"]):
        row["stereo"] = "absolute"
    if not row["stereo"]:
        row["stereo"] = "undefined" if can_have_stereo(row["smiles"]) else "none"
    return row


def _join(row: Row, column: str, value: str) -> None:
    there = values(row[column])
    if value not in there:
        row[column] = "|".join([*there, value])


def plain_name(name: str, all_capitals: bool = False) -> str:
    """A list name in normal case: words small, abbreviations as they stand."""
    return re.sub(r"[^\W\d_]+", partial(_small_word, all_capitals), name)


def _small_word(all_capitals: bool, word: re.Match[str]) -> str:
    text, before = word[0], word.string[: word.start()]
    if len(text) > 2 and text[0].isupper() and text[1:].islower():
        return text if before.endswith(tuple("0123456789")) else text.lower()
    if all_capitals and text.isupper() and len(text) > 2 and text not in CAPITALS:
        return text.lower()
    return text


def cas_trust(number: str, basis: str) -> str:
    """How a registry number of the treaty lists is known, from the column `cas_basis`."""
    if not number:
        return "none"
    if basis.startswith("matched-to-structure"):
        return "two-source" if "Chinese" in basis else "one-source"
    if basis.startswith("one public list"):
        return "one-source"
    named = [part for part in values(basis.split(";")[0]) if "[memory]" not in part]
    return ("memory", "one-source", "two-source")[min(len(named), 2)]


def structure_trust(row: Row) -> str:
    """How the structure of a national row is known, from its basis and note."""
    if not row["smiles"]:
        return "none"
    if "agrees with CAS" in row["note"] or "second table" in row["note"]:
        return "two-source"
    return {"compiled list": "compiled", "memory": "memory"}.get(row["basis"], "one-source")
