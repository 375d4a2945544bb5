"""The register of obligations: one row a duty or power of the three conventions.

`obligations.csv` lies beside this file. Its sentences are our own summaries, each with the place
that it was read from; they are not the treaty's text. `scripts/build_obligations.py` wrote it.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from ringfence.law.data_file import LAW, DataFile


class Text(StrEnum):
    """The texts whose duties are held: the conventions, and the Commission's own procedure."""

    UN1961 = "1961"
    UN1971 = "1971"
    UN1988 = "1988"
    CND = "CND"


class Decides(StrEnum):
    """What an obligation decides. One that decides nothing of these reports, records or governs."""

    MOVEMENT = "movement"
    LIMIT = "limit"
    PAPER = "paper"
    PREPARATION = "preparation"
    LIST_CHANGE = "list change"
    VOTE = "vote"


_TEXTS = {"1971 (resolution)": Text.UN1971, "CND procedure": Text.CND}
"""Resolutions that extend the 1971 Convention stand with it; every other row names its text."""


@dataclass(frozen=True, slots=True)
class Obligation:
    """One duty or power: who must or may do what, when, and where that was read."""

    id: str
    text: Text
    article: str
    paragraph: str
    who: str
    summary: str
    trigger: str
    deadline: str
    source: str


@cache
def load_obligations() -> tuple[Obligation, ...]:
    """The register that comes with the package, in its own order."""
    path = LAW / "obligations.csv"
    with path.open(encoding="utf-8", newline="") as rows:
        return tuple(_obligation(row) for row in csv.DictReader(rows))


def _obligation(row: dict[str, str]) -> Obligation:
    convention = row["convention"]
    return Obligation(
        id=row["id"],
        text=_TEXTS.get(convention) or Text(convention),
        article=row["article"],
        paragraph=row["paragraph"],
        who=row["who"],
        summary=row["obligation"],
        trigger=row["trigger"],
        deadline=row["deadline"],
        source=row["source"],
    )


@cache
def deciding() -> Mapping[str, Decides]:
    """What each obligation that decides something decides, by its id (deciding.toml)."""
    file = DataFile(LAW / "deciding.toml")
    table = file.head(set())
    found: dict[str, Decides] = {}
    for kind in Decides:
        for obligation in table.texts(kind.value):
            if obligation in found:
                raise table.error(f"{obligation} stands twice", "Name it under one kind", kind)
            found[obligation] = kind
    return found
