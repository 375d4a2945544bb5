"""From which day a decision binds a Party, and what binds it before or instead.

1961: each Party from the day it receives the Secretary-General's communication (3(7)). 1971 and
1988: fully 180 days after the date of the communication (2(7), 12(6)). Under 1971 a Party may, in
exceptional circumstances, give notice within these days that it cannot give effect to all
provisions, and then keeps the measures that 2(7)(a) to (e) name. Under 1961 the Commission may put
a notified substance under the measures of Schedule I until it decides (3(3)(ii)).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from ringfence.law.acts import DAYS_TO_EFFECT, Act
from ringfence.law.computed import Computes, Undetermined
from ringfence.law.entry import Convention, Entry
from ringfence.law.rule import Found, met, not_applicable, not_met, undetermined
from ringfence.terms import Answer, Day, DayWindow, Party


def effect_1961(received: Day | None) -> Day | Undetermined:
    """The day from which one Party is bound: that of receipt (1961 article 3(7))."""
    if received is None:
        return Undetermined("un1961/3/7", ("day on which the Party received the communication",))
    return received


def effect_1971(communicated: Day | None) -> Day | Undetermined:
    """The day of full effect: 180 days after the date of communication (1971 article 2(7))."""
    return _after_communication(communicated, "un1971/2/7")


def effect_1988(communicated: Day | None) -> Day | Undetermined:
    """The day of full effect: 180 days after the date of communication (1988 article 12(6))."""
    return _after_communication(communicated, "un1988/12/6")


def end_of_exemption(communicated: Day | None) -> Day | Undetermined:
    """The day by which Parties take away an exemption that the Commission terminated.

    Within 180 days of the communication (1971 article 3(4)).
    """
    return _after_communication(communicated, "un1971/3/4")


def _after_communication(communicated: Day | None, citation: str) -> Day | Undetermined:
    if communicated is None:
        return Undetermined(citation, ("date of the Secretary-General's communication",))
    return communicated + DAYS_TO_EFFECT


def effect_of(act: Act, received: Day | None = None) -> DayWindow:
    """The window in which an act binds a Party, narrowed to its day of receipt under 1961."""
    if act.convention is Convention.UN1961 and not act.is_treaty_original and received:
        return DayWindow(received, received)
    return act.takes_effect()


class Measure(StrEnum):
    """What a Party keeps to after a notice under 1971 article 2(7)."""

    LICENCES = "licences, article 8"
    PRESCRIPTIONS = "medical prescriptions, article 9"
    TRADE = "import and export, article 12"
    TRADE_BUT_WITH_NOTIFIERS = (
        "import and export, article 12, except with another Party that gave notice"
    )
    EXPORT_OF_SCHEDULE_3 = "export, article 12, as for Schedule III"
    PROHIBITION = "prohibition of and restrictions on import and export, article 13"
    STATISTICS_A = "statistics, article 16(4)(a)"
    STATISTICS_A_C_D = "statistics, article 16(4)(a), (c) and (d)"
    PENAL = "penal provisions, article 22"


_KEPT: dict[str, tuple[str, tuple[Measure, ...]]] = {
    "I": (
        "un1971/2/7(a)",
        (
            Measure.LICENCES,
            Measure.PRESCRIPTIONS,
            Measure.TRADE_BUT_WITH_NOTIFIERS,
            Measure.PROHIBITION,
            Measure.STATISTICS_A,
            Measure.PENAL,
        ),
    ),
    "II": (
        "un1971/2/7(b)",
        (
            Measure.LICENCES,
            Measure.PRESCRIPTIONS,
            Measure.TRADE,
            Measure.PROHIBITION,
            Measure.STATISTICS_A_C_D,
            Measure.PENAL,
        ),
    ),
    "III": (
        "un1971/2/7(c)",
        (
            Measure.LICENCES,
            Measure.PRESCRIPTIONS,
            Measure.EXPORT_OF_SCHEDULE_3,
            Measure.PROHIBITION,
            Measure.PENAL,
        ),
    ),
    "IV": ("un1971/2/7(d)", (Measure.LICENCES, Measure.PROHIBITION, Measure.PENAL)),
}
_STRICTER = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class PartialNotice:
    """A Party's notice that it cannot give effect to all provisions (1971 article 2(7)).

    from_schedule  the Schedule before, for a transfer; `None` for a substance not yet controlled
    """

    party: Party
    substance: str
    given: Day
    reasons: str
    to_schedule: str
    from_schedule: str | None = None


@dataclass(frozen=True, slots=True)
class KeptMeasures:
    """What a Party keeps to, and which paragraph says so."""

    citation: str
    measures: tuple[str, ...]


def notice_is_good(notice: PartialNotice, communicated: Day | None) -> Found:
    """A notice is given in writing, with its reasons, within 180 days of the communication."""
    if notice.from_schedule is not None and not _is_stricter(notice):
        return not_applicable("a notice is for new or stricter control only")
    if not notice.reasons.strip():
        return not_met("the notice does not state the reasons for the exceptional action")
    last = effect_1971(communicated)
    if isinstance(last, Undetermined):
        return last.as_found()
    if notice.given > last:
        return not_met(f"given after {last}, the day of full effect", given=notice.given)
    return met(f"given with reasons not later than {last}", given=notice.given)


def kept_measures(notice: PartialNotice) -> KeptMeasures:
    """What the Party keeps to from the day of effect on.

    For a transfer to a stricter Schedule: at least every provision of the Schedule before
    (2(7)(e)). For a substance that was not controlled: the measures of (a) to (d).
    """
    if notice.from_schedule is not None:
        before = f"every provision for Schedule {notice.from_schedule}"
        return KeptMeasures("un1971/2/7(e)", (before,))
    citation, measures = _KEPT[notice.to_schedule]
    return KeptMeasures(citation, measures)


def _is_stricter(notice: PartialNotice) -> bool:
    assert notice.from_schedule is not None
    return _STRICTER.index(notice.to_schedule) < _STRICTER.index(notice.from_schedule)


@dataclass(frozen=True, slots=True)
class ProvisionalControl:
    """The Commission's order to apply all measures of Schedule I to a notified substance.

    ended  the day of the Commission's decision on the substance; `None` while it is pending
    """

    substance: str
    decision: str
    ordered: Day
    ended: Day | None
    source: str

    def holds_for(self, received: Day | None, day: Day) -> Found:
        """Whether a Party that received the order on a day applies it on `day`."""
        if day < self.ordered:
            return not_applicable("not ordered yet")
        if self.ended is not None and day >= self.ended:
            return not_applicable("the Commission has decided", ended=self.ended)
        if received is None:
            return undetermined("the day on which the Party received the order is not known")
        if day < received:
            return not_applicable("not received yet", received=received)
        return met("all measures for Schedule I apply provisionally", received=received)

    def entry(self) -> Entry:
        """The order as a time-bounded entry of Schedule I, for Parties whose receipt is unknown."""
        return Entry(
            convention=Convention.UN1961,
            schedule="I",
            substance=self.substance,
            since=DayWindow(self.ordered, None),
            until=None if self.ended is None else DayWindow(self.ended, self.ended),
            citation="un1961/3/3(ii)",
            decision=f"cnd/{self.decision}",
            source=self.source,
            trust="sourced",
            scope_notes=("provisionally, until the Commission decides",),
        )

    def entry_for(self, received: Day) -> Entry:
        """The order as it binds a Party that received it."""
        return replace(self.entry(), since=DayWindow(received, received))


def is_fully_effective(communicated: Day | None, day: Day) -> Answer:
    """Whether a 1971 or 1988 decision is fully effective on `day`."""
    found = effect_1971(communicated)
    if isinstance(found, Undetermined):
        return Answer.UNDETERMINED
    return Answer.MET if day >= found else Answer.NOT_MET


COMPUTES: Computes = {
    "1961-3-3-ii": ProvisionalControl.holds_for,
    "1961-3-7-second-sentence": effect_1961,
    "1971-2-7-effect": effect_1971,
    "1971-2-7-notice": notice_is_good,
    **dict.fromkeys([f"1971-2-7-{part}" for part in "abcde"], kept_measures),
    "1971-3-4-effect": end_of_exemption,
    "1988-12-6": effect_1988,
}
