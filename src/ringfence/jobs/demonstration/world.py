"""Who and what there is in the demonstration: territories, persons of the authority, firms."""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from ringfence.jobs.demonstration.goods import Goods, every_goods
from ringfence.jobs.demonstration.names import firm_name, persons
from ringfence.law.entry import Convention
from ringfence.trade.operator import ReceivesAs
from ringfence.trade.party import Authority, Party
from ringfence.trade.roles import Actor, Role

HOME, PARTNERS = "XA", ("XB", "XC")
ON_MAPS = {"XA": "24 -46", "XB": "37 -27", "XC": "-4 -20"}
"""In open sea: fictitious territories lie where no land is."""
SEED = 1961


@dataclass(frozen=True, slots=True)
class Scale:
    """How much there is: firms by what they do, substances, movements of each substance."""

    makers: int
    importers: int
    wholesalers: int
    precursor_firms: int
    consumers: int
    applicants: int
    substances: int
    movements: int

    @property
    def operators(self) -> int:
        """How many firms there are in all."""
        traders = self.makers + self.importers + self.wholesalers + self.precursor_firms
        return traders + self.consumers + self.applicants


SCALES = {
    "full": Scale(10, 24, 30, 16, 112, 8, 60, 4),
    "small": Scale(2, 3, 3, 3, 5, 3, 9, 2),
}
"""`full` has 200 operators and 60 substances; `small` is for tests."""


@dataclass(frozen=True, slots=True)
class Trait:
    """What the firms of one kind do: activities by schedule, what they are in the register."""

    business: str
    business_types: tuple[str, ...]
    activities: tuple[str, ...]
    treaties: tuple[str, ...]
    receives_as: ReceivesAs


_DRUGS = ("1961", "1971")
TRAITS = {
    "maker": Trait(
        "Laboratories", ("pharmaceutical-manufacturer-producer", "importer", "exporter"),
        ("manufacture", "possess", "supply", "import", "export"), _DRUGS, ReceivesAs.WHOLESALE,
    ),
    "importer": Trait(
        "Medical Imports", ("pharmaceutical-wholesaler", "importer", "exporter"),
        ("possess", "supply", "import", "export"), _DRUGS, ReceivesAs.WHOLESALE,
    ),
    "wholesaler": Trait(
        "Wholesale", ("pharmaceutical-wholesaler",), ("possess", "supply"), _DRUGS,
        ReceivesAs.WHOLESALE,
    ),
    "precursor_firm": Trait(
        "Chemicals", ("precursor-chemicals", "importer", "exporter"),
        ("manufacture", "possess", "supply", "import", "export", "use_industrial"), ("1988",),
        ReceivesAs.WHOLESALE,
    ),
    "pharmacy": Trait(
        "Pharmacy", ("healthcare-distributor",), ("possess", "administer"), _DRUGS,
        ReceivesAs.RETAIL,
    ),
    "hospital": Trait(
        "Hospital", ("public-hospital",), ("possess", "administer"), _DRUGS, ReceivesAs.HOSPITAL,
    ),
    "university": Trait(
        "University", ("research-university-in-vitro",), ("possess", "research"), _DRUGS,
        ReceivesAs.RESEARCHER,
    ),
    "applicant": Trait(
        "Trading", ("pharmaceutical-wholesaler",), ("possess", "supply"), _DRUGS,
        ReceivesAs.WHOLESALE,
    ),
}  # fmt: skip
CONSUMERS = ("pharmacy", "hospital", "pharmacy", "university")


@dataclass(frozen=True, slots=True)
class Firm:
    """One firm of the home territory; its responsible person and clerk act for it."""

    number: str
    kind: str
    name: str
    name_latin: str
    responsible: str
    clerk: str
    person: str

    @property
    def trait(self) -> Trait:
        """What firms of its kind do."""
        return TRAITS[self.kind]

    @property
    def licence(self) -> str:
        """The number of its licence."""
        return f"L-{self.number}"

    @property
    def is_consumer(self) -> bool:
        """True where goods count as consumed when they arrive."""
        return self.trait.receives_as.is_consumer

    @property
    def sites(self) -> tuple[str, ...]:
        """Its sites: those that trade widely have two."""
        return ("main", "depot") if self.kind in ("maker", "importer") else ("main",)

    @property
    def party(self) -> Party:
        """The firm as it stands on papers."""
        count = int(self.number.rpartition("-")[2])
        return Party(
            party_name=self.name,
            party_name_latin=self.name_latin,
            registration_number=f"XA{count:06}",
            licence_number=self.licence,
            business=f"{self.trait.business} (fictitious)",
            address_line_1=f"{count} Example Street",
            locality="Sampleton",
            country=HOME,
            email=f"{self.number.lower()}@firm.example",
        )


@dataclass(frozen=True, slots=True)
class Officer:
    """One person of an authority."""

    person: str
    role: Role
    name: str
    territory: str = HOME

    @property
    def actor(self) -> Actor:
        """The person with the role."""
        return Actor(self.person, self.role, self.territory)


