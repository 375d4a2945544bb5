"""The JSON form of the tokens of a node: `ringfence.token.list/1`; no code stands in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from ringfence.trade.token import Token

LIST = "ringfence.token.list/1"


def tokens_to_wire(tokens: Iterable[Token], now: datetime) -> dict[str, Any]:
    """Every token with its state at an instant."""
    return {"format": LIST, "tokens": [_token(one, now) for one in tokens]}


def _token(one: Token, now: datetime) -> dict[str, Any]:
    return {
        "name": one.name,
        "state": one.state(now),
        "person": one.person,
        "role": one.role,
        "scopes": list(one.scopes),
        "made_by": one.made_by,
        "made_at": _instant(one.made_at),
        "confirmed_by": one.confirmed_by,
        "ends_at": _instant(one.ends_at),
        "revoked_at": _instant(one.revoked_at),
        "last_used_at": _instant(one.last_used_at),
    }


def _instant(value: datetime | None) -> str | None:
    return None if value is None else value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
