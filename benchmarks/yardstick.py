"""The C pass: compiled when it is needed, called with the same columns."""

import ctypes
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
from million import CATEGORY_CAP, FIRST, POLICY_CAP, Item, Material
from numpy.typing import NDArray

from rulesengine.engine.cluster import Clustered

_HERE = Path(__file__).resolve().parent
_FLAGS = ("-O3", "-march=native", "-shared", "-fPIC", "-pthread")


class Yardstick:
    """`yardstick.c` as two functions."""

    def __init__(self, folder: Path) -> None:
        library = folder / "yardstick.so"
        source = str(_HERE / "yardstick.c")
        subprocess.run(["gcc", *_FLAGS, "-o", str(library), source], check=True)
        self._library = ctypes.CDLL(str(library))
        months = np.arange(4096) + FIRST.toordinal() - 719163  # days since 1970
        index = months.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
        self._month, self._quarter = index, (index // 3).astype(np.int32)

    def cluster(self, material: Material, threads: int) -> Clustered:
        """Records beside the others of their account."""
        rows = len(material.day)
        made = Clustered(
            np.empty(material.accounts + 1, np.int64),
            np.empty(rows, np.int32),
            np.empty(rows, np.uint16),
            np.empty(rows, np.int32),
        )
        self._library.cluster(
            *map(_at, (material.account, material.day, material.item)),
            ctypes.c_int64(rows), ctypes.c_int64(material.accounts), FIRST.toordinal(),
            *map(_at, (made.starts, made.item, made.day, made.row)), threads,
        )  # fmt: skip
        return made

    def fold(
        self, clustered: Clustered, items: tuple[Item, ...], threads: int
    ) -> NDArray[np.int32]:
        """What each record is credited."""
        rows = [(one.points, one.cap, one.per_day, one.category) for one in items]
        table = np.array(rows, np.int32)
        credited = np.empty(len(clustered.day), np.int32)
        self._library.fold(
            _at(clustered.starts), ctypes.c_int64(len(clustered.starts) - 1), _at(clustered.item),
            _at(clustered.day), _at(credited), _at(table), _at(self._month), _at(self._quarter),
            FIRST.toordinal(), CATEGORY_CAP * 100, POLICY_CAP * 100, threads,
        )  # fmt: skip
        return credited


def _at(array: Any) -> ctypes.c_void_p:
    return ctypes.c_void_p(array.ctypes.data)
