"""Official papers: every field is shown in the right words, and nothing shown can be changed."""

from __future__ import annotations

import dataclasses
import io
import re
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from babel.messages.pofile import read_po
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText

from ringfence.exchange.papers import render, seal, verify, words
from ringfence.exchange.papers.content import PAPERS, TOLD, canonical, code_of, read_content
from ringfence.exchange.papers.render import MARK, NotPrintable, sealed_paper
from ringfence.exchange.papers.sections import (
    LINE_FIELDS,
    PARTY_FIELDS,
    SECTIONS,
    TOGETHER,
    Grid,
    Lines,
    Parties,
    Rows,
    standing_of,
)
from ringfence.exchange.papers.verify import Verdict, check_code, check_paper
from ringfence.exchange.papers.words import NoSuchLanguage, Words, languages, visible
from ringfence.jobs.document_kinds import kinds
from ringfence.law.record import without_none
from ringfence.trade import special_import_licence, transit_permit
from ringfence.trade.common_content import TreatyBasis
from ringfence.trade.export_authorisation import ExportAuthorisation
from ringfence.trade.flows import Shipment
from ringfence.trade.import_certificate import ImportCertificate
from ringfence.trade.party import Party
from ringfence.trade.pre_export_notification import PreExportNotification
from ringfence.trade.substance_line import SubstanceLine, Unit
from tests.paper_parts import Filler, content, keys, sealed, sealer, words_of

KINDS = tuple(PAPERS)
LIVES = {
    **{kind: kinds()[kind].life for kind in KINDS if kind in kinds()},
    "special_import_licence": special_import_licence.LIFE,
    "transit_permit": transit_permit.LIFE,
}


# What stands on a paper


def shown_places(kind: str) -> set[str]:
    found: set[str] = set()
    for block in SECTIONS[kind]:
        if isinstance(block, Grid | Parties):
            found |= set(block.places)
        elif isinstance(block, Lines):
            found.add(block.place)
        else:
            found.add(block.place)
            if isinstance(block, Rows):
                found |= {f"{block.place}.{name}" for name in block.columns}
    return found


def leaves(cls: Any, place: str = "") -> set[str]:
    hints = get_type_hints(cls)
    found = set()
    for field in dataclasses.fields(cls):
        hint = without_none(hints[field.name])
        where = f"{place}{field.metadata.get('key', field.name)}"
        inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
        if inner in (Party, SubstanceLine) or not dataclasses.is_dataclass(inner):
            found.add(where)
        else:
            found |= leaves(inner, f"{where}.")
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_paper_has_its_place_on_the_page(kind: str) -> None:
    shown = shown_places(kind)
    missing = {one for one in leaves(PAPERS[kind]) if one not in shown}
    assert not missing


@pytest.mark.parametrize(("cls", "fields"), [(SubstanceLine, LINE_FIELDS), (Party, PARTY_FIELDS)])
def test_every_field_of_a_line_and_of_a_party_has_its_place(
    cls: Any, fields: tuple[str, ...]
) -> None:
    shown = {one for name in fields for one in TOGETHER.get(name, (name,))} | {"line"}
    assert {field.name for field in dataclasses.fields(cls)} <= shown


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", KINDS)
def test_a_paper_shows_every_text_that_was_entered(kind: str, language: str) -> None:
    filler = Filler(1)
    paper = filler.record(PAPERS[kind])
    said = words_of(sealed(kind, language, paper=paper, state=LIVES[kind].states[1]).pdf)
    missing = [text for text in filler.texts if text not in said]
    assert not missing


ALL_NEEDED = {"licence", "customer_declaration", "destruction"}
"""Kinds of which most fields must be told, so that no blank paper can be made of them."""


def blank(kind: str) -> Any:
    """A paper of which nothing but its number is told."""
    number = "order_number" if kind == "order" else "number"
    return PAPERS[kind](**{number: "XA-NR-1"})


@pytest.mark.parametrize("kind", [one for one in KINDS if one not in ALL_NEEDED])
def test_what_is_not_given_is_shown_as_not_given(kind: str) -> None:
    said = words_of(sealed(kind, paper=blank(kind), state="withdrawn").pdf)
    grids = [block for block in SECTIONS[kind] if isinstance(block, Grid)]
    assert said.count("not given") >= sum(len(block.places) for block in grids) - 3


