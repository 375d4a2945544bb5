"""1961 Schedule III: which preparations are free of most of article 31.

A preparation stands in the Schedule when it meets every condition of one item: the drug, its
amount per dosage unit or per cent, its companions, its route, and that the drug cannot be won
back. The numbers are data (`schedule_3_items.toml`); open points are `Readings`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ringfence.law.case import Case, Part
from ringfence.law.entry import Convention
from ringfence.law.identification import EntryStanding
from ringfence.law.movement import Composition
from ringfence.law.rule import Found, met, not_applicable, not_met, undetermined
from ringfence.law.un1961.excipients import is_excipient
from ringfence.law.un1961.readings import READINGS, Readings
from ringfence.law.un1961.routes import route_of
from ringfence.law.un1961.schedule_3_amounts import (
    Range,
    Unit,
    accompanied,
    held,
    stated,
    unit_of,
    within,
)
from ringfence.law.un1961.schedule_3_items import Item, items_of
from ringfence.substance.quantity import read_quantity
from ringfence.terms import Answer, Day, Verdict

Drugs = tuple[tuple[Part, str], ...]
"""The ingredients that are drugs of Schedules I and II, each with the drug that it is."""


def stands_in_schedule_3(case: Case, readings: Readings = READINGS) -> Found:
    """Met when the preparation meets every condition of an item of Schedule III."""
    composition = case.goods.composition
    if composition is None:
        return _not_described(case)
    if composition.is_mixture is False:
        return not_met("a bare substance is no preparation: article 1(1)(s) asks for a mixture")
    if not case.parts:
        return _nothing_told(case)
    if not any(part.identification is case.identification for part in case.parts):
        return undetermined("the name says more than the ingredients do: the composition is open")
    return _judged(case.parts, composition, case.day, readings)


def _not_described(case: Case) -> Found:
    """Without a composition: dosage units of a drug that an item names may be a preparation."""
    is_dosed = read_quantity(case.goods.quantity).unit != "" if case.goods.quantity else False
    drugs = case.substances(Convention.UN1961, "I", "II")
    if case.goods.material is None and is_dosed and any(map(items_of, drugs)):
        return undetermined("the composition of the dosage units is not told", composition=None)
    return not_applicable("not told to be a preparation")


def _nothing_told(case: Case) -> Found:
    drugs = case.substances(Convention.UN1961, "I", "II")
    if not any(map(items_of, drugs)):
        return not_met(f"no item of Schedule III names {', '.join(drugs) or 'it'}")
    return undetermined("the ingredients are not told", ingredients=None)


def _judged(parts: Sequence[Part], composition: Composition, day: Day, readings: Readings) -> Found:
    drugs = tuple((part, name) for part in parts if (name := _drug_of(part)))
    if not drugs:
        return undetermined("which ingredient is the drug is not settled")
    alone = [name for _, name in drugs if not items_of(name)]
    if alone:
        return not_met(f"no item of Schedule III names {', '.join(alone)}", drugs=alone)
    common = [
        item for item in items_of(drugs[0][1]) if all(name in item.drugs for _, name in drugs)
    ]
    whole = _Preparation(parts, composition, day, readings)
    if common:
        return _best(whole.fits(item, drugs) for item in common)
    return _mixed(whole, drugs)


def _names(drugs: Drugs) -> str:
    return ", ".join(dict.fromkeys(name for _, name in drugs))


def _mixed(whole: _Preparation, drugs: Drugs) -> Found:
    """Drugs of different items in one preparation, of which the Schedule does not speak."""
    for part, name in drugs:
        found = _best(whole.fits(item, ((part, name),)) for item in items_of(name))
        if found.answer is not Answer.MET:
            return found
    return undetermined(f"{_names(drugs)} each meet an item: whether they do together is not said")


def _best(found: Iterable[Found]) -> Found:
    """One item is enough: the first that is met, else one that is open, else one that is not."""
    order = (Answer.MET, Answer.UNDETERMINED, Answer.NOT_MET)
    return min(found, key=lambda one: order.index(one.answer))


def _worst(found: Iterable[Found]) -> Found | None:
    """Every condition must hold: the first that does not, else the first that is open."""
    order = (Answer.NOT_MET, Answer.UNDETERMINED)
    return min(
        (one for one in found if one.answer in order),
        key=lambda one: order.index(one.answer),
        default=None,
    )


def _drug_of(part: Part) -> str:
    """The drug of Schedules I and II that an ingredient is, or may be; empty for none."""
    return next(
        (
            one.candidate.substance
            for one in part.identification.candidates
            for standing in one.entries
            if _is_drug_entry(standing)
        ),
        "",
    )


def _is_drug_entry(standing: EntryStanding) -> bool:
    entry = standing.entry
    is_drug = entry.convention is Convention.UN1961 and not entry.preparations_only
    return is_drug and standing.answer is not Answer.NOT_MET


def _is_named(part: Part, names: tuple[str, ...]) -> bool:
    written = " ".join(part.ingredient.name.casefold().split())
    return any(written.startswith(name) for name in names)


class _Preparation:
    """One preparation put to the items of Schedule III."""

    def __init__(
        self, parts: Sequence[Part], composition: Composition, day: Day, readings: Readings
    ) -> None:
        self.parts, self.composition = parts, composition
        self.day, self.readings = day, readings

    def fits(self, item: Item, drugs: Drugs) -> Found:
        """Whether every condition of the item holds."""
        unit = unit_of(item, self.composition, self.parts)
        wrong = _worst(self._conditions(item, unit, drugs))
        if wrong is not None:
            return wrong
        return met(f"{_names(drugs)}: every condition of item {item.item} is met", item=item.item)

    def _conditions(self, item: Item, unit: Unit | Found, drugs: Drugs) -> Iterator[Found]:
        yield from (self._in_force(item, part, name) for part, name in drugs)
        yield from self._identified(item, drugs)
        if item.needs_other_ingredients:
            yield self._compounded(drugs)
        if item.route:
            yield self._route(item)
        if item.must_be_unrecoverable:
            yield self._recoverable()
        if item.excludes_1971:
            yield self._without_1971(drugs)
        if isinstance(unit, Found):
            yield unit
        else:
            yield from self._amounts(item, unit, drugs)

    def _in_force(self, item: Item, part: Part, name: str) -> Found:
        """The item has named the drug since the day its entry took effect."""
        entries = [
            standing.entry
            for one in part.identification.candidates
            for standing in one.entries
            if standing.entry.preparations_only and standing.entry.item.startswith(item.item)
        ]
        answers = {entry.answer_on(self.day) for entry in entries}
        if Answer.MET in answers:
            return met(f"item {item.item} names {name}")
        if Answer.UNDETERMINED in answers:
            return undetermined(f"whether item {item.item} named {name} on {self.day} is not known")
        return not_met(f"item {item.item} does not name this form of {name} on {self.day}")

    def _identified(self, item: Item, drugs: Drugs) -> Iterator[Found]:
        """What is not known may be a drug; item 7 and item 8 allow none beside their own."""
        for part in self.parts:
            if _is_named(part, item.companion) or any(part is drug for drug, _ in drugs):
                continue
            if part.identification.verdict is Verdict.UNDETERMINED:
                name = part.ingredient.name
                yield undetermined(f"what the ingredient {name} is, is not known", ingredient=name)

    def _compounded(self, drugs: Drugs) -> Found:
        has_others = self.composition.has_other_ingredients
        named = {part.ingredient.name for part, _ in drugs}
        others = {part.ingredient.name for part in self.parts} - named
        if has_others is None and any(not is_excipient(other) for other in others):
            has_others = True
        facts = {"has_other_ingredients": has_others}
        if has_others is None and others:
            told = ", ".join(sorted(others))
            return undetermined(f"national law says whether {told} counts as compounded", **facts)
        if has_others is None:
            return undetermined("whether it has other ingredients is not told", **facts)
        if has_others:
            return met("compounded with other ingredients", **facts)
        return not_met("not compounded with other ingredients", **facts)

    def _route(self, item: Item) -> Found:
        route = self.composition.route
        if not route:
            return undetermined("how it is given is not told", route=None)
        read = route_of(route)
        if read == item.route:
            return met(f"for {item.route} use", route=route)
        if not read:
            return undetermined(f"which way of giving {route!r} is, is not known", route=route)
        return not_met(f"item {item.item} is for {item.route} use only", route=route)

    def _recoverable(self) -> Found:
        is_recoverable = self.composition.is_recoverable
        if is_recoverable is None:
            return undetermined(
                "whether the drug can be recovered is not told", is_recoverable=None
            )
        if is_recoverable:
            return not_met("the drug can be recovered by readily applicable means")
        return met("the drug cannot be recovered by readily applicable means")

    def _without_1971(self, drugs: Drugs) -> Found:
        for part in self.parts:
            answers = {
                standing.answer
                for one in part.identification.candidates
                for standing in one.entries
                if standing.entry.convention is Convention.UN1971
            }
            name = part.ingredient.name
            if Answer.MET in answers:
                return not_met(f"it holds {name}, a substance of the 1971 Convention", holds=name)
            if Answer.UNDETERMINED in answers and all(part is not drug for drug, _ in drugs):
                return undetermined(f"whether {name} is a substance of 1971 is not settled")
        return met("no ingredient is a substance of the 1971 Convention")

    def _amounts(self, item: Item, unit: Unit, drugs: Drugs) -> Iterator[Found]:
        total: Range | None = None
        for part, _ in drugs:
            amount = held(part, item, unit, self.composition, self.readings)
            if amount is None:
                name = part.ingredient.name
                yield undetermined(f"the amount of {name} is not told in {unit.name}", amount=None)
                return
            yield within(amount, unit, item)
            total = amount if total is None else total + amount
        assert total is not None
        if len(drugs) > 1 and (self.readings.sums_item_1 or item.item != "1"):
            yield within(total, unit, item)
        if item.companion:
            yield self._companion(item, unit, total)

    def _companion(self, item: Item, unit: Unit, drug: Range) -> Found:
        named = [part for part in self.parts if _is_named(part, item.companion)]
        if not named:
            short = item.companion[0].split()[0]
            if any(_is_named(part, (short,)) for part in self.parts):
                return undetermined(f"whether {short} is there as {item.companion[0]} is not told")
            return not_met(f"item {item.item} asks for {item.companion[0]}, which is not in it")
        amounts = [stated(part.ingredient, unit, self.composition) for part in named]
        known = [amount for amount in amounts if amount is not None]
        if len(known) < len(amounts):
            return undetermined(f"the amount of {item.companion[0]} is not told", companion=None)
        return accompanied(drug, sum(known, start=known[0] * 0), item)
