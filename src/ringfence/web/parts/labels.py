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
    "g": "g",
    "kg": "kg",
    "mg": "mg",
    "l": "l",
    "ml": "ml",
    "m2": "m²",
    "intended_for_re_export": "Intended for re-export",
    "low_thc_cannabis": "Low-THC cannabis",
    "name_declared": "Name as written",
    "quantity_base_ug": "Quantity in base",
    "hs_code": "Tariff code (HS)",
    "corrects": "Wrong entry",
    "what": "What is wrong",
    "company_return": "Stock return",
    "from": "From account",
    "to": "To account",
    "reserves_31_1_b": "Reservation on article 31(1)(b)",
    "reserves_49": "Reservation on article 49",
    "reports_under_49": "Reports under article 49",
    "notifies_table_ii": "Notifies Table II",
    "prohibits_schedule_iv": "Prohibits Schedule IV",
    "total_of_estimates_g": "Total of the estimates, g",
    "imports_authorised_g": "Imports authorised, g",
    "re_export_g": "For re-export, g",
    "excess_g": "Excess, g",
    "assessment_g": "Assessment, g",
    "opium_exported_g": "Opium exported, g",
    "authorised_base_g": "Authorised base, g",
    "left_ug": "Left, µg",
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
