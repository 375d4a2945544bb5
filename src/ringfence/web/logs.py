"""What a node logs: that something went wrong, where in the code, at which address by its pattern.

Never what was asked, typed or kept: addresses hold numbers and codes, messages of errors hold what
people wrote. So the text of a message is logged without its values, an error by its type and the
lines of code that it passed. A message that came without values apart may hold some within: then
only the place in the code is told that wrote it. So it is with what the server itself says.
"""

from __future__ import annotations

import logging
import traceback
from typing import Any

OURS = "ringfence.web.logs"

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"bare": {"()": f"{OURS}.WithoutData"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "bare"}},
    "loggers": {"django": {"handlers": ["stderr"], "level": "ERROR", "propagate": True}},
}
"""Faults of ours on standard error; refusals are in the journal, not in a log."""


class WithoutData(logging.Formatter):
    """A line without anybody's data."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; below it, for an error, the lines of code that it passed."""
        request = getattr(record, "request", None)
        match = getattr(request, "resolver_match", None)
        route = "" if match is None else f" {getattr(request, 'method', '')} /{match.route}"
        number = getattr(request, "fault_number", "")
        told = f" fault {number}" if number else ""
        where = f"{record.module}.{record.funcName}, line {record.lineno}"
        says = record.msg if record.args else where
        head = f"{self.formatTime(record)} {record.levelname} {record.name}{route}{told}: {says}"
        error = record.exc_info[1] if record.exc_info else None
        return head if error is None else f"{head}\n{_passed(error)}"


def _passed(error: BaseException) -> str:
    """The type of an error, and where it came through, the first call first."""
    passed = traceback.extract_tb(error.__traceback__)
    lines = [f"  {one.filename}:{one.lineno} {one.name}" for one in passed]
    cause = error.__cause__ or error.__context__
    because = "" if cause is None else f" because of {type(cause).__name__}"
    return "\n".join([*lines, f"{type(error).__name__}{because}"])
