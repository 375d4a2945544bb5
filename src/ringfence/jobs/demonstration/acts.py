"""How the acts of the demonstration are done: by the same jobs as everything else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from ringfence.jobs.acts import act_by_kind
from ringfence.jobs.demonstration.diary import AFTERNOON, MORNING, Diary
from ringfence.jobs.demonstration.goods import Goods
from ringfence.jobs.demonstration.world import HOME, World
from ringfence.jobs.doing import Asked, Desk, Outcome, opened
from ringfence.law import movement as law
from ringfence.law.entry import Convention
from ringfence.terms import Day
from ringfence.trade.put_to_law import Circumstances
from ringfence.trade.substance_line import LinePurpose, SubstanceLine, Unit


def act(desk: Desk, kind: str, number: str, verb: str, by: str, told: object = None) -> Outcome:
    """One act by one person."""
    return act_by_kind(desk, kind, number, verb, Asked(by, None, told))


def decide(desk: Desk, kind: str, number: str, verb: str, by: str, told: object = None) -> Outcome:
    """The second person opens the document with its findings, and decides."""
    opened(desk, kind, number, by)
    return act(desk, kind, number, verb, by, told)


class Desks:
    """The acts of a world, noted in its diary."""

    def __init__(self, world: World, diary: Diary) -> None:
        self.world, self.diary = world, diary
        self.moved: dict[str, tuple[Day, int]] = {}
        """What moves under which paper, in micrograms of base, and on which day."""

    def note(
        self, day: Day, hour: int, kind: str, number: str, verb: str, by: str, told: object = None
    ) -> None:
        """Note one act of one person."""
        self.diary.at(day, hour, lambda desk: act(desk, kind, number, verb, by, told))

    def decided(
        self, day: Day, kind: str, number: str, verb: str, by: str = "", hour: int = AFTERNOON
    ) -> None:
        """Note the decision of an approver on what was proposed before."""
        second = by or self.world.approver(number)
        self.diary.at(day, hour, lambda desk: decide(desk, kind, number, verb, second))

    def by_two(
        self, day: Day, kind: str, number: str, verb: str, first: str, told: object = None,
        second: str = "", hours: tuple[int, int] = (MORNING, AFTERNOON),
    ) -> None:  # fmt: skip
        """Note an act that one proposes in the morning and another decides in the afternoon."""
        proposed, decided = hours
        self.note(day, proposed, kind, number, verb, first, told)
        self.decided(day, kind, number, verb, second, decided)


def line(goods: Goods, grams: Decimal, purpose: LinePurpose = LinePurpose.MEDICAL) -> SubstanceLine:
    """A line of a paper: so many grams of the salt or form in which the substance moves."""
    return SubstanceLine(
        line=1,
        name_declared=goods.substance.replace("-", " "),
        substance=goods.substance,
        salt=goods.form,
        pharmaceutical_form="bulk substance",
        quantity=grams,
        unit=Unit.G,
        purpose=LinePurpose.INDUSTRIAL if goods.is_precursor else purpose,
    )


def known(goods: Goods, partner: str, year: int, **more: Any) -> Circumstances:
    """What is known beside a paper of a movement between home and a partner; all invented."""
    limit = law.Limit(
        substance=goods.substance,
        is_stopped_by_board=False,
        is_recommended_stop=False,
        assessment_g=None if goods.is_drug or goods.is_precursor else goods.year_g * 3,
    )
    circumstances = {
        "exporter": law.Actor(is_licensed=True),
        "importer": law.Actor(is_licensed=True),
        "limits": (limit,),
        "countries": (country_facts(HOME), country_facts(partner)),
        "goods_are_named": True,
        "is_mislabelled": False,
        "copy_accompanies": True,
        "is_for_illicit_manufacture": False,
    }
    return Circumstances(day=date(year, 1, 1), **{**circumstances, **more})


def country_facts(code: str) -> law.CountryFacts:
    """What is known of a country; all invented."""
    return law.CountryFacts(
        country=code,
        parties_to=tuple(Convention),
        prohibits=(),
        requests_notification_for=("Table I", "Table II"),
        demands_authorisation_for=(),
        notifies_table_ii=True,
        permits_destination=True,
        reserves_31_1_b=False,
        prohibits_schedule_iv=(),
        source="invented for the demonstration",
    )
