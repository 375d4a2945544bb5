"""Collect every sentence that a page or paper can show, and keep the catalogues whole.

    python scripts/messages.py           renew the catalogues, compile them, say what is missing
    python scripts/messages.py --missing print what has no translation yet, one a line
    python scripts/messages.py --unsure  print words of papers that are from memory: ask a lawyer

Three domains: `django` holds the words of pages and the names of fields, states and acts;
`sentences` holds what law, papers and books say, with `{0}`, `{1}` where a value stands; `papers`
holds what stands on official papers, each with its place on the paper as context. What translators
write beside a message (`# trust: S`) stays with it.

A language is a folder under `web/locale`: make it with `LANGUAGE/LC_MESSAGES` and run this.
"""

from __future__ import annotations

import ast
import dataclasses
import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "ringfence"
LOCALE = PACKAGE / "web" / "locale"
LANGUAGES = tuple(sorted(one.name for one in LOCALE.iterdir() if one.is_dir()))
ROOMS = ("law", "trade", "jobs", "store", "substance", "exchange")
"""Rooms whose sentences reach a page."""

TYPED = ("web/parts/amount_words.py", "web/parts/day_words.py", "web/parts/number_words.py")
"""What is said of a day or a number that cannot be read."""

API = "web/api"
"""Of it only problems are sentences; what else it says is marked as on pages."""

NOT_SHOWN = re.compile(
    r"store/(rows|settings|working|backup|node|checkpoints|signed_note|verifying|merkle|models|accounts|checked_books|checked_columns)"
    r"|law/(data_file|lists|class_rules|coverage|coverage_ties|obligations|country_facts)"
    r"|law/(differences|gaps|national/.*|cnd/.*)"
    r"|substance/(catalogue|fold|forms|lexicon|quantity_words|structure_index|structure_pattern|systematic)"
    r"|jobs/(screen_file|rows|rows_\w+|columns|arcos|past_trade|proving_cases|node_work|demonstration|checked_cards)"
    r"|exchange/(coverage|law|votes|screen|identify)_format"
)
"""Files whose sentences are for those who keep the lists, or who screen files by command."""

KEYWORDS: dict[str, Any] = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None,
    "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
OWN_RULE = re.compile(r"(?:trade|watch|care|store|ledger)\.[a-z_0-9]+\.[a-z_0-9]+")
Key = tuple[str | None, str | tuple[str, ...]]
"""A message as it is looked up: its context, and its text or both numbers of it."""


def page_messages() -> dict[Key, list[str]]:
    """What templates and code of the pages mark, with where it stands."""
    found: dict[Key, list[str]] = {}
    for path in sorted((PACKAGE / "web").rglob("*")):
        if path.suffix == ".py":
            source = path.read_bytes()
        elif path.suffix in (".html", ".typ") and "vendor" not in path.parts:
            source = _as_python(path.read_text(encoding="utf-8"))
        else:
            continue
        place = path.relative_to(ROOT).as_posix()
        for _line, message, _comments, context in extract("python", io.BytesIO(source), KEYWORDS):
            if message and message != ("", ""):
                places = found.setdefault((context, message), [])
                if place not in places:
                    places.append(place)
    return found


def _as_python(template: str) -> bytes:
    """A template as the calls of gettext that it makes."""
    from django.utils.translation.template import templatize

    return b"# coding: utf-8\n" + templatize(template).encode()


