"""Words of errors: each bad input told in one sentence, at its field and in the summary alike."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from ringfence.trade.roles import Role
from tests.pages_parts import FIRM
from tests.portal_parts import Portal
from tests.test_pages_firm import NUMBER, certificate

OC, CO, OR = Role.OPERATOR_CLERK, Role.CASE_OFFICER, Role.RESPONSIBLE_PERSON
NEW = "/papers/import_certificate/new"
LINE = {"lines[1].name_declared": "morphine", "lines[1].unit": "g"}
NAMED = {"name_declared": "morphine", "substance": "morphine", "looked_up": "morphine|"}
CASES = (
    (CO, f"/papers/import_certificate/{NUMBER}/hold", {}, "f-reason",
     "Enter why, for the office alone"),
    (CO, f"/papers/import_certificate/{NUMBER}/hold", {"reason": "x" * 2114}, "f-reason",
     "Reason: must be 2\u2009000\u00a0characters or fewer (you wrote 2\u2009114\u00a0characters). "
     "Shorten it"),
    (CO, NEW, {}, "f-number", "Enter the number of the paper"),
    (CO, NEW, {}, "f-lines", "Lines: holds no line. Add at least one"),
    (CO, NEW, {**LINE, "lines[1].quantity": "1,234"}, "f-lines-1--quantity",
     "Quantity: 1,234 could be 1234 or 1.234. Enter 1234 or 1.234"),
    (CO, NEW, {"valid_from": "04/02/2031"}, "f-valid_from",
     "Valid from: 04/02/2031 could be 4 February 2031 or 2 April 2031. "
     "Enter 4 February 2031 or 2 April 2031"),
    (CO, "/papers/operator/new",
     {"number": FIRM, "party.party_name": "Other", "party.country": "XA",
      "party.address_line_1": "1 Quay", "business_types": "importer"}, "f-number",
     f"Number: Operator {FIRM} exists: Aldera Pharma. Open it, or give another number"),
    (OC, "section/asked", {}, "f-valid_from", "Enter the first day asked for"),
    (OC, "section/asked", {"valid_from": "1 April 2031", "valid_until": "2031-03-01"},
     "f-valid_until",
     "Valid until: 1 March 2031 lies before 1 April 2031. "
     "Enter the last day on or after 1 April 2031"),
    (OC, "section/asked", {"valid_from": "1.4.2021", "valid_until": "2.4.2021"}, "f-valid_until",
     "Valid until: has passed. Enter a day from today on"),
    (OC, "section/exporter", {"exporter.country": "ZZZ"}, "f-exporter-country",
     "Country: ZZZ is no country code. Enter two letters, see ISO 3166-1; "
     "XA to XZ are free for tests"),
    (OC, "line/1", {"name_declared": "zzzqqq"}, "f-name_declared",
     "Name as written: we do not know zzzqqq. "
     "Correct it, or say that none fits: an officer will look"),
    (OC, "line/1", {"name_declared": "morphine", "cas": "76-57-3"}, "f-name_declared",
     "Name as written: the name says morphine, the number 76-57-3 is codeine. "
     "Check which is on the label, and select it"),
    (OC, "line/1", {**NAMED, "quantity": "10", "unit": "g", "purity_percent": "120"},
     "f-purity_percent", "Purity percent: 120 is more than 100. Enter at most 100"),
    (OR, "check", {}, "declared", "Tick that this is true and complete"),
    (OC, f"/goods/import_certificate/{NUMBER}",
     {"day": "1.1.2033", "site": "north", "quantity_1": "200"}, "f-day",
     "Day: must be today or earlier. Enter the day on which it moved"),
    (OC, f"/goods/import_certificate/{NUMBER}",
     {"day": "1.4.2031", "site": "north", "quantity_1": "100"}, "f-reason",
     "Why less: less than the paper says is told. "
     "Say why, such as short shipped, damaged, sampled"),
    (OC, "/loss", {}, "what", "Enter what is missing"),
    (CO, "/account/deputies", {}, "f-deputy", "Enter who stands for them"),
)  # fmt: skip
ASKED = (
    (CO, "/identify?text=morphine&day=99", "day"),
    (OC, "/apply/start?substance=", "f-substance"),
    (OC, "/apply/start?substance=", "f-direction"),
    (OC, "/apply/start?substance=x&direction=import&country=X9", "f-country"),
    (CO, "/papers/licence/?since-from=03/04/2031", "since-from"),
)


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Two firms, a certificate, and a draft of an application."""
    with pytest.MonkeyPatch.context() as patch:
        made = Portal(tmp_path_factory.mktemp("errors") / "node", patch)
        certificate(made)
        begun = {"wanted": "import_certificate", "substance": "morphine", "choice": "morphine",
                 "country": "XB"}  # fmt: skip
        made.as_(OC).post("/apply/begin", begun)
        yield made
    translation.deactivate()


