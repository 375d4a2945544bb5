"""Which activity with which substance can be licensed at all, by the law of the day.

The grid is computed, never stored: a cell that the law of the day does not allow is absent, with
the reason and its citation on request. National law that is held may take further cells away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from ringfence.law import overlay
from ringfence.law.entry import Convention, Entry
from ringfence.law.identification import identified
from ringfence.law.lists import ListBook
from ringfence.law.overlay import Regime
from ringfence.substance.candidate import Query
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Answer, Country, Day, Verdict


class Activity(StrEnum):
    """What an operator may be licensed to do (1961 articles 29, 30; 1971 article 8; 1988 12(8))."""

    CULTIVATE = "cultivate"
    PRODUCE = "produce"
    """Separate opium, coca leaves, cannabis or resin from the plant (1961 article 1(1)(t))."""
    MANUFACTURE = "manufacture"
    POSSESS = "possess"
    SUPPLY = "supply"
    IMPORT = "import"
    EXPORT = "export"
    USE_INDUSTRIAL = "use_industrial"
    RESEARCH = "research"
    ADMINISTER = "administer"
    DESTROY = "destroy"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a substance stands on the day: convention and schedule, with the citation."""

    convention: Convention
    schedule: str
    citation: str

    @property
    def code(self) -> str:
        """How a grid names the schedule: `1961/I`, `1988/Table I`."""
        return f"{self.convention}/{self.schedule}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One activity with one substance on the day: met where it can be licensed, and why.

    `special` is the sentence on what the law demands beyond a licence, where it demands it.
    """

    activity: Activity
    substance: str
    answer: Answer
    reason: str
    citation: str = ""
    special: str = ""


GROWN = {
    "cannabis": "un1961/28",
    "cannabis-resin": "un1961/28",
    "coca-leaf": "un1961/26",
    "opium": "un1961/23",
    "poppy-straw": "un1961/25",
    "concentrate-of-poppy-straw": "un1961/25",
}
"""What comes from a plant that the 1961 Convention names, with the article on its growing."""

PRODUCED = frozenset({"cannabis", "cannabis-resin", "coca-leaf", "opium"})
"""What is produced, not manufactured, in the words of the 1961 Convention (article 1(1)(t))."""


def places_on(substance: str, day: Day, lists: ListBook) -> tuple[tuple[Place, ...], bool]:
    """The schedules in which a substance stands on the day, and whether all of them are settled.

    1961 Schedule III is a list of preparations: it is no place of a bare substance.
    """
    found: dict[Place, None] = {}
    settled = True
    for entry in lists.entries_of(substance):
        answer = Answer.NOT_MET if entry.preparations_only else entry.answer_on(day)
        if answer is Answer.MET:
            found.setdefault(_place(entry))
        settled = settled and answer is not Answer.UNDETERMINED
    return tuple(found), settled


def _place(entry: Entry) -> Place:
    return Place(entry.convention, entry.schedule, entry.citation)


def cell(
    activity: Activity, substance: str, day: Day, lists: ListBook, country: Country | None = None
) -> Cell:
    """Whether an activity with a substance can be licensed on the day, and why."""
    places, settled = places_on(substance, day, lists)
    if not places:
        return _unlisted(activity, substance, day, lists, settled)
    refused = _impossible(activity, substance, places)
    if refused is not None:
        return Cell(activity, substance, Answer.NOT_MET, *refused)
    national = _prohibited(activity, substance, day, country)
    if national is not None:
        return national
    citation, special = _licensed_under(activity, substance, places)
    return Cell(activity, substance, Answer.MET, f"licensed under {citation}", citation, special)


def _unlisted(activity: Activity, substance: str, day: Day, lists: ListBook, settled: bool) -> Cell:
    """No list names it: free only where what it derives from was looked at too."""
    why = f"whether {substance} is on a list on {day} is not settled: an officer must look"
    known = load_catalogue().substances.get(substance)
    if not settled or known is None:
        return Cell(activity, substance, Answer.UNDETERMINED, why)
    found = identified(Query(text=known.name), day, lists)
    if found.verdict is not Verdict.NOT_CONTROLLED:
        return Cell(activity, substance, Answer.UNDETERMINED, "; ".join((why, *found.reasons)))
    why = f"no list of {day} holds {substance}: no licence is needed under the conventions"
    return Cell(activity, substance, Answer.NOT_APPLICABLE, why)


def grid(
    substances: Iterable[str], day: Day, lists: ListBook, country: Country | None = None
) -> tuple[Cell, ...]:
    """Every cell of the day, the absent ones with their reason."""
    return tuple(
        cell(activity, substance, day, lists, country)
        for substance in substances
        for activity in Activity
    )


def possible(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    """The cells that a form shows."""
    return tuple(one for one in cells if one.answer is Answer.MET)


def _impossible(
    activity: Activity, substance: str, places: Sequence[Place]
) -> tuple[str, str] | None:
    """Why the conventions leave no room for an activity, with the citation."""
    if activity is Activity.CULTIVATE and substance not in GROWN:
        return f"{substance} is not grown: no plant of the Convention yields it", "un1961/22"
    if activity is Activity.PRODUCE and substance not in PRODUCED:
        return f"{substance} is manufactured, not separated from a plant", "un1961/1/1"
    if activity is Activity.MANUFACTURE and substance in PRODUCED:
        return f"{substance} is produced, not manufactured: choose produce", "un1961/1/1"
    in_1971_i = any(_is(place, Convention.UN1971, "I") for place in places)
    if activity is Activity.USE_INDUSTRIAL and in_1971_i:
        return "Schedule I has no industrial use: only Schedules II to IV have", "un1971/4"
    only_precursor = all(place.convention is Convention.UN1988 for place in places)
    if activity is Activity.ADMINISTER and only_precursor:
        return "a precursor is not administered: medicines with it are outside", "un1988/12/14"
    return None


def _is(place: Place, convention: Convention, schedule: str) -> bool:
    return place.convention is convention and place.schedule == schedule


_UNDER_PROHIBITION = (Activity.RESEARCH, Activity.POSSESS, Activity.DESTROY)


def _prohibited(
    activity: Activity, substance: str, day: Day, country: Country | None
) -> Cell | None:
    """The cell where national law that is held takes it away, or may; nothing where it is silent.

    A prohibition whose first day is not known is not waved through: an officer must look.
    """
    if country is None or activity in _UNDER_PROHIBITION:
        return None
    found = [
        one
        for one in overlay.national_answers(substance, day, [country])
        if one.regime is Regime.PROHIBITED
    ]
    for answer, turns in ((Answer.MET, Answer.NOT_MET), (Answer.UNDETERMINED,) * 2):
        for one in found:
            if one.answer is answer:
                why = f"prohibited in {country} but for research: {one.reason}"
                return Cell(activity, substance, turns, why, one.citation)
    return None


_LICENSED = {
    Activity.CULTIVATE: "un1961/23",
    Activity.PRODUCE: "un1961/23",
    Activity.MANUFACTURE: "un1961/29",
    Activity.IMPORT: "un1961/31/3",
    Activity.EXPORT: "un1961/31/3",
}
"""The paragraph on licences of the 1961 Convention; trade and distribution: article 30."""


def _licensed_under(activity: Activity, substance: str, places: Sequence[Place]) -> tuple[str, str]:
    special = ""
    for place in places:
        if _is(place, Convention.UN1971, "I"):
            return "un1971/7", (
                "only authorities, or persons and establishments specially authorised, under "
                "a special licence or prior authorisation"
            )
        if _is(place, Convention.UN1961, "IV"):
            special = "Schedule IV of 1961: special measures may be due (un1961/2/5)"
    conventions = [place.convention for place in places]
    if Convention.UN1961 in conventions:
        grown = GROWN.get(substance) if activity is Activity.CULTIVATE else None
        return grown or _LICENSED.get(activity, "un1961/30"), special
    if Convention.UN1971 in conventions:
        return "un1971/8", special
    return "un1988/12/8", special
