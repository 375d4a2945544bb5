"""The JSON forms of the desk: work, reminders, findings, figures, receipts, what a firm finds.

Each answer is a table with its `format`; records stand under the names of their fields, days and
instants as texts, amounts in whole micrograms. Keys may be added, never renamed or removed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from ringfence.exchange.document_format import finding_to_wire
from ringfence.terms import Finding


def told(form: str, **keys: Any) -> dict[str, Any]:
    """An answer in a form, such as `ringfence.work/1`.

    >>> told("ringfence.work/1", rows=(), day=date(2031, 5, 2))
    {'format': 'ringfence.work/1', 'rows': [], 'day': '2031-05-02'}
    """
    return {"format": form, **{key: wire(value) for key, value in keys.items()}}


def wire(value: Any) -> Any:
    """A value as it stands in JSON.

    >>> wire(Decimal("0.50")), wire(None)
    ('0.50', None)
    """
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Finding):
        return finding_to_wire(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {one.name: wire(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(wire(key)): wire(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [wire(one) for one in value]
    return str(value)
