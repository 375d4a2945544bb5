"""1961 article 31: special provisions relating to international trade."""

from __future__ import annotations

from ringfence.law.case import Case
from ringfence.law.rule import Found, met, not_met, rule, undetermined
from ringfence.law.un1961.trade import applies


@rule("un1961/31/5", "1961-31-5")
@applies
def import_certificate_is_held(case: Case) -> Found:
    """An export is authorised only against the importing country's certificate."""
    certificate = case.movement.import_certificate
    if certificate is None:
        return not_met("no import certificate is attached")
    if not certificate.number:
        return undetermined("the import certificate has no number", number=None)
    return met(f"import certificate {certificate.number} is attached", number=certificate.number)
