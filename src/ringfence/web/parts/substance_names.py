"""What a substance is called on pages: in their language where it has a name, else in English.

Among the names of a language the INN goes first, then the name of a list, then a synonym; of two of
a kind the one with the better source, then the one that stands first in the catalogue.
"""

from __future__ import annotations

from functools import cache

from django.utils.translation import get_language

from ringfence.substance.catalogue import Name, NameKind, Trust, load_catalogue

KINDS = (NameKind.INN, NameKind.LIST_NAME, NameKind.SYNONYM)


@cache
def _names_in(language: str) -> dict[str, str]:
    best: dict[str, Name] = {}
    for one in load_catalogue().names:
        if one.language == language and one.kind in KINDS:
            held = best.get(one.substance)
            if held is None or _rank(one) < _rank(held):
                best[one.substance] = one
    return {substance: one.name for substance, one in best.items()}


def _rank(one: Name) -> tuple[int, bool]:
    return KINDS.index(one.kind), one.trust is not Trust.SOURCED


def name_of(substance: str, otherwise: str = "") -> str:
    """The name of a substance for people; what the catalogue does not know keeps what it had."""
    language = (get_language() or "en").partition("-")[0]
    row = load_catalogue().substances.get(substance)
    own = row.name if row else otherwise or substance
    return own if language == "en" else _names_in(language).get(substance, own)
