"""Four eyes are two persons: not two roles, two spellings, a deputy, a token or a circle."""

from __future__ import annotations

from pathlib import Path

import pytest

from ringfence.jobs.deputies import deputies_of, end_deputy, name_deputy, propose_for
from ringfence.jobs.doing import open_desk
from ringfence.trade.roles import Actor, Role
from tests.office import Office
from tests.office_papers import AUTHORISATION, CELL, CERTIFICATE, KNOWN, LICENCE, OUT, SIDES
from tests.test_jobs import estimated, imported, ready, register

CHANGE = 'number = "{number}"\nperson = "{person}"\nrole = "{role}"\n'


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Office:
    return Office(tmp_path, monkeypatch).made()


def proposed_licence(office: Office, by: str = "co") -> None:
    register(office, "OP-1")
    grid = CELL.format(activity="possess", substance="morphine")
    paper = office.file("l.toml", LICENCE.format(holder="OP-1", grid=grid))
    office("licence", "propose", paper, "--as", by)


def state(office: Office, noun: str, number: str) -> str:
    return str(office.wire(noun, "show", number, "--as", "ap2")["state"])


def deputy(office: Office, person: str, stands: str) -> None:
    day = office.day.isoformat()
    told = {"deputy": stands, "first": day, "last": day}
    name_deputy(open_desk(office.node), person, told)


@pytest.mark.parametrize("name", ["CO", "cо", "ｃｏ", "co\u200b", "c0", "co ", "ćo", "Со"])
def test_nobody_is_entered_under_a_name_that_reads_like_anothers(office: Office, name: str) -> None:
    asked = ("person", "add", name, "--role", "AP", "--territory", "XA")
    said = office(*asked, "--as", "ad", "--confirmed-by", "ap", code=1)
    assert "reads like 'co'" in said
    text = CHANGE.format(number="UC-1", person=name, role="AP")
    if name == name.strip().replace("\u200b", ""):
        asked = ("user-change", "propose", office.file("uc.toml", text), "--as", "ad")
        assert office(*asked, code=1) == said
    names = {row.split()[0] for row in office("person", "list").splitlines()}
    assert names == {"ad", "ap", "ap2", "co", "cu", "ins", "st"}


def test_a_name_taken_since_it_was_proposed_is_refused_when_it_is_decided(office: Office) -> None:
    text = CHANGE.format(number="UC-1", person="dana", role="CO")
    office("user-change", "propose", office.file("uc.toml", text), "--as", "ad")
    office.person("Dana", "CO")
    assert "reads like 'Dana'" in office.second("user-change", "approve", "UC-1", code=1)
    assert "dana" not in office("person", "list")


@pytest.mark.parametrize("name", ["\u200b", "a\u202eb", "a\nb", "  "])
def test_a_name_that_nobody_sees_whole_is_refused(office: Office, name: str) -> None:
    asked = ("person", "add", name, "--role", "CO", "--territory", "XA")
    assert "signs that nobody sees" in office(*asked, "--as", "ad", "--confirmed-by", "ap", code=1)


def test_two_roles_of_one_person_are_one_person(office: Office) -> None:
    proposed_licence(office)
    office.role("co", "AP")
    office("licence", "show", "L-OP-1", "--as", "co:AP")
    said = office("licence", "issue", "L-OP-1", "--as", "co:AP", code=1)
    assert "cannot decide" in said and state(office, "licence", "L-OP-1") == "proposed"


def test_a_deputy_of_the_proposer_is_no_second_and_nobodys_approver(office: Office) -> None:
    proposed_licence(office)
    deputy(office, "co", "ap")
    said = office.second("licence", "issue", "L-OP-1", code=1)
    assert "the person you stand for" in said
    deputy(office, "ad", "ap2")
    for person, who in (("new", "ap2"), ("ap2", "ap2"), ("ad", "ap2")):
        asked = ("person", "add", person, "--role", "AP", "--territory", "XA")
        said = office(*asked, "--as", "ad", "--confirmed-by", who, code=1)
        assert "nobody decides on their own role" in said
    assert "new" not in office("person", "list")


