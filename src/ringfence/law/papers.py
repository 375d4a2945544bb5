"""Which papers an international movement needs, by schedule.

Only what follows from the schedule alone is told here; what a destination has asked for, and
what national law adds, is marked so (`advised`, `by_national_law`). `law.papers_due` reads the
same table with the facts of one movement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from ringfence.law.entry import Convention, Entry


class Due(StrEnum):
    """How binding the demand for a paper is."""

    REQUIRED = "required"
    BY_NATIONAL_LAW = "by_national_law"
    ADVISED = "advised"


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper that must or should travel with, or ahead of, a consignment."""

    paper: str
    due: Due
    citation: str


DOCUMENTS_OF_DRUGS = Paper("commercial_documents", Due.REQUIRED, "un1988/16/1")
"""Invoices, manifests, customs and transport papers that name drugs and psychotropics."""

_AUTHORISED_1961 = (
    Paper("import_certificate", Due.REQUIRED, "un1961/31/5"),
    Paper("export_authorisation", Due.REQUIRED, "un1961/31/4"),
    DOCUMENTS_OF_DRUGS,
)
_AUTHORISED_1971 = (
    Paper("import_certificate", Due.REQUIRED, "un1971/12/1"),
    Paper("export_authorisation", Due.REQUIRED, "un1971/12/1"),
    DOCUMENTS_OF_DRUGS,
)
_BY_NATIONAL_LAW_1971 = (
    Paper("import_certificate", Due.BY_NATIONAL_LAW, "un1971/23"),
    Paper("export_authorisation", Due.BY_NATIONAL_LAW, "un1971/23"),
)
_DECLARED_1971 = (
    Paper("export_declaration", Due.REQUIRED, "un1971/12/2"),
    DOCUMENTS_OF_DRUGS,
    *_BY_NATIONAL_LAW_1971,
)
_RECORDED_1971 = (DOCUMENTS_OF_DRUGS, *_BY_NATIONAL_LAW_1971)
_TABLE_I = (
    Paper("pre_export_notification", Due.ADVISED, "un1988/12/10(a)"),
    Paper("commercial_documents", Due.REQUIRED, "un1988/12/9(d)"),
)
_TABLE_II = (Paper("commercial_documents", Due.REQUIRED, "un1988/12/9(d)"),)

_BY_SCHEDULE: dict[tuple[Convention, str], tuple[Paper, ...]] = {
    (Convention.UN1961, "I"): _AUTHORISED_1961,
    (Convention.UN1961, "II"): _AUTHORISED_1961,
    (Convention.UN1961, "III"): (),
    (Convention.UN1961, "IV"): _AUTHORISED_1961,
    (Convention.UN1971, "I"): _AUTHORISED_1971,
    (Convention.UN1971, "II"): _AUTHORISED_1971,
    (Convention.UN1971, "III"): _DECLARED_1971,
    (Convention.UN1971, "IV"): _RECORDED_1971,
    (Convention.UN1988, "Table I"): _TABLE_I,
    (Convention.UN1988, "Table II"): _TABLE_II,
}


def papers_at(convention: Convention, schedule: str) -> tuple[Paper, ...]:
    """What the place in a schedule alone demands."""
    return _BY_SCHEDULE[convention, schedule]


def papers_due(entries: Iterable[Entry]) -> tuple[Paper, ...]:
    """The union of the papers that the entries demand, each paper once, the strictest first.

    Every convention that reaches the thing adds its duties; none replaces another's.
    """
    return united(
        paper for entry in entries for paper in papers_at(entry.convention, entry.schedule)
    )


def united(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Each paper once, by its most binding demand, the most binding first."""
    strictness = list(Due)
    found: dict[str, Paper] = {}
    for paper in papers:
        known = found.get(paper.paper)
        if known is None or strictness.index(paper.due) < strictness.index(known.due):
            found[paper.paper] = paper
    return tuple(sorted(found.values(), key=lambda paper: strictness.index(paper.due)))
