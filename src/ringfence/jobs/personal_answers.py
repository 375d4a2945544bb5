"""What of a document is not for everybody who may read it.

Answers about persons in an application are for those alone who may read personal blocks; why an
officer stopped something, and why another authority objects, is for the office.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ringfence.trade.acting import Held
from ringfence.trade.application import Application, Resent
from ringfence.trade.holding import Hold
from ringfence.trade.licence_form import load_form
from ringfence.trade.permissions import Way, ways
from ringfence.trade.pre_export_notification import NoticeReply, ReplyWord
from ringfence.trade.roles import Actor

READ = "trade.personal_block.read"
HIDDEN = "not shown: about a person"


def readable(held: Held[Any], actor: Actor) -> Held[Any]:
    """The document as the person may read it: without what is not for them."""
    if actor.operator:
        held = replace(held, told=tuple(_for_firm(one) for one in held.told))
    if not isinstance(held.paper, Application):
        return held
    if Way.READ in ways(actor, READ, held.subject()):
        return held
    told = tuple(
        replace(one, application=_without(one.application)) if isinstance(one, Resent) else one
        for one in held.told
    )
    return replace(held, paper=_without(held.paper), told=told)


def _for_firm(told: object) -> object:
    """What an act told, as the firm reads it."""
    if isinstance(told, Hold):
        return Hold(reason=told.for_firm) if told.for_firm else None
    if isinstance(told, NoticeReply) and told.reply is ReplyWord.OBJECTION:
        return replace(told, reply_reason=None, explanation="")
    return told


def _without(paper: Application) -> Application:
    """The application with every answer about a person hidden."""
    if paper.form is None:
        return paper
    nominal = {one.name for one in load_form(paper.form).fields if one.is_nominal}
    answers = tuple(
        replace(one, answer=HIDDEN) if one.question in nominal else one for one in paper.answers
    )
    return replace(paper, answers=answers)
