"""Every operation of the API, asked in ways that its description allows and in ways it does not.

No answer is a fault of ours, and each is as the description says. The same questions in every run.
"""

from __future__ import annotations

import tempfile
from functools import cache
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi import checks

from ringfence.trade.roles import Role
from ringfence.web import serving
from ringfence.web.api import reference
from tests.api_parts import OPERATOR, code, with_token
from tests.pages_parts import Pages

EXAMPLES = 6
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
]


@pytest.fixture(scope="module")
def office() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        made = Pages(Path(folder) / "node")
        system = with_token(made)
        system.enter("operator", OPERATOR)
        yield made


@pytest.fixture(scope="module")
def tokens_of(office: Pages) -> list[str]:
    return [code(office, role) for role in (Role.CASE_OFFICER, Role.STATISTICIAN, Role.AUDITOR)]


@cache
def the_description() -> Any:
    schema = schemathesis.openapi.from_dict(reference.description())
    schema.app = serving.wsgi()
    return schema


OPERATIONS = [
    (path, method)
    for path, methods in sorted(reference.description()["paths"].items())
    for method in sorted(methods)
]


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_operation_answers_as_it_is_described(
    path: str, method: str, mode: GenerationMode, office: Pages, tokens_of: list[str]
) -> None:
    operation = the_description()[path][method.upper()]
    token = cycle(tokens_of)

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case: Any) -> None:
        case.call_and_validate(headers={"Authorization": f"Bearer {next(token)}"}, checks=CHECKS)

    ask()
