"""The receipt of a filing: what was filed, what was answered to each line, and a hash over both.

The hash proves both ways: whoever holds the file and the receipt can show what was filed and what
the authority answered, and neither side can change a line afterwards unseen.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from ringfence.terms import Day
from ringfence.trade.line_facts import LineVerdict, Said
from ringfence.trade.stock_line import hashed


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is answered to one line.

    row           where it stood: the sheet and the row, or what the operator keyed in
    content_hash  over what the line says
    is_repeat     True where the same line was accepted before, and nothing is booked again
    """

    line_id: str
    row: str
    verdict: LineVerdict
    content_hash: str
    says: tuple[Said, ...] = ()
    is_repeat: bool = False

    @property
    def main(self) -> Said:
        """What decides: the first refusal, else the first remark, else nothing to add."""
        refusals = (one for one in self.says if one.refuses)
        return next(refusals, self.says[0] if self.says else Said("accepted", "", "accepted"))

    @property
    def verdict_hash(self) -> str:
        """SHA-256 over the line and the answer."""
        says = [dataclasses.asdict(one) for one in self.says]
        answer = {"line": self.content_hash, "line_id": self.line_id, "says": says}
        return hashed({**answer, "verdict": self.verdict})


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line on a receipt."""

    line_id: str
    row: str
    verdict: LineVerdict
    code: str
    content_hash: str
    verdict_hash: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was filed for a period, and what was answered.

    filed_at     an instant in UTC
    file_sha256  over the bytes of the file; empty where lines were keyed in
    """

    number: str
    operator: str
    first: Day
    last: Day
    filed_at: str
    file_sha256: str
    accepted: int
    accepted_with_remark: int
    refused: int
    lines: tuple[ReceiptLine, ...] = ()

    @property
    def is_nil(self) -> bool:
        """True where nothing was to be reported."""
        return not self.lines


def receipt_for(
    number: str,
    operator: str,
    period: tuple[Day, Day],
    filed_at: str,
    file_sha256: str,
    verdicts: Iterable[Verdict],
) -> Receipt:
    """The receipt of the verdicts of one filing, in the order of the file."""
    lines = tuple(
        ReceiptLine(
            one.line_id, one.row, one.verdict, one.main.code, one.content_hash, one.verdict_hash
        )
        for one in verdicts
    )
    counts = Counter(line.verdict for line in lines)
    return Receipt(
        number,
        operator,
        *period,
        filed_at,
        file_sha256,
        counts[LineVerdict.ACCEPTED],
        counts[LineVerdict.ACCEPTED_WITH_REMARK],
        counts[LineVerdict.REFUSED],
        lines,
    )


def receipt_hash(receipt: Receipt) -> str:
    """SHA-256 over everything that stands on a receipt; this is what is signed."""
    return hashed(dataclasses.asdict(receipt))


def proves(receipt: Receipt, claimed: str, verdicts: Iterable[Verdict]) -> bool:
    """True where `claimed` is the hash of the receipt, and these are its lines and answers."""
    shown = [(one.line_id, one.content_hash, one.verdict_hash) for one in verdicts]
    held = [(one.line_id, one.content_hash, one.verdict_hash) for one in receipt.lines]
    return receipt_hash(receipt) == claimed and shown == held
