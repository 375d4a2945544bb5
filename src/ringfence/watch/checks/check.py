"""What a check is: a name, a sentence, the paragraph it serves, and a look at one row."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

from ringfence.law.identification import Identification
from ringfence.terms import Answer, Finding


@dataclass(frozen=True, slots=True)
class Seen:
    """What a check may look at: the row's own words, and what the row was identified as."""

    found: Identification
    quantity: str
    consignee: str


class Check(ABC):
    """One suspicion. `not met` means that it holds; `undetermined` that it could not be tried."""

    name: ClassVar[str]
    explain: ClassVar[str]
    under: ClassVar[str]

    @abstractmethod
    def look(self, seen: Seen) -> tuple[Answer, str]:
        """Say whether all is as it should be, and what was seen."""

    def report(self, seen: Seen) -> Finding:
        """The finding of this check on one row."""
        answer, says = self.look(seen)
        return Finding(f"check/{self.name}", answer, says, {"under": self.under}, is_advice=True)
