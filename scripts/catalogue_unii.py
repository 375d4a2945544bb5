"""Names that the UNII registry of the FDA has for the substances of the catalogue.

The name file has four columns: name, type (of official, cn common, bn brand, cd code,
sys systematic), code and display name, all in capitals. A code belongs to a substance when its
display name is one of our names, or one of its names is our INN, list name or systematic name.
A name is taken over only when no code of any other thing has it: that keeps out homonyms,
brands of combinations and names of impurities.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from catalogue_tables import Row, bare, curated

SALT_WORDS = set(
    "hydrochloride dihydrochloride trihydrochloride hydrobromide dihydrobromide hydriodide "
    "sulfate sulphate bisulfate phosphate diphosphate tartrate bitartrate hemitartrate citrate "
    "dihydrogen maleate hydrogen fumarate hemifumarate lactate acetate nitrate mesylate mesilate "
    "dimesylate besylate esylate tosylate napsylate succinate oxalate malate meconate mucate "
    "saccharate aspartate adipate resinate polistirex sulfosalicylate salicylate camsylate "
    "camphorate enanthate pamoate embonate stearate oleate valerate propionate hippurate "
    "hydrate monohydrate dihydrate trihydrate tetrahydrate pentahydrate heptahydrate "
    "hemihydrate sesquihydrate hemipentahydrate anhydrous sodium potassium calcium magnesium "
    "lithium disodium dipotassium monosodium ammonium hemisulfate hypophosphite chloride "
    "carbonate pyruvate gluconate glucuronate hydroiodide monohydrochloride napsilate hcl hbr "
    "ethanesulfonate monobasic dibasic dl d l form base free salt ci cii ciii civ cv".split()
)
NOT_NAMES = re.compile(
    r"IMPURITY|METABOLITE|COMPONENT|RELATED COMPOUND|MIXTURE|CONSTITUENT|INGREDIENT|COMPD\.|"
    r"RACEMIC MIXTURE|\bD\d+\b|DEUTER|\b1[14]C\b|\b3H\b|TRITI|TABLET|CAPSULE|INJECTION|"
    r"UNSPECIFIED|TEST SOLUTION|STANDARD|\bUSP\b|[?*{}\[\]]|-FORM\b|\bFORM\b|PRECURSOR|\bOF A\b|"
    r"GAS STATION|%|PER CENT|^AE-|^SPICES,|\(PSYCH"
)
NOT_CODES = re.compile(
    r"(NSC|HSDB|CCRIS|EINECS|EC|BRN|AI3|UNII|CAS|DEA NO|RCRA|FEMA NO|INS|CHEBI|CHEMBL|WLN|MFCD|UN|"
    r"ICSC|CARCINOGEN|J|DTXSID|SMR|MLS|KBIO|BSPBIO|SPECTRUM|PRESTWICK|LOPAC|CID|DB|NCI|IDS)"
    r"[ .:-]*[A-Z]*-?[A-Z]*-?\d|[A-Z]\d\d[A-Z][A-Z]\d\d$|(?=.*\d)[A-Z0-9]{10}$|E-5|C\.I\."
)
"""Numbers of other registries."""
PARTS = re.compile(
    r" (WHOLE|SEED|ROOT|LEAF|FLOWER|STEM|BARK|POLLEN|FRUIT|TOP|RHIZOME|TWIG|WOOD|BULB|TUBER|"
    r"JUICE|RESIN|SPORE|KERNEL|PEEL|SHOOT|BUD|FLOWERING TOP|NUT|HUSK|HERB|BRANCH|EXTRACT)$"
)
"""A part of a plant, not a substance."""
CODE_NAMES = {"of": "synonym", "cn": "synonym", "bn": "brand", "cd": "abbreviation"}
LONGEST = 48


@dataclass
class Registry:
    """The name file by code and by name."""

    display: dict[str, str] = field(default_factory=dict)
    names: defaultdict[str, list[tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    """(name, type) by code; systematic names are left out."""
    codes: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    """Codes by the bare form of a name, systematic ones too."""


def read_registry(file: Path) -> Registry:
    """Read the name file."""
    registry = Registry()
    with file.open(encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            name, kind, code, display = line.rstrip("\r\n").split("\t")
            name = re.sub(r"\s*\[[^\]]*\]$", "", name)
            registry.display[code] = display
            registry.codes[plain(name)].add(code)
            if kind != "sys":
                registry.names[code].append((name, kind))
    for code, display in registry.display.items():
        registry.codes[plain(display)].add(code)
    return registry


def plain(name: str) -> str:
    """The bare form of a name; Greek letters and signs of rotation are spelled out."""
    name = re.sub(r"\.(ALPHA|BETA|GAMMA|DELTA|OMEGA)\.", r"\1", name, flags=re.IGNORECASE)
    for letter, word in (("α", "alpha"), ("β", "beta"), ("γ", "gamma"), ("Δ", "delta")):
        name = name.replace(letter, word)
    for sign, word in (("(+/-)", "rac"), ("(±)", "rac"), ("(+)", "plus"), ("(-)", "minus")):
        name = name.replace(sign, word)
    return bare(name)


@dataclass
class Owners:
    """Which codes are of which substances: the substance itself, and its salts and hydrates."""

    base: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    salt: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def of(self, code: str) -> set[str]:
        """The substances that a code belongs to."""
        return self.base.get(code, set()) | self.salt.get(code, set())


def find_owners(registry: Registry, rows: Iterable[Row]) -> Owners:
    """Give codes to substances by the names that we hold already."""
    claims: defaultdict[str, dict[str, int]] = defaultdict(dict)
    ours: defaultdict[str, set[str]] = defaultdict(set)
    for row in rows:
        key = plain(row["name"])
        if row["kind"] in ("street", "misspelling", "brand", "abbreviation") or len(key) < 6:
            continue
        ours[key].add(row["substance"])
        own = row["kind"] in ("INN", "list name", "systematic")
        for code in registry.codes.get(key, ()):
            shown = plain(registry.display[code]) == key
            if shown or own:
                rank = 3 if shown and own else 2 if shown else 1
                held = claims[code].get(row["substance"], 0)
                claims[code][row["substance"]] = max(rank, held)
    owners = Owners()
    for code, ranks in claims.items():
        best = max(ranks.values())
        owners.base[code] = {substance for substance, rank in ranks.items() if rank == best}
    _override(owners)
    _add_salts(registry, owners, ours)
    return owners


def _override(owners: Owners) -> None:
    for row in curated("unii.csv"):
        owners.base[row["unii"]] = {row["substance"]} if row["substance"] else set()


def _add_salts(registry: Registry, owners: Owners, ours: dict[str, set[str]]) -> None:
    known = defaultdict(set, {key: set(value) for key, value in ours.items()})
    for code, substances in owners.base.items():
        if substances:
            known[plain(registry.display[code])] = set(substances)
    for code, display in registry.display.items():
        if code in owners.base:
            continue
        stem = without_salt_words(display)
        if stem and plain(stem) in known:
            owners.salt[code] = known[plain(stem)]


def without_salt_words(display: str) -> str:
    """The base that a display name of a salt starts or ends with; empty when it is no salt."""
    words = re.sub(r"\s*\([^()]*\)", "", display).replace(",", "").split()
    end = len(words)
    while end > 0 and words[end - 1].lower() in SALT_WORDS:
        end -= 1
    start = 0
    while start < end and words[start].lower() in SALT_WORDS:
        start += 1
    return " ".join(words[start:end]) if 0 < end - start < len(words) else ""


def unii_names(registry: Registry, owners: Owners) -> Iterator[tuple[str, str, str]]:
    """(substance, name, kind) of every name that may be taken over."""
    for code in sorted(owners.base | owners.salt):
        substances = owners.of(code)
        for name, kind in sorted(set(registry.names[code])):
            if _is_usable(name, kind, code in owners.base) and _is_ours(
                registry, owners, name, substances
            ):
                shown, sort = written(name, kind)
                for substance in sorted(substances):
                    yield substance, shown, sort


def _is_usable(name: str, kind: str, is_base: bool) -> bool:
    if len(name) > LONGEST or len(bare(name)) < 4 or NOT_NAMES.search(name) or PARTS.search(name):
        return False
    if NOT_CODES.match(name) or name.casefold() in skipped() or "(" in name[1:].split(")-", 1)[-1]:
        return False
    if kind in ("cn", "of") and re.search(r", |\d\w*-\d|[A-Z] C[IV]{1,3}$", name):
        return False
    if re.fullmatch(r"[A-Z]{1,4}", name) or (kind == "bn" and re.search(r"\d", name)):
        return False
    return is_base or kind in ("bn", "cd") or not without_salt_words(name)


@cache
def skipped() -> frozenset[str]:
    """Names that are left out by hand, small."""
    return frozenset(row["name"] for row in curated("unii_skip.csv"))


def _is_ours(registry: Registry, owners: Owners, name: str, substances: set[str]) -> bool:
    """True when every code that has the name is one of the same substances."""
    return all(owners.of(code) & substances for code in registry.codes[plain(name)])


def written(name: str, kind: str) -> tuple[str, str]:
    """A name as people write it, and what sort of name it is."""
    name = re.sub(r"\.(ALPHA|BETA|GAMMA|DELTA|OMEGA)\.", lambda at: at[1].lower(), name)
    if kind == "cd":
        return name, "abbreviation"
    if kind == "bn":
        return " ".join(w if len(w) < 4 else w.capitalize() for w in name.split()), "brand"
    letters = re.sub(r"[^A-Z]", "", name)
    if (
        len(letters) <= 5
        or not re.search(r"[AEIOUY]", letters)
        or re.search(r"[A-Z]\d|\d[A-Z]", name)
    ):
        return name, "abbreviation" if len(name) <= 16 else "synonym"
    return name.lower(), CODE_NAMES[kind]
