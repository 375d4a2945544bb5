"""Grant a licence: holder, sites and persons must be registered; a successor must be in force."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, Desk, Outcome, act_on
from ringfence.jobs.keeping import held_of
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.licence import LicenceFacts
from ringfence.trade.operator import registered_as

KIND = "licence"


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Issue, refuse, suspend, lift, revoke, surrender, renew or amend a licence."""
    facts = {"issue": facts_of, "renew": _succession, "amend": _succession}.get(verb)
    return act_on(desk, KIND, number, verb, replace(asked, facts=facts))


def _succession(book: Book, held: Held[Any], desk: Desk) -> LicenceFacts:
    """The licence that names this one as the one before it."""
    every = (
        held_of(kinds()[KIND], one)
        for one in book.documents(KIND, operator=held.paper.holder)
        if one.number != held.paper.number
    )
    found = [one for one in every if one.paper.replaces == held.paper.number]
    in_force = [one for one in found if one.state == "in_force"]
    return LicenceFacts(successor=next(iter((*in_force, *found)), None))


def facts_of(book: Book, held: Held[Any], desk: Desk) -> LicenceFacts:
    """The holder's registration as it reads now: its sites, and the persons with a duty."""
    found = book.documents("operator", number=held.paper.holder, state="registered")
    if not found:
        return LicenceFacts(is_registered=False, sites=())
    operator = registered_as(held_of(kinds()["operator"], found[0]))
    day = desk.today
    sites = tuple(
        one.site
        for one in operator.sites
        if (one.since is None or one.since <= day) and (one.until is None or day <= one.until)
    )
    persons = tuple(one.person for one in operator.duty_holders if one.holds_on(day))
    return LicenceFacts(is_registered=True, sites=sites, persons=persons)