@pytest.mark.parametrize("told", sorted(TOLD))
@pytest.mark.parametrize("language", languages())
def test_whatever_an_act_tells_can_be_shown(told: str, language: str) -> None:
    filler = Filler(1)
    record = filler.record(TOLD[told])
    said = words_of(sealed("export_authorisation", language, told=(record,), state="shipped").pdf)
    assert all(text in said for text in filler.texts)


# Words


def test_every_word_has_a_place_and_an_english_text_of_its_own() -> None:
    for table in ("labels.csv", "codes.csv"):
        rows = words._table(table)
        assert all(all(one.values()) for one in rows), table
        keys = [tuple(one.values())[:-1] for one in rows]
        assert len(set(keys)) == len(keys), table
    assert not set(words.labelled()) & set(words.coded())


def test_a_word_of_a_form_in_russian_says_where_it_comes_from() -> None:
    """What was read in the text of a treaty, and what is from memory, stays told apart."""
    with (words.LOCALE / "ru" / "LC_MESSAGES" / "papers.po").open("rb") as file:
        catalogue = read_po(file)
    told = {one.context: one.user_comments for one in catalogue if one.id}
    for key in words.labelled():
        assert told[key] in (["trust: S"], ["trust: m"], ["trust: o"]), key
    assert told["title.import_certificate@1961"] == ["trust: S"]
    assert told["title.export_declaration"] == ["trust: m"]
    assert told["label.number"] == ["trust: o"]


@pytest.mark.parametrize(
    ("number", "english", "russian"),
    [
        ("-0.5", "-0.5", "-0,5"),
        ("1234567.089", "1\u00a0234\u00a0567.089", "1\u00a0234\u00a0567,089"),
        ("-1000", "-1\u00a0000", "-1\u00a0000"),
        ("0", "0", "0"),
    ],
)
def test_a_number_keeps_every_digit_and_its_sign(number: str, english: str, russian: str) -> None:
    assert Words("en").number(Decimal(number)) == (english, "")
    assert Words("ru").number(Decimal(number))[0] == russian


def enums_of(cls: Any) -> set[type[StrEnum]]:
    found: set[type[StrEnum]] = set()
    for hint in get_type_hints(cls).values():
        plain = without_none(hint)
        inner = get_args(plain)[0] if get_origin(plain) is tuple else plain
        if dataclasses.is_dataclass(inner):
            found |= enums_of(inner)
        elif isinstance(inner, type) and issubclass(inner, StrEnum):
            found.add(inner)
    return found


def test_every_word_of_a_list_that_a_paper_can_hold_is_known() -> None:
    own = Words("ru")
    for cls in (*PAPERS.values(), *TOLD.values()):
        for enum in enums_of(cls):
            name = "basis" if enum is TreatyBasis else enum.__name__
            for one in enum:
                assert own.code(name, one.value)[0], (name, one)


@pytest.mark.parametrize("kind", KINDS)
def test_every_state_and_act_of_a_paper_has_its_words_and_its_meaning(kind: str) -> None:
    own = Words("ru")
    for state in LIVES[kind].states:
        assert own.code("state", state)
        assert standing_of(state)
    for one in LIVES[kind].transitions:
        assert own.code("verb", one.act.rpartition(".")[2])


@pytest.mark.parametrize(
    ("basis", "has", "has_not"),
    [
        (("1961",), ("вывоз", "Пункт вывоза"), ("экспорт ", "Пункт экспорта")),
        (("1971",), ("Разрешение на экспорт", "Пункт экспорта"), ("Разрешение на вывоз ",)),
        (("1961", "1971"), ("Разрешение на вывоз (экспорт)",), ()),
    ],
)
def test_the_russian_words_are_those_of_the_convention(
    basis: tuple[str, ...], has: tuple[str, ...], has_not: tuple[str, ...]
) -> None:
    told = tuple(TreatyBasis(one) for one in basis)
    pdf = sealed("export_authorisation", "ru", treaty_basis=told).pdf
    said = words_of(pdf)
    title = PdfReader(io.BytesIO(pdf)).metadata
    assert title is not None and str(title.title).endswith("XA-NR-1")
    assert all(one in said for one in has)
    assert not any(one in said.partition("Стороны")[0] for one in has_not)


def test_beside_russian_stands_english() -> None:
    said = words_of(sealed("import_certificate", "ru", treaty_basis=(TreatyBasis.UN1961,)).pdf)
    for own, english in (
        ("Свидетельство на ввоз", "Import certificate"),
        ("Экспортер", "Exporter"),
        ("не применимо 3", "not applicable 3"),
    ):
        assert own in said and english in said


