"""`return mirror`: what partners report beside our books, each difference with our papers."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ringfence.exchange.return_format import return_to_wire
from ringfence.exchange.returns_xlsx import to_xlsx
from ringfence.jobs.doing import open_desk
from ringfence.ledger.account import SCHEDULE_III_PREPARATION, Account
from ringfence.ledger.account import AccountKind as Kind
from ringfence.ledger.entry import Entry, moved
from ringfence.ledger.year import year_of
from ringfence.trade.returns.calendar import quarters_of
from ringfence.trade.returns.compute import compute
from ringfence.trade.returns.form import Form, Return
from ringfence.trade.roles import Actor, Role
from tests.office import Office
from tests.office_papers import AUTHORISATION, CERTIFICATE, KNOWN, OUT, SIDES
from tests.test_jobs import ENDORSEMENT, SHIPMENT, estimated, imported, ready

YEAR = 2025
G = 10**6
CSV = "exporter,importer,substance,exported_g,imported_g,last_quarter_g\n"


def came(number: str, day: date, substance: str, partner: str, g: int, purpose: str = "") -> Entry:
    world = Account(Kind.IMPORT, substance, "OP-1", partner, purpose)
    own = Account(Kind.STOCK, substance, "OP-1", "main", purpose)
    return moved(number, day, world, own, g * G, f"import_certificate:{number}")


def left(number: str, day: date, substance: str, partner: str, g: int) -> Entry:
    own = Account(Kind.STOCK, substance, "OP-1", "main")
    world = Account(Kind.EXPORT, substance, "OP-1", partner)
    return moved(number, day, own, world, g * G, f"export_authorisation:{number}")


OURS = [
    came("IC-1", date(YEAR, 2, 1), "morphine", "XB", 700),
    came("IC-2", date(YEAR, 5, 1), "morphine", "XB", 300),
    came("IC-3", date(YEAR, 5, 2), "codeine", "XB", 500),
    came("IC-4", date(YEAR, 6, 1), "fentanyl", "XC", 40),
    came("IC-5", date(YEAR, 6, 1), "diazepam", "XB", 90),
    came("IC-6", date(YEAR, 7, 1), "codeine", "XB", 9, SCHEDULE_III_PREPARATION),
    came("IC-7", date(YEAR - 1, 7, 1), "morphine", "XB", 5),
    left("EA-1", date(YEAR, 3, 1), "morphine", "XB", 100),
    left("EA-2", date(YEAR, 11, 1), "morphine", "XB", 60),
]


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    office = Office(tmp_path, monkeypatch).made().on(2026, 3, 1)
    loader = Actor("st", Role.STATISTICIAN, "XA")
    desk = open_desk(office.node)
    desk.work(
        lambda book: book.post_all(
            OURS, actor=loader, act="trade.stock_lines.upload", because="past:1"
        )
    )
    return office


def mirror(office: Office, *files: str, code: int) -> dict[tuple[str, str, str], dict[str, Any]]:
    asked = ("return", "mirror", *files, "--year", str(YEAR), "--as", "st")
    told = office.wire(*asked, code=code)
    assert told["format"] == "ringfence.return.mirror/1" and told["year"] == YEAR
    return {(one["exporter"], one["importer"], one["substance"]): one for one in told["pairs"]}


def test_each_difference_is_classed_and_names_our_papers(office: Office) -> None:
    rows = [
        "XB,XA,morphine,1000000,,", "XB,,codeine,500,,", "XB,XA,fentanyl,40,,",
        "XA,XB,morphine,,100,", "XC,XA,morphine,8,,",
    ]  # fmt: skip
    found = mirror(office, office.file("p.csv", CSV + "\n".join(rows)), code=2)
    unit = found["XB", "XA", "morphine"]
    assert (unit["kind"], unit["exported_g"], unit["imported_g"]) == (
        "unit error",
        "1000000",
        "1000",
    )
    assert unit["papers"] == ["import_certificate:IC-1", "import_certificate:IC-2"]
    assert found["XB", "XA", "codeine"]["kind"] == "match"
    timing = found["XA", "XB", "morphine"]
    assert timing["kind"] == "timing" and "EA-2: 60 g sent on 2025-11-01" in timing["reason"]
    assert "no arrival is told yet" in timing["reason"] and not timing["is_accounted_for"]
    assert timing["papers"] == ["export_authorisation:EA-1", "export_authorisation:EA-2"]
    confused = found["XB", "XA", "fentanyl"]
    assert confused["kind"] == "another partner named" and confused["papers"] == []
    assert found["XC", "XA", "fentanyl"]["kind"] == "missing on one side"
    assert found["XC", "XA", "morphine"]["imported_g"] is None
    assert found["XB", "XA", "diazepam"]["kind"] == "missing on one side"


def test_a_partner_that_we_booked_under_another_country_is_told(office: Office) -> None:
    found = mirror(office, office.file("p.csv", CSV + "XB,XA,fentanyl,40,,\n"), code=2)
    assert found["XB", "XA", "fentanyl"]["kind"] == "another partner named"
    assert ("XC", "XA", "fentanyl") not in found, "XC told nothing: it is not asked of it"


def test_a_salt_counted_as_its_base_is_told_with_the_salt(office: Office) -> None:
    found = mirror(office, office.file("p.csv", CSV + "XB,XA,codeine,678.6,,\n"), code=2)
    one = found["XB", "XA", "codeine"]
    assert one["kind"] == "salt taken for base" and "codeine" in one["form"]
    text = office(
        "return", "mirror", str(office.folder / "p.csv"), "--year", str(YEAR), "--as", "st", code=2
    )
    assert "XB to XA  codeine  2025: exported 678.6 g, imported 500 g" in text
    assert "our papers: import_certificate:IC-3" in text


def theirs(entries: list[Entry], form: Form = Form.A, territory: str = "XB") -> list[Return]:
    periods = quarters_of(YEAR) if form in (Form.A, Form.A_P) else [year_of(YEAR)]
    return [compute(form, territory, one, entries, {"is_complete": True}) for one in periods]


def sent_to_us() -> list[Entry]:
    own = [
        left("x1", date(YEAR, 1, 20), "morphine", "XA", 700),
        left("x2", date(YEAR, 10, 20), "morphine", "XA", 300),
        left("x3", date(YEAR, 10, 20), "morphine", "XC", 11),
        came("y1", date(YEAR, 3, 3), "morphine", "XA", 160),
    ]
    return [came("y0", date(YEAR - 1, 1, 1), "morphine", "XC", 5000), *own]


def as_json(folder: Path, made: list[Return]) -> list[str]:
    paths = [folder / f"{number}.json" for number, _ in enumerate(made)]
    for path, one in zip(paths, made, strict=True):
        path.write_text(json.dumps(return_to_wire(one)), encoding="utf-8")
    return [str(path) for path in paths]


def as_xlsx(folder: Path, made: list[Return]) -> list[str]:
    paths = [folder / f"{number}.xlsx" for number, _ in enumerate(made)]
    for path, one in zip(paths, made, strict=True):
        path.write_bytes(to_xlsx(one))
    return [str(path) for path in paths]


@pytest.mark.parametrize("written", [as_json, as_xlsx])
@pytest.mark.parametrize("form", [Form.A, Form.C])
def test_a_partners_returns_are_read_and_compared(
    office: Office, written: Callable[[Path, list[Return]], list[str]], form: Form
) -> None:
    files = written(office.folder, theirs(sent_to_us(), form))
    found = mirror(office, *files, code=2)
    assert {key: one["kind"] for key, one in found.items()} == {
        ("XB", "XA", "morphine"): "match",
        ("XA", "XB", "morphine"): "match",
        ("XB", "XA", "codeine"): "missing on one side",
    }
    assert found["XB", "XA", "codeine"]["reason"] == "XB has reported nothing of it"
    assert found["XB", "XA", "codeine"]["papers"] == ["import_certificate:IC-3"]


def test_the_last_quarter_of_a_partners_returns_explains_what_came_late(office: Office) -> None:
    late = left("x9", date(YEAR, 12, 28), "codeine", "XA", 250)
    before = left("x8", date(YEAR, 4, 28), "codeine", "XA", 500)
    stock = came("y9", date(YEAR - 1, 1, 1), "codeine", "XC", 5000)
    made = theirs([*sent_to_us(), stock, before, late])
    found = mirror(office, *as_json(office.folder, made), code=2)
    assert found["XB", "XA", "codeine"]["kind"] == "timing"


def test_where_all_agree_the_exit_code_says_so(office: Office) -> None:
    path = office.file("p.csv", "exporter,substance,exported_g\nXC,fentanyl,40.2\n")
    assert mirror(office, path, code=0)["XC", "XA", "fentanyl"]["kind"] == "match"


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("p.csv", "from,substance,g\nXB,morphine,1\n", "line 1: has other columns"),
        ("p.csv", CSV + "XB,XA,morphine,-1,,\n", "line 2: needs grams in exported_g"),
        ("p.csv", CSV + "XB,XA,morphine,1,2,\n", "line 2: needs grams in exported_g"),
        ("p.csv", CSV + "XB,XC,morphine,1,,\n", "line 2: is no trade between XA and a partner"),
        ("p.csv", CSV + "XB,,morphine,1,,\nXB,XA,morphine,1,,\n", "line 3: tells XB XA morphine"),
        ("p.csv", CSV + "XA,XB,morphine,,1,1\n", "line 2: last_quarter_g"),
        ("p.csv", CSV + "XB,XA,morphine,1e3,,\n", "line 2: needs grams in exported_g"),
        ("p.csv", CSV + "XB,XA,morphine,1_000,,\n", "line 2: needs grams in exported_g"),
        ("p.csv", CSV + "XB,XA,morphine,1,,,7\n", "line 2: has more cells than the header"),
        ("p.csv", CSV + "XB,XA,morphin,1,,\n", "line 2: 'morphin' is no substance"),
        ("p.csv", CSV + "xb,XA,morphine,1,,\n", "line 2: 'xb' is no code of a country"),
        ("p.csv", "exporter,exporter,substance\n", "line 1: has other columns"),
        ("p.csv", CSV + 'XB,XA,"mor\n', "Write a CSV in UTF-8"),
        ("p.json", "[1]", "is no ringfence.return/1"),
        ("p.json", "{", "is no ringfence.return/1"),
        ("p.xlsx", "PK", "the workbook"),
        ("p.txt", "XB", ".txt is none of these"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_place(
    office: Office, name: str, text: str, says: str
) -> None:
    asked = ("return", "mirror", office.file(name, text), "--year", str(YEAR), "--as", "st")
    said = office(*asked, code=3)
    assert says in said and name in said


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda made: made[:3], "Form A of XB is given for 2025Q1, 2025Q2, 2025Q3 alone"),
        (lambda made: [*made, made[0]], "Form A of XB is given twice for a period"),
        (lambda made: [*made, *theirs([], Form.C)], "Forms A and C of XB tell the same trade"),
        (lambda made: theirs([], territory="XA"), "is XA, our own"),
        (lambda made: theirs([], Form.D), "D tells no trade by partner"),
    ],
)
def test_returns_that_do_not_make_one_whole_year_are_refused(
    office: Office, change: Callable[[list[Return]], list[Return]], says: str
) -> None:
    files = as_json(office.folder, change(theirs([])))
    said = office("return", "mirror", *files, "--year", str(YEAR), "--as", "st", code=3)
    assert says in said
    said = office("return", "mirror", files[0], "--year", "2024", "--as", "st", code=3)
    assert "not of 2024" in said or says in said


@pytest.mark.parametrize(
    ("key", "value", "says"),
    [
        ("last", "2025-06-30", "2025-01-01 to 2025-06-30 is no quarter"),
        ("territory", "ZQ", "'ZQ' is no code of a country"),
        ("figures", "--5", "figures[1]: '--5' is not in whole micrograms"),
        ("figures", "9" * 5000, "is not in whole micrograms"),
        ("figures", "٣", "is not in whole micrograms"),
        ("figures", None, "figures[2]: tells exported morphine XA twice"),
    ],
)
def test_a_return_of_a_partner_that_is_bent_is_refused(
    office: Office, key: str, value: Any, says: str
) -> None:
    told = return_to_wire(theirs([])[0])
    figure = {"column": "exported", "substance": "morphine", "other": "XA", "amount_ug": 5}
    if key == "figures":
        told[key] = [figure, figure] if value is None else [{**figure, "amount_ug": value}]
    else:
        told[key] = value
    path = office.file("p.json", json.dumps(told))
    assert says in office("return", "mirror", path, "--year", str(YEAR), "--as", "st", code=3)


def test_a_table_in_another_encoding_is_refused(office: Office) -> None:
    path = office.folder / "p.csv"
    path.write_bytes((CSV + "XB,XA,морфин,1,,\n").encode("cp1251"))
    asked = ("return", "mirror", str(path), "--year", str(YEAR), "--as", "st")
    assert "Write a CSV in UTF-8" in office(*asked, code=3)


def test_only_those_who_read_returns_compare(office: Office) -> None:
    path = office.file("p.csv", CSV + "XC,XA,fentanyl,40,,\n")
    said = office("return", "mirror", path, "--year", str(YEAR), "--as", "cu", code=1)
    assert "trade.return.check" in said


# Goods that crossed the end of the year.


def over_the_year(office: Office, arrived: str, grams: int = 195) -> None:
    """Morphine leaves for XB on 20 December 2025, and is endorsed as of another day."""
    ready(office)
    estimated(office, "XB", 2000)
    imported(office)
    known = office.file("known.toml", KNOWN)
    office.on(2025, 12, 1)
    foreign = CERTIFICATE.format(number="XB-IC-1", issued="2025-11-20").replace(
        "valid_until = 2025-12-31", "valid_until = 2026-02-28"
    ) + SIDES.format_map({**OUT, "authority": "XB", "quantity": 200})
    office("authorisation", "enter-certificate", office.file("xb.toml", foreign), "--as", "co")
    office("authorisation", "mark-certificate", "XB-IC-1", "valid", "--as", "co")
    days = (
        ("2025-06-10", "2025-12-01"),
        ("2025-09-30", "2026-02-27"),
        ("2025-06-01", "2025-11-20"),
    )
    text = AUTHORISATION.format(number="XA-EA-1")
    for old, new in days:
        text = text.replace(old, new)
    paper = office.file(
        "ea.toml", text + SIDES.format_map({**OUT, "authority": "XA", "quantity": 200})
    )
    office("authorisation", "propose-export", paper, "--known", known, "--as", "co")
    office.second("authorisation", "issue", "XA-EA-1")
    office.on(2025, 12, 20)
    shipment = SHIPMENT.format(ug=195 * G).replace("2025-06-20", "2025-12-20")
    told = office.file("shipment.toml", shipment)
    office("authorisation", "ship", "XA-EA-1", told, "--known", known, "--as", "cu")
    office.on(2026, 2, 1)
    if not arrived:
        return
    text = ENDORSEMENT.format(ug=grams * G).replace("2025-07-01", arrived)
    if not grams:
        text = text.replace('"imported"\nimported_on', '"period_expired"\n# imported_on')
    endorsed = office.file("en.toml", text.replace("2025-07-02", "2026-01-20"))
    verb = "endorse" if grams else "endorse-zero"
    office("authorisation", verb, "XA-EA-1", endorsed, "--as", "co")
    office.second("authorisation", verb, "XA-EA-1", endorsed)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


def mirrored(office: Office, row: str, year: int, code: int) -> dict[str, Any]:
    path = office.file("p.csv", CSV + row + "\n")
    told = office.wire("return", "mirror", path, "--year", str(year), "--as", "st", code=code)
    return next(one for one in told["pairs"] if one["importer"] == "XB" or one["exporter"] == "XB")


@pytest.mark.parametrize(
    ("year", "row"), [(2025, "XA,XB,morphine,,0,"), (2026, "XA,XB,morphine,,195,")]
)
def test_goods_sent_in_december_and_endorsed_in_january_are_accounted_for(
    empty: Office, year: int, row: str
) -> None:
    over_the_year(empty, "2026-01-12")
    found = mirrored(empty, row, year, 0)
    assert (found["kind"], found["is_accounted_for"]) == ("timing", True)
    says = "export_authorisation:XA-EA-1: 195 g sent on 2025-12-20, arrived on 2026-01-12"
    assert says in found["reason"]
    asked = ("return", "mirror", str(empty.folder / "p.csv"), "--year", str(year), "--as", "st")
    text = empty(*asked)
    assert says in text and "0 differ, 1 by goods that crossed the end of the year" in text


@pytest.mark.parametrize(
    ("arrived", "grams", "kind"),
    [("2025-12-29", 195, "unexplained"), ("2026-01-12", 0, "unexplained"), ("", 0, "timing")],
)
def test_what_arrived_before_the_end_of_the_year_or_not_at_all_stays_a_discrepancy(
    empty: Office, arrived: str, grams: int, kind: str
) -> None:
    over_the_year(empty, arrived, grams)
    found = mirrored(empty, "XA,XB,morphine,,0,", 2025, 2)
    assert (found["kind"], found["is_accounted_for"]) == (kind, False), found["reason"]


def test_what_we_received_in_january_accounts_for_what_was_sent_before(office: Office) -> None:
    loader = Actor("st", Role.STATISTICIAN, "XA")
    later = [
        came("IC-8", date(YEAR + 1, 1, 9), "codeine", "XB", 250),
        came("IC-9", date(YEAR + 1, 2, 9), "codeine", "XB", 70),
        came("IC-0", date(YEAR + 1, 8, 9), "codeine", "XB", 33),
    ]
    open_desk(office.node).work(
        lambda book: book.post_all(
            later, actor=loader, act="trade.stock_lines.upload", because="past:2"
        )
    )
    found = mirror(office, office.file("p.csv", CSV + "XB,XA,codeine,750,,\n"), code=2)
    one = found["XB", "XA", "codeine"]
    assert one["kind"] == "timing" and one["is_accounted_for"]
    assert (
        "import_certificate:IC-8: 250 g sent before 2026-01-01, arrived on 2026-01-09"
        in (one["reason"])
    )
    assert "IC-9" not in one["reason"]
    beyond = mirror(office, office.file("p.csv", CSV + "XB,XA,codeine,750,,100\n"), code=2)
    assert beyond["XB", "XA", "codeine"]["kind"] == "unexplained", "only 100 g left in its quarter"
    other = mirror(office, office.file("p.csv", CSV + "XB,XA,codeine,533,,\n"), code=2)
    assert other["XB", "XA", "codeine"]["kind"] == "unexplained", "August is no year's end"
