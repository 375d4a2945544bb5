"""The words of an error: one sentence, the same at its field and in the summary above the form.

What is empty is only asked for; of all else the sentence names the field, what is wrong with it
and what to do.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

from django.utils.translation import gettext as _

from ringfence.law.record import Problem
from ringfence.web.parts.sentences import sentence

EMPTY, MISSING = "is empty", "is missing"
OF_FILES = "[["
"""In a remedy that speaks of tables of a file."""


class Unclear(Protocol):
    """What cannot be read, and what to do: a problem, or an unclear day or number."""

    @property
    def problem(self) -> str:
        """What is wrong."""
        ...

    @property
    def remedy(self) -> str:
        """What to do."""
        ...


class Shown(Protocol):
    """A field as it is shown, with its error and its parts."""

    @property
    def name(self) -> str:
        """The name of the input, which is the place of its problems."""
        ...

    @property
    def label(self) -> str:
        """What the field is called on the page."""
        ...

    @property
    def id(self) -> str:
        """The id of the element."""
        ...

    @property
    def error(self) -> str:
        """The words of its error."""
        ...

    @property
    def parts(self) -> Iterable[Shown]:
        """The fields within it."""
        ...


def said_at(label: str, one: Unclear, says: str = "", *, is_chosen: bool = False) -> str:
    """A problem of a field, in the language of the page.

    says       what the field holds, as its hint says it
    is_chosen  whether its answer is chosen and not typed
    """
    if one.problem == MISSING:
        told = {"what": says or label}
        return str(_("Select %(what)s") % told if is_chosen else _("Enter %(what)s") % told)
    remedy = _("Add at least one") if OF_FILES in one.remedy else sentence(one.remedy)
    if one.problem == EMPTY:
        return _ended(remedy)
    problem = sentence(one.problem)
    if not label:
        return _ended(f"{problem[:1].upper()}{problem[1:]}. {remedy}")
    return _ended(f"{label}: {problem}. {remedy}")


def _ended(text: str) -> str:
    return text.replace("..", ".").strip()


def links_of(fields: Iterable[Shown], wrong: Iterable[Problem]) -> list[tuple[str, str]]:
    """Each field that has an error with the id where it stands, for the summary; each field once.

    A problem that has no field of its own leads to the part of the form that it is in.
    """
    every = {one.name: one for one in _each(fields)}
    found: dict[str, str] = {}
    for one in wrong:
        field = _nearest(every, one.place)
        if field is None:
            found.setdefault(_plain_id(one.place), said_at("", one))
        else:
            found.setdefault(field.id, field.error or said_at(field.label, one))
    return list(found.items())


def _plain_id(place: str) -> str:
    return "f-" + "".join(sign if sign.isalnum() or sign == "_" else "-" for sign in place)


def _nearest(every: dict[str, Shown], place: str) -> Shown | None:
    while place:
        if place in every:
            return every[place]
        place = place[: max(place.rfind("."), place.rfind("["), 0)]
    return None


def _each(fields: Iterable[Shown]) -> Iterator[Shown]:
    for one in fields:
        yield one
        yield from _each(one.parts)
