"""The time limits that an authority sets for itself, each with its default and where that is from.

No treaty sets them: `policy` is a choice that the authority may change, `memory` one whose model
was not seen. They stand in the table `[time_limits]` of node.toml. What a treaty sets, such as the
90 days of a declaration, stands with its paragraph and is no choice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from ringfence.law.record import Problem
from ringfence.trade.working_days import Calendar

UNITS = ("working_days", "days", "hours")
YEARS_MAX = 10
MOST = {"working_days": 261 * YEARS_MAX, "days": 366 * YEARS_MAX, "hours": 366 * 24}
"""The longest limit in each unit: what is longer was typed by mistake."""


def _limit(default: int, says: str, source: str = "desk", known: str = "policy") -> Any:
    return field(default=default, metadata={"says": says, "source": source, "known": known})


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Every limit, its unit last in its name."""

    approval_working_days: int = _limit(5, "a proposal that nobody decides lapses")
    order_lapse_days: int = _limit(60, "an order that nobody fills lapses", "21 CFR 1305", "memory")
    order_told_working_days: int = _limit(
        2, "a consignment under an order is told to the authority", "21 CFR 1305 as model"
    )
    order_answer_working_days: int = _limit(2, "an order is accepted or refused")
    order_receipt_working_days: int = _limit(10, "a consignment under an order is received")
    endorsement_working_days: int = _limit(
        10, "an endorsement is made and goes back after the arrival", "un1961/31/7 names no length"
    )
    endorsement_answer_working_days: int = _limit(10, "the other side answers an endorsement")
    company_return_days: int = _limit(15, "a firm signs its return after the end of its period")
    company_return_closing_working_days: int = _limit(10, "a signed return of a firm is closed")
    loss_told_hours: int = _limit(24, "a theft or loss is told after its discovery")
    loss_form_working_days: int = _limit(10, "the full form of a loss follows")
    loss_review_working_days: int = _limit(10, "a loss is reviewed and closed")
    reply_link_days: int = _limit(21, "a link for a partner's reply ends, where no day is asked")
    remind_days: int = _limit(90, "a firm is reminded of a licence or paper that ends")
    soon_working_days: int = _limit(2, "work is shown as soon due with so many days left")
    completeness_working_days: int = _limit(5, "an application or declaration is looked through")
    authorisation_decision_working_days: int = _limit(
        10, "an application for a paper is decided", "UK service standard"
    )
    licence_decision_working_days: int = _limit(
        60, "a licence is decided", "EU 2015/1013 article 3(4) as model"
    )
    register_decision_working_days: int = _limit(10, "an operator or product is registered")
    arrival_working_days: int = _limit(
        10, "an arrival is booked after the end of the period", "CH practice as model"
    )
    authenticity_query_working_days: int = _limit(10, "a query to a partner is answered")
    closing_working_days: int = _limit(10, "a paper that was used is closed")
    declaration_receipt_working_days: int = _limit(10, "the receipt of a declaration comes back")
    notice_sending_working_days: int = _limit(5, "a pre-export notification is sent")
    notification_reply_working_days: int = _limit(
        15, "a pre-export notification is answered", "EU 111/2005 article 11 as model"
    )
    notification_question_working_days: int = _limit(5, "a question about a notice is answered")
    release_working_days: int = _limit(5, "goods are released after a reply or a detention")
    stopped_goods_working_days: int = _limit(5, "a notice that was objected to is closed")
    estimate_approval_working_days: int = _limit(10, "an estimate or assessment is approved")
    estimate_sending_working_days: int = _limit(5, "an approved estimate is sent")
    estimate_question_working_days: int = _limit(10, "a question of the Board is answered")
    destruction_closing_working_days: int = _limit(10, "a destruction is closed")
    inspection_findings_working_days: int = _limit(10, "findings follow an inspection")
    inspection_closing_working_days: int = _limit(10, "an inspection that was answered is closed")
    return_answer_working_days: int = _limit(10, "a question about a return is answered")
    correction_decision_working_days: int = _limit(5, "a correction is decided")
    correction_posting_working_days: int = _limit(5, "an approved correction is booked")
    books_question_working_days: int = _limit(10, "a firm answers a question about its books")
    books_settling_working_days: int = _limit(10, "an answer about books is settled")
    role_decision_working_days: int = _limit(5, "a change of users is decided")
    objection_decision_working_days: int = _limit(20, "an objection is decided on")
    setting_decision_working_days: int = _limit(5, "a change of settings is decided")

    def problems(self) -> Iterator[Problem]:
        """Limits that are no whole number above zero, or longer than anybody means."""
        for one in limits():
            value, most = self.of(one.name), MOST[one.unit]
            if isinstance(value, bool) or not 0 < value <= most:
                problem = f"{value} is no length"
                remedy = f"Write a whole number from 1 to {most}; the default is {one.default}"
                yield Problem(f"time_limits.{one.name}", problem, remedy)

    def of(self, name: str) -> int:
        """The length of a limit, in the unit that its name ends with."""
        return int(getattr(self, name))

    def changed(self) -> tuple[tuple[Limit, int], ...]:
        """The limits that differ from their defaults, with what they are."""
        return tuple(
            (one, self.of(one.name)) for one in limits() if self.of(one.name) != one.default
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit as it is documented: what happens within it, its default, and where that is from.

    known  `policy`, or `memory` where the model of the default was not seen
    """

    name: str
    unit: str
    default: int
    says: str
    source: str
    known: str


@cache
def limits() -> tuple[Limit, ...]:
    """Every limit, in the order of the table."""
    return tuple(
        Limit(
            one.name,
            next(unit for unit in UNITS if one.name.endswith(f"_{unit}")),
            int(one.default),  # type: ignore[arg-type]
            one.metadata["says"],
            one.metadata["source"],
            one.metadata["known"],
        )
        for one in fields(TimeLimits)
    )


@dataclass(frozen=True, slots=True)
class Timing:
    """How days are counted here: the working days of the territory, and its time limits."""

    calendar: Calendar = Calendar()
    limits: TimeLimits = TimeLimits()
