"""The face of a document: what its kind shows first, beside state, findings and history."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ringfence.jobs.cards import stands_as
from ringfence.jobs.case_view import CaseView
from ringfence.trade.acting import Held
from ringfence.trade.estimate import BoardReply
from ringfence.trade.inspection import BookStock, Report, Started
from ringfence.trade.loss import FoundAgain, LossForm
from ringfence.trade.moved_quantities import moved_quantities
from ringfence.trade.pre_export_notification import NoticeReply, ReplyWord, Sent
from ringfence.trade.waiting import Unit
from ringfence.web.parts.face_sections import SECTIONS

LIVES = {
    "export_authorisation": ("proposed", "issued", "shipped", "arrived_endorsed", "closed"),
    "import_certificate": ("proposed", "issued", "part_used", "used_up"),
    "export_declaration": (
        "draft", "declared", "checked", "sent_to_importing_authority", "receipt_back", "closed",
    ),
    "pre_export_notification": ("draft", "sent", "answered", "cleared", "shipped", "closed"),
    "application": ("draft", "sent", "complete", "under_review", "proposed", "decided"),
    "estimate": ("draft", "checked", "approved", "sent", "confirmed", "in_force"),
    "licence": ("proposed", "in_force"),
    "endorsement": ("awaited", "made", "returned", "matched"),
    "loss": ("told", "full_form", "under_review", "closed"),
    "destruction": ("planned", "witnessed", "done", "closed"),
    "inspection": ("planned", "under_way", "findings_sent", "answered", "closed"),
    "return": ("open", "computed", "checked", "approved", "sent", "acknowledged"),
    "correction": ("proposed", "approved", "posted"),
    "order": ("signed", "accepted", "part_filled", "filled", "received"),
    "assessment": ("draft", "checked", "approved", "sent", "confirmed", "in_force"),
    "transit_permit": ("proposed", "issued", "entered", "left", "closed"),
    "special_import_licence": ("proposed", "issued", "used"),
    "customer_declaration": ("declared", "accepted", "ended"),
    "company_return": ("open", "received", "checked_by_line", "complete", "closed"),
}  # fmt: skip
"""The usual way of each kind, for the line of its life; other states stand off that line."""


def life_line(kind: str, state: str) -> list[tuple[str, str]]:
    """Each state of the usual way with how it stands: `past`, `here` or `ahead`; else nothing."""
    usual = LIVES.get(kind, ())
    if state not in usual:
        return []
    here = usual.index(state)
    return [
        (one, "here" if count == here else "past" if count < here else "ahead")
        for count, one in enumerate(usual)
    ]


def face_of(kind: str, held: Held[Any], view: CaseView) -> tuple[str, dict[str, Any]]:
    """The template of the face and what it shows; an empty name where the kind has none."""
    if kind in SECTIONS:
        return "face_sections.html", {"sections": SECTIONS[kind](held, view)}
    found = _FACES.get(kind)
    if found is None:
        return "", {}
    name, told = found
    return name, told(held, view)


def _movement(held: Held[Any], view: CaseView) -> dict[str, Any]:
    return {"lines": moved_quantities(held), "paper": held.paper, "ceilings": view.ceilings}


def _application(held: Held[Any], view: CaseView) -> dict[str, Any]:
    asked = stands_as(held)
    return {"asked": asked, "ceilings": view.ceilings, "lines": asked.lines}


def _notification(held: Held[Any], view: CaseView) -> dict[str, Any]:
    thread = []
    for done, told, day in zip(held.history, held.told, held.days, strict=True):
        reply = told if isinstance(told, NoticeReply) else None
        thread.append((day, done, reply, told if isinstance(told, Sent) else None))
    objected = [one for one in thread if one[2] and one[2].reply is ReplyWord.OBJECTION]
    clock = view.standing
    runs = clock is not None and clock.clock.unit is Unit.WORKING_DAYS
    return {
        "lines": moved_quantities(held),
        "thread": thread,
        "objected_on": objected[-1][0] if objected else None,
        "clock": clock if runs else None,
        "paper": held.paper,
    }


def _estimate(held: Held[Any], view: CaseView) -> dict[str, Any]:
    replies = held.happened(BoardReply)
    return {"ceilings": view.ceilings, "reply": replies[-1] if replies else None,
            "paper": held.paper}  # fmt: skip


def _licence(held: Held[Any], view: CaseView) -> dict[str, Any]:
    """The grid as rows of activity and substance, columns of sites."""
    sites = sorted({cell.site for cell in held.paper.grid})
    rows: dict[tuple[str, str], dict[str, Any]] = {}
    for cell in held.paper.grid:
        key = (str(cell.activity), cell.substance or cell.schedule)
        rows.setdefault(key, {})[cell.site] = cell
    grid = [
        (activity, what, [(site, cells.get(site)) for site in sites])
        for (activity, what), cells in sorted(rows.items())
    ]
    return {"sites": sites, "grid": grid, "quotas": held.paper.quotas, "paper": held.paper}


def _inspection(held: Held[Any], view: CaseView) -> dict[str, Any]:
    """Counts stand beside the books only once they are told."""
    reports = held.happened(Report)
    books: dict[str, BookStock] = {
        one.substance: one for started in held.happened(Started) for one in started.books
    }
    counts = [
        (one, books.get(one.substance), one.counted_ug - books[one.substance].book_ug
         if one.substance in books else None)
        for report in reports for one in report.counts
    ]  # fmt: skip
    findings = [one for report in reports for one in report.findings]
    return {"counts": counts, "findings_on_site": findings, "paper": held.paper,
            "books_frozen": bool(books) and not reports}  # fmt: skip


def _loss(held: Held[Any], view: CaseView) -> dict[str, Any]:
    forms = held.happened(LossForm)
    return {"form": forms[-1] if forms else None, "finds": held.happened(FoundAgain),
            "paper": held.paper}  # fmt: skip


_FACES: Mapping[str, tuple[str, Callable[[Held[Any], CaseView], dict[str, Any]]]] = {
    "export_authorisation": ("face_movement.html", _movement),
    "import_certificate": ("face_movement.html", _movement),
    "export_declaration": ("face_movement.html", _movement),
    "pre_export_notification": ("face_notification.html", _notification),
    "application": ("face_application.html", _application),
    "estimate": ("face_estimate.html", _estimate),
    "licence": ("face_licence.html", _licence),
    "inspection": ("face_inspection.html", _inspection),
    "loss": ("face_loss.html", _loss),
}
