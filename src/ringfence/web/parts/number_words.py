"""A number as people type it: blanks part thousands; an unclear comma is asked about."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation

from ringfence.terms import RingfenceError

_BLANKS = re.compile(r"[\s\u00a0\u2009\u202f']")


class NumberUnclear(RingfenceError):
    """A number that could mean two things, or none."""

    def __init__(self, problem: str, remedy: str) -> None:
        self.problem, self.remedy = problem, remedy
        super().__init__(f"{problem}. {remedy}")


def read_number_words(text: str) -> Decimal:
    """Read `1 000.5`, `1000,5`; raises NumberUnclear for `1,234`, which is 1234 or 1.234.

    >>> read_number_words("12 500,25")
    Decimal('12500.25')
    """
    bare = _BLANKS.sub("", text)
    if re.fullmatch(r"\d{1,3},\d{3}", bare):
        whole, _, rest = bare.partition(",")
        raise NumberUnclear(
            f"{text} could be {whole}{rest} or {whole}.{rest}",
            f"Enter {whole}{rest} or {whole}.{rest}",
        )
    if bare.count(",") == 1 and "." not in bare:
        bare = bare.replace(",", ".")
    if re.fullmatch(r"\d{1,3}(,\d{3})+\.\d+", bare):
        bare = bare.replace(",", "")
    try:
        number = Decimal(bare)
    except InvalidOperation as error:
        problem = f"{text} is not a number"
        raise NumberUnclear(problem, "Enter a number such as 12.5") from error
    if not number.is_finite():
        raise NumberUnclear(f"{text} is not a number", "Enter a number such as 12.5")
    return number
