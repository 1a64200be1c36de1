"""The engine beside a C pass: the same records, the same policy, one run.

    python benchmarks/engine.py [--records 10000000] [--threads 4] [--repeat 5]

Every way first gives what each record is credited, and all must agree to the last hundredth; then
each is measured in turn, and the medians are shown with their ratios. gcc is needed.
"""

import argparse
import platform
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))  # it runs from a checkout, whether or not that is installed

from million import Material, columns_of, everybody, laid_out, material  # noqa: E402
from yardstick import Yardstick  # noqa: E402

from rulesengine.engine.cluster import Clustered, cluster  # noqa: E402
from rulesengine.engine.run import Wanted, run  # noqa: E402

SEED = 2025
BARE = Wanted(lines=False)


@dataclass(frozen=True)
class Way:
    """A way of scoring: gives what each record is credited, account after account."""

    name: str
    against: str  # the way that its time is compared with
    work: Callable[[], NDArray[np.int32]]


def main() -> int:
    arguments = _arguments()
    given = material(arguments.records, SEED)
    with tempfile.TemporaryDirectory(prefix="rulesengine-benchmark-") as folder:
        ways = _ways(given, Yardstick(Path(folder)), arguments.threads)
        expected = ways[0].work()
        for way in ways[1:]:
            assert np.array_equal(expected, way.work()), f"{way.name} differs from {ways[0].name}"
        times: dict[str, list[float]] = {way.name: [] for way in ways}
        for _ in range(arguments.repeat):
            for way in ways:
                begun = time.perf_counter()
                way.work()
                times[way.name].append(time.perf_counter() - begun)
    _report(ways, times, arguments)
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--records", type=int, default=10_000_000)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--repeat", type=int, default=5)
    return parser.parse_args()


def _ways(given: Material, yardstick: Yardstick, threads: int) -> list[Way]:
    laid, there = laid_out(given.items), everybody(given.accounts)
    clustered = cluster(given.account, given.day, given.item, given.accounts, threads)

    def scored(these: Clustered) -> NDArray[np.int32]:
        return run(laid, columns_of(these, there, laid.coding), BARE, threads).credited

    def from_scratch() -> NDArray[np.int32]:
        return scored(cluster(given.account, given.day, given.item, given.accounts, threads))

    def yardstick_from_scratch() -> NDArray[np.int32]:
        return yardstick.fold(yardstick.cluster(given, threads), given.items, threads)

    first = "C, clustered"
    return [
        Way(first, "", lambda: yardstick.fold(clustered, given.items, threads)),
        Way("engine, clustered", first, lambda: scored(clustered)),
        Way("C, any order", "", yardstick_from_scratch),
        Way("engine, any order", "C, any order", from_scratch),
    ]


def _report(ways: list[Way], times: dict[str, list[float]], arguments: argparse.Namespace) -> None:
    print("| way | seconds, median (least to most) | million records/s | of |")
    print("| --- | --- | --- | --- |")
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    for way in ways:
        taken, median = times[way.name], medians[way.name]
        rate = arguments.records / median / 1e6
        ratio = f"{medians[way.against] / median:.2f} × {way.against}" if way.against else ""
        shown = f"{median:.3f} ({min(taken):.3f} to {max(taken):.3f})"
        print(f"| {way.name} | {shown} | {rate:.1f} | {ratio} |")
    print()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(
        f"{arguments.records:,} records, {arguments.threads} threads, seed {SEED}; peak {peak} MiB."
    )
    print(f"Python {platform.python_version()}, numpy {np.__version__}.")


if __name__ == "__main__":
    sys.exit(main())
