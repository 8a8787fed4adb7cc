"""What every test has at hand."""

from __future__ import annotations

import sys
from pathlib import Path

import husrom
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import rounds


@pytest.fixture(scope="session")
def problem() -> husrom.Problem:
    """Three homes and five households."""
    return rounds.small()


@pytest.fixture(scope="session")
def allocation(problem: husrom.Problem) -> husrom.Allocation:
    """The small round, solved."""
    return husrom.allocate(problem)
