"""Files of long lists: made in the background, fetched by who asked, removed when over."""

from __future__ import annotations

import csv
import io
import stat
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from ringfence.exchange import table_file
from ringfence.exchange.table_file import Cover, SheetFull, table_to_csv, write_csv, write_xlsx
from ringfence.jobs import background, export_files, lists
from ringfence.jobs.export_files import make_waiting, remove_old
from ringfence.store.settings import close
from ringfence.store.stored import Card
from ringfence.trade.roles import Actor, Role
from tests.pages_parts import FIRM, Pages

ADDRESS = "/papers/loss.{}?sort=-number"
ROWS = 7


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pages]:
    """An office with more losses than a file that is made at once holds."""
    monkeypatch.setattr(lists, "EXPORT_AT_ONCE", ROWS - 2)
    made = Pages(tmp_path / "node")
    loader = Actor("loader", Role.CASE_OFFICER, "XA")
    for place in range(ROWS):
        name = "=1+1" if place == 3 else "morphine"
        card = Card(about=name, firms=(FIRM,), entered=made.desk.today, since=made.desk.today)
        made.desk.work(
            lambda book, place=place, card=card: book.add(
                "loss", {"place": place}, actor=loader, act="x.y.fill", state="first_notice",
                number=f"L-{place}", territory="XA", operator=FIRM, card=card,
            )
        )  # fmt: skip
    yield made
    close()


def journal(office: Pages) -> list[Any]:
    return [dict(one["after"]) for one in office.desk.look(
        lambda book: list(book.acts(act=lists.EXPORT)))]  # fmt: skip


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_long_list_is_made_in_the_background_and_fetched_by_who_asked(
    office: Pages, form: str
) -> None:
    asker = office.as_(Role.CASE_OFFICER)
    page = asker.post(ADDRESS.format(form), follow=True)
    assert page.redirect_chain == [("/exports/", 302)]
    assert "Being made" in page.content.decode()
    assert asker.get("/exports/1").status_code == 404
    assert make_waiting(office.desk) == 1 and make_waiting(office.desk) == 0
    page = asker.get("/exports/")
    assert "/exports/1" in page.content.decode() and "Ready" in page.content.decode()
    answer = asker.get("/exports/1")
    assert answer["Content-Disposition"].startswith('attachment; filename="loss-')
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    head, *rows = table_of(content, form)
    assert head[0] == "Number"
    assert [row[0] for row in rows] == [f"L-{place}" for place in range(ROWS)][::-1]
    assert rows[3][1] == ("'=1+1" if form == "csv" else "=1+1")
    asked, made, fetched = journal(office)
    assert asked["asked"] == made["made"] == fetched["fetched"] == 1
    assert made["rows"] == ROWS and made["sha256"] == fetched["sha256"]
    (file,) = (office.folder / "exports").iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def table_of(content: bytes, form: str) -> list[list[str]]:
    if form == "csv":
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(content))
    cover = {row[0].value: row[1].value for row in book.worksheets[0].iter_rows()}
    rows = [[str(cell.value or "") for cell in row] for row in book.worksheets[1].iter_rows()]
    assert cover["Rows"] == str(ROWS) and cover["Made by"] == "carla"
    head, *rest = rows
    expected = table_to_csv(head, rest)
    assert cover["SHA-256 of the rows as CSV"] == table_file.hashlib.sha256(expected).hexdigest()
    return rows


def test_nobody_else_fetches_it_nor_sees_that_it_is_there(office: Pages) -> None:
    office.as_(Role.CASE_OFFICER).post(ADDRESS.format("csv"))
    make_waiting(office.desk)
    for role in (Role.APPROVER, Role.AUDITOR, Role.INSPECTOR, Role.OPERATOR_CLERK):
        other = office.as_(role)
        assert other.get("/exports/1").status_code == 404
        assert "/exports/1" not in other.get("/exports/").content.decode()
    assert office.as_(Role.ADMINISTRATOR).get("/exports/1").status_code == 403
    assert len(journal(office)) == 2


def test_a_short_list_is_a_file_at_once(office: Pages) -> None:
    answer = office.as_(Role.CASE_OFFICER).post(f"{ADDRESS.format('csv')}&q=L-3")
    assert answer.status_code == 200 and b"L-3" in answer.content
    assert not make_waiting(office.desk)


