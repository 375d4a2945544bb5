"""A paper in lines of text, for a terminal: what is given, in the order of the page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from ringfence.exchange.papers.content import Content
from ringfence.exchange.papers.view import page_of

Row = tuple[str, str]


def lines_of(content: Content, language: str, key_id: str = "") -> Iterator[tuple[str, list[Row]]]:
    """Each section with its labels and values; what is not given is left out."""
    page = page_of(replace(content, language=language), key_id)
    title, law = page["title"][0], "; ".join(one[0] for one in page["law"])
    yield f"{title} {page['number']}", [("", page["banner"][0]), ("", law), ("", page["issuer"])]
    for block in page["blocks"]:
        rows = list(_rows(block))
        if rows:
            yield block["heading"][0], rows


def _rows(block: dict[str, Any]) -> Iterator[Row]:
    if block["kind"] == "line":
        yield "", f"{block['name']}   {block['amount'][0]}".rstrip()
    if block["kind"] in ("grid", "line"):
        for row in block["rows"]:
            if not row["blank"]:
                label, value = row["label"][0], _plain(row["value"][0])
                yield ("", f"{label} {value}") if label.endswith(".") else (label, value)
    if block["kind"] == "table":
        yield from _table(block)


def _table(block: dict[str, Any]) -> Iterator[Row]:
    heads = [pair[0] for pair in block["columns"]]
    for row in block["rows"]:
        first, *rest = row
        told = [
            f"{head}: {_plain(cell['value'][0])}"
            for head, cell in zip(heads[1:], rest, strict=True)
            if not cell["blank"]
        ]
        if told:
            yield _plain(first["value"][0]), "; ".join(told)


def _plain(text: str) -> str:
    return text.replace("\u200b", "").replace("\u00a0", " ")
