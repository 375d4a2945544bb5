"""A PostgreSQL server for the tests: started as an ordinary user in a temporary folder, stopped.

It listens on a socket in that folder alone. `start()` gives the server, or the sentence that says
why there is none.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

PROGRAMS = Path("/usr/lib/postgresql")
USERS = ("postgres", "nobody")
"""Whose rights the server takes when the tests run as root, which PostgreSQL refuses."""


@dataclass(frozen=True)
class Server:
    """A running server: its programs, its folder, and whose rights it has."""

    programs: Path
    folder: Path
    user: str

    def url(self, name: str) -> str:
        return f"postgresql://ringfence@/{name}?host={self.folder}"

    def create(self, name: str) -> str:
        """Make an empty database, and give its address."""
        self.run("createdb", "--host", str(self.folder), "--username", "ringfence", name)
        return self.url(name)

    def stop(self) -> None:
        self.run("pg_ctl", "stop", "--mode=immediate", "-D", str(self.folder / "data"))
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program: str, *words: str) -> None:
        command = [str(self.programs / program), *words]
        done = subprocess.run(
            [*as_user(self.user), *command], cwd="/", capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stderr or done.stdout}")


def start() -> Server | str:
    """Start a server, or say why none can be had."""
    found = sorted(PROGRAMS.glob("*/bin/postgres"), key=lambda path: int(path.parts[-3]))
    if not found:
        return f"no PostgreSQL under {PROGRAMS}: apt-get install postgresql"
    user = _user()
    if user is None:
        return f"the tests run as root, and there is no user {' or '.join(USERS)} to lend rights"
    folder = Path(tempfile.mkdtemp(prefix="ringfence-pg-"))
    server = Server(found[-1].parent, folder, user)
    if user:
        shutil.chown(folder, user)
    folder.chmod(0o755)
    data = str(folder / "data")
    words = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
    options = f"-k {folder} -c listen_addresses= -c max_connections=80 -c shared_buffers=64MB"
    try:
        server.run("initdb", "-D", data, "--username=ringfence", *words)
        server.run("pg_ctl", "start", "-w", "-D", data, "-l", f"{folder}/log", "-o", options)
    except RuntimeError as error:
        shutil.rmtree(folder, ignore_errors=True)
        return str(error).strip().splitlines()[0]
    return server


def _user() -> str | None:
    """Nobody else where we are an ordinary user already; None where nobody can be found."""
    if os.geteuid() != 0:
        return ""
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next((user for user in USERS if user in known), None)


def as_user(user: str) -> list[str]:
    return (
        ["setpriv", "--reuid", user, "--regid", str(_group(user)), "--clear-groups"] if user else []
    )


def _group(user: str) -> int:
    return pwd.getpwnam(user).pw_gid
