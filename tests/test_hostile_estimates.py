"""Nobody takes more of an estimate than it leaves: not at once, by dates or by corrections."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from ringfence.jobs import authorise_import
from ringfence.jobs.doing import Asked, open_desk, opened
from ringfence.store import settings
from ringfence.store.errors import OverLimit
from ringfence.trade.life import ActRefused
from tests.hostile_parts import corrected
from tests.office import Office
from tests.office_papers import AUTHORISATION, CERTIFICATE, ESTIMATE, IN, KNOWN, OUT, REPLY, SIDES
from tests.test_check_command import ENDORSED
from tests.test_jobs import (
    ARRIVAL,
    ENDORSEMENT,
    GRAM,
    SHIPMENT,
    estimated,
    import_proposed,
    imported,
    ready,
)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path, monkeypatch).made()
    ready(made)
    return made


@pytest.fixture
def either(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, address: str) -> Office:
    made = Office(tmp_path, monkeypatch)
    if address.startswith("postgres"):
        monkeypatch.setenv("RINGFENCE_DATABASE_URL", address)
    made.made()
    ready(made)
    return made


def room(office: Office, year: int = 2025, territory: str = "XA") -> tuple[int, int]:
    """Grams taken and left."""
    asked = ("--territory", territory, "--as", "co")
    found = office.wire("estimate", "room", *asked)["ceilings"]
    (one,) = [one for one in found if one["year"] == year]
    return one["used_ug"] // GRAM, one["left_ug"] // GRAM


def total(office: Office, number: str, grams: int, **more: object) -> None:
    """Another total of the Board, by an estimate of its own, entered by two persons."""
    asked = {"territory": "XA", "year": 2025, **more}
    text = ESTIMATE.format(number=number, territory=asked["territory"], ug=grams * GRAM)
    text = text.replace("year = 2025", f"year = {asked['year']}")
    reply = REPLY.format(ug=grams * GRAM).replace("2025-01-10", office.day.isoformat())
    path = office.file(f"{number}-reply.toml", reply)
    office("estimate", "enter", office.file(f"{number}.toml", text), "--as", "co")
    office("estimate", "check", number, "--as", "co")
    office("estimate", "approve", number, "--as", "co")
    office.second("estimate", "approve", number)
    office("estimate", "send", number, "--as", "co")
    office("estimate", "confirm", number, path, "--as", "st")
    office.second("estimate", "confirm", number, path)


def test_an_older_publication_that_is_entered_later_replaces_nothing(office: Office) -> None:
    office.on(2025, 3, 1)
    total(office, "EST-NEW", 3000)
    assert room(office)[1] == 3000
    text = ESTIMATE.format(number="EST-OLD", territory="XA", ug=2500 * GRAM)
    office("estimate", "enter", office.file("old.toml", text), "--as", "co")
    office("estimate", "check", "EST-OLD", "--as", "co")
    office("estimate", "approve", "EST-OLD", "--as", "co")
    office.second("estimate", "approve", "EST-OLD")
    office.on(2025, 1, 15)
    office("estimate", "send", "EST-OLD", "--as", "co")
    office.on(2025, 3, 2)
    old = REPLY.format(ug=2500 * GRAM).replace("2025-01-10", "2025-02-01")
    path = office.file("old-reply.toml", old)
    office("estimate", "confirm", "EST-OLD", path, "--as", "st")
    said = office.second("estimate", "confirm", "EST-OLD", path)
    assert "the total published with EST-NEW on 2025-03-01 is newer" in said
    assert room(office)[1] == 3000
    office.on(2025, 3, 3)
    total(office, "EST-LAST", 2800)
    assert room(office)[1] == 2800


@pytest.mark.parametrize(
    ("old", "new", "code", "says"),
    [
        ('"morphine"', '"morphium"', 3, "is no substance of the catalogue"),
        ('"XA"', '"UK"', 3, "Write two letters as in ISO 3166-1"),
        ('"morphine"', '"diazepam"', 2, "names diazepam: it is on those of 1971"),
        ('"morphine"', '"acetone"', 2, "names acetone: it is on those of 1988"),
    ],
)
def test_an_estimate_of_what_the_law_does_not_know_is_not_entered(
    office: Office, old: str, new: str, code: int, says: str
) -> None:
    text = ESTIMATE.format(number="EST-9", territory="XA", ug=GRAM).replace(old, new)
    said = office("estimate", "enter", office.file("e.toml", text), "--as", "co", code=code)
    assert says in said
    assert "EST-9" not in office("estimate", "list", "--as", "co")


def over_the_new_year(office: Office, number: str, grams: int) -> None:
    """Propose a certificate that holds from December to February."""
    text = CERTIFICATE.format(number=number, issued=office.day) + IN.format(quantity=grams)
    text = text.replace("valid_until = 2025-12-31", "valid_until = 2026-02-28")
    known = office.file("known.toml", KNOWN)
    asked = (office.file(f"{number}.toml", text), "--known", known, "--as", "co")
    office("authorisation", "propose-import", *asked)


def arrive(office: Office, number: str, day: date, grams: int, code: int = 0) -> str:
    text = ARRIVAL.format(ug=grams * GRAM).replace("2025-02-20", day.isoformat())
    path = office.file(f"{number}-arrival.toml", text)
    return office("authorisation", "arrive", number, path, "--as", "cu", code=code)


def test_two_approvals_at_once_for_the_last_grams_give_one_certificate(either: Office) -> None:
    for number in ("XA-IC-1", "XA-IC-2", "XA-IC-3"):
        import_proposed(either, number, 1500)
    desk = open_desk(either.node)
    gate = threading.Barrier(3)

    def issue(number: str) -> str:
        try:
            version = opened(desk, "import_certificate", number, "ap").held.version
            gate.wait()
            authorise_import.act(desk, number, "issue", Asked("ap", version))
        except (ActRefused, OverLimit) as refused:
            return str(refused)
        finally:
            settings.close()
        return "issued"

    with ThreadPoolExecutor(3) as officers:
        said = sorted(officers.map(issue, ("XA-IC-1", "XA-IC-2", "XA-IC-3")))
    assert said.count("issued") == 1, said
    assert room(either) == (1500, 500)
    either("journal", "verify")


def test_no_quantity_of_a_paper_is_nothing_or_less(office: Office) -> None:
    for quantity in ("0", "-5", "NaN", "1e400", "1_0", "١٢", "999999999999999"):
        text = CERTIFICATE.format(number="XA-IC-1", issued=office.day) + IN.format(
            quantity=quantity
        )
        path = office.file("c.toml", text)
        said = office("authorisation", "propose-import", path, "--as", "co", code=3)
        assert "c.toml" in said and "quantity" in said
    assert office.wire("authorisation", "list", "--as", "co")["documents"] == []


@pytest.mark.parametrize("amount", ["0", "-5", "1600000000", "99999999999999999999"])
def test_nothing_arrives_beyond_the_certificate_or_below_zero(office: Office, amount: str) -> None:
    import_proposed(office, "XA-IC-1", 1500)
    office.second("authorisation", "issue", "XA-IC-1")
    office.on(2025, 2, 20)
    path = office.file("a.toml", ARRIVAL.format(ug=amount))
    wrong = ("authorisation", "arrive", "XA-IC-1", path, "--as", "cu")
    codes = {"1600000000": 1, "0": 0}
    office(*wrong, code=codes.get(amount, 3))
    assert room(office) == ((0, 2000) if amount == "0" else (1500, 500))


def test_an_arrival_told_for_a_day_before_the_certificate_frees_no_room(office: Office) -> None:
    office.on(2025, 2, 20)
    import_proposed(office, "XA-IC-1", 1500)
    office.second("authorisation", "issue", "XA-IC-1")
    said = arrive(office, "XA-IC-1", date(2024, 12, 31), 1500, code=1)
    assert "2024-12-31 lies before the certificate, which is of 2025-02-20" in said
    assert room(office) == (1500, 500)


def test_what_arrives_in_the_next_year_counts_there_though_its_paper_was_of_this(
    office: Office,
) -> None:
    import_proposed(office, "XA-IC-1", 1500)
    office.second("authorisation", "issue", "XA-IC-1")
    office.on(2026, 1, 5)
    total(office, "EST-26", 1000, year=2026)
    assert room(office, 2026) == (0, 1000)
    arrive(office, "XA-IC-1", date(2026, 1, 5), 1500)
    assert room(office, 2025) == (0, 2000)
    assert room(office, 2026)[0] == 1500
    over_the_new_year(office, "XA-IC-2", 1)
    said = office.second("authorisation", "issue", "XA-IC-2", code=1)
    assert "un1961/31/1(b)" in said
    office("journal", "verify")


def test_a_total_that_comes_after_the_imports_counts_them(office: Office) -> None:
    import_proposed(office, "XA-IC-1", 1500)
    office.second("authorisation", "issue", "XA-IC-1")
    office.on(2026, 1, 5)
    arrive(office, "XA-IC-1", date(2026, 1, 5), 1500)
    total(office, "EST-26", 1600, year=2026)
    assert room(office, 2026) == (1500, 100)
    office("journal", "verify")


def test_a_certificate_over_the_new_year_takes_of_both_years_until_it_is_known(
    office: Office,
) -> None:
    office.on(2025, 12, 1)
    over_the_new_year(office, "XA-IC-1", 800)
    said = office.second("authorisation", "issue", "XA-IC-1", code=3)
    assert "no import ceiling of XA for morphine in 2026" in said
    total(office, "EST-26", 1000, year=2026)
    assert "lapsed" in office.second("authorisation", "issue", "XA-IC-1", code=1)
    office("node", "night")
    office("authorisation", "propose-again", "XA-IC-1", "--as", "co")
    office.second("authorisation", "issue", "XA-IC-1")
    assert (room(office, 2025), room(office, 2026)) == ((800, 1200), (800, 200))
    over_the_new_year(office, "XA-IC-2", 300)
    said = office.second("authorisation", "issue", "XA-IC-2", code=1)
    assert "200000000 are left of 1000000000" in said
    office.on(2026, 1, 5)
    arrive(office, "XA-IC-1", date(2026, 1, 5), 700)
    assert (room(office, 2025), room(office, 2026)) == ((0, 2000), (700, 300))
    office("journal", "verify")


def test_a_lower_total_undoes_nothing_and_lets_nothing_more_through(office: Office) -> None:
    import_proposed(office, "XA-IC-1", 1500)
    office.second("authorisation", "issue", "XA-IC-1")
    total(office, "EST-2", 1000)
    assert room(office)[0] == 1500
    import_proposed(office, "XA-IC-2", 1)
    office.second("authorisation", "issue", "XA-IC-2", code=1)
    office.on(2025, 2, 20)
    arrive(office, "XA-IC-1", office.day, 1400)
    assert room(office)[0] == 1400
    import_proposed(office, "XA-IC-3", 1)
    office.second("authorisation", "issue", "XA-IC-3", code=1)
    office("journal", "verify")


def test_a_certificate_cannot_be_replaced_by_more_than_there_is(office: Office) -> None:
    import_proposed(office, "XA-IC-1", 1500)
    office.second("authorisation", "issue", "XA-IC-1")
    text = CERTIFICATE.format(number="XA-IC-2", issued=office.day) + IN.format(quantity=2001)
    path = office.file("ic2.toml", 'replaces = "XA-IC-1"\n' + text)
    office("authorisation", "replace", "XA-IC-1", path, "--as", "co")
    office.second("authorisation", "replace", "XA-IC-1", path)
    known = str(office.folder / "known.toml")
    office("authorisation", "propose-import", path, "--known", known, "--as", "co")
    office.second("authorisation", "issue", "XA-IC-2", code=1)
    assert room(office) == (0, 2000)


def test_a_withdrawn_or_held_certificate_gives_back_only_what_did_not_come(office: Office) -> None:
    text = CERTIFICATE.format(number="XA-IC-1", issued=office.day) + IN.format(quantity=1500)
    text = text.replace("several_consignments = false", "several_consignments = true")
    known = office.file("known.toml", KNOWN)
    asked = (office.file("c.toml", text), "--known", known, "--as", "co")
    office("authorisation", "propose-import", *asked)
    office.second("authorisation", "issue", "XA-IC-1")
    office.on(2025, 2, 20)
    arrive(office, "XA-IC-1", office.day, 600)
    office("authorisation", "hold", "XA-IC-1", "--as", "cu")
    assert room(office) == (1500, 500)
    office("authorisation", "withdraw", "XA-IC-1", "--as", "co")
    office.second("authorisation", "withdraw", "XA-IC-1")
    assert room(office) == (600, 1400)
    said = arrive(office, "XA-IC-1", office.day, 100, code=1)
    assert "not from 'withdrawn'" in said
    assert room(office) == (600, 1400)


def test_a_correction_of_an_import_makes_no_room_and_its_way_back_takes_none(
    office: Office,
) -> None:
    imported(office)
    entry = "import_certificate:XA-IC-1:arrived:XB-EA-7"
    corrected(office, "CO-1", entry, 100)
    assert room(office) == (1500, 500)
    import_proposed(office, "XA-IC-2", 600)
    office.second("authorisation", "issue", "XA-IC-2", code=1)
    assert "was corrected before" in corrected(office, "CO-2", entry, 1500, code=1)
    corrected(office, "CO-3", "correction:CO-1:right:1", 1500)
    assert room(office) == (1500, 500)
    office("journal", "verify")


# Exports, against the total of another territory


def foreign(office: Office, grams: int, number: str = "XB-IC-1") -> None:
    sides = SIDES.format_map({**OUT, "authority": "XB", "quantity": grams})
    text = CERTIFICATE.format(number=number, issued="2025-06-01") + sides
    text = text.replace("valid_until = 2025-12-31", "valid_until = 2026-03-31")
    office("authorisation", "enter-certificate", office.file("xb.toml", text), "--as", "co")
    office("authorisation", "mark-certificate", number, "valid", "--as", "co")


def export_proposed(office: Office, number: str, grams: int, **days: str) -> None:
    own = SIDES.format_map({**OUT, "authority": "XA", "quantity": grams})
    text = AUTHORISATION.format(number=number) + own
    for old, new in days.items():
        text = text.replace(f"{old} = 2025-{'06-10' if old != 'valid_until' else '09-30'}",
                            f"{old} = {new}")  # fmt: skip
    known = office.file("known.toml", KNOWN)
    asked = (office.file(f"{number}.toml", text), "--known", known, "--as", "co")
    office("authorisation", "propose-export", *asked)


def shipped(office: Office, number: str, day: date, grams: int, code: int = 0) -> str:
    text = SHIPMENT.format(ug=grams * GRAM).replace("2025-06-20", day.isoformat())
    path = office.file(f"{number}-shipment.toml", text)
    known = str(office.folder / "known.toml")
    asked = (number, path, "--known", known, "--as", "cu")
    return office("authorisation", "ship", *asked, code=code)


def endorsed(office: Office, number: str, day: date, grams: int, code: int = 0) -> str:
    text = ENDORSEMENT.format(ug=grams * GRAM).replace("XA-EA-1", number)
    text = text.replace("imported_on = 2025-07-01", f"imported_on = {day}")
    path = office.file(f"{number}-endorsement.toml", text)
    office("authorisation", "endorse", number, path, "--as", "co", code=0)
    return office.second("authorisation", "endorse", number, path, code=code)


def exporting(office: Office) -> None:
    """500 g may go to XB in 2025; XA holds 1500 g."""
    estimated(office, "XB", 500)
    imported(office)
    office.on(2025, 6, 10)


def test_an_export_over_the_new_year_counts_in_both_years_until_it_is_known(
    office: Office,
) -> None:
    exporting(office)
    foreign(office, 200)
    office.on(2025, 12, 20)
    total(office, "XB-26", 300, year=2026, territory="XB")
    days = {"issued_on": "2025-12-20", "valid_from": "2025-12-20", "valid_until": "2026-02-28"}
    export_proposed(office, "XA-EA-1", 200, **days)
    office.second("authorisation", "issue", "XA-EA-1")
    assert (room(office, 2025, "XB"), room(office, 2026, "XB")) == ((200, 300), (200, 100))
    office.on(2026, 1, 5)
    shipped(office, "XA-EA-1", office.day, 195)
    assert (room(office, 2025, "XB"), room(office, 2026, "XB")) == ((0, 500), (195, 105))
    office.on(2026, 1, 20)
    assert "lies before 2026-01-05" in endorsed(office, "XA-EA-1", date(2025, 12, 30), 190, code=1)
    assert room(office, 2026, "XB") == (195, 105)
    office("journal", "verify")


def test_an_export_of_last_year_that_arrives_in_this_one_counts_in_this_one(
    office: Office,
) -> None:
    exporting(office)
    foreign(office, 200)
    office.on(2025, 12, 20)
    days = {"issued_on": "2025-12-20", "valid_from": "2025-12-20", "valid_until": "2025-12-31"}
    export_proposed(office, "XA-EA-1", 200, **days)
    office.second("authorisation", "issue", "XA-EA-1")
    shipped(office, "XA-EA-1", office.day, 195)
    office.on(2026, 1, 20)
    total(office, "XB-26", 100, year=2026, territory="XB")
    endorsed(office, "XA-EA-1", date(2026, 1, 10), 190)
    assert room(office, 2025, "XB") == (0, 500)
    assert room(office, 2026, "XB")[0] == 195
    office("journal", "verify")


def test_an_endorsement_is_within_the_permit_made_once_and_not_before_the_goods_left(
    office: Office,
) -> None:
    exporting(office)
    foreign(office, 200)
    export_proposed(office, "XA-EA-1", 200)
    office.second("authorisation", "issue", "XA-EA-1")
    office.on(2025, 6, 20)
    shipped(office, "XA-EA-1", office.day, 195)
    office.on(2025, 7, 10)
    path = office.file("more.toml", ENDORSEMENT.format(ug=201 * GRAM))
    said = office("authorisation", "endorse", "XA-EA-1", path, "--as", "co", code=3)
    assert "more arrived than was authorised" in said
    assert "has not come yet" in endorsed(office, "XA-EA-1", date(2025, 7, 11), 190, code=1)
    assert "in_query" in endorsed(office, "XA-EA-1", date(2025, 7, 1), 190)
    again = str(office.folder / "XA-EA-1-endorsement.toml")
    said = office("authorisation", "endorse", "XA-EA-1", again, "--as", "co", code=1)
    assert "not from 'in_query'" in said
    office("authorisation", "withdraw", "XA-EA-1", "--as", "co", code=1)
    assert room(office, 2025, "XB") == (195, 305)


def test_a_permit_that_came_back_with_nothing_takes_nothing_again(office: Office) -> None:
    exporting(office)
    foreign(office, 200)
    export_proposed(office, "XA-EA-1", 200)
    office.second("authorisation", "issue", "XA-EA-1")
    office.on(2025, 10, 1)
    office("node", "night")
    assert room(office, 2025, "XB") == (0, 500)
    text = ENDORSEMENT.format(ug=0).replace('"imported"', '"period_expired"')
    path = office.file("zero.toml", text.replace("imported_on = 2025-07-01\n", ""))
    office("authorisation", "endorse-zero", "XA-EA-1", path, "--as", "co")
    office.second("authorisation", "endorse-zero", "XA-EA-1", path)
    office("authorisation", "close", "XA-EA-1", "--as", "co")
    assert room(office, 2025, "XB") == (0, 500)
    days = {"issued_on": "2025-10-01", "valid_from": "2025-10-01", "valid_until": "2025-12-31"}
    export_proposed(office, "XA-EA-2", 200, **days)
    office.second("authorisation", "issue", "XA-EA-2")
    assert room(office, 2025, "XB") == (200, 300)
    office("journal", "verify")


def test_one_foreign_permit_is_endorsed_once(office: Office) -> None:
    imported(office, 1495)
    for number in ("XA-EN-1", "XA-EN-2"):
        text = ENDORSED.format(ug=1_495_000_000).replace("XA-EN-1", number)
        paper = office.file(f"{number}.toml", text)
        office("endorsement", "await", paper, "--as", "co")
        office("endorsement", "make", number, "--as", "co")
    office.second("endorsement", "make", "XA-EN-1")
    said = office.second("endorsement", "make", "XA-EN-2", code=1)
    assert "XA-EN-1 endorses the same authorisation already" in said
