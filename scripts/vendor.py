"""Renew the scripts and styles of others that the pages serve: `python scripts/vendor.py`.

They are the only files of other projects here: browsers of an authority without a way out fetch
nothing from elsewhere. Each is taken unchanged from its npm package, whose integrity is written
below; `vendor.toml` keeps the hash of each file, which a test compares.
"""

from __future__ import annotations

import base64
import hashlib
import subprocess
import tarfile
import tempfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent / "src" / "ringfence" / "web" / "static" / "vendor"

PACKAGES = {
    ("htmx.org", "2.0.11", "0BSD"): (
        "sha512-Thx/WtpeOQqSrqBCw/A1cwGJGg4UrVa3+sW0GmrM3p4gJgO89ecH4qtbnyzDDWFvBTqjnIMCgELTNt636dtamA==",
        {"dist/htmx.min.js": "htmx.min.js", "LICENSE": "htmx.LICENSE.txt"},
    ),
    ("@tabler/core", "1.6.1", "MIT"): (
        "sha512-lgmR9gcxRp5JlLxcmRi9Rz85JrEvH6Bz71KnlcPVSa97wtwQNjgSs3g3fxwbAlulHyRMghhIV04QUuW3pqDsIg==",
        {
            "dist/css/tabler.min.css": "tabler.min.css",
            "dist/css/tabler.rtl.min.css": "tabler.rtl.min.css",
        },
    ),
    ("echarts", "6.1.0", "Apache-2.0"): (
        "sha512-q0yaFPggC9FUdsWH4blavRWFmxdrIodbkoKNAjJudAI6CA9gNPxHtV2RcZNEepZVlk4yvBYkOkbk6HIVpIyHZA==",
        {
            "dist/echarts.min.js": "echarts.min.js",
            "LICENSE": "echarts.LICENSE.txt",
            "NOTICE": "echarts.NOTICE.txt",
        },
    ),
}  # fmt: skip


def packed(name: str, version: str, folder: Path) -> Path:
    """Fetch a package as it is published."""
    command = ["npm", "pack", "--silent", f"{name}@{version}"]
    made = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return folder / made.stdout.split()[-1]


def main() -> None:
    """Write every file, and the table of their hashes."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = []
    with tempfile.TemporaryDirectory() as place:
        for (name, version, licence), (integrity, files) in PACKAGES.items():
            archive = packed(name, version, Path(place))
            found = hashlib.sha512(archive.read_bytes()).digest()
            if f"sha512-{base64.b64encode(found).decode()}" != integrity:
                raise SystemExit(f"{name} {version}: not the bytes that were looked at")
            with tarfile.open(archive) as opened:
                for inside, outside in files.items():
                    member = opened.extractfile(f"package/{inside}")
                    assert member is not None
                    content = member.read()
                    (FOLDER / outside).write_bytes(content)
                    rows.append((outside, name, version, licence, content))
    table = [
        f'["{file}"]\npackage = "{name}"\nversion = "{version}"\nlicence = "{licence}"\n'
        f'sha256 = "{hashlib.sha256(content).hexdigest()}"\n'
        for file, name, version, licence, content in sorted(rows)
    ]
    head = "# Files of others, unchanged; renewed by scripts/vendor.py.\n\n"
    (FOLDER / "vendor.toml").write_text(head + "\n".join(table), encoding="utf-8")


if __name__ == "__main__":
    main()
