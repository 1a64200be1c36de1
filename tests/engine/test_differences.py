"""Random policies on random accounts: the kernel writes the passbooks that the reference writes.

`RULESENGINE_FUZZ=100000 python -m pytest tests/engine/test_differences.py` draws so many policies.
"""

import os

import pytest

from rulesengine.engine.door import Engine
from tests.engine.differing import differences

# Each policy scores eight households or sixteen people: more than ten thousand cases normally.
POLICIES = int(os.environ.get("RULESENGINE_FUZZ", "1000"))
BATCHES = max(8, POLICIES // 500)
POLICIES_A_BATCH = POLICIES // BATCHES
FIRST_SEED = int(os.environ.get("RULESENGINE_SEED", "0"))
ENGINES = (Engine(), Engine(threads=2, records_a_chunk=1), Engine(records_a_chunk=7))


@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_kernel_writes_the_passbooks_of_the_reference(batch: int) -> None:
    """Every line, outcome and figure of every account, for every form of the language."""
    begins = FIRST_SEED + batch * POLICIES_A_BATCH
    for seed in range(begins, begins + POLICIES_A_BATCH):
        for difference in differences(seed, ENGINES[seed % len(ENGINES)]):
            assert difference is None, difference
