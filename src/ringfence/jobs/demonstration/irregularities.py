"""The irregularities that are planted in the demonstration, and which check ought to find each.

Each row names the document it is planted on and the rule that must speak of it. `found` tells
which findings of `look_over` and of the mirror do; a world in which nothing is planted has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ringfence.watch.patterns import GROWTH, NEARLY_OVERDRAWN, SAME_PAIR, Noticed

HEADROOM, NOTICE, QUANTITY = "un1961/31/1(b)", "un1988/12/10(a)", "un1961/31/4(b)"


@dataclass(frozen=True, slots=True)
class Irregularity:
    """One thing that is not as it should be.

    name     a short word for it
    says     what was planted
    rule     the check that ought to find it
    subject  the document on which it ought to; `{year}` stands for the year. Empty where the
             world decides on which: then any finding of the rule counts
    """

    name: str
    says: str
    rule: str
    subject: str = ""

    def is_meant(self, noticed: Noticed, year: int) -> bool:
        """Whether a finding is the one that ought to be found."""
        subject = self.subject.format(year=year)
        return noticed.finding.rule == self.rule and noticed.subject.startswith(subject)


IRREGULARITIES = (
    Irregularity(
        "above_authorisation", "more was to be shipped than the authorisation states",
        QUANTITY, "export_authorisation:XA-EA-{year}-8001",
    ),
    Irregularity(
        "short_arrival", "a tenth less arrived abroad than had left",
        "un1961/31/7(b)", "export_authorisation:XA-EA-{year}-8002",
    ),
    Irregularity(
        "certificate_used_twice", "a certificate for one consignment was drawn on again",
        "un1961/31/4(d)", "export_authorisation:XA-EA-{year}-8004",
    ),
    Irregularity(
        "revoked_certificate", "the importing authority had revoked the certificate",
        "un1961/31/4(a)", "export_authorisation:XA-EA-{year}-8005",
    ),
    Irregularity(
        "beyond_estimate", "an import was asked for beyond what the estimates leave",
        HEADROOM, "import_certificate:XA-IC-{year}-8002",
    ),
    Irregularity(
        "nearly_overdrawn", "hardly anything is left of a total of the estimates",
        NEARLY_OVERDRAWN, "limit:",
    ),
    Irregularity(
        "unlicensed_buyer", "a firm without a licence was supplied",
        "trade.line.counterpart_not_licensed", "company_return:",
    ),
    Irregularity(
        "expired_licence", "a wholesaler went on to supply after its licence had run out",
        "trade.line.not_licensed", "company_return:",
    ),
    Irregularity(
        "stock_does_not_balance", "less was counted at the end of the year than the books hold",
        "trade.question.count_difference", "company_return:",
    ),
    Irregularity(
        "stock_missing_at_site", "an inspector counted less than the books hold",
        "trade.question.count_difference", "inspection:XA-IN-{year}-80",
    ),
    Irregularity(
        "growing_purchases", "a hospital bought more than twice as much in each quarter",
        GROWTH, "operator:",
    ),
    Irregularity(
        "loss_told_late", "a theft was told five days after it was discovered",
        "trade.loss.told_in_time", "loss:XA-LO-{year}-80",
    ),
    Irregularity(
        "lapsed_notice", "nobody answered a notice, and it was to be cleared all the same",
        NOTICE, "pre_export_notification:XA-PN-{year}-8001",
    ),
    Irregularity(
        "salt_for_base", "a partner reported the weight of the salt as base",
        "trade.return.mirror", "partner:",
    ),
    Irregularity(
        "same_pair", "one officer's proposals were always decided by the same approver",
        SAME_PAIR, "person:co6",
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Found:
    """An irregularity with the findings that speak of it."""

    irregularity: Irregularity
    findings: tuple[Noticed, ...]


def found(noticed: Sequence[Noticed], year: int) -> list[Found]:
    """Each irregularity with what the checks found of it; none where they found nothing."""
    return [
        Found(one, tuple(each for each in noticed if one.is_meant(each, year)))
        for one in IRREGULARITIES
    ]
