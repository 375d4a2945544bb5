"""Papers as they lie on a desk: the square code read from the picture, and what forgers try."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from typing import Any

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject

from ringfence.exchange.papers import render
from ringfence.exchange.papers.content import PAPERS
from ringfence.exchange.papers.seal import read_published
from ringfence.exchange.papers.verify import Verdict, check_code, check_paper
from ringfence.exchange.papers.words import Words, languages
from ringfence.jobs.check_file import CODE_MARK
from ringfence.trade.order import OrderLine
from ringfence.trade.party import Party
from ringfence.trade.substance_line import SubstanceLine, Unit
from tests.paper_parts import Filler, keys, sealed, sealer, words_of

LONG = SubstanceLine(name_declared="дигидроэтилморфин " * 16, unit=Unit.KG)
LONG_ORDERED = OrderLine(name="дигидроэтилморфин " * 16, packages=2)


def pictures(pdf: bytes, dots_per_inch: int = 150) -> list[Image.Image]:
    """The pages as a printer would draw them."""
    pages = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dots_per_inch / 72).to_pil() for page in pages]


def code_on(picture: Image.Image) -> str:
    """The text of the one square code of a page."""
    (found,) = zxingcpp.read_barcodes(picture)
    return str(found.text)


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", sorted(PAPERS))
def test_the_square_code_is_read_from_the_picture_and_is_genuine(kind: str, language: str) -> None:
    made = sealed(kind, language)
    first, *others = pictures(made.pdf)
    told = code_on(first)
    assert told.startswith(CODE_MARK)
    found, facts = check_code(told.removeprefix(CODE_MARK), keys())
    assert found.verdict is Verdict.GENUINE
    assert (facts["number"], facts["kind"], facts["code"]) == ("XA-NR-1", kind, made.code)
    assert not any(zxingcpp.read_barcodes(one) for one in others)


def test_the_largest_code_is_read_from_a_poor_copy() -> None:
    """Grey, a little turned and at the resolution of a fax: long names stand in it cut short."""
    paper = Filler().record(PAPERS["import_certificate"])
    lines = tuple(dataclasses.replace(LONG, line=count) for count in range(1, 9))
    made = sealed("import_certificate", "ru", paper=dataclasses.replace(paper, lines=lines))
    page = pictures(made.pdf, 200)[0].convert("L").rotate(2, fillcolor=255)
    copied = page.point(lambda shade: 70 + shade * 150 // 255)
    found, _facts = check_code(code_on(copied).removeprefix(CODE_MARK), keys())
    assert found.verdict is Verdict.GENUINE


def inked(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box of everything that is not white, as parts of a thousand of the page."""
    box = Image.eval(picture.convert("L"), lambda shade: 255 - shade).getbbox()
    assert box is not None
    return tuple(  # type: ignore[return-value]
        1000 * one // side for one, side in zip(box, picture.size * 2, strict=True)
    )


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", sorted(PAPERS))
def test_nothing_leaves_the_page_however_long_it_is(kind: str, language: str) -> None:
    """Names without a blank, twelve lines, a thousand words: all of it, inside the margins."""
    paper: Any = Filler().record(PAPERS[kind])
    party = Party(party_name="Gesellschaft" * 16, address_line_1="1" * 250, country="XA")
    long: dict[str, Any] = {}
    for name in ("exporter", "importer", "responsible_person", "purchaser", "supplier"):
        if isinstance(getattr(paper, name, None), Party):
            long[name] = party
    if kind == "customer_declaration":
        long |= {"customer_party": party, "specific_use": "for the assay of samples " * 80}
    if hasattr(paper, "conditions") and kind != "licence":
        long["conditions"] = ("report each arrival at once " * 200,)
    if isinstance(getattr(paper, "lines", None), tuple) and kind != "endorsement":
        longest = LONG_ORDERED if kind == "order" else LONG
        long["lines"] = tuple(dataclasses.replace(longest, line=one) for one in range(1, 13))
    if kind == "licence":
        long["grid"] = paper.grid * 120
    made = sealed(kind, language, paper=dataclasses.replace(paper, **long))
    drawn = pictures(made.pdf, 40)
    for picture in drawn:
        left, top, right, bottom = inked(picture)
        assert left >= 60 and right <= 940 and top >= 30 and bottom <= 980
    if kind not in ("endorsement", "customer_declaration"):  # these have no lines
        assert len(drawn) > 2
    said = words_of(made.pdf)
    assert said.count("XA-NR-1") > len(drawn), "the number stands at the foot of every page"


