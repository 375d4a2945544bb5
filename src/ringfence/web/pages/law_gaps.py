"""Where the law of countries differs from the conventions: all of them at once, or one in full."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ringfence.law.entry import Convention
from ringfence.law.gaps import Gap, GapKind, GapReport, gaps, matrix
from ringfence.law.lists import load_lists
from ringfence.law.overlay import held_countries
from ringfence.terms import Answer, Day
from ringfence.web.desk import DeskRequest
from ringfence.web.parts.asking import asked_day
from ringfence.web.parts.substance_names import substance_name

ROWS = 100
KINDS: dict[GapKind, str | Promise] = {
    GapKind.CONTROLLED: gettext_lazy("Controlled"),
    GapKind.LOOSER: gettext_lazy("Controlled, but looser"),
    GapKind.NOT_CONTROLLED: gettext_lazy("Not controlled"),
    GapKind.NOT_SEEN: gettext_lazy("Not seen"),
    GapKind.UNDETERMINED: gettext_lazy("Undetermined"),
}
LATE = "late"


@dataclass(frozen=True, slots=True)
class Counted:
    """How many substances stand in each way, in the order of KINDS; and of how many."""

    name: str
    counts: tuple[int, ...]

    @property
    def cells(self) -> list[tuple[str | Promise, int]]:
        """Each way in words, and how many stand so."""
        return list(zip(KINDS.values(), self.counts, strict=True))

    @property
    def total(self) -> int:
        """All substances that were compared."""
        return sum(self.counts)


def page(request: DeskRequest) -> HttpResponse:
    """The countries side by side under one convention, or the substances of one country."""
    day, wrong = asked_day(request, "day")
    code = request.GET.get("country", "")
    country = next((one for one in held_countries() if one == code), None)
    asked = request.GET.get("convention", "")
    convention = next((one for one in Convention if one.value == asked), None)
    told = {
        "title": _("The conventions and national law"),
        "day": day,
        "day_typed": request.GET.get("day", ""),
        "country": country,
        "countries": held_countries(),
        "convention": convention,
        "conventions": list(Convention),
        "kinds": list(KINDS.values()),
        "address": urlencode({"convention": asked, "day": day.isoformat()}),
        "notes": load_lists().notes_on_age(day, list(Convention)),
        "problems": wrong,
    }
    if country is None and not wrong:
        told |= _side_by_side(day, convention)
    elif country is not None and not wrong:
        told |= _in_full(request, gaps(country, day), convention)
    return render(request, "law_gaps.html", told, status=400 if wrong else 200)


def _side_by_side(day: Day, convention: Convention | None) -> dict[str, object]:
    chosen = [convention] if convention else list(Convention)
    found = matrix(day)
    return {
        "counted": [
            Counted(
                country,
                tuple(sum(found.counts[country][one][kind] for one in chosen) for kind in KINDS),
            )
            for country in found.countries
        ]
    }


def _in_full(
    request: DeskRequest, report: GapReport, convention: Convention | None
) -> dict[str, object]:
    kind = request.GET.get("kind", "")
    rows = [one for one in report.gaps if convention in (None, one.entry.convention)]
    rows = [one for one in rows if _is_asked(one, kind)]
    named = [(one, substance_name(one.substance)) for one in rows]
    named.sort(key=lambda row: (row[0].entry.convention, row[1].casefold()))
    shown = Paginator(named, ROWS).get_page(request.GET.get("page"))
    asked = {"country": report.country, "convention": convention or "", "kind": kind}
    return {
        "report": report,
        "counted": [
            Counted(one.value, tuple(report.count(one)[kind] for kind in KINDS))
            for one in Convention
        ],
        "kind": kind,
        "choices": [*((one.value, said) for one, said in KINDS.items()), (LATE, _("Listed late"))],
        "rows": [(one, name, KINDS[one.kind]) for one, name in shown],
        "count": len(rows),
        "shown": shown,
        "query": urlencode({**asked, "day": report.day.isoformat()}),
        "own": [(one, substance_name(one.substance, one.name)) for one in report.national_only],
    }


def _is_asked(one: Gap, kind: str) -> bool:
    if kind == LATE:
        return one.delay is not None and one.delay.is_late is Answer.MET
    return kind in ("", one.kind.value)
