"""How long a cold `ringfence identify morphine` takes, against a bare interpreter."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 11


def main() -> None:
    ringfence = str(Path(sys.executable).parent / "ringfence")
    commands = {
        "python -c pass": [sys.executable, "-c", "pass"],
        "ringfence --version": [ringfence, "--version"],
        "identify morphine": [ringfence, "identify", "morphine"],
        "identify morphine --country CN": [ringfence, "identify", "morphine", "--country", "CN"],
        "identify SMILES": [ringfence, "identify", "CC(Cc1ccccc1)NC"],
        "identify fentnyl (typing error)": [ringfence, "identify", "fentnyl"],
    }
    seconds: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(RUNS + 1):
        for name, command in commands.items():
            started = time.perf_counter()
            subprocess.run(command, stdout=subprocess.DEVNULL, check=False)
            if turn:
                seconds[name].append(time.perf_counter() - started)
    for name, values in seconds.items():
        low, high = min(values), max(values)
        print(f"{name:34} median {statistics.median(values):.3f} s   {low:.3f} to {high:.3f}")


if __name__ == "__main__":
    main()