def test_more_rows_than_a_sheet_holds_are_offered_as_csv(
    office: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export_files, "SHEET_ROWS", ROWS - 1)
    asker = office.as_(Role.CASE_OFFICER)
    page = asker.post(ADDRESS.format("xlsx"))
    text = page.content.decode()
    assert page.status_code == 400 and "1\u2009048\u2009575" in text and "Take it as CSV" in text
    assert f"{ADDRESS.format('csv')}" in text and not make_waiting(office.desk)
    assert asker.post(ADDRESS.format("csv"), follow=True).status_code == 200
    assert make_waiting(office.desk) == 1


def test_what_may_no_longer_be_read_when_it_is_made_is_not_in_it(office: Pages) -> None:
    asker = office.as_(Role.CASE_OFFICER)
    asker.post(ADDRESS.format("csv"))
    gone = Actor("carla", Role.CASE_OFFICER, "XA")
    console = Actor("console", Role.ADMINISTRATOR, "XA", is_system=True)
    office.desk.work(
        lambda book: book.set_person(gone, actor=console, act="store.users.change", is_active=False)
    )
    assert make_waiting(office.desk) == 0
    assert not list((office.folder / "exports").iterdir())
    office.desk.work(lambda book: book.set_person(gone, actor=console, act="store.users.change"))
    assert "Could not be made" in asker.get("/exports/").content.decode()


def test_a_person_has_few_files_under_way(office: Pages) -> None:
    asker = office.as_(Role.CASE_OFFICER)
    for _ in range(export_files.AT_ONCE):
        assert asker.post(ADDRESS.format("csv")).status_code == 302
    assert asker.post(ADDRESS.format("csv")).status_code == 403
    assert make_waiting(office.desk) == export_files.AT_ONCE
    assert asker.post(ADDRESS.format("csv")).status_code == 302


def test_files_are_removed_when_their_days_are_over(office: Pages) -> None:
    asker = office.as_(Role.CASE_OFFICER)
    asker.post(ADDRESS.format("csv"))
    make_waiting(office.desk)
    days = office.desk.node.config.retention.exports_days
    later = replace(office.desk, now=office.desk.now + timedelta(days=days, seconds=-1))
    assert remove_old(later) == 0 and len(list((office.folder / "exports").iterdir())) == 1
    assert remove_old(replace(later, now=later.now + timedelta(minutes=1))) == 1
    assert not list((office.folder / "exports").iterdir())
    assert asker.get("/exports/1").status_code == 404


def test_a_file_whose_making_was_broken_off_is_made_again(office: Pages) -> None:
    from ringfence.store import exports

    office.as_(Role.CASE_OFFICER).post(ADDRESS.format("csv"))
    before = office.desk.now - export_files.BROKEN_AFTER
    assert office.desk.work(lambda book: exports.claim(office.desk.now, before)) is not None
    assert make_waiting(office.desk) == 0
    hour = replace(office.desk, now=office.desk.now + export_files.BROKEN_AFTER * 2)
    assert make_waiting(hour) == 1


def test_the_background_work_of_the_node_makes_the_files_that_wait(office: Pages) -> None:
    office.as_(Role.CASE_OFFICER).post(ADDRESS.format("csv"))
    background.work_once(office.folder)
    assert len(list((office.folder / "exports").iterdir())) == 1


def test_rows_are_written_as_they_come(monkeypatch: pytest.MonkeyPatch) -> None:
    """However many rows there are, only a few are held: each is made after the last was written."""
    out, seen = io.BytesIO(), []

    def rows() -> Iterator[list[str]]:
        for place in range(5000):
            seen.append(out.tell())
            yield [str(place), "x" * 100]

    written = write_csv(out, ["a", "b"], rows())
    assert written.rows == 5000 and sorted(seen) == seen
    assert out.tell() - seen[-1] < 200 * table_file.LINES_AT_ONCE
    assert written.sha256 == table_file.hashlib.sha256(out.getvalue()).hexdigest()
    monkeypatch.setattr(table_file, "SHEET_ROWS", 3)
    cover = Cover((("Content", "x"),), "Rows", "SHA-256")
    write_xlsx(io.BytesIO(), "x", cover, ["a"], [["1"]] * 3)
    with pytest.raises(SheetFull, match="ask for CSV"):
        write_xlsx(io.BytesIO(), "x", cover, ["a"], [["1"]] * 4)
