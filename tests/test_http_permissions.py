"""Every role and every act of every kind of document, over HTTP, against the table of permissions.

The table is read here from its file, cell by cell, and not by the code that it tests. A document is
put into the state from which an act leads; its paper is whatever its record lets stand.
"""

from __future__ import annotations

import csv
import dataclasses
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, get_origin, get_type_hints

import pytest

import ringfence.trade
from ringfence.jobs.acts import NOT_ENTERED_BY_HAND, is_asked_by_verb
from ringfence.jobs.document_kinds import DocumentKind, kinds
from ringfence.jobs.doing import Desk, open_desk
from ringfence.jobs.keeping import body_of
from ringfence.law.record import without_none
from ringfence.trade.acting import PROPOSED, Held
from ringfence.trade.life import Done
from ringfence.trade.roles import Actor, Role
from ringfence.trade.token import NEVER
from tests.api_parts import System, in_browser, with_token
from tests.pages_parts import FIRM, PERSONS, Pages

DAY = date(2026, 3, 2)
OTHER_FIRM = "XA-F-0666"
BOOKKEEPER = Actor("bookkeeper", Role.CASE_OFFICER, "XA")

BY_PAGE = (Role.AUDITOR, Role.OPERATOR_CLERK)
"""Roles that try every act by its page too; all try it over the API, and the job is the same."""

REFUSED_BY_THE_TABLE = (
    "the role has no part in it",
    "the role reads it and does not act",
    "the role proposes it: another person decides",
    "the role decides what others propose, and does not propose",
    "it belongs to",
    "it was entered by another person",
    "it is addressed to another authority",
    "the partner authority is not told",
    "only ",
    "it happens by itself",
    "nobody has proposed it yet",
)
"""How a refusal for want of permission begins."""


def cells() -> dict[str, dict[str, str]]:
    """The table as it stands in its files: act, then role."""
    found = {}
    folder = Path(ringfence.trade.__file__).parent
    for name in ("permissions.csv", "operator_acts.csv"):
        for row in csv.DictReader((folder / name).read_text(encoding="utf-8").splitlines()):
            found[row["act"]] = row
    return found


TABLE = cells()


