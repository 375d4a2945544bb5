"""The first notice of a theft or loss: what and where; number and instants are the system's."""

from __future__ import annotations

from ringfence.jobs.doing import Desk, Outcome, acting, entered
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.book import Book
from ringfence.store.canonical import instant_text
from ringfence.trade.loss import LossKind, LossReport
from ringfence.trade.paper import read_paper

UNKNOWN = LossKind.UNEXPLAINED_DIFFERENCE
"""How the goods were lost, where that is not known yet: a difference that nobody has explained."""


def tell_loss(
    desk: Desk, operator: str, *, what: str, site: str, kind: str = "", by: str
) -> Outcome:
    """Tell a loss at this instant; raises InputNotUnderstood for what is missing, ActRefused."""
    asked = (("what", what, "what is missing"), ("site", site, "where it was"))
    lacks = tuple(Problem(name, "is empty", f"Enter {says}") for name, text, says in asked
                  if not text)  # fmt: skip
    if lacks:
        raise InputNotUnderstood("page", lacks)

    def job(book: Book) -> Outcome:
        actor = acting(book, by)
        now = instant_text(desk.now).partition(".")[0].rstrip("Z") + "Z"
        mapping = {
            "number": book.next_number(desk.territory, "LO", desk.today.year),
            "operator": operator,
            "site": site,
            "kind": kind or UNKNOWN.value,
            "discovered_at": now,
            "reported_at": now,
            "first_words": what,
        }
        return entered(book, desk, "loss", read_paper(LossReport, mapping, "page"), actor)

    return desk.work(job)
