"""A clock in words: how much of it is used, when it is due, how late it is."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringfence.terms import Day
from ringfence.trade.waiting import Standing, Turn, Unit


def used_words(one: Standing) -> str:
    """`11 of 10 working days`; empty where the paper states the end."""
    if not one.allowed:
        return ""
    if one.clock.unit is Unit.DAYS:
        says = ngettext("%(used)s of %(n)s day", "%(used)s of %(n)s days", one.allowed)
    else:
        says = ngettext(
            "%(used)s of %(n)s working day", "%(used)s of %(n)s working days", one.allowed
        )
    return str(says % {"used": one.used, "n": one.allowed})


def due_words(one: Standing, today: Day) -> str:
    """`1 day late`, `due today`, `in 3 days`; what rests and what has no day says so."""
    if one.turn is Turn.PAUSED:
        return str(_("paused: a letter is with the operator"))
    if one.due is None:
        return str(_("no day is set"))
    if one.turn is Turn.LATE:
        return str(ngettext("%(n)s day late", "%(n)s days late", one.late) % {"n": one.late})
    left = (one.due - today).days
    if not left:
        return str(_("due today"))
    return str(ngettext("in %(n)s day", "in %(n)s days", left) % {"n": left})


SIGNS = {
    Turn.LATE: ("bad", "!"),
    Turn.TODAY: ("open", "*"),
    Turn.THIS_WEEK: ("open", "\u2022"),
    Turn.LATER: ("ok", "\u2022"),
    Turn.UNDATED: ("none", "\u2013"),
    Turn.PAUSED: ("none", "="),
}
"""Colour and sign of each group; the words of the group stand above its rows."""


def turn_words(turn: Turn) -> str:
    """The heading of a group of work."""
    words = {
        Turn.LATE: _("Late"),
        Turn.TODAY: _("Due today"),
        Turn.THIS_WEEK: _("Within a week"),
        Turn.LATER: _("Later"),
        Turn.UNDATED: _("No day is set"),
        Turn.PAUSED: _("Paused"),
    }
    return str(words[turn])
