"""Endorse what was imported: the importing side's word on an export authorisation of the other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from ringfence.jobs.doing import Asked, Desk, Outcome, act_on, read_mapping
from ringfence.law.record import read_record
from ringfence.store.book import Book
from ringfence.trade.acting import Held
from ringfence.trade.endorsement import EndorsementFacts

KIND = "endorsement"


def read_facts(file: Path | None) -> EndorsementFacts:
    """The tolerance, and whether both sides were asked; without a file the authority's defaults.

    Raises InputNotUnderstood.
    """
    if file is None:
        return EndorsementFacts()
    return read_record(EndorsementFacts, read_mapping(file), file.name)


def act(desk: Desk, number: str, verb: str, asked: Asked, facts: EndorsementFacts) -> Outcome:
    """Make, return, compare, query or settle an endorsement."""

    def given(book: Book, held: Held[Any], desk: Desk) -> EndorsementFacts:
        return facts

    return act_on(desk, KIND, number, verb, replace(asked, facts=given))
