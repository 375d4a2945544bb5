"""The rows of names.csv that come from the lists and from hand-written inputs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from catalogue_substances import NOT_SUBSTANCES, PENDING, TREATY, Substances, plain_name
from catalogue_tables import Row, bare, curated, read_table, script_language, values

LANGUAGES = ("fr", "es", "ru", "zh", "ar")
STREET = set(
    "acid|blotter|speed|ice|crystal meth|shabu|yaba|liquid ecstasy|gbh|ludes|angel dust|meow meow|"
    "m-cat|drone|bubbles|cat|love drug|flakka|gravel|roofies|flatliner|serotoni|nexus|venus|"
    "n-bomb|ganja|marihuana|marijuana|charas|hash oil|ecstasy|molly|xtc|adam|eve|buttons|"
    "hashish|anasha|анаша|марихуана|гашишное масло".split("|")
)
NOT_BRANDS = {"Indian hemp"}
SMALL = re.compile(r"[a-zа-яё]{3,}")
RECOMMENDED = "recommended 2026"
UNII_SOURCE = "FDA UNII names"
ORDER = tuple("INN|list name|abbreviation|brand|street|synonym|systematic|misspelling".split("|"))


@dataclass
class Names:
    """Names so far, one a (substance, language, name); the first source of a name wins."""

    known: set[str]
    rows: dict[tuple[str, str, str], Row] = field(default_factory=dict)
    report: list[str] = field(default_factory=list)
    moved: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def add(
        self, substance: str, name: str, language: str, kind: str, source: str, trust: str
    ) -> None:
        """Put a name in unless the same substance has it in that language already."""
        name = re.sub(r"\s+", " ", name).strip(" ;,") if name != "(+)-" else name
        if not name:
            return
        for place in self.moved.get((substance, name.casefold()), [substance]):
            if place and place not in self.known:
                self.report.append(f"{name}: no substance {place}")
            elif place:
                key = (place, language, name.casefold())
                self.rows.setdefault(
                    key,
                    {
                        "substance": place,
                        "name": name,
                        "language": language,
                        "kind": kind,
                        "source": source,
                        "trust": trust,
                    },
                )

    def add_unii(self, found: Iterable[tuple[str, str, str]]) -> None:
        """Put in the names of the UNII registry that the same substance has not got yet."""
        held = {(row["substance"], bare(row["name"])) for row in self.rows.values()}
        for substance, name, kind in found:
            if (substance, bare(name)) not in held:
                held.add((substance, bare(name)))
                self.add(substance, name, "und", kind, UNII_SOURCE, "compiled")

    def keep(self, written: Iterable[Row]) -> None:
        """Put in those rows of a table written before that came from the UNII registry."""
        rows = (row for row in written if row["source"] == UNII_SOURCE)
        self.add_unii((row["substance"], row["name"], row["kind"]) for row in rows)

    def sorted(self) -> list[Row]:
        """The rows by substance, then kind, language and name."""
        return sorted(
            self.rows.values(),
            key=lambda row: (
                row["substance"], ORDER.index(row["kind"]), row["language"], row["name"],
            ),
        )  # fmt: skip


def gather_names(lists: Path, substances: Substances) -> Names:
    """All names but those of the UNII file."""
    names = Names(set(substances.rows))
    for row in curated("moved_names.csv"):
        names.moved[row["substance"], row["name"].casefold()] = values(row["to"]) or [""]
    latin = read_table(lists / "names_inn_ru_la.csv")
    _add_own_names(names, substances, {row["substance_id"] for row in latin})
    for row in latin:
        names.add(
            row["substance_id"], row["name"], row["language"], "INN", "EAEU INN list", row["basis"]
        )
    for file in TREATY:
        for row in read_table(lists / f"{file}.csv"):
            if row["substance_id"] not in NOT_SUBSTANCES and row["kind"] != "preparation":
                _add_list_row(names, file, row)
    _add_members(names, lists)
    _add_sourced(names, lists, substances)
    for row in curated("names.csv"):
        for name in values(row["name"]):
            names.add(row["substance"], name, row["language"], row["kind"], "curated", "memory")
    return names


def _add_own_names(names: Names, substances: Substances, with_inn: set[str]) -> None:
    for row in substances.rows.values():
        kind = "INN" if row["id"] in with_inn else "list name"
        trust = "memory" if row["sources"] == "curated" else "sourced"
        names.add(row["id"], row["name"], "en", kind, row["sources"].split("|")[0], trust)


def _add_list_row(names: Names, file: str, row: Row) -> None:
    substance = row["substance_id"]
    full = plain_name(row["name"], all_capitals=file == "un1971")
    for part in _parts(full):
        names.add(substance, part, "en", "list name", file, "sourced")
    for name in values(row["other_names"]):
        for part, kind in _other_name(name, file):
            names.add(substance, part, script_language(part, "en"), kind, file, "sourced")
    names.add(substance, row["systematic_name"], "en", "systematic", file, "sourced")
    basis = dict(re.findall(r"(\w\w): ([^;]+)", row["names_basis"]))
    for language in LANGUAGES:
        source = basis.get(language, "memory").strip()
        has_inn = any(
            key[0] == substance and key[1] == language and held["kind"] == "INN"
            for key, held in names.rows.items()
        ) if language == "ru" else False  # fmt: skip
        for name in [part for one in values(row[f"names_{language}"]) for part in _parts(one)]:
            names.add(
                substance, name, language, "synonym" if has_inn else "list name",
                file if source == "memory" else source,
                "memory" if source == "memory" else "sourced",
            )  # fmt: skip


def _parts(name: str) -> Iterator[str]:
    """A printed name, and apart from it the names of which it is made up."""
    yield name
    bracket = re.fullmatch(r"(.+?)\s*\(([^()]+)\)", name)
    if bracket and not bracket[2].startswith(("listed", "d-")):
        yield bracket[1]
        if bracket[2] != "ester":
            yield bracket[2]
    inverted = re.fullmatch(r"([^,]+), ((?:intermédiaire|feuille) .*)", name)
    if inverted:
        yield f"{inverted[2]} {inverted[1].lower()}"
    twins = re.fullmatch(r"(\w{3,4}), (\w{3,4}|acide [\w-]+ic?que)", name)
    if twins:
        yield from twins.groups()


def _other_name(name: str, file: str) -> Iterator[tuple[str, str]]:
    if name == "MDE, N-ethyl MDA" or name in ("Spice component", "bath salts component"):
        return
    found = re.fullmatch(r"(.+?) \((with|misnomer|stereo|sulfate|trivial|d-).*\)", name)
    name = (found[1] if found else name).removesuffix(" component")
    yield name, name_kind(name)


def name_kind(name: str) -> str:
    """What sort of name a by-name of a list is, judged by how it is written."""
    if name.casefold() in STREET:
        return "street"
    without_greek = re.sub(r"^(alpha|beta|gamma|delta|para|meta|ortho)-", "", name)
    longest = max((len(run) for run in re.findall(r"[a-zа-яё]+", without_greek)), default=0)
    if longest <= 2 and len(name) <= 20:
        return "abbreviation"
    if re.match(r"[\d(NO,'αβ\-]", name) and re.search(r"-", name) and len(name) > 18:
        return "systematic"
    if re.search(r"\d$", name) and re.match(r"[A-Z]", name) and longest < 8:
        return "abbreviation"
    if re.fullmatch(r"(?:MS )?[A-ZА-Я][a-zа-яё][A-Za-zа-яё]+(?:[- ][A-Za-z0-9]+)*", name):
        return "synonym" if name in NOT_BRANDS or len(name) > 25 else "brand"
    return "synonym"


def _add_members(names: Names, lists: Path) -> None:
    groups = {"un1971-i-tetrahydrocannabinol": "tetrahydrocannabinol"}
    for row in read_table(lists / "un1971_group_members.csv"):
        group = groups.get(row["group_id"])
        if group:
            names.add(group, row["member"], "en", "synonym", "un1971", "sourced")
            names.add(group, row["systematic_name"], "en", "systematic", "un1971", "sourced")
    for row in curated("members.csv"):
        names.add(row["group"], row["name"], "en", "synonym", "curated", "memory")


def _add_sourced(names: Names, lists: Path, substances: Substances) -> None:
    printed = {row["name"].casefold(): row["substance"] for row in substances.printed}
    for row in substances.printed:
        for part in _parts(row["name"]):
            kind = name_kind(part)
            kind = kind if kind in ("abbreviation", "systematic") else "synonym"
            names.add(row["substance"], part, "en", kind, row["source"], row["trust"] or "memory")
    for file in PENDING:
        for row in read_table(lists / file):
            for part in _parts(row["name"]):
                names.add(row["substance_id"], part, "en", "synonym", RECOMMENDED, "one-source")
            systematic = row["systematic_name"]
            names.add(
                row["substance_id"], systematic, "en", "systematic", RECOMMENDED, "one-source"
            )
    russian = [row | {"language": "ru", "name": row["name_ru"]} for row in
               read_table(lists / "names_ru_sourced.csv")]  # fmt: skip
    for row in russian + read_table(lists / "names_other_sourced.csv"):
        substance = row["substance_id"] or _national(row["note"], printed, names.known)
        if not substance:
            names.report.append(f"{row['name']} ({row['language']}): {row['note']!r} is unknown")
            continue
        kind = "street" if row["name"].casefold() in STREET else "synonym"
        names.add(substance, row["name"], row["language"], kind, row["source"], "sourced")


def _national(note: str, printed: dict[str, str], known: set[str]) -> str:
    """The substance that a note of the shape `national only: NAME` means."""
    found = re.match(r"national only: ([^;]+)", note)
    name = found[1].strip() if found else ""
    hints = {row["printed"].casefold(): row["id"] for row in curated("notes.csv")}
    if name.casefold() in hints:
        return hints[name.casefold()]
    if name.casefold() in printed:
        return printed[name.casefold()]
    return name.casefold() if name.casefold() in known else ""
