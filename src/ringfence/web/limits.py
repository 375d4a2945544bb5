"""What no request may hold: more bytes than anything of ours has, or what is in no text."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from ringfence.web import problems

BYTES_MAX = 26 * 1024 * 1024
"""The largest file that is taken, 25 MiB, with what stands around it."""

PASSED_BYTES_MAX, PASSED_SECONDS_MAX = 512 * 1024 * 1024, 30
"""So much of a file that is too large is let pass, and so long, before the answer is given: a
browser reads the answer only after it has sent everything."""

CHUNK = 64 * 1024


class LimitsMiddleware:
    """Refuses such a request before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > BYTES_MAX:
            if length.isdecimal():
                let_pass(request)
            with translation.override(translation.get_language_from_request(request)):
                return problems.page(request, "too_large", 413)
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return problems.page(request, "not_found", 404)
        return self.get_response(request)


def let_pass(request: HttpRequest) -> None:
    """Read what is being sent and keep nothing of it, within the bounds above."""
    ends, passed = time.monotonic() + PASSED_SECONDS_MAX, 0
    while passed < PASSED_BYTES_MAX and time.monotonic() < ends:
        try:
            part = request.read(CHUNK)
        except OSError:  # whoever was sending has gone: there is nobody to answer
            return
        if not part:
            return
        passed += len(part)
