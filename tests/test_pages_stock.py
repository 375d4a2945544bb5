"""The company return on pages: every line answered, refused ones put right, receipts for good."""

from __future__ import annotations

import io
import re
from pathlib import Path

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from ringfence.jobs.doing import opened
from ringfence.jobs.stock_tray import period_page
from ringfence.trade.roles import Role
from tests.pages_parts import FIRM
from tests.portal_parts import LICENCE, YEAR, Portal

PERIOD = f"{FIRM}:{YEAR}Q1"
HEAD = "line_id,holder,site,day,kind,product,packs,substance,quantity,unit,already_base,remark\n"


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(tmp_path / "node", monkeypatch)


def line(line_id: str, kind: str, **more: str) -> str:
    cells = {"holder": LICENCE, "site": "north", "day": f"{YEAR}-02-03", "kind": kind,
             "line_id": line_id, **more}  # fmt: skip
    return ",".join(cells.get(name, "") for name in HEAD.strip().split(",")) + "\n"


GOOD = line("a1", "manufacture", substance="morphine", quantity="100", unit="g", already_base="yes")
BAD = line("a2", "use_for_drug", substance="morphine", quantity="900", unit="g", already_base="yes")
NAMELESS = line("", "manufacture", product="P-1", packs="2")


def csv(*lines: str, name: str = "stock.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, (HEAD + "".join(lines)).encode())


def begun(portal: Portal, role: Role = Role.OPERATOR_CLERK) -> Client:
    client = portal.as_(role)
    answer = client.post("/stock/", {"period": f"{YEAR}Q1", "operator": FIRM})
    assert answer.status_code == 302 and answer["Location"] == f"/stock/{PERIOD}/"
    return client


def sent(portal: Portal, *lines: str) -> Client:
    client = begun(portal)
    answer = client.post(f"/stock/{PERIOD}/upload", {"file": csv(*lines)})
    assert answer.status_code == 302, answer.content.decode()[:3000]
    return client


def test_good_lines_are_booked_and_refused_ones_wait_with_what_to_do(portal: Portal) -> None:
    client = sent(portal, GOOD, BAD)
    page = client.get(f"/stock/{PERIOD}/")
    found = page.context["found"]
    assert (found.accepted, found.remarked, len(found.waiting)) == (1, 0, 1)
    text = page.content.decode()
    assert "a2" in text and found.waiting[0].says[0].remedy in text and "Not signed yet" in text


def test_a_refused_line_is_put_right_in_place_and_is_not_counted_twice(portal: Portal) -> None:
    client = sent(portal, GOOD, BAD)
    address = f"/stock/{PERIOD}/line?fix=a2"
    page = client.get(address)
    assert b"900" in page.content and b"Why it was refused" in page.content
    told = {"line_id": "a2", "holder": LICENCE, "site": "north", "day": f"3.2.{YEAR}",
            "already_base": "yes", "kind": "use_for_drug", "substance": "morphine",
            "unit": "g"}  # fmt: skip
    still = client.post(address, {**told, "quantity": "800"})
    assert still.status_code == 400 and b"There is a problem" in still.content
    assert b'value="800"' in still.content, "what was typed stays"
    done = client.post(address, {**told, "quantity": "40"})
    assert done.status_code == 302
    found = period_page(portal.desk, PERIOD, "olga")
    assert found.waiting == () and found.accepted == 2
    again = client.post(f"/stock/{PERIOD}/upload", {"file": csv(GOOD)}, follow=True)
    assert b"Nothing was counted twice" in again.content


def test_a_row_without_a_number_gets_one_when_it_is_put_right(portal: Portal) -> None:
    client = sent(portal, NAMELESS)
    waiting = period_page(portal.desk, PERIOD, "olga").waiting
    assert len(waiting) == 1
    told = {"holder": LICENCE, "site": "north", "day": f"{YEAR}-02-03", "kind": "manufacture",
            "product": "P-1", "packs": "2"}  # fmt: skip
    done = client.post(f"/stock/{PERIOD}/line?fix={waiting[0].key}", told)
    assert done.status_code == 302, done.content.decode()[:3000]
    assert period_page(portal.desk, PERIOD, "olga").waiting == ()
    signed = portal.as_(Role.RESPONSIBLE_PERSON).post(
        f"/stock/{PERIOD}/sign", {"declared": "yes"}, follow=True
    )
    assert b"Signed" in signed.content
    assert opened(portal.desk, "company_return", PERIOD, "rita").held.state == "complete"


def test_refused_rows_are_saved_with_a_reason_and_read_back(portal: Portal) -> None:
    from io import BytesIO

    import openpyxl

    client = sent(portal, GOOD, BAD)
    answer = client.get(f"/stock/{PERIOD}/refused")
    assert answer["Content-Disposition"].startswith("attachment")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    rows = list(book["lines"].iter_rows(values_only=True))
    assert rows[0][-2:] == ("reason", "remedy") and len(rows) == 2 and rows[1][-2]
    sheet = book["lines"]
    sheet.cell(2, rows[0].index("quantity") + 1).value = "50"
    made = BytesIO()
    book.save(made)
    sent_again = SimpleUploadedFile("refused.xlsx", made.getvalue())
    done = client.post(f"/stock/{PERIOD}/upload", {"file": sent_again})
    assert done.status_code == 302, done.content.decode()[:3000]
    assert period_page(portal.desk, PERIOD, "olga").waiting == ()


def test_signing_waits_for_the_tray_or_for_a_reason(portal: Portal) -> None:
    client = sent(portal, GOOD, BAD)
    assert client.get(f"/stock/{PERIOD}/sign").context["may_sign"] is False
    clerk = client.post(f"/stock/{PERIOD}/sign", {"declared": "yes", "reason-1": "x"})
    assert clerk.status_code == 403
    signer = portal.as_(Role.RESPONSIBLE_PERSON)
    refused = signer.post(f"/stock/{PERIOD}/sign", {"declared": "yes"})
    assert refused.status_code == 400 and b'href="#reason-1"' in refused.content
    done = signer.post(f"/stock/{PERIOD}/sign", {"declared": "yes", "reason-1": "of another firm"})
    assert done.status_code == 302
    assert opened(portal.desk, "company_return", PERIOD, "rita").held.state == "complete"


def test_nil_is_signed_by_the_responsible_person(portal: Portal) -> None:
    begun(portal)
    signer = portal.as_(Role.RESPONSIBLE_PERSON)
    assert signer.post(f"/stock/{PERIOD}/sign", {}).status_code == 400
    assert signer.post(f"/stock/{PERIOD}/sign", {"declared": "yes"}).status_code == 302
    assert opened(portal.desk, "company_return", PERIOD, "rita").held.state == "nil"


def test_receipts_are_always_found_again_with_their_hash(portal: Portal) -> None:
    client = sent(portal, GOOD, BAD)
    rows = client.get("/receipts/").context["rows"]
    assert len(rows) == 1
    digest, _number, receipt = rows[0]
    page = client.get(f"/receipts/{digest}").content.decode()
    assert digest in page and receipt.file_sha256 in page and "a2" in page
    file = client.get(f"/files/{receipt.file_sha256}")
    assert (
        file.content.decode().startswith("line_id,") and "attachment" in file["Content-Disposition"]
    )


def test_another_firm_finds_none_of_it(portal: Portal) -> None:
    client = sent(portal, GOOD, BAD)
    digest, _number, receipt = client.get("/receipts/").context["rows"][0]
    other = portal.browser("rosa", Role.RESPONSIBLE_PERSON)
    for address in (
        *(f"/stock/{PERIOD}/", f"/stock/{PERIOD}/line", f"/stock/{PERIOD}/sign"),
        *(f"/stock/{PERIOD}/refused", f"/receipts/{digest}", f"/files/{receipt.file_sha256}"),
    ):
        assert other.get(address).status_code == 404, address
    upload = other.post(f"/stock/{PERIOD}/upload", {"file": csv(GOOD)})
    assert upload.status_code == 404
    assert other.get("/receipts/").context["rows"] == []
    assert other.get(f"/find?q={YEAR}Q1").context["groups"] == []
    assert other.get("/stock/").context["rows"] == []


def test_what_a_file_leaves_open_is_asked_and_not_guessed(portal: Portal) -> None:
    client = begun(portal)
    unclear = GOOD.replace(f"{YEAR}-02-03", f"03/02/{YEAR}")
    asked = client.post(f"/stock/{PERIOD}/upload", {"file": csv(unclear)})
    assert asked.status_code == 200 and b"Which comes first" in asked.content
    question = asked.context["question"]
    done = client.post(f"/stock/{PERIOD}/upload", {"kept": question["kept"], "date_order": "dmy"})
    assert done.status_code == 302
    assert period_page(portal.desk, PERIOD, "olga").accepted == 1


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("stock.xlsx", b"PK\x03\x04broken", "broken or locked"),
        ("stock.xls", b"\xd0\xcf\x11\xe0" + b"0" * 99, "locked or of the old kind"),
        ("stock.csv", b"", "empty"),
        ("stock.csv", b"nonsense;header\n1;2\n", "is no column"),
        ("stock.exe", b"MZ....", ".exe"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_at_its_field(
    name: str, content: bytes, says: str, portal: Portal
) -> None:
    client = begun(portal)
    sent = SimpleUploadedFile(name, content)
    answer = client.post(f"/stock/{PERIOD}/upload", {"file": sent})
    assert answer.status_code == 400
    text = answer.content.decode()
    assert says in text and "/tmp" not in text and 'href="#file"' in text


def test_a_file_of_a_very_long_name_is_read_like_any_other(portal: Portal) -> None:
    client = begun(portal)
    answer = client.post(f"/stock/{PERIOD}/upload", {"file": csv(GOOD, name="я" * 240 + ".csv")})
    assert answer.status_code == 302
    assert period_page(portal.desk, PERIOD, "olga").accepted == 1


def test_the_template_names_the_columns_and_the_products(portal: Portal) -> None:
    from io import BytesIO

    import openpyxl

    answer = portal.as_(Role.OPERATOR_CLERK).get("/stock/template")
    book = openpyxl.load_workbook(BytesIO(answer.content))
    assert next(book["lines"].iter_rows(values_only=True))[0] == "line_id"
    assert [row[0] for row in book["products"].iter_rows(values_only=True)][1:] == ["P-1"]


def test_a_number_that_can_be_read_in_two_ways_is_offered_in_both(portal: Portal) -> None:
    unclear = line("a1", "manufacture", substance="morphine", quantity='"1,234"', unit="g",
                   already_base="yes")  # fmt: skip
    client = sent(portal, unclear)
    page = client.get(f"/stock/{PERIOD}/").content.decode()
    assert "It is 1234" in page and "It is 1.234" in page
    leads = re.findall(r'href="(/stock/[^"]*quantity=1\.234)"', page)
    form = client.get(leads[0].replace("&amp;", "&")).content.decode()
    assert re.search(r'name="quantity" value="1\.234"', form)
    other = leads[0].replace("&amp;", "&").replace("1.234", "9")
    assert 'value="1,234"' in client.get(other).content.decode(), "only one of the two is taken"


def test_the_template_says_in_the_language_of_the_page_what_each_column_means(
    portal: Portal,
) -> None:
    client = portal.as_(Role.OPERATOR_CLERK)
    client.cookies["django_language"] = "ru"
    book = openpyxl.load_workbook(io.BytesIO(client.get("/stock/template").content))
    assert book.sheetnames[0] == "lines", "the sheet that is read stands first"
    heads, *rows = ([str(cell or "") for cell in row] for row in book["columns"].values)
    assert heads[0] == "Столбец"
    told = {row[0]: row for row in rows}
    assert set(told) >= {"kind", "day", "quantity", "unit"}
    assert told["kind"][1] == "Вид" and "supply_out: Поставка" in told["kind"][3]
