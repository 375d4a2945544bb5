"""Answering a system: JSON as it is, in every script, and the problems that each answer may be."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.http import HttpResponse

from ringfence.terms import Country, Day, read_country, read_day
from ringfence.web.api.forms import ProblemDetails

PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 413, 415, 429, 500, 503), ProblemDetails)
"""The statuses of problems, each with problem details."""


def answer(document: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A document of ours as it is."""
    text = json.dumps(document, ensure_ascii=False)
    return HttpResponse(
        text.encode("utf-8", "replace"), status=status, content_type="application/json"
    )


def told(form: Any, *more: tuple[int, Any]) -> dict[Any, Any]:
    """What an operation answers: its form, and problems."""
    return {200: form, **dict(more), **PROBLEMS}


def scope(thing: str, verb: str) -> dict[str, str]:
    """What the description says of the scope that a token needs."""
    return {"x-scope": f"{thing}:{verb}"}


def day_of(text: str | None, today: Day) -> Day:
    """The day that is asked for; raises DayNotUnderstood."""
    if not text:
        return today
    found: date = read_day(text)
    return found


def country_of(text: str | None) -> Country | None:
    """The country that is asked for; raises CountryNotUnderstood."""
    return read_country(text) if text else None
