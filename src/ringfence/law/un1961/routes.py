"""How a preparation is given, as packs and papers say it, for item 3 of Schedule III."""

from __future__ import annotations

_ORAL = """
    oral; orally; oral use; peroral; perorally; per os; p.o.; po; by mouth; for oral use;
    oral route; внутрь; перорально; для приема внутрь; перорально (внутрь); voie orale; orale;
    vía oral; zum einnehmen; 口服
"""
_OTHER = """
    injection; injectable; for injection; parenteral; parenterally; intravenous; i.v.; iv;
    intramuscular; i.m.; im; subcutaneous; s.c.; epidural; intrathecal; infusion; rectal; rectally;
    suppository; topical; cutaneous; transdermal; nasal; intranasal; inhaled; inhalation;
    ophthalmic; vaginal; инъекция; для инъекций; внутривенно; внутримышечно; подкожно;
    парентерально; ректально; наружно; 注射
"""
_ROUTES = {
    " ".join(word.split()): route
    for route, words in (("oral", _ORAL), ("other", _OTHER))
    for word in words.split(";")
}


def route_of(text: str) -> str:
    """`oral`, or `other` for a way of giving that is not by mouth; empty when it is not known."""
    return _ROUTES.get(" ".join(text.casefold().replace("ё", "е").split()), "")