def told(page: str) -> tuple[dict[str, str], list[str]]:
    """What the summary says by the id that it leads to, and what stands at fields."""
    summary = re.search(r'id="summary".*?</div>', page, re.DOTALL)
    assert summary, page[:3000]
    links = dict(re.findall(r'<a href="#([^"]+)">(.*?)</a>', summary[0], re.DOTALL))
    at_fields = re.findall(r'class="rf-error"[^>]*>(.*?)</(?:p|span)>', page, re.DOTALL)
    assert all(f'id="{one}"' in page for one in links), "each leads to its field"
    return {one: unescape(says) for one, says in links.items()}, [unescape(x) for x in at_fields]


@pytest.mark.parametrize(("role", "address", "typed", "field", "says"), CASES)
def test_a_bad_input_is_told_at_its_field_and_in_the_summary(
    role: Role, address: str, typed: dict[str, str], field: str, says: str, portal: Portal
) -> None:
    where = address if address.startswith("/") else f"/apply/XA-A-2031-000001/{address}"
    for language, title in (("en", "<title>Error:"), ("ru", "<title>Ошибка:")):
        client = portal.as_(role)
        client.cookies["django_language"] = language
        answer = client.post(where, typed)
        page = answer.content.decode()
        assert answer.status_code == 400 and title in page, page[:3000]
        links, at_fields = told(page)
        assert links[field] in at_fields, "the same sentence at both places"
        assert (links[field] == says) is (language == "en"), links
        kept = [one for one in typed.values() if len(one) < 100 and not re.search(r"\d{4}$", one)]
        assert all(value in page for value in kept), "what was typed stays"


@pytest.mark.parametrize(("role", "address", "field"), ASKED)
def test_a_bad_question_is_told_at_its_field_too(
    role: Role, address: str, field: str, portal: Portal
) -> None:
    for language, title in (("en", "<title>Error:"), ("ru", "<title>Ошибка:")):
        client = portal.as_(role)
        client.cookies["django_language"] = language
        page = client.get(address).content.decode()
        assert title in page
        links, at_fields = told(page)
        assert links[field] in at_fields


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "The selected file is empty. Select the file again"),
        (b"hello", "The selected file must be a PDF, JPEG or PNG. "
                   "Save it as PDF, JPEG or PNG and send that"),
        (b"%PDF-1.4\n/Encrypt 1 0 R\n%%EOF", "The selected file is password protected. "
                                             "Save it without a password"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_says_which_it_must_be(
    content: bytes, says: str, portal: Portal
) -> None:
    sent = {"upload": "1", "file": SimpleUploadedFile("a.pdf", content)}
    page = portal.as_(OC).post("/apply/XA-A-2031-000001/section/files", sent).content.decode()
    links, at_fields = told(page)
    assert links == {"file": says} and at_fields == [says] and "<title>Error:" in page


def test_what_a_licence_does_not_cover_is_said_below_the_line(portal: Portal) -> None:
    client = portal.as_(OC)
    typed = {**NAMED, "name_declared": "fentanyl", "substance": "fentanyl",
             "looked_up": "fentanyl|", "quantity": "1", "unit": "l"}  # fmt: skip
    echo = client.post("/apply/XA-A-2031-000001/line/1/echo", typed).content.decode()
    assert "XA-L-0001: does not cover this. Apply to add it" in echo
    assert "the quantity is in litres: give the strength in mg/ml, or a mass" in echo
    fits = client.post("/apply/XA-A-2031-000001/line/1/echo", {**NAMED, "unit": "g"})
    assert "does not cover" not in fits.content.decode()
