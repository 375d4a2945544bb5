"""The page of a paper, as words in order: a pure function of its content.

The page is a tree of headings, labels and values in the language of the paper with English beside;
`paper.typ` only lays it out. Blanks are never left out: they stand as "not given".
"""

from __future__ import annotations

import base64
import dataclasses
import re
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from ringfence.exchange.papers.content import Act, Content, code_of
from ringfence.exchange.papers.sections import (
    ALWAYS_TRUE,
    COPIES,
    LINE_FIELDS,
    PARTY_FIELDS,
    SECTIONS,
    TOGETHER,
    Block,
    Grid,
    Lines,
    Parties,
    Rows,
    Texts,
    standing_of,
)
from ringfence.exchange.papers.words import Pair, Words, beside, joined, strange_letters, visible
from ringfence.law.record import key_of
from ringfence.terms import read_day
from ringfence.trade.acting import PROPOSED
from ringfence.trade.common_content import Moved, numbered
from ringfence.trade.endorsement import EndorsedLine, Endorsement
from ringfence.trade.flows import Arrival, Shipment
from ringfence.trade.party import Authority, Party
from ringfence.trade.substance_line import ScheduledPart, SubstanceLine, Unit

Cell = dict[str, Any]
BOOKS_BASIS = ("1961", "1971")


def page_of(content: Content, key_id: str) -> dict[str, Any]:
    """The whole page; `key_id` names the key that seals it."""
    view = _View(content)
    words = view.words
    standing = standing_of(content.state, content.kind)
    own = f"banner.{standing}.{content.kind}"
    banner = words.label(own if words.has(own) else f"banner.{standing}")
    return {
        "lang": content.language.partition("-")[0],
        "direction": "rtl" if words.is_right_to_left else "ltr",
        "title": list(words.label(f"title.{content.kind}")),
        "law": [list(one) for one in view.law()],
        "issuer": visible(content.issuer.name or content.issuer.territory),
        "number": visible(content.number),
        "code": code_of(content.raw),
        "code_label": list(words.label("text.code_below")),
        "standing": standing,
        "banner": list(joined(banner, words.code("state", content.state), by=": ")),
        "of": [words.label("text.page")[0], words.label("text.of")[0]],
        "blocks": [*view.blocks(), *view.end(key_id)],
    }


