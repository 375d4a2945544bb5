"""Links to sign in once: made with 256 bits, kept as a hash, used at most once, ended by a time."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from typing import Any

from ringfence.store import models
from ringfence.store.stored import Invited

BITS = 256


def make(person: str, role: str, *, by: str, now: datetime, ends_at: datetime) -> str:
    """Make a link for a person; gives its code, which is shown once and kept nowhere."""
    code = secrets.token_urlsafe(BITS // 8)
    models.SignInLink.objects.create(
        code_hash=_hash(code), person=person, role=role, made_by=by, made_at=now, ends_at=ends_at
    )
    return code


def find(code: str, now: datetime) -> Invited | None:
    """Whom a code lets in; `None` where it is unknown, used or ended."""
    row = _open(code, now).first()
    return None if row is None else Invited(row.person, row.role, row.ends_at)


def use(code: str, now: datetime) -> Invited | None:
    """Use a code up; of two who try at once only one gets in."""
    found = find(code, now)
    if found is None or not _open(code, now).update(used_at=now):
        return None
    return found


def _open(code: str, now: datetime) -> Any:
    rows = models.SignInLink.objects.filter(code_hash=_hash(code))
    return rows.filter(used_at=None, ends_at__gt=now)


def _hash(code: str) -> str:
    return hashlib.sha256(code.encode()).hexdigest()
