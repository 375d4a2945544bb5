"""Which substance is meant: candidates for a name or number, with where each stands on the day."""

from __future__ import annotations

from dataclasses import dataclass

from ringfence.law.identification import identify
from ringfence.substance.candidate import DoubtKind, Query
from ringfence.substance.catalogue import load_catalogue
from ringfence.substance.match import match
from ringfence.terms import Answer, Day

MOST = 8


@dataclass(frozen=True, slots=True)
class SubstanceChoice:
    """One candidate: its id, its name, the salt or hydrate that was named, and its schedules.

    doubts     why it may be another; `conflicts` those where name and number disagree
    """

    id: str
    name: str
    salt: str
    places: tuple[str, ...]
    doubts: tuple[str, ...]
    conflicts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FormChoice:
    """The base of a substance, or one of its salts and hydrates."""

    id: str
    name: str


def substance_choices(text: str, day: Day, cas: str = "") -> tuple[SubstanceChoice, ...]:
    """What a name, number or structure can mean, the best candidate first."""
    if not (text.strip() or cas.strip()):
        return ()
    found = identify(match(Query(text=text[:2000], cas=cas[:20])), day)
    catalogue = load_catalogue()
    choices: dict[str, SubstanceChoice] = {}
    for one in found.candidates:
        name = one.candidate.substance
        if name in choices or name not in catalogue.substances:
            continue
        salt = one.candidate.form if one.candidate.form in catalogue.salts else ""
        choices[name] = SubstanceChoice(
            name,
            one.name,
            salt,
            tuple(
                f"{place.entry.convention.value} {place.entry.schedule}"
                for place in one.entries
                if place.answer is not Answer.NOT_MET
            ),
            tuple(str(doubt) for doubt in one.candidate.doubts),
            tuple(doubt.says for doubt in one.candidate.doubts if doubt.kind is DoubtKind.CONFLICT),
        )
    return tuple(choices.values())[:MOST]


def forms_of(substance: str) -> tuple[FormChoice, ...]:
    """The base of a substance and every salt and hydrate of it that the catalogue holds."""
    catalogue = load_catalogue()
    known = catalogue.substances.get(substance)
    if known is None:
        return ()
    salts = (
        FormChoice(one.id, one.name) for one in catalogue.salts.values()
        if one.substance == substance
    )  # fmt: skip
    return (FormChoice(substance, known.name), *salts)
