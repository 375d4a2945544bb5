"""1971 articles 1(f) and 3: preparations, the regime they follow, and where they are exempt.

A preparation is any mixture or solution, and also one or more psychotropic substances in dosage
form (article 1(f)): a capsule of the bare substance is one here, but not under the 1961
Convention. It follows the strictest Schedule among its psychotropic substances (article 3(1)).

A Party may exempt a preparation of Schedules II to IV (article 3(2)) by a finding that it notifies
(article 3(3)). The exemption holds in that country only: every other country treats the
preparation as controlled unless it exempts it too. The treaty knows no threshold of
concentration: no share of a substance, however small, is free of itself.
"""

from __future__ import annotations

from ringfence.law.case import Case, Place
from ringfence.law.consignment import places_of_line
from ringfence.law.country_facts import facts_of
from ringfence.law.entry import Convention
from ringfence.law.movement import Material
from ringfence.law.rule import Found, met, not_applicable, not_met, undetermined
from ringfence.substance.candidate import Via
from ringfence.substance.quantity import read_quantity
from ringfence.terms import Answer

STRICTNESS = ("I", "II", "III", "IV")
"""The Schedules of the 1971 Convention, the strictest first."""

DOSAGE_UNITS = ("tablet", "capsule", "ampoule", "vial", "patch", "suppository", "lozenge")
"""Units of a declared quantity (names of substance/data/units.csv) that show a dosage form."""

DOSAGE_FORM_NEEDS_COMPOSITION = True
"""[policy] Tablets, ampoules and the like may hold a second, stricter substance. True leaves them
undetermined until their composition is told; false takes the name for all that is in them."""

PLANT_NEEDS_A_PERSON = True
"""[policy] Plants and fungi that hold a Schedule I substance: the substance is listed, the plant
is not (compare article 32(4)). True leaves every such case to a person; the treaty leaves it open.
"""


def places(case: Case) -> tuple[Place, ...]:
    """Where the line stands in the 1971 Convention, with what else is in the preparation."""
    found = places_of_line(case, Convention.UN1971)
    return tuple(sorted(found, key=lambda place: STRICTNESS.index(place.schedule)))


def standing(case: Case, *schedules: str) -> Answer:
    """Whether the line follows the regime of one of the Schedules, the strictest deciding.

    Undetermined where a stricter place is not settled, or where the goods are a plant.
    """
    possible: dict[str, bool] = {}
    for place in places(case):
        is_settled = place.answer is Answer.MET and not is_plant(case)
        possible[place.schedule] = possible.get(place.schedule, False) or is_settled
        if possible[place.schedule]:
            break
    hits = [schedule for schedule in possible if schedule in schedules]
    if not hits:
        return Answer.NOT_MET
    is_certain = any(possible.values()) and len(hits) == len(possible)
    return Answer.MET if is_certain else Answer.UNDETERMINED


def is_in(case: Case, *schedules: str) -> bool:
    """True when the line follows, or may follow, the regime of one of the Schedules."""
    return standing(case, *schedules) is not Answer.NOT_MET


def regime(case: Case) -> tuple[str, ...]:
    """The Schedules whose regime the line may follow, the strictest first; empty for none."""
    return tuple(schedule for schedule in STRICTNESS if is_in(case, schedule))


def substances(case: Case) -> tuple[str, ...]:
    """The psychotropic substances by which the line follows its regime."""
    wanted = regime(case)
    return tuple(
        dict.fromkeys(place.substance for place in places(case) if place.schedule in wanted)
    )


def moved(case: Case) -> dict[str, str | None]:
    """The substances that a paper for this case must name, each with its salt where it is told.

    The case's own substance where it stands in the regime of the line; else those that do.
    """
    wanted = substances(case)
    own = {place.substance for place in case.places if place.convention is Convention.UN1971}
    neighbours = [one for one in case.lines if one.goods == case.goods]
    forms: dict[str, str | None] = {}
    for one in (case, *neighbours):
        for found in () if one.identification is None else one.identification.candidates:
            forms.setdefault(found.candidate.substance, found.candidate.form)
    named = [one for one in wanted if one in own] or list(wanted)
    return {one: forms.get(one) for one in named}


def is_plant(case: Case) -> bool:
    """True for plants and fungi that hold a substance, where these are left to a person."""
    return PLANT_NEEDS_A_PERSON and case.goods.material is Material.PLANT_WITH_1971_SUBSTANCE


def is_preparation(case: Case) -> Found:
    """Met for a mixture, a solution or anything in dosage form (article 1(f))."""
    composition = case.goods.composition
    if composition is not None:
        facts = {"is_mixture": composition.is_mixture, "is_divided": composition.is_divided}
        if composition.is_mixture or composition.is_divided or len(composition.ingredients) > 1:
            return met("a mixture, a solution or a dosage form", **facts)
        if None not in facts.values():
            return not_met("a bare substance that is not in dosage form", **facts)
        return undetermined("whether it is a mixture or in dosage form is not told", **facts)
    if read_quantity(case.goods.quantity).unit in DOSAGE_UNITS:
        return met("a dosage form, by the units it is counted in")
    if _is_named_in_dosage_form(case):
        return met("a dosage form, by its name")
    return undetermined("whether it is a preparation is not told", composition=None)


def _is_named_in_dosage_form(case: Case) -> bool:
    found = () if case.identification is None else case.identification.candidates
    return any(one.candidate.via is Via.PREPARATION for one in found)


def is_exempt(case: Case, country: str) -> Found:
    """Met when the country exempted this preparation by a notified finding (article 3(2)-(3)).

    Never with a substance of Schedule I inside, and never for a bare substance.
    """
    if is_in(case, "I"):
        return not_met("nothing with a substance of Schedule I can be exempt")
    known = facts_of(country, case.movement.country, case.day).of("exempts")
    named = known.names(case.goods.name) if case.goods.name else Answer.NOT_MET
    if named is Answer.UNDETERMINED:
        return undetermined(f"whether {country} exempts the preparation is not held")
    if named is Answer.NOT_MET:
        return not_met(f"{country} has not exempted it")
    if is_preparation(case).answer is Answer.NOT_MET:
        return not_met("only a preparation can be exempt")
    return met(f"{country} has exempted {case.goods.name}", source=known.source)


def is_exempt_on_the_way(case: Case) -> Found:
    """Met when every country concerned exempts it; not met when one treats it as controlled.

    Where no country is known to exempt it, it is controlled everywhere: to lift control needs a
    finding, to keep it needs none. Undetermined when one exempts it and another is not known.
    """
    movement = case.movement
    countries = (movement.origin, *movement.journey.transit_through, movement.destination)
    found = {country: is_exempt(case, country) for country in countries if country}
    exempting = [one for one, what in found.items() if what.answer is Answer.MET]
    if not exempting:
        return not_applicable("no country concerned is known to exempt it")
    for country, what in found.items():
        if what.answer is Answer.NOT_MET:
            reason = f"the exemption stops at the border: {country} treats it as controlled"
            return not_met(reason, exempt_in=", ".join(exempting))
    unknown = [one for one, what in found.items() if what.answer is Answer.UNDETERMINED]
    if unknown:
        told = ", ".join(unknown)
        return undetermined(f"whether it is exempt in {told} is not held", exempts=None)
    return met(f"exempt in {', '.join(exempting)}: the exemption lifts this article")
