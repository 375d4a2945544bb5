"""The lines of uncontrolled_names.txt: names of things that are not in the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from catalogue_tables import HERE, Row, bare
from catalogue_unii import NOT_NAMES, PARTS, Owners, Registry

FAMILIES = re.compile(
    r"FENTAN|NITAZEN|CATHINON|AMPHETAMIN|AMFETAMIN|LYSERG|TRYPTAMIN|CANNABI|INACA\b|MORPHIN|MORPHON|"
    r"CODEIN|CODONE|RORPHAN|MORPHAN|ETHORPHAN|PHENIDAT|PSILO|COCAIN|ECGONIN|BARBITAL|AZEPAM|"
    r"AZOLAM|METHADO|PETHIDIN|MEPERIDIN|PRODINE|MORAMID|EPHEDR|PHENCYCLID|KETAMIN|HEROIN|OPIUM|"
    r"MESCALIN|METHAQUALON|ERGOMETR|ERGOTAM|NARCOT|HALLUCIN|SAFROL|ANABOL|ORPHINE\b|GLYCIDAT|"
    r"TESTOSTERON|NANDROLON|PAPAVER SOMN|POPPY|CANNAB|COCA |ERYTHROXYLUM COCA|KRATOM|MITRAGYN|"
    r"AMNETAMIN|OXMETAMIN|XETAMIN|NOCYCLIDIN|AZOCINE|EDRONE\b|NBOME|ALFETAMIN|FENETAMIN|LEVOMETH"
)
"""Things akin to controlled ones: a word list must not answer whether they are on a list."""

WORD = re.compile(r"[A-Z][A-Z]{3,29}")
PHRASE = re.compile(r"[A-Z](?=.*[A-Z]{3})[A-Z .,'&+/-]{3,44}")
UNWANTED = re.compile(r"\d,\d|\d-\w+-\d|^[\d ]+$|\bDEA\b|\.(ALPHA|BETA|GAMMA|DELTA)\.")


def lexicon(registry: Registry, owners: Owners, names: Iterable[Row], salts: Iterable[Row]) -> str:
    """The names, small, sorted, one a line."""
    taken = {bare(row["name"]) for row in [*names, *salts]}
    taken |= {
        bare(name)
        for code in owners.base | owners.salt
        if owners.of(code)
        for name, _ in registry.names[code]
    }
    taken_words = _own_words(names)
    found: set[str] = set()
    for code, display in registry.display.items():
        if owners.of(code) or _is_akin(registry, code, display, taken_words):
            continue
        for name, kind in registry.names[code]:
            if _is_wanted(name, kind) and bare(name) not in taken:
                found.add(name.lower())
    return _lines(found | _by_hand(taken))


def _own_words(names: Iterable[Row]) -> set[str]:
    """Single long words that mean a substance of the catalogue."""
    return {
        row["name"].upper()
        for row in names
        if row["kind"] in ("INN", "list name") and re.fullmatch(r"[A-Za-z]{8,}", row["name"])
    }


def _is_akin(registry: Registry, code: str, display: str, own: set[str]) -> bool:
    texts = [display, *(name for name, _ in registry.names[code])]
    return any(
        FAMILIES.search(text) or not own.isdisjoint(re.split(r"[^A-Z]+", text)) for text in texts
    )


def _is_wanted(name: str, kind: str) -> bool:
    if kind == "cd" or NOT_NAMES.search(name) or UNWANTED.search(name) or PARTS.search(name):
        return False
    if kind == "cn":
        return bool(WORD.fullmatch(name))
    return bool(PHRASE.fullmatch(name)) and len(name.split()) <= 4


def kept_lexicon(out: Path, names: Iterable[Row], salts: Iterable[Row]) -> str:
    """The lines as they stand and those written by hand, for a build without the name file."""
    taken = {bare(row["name"]) for row in [*names, *salts]}
    path = out / "uncontrolled_names.txt"
    kept = set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()
    return _lines({line for line in kept if bare(line) not in taken} | _by_hand(taken))


def _by_hand(taken: set[str]) -> set[str]:
    lines = (HERE / "uncontrolled_names.txt").read_text(encoding="utf-8").splitlines()
    return {line.strip().casefold() for line in lines if line.strip() and bare(line) not in taken}


def _lines(found: set[str]) -> str:
    skipped = (HERE / "uncontrolled_skip.txt").read_text(encoding="utf-8").split("\n")
    return "".join(f"{name}\n" for name in sorted(found - set(skipped)))
