"""The transit permit: leave to pass through (1961 31(11)-(13), 1971 12(3)(e)-(g)).

Nothing passes without a copy of the export authorisation. Another destination needs leave and
counts as a new export; its endorsement goes back to the first exporter. Nothing is processed on
the way, and nothing is repacked without permission. What passes never enters the books.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from ringfence.law.movement import Document, Goods, Movement, MovementKind, said
from ringfence.law.record import Problem
from ringfence.terms import Finding
from ringfence.trade.acting import Act, Duty, Held, ways_of, with_duties
from ringfence.trade.common_content import DatedPaper, Moved, exceeded, open_question, refusal
from ringfence.trade.import_certificate import has_run_out
from ringfence.trade.life import Life
from ringfence.trade.paper import country_code, missing, number_of, words
from ringfence.trade.party import Party
from ringfence.trade.put_to_law import Circumstances, Papers, decided, movement_of

THING = "transit_permit"
CITATION = "un1961/31/11"
ON_THE_WAY = frozenset(
    {
        "un1961/1/1(j)", "un1961/31/11", "un1961/31/12", "un1961/31/13", "un1961/31/14",
        "un1971/12/3(e)", "un1971/12/3(f)", "un1971/12/3(g)", "un1971/12/3(h)",
    }
)  # fmt: skip
"""What the law asks of the country passed; the rest is for the two at the ends."""

ON_DIVERSION = frozenset({"un1961/1/1(j)", "un1961/31/12", "un1971/12/3(f)"})
"""What is asked when the destination changes; the state of the goods is asked when they leave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitPaper(DatedPaper):
    """Leave to pass; the countries passed stand in its transport."""

    transit_country: str = country_code("the country that gives leave to pass")
    responsible_person: Party = field(
        default=Party(), metadata={"says": "who answers for the goods while in the country"}
    )
    export_authorisation_number: str = number_of("number of the export authorisation")
    export_authorisation_expires: date | None = said("its last day")
    import_certificate_number: str = number_of("number of the import certificate")
    import_certificate_expires: date | None = said("its last day")
    repacking_permitted: bool | None = said("true when repacking is permitted")
    new_destination: str = country_code("diversion: the new destination")
    leave_given_by: str = words("diversion: who gave leave", 200)
    endorsement_goes_to: str = country_code("diversion: whom the endorsement goes back to")

    def problems(self) -> Iterator[Problem]:
        """The common content, and what only this paper must say."""
        yield from DatedPaper.problems(self)
        if not self.export_authorisation_number:
            yield missing("export_authorisation_number", "its number: a copy must be shown")
        if not self.transit_country:
            yield missing("transit_country", "the country that gives leave to pass")
        elif self.transit_country in (self.exporter.country, self.importer.country):
            problem = "is where the goods start or end"
            yield Problem("transit_country", problem, "Enter the country passed")
        for name in ("entry_point", "exit_point"):
            if not getattr(self.transport, name):
                yield missing(f"transport.{name}", "the point where the goods enter or leave")

    def document(self) -> Document:
        """The leave as the law asks about it."""
        return replace(
            DatedPaper.document(self), valid_from=self.valid_from, valid_until=self.valid_until
        )


@dataclass(frozen=True, slots=True)
class Passage:
    """Goods seen at a border of the country passed: when, where, how much, and in which state."""

    seen_on: date
    customs_office: str
    moved: tuple[Moved, ...]
    copy_shown: bool | None = None
    is_processed: bool | None = None
    is_repacked: bool | None = None


@dataclass(frozen=True, slots=True)
class Diversion:
    """A change of destination on the way, with the leave of the country passed."""

    new_destination: str
    leave_given_by: str
    endorsement_goes_to: str


Transit = Held[TransitPaper]


def _movement(held: Transit, act: Act, known: Circumstances, **journey: object) -> Movement:
    """The passage as the law asks about it."""
    paper = held.paper
    own = replace(paper.document(), number=paper.number)
    shown = Document(number=paper.export_authorisation_number)
    made = movement_of(paper, known, Papers(export_authorisation=shown, transit_permit=own))
    way = replace(made.journey, transit_through=(paper.transit_country,), is_unloaded=True)
    way = replace(way, **journey)  # type: ignore[arg-type]
    goods: tuple[Goods, ...] = made.goods
    return replace(made, kind=MovementKind.TRANSIT, day=act.day, journey=way, goods=goods)


