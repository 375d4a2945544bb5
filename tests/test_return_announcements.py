"""What was announced of a period, and special licences of it: by an index, not from history."""

from __future__ import annotations

from pathlib import Path

import pytest

from ringfence.jobs import return_announcements
from ringfence.jobs.doing import open_desk
from ringfence.jobs.periods import read_period
from ringfence.jobs.return_announcements import announced_ug, special_licences
from tests.office import Office
from tests.test_job_papers import ARRIVAL, licensed, prohibited
from tests.test_job_verbs import came, shipped_notice
from tests.test_jobs import GRAM


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


class Opened:
    """Counts the documents that are read whole."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.count, real = 0, return_announcements.held_of

        def counted(*arguments: object) -> object:
            self.count += 1
            return real(*arguments)  # type: ignore[arg-type]

        monkeypatch.setattr(return_announcements, "held_of", counted)


def test_what_left_is_told_in_its_period_and_not_read_for_a_later_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped_notice(office)
    desk, opened = open_desk(office.node), Opened(monkeypatch)
    told = desk.look(lambda book: announced_ug(book, "XA", read_period("2025Q1")))
    assert told == {("exported", "ephedrine", "XB"): 25000 * GRAM} and opened.count == 1
    assert desk.look(lambda book: announced_ug(book, "XA", read_period("2025Q2"))) == {}
    assert opened.count == 1, "what was done before the period is not read"


def test_what_others_announced_to_us_is_told_for_imports(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    came(office, "XB-PEN-5")
    desk, opened = open_desk(office.node), Opened(monkeypatch)
    told = desk.look(lambda book: announced_ug(book, "XA", read_period("2025")))
    ((key, amount_ug),) = told.items()
    assert key[0] == "imported" and key[2] == "XB" and amount_ug > 0
    assert desk.look(lambda book: announced_ug(book, "XA", read_period("2027"))) == {}
    assert opened.count == 1


def test_special_licences_stand_in_their_time(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    licensed(office, "OP-1", "methylphenidate")
    prohibited(office)
    desk, opened = open_desk(office.node), Opened(monkeypatch)

    def stand(period: str) -> set[str]:
        return set(desk.look(lambda book: set(special_licences(book, "XA", read_period(period)))))

    assert stand("2025Q1") == set()
    office.second("special-import-licence", "issue", "XA-SL-1")
    assert stand("2025Q1") == {"methylphenidate"} and stand("2024Q1") == set()
    office.on(2025, 2, 20)
    path = office.file("b.toml", ARRIVAL.format(holder="OP-1", ug=499 * GRAM))
    office("special-import-licence", "use", "XA-SL-1", path, "--as", "cu")
    assert stand("2025Q1") == {"methylphenidate"}
    before = opened.count
    assert stand("2025Q2") == set() and opened.count == before
