"""When is it due? Days counted from the day of an event, with the paragraph that sets them.

`CLOCKS` lists every clock with what starts it and how it is known. Months are calendar months: a
period of a month that begins after 30 June ends on 31 July, and a month from 31 January ends on
the last day of February. What was not confirmed in a text is marked and is a parameter.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ringfence.law.computed import Computes
from ringfence.terms import Day

ARQ_DUE = (6, 30)
"""Month and day of the annual report questionnaire. 30 June in the edition of 2016; a sample of
2015 said 31 March. Unverified for later editions."""

FORM_D_DUE = (6, 30)
"""Month and day of Form D. Unverified: from memory."""

NOTIFICATION_WORKING_DAYS = 15
"""Working days before export by which European Union law wants a pre-export notification sent.
Unverified: from memory. The treaty (1988 article 12(10)(a)) says only: before the export."""


def add_months(day: Day, months: int) -> Day:
    """The same day of a later month, or that month's last day where it is shorter.

    >>> add_months(date(2023, 10, 31), 4)
    datetime.date(2024, 2, 29)
    """
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def add_years(day: Day, years: int) -> Day:
    """The same day of a later year; 28 February for a 29 February that is missing there."""
    return add_months(day, 12 * years)


def kept_until(day: Day, years: int) -> Day:
    """The last day on which a record of `day` is kept: the same day so many years later.

    A record of 29 February is kept until 1 March where that year has no such day: never too short.
    """
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def within_months_after(last: Day, months: int) -> Day:
    """The last day of a period of months that begins on the day after `last`."""
    return add_months(last + timedelta(days=1), months) - timedelta(days=1)


def quarter_end(year: int, quarter: int) -> Day:
    """The last day of a quarter, 1 to 4."""
    return within_months_after(date(year - 1, 12, 31), 3 * quarter)


def form_a_due(last_of_quarter: Day) -> Day:
    """Trade statistics: within one month after the end of the quarter (1961 article 20(2)(b))."""
    return within_months_after(last_of_quarter, 1)


def form_b_due(last_of_year: Day) -> Day:
    """Estimates: 30 June before the year that ends on `last_of_year` (Form B; 1961 article 12(1)).

    The Board fixes the day; this is the one of the edition of 2014.
    """
    return date(last_of_year.year - 1, 6, 30)


def form_c_due(last_of_year: Day) -> Day:
    """Annual statistics: 30 June after the year (1961 article 20(2)(a))."""
    return date(last_of_year.year + 1, 6, 30)


def form_p_due(last_of_year: Day) -> Day:
    """Psychotropic statistics: 30 June after the year (1971 article 16(4); Form P of 2019)."""
    return date(last_of_year.year + 1, 6, 30)


def form_ap_due(last_of_quarter: Day) -> Day:
    """Trade in Schedule II of 1971: within the month after the quarter (ECOSOC 1981/7).

    Unverified: from memory.
    """
    return within_months_after(last_of_quarter, 1)


def form_d_due(last_of_year: Day, due: tuple[int, int] = FORM_D_DUE) -> Day:
    """Precursor report of a year (1988 article 12(12)); the day is a parameter."""
    return date(last_of_year.year + 1, *due)


def arq_due(last_of_year: Day, due: tuple[int, int] = ARQ_DUE) -> Day:
    """Annual report questionnaire of a year (1961 article 18, 1971 article 16(1), 1988 20)."""
    return date(last_of_year.year + 1, *due)


def declaration_due(despatched: Day) -> Day:
    """Declaration for Schedule III sent to the importing authority: as soon as possible, at most
    90 days after despatch (1971 article 12(2)(c))."""
    return despatched + timedelta(days=90)


def records_kept_until(recorded: Day, years: int = 2) -> Day:
    """The day until which a record is kept at least.

    Two years by 1961 article 34(b), 1971 article 11(7) and 7(e) (there from the last use
    recorded), 1988 article 12(9)(e); national law may ask for more.
    """
    return kept_until(recorded, max(years, 2))


def opium_delivered_by(harvest_ended: Day) -> Day:
    """The agency takes the crop at most four months after the end of the harvest
    (1961 article 23(2)(d))."""
    return add_months(harvest_ended, 4)


def opium_explanation_due(notified: Day) -> Day:
    """A Party explains itself within one month after the finding was notified
    (1961 article 21 bis (2))."""
    return add_months(notified, 1)


def opium_deduction_effective(notified: Day) -> Day:
    """The Board's deduction takes effect ninety days after the Party is notified
    (1961 article 21 bis (2))."""
    return notified + timedelta(days=90)


def flag_authority_due(became_party: Day) -> Day:
    """The authority for requests about ships is notified within one month of becoming a Party
    (1988 article 17(7))."""
    return add_months(became_party, 1)


def safe_conduct_until(no_longer_needed: Day, days: int = 15) -> Day:
    """Safe conduct of a witness: fifteen consecutive days, or the period agreed, from the day on
    which presence is officially said to be no longer needed (1988 article 7(18))."""
    return no_longer_needed + timedelta(days=days)


def territory_changes_on(notified: Day) -> Day:
    """A change of territories holds from 1 January after the notification (1961 article 43(3),
    1971 article 28(3))."""
    return date(notified.year + 1, 1, 1)


def notification_due(
    export: Day,
    working_days: int = NOTIFICATION_WORKING_DAYS,
    holidays: Collection[Day] = (),
) -> Day:
    """The last day to send a pre-export notification, working days before the export.

    With `working_days=0` this is the export itself: the treaty asks only "before".
    """
    day, left = export, working_days
    while left > 0:
        day -= timedelta(days=1)
        if day.weekday() < calendar.SATURDAY and day not in holidays:
            left -= 1
    return day


class Known(StrEnum):
    """How a period is known."""

    SOURCED = "sourced"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Clock:
    """One clock: what it measures, from which event, by which paragraph, and how it is known."""

    name: str
    event: str
    citation: str
    due: Callable[[Day], Day]
    known: Known = Known.SOURCED


CLOCKS = (
    Clock("Form A", "last day of the quarter", "un1961/20/2(b)", form_a_due),
    Clock("Form B", "last day of the year estimated", "un1961/12/1", form_b_due),
    Clock("Form C", "last day of the year", "un1961/20/2(a)", form_c_due),
    Clock("Form P", "last day of the year", "un1971/16/4", form_p_due),
    Clock("Form A/P", "last day of the quarter", "ecosoc/1981/7", form_ap_due, Known.MEMORY),
    Clock("Form D", "last day of the year", "un1988/12/12", form_d_due, Known.MEMORY),
    Clock("annual report", "last day of the year", "un1961/18/1", arq_due, Known.MEMORY),
    Clock("declaration, Schedule III", "despatch", "un1971/12/2(c)", declaration_due),
    Clock("records, 1961", "the entry", "un1961/34/(b)", records_kept_until),
    Clock("records, 1971", "the entry", "un1971/11/7", records_kept_until),
    Clock("records, 1971 Schedule I", "the last use", "un1971/7/(e)", records_kept_until),
    Clock("documents, 1988", "the shipment", "un1988/12/9(e)", records_kept_until),
    Clock("opium delivery", "end of harvest", "un1961/23/2(d)", opium_delivered_by),
    Clock("opium explanation", "the finding", "un1961/21 bis/2", opium_explanation_due),
    Clock("opium deduction", "the decision", "un1961/21 bis/2", opium_deduction_effective),
    Clock("flag-State authority", "becoming a Party", "un1988/17/7", flag_authority_due),
    Clock("safe conduct", "presence not needed", "un1988/7/18", safe_conduct_until),
    Clock("territories", "the notification", "un1961/43/3", territory_changes_on),
    Clock("regions", "the notification", "un1971/28/3", territory_changes_on),
    Clock("pre-export notice", "the export", "un1988/12/10(a)", notification_due, Known.MEMORY),
)
"""Every clock, by convention of its citation. Review periods stand in `law/cnd/review.py`."""

COMPUTES: Computes = {
    "1961-21-bis-2": opium_deduction_effective,
}

DEADLINES: Computes = {
    "1961-12-1": form_b_due,
    "1961-18-1-a": arq_due,
    **dict.fromkeys(
        [f"1961-19-1-{part}" for part in ("a", "b", "c", "d", "e-f", "g-h")], form_b_due
    ),
    **dict.fromkeys([f"1961-20-1-{part}" for part in "abcefg"], form_c_due),
    "1961-20-1-d": form_a_due,
    "1961-23-2-d": opium_delivered_by,
    "1961-25-3": form_a_due,
    "1961-34-b": records_kept_until,
    "1961-43-1-3": territory_changes_on,
    "1971-7-e": records_kept_until,
    "1971-11-7": records_kept_until,
    "1971-12-2-c": declaration_due,
    **dict.fromkeys([f"1971-16-4-{part}" for part in "abcd"], form_p_due),
    "1971-28-1-3": territory_changes_on,
    "1988-7-18": safe_conduct_until,
    "1988-12-9-e": records_kept_until,
    "1988-12-10-a": notification_due,
    **dict.fromkeys([f"1988-12-12-{part}" for part in "abc"], form_d_due),
    "1988-17-7": flag_authority_due,
}
"""Obligations of which only the day is computed here, not what is to be done by then."""