def test_a_deputy_of_a_deputy_is_no_second_either(office: Office) -> None:
    proposed_licence(office)
    for person, stands in (("co", "cu"), ("cu", "ap"), ("ap", "co"), ("cu", "co")):
        deputy(office, person, stands)
    said = office.second("licence", "issue", "L-OP-1", code=1)
    assert "the person you stand for" in said
    asked = ("person", "add", "new", "--role", "AP", "--territory", "XA", "--as", "ad")
    deputy(office, "ad", "st")
    deputy(office, "st", "ap2")
    assert "nobody decides on their own role" in office(*asked, "--confirmed-by", "ap2", code=1)


def test_whoever_was_a_deputy_when_it_was_proposed_stays_no_second(office: Office) -> None:
    proposed_licence(office)
    deputy(office, "co", "ap")
    found = deputies_of(open_desk(office.node), Actor("co", Role.CASE_OFFICER, "XA"))[0]
    end_deputy(open_desk(office.node), found[0].number, "co")
    assert "the person you stand for" in office.second("licence", "issue", "L-OP-1", code=1)
    office.on(2025, 1, 3)
    said = office.second("licence", "issue", "L-OP-1", code=1)
    assert "you stood for co when it was entered or proposed" in said
    office.second("licence", "issue", "L-OP-1", by="ap2")


def test_a_deputy_who_was_never_let_stand_stood_for_nobody(office: Office) -> None:
    day = office.day.isoformat()
    told = {"person": "co", "deputy": "ap", "first": day, "last": day}
    number = propose_for(open_desk(office.node), "ad", told)
    end_deputy(open_desk(office.node), number, "ad")
    proposed_licence(office)
    office.second("licence", "issue", "L-OP-1")


def test_nobody_decides_on_the_role_of_whom_they_stand_for(office: Office) -> None:
    office("person", "add", "ad2", "--role", "AD", "--territory", "XA", "--as", "ad",
           "--confirmed-by", "ap")  # fmt: skip
    deputy(office, "co", "ap2")
    text = CHANGE.format(number="UC-1", person="co", role="AP")
    office("user-change", "propose", office.file("uc.toml", text), "--as", "ad2")
    said = office.second("user-change", "approve", "UC-1", by="ap2", code=1)
    assert "nobody decides on their own" in said
    office.second("user-change", "approve", "UC-1", by="ap")


def test_no_circle_of_users_gives_itself_a_deciding_role(office: Office) -> None:
    own = CHANGE.format(number="UC-1", person="ad", role="AP")
    office("user-change", "propose", office.file("a.toml", own), "--as", "ad")
    said = office.second("user-change", "approve", "UC-1", code=1)
    assert "an administrator cannot be given a deciding role by their own word" in said
    office("person", "add", "ad", "--role", "AP", "--territory", "XA", "--as", "ad",
           "--confirmed-by", "ap", code=1)  # fmt: skip
    office.role("ap2", "AD")
    for number, person, by in (("UC-2", "ap2", "ap2:AD"), ("UC-3", "x1", "ap2:AD")):
        text = CHANGE.format(number=number, person=person, role="CO")
        office("user-change", "propose", office.file(f"{number}.toml", text), "--as", by)
        office("user-change", "show", number, "--as", "ap2:AP")
        said = office("user-change", "approve", number, "--as", "ap2:AP", code=1)
        assert "cannot decide" in said
        assert state_of_change(office, number) == "proposed"
    said = office("person", "add", "x2", "--role", "CO", "--territory", "XA", "--as", "ap2",
                  "--confirmed-by", "ap2", code=1)  # fmt: skip
    assert "nobody decides" in said


def state_of_change(office: Office, number: str) -> str:
    return str(office.wire("user-change", "show", number, "--as", "ad")["state"])


SETTING = 'number = "SC-1"\nsetting = "time_limits.approval_working_days"\nvalue = ["9"]\n'


