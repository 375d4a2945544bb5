"""Pages of knowledge and pictures: what they say, who reads them, and what they do not keep."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from ringfence.jobs.assess_movement import examples
from ringfence.law.citing import Source, passage_of
from ringfence.law.coverage import coverage
from ringfence.law.decision import rules
from ringfence.law.entry import Convention
from ringfence.law.gaps import Delay, gaps
from ringfence.law.lists import load_lists
from ringfence.law.movement import Movement, movement_from
from ringfence.ledger.account import Account, AccountKind
from ringfence.ledger.entry import Entry, moved
from ringfence.ledger.year import years_from_sums, years_of
from ringfence.store.stored import Ceiling
from ringfence.substance.catalogue import load_catalogue
from ringfence.substance.structure_drawing import drawing
from ringfence.substance.structure_errors import StructureUnreadable
from ringfence.terms import Country
from ringfence.trade.roles import Actor, Role
from ringfence.web.pages.law_gaps import KINDS
from ringfence.web.parts.law_words import delay
from ringfence.web.parts.record_form import Field, read_form
from tests.pages_parts import FIRM, Pages

GRAM = 1_000_000
OTHER_FIRM = "XA-F-0002"


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def text_of(answer: Any) -> str:
    bare = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(unescape(bare).split())


# Identify


def test_a_number_that_contradicts_the_name_is_held_and_says_what_to_look_at(
    office: Pages,
) -> None:
    answer = Client().get("/identify", {"text": "morphine", "cas": "76-57-3"})
    says = text_of(answer)
    assert "? Undetermined" in says
    assert "The name says morphine, the number 76-57-3 is codeine." in says
    assert "Check which is on the label." in says


def test_an_unknown_name_is_never_called_not_controlled(office: Pages) -> None:
    says = text_of(Client().get("/identify", {"text": "morfin sulf xyz"}))
    assert "Undetermined" in says and "Not controlled" not in says


def test_a_day_that_could_be_two_stands_at_its_field_with_the_input_kept(office: Pages) -> None:
    answer = Client().get("/identify", {"text": "codeine", "day": "03/04/2025"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "There is a problem" in page
    assert 'href="#day"' in page and 'value="03/04/2025"' in page and 'value="codeine"' in page


def test_the_law_of_the_day_decides_and_the_citation_opens(office: Pages) -> None:
    before = text_of(Client().get("/identify", {"text": "isotonitazene", "day": "2019-01-01"}))
    after = Client().get("/identify", {"text": "isotonitazene", "day": "2025-06-01"})
    assert "Controlled" in text_of(after) and "! Controlled" not in before
    links = re.findall(r'class="rf-cite" href="([^"]+)"', after.content.decode())
    assert links
    for link in links:
        assert Client().get(link).status_code == 200, link


def test_structures_are_drawn_without_style_or_the_text_that_was_given(office: Pages) -> None:
    page = Client().get("/identify", {"smiles": "CCC(=O)N(c1ccccc1)C1CCN(CCc2ccccc2)CC1"})
    drawn = re.findall(r"<svg.*?</svg>", page.content.decode(), re.DOTALL)
    assert drawn
    for one in drawn:
        assert "style=" not in one and "currentColor" in one and "<text" not in one
        assert "CCC(=O)" not in one
    hostile = Client().get("/identify", {"smiles": '"><script>alert(1)</script>'})
    assert "<script>alert" not in hostile.content.decode()


def test_every_structure_of_the_catalogue_that_has_one_is_drawn() -> None:
    with_structure = [one for one in load_catalogue().substances.values() if one.smiles]
    for one in with_structure[::25]:
        assert drawing(one.smiles).count("<path") > 0, one.id
    with pytest.raises(StructureUnreadable):
        drawing("C1CC")


def test_whoever_is_not_signed_in_cannot_ask_without_end(office: Pages) -> None:
    from ringfence.web.pages import identify

    for _ in range(identify.ASKED_A_MINUTE):
        assert Client().get("/identify", {"cas": "50-36-2"}).status_code == 200
    refused = Client().get("/identify", {"cas": "50-36-2"})
    assert refused.status_code == 429 and "Wait a minute" in text_of(refused)
    signed_in = office.as_(Role.CUSTOMS).get("/identify", {"cas": "50-36-2"})
    assert signed_in.status_code == 200


# Assess


def form_of(fields: tuple[Field, ...]) -> dict[str, Any]:
    """What a browser would send for a form as it is shown."""
    sent: dict[str, Any] = {}
    for one in fields:
        if one.parts:
            sent |= form_of(one.parts)
        elif one.value:
            sent[one.name] = one.value
        if one.is_none:
            sent[f"none:{one.name}"] = "1"
    return sent


@pytest.mark.parametrize("example", examples(), ids=lambda one: one.name)
def test_an_example_goes_through_the_form_and_gives_its_outcome(
    example: Any, office: Pages
) -> None:
    client = office.as_(Role.CASE_OFFICER)
    shown = client.get("/assess", {"example": example.name})
    sent = form_of(shown.context["fields"])
    assert read_form(Movement, sent)[1] == ()
    told = {key: value for key, value in example.movement.items() if key != "note"}
    assert movement_from(read_form(Movement, sent)[0]) == movement_from(told)
    size_before = office.desk.look(lambda book: book.head()[0])
    answer = client.post("/assess", sent)
    assert answer.status_code == 200
    assert answer.context["decision"].outcome.value == example.outcome
    says = text_of(answer)
    assert {"granted": "Granted: no rule", "held": "Held:", "refused": "Refused:"}[
        example.outcome
    ] in says
    assert office.desk.look(lambda book: book.head()[0]) == size_before, "no record is kept"


def test_what_would_change_a_refusal_is_told(office: Pages) -> None:
    client = office.as_(Role.RESPONSIBLE_PERSON)
    shown = client.get("/assess", {"example": "diazepam_prohibited"})
    says = text_of(client.post("/assess", form_of(shown.context["fields"])))
    assert "What would change it" in says and "special import licence" in says
    assert "un1971/13/" in says


def test_a_wrong_movement_keeps_what_was_typed_and_opens_where_it_is_wrong(
    office: Pages,
) -> None:
    client = office.as_(Role.CASE_OFFICER)
    sent = {"goods[1].name": "codeine", "from": "Atlantis", "day": "2025-02-30",
            "exporter.name": "Aldera"}  # fmt: skip
    answer = client.post("/assess", sent)
    page = answer.content.decode()
    assert answer.status_code == 400 and 'value="codeine"' in page and 'href="#f-day"' in page
    sent["day"] = "2025-02-20"
    again = client.post("/assess", sent).content.decode()
    assert 'href="#f-from"' in again and 'value="Atlantis"' in again


def test_the_administrator_assesses_no_movement(office: Pages) -> None:
    assert office.as_(Role.ADMINISTRATOR).get("/assess").status_code == 403
    assert Client().get("/assess").status_code == 302


# The law


def test_the_list_of_a_day_is_the_lists_own_and_the_file_is_the_page(office: Pages) -> None:
    day = date(2019, 6, 1)
    asked = {"day": day.isoformat(), "convention": "1988"}
    page = Client().get("/law/", asked)
    expected = {
        (entry.substance, entry.schedule, entry.item)
        for entry, _answer in load_lists().on(day)
        if entry.convention.value == "1988"
    }
    shown = {(one.substance, one.schedule, one.item) for one, _a, _n in page.context["rows"]}
    assert shown == expected and expected
    text = Client().get("/law/list.csv", asked).content.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {(row["substance"], row["schedule"], row["item"]) for row in rows} == expected


def test_the_difference_of_two_days_names_the_decision(office: Pages) -> None:
    answer = Client().get("/law/difference", {"first": "2024-01-01", "last": "2025-12-31"})
    decisions = {one.decision for one, _name in answer.context["rows"]}
    assert any(one and one.startswith("cnd/67/") for one in decisions)
    wrong = Client().get("/law/difference", {"first": "2025-01-01", "last": "2024-01-01"})
    assert wrong.status_code == 400 and "must be on or after" in text_of(wrong)


def test_every_rule_and_every_entry_cites_what_opens() -> None:
    lists = load_lists()
    cited = {one.citation for one in rules()} | {one.citation for one in lists.entries}
    cited |= {one.decision for one in lists.entries if one.decision}
    for citation in sorted(cited):
        found = passage_of(citation)
        assert found is not None, citation
        if found.source is Source.ARTICLE:
            assert found.rules or found.article, citation


def test_a_citation_shows_the_paragraph_and_not_its_neighbours() -> None:
    found = passage_of("un1961/31/5")
    assert found is not None and found.obligations
    assert {one.obligation.paragraph[:1] for one in found.obligations} == {"5"}
    beside = passage_of("un1971/7(a)")
    assert beside is not None and beside.paragraph == "(a)"
    assert passage_of("un1961/999/1") is None and passage_of("cnd/0/0") is None


def test_every_article_opens_and_an_unknown_one_is_not_found(office: Pages) -> None:
    client = Client()
    for one in coverage()[::6]:
        address = f"/law/articles/{one.text.value}/{one.article}"
        assert client.get(address).status_code == 200, address
    assert client.get("/law/articles/1961/999").status_code == 404
    assert client.get("/law/citation/un1961/999/1").status_code == 404


# National law


def test_countries_stand_side_by_side_against_the_conventions(office: Pages) -> None:
    says = text_of(Client().get("/law/gaps", {"day": "2025-12-31"}))
    assert "The conventions against national law on 31 December 2025, in substances" in says
    assert "which is not the same as no control" in says
    report = gaps(Country("CN"), date(2025, 12, 31))
    counts = [report.count(Convention.UN1971)[kind] for kind in KINDS]
    row = " ".join(str(one) for one in ["CN", *counts, sum(counts)])
    one = text_of(Client().get("/law/gaps", {"day": "2025-12-31", "convention": "1971"}))
    assert row in one


def test_one_country_shows_what_it_controls_more_loosely_or_late(office: Pages) -> None:
    report = gaps(Country("CN"), date(2025, 12, 31))
    asked = {"day": "2025-12-31", "country": "CN"}
    says = text_of(Client().get("/law/gaps", asked))
    assert f"{len(report.gaps)} substances of the conventions and the law of CN" in says
    assert f"{len(report.national_only)} substances that CN controls and no convention does" in says
    late = text_of(Client().get("/law/gaps", {**asked, "kind": "late"}))
    assert f"{len(report.late())} substances of the conventions and the law of CN" in late
    none = text_of(Client().get("/law/gaps", {**asked, "kind": "undetermined"}))
    assert "No substance stands so." in none
    assert Client().get("/law/gaps", {"day": "31.12"}).status_code == 400


def test_a_delay_is_told_as_well_as_it_is_known() -> None:
    assert delay(None) == ""
    assert delay(Delay(7, 7)) == "7"
    assert delay(Delay(-3, 4)) == "between -3 and 4"
    assert delay(Delay(None, 4)) == "not more than 4"
    assert delay(Delay(12090, None)) == "not less than 12\u2009090"
    assert delay(Delay(None, None)) == "not known"


def test_a_national_list_says_how_far_it_is_held(office: Pages) -> None:
    says = text_of(Client().get("/law/national", {"country": "CN"}))
    assert "As held to" in says and "cn/narcotic-drugs-catalogue-2013" in says


# Substances


def test_a_substance_shows_its_lists_names_salts_and_what_a_later_day_brings(
    office: Pages,
) -> None:
    page = Client().get("/law/substances/morphine")
    says = text_of(page)
    for word in ("Schedule I of the 1961 Convention", "морфин", "57-27-2", "morphine sulfate"):
        assert word in says, word
    assert "Trade in our books" not in says, "the public reads no books"
    early = text_of(Client().get("/law/substances/isotonitazene", {"day": "2019-01-01"}))
    assert "No Schedule or Table" in early and "From a coming day" in early


def test_the_timeline_is_the_table(office: Pages) -> None:
    page = Client().get("/law/substances/cannabis")
    data = json.loads(
        re.search(r'<script id="timeline" type="application/json">(.*?)</script>',
                  page.content.decode()).group(1)  # type: ignore[union-attr]
    )  # fmt: skip
    assert len(data["bars"]) == len(load_lists().entries_of("cannabis")) > 0
    ended = [bar for bar in data["bars"] if bar["end"]]
    assert len(ended) == sum(one.until is not None for one in load_lists().entries_of("cannabis"))


def test_substances_are_found_by_any_name_and_a_stranger_is_not_called_free(
    office: Pages,
) -> None:
    assert Client().get("/law/substances/", {"q": "57-27-2"})["Location"].endswith("/morphine")
    assert "codeine" in text_of(Client().get("/law/substances/", {"q": "кодеин"}, follow=True))
    nothing = text_of(Client().get("/law/substances/", {"q": "qqqq zzzz"}))
    assert "not the same as not controlled" in nothing
    assert Client().get("/law/substances/no-such").status_code == 404


# The books in pictures


def booked(office: Pages) -> list[Entry]:
    """Codeine of two firms: imports, a sale from one to the other, an export, consumption."""
    kind = AccountKind
    own = Account(kind.STOCK, "codeine", FIRM, "mill")
    other = Account(kind.STOCK, "codeine", OTHER_FIRM, "dock")

    def at(name: AccountKind, place: str = "") -> Account:
        return Account(name, "codeine", place=place)

    ours = "import_certificate:XA-IC-1"
    entries = [
        moved("1", date(2025, 2, 1), at(kind.IMPORT, "XB"), own, 1000 * GRAM, ours),
        moved("2", date(2026, 3, 1), at(kind.IMPORT, "XB"), own, 300 * GRAM, ours),
        moved("3", date(2026, 4, 1), at(kind.IMPORT, "XC"), other, 100 * GRAM, "past:1"),
        moved("4", date(2026, 5, 1), own, other, 50 * GRAM, "order:1"),
        moved("5", date(2026, 6, 1), own, at(kind.EXPORT, "XC"), 20 * GRAM, "past:1"),
        moved("6", date(2026, 7, 1), other, at(kind.CONSUMPTION), 5 * GRAM, "past:1"),
        moved("7", date(2026, 8, 1), own, at(kind.IMPORT, "XB"), 10 * GRAM, ours, corrects="2"),
    ]
    carla = Actor("carla", Role.CASE_OFFICER, "XA")

    def job(book: Any) -> None:
        book.post_all(entries, actor=carla, act="store.past.load", because="test")
        asked = Ceiling("import", "XA", "codeine", 2026, 1000 * GRAM)
        book.set_limit(asked, actor=carla, act="trade.estimate.confirm")
        book.take("XA", "codeine", 2026, 600 * GRAM, "import_certificate:XA-IC-2")
        book.record(carla, "trade.import_certificate.issue", "import_certificate:XA-IC-2")

    office.desk.work(job)
    return entries


def test_the_sums_of_the_pictures_are_those_of_the_returns(office: Pages) -> None:
    entries = booked(office)
    sums = office.desk.look(lambda book: book.month_sums(2026))
    for year in (2025, 2026):
        told, kept = years_from_sums(sums, year)["codeine"], years_of(entries, year)["codeine"]
        assert told == kept and told.is_balanced


def test_a_gauge_shows_arrived_reserved_and_free_and_how_much_is_ours(office: Pages) -> None:
    booked(office)
    page = office.as_(Role.STATISTICIAN).get("/figures/", {"year": "2026"})
    (gauge,) = page.context["found"].gauges
    assert gauge.arrived_ug == 390 * GRAM and gauge.reserved_ug == 310 * GRAM
    assert gauge.free_ug == 300 * GRAM and gauge.per_cent == 70
    assert gauge.ceiling.left_ug == 400 * GRAM
    assert page.context["found"].coverage_per_cent == round(100 * 290 / 390)
    behind = office.as_(Role.STATISTICIAN).get("/figures/entries/codeine/2026?kind=import")
    assert [one.entry.number for one, _a in behind.context["rows"]] == ["2", "3", "7"]


def test_what_came_and_what_went_are_equal_in_a_year_s_way(office: Pages) -> None:
    booked(office)
    page = office.as_(Role.AUDITOR).get("/figures/year", {"year": "2026", "substance": "codeine"})
    assert page.context["into_ug"] == page.context["out_ug"] == 1390 * GRAM
    data = page.context["chart"]
    assert sum(one["ug"] for one in data["links"]) == 2 * 1390 * GRAM


def test_flows_name_each_partner_with_both_ways(office: Pages) -> None:
    booked(office)
    page = office.as_(Role.CASE_OFFICER).get("/figures/flows", {"year": "2026"})
    rows = {one.partner: (one.imported_ug, one.exported_ug) for one, _n in page.context["rows"]}
    assert rows == {"XB": (290 * GRAM, 0), "XC": (100 * GRAM, 20 * GRAM)}
    assert "In 2026 XA traded with 2 territories" in text_of(page)


def test_a_firm_sees_its_own_books_and_nothing_of_another(office: Pages) -> None:
    booked(office)
    client = office.as_(Role.OPERATOR_CLERK)
    way = client.get("/figures/year", {"year": "2026", "substance": "codeine"})
    told = {one[0]: one[1] for one in way.context["ways"]}
    assert "Imported from XC" not in told and "Consumption" not in told
    assert told["Passed on to other firms"] == 50 * GRAM
    rows = client.get("/figures/entries/codeine/2026").context["rows"]
    assert [one.entry.number for one, _a in rows] == ["2", "4", "5", "7"]
    for address in ("/figures/entries/codeine/2026", "/figures/flows?year=2026",
                    "/figures/year?year=2026", "/law/substances/codeine",
                    "/figures/?year=2026"):  # fmt: skip
        page = client.get(address)
        assert page.status_code == 200, address
        assert OTHER_FIRM not in page.content.decode() and "dock" not in text_of(page), address
    assert not client.get("/figures/?year=2026").context["found"].gauges


def test_figures_open_on_the_latest_year_with_anything_booked(office: Pages) -> None:
    client = office.as_(Role.STATISTICIAN)
    assert client.get("/figures/").context["year"] == office.desk.today.year, "empty books"
    long_ago = moved(
        "1", date(2019, 3, 1), Account(AccountKind.IMPORT, "codeine", place="XB"),
        Account(AccountKind.STOCK, "codeine", FIRM, "mill"), 5 * GRAM, "past:1",
    )  # fmt: skip
    carla = Actor("carla", Role.CASE_OFFICER, "XA")
    office.desk.work(
        lambda book: book.post_all([long_ago], actor=carla, act="store.past.load", because="test")
    )
    for address in ("/figures/", "/figures/flows", "/figures/year"):
        assert client.get(address).context["year"] == 2019, address
    assert client.get("/figures/?year=2020").context["year"] == 2020, "the year that is asked"


def test_a_laboratory_reads_no_books_and_customs_reads_gauges_only(office: Pages) -> None:
    booked(office)
    laboratory = office.as_(Role.LABORATORY)
    for address in ("/figures/", "/figures/flows", "/figures/year",
                    "/figures/entries/codeine/2026"):  # fmt: skip
        assert laboratory.get(address).status_code == 403, address
    assert "Trade in our books" not in text_of(laboratory.get("/law/substances/codeine"))
    assert office.as_(Role.CUSTOMS).get("/figures/").status_code == 200
    assert office.as_(Role.CUSTOMS).get("/figures/flows").status_code == 403


def test_each_chart_has_its_sentence_its_data_and_its_table(office: Pages) -> None:
    booked(office)
    client = office.as_(Role.STATISTICIAN)
    for address in ("/figures/?year=2026", "/figures/flows?year=2026",
                    "/figures/year?year=2026&substance=codeine", "/law/substances/codeine",
                    "/figures/estimates/codeine?year=2026"):  # fmt: skip
        page = client.get(address).content.decode()
        chart = re.search(r'<figure class="rf-figure" data-chart="(\w+)"[^>]*>', page)
        assert chart and f'id="{chart.group(1)}" type="application/json"' in page, address
        assert re.search(r'role="img" tabindex="0" aria-label="[^"]{20,}"', page), address
        assert "<caption" in page and " style=" not in page, address
        assert "2,026" not in page, "a year is no amount"


def test_citations_of_findings_on_any_page_open(office: Pages) -> None:
    from django.template.loader import render_to_string

    from ringfence.terms import Answer, Finding

    findings = [
        Finding("un1961/31/5", Answer.NOT_MET, "no import certificate is attached", {}),
        Finding("trade.licence", Answer.MET, "no citation of the law", {}),
    ]
    text = render_to_string("findings.html", {"findings": findings})
    (link,) = re.findall(r'href="([^"]+)"', text)
    assert Client().get(link).status_code == 200 and "trade.licence</bdi>" in text


def test_amounts_stand_in_the_numbers_and_units_of_the_language() -> None:
    from django.utils import translation

    from ringfence.web.parts.tags import declared, grams

    with translation.override("ru"):
        assert grams(97_464_919_460) == "97,46491946\u2009кг" and grams(1_500_000) == "1,5\u2009г"
        assert declared("90.5 g (short shipped)") == "90,5\u2009г (short shipped)"
        assert declared("500 tablet of 10 mg") == "500 tablet of 10\u2009мг"
    with translation.override("en"):
        assert (
            declared("1000 g") == "1\u2009000\u2009g"
            and declared("XA-IC 5 gross") == "XA-IC 5 gross"
        )
