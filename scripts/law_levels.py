"""What the script knows of each country: its laws, newest text, completeness and levels."""

from __future__ import annotations

import re

STATE_OF_EVIDENCE = "2026-11-24"

# country: (day of the newest text seen, what was read)
COUNTRIES: dict[str, tuple[str, str]] = {
    "AE": (STATE_OF_EVIDENCE, "compiled from an article on Federal Decree-Law No. 30 of 2021"),
    "CN": (
        "2025-07-11",
        "catalogues of 2013, supplementary catalogue to July 2025; precursors "
        "2021, one item of 2024",
    ),
    "DE": ("2026-08-19", "BtMG, snapshot of 19 August 2026"),
    "EG": ("2026-02-17", "Minister of Health Decree No. 44 of 2026, in part"),
    "EU": ("2024-06-03", "precursor regulations to (EU) 2024/1331, in part"),
    "FR": (
        STATE_OF_EVIDENCE,
        "orders of 22 February 1990 as consolidated; decree annex without "
        "the later additions of the European Union",
    ),
    "GB": (
        "2025-01-18",
        "Schedule 2 of the Act as it stood in spring 2010; ten substances as of January 2025",
    ),
    "IL": ("2026-01-02", "compiled legal-status lines"),
    "IN": (
        "2026-02-18",
        "notifications of 2013 to 18 February 2026; not the base Schedule (entries 1 to 110X)",
    ),
    "IR": (STATE_OF_EVIDENCE, "list of 1338 (1959); by-law with 22 precursors"),
    "KZ": ("2024-02-06", "press reports on Resolution No. 22 of 23 January 2024"),
    "MN": (STATE_OF_EVIDENCE, "opening of the annex to Parliament Resolution No. 5 of 1998"),
    "PK": ("2025-10-29", "press reports"),
    "RU": (
        STATE_OF_EVIDENCE,
        "recall, compiled lists, Table I of List IV (2012) and Table III of "
        "List IV (14 November 2023); nearly all substances listed internationally since 2015 "
        "are missing",
    ),
    "SA": (STATE_OF_EVIDENCE, "compiled lists to March 2023"),
    "TJ": ("2015-12-31", "opening of List I, page of 2015"),
    "TR": (
        "2026-01-02",
        "law of 1933 and compiled lists; Decision 2015/7238; items of February 2016",
    ),
    "UA": ("2026-01-02", "compiled legal-status lines"),
    "US": (
        "2026-10-01",
        "compiled schedule modules of unknown date; selected substances as of "
        "1 October 2026; 21 USC 802",
    ),
    "UZ": ("2025-04-10", "Annex 7 (precursors) of Resolution No. 330, edition of 10 April 2025"),
}

# Texts without a date of their own that were nevertheless read in a dated edition.
SEEN_BY_SOURCE = (
    ("spring 2010", "2010-06-30"),
    ("about April 2020", "2020-04-30"),
    ("page of 2015", "2015-12-31"),
    ("reproducing the 2025 catalogue", "2025-12-31"),
    ("yuhejc.cn", "2021-12-31"),
    ("famhp.be", "2024-06-03"),
    ("davlatsudekspert/forensic-expert (GitHub) precursor", "2025-04-10"),
)

# Instruments that took over what older ones held: their day bounds the start from above only.
REPLACED = (
    "Narcotic Drugs Catalogue 2013",
    "Psychotropic Drugs Catalogue 2013",
    "Medicinal Psychotropic Drugs Catalogue",
    "tables as replaced by Minister of Health Decree No. 44 of 2026",
    "Cabinet of Ministers Resolution No. 330",
    "S.O. 834(E) of 26 March 2013",
    "NDPS Act 1985 and Rules (May 2015)",
)

