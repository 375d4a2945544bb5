"""Names of persons on pages of the office: books and journal keep persons by their number alone.

A name is what a person entered for themselves; the number stands behind it, so that nobody is taken
for another. Pages of a firm show numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar

from ringfence.trade.roles import Actor

_reads_names: ContextVar[bool] = ContextVar("reads_names", default=False)
_names: ContextVar[Mapping[str, str] | None] = ContextVar("names", default=None)
"""The names, read once a page, and only where a person stands on it."""


def begin(actor: Actor | None) -> None:
    """Begin a page for a person."""
    _reads_names.set(actor is not None and not actor.operator)
    _names.set(None)


def named(person: str) -> str:
    """The person with their name, where one is entered and the reader is of the office."""
    if not person or not _reads_names.get():
        return person
    names = _names.get()
    if names is None:
        from ringfence.web.accounts import names as every

        names = every()
        _names.set(names)
    return f"{names[person]} ({person})" if person in names else person
