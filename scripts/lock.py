"""Renew requirements/*.txt from pyproject.toml: every version pinned, every file hashed.

The files name no index: pip takes whichever the machine is set up for.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SETS = {"core": (), "dev": ("check", "test", "lock"), "bench": ("check", "test", "lock", "bench")}


def main() -> None:
    """Lock the three sets one after the other, the larger ones held to the smaller one's pins."""
    for name, extras in SETS.items():
        lock(name, extras)


def lock(name: str, extras: tuple[str, ...]) -> None:
    """Write requirements/NAME.txt for the core and the named extras."""
    target = ROOT / "requirements" / f"{name}.txt"
    command = [
        *(sys.executable, "-m", "piptools", "compile", "--quiet", "--generate-hashes"),
        *("--allow-unsafe", "--strip-extras", "--no-header", "--no-annotate"),
        *("--no-emit-index-url", "--no-emit-trusted-host", "--no-emit-find-links"),
        *("--output-file", str(target)),
        *(part for extra in extras for part in ("--extra", extra)),
        *((), ("--constraint", str(ROOT / "requirements" / "core.txt")))[name != "core"],
        str(ROOT / "pyproject.toml"),
        str(ROOT / "requirements" / "build.in"),
    ]
    subprocess.run(command, check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
