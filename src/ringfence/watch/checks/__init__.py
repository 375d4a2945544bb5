"""Small named checks on a screened row, one file each: a check reports, it does not decide.

To add one: a file here with a subclass of `Check`, a row in `CHECKS`, and cases in
tests/cases/checks where it fires, where it does not, and where it cannot tell.
"""

from __future__ import annotations

from ringfence.watch.checks.check import Check, Seen
from ringfence.watch.checks.disguised_name import DisguisedName
from ringfence.watch.checks.post_box_consignee import PostBoxConsignee
from ringfence.watch.checks.quantity_not_read import QuantityNotRead

CHECKS: tuple[Check, ...] = (DisguisedName(), PostBoxConsignee(), QuantityNotRead())
"""Every check, in the order in which reports are printed."""

__all__ = ["CHECKS", "Check", "Seen"]
