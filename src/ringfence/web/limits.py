"""What no request may hold: more bytes than anything of ours has, or what is in no text."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from ringfence.web import problems

BYTES_MAX = 26 * 1024 * 1024
"""The largest file that is taken, 25 MiB, with what stands around it."""


class LimitsMiddleware:
    """Refuses such a request before anything reads it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > BYTES_MAX:
            return problems.page(request, "too_large", 413)
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return problems.page(request, "not_found", 404)
        return self.get_response(request)
