"""The rows of salts.csv, members.csv and relatives.csv."""

from __future__ import annotations

from collections import defaultdict
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

from catalogue_chem import cas_is_right, cut, formula, inchikey, mass, mirrored
from catalogue_substances import Substances
from catalogue_tables import Row, curated, read_table

SALTS = ("salts.csv", "salts_1971.csv")
TOLERANCE = Decimal("0.0002")
EXCLUDED_BY_THE_TREATY = {"dextromethorphan", "dextrorphan", "levopropoxyphene"}
"""1961 Schedule I leaves these stereoisomers out by name."""


def salts(lists: Path, substances: Substances) -> tuple[list[Row], list[str]]:
    """Salts and hydrates with exact factors, and what disagrees with the printed ones."""
    report: list[str] = []
    rows = [
        _listed_salt(row, substances, report) for file in SALTS for row in read_table(lists / file)
    ]
    there = {row["id"] for row in rows}
    for row in curated("forms.csv"):
        if row["id"] in there:
            report.append(f"forms.csv: {row['id']} is in the lists already")
            continue
        rows.append(_curated_form(row, substances, report))
    for row in rows:
        if row["cas"] and not cas_is_right(row["cas"]):
            report.append(f"{row['id']}: check digit of {row['cas']} does not fit")
            row["cas"] = ""
    return sorted(rows, key=lambda row: row["id"]), report


def _listed_salt(row: Row, substances: Substances, report: list[str]) -> Row:
    base = substances.rows[row["base_substance_id"]]
    exact = mass(formula(row["smiles"]))
    formulae = (exact / Decimal(row["molar_mass"])).quantize(Decimal(1))
    bases = int(formulae * int(row["bases_per_formula"]))
    factor = _factor(bases, base["formula"], row["smiles"])
    _compare(row["id"], factor, row["base_factor"], report)
    if inchikey(row["smiles"]) != row["inchikey"]:
        report.append(f"{row['id']}: the list's InChIKey differs from that of its SMILES")
    agrees = "agree" in row["cross_check"] and "differs" not in row["cross_check"]
    return {
        "id": row["id"],
        "substance": base["id"],
        "name": row["salt_name"],
        "cas": row["cas"],
        "smiles": row["smiles"],
        "inchikey": inchikey(row["smiles"]),
        "base_factor": str(factor),
        "trust": "one-source" if agrees else "memory",
        "sources": "salt lists; CAS agrees with an identifier table" if agrees else "salt lists",
    }


def _curated_form(row: Row, substances: Substances, report: list[str]) -> Row:
    base = substances.rows[row["substance"]]
    smiles = ".".join([base["smiles"]] * int(row["bases"]) + [row["parts"]])
    factor = _factor(int(row["bases"]), base["formula"], smiles)
    _compare(row["id"], factor, row["printed"], report)
    return {
        **row,
        "smiles": smiles,
        "inchikey": inchikey(smiles),
        "base_factor": str(factor),
        "trust": "memory",
        "sources": "curated",
    }


def _factor(bases: int, base_formula: str, smiles: str) -> Decimal:
    """Grams of anhydrous base in one gram of the form, to six places."""
    exact = bases * mass(base_formula) / mass(formula(smiles))
    return exact.quantize(Decimal("0.000001"), rounding=ROUND_HALF_EVEN)


def _compare(form: str, factor: Decimal, printed: str, report: list[str]) -> None:
    if printed and abs(factor - Decimal(printed)) > TOLERANCE:
        report.append(f"{form}: factor {factor}, printed {printed}")


def members(lists: Path) -> list[Row]:
    """Members of groups that a list enumerates."""
    rows = [
        _thc_isomer(row)
        for row in read_table(lists / "un1971_group_members.csv")
        if row["group_id"] == "un1971-i-tetrahydrocannabinol"
    ]
    rows += [row | {"sources": "curated"} for row in curated("members.csv")]
    return [
        row | {"inchikey": inchikey(row["smiles"]), "formula": formula(row["smiles"])}
        for row in rows
    ]


def _thc_isomer(row: Row) -> Row:
    is_confirmed = "same structure" in row["cross_check"]
    return {
        **row,
        "group": "tetrahydrocannabinol",
        "name": row["member"],
        "trust": "two-source" if is_confirmed else "one-source",
        "sources": "un1971",
    }


def relatives(substances: Substances) -> tuple[list[Row], list[str]]:
    """How substances of no treaty list derive from listed ones, and rows that look wrong."""
    report: list[str] = []
    rows = [row for row in curated("relatives.csv") if _is_plausible(row, substances, report)]
    written = {(row["substance"], row["via"], row["parent"]) for row in rows}
    rows += [
        row
        for row in _stereoisomers(substances)
        if (row["substance"], row["via"], row["parent"]) not in written
    ]
    return sorted(rows, key=lambda row: (row["substance"], row["via"], row["parent"])), report


def _is_plausible(row: Row, substances: Substances, report: list[str]) -> bool:
    child, parent = substances.rows[row["substance"]], substances.rows[row["parent"]]
    if child["id"] in substances.treaty or parent["id"] not in substances.treaty:
        report.append(f"relatives.csv: {child['id']} must be unlisted, {parent['id']} listed")
        return False
    if row["via"] in ("ester", "ether"):
        keys = cut(child["smiles"], row["via"])
        exact = row["stereo"] == "same"
        length = 27 if exact else 14
        if parent["inchikey"][:length] not in {key[:length] for key in keys}:
            report.append(f"relatives.csv: {child['id']} opened gives no {parent['id']}")
            return False
    return True


def _stereoisomers(substances: Substances) -> list[Row]:
    by_skeleton: defaultdict[str, list[Row]] = defaultdict(list)
    for substance in sorted(substances.treaty):
        row = substances.rows[substance]
        if row["inchikey"] and row["kind"] != "inorganic":
            by_skeleton[row["inchikey"][:14]].append(row)
    unlisted = [
        row
        for row in substances.rows.values()
        if row["inchikey"] and row["id"] not in substances.treaty | EXCLUDED_BY_THE_TREATY
    ]
    return [
        {
            "substance": child["id"],
            "via": "stereoisomer",
            "parent": parent["id"],
            "stereo": _stereo(child, parent),
            "trust": "derived",
        }
        for child in unlisted
        for parent in by_skeleton[child["inchikey"][:14]]
    ]


def _stereo(child: Row, parent: Row) -> str:
    """How the configuration of the child compares with that of the parent."""
    if child["inchikey"] == parent["inchikey"] or parent["stereo"] in ("undefined", "none"):
        return "same"
    if child["stereo"] in ("undefined", "racemic"):
        return "undefined"
    if parent["stereo"] == "racemic":
        return "other"
    if mirrored(child["smiles"]) == parent["inchikey"]:
        return "same" if parent["stereo"] == "relative" else "opposite"
    return "other"