COMPLETE = {
    "CN": [
        (
            "1961",
            "2014-01-01",
            "2025-07-11",
            "all 150 substances found in the catalogues of 2013 "
            "and the supplementary catalogue; start day of the catalogues of 2013 from memory",
        ),
        (
            "1971",
            "2014-01-01",
            "2025-07-11",
            "all 176 substances found in the catalogues of 2013 "
            "and the supplementary catalogue; start day of the catalogues of 2013 from memory",
        ),
    ],
    "DE": [
        ("1961", "2026-08-19", "2026-08-19", "BtMG, snapshot of 19 August 2026, read in full"),
        ("1971", "2026-08-19", "2026-08-19", "BtMG, snapshot of 19 August 2026, read in full"),
    ],
}

_CANNABIS = (
    "not in the BtMG since 2024: cannabis has Acts of its own in Germany, which are not held"
)
_DE_SOURCE = "BtMG, snapshot of 19 August 2026; overlays research of November 2026"
APART = {
    "DE": [
        ("cannabis", _CANNABIS, _DE_SOURCE),
        ("cannabis-resin", _CANNABIS, _DE_SOURCE),
        ("cannabis-extracts-and-tinctures", _CANNABIS, _DE_SOURCE),
        (
            "morphine-methobromide",
            "the BtMG has no entry of its own for it: whether another "
            "entry reaches it is a question for a person",
            _DE_SOURCE,
        ),
    ],
}

# Rows that stand only in the remarks on the unconfirmed additions of 2026.
LATER_ROWS: list[dict[str, str]] = [
    {
        "substance_id": substance,
        "jurisdiction": "DE",
        "instrument": "Betaeubungsmittelgesetz (BtMG)",
        "national_schedule": "Anlage II",
        "in_force_date": "",
        "not_before": "2022-03-27",
        "source": "kmein/gesetze laws/BtMG-BJNR106810981.md, snapshot 2026-08-19; absent from "
        "the snapshot of 2022-03-26",
        "basis": "sourced",
        "note": "",
    }
    for substance in ("mdmb-fubinaca", "n-desethyl-etonitazene", "n-pyrrolidino-isotonitazene")
]

P, S, R, L = "prohibited", "strict", "prescription", "light"