def name_messages() -> dict[Key, list[str]]:
    """Names of kinds, states, acts, roles, fields and words, and what fields hold."""
    from ringfence.jobs.acts import takes_known
    from ringfence.jobs.document_kinds import kinds
    from ringfence.trade.deputy import Deputy
    from ringfence.trade.permissions import table
    from ringfence.trade.put_to_law import Circumstances
    from ringfence.trade.time_limits import limits

    found: dict[Key, list[str]] = {}

    def add(word: str, place: str) -> None:
        text = english(word)
        if text:
            found.setdefault((None, text), []).append(place)
        if word.endswith("_ug") and word not in WHOLE:
            add(word.removesuffix("_ug"), place)  # on a page its unit stands beside the number

    from ringfence.web.parts.labels import MANY, ROLES, WHOLE, english

    for role in ROLES.values():
        found.setdefault((None, role), []).append("roles")
    for word in ("yes", "no", "met", "not met", "not applicable", "undetermined"):
        add(word, "answers")
    for word, place in law_words():
        add(word, place)
    for limit in limits():
        found.setdefault((None, limit.says), []).append("time limits")
    for kind in kinds().values():
        add(kind.name, "kinds")
        for word in (*kind.life.states, *kind.verbs, kind.enter.rpartition(".")[2]):
            add(word, kind.name)
        told = [one.told for one in kind.verbs.values() if one.told]
        for record in (kind.paper, *told, *([Circumstances] if takes_known(kind.name) else [])):
            for text, is_name in words_of(record, set()):
                if is_name:
                    add(text, kind.name)
                elif text:
                    found.setdefault((None, text), []).append(kind.name)
    for record in further_records():
        for text, is_name in words_of(record, set()):
            if is_name:
                add(text, "forms")
            elif text:
                found.setdefault((None, text), []).append("forms")
    for name in MANY.values():
        found.setdefault((None, name), []).append("lists")
    for act in table():
        add(act.split(".")[1], "acts")
        add(act.rpartition(".")[2], "acts")
    for text, is_name in words_of(Deputy, set()):
        if is_name:
            add(text, "deputy")
        elif text:
            found.setdefault((None, text), []).append("deputy")
    return found


def further_records() -> tuple[Any, ...]:
    """Records that pages show and that are no document, nor told by an act."""
    from ringfence.law.movement import Movement
    from ringfence.trade.stock_line import StockLine

    return (StockLine, Movement)


def law_words() -> Iterator[tuple[str, str]]:
    """Words of the pages of law, substances and figures that are labels there."""
    from ringfence.jobs.assess_movement import examples
    from ringfence.jobs.reply_by_link import ReplyKind, ReplyState
    from ringfence.law import acts, coverage, differences, entry, obligations, overlay, papers
    from ringfence.ledger.account import AccountKind
    from ringfence.substance import candidate, catalogue
    from ringfence.terms import Outcome, Verdict
    from ringfence.trade.returns import form_a, form_ap, form_b, form_bp, form_c, form_d, form_p
    from ringfence.trade.returns.cell import Status

    shown = (
        acts.Action, acts.Basis, differences.ChangeKind, coverage.Status, entry.StereoScope,
        overlay.Regime, papers.Due, candidate.Ground, candidate.Via, catalogue.Kind,
        catalogue.StereoRule, catalogue.NameKind, catalogue.Trust, AccountKind, ReplyKind,
        ReplyState, Outcome, Verdict,
    )  # fmt: skip
    for words in shown:
        yield from ((one.value, "law") for one in words)
    yield from ((name, "law") for name in ("commercial_documents", "Table I", "Table II"))
    yield from ((name, "law") for name in ("sends", "receives", "foreseen", "exported", "imported"))
    yield from ((one.value, "returns") for one in Status)
    for form in (form_a, form_ap, form_b, form_bp, form_c, form_d, form_p):
        yield from ((one.name, "returns") for one in form.SPEC.columns)
    yield from (
        (name, "journal")
        for name in (
            "tell",
            "open",
            "filed_at",
            "file_sha256",
            "person",
            "setting",
            "token",
            "deputy",
            "receipt",
            "work",
        )
    )
    yield from ((name, "receipts") for name in ("verdict", "verdict_hash"))
    yield from ((one.who, "obligations") for one in obligations.load_obligations())
    yield from ((one.name, "examples") for one in examples())
    for rule in own_rules():
        yield from ((word, "rules") for word in rule.split(".")[1:])
    for country in overlay.held_countries():
        held = overlay.load_overlay(country)
        yield from ((one.basis, "national law") for one in (held.entries if held else ()))