def _weighed(movement: Movement, act: Act, asked: frozenset[str] = ON_THE_WAY) -> Iterator[Finding]:
    for finding in decided(movement, act.day).findings:
        if finding.rule in asked:
            yield finding


def _law_permits(held: Transit, act: Act) -> Iterable[Finding]:
    """Leave is given on a copy of the export authorisation that was shown with the request."""
    known = act.facts
    if not isinstance(known, Circumstances):
        yield open_question(CITATION, "what is known on the day is not put to the law")
        return
    shown = known.copy_accompanies
    repacked = held.paper.repacking_permitted
    yield from _weighed(
        _movement(held, act, known, authorisation_copy_shown=shown, is_processed=False,
                  is_repacked=False, repacking_permitted=repacked),
        act,
    )  # fmt: skip


def _is_as_leave_says(held: Transit, act: Act) -> Iterable[Finding]:
    told = act.told
    if not isinstance(told, Passage):
        yield open_question(CITATION, "what was seen at the border is not told")
        return
    yield from exceeded(held.paper.lines, told.moved, CITATION, "transit permit")
    period = held.paper.period
    if period is None or told.seen_on not in period:
        yield refusal(CITATION, f"{told.seen_on} lies outside the period of the leave to pass")
    known = act.facts if isinstance(act.facts, Circumstances) else Circumstances(act.day)
    yield from _weighed(
        _movement(held, act, known, authorisation_copy_shown=told.copy_shown,
                  is_processed=told.is_processed, is_repacked=told.is_repacked,
                  repacking_permitted=held.paper.repacking_permitted),
        act,
    )  # fmt: skip


def _leaves_as_it_came(held: Transit, act: Act) -> Iterable[Finding]:
    yield from _is_as_leave_says(held, act)
    if not isinstance(act.told, Passage):
        return
    came = {one.line: one.amount_ug for seen in held.happened(Passage)[-1:] for one in seen.moved}
    left = {one.line: one.amount_ug for one in act.told.moved}
    for line in sorted(came.keys() | left.keys()):
        entered, leaves = came.get(line, 0), left.get(line, 0)
        if entered != leaves:
            yield refusal(CITATION, f"line {line}: {entered} ug entered and {leaves} ug leave")


def _has_leave(held: Transit, act: Act) -> Iterable[Finding]:
    """Another destination: with leave, as a new export; the first exporter gets the endorsement."""
    told = act.told
    if not isinstance(told, Diversion):
        yield open_question("un1961/31/12", "the new destination is not told")
        return
    if told.endorsement_goes_to != held.paper.exporter.country:
        reason = f"the endorsement goes back to {held.paper.exporter.country}, the first exporter"
        yield refusal("un1961/31/12", reason)
    if told.new_destination in ("", held.paper.importer.country):
        yield refusal("un1961/31/12", "the destination does not change")
    known = act.facts if isinstance(act.facts, Circumstances) else Circumstances(act.day)
    agreed = bool(told.leave_given_by) or None
    movement = _movement(held, act, known, transit_authorises_diversion=agreed)
    yield from _weighed(replace(movement, kind=MovementKind.DIVERSION), act, ON_DIVERSION)


LIFE = Life(
    kind=THING,
    first="proposed",
    states=(
        "proposed", "issued", "entered", "left", "closed", "refused", "diverted", "expired",
        "detained",
    ),
    transitions=with_duties(
        ways_of(
            THING,
            ("propose", "proposed", "proposed"),
            ("issue", "proposed", "issued", "2"),
            ("refuse", "proposed", "refused", "2"),
            ("enter", "issued", "entered"),
            ("leave", "entered", "left"),
            ("detain", "issued entered", "detained"),
            ("release", "detained", "entered", "2"),
            ("divert", "issued entered", "diverted", "2"),
            ("expire", "issued", "expired"),
            ("close", "left diverted", "closed"),
        ),
        issue=Duty((_law_permits,)),
        enter=Duty((_is_as_leave_says,)),
        leave=Duty((_leaves_as_it_came,)),
        release=Duty(leads=lambda held, act: held.came_from),
        divert=Duty((_has_leave,)),
        expire=Duty((has_run_out,)),
    ),
    final=frozenset({"closed", "refused", "expired"}),
)  # fmt: skip