# country: (pattern of the schedule as written, regime or None, meaning, basis), first match wins
LEVELS: dict[str, list[tuple[str, str | None, str, str]]] = {
    "CN": [
        (
            r"Supplementary|non-medical",
            P,
            "production, trade, transport, use, storage, import and "
            "export prohibited except for research and reference standards",
            "sourced",
        ),
        (r"^narcotic drug", S, "listed narcotic drug", "sourced names, rules memory"),
        (
            r"^Class I \(active",
            S,
            "class I as active ingredient and injection, class II otherwise",
            "sourced names, rules memory",
        ),
        (
            r"^Class (1|I)$",
            S,
            "psychotropic, stricter class: hospital supply only; in the "
            "precursor catalogue: class 1",
            "sourced names, rules memory",
        ),
        (
            r"^Class (2|II)$",
            R,
            "psychotropic, less strict: retail by licensed pharmacies on "
            "prescription; in the precursor catalogue: class 2",
            "sourced names, rules memory",
        ),
        (r"Class|precursor", None, "class of the precursor catalogue", "sourced"),
    ],
    "DE": [
        (r"^Anlage I / ", None, "in several annexes, by form", "sourced"),
        (r"^Anlage I$", P, "not marketable", "sourced"),
        (r"^Anlage II$", S, "marketable, not prescribable", "sourced"),
        (
            r"^Anlage III$",
            S,
            "marketable and prescribable, on a special form",
            "sourced, form memory",
        ),
    ],
    "FR": [
        (r"stupefiant", S, "narcotics, including 1971 Schedules I and II", "sourced"),
        (r"psychotrope", R, "1971 Schedules III and IV", "sourced"),
        (r"Category", None, "category of the European Union's precursor regulations", "sourced"),
    ],
    "GB": [
        (r"Schedule 1", P, "no medicinal use (Regulations of 2001)", "sourced, rank memory"),
        (r"Schedule 2", S, "full control of prescribed medicines", "sourced, rank memory"),
        (r"Schedule [34]", R, "lighter control of prescribed medicines", "sourced, rank memory"),
        (r"Class", None, "penalty class; says nothing of medical use", "sourced"),
    ],
    "US": [
        (r"^List (I|II) chemical", None, "listed chemical", "sourced"),
        (
            r"^(I \(tetrahydro|II \(III|II \(bulk|I \(levo)",
            None,
            "several schedules, by form",
            "compiled",
        ),
        (r"^I( \(|$)", P, "no accepted medical use", "sourced"),
        (r"^II( \(|$)", S, "strictest of the medical schedules", "sourced"),
        (r"^(III|IV)( \(|$)", R, "decreasing control", "sourced"),
        (r"^V$", L, "least strict schedule", "sourced"),
    ],
    "RU": [
        (r"^List IV", None, "precursors (Tables I to III)", "sourced"),
        (r"^List III", R, "psychotropic substances, some controls may be lifted", "memory"),
        (
            r"^List II",
            S,
            "narcotic drugs and psychotropic substances, circulation limited",
            "sourced",
        ),
        (
            r"^List I|^prohibited",
            P,
            "circulation prohibited, except science and expert examination",
            "sourced",
        ),
    ],
    "KZ": [
        (r"Table I \(", P, "prohibited", "resolutions sourced, meanings memory"),
        (r"Table III", R, "medical use under control", "resolutions sourced, meanings memory"),
        (r"Table IV", None, "precursors", "resolutions sourced, meanings memory"),
    ],
    "TJ": [(r"List I$", P, "prohibited", "memory")],
    "TR": [
        (r"red prescription", S, "red prescription", "sourced, rank memory"),
        (r"green prescription", R, "green prescription", "sourced, rank memory"),
    ],
    "IN": [
        (r"essential narcotic", S, "narcotic drug under uniform rules of the States", "memory"),
        (r"prohibited", P, "prohibited", "press report"),
        (
            r"Schedule \(psychotropic",
            None,
            "single statutory list, extended by notification; the "
            "Rules name those that are prohibited",
            "memory",
        ),
        (r"controlled substance|Schedules B", None, "precursors", "sourced"),
    ],
    "UZ": [(r"^List IV", None, "precursors", "sourced")],
    "EU": [(r"Category|listed", None, "category of the precursor regulations", "sourced")],
    "IR": [(r"precursor", None, "precursors of the by-law", "sourced")],
}

LAWS: dict[str, list[str]] = {
    "SA": ["Narcotics and Psychotropics Control Law, Royal Decree M/39 of 8/7/1426 H"],
    "EG": ["Law No. 182 of 1960, tables as replaced by Minister of Health Decree No. 44 of 2026"],
    "AE": ["Federal Decree-Law No. 30 of 2021"],
    "TR": ["Law No. 2313 of 1933 on the control of narcotic substances"],
    "MN": ["Parliament Resolution No. 5 of 1998; Ministry orders of 2003 and 2015 (not read)"],
    "IL": ["Dangerous Drugs Ordinance"],
    "UA": ["national list of narcotic drugs, psychotropic substances and precursors"],
}

NOT_HELD = [
    ("AF", "Counter Narcotics Law of 17 December 2005, with four tables", "its tables"),
    (
        "BY",
        "Law No. 408-Z of 13 July 2012; Ministry of Health Resolution No. 19 of 11 February "
        "2015 (Republican list), last seen change No. 63 of 22 June 2020",
        "its Republican list",
    ),
    (
        "JP",
        "Narcotics and Psychotropics Control Act; Stimulants Control Act; PMD Act",
        "its lists; only class rules are held",
    ),
    (
        "KG",
        "Law on narcotic drugs, psychotropic substances and precursors of 1998; Government "
        "Resolution No. 543 of 9 November 2007",
        "its lists",
    ),
]


def level_of(country: str, schedule: str) -> dict[str, object]:
    """The level of one schedule as written: meaning, basis and, where ranked, regime."""
    for pattern, regime, meaning, basis in LEVELS.get(country, []):
        if re.search(pattern, schedule):
            return {"meaning": meaning, "basis": basis, "regime": regime}
    return {"meaning": "", "basis": "", "regime": None}
