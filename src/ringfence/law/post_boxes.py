"""Does an address name a post office box? In the words that addresses use for it.

1961 article 31(8) and 1971 article 12(3)(b) forbid consignments to one.
"""

from __future__ import annotations

import re

_WORDS = (
    r"\b(?:g\.?\s*)?p\.?\s*o\.?\s*b(?:ox)?\b",
    r"\bpost(?:al|\s*office)?\s*box\b",
    r"\b(?:locked|private)\s+bag\b",
    r"\bpostfach\b|\bpostbus\b|\bpostboks\b|\bpostbox\b",
    r"\bbo[iî]te postale\b|\bb\.?\s?p\.?\s*\d",
    r"\bapartado\s+(?:postal|de correos|a[eé]reo|\d)|\bcasilla\s+(?:postal|de correo|\d)",
    r"\bcaixa postal\b|\bcasella postale\b|\bskrytka pocztowa\b",
    r"\bposta kutusu\b|\bpochta (?:qutisi|yashigi)\b|\babonent qutisi\b",
    r"[ап]\s*/\s*я\b|абонентск\w+ ящик|почтов\w+ ящик|абоненттік жәшік|пошта жәшігі",
    r"信箱|私書箱|사서함",
    r"صندوق (?:پست|ال?بريد)",
)
_BOX = re.compile("|".join(_WORDS), re.IGNORECASE)


def names_post_box(address: str) -> bool:
    """True when the address names a post office box."""
    return bool(_BOX.search(address))