@pytest.mark.parametrize("language", languages())
def test_a_value_stands_on_the_page_of_its_label(language: str) -> None:
    lines = tuple(
        dataclasses.replace(
            Filler().record(SubstanceLine),
            line=one,
            salt=f"Q{one:04}",
            factor_source=f"F{one:04}" + " counted" * (one % 9),
            batch=f"B{one:04}",
        )
        for one in range(1, 61)
    )
    pages = PdfReader(io.BytesIO(sealed("import_certificate", language, lines=lines).pdf)).pages
    assert len(pages) > 15
    for page in pages:
        said = " ".join(page.extract_text().split())
        for field, mark in (("salt", "Q"), ("factor_source", "F"), ("batch", "B")):
            label, _english = Words(language).label(f"label.{field}")
            assert said.count(f"{label}") == len(re.findall(rf"{mark}\d{{4}}", said)), field


# What forgers try

PAPER = sealed("export_authorisation", "ru")
OTHER = sealed("export_authorisation", "ru", issued_on=None)


def saved(writer: PdfWriter) -> bytes:
    written = io.BytesIO()
    writer.write(written)
    return written.getvalue()


def test_the_code_of_another_paper_on_it_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = PdfReader(io.BytesIO(OTHER.pdf)).attachments["code.jws"][0].decode()
    honest = render._square
    monkeypatch.setattr(render, "_square", lambda _: honest(f"{CODE_MARK}{theirs}"))
    made = sealed("export_authorisation", "ru")
    monkeypatch.undo()
    assert code_on(pictures(made.pdf)[0]) == f"{CODE_MARK}{theirs}"
    found = check_paper(made.pdf, keys())
    assert found.verdict is Verdict.ALTERED, "even by who holds the key"
    _found, facts = check_code(theirs, keys())
    assert facts["code"] == OTHER.code != PAPER.code, "and by whoever compares it with the paper"


def test_an_edited_layer_of_text_is_found() -> None:
    writer = PdfWriter(clone_from=io.BytesIO(PAPER.pdf))
    page = writer.pages[0]
    data = page.get_contents().get_data()  # type: ignore[union-attr]
    changed = DecodedStreamObject()
    changed.set_data(data + b"\nBT /F0 40 Tf 100 500 Td (1000 kg) Tj ET")
    page[NameObject("/Contents")] = writer._add_object(changed)
    assert check_paper(saved(writer), keys()).verdict is not Verdict.GENUINE


def test_pages_put_behind_before_or_taken_away_are_found() -> None:
    other = PdfReader(io.BytesIO(OTHER.pdf))
    behind = PdfWriter(clone_from=io.BytesIO(PAPER.pdf))
    behind.add_page(other.pages[0])
    before = PdfWriter(clone_from=io.BytesIO(PAPER.pdf))
    before.insert_page(other.pages[0], 0)
    fewer = PdfWriter(clone_from=io.BytesIO(PAPER.pdf))
    fewer.remove_page(1)
    added = PdfWriter(io.BytesIO(PAPER.pdf), incremental=True)
    added.add_blank_page(100, 100)
    for writer in (behind, before, fewer, added):
        assert check_paper(saved(writer), keys()).verdict is not Verdict.GENUINE


def test_other_data_attached_to_the_same_picture_are_found() -> None:
    for name in ("paper.json", "paper.jws", "code.jws"):
        writer = PdfWriter(clone_from=io.BytesIO(PAPER.pdf))
        theirs = PdfReader(io.BytesIO(OTHER.pdf)).attachments[name][0]
        writer.add_attachment(name, theirs)
        assert check_paper(saved(writer), keys()).verdict is not Verdict.GENUINE


def test_after_a_change_of_keys_the_published_file_holds_both_and_each_proves_its_own() -> None:
    old, new = (sealer(name).published("xa-node", "XA") for name in ("xa-node", "xa-new"))
    both = {**new, "keys": [*new["keys"], *old["keys"]]}
    published = read_published(json.dumps(both), "key.json")
    assert check_paper(PAPER.pdf, published).verdict is Verdict.GENUINE
    only_new = read_published(json.dumps(new), "key.json")
    found = check_paper(PAPER.pdf, only_new)
    assert found.verdict is Verdict.NOT_OURS and "not among the keys given" in found.says[0]
