"""Transport and route of a consignment (formats 1.4)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from ringfence.law.movement import Conveyance, many, said
from ringfence.law.record import Problem
from ringfence.trade.paper import in_order, words
from ringfence.trade.party import Party

_CONTAINER = re.compile(r"[A-Z]{3}[UJZ]\d{7}")
_LOCODE = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")
_S10 = re.compile(r"[A-Z]{2}(\d{8})(\d)[A-Z]{2}")
S10_WEIGHTS = (8, 6, 4, 2, 3, 5, 9, 7)
"""Weights of the check digit of a postal number. Unverified: from memory."""


class Mode(StrEnum):
    """How the goods travel."""

    AIR = "air"
    SEA = "sea"
    ROAD = "road"
    RAIL = "rail"
    POST = "post"
    COURIER = "courier"
    INLAND_WATER = "inland_water"
    OWN_MEANS = "own_means"
    OTHER = "other"


CONVEYANCES = {
    Mode.AIR: Conveyance.AIRCRAFT,
    Mode.SEA: Conveyance.SHIP,
    Mode.INLAND_WATER: Conveyance.SHIP,
    Mode.ROAD: Conveyance.ROAD_VEHICLE,
    Mode.RAIL: Conveyance.TRAIN,
    Mode.POST: Conveyance.POST,
    Mode.COURIER: Conveyance.COURIER,
}
"""What carries the goods, in the words of the law; other modes say nothing of it."""


@dataclass(frozen=True, slots=True)
class StoragePlace:
    """Where goods in transit are kept, and how long."""

    address: str = words("where", 250)
    first: date | None = field(default=None, metadata={"key": "from", "says": "from which day"})
    last: date | None = field(default=None, metadata={"key": "to", "says": "to which day"})

    def problems(self) -> Iterator[Problem]:
        """The days are in order."""
        return in_order(self.first, self.last, "to", "the last day")


@dataclass(frozen=True, slots=True)
class Transport:
    """How, where and when the goods travel. `transit` holds codes in the order of passage."""

    mode: tuple[Mode, ...] = many("how: air, sea, road, rail, post ...")
    carrier: Party = field(default=Party(), metadata={"says": "who carries"})
    means_identification: str = words("vessel, flight or plate", 80)
    customs_office: str = words("customs office of that country", 120)
    exit_point: str = words("where the goods leave", 120)
    exit_locode: str = words("its UN/LOCODE", 5, pattern=_LOCODE, shown="five signs: XBPVA")
    entry_point: str = words("where the goods enter", 120)
    entry_locode: str = words("its UN/LOCODE", 5, pattern=_LOCODE, shown="five signs: XBPVA")
    transit: tuple[str, ...] = many("codes of the countries passed", limit=2, is_country=True)
    itinerary: str = words("the whole way", 500)
    despatch_day: date | None = said("the day of despatch, or the day expected")
    arrival_day_expected: date | None = said("the day of arrival expected")
    container: str = words("container", 11, pattern=_CONTAINER, shown="as ABCU1234560")
    seal: tuple[str, ...] = many("seals", limit=30)
    waybill: str = words("waybill", 40)
    postal_id: str = words("postal number", 13, pattern=_S10, shown="as RR123456785XA")
    storage_places: tuple[StoragePlace, ...] = many("transit: where the goods are kept")

    def problems(self) -> Iterator[Problem]:
        """Days in order, and numbers whose check digits agree."""
        first, last = self.despatch_day, self.arrival_day_expected
        yield from in_order(first, last, "arrival_day_expected", "the day of arrival")
        found = _S10.fullmatch(self.postal_id)
        if found and _s10_digit(found.group(1)) != found.group(2):
            problem = f"the check digit of {self.postal_id} does not agree"
            yield Problem("postal_id", problem, "Compare the number with the item")

    @property
    def conveyance(self) -> Conveyance | None:
        """What carries the goods, where one mode says it."""
        found = {CONVEYANCES.get(mode) for mode in self.mode}
        return found.pop() if len(found) == 1 else None


def _s10_digit(serial: str) -> str:
    total = sum(w * int(digit) for w, digit in zip(S10_WEIGHTS, serial, strict=True))
    return str({10: 0, 11: 5}.get(11 - total % 11, 11 - total % 11))
