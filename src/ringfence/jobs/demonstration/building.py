"""Build the node of the demonstration in a folder of its own, and say what the checks found.

A folder that holds anything but a demonstration is never touched. A demonstration is rebuilt when
another year, scale or release is asked for, and used again otherwise.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ringfence import __version__
from ringfence.jobs.compare_partners import compare_partners, differences
from ringfence.jobs.demonstration.acts import Desks
from ringfence.jobs.demonstration.board_returns import note_board_returns
from ringfence.jobs.demonstration.company_returns import CompanyReturns
from ringfence.jobs.demonstration.diary import MORNING, Diary
from ringfence.jobs.demonstration.estimates import note_estimates
from ringfence.jobs.demonstration.exports import note_exports
from ringfence.jobs.demonstration.imports import note_imports
from ringfence.jobs.demonstration.irregularities import Found, found
from ringfence.jobs.demonstration.open_work import note_open_work
from ringfence.jobs.demonstration.orders import note_customers, note_orders
from ringfence.jobs.demonstration.plan import Plan
from ringfence.jobs.demonstration.planting import Planting, write_partner_report
from ringfence.jobs.demonstration.precursors import note_declarations, note_precursors
from ringfence.jobs.demonstration.psychotropics import note_psychotropics
from ringfence.jobs.demonstration.register import note_register
from ringfence.jobs.demonstration.sites import note_sites
from ringfence.jobs.demonstration.transits import note_transits
from ringfence.jobs.demonstration.world import HOME, ON_MAPS, World, authority
from ringfence.jobs.doing import Desk
from ringfence.jobs.look_over import look_over
from ringfence.jobs.nightly import night
from ringfence.store.node import (
    DEMONSTRATION_MARK,
    Authority,
    Node,
    NodeConfig,
    create_node,
    open_node,
)
from ringfence.store.places import Place
from ringfence.terms import Day, RingfenceError
from ringfence.trade.working_days import Calendar
from ringfence.watch.patterns import Noticed

FORMAT = "ringfence.demonstration/1"
CONTACT = "desk@xa.example, 08:00 to 16:00 (fictitious)"
PARTNERS_FILE, PERSONS_FILE = "partners.csv", "persons.csv"
AUDITOR, STATISTICIAN = "au1", "st1"


class NoDemonstration(RingfenceError):
    """The folder holds something that is no demonstration: it is not touched."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(
            f"{folder} is there already and holds no demonstration: name another folder with "
            "--dir; nothing was changed"
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """Which demonstration: the year, how large, and whether irregularities are planted."""

    year: int
    scale: str = "full"
    planted: bool = True

    @property
    def last_day(self) -> Day:
        """The last day on which anything was done."""
        return World(self.year, self.scale).day(1, 31, 1)


@dataclass(frozen=True, slots=True)
class Built:
    """The demonstration as it stands."""

    folder: Path
    asked: Asked
    is_new: bool
    documents: Mapping[str, int]
    acts: int
    findings: tuple[Noticed, ...]
    irregularities: tuple[Found, ...]


def demonstration(folder: Path, asked: Asked, tell: Callable[[Day], None] | None = None) -> Built:
    """Build the demonstration, or use the one that is there; raises NoDemonstration."""
    is_new = not _is_there(folder, asked)
    node = build(folder, asked, tell) if is_new else open_node(folder, environment={})
    return _looked_over(node, asked, is_new)


def _is_there(folder: Path, asked: Asked) -> bool:
    """Whether this very demonstration is there; removes an outdated one."""
    if not folder.exists() or not any(folder.iterdir()):
        return False
    mark = folder / DEMONSTRATION_MARK
    if not mark.is_file():
        raise NoDemonstration(folder)
    kept = json.loads(mark.read_text(encoding="utf-8"))
    if kept.get("format") != FORMAT:
        raise NoDemonstration(folder)
    if kept == _mark(asked, is_whole=True):
        return True
    shutil.rmtree(folder)
    return False


def _mark(asked: Asked, *, is_whole: bool) -> dict[str, Any]:
    says = "everything in this folder is invented; the folder may be built anew at any time"
    return {
        "format": FORMAT,
        "says": says,
        "release": __version__,
        **asdict(asked),
        "last_day": asked.last_day.isoformat(),
        "is_whole": is_whole,
    }


