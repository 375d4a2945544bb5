"""What went wrong, for systems: problem details (RFC 9457) with place, remedy and findings.

The words are in the language of `Accept-Language`. Whoever may not read a document is told the
same as where there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ringfence.exchange.document_format import finding_to_wire
from ringfence.jobs.upload import UploadUnclear
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.trade.life import ActRefused
from ringfence.web import problems
from ringfence.web.parts.sentences import sentence

MEDIA_TYPE = "application/problem+json"
REFERENCE = "/api/v1/reference#problem-"
"""Where the reference page says what a kind of problem means; the `type` begins with it."""

RETRY_AFTER_SECONDS = {429: 60, 503: 5}
FIRST = 3
"""So many places stand in the detail too; `problems` has them all."""


def response(
    request: HttpRequest,
    kind: str,
    status: int,
    detail: str = "",
    *,
    places: Iterable[Problem] = (),
    more: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """One problem as an answer, in the language that the asker reads (`Accept-Language`)."""
    told = [
        {"place": one.place, "problem": sentence(one.problem), "remedy": sentence(one.remedy)}
        for one in places
    ]
    body = {
        "type": f"{REFERENCE}{kind}",
        "title": problems.title_of(kind),
        "status": status,
        "detail": sentence(detail) or _first(told) or problems.title_of(kind),
        "instance": request.path,
        "problems": told,
        "findings": [],
        "would_change_it": [],
        **(more or {}),
    }
    answer = HttpResponse(json.dumps(body), status=status, content_type=MEDIA_TYPE)
    if status in RETRY_AFTER_SECONDS:
        answer["Retry-After"] = str(RETRY_AFTER_SECONDS[status])
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
        return response(request, kind, status, _("There is nothing here that you may read."))
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
        "findings": [
            {**finding_to_wire(one), "reason": sentence(one.reason)} for one in refused.findings
        ],
        "would_change_it": [sentence(one.reason) for one in against],
    }


def _without_folder(error: Exception) -> str:
    """The sentence, with the name of a file that was sent and not where we keep it."""
    said, file = str(error), getattr(error, "file", None)
    return said if file is None else said.replace(str(file), str(getattr(file, "name", file)))


def of_validation(request: HttpRequest, errors: Iterable[Mapping[str, Any]]) -> HttpResponse:
    """Parameters or keys that are not as the reference says, each at its place."""
    remedy = _("See the reference: /api/v1/reference")
    told = [
        {"place": _place(one["loc"]), "problem": _says(str(one["type"])), "remedy": remedy}
        for one in errors
    ]
    return response(request, "input", 400, more={"problems": told, "detail": _first(told)})


def _first(told: Sequence[Mapping[str, str]]) -> str:
    """The first places in one line."""
    return ". ".join(f"{one['place']}: {one['problem']}" for one in told[:FIRST])


def _place(loc: Sequence[str | int]) -> str:
    """Where it stands, as our own problems write it: `query.limit`, `items[2].text`."""
    parts = loc[2:] if loc[0] == "body" and len(loc) > 2 else loc[1:] if loc[0] == "file" else loc
    text = "".join(f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in parts)
    return text.removeprefix(".")


def _says(kind: str) -> str:
    """What the library that reads parameters found, in words of ours."""
    if kind.startswith(("string_too_long", "too_long", "bytes_too_long")):
        return str(_("is too long"))
    if kind.startswith(("greater_than", "less_than")):
        return str(_("is out of range"))
    words = {
        "missing": _("is missing"),
        "too_short": _("is empty"),
        "extra_forbidden": _("is no key that is known here"),
        "int_parsing": _("is no whole number"),
        "int_type": _("is no whole number"),
        "string_type": _("is no text"),
        "list_type": _("is no list"),
    }
    return str(words.get(kind) or _("is not as the reference says"))


def is_for_systems(request: HttpRequest) -> bool:
    """Whether an address is one of the API, where no page is the answer."""
    return str(request.path).startswith("/api/")
