"""Write the pages that are made from the code: coverage, the movement's schema, its keys.

    python scripts/build_docs.py [--docs DIR]

docs/coverage.md and docs/movement.schema.json are written whole; in docs/assess.md what stands
between the two marks is replaced. tests/test_coverage.py compares all three with the code.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ringfence.law.coverage import ArticleCoverage, Status, coverage, module_of
from ringfence.law.fewest_facts import fewest_facts, leaves
from ringfence.law.movement import movement_schema
from ringfence.law.obligations import Text

DOCS = Path(__file__).resolve().parent.parent / "docs"
FIRST_MARK = "<!-- keys: written by scripts/build_docs.py -->"
LAST_MARK = "<!-- end of keys -->"
FEWEST_MARK = "<!-- fewest facts: written by scripts/build_docs.py -->"
FEWEST_END = "<!-- end of fewest facts -->"
BASES = DOCS.parent / "tests" / "cases" / "bases"
KINDS = {
    "morphine_shipment": "narcotic drug (1961 Schedules I and II)",
    "un1971_mdma_shipment": "psychotropic substance, Schedule I",
    "un1971_methylphenidate_shipment": "psychotropic substance, Schedule II",
    "un1971_buprenorphine_shipment": "psychotropic substance, Schedule III",
    "un1971_diazepam_shipment": "preparation, Schedule IV",
    "un1971_exempt_preparation": "preparation that both countries exempt (1971 article 3)",
    "un1988_acetic_anhydride": "precursor, Table I, for a country that asks to be told",
    "un1988_acetone": "precursor, Table II",
    "un1971_train_kit": "first-aid kit",
    "un1971_traveller": "traveller's medicine",
}
TITLES = {
    Text.UN1961: "The 1961 Convention as amended in 1972",
    Text.UN1971: "The 1971 Convention and the resolutions that extend it",
    Text.UN1988: "The 1988 Convention",
    Text.CND: "The Commission's procedure",
}


def main() -> int:
    """Write the pages and print which."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--docs", type=Path, default=DOCS, help="folder to write to")
    folder = parser.parse_args().docs
    for name, text in pages(folder).items():
        (folder / name).write_text(text, encoding="utf-8")
        print(folder / name)
    return 0


def pages(folder: Path = DOCS) -> dict[str, str]:
    """Each page by name, as it should be; docs/assess.md is read for the text around its keys."""
    assess = (folder / "assess.md").read_text(encoding="utf-8")
    before, _, rest = assess.partition(FIRST_MARK)
    after = rest.partition(LAST_MARK)[2]
    keys = "\n".join([FIRST_MARK, "", *key_lines(movement_schema()), LAST_MARK])
    start, _, rest = before.partition(FEWEST_MARK)
    end = rest.partition(FEWEST_END)[2]
    before = start + "\n".join([FEWEST_MARK, "", *fewest_lines(), "", FEWEST_END]) + end
    return {
        "assess.md": before + keys + after,
        "coverage.md": "\n".join(coverage_lines(coverage())) + "\n",
        "movement.schema.json": json.dumps(movement_schema(), indent=2) + "\n",
    }


def fewest_lines() -> Iterator[str]:
    """The fewest facts under which each complete movement of the tests is granted."""
    for name, kind in KINDS.items():
        mapping = tomllib.loads((BASES / f"{name}.toml").read_text(encoding="utf-8"))
        tables: dict[str, list[str]] = {}
        for place in leaves(fewest_facts(mapping)):
            told = [str(one) for one in place if not isinstance(one, int)]
            table = ".".join(told[:-1])
            tables.setdefault(f"[{table}]" if table else "", []).append(told[-1])
        count = sum(map(len, tables.values()))
        yield f"- **{kind}**, {count} facts: " + "; ".join(
            f"{table} {', '.join(dict.fromkeys(keys))}".strip() for table, keys in tables.items()
        )


def coverage_lines(articles: Sequence[ArticleCoverage]) -> Iterator[str]:
    """The page of coverage: sums, then a table of articles and one of what is not computed."""
    yield "# What is computed of the three conventions"
    yield ""
    yield "Written by `scripts/build_docs.py` from the code; `ringfence law coverage` prints the"
    yield "same, with every function and the cases that prove it. *Computed* means that a function"
    yield "is tied to the obligation in the code, not that a page says so; it computes what the"
    yield "obligation asks of a movement, a limit, a list or a vote. The obligations are our own"
    yield "summaries."
    yield ""
    yield from _decided(articles)
    yield from _sums(articles)
    for text in Text:
        own = [one for one in articles if one.text is text]
        yield from ("", f"## {TITLES[text]}", "")
        yield from _articles(own)
        yield from _not_computed(own)


