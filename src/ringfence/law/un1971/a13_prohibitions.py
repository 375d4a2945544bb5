"""1971 article 13: prohibition of and restrictions on export and import.

A country may notify that it prohibits the import of named substances of Schedules II to IV. The
prohibition binds exempt preparations too (article 3(3)). A special import licence lifts it for
one consignment.
"""

from __future__ import annotations

from functools import partial

from ringfence.law.authorisation_checks import (
    all_of,
    covers_shipped,
    holds_on,
    is_from_notified_authority,
    is_genuine,
    is_in_hand,
    leaves_nothing_out,
    names_parties,
    names_substance,
    stands,
    states_addresses,
)
from ringfence.law.case import Case
from ringfence.law.consignment import consigned_base_g
from ringfence.law.movement import Document
from ringfence.law.names_in_law import substances_named
from ringfence.law.rule import Found, advice, met, not_applicable, not_met, rule, undetermined
from ringfence.law.un1971.preparations import moved, places
from ringfence.law.un1971.trade import asked_where, day_of_shipment, traded
from ringfence.terms import Answer

LICENCE = "special import licence"


def _traded(case: Case) -> Found:
    return traded(case, "II", "III", "IV")


@rule("un1971/13/1", "1971-13-1")
@asked_where(_traded, exemption_lifts=False)
def prohibition_is_notified(case: Case) -> Found:
    """A prohibition names substances of Schedules II to IV and is notified to all Parties.

    One that was not notified is the law of the destination all the same (article 23).
    """
    found = is_prohibited(case)
    if found.answer is not Answer.MET:
        return found if found.answer is Answer.UNDETERMINED else not_applicable(found.reason)
    country, notified = case.movement.destination, case.destination.of("prohibition_is_notified")
    if notified.value is False:
        return advice(f"{country} did not notify it through the Secretary-General: ask {country}")
    return met(f"{found.reason}, by a notice under article 13(1)", **found.facts)


@rule("un1971/13/2", "1971-13-2")
@asked_where(_traded, exemption_lifts=False)
def destination_does_not_prohibit_it(case: Case) -> Found:
    """Nothing is exported to a country that has notified its prohibition."""
    found = is_prohibited(case)
    if found.answer is Answer.UNDETERMINED:
        return found
    if found.answer is Answer.NOT_MET:
        return met(found.reason, **found.facts)
    if case.movement.special_import_licence is not None:
        return not_applicable(f"{found.reason}: the {LICENCE} decides (13/3)", **found.facts)
    return not_met(found.reason, **found.facts)


@rule("un1971/13/3", "1971-13-3", "1971-13-3-export")
@asked_where(_traded, exemption_lifts=False)
def special_import_licence_covers_it(case: Case) -> Found:
    """Against a prohibition, a special import licence for this quantity and these parties."""
    paper = case.movement.special_import_licence
    prohibited = is_prohibited(case)
    if prohibited.answer is Answer.NOT_MET or paper is None:
        return not_applicable(f"no prohibition is known, or no {LICENCE} is attached")
    if prohibited.answer is Answer.UNDETERMINED:
        return prohibited
    exporter, importer = case.movement.exporter, case.movement.importer
    named = moved(case)
    return all_of(
        is_in_hand(paper, LICENCE),
        leaves_nothing_out(paper, LICENCE),
        stands(paper, LICENCE),
        is_from_notified_authority(paper, LICENCE, case.destination),
        names_parties(paper, exporter, importer, LICENCE),
        states_addresses(paper, exporter, importer, LICENCE),
        names_substance(paper, named, LICENCE),
        covers_shipped(paper, named, partial(consigned_base_g, case), LICENCE),
        _endorsed_copy_travels(paper),
        holds_on(paper, day_of_shipment(case), LICENCE),
        is_genuine(paper, LICENCE),
    )


def _endorsed_copy_travels(paper: Document) -> Found:
    if paper.copy_accompanies is None:
        return undetermined(f"whether an endorsed copy of the {LICENCE} travels is not told")
    if not paper.copy_accompanies:
        return not_met(f"no endorsed copy of the {LICENCE} travels with the goods")
    return met("an endorsed copy travels with the goods")


def is_prohibited(case: Case) -> Found:
    """Met when the destination prohibits one of the psychotropic substances of the line."""
    country = case.movement.destination or "the destination"
    known = case.destination.of("prohibits")
    if not known.is_known:
        return undetermined(f"which substances {country} prohibits is not held", prohibits=None)
    unread = []
    for name in known.value:
        named = substances_named(name)
        if name.casefold() == case.goods.name.casefold() or named & set(_substances(case)):
            return met(f"{country} prohibits the import of {name}", source=known.source)
        if not named:
            unread.append(name)
    if unread:
        return undetermined(f"what {country} prohibits as {', '.join(unread)} is not known")
    if not known.is_complete:
        return undetermined(f"whether {country} prohibits it is not held: the list lacks some")
    return not_met(f"{country} does not prohibit it", source=known.source)


def _substances(case: Case) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place.substance for place in places(case)))
