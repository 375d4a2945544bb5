"""Version 1 of the API, put together: its parts, its problems, its description (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from ringfence.terms import RingfenceError
from ringfence.web.api import (
    cases,
    documents,
    figures,
    firm,
    law,
    law_texts,
    papers,
    problem_details,
    stock,
    tables,
    work,
)
from ringfence.web.api.access import Browser, NotReady, Token, TooOften
from ringfence.web.api.description import DESCRIPTION, finished
from ringfence.web.api.sent import WrongContentType

PREFIX = "api/v1/"
JSON, FORM = "application/json", "multipart/form-data"


class Api(NinjaAPI):
    """The API; what it says of itself names problem details for every problem."""

    described: Any = None

    def get_openapi_schema(self, **_options: Any) -> Any:
        """The description in OpenAPI 3.1, made once."""
        if self.described is None:
            self.described = finished(super().get_openapi_schema(path_prefix=PREFIX))
        return self.described


api = Api(
    title="Ringfence",
    version="1.0.0",
    description=DESCRIPTION,
    urls_namespace="api-1",
    docs_url=None,
    openapi_url="/openapi.json",
    auth=[Token(), Browser()],
)
api.add_router("/documents", documents.router())
api.add_router("", work.router)
api.add_router("", cases.router())
api.add_router("", figures.router)
api.add_router("", firm.router)
api.add_router("", law_texts.router)
api.add_router("", law.router)
api.add_router("", tables.router)
api.add_router("/stock", stock.router)
api.add_router("/papers", papers.router)


@api.exception_handler(RingfenceError)
def refused(request: HttpRequest, error: Any) -> HttpResponse:
    """What the jobs refuse or do not understand."""
    found = problem_details.of(request, error)
    assert found is not None
    return found


@api.exception_handler(Http404)
def not_found(request: HttpRequest, error: Any) -> HttpResponse:
    """Nothing of that address."""
    return problem_details.response(request, "not_found", 404)


@api.exception_handler(ValidationError)
def not_as_described(request: HttpRequest, error: Any) -> HttpResponse:
    """Parameters that are not as the description says."""
    is_file_missing = any(one["type"] == "missing" and "file" in one["loc"] for one in error.errors)
    if is_file_missing and request.content_type != FORM:
        return wrong_content(request, WrongContentType(FORM))
    return problem_details.of_validation(request, error.errors)


@api.exception_handler(AuthenticationError)
def not_signed_in(request: HttpRequest, error: Any) -> HttpResponse:
    """Neither a token in force nor a session."""
    return problem_details.response(request, "not_signed_in", 401)


@api.exception_handler(NotReady)
def not_ready(request: HttpRequest, error: Any) -> HttpResponse:
    """Signed in, without a second step or a role."""
    return problem_details.response(request, error.kind, 403)


@api.exception_handler(TooOften)
def too_often(request: HttpRequest, error: Any) -> HttpResponse:
    """Too many questions that are open to anyone."""
    says = _("Wait a minute, then ask again. Nothing was kept.")
    return problem_details.response(request, "too_often", 429, says)


@api.exception_handler(HttpError)
def forged(request: HttpRequest, error: Any) -> HttpResponse:
    """A browser's act without the token against forged forms, or a body that cannot be read."""
    if error.status_code == 403:
        return problem_details.response(request, "forged", 403)
    if request.content_type not in (JSON, ""):
        return wrong_content(request, WrongContentType(JSON))
    says = _("The body cannot be read: send one JSON object in UTF-8")
    return problem_details.response(request, "input", error.status_code, says)


@api.exception_handler(WrongContentType)
def wrong_content(request: HttpRequest, error: Any) -> HttpResponse:
    """Another content type than the operation takes."""
    says = _("Send the body as %(type)s") % {"type": error}
    return problem_details.response(request, "input", 415, says)


@api.exception_handler(RequestDataTooBig)
def too_big(request: HttpRequest, error: Any) -> HttpResponse:
    """More than a request may hold."""
    says = _("The body is too large: send less")
    return problem_details.response(request, "too_large", 413, says)
