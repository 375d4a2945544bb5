"""The name of a substance in the language of the page, where the catalogue holds one.

The catalogue keeps names by language: the international non-proprietary name first, then that of a
list, then a synonym. One that has no name in the language is shown by its English one. What people
wrote on a paper is their own word and is never renamed.
"""

from __future__ import annotations

from functools import cache

from django.utils.translation import get_language

from ringfence.substance.catalogue import NameKind, Trust, load_catalogue

ORDER = (NameKind.INN, NameKind.LIST_NAME, NameKind.SYNONYM)
"""The kinds of name that stand for a substance, the best first."""


def substance_name(text: str, otherwise: str = "") -> str:
    """The name of a substance told by id or English name; else `otherwise`, or the text."""
    language = (get_language() or "en").partition("-")[0]
    wanted = str(text)
    found = _ids().get(wanted) or _ids().get(wanted.casefold())
    if found is None:
        return otherwise or wanted
    return _names(language).get(found) or load_catalogue().substances[found].name


@cache
def _ids() -> dict[str, str]:
    """The id by every id and every English name."""
    substances = load_catalogue().substances
    found = {one.name.casefold(): number for number, one in substances.items()}
    return found | {number: number for number in substances}


@cache
def _names(language: str) -> dict[str, str]:
    """The best name in a language by the id; English names are the substances' own."""
    found: dict[str, tuple[int, bool, int, str]] = {}
    if language == "en":
        return {}
    for place, one in enumerate(load_catalogue().names):
        if one.language == language and one.kind in ORDER:
            ranked = (ORDER.index(one.kind), one.trust is not Trust.SOURCED, place, one.name)
            found[one.substance] = min(found.get(one.substance, ranked), ranked)
    return {number: name for number, (*_, name) in found.items()}
