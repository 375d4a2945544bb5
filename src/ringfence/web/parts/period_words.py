"""A period as people read it: the first quarter of 2025, March 2025, 2025."""

from __future__ import annotations

import re

from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _

_PERIOD = re.compile(r"(\d{4})(?:Q([1-4])|-(\d\d))")


def period_words(text: str) -> str:
    """The words for `2025Q1` or `2025-03`; a year, and any other text, stays as it stands."""
    found = _PERIOD.fullmatch(str(text))
    if found is None:
        return str(text)
    year, quarter, month = found.groups()
    if quarter:
        names = (
            _("first quarter of %(year)s"),
            _("second quarter of %(year)s"),
            _("third quarter of %(year)s"),
            _("fourth quarter of %(year)s"),
        )
        return str(names[int(quarter) - 1]) % {"year": year}
    if int(month) not in MONTHS:
        return str(text)
    return f"{capfirst(MONTHS[int(month)])} {year}"