def test_nobody_decides_on_a_setting_that_they_proposed(office: Office) -> None:
    office.role("ap2", "AD")
    text = f'{SETTING}valid_from = {office.day}\nreason = "more time"\n'
    office("setting", "propose", office.file("s.toml", text), "--as", "ap2:AD")
    office("setting", "show", "SC-1", "--as", "ap2:AP")
    said = office("setting", "approve", "SC-1", "--as", "ap2:AP", code=1)
    assert "cannot decide" in said


def test_what_was_altered_after_it_was_opened_is_not_approved(office: Office) -> None:
    proposed_licence(office)
    office("licence", "show", "L-OP-1", "--as", "ap")
    grid = CELL.format(activity="possess", substance="morphine")
    more = grid + CELL.format(activity="supply", substance="morphine")
    other = office.file("other.toml", LICENCE.format(holder="OP-1", grid=more))
    said = office("licence", "propose", other, "--as", "co", code=3)
    assert "L-OP-1" in said
    office("licence", "issue", "L-OP-1", "--as", "ap")
    shown = office.wire("licence", "show", "L-OP-1", "--as", "ap2")
    assert len(shown["paper"]["grid"]) == 1


CORRECTION = """
number = "CO-1"
corrects = "{entry}"
reason = "weighed anew"
[[right]]
substance = "morphine"
amount_ug = 1000000
[right.from]
kind = "{kind}"
holder = "{holder}"
place = "north"
[right.to]
kind = "stock"
holder = "OP-1"
place = "north"
"""
ENTRY = "import_certificate:XA-IC-1:arrived:XB-EA-7"


def test_nobody_approves_their_own_correction(office: Office) -> None:
    ready(office)
    imported(office)
    office.role("co", "AP")
    text = CORRECTION.format(entry=ENTRY, kind="manufacture", holder="OP-1")
    office("correction", "propose", office.file("c.toml", text), "--as", "co:CO")
    office("correction", "show", "CO-1", "--as", "co:AP")
    assert "cannot decide" in office("correction", "approve", "CO-1", "--as", "co:AP", code=1)


@pytest.mark.parametrize(
    ("holder", "substance", "says"),
    [("OP-2", "morphine", "OP-2"), ("OP-1", "nosuch", "nosuch")],
)
def test_a_firm_corrects_nothing_of_another_and_nobody_books_an_unknown_substance(
    office: Office, holder: str, substance: str, says: str
) -> None:
    ready(office)
    imported(office)
    text = CORRECTION.format(entry=ENTRY, kind="manufacture", holder=holder)
    path = office.file("c.toml", text.replace('"morphine"', f'"{substance}"'))
    by = "OP-1-1" if holder == "OP-2" else "co"
    assert says in office("correction", "propose", path, "--as", by, code=3)


def test_the_second_person_tells_no_facts_that_the_first_did_not(office: Office) -> None:
    ready(office)
    estimated(office, "XB", 500)
    imported(office)
    office.on(2025, 6, 10)
    sides = SIDES.format_map({**OUT, "authority": "XB", "quantity": 200})
    foreign = CERTIFICATE.format(number="XB-IC-1", issued="2025-06-01") + sides
    office("authorisation", "enter-certificate", office.file("xb.toml", foreign), "--as", "co")
    office("authorisation", "mark-certificate", "XB-IC-1", "valid", "--as", "co")
    own = SIDES.format_map({**OUT, "authority": "XA", "quantity": 200})
    paper = office.file("ea.toml", AUTHORISATION.format(number="XA-EA-1") + own)
    doubt = office.file("doubt.toml", KNOWN.replace("is_stopped_by_board = false\n", ""))
    good = office.file("good.toml", KNOWN)
    office("authorisation", "propose-export", paper, "--known", doubt, "--as", "co")
    issue = ("authorisation", "issue", "XA-EA-1")
    assert "held" in office.second(*issue, code=2)
    said = office.second(*issue, "--known", good, code=1)
    assert "was not told with the proposal: let it be proposed anew" in said
    again = ("authorisation", "propose-again", "XA-EA-1", "--known", good, "--as", "co")
    office(*again)
    assert office(*issue, "--known", doubt, "--as", "ap", code=1)
    assert "issued" in office.second(*issue, "--known", good)
