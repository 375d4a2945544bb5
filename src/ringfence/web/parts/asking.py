"""What a page is asked in its address: days, years, numbers of pages."""

from __future__ import annotations

from ringfence.jobs.figures_of_books import latest_year_booked
from ringfence.terms import Day
from ringfence.web.desk import DeskRequest
from ringfence.web.parts.day_words import DayUnclear, read_day_words
from ringfence.web.parts.sentences import sentence

FIRST_YEAR, LAST_YEAR = 1961, 2200

Wrong = list[tuple[str, str]]
"""Problems, each with the id of its field, as `errors.html` shows them."""


def asked_day(request: DeskRequest, name: str) -> tuple[Day, Wrong]:
    """The day of a field in the address, today where it is empty, and what is unclear of it."""
    typed = request.GET.get(name, "").strip()
    try:
        return (read_day_words(typed) if typed else request.desk.today), []
    except DayUnclear as unclear:
        says = f"{sentence(unclear.problem)}. {sentence(unclear.remedy)}"
        return request.desk.today, [(name, says)]


def asked_year(request: DeskRequest) -> int:
    """The year in the address; the latest one with anything booked where it is none."""
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isascii() and typed.isdigit() and len(typed) == 4 else 0
    return year if FIRST_YEAR <= year <= LAST_YEAR else latest_year_booked(request.desk)
