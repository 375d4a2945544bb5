"""Files of long lists: who asked for which, how far each is, and which are over."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ringfence.store import models

WAITING, MAKING, READY, FAILED = "waiting", "making", "ready", "failed"


@dataclass(frozen=True, slots=True)
class Export:
    """One file of a list.

    file    the name under which its bytes lie
    rows, size, sha256  of the file, once it is ready; `problem` says why it could not be made
    """

    number: int
    person: str
    role: str
    kind: str
    form: str
    state: str
    content: Mapping[str, Any]
    file: str
    asked_at: datetime
    made_at: datetime | None = None
    rows: int = 0
    size: int = 0
    sha256: str = ""
    problem: str = ""


def ask(
    *, person: str, role: str, kind: str, form: str, content: Mapping[str, Any], file: str,
    now: datetime,
) -> int:  # fmt: skip
    """Keep that somebody asked for a file; gives its number."""
    row = models.ExportFile.objects.create(
        person=person, role=role, kind=kind, form=form, state=WAITING, content=dict(content),
        file=file, asked_at=now,
    )  # fmt: skip
    return int(row.pk)


def of_person(person: str, role: str) -> list[Export]:
    """The files that the person asked for in the role, the newest first."""
    rows = models.ExportFile.objects.filter(person=person, role=role).order_by("-id")
    return [_export(row) for row in rows]


def find(number: int) -> Export | None:
    """A file by its number; `None` where there is none."""
    row = models.ExportFile.objects.filter(pk=number).first()
    return None if row is None else _export(row)


def is_waiting(stale_before: datetime) -> bool:
    """Whether a file waits to be made, or to be made again."""
    return bool(_waiting(stale_before).exists())


def queue() -> tuple[int, datetime | None]:
    """How many files are asked for and not ready, and since when the first of them waits."""
    found = models.ExportFile.objects.filter(state__in=(WAITING, MAKING)).order_by("asked_at")
    first = found.values_list("asked_at", flat=True).first()
    return found.count(), first


def claim(now: datetime, stale_before: datetime) -> Export | None:
    """Take the file that waits longest, or one whose making was broken off; `None` for none."""
    row = _waiting(stale_before).order_by("id").first()
    if row is None:
        return None
    row.state, row.begun_at = MAKING, now
    row.save(update_fields=["state", "begun_at"])
    return _export(row)


def _waiting(stale_before: datetime) -> Any:
    waits = models.ExportFile.objects.filter(state=WAITING)
    return waits | models.ExportFile.objects.filter(state=MAKING, begun_at__lt=stale_before)


def ready(number: int, *, rows: int, size: int, sha256: str, now: datetime) -> None:
    """Keep that a file is made."""
    models.ExportFile.objects.filter(pk=number).update(
        state=READY, rows=rows, size=size, sha256=sha256, made_at=now
    )


def fail(number: int, problem: str, now: datetime) -> None:
    """Keep why a file could not be made."""
    rows = models.ExportFile.objects.filter(pk=number)
    rows.update(state=FAILED, problem=problem[:500], made_at=now)


def asked_before(day: datetime) -> list[Export]:
    """The files that were asked for before an instant."""
    return [_export(row) for row in models.ExportFile.objects.filter(asked_at__lt=day)]


def forget(number: int) -> None:
    """Take a file off the list."""
    models.ExportFile.objects.filter(pk=number).delete()


def _export(row: models.ExportFile) -> Export:
    return Export(
        row.pk, row.person, row.role, row.kind, row.form, row.state, row.content, row.file,
        row.asked_at, row.made_at, row.rows, row.size, row.sha256, row.problem,
    )  # fmt: skip