def test_a_language_that_is_not_held_is_refused_with_those_that_are() -> None:
    with pytest.raises(NoSuchLanguage, match="name one of en, ru"):
        Words("fr")


def test_an_instant_is_shown_as_a_day_and_a_time_and_a_wrong_one_as_it_stands() -> None:
    assert Words("en").instant("2025-06-10T09:30:00.000000Z") == ("10 June 2025, 09:30:00", "")
    assert Words("ru").instant("2025-06-10T12:30:00+03:00")[0] == "10 июня 2025, 09:30:00"
    for at, shown in (
        ("2025-06-10T09:30:00Z", "10 июня 2025, 09:30:00"),
        ("2025-99-10T09:30:00Z", "2025-99-10T09:30:00Z"),
    ):
        notice = PreExportNotification(number="XA-NR-1", notified_on=at)
        assert shown in words_of(sealed("pre_export_notification", "ru", paper=notice).pdf)


def test_a_name_in_letters_that_the_fonts_hold_stands_as_it_is_written() -> None:
    for name in ("شركة ألفا", "חברת אלפא", "Άλφα", "Альфа"):
        party = Party(party_name=name, party_name_latin="Alfa", country="XA")
        made = sealed("import_certificate", exporter=party).pdf
        assert words_of(made).count("Alfa") == 1, "only as the name in Latin letters"
        assert check_paper(made, keys()).verdict is Verdict.GENUINE


def test_signs_that_turn_or_hide_letters_are_made_visible() -> None:
    assert visible("Alpha\u202egnp") == "Alpha[U+202E]gnp"
    assert visible("می\u200cخواهم") == "می\u200cخواهم" and visible("a\u200cb") == "a[U+200C]b"
    party = Party(party_name="Al\u202epha", address_line_1="1 Mill Street", country="XA")
    assert "Al[U+202E]pha" in words_of(sealed("import_certificate", exporter=party).pdf)


def test_what_is_written_is_shown_and_never_run() -> None:
    party = Party(party_name="#panic() $x$ *b* \\ <a>", address_line_1="1 Mill", country="XA")
    assert "#panic() $x$ *b* \\ <a>" in words_of(sealed("import_certificate", exporter=party).pdf)


def test_letters_that_no_font_has_are_refused_and_not_left_out() -> None:
    party = Party(party_name="阿尔法", address_line_1="1 Mill Street", country="XA")
    with pytest.raises(NotPrintable, match="Latin, Cyrillic, Greek, Hebrew and Arabic"):
        sealed("import_certificate", exporter=party)
    named = dataclasses.replace(party, party_name_latin="Aerfa")
    found = sealed("import_certificate", exporter=named).pdf
    assert words_of(found).count("Aerfa") == 2, "as the name, and as the name in Latin letters"
    raw = PdfReader(io.BytesIO(found)).attachments["paper.json"][0].decode()
    assert "阿尔法" in raw


def test_a_letter_that_looks_known_and_is_not_drawn_stops_the_paper() -> None:
    party = Party(party_name="Alpha ☎𝔸", address_line_1="1 Mill Street", country="XA")
    with pytest.raises(NotPrintable):
        sealed("import_certificate", exporter=party)


@pytest.mark.parametrize("state", ["withdrawn", "refused", "expired", "proposed", "held"])
def test_a_paper_that_does_not_stand_says_so(state: str) -> None:
    said = words_of(sealed("import_certificate", state=state).pdf)
    assert said.count("Not valid") >= 2, "in the banner and across the page"
    assert Words("en").code("state", state)[0] in said


def test_a_notice_that_waits_for_its_answer_lets_nothing_leave() -> None:
    said = words_of(sealed("pre_export_notification", state="sent").pdf)
    assert "Not cleared: the goods may not leave: sent" in said


def test_a_long_word_stays_inside_its_cell_and_a_long_paper_has_pages() -> None:
    filler = Filler()
    lines = tuple(filler.record(SubstanceLine) for _ in range(20))
    party = Party(party_name="N" * 200, address_line_1="A" * 250, country="XA")
    found = sealed("import_certificate", lines=lines, exporter=party).pdf
    assert len(PdfReader(io.BytesIO(found)).pages) > 6
    assert "N" * 200 in words_of(found).replace(" ", "")


# The file


