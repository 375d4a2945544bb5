"""Attempts to bring in more than was estimated or certified, and to be two persons at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile_parts import corrected
from tests.office import Office
from tests.office_papers import CERTIFICATE, ESTIMATE, IN, KNOWN, REPLY
from tests.test_jobs import ARRIVAL, GRAM, import_proposed, imported, ready


@pytest.fixture(params=["sqlite", "postgresql"])
def office(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Office:
    found = Office(tmp_path, monkeypatch)
    if request.param == "postgresql":
        address = request.getfixturevalue("postgres_address")
        monkeypatch.setenv("RINGFENCE_DATABASE_URL", address)
    return found.made()


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


def room(office: Office) -> list[tuple[int, int]]:
    """Grams taken and left of each ceiling."""
    found = office.wire("estimate", "room", "--as", "co")["ceilings"]
    return [(one["used_ug"] // GRAM, one["left_ug"] // GRAM) for one in found]


def confirmed(office: Office, number: str, grams: int) -> None:
    """Another estimate of the year, as the Board published it."""
    text = ESTIMATE.format(number=number, territory="XA", ug=grams * GRAM)
    office("estimate", "enter", office.file("e2.toml", text), "--as", "co")
    for verb in ("check", "approve"):
        office("estimate", verb, number, "--as", "co")
    office.second("estimate", "approve", number)
    office("estimate", "send", number, "--as", "co")
    reply = REPLY.format(ug=grams * GRAM).replace("2025-01-10", str(office.day))
    path = office.file("r2.toml", reply)
    office("estimate", "confirm", number, path, "--as", "st")
    office.second("estimate", "confirm", number, path)


def test_an_estimate_lowered_below_what_was_granted_leaves_nothing_and_gives_nothing_twice(
    office: Office,
) -> None:
    ready(office)
    import_proposed(office, "XA-IC-1", 1500)
    office.second("authorisation", "issue", "XA-IC-1")
    confirmed(office, "EST-LOW", 1000)
    assert room(office) == [(1500, -500)]
    import_proposed(office, "XA-IC-2", 1)
    said = office.second("authorisation", "issue", "XA-IC-2", code=1)
    assert "the estimates leave -500 g" in said
    office("authorisation", "withdraw", "XA-IC-1", "--as", "co")
    office.second("authorisation", "withdraw", "XA-IC-1")
    assert room(office) == [(0, 1000)]
    import_proposed(office, "XA-IC-3", 1001)
    office.second("authorisation", "issue", "XA-IC-3", code=1)
    assert "whole" in office("journal", "verify")


def test_a_correction_down_makes_no_room_and_one_up_brings_in_no_more_than_the_paper(
    office: Office,
) -> None:
    ready(office)
    imported(office, 1000)
    corrected(office, "CO-1", "import_certificate:XA-IC-1:arrived:XB-EA-7", 500)
    assert room(office) == [(1000, 1000)]
    said = corrected(office, "CO-2", "correction:CO-1:right:1", 1001, code=1)
    assert "1001000000 ug of morphine are more than the 1000000000 ug of the paper" in said
    corrected(office, "CO-3", "correction:CO-1:right:1", 1000)
    assert "1000 g" in office("stock", "balance", "--operator", "OP-1", "--as", "co")
    assert room(office) == [(1000, 1000)]


def test_two_arrivals_are_not_each_corrected_up_to_the_whole_of_their_paper(small: Office) -> None:
    ready(small)
    text = CERTIFICATE.replace("consignments = false", "consignments = true")
    paper = text.format(number="XA-IC-1", issued=small.day) + IN.format(quantity=100)
    known = small.file("known.toml", KNOWN)
    path = small.file("ic.toml", paper)
    small("authorisation", "propose-import", path, "--known", known, "--as", "co")
    small.second("authorisation", "issue", "XA-IC-1")
    small.on(2025, 2, 20)
    for name in ("XB-EA-7", "XB-EA-8"):
        came = ARRIVAL.format(ug=40 * GRAM).replace("XB-EA-7", name)
        small("authorisation", "arrive", "XA-IC-1", small.file("a.toml", came), "--as", "cu")
    corrected(small, "CO-1", "import_certificate:XA-IC-1:arrived:XB-EA-7", 60)
    said = corrected(small, "CO-2", "import_certificate:XA-IC-1:arrived:XB-EA-8", 60, code=1)
    assert "more than the 40000000 ug of the paper" in said


def test_goods_do_not_arrive_before_their_certificate_so_that_another_year_bears_them(
    office: Office,
) -> None:
    ready(office)
    import_proposed(office, "XA-IC-1", 100)
    office.second("authorisation", "issue", "XA-IC-1")
    office.on(2025, 2, 20)
    came = ARRIVAL.format(ug=100 * GRAM).replace("2025-02-20", "2024-12-20")
    said = office(
        "authorisation", "arrive", "XA-IC-1", office.file("a.toml", came), "--as", "cu", code=1
    )
    assert "2024-12-20 lies before the first day of the certificate" in said
    assert room(office) == [(100, 1900)]


def test_what_arrives_after_the_last_day_counts_in_the_year_of_its_arrival(small: Office) -> None:
    ready(small)
    small.on(2025, 12, 30)
    import_proposed(small, "XA-IC-1", 100)
    small.second("authorisation", "issue", "XA-IC-1")
    small.on(2026, 1, 2)
    text = (small.folder / "EST-XA.toml").read_text().replace("year = 2025", "year = 2026")
    small("estimate", "enter", small.file("e.toml", text.replace("EST-XA", "EST-6")), "--as", "co")
    for verb in ("check", "approve"):
        small("estimate", verb, "EST-6", "--as", "co")
    small.second("estimate", "approve", "EST-6")
    small("estimate", "send", "EST-6", "--as", "co")
    reply = small.file("r.toml", REPLY.format(ug=60 * GRAM).replace("2025-01-10", "2026-01-02"))
    small("estimate", "confirm", "EST-6", reply, "--as", "st")
    small.second("estimate", "confirm", "EST-6", reply)
    came = ARRIVAL.format(ug=100 * GRAM).replace("2025-02-20", "2026-01-02")
    small("authorisation", "arrive", "XA-IC-1", small.file("a.toml", came), "--as", "cu")
    asked = ("estimate", "room", "--year", "2026", "--as", "co")
    assert small.wire(*asked)["ceilings"][0]["used_ug"] == 100 * GRAM
    assert "whole" in small("journal", "verify")


ENDORSED = """
number = "{number}"
export_authorisation = "XB-EA-7"
import_certificate = "XA-IC-1"
event = "imported"
imported_on = 2025-02-20
returned_to = "XB"
[[lines]]
line = 1
quantity_imported = "{grams} g"
authorised_ug = {authorised}
imported_ug = {ug}
"""


def endorsed(office: Office, number: str, grams: int, authorised: int = 100, code: int = 0) -> str:
    text = ENDORSED.format(
        number=number, grams=grams, ug=grams * GRAM, authorised=authorised * GRAM
    )
    office("endorsement", "await", office.file("en.toml", text), "--as", "co")
    office("endorsement", "make", number, "--as", "co")
    return office.second("endorsement", "make", number, code=code)


def test_no_more_is_endorsed_than_arrived_and_one_authorisation_only_once(office: Office) -> None:
    ready(office)
    imported(office, 100)
    text = ENDORSED.format(number="XA-EN-0", grams=101, ug=101 * GRAM, authorised=100 * GRAM)
    said = office("endorsement", "await", office.file("en.toml", text), "--as", "co", code=3)
    assert "more arrived than was authorised" in said
    said = endorsed(office, "XA-EN-1", 101, authorised=101, code=1)
    assert "100000000 ug were booked, 101000000 ug are endorsed" in said
    endorsed(office, "XA-EN-2", 100)
    assert "XA-EN-2 endorses the same authorisation already" in endorsed(
        office, "XA-EN-3", 100, code=1
    )


# Two persons in one


LOOK_ALIKE = ("CO", "co ", " co", "cо", "co\u200b", "ｃｏ", "", "a\nb")
NO_NAME = ("co:AP", "nightly", "Console", "x" * 101)


@pytest.mark.parametrize("name", [*LOOK_ALIKE, *NO_NAME])
def test_nobody_is_entered_under_a_name_that_passes_for_another(small: Office, name: str) -> None:
    asked = ("person", "add", name, "--role", "AP", "--territory", "XA")
    small(*asked, "--as", "ad", "--confirmed-by", "ap", code=1)
    assert len(small.wire("person", "list")["persons"]) == 7


def test_whoever_proposed_is_the_same_person_in_every_spelling_and_role(small: Office) -> None:
    ready(small)
    import_proposed(small, "XA-IC-1", 100)
    small.role("co", "AP")
    for spelling in ("co:AP", "co:AP:system", "ap:system", "CO:AP", "co :AP", "co:ap"):
        small("authorisation", "show", "XA-IC-1", "--as", "ap")
        code = 1 if spelling in ("co:AP", "co:AP:system", "ap:system") else 3
        small("authorisation", "issue", "XA-IC-1", "--as", spelling, code=code)
    assert small.wire("authorisation", "show", "XA-IC-1", "--as", "ap")["state"] == "proposed"


def test_an_administrator_decides_neither_on_roles_nor_gets_one_that_decides(small: Office) -> None:
    asked = ("person", "add")
    more = ("--territory", "XA", "--as", "ad", "--confirmed-by")
    said = small(*asked, "ad", "--role", "AP", *more, "ap", code=1)
    assert "an administrator cannot be given a deciding role by their own word" in said
    said = small(*asked, "ap", "--role", "CO", *more, "ap", code=1)
    assert "nobody decides on their own role" in said
    small(*asked, "x1", "--role", "CO", *more, "ad", code=3)
