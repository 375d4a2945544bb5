"""A movement from a file that someone wrote: TOML, or JSON in a file named .json."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

from ringfence.law.movement import Movement, movement_from
from ringfence.law.record import InputNotUnderstood, Problem


def read_movement(path: Path) -> Movement:
    """Read a movement from a TOML or JSON file; raises InputNotUnderstood."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(f"byte {error.start}", "is not UTF-8", "Save the file as UTF-8")
        raise InputNotUnderstood(path.name, (problem,)) from error
    try:
        mapping = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        problem = Problem("the file", str(error), "Write TOML, or JSON in a file named .json")
        raise InputNotUnderstood(path.name, (problem,)) from error
    return movement_from(mapping, path.name)
