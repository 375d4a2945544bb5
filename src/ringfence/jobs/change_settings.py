"""Change a setting with legal effect: one proposes, another decides; before and after are kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, enter
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.book import Book
from ringfence.store.node_settings import SETTINGS, setting_named, texts_of, with_setting
from ringfence.trade.acting import Held
from ringfence.trade.roles import Actor
from ringfence.trade.setting_change import SettingChange, SettingFacts

KIND = "setting_change"
CHANGE = "store.settings.change"
CODE = "SC"


def propose(desk: Desk, paper: SettingChange, by: str) -> Outcome:
    """Propose it beside what the setting says now; raises InputNotUnderstood, ActRefused."""
    setting = setting_named(paper.setting)
    was = texts_of(desk.node.config, setting)
    changed = texts_of(with_setting(desk.node.config, setting, paper.value), setting)
    if changed == was:
        problem = Problem("value", "is what it says now", "Write what it is to say")
        raise InputNotUnderstood("value", (problem,))
    if paper.valid_from is not None and paper.valid_from < desk.today:
        problem = Problem("valid_from", "has passed", "Write today or a later day")
        raise InputNotUnderstood("valid_from", (problem,))
    return enter(desk, KIND, replace(paper, value=changed, was=was), by)


def act(desk: Desk, number: str, verb: str, asked: Asked) -> Outcome:
    """Approve or refuse a change; the journal keeps before and after under the setting itself."""

    def facts(book: Book, held: Held[Any], desk: Desk) -> SettingFacts | None:
        found = [one for one in SETTINGS if one.name == held.paper.setting]
        return SettingFacts(texts_of(desk.node.config, found[0])) if found else None

    def note(book: Book, before: Held[Any], after: Held[Any], actor: Actor) -> None:
        paper: SettingChange = after.paper
        told = {"value": list(paper.value), "from": str(paper.valid_from), "by": number}
        was = {"value": list(paper.was)}
        book.record(actor, CHANGE, f"setting:{paper.setting}", was, told)

    if verb != "approve":
        return act_on(desk, KIND, number, verb, asked)
    return act_on(desk, KIND, number, verb, replace(asked, facts=facts, after=note))


def next_number(desk: Desk) -> str:
    """The number of a change that is begun on a page."""
    return desk.work(lambda book: book.next_number(desk.territory, CODE, desk.today.year))
