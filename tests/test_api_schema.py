"""Every operation of the API, asked in ways that its description allows and in ways it does not.

No answer is a fault of ours, and each is as the description says. The same questions in every run;
`RINGFENCE_API_EXAMPLES=200` asks more of them, and others in each run.
"""

from __future__ import annotations

import dataclasses
import os
import tempfile
from collections.abc import Callable
from functools import cache
from itertools import count, cycle
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.core.parameters import ParameterLocation
from schemathesis.specs.openapi import checks

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.doing import open_desk
from ringfence.trade.acting import Held
from ringfence.trade.roles import Role
from ringfence.trade.token import NEVER
from ringfence.web import serving
from ringfence.web.api import reference
from tests.api_parts import OPERATOR, code, with_token
from tests.pages_parts import FIRM, Pages
from tests.test_http_permissions import DAY, a_document, put

ASKED = os.environ.get("RINGFENCE_API_EXAMPLES", "")
EXAMPLES = int(ASKED or 6)
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.response_headers_conformance,
    checks.negative_data_rejection,
]
ROLES = (
    *(Role.CASE_OFFICER, Role.APPROVER, Role.STATISTICIAN, Role.AUDITOR, Role.OPERATOR_CLERK),
    *(Role.RESPONSIBLE_PERSON, Role.CUSTOMS, Role.INSPECTOR, Role.ADMINISTRATOR),
)


@pytest.fixture(scope="module")
def office() -> Any:
    with tempfile.TemporaryDirectory() as folder:
        made = Pages(Path(folder) / "node")
        system = with_token(made)
        system.enter("operator", OPERATOR)
        yield made


@pytest.fixture(scope="module")
def askers(office: Pages) -> list[dict[str, str]]:
    """Systems with a token; for roles for which none is made, the person in a browser."""
    tokens = [code(office, role) for role in ROLES if role not in NEVER]
    sessions = [office.as_(role).cookies["sessionid"].value for role in ROLES if role in NEVER]
    forged = "f" * 32
    return [
        *({"Authorization": f"Bearer {one}"} for one in tokens),
        *(
            {"Cookie": f"sessionid={one}; csrftoken={forged}", "X-CSRFToken": forged}
            for one in sessions
        ),
    ]


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
NOTHING_ASKED = {
    (path, method)
    for path, method in OPERATIONS
    for told in [reference.description()["paths"][path][method]]
    if not told.get("parameters") and not told.get("requestBody") and not told.get("security")
}
"""Open to anyone, without a parameter: nothing can be asked of them in a wrong way."""

ON_DOCUMENTS = [
    (path, method) for path, method in OPERATIONS if "/documents/" in path and "{number}" in path
]


def asked(path: str, method: str, mode: GenerationMode, ask: Callable[[Any], None]) -> None:
    """Ask an operation many times."""
    operation = the_description()[path][method.upper()]
    chosen = settings(
        max_examples=EXAMPLES,
        derandomize=not ASKED,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    chosen(given(case=operation.as_strategy(generation_mode=mode))(ask))()


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_an_operation_answers_as_it_is_described(
    path: str, method: str, mode: GenerationMode, office: Pages, askers: list[dict[str, str]]
) -> None:
    if mode is GenerationMode.NEGATIVE and (path, method) in NOTHING_ASKED:
        return
    asker = cycle(askers)

    def ask(case: Any) -> None:
        case.call_and_validate(headers=next(asker), checks=CHECKS)

    asked(path, method, mode, ask)


NUMBERS = count()


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("path", "method"), ON_DOCUMENTS)
def test_a_document_that_is_there_is_read_and_acted_on_as_it_is_described(
    path: str, method: str, mode: GenerationMode, office: Pages, askers: list[dict[str, str]]
) -> None:
    """A number out of nowhere is never found: here it is that of a document in the right state."""
    asker, desk = cycle(askers), open_desk(office.folder)
    kind = kinds()[path.split("/documents/")[1].split("/")[0]]

    def ask(case: Any) -> None:
        verb = case.path_parameters.get("verb")
        if verb not in kind.verbs:
            verb = next(iter(kind.verbs))
        made = with_days(a_document(kind, verb, FIRM))
        number = f"N-{next(NUMBERS)}"
        put(desk, kind, made, number)
        if is_as_described(case, ParameterLocation.PATH):
            case.path_parameters["number"] = number
        if is_as_described(case, ParameterLocation.BODY) and isinstance(case.body, dict):
            case.body["version"] = made.version
        case.call_and_validate(headers=next(asker), checks=CHECKS)

    asked(path, method, mode, ask)


def with_days(held: Held[Any]) -> Held[Any]:
    """The document with a period: without one none gets as far as this."""
    found = {one.name for one in dataclasses.fields(held.paper)}
    days = {name: DAY for name in ("valid_from", "valid_until") if name in found}
    return dataclasses.replace(held, paper=dataclasses.replace(held.paper, **days))


def is_as_described(case: Any, part: ParameterLocation) -> bool:
    """Whether this part of a question is one that the description allows."""
    found = case.meta.components.get(part) if case.meta else None
    return found is not None and found.mode is GenerationMode.POSITIVE
