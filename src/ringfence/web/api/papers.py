"""The official paper of a document as a sealed PDF, as it stands in the books now."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from ringfence.jobs.document_kinds import kinds
from ringfence.jobs.print_paper import print_paper
from ringfence.store.errors import NoSuchDocument
from ringfence.trade.token import READ
from ringfence.web.api.access import require_scope
from ringfence.web.api.answers import scope, told
from ringfence.web.desk import by
from ringfence.web.pages.paper import as_file

router = Router(tags=["papers"])


@router.get(
    "/{kind}/{number}/pdf", response=told(bytes), operation_id="print_paper",
    openapi_extra=scope("{kind}", READ), summary="Print a paper",
)  # fmt: skip
def paper(
    request: Any,
    kind: str,
    number: str,
    language: str = Query(
        "", max_length=10, description="such as en or ru; the node's first if left out"
    ),
) -> HttpResponse:
    """The sealed PDF of a certificate, authorisation, declaration, notification or licence."""
    if kind not in kinds():
        raise NoSuchDocument(kind, number)
    require_scope(request, kind, READ)
    sealed = print_paper(request.desk, kind, number, by(request.actor), language)
    return as_file(sealed.pdf, sealed.number)
