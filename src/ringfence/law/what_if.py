"""What would change the answer: the smallest sets of changes that turn a decision into granted.

A change is something that the people concerned can do or find out: attach a paper, put one right,
send less, ship on another day, deliver elsewhere, establish a fact. Nothing here weakens a rule:
each set is put to the same rules again, and only sets that they grant are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations, islice
from math import comb
from typing import Any

from ringfence.law.decision import Decision, assess
from ringfence.law.favourable import PAPERS, open_facts
from ringfence.law.movement import Delivery, Movement
from ringfence.terms import Answer, Outcome

SETS_MAX = 3
"""How many sets of changes are told at most; each is as small as any other."""

TRIED_TOGETHER_MAX = 3
"""Up to how many changes are tried in every combination before a large set is thinned out."""

SETS_TRIED_MAX = 2_000
"""How many combinations of one size are tried at most."""

Apply = Callable[[Movement], Movement]


@dataclass(frozen=True, slots=True)
class Change:
    """One thing to do or to establish, in a sentence."""

    says: str
    apply: Apply


@dataclass(frozen=True, slots=True)
class WhatIf:
    """Sets of changes that would be granted, and findings that no change here can mend."""

    sets: tuple[tuple[Change, ...], ...]
    stands_in_the_way: tuple[str, ...]


def what_would_change(decision: Decision) -> WhatIf:
    """The smallest sets of changes under which the movement would be granted.

    Facts alone are tried first: what is held for a fact is not mended by other papers.
    """
    if decision.outcome is Outcome.GRANTED:
        return WhatIf((), ())
    facts = tuple(_facts(decision))
    if facts and _grants(decision, facts):
        return WhatIf(_smallest(decision, facts), ())
    changes = (*facts, *_less(decision), *_days(decision), *_places(decision), *_acts(decision))
    changes += tuple(_papers(decision))
    everything = _with(decision, changes)
    if everything.outcome is Outcome.GRANTED:
        return WhatIf(_smallest(decision, changes), ())
    return WhatIf((), tuple(dict.fromkeys(_blocking(everything))))


def _smallest(decision: Decision, changes: Sequence[Change]) -> tuple[tuple[Change, ...], ...]:
    """The smallest sets among the changes that touch a finding which stands in the way."""
    before = _blocking(decision)
    near = [one for one in changes if _blocking(_with(decision, (one,))) != before]
    for size in range(1, min(TRIED_TOGETHER_MAX, len(near)) + 1):
        if comb(len(near), size) > SETS_TRIED_MAX:
            break
        sets = (one for one in combinations(near, size) if _grants(decision, one))
        found = tuple(islice(sets, SETS_MAX))
        if found:
            return found
    return (_thinned(decision, near if _grants(decision, near) else changes),)


def _blocking(decision: Decision) -> tuple[str, ...]:
    """What keeps the movement from being granted, a sentence each."""
    wanted = (Answer.NOT_MET, Answer.UNDETERMINED)
    return tuple(
        f"{one.rule}: {one.reason}"
        for one in decision.findings
        if one.answer in wanted and not one.is_advice
    )


def _grants(decision: Decision, changes: Sequence[Change]) -> bool:
    return _with(decision, changes).outcome is Outcome.GRANTED


def _with(decision: Decision, changes: Sequence[Change]) -> Decision:
    movement = decision.movement
    for change in changes:
        movement = change.apply(movement)
    return assess(movement, movement.day or decision.day)


def _thinned(decision: Decision, changes: Sequence[Change]) -> tuple[Change, ...]:
    """Leave out one change after the other, the last first, as long as the rest still grants."""
    kept = list(changes)
    for change in reversed(changes):
        fewer = [one for one in kept if one is not change]
        if _grants(decision, fewer):
            kept = fewer
    return tuple(kept)


def _papers(decision: Decision) -> Iterator[Change]:
    movement, day = decision.movement, decision.movement.day or decision.day
    for field, build in PAPERS.items():
        held, words = getattr(movement, field), _WORDS[field]
        wanted = any(paper.paper == field for paper in decision.papers)
        wanted = wanted or any(field in one.facts for one in decision.deciding)
        if held is None and not wanted:
            continue
        says = f"attach a complete {words}" if held is None else f"put the {words} right"
        yield Change(says, _attaching(field, build, day))


def _attaching(field: str, build: Callable[[Movement, date], object], day: date) -> Apply:
    def apply(movement: Movement) -> Movement:
        paper: Any = {field: build(movement, movement.day or day)}
        return replace(movement, **paper)

    return apply


_WORDS = {
    "import_certificate": "import certificate",
    "export_authorisation": "export authorisation",
    "export_declaration": "export declaration in triplicate",
    "pre_export_notification": "pre-export notification, sent before shipment",
    "special_import_licence": "special import licence of the destination",
}


def _less(decision: Decision) -> Iterator[Change]:
    """Send no more than the estimate, or the paper, leaves."""
    movement = decision.movement
    limit, paper = movement.limit, movement.import_certificate
    rooms: list[tuple[str, Decimal]] = []
    if limit.total_of_estimates_g is not None:
        room = limit.total_of_estimates_g + (limit.re_export_g or 0) - (limit.excess_g or 0)
        rooms.append(("the estimate leaves", room - (limit.imports_authorised_g or 0)))
    if paper is not None and paper.quantity_base_g is not None:
        left = paper.quantity_base_g - (paper.used_base_g or 0)
        rooms.append(("the import certificate leaves", left))
    for words, grams in rooms:
        asked = sum((case.base_g or Decimal(0) for case in decision.cases), Decimal(0))
        if Decimal(0) < grams < asked:
            yield Change(f"send no more than {grams} g of base, which {words}", _sending(grams))


def _sending(grams: Decimal) -> Apply:
    def apply(movement: Movement) -> Movement:
        share = grams / len(movement.goods)
        return replace(movement, goods=tuple(replace(one, base_g=share) for one in movement.goods))

    return apply


def _days(decision: Decision) -> Iterator[Change]:
    """Ship on a day on which the papers hold, or when another year's estimate does."""
    movement, asked = decision.movement, decision.movement.day or decision.day
    papers = (movement.import_certificate, movement.export_authorisation)
    starts = [one.valid_from for one in papers if one is not None and one.valid_from is not None]
    ends = [one.valid_until for one in papers if one is not None and one.valid_until is not None]
    days = [max(starts)] if starts else []
    days += [min(ends)] if ends else []
    sent = movement.pre_export_notification and movement.pre_export_notification.sent
    if sent:
        days.append(sent + timedelta(days=1))
    for day in dict.fromkeys(day for day in days if day != asked):
        yield Change(f"ship on {day}", _shipping(day))


