"""Names of fields, states, acts and kinds as people read them, in the language of the page.

The English is made from the code's own words, so that nothing has two names; catalogues translate
it. `scripts/messages.py` collects every word that can stand here.
"""

from __future__ import annotations

from django.utils.translation import gettext as _

SHORT = {
    "cas": "CAS", "hs": "HS", "inn": "INN", "id": "ID", "gtin": "GTIN", "ug": "µg", "g": "g",
    "mg": "mg", "pdf": "PDF", "eu": "EU", "pen": "PEN", "un": "UN",
    "inchikey": "InChIKey", "cnd": "CND",
}  # fmt: skip
WHOLE = {
    "valid_from": "Valid from",
    "name_declared": "Name as written",
    "quantity_base_ug": "Quantity in base",
    "hs_code": "Tariff code (HS)",
    "corrects": "Wrong entry",
    "what": "What is wrong",
    "company_return": "Stock return",
    "from": "From account",
    "to": "To account",
}


def english(word: str) -> str:
    """The English of a name in the code: `valid_until` is `Valid until`."""
    if word in WHOLE:
        return WHOLE[word]
    parts = [SHORT.get(one, one) for one in word.replace("-", "_").strip("_").split("_")]
    text = " ".join(part for part in parts if part)
    return text[:1].upper() + text[1:] if not text.startswith("µ") else text


def label(word: object) -> str:
    """The name as people read it."""
    text = english(str(word))
    return str(_(text)) if text else ""


def role_name(letters: str) -> str:
    """The role in words."""
    return str(_(ROLES[letters]))


ROLES = {
    "OC": "Operator clerk",
    "OR": "Responsible person of an operator",
    "CO": "Case officer",
    "AP": "Approver",
    "CU": "Customs officer",
    "IN": "Inspector",
    "LA": "Laboratory analyst",
    "ST": "Statistician",
    "AU": "Auditor",
    "AD": "Administrator",
    "PA": "Partner authority",
    "PU": "Public",
}
