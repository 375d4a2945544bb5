"""What stands behind a citation: article or schedule, decision, national instrument.

Sentences are those of the register of obligations, in our own words; no text of a treaty is held.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from ringfence.law.acts import Act
from ringfence.law.class_rules import ClassRule, countries_with_class_rules, load_class_rules
from ringfence.law.coverage import ArticleCoverage, ObligationCoverage, coverage
from ringfence.law.decision import rules
from ringfence.law.entry import Convention
from ringfence.law.lists import ListBook, load_lists
from ringfence.law.obligations import Text
from ringfence.law.overlay import Instrument, Overlay, held_countries, load_overlay
from ringfence.law.rule import Rule

_TREATIES = {"un1961": Text.UN1961, "un1971": Text.UN1971, "un1988": Text.UN1988}
_RESOLUTION = "ECOSOC"
"""Resolutions that extend the 1971 Convention stand with it: article `ECOSOC 1981/7`."""
_SCHEDULES = ("sched", "table")
_PARTS = re.compile(r"[0-9]+|[a-z]+")
_BESIDE = re.compile(r"([^()/]+)(\(.*)")
"""An article whose point stands beside it: `un1971/7(a)`."""


class Source(StrEnum):
    """What sort of text a citation leads to."""

    ARTICLE = "article"
    SCHEDULE = "schedule"
    DECISION = "decision"
    INSTRUMENT = "instrument"
    CLASS_RULE = "class_rule"


@dataclass(frozen=True, slots=True)
class Passage:
    """What is held on one citation; what does not apply to its sort is empty.

    schedule     the list that is meant; empty where all lists of the convention are
    obligations  those of the paragraph itself; `article` holds all of its article
    """

    citation: str
    source: Source
    text: Text | None = None
    paragraph: str = ""
    article: ArticleCoverage | None = None
    obligations: tuple[ObligationCoverage, ...] = ()
    rules: tuple[Rule, ...] = ()
    schedule: str = ""
    acts: tuple[Act, ...] = ()
    overlay: Overlay | None = None
    instrument: Instrument | None = None
    class_rule: ClassRule | None = None


def passage_of(citation: str, lists: ListBook | None = None) -> Passage | None:
    """What stands behind a citation such as `un1961/31/5`; `None` where nothing is held on it."""
    instrument, _, rest = citation.strip().partition("/")
    if instrument in _TREATIES:
        return _of_treaty(citation, _TREATIES[instrument], rest)
    if instrument == "ecosoc":
        return _of_treaty(citation, Text.UN1971, f"{_RESOLUTION} {rest}")
    if instrument == "cnd":
        return _of_decision(citation, rest, lists or load_lists())
    return _of_country(citation, instrument.upper(), rest)


def _of_treaty(citation: str, text: Text, rest: str) -> Passage | None:
    article, _, paragraph = _parts(rest)
    if article in _SCHEDULES:
        return _of_schedule(citation, text, paragraph)
    if beside := _BESIDE.fullmatch(article):
        article, paragraph = beside[1], beside[2] + paragraph
    found = article_of(text, article)
    if found is None:
        return None
    own = tuple(one for one in found.obligations if _speaks_of(one, article, paragraph))
    return Passage(
        citation, Source.ARTICLE, text, paragraph, found, own, tuple(_rules(citation, paragraph))
    )


def _parts(rest: str) -> tuple[str, str, str]:
    """Article and paragraph; the number of a resolution holds a stroke of its own."""
    if rest.startswith(_RESOLUTION):
        return rest, "", ""
    return rest.partition("/")


def _of_schedule(citation: str, text: Text, schedule: str) -> Passage | None:
    known = {entry.schedule for entry in load_lists().entries if entry.convention == text.value}
    if schedule and schedule not in known:
        schedule = f"Table {schedule}"
    if schedule and schedule not in known:
        return None
    return Passage(citation, Source.SCHEDULE, text, schedule=schedule)


def article_of(text: Text, article: str) -> ArticleCoverage | None:
    """One article of a text with its obligations; `None` where it has none of that name."""
    return next((one for one in coverage(text) if one.article == article), None)


def _speaks_of(one: ObligationCoverage, article: str, paragraph: str) -> bool:
    """Whether a row of the register is of the paragraph, of a part of it, or of what holds it."""
    if not paragraph:
        return True
    asked, held = _steps(paragraph), _steps(_within(article, one.obligation.paragraph))
    if not held:
        return False
    shorter = min(len(asked), len(held))
    return asked[:shorter] == held[:shorter]


def _within(article: str, paragraph: str) -> str:
    return paragraph.removeprefix(article) if paragraph.startswith(f"{article}(") else paragraph


def _steps(paragraph: str) -> list[str]:
    return _PARTS.findall(paragraph.casefold())


def _rules(citation: str, paragraph: str) -> Iterator[Rule]:
    for one in rules():
        is_part = paragraph and one.citation.startswith(f"{citation}(")
        is_below = not paragraph and one.citation.startswith(f"{citation}/")
        if one.citation == citation or is_part or is_below:
            yield one


def _of_decision(citation: str, decision: str, lists: ListBook) -> Passage | None:
    acts = tuple(act for act in lists.acts if act.decision == decision)
    return Passage(citation, Source.DECISION, acts=acts) if acts else None


def _of_country(citation: str, country: str, rest: str) -> Passage | None:
    for known in held_countries():
        overlay = load_overlay(known)
        if known == country and overlay is not None and rest in overlay.instruments:
            found = overlay.instruments[rest]
            return Passage(citation, Source.INSTRUMENT, overlay=overlay, instrument=found)
    for known in countries_with_class_rules():
        for one in load_class_rules(known):
            if known == country and one.citation == citation:
                return Passage(
                    citation, Source.CLASS_RULE, overlay=load_overlay(known), class_rule=one
                )
    return None


def convention_of(text: Text) -> Convention | None:
    """The convention whose text it is; `None` for the Commission's procedure."""
    return Convention(text.value) if text is not Text.CND else None
