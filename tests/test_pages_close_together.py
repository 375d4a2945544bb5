"""Several rows closed with one reason: each has its own verdict, and two persons where it asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.keeping import held_of
from ringfence.jobs.questions import ask
from ringfence.trade.question import Question
from ringfence.trade.roles import Role
from tests.api_parts import with_token
from tests.pages_parts import FIRM, Pages
from tests.test_pages_work import an_operator

PAGE = "/work/together/close"
NUMBERS = ("Q-1", "Q-2", "Q-3")


@pytest.fixture
def office(tmp_path: Path) -> Pages:
    made = Pages(tmp_path / "node")
    for number in NUMBERS:
        question = Question(number, "paper_difference", FIRM, "L-1", sentence="who has it right?")
        made.desk.work(lambda book, question=question: ask(book, made.desk, question))
    return made


def rows(*numbers: str) -> list[str]:
    return [f"question:{one}" for one in numbers]


def states(office: Pages) -> dict[str, tuple[str, bool]]:
    def read(number: str) -> tuple[str, bool]:
        stored = office.desk.look(lambda book: book.document("question", number))
        held = held_of(kinds()["question"], stored)
        return held.state, held.proposal is not None

    return {number: read(number) for number in NUMBERS}


def test_each_is_proposed_by_itself_and_decided_by_another_who_opens_it(office: Pages) -> None:
    carla = office.as_(Role.CASE_OFFICER)
    home = carla.get("/?tab=office").content.decode()
    assert "Close the chosen rows" in home
    listed = carla.post(PAGE, {"row": rows(*NUMBERS)}).content.decode()
    assert "Close these 3 rows" in listed
    assert set(states(office).values()) == {("open", False)}, "nothing is done before the reason"
    empty = carla.post(PAGE, {"row": rows(*NUMBERS), "sure": "1", "reason": " "})
    assert empty.status_code == 400 and b'href="#reason"' in empty.content
    told = {"row": [*rows("Q-1", "Q-2"), "question:Q-404"], "sure": "1", "reason": "counted again"}
    done = carla.post(PAGE, told).content.decode()
    assert done.count("proposed to be closed") == 2 and done.count("not closed") == 1
    assert states(office) == {
        "Q-1": ("open", True), "Q-2": ("open", True), "Q-3": ("open", False),
    }  # fmt: skip
    amir = office.as_(Role.APPROVER)
    decided = amir.post(PAGE, told).content.decode()
    assert decided.count("nothing is decided from a list") == 2, "who decides opens each"
    assert states(office)["Q-1"] == ("open", True)
    assert amir.get("/papers/question/Q-1/").status_code == 200
    assert amir.get("/papers/question/Q-1/close").status_code == 200
    closed = amir.post("/papers/question/Q-1/close", {"version": "2"})
    assert closed.status_code == 302 and states(office)["Q-1"] == ("closed", False)
    assert "counted again" in amir.get("/papers/question/Q-1/").content.decode()


def test_what_is_not_closed_by_a_reason_alone_says_so(office: Pages) -> None:
    an_operator(office, "XA-F-9")
    carla = office.as_(Role.CASE_OFFICER)
    told = {"row": ["operator:XA-F-9", *rows("Q-1")], "sure": "1", "reason": "settled by letter"}
    done = carla.post(PAGE, told).content.decode()
    assert "is not closed from a list" in done and done.count("proposed to be closed") == 1


def test_a_system_closes_within_its_scopes(office: Pages) -> None:
    asked = {
        "rows": [{"kind": "question", "number": one} for one in ("Q-1", "Q-404")],
        "reason": "counted again",
    }
    system = with_token(office, Role.CASE_OFFICER, "question:close", "question:read")
    verdicts = system.post("/work/close", asked)["verdicts"]
    assert [(one["is_done"], one["is_proposed"]) for one in verdicts] == [
        (True, True), (False, False),
    ]  # fmt: skip
    with_token(office, Role.CASE_OFFICER, "question:read").post("/work/close", asked, 403)
    assert states(office)["Q-3"] == ("open", False)
