"""Nothing that a convention controls is called not controlled, however it is written or drawn."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from random import randrange

import pytest

from ringfence.law.identification import identify
from ringfence.substance.candidate import Query
from ringfence.substance.match import match
from ringfence.terms import Verdict
from tests import hostile
from tests.hostile import Hostile, is_another_name

DAY = date(2026, 2, 15)
IS_SEARCH = os.environ.get("RINGFENCE_EXAMPLES") == "search"
TIMES, SEED = (20, randrange(2**32)) if IS_SEARCH else (1, 20_260_215)
"""The same inputs in every run; `RINGFENCE_EXAMPLES=search` looks at twenty times as many."""

Maker = Callable[[date, int, int], Iterator[Hostile]]


@pytest.mark.parametrize(
    ("make", "count"),
    [(hostile.written, 2_000), (hostile.drawn, 600), (hostile.contradicted, 600)],
    ids=["written", "drawn", "contradicted"],
)
def test_nothing_controlled_is_released_however_it_is_put(make: Maker, count: int) -> None:
    released, judged = [], Counter[str]()
    for one in make(DAY, SEED, count * TIMES):
        found = identify(match(one.query), DAY, ())
        judged[one.how] += 1
        if found.verdict is Verdict.NOT_CONTROLLED and not is_another_name(one, found):
            released.append((one.how, one.made_of, one.query, found.reasons))
    assert released == [], SEED
    assert sum(judged.values()) == count * TIMES


def test_most_of_it_is_found_and_not_only_held() -> None:
    found = Counter[str]()
    for one in hostile.written(DAY, 1, 900):
        answer = identify(match(one.query), DAY, ())
        substances = {c.substance for c in answer.match.candidates}
        found[one.how] += one.substance in substances
    assert found["look-alike letters"] >= 95
    assert found["doubled letters"] >= 85
    assert found["one error"] >= 75


def test_a_name_of_something_else_is_known_by_its_letters() -> None:
    query = Query(text="papaverine")
    one = Hostile("by hand", "morphine", "morphine", query)
    assert is_another_name(one, identify(match(query), DAY, ()))
    query = Query(text="tramadal")
    assert not is_another_name(one, identify(match(query), DAY, ()))
