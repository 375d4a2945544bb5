"""One line of goods in one movement, as the rules see it.

A `Case` holds the movement, the line, what the lists of the day say of it, how it stands as a
preparation under each convention, the amount in grams of base, and what is known of the countries.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from ringfence.law.country_facts import Facts, facts_of
from ringfence.law.entry import Convention
from ringfence.law.identification import Identification
from ringfence.law.movement import Goods, Ingredient, Movement
from ringfence.terms import Answer, Day


@dataclass(frozen=True, slots=True)
class Place:
    """One schedule of one convention, and whether the goods stand in it."""

    convention: Convention
    schedule: str
    substance: str
    answer: Answer
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One ingredient of a preparation, with what it is.

    `base_factor` is grams of anhydrous base in one gram of it as named; `None` when the salt is
    not known.
    """

    ingredient: Ingredient
    identification: Identification
    base_factor: Decimal | None


@dataclass(frozen=True, slots=True)
class Case:
    """What a rule may ask about. `places` holds the schedules that reach the goods on `day`.

    `base_g` is the declared amount in grams of anhydrous base, or `None` with the reason in
    `base_g_missing`.
    parts  every ingredient of the preparation, this case's own among them
    lines  every case of the same movement, this one among them, each without lines of its own
    """

    movement: Movement
    goods: Goods
    day: Day
    identification: Identification | None
    places: tuple[Place, ...]
    base_g: Decimal | None
    base_g_missing: str = ""
    parts: tuple[Part, ...] = ()
    lines: tuple[Case, ...] = field(default=(), repr=False, compare=False)

    def standing(self, convention: Convention, *schedules: str) -> Answer:
        """Whether the goods stand in one of the schedules: met, undetermined or not met."""
        answers = {
            place.answer
            for place in self.places
            if place.convention is convention and place.schedule in schedules
        }
        for answer in (Answer.MET, Answer.UNDETERMINED):
            if answer in answers:
                return answer
        return Answer.NOT_MET

    def is_in(self, convention: Convention, *schedules: str) -> bool:
        """True when the goods stand, or may stand, in one of the schedules."""
        return self.standing(convention, *schedules) is not Answer.NOT_MET

    def substances(self, convention: Convention, *schedules: str) -> tuple[str, ...]:
        """The substances by which the goods stand in the schedules."""
        found = (
            place.substance
            for place in self.places
            if place.convention is convention
            and place.schedule in schedules
            and place.answer is not Answer.NOT_MET
        )
        return tuple(dict.fromkeys(found))

    @property
    def is_international(self) -> bool:
        """True when the goods pass from one territory to another (1961 article 1(1)(m))."""
        movement = self.movement
        return bool(movement.origin and movement.destination) and (
            movement.origin != movement.destination
        )

    @property
    def origin(self) -> Facts:
        """What is known of the territory left."""
        return facts_of(self.movement.origin, self.movement.country, self.day)

    @property
    def destination(self) -> Facts:
        """What is known of the territory entered."""
        return facts_of(self.movement.destination, self.movement.country, self.day)
