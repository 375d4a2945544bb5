"""The log of the server that serves the pages: as bare as that of the pages themselves.

What it cannot read it would repeat, with the address from which it came: both are data of somebody.
"""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger

from ringfence.web.logs import WithoutData

WHO_CALLED = 3
"""Frames from the record to who asked for it: this class and the server's own lie between."""


class ServerLog(Logger):
    """What the server says of faults and of requests that it cannot read, without contents."""

    def setup(self, cfg: Any) -> None:
        """Set it up as asked, then let nothing through but bare lines."""
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(WithoutData())

    def error(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """A fault, at the place in the code that tells it."""
        super().error(msg, *args, stacklevel=WHO_CALLED, **kwargs)

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """The same for what may go on."""
        super().warning(msg, *args, stacklevel=WHO_CALLED, **kwargs)

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """The same for a fault with the lines of code that it passed."""
        super().exception(msg, *args, stacklevel=WHO_CALLED, **kwargs)
