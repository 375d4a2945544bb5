"""Files of others are those that were looked at, byte for byte, and there are no further ones."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src/ringfence/web/static/vendor"


def test_every_file_of_others_is_unchanged_and_named_with_its_licence() -> None:
    table = tomllib.loads((FOLDER / "vendor.toml").read_text(encoding="utf-8"))
    assert set(table) == {path.name for path in FOLDER.iterdir()} - {"vendor.toml"}
    for name, row in table.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == row["sha256"], name
        assert row["licence"] in {"MIT", "0BSD", "Apache-2.0"}
