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
    "pre_export_notification": "Pre-export notification",
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
    "use_schedule_iii": "Use for preparations of Schedule III",
    "use_for_drugs": "Use to make other drugs",
    "use_uncovered": "Use for what the Convention does not cover",
    "stocks_31_december": "Stocks on 31 December",
    "opium_area_ha": "Area of opium poppy, ha",
    "base_g": "Base, g",
    "quantity_base_g": "Quantity in base, g",
    "used_base_g": "Used in base, g",
    "endorsed_base_g": "Endorsed in base, g",
    "exported_base_g": "Exported in base, g",
    "unit_mass_mg": "Mass of a unit, mg",
    "smiles": "SMILES",
    "ndc": "NDC",
    "find": "Note the findings",
    "file_sha256": "SHA-256 of the file",
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


def many(kind: str) -> str:
    """The name of a list of documents of a kind: Applications, Licences."""
    return str(_(MANY[kind])) if kind in MANY else label(kind)


def act_words(act: str) -> str:
    """An act by its name in the books, in words: what it is done to, and what is done."""
    name, _colon, _proposed = str(act).partition(":")
    _room, thing, verb = (*name.split("."), "", "")[:3]
    if not verb:
        return str(act)
    return str(_("%(thing)s: %(verb)s") % {"thing": label(thing), "verb": label(verb)})


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

MANY = {
    "application": "Applications",
    "assessment": "Assessments",
    "company_return": "Stock returns",
    "correction": "Corrections",
    "customer_declaration": "Customer declarations",
    "destruction": "Destructions",
    "endorsement": "Endorsements",
    "estimate": "Estimates",
    "export_authorisation": "Export authorisations",
    "export_declaration": "Export declarations",
    "import_certificate": "Import certificates",
    "inspection": "Inspections",
    "licence": "Licences",
    "loss": "Losses",
    "operator": "Operators",
    "order": "Orders",
    "personal_block": "Personal blocks",
    "pre_export_notification": "Pre-export notifications",
    "product": "Products",
    "question": "Questions",
    "received_notification": "Notifications received",
    "return": "Returns",
    "special_import_licence": "Special import licences",
    "transit_permit": "Transit permits",
    "user_change": "Changes of users",
}
"""The name of each kind's list."""