def own_rules() -> tuple[str, ...]:
    """The names of this system's own rules and acts, which stand beside findings."""
    found: set[str] = set()
    for room in ROOMS:
        for path in (PACKAGE / room).rglob("*.py"):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for node in ast.walk(tree):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found |= {node.value} if OWN_RULE.fullmatch(node.value) else set()
    return tuple(sorted(found))


def words_of(record: Any, seen: set[Any]) -> Iterator[tuple[str, bool]]:
    """Every key, every word of an enumeration, and what each field holds (then False)."""
    if record in seen:
        return
    seen.add(record)
    if isinstance(record, type) and issubclass(record, StrEnum):
        yield from ((str(one), True) for one in record)
        return
    if not dataclasses.is_dataclass(record):
        return
    hints = get_type_hints(record)
    for field in dataclasses.fields(record):
        yield str(field.metadata.get("key", field.name)), True
        yield str(field.metadata.get("says", "")), False
        yield from ((word, True) for word in field.metadata.get("words", ()))
        for part in _parts(hints[field.name]):
            yield from words_of(part, seen)


def _parts(hint: Any) -> Iterable[Any]:
    if get_origin(hint) is None:
        return (hint,)
    return tuple(part for inner in get_args(hint) for part in _parts(inner))


def sentence_messages() -> dict[Key, list[str]]:
    """Every text of two words or more that is no docstring, with numbers for its values."""
    found: dict[Key, list[str]] = {}
    named = name_messages()
    for room in (*ROOMS, API, *TYPED):
        named_file = PACKAGE / room
        for path in [named_file] if named_file.is_file() else sorted(named_file.rglob("*.py")):
            place = path.relative_to(ROOT).as_posix()
            if "migrations" in path.parts or NOT_SHOWN.search(place):
                continue
            tree = ast.parse(path.read_text(encoding="utf-8"))
            for part in problems_in(tree) if room == API else (tree,):
                for text in texts_of(part):
                    if (None, text) not in named:
                        found.setdefault((None, text), []).append(place)
    for said, place in law_sentences():
        found.setdefault((None, said), []).append(place)
    return found


def law_sentences() -> Iterator[tuple[str, str]]:
    """What the data of the law says in sentences: articles, duties, entries, examples."""
    from ringfence.jobs.assess_movement import examples
    from ringfence.law.class_rules import load_class_rules
    from ringfence.law.coverage import Text, coverage
    from ringfence.law.lists import load_lists
    from ringfence.law.obligations import load_obligations
    from ringfence.law.overlay import held_countries

    for text in Text:
        for article in coverage(text):
            yield article.title, f"{text.value}, {article.article}"
            if article.why:
                yield article.why, f"{text.value}, {article.article}"
            yield from ((one.why, one.obligation.id) for one in article.obligations if one.why)
    for duty in load_obligations():
        yield duty.summary, duty.id
        yield duty.deadline, duty.id
    lists = load_lists()
    for entry in lists.entries:
        yield from ((one, entry.citation) for one in entry.scope_notes)
    yield from ((one.says, one.citation) for one in lists.exclusions.values())
    for country in held_countries():
        yield from ((one.covers, f"class rules of {country}") for one in load_class_rules(country))
    for example in examples():
        yield example.says, f"src/ringfence/jobs/movement_examples/{example.name}.toml"


