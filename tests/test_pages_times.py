"""How long decisions took in a year: time with the authority and in all, open to anyone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.test import Client

from ringfence.jobs.times_taken import DECIDED, LETTER, SENT, Spread, spread_of, times_taken
from ringfence.trade.roles import Actor, Role
from tests.pages_parts import Pages

CARLA = Actor("carla", Role.CASE_OFFICER, "XA")


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def acted(office: Pages, number: str, *acts: tuple[str, date]) -> None:
    """Acts on an application in the journal, each on its day."""
    for act, day in acts:
        now = datetime(day.year, day.month, day.day, 9, tzinfo=UTC)
        desk = replace(office.desk, now=now, today=day)
        desk.work(lambda book, act=act: book.record(CARLA, act, f"application:{number}", {}, {}))


def test_time_of_a_letter_is_not_with_the_authority_and_counts_in_all(office: Pages) -> None:
    friday, decided = date(2031, 5, 2), date(2031, 5, 23)
    acted(office, "A-1", (SENT, friday), (DECIDED, date(2031, 5, 5)))
    acted(office, "A-2", (SENT, friday), (LETTER, date(2031, 5, 6)),
          (SENT, date(2031, 5, 20)), (DECIDED, decided))  # fmt: skip
    acted(office, "A-3", (SENT, friday), (f"{DECIDED}:proposed", date(2031, 5, 6)))
    acted(office, "A-4", (SENT, date(2030, 12, 31)), (DECIDED, date(2031, 1, 2)))
    acted(office, "A-5", (SENT, date(2031, 12, 31)), (DECIDED, date(2032, 1, 2)))
    found = times_taken(office.desk, 2031)
    assert (sorted(found.with_us), sorted(found.in_all)) == ([1, 2, 5], [1, 2, 15])
    assert times_taken(office.desk, 2032).in_all == (2,)
    assert times_taken(office.desk, 2029).decided == 0


def test_half_and_nine_of_ten_are_days_that_cases_took() -> None:
    assert spread_of(range(1, 11)) == Spread(5, 9, 10)
    assert spread_of((7,)) == Spread(7, 7, 7) and spread_of(()) is None


def test_anybody_reads_it_and_a_bad_year_is_told_at_its_field(office: Pages) -> None:
    acted(office, "A-1", (SENT, date(2031, 5, 2)), (DECIDED, date(2031, 5, 5)))
    text = Client().get("/times?year=2031").content.decode()
    assert "1 application decided in 2031, in working days" in text and "A-1" not in text
    assert (
        "No application was decided in 2030." in Client().get("/times?year=2030").content.decode()
    )
    wrong = Client().get("/times?year=next")
    assert wrong.status_code == 400 and "<title>Error:" in wrong.content.decode()
    assert wrong.content.decode().count("Enter a year of four digits") == 2
    assert 'href="/times"' in office.as_(Role.OPERATOR_CLERK).get("/").content.decode()
    assert [Client().get("/times").status_code for _ in range(12)][-1] == 429