class _View:
    """Turns the values of one content into words."""

    def __init__(self, content: Content) -> None:
        self.content, self.paper = content, content.paper
        self.basis = tuple(str(one) for one in getattr(self.paper, "treaty_basis", ()))
        self.words = Words(content.language, self._convention())

    def _convention(self) -> str:
        """Which convention's words: those of 1961 or 1971 where the paper is of one alone."""
        told = [one for one in self.basis if one in BOOKS_BASIS]
        if len(told) == 1:
            return told[0]
        return "mixed" if told or not self.basis else "1971"

    def law(self) -> list[Pair]:
        """The articles under which the paper stands."""
        words, kind = Words(self.words.language), self.content.kind
        if words.has(f"law.{kind}"):
            more = [words.label("law.national")] if "national" in self.basis else []
            return [words.label(f"law.{kind}"), *more]
        if not self.basis:
            return [words.label("law.untold")]
        return [self._article(kind, one) for one in self.basis]

    def _article(self, kind: str, basis: str) -> Pair:
        own = Words(self.words.language, basis)
        return own.label(f"law.{kind}" if basis in BOOKS_BASIS else f"law.{basis}")

    # Blocks

    def blocks(self) -> Iterator[Cell]:
        """The sections of the kind, in order."""
        for block in SECTIONS[self.content.kind]:
            yield from self._block(block)
            if self.content.kind == "licence" and block.heading == "paper":
                yield from self._holder()
        yield from self._moved()

    def _block(self, block: Block) -> Iterator[Cell]:
        if isinstance(block, Grid):
            rows = [self._row(place, self._at(place)) for place in block.places]
            yield self._grid(self.heading(block.heading), rows)
        elif isinstance(block, Parties):
            yield from self._parties(block)
        elif isinstance(block, Lines):
            for count, line in enumerate(getattr(self.paper, block.place), 1):
                yield self._line(count, line)
            yield from self._quantities()
        elif isinstance(block, Rows):
            yield self._table(block.heading, self._at(block.place), block.columns)
        else:
            yield self._texts(block)

    def heading(self, name: str) -> Pair:
        """The heading of a section."""
        return self.words.label(f"section.{name}")

    def _grid(self, heading: Pair, rows: list[Cell], columns: int = 3) -> Cell:
        return {"kind": "grid", "heading": list(heading), "rows": rows, "columns": columns}

    def _row(self, place: str, value: object) -> Cell:
        return self._told_row(self._label(place), self.value(place.rpartition(".")[2], value))

    def _told_row(self, label: Pair, value: Pair | None) -> Cell:
        shown = self.words.label("text.not_given") if value is None else value
        return {"label": list(label), "value": _breaking(shown), "blank": value is None}

    def _label(self, place: str) -> Pair:
        whole = f"label.{place}"
        return self.words.label(
            whole if self.words.has(whole) else f"label.{place.rpartition('.')[2]}"
        )

    def _at(self, place: str) -> object:
        if place in ALWAYS_TRUE:
            return True
        if place == "verify_code":
            return getattr(self.paper, place) or code_of(self.content.raw)
        found: Any = self.paper
        for name in place.split("."):
            found = getattr(found, name)
        return found

    def _parties(self, block: Parties) -> Iterator[Cell]:
        told = [(self._label(place), self._at(place)) for place in block.places]
        given = [(label, one) for label, one in told if isinstance(one, Party) and not one.is_empty]
        rows = [self._told_row(label, None) for label, one in told if one not in
                [party for _, party in given]]  # fmt: skip
        if len(given) == 1:
            label, party = given[0]
            own = [self._row(name, _field(party, name)) for name in PARTY_FIELDS]
            yield self._grid(self._with_label(block.heading, label), own)
        elif given:
            yield self._columns(block.heading, given)
        if rows:
            heading = ("", "") if given else self.heading(block.heading)
            yield self._grid(heading, rows)

    def _with_label(self, heading: str, label: Pair) -> Pair:
        """A heading with whose block it is, where that says more."""
        own = self.heading(heading)
        return own if own == label else joined(own, label, by=": ")

    def _columns(self, heading: str, given: list[tuple[Pair, Any]]) -> Cell:
        """One column a party, one row a field."""
        rows = [
            [
                {"value": list(self._label(name)), "blank": False, "label": True},
                *(self._cell(name, _field(party, name)) for _, party in given),
            ]
            for name in PARTY_FIELDS
        ]
        columns = [["", ""], *(list(label) for label, _ in given)]
        return self._rows(self.heading(heading), columns, rows)

    def _rows(self, heading: Pair, columns: list[list[str]], rows: list[list[Cell]]) -> Cell:
        return {"kind": "table", "heading": list(heading), "columns": columns, "rows": rows}

    def _cell(self, name: str, value: object) -> Cell:
        said = self.value(name, value)
        shown = self.words.label("text.not_given") if said is None else said
        return {"value": _breaking(shown), "blank": said is None, "label": False}

    def _line(self, count: int, line: SubstanceLine) -> Cell:
        number = str(line.line or count)
        own = joined(self.heading("line"), (number, ""))
        amount = [one for one in (_quantity(self, line), self._base(line)) if one]
        name = visible(line.name_declared or line.inn or line.substance)
        rows = [
            self._told_row(self._label(field), self._line_value(line, field))
            for field in LINE_FIELDS
        ]
        return {
            **self._grid(own, rows),
            "kind": "line",
            "name": name,
            "amount": list(joined(*amount, by=" = ")) if amount else ["", ""],
        }

    def _quantities(self) -> Iterator[Cell]:
        """What is stated, what left and what arrived, line by line, once anything moved.

        Where less left than is authorised, the true amount stands on the paper (1961 31(7)(c)).
        """
        left, came = moved_of(self.content.acts)
        if not left and not came:
            return
        names = ("line", "quantity_base_ug", "exported_ug", "imported_ug", "difference_ug")
        rows = []
        for number, line in numbered(self.paper.lines):
            stated, out, arrived = line.quantity_base_ug, left.get(number), came.get(number)
            start = stated if out is None else out
            differs = None if arrived is None or start is None else start - arrived
            told = (number, stated, out, arrived, differs)
            rows.append([self._cell(name, one) for name, one in zip(names, told, strict=True)])
        columns = [list(self._label(name)) for name in names]
        yield self._rows(self.heading("quantities"), columns, rows)

    def _base(self, line: SubstanceLine) -> Pair | None:
        return self.value("quantity_base_ug", line.quantity_base_ug)

    def _line_value(self, line: SubstanceLine, field: str) -> Pair | None:
        if field == "quantity":
            return _quantity(self, line)
        if field == "strength" and line.strength is not None and line.strength_unit is not None:
            unit = self.words.code("StrengthUnit", line.strength_unit)
            return joined(self.words.number(line.strength), unit)
        return self.value(field, getattr(line, field))

    def _table(self, heading: str, records: Any, names: tuple[str, ...]) -> Cell:
        """One row a record; without records the heading with `not given` under it."""
        if not records:
            return self._grid(self.heading(heading), [self._told_row(("", ""), None)])
        columns = [list(self._label(name)) for name in names]
        rows = [[self._cell(name, _field(record, name)) for name in names] for record in records]
        return self._rows(self.heading(heading), columns, rows)

    def _texts(self, block: Texts) -> Cell:
        said = [("", ""), self.words.label("text.not_given")]
        told = self._at(block.place)
        assert isinstance(told, tuple)
        if not told:
            return self._grid(self.heading(block.heading), [self._told_row(said[0], None)])
        rows = [
            self._told_row((f"{count}.", ""), (visible(one), ""))
            for count, one in enumerate(self._people(block, told), 1)
        ]
        return self._grid(self.heading(block.heading), rows, 1)

    def _people(self, block: Texts, told: tuple[str, ...]) -> Iterator[str]:
        """Persons stand as numbers, with their duties where the register knows them."""
        duties: dict[str, list[str]] = {}
        for one in self.content.beside.persons if block.place == "persons" else ():
            own, english = self.words.code("Duty", one.duty)
            duties.setdefault(one.person, []).append(f"{own} ({english})" if english else own)
        for text in told:
            known = duties.get(text)
            yield f"{text}: {', '.join(known)}" if known else text

    # What stands beside the paper

    def _holder(self) -> Iterator[Cell]:
        holder = self.content.beside.holder
        if holder.is_empty:
            yield self._grid(self.heading("holder"), [self._told_row(("", ""), None)])
        else:
            rows = [self._row(name, _field(holder, name)) for name in PARTY_FIELDS]
            yield self._grid(self.heading("holder"), rows)
        sites = self.content.beside.sites
        if sites:
            columns = [list(self._label("site")), list(self._label("address"))]
            cells = [
                [
                    self._cell("site", one.site),
                    self._cell("address", _field(one.address, "address")),
                ]
                for one in sites
            ]
            yield self._rows(self.heading("sites"), columns, cells)

    def _moved(self) -> Iterator[Cell]:
        """What acts told that happened: what left, arrived, was forwarded or answered."""
        told = [one for one in self.content.acts if one.told is not None]
        for act in told:
            record: Any = act.told
            rows = [
                self._row(f"{type(record).__name__}.{key_of(field)}", getattr(record, field.name))
                for field in dataclasses.fields(record)
            ]
            what = joined(self._verb(act), self.words.day(read_day(act.day)), by=", ")
            yield self._grid(joined(self.heading("moved"), what, by=": "), rows)

    def end(self, key_id: str) -> Iterator[Cell]:
        """Who acted, on what it rests, the copies, the proof, and how to check it."""
        yield self._acts()
        yield self._decision()
        copies = [self.words.code("copy", one) for one in COPIES[self.content.kind]]
        rows = [self._told_row((f"{count}.", ""), one) for count, one in enumerate(copies, 1)]
        yield self._grid(self.heading("copies"), rows)
        yield self._journal()
        says = [self.words.label(f"text.check_{number}") for number in (1, 2, 3)]
        key = joined(self.words.label("text.key"), (key_id, ""), by=": ")
        yield {
            "kind": "text",
            "heading": list(self.heading("check")),
            "lines": [list(one) for one in (*says, key)],
        }

    def _acts(self) -> Cell:
        columns = [list(self._label(name)) for name in ("act", "person", "role", "day")]
        rows = [
            [
                self._said(self._verb(act)),
                self._said((visible(act.person), "")),
                self._said(self.words.code("Role", act.role)),
                self._said(self.words.day(read_day(act.day))),
            ]
            for act in self.content.acts
        ]
        return self._rows(self.heading("acts"), columns, rows)

    def _said(self, pair: Pair) -> Cell:
        return {"value": _breaking(pair), "blank": False, "label": False}

    def _verb(self, act: Act) -> Pair:
        verb = act.act.removesuffix(PROPOSED).rpartition(".")[2]
        said = self.words.code("verb", verb)
        if act.act.endswith(PROPOSED) and verb != "propose":
            return joined(said, self.words.code("mark", "proposed"))
        return said

    def _decision(self) -> Cell:
        made, words = self.content.decision, self.words
        counted = [
            joined(words.code("answer", answer), (str(count), ""))
            for answer, count in made.findings.items()
        ]
        found = joined(*counted, by=", ") if counted else words.label("text.no_findings")
        day = words.day(read_day(made.day)) if made.day else None
        rows = [
            self._told_row(words.label("label.findings"), found),
            self._told_row(words.label("label.decided_on"), day),
            self._told_row(words.label("label.rule_book"), (made.rule_book, "") if
                           made.rule_book else None),
            self._told_row(words.label("label.version"), (str(self.content.version), "")),
        ]  # fmt: skip
        return self._grid(self.heading("decision"), rows)

    def _journal(self) -> Cell:
        proof, words = self.content.journal, self.words
        origin, size, root = proof.checkpoint.split("\n")[:3]
        at = joined(words.instant(proof.at), ("(UTC)", ""))
        leaf = joined((str(proof.position + 1), ""), at, by=", ")
        rows = [
            self._told_row(words.label("label.journal.leaf"), leaf),
            self._told_row(words.label("label.journal.hash"), (proof.leaf, "")),
            self._told_row(words.label("label.journal.root"), (base64.b64decode(root).hex(), "")),
            self._told_row(words.label("label.journal.signed"), (f"{origin}, {size}", "")),
        ]
        return self._grid(self.heading("journal"), rows, 1)

    # Values

    def value(self, name: str, value: object) -> Pair | None:
        """A value in words; `None` where nothing is given."""
        if value is None or value == "" or value == ():
            return None
        if isinstance(value, bool):
            return self.words.yes_no(value)
        if isinstance(value, tuple):
            every = [self.value(name, one) for one in value]
            return joined(*(one for one in every if one is not None), by="; ")
        if isinstance(value, StrEnum):
            return self._word(name, value)
        return self._scalar(name, value)

    def _word(self, name: str, value: StrEnum) -> Pair:
        list_ = "basis" if name == "treaty_basis" else type(value).__name__
        return self.words.code(list_, value.value)

    def _scalar(self, name: str, value: object) -> Pair | None:
        if isinstance(value, date):
            return self.words.day(value)
        if isinstance(value, Decimal):
            return self.words.number(value)
        if isinstance(value, int):
            return self.words.grams(value) if name.endswith("_ug") else (str(value), "")
        if isinstance(value, str):
            return self.words.instant(value) if _is_instant(value) else (visible(value), "")
        return self._record(value)

    def _record(self, value: object) -> Pair | None:
        """A record inside a value: its fields one after the other."""
        if isinstance(value, Moved):
            amount = self.words.grams(value.amount_ug)
            said = joined(amount, (visible(value.text), ""), by=", ") if value.text else amount
            return joined((f"{value.line}", ""), said, by=": ")
        if isinstance(value, ScheduledPart):
            name = (visible(value.name), "")
            if value.percent is None:
                return name
            return joined(name, self.words.number(value.percent), ("%", ""))
        if isinstance(value, Authority):
            return self.value("name", ", ".join(one for one in (value.name, value.country) if one))
        if isinstance(value, EndorsedLine):
            return self._endorsed(value)
        return self._fields(value)

    def _endorsed(self, line: EndorsedLine) -> Pair:
        names = ("authorised_ug", "exported_ug", "imported_ug", "difference_ug")
        told = [(name, getattr(line, name)) for name in names]
        parts = [
            joined(self._label(name), self.words.grams(amount))
            for name, amount in told
            if amount is not None
        ]
        told_words = [(visible(line.quantity_imported), "")] if line.quantity_imported else []
        return joined((f"{line.line}:", ""), joined(*told_words, *parts, by=", "))

    def _fields(self, value: Any) -> Pair | None:
        found = []
        for field in dataclasses.fields(value):
            said = self.value(field.name, getattr(value, field.name))
            if said is not None:
                found.append(joined(self._label(key_of(field)), said, by=": "))
        return joined(*found, by=", ") if found else None


