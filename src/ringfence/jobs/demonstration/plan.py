"""The movements of the year as they are planned: who, what, how much, when, and what becomes of it.

Estimates are made from the plan, so that each substance uses a stated share of its total.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from functools import cached_property

from ringfence.jobs.demonstration.diary import later
from ringfence.jobs.demonstration.goods import UG_PER_G, Goods
from ringfence.jobs.demonstration.world import PARTNERS, Firm, World
from ringfence.substance.catalogue import load_catalogue
from ringfence.terms import Day
from ringfence.trade.substance_line import SubstanceLine, Unit, base_of


@dataclass(frozen=True, slots=True)
class Movement:
    """One planned import or export of one substance.

    fate  what becomes of its paper, in the words of the file that works it
    """

    number: str
    goods: Goods
    firm: Firm
    partner: str
    day: Day
    grams: Decimal
    fate: str

    @property
    def base_ug(self) -> int:
        """Micrograms of base in the declared grams."""
        return base_ug(self.goods, self.grams)


def base_ug(goods: Goods, grams: Decimal) -> int:
    """Micrograms of base in so many grams of the form in which a substance moves."""
    line = SubstanceLine(
        substance=goods.substance, salt=goods.form, quantity=grams, unit=Unit.G, name_declared="x"
    )
    found = base_of(line, load_catalogue()).ug
    assert found is not None
    return found


USED_TO = {"oxycodone": 81, "methadone": 91, "codeine": 70}
"""Per cent of the total that the imports of these substances use; others use 35 to 70."""


class Plan:
    """Every movement of the year that is planned before it begins."""

    def __init__(self, world: World) -> None:
        self.world = world

    @cached_property
    def imports(self) -> tuple[Movement, ...]:
        """Imports that need a certificate or authorisation, in the order of their numbers."""
        found = []
        fates = ("arrives", "arrives", "arrives", "arrives_less", "expires", "arrives")
        for goods in self.world.goods:
            if not goods.has_ceiling:
                continue
            for turn in range(self.world.scale.movements):
                fate = fates[(turn + len(goods.substance)) % len(fates)] if turn else "arrives"
                if goods.substance in USED_TO:
                    fate = "arrives"
                found.append(self._movement("IC", goods, turn, fate, Decimal(1)))
        return tuple(found)

    @cached_property
    def psychotropics(self) -> tuple[Movement, ...]:
        """Imports of 1971 Schedule II, each under its own authorisation; no total bounds them."""
        goods = [one for one in self.world.goods if one.needs_authorisation and not one.has_ceiling]
        return tuple(
            self._movement("IC", one, turn, fate, Decimal("0.5"))
            for one in goods
            for turn, fate in enumerate(("arrives", "arrives"))
        )

    @cached_property
    def exports(self) -> tuple[Movement, ...]:
        """Exports under an authorisation: of every second such substance."""
        fates = ("closed", "closed", "shipped", "endorsed", "closed", "zero", "expires")
        goods = [one for one in self.world.goods if one.has_ceiling]
        return self._exports("EA", fates, goods)

    @cached_property
    def declarations(self) -> tuple[Movement, ...]:
        """Exports of Schedule III under a declaration."""
        fates = ("closed", "closed", "sent", "closed")
        return self._exports(
            "ED", fates, [one for one in self.world.goods if one.needs_declaration]
        )

    @cached_property
    def notices(self) -> tuple[Movement, ...]:
        """Exports of precursors that are announced."""
        fates = ("cleared", "objected", "cleared", "question", "cleared", "withdrawn")
        goods = [one for one in self.world.goods if one.is_precursor]
        return self._exports("PN", fates, goods)

    def _exports(
        self, kind: str, fates: tuple[str, ...], goods: list[Goods]
    ) -> tuple[Movement, ...]:
        turns = max(1, self.world.scale.movements - 2)
        planned = [(one, turn) for one in goods for turn in range(turns)]
        return tuple(
            self._movement(kind, one, turn, fates[place % len(fates)], Decimal("0.04"))
            for place, (one, turn) in enumerate(planned)
        )

    def _movement(self, kind: str, goods: Goods, turn: int, fate: str, share: Decimal) -> Movement:
        world, count = self.world, self.world.goods.index(goods) + 1
        chance = world.chance(kind, goods.substance, turn)
        turns = world.scale.movements if kind == "IC" else max(1, world.scale.movements - 2)
        first = 8 if kind == "IC" else 130
        last = 275 if kind == "IC" else 340
        day = first + (last - first) * turn // turns + chance.randint(0, 25)
        amount = goods.year_g * share / turns * chance.randint(70, 130) / 100
        firms = world.traders(goods)
        firm = firms[count % len(firms)] if kind != "IC" else firms[(count + turn) % len(firms)]
        return Movement(
            number=f"XA-{kind}-{world.year}-{count:02}{turn + 1:02}",
            goods=goods,
            firm=firm,
            partner=PARTNERS[(count + turn) % len(PARTNERS)],
            day=later(world.day(1, 1), day),
            grams=_rounded(amount),
            fate=fate,
        )

    def estimated_ug(self, goods: Goods) -> int:
        """The total of the estimates of the year: what is planned, over the share it uses."""
        planned = sum(one.base_ug for one in self.imports if one.goods is goods)
        chance = self.world.chance("estimate", goods.substance)
        percent = USED_TO.get(goods.substance) or chance.randint(35, 70)
        return -(-planned * 100 // percent // UG_PER_G) * UG_PER_G

    def exported_ug(self, goods: Goods, partner: str) -> int:
        """What is planned to go to a partner."""
        there = [one for one in self.exports if (one.goods, one.partner) == (goods, partner)]
        return sum(one.base_ug for one in there)


def _rounded(amount: Decimal) -> Decimal:
    """A round number of grams, as people order."""
    step = Decimal(1) if amount < 100 else Decimal(5) if amount < 1000 else Decimal(50)
    return max(step, (amount / step).to_integral_value() * step)


def days_on(day: Day, days: int) -> Day:
    """So many days on, whatever day of the week."""
    return day + timedelta(days=days)
