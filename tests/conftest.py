"""What every test shares: the option that rewrites the expected sections of case files."""

import os

import pytest


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
