"""Tokens of systems: 256 bits, kept as a hash only, proposed by one and let in by another."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import Any

from ringfence.store import models
from ringfence.store.errors import NoSuchToken, NumberTaken
from ringfence.trade.token import Token

BITS = 256
START = "rft_"
"""Every code begins with it, so that programs that look for leaked secrets know one."""

NOTED_EVERY = timedelta(minutes=1)
"""How exactly the last use is kept."""


def propose(
    name: str,
    person: str,
    role: str,
    scopes: tuple[str, ...],
    *,
    by: str,
    now: datetime,
    ends_at: datetime,
) -> Token:
    """Keep a token that nobody can use yet; raises NumberTaken where the name was ever given."""
    if models.ApiToken.objects.filter(name=name).exists():
        raise NumberTaken("token", name)
    row = models.ApiToken.objects.create(
        name=name, person=person, role=role, scopes=list(scopes), made_by=by, made_at=now,
        ends_at=ends_at,
    )  # fmt: skip
    return _token(row)


def confirm(name: str, by: str) -> Token:
    """Note who decided on it; raises NoSuchToken."""
    row = _row(name)
    row.confirmed_by = by
    row.save(update_fields=["confirmed_by"])
    return _token(row)


def collect(name: str) -> str:
    """Make its code, which is given here, once, and kept nowhere; raises NoSuchToken."""
    row, code = _row(name), START + secrets.token_urlsafe(BITS // 8)
    row.code_hash = _hash(code)
    row.save(update_fields=["code_hash"])
    return code


def revoke(name: str, now: datetime) -> Token:
    """End it; one that was revoked before stays as it was. Raises NoSuchToken."""
    row = _row(name)
    if row.revoked_at is None:
        row.revoked_at = now
        row.save(update_fields=["revoked_at"])
    return _token(row)


def find(name: str) -> Token:
    """The token of a name; raises NoSuchToken."""
    return _token(_row(name))


def every() -> list[Token]:
    """All of them, those that ended too, by name."""
    return [_token(row) for row in models.ApiToken.objects.order_by("name")]


def of_code(code: str, now: datetime) -> Token | None:
    """The token of a code that is in force; `None` where there is none, for whatever reason."""
    if not code.startswith(START):
        return None
    rows = models.ApiToken.objects.filter(code_hash=_hash(code), revoked_at=None, ends_at__gt=now)
    row = rows.exclude(confirmed_by="").first()
    return None if row is None else _token(row)


def is_use_due(token: Token, now: datetime) -> bool:
    """Whether its last use is noted long enough ago to be noted again."""
    return token.last_used_at is None or now - token.last_used_at >= NOTED_EVERY


def note_use(name: str, now: datetime) -> None:
    """Keep when it was used last."""
    models.ApiToken.objects.filter(name=name).update(last_used_at=now)


def _row(name: str) -> Any:
    row = models.ApiToken.objects.filter(name=name).first()
    if row is None:
        raise NoSuchToken(name)
    return row


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode("utf-8", "surrogatepass")).hexdigest()


def _token(row: Any) -> Token:
    return Token(
        name=row.name,
        person=row.person,
        role=row.role,
        scopes=tuple(row.scopes),
        made_by=row.made_by,
        made_at=row.made_at,
        ends_at=row.ends_at,
        confirmed_by=row.confirmed_by,
        is_collected=row.code_hash is not None,
        revoked_at=row.revoked_at,
        last_used_at=row.last_used_at,
    )
