"""What the pages of the second half of the desk must show, element by element."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, RequestFactory
from django.utils.translation import override

from ringfence.jobs import near_misses as misses
from ringfence.jobs.keeping import body_of
from ringfence.store.errors import StoreBusy
from ringfence.store.stored import Card, Ceiling
from ringfence.trade.acting import Held
from ringfence.trade.estimate import Change, Estimate, EstimateKind
from ringfence.trade.roles import Actor, Role
from ringfence.web import limits, logs
from ringfence.web.pages import journal as journal_page
from ringfence.web.parts.amounts import localised
from ringfence.web.parts.office_tags import subject_link
from ringfence.web.parts.record_form import fields_of, read_form
from ringfence.web.parts.tags import declared, figures_in_words, told_in, value_of
from tests.pages_parts import FIRM, Pages
from tests.test_pages_office import CARLA, an_import, an_operator

PRINT = "/papers/import_certificate/print"
ADA = Actor("ada", Role.ADMINISTRATOR, "XA")


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    return Pages(tmp_path / "node")


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


# Values of papers


def test_micrograms_of_a_paper_are_shown_as_grams_and_days_in_words() -> None:
    assert told_in(752057, "quantity_base_ug") == "0.752057\u2009g"
    assert told_in("82000000", "amount_ug") == "82\u2009g"
    assert told_in("82000000", "number") == "82000000", "a number that is no amount"
    assert value_of("2025-05-12") == "12 May 2025"
    assert value_of("2025-02-31") == "2025-02-31", "no day: it stays as it was written"
    assert localised("line 1: 0 ug differ") == "line 1: 0\u2009g differ"


def test_a_check_names_its_figures_in_words() -> None:
    says = "closing_stock / codeine: 1 g, estimated 2 g; made / by / hand"
    assert figures_in_words(says) == "Closing stock / codeine: 1 g, estimated 2 g; made / by / hand"
    with override("ru"):
        assert "closing_stock" not in figures_in_words(says)


# Problem, and a file that is too large


class _Body:
    """What a browser sends, counted as it is read."""

    def __init__(self, size: int) -> None:
        self.left = size

    def read(self, most: int = -1) -> bytes:
        part = min(self.left, most if most >= 0 else self.left)
        self.left -= part
        return b"x" * part


@pytest.mark.parametrize(("language", "says"), [("en", "25 MB"), ("ru", "25 МБ")])
def test_a_file_that_is_too_large_is_let_pass_and_answered_in_the_language(
    office: Pages, language: str, says: str
) -> None:
    size = limits.BYTES_MAX + 5_000_000
    body = _Body(size)
    request = RequestFactory().generic("POST", "/check", HTTP_ACCEPT_LANGUAGE=language)
    request.META["CONTENT_LENGTH"] = str(size)
    request._stream = body  # type: ignore[attr-defined]
    request._read_started = False  # type: ignore[attr-defined]

    def never(_request: object) -> None:
        raise AssertionError("nothing of ours reads it")

    answer = limits.LimitsMiddleware(never)(request)  # type: ignore[arg-type]
    assert answer.status_code == 413 and says in answer.content.decode()
    assert body.left == 0, "the browser reads the answer only when it has sent everything"


def test_what_never_ends_is_not_let_pass_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "PASSED_BYTES_MAX", 3 * limits.CHUNK)
    body = _Body(10 * limits.CHUNK)
    request = RequestFactory().generic("POST", "/check")
    request._stream = body  # type: ignore[attr-defined]
    limits.let_pass(request)
    assert body.left == 7 * limits.CHUNK


def test_a_fault_has_a_number_to_quote_that_the_log_has_too_and_keeps_what_was_typed(
    office: Pages, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_arguments: object) -> None:
        raise RuntimeError("broken")

    client = office.as_(Role.APPROVER)
    client.raise_request_exception = False
    monkeypatch.setattr(journal_page, "exported", broken)
    with caplog.at_level("ERROR", logger="django.request"):
        answer = client.post("/journal/acts.csv", {"person": "carla"})
    assert answer.status_code == 500
    page = answer.content.decode()
    number = re.findall(r'Number to quote:.*?rf-code">([0-9A-F]{8})<', page, re.S)[0]
    lines = [logs.WithoutData().format(one) for one in caplog.records]
    assert any(f"fault {number}" in one for one in lines), "the log names it"
    assert "What you typed is kept" in page
    monkeypatch.undo()
    assert "carla" in client.get("/journal/acts.csv").content.decode(), "it waits for the person"


# Printing several, files of lists


def a_certificate_of_the_firm(office: Pages, number: str) -> None:
    card = Card(about="morphine", firms=(FIRM,), entered=office.desk.today)
    office.desk.work(
        lambda book: book.add(
            "import_certificate", {}, actor=CARLA, act="trade.test.fill", state="proposed",
            number=number, territory="XA", operator=FIRM, card=card,
        )
    )  # fmt: skip


def test_papers_to_be_printed_are_listed_with_firm_substance_and_state(office: Pages) -> None:
    an_operator(office)
    a_certificate_of_the_firm(office, "XA-IC-71")
    carla = office.as_(Role.CASE_OFFICER)
    page = carla.post(PRINT, {"row": ["XA-IC-71", "XA-IC-99"]}).content.decode()
    row = page[page.index(">XA-IC-71<") : page.index(">XA-IC-99<")]
    assert "Aldera Pharma" in row and "morphine" in row and "Proposed" in row
    assert "it is not printed" in page[page.index(">XA-IC-99<") :]
    hidden = office.as_(Role.LABORATORY).post(PRINT, {"row": ["XA-IC-71"]}).content.decode()
    assert "Aldera" not in hidden and "it is not printed" in hidden, "nothing of what is not theirs"


def test_a_file_of_a_list_names_the_firms_beside_their_numbers(office: Pages) -> None:
    an_operator(office)
    a_certificate_of_the_firm(office, "XA-IC-71")
    carla = office.as_(Role.CASE_OFFICER)
    made = carla.post("/papers/import_certificate.csv").content.decode("utf-8-sig")
    row = next(csv.DictReader(io.StringIO(made)))
    assert row["Firm"] == "XA-F-0001" and row["Name of the firm"] == "Aldera Pharma"
    carla.cookies["django_language"] = "ru"
    made = carla.post("/papers/import_certificate.csv").content.decode("utf-8-sig")
    assert "Название организации" in made.splitlines()[0]


# Journal and near misses


def record(office: Pages, person: str, role: Role, act: str, subject: str) -> None:
    actor = Actor(person, role, "XA")
    office.desk.work(lambda book: book.record(actor, act, subject, {}, {}))


def test_the_auditor_sees_who_decides_with_whom_how_fast_and_who_tried_alone(
    office: Pages,
) -> None:
    act = "trade.import_certificate.issue"
    for place in range(7):
        subject = f"import_certificate:XA-IC-8{place}"
        record(office, "carla", Role.CASE_OFFICER, f"{act}:proposed", subject)
        if place == 3:
            record(office, "carla", Role.CASE_OFFICER, f"{act}.refused", subject)
        record(office, "amir", Role.APPROVER, act, subject)
    found = misses.near_misses(office.desk, Actor("aude", Role.AUDITOR, "XA"))
    (pair,) = [one for one in found.pairs if one.decider == "amir" and one.together >= 7]
    assert pair.is_nearly_always and pair.fast >= 7 and pair.per_cent == 100
    assert [one.subject for one in found.tried] == ["import_certificate:XA-IC-83"]
    page = text_of(office.as_(Role.AUDITOR), "/journal/near-misses")
    assert "nearly always the same person" in page and "XA-IC-83" in page
    assert "/journal/near-misses" in text_of(office.as_(Role.AUDITOR), "/journal")
    for role in (Role.APPROVER, Role.CASE_OFFICER, Role.ADMINISTRATOR):
        assert office.as_(role).get("/journal/near-misses").status_code == 403, role


def test_the_acts_of_a_filter_leave_as_a_file_and_the_journal_says_so(office: Pages) -> None:
    an_operator(office)
    amir = office.as_(Role.APPROVER)
    assert "/journal/acts.csv" in text_of(amir, "/journal")
    answer = amir.post("/journal/acts.csv", {"person": "carla"})
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert rows and {one["Person"] for one in rows} == {"carla"}
    acts = office.desk.look(lambda book: book.latest_acts({}, 1))
    assert acts[0]["subject"] == "list:journal" and acts[0]["after"]["rows"] == len(rows)
    others = office.as_(Role.CASE_OFFICER).post("/journal/acts.csv", {"person": "amir"})
    assert others.status_code == 403, "others' acts are not for an officer"


# Estimates


def test_estimates_say_what_is_not_in_force_and_lead_to_a_supplement(office: Pages) -> None:
    stan = office.as_(Role.STATISTICIAN)
    nothing = text_of(stan, "/figures/?year=2033")
    assert "Its estimates: due 30 June 2032" in nothing
    full = Ceiling("import", "XA", "morphine", 2031, total_ug=0)
    office.desk.work(lambda book: book.set_limit(full, actor=ADA, act="trade.test.limit"))
    an_estimate(office, Estimate(number="XA-E-1", territory="XA", year=2031, substance="morphine",
                                 consumption=1_000_000, published_on=date(2030, 11, 1)),
                "in_force")  # fmt: skip
    change = Change("a", 1_000_000, 5_000_000, "an epidemic")
    an_estimate(office, Estimate(number="XA-S-1", territory="XA", year=2031, substance="morphine",
                                 kind=EstimateKind.SUPPLEMENT, replaces="XA-E-1",
                                 changes=(change,)), "sent")  # fmt: skip
    page = text_of(stan, "/figures/?year=2031")
    assert "The Board published the total last on 1 November 2030." in page
    coming = page[page.index("not in force yet") :]
    assert "XA-S-1" in coming and "4\u2009g" in coming and "Sent since 1 May 2031" in coming
    leads = re.findall(r'href="(/papers/estimate/new[^"]*supplement[^"]*)"', page)
    form = text_of(stan, leads[0].replace("&amp;", "&"))
    assert 'value="XA-E-1"' in form and 'name="changes[1].old" value="1"' in form
    assert "supplement=" not in text_of(office.as_(Role.CUSTOMS), "/figures/?year=2031")
    none = stan.get("/papers/estimate/new?supplement=codeine&year=2031")
    assert none.status_code == 403 and b"no estimate of this drug is in force" in none.content


def an_estimate(office: Pages, paper: Estimate, state: str) -> None:
    held = Held(paper, state, "XA", days=(date(2031, 5, 1),))
    office.desk.work(
        lambda book: book.add(
            "estimate", body_of(held), actor=CARLA, act="trade.test.fill", state=state,
            number=paper.number, territory="XA", card=Card(about="morphine"),
        )
    )  # fmt: skip


# Settings, check a paper, empty lists


def test_a_change_of_a_clock_says_how_many_cases_run_on_it(office: Pages) -> None:
    a_certificate_of_the_firm(office, "XA-IC-71")
    ada = office.as_(Role.ADMINISTRATOR)
    name = "time_limits.authorisation_decision_working_days"
    page = text_of(ada, f"/settings/change/{name}")
    assert re.search(r"1 case runs on this clock now", page), "the certificate that is proposed"
    assert "clock now" not in text_of(ada, "/settings/change/calendar.weekend")


def test_health_comes_first_and_says_what_fails(office: Pages) -> None:
    page = text_of(office.as_(Role.ADMINISTRATOR), "/settings")
    assert "Work in the background does not run." in page and "All healthy" not in page


def test_an_empty_list_says_what_would_stand_there(office: Pages) -> None:
    carla = office.as_(Role.CASE_OFFICER)
    assert "No losses reported." in text_of(carla, "/papers/loss/")
    assert "No visits planned." in text_of(carla, "/papers/inspection/")
    assert "No paper of another authority is kept yet." in text_of(carla, "/foreign/")


def test_checking_a_paper_shows_where_the_code_stands(office: Pages) -> None:
    page = text_of(Client(), "/check")
    assert 'alt="A paper with the square code at its head' in page
    assert Client().get("/static/code-place.svg").status_code == 200


# Amounts are typed in grams


@pytest.mark.parametrize(
    ("typed", "amount_ug"),
    [("79563.2", 79_563_200_000), ("1,5", 1_500_000), ("2 kg", 2 * 10**9), ("0.25 мг", 250),
     ("12 µg", 12), ("1 000", 10**9)],
)  # fmt: skip
def test_an_amount_is_typed_in_grams_or_with_its_unit(typed: str, amount_ug: int) -> None:
    mapping, wrong = read_form(Estimate, {"consumption": typed})
    assert (mapping, wrong) == ({"consumption": amount_ug}, ())


@pytest.mark.parametrize("typed", ["0.0000001", "much", "1,234", "5 t"])
def test_an_amount_that_cannot_be_read_stays_as_typed_and_says_why(typed: str) -> None:
    mapping, wrong = read_form(Estimate, {"quantity_each": f"1\n{typed}"})
    assert mapping == {"quantity_each": [1_000_000, typed]} and wrong[0].place == "quantity_each"
    (field,) = [one for one in fields_of(Estimate, mapping, wrong) if one.name == "quantity_each"]
    assert field.value == f"1\n{typed}" and field.error
    with override("ru"):
        (field,) = [one for one in fields_of(Estimate, {}) if one.name == "opium_production"]
        assert "микрограмм" not in field.hint and "грамм" in field.hint


def test_an_estimate_entered_in_grams_is_kept_in_micrograms(office: Pages) -> None:
    stan = office.as_(Role.STATISTICIAN)
    page = text_of(stan, "/papers/estimate/new")
    assert "In grams; kg or mg may stand behind the number." in page
    assert "icrogram" not in page
    told = {"number": "XA-E-9", "territory": "XA", "year": "2032", "substance": "codeine",
            "consumption": "1.5 kg", "use_for_drugs": "0", "use_schedule_iii": "0",
            "use_uncovered": "0", "stocks_31_december": "250", "special_stock_addition": "0",
            "method": "of three years", "kind": "estimate"}  # fmt: skip
    sent = stan.post("/papers/estimate/new", told)
    assert sent.status_code == 302, sent.content.decode()[:3000]
    (kept,) = office.desk.look(lambda book: book.documents("estimate", number="XA-E-9"))
    assert kept.body["paper"]["consumption"] == 1_500_000_000
    assert kept.body["paper"]["stocks_31_december"] == 250_000_000


# Words


def test_units_and_entries_are_in_the_words_of_the_page(office: Pages) -> None:
    with override("ru"):
        assert localised("по книгам 0.5 kg, 3.5 g насчитано") == (
            "по книгам 0,5\u00a0кг, 3,5\u00a0г насчитано"
        )
        assert declared("12 g of base") == "12\u2009г основания"
    assert subject_link({}, "entry:order:1:filled:1") == (
        "Entry of the books <bdi>order:1:filled:1</bdi>"
    )


def test_where_the_books_are_busy_what_was_typed_is_kept(
    office: Pages, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_arguments: object) -> None:
        raise StoreBusy(2)

    monkeypatch.setattr(journal_page, "exported", busy)
    answer = office.as_(Role.APPROVER).post("/journal/acts.csv", {"person": "carla"})
    assert answer.status_code == 503 and b"What you typed is kept" in answer.content


def visited(office: Pages, number: str, firm: str, on: date, state: str = "closed") -> None:
    card = Card(about="main", firms=(firm,), entered=on, since=on, ends=on)
    office.desk.work(
        lambda book: book.add(
            "inspection", {}, actor=CARLA, act="trade.test.fill", state=state, number=number,
            territory="XA", operator=firm, card=card,
        )
    )  # fmt: skip


def years_before(day: date, years: int) -> date:
    return day - timedelta(days=366 * years)


def licensed(office: Pages, firm: str, since: date, ends: date) -> None:
    card = Card(about="possess", firms=(firm,), entered=since, since=since, ends=ends)
    office.desk.work(
        lambda book: book.add(
            "licence", {}, actor=CARLA, act="trade.test.fill", state="in_force",
            number=f"L-{firm}", territory="XA", operator=firm, card=card,
        )
    )  # fmt: skip


def test_an_inspector_sees_whom_to_visit_next_and_plans_it_from_there(office: Pages) -> None:
    today = office.desk.today
    for firm in ("XA-F-0007", "XA-F-0008", "XA-F-0009"):
        licensed(office, firm, years_before(today, 9), today)
    visited(office, "XA-IN-1", "XA-F-0008", years_before(today, 5))
    visited(office, "XA-IN-2", "XA-F-0008", years_before(today, 3))
    visited(office, "XA-IN-3", "XA-F-0009", today.replace(day=1))
    visited(office, "XA-IN-4", "XA-F-0009", today, "planned")
    inspector = office.as_(Role.INSPECTOR)
    answer = inspector.get("/inspections/due")
    order = [one.firm for one in answer.context["found"].firms if one.firm > FIRM]
    assert order == ["XA-F-0007", "XA-F-0008", "XA-F-0009"]
    last = {one.firm: (one.visited, one.planned) for one in answer.context["found"].firms}
    assert last["XA-F-0008"] == (years_before(today, 3), None)
    assert last["XA-F-0009"] == (today.replace(day=1), today)
    page = answer.content.decode()
    assert "2 licensed firms are over 2 years without a visit." in page and "never" in page
    form = text_of(inspector, "/papers/inspection/new?operator=XA-F-0007")
    assert 'name="operator" value="XA-F-0007"' in form
    assert "/inspections/due" in text_of(inspector, "/papers/inspection/")
    for role in (Role.OPERATOR_CLERK, Role.RESPONSIBLE_PERSON):
        assert office.as_(role).get("/inspections/due").status_code == 403, role


# Partners' figures


def test_a_partners_figures_stand_beside_ours_with_the_likely_cause(office: Pages) -> None:
    an_import(office, date(2029, 3, 1), 4_000_000)
    text = b"exporter,substance,exported_g\nXB,morphine,4000\n"
    stan = office.as_(Role.STATISTICIAN)
    assert "/returns/mirror" in text_of(stan, "/returns")
    sent = {"year": "2029", "file": SimpleUploadedFile("xb.csv", text)}
    page = stan.post("/returns/mirror", sent).content.decode()
    row = page[page.index("Unit error") - 900 : page.index("Unit error") + 400]
    assert "XB" in row and "4\u2009000\u2009g" in row and "morphine" in row
    assert FIRM in page[page.index("Unit error") :], "our papers stand beside it"
    none = stan.post("/returns/mirror", {"year": "2029"})
    assert none.status_code == 400 and b"Select the file of a partner" in none.content
    bad = SimpleUploadedFile("xb.csv", b"who,what\nXB,morphine\n")
    wrong = stan.post("/returns/mirror", {"year": "2029", "file": bad})
    assert wrong.status_code == 400 and b"exporter" in wrong.content
    for role in (Role.OPERATOR_CLERK, Role.CUSTOMS):
        assert office.as_(role).get("/returns/mirror").status_code == 403, role
