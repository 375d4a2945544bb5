"""A whole year of licit control worked by commands with --json, against a recount of the papers."""

from __future__ import annotations

import csv
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.office import Office
from tests.office_papers import (
    AUTHORISATION,
    CELL,
    CERTIFICATE,
    ESTIMATE,
    IN,
    KNOWN,
    LICENCE,
    OPERATOR,
    OUT,
    REPLY,
    SIDES,
)
from tests.test_formats import undocumented
from tests.test_job_papers import ASSESSMENT, psychotropic
from tests.test_jobs import (
    ACTIVITIES,
    ARRIVAL,
    DONE,
    ENDORSEMENT,
    GRAM,
    HEADS,
    INSPECTION,
    LINES,
    LOSS,
    NOTICE,
    PLAN,
    SHIPMENT,
    line,
)

AMOUNT = 6
"""The column of amounts on the sheet of entries, in micrograms."""


class Year:
    """The office with every answer read as JSON, and every paper that was handed in kept."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.unknown_keys: dict[str, set[str]] = {}
        self.papers: list[tuple[str, str]] = []

    def on(self, month: int, day: int, year: int = 2025) -> None:
        self.office.on(year, month, day)

    def do(self, *words: str, by: str, code: int = 0) -> Any:
        wire = self.office.wire(*words, "--as", by, code=code)
        missing = undocumented(wire)
        if missing:
            self.unknown_keys.setdefault(wire["format"], set()).update(missing)
        return wire

    def paper(self, kind: str, text: str) -> str:
        self.papers.append((kind, text))
        return self.office.file(f"{len(self.papers)}-{kind}.toml", text)

    def two(self, noun: str, verb: str, number: str, *file: str, proposer: str = "co") -> Any:
        """One person proposes, another opens and decides."""
        self.do(noun, verb, number, *file, by=proposer)
        return self.second(noun, verb, number, *file)

    def second(self, noun: str, verb: str, number: str, *file: str) -> Any:
        self.do(noun, "show", number, by="ap")
        return self.do(noun, verb, number, *file, by="ap")


def the_firms(year: Year) -> None:
    for number, receives in (("OP-1", "wholesale"), ("OP-2", "wholesale")):
        text = OPERATOR.format(number=number, name=f"Firm {number}", receives_as=receives)
        year.do("operator", "enter", year.paper("operator", text), by="co")
        year.two("operator", "register", number)
        year.office.person(f"{number}-1", "OR", number)
        cells = [(one, "morphine") for one in ACTIVITIES] + [("export", "ephedrine")]
        cells += [("possess", "ephedrine"), ("possess", "methylphenidate")]
        cells += [("import", "methylphenidate")]
        grid = "".join(CELL.format(activity=one, substance=what) for one, what in cells)
        text = LICENCE.format(holder=number, grid=grid)
        year.do("licence", "propose", year.paper("licence", text), by="co")
        year.second("licence", "issue", f"L-{number}")


def the_estimates(year: Year) -> None:
    for territory, grams in (("XA", 2000), ("XB", 500)):
        number = f"EST-{territory}"
        text = ESTIMATE.format(number=number, territory=territory, ug=grams * GRAM)
        year.do("estimate", "enter", year.paper("estimate", text), by="st")
        year.do("estimate", "check", number, by="st")
        year.two("estimate", "approve", number, proposer="st")
        year.do("estimate", "send", number, by="st")
    year.on(1, 10)
    for territory, grams in (("XA", 2000), ("XB", 500)):
        reply = year.paper("reply", REPLY.format(ug=grams * GRAM))
        year.two("estimate", "confirm", f"EST-{territory}", reply, proposer="st")


def a_supplement_and_an_assessment(year: Year) -> None:
    """Of morphine 100 g more in the year, by figures replaced; of methylphenidate a kilogram."""
    more = 2100 * GRAM
    text = ESTIMATE.format(number="EST-XA-S", territory="XA", ug=more)
    text += 'kind = "supplement"\nreplaces = "EST-XA"\n[[changes]]\nitem_changed = "a"\n'
    text += f'old = {2000 * GRAM}\nnew = {more}\nreason = "an epidemic"\n'
    year.do("estimate", "enter", year.paper("supplement", text), by="st")
    year.do("estimate", "check", "EST-XA-S", by="st")
    year.two("estimate", "approve", "EST-XA-S", proposer="st")
    year.do("estimate", "send", "EST-XA-S", by="st")
    year.on(1, 12)
    reply = REPLY.format(ug=more).replace("2025-01-10", "2025-01-12")
    year.two("estimate", "confirm", "EST-XA-S", year.paper("reply", reply), proposer="st")
    room = year.do("estimate", "room", "--territory", "XA", by="co")["ceilings"]
    assert [one["allowed_ug"] for one in room] == [more]
    text = ASSESSMENT.format(number="XA-AS-1", ug=1000 * GRAM, day=year.office.day, more="")
    year.do("assessment", "enter", year.paper("assessment", text), by="st")
    year.do("assessment", "check", "XA-AS-1", by="st")
    year.two("assessment", "approve", "XA-AS-1", proposer="st")
    year.do("assessment", "send", "XA-AS-1", by="st")
    said = year.office.file("published.toml", f"published_on = {year.office.day}\n")
    year.two("assessment", "confirm", "XA-AS-1", said, proposer="st")


def a_psychotropic_import(year: Year) -> None:
    year.on(2, 22)
    known = year.office.file(
        "known-71.toml",
        KNOWN.replace('substance = "morphine"', 'substance = "methylphenidate"').replace(
            'code = "XA"', 'code = "XA"\nprohibits = []'
        ),
    )
    paper = year.paper("certificate", psychotropic("XA-IC-2", year.office, 300))
    year.do("authorisation", "propose-import", paper, "--known", known, by="co")
    year.second("authorisation", "issue", "XA-IC-2")
    year.on(2, 24)
    came = ARRIVAL.replace("2025-02-20", "2025-02-24").format(ug=300 * GRAM)
    came = came.replace("XB-EA-7", "XB-EA-8")
    path = year.paper("methylphenidate", came)
    year.do("authorisation", "arrive", "XA-IC-2", path, by="cu")
    endorsed(year, "XA-EN-2", "XB-EA-8", "XA-IC-2", 300)


def precursors(year: Year) -> None:
    """25 kg of ephedrine leave as announced; a notification of XB is answered by two persons."""
    year.on(2, 26)
    ours = NOTICE.replace("2025-03-30", "2025-02-28").replace("2025-03-01", "2025-02-26")
    ours = ours.replace("XA-PEN-1", "XA-PEN-2")
    known, notice = str(year.office.folder / "known.toml"), year.office.file("pen.toml", ours)
    year.do("notification", "draft", notice, "--known", known, by="co")
    sent = year.office.file("sent.toml", "sent_on = 2025-02-26\n")
    year.do("notification", "send", "XA-PEN-2", sent, by="co")
    opening = "line_id,holder,site,day,kind,substance,quantity,unit,already_base\n"
    opening += "OP-1-0,L-OP-1,north,2025-02-01,opening_stock,ephedrine,25,kg,yes\n"
    path, asked = year.office.file("o.csv", opening), ("--operator", "OP-1", "--period", "2025Q1")
    year.do("stock", "file", path, *asked, by="OP-1-1")
    number = year.do("question", "list", by="co")["documents"][0]["number"]
    year.two("question", "settle", number)
    year.on(2, 27)
    told = (
        'reply = "no_objection"\nreplied_at = "2025-02-27T09:00:00Z"\nchannel = "pen_online"\n'
        '[reply_by]\nname = "Authority of XB"\ncountry = "XB"\n'
    )
    path = year.office.file("reply-pen.toml", told)
    year.do("notification", "note-no-objection", "XA-PEN-2", path, by="co")
    demands = 'code = "XB"\nrequests_notification_for = ["Table I"]\n'
    demands += "demands_authorisation_for = []"
    asks = year.office.file("asks.toml", KNOWN.replace('code = "XB"', demands))
    year.do("notification", "clear", "XA-PEN-2", "--known", asks, by="co")
    year.second("notification", "clear", "XA-PEN-2", "--known", asks)
    year.on(2, 28)
    left = SHIPMENT.replace("2025-06-20", "2025-02-28").format(ug=25_000 * GRAM)
    path = year.paper("ephedrine", left)
    year.do("notification", "ship", "XA-PEN-2", path, "--known", asks, by="cu")
    year.do("notification", "close", "XA-PEN-2", by="co")
    text = NOTICE.replace('number = "XA-PEN-1"', 'number = "XB-PEN-7"')
    for old, new in (("XA", "??"), ("XB", "XA"), ("??", "XB")):
        text = text.replace(f'"{old}"', f'"{new}"')
    text = text.replace('licence_number = "L-OP-1"\n', "")
    year.do("notification", "receive", year.office.file("xb-pen.toml", text), by="co")
    reply = told.replace("pen_online", "mail").replace("XB", "XA").replace("27T", "28T")
    path = year.office.file("ours.toml", reply)
    assert year.two("notification", "accept", "XB-PEN-7", path)["state"] == "answered"


def endorsed(year: Year, number: str, export: str, certificate: str, grams: int) -> None:
    """What arrived today is endorsed to XB by two persons, as it was authorised."""
    text = (
        f'number = "{number}"\nexport_authorisation = "{export}"\n'
        f'import_certificate = "{certificate}"\nevent = "imported"\n'
        f'imported_on = {year.office.day}\nreturned_to = "XB"\n[[lines]]\nline = 1\n'
        f'quantity_imported = "{grams} g"\nauthorised_ug = {grams * GRAM}\n'
        f"imported_ug = {grams * GRAM}\n"
    )
    year.do("endorsement", "await", year.paper("endorsement", text), by="co")
    year.two("endorsement", "make", number)
    year.do("endorsement", "return", number, by="co")
    assert year.do("endorsement", "match", number, by="co")["state"] == "matched"


def an_import(year: Year) -> None:
    text = CERTIFICATE.format(number="XA-IC-1", issued=year.office.day) + IN.format(quantity=1500)
    known = year.office.file("known.toml", KNOWN)
    year.do(
        "authorisation", "propose-import", year.paper("certificate", text), "--known", known,
        by="co",
    )  # fmt: skip
    year.second("authorisation", "issue", "XA-IC-1")
    year.on(2, 20)
    came = year.paper("arrival", ARRIVAL.format(ug=1500 * GRAM))
    year.do("authorisation", "arrive", "XA-IC-1", came, by="cu")
    endorsed(year, "XA-EN-1", "XB-EA-7", "XA-IC-1", 1500)


def filed(year: Year, operator: str, period: str, *lines: str, code: int = 0) -> Any:
    path = year.office.file(f"{operator}-{len(year.papers)}.csv", HEADS + "".join(lines))
    asked = ("--operator", operator, "--period", period)
    wire = year.do("stock", "file", path, *asked, by=f"{operator}-1", code=code)
    taken = {one["line_id"] for one in wire["lines"] if one["verdict"] != "refused"}
    for one in lines:
        if one.partition(",")[0] in taken:
            year.papers.append(("line", HEADS + one))
    return wire


def the_first_quarter(year: Year) -> None:
    """A company return with a refused line that is put right; a loss, a destruction."""
    year.on(3, 1)
    year.do("loss", "report", year.office.file("loss.toml", LOSS), by="OP-1-1")
    form = 'measures = "police told"\n' + LINES.format(grams=5)
    year.do("loss", "complete", "LO-1", year.paper("loss", form), by="OP-1-1")
    year.do("loss", "review", "LO-1", by="co")
    year.two("loss", "close", "LO-1")
    year.on(3, 10)
    plan = year.office.file("plan.toml", PLAN.format(reason="expired") + LINES.format(grams=10))
    year.do("destruction", "plan", plan, by="OP-1-1")
    for person, is_own in (("OP-1-1", "true"), ("ins", "false")):
        text = f'person = "{person}"\nis_of_operator = {is_own}\nis_authorised = true\n'
        year.do("destruction", "witness", "DE-1", year.office.file("w.toml", text), by=person)
    year.do("destruction", "do", "DE-1", year.paper("destruction", DONE), by="ins")
    year.two("destruction", "close", "DE-1")
    year.on(4, 5)
    good = line("OP-1-1", "OP-1", "2025-03-01", "supply_out", 300, "OP-2")
    wrong = line("OP-1-2", "OP-1", "2025-03-02", "supply_out", 20, "OP-9")
    found = filed(year, "OP-1", "2025Q1", good, wrong, code=1)
    assert found["waiting"] == ["OP-1-2"]
    filed(year, "OP-1", "2025Q1", line("OP-1-2", "OP-1", "2025-03-02", "supply_out", 20, "OP-2"))
    filed(year, "OP-2", "2025Q1", line("B-1", "OP-2", "2025-03-04", "purchase_in", 320, "OP-1"))
    for operator in ("OP-1", "OP-2"):
        asked = ("--operator", operator, "--period", "2025Q1")
        assert year.do("stock", "sign", *asked, by=f"{operator}-1")["state"] == "complete"


def a_correction(year: Year) -> None:
    text = (
        'number = "CO-1"\ncorrects = "company_return:OP-1:OP-1-1"\nreason = "weighed short"\n'
        f'[[right]]\nsubstance = "morphine"\namount_ug = {290 * GRAM}\n'
        '[right.from]\nkind = "stock"\nholder = "OP-1"\nplace = "north"\n'
        '[right.to]\nkind = "in_transit"\nholder = "OP-1"\nplace = "OP-2"\n'
    )
    filed(
        year, "OP-2", "2025Q1",
        line("B-2", "OP-2", "2025-03-04", "purchase_in", 310, "OP-1").replace(
            ",,,\n", ",,B-1,weighed again\n"),
    )  # fmt: skip
    year.do("correction", "propose", year.paper("correction", text), by="co")
    year.second("correction", "approve", "CO-1")
    asked = ("--operator", "OP-2", "--period", "2025Q1")
    year.do("stock", "sign", *asked, by="OP-2-1")


def an_export(year: Year) -> None:
    """Shipped short, endorsed shorter still, asked about, settled, closed."""
    year.on(6, 10)
    foreign = SIDES.format_map({**OUT, "authority": "XB", "quantity": 200})
    text = CERTIFICATE.format(number="XB-IC-1", issued="2025-06-01") + foreign
    year.do("authorisation", "enter-certificate", year.office.file("xb.toml", text), by="co")
    year.do("authorisation", "mark-certificate", "XB-IC-1", "valid", by="co")
    own = SIDES.format_map({**OUT, "authority": "XA", "quantity": 200})
    paper = year.office.file("ea.toml", AUTHORISATION.format(number="XA-EA-1") + own)
    known = str(year.office.folder / "known.toml")
    year.do("authorisation", "propose-export", paper, "--known", known, by="co")
    year.second("authorisation", "issue", "XA-EA-1")
    year.on(6, 20)
    shipment = year.paper("shipment", SHIPMENT.format(ug=195 * GRAM))
    year.do("authorisation", "ship", "XA-EA-1", shipment, "--known", known, by="cu")
    year.on(7, 10)
    back = year.office.file("back.toml", ENDORSEMENT.format(ug=190 * GRAM))
    assert year.two("authorisation", "endorse", "XA-EA-1", back)["state"] == "in_query"
    year.on(7, 12)
    reply = year.office.file("reply.toml", 'text = "5 g were sampled"\nreplied_on = 2025-07-12\n')
    year.do("authorisation", "settle", "XA-EA-1", reply, by="co")
    assert year.do("authorisation", "close", "XA-EA-1", by="co")["state"] == "closed"


def a_notification_with_an_objection(year: Year) -> None:
    year.on(8, 1)
    text = NOTICE.replace("2025-03-01", "2025-08-01").replace("2025-03-30", "2025-08-30")
    known = str(year.office.folder / "known.toml")
    path = year.office.file("pen.toml", text)
    year.do("notification", "draft", path, "--known", known, by="co")
    sent = year.office.file("sent.toml", "sent_on = 2025-08-01\n")
    year.do("notification", "send", "XA-PEN-1", sent, by="co")
    reply = year.office.file(
        "objection.toml",
        'reply = "objection"\nreplied_at = "2025-08-10T09:00:00Z"\nchannel = "pen_online"\n'
        'reply_reason = "quantity_above_need"\n[reply_by]\nname = "Authority of XB"\n'
        'country = "XB"\n',
    )
    year.on(8, 11)
    year.do("notification", "note-objection", "XA-PEN-1", reply, by="co")
    refused = year.do("notification", "clear", "XA-PEN-1", by="co", code=1)
    assert refused["outcome"] == "refused"
    assert year.do("notification", "stop", "XA-PEN-1", by="cu")["state"] == "stopped"


def an_inspection(year: Year) -> None:
    """A gram more is counted than the books hold: a question, booked by two persons."""
    year.on(9, 1)
    text = INSPECTION.replace("2025-03-12", "2025-09-01")
    year.do("inspection", "plan", year.office.file("in.toml", text), by="ins")
    year.do("inspection", "start", "IN-1", by="ins")
    asked = ("--operator", "OP-1")
    accounts = year.do("stock", "balance", *asked, by="ins")["accounts"]
    own = [one for one in accounts if (one["kind"], one["substance"]) == ("stock", "morphine")]
    (held,) = (one["amount_ug"] for one in own)
    report = f'[[counts]]\nsubstance = "morphine"\ncounted_ug = {held + GRAM}\n'
    report += f'[[counts]]\nsubstance = "methylphenidate"\ncounted_ug = {300 * GRAM}\n'
    report += '[[findings]]\ncode = "1"\ngrade = "minor"\ncitation = "un1961/34"\n'
    report += 'sentence = "the register is a day behind"\n'
    year.do("inspection", "find", "IN-1", year.paper("count", report), by="ins")
    answers = '[[answers]]\ncode = "1"\ntext = "written up"\n'
    year.do("inspection", "answer", "IN-1", year.office.file("an.toml", answers), by="OP-1-1")
    assert year.two("inspection", "close", "IN-1", proposer="ins")["state"] == "closed"
    found = year.do("question", "list", "--state", "open", by="co")["documents"]
    number = next(one["number"] for one in found if one["number"].startswith("inspection:IN-1"))
    assert year.two("question", "settle", number)["state"] == "settled"


def the_rest_is_nil(year: Year) -> None:
    year.on(1, 10, 2026)
    for operator in ("OP-1", "OP-2"):
        for quarter in ("2025Q2", "2025Q3", "2025Q4"):
            asked = ("--operator", operator, "--period", quarter)
            year.do("stock", "open", *asked, by="co")
            nil = ("--nil", "--because", "nothing moved but by papers")
            year.do("stock", "sign", *asked, *nil, by=f"{operator}-1")


def opened(year: Year, form: str, period: str, figures: list[dict[str, Any]], book: Any) -> None:
    """Every figure that rests on the books is opened: its entries add up to it.

    The first one by the command, which the workbook must say alike; the others there.
    """
    told: Counter[tuple[str, ...]] = Counter()
    for row in list(book["Entries"].iter_rows(values_only=True))[2:]:
        told[tuple(one or "" for one in row[:3])] += int(row[AMOUNT] or 0)
    asked = [one for one in figures if one["amount_ug"]] if form not in ("B", "B/P") else []
    for place, one in enumerate(asked if form != "B supplement" else []):
        name = (one["column"], one["substance"], one["other"])
        assert told[name] == one["amount_ug"], one
        if not place:
            words = ("return", "compute", form, "--period", period, "--open", "/".join(name))
            found = year.do(*words, by="st")["opened"]
            assert found and sum(each["amount_ug"] for each in found) == one["amount_ug"], one


def a_return(year: Year, form: str, period: str, number: str) -> dict[tuple[str, str], int]:
    """Computed, checked, explained, approved by another, sent, acknowledged."""
    out = year.office.folder / f"{number.replace(':', '-')}.xlsx"
    asked = ("return", "compute", form, "--period", period, "--json", "--out", str(out))
    made = json.loads(year.office(*asked, "--as", "st").partition("\nwrote ")[0])
    opened(year, form, period, made["figures"], load_workbook(out))
    year.do("return", "check", number, by="st")
    for one in year.do("return", "checks", number, by="st")["checks"]:
        if one["check"] in ("A3", "A4"):
            assert one["answer"] in ("met", "not applicable"), one
        if one["answer"] in ("not met", "undetermined") and not one["is_advice"]:
            text = f'check = "{one["check"]}"\nsentence = "looked at, see the file"\n'
            year.do("return", "explain", number, year.office.file("e.toml", text), by="st")
    year.two("return", "approve", number, proposer="st")
    sent = f'on = {year.office.day}\nhow = "mail"\ncontent_hash = "{made["content_hash"]}"\n'
    path = year.office.file("s.toml", sent)
    year.two("return", "send", number, path, proposer="st")
    took = year.office.file("t.toml", f'on = {year.office.day}\nreference = "B-1"\n')
    assert year.do("return", "acknowledge", number, took, by="st")["state"] == "acknowledged"
    return {
        (one["column"], one["other"]): one["amount_ug"]
        for one in made["figures"]
        if one["amount_ug"] is not None
    }


def recounted(papers: list[tuple[str, str]]) -> Counter[str]:
    """The year from the papers alone: their amounts in micrograms, without the books."""
    found: Counter[str] = Counter()
    for kind, text in papers:
        ug = [int(one) for one in _after(text, "amount_ug = ", "weighed_ug = ")]
        grams = [int(one) * GRAM for one in _after(text, 'quantity = "')]
        if kind == "arrival":
            found["imported"] += sum(ug)
        elif kind == "shipment":
            found["exported"] += sum(ug)
        elif kind == "loss":
            found["gone"] += sum(grams)
        elif kind == "destruction":
            found["gone"] += sum(ug)
        elif kind == "count":
            found["counted more"] += GRAM
        elif kind == "line":
            (row,) = csv.DictReader(text.splitlines())
            found[row["kind"]] += int(row["quantity"]) * GRAM * (0 if row["corrects"] else 1)
    return found


def _after(text: str, *marks: str) -> list[str]:
    """The digits that follow each mark on its line."""
    parts = [part.split("\n")[0] for mark in marks for part in text.split(mark)[1:]]
    return ["".join(sign for sign in part if sign.isdigit()) for part in parts]


def the_other_returns(year: Year) -> None:
    """A/P, P and D rest on the books; B, its supplement and B/P on what was filed."""
    quarters = [a_return(year, "A/P", f"2025Q{one}", f"AP:2025Q{one}") for one in (1, 2, 3, 4)]
    imported = [one.get(("imported", "XB"), 0) for one in quarters]
    form_p = a_return(year, "P", "2025", "P:2025")
    assert sum(imported) == form_p["imported", "XB"] == 300 * GRAM
    form_d = a_return(year, "D", "2025", "D:2025")
    assert form_d == {("seized", ""): 0, ("seized_destroyed", ""): 0}
    assert 2000 * GRAM in a_return(year, "B", "2025", "B:2025").values()
    assert 2100 * GRAM in a_return(year, "B supplement", "2025", "B-supplement:2025").values()
    assert 1000 * GRAM in a_return(year, "B/P", "2025", "BP:2025").values()


def the_whole_year(office: Office) -> None:
    year = Year(office)
    year.on(1, 2)
    the_firms(year)
    the_estimates(year)
    a_supplement_and_an_assessment(year)
    an_import(year)
    a_psychotropic_import(year)
    precursors(year)
    the_first_quarter(year)
    a_correction(year)
    an_export(year)
    a_notification_with_an_objection(year)
    an_inspection(year)
    the_rest_is_nil(year)
    own = recounted(year.papers)
    assert own["supply_out"] == own["purchase_in"] == 320 * GRAM
    by_quarter: Counter[tuple[str, str]] = Counter()
    for quarter in ("2025Q1", "2025Q2", "2025Q3", "2025Q4"):
        by_quarter.update(a_return(year, "A", quarter, f"A:{quarter}"))
    assert by_quarter["imported", "XB"] == own["imported"] == 1500 * GRAM
    assert by_quarter["exported", "XB"] == own["exported"] == 195 * GRAM
    form_c = a_return(year, "C", "2025", "C:2025")
    assert form_c["imported", ""] == own["imported"]
    assert form_c["exported", ""] == own["exported"]
    assert form_c["destroyed_or_lost", ""] == own["gone"]
    left = own["imported"] - own["exported"] - own["gone"] + own["counted more"]
    assert form_c["closing_stock", ""] == left
    assert form_c["found_by_count", ""] == own["counted more"]
    the_other_returns(year)
    assert len(year.do("return", "list", by="ap")["documents"]) == 14
    verified = office.wire("journal", "verify")
    assert verified["troubles"] == [] and not undocumented(verified)
    for words in (("node", "status"), ("node", "night"), ("person", "list"), ("journal", "list")):
        assert not undocumented(office.wire(*words)), words
    assert year.unknown_keys == {}
    assert json.loads(json.dumps(verified)) == verified


def test_a_whole_year_equals_a_recount_of_its_papers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_whole_year(Office(tmp_path, monkeypatch).made())


def test_the_same_year_on_postgresql(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres_address: str
) -> None:
    office = Office(tmp_path, monkeypatch)
    monkeypatch.setenv("RINGFENCE_DATABASE_URL", postgres_address)
    the_whole_year(office.made())