def _write_mark(folder: Path, asked: Asked, *, is_whole: bool) -> None:
    text = json.dumps(_mark(asked, is_whole=is_whole), indent=2)
    (folder / DEMONSTRATION_MARK).write_text(text + "\n", encoding="utf-8")


def build(folder: Path, asked: Asked, tell: Callable[[Day], None] | None = None) -> Node:
    """Make the node and work the year; the books are SQLite, whatever the environment says."""
    config = NodeConfig(
        territory=HOME,
        name="xa-demonstration",
        authority=(Authority(number="XA-DCA", name=authority(HOME).name, contact=CONTACT),),
        languages=("en", "ru"),
        place=tuple(Place(country, at) for country, at in ON_MAPS.items()),
        days_back=_days_back(asked),
    )
    node = create_node(folder, config, make_journal_key=True, environment={})
    _write_mark(folder, asked, is_whole=False)
    world, diary = World(asked.year, asked.scale), Diary(node)
    plan = Plan(world)
    desks = Desks(world, diary)
    _note_all(desks, plan, asked, folder)
    diary.run(tell)
    desk = last_desk(node, asked)
    write_partner_report(desk, plan, folder / PARTNERS_FILE, salt_for_base=asked.planted)
    _write_persons(world, folder / PERSONS_FILE)
    _write_mark(folder, asked, is_whole=True)
    return node


def _days_back(asked: Asked) -> int:
    """So many days that today is the first working day after the last one of the books."""
    opens = Calendar().after(asked.last_day, 1)
    return max(0, (datetime.now(UTC).date() - opens).days)


def _note_all(desks: Desks, plan: Plan, asked: Asked, folder: Path) -> None:
    world = desks.world
    note_register(desks)
    note_estimates(desks, plan)
    note_imports(desks, plan)
    note_exports(desks, plan)
    note_precursors(desks, plan)
    note_declarations(desks, plan)
    note_orders(desks, plan, folder / "signing")
    note_customers(desks)
    note_psychotropics(desks)
    note_transits(desks)
    note_open_work(desks, plan)
    papers = plan.imports + plan.psychotropics + plan.exports + plan.declarations + plan.notices
    returns = CompanyReturns(desks, papers, folder / "filed")
    note_sites(desks, plan)
    if asked.planted:
        Planting(desks, plan, returns).note()
    returns.note()
    note_board_returns(desks)
    for month, year in ((1, 0), (4, 0), (7, 0), (10, 0), (1, 1)):
        desks.diary.at(world.day(month, 2, year), MORNING - 1, night, alone=True)
    desks.diary.at(world.day(1, 26, 1), MORNING - 1, night, alone=True)


def last_desk(node: Node, asked: Asked) -> Desk:
    """The desk on the evening of the last day."""
    day = asked.last_day
    return Desk(node, datetime(day.year, day.month, day.day, 18, tzinfo=UTC), day)


def _write_persons(world: World, path: Path) -> None:
    """Who can act, with the invented names: the books keep persons by their number alone."""
    rows = ["person,role,territory,operator,name"]
    rows += [f"{one.person},{one.role},{one.territory},,{one.name}" for one in world.officers]
    for firm in world.firms:
        rows.append(f"{firm.responsible},OR,{HOME},{firm.number},{firm.person}")
        rows.append(f"{firm.clerk},OC,{HOME},{firm.number},{firm.person}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")


def _looked_over(node: Node, asked: Asked, is_new: bool) -> Built:
    desk = last_desk(node, asked)
    mirrored = compare_partners(desk, [node.folder / PARTNERS_FILE], STATISTICIAN, asked.year)
    noticed = [*look_over(desk, AUDITOR, asked.year), *differences(mirrored)]
    acts, _ = desk.look(lambda book: book.head())
    return Built(
        folder=node.folder,
        asked=asked,
        is_new=is_new,
        documents=desk.look(lambda book: book.counts()),
        acts=acts,
        findings=tuple(noticed),
        irregularities=tuple(found(noticed, asked.year)),
    )
