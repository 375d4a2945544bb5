"""Sentences of the law, of papers and of problems in the language of the page.

They are written in English where they are decided, with values in them. The catalogue `sentences`
holds each as a pattern (`{0} is more than {1}`); a sentence is looked up whole, then by its
pattern, then in parts. A pattern does not take half of another sentence for a value. One that the
catalogue lacks stays English, and is counted. Days stand in the words of the language.
"""

from __future__ import annotations

import gettext as catalogues
import re
from collections import Counter
from functools import cache, lru_cache
from pathlib import Path

from django.utils.translation import get_language, gettext

from ringfence.web.parts.amounts import localised
from ringfence.web.parts.labels import english
from ringfence.web.parts.substance_names import substance_name

LOCALE = Path(__file__).resolve().parent.parent / "locale"
MISSING: Counter[str] = Counter()
"""Sentences asked for in another language and not found, with how often."""

_PLACE = re.compile(r"\{(\d+)\}")
_JOINTS = ("; ", ". ", ": ")
_PROSE = re.compile(r"; |\b(?:is|are|was|were|has|have|which|that|must|may|not)\b")
"""What tells a piece of a sentence from a value in it."""

_SCHEDULE = re.compile(r"(?:1961|1971|1988) (?:I{1,3}|IV|Table I{1,2})")
FIXED_LEAST = 16
"""So many fixed letters a pattern needs to take prose for a value, where nothing else fits."""


def sentence(text: str) -> str:
    """The sentence in the language of the page."""
    language = (get_language() or "en").partition("-")[0]
    if not text:
        return text
    if language == "en":
        return localised(str(text))
    found = translated(str(text), language)
    if found is None:
        MISSING[str(text)] += 1
        return localised(str(text))
    return localised(found)


@lru_cache(maxsize=20_000)
def translated(text: str, language: str) -> str | None:
    """The sentence in another language; `None` where the catalogue lacks it."""
    found = _whole(text, language) or _in_parts(text, language)
    return found or _whole(text, language, takes_prose=True)


def _in_parts(text: str, language: str) -> str | None:
    """The sentence from parts that are known each by itself."""
    for joint in _JOINTS:
        if joint in text:
            parts = [_part(part, language) for part in text.split(joint)]
            if all(part is not None for part in parts):
                return joint.join(part for part in parts if part is not None)
    return None


def _part(text: str, language: str) -> str | None:
    found = _whole(text, language) or _whole(text, language, takes_prose=True)
    if found is None and _is_known(text, language):
        found = _value(text, language)
    return found


def _whole(text: str, language: str, takes_prose: bool = False) -> str | None:
    exact = _catalogue(language).get(text)
    if exact:
        return exact
    first = text.partition(" ")[0]
    patterns = _patterns(language)
    for pattern, target, fixed in (*patterns.get(first, ()), *patterns.get("", ())):
        match = pattern.fullmatch(text)
        if match is None:
            continue
        values = [_value(one, language) for one in match.groups()]
        unknown = [one for one, said in zip(match.groups(), values, strict=True) if one == said]
        is_prose = any(_PROSE.search(one) for one in unknown)
        if is_prose and (not takes_prose or fixed < FIXED_LEAST or "; " in text):
            continue
        return _filled(target, values)
    return None


def _is_known(text: str, language: str) -> bool:
    return _value(text, language) != text


def _filled(target: str, values: list[str]) -> str:
    return _PLACE.sub(lambda found: values[int(found[1])], target)


def _value(text: str, language: str) -> str:
    """A value inside a sentence; words that the catalogues know are translated too."""
    known = _catalogue(language).get(text)
    if known or not text:
        return known or ""
    name = str(gettext(text))
    if name == text and text.islower():
        name = _name(text)
    if name == text:
        name = substance_name(text)
    if name == text and _SCHEDULE.fullmatch(text):
        from ringfence.web.parts.law_words import schedule

        convention, _, where = text.partition(" ")
        name = f"{schedule(where)}, {convention}"
    for joint in (", ", " / "):
        if name == text and joint in text:
            name = _every(text, joint, language)
    if name == text and " " in text and "; " not in text:
        name = _whole(text, language) or _in_parts(text, language) or text
    return name


def _every(text: str, joint: str, language: str) -> str:
    """Names that stand one behind the other, where each is known or is a code."""
    parts = text.split(joint)
    said = [_value(one, language) for one in parts]
    is_open = any(a == b and not a.isupper() for a, b in zip(parts, said, strict=True))
    return text if is_open else joint.join(said)


def _name(text: str) -> str:
    """A name of a field, a state or a word of a list, in small letters as it stood."""
    own = english(text.replace(" ", "_"))
    found = str(gettext(own))
    return text if found == own else f"{found[:1].lower()}{found[1:]}"


@cache
def _catalogue(language: str) -> dict[str, str]:
    """Every sentence of the language with its translation."""
    made = catalogues.translation("sentences", LOCALE, [language], fallback=True)
    messages: dict[object, object] = getattr(made, "_catalog", {})
    return {str(key): str(value) for key, value in messages.items() if key and value}


@cache
def _patterns(language: str) -> dict[str, tuple[tuple[re.Pattern[str], str, int], ...]]:
    """Patterns by their first word; those that begin with a value stand under the empty word.

    The longer its fixed text, the earlier a pattern is tried.
    """
    found: dict[str, list[tuple[re.Pattern[str], str, int]]] = {}
    messages = _catalogue(language)
    for source in sorted(messages, key=lambda one: -len(_PLACE.sub("", one))):
        if _PLACE.search(source):
            first = source.partition(" ")[0]
            bucket = "" if "{" in first else first
            fixed = len(_PLACE.sub("", source))
            found.setdefault(bucket, []).append((_as_pattern(source), messages[source], fixed))
    return {first: tuple(every) for first, every in found.items()}


def _as_pattern(source: str) -> re.Pattern[str]:
    """The pattern that reads the values of a sentence, in the order of their numbers."""
    parts = _PLACE.split(source)
    fixed, places = parts[::2], parts[1::2]
    text = re.escape(fixed[0])
    for place, after in zip(places, fixed[1:], strict=True):
        text += f"(?P<v{place}>.*?)" + re.escape(after)
    return re.compile(text, re.DOTALL)
