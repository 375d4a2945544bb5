"""What the documents say of the API is what it does."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client
from scripts import build_api_docs

from ringfence.jobs import tokens
from ringfence.web import problems
from ringfence.web.api import reference
from tests.pages_parts import Pages

DOCS = Path(__file__).resolve().parent.parent / "docs"


@pytest.mark.parametrize("name", ["openapi.json", "api.md"])
def test_the_documents_of_the_api_are_those_of_today(name: str) -> None:
    made = build_api_docs.pages()[name]
    assert (DOCS / name).read_text(encoding="utf-8") == made, "run scripts/build_api_docs.py"


def test_every_scope_that_is_told_can_be_given() -> None:
    known = tokens.things()
    for rows in reference.operations(reference.description()).values():
        for one in rows:
            if one.scope and not one.scope.startswith("{kind}"):
                thing, _, verb = one.scope.partition(":")
                assert verb == "{verb}" or verb in known[thing], one.path


def test_the_reference_shows_every_operation_record_and_problem(tmp_path: Path) -> None:
    Pages(tmp_path / "node")
    page = Client().get("/api/v1/reference")
    text = page.content.decode()
    schema = reference.description()
    for path, methods in schema["paths"].items():
        assert path in text
        for told in methods.values():
            assert f'id="o-{told["operationId"]}"' in text
    for name in schema["components"]["schemas"]:
        assert f'id="r-{name}"' in text
    for kind in problems.kinds():
        assert f'id="problem-{kind}"' in text
    assert "<script>" not in text and " style=" not in text


def test_the_description_is_served_as_it_is_kept(tmp_path: Path) -> None:
    Pages(tmp_path / "node")
    served = Client().get("/api/v1/openapi.json")
    assert served.status_code == 200 and served.json() == reference.description()
    assert served.json()["openapi"].startswith("3.1")
