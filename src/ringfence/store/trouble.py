"""What verifying the journal and the books found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

TROUBLES_MAX = 50
"""More are not told one by one."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing that is not as it was written.

    kind      changed, removed, inserted, unsigned
    where     journal, checkpoint, document, version, person, entry, balance, limit, token, file,
              card
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

    def beside(self, more: Iterable[Trouble]) -> Verified:
        """The same with further troubles, as many as are told."""
        return replace(self, troubles=(*self.troubles, *more)[:TROUBLES_MAX])

    @property
    def is_whole(self) -> bool:
        """True where nothing is wrong."""
        return not self.troubles
