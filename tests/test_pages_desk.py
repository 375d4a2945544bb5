"""What the description of the desk asks of finding, holding, lists and deputies."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from ringfence.jobs.doing import seen
from ringfence.trade.holding import Hold
from ringfence.trade.roles import Role
from tests.pages_parts import FIRM
from tests.portal_parts import OTHER, Portal
from tests.test_pages_firm import NUMBER, certificate

PAPER = f"/papers/import_certificate/{NUMBER}"


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(tmp_path / "node", monkeypatch)


def test_the_box_finds_a_firm_by_its_name_and_a_substance_by_name_and_number(
    portal: Portal,
) -> None:
    carla, olga = portal.as_(Role.CASE_OFFICER), portal.as_(Role.OPERATOR_CLERK)
    assert carla.get("/find?q=borel")["Location"] == f"/papers/operator/{OTHER}/"
    for said in ("morphine", "57-27-2"):
        assert carla.get("/find", {"q": said})["Location"] == "/law/substances/morphine", said
    several = carla.get("/find?q=XA-F").content.decode()
    assert "Operators: 2" in several and "Aldera Pharma" in several and "Borel Store" in several
    assert b"Nothing found for borel" in olga.get("/find?q=borel").content, "not of another firm"


def test_the_box_opens_a_pasted_link_and_the_text_of_a_square_code(portal: Portal) -> None:
    from ringfence.jobs.check_file import CODE_MARK

    carla = portal.as_(Role.CASE_OFFICER)
    link = f"https://node.example{PAPER}/?language=ru"
    assert carla.get("/find", {"q": link})["Location"] == f"{PAPER}/?language=ru"
    away = carla.get("/find", {"q": "https://node.example//evil.example/x"})
    assert away.status_code == 200 and b"Nothing found" in away.content
    broken = carla.get("/find", {"q": f"{CODE_MARK}abc"})
    assert broken.status_code == 200 and b"Nothing found" in broken.content


def test_a_list_is_filtered_by_the_name_of_a_firm_on_the_page_and_in_the_file(
    portal: Portal,
) -> None:
    carla = portal.as_(Role.CASE_OFFICER)
    page = carla.get("/papers/licence/?operator=borel")
    assert [row.card.firms for row, _cells in page.context["rows"]] == [(OTHER,)]
    assert [says for says, _to in page.context["chips"]] == [f"Firm: Borel Store ({OTHER})"]
    both = carla.get("/papers/licence/?operator=XA-F")
    assert both.context["page"].total == 2
    assert [says for says, _to in both.context["chips"]] == ["Firm: 2 firms named XA-F"]
    nobody = carla.get("/papers/licence/?operator=nobody")
    assert nobody.context["page"].total == 0 and b"Nothing matches this filter" in nobody.content
    file = carla.post("/papers/licence.csv?operator=borel").content.decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(file)))) == 2
    own = portal.as_(Role.OPERATOR_CLERK).get("/papers/licence/?operator=borel")
    assert own.context["page"].total == 0 and "Borel Store" not in own.content.decode()


def test_a_hold_says_why_and_the_firm_reads_only_what_is_meant_for_it(portal: Portal) -> None:
    certificate(portal)
    kuan = portal.as_(Role.CUSTOMS)
    page = kuan.get(f"{PAPER}/hold")
    assert b"why, for the office alone" in page.content
    version = page.context["held"].version
    empty = kuan.post(f"{PAPER}/hold", {"version": version, "for_firm": "Name the consignee"})
    assert empty.status_code == 400 and b'href="#f-reason"' in empty.content
    told = {"version": version, "reason": "an inquiry runs", "for_firm": "Name the consignee"}
    assert kuan.post(f"{PAPER}/hold", told).status_code == 302
    held = seen(portal.desk, "import_certificate", NUMBER, "carla").held
    assert held.state == "held" and held.happened(Hold)[-1].reason == "an inquiry runs"
    for role, reads_it in ((Role.CASE_OFFICER, True), (Role.OPERATOR_CLERK, False)):
        for address in (f"{PAPER}/", f"{PAPER}/decision"):
            text = portal.as_(role).get(address).content.decode()
            assert ("an inquiry runs" in text) is reads_it, (role, address)
            assert "Name the consignee" in text, (role, address)


def test_who_names_no_deputy_sees_no_form_for_it(portal: Portal) -> None:
    for role, may in ((Role.AUDITOR, False), (Role.OPERATOR_CLERK, False),
                      (Role.CASE_OFFICER, True), (Role.ADMINISTRATOR, True)):  # fmt: skip
        text = portal.as_(role).get("/account/deputies").content.decode()
        assert ('id="f-first"' in text) is may, role
        assert ("Your role names no deputy." in text) is not may, role


def test_the_lists_of_work_are_a_choice_on_a_phone(portal: Portal) -> None:
    page = portal.as_(Role.CASE_OFFICER).get("/?tab=office")
    text = page.content.decode()
    counts = {name: n for name, _says, n in page.context["tabs"]}
    assert f'<option value="office" selected>Office: {counts["office"]}</option>' in text


def test_a_name_stands_before_the_number_of_a_person_on_pages_of_the_office(
    portal: Portal,
) -> None:
    certificate(portal)
    carla = portal.as_(Role.CASE_OFFICER)
    assert carla.post("/account", {"name": "Carla  Duarte"}).status_code == 302
    assert "Carla Duarte (carla)" in carla.get(f"{PAPER}/").content.decode()
    assert "Carla Duarte (carla)" in portal.as_(Role.AUDITOR).get("/persons").content.decode()
    firm = portal.as_(Role.OPERATOR_CLERK).get(f"{PAPER}/").content.decode()
    assert "Carla Duarte" not in firm and "carla" in firm, "a firm reads the number alone"
    for name in ("\u0421arla Duarte", "aude", "x" * 101, "Ca\u200brla"):
        answer = portal.as_(Role.APPROVER).post("/account", {"name": name})
        assert answer.status_code == 400 and b"<title>Error:" in answer.content, name
    acts = portal.desk.look(lambda book: list(book.acts(act="person.name.change")))
    assert len(acts) == 1 and "Duarte" not in str(acts), "the journal keeps no name"
    carla.post("/account", {"name": ""})
    assert "Carla Duarte" not in carla.get(f"{PAPER}/").content.decode()


def test_what_others_changed_since_one_looked_is_marked_and_what_is_blank_is_named(
    portal: Portal,
) -> None:
    olga, rita = portal.as_(Role.OPERATOR_CLERK), portal.as_(Role.RESPONSIBLE_PERSON)
    begun = {"wanted": "import_certificate", "substance": "morphine", "choice": "morphine",
             "country": "XB"}  # fmt: skip
    place = olga.post("/apply/begin", begun)["Location"]
    first = rita.get(f"{place}check")
    assert first.context["changed"] == frozenset()
    assert "Party name latin" in first.content.decode(), "what was left blank is named"
    olga.post(f"{place}section/asked", {"valid_from": "1.5.2031", "valid_until": "1.6.2031",
                                        "leave": "1"})  # fmt: skip
    assert (
        "1 section changed since you looked. olga saved last." in rita.get(place).content.decode()
    )
    again = rita.get(f"{place}check")
    assert again.context["changed"] == {"asked"}
    assert "! changed since you looked" in again.content.decode()
    assert rita.get(f"{place}check").context["changed"] == frozenset(), "until one looks"
    assert "changed since you looked" not in olga.get(place).content.decode()


def test_a_firm_applies_again_from_the_page_of_a_refusal(portal: Portal) -> None:
    certificate(portal)
    portal.as_(Role.CUSTOMS).post(f"{PAPER}/hold", {"reason": "an inquiry runs"})
    page = portal.as_(Role.OPERATOR_CLERK).get(f"{PAPER}/decision")
    assert page.context["again"].startswith("/apply/start?substance=morphine")
    assert "direction=import&country=XB" in page.context["again"]
    assert portal.as_(Role.OPERATOR_CLERK).get(page.context["again"]).status_code == 200
    assert portal.as_(Role.AUDITOR).get(f"{PAPER}/decision").context["again"] == ""


def test_who_is_signed_out_while_typing_reads_that_it_is_kept(portal: Portal) -> None:
    carla = portal.as_(Role.CASE_OFFICER)
    carla.get("/")
    carla.session.flush()
    asked = carla.post(f"{PAPER}/hold", {"reason": "an inquiry runs"}, follow=True)
    assert "You were signed out after 20 minutes. Sign in: your answers are kept." in (
        asked.content.decode()
    )
    assert asked.redirect_chain[-1][0].endswith(f"next={PAPER}/hold"), "and the page comes back"


def test_no_cell_is_a_dash_and_a_firm_s_page_begins_a_case_of_it(portal: Portal) -> None:
    certificate(portal)
    carla = portal.as_(Role.CASE_OFFICER)
    firm = carla.get(f"/firms/{FIRM}/").content.decode()
    assert f'href="/apply/start?operator={FIRM}"' in firm and "Plan an inspection" not in firm
    start = carla.get(f"/apply/start?operator={FIRM}").content.decode()
    assert f'id="operator-2" name="operator" value="{FIRM}"' in start
    for address in (f"/firms/{FIRM}/", f"{PAPER}/", "/goods/", "/exports/"):
        page = carla.get(address).content.decode()
        cells = re.findall(r"<td[^>]*>(.*?)</td>", page, re.DOTALL)
        bare = [re.sub(r"<(?!input|button|select)[^>]+>", "", one).strip() for one in cells]
        assert not {"", "\u2013", "-"} & set(bare), (address, bare)
