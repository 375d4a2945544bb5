"""Sentences of the law, of papers and of problems in the language of the page.

Findings are written in English where they are decided. Here the sentence is looked up whole, then
by its pattern; one that the catalogue lacks stays English, and is counted.
"""

from __future__ import annotations

from collections import Counter

from django.utils.translation import get_language, gettext

MISSING: Counter[str] = Counter()
"""Sentences asked for in another language and not found, with how often."""


def sentence(text: str) -> str:
    """The sentence in the language of the page."""
    if not text or (get_language() or "en").startswith("en"):
        return text
    found = str(gettext(text))
    if found == text:
        MISSING[text] += 1
    return found
