"""The bytes of files that were handed in, each once, under the hash of its bytes."""

from __future__ import annotations

import hashlib
from datetime import datetime

from ringfence.store import models


def put(
    content: bytes, *, name: str, content_type: str, person: str, operator: str, now: datetime
) -> str:
    """Keep the bytes; gives their SHA-256. The same bytes again change nothing."""
    sha256 = hashlib.sha256(content).hexdigest()
    models.StoredFile.objects.get_or_create(
        sha256=sha256,
        defaults={
            "name": name, "content_type": content_type, "content": content, "person": person,
            "operator": operator, "at": now,
        },
    )  # fmt: skip
    return sha256


def read(sha256: str) -> bytes | None:
    """The bytes of a hash; `None` where none are kept."""
    row = models.StoredFile.objects.filter(sha256=sha256).first()
    return None if row is None else bytes(row.content)
