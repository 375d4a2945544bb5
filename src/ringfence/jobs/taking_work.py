"""Taking a piece of work, giving it back, putting it off to a day: the journal keeps each."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.doing import Desk
from ringfence.jobs.judging_work import Judge, Row
from ringfence.jobs.reach import readable_kinds
from ringfence.store.book import Book
from ringfence.store.listing import Listing
from ringfence.store.stored import Mark
from ringfence.terms import Day
from ringfence.trade.life import ActRefused
from ringfence.trade.roles import Actor, Role
from ringfence.trade.waiting import clock_at

MARK = "trade.work.mark"
"""The word of the journal for taking, giving back and putting off."""

REASON_MAX = 500


def take(desk: Desk, kind: str, number: str, actor: Actor) -> None:
    """Take a piece of work; raises ActRefused where another person has it."""

    def change(mark: Mark) -> Mark:
        if mark.taken_by not in ("", *actor.hands):
            at = mark.taken_at.strftime("%H:%M") if mark.taken_at else ""
            raise ActRefused(MARK, f"{mark.taken_by} took this case at {at}".strip())
        return replace(mark, taken_by=actor.person)

    _marked(desk, kind, number, actor, change)


def give_back(desk: Desk, kind: str, number: str, actor: Actor) -> None:
    """Give a piece of work back to the office; an approver may give back another's."""

    def change(mark: Mark) -> Mark:
        if mark.taken_by not in ("", *actor.hands) and actor.role is not Role.APPROVER:
            raise ActRefused(MARK, f"{mark.taken_by} has it: they or an approver give it back")
        return Mark()

    _marked(desk, kind, number, actor, change)


def put_off(desk: Desk, kind: str, number: str, actor: Actor, until: Day, reason: str) -> None:
    """Put a piece of work off to a day, with a reason, never past the day due."""

    def change(mark: Mark) -> Mark:
        if mark.taken_by not in ("", *actor.hands):
            raise ActRefused(MARK, f"{mark.taken_by} has it")
        return replace(mark, until=until, reason=reason.strip()[:REASON_MAX])

    if not reason.strip():
        raise ActRefused(MARK, "give the reason for putting it off")
    if until <= desk.today:
        raise ActRefused(MARK, "the day must be after today")
    _marked(desk, kind, number, actor, change, until)


def _marked(
    desk: Desk, kind: str, number: str, actor: Actor, change: Any, until: Day | None = None
) -> None:
    def job(book: Book) -> None:
        from ringfence.store import work_marks

        row = _row_of(book, desk, kind, number, actor)
        due = row.standing.due if row else None
        if row is None or not row.acts:
            raise ActRefused(MARK, "it is not your turn, or it was done meanwhile")
        if until is not None and due is not None and until > due:
            raise ActRefused(
                MARK, f"it is due on {due.isoformat()}: put it off to that day at most"
            )
        subject = row.listed.subject
        before = work_marks.find(subject)
        after = change(before)
        if after == before:
            return
        work_marks.put(subject, after, desk.now)
        book.record(actor, MARK, subject, _told(before), _told(after))

    desk.work(job)


def _row_of(book: Book, desk: Desk, kind: str, number: str, actor: Actor) -> Row | None:
    from ringfence.store import work_marks

    reach = readable_kinds(actor).get(kind)
    if reach is None:
        return None
    listing = reach.narrow(Listing({kind: ()}, equal={"number": number}))
    found = book.listed(listing)
    if not found or clock_at(kind, found[0].state) is None:
        return None
    judge = Judge(actor, desk.today, desk.timing)
    return judge.row(found[0], work_marks.find(found[0].subject))


def _told(mark: Mark) -> dict[str, Any]:
    until = mark.until.isoformat() if mark.until else ""
    return {"taken_by": mark.taken_by, "until": until, "has_reason": bool(mark.reason)}
