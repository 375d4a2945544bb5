"""What went wrong, for systems: problem details (RFC 9457) with place, remedy and findings.

Whoever may not read a document is told the same as where there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse

from ringfence.exchange.document_format import finding_to_wire
from ringfence.jobs.upload import UploadUnclear
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.trade.life import ActRefused
from ringfence.web import problems

MEDIA_TYPE = "application/problem+json"
REFERENCE = "/api/v1/reference#problem-"
"""Where the reference page says what a kind of problem means; the `type` begins with it."""


def response(
    request: HttpRequest,
    kind: str,
    status: int,
    detail: str = "",
    *,
    places: Iterable[Problem] = (),
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """One problem as an answer."""
    body = {
        "type": f"{REFERENCE}{kind}",
        "title": problems.title_of(kind),
        "status": status,
        "detail": detail or problems.title_of(kind),
        "instance": request.path,
        "problems": [
            {"place": one.place, "problem": one.problem, "remedy": one.remedy} for one in places
        ],
        "findings": [],
        "would_change_it": [],
        **(more or {}),
    }
    answer = HttpResponse(json.dumps(body), status=status, content_type=MEDIA_TYPE)
    if status == 503:
        answer["Retry-After"] = "5"
    if status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="ringfence"'
    return answer


def of(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The problem of an error; `None` for one that is a fault of ours."""
    found = problems.kind_of(error)
    if found is None:
        return None
    kind, status = found
    if kind == "not_found":
        return response(request, kind, status, "There is nothing here that you may read.")
    if isinstance(error, InputNotUnderstood):
        return response(request, kind, status, places=error.problems)
    if isinstance(error, ActRefused):
        return response(request, kind, status, error.reason, more=_grounds(error))
    if isinstance(error, UploadUnclear):
        asked = {"question": error.question, "choices": list(error.choices)}
        return response(request, kind, status, _without_folder(error), more=asked)
    return response(request, kind, status, _without_folder(error))


def _grounds(refused: ActRefused) -> dict[str, Any]:
    against = [one for one in refused.findings if problems.is_against(one)]
    return {
        "act": refused.act,
        "findings": [finding_to_wire(one) for one in refused.findings],
        "would_change_it": [one.reason for one in against],
    }


def _without_folder(error: Exception) -> str:
    """The sentence, with the name of a file that was sent and not where we keep it."""
    said, file = str(error), getattr(error, "file", None)
    return said if file is None else said.replace(str(file), str(getattr(file, "name", file)))


def of_validation(request: HttpRequest, errors: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Parameters or keys that are not as the reference says, each at its place."""
    places = [
        Problem(
            ".".join(str(part) for part in one["loc"]),
            str(one["msg"]),
            "See the reference: /api/v1/reference",
        )
        for one in errors
    ]
    return response(request, "input", 400, places=places)


def is_for_systems(request: HttpRequest) -> bool:
    """Whether an address is one of the API, where no page is the answer."""
    return str(request.path).startswith("/api/")