@cache
def a_value(hint: Any, name: str) -> Any:
    """Some value of a type: a text, the first word of an enumeration, a record of such."""
    hint = without_none(hint)
    if get_origin(hint) is tuple:
        return ()
    if dataclasses.is_dataclass(hint):
        return a_record(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return next(iter(hint))
    scalars = {date: DAY, Decimal: Decimal(1), int: 1, bool: True}
    return scalars.get(hint, FIRM if name in ("operator", "holder") else "x")


def a_record(cls: Any) -> Any:
    """A record with what it must have, and nothing else."""
    hints = get_type_hints(cls)
    needed = [
        one
        for one in dataclasses.fields(cls)
        if one.default is dataclasses.MISSING and one.default_factory is dataclasses.MISSING
    ]
    return cls(**{one.name: a_value(hints[one.name], one.name) for one in needed})


def a_document(kind: DocumentKind, verb: str, firm: str) -> Held[Any]:
    """A document in a state from which the act leads, proposed where it is to be decided."""
    word = kind.verb(verb).act
    step = next((one for one in kind.life.transitions if one.act == word), None)
    state = step.sources[0] if step else kind.life.first
    history = [Done(kind.enter, "bookkeeper", Role.CASE_OFFICER, 0)]
    if step and step.second:
        history.append(Done(f"{word}{PROPOSED}", "second", Role.CASE_OFFICER, 1))
    return Held(
        a_record(kind.paper), state, "XA", (firm,), "XB", tuple(history),
        (None,) * len(history), (DAY,) * len(history),
        proposal=history[-1] if len(history) == 2 else None,
        came_from=kind.life.first,
    )  # fmt: skip


def put(desk: Desk, kind: DocumentKind, held: Held[Any], *numbers: str) -> None:
    """Put a document into the books, under each of the numbers."""

    def job(book: Any) -> None:
        for number in numbers:
            book.add(
                kind.name, body_of(held), actor=BOOKKEEPER, act=kind.enter, state=held.state,
                number=number, territory="XA", operator=held.operators[0],
            )  # fmt: skip

    desk.work(job)


@pytest.fixture(scope="module")
def office() -> Iterator[Pages]:
    with tempfile.TemporaryDirectory() as folder:
        yield Pages(Path(folder) / "node")


@pytest.fixture(scope="module")
def browsers(office: Pages, tokens: dict[Role, System]) -> dict[Role, System]:
    """Everybody, signed in; the tokens come first, while nobody could have decided on them."""
    return {role: in_browser(office, role) for role in PERSONS}


@pytest.fixture(scope="module")
def tokens(office: Pages) -> dict[Role, System]:
    """A system for everybody for whom one may be made."""
    return {role: with_token(office, role) for role in PERSONS if role not in NEVER}


PAIRS = [
    (kind.name, verb)
    for kind in kinds().values()
    for verb in kind.verbs
    if is_asked_by_verb(kind.name, verb)
    and any(one.act == kind.verb(verb).act for one in kind.life.transitions)
]


def is_second(kind: DocumentKind, word: str) -> bool:
    return any(one.second for one in kind.life.transitions if one.act == word)


def is_given(cell: str, second: bool) -> bool:
    """Whether a cell lets a role do or propose the act, with a proposal of another standing."""
    mode, _, condition = cell.partition(":")
    if condition or mode in ("-", "R", "r", "=", "o", ""):
        return False
    return mode in ("D", "d", "Dp", "dp", "Dp+2") or (mode == "2" and second)


@pytest.mark.parametrize(("name", "verb"), PAIRS)
def test_every_role_does_over_http_what_the_table_gives_it_and_nothing_else(
    name: str, verb: str, office: Pages, browsers: dict[Role, System]
) -> None:
    kind, desk = kinds()[name], open_desk(office.folder)
    word = kind.verb(verb).act
    numbers = {role: f"N-{verb}-{role.value}" for role in PERSONS}
    put(desk, kind, a_document(kind, verb, FIRM), *numbers.values())
    for role, number in numbers.items():
        system = browsers[role]
        seen = system.client.get(f"/api/v1/documents/{name}/{number}")
        version = seen.json()["version"] if seen.status_code == 200 else 2
        address = f"/api/v1/documents/{name}/{number}/acts/{verb}"
        if is_given(TABLE[word][role.value], is_second(kind, word)):
            system.client.raise_request_exception = False
            told = system.client.post(address, {"version": version}, "application/json")
            says = told.json().get("detail", "")
            if kind.reads and seen.status_code == 404:
                assert told.status_code == 404, "the answer would show what may not be read"
                continue
            assert seen.status_code == 200, (role, says)
            assert not says.startswith(REFUSED_BY_THE_TABLE), (role, says)
            continue
        before = state_of(desk, name, number)
        told = system.client.post(address, {"version": version}, "application/json")
        says = told.json().get("detail", "")
        asks = ":" in TABLE[word][role.value] and told.status_code == 400
        assert asks or told.status_code in (403, 404), (role, told.status_code, says)
        known = (*REFUSED_BY_THE_TABLE, "compute N-check-")
        assert told.status_code != 403 or says.startswith(known), (role, says)
        if role in BY_PAGE:
            page = system.client.post(f"/papers/{name}/{number}/{verb}", {"version": str(version)})
            assert page.status_code in (403, 404, 400 if asks else 403), (role, page.status_code)
        assert state_of(desk, name, number) == before, role


def state_of(desk: Desk, kind: str, number: str) -> tuple[str, int]:
    stored = desk.look(lambda book: book.document(kind, number))
    return stored.state, stored.version


@pytest.mark.parametrize("name", sorted(kinds()))
def test_every_role_enters_what_the_table_gives_it_and_nothing_else(
    name: str, office: Pages
) -> None:
    kind = kinds()[name]
    if name in NOT_ENTERED_BY_HAND:
        answer = in_browser(office, Role.CASE_OFFICER).client.post(f"/api/v1/documents/{name}")
        assert answer.status_code == 405
        return
    for role in PERSONS:
        cell = TABLE[kind.enter][role.value]
        mode, _, condition = cell.partition(":")
        client = in_browser(office, role).client
        form = client.get(f"/papers/{name}/new")
        if mode in ("D", "d", "o", "Dp", "dp", "Dp+2") and not condition:
            assert form.status_code == 200, role
        else:
            assert form.status_code == 403, (role, cell)
            sent = client.post(f"/papers/{name}/new", {"number": "XA-1"})
            assert sent.status_code == 403, (role, cell)


@pytest.mark.parametrize(
    ("name", "verb"), list({name: (name, verb) for name, verb in PAIRS}.values())
)
def test_a_firm_finds_nothing_of_another_firm(
    name: str, verb: str, office: Pages, browsers: dict[Role, System]
) -> None:
    desk, number = open_desk(office.folder), f"F-{verb}"
    put(desk, kinds()[name], a_document(kinds()[name], verb, OTHER_FIRM), number)
    before = state_of(desk, name, number)
    for role in (Role.OPERATOR_CLERK, Role.RESPONSIBLE_PERSON):
        system = browsers[role]
        system.get(f"/documents/{name}/{number}", 404)
        system.act(name, number, verb, 404, version=1)
        assert number not in str(system.get(f"/documents/{name}?operator={OTHER_FIRM}"))
        for page in (f"/papers/{name}/{number}/", f"/papers/{name}/{number}/{verb}"):
            other = system.client.get(page)
            none = system.client.get(page.replace(number, "F-nothing"))
            assert other.status_code == none.status_code == 404
        assert system.client.post(f"/papers/{name}/{number}/{verb}", {}).status_code == 404
        assert f"/{number}/" not in system.client.get("/find", {"q": number}).content.decode()
    assert state_of(desk, name, number) == before


def test_the_table_gives_an_auditor_no_act_at_all() -> None:
    for act, row in TABLE.items():
        cell = row["AU"].partition(":")[0]
        assert cell in ("R", "r", "=", "-") or act in AUDITORS_OWN, (act, cell)


AUDITORS_OWN = (
    "substance.name.identify", "law.lists.read", "law.movement.assess", "trade.paper.check",
    "store.journal.verify",
)  # fmt: skip
"""What an auditor does, and which changes nothing."""


SECONDS = [
    (name, verb) for name, verb in PAIRS if is_second(kinds()[name], kinds()[name].verb(verb).act)
]


@pytest.mark.parametrize(("name", "verb"), SECONDS)
def test_no_token_and_no_other_role_of_the_same_person_is_the_second(
    name: str, verb: str, office: Pages, browsers: dict[Role, System], tokens: dict[Role, System]
) -> None:
    desk, kind = open_desk(office.folder), kinds()[name]
    deciders = [
        role for role in PERSONS if "2" in TABLE[kind.verb(verb).act][role.value].partition(":")[0]
    ]
    held = a_document(kind, verb, FIRM)
    for role in deciders:
        number, own = f"S-{verb}-{role.value}", f"O-{verb}-{role.value}"
        put(desk, kind, held, number)
        put(desk, kind, by_one_person(held, PERSONS[role][0]), own)
        token, browser = tokens[role], browsers[role]
        version = token.get(f"/documents/{name}/{number}")["version"]
        told = token.act(name, number, verb, 403, version=version)
        assert "system" in told["detail"] or "another person decides" in told["detail"]
        browser.get(f"/documents/{name}/{own}")
        told = browser.act(name, own, verb, 403, version=version)
        assert "cannot decide" in told["detail"], told["detail"]


def by_one_person(held: Held[Any], person: str) -> Held[Any]:
    """The document as the very person entered and proposed it before, in another role."""
    history = tuple(dataclasses.replace(one, person=person) for one in held.history)
    return dataclasses.replace(held, history=history, proposal=history[-1])
