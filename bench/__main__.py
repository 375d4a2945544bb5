"""`make bench`: run every benchmark and print medians and ratios.

`python -m bench structures text start screen` runs the named ones. Figures of one machine say
little alone; the ratio to the peer in the same run is what to quote.
"""

from __future__ import annotations

import platform
import sys
from importlib import import_module

BENCHMARKS = ("start", "structures", "text", "screen", "decisions", "million", "store", "pages")


def main(names: list[str]) -> None:
    print(f"Python {platform.python_version()}, {platform.machine()}, {platform.system()}")
    for name in names or BENCHMARKS:
        if name not in BENCHMARKS:
            sys.exit(f"no benchmark {name!r}: choose from {', '.join(BENCHMARKS)}")
        print(f"\n## {name}")
        import_module(f"bench.{name}").main()


if __name__ == "__main__":
    main(sys.argv[1:])
