"""A movement from a file that someone wrote: TOML, or JSON in a file named .json."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from ringfence.law.cnd.dossier import Dossier
from ringfence.law.movement import CountryFacts, Movement, country_facts_from, movement_from
from ringfence.law.record import InputNotUnderstood, Problem, read_record


def read_movement(path: Path) -> Movement:
    """Read a movement from a TOML or JSON file; raises InputNotUnderstood."""
    return movement_from(_mapping(path), path.name)


def read_country_facts(path: Path) -> tuple[CountryFacts, ...]:
    """Read facts of countries from a TOML or JSON file; raises InputNotUnderstood."""
    return country_facts_from(_mapping(path), path.name)


def read_dossier(path: Path) -> Dossier:
    """Read a substance's dossier from a TOML or JSON file; raises InputNotUnderstood."""
    return read_record(Dossier, _mapping(path), path.name)


def _mapping(path: Path) -> Any:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        problem = Problem(f"byte {error.start}", "is not UTF-8", "Save the file as UTF-8")
        raise InputNotUnderstood(path.name, (problem,)) from error
    try:
        return json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        problem = Problem("the file", str(error), "Write TOML, or JSON in a file named .json")
        raise InputNotUnderstood(path.name, (problem,)) from error
