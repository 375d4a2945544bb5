"""Renew requirements/*.txt from pyproject.toml: every version pinned, every file hashed.

The files name no index: pip takes whichever the machine is set up for.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETS = {
    "core": (),
    "node": ("node",),
    "dev": ("node", "check", "test", "lock"),
    "bench": ("node", "check", "test", "lock", "bench"),
}
_SMALLER = {"core": (), "node": ("core",), "dev": ("node",), "bench": ("dev",)}
"""Whose pins each set is held to."""


def main() -> None:
    """Lock the sets one after the other, the larger ones held to the pins of the smaller."""
    for name, extras in SETS.items():
        lock(name, extras)


def locked(name: str) -> Path:
    """Where the pins of a set stand."""
    return ROOT / "requirements" / f"{name}.txt"


def lock(name: str, extras: tuple[str, ...]) -> None:
    """Write requirements/NAME.txt for the core and the named extras."""
    target = locked(name)
    command = [
        *(sys.executable, "-m", "piptools", "compile", "--quiet", "--generate-hashes"),
        *("--allow-unsafe", "--strip-extras", "--no-header", "--no-annotate"),
        *("--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links"),
        *("--output-file", str(target)),
        *(part for extra in extras for part in ("--extra", extra)),
        *(part for smaller in _SMALLER[name] for part in ("--constraint", str(locked(smaller)))),
        str(ROOT / "pyproject.toml"),
        str(ROOT / "requirements" / "build.in"),
    ]
    subprocess.run(command, check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