_OFFICE = (
    *((Role.ADMINISTRATOR, 1), (Role.APPROVER, 4), (Role.CASE_OFFICER, 6), (Role.STATISTICIAN, 2)),
    *((Role.CUSTOMS, 2), (Role.INSPECTOR, 3), (Role.LABORATORY, 2), (Role.AUDITOR, 1)),
)


class World:
    """The demonstration of one year: everything in it follows from the year and the scale."""

    def __init__(self, year: int, scale: str) -> None:
        self.year, self.scale = year, SCALES[scale]
        self._names = persons()

    def chance(self, *about: object) -> random.Random:
        """A source of chance of its own for each thing, always the same."""
        return random.Random(f"{SEED}/{self.year}/" + "/".join(str(one) for one in about))

    def day(self, month: int, day: int, year: int = 0) -> date:
        """A day of the year, or of the one before or after it (`year` -1 or 1)."""
        return date(self.year + year, month, day)

    @cached_property
    def goods(self) -> tuple[Goods, ...]:
        """The substances that are traded."""
        return every_goods()[: self.scale.substances]

    @cached_property
    def officers(self) -> tuple[Officer, ...]:
        """Everybody who acts for the authority, and one person of each partner authority."""
        found: list[Officer] = []
        for role, count in _OFFICE:
            for one in range(1, count + 1):
                name = self._names[len(found)][0]
                found.append(Officer(f"{role.lower()}{one}", role, name))
        for partner in PARTNERS:
            name = self._names[len(found)][0]
            found.append(Officer(f"pa-{partner.lower()}", Role.PARTNER_AUTHORITY, name, partner))
        return tuple(found)

    @cached_property
    def firms(self) -> tuple[Firm, ...]:
        """Every firm, the makers first."""
        return tuple(self._firms())

    def _firms(self) -> Iterator[Firm]:
        scale = self.scale
        consumers = [CONSUMERS[one % len(CONSUMERS)] for one in range(scale.consumers)]
        kinds = [
            *["maker"] * scale.makers,
            *["importer"] * scale.importers,
            *["wholesaler"] * scale.wholesalers,
            *["precursor_firm"] * scale.precursor_firms,
            *consumers,
            *["applicant"] * scale.applicants,
        ]
        for count, kind in enumerate(kinds, 1):
            number = f"OP-{count:04}"
            name, latin = firm_name(count - 1, TRAITS[kind].business)
            person = self._names[(len(self.officers) + count) % len(self._names)][0]
            yield Firm(number, kind, name, latin, f"{number}-or", f"{number}-oc", person)

    def of_kind(self, *kinds: str) -> tuple[Firm, ...]:
        """The firms of some kinds."""
        return tuple(one for one in self.firms if one.kind in kinds)

    @property
    def consumers(self) -> tuple[Firm, ...]:
        """The firms at which goods count as consumed."""
        return tuple(one for one in self.firms if one.is_consumer)

    @cached_property
    def troubled(self) -> tuple[Firm, ...]:
        """Pharmacies whose licences are suspended, revoked, given back or renewed in the year."""
        return self.of_kind("pharmacy")[1:][-5:]

    @cached_property
    def retired(self) -> Firm:
        """A wholesaler that nobody supplies any more: its licence runs out in August."""
        return self.of_kind("wholesaler")[-1]

    @cached_property
    def eager(self) -> Firm:
        """A hospital that is supplied by nobody, unless an irregularity is planted on it."""
        return self.of_kind("hospital")[-1]

    @cached_property
    def late_return(self) -> Firm:
        """A pharmacy that has begun its last return of the year and not signed it."""
        return self.of_kind("pharmacy")[0]

    def traders(self, goods: Goods) -> tuple[Firm, ...]:
        """The firms that import and export a substance."""
        if goods.is_precursor:
            return self.of_kind("precursor_firm")
        return self.of_kind("maker", "importer")

    def foreign(self, territory: str, goods: Goods) -> Party:
        """The partner abroad for a substance: always the same one, so that a name can be missed."""
        count = self.goods.index(goods) % 4 + 1
        return Party(
            party_name=f"{territory} Trading House {count} (fictitious)",
            address_line_1=f"{count} Sample Quay",
            locality="Exemplar Port",
            country=territory,
        )

    def approver(self, about: str) -> str:
        """Who decides on a document: the approvers in turn, as chance has it."""
        return f"ap{self.chance('approver', about).randint(1, 4)}"

    def officer(self, about: str) -> str:
        """Which case officer has a document."""
        return f"co{self.chance('officer', about).randint(1, 5)}"

    def another(self, role: Role, than: Collection[str]) -> str:
        """Somebody of a role who had no hand in a matter."""
        return next(
            one.person for one in self.officers if one.role is role and one.person not in than
        )


def authority(territory: str) -> Authority:
    """The authority of a territory, notified for the three conventions."""
    name = f"Drug control authority of {territory} (fictitious)"
    return Authority(name, territory, tuple(Convention))