def test_a_paper_is_tagged_archivable_and_carries_its_fonts_and_data() -> None:
    found = PdfReader(io.BytesIO(sealed("export_authorisation", "ru").pdf))
    root = found.root_object
    assert root["/MarkInfo"]["/Marked"] and root["/Lang"] == "ru" and "/StructTreeRoot" in root
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3" in metadata and "<pdfaid:conformance>A" in metadata
    assert "<pdfuaid:part>1" in metadata
    assert set(found.attachments) == {"paper.json", "paper.jws", "code.jws"}
    for page in found.pages:
        for font in page["/Resources"]["/Font"].values():
            below = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile3" in below["/FontDescriptor"].get_object()


def test_the_same_content_and_key_give_the_same_bytes() -> None:
    whole = content("licence", "ru")
    assert sealed_paper(whole, sealer()).pdf == sealed_paper(whole, sealer()).pdf
    assert sealed_paper(whole, sealer("other")).pdf != sealed_paper(whole, sealer()).pdf


def test_a_content_is_read_back_as_it_was_written() -> None:
    for kind in KINDS:
        raw = canonical(content(kind, told=(Filler().record(Shipment),)))
        read = read_content(raw)
        assert (read.kind, read.raw) == (kind, raw)
        assert isinstance(read.paper, PAPERS[kind]) and isinstance(read.acts[2].told, Shipment)


# The seal

PAPER = sealed("export_authorisation", "ru", paper=ExportAuthorisation(number="XA-NR-1"))
BOUND = len(PAPER.pdf) - 1


def test_a_genuine_paper_is_found_genuine_and_says_what_was_compared() -> None:
    found = check_paper(PAPER.pdf, keys())
    assert found.verdict is Verdict.GENUINE and found.signer == "xa-node (XA)"
    assert any("drawn again" in one and "byte for byte" in one for one in found.says)
    assert found.content is not None and code_of(found.content.raw) == PAPER.code


@given(place=st.integers(0, BOUND), flip=st.integers(1, 255))
@settings(max_examples=400)
def test_a_paper_with_any_byte_changed_is_not_genuine(place: int, flip: int) -> None:
    changed = bytearray(PAPER.pdf)
    changed[place] ^= flip
    found = check_paper(bytes(changed), keys())
    assert found.verdict is not Verdict.GENUINE and found.content is None


def test_every_character_of_the_seal_itself_counts() -> None:
    first = PAPER.pdf.find(MARK.encode()) + len(MARK)
    end = re.compile(rb"[^A-Za-z0-9_.\-]").search(PAPER.pdf, first)
    assert end is not None
    token = PAPER.pdf[first : end.start()]
    for place in range(len(token)):
        other = token[:place] + (b"A" if token[place : place + 1] != b"A" else b"B")
        other += token[place + 1 :]
        found = check_paper(PAPER.pdf.replace(token, other), keys())
        assert found.verdict is not Verdict.GENUINE, place


@given(cut=st.integers(0, BOUND))
@settings(max_examples=100)
def test_a_paper_cut_short_is_not_genuine(cut: int) -> None:
    assert check_paper(PAPER.pdf[:cut], keys()).verdict is not Verdict.GENUINE


def test_something_laid_over_the_text_after_sealing_is_found() -> None:
    writer = PdfWriter(io.BytesIO(PAPER.pdf), incremental=True)
    over = FreeText(text="10 000 g", rect=(50, 600, 250, 650))
    writer.add_annotation(0, over)
    written = io.BytesIO()
    writer.write(written)
    laid_over = written.getvalue()
    assert laid_over.startswith(PAPER.pdf[:1000]) and len(laid_over) > len(PAPER.pdf)
    assert check_paper(laid_over, keys()).verdict is Verdict.ALTERED
    assert check_paper(PAPER.pdf + b"\n", keys()).verdict is Verdict.ALTERED


def test_a_locked_or_newly_saved_copy_is_not_genuine() -> None:
    for password in ("", "secret"):
        writer = PdfWriter(clone_from=io.BytesIO(PAPER.pdf))
        if password:
            writer.encrypt(password)
        written = io.BytesIO()
        writer.write(written)
        found = check_paper(written.getvalue(), keys())
        assert found.verdict in (Verdict.ALTERED, Verdict.UNSIGNED)


