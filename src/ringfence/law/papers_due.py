"""Which papers a movement needs: the union over its cases of what each convention asks.

Starts from the table of `law.papers` and adds what the facts of the movement say: a preparation
of Schedule III or outside article 12 of 1988, a request, a prohibition, a demand of national law,
transit. Where it is not settled whether a convention applies, its papers are due: the safe side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from ringfence.law.case import Case, Place
from ringfence.law.crossing import crosses
from ringfence.law.entry import Convention
from ringfence.law.movement import Document, Material, MovementKind
from ringfence.law.names_in_law import names_place_or_substance
from ringfence.law.papers import DOCUMENTS_OF_DRUGS, Due, Paper, papers_at, united
from ringfence.law.rule import Found, met, not_applicable, not_met, undetermined
from ringfence.law.un1961.schedule_3 import stands_in_schedule_3
from ringfence.law.un1961.trade import article_31
from ringfence.law.un1971.a13_prohibitions import is_prohibited
from ringfence.law.un1971.preparations import is_exempt_on_the_way, regime
from ringfence.law.un1988.demands import demands_authorisation, is_requested
from ringfence.law.un1988.preparations import (
    WATCHED_IN_MEDICINES,
    is_medicine,
    stands_outside_article_12,
)
from ringfence.law.un1988.trade import passes_a_border
from ringfence.terms import Answer


@dataclass(frozen=True, slots=True)
class Demand:
    """One paper that is due; `is_settled` is false where it may turn out not to be."""

    paper: Paper
    is_settled: bool


def papers_of(cases: Sequence[Case]) -> tuple[Paper, ...]:
    """Every paper that is due, each once, the most binding demand first."""
    return united(demand.paper for case in cases for demand in demands_of(case))


def demands_of(case: Case) -> Iterator[Demand]:
    """What every convention that reaches the case demands, in the order of the conventions."""
    if case.goods.material is Material.POPPY_STRAW:
        yield from _straw(case)
    for place in case.places:
        crossing = _crosses(case, place.convention)
        if crossing.answer not in (Answer.MET, Answer.UNDETERMINED):
            continue
        settled = crossing.answer is Answer.MET and place.answer is Answer.MET
        for demand in _AT[place.convention](case, place):
            yield Demand(demand.paper, demand.is_settled and settled)


def _crosses(case: Case, convention: Convention) -> Found:
    is_1988 = convention is Convention.UN1988
    return passes_a_border(case) if is_1988 else crosses(case, convention)


def _straw(case: Case) -> Iterator[Demand]:
    """Poppy straw is no drug, but moves on the papers of article 31(4) to (15) (article 25(2))."""
    application = article_31(case).answer
    if application is Answer.NOT_APPLICABLE:
        return
    for paper in _papers_at(case, Convention.UN1961, "I"):
        if paper is not DOCUMENTS_OF_DRUGS:
            yield Demand(paper, application is Answer.MET)


def _drug(case: Case, place: Place) -> Iterator[Demand]:
    if stands_in_schedule_3(case).answer is Answer.MET:
        yield Demand(replace(DOCUMENTS_OF_DRUGS, due=Due.ADVISED), True)
        if _demanded(case, "1961 III", place.substance) is Answer.MET:
            for name in _AUTHORISATIONS:
                yield Demand(Paper(name, Due.BY_NATIONAL_LAW, "un1961/39"), True)
        return
    application = article_31(case).answer
    if application is Answer.NOT_APPLICABLE:
        yield Demand(DOCUMENTS_OF_DRUGS, True)
        return
    for paper in _papers_at(case, place.convention, place.schedule):
        yield Demand(paper, application is Answer.MET)


def _psychotropic(case: Case, place: Place) -> Iterator[Demand]:
    """The papers of the strictest Schedule in the line, unless it is exempt on the whole way.

    A prohibition of article 13 binds exempt preparations too (article 3(3)).
    """
    if place.schedule != "I" and is_prohibited(case).answer is Answer.MET:
        yield Demand(Paper("special_import_licence", Due.REQUIRED, "un1971/13/3"), True)
    exempt = is_exempt_on_the_way(case).answer
    if exempt is Answer.MET:
        yield Demand(replace(DOCUMENTS_OF_DRUGS, due=Due.ADVISED), True)
        return
    if place.schedule not in regime(case):
        yield Demand(DOCUMENTS_OF_DRUGS, True)
        return
    demanded = _demanded(case, f"1971 {place.schedule}", place.substance)
    settled = exempt is not Answer.UNDETERMINED
    for paper in _papers_at(case, place.convention, place.schedule):
        if paper.due is not Due.BY_NATIONAL_LAW or demanded is Answer.MET:
            yield Demand(paper, settled)
        elif demanded is Answer.UNDETERMINED:
            yield Demand(replace(paper, due=Due.ADVISED), settled)


def _demanded(case: Case, schedule: str, *substances: str) -> Answer:
    """Whether a country concerned demands authorisations that the treaty does not."""
    kind = "demands_authorisation_for"
    if names_place_or_substance(case.origin.of(kind), [schedule], substances) is Answer.MET:
        return Answer.MET
    return names_place_or_substance(case.destination.of(kind), [schedule], substances)


def _precursor(case: Case, place: Place) -> Iterator[Demand]:
    outside = stands_outside_article_12(case).answer
    if outside is Answer.MET:
        if is_medicine(case) and place.substance in WATCHED_IN_MEDICINES:
            yield Demand(Paper("pre_export_notification", Due.ADVISED, "un1988/12/1"), True)
        return
    settled = outside is not Answer.UNDETERMINED
    for paper in papers_at(place.convention, place.schedule):
        if paper.paper != "pre_export_notification":
            yield Demand(paper, settled)
    if case.movement.kind is MovementKind.TRANSIT:
        return
    notification = _notification(case, place)
    if notification is not None:
        yield Demand(notification, settled)
    if demands_authorisation(case)[1]:
        for name in _AUTHORISATIONS:
            yield Demand(Paper(name, Due.BY_NATIONAL_LAW, "un1988/24"), settled)


def _notification(case: Case, place: Place) -> Paper | None:
    """Table I: required where asked for, else advised. Table II: where asked for and applied."""
    is_asked = is_requested(case, place.schedule) is Answer.MET
    if place.schedule == "Table I":
        due = Due.REQUIRED if is_asked else Due.ADVISED
        return Paper("pre_export_notification", due, "un1988/12/10(a)")
    if not is_asked:
        return None
    applied = bool(case.origin.of("notifies_table_ii").value)
    due = Due.BY_NATIONAL_LAW if applied else Due.ADVISED
    return Paper("pre_export_notification", due, "un1988/12/10(b)")


_AT: dict[Convention, Callable[[Case, Place], Iterator[Demand]]] = {
    Convention.UN1961: _drug,
    Convention.UN1971: _psychotropic,
    Convention.UN1988: _precursor,
}

_AUTHORISATIONS = ("import_certificate", "export_authorisation")

_COPIES = {
    (Convention.UN1961, "I"): Paper("export_authorisation", Due.REQUIRED, "un1961/31/11"),
    (Convention.UN1961, "II"): Paper("export_authorisation", Due.REQUIRED, "un1961/31/11"),
    (Convention.UN1961, "IV"): Paper("export_authorisation", Due.REQUIRED, "un1961/31/11"),
    (Convention.UN1971, "I"): Paper("export_authorisation", Due.REQUIRED, "un1971/12/3(e)"),
    (Convention.UN1971, "II"): Paper("export_authorisation", Due.REQUIRED, "un1971/12/3(e)"),
    (Convention.UN1971, "III"): Paper("export_declaration", Due.REQUIRED, "un1971/12/2(b)"),
}
"""The paper of which a copy goes with goods in transit."""


def _papers_at(case: Case, convention: Convention, schedule: str) -> tuple[Paper, ...]:
    """The papers of the place; in transit the copy that travels with the goods.

    An aircraft that flies over without landing shows none (1961 31(14), 1971 12(3)(h)).
    """
    if case.movement.kind is not MovementKind.TRANSIT:
        return papers_at(convention, schedule)
    copy = _COPIES.get((convention, schedule))
    if copy is None or case.movement.journey.overflies_without_landing:
        return (DOCUMENTS_OF_DRUGS,)
    return (copy, DOCUMENTS_OF_DRUGS)


def papers_are_in_hand(case: Case, how: str) -> Found:
    """Met when every paper that the treaty requires of the case is there; `how` it travels."""
    required = [one for one in demands_of(case) if one.paper.due is Due.REQUIRED]
    if not required:
        return not_applicable(f"{how}: no paper is required")
    missing = [one for one in required if _is_held(case, one.paper) is Answer.NOT_MET]
    unknown = [one for one in required if _is_held(case, one.paper) is Answer.UNDETERMINED]
    settled = [one for one in missing if one.is_settled]
    if settled:
        return not_met(f"{how}, which waives no paper: {_names(settled)} missing")
    if missing or unknown:
        return undetermined(f"{how}, which waives no paper: {_names(missing + unknown)} not told")
    return met(f"{how}, with every paper that is required: {_names(required)}")


def _is_held(case: Case, paper: Paper) -> Answer:
    if paper.paper == "commercial_documents":
        named = case.goods.documents_name_it
        return Answer.UNDETERMINED if named is None else _told(named)
    held: Document | None = getattr(case.movement, paper.paper)
    return _told(held is not None)


def _told(holds: bool) -> Answer:
    return Answer.MET if holds else Answer.NOT_MET


def _names(demands: Sequence[Demand]) -> str:
    names = dict.fromkeys(one.paper.paper.replace("_", " ") for one in demands)
    return ", ".join(names)
