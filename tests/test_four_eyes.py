"""The second person decides on what was proposed, and brings no facts of their own."""

from __future__ import annotations

import pytest

from ringfence.trade import acting
from ringfence.trade.life import ActRefused, Done
from ringfence.trade.roles import Actor, Role

APPROVER = Actor("p-2", Role.APPROVER, "XA")


@pytest.mark.parametrize("proposed", [None, "what was proposed"])
def test_the_second_person_cannot_bring_facts_of_their_own(
    proposed: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Document:
        proposal = Done("trade.estimate.approve", "p-1", Role.STATISTICIAN, 1)
        told = (None, proposed)

        def entered(self) -> tuple[Done, ...]:
            return (self.proposal,)

        def subject(self, holds: object) -> None:
            return None

    class Asked:
        name, actor, holds, opened = "trade.estimate.approve", APPROVER, frozenset[str](), True
        told = "facts of the approver alone"

    monkeypatch.setattr(acting, "require", lambda *_: None)
    with pytest.raises(ActRefused, match="not those proposed"):
        acting._check_second(Document(), Asked())  # type: ignore[arg-type]
