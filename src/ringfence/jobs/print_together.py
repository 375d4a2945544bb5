"""Several papers printed at once: each sealed by itself, each with its own result, in one archive.

Papers are not joined into one file: the seal of each holds over every byte of its own.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from ringfence.jobs.doing import Desk
from ringfence.jobs.print_paper import print_paper, signer_of
from ringfence.terms import RingfenceError

ROWS_MAX = 50
"""How many papers are drawn at once; each takes a part of a second."""

RESULTS = "results.csv"


@dataclass(frozen=True, slots=True)
class Printed:
    """One paper: its file, or why it was not printed."""

    number: str
    pdf: bytes = b""
    why: str = ""


def print_together(
    desk: Desk, kind: str, numbers: Sequence[str], by: str, language: str = ""
) -> tuple[Printed, ...]:
    """Print each as it would be by itself; raises NodeError where the node has no key."""
    signer_of(desk)
    return tuple(_printed(desk, kind, one, by, language) for one in numbers[:ROWS_MAX])


def _printed(desk: Desk, kind: str, number: str, by: str, language: str) -> Printed:
    try:
        return Printed(number, print_paper(desk, kind, number, by, language).pdf)
    except RingfenceError as error:
        return Printed(number, why=str(error))


def as_archive(found: Sequence[Printed]) -> bytes:
    """A zip of the papers, with a table that gives the result of every row."""
    text, kept = io.StringIO(), io.BytesIO()
    table = csv.writer(text)
    table.writerow(("number", "file", "why_not"))
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, one in enumerate(found, 1):
            name = f"{place:02}-{_plain(one.number)}.pdf" if one.pdf else ""
            table.writerow((_plain(one.number), name, one.why))
            if one.pdf:
                archive.writestr(name, one.pdf)
        archive.writestr(RESULTS, text.getvalue())
    return kept.getvalue()


def _plain(number: str) -> str:
    """The number as a name of a file, which a table reads as text too."""
    return "".join(one if one.isascii() and (one.isalnum() or one in "-_.") else "_"
                   for one in number).lstrip("-.")  # fmt: skip
