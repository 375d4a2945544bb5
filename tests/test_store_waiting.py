"""Rows that wait, counted and found alike on both databases; the index alone is read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from ringfence.store.listing import Listing

BEGUN, ENDS = date(2031, 5, 2), date(2031, 6, 1)
LISTING = Listing({"licence": ("proposed",), "loss": ("told",)}, territory="XA")


@pytest.fixture
def rows(books: str) -> None:
    from ringfence.store.models import Document

    def row(number: str, **more: object) -> Document:
        told = {
            "kind": "licence", "state": "proposed", "version": 1, "territory": "XA", "body": {},
            "created_at": datetime(2031, 5, 2, tzinfo=UTC), "created_by": "carla",
            "changed_at": datetime(2031, 5, 2, tzinfo=UTC), "changed_by": "carla",
            "hands": "|carla|", "firms": "|XA-F-1|", "since": BEGUN, "clock_from": BEGUN,
        }  # fmt: skip
        return Document(number=number, **{**told, **more})

    Document.objects.bulk_create(
        [
            *(row(f"L-{place}") for place in range(5)),
            row("L-P", proposed="trade.licence.issue", proposer="carla"),
            row("L-E", ends=ENDS),
            row("L-C", hands="|Carla|"),
            row("L-I", firms="|XA-F-2|"),
            row("L-N", firms=""),
            row("L-D", state="in_force", clock_from=None),
            row("L-X", territory="XB"),
            row("LO-1", kind="loss", state="told"),
            row("LO-2", kind="loss", state="closed"),
        ]
    )


def test_rows_that_are_alike_are_counted_as_one(rows: None) -> None:
    from ringfence.store import waiting_rows as w

    asker = w.Asker("carla", ("carla", "curt"), interests=("XA-F-2",))
    found = w.counted([LISTING], asker)
    told = {(one.kind, one.proposed, one.ends, one.has_hand, one.has_firms, one.is_of_interest): n
            for one, (n, _row) in found.items()}  # fmt: skip
    assert told == {
        ("licence", "", None, 1, 1, 0): 5,
        ("licence", "trade.licence.issue", None, 1, 1, 0): 1,
        ("licence", "", ENDS, 1, 1, 0): 1,
        ("licence", "", None, 0, 1, 0): 1,
        ("licence", "", None, 1, 1, 1): 1,
        ("licence", "", None, 1, 0, 0): 1,
        ("loss", "", None, 1, 1, 0): 1,
    }
    proposed = next(one for one in found if one.proposed)
    assert proposed.is_proposer == 1


def test_they_are_found_by_number_whichever_way_they_are_asked_for(rows: None) -> None:
    from ringfence.store import waiting_rows as w

    asker = w.Asker("carla", ("carla",))
    found = w.counted([LISTING], asker)
    alike = next(one for one, (n, _row) in found.items() if n > 1)
    among = [
        number for one, number, _row in w.among([LISTING], asker, [alike.span]) if one == alike
    ]
    first = w.first_of([LISTING], asker, alike, 3, ())
    assert [number for number, _row in first] == sorted(among)[:3]
    left_out = w.first_of([LISTING], asker, alike, 3, {first[0][1]})
    assert [number for number, _row in left_out] == sorted(among)[1:4]
    every = w.among([LISTING], asker, None)
    assert len(every) == sum(n for n, _row in found.values())
    marked = w.marked([LISTING], ["licence:L-0", "licence:L-D", "loss:LO-2", "licence:L-X"])
    assert [one.number for one in marked.values()] == ["L-0"]
    read = w.of_rows([row for _number, row in first])
    assert {one.number for one in read.values()} == {number for number, _row in first}


def test_sqlite_answers_from_the_index_alone(rows: None) -> None:
    from django.db import connection

    from ringfence.store import waiting_rows as w

    if connection.vendor != "sqlite":
        return
    asked = w._flagged(w._waiting(LISTING), w.Asker("carla", ("carla",)))
    plan = asked.values_list(*w._TOLD, *w._FLAGS).order_by().explain()
    assert "COVERING INDEX document_waits" in plan
