"""What every test shares: how many examples the laws draw, and the option that rewrites cases.

`ci` is fixed and short, so that a test is red today only if it was yesterday; `long` is for a night:
`HYPOTHESIS_PROFILE=long pytest tests/laws` draws thousands, different ones each time.
"""

import os

import pytest
from hypothesis import HealthCheck, Phase, settings

SLOW_TO_DRAW = [HealthCheck.too_slow, HealthCheck.data_too_large]
# Under CI a mistake is shown as it was found. The same examples come up on a developer's machine,
# and there the smallest one is looked for, which can take minutes.
PHASES = set(Phase) - ({Phase.shrink, Phase.explain} if os.environ.get("CI") else set())

settings.register_profile(
    "ci",
    max_examples=70,
    derandomize=True,
    database=None,
    deadline=None,
    phases=PHASES,
    suppress_health_check=SLOW_TO_DRAW,
)
settings.register_profile(
    "long",
    max_examples=10_000,
    deadline=None,
    suppress_health_check=SLOW_TO_DRAW,
    print_blob=True,
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add `--update-cases`."""
    parser.addoption(
        "--update-cases",
        action="store_true",
        help="rewrite the expected sections of case files with what comes out now",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to rewrite anything where nobody will read the difference."""
    if config.getoption("--update-cases") and os.environ.get("CI"):
        raise pytest.UsageError("--update-cases is refused under CI: look at the difference first")


@pytest.fixture
def update_cases(request: pytest.FixtureRequest) -> bool:
    """Whether this run rewrites case files."""
    return bool(request.config.getoption("--update-cases"))
