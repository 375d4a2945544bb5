"""Printing papers and checking files from the command line: who may, and what is found."""

from __future__ import annotations

import io
import json
import re
import zlib
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from ringfence.cli.main import main
from ringfence.exchange.returns_xlsx import to_xlsx
from ringfence.jobs import check_file
from ringfence.jobs.check_file import KNOWN
from ringfence.jobs.doing import open_desk
from ringfence.jobs.print_paper import printed_before
from ringfence.terms import Period
from ringfence.trade.returns.compute import compute
from ringfence.trade.returns.form import Form
from tests.office import Office
from tests.paper_parts import words_of
from tests.test_jobs import (
    HEADS,
    estimated,
    exported,
    import_proposed,
    imported,
    line,
    ready,
    register,
)

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    made = Office(tmp_path, monkeypatch).made()
    ready(made)
    return made


def printed(office: Office, number: str, *more: str, noun: str = "authorisation") -> Path:
    path = office.folder / f"{number}.pdf"
    office(noun, "print", number, "--out", str(path), "--as", "co", *more)
    return path


def key_of(office: Office) -> str:
    path = office.folder / "key.json"
    office("node", "key", "--out", str(path))
    return str(path)


def checked(path: Path | str, *more: str, code: int = 0, day: date = date(2025, 3, 1)) -> str:
    """The command as it would run anywhere on a day: it needs no node."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ringfence.cli.check.today", lambda: day)
        done = CliRunner().invoke(main, ["check", str(path), *more], env={"RINGFENCE_NODE": ""})
    assert done.exit_code == code, f"{done.output}\n{done.exception!r}"
    return done.output


def test_a_printed_paper_is_genuine_for_anyone_with_the_published_key(office: Office) -> None:
    imported(office)
    path, key = printed(office, "XA-IC-1", "--language", "ru"), key_of(office)
    said = checked(path, "--key", key, code=2, day=date(2026, 1, 1))
    assert said.startswith("genuine   XA-IC-1.pdf: official paper, sealed by xa-node (XA)")
    assert re.search(r"entry \d+ of the journal of xa-node holds it", said)
    assert "Quantity as declared: 1 500 g" in said
    assert "its last day, 2025-12-31, has passed" in said
    assert "it was printed as used_up: what it covers has moved" in said
    in_russian = checked(path, "--key", key, "--language", "ru", code=2)
    assert "Количество по заявлению: 1 500 г" in in_russian
    wire = json.loads(checked(path, "--key", key, "--json", code=2))
    assert (wire["format"], wire["verdict"]) == ("ringfence.check/1", "genuine")
    assert (wire["standing"], wire["is_over"]) == ("spent", False)
    assert wire["content"]["paper"]["importer"]["licence_number"] == "L-OP-1"


def test_the_exit_codes_are_those_of_the_house(office: Office) -> None:
    import_proposed(office, "XA-IC-1", 100)
    path, key = printed(office, "XA-IC-1"), key_of(office)
    assert "not ours" in checked(path, code=2)
    path.write_bytes(path.read_bytes().replace(b"/Author(", b"/Buthor(", 1))
    assert "altered" in checked(path, "--key", key, code=1)
    path.write_bytes(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n")
    assert "unsigned" in checked(path, "--key", key, code=3)


def test_the_same_version_gives_the_same_bytes_and_the_next_act_another(office: Office) -> None:
    import_proposed(office, "XA-IC-1", 100)
    first = printed(office, "XA-IC-1").read_bytes()
    office("journal", "checkpoint")
    office.on(2025, 1, 17)
    assert printed(office, "XA-IC-1").read_bytes() == first
    assert words_of(first).count("Not valid: not issued") >= 2
    office.second("authorisation", "issue", "XA-IC-1")
    assert printed(office, "XA-IC-1").read_bytes() != first


def test_only_a_paper_in_force_gives_the_exit_code_of_a_good_one(office: Office) -> None:
    """What a script of a customs officer goes by: genuine alone is not good."""
    import_proposed(office, "XA-IC-1", 100)
    key = key_of(office)
    said = checked(printed(office, "XA-IC-1"), "--key", key, code=2)
    assert said.startswith("genuine") and "it covers nothing yet" in said
    office.second("authorisation", "issue", "XA-IC-1")
    path = printed(office, "XA-IC-1")
    assert "covers nothing" not in checked(path, "--key", key)
    assert "covers nothing" not in checked(path, "--key", key, day=date(2025, 12, 31))
    said = checked(path, "--key", key, code=1, day=date(2026, 1, 1))
    assert "its last day, 2025-12-31, has passed: it covers nothing more" in said
    wire = json.loads(checked(path, "--key", key, "--json", code=1, day=date(2026, 1, 1)))
    assert (wire["verdict"], wire["standing"], wire["is_over"]) == ("genuine", "valid", True)


def test_a_withdrawn_paper_says_so_on_each_page(office: Office) -> None:
    import_proposed(office, "XA-IC-1", 100)
    office.second("authorisation", "issue", "XA-IC-1")
    office("authorisation", "withdraw", "XA-IC-1", "--as", "co")
    office.second("authorisation", "withdraw", "XA-IC-1")
    path = printed(office, "XA-IC-1")
    pages = PdfReader(path).pages
    assert all("Not valid" in page.extract_text() for page in pages)
    assert "Not valid: withdrawn" in words_of(path.read_bytes())
    said = checked(path, "--key", key_of(office), code=1)
    assert said.startswith("genuine") and "Not valid: withdrawn" in said
    assert "it was printed as withdrawn: it covers nothing" in said


def test_a_node_does_not_seal_the_paper_of_another_authority(office: Office) -> None:
    paper = office.file(
        "en.toml", ENDORSED.format(ug=1).replace('country = "XA"', 'country = "XB"')
    )
    office("endorsement", "await", paper, "--as", "co")
    out = office.folder / "en.pdf"
    asked = ("endorsement", "print", "XA-EN-1", "--out", str(out), "--as", "co")
    assert "each authority prints its own papers" in office(*asked, code=1)
    assert not out.exists()


def test_nobody_prints_what_they_may_not_read(office: Office) -> None:
    out = office.folder / "l.pdf"
    asked = ("licence", "print", "L-OP-1", "--out", str(out), "--as")
    office(*asked, "OP-2-1", code=1)
    office(*asked, "nobody", code=3)
    assert not out.exists()
    office(*asked, "OP-1-1")
    assert out.exists()
    acts = office.wire("journal", "list", "--act", "trade.licence.print")["acts"]
    assert [one["person"] for one in acts] == ["OP-1-1"]
    assert acts[0]["after"]["printed"] == 2


def test_a_licence_shows_its_holder_its_site_and_duties_but_no_name_of_a_person(
    office: Office,
) -> None:
    said = words_of(printed(office, "L-OP-1", noun="licence").read_bytes())
    for text in ("Firm OP-1", "1 Mill Street", "north", "OP-1-1: person in charge", "possess"):
        assert text in said
    assert "Not transferable yes" in said


def test_a_node_without_a_key_says_how_to_make_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = Office(tmp_path, monkeypatch)
    office("node", "init", "--territory", "XA", "--name", "xa-node", "--no-journal-key")
    assert "ringfence node key --make" in office("node", "key", code=3)
    for person, role in (("ad", "AD"), ("co", "CO"), ("ap", "AP")):
        office("person", "add", person, "--role", role, "--territory", "XA")
    register(office, "OP-1")
    office("node", "key", "--make")
    assert "is there already" in office("node", "key", "--make", code=3)
    assert office.wire("node", "status")["signs"] is True
    checkpoint = office.file("cp.txt", office("journal", "checkpoint"))
    assert "genuine" in checked(checkpoint, "--key", key_of(office))


def test_a_paper_that_cannot_be_drawn_leaves_no_file(office: Office) -> None:
    import_proposed(office, "XA-IC-1", 100)
    out = office.folder / "x.pdf"
    asked = ("authorisation", "print", "XA-IC-1", "--out", str(out), "--as", "co")
    assert "name one of en, ru" in office(*asked, "--language", "fr", code=3)
    nowhere = str(office.folder / "nowhere" / "x.pdf")
    asked = ("authorisation", "print", "XA-IC-1", "--out", nowhere, "--as", "co")
    assert "name another file" in office(*asked, code=3)
    assert not list(office.folder.glob("*.pdf*")) and not list(office.folder.glob(".*part"))


def test_number_and_short_code_together_find_how_a_paper_stands_now(office: Office) -> None:
    import_proposed(office, "XA-IC-1", 100)
    printed(office, "XA-IC-1")
    desk = open_desk(office.node)
    (act,) = office.wire("journal", "list", "--act", "trade.import_certificate.print")["acts"]
    code = act["after"]["code"]
    found = printed_before(desk, " XA-IC-1 ", code.lower())
    assert found is not None and (found.state, found.is_current) == ("proposed", True)
    office.second("authorisation", "issue", "XA-IC-1")
    found = printed_before(desk, "XA-IC-1", code)
    assert found is not None and (found.state, found.is_current) == ("issued", False)
    for number, other in (("XA-IC-1", "0000-0000"), ("XA-IC-2", code), ("XA-IC-1", "")):
        assert printed_before(desk, number, other) is None


def test_papers_are_printed_from_books_on_postgresql_alike(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_address: str
) -> None:
    office = Office(tmp_path, monkeypatch)
    monkeypatch.setenv("RINGFENCE_DATABASE_URL", postgres_address)
    ready(office.made())
    import_proposed(office, "XA-IC-1", 100)
    first = printed(office, "XA-IC-1").read_bytes()
    assert printed(office, "XA-IC-1").read_bytes() == first
    said = checked(office.folder / "XA-IC-1.pdf", "--key", key_of(office), code=2)
    assert said.startswith("genuine")


def test_without_the_packages_of_a_node_it_is_said_which_installs_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(check_file, "find_spec", lambda name: None)
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.7")
    assert "pip install 'ringfence[node]'" in checked(path, code=3)


def test_the_square_code_and_the_signed_content_can_be_checked_alone(office: Office) -> None:
    import_proposed(office, "XA-IC-1", 100)
    path, key = printed(office, "XA-IC-1"), key_of(office)
    held = {name: found[0].decode() for name, found in PdfReader(path).attachments.items()}
    code = office.file("code.txt", f"ringfence-code:{held['code.jws']}\n")
    said = checked(code, "--key", key, code=2)
    assert said.startswith("genuine") and "XA-IC-1" in said and "morphine 100 g" in said
    assert "not ours" in checked(code, code=2)
    content = office.file("paper.jws", held["paper.jws"])
    assert "no picture was compared" in checked(content, "--key", key, code=2)
    office.second("authorisation", "issue", "XA-IC-1")
    held = {
        name: found[0].decode()
        for name, found in PdfReader(printed(office, "XA-IC-1")).attachments.items()
    }
    code = office.file("code.txt", held["code.jws"])
    assert "issued" in checked(code, "--key", key)
    late = checked(code, "--key", key, code=1, day=date(2026, 1, 1))
    assert "its last day, 2025-12-31, has passed" in late
    head, payload, signature = held["paper.jws"].split(".")
    broken = office.file("broken.jws", f"{head}.{payload[:-6]}AAAAAA.{signature}")
    assert "altered" in checked(broken, "--key", key, code=1)
    assert "not signed" in checked(office.file("paper.json", held["paper.json"]))


ENDORSED = """
number = "XA-EN-1"
export_authorisation = "XB-EA-7"
export_authorisation_authority = "Authority of XB"
import_certificate = "XA-IC-1"
event = "imported"
imported_on = 2025-02-20
endorsed_on = 2025-02-21
returned_to = "XB"
[endorsed_by]
name = "Authority of XA"
country = "XA"
[[lines]]
authorised_ug = 1500000000
exported_ug = 1500000000
imported_ug = {ug}
"""


def test_an_endorsement_is_made_by_two_persons_and_printed(office: Office) -> None:
    imported(office, 1495)
    paper = office.file("en.toml", ENDORSED.format(ug=1_495_000_000))
    office("endorsement", "await", paper, "--as", "co")
    office("endorsement", "make", "XA-EN-1", "--as", "co")
    path = printed(office, "XA-EN-1", noun="endorsement")
    assert "Not valid: not endorsed: awaited" in words_of(path.read_bytes())
    office.second("endorsement", "make", "XA-EN-1")
    said = words_of(printed(office, "XA-EN-1", noun="endorsement").read_bytes())
    assert "Endorsed: made" in said and "Difference (base)" in said and "5 g" in said


def test_an_endorsement_beyond_the_tolerance_waits_until_both_sides_were_asked(
    office: Office,
) -> None:
    imported(office, 1000)
    paper = office.file("en.toml", ENDORSED.format(ug=1_000_000_000))
    office("endorsement", "await", paper, "--as", "co")
    office("endorsement", "make", "XA-EN-1", "--as", "co")
    said = office.second("endorsement", "make", "XA-EN-1", code=2)
    assert "ask both sides first" in said
    told = office.file("asked.toml", "both_sides_asked = true\n")
    own = office.second("endorsement", "make", "XA-EN-1", told, code=1)
    assert "the facts are not those proposed" in own
    office("endorsement", "make", "XA-EN-1", told, "--as", "co")
    office.second("endorsement", "make", "XA-EN-1")


def test_a_paper_of_which_less_left_shows_the_true_amount(office: Office) -> None:
    estimated(office, "XB", 500)
    imported(office)
    exported(office)
    for language, words in (
        ("en", "1 200 g 195 g 190 g 5 g"),
        ("ru", "1 200 г 200 g 195 г 195 g 190 г 190 g 5 г 5 g"),
    ):
        path = printed(office, "XA-EA-1", "--language", language)
        assert words in words_of(path.read_bytes())
    said = checked(path, "--key", key_of(office), code=2)
    assert "Exported (base): 195 g; Arrived (base): 190 g; Difference (base): 5 g" in " ".join(
        said.split()
    )


# Hostile files


def test_a_packed_bomb_behind_a_seal_is_never_unpacked(office: Office) -> None:
    import_proposed(office, "XA-IC-1", 100)
    path, key = printed(office, "XA-IC-1"), key_of(office)
    bomb = zlib.compress(zlib.compress(b"\0" * 200_000_000, 9), 9)
    head = f"<</Length {len(bomb)}/Filter[/FlateDecode/FlateDecode]>>stream\n".encode()
    path.write_bytes(path.read_bytes() + b"9 0 obj\n" + head + bomb + b"\nendstream endobj\n")
    assert "altered" in checked(path, "--key", key, code=1)


def test_a_file_larger_than_any_known_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(check_file.BYTES_MAX + 1)
    assert "no file known here has so many" in checked(path, code=3)
    with path.open("wb") as file:
        file.write(b"%PDF-1.7\n")
        file.truncate(17 * 1024 * 1024)
    assert "larger than any paper" in checked(path, code=3)


def test_a_nested_json_or_an_unknown_file_is_refused_with_the_list_of_those_known(
    tmp_path: Path,
) -> None:
    for name, data in (
        ("deep.json", b"[" * 200_000),
        ("empty.txt", b""),
        ("picture.png", b"\x89PNG\r\n\x1a\n\0\0"),
        ("words.txt", b"hello world"),
        ("other.json", b'{"format": "other/1"}'),
        ("list.json", b"[1, 2]"),
        ("keys.toml", b"a = 1\nb = 2\n"),
    ):
        path = tmp_path / name
        path.write_bytes(data)
        said = checked(path, code=3)
        assert all(one in said for one in KNOWN), name


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=9,
)
FORMATS = ("paper", "key", "filing", "return")
KEYS = (
    *("kind", "paper", "acts", "journal", "keys", "name", "territory", "lines", "receipt", "form"),
    *("figures", "first", "last", "issuer", "decision", "beside", "number", "state"),
)


@given(
    name=st.sampled_from(FORMATS),
    more=st.dictionaries(st.sampled_from(KEYS), VALUES | st.sampled_from(["A", "licence"])),
)
@settings(max_examples=150)
def test_whatever_a_message_holds_the_answer_is_a_verdict(
    name: str, more: dict[str, object], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / "m.json"
    path.write_text(json.dumps({**more, "format": f"ringfence.{name}/1"}))
    assert check_file.check_file(path).verdict == "does not conform"


@given(data=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.toml", "a.xlsx", "a"]))
@settings(max_examples=150)
def test_whatever_the_bytes_of_a_file_are_it_is_judged_or_refused(
    data: bytes, name: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("any") / name
    for found in (data, b"PK\x03\x04" + data, b"%PDF-" + data):
        path.write_bytes(found)
        try:
            assert check_file.check_file(path).verdict in check_file.CODES
        except check_file.NotKnown as refused:
            assert all(one in str(refused) for one in KNOWN)


# Other kinds


def test_a_movement_is_checked_with_the_exact_place_of_what_is_wrong(tmp_path: Path) -> None:
    good = EXAMPLES / "movements" / "acetic_anhydride.toml"
    assert "conforms   acetic_anhydride.toml: movement" in checked(good)
    path = tmp_path / "m.toml"
    path.write_text("purpoze = 1\n" + good.read_text())
    said = checked(path, code=1)
    assert "purpoze: is no key that is known here" in said and "Did you mean purpose?" in said


def test_a_document_for_a_node_is_known_by_its_keys(office: Office) -> None:
    import_proposed(office, "XA-IC-1", 100)
    path = office.folder / "XA-IC-1.toml"
    assert "import certificate" in checked(path)
    path.write_text(path.read_text().replace('quantity = "100"', 'quantity = "1,00"'))
    said = checked(path, code=1)
    assert "lines[1].quantity: '1,00' is not a number" in said


def test_a_receipt_is_recomputed_from_its_lines(office: Office) -> None:
    imported(office)
    office.on(2025, 4, 5)
    rows = HEADS + line("l-1", "OP-1", "2025-03-01", "supply_out", 10, "OP-2")
    path = office.file("lines.csv", rows)
    asked = ("--operator", "OP-1", "--period", "2025Q1", "--as", "OP-1-1")
    filing = office("stock", "file", path, *asked, "--json")
    good = office.file("filing.json", filing)
    assert "has the hash that its 1 lines" in checked(good)
    changed = filing.replace('"accepted": 1', '"accepted": 2')
    said = checked(office.file("changed.json", changed), code=1)
    assert "receipt.accepted: says 2, the lines give 1" in said
    other = filing.replace('"content_hash": "', '"content_hash": "0', 1)
    said = checked(office.file("other.json", other), code=1)
    assert "receipt.sha256: is not the hash of the receipt" in said
    gone = json.loads(filing)
    del gone["receipt"]["number"]
    said = checked(office.file("gone.json", json.dumps(gone)), code=1)
    assert "number: is missing" in said


def test_a_companys_lines_are_read_as_a_filing_would_read_them(tmp_path: Path) -> None:
    path = tmp_path / "lines.csv"
    path.write_text(HEADS + line("l-1", "OP-1", "2025-03-01", "supply_out", 10, "L-OP-2"))
    assert "conforms   lines.csv: company's return" in checked(path)
    path.write_text(path.read_text().replace(",10,g,", ",ten,g,"))
    assert "quantity" in checked(path, code=1)
    path.write_text(HEADS + line("l-1", "OP-1", "03/04/2025", "supply_out", 10, "L-OP-2"))
    assert "date_order" in checked(path, code=2)


def test_a_return_to_the_board_is_checked_figure_by_figure(tmp_path: Path) -> None:
    made = compute(Form.A, "XA", Period(date(2025, 1, 1), date(2025, 3, 31)), [])
    path = tmp_path / "a.xlsx"
    path.write_bytes(to_xlsx(made))
    assert made.content_hash in checked(path)
    book = openpyxl.load_workbook(path)
    book["Figures"].append(["import", "x", "morphine", "", "reported", "", "", "", "", "", "9.5"])
    del book["Facts"]
    book.save(path)
    said = checked(path, code=1)
    assert "sheet Facts: is missing" in said and "'9.5' is not in whole micrograms" in said


def test_a_computed_return_is_checked_against_the_columns_of_its_form(office: Office) -> None:
    imported(office)
    office.on(2025, 4, 10)
    text = office("return", "compute", "A", "--period", "2025Q1", "--as", "st", "--json")
    assert "each in a column of the form" in checked(office.file("a.json", text))
    wrong = json.loads(text)
    wrong["figures"][0] |= {"column": "smuggled", "amount_ug": 1.5}
    said = checked(office.file("w.json", json.dumps(wrong)), code=1)
    assert "figures[1].column" in said and "figures[1].amount_ug" in said


def test_a_checkpoint_is_checked_against_the_key_of_its_node(office: Office) -> None:
    text, key = office("journal", "checkpoint"), key_of(office)
    path = office.file("cp.txt", text)
    assert "genuine" in checked(path, "--key", key)
    assert "not ours" in checked(path, code=2)
    size = re.search(r"^\d+$", text, re.MULTILINE)
    assert size is not None
    more = text.replace(f"\n{size[0]}\n", f"\n{int(size[0]) + 1}\n", 1)
    assert "altered" in checked(office.file("cp2.txt", more), "--key", key, code=1)
    assert "does not conform" in checked(office.file("cp3.txt", text[9:]), code=1)


def test_a_published_key_is_checked_and_a_private_one_is_told(office: Office) -> None:
    path = Path(key_of(office))
    assert "conforms" in checked(path)
    found = json.loads(path.read_text())
    found["keys"][0]["d"] = "AAAA"
    assert "is a private key" in checked(office.file("d.json", json.dumps(found)), code=1)
    bad = office.file("bad.json", "{}")
    assert "is not ringfence.key/1" in checked(path, "--key", bad, code=3)


def test_the_picture_of_a_paper_is_read_by_pypdf_as_it_is_by_people(office: Office) -> None:
    import_proposed(office, "XA-IC-1", 100)
    pdf = printed(office, "XA-IC-1", "--language", "ru").read_bytes()
    found = PdfReader(io.BytesIO(pdf))
    assert found.metadata is not None
    assert found.metadata.title == "Свидетельство на ввоз XA-IC-1"
