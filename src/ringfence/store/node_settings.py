"""Settings of node.toml that two persons may change: read as texts, put in their place, checked.

A setting is a row here: its place in node.toml, and how it is written. What it may say is what
node.toml may say, so a change can never make a configuration that no node would open.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ringfence.law.record import InputNotUnderstood, Problem
from ringfence.store.canonical import plain
from ringfence.store.errors import NodeError
from ringfence.store.node import NodeConfig, read_config
from ringfence.trade.time_limits import limits


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its place in node.toml, written with points.

    kind  text, count, or texts for several
    """

    name: str
    kind: str


SETTINGS = (
    Setting("time_zone", "text"),
    Setting("calendar.weekend", "texts"),
    Setting("calendar.days_off", "texts"),
    Setting("retention.records_years", "count"),
    Setting("retention.journal_years", "count"),
    Setting("retention.backups_years", "count"),
    Setting("retention.exports_days", "count"),
    *(Setting(f"time_limits.{one.name}", "count") for one in limits()),
)
"""Each as a row; further ones are added by a row."""


def setting_named(name: str) -> Setting:
    """The setting of a name; raises InputNotUnderstood with those there are."""
    found = next((one for one in SETTINGS if one.name == name), None)
    if found is None:
        remedy = f"Write one of {', '.join(one.name for one in SETTINGS)}"
        raise InputNotUnderstood("setting", (Problem("setting", "is no setting", remedy),))
    return found


def texts_of(config: NodeConfig, setting: Setting) -> tuple[str, ...]:
    """What a setting says, as texts."""
    value: Any = plain(config)
    for part in setting.name.split("."):
        value = value[part]
    return tuple(map(str, value)) if setting.kind == "texts" else (str(value),)


def with_setting(config: NodeConfig, setting: Setting, texts: Sequence[str]) -> NodeConfig:
    """The configuration with one setting changed; raises InputNotUnderstood with what is wrong."""
    mapping = _put(plain(config), setting.name.split("."), _value(setting, texts))
    try:
        return read_config(mapping, "value")
    except NodeError as error:
        says = str(error).removeprefix("value: ").partition(": ")
        problem = Problem("value", says[0], says[2] or "Write what node.toml may say")
        raise InputNotUnderstood("value", (problem,)) from error
    except InputNotUnderstood as error:
        wrong = tuple(Problem("value", one.problem, one.remedy) for one in error.problems)
        raise InputNotUnderstood("value", wrong) from error


def _value(setting: Setting, texts: Sequence[str]) -> Any:
    if setting.kind == "texts":
        return list(texts)
    text = texts[0].strip() if len(texts) == 1 else ""
    if not text:
        raise InputNotUnderstood("value", (Problem("value", "is no single value", "Write one"),))
    if setting.kind == "text":
        return text
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        problem = Problem("value", "is no whole number", "Write digits only, such as 5")
        raise InputNotUnderstood("value", (problem,))
    return int(text)


def _put(table: Mapping[str, Any], path: Sequence[str], value: Any) -> dict[str, Any]:
    first, *rest = path
    return {**table, first: _put(table[first], rest, value) if rest else value}