def problems_in(tree: ast.Module) -> Iterator[ast.AST]:
    """What a file says of problems, and nothing else of it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Problem":
            yield node


def texts_of(tree: ast.AST) -> Iterator[str]:
    """The texts of a file that may be shown."""
    inner: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            inner.add(id(node.value))
        if isinstance(node, ast.JoinedStr):
            inner |= {id(part) for part in ast.walk(node) if part is not node}
    for node in ast.walk(tree):
        if id(node) in inner:
            continue
        if isinstance(node, ast.JoinedStr):
            text = _pattern(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
        else:
            continue
        bare = re.sub(r"\{\d+\}", "", text)
        is_said = re.search(r"[A-Za-z]{2,}\s+[A-Za-z(]", bare) or _BESIDE.match(text.strip())
        if is_said and not _CODE.search(text):
            yield text.strip()


_BESIDE = re.compile(
    r"[A-Za-z]{3,}:? \W*\{\d+\}|\{\d+\}:?( g)? (?!and\b|for\b)[a-z]{3,}\b",
)
"""One word beside a value: `Enter {0}`, `row {0}`, `{0}: late`; not the bare `{0} to {1}`."""

_CODE = re.compile(r"\n|PRAGMA|SELECT |ON CONFLICT |\\[bdws.]|::|: Any|%s")
"""Marks of what is for a machine to read."""


def _pattern(node: ast.JoinedStr) -> str:
    parts, count = [], 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            parts.append(str(part.value))
        else:
            parts.append(f"{{{count}}}")
            count += 1
    return "".join(parts)


def paper_messages() -> dict[Key, list[str]]:
    """Every word of official papers, with its key in the tables of papers as context."""
    from ringfence.exchange.papers.words import coded, labelled

    tables = {"labels": labelled(), "codes": coded()}
    return {
        (key, text): [f"src/ringfence/exchange/papers/{name}.csv"]
        for name, table in tables.items()
        for key, text in table.items()
    }


DOMAINS = {
    "django": lambda: {**name_messages(), **page_messages()},
    "sentences": sentence_messages,
    "papers": paper_messages,
}


def renewed(domain: str, language: str) -> Catalog:
    """The catalogue with every message of today and the translations it had."""
    path = LOCALE / language / "LC_MESSAGES" / f"{domain}.po"
    old = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            old = read_po(file, locale=language)
    fixed = datetime(2026, 1, 1, tzinfo=UTC)
    made = Catalog(
        locale=language, domain=domain, project="ringfence", version="1",
        creation_date=fixed, revision_date=fixed, fuzzy=False,
        header_comment=_HEAD + (_TRUST if domain == "papers" else ""),
    )  # fmt: skip
    messages = DOMAINS[domain]()
    for (context, message), places in sorted(messages.items(), key=lambda one: str(one[0])):
        before = old.get(message[0] if isinstance(message, tuple) else message, context)
        string = before.string if before is not None and before.string else None
        locations = [(place, None) for place in sorted(set(places))[:3] if "/" in place]
        beside = before.user_comments if before is not None else []
        made.add(message, string, locations, user_comments=beside, context=context)  # type: ignore[arg-type]
    return made


_HEAD = "# Words of Ringfence; renewed by scripts/messages.py, translated by hand."
_TRUST = """
#
# A word of a treaty form says where it comes from, in a comment beside it:
#   trust: S   read in the text of the treaty, or of the Board's forms, in this language
#   trust: m   from memory: have a lawyer confirm it before papers are printed
#   trust: o   our own word"""


def as_po(catalogue: Catalog) -> bytes:
    """The catalogue as a file to be read and edited."""
    written = io.BytesIO()
    write_po(written, catalogue, width=100, sort_output=False, include_previous=False)
    return written.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """The catalogue as a program reads it."""
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """Messages without a translation."""
    found = []
    for one in catalogue:
        strings = one.string if isinstance(one.string, tuple) else (one.string,)
        if one.id and not all(strings):
            found.append(one.id[0] if isinstance(one.id, tuple) else one.id)
    return found


def unsure(catalogue: Catalog) -> list[str]:
    """Words that a translator has from memory only."""
    return [f"{one.id}: {one.string}" for one in catalogue if "trust: m" in one.user_comments]


def main() -> None:
    """Renew and compile every catalogue; or print what is missing, or unsure."""
    for language in LANGUAGES:
        for domain in DOMAINS:
            made = renewed(domain, language)
            absent = missing(made)
            if "--unsure" in sys.argv:
                print("\n".join(unsure(made)), end="\n" if unsure(made) else "")
                continue
            if "--missing" in sys.argv:
                print("\n".join(absent))
                continue
            folder = LOCALE / language / "LC_MESSAGES"
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"{domain}.po").write_bytes(as_po(made))
            (folder / f"{domain}.mo").write_bytes(as_mo(made))
            print(f"{language} {domain}: {len(made)} messages, {len(absent)} without translation")


if __name__ == "__main__":
    main()
