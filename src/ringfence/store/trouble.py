"""What verifying the journal and the books found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is not as it was written.

    kind      changed, removed, inserted, unsigned
    where     journal, checkpoint, document, version, person, entry, balance, limit
    position  the row of the journal, where it is one; -1 otherwise
    """

    kind: str
    where: str
    position: int
    says: str

    def __str__(self) -> str:
        place = f" {self.position}" if self.position >= 0 else ""
        return f"{self.where}{place}: {self.kind}: {self.says}"


@dataclass(frozen=True, slots=True)
class Verified:
    """How far the journal goes, its root, and what is wrong with it and with the books."""

    size: int
    root: str
    checkpoints: int
    troubles: tuple[Trouble, ...]

    @property
    def is_whole(self) -> bool:
        """True where nothing is wrong."""
        return not self.troubles
