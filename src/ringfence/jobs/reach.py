"""Whose documents of a kind a person reads, as a filter that the database can apply.

It says the same as `may_read` for one document; a test compares the two for every role and kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from ringfence.jobs.document_kinds import DocumentKind, kinds
from ringfence.jobs.doing import READS, reads
from ringfence.store.listing import Listing
from ringfence.store.stored import Listed
from ringfence.trade.permissions import Subject
from ringfence.trade.roles import Actor


@dataclass(frozen=True, slots=True)
class Reach:
    """What territory, firm or addressee must be; one of the three is told."""

    territory: str = ""
    firm: str = ""
    addressee: str = ""

    def covers(self, row: Listed) -> bool:
        """Whether a document of the kind is one that the person reads."""
        if self.territory:
            return row.territory == self.territory
        if self.firm:
            return self.firm in row.card.firms
        return row.card.partner == self.addressee

    def narrow(self, listing: Listing) -> Listing:
        """The listing within what the person reads."""
        return replace(listing, territory=self.territory, firm=self.firm, addressee=self.addressee)


def reach_of(actor: Actor, kind: DocumentKind) -> Reach | None:
    """Whose documents of the kind the person reads; `None` for nobody's."""
    of_office = Subject(actor.territory, holds=READS)
    if reads(actor, kind, of_office):
        return Reach(territory=actor.territory)
    of_firm = Subject(actor.territory, (actor.operator,), holds=READS)
    if actor.operator and reads(actor, kind, of_firm):
        return Reach(firm=actor.operator)
    elsewhere = Subject("-", addressee=actor.territory, holds=READS)
    if actor.territory and reads(actor, kind, elsewhere):
        return Reach(addressee=actor.territory)
    return None


@lru_cache(maxsize=1024)
def readable_kinds(actor: Actor) -> Mapping[str, Reach]:
    """Every kind that the person reads, with whose documents of it.

    Kinds and permissions are those of the release: the same person is answered once.
    """
    found = {name: reach_of(actor, kind) for name, kind in kinds().items()}
    return MappingProxyType({name: one for name, one in found.items() if one is not None})