def _decided(articles: Sequence[ArticleCoverage]) -> Iterator[str]:
    rows = [row for one in articles for row in one.obligations if row.decides is not None]
    counts = Counter(str(row.decides) for row in rows)
    computed = sum(row.status is Status.COMPUTED for row in rows)
    each = ", ".join(f"a {kind} {count}" for kind, count in sorted(counts.items()))
    yield f"{len(rows)} obligations decide something: {each}. {computed} of them are computed. The"
    yield "others report what happened, keep records, license at home, punish, help or govern; why"
    yield "each decides nothing stands beside it (`src/ringfence/law/deciding.toml`)."
    yield ""


def _sums(articles: Sequence[ArticleCoverage]) -> Iterator[str]:
    counts = {
        text: Counter(row.status for one in articles if one.text is text for row in one.obligations)
        for text in Text
    }
    yield f"| text | obligations | {' | '.join(Status)} |"
    yield f"|---|---|{'---|' * len(Status)}"
    for text, found in counts.items():
        yield f"| {text} | {found.total()} | {' | '.join(str(found[one]) for one in Status)} |"
    whole = sum(counts.values(), Counter())
    yield f"| all | {whole.total()} | {' | '.join(str(whole[one]) for one in Status)} |"


def _articles(articles: Sequence[ArticleCoverage]) -> Iterator[str]:
    yield "| article | about | status | computed | where, or why not |"
    yield "|---|---|---|---|---|"
    for one in articles:
        count = f"{one.computed} of {len(one.obligations)}" if one.obligations else ""
        files = dict.fromkeys(map(module_of, one.functions))
        where = ", ".join(f"`{file}`" for file in files) or one.why
        yield f"| {one.article} | {one.title} | {one.status} | {count} | {where} |"


def _not_computed(articles: Sequence[ArticleCoverage]) -> Iterator[str]:
    rows = [
        f"| {row.obligation.id} | {row.obligation.summary.replace('|', '/')} | {row.status} | "
        f"{row.why}{_its_day(row.day_by)} |"
        for one in articles
        for row in one.obligations
        if row.status is not Status.COMPUTED
    ]
    if rows:
        yield from ("", "Not computed:", "", "| obligation | in our words | status | why |")
        yield from ("|---|---|---|---|", *rows)


def _its_day(day_by: Sequence[Any]) -> str:
    return f"; its day: {', '.join(f'`{tie.function}`' for tie in day_by)}" if day_by else ""


def key_lines(schema: Mapping[str, Any]) -> Iterator[str]:
    """A table of keys for the movement and for each of its tables; equal tables once."""
    tables: dict[str, tuple[list[str], Mapping[str, Any]]] = {}
    for name, inner in _tables("", schema):
        names, _ = tables.setdefault(json.dumps(inner["properties"]), ([], inner))
        names.append(name)
    for names, inner in tables.values():
        yield f"### {', '.join(f'`{name}`' for name in names if name) or 'The movement'}"
        yield from ("", "| key | holds | written as |", "|---|---|---|")
        for key, described in inner["properties"].items():
            needed = " (needed)" if key in inner["required"] else ""
            says = described.get("description", "").replace("|", "/")
            yield f"| `{key}`{needed} | {says} | {_form(described)} |"
        yield ""


def _tables(place: str, schema: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The schema itself, then every table below it with the place where it is written."""
    yield place, schema
    for key, described in schema["properties"].items():
        path = f"{place.strip('[]')}.{key}".strip(".")
        inner = described.get("items", described)
        if "properties" in inner:
            is_many = described.get("type") == "array"
            yield from _tables(f"[[{path}]]" if is_many else f"[{path}]", inner)


def _form(described: Mapping[str, Any]) -> str:
    """How a value is written, in few words."""
    if "enum" in described:
        return ", ".join(f"`{word}`" for word in described["enum"])
    if described.get("type") == "array":
        inner = described["items"]
        return "tables" if "properties" in inner else f"list of {_form(inner)}"
    if "properties" in described:
        return "table"
    if described.get("format") == "date":
        return "day"
    if isinstance(described.get("type"), list):
        return "number"
    return {"boolean": "true or false", "integer": "whole number"}.get(described["type"], "text")


if __name__ == "__main__":
    sys.exit(main())
