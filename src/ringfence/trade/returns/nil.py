"""When an authority may say that there is nothing to report: a nil return is still a return.

Nothing is not the same as not known. A return is nil where the books and the documents hold no
figure, every firm has told of the whole period, and the period is over. Where the same period of
the year before had figures, somebody says why there are none now.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ringfence.terms import Day, Finding
from ringfence.trade.claim import stands
from ringfence.trade.returns.form import Form, Return

RULE = "trade.return.nil"
REASON = "nil"
"""The name under which the reason of a nil return is kept with it."""

MAY_BE_NIL = frozenset({Form.A, Form.A_P, Form.C, Form.P, Form.D})
"""Forms of what happened. One of needs is never nil: a blank estimate is established by the Board
(1961 12(3)), and a blank assessment is not filed."""


@dataclass(frozen=True, slots=True)
class NilAsked:
    """A return that is to be nil, and what decides whether it may.

    is_complete  every firm has told of every day of the period
    had_before   whether the same period of the year before had figures
    is_open      nothing of it was approved or sent yet
    """

    return_: Return
    is_complete: bool
    had_before: bool
    is_open: bool
    today: Day
    reason: str = ""


def nil_findings(asked: NilAsked) -> Iterator[Finding]:
    """Whether it may be said that there is nothing to report."""
    made, count = asked.return_, len(asked.return_.substances)
    lacks = f"Form {made.form} tells of needs: file what is needed"
    yield stands(RULE, made.form in MAY_BE_NIL, "the form may be nil", lacks)
    yield stands(RULE, asked.is_open, "nothing of it was sent", "it was approved or sent already")
    over = made.period.last < asked.today
    yield stands(RULE, over, "the period is over", f"the period runs to {made.period.last}")
    holds = f"the books hold figures, of so many substances: {count}: report them"
    yield stands(RULE, made.is_nil, "the books hold no figure", holds)
    lacks = "not every firm has signed its stock returns of the whole period"
    yield stands(RULE, asked.is_complete or None, "every firm told of the whole period", lacks)
    settled = True if not made.unsettled else None
    lacks = "the lists cannot say of every substance whether the form covers it"
    yield stands(RULE, settled, "the lists settle what the form covers", lacks)
    if asked.had_before:
        lacks = "there were figures the year before: say why there are none now"
        yield stands(RULE, bool(asked.reason.strip()), "it is said why there are none now", lacks)
