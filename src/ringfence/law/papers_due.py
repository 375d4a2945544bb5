"""Which papers a movement needs: the union over its cases of what each convention asks."""

from __future__ import annotations

from collections.abc import Sequence

from ringfence.law.case import Case
from ringfence.law.papers import Paper


def papers_of(cases: Sequence[Case]) -> tuple[Paper, ...]:
    """Every paper that is due, each once, the most binding demand first."""
    return ()
