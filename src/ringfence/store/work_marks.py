"""Who has taken a piece of work, and until when it was put off: one mark a document."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from ringfence.store import models
from ringfence.store.stored import Mark


def every() -> Mapping[str, Mark]:
    """Every mark, by the subject of its document."""
    return {row.subject: _mark(row) for row in models.WorkMark.objects.all()}


def find(subject: str) -> Mark:
    """The mark of a document; an empty one where there is none."""
    row = models.WorkMark.objects.filter(subject=subject).first()
    return Mark() if row is None else _mark(row)


def put(subject: str, mark: Mark, now: datetime) -> None:
    """Write the mark of a document; an empty one is taken away."""
    if mark == Mark():
        models.WorkMark.objects.filter(subject=subject).delete()
        return
    told = {
        "taken_by": mark.taken_by,
        "taken_at": now if mark.taken_by else None,
        "until": mark.until,
        "reason": mark.reason,
    }
    models.WorkMark.objects.update_or_create(subject=subject, defaults=told)


def _mark(row: models.WorkMark) -> Mark:
    until: date | None = row.until
    taken_at: datetime | None = row.taken_at
    return Mark(row.taken_by, taken_at, until, row.reason)
