"""What a name on a paper, or in a list of a country's facts, may mean."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from functools import lru_cache

from ringfence.law.country_facts import Known
from ringfence.substance.candidate import Query, Via
from ringfence.substance.match import match
from ringfence.terms import Answer

_NAMED_ITSELF = (Via.LISTED, Via.SALT, Via.PREPARATION, Via.ISOTOPE)

EVERY_DRUG = "all"
"""The word for every drug or substance in a list of stops."""


def substances_named(name: str) -> set[str]:
    """The substances of the catalogue that a name on a paper may mean; empty for none known."""
    return {substance for substance, _ in meanings(name.strip())}


def substances_on(text: str) -> set[str]:
    """The substances that a list separated by semicolons names."""
    return {one for part in text.split(";") for one in substances_named(part)}


@lru_cache(maxsize=4096)
def meanings(name: str) -> frozenset[tuple[str, str | None]]:
    """What a name may mean: each substance with its salt, those it only derives from last."""
    candidates = match(Query(name)).candidates
    itself = [one for one in candidates if one.via in _NAMED_ITSELF]
    return frozenset((one.substance, one.form) for one in itself or candidates)


def names_substance_of(known: Known, substances: Collection[str]) -> Answer:
    """Whether a list of names in a country's facts names one of the substances, or all of them.

    Undetermined when the list is not known or not complete, and where it holds a name that nobody
    knows: it may be this.
    """
    answer = known.names(EVERY_DRUG, *substances)
    if answer is Answer.MET or not known.is_known:
        return answer
    named = [substances_named(one) for one in known.value]
    if any(set(substances) & one for one in named):
        return Answer.MET
    return answer if all(named) else Answer.UNDETERMINED


_SCHEDULES = {
    *(f"{year} {number}" for year in ("1961", "1971") for number in ("I", "II", "III", "IV")),
    *(f"{year}table {number}" for year in ("", "1988 ") for number in ("I", "II")),
}
_PLACES = {one.casefold() for one in _SCHEDULES}
"""How a list of a country's facts may name a whole Schedule or Table."""


def is_place(name: str) -> bool:
    """True for the name of a whole Schedule or Table."""
    return " ".join(name.casefold().split()) in _PLACES


def names_place_or_substance(
    known: Known, places: Collection[str], substances: Collection[str]
) -> Answer:
    """Whether a list names one of the Schedules or Tables (`1971 III`), or one of the substances.

    Undetermined as `names_substance_of` is: a word that is neither may mean these goods.
    """
    if places and known.names(*places) is Answer.MET:
        return Answer.MET
    if known.is_known:
        others = [one for one in known.value if not is_place(one)]
        known = replace(known, value=tuple(others))
    return names_substance_of(known, substances)
