"""Faces of documents: every kind shows what its paper says, in the language of the page."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from ringfence.jobs.acts import act_by_kind, enter_by_kind
from ringfence.jobs.case_view import CaseView
from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import Asked, opened
from ringfence.trade.acting import Done, Held
from ringfence.trade.paper import read_paper
from ringfence.trade.roles import Role
from ringfence.web.parts.face_sections import SECTIONS
from ringfence.web.parts.faces import LIVES, face_of
from tests.pages_parts import FIRM
from tests.paper_parts import Filler
from tests.portal_parts import Portal


@pytest.fixture
def portal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Portal:
    return Portal(tmp_path / "node", monkeypatch)


def filled(kind: str, *, is_told: bool) -> tuple[Held[Any], list[str]]:
    """A document of a kind with every field filled, and each act told once where it is told."""
    fill, found = Filler(), kinds()[kind]
    paper = fill.record(found.paper)
    told = tuple(
        fill.record(one.told) for one in found.verbs.values() if one.told and is_told
    ) + tuple(fill.record(one) for one in found.told if is_told)
    history = tuple(Done(f"trade.{kind}.act", "co", Role.CASE_OFFICER, 0) for _ in told)
    days = tuple(date(2031, 1, 1) for _ in told)
    return Held(paper, found.life.first, "XA", history=history, told=told, days=days), fill.texts


@pytest.mark.parametrize("is_told", [True, False], ids=["told", "silent"])
@pytest.mark.parametrize("kind", sorted(SECTIONS))
def test_a_face_says_in_russian_what_the_paper_says(
    kind: str, is_told: bool, portal: Portal
) -> None:
    held, texts = filled(kind, is_told=is_told)
    with override("ru"):
        template, face = face_of(kind, held, cast("CaseView", None))
        page = render_to_string(template, {"face": face})
    words = re.sub(r"<[^>]*>", " ", page)
    shown = [one for one in texts if re.search(rf"\b{one}\b", words)]
    assert len(shown) >= 2 or kind == "company_return", "names and numbers of the paper"
    for one in (*texts, "XA", "XB", "XC", "pdf", "HS", "CAS"):
        words = re.sub(rf"\b{one}\b", " ", words)
    assert not re.findall(r"[A-Za-z]{3,}", words), "English on a Russian page"


def test_the_usual_life_of_a_kind_is_of_its_states() -> None:
    for kind, usual in LIVES.items():
        assert set(usual) <= set(kinds()[kind].life.states), kind


def test_a_destruction_shows_who_saw_it_and_what_was_weighed_against_the_plan(
    portal: Portal,
) -> None:
    portal.stock(FIRM, 100)
    line = {"line": 1, "name_declared": "morphine sulfate", "substance": "morphine",
            "salt": "morphine-sulfate", "pharmaceutical_form": "bulk substance",
            "quantity": "10", "unit": "g"}  # fmt: skip
    paper = {
        "number": "XA-DE-1", "operator": FIRM, "site": "north", "planned_on": portal.day,
        "reason": "expired", "method": "incineration", "lines": [line],
        "witnesses": [
            {"person": "rita", "is_of_operator": True, "is_authorised": True},
            {"person": "ines", "is_of_operator": False, "is_authorised": True},
        ],
    }  # fmt: skip
    plan = read_paper(kinds()["destruction"].paper, paper)
    enter_by_kind(portal.desk, "destruction", plan, "rita")
    opened(portal.desk, "destruction", "XA-DE-1", "ines")
    witness = kinds()["destruction"].verbs["witness"].told
    told = read_paper(witness, paper["witnesses"][1])
    act_by_kind(portal.desk, "destruction", "XA-DE-1", "witness", Asked("ines", told=told))
    text = portal.as_(Role.APPROVER).get("/papers/destruction/XA-DE-1/").content.decode()
    assert "What is to be destroyed" in text and "It is not destroyed yet." in text
    seen = text[text.index("Who is to see it") :].partition("</table>")[0]
    saw = re.findall(r'data-label="Saw it"><bdi>(\w+)</bdi>', " ".join(seen.split()))
    assert saw == ["No", "Yes"], "only the inspector says that she saw it"
