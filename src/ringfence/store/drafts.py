"""What a person typed and has not sent: saved often, read by that person only, never judged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from ringfence.store import models


def save(person: str, name: str, content: Mapping[str, Any], now: datetime) -> None:
    """Keep what was typed on a page; the last saving wins."""
    models.Draft.objects.update_or_create(
        person=person, name=name, defaults={"content": dict(content), "saved_at": now}
    )


def find(person: str, name: str) -> tuple[dict[str, Any], datetime] | None:
    """What the person typed on a page, and when it was saved."""
    row = models.Draft.objects.filter(person=person, name=name).first()
    return None if row is None else (dict(row.content), row.saved_at)


def several(*named: tuple[str, str]) -> list[dict[str, Any]]:
    """What is kept under each person and page, in that order; an empty table where nothing is."""
    asked = reduce(or_, (Q(person=person, name=name) for person, name in named))
    rows = models.Draft.objects.filter(asked)
    found = {(row.person, row.name): dict(row.content) for row in rows}
    return [found.get(one, {}) for one in named]


def every(person: str) -> list[tuple[str, datetime]]:
    """The names of the person's drafts, the newest first."""
    rows = models.Draft.objects.filter(person=person).order_by("-saved_at")
    return [(row.name, row.saved_at) for row in rows]


def remove(person: str, name: str) -> None:
    """Forget what was typed, once it was sent."""
    models.Draft.objects.filter(person=person, name=name).delete()