def _shipping(day: date) -> Apply:
    return lambda movement: replace(movement, day=day)


def _places(decision: Decision) -> Iterator[Change]:
    if decision.movement.journey.delivery not in (None, Delivery.PREMISES):
        yield Change(
            "deliver to the importer's premises",
            lambda movement: replace(
                movement, journey=replace(movement.journey, delivery=Delivery.PREMISES)
            ),
        )


def _acts(decision: Decision) -> Iterator[Change]:
    """What can still be done about the goods themselves: show a copy, name them, label them."""
    movement = decision.movement
    if movement.journey.authorisation_copy_shown is False:
        yield Change(
            "show a copy of the export authorisation in transit",
            lambda movement: replace(
                movement, journey=replace(movement.journey, authorisation_copy_shown=True)
            ),
        )
    if any(one.documents_name_it is False for one in movement.goods):
        yield Change("name the goods on the documents", _all_goods(documents_name_it=True))
    if any(one.is_mislabelled for one in movement.goods):
        yield Change("label the goods as what they are", _all_goods(is_mislabelled=False))


def _all_goods(**facts: Any) -> Apply:
    return lambda movement: replace(
        movement, goods=tuple(replace(one, **facts) for one in movement.goods)
    )


def _facts(decision: Decision) -> Iterator[Change]:
    """Establish what is not known."""
    for fact in open_facts(decision.movement, decision.movement.day or decision.day):
        yield Change(fact.says, fact.settle)
