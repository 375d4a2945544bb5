"""What is left in English on a page of another language: words in Latin letters that are no data.

Data is marked on the page: names and numbers of the books in `<bdi>`, codes in `<code>` or
`.rf-code`, text that stands in its own language with `lang`, what nobody translates with
`translate="no"`. Everything else is the page's own word, and is in the language of the page.
"""

from __future__ import annotations

import re
from functools import cache
from html.parser import HTMLParser

from ringfence.substance.catalogue import load_catalogue

VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
UNREAD = frozenset("script style code kbd pre template title svg bdi textarea option".split())
"""Not read: code, data, and what people type or choose from their own data."""

SPOKEN = ("alt", "aria-label", "title", "placeholder", "data-label", "data-light", "data-dark")
WORD = re.compile(r"[A-Za-z][A-Za-z'\u2019-]{2,}")
CODE = re.compile(
    r"\b[\w.+-]+@[\w.-]+|https?://\S+|\b(?:un19\d\d|cnd|ecosoc|[a-z]{2})/[\w().\-/]+"
    r"|\b[A-Z]{2,}[A-Za-z0-9]*(?:-[A-Za-z0-9]+)+\b|\b[A-Z0-9]{2,}\b|\b[\w/]+\.(?:csv|toml|py)\b"
    r"|\b\w+(?:\.\w+)+\b|\w+:\S+|`[^`]+`|\[\w*\]|\[\[\w+\]\]|\b[A-Z]-[0-9a-f]{8,}\b"
    r"|--[\w-]+|\b\w+_\w+\b|\b(?:[A-Z][a-z]?\d*)*\d(?:[A-Z][a-z]?\d*)*\b"
)
"""Numbers, addresses, citations, names of files, of rules and of fields, formulas."""

DATA = re.compile(r"Drug control authority of X[A-C] \(fictitious\)|bulk substance")
"""What the demonstration's papers say in English, inside a sentence that is in the language."""

ALLOWED = {
    "Ringfence": "the name of the system",
    "ringfence": "the command of the system",
    "English": "the language's own name, on its button",
    "InChIKey": "the name of a number of a structure",
    "InChI": "the name of a way to write a structure",
    "Online": "part of the name PEN Online",
    "bis": "part of the number of an article",
    "vitro": "Latin",
    "vivo": "Latin",
    "assess": "a verb of the command",
    "base": "part of the name base64",
    "SQLite": "the name of a database",
    "true": "a value in a file of facts",
    "all": "a word that is typed as it stands",
    "none": "a word that is typed as it stands",
    "historic": "a word that is typed as it stands",
    "notified": "a word that is typed as it stands",
    "approved": "a word that is typed as it stands",
    "agency": "a word that is typed as it stands",
    "Table": "part of the name of a list that is typed as it stands",
    "private": "a word that is typed as it stands",
    "other": "a word that is typed as it stands",
    "licence": "a word that is typed as it stands",
    "tablets": "part of an example of a quantity that is typed so",
    "morphine": "an id of the catalogue, as an example",
}
"""Words that stand in Latin letters in every language, with the reason."""


class _Reader(HTMLParser):
    """Collects what a page says, without what is marked as data or as another language."""

    def __init__(self, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self.language = language
        self.open: list[tuple[str, bool]] = []
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        hidden = self._is_unread or self._marks(tag, told)
        if not hidden:
            self.said += [told[name] for name in SPOKEN if name in told]
            if tag == "input" and told.get("type") in ("submit", "button"):
                self.said.append(told.get("value", ""))
        if tag not in VOID:
            self.open.append((tag, hidden))

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            if self.open.pop()[0] == tag:
                return

    def handle_data(self, data: str) -> None:
        if not self._is_unread and data.strip():
            self.said.append(" ".join(data.split()))

    @property
    def _is_unread(self) -> bool:
        return bool(self.open) and self.open[-1][1]

    def _marks(self, tag: str, told: dict[str, str]) -> bool:
        return (
            tag in UNREAD
            or told.get("translate") == "no"
            or told.get("lang", self.language) != self.language
            or "rf-code" in told.get("class", "").split()
        )


def english_left(page: str, language: str = "ru") -> list[str]:
    """The texts of a page that hold words in Latin letters which are no data and not allowed."""
    reader = _Reader(language)
    reader.feed(page)
    return [one for one in dict.fromkeys(reader.said) if words_left(one)]


def words_left(text: str) -> list[str]:
    """The words of a text that are left in English."""
    bare = DATA.sub(" ", text)
    for name in _without_a_name():
        bare = bare.replace(name, " ")
    return [one for one in WORD.findall(CODE.sub(" ", bare)) if one not in ALLOWED]


@cache
def _without_a_name(language: str = "ru") -> tuple[str, ...]:
    """English names of substances that the catalogue holds under no other name, longest first."""
    catalogue = load_catalogue()
    named = {one.substance for one in catalogue.names if one.language == language}
    found = [one.name for number, one in catalogue.substances.items() if number not in named]
    return tuple(sorted(found, key=len, reverse=True))
