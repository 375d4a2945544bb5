"""The small demonstration served as a user serves it: one process, its address, its links."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

LINK = re.compile(r"^(\S.*?)  +(\S+) +(http://\S+/sign-in/link/\S+)$")
YEAR = 2025


@dataclass
class Served:
    """`ringfence demo` while it serves: its process, address, and the link of each role."""

    folder: Path
    process: subprocess.Popen[str]
    lines: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)

    @property
    def address(self) -> str:
        """Where its pages are: the first of the lines that names a link begins with it."""
        return next(iter(self.links.values())).partition("/sign-in/")[0]

    def stop(self) -> int:
        """Interrupt it as Ctrl+C does; gives its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=20)


def command(*words: str) -> tuple[int, str]:
    """Run a command of its own process, as a user does; gives its exit code and what it said."""
    asked = [sys.executable, "-m", "ringfence.cli", *words]
    done = subprocess.run(asked, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def serve(folder: Path, *options: str) -> Served:
    """Begin the demonstration, and wait until it says that it serves."""
    command = [sys.executable, "-m", "ringfence.cli", "demo", "--scale", "small",
               "--year", str(YEAR), "--dir", str(folder), *options]  # fmt: skip
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    served = Served(folder, process)
    stream: Any = process.stdout
    for line in stream:
        served.lines.append(line.rstrip("\n"))
        found = LINK.match(served.lines[-1])
        if found:
            served.links[found[1]] = found[3]
        if line.startswith("serving "):
            return served
    raise AssertionError("it ended without serving:\n" + "\n".join(served.lines))
