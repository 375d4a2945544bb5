"""The JSON form of what is computed: `ringfence.law.coverage/1`.

Keys may be added, never renamed or removed. Documented in docs/formats.md.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from ringfence.law.coverage import ArticleCoverage, ObligationCoverage, Tie

FORMAT = "ringfence.law.coverage/1"

Proven = Mapping[Tie, tuple[int, Sequence[str]]]
"""How many cases prove each function, and in which files; empty where no tests lie beside it."""


def coverage_to_wire(articles: Sequence[ArticleCoverage], proven: Proven) -> dict[str, Any]:
    """The whole document. `cases` is null where no tests lie beside the package."""
    return {
        "format": FORMAT,
        "articles": [article_to_wire(one, proven) for one in articles],
    }


def article_to_wire(one: ArticleCoverage, proven: Proven = MappingProxyType({})) -> dict[str, Any]:
    """One article with its obligations."""
    return {
        "convention": one.text.value,
        "article": one.article,
        "title": one.title,
        "status": one.status.value,
        "why": one.why or None,
        "computed": one.computed,
        "of": len(one.obligations),
        "obligations": [_obligation(row, proven) for row in one.obligations],
    }


def _obligation(row: ObligationCoverage, proven: Proven) -> dict[str, Any]:
    one = row.obligation
    return {
        "id": one.id,
        "paragraph": one.paragraph,
        "who": one.who,
        "summary": one.summary,
        "decides": None if row.decides is None else row.decides.value,
        "status": row.status.value,
        "why": row.why or None,
        "computed_by": [_tie(tie, proven) for tie in row.computed_by],
        "day_by": [_tie(tie, proven) for tie in row.day_by],
    }


def _tie(tie: Tie, proven: Proven) -> dict[str, Any]:
    cases, files = proven.get(tie, (None, None))
    return {
        "function": tie.function,
        "citation": tie.citation or None,
        "cases": cases,
        "files": None if files is None else list(files),
    }
