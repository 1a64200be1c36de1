"""How many examples the laws draw: `ci` (the default) is fixed and short, `long` is for a night.

`HYPOTHESIS_PROFILE=long pytest tests/laws` draws thousands, different ones each time.
"""

import os

from hypothesis import HealthCheck, settings

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]

settings.register_profile(
    "ci",
    max_examples=80,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=SLOW_TO_DRAW,
)
settings.register_profile(
    "long",
    max_examples=5000,
    deadline=None,
    suppress_health_check=SLOW_TO_DRAW,
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
