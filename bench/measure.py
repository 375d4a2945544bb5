"""Timing of alternating runs: each contender in turn, several rounds, medians."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

ROUNDS = 5


def rates(contenders: dict[str, Callable[[], int]], rounds: int = ROUNDS) -> dict[str, list[float]]:
    """Items a second of each contender, a value a round; a contender returns its item count.

    The contenders run in turn within each round, so that drift of the machine hits all alike.
    """
    found: dict[str, list[float]] = {name: [] for name in contenders}
    for contender in contenders.values():
        contender()
    for _ in range(rounds):
        for name, contender in contenders.items():
            started = time.perf_counter()
            items = contender()
            found[name].append(items / (time.perf_counter() - started))
    return found


def print_rates(found: dict[str, list[float]], unit: str, base: str) -> None:
    """Print median, lowest and highest rate, and the median ratio to the contender `base`."""
    print(f"{'':34} {'median':>12} {'min':>12} {'max':>12}   ratio to {base}")
    for name, values in found.items():
        ratio = statistics.median(
            own / other for own, other in zip(values, found[base], strict=True)
        )
        middle, low, high = statistics.median(values), min(values), max(values)
        print(f"{name:34} {middle:>12,.0f} {low:>12,.0f} {high:>12,.0f}   {ratio:.3f}   ({unit})")
