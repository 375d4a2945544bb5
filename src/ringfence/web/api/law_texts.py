"""The substances, the articles with what is computed of them, what a citation says; checking."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from ninja import File, Form, Path, Query, Router
from ninja.files import UploadedFile

from ringfence.exchange.coverage_format import article_to_wire
from ringfence.exchange.desk_format import told as form
from ringfence.jobs import check_paper, law_lookup
from ringfence.jobs.print_paper import published_key
from ringfence.jobs.substance_choices import substance_choices
from ringfence.law.citing import article_of, passage_of
from ringfence.law.coverage import coverage
from ringfence.law.obligations import Text
from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.web.api.access import TooOften, require_seldom
from ringfence.web.api.answers import answer, told
from ringfence.web.api.forms_of_law import (
    Article,
    Articles,
    Citation,
    Keys,
    PaperChecked,
    Substances,
)
from ringfence.web.pages.check_paper import FILE_LARGEST, is_checked_too_often

router = Router(tags=["law"])
TEXT_MAX, NUMBER_MAX = 6_000, 120
Pdf = File(None, description="the PDF of the paper, at most 8 MiB")


@router.get(
    "/law/substances", auth=None, response=told(Substances), operation_id="substances",
    summary="Substances",
)  # fmt: skip
def substances(request: HttpRequest, q: str = Query("", max_length=200)) -> HttpResponse:
    """Every substance of the catalogue by name; with `q` those that a text can mean."""
    require_seldom(request, "law")
    desk: Any = request.desk
    rows: list[dict[str, Any]]
    if q.strip():
        rows = [{"id": one.id, "name": one.name, "salt": one.salt, "places": one.places,
                 "doubts": one.doubts} for one in substance_choices(q, desk.today)]  # fmt: skip
    else:
        rows = list(law_lookup.substances_by_name())
    return answer(form("ringfence.substance.list/1", substances=rows))


@router.get(
    "/law/articles", auth=None, response=told(Articles), operation_id="articles",
    summary="Articles",
)  # fmt: skip
def articles(request: HttpRequest, text: Text = Text.UN1961) -> HttpResponse:
    """Every article of a text with what is done about it here."""
    require_seldom(request, "law")
    rows = [article_to_wire(one) for one in coverage(text)]
    return answer(form("ringfence.law.articles/1", text=text, articles=rows))


@router.get(
    "/law/articles/{text}/{article}", auth=None, response=told(Article), operation_id="article",
    summary="One article",
)  # fmt: skip
def article(
    request: HttpRequest, text: Text, article: str = Path(max_length=NUMBER_MAX)
) -> HttpResponse:
    """One article: its obligations in our words, and the functions that compute them."""
    require_seldom(request, "law")
    found = article_of(text, article)
    if found is None:
        raise Http404(article)
    return answer(form("ringfence.law.article/1", **article_to_wire(found)))


@router.get(
    "/law/citation", auth=None, response=told(Citation), operation_id="citation",
    summary="What a citation says",
)  # fmt: skip
def citation(request: HttpRequest, citation: str = Query(max_length=TEXT_MAX)) -> HttpResponse:
    """What stands behind a citation such as un1961/31/5, in the words of the register."""
    require_seldom(request, "law")
    found = passage_of(citation)
    if found is None:
        raise Http404(citation)
    instrument = found.instrument.title if found.instrument else ""
    return answer(
        form(
            "ringfence.law.citation/1", citation=found.citation, source=found.source,
            text=found.text or "", paragraph=found.paragraph, schedule=found.schedule,
            obligations=[
                {"id": one.obligation.id, "summary": one.obligation.summary, "status": one.status}
                for one in found.obligations
            ],
            instrument=instrument,
        )
    )  # fmt: skip


@router.get(
    "/keys", auth=None, response=told(Keys), operation_id="published_keys", tags=["papers"],
    summary="Published keys",
)  # fmt: skip
def keys(request: HttpRequest) -> HttpResponse:
    """The keys with which this node seals and has sealed, each with the time of its use."""
    require_seldom(request, "law")
    desk: Any = request.desk
    if not desk.node.has_key:
        raise Http404("keys")
    return answer(published_key(desk))


@router.post(
    "/check", auth=None, response=told(PaperChecked), operation_id="check_paper", tags=["papers"],
    summary="Check a paper",
)  # fmt: skip
def check(
    request: HttpRequest,
    number: str = Form("", max_length=NUMBER_MAX),
    code: str = Form("", max_length=40, description="the code under the square"),
    text: str = Form("", max_length=TEXT_MAX, description="what the square code gives"),
    file: UploadedFile | None = Pdf,
) -> HttpResponse:
    """Whether a paper is genuine and how it stands now: by number and code, square code, or PDF.

    A number alone, or a guessed code, is told what an unknown number is told.
    """
    asker: Any = request
    if is_checked_too_often(asker, number):
        raise TooOften("check")
    if file is not None:
        if (file.size or 0) > FILE_LARGEST:
            problem = Problem("file", "is larger than 8 MiB", "Send the paper as it was printed")
            raise InputNotUnderstood("body", (problem,))
        found = check_paper.by_pdf(asker.desk, file.read())
    elif text.strip():
        found = check_paper.by_text(asker.desk, text)
    elif number.strip() and code.strip():
        found = check_paper.by_number(asker.desk, number, code)
    else:
        problem = Problem("number", "is missing, or its code", "Send number and code, text or file")
        raise InputNotUnderstood("body", (problem,))
    return answer(
        form(
            "ringfence.paper.checked/1", answer=found.answer, is_genuine=found.is_genuine,
            kind=found.kind, number=found.number, until=found.until, is_current=found.is_current,
        )
    )  # fmt: skip
