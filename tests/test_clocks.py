"""A length of days stands once, in the table of clocks with its source; pages promise by it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from ringfence.jobs.doing import open_desk
from ringfence.jobs.fill_application import decision_due
from ringfence.terms import DataError
from ringfence.trade import company_return, endorsement, waiting
from ringfence.trade.application import Wanted
from ringfence.trade.waiting import Clock, length_of
from tests.office import Office


def test_every_clock_has_one_length_and_a_source() -> None:
    for name in ("completeness", "authorisation_decision", "licence_decision"):
        assert length_of(name) in {one.length for one in waiting.clocks() if one.name == name}
    assert all(one.known in ("policy", "sourced") and one.source for one in waiting.clocks())
    with pytest.raises(DataError, match="no lengths"):
        length_of("shipment")


def test_what_the_lives_count_is_what_the_table_says() -> None:
    assert length_of("company_return") == company_return.DUE_DAYS
    assert length_of("endorsement") == endorsement.MADE_WITHIN_WORKING_DAYS


def test_a_firm_is_promised_the_day_that_the_clocks_give(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path, monkeypatch).made()
    desk = open_desk(office.node)
    sent = date(2025, 3, 3)
    assert decision_due(desk, sent, Wanted.IMPORT_CERTIFICATE) == desk.calendar.after(sent, 15)
    assert decision_due(desk, sent, Wanted.LICENCE) == desk.calendar.after(sent, 65)


def test_a_clock_of_two_lengths_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    first = next(one for one in waiting.clocks() if one.name == "completeness")
    other = Clock(**{**{name: getattr(first, name) for name in Clock.__slots__}, "length": 9})
    monkeypatch.setattr(waiting, "clocks", lambda: (first, other))
    length_of.cache_clear()
    try:
        with pytest.raises(DataError, match="2 lengths"):
            length_of("completeness")
    finally:
        length_of.cache_clear()
