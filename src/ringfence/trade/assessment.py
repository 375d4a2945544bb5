"""Assessments of psychotropic substances (Form B/P; ECOSOC 1981/7, 1991/44), and their life.

An assessment is annual domestic need without exports; it stands until another takes its place.
It warns and never refuses: `in_law` gives it to `law.limits.assessments`, which says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from ringfence.law.limits.assessments import Assessment as AssessmentInLaw
from ringfence.law.limits.assessments import renewal_due
from ringfence.law.movement import said
from ringfence.law.record import Problem
from ringfence.terms import Country, Day, Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.common_content import kept, open_question, refusal
from ringfence.trade.life import Life
from ringfence.trade.paper import country_code, missing, number_of, words

THING = "assessment"
CITATION = "ecosoc/1996/30"


class AssessmentKind(StrEnum):
    """A new assessment, or one that changes the one in force."""

    ASSESSMENT = "assessment"
    ASSESSMENT_SUPPLEMENT = "assessment_supplement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """The need of one territory for one substance, in micrograms of base a year."""

    number: str = number_of("its number")
    territory: str = country_code("the territory")
    kind: AssessmentKind = AssessmentKind.ASSESSMENT
    substance: str = words("the substance, by its id in the catalogue", 120)
    quantity_ug: int | None = said("micrograms of base a year, without exports and re-exports")
    effective_on: date | None = said("the day from which it counts")
    industrial_use_product: str = words("industrial use: what is made", 300)
    reason: str = words("why it changes", 2000)
    replaces: str = number_of("the number of the assessment whose place it takes")

    def problems(self) -> Iterator[Problem]:
        """What is wrong with the assessment, beyond single fields."""
        for name, what in (
            ("number", "its number"),
            ("territory", "the two-letter code of the territory"),
            ("substance", "the substance"),
        ):
            if not getattr(self, name):
                yield missing(name, what)
        if self.quantity_ug is None:
            yield missing("quantity_ug", "the quantity of a year")
        if self.effective_on is None:
            yield missing("effective_on", "the day from which it counts")
        if self.kind is AssessmentKind.ASSESSMENT_SUPPLEMENT:
            if not self.replaces:
                yield missing("replaces", "the number of the assessment that it changes")
            if not self.reason:
                yield missing("reason", "why it changes")


@dataclass(frozen=True, slots=True)
class Published:
    """The day on which the Board published the assessment."""

    published_on: date


COUNTING = frozenset({"confirmed", "in_force", "replaced"})

Assessed = Held[Assessment]


def in_law(assessments: Iterable[Assessed]) -> tuple[AssessmentInLaw, ...]:
    """The assessments that the Board published, as `law.limits.assessments` counts them."""
    return tuple(
        AssessmentInLaw(
            country=Country(held.paper.territory),
            substance=held.paper.substance,
            quantity_g=Decimal(held.paper.quantity_ug) / 1_000_000,
            effective=held.paper.effective_on,
            source=held.paper.number,
        )
        for held in assessments
        if held.state in COUNTING
        and held.paper.quantity_ug is not None
        and held.paper.effective_on is not None
    )


def renewal(held: Assessed) -> Day | None:
    """The day by which the Board asks for a renewed assessment."""
    effective = held.paper.effective_on
    return None if effective is None else renewal_due(effective)


def _is_published(held: Assessed, act: Act) -> Iterable[Finding]:
    if not isinstance(act.told, Published):
        yield open_question(CITATION, "the day of publication is not told")
    elif act.told.published_on > act.day:
        yield refusal(CITATION, f"published on {act.told.published_on}, later than today")
    else:
        yield kept(CITATION, f"published on {act.told.published_on}")


def _day_has_come(held: Assessed, act: Act) -> Iterable[Finding]:
    effective = held.paper.effective_on
    if effective is None or act.day < effective:
        yield refusal(CITATION, f"it counts from {effective}")


def _has_successor(held: Assessed, act: Act) -> Iterable[Finding]:
    told = act.told
    if not isinstance(told, Assessment):
        yield open_question(CITATION, "the assessment that takes its place is not told")
    elif told.replaces != held.paper.number:
        yield refusal(CITATION, f"{told.number} does not name {held.paper.number}")


LIFE = Life(
    kind=THING,
    first="draft",
    states=(
        "draft", "checked", "approved", "sent", "queried", "confirmed", "in_force", "replaced",
    ),
    transitions=with_duties(
        ways_of(
            THING,
            ("check", "draft", "checked"),
            ("approve", "checked", "approved", "2"),
            ("send", "approved", "sent"),
            ("note_query", "sent", "queried"),
            ("confirm", "sent queried", "confirmed", "2"),
            ("take_effect", "confirmed", "in_force"),
            ("replace", "in_force", "replaced"),
        ),
        confirm=Duty((_is_published,)),
        take_effect=Duty((_day_has_come,)),
        replace=Duty((_has_successor,)),
    ),
    final=frozenset({"replaced"}),
)  # fmt: skip
