"""Sentences of the law, of papers and of problems in the language of the page.

They are written in English where they are decided, with values in them. The catalogue `sentences`
holds each as a pattern (`{0} is more than {1}`); a sentence is looked up whole, then by its
pattern, then in parts. One that the catalogue lacks stays English, and is counted.
"""

from __future__ import annotations

import gettext as catalogues
import re
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

from django.utils.translation import get_language, gettext

LOCALE = Path(__file__).resolve().parent.parent / "locale"
MISSING: Counter[str] = Counter()
"""Sentences asked for in another language and not found, with how often."""

_PLACE = re.compile(r"\{(\d+)\}")
_JOINTS = ("; ", ". ", ": ")


def sentence(text: str) -> str:
    """The sentence in the language of the page."""
    language = (get_language() or "en").partition("-")[0]
    if not text or language == "en":
        return text
    found = translated(str(text), language)
    if found is None:
        MISSING[str(text)] += 1
        return str(text)
    return found


@lru_cache(maxsize=20_000)
def translated(text: str, language: str) -> str | None:
    """The sentence in another language; `None` where the catalogue lacks it."""
    found = _whole(text, language)
    if found is not None:
        return found
    for joint in _JOINTS:
        if joint in text:
            parts = [_whole(part, language) for part in text.split(joint)]
            if all(part is not None for part in parts):
                return joint.join(part for part in parts if part is not None)
    return None


def _whole(text: str, language: str) -> str | None:
    exact = _catalogue(language).get(text)
    if exact:
        return exact
    first = text.partition(" ")[0]
    patterns = _patterns(language)
    for pattern, target in (*patterns.get(first, ()), *patterns.get("", ())):
        match = pattern.fullmatch(text)
        if match is not None:
            values = [_value(one, language) for one in match.groups()]
            return _filled(target, values)
    return None


def _filled(target: str, values: list[str]) -> str:
    return _PLACE.sub(lambda found: values[int(found[1])], target)


def _value(text: str, language: str) -> str:
    """A value inside a sentence; words that the catalogues know are translated too."""
    known = _catalogue(language).get(text)
    return known or (str(gettext(text)) if text else "")


@cache
def _catalogue(language: str) -> dict[str, str]:
    """Every sentence of the language with its translation."""
    made = catalogues.translation("sentences", LOCALE, [language], fallback=True)
    messages: dict[object, object] = getattr(made, "_catalog", {})
    return {str(key): str(value) for key, value in messages.items() if key and value}


@cache
def _patterns(language: str) -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """Patterns by their first word; those that begin with a value stand under the empty word.

    The longer its fixed text, the earlier a pattern is tried.
    """
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    messages = _catalogue(language)
    for source in sorted(messages, key=lambda one: -len(_PLACE.sub("", one))):
        if _PLACE.search(source):
            first = source.partition(" ")[0]
            bucket = "" if "{" in first else first
            found.setdefault(bucket, []).append((_as_pattern(source), messages[source]))
    return {first: tuple(every) for first, every in found.items()}


def _as_pattern(source: str) -> re.Pattern[str]:
    """The pattern that reads the values of a sentence, in the order of their numbers."""
    parts = _PLACE.split(source)
    fixed, places = parts[::2], parts[1::2]
    text = re.escape(fixed[0])
    for place, after in zip(places, fixed[1:], strict=True):
        text += f"(?P<v{place}>.*?)" + re.escape(after)
    return re.compile(text, re.DOTALL)
