"""What is raised when a structure, a structure key or a pattern cannot be understood.

RingfenceError
├── StructureUnreadable   a SMILES, InChI or molfile is broken, too large or not one structure
├── InchikeyUnreadable    a text has not the shape of an InChIKey
└── PatternUnreadable     a term of a class rule is no SMARTS pattern or no mass limit
"""

from __future__ import annotations

from ringfence.terms import RingfenceError

_SHOWN = 60


def shortened(text: str) -> str:
    """The text in quotes, cut to what fits into a message."""
    return repr(text if len(text) <= _SHOWN else text[:_SHOWN] + "...")


class StructureUnreadable(RingfenceError):
    """A text does not give one structure that can be compared; `reason` says why."""

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(
            f"{shortened(text)} is not a structure we can compare: {reason}. "
            "Write one molecule or salt as SMILES, InChI or molfile, for example "
            "CC(=O)Oc1ccccc1C(=O)O"
        )


class InchikeyUnreadable(RingfenceError):
    """A text has not the shape of an InChIKey."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(
            f"{shortened(text)} is not an InChIKey: write 14, 10 and 1 capital letters joined by "
            "hyphens, for example BQJCRHHNABKAKU-KBQPJGBKSA-N"
        )


class PatternUnreadable(RingfenceError):
    """A term of a class rule cannot be used; `kind` and `value` are the term as given."""

    def __init__(self, kind: str, value: object) -> None:
        self.kind, self.value = kind, value
        super().__init__(
            f"{kind} {shortened(str(value))} is not a term of a class rule: write a SMARTS pattern "
            "for smarts and not, a number for mass_limit"
        )