def _is_instant(text: str) -> bool:
    """Whether a text is an instant of the calendar; any other stands on the paper as it is."""
    if _INSTANT.fullmatch(text) is None:
        return False
    try:
        return bool(datetime.fromisoformat(text))
    except ValueError:
        return False


def moved_of(acts: tuple[Act, ...]) -> tuple[dict[int, int], dict[int, int]]:
    """Micrograms of base that left and that arrived, by line, as acts told it."""
    left: dict[int, int] = {}
    came: dict[int, int] = {}
    for told in (one.told for one in acts):
        if isinstance(told, Shipment | Arrival):
            into = left if isinstance(told, Shipment) else came
            for one in told.moved:
                into[one.line] = into.get(one.line, 0) + one.amount_ug
        elif isinstance(told, Endorsement):
            came |= {one.line: one.imported_ug for one in told.lines if one.imported_ug is not None}
    return left, came


_INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_RUN = re.compile(r"[^\s\u200b]{22}(?=[^\s\u200b])")


def _breaking(pair: Pair) -> list[str]:
    """Long words may break, so that they stay inside their cell."""
    return [_RUN.sub(lambda found: found[0] + "\u200b", text) for text in pair]


def _field(record: Any, name: str) -> object:
    """A field of a record by the key under which it is written; addresses in one line.

    A name in a script that the fonts do not hold stands in Latin letters where those are given;
    the attached data have it in its own.
    """
    if name == "party_name" and isinstance(record, Party) and record.party_name_latin:
        strange = strange_letters(record.party_name)
        return record.party_name_latin if strange else record.party_name
    if name in TOGETHER and isinstance(record, Party):
        return ", ".join(part for part in (getattr(record, one) for one in TOGETHER[name]) if part)
    keys = {key_of(field): field.name for field in dataclasses.fields(record)}
    return getattr(record, keys.get(name, name))


def _quantity(view: _View, line: SubstanceLine) -> Pair | None:
    """The declared quantity with its unit, and the form where units are counted."""
    if line.quantity is None or line.unit is None:
        return None
    said = joined(view.words.number(line.quantity), view.words.code("Unit", line.unit))
    if line.unit is Unit.UNIT and line.pharmaceutical_form:
        return joined(said, (f"({visible(line.pharmaceutical_form)})", ""))
    return beside(*said)