def test_a_seal_does_not_pass_from_one_paper_to_another() -> None:
    other = sealed("export_authorisation", "ru", paper=ExportAuthorisation(number="XA-NR-2")).pdf
    token = re.compile(MARK.encode() + rb"([\w.\-]+)").search(PAPER.pdf)
    theirs = re.compile(MARK.encode() + rb"([\w.\-]+)").search(other)
    assert token is not None and theirs is not None
    moved = other.replace(theirs.group(1), token.group(1))
    assert check_paper(moved, keys()).verdict is Verdict.ALTERED
    assert check_paper(other + PAPER.pdf, keys()).verdict is Verdict.ALTERED


def test_a_key_that_is_not_given_or_of_another_territory_proves_nothing() -> None:
    for given_keys in ({}, keys("other"), keys(territory="XB")):
        found = check_paper(PAPER.pdf, given_keys)
        assert found.verdict is Verdict.NOT_OURS and found.content is None


def test_a_picture_that_its_content_does_not_make_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has the key and draws another quantity than the content says is found too."""
    honest = render.draw

    def lying(read: Any, *more: Any) -> bytes:
        line = SubstanceLine(name_declared="morphine")
        other = dataclasses.replace(read.paper, lines=(line,))
        return honest(dataclasses.replace(read, paper=other), *more)

    monkeypatch.setattr(render, "draw", lying)
    made = sealed("import_certificate").pdf
    monkeypatch.undo()
    found = check_paper(made, keys())
    assert found.verdict is Verdict.ALTERED
    assert "the picture is not the one that its content makes" in found.says


def test_a_paper_of_another_engine_that_draws_the_same_is_compared_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(verify, "engine", lambda: "typst 9.9.9, segno 1.6.6")
    found = check_paper(PAPER.pdf, keys())
    assert found.verdict is Verdict.GENUINE and any("drawn again" in one for one in found.says)


def test_a_paper_of_another_engine_is_genuine_and_says_what_was_not_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(verify, "engine", lambda: "typst 9.9.9, segno 1.6.6")
    monkeypatch.setattr(verify, "draw", lambda *_: b"otherwise")
    found = check_paper(PAPER.pdf, keys())
    assert found.verdict is Verdict.GENUINE and found.content is not None
    assert any("was not compared" in one and "typst 9.9.9" in one for one in found.says)


def test_a_paper_of_a_newer_release_is_genuine_and_is_not_put_into_words(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its content may hold fields and words that this release does not know."""

    def unknown(*_: object) -> bytes:
        raise KeyError("state", "sealed by the moon")

    monkeypatch.setattr(verify, "draw", unknown)
    assert check_paper(PAPER.pdf, keys()).verdict is Verdict.ALTERED, "the same release knows it"
    monkeypatch.setattr(verify, "layout", lambda _: "another")
    found = check_paper(PAPER.pdf, keys())
    assert found.verdict is Verdict.GENUINE and found.content is None
    assert any("read the file itself" in one for one in found.says)


def test_a_seal_of_one_kind_does_not_pass_for_another() -> None:
    whole = content("import_certificate")
    as_code = sealer().seal(seal.CONTENT, canonical(whole))
    assert check_code(as_code, keys())[0].verdict is Verdict.ALTERED


def test_the_longest_names_leave_room_in_the_square_code() -> None:
    long = SubstanceLine(name_declared="Щ" * 300, quantity=Decimal("123456789.123"), unit=Unit.KG)
    paper = ImportCertificate(number="N" * 32, lines=(long,) * 9)
    assert check_paper(sealed("import_certificate", paper=paper).pdf, keys()).verdict == "genuine"


def test_the_square_code_can_be_checked_alone() -> None:
    code = PdfReader(io.BytesIO(PAPER.pdf)).attachments["code.jws"][0].decode()
    found, facts = check_code(code, keys())
    assert found.verdict is Verdict.GENUINE
    assert (facts["number"], facts["code"]) == ("XA-NR-1", PAPER.code)
    head, payload, signature = code.split(".")
    other = f"{head}.{payload[:-4]}AAAA.{signature}"
    assert check_code(other, keys())[0].verdict is Verdict.ALTERED


@given(data=st.binary(max_size=2000))
def test_whatever_the_bytes_are_the_answer_is_a_verdict(data: bytes) -> None:
    for found in (data, b"%PDF-1.7" + data, PAPER.pdf + data):
        assert check_paper(found, keys()).verdict in Verdict


def test_an_import_certificate_without_any_field_can_be_printed() -> None:
    assert sealed("import_certificate", paper=ImportCertificate(number="XA-NR-1")).pdf
