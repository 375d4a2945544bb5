"""What the address of a list says: columns, order, filters, page. Each filter is a chip.

Changing the columns keeps the filter, and changing the filter keeps the columns: both stand in
the address, and in the address of that list only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ringfence.store.listing import DAYS, SORTED_BY, Key, Listing
from ringfence.web.parts.day_words import DayUnclear, read_day_words
from ringfence.web.parts.error_words import said_at
from ringfence.web.parts.labels import label
from ringfence.web.parts.tags import day as day_text

COLUMNS = (
    "number", "about", "operator", "partner", "state", "proposed", "proposer", "entered", "since",
    "ends",
)  # fmt: skip
USUAL = ("number", "about", "operator", "state", "since")


@dataclass(frozen=True, slots=True)
class Asked:
    """A list as its address asks for it.

    problems  days that could not be read, each with the name of its input
    firms     number and name of the firms that the filter by firm means, once they are looked up
    """

    kind: str
    states: tuple[str, ...]
    columns: tuple[str, ...]
    sort: str
    is_descending: bool
    equal: Mapping[str, str]
    text: str
    days: Mapping[str, tuple[date | None, date | None]]
    is_proposed: bool
    after: Key | None
    before: Key | None
    problems: tuple[tuple[str, str], ...] = ()
    firms: tuple[tuple[str, str], ...] = ()

    @property
    def listing(self) -> Listing:
        """What is asked of the books."""
        is_named = "operator" if self.firms else ""
        return Listing(
            {self.kind: self.states}, text=self.text, days=self.days,
            equal={name: value for name, value in self.equal.items() if name != is_named},
            any_firm=tuple(number for number, _name in self.firms),
            is_proposed=self.is_proposed, sort=self.sort, is_descending=self.is_descending,
            after=self.after, before=self.before,
        )  # fmt: skip


def heading(column: str) -> str:
    """The heading of a column, in the language of the page."""
    words = {
        "number": _("Number"), "about": _("About"), "operator": _("Firm"),
        "partner": _("Other side"), "state": _("State"), "proposed": _("Proposed"),
        "proposer": _("Proposed by"), "entered": _("Entered"), "since": _("Last act"),
        "ends": _("End or day planned"),
    }  # fmt: skip
    return str(words[column])


def read_address(kind: str, states: Sequence[str], query: QueryDict) -> Asked:
    """What an address asks for; what it does not know it leaves out."""
    columns = tuple(one for one in query.getlist("column") if one in COLUMNS) or USUAL
    named = query.get("sort", "-since")
    sort = named.removeprefix("-")
    problems: list[tuple[str, str]] = []
    days = {name: _days(query, name, problems) for name in DAYS}
    equal = {name: query.get(name, "").strip() for name in ("operator", "partner")}
    return Asked(
        kind=kind,
        states=tuple(one for one in query.getlist("state") if one in states),
        columns=("number", *(one for one in columns if one != "number")),
        sort=sort if sort in SORTED_BY else "since",
        is_descending=named.startswith("-"),
        equal={name: value for name, value in equal.items() if value},
        text=query.get("q", "").strip(),
        days={name: both for name, both in days.items() if both != (None, None)},
        is_proposed=query.get("proposed") == "yes",
        after=_key(query.get("after", "")),
        before=_key(query.get("before", "")),
        problems=tuple(problems),
    )


def _days(
    query: QueryDict, name: str, problems: list[tuple[str, str]]
) -> tuple[date | None, date | None]:
    found: list[date | None] = []
    for side in ("from", "to"):
        typed = query.get(f"{name}-{side}", "").strip()
        try:
            found.append(read_day_words(typed) if typed else None)
        except DayUnclear as error:
            problems.append((f"{name}-{side}", said_at(heading(name), error)))
            found.append(None)
    return found[0], found[1]


def _key(text: str) -> Key | None:
    value, found, number = text.rpartition("~")
    return (value, number) if found else None


def key_text(key: Key | None) -> str:
    """A key as it stands in an address."""
    return f"{key[0]}~{key[1]}" if key else ""


def without(query: QueryDict, *names: str, **more: Any) -> str:
    """The same address without some names, and with others; always from the first page."""
    kept = query.copy()
    for name in ("after", "before", *names, *more):
        kept.pop(name, None)
    for name, value in more.items():
        kept[name] = value
    return f"?{kept.urlencode()}"


def _firms_said(firms: tuple[tuple[str, str], ...], typed: str) -> str:
    """The firm of a filter by its name; where several are meant, what they are called by."""
    if len(firms) == 1:
        number, name = firms[0]
        return f"{name} ({number})" if name and name != number else number
    if not firms:
        return typed
    told = {"n": len(firms), "text": typed}
    return str(
        ngettext("%(n)s firm named %(text)s", "%(n)s firms named %(text)s", len(firms)) % told
    )


CLEAR = "sort=-since"
"""The address of a list without a filter, also where it opens with one."""


def moved_earlier(query: QueryDict) -> str:
    """The same address with one column a place earlier, where that is asked; else nothing."""
    column = query.get("earlier", "")
    shown = [one for one in query.getlist("column") if one in COLUMNS]
    if not column:
        return ""
    if column in shown[1:]:
        place = shown.index(column)
        shown[place - 1 : place + 1] = [column, shown[place - 1]]
    kept = query.copy()
    kept.setlist("column", shown)
    return without(kept, "earlier")


KEPT = frozenset("column state q operator partner proposed sort".split()) | {
    f"{one}-{side}" for one in DAYS for side in ("from", "to")
}
"""What an address may hold to be kept as a view: filter, columns and order, no page."""


def address_kept(query: QueryDict) -> str:
    """The address of a list as a view keeps it."""
    found = QueryDict(mutable=True)
    for name, values in query.lists():
        if name in KEPT and any(values):
            found.setlist(name, [str(one)[:200] for one in values][:50])
    return str(found.urlencode())


def chips(asked: Asked, query: QueryDict) -> list[tuple[str, str]]:
    """Each filter in words, with the address without it."""
    found = []
    for state in asked.states:
        kept = query.copy()
        kept.setlist("state", [one for one in query.getlist("state") if one != state])
        found.append((_("State: %(state)s") % {"state": label(state)}, without(kept)))
    for name, value in asked.equal.items():
        said = _firms_said(asked.firms, value) if name == "operator" else value
        found.append((f"{heading(name)}: {said}", without(query, name)))
    if asked.text:
        found.append((_("Holds: %(text)s") % {"text": asked.text}, without(query, "q")))
    if asked.is_proposed:
        found.append((_("A proposal waits"), without(query, "proposed")))
    for name, (first, last) in asked.days.items():
        told = {"what": heading(name), "first": day_text(first), "last": day_text(last)}
        if first and last:
            says = _("%(what)s: %(first)s to %(last)s") % told
        elif first:
            says = _("%(what)s: from %(first)s") % told
        else:
            says = _("%(what)s: to %(last)s") % told
        found.append((says, without(query, f"{name}-from", f"{name}-to")))
    return found
