"""An amount of base as people type it: grams, or kg or mg where the unit stands behind it.

Papers and books hold whole micrograms; nobody should have to count their zeros.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from ringfence.web.parts.number_words import NumberUnclear, read_number_words

_TYPED = re.compile(r"(?P<number>.*?)\s*(?P<unit>kg|g|mg|ug|µg|μg|кг|г|мг|мкг)?\.?", re.IGNORECASE)
_MICROGRAMS = {
    "kg": 10**9, "кг": 10**9, "g": 10**6, "г": 10**6, "": 10**6, "mg": 1000, "мг": 1000,
    "ug": 1, "µg": 1, "μg": 1, "мкг": 1,
}  # fmt: skip
_MICRO = re.compile(
    r"micro(?=gram)|микро(?=грам)|ميكرو(?=غرام)|میکرو(?=گرم)|微(?=克)", re.IGNORECASE
)


def is_amount(key: str, metadata: Mapping[str, Any]) -> bool:
    """Whether a whole number of a record is an amount in micrograms."""
    return key.endswith("_ug") or metadata.get("unit") == "ug"


def read_grams(text: str) -> int:
    """Micrograms of what was typed; raises NumberUnclear for what is none, or is finer.

    >>> read_grams("1,5"), read_grams("2 kg"), read_grams("0.25 мг")
    (1500000, 2000000000, 250)
    """
    found = _TYPED.fullmatch(text.strip())
    number = read_number_words(found["number"] if found else text)
    unit = (found["unit"] or "").lower() if found else ""
    amount_ug = number * _MICROGRAMS[unit]
    if amount_ug != amount_ug.to_integral_value():
        raise NumberUnclear(
            f"{text} is finer than a microgram", "Enter six decimals of a gram at most"
        )
    return int(amount_ug)


def grams_text(amount_ug: Any) -> str:
    """An amount as it stands in its input: grams, exactly; what is no amount stays as typed.

    >>> grams_text(752057), grams_text("79563200000"), grams_text("much")
    ('0.752057', '79563.2', 'much')
    """
    text = str(amount_ug)
    if not text.isascii() or not text.lstrip("-").isdigit():
        return text
    return format((Decimal(text) / 1_000_000).normalize(), "f")


def in_grams(hint: str) -> str:
    """What a record says of an amount, where it is typed in grams."""
    return _MICRO.sub("", hint)
