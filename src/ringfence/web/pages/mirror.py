"""What partners report of their trade with us, beside our books: a file is looked at, not kept."""

from __future__ import annotations

import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from ringfence.jobs.compare_partners import Compared, compare_partners
from ringfence.jobs.periods import PeriodNotUnderstood
from ringfence.law.record import InputNotUnderstood
from ringfence.trade.permissions import Subject, Way, require
from ringfence.trade.returns.mirror import MirrorKind
from ringfence.web.desk import DeskRequest, by, signed_in
from ringfence.web.parts.asking import FIRST_YEAR, LAST_YEAR
from ringfence.web.parts.error_words import said_at

FILES_MOST = 20
NAME_MOST = 100
"""Letters of the name of a file, from its end, that are kept while it is looked at."""

READ = "trade.return.check"

Wrong = list[tuple[str, str]]


@signed_in
def page(request: DeskRequest) -> HttpResponse:
    """The form; for files, every pair of partner and substance, differences first."""
    assert request.actor is not None
    require(request.actor, READ, Subject(request.desk.territory), Way.READ)
    year = _year(request)
    wrong: Wrong = []
    rows: list[Compared] | None = None
    if request.method == "POST":
        rows, wrong = _compared(request, year)
    told: dict[str, Any] = {
        "title": _("Partners' figures beside ours"),
        "year": year,
        "rows": None
        if rows is None
        else [
            (
                one,
                _lies_between(one.mirrored.kind),
                _ug(one.mirrored.reported.exported_g),
                _ug(one.mirrored.reported.imported_g),
            )
            for one in rows
        ],
        "differ": sum(one.is_difference for one in rows) if rows else 0,
        "problems": wrong,
    }
    return render(request, "mirror.html", told, status=400 if wrong else 200)


def _lies_between(kind: MirrorKind) -> str:
    words = {
        MirrorKind.MATCH: _("They agree"),
        MirrorKind.MISSING: _("Missing on one side"),
        MirrorKind.UNIT_ERROR: _("Unit error"),
        MirrorKind.SALT_BASE_ERROR: _("Salt taken for base"),
        MirrorKind.PARTNER_ERROR: _("Another partner named"),
        MirrorKind.TIMING: _("Timing"),
        MirrorKind.UNEXPLAINED: _("Unexplained"),
    }
    return str(words[kind])


def _ug(amount_g: Decimal | None) -> int | None:
    """Micrograms of a figure, for it to be shown as every amount is."""
    return None if amount_g is None else round(amount_g * 1_000_000)


def _year(request: DeskRequest) -> int:
    typed = request.POST.get("year", "").strip()
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else request.desk.today.year - 1


def _compared(request: DeskRequest, year: int) -> tuple[list[Compared] | None, Wrong]:
    files = [one for one in request.FILES.getlist("file") if isinstance(one, UploadedFile)]
    if not files:
        return None, [("file", _("Select the file of a partner"))]
    if len(files) > FILES_MOST:
        return None, [("file", _("Select %(most)s files or fewer") % {"most": FILES_MOST})]
    assert request.actor is not None
    with tempfile.TemporaryDirectory(prefix="ringfence-") as folder:
        paths = []
        for place, file in enumerate(files, 1):
            path = Path(folder) / f"{place:02}-{Path(file.name or 'file').name[-NAME_MOST:]}"
            path.write_bytes(file.read())
            paths.append(path)
        try:
            found = compare_partners(request.desk, paths, by(request.actor), year)
        except InputNotUnderstood as error:
            return None, [("file", said_at(one.place, one)) for one in error.problems]
        except PeriodNotUnderstood as error:
            return None, [("file", str(error))]
    return sorted(found, key=lambda one: (not one.is_difference, not one.is_crossing)), []
