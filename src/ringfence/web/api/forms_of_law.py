"""The JSON forms of substances, articles, citations and checked papers, for the reference."""

from __future__ import annotations

from typing import Any, Literal

from ringfence.web.api.forms import Form


class Substances(Form):
    """Substances of the catalogue, `ringfence.substance.list/1`."""

    format: Literal["ringfence.substance.list/1"]
    substances: list[dict[str, Any]]


class Articles(Form):
    """The articles of a text, `ringfence.law.articles/1`."""

    format: Literal["ringfence.law.articles/1"]
    text: str
    articles: list[dict[str, Any]]


class Article(Form):
    """One article, `ringfence.law.article/1`."""

    format: Literal["ringfence.law.article/1"]


class Citation(Form):
    """What a citation says, `ringfence.law.citation/1`."""

    format: Literal["ringfence.law.citation/1"]
    citation: str
    source: str
    obligations: list[dict[str, Any]]


class Keys(Form):
    """The published keys of a node, `ringfence.key/1`: a JWK Set with their times."""

    format: Literal["ringfence.key/1"]
    name: str
    territory: str
    keys: list[dict[str, Any]]


class PaperChecked(Form):
    """Whether a paper is genuine and how it stands, `ringfence.paper.checked/1`."""

    format: Literal["ringfence.paper.checked/1"]
    answer: str
    is_genuine: bool
    kind: str
    number: str
    until: str | None
    is_current: bool
