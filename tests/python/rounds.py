"""Small rounds that the tests are about."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import husrom

ROOT = Path(__file__).resolve().parents[2]
WEEK = ROOT / "examples" / "bergen" / "week"
QUARTER = ROOT / "examples" / "bergen" / "quarter"
DATE = "2026-11-24"


def sites() -> list[dict[str, Any]]:
    return [
        {"id": "Sandviken", "name": "Sandviken terrasse", "category": "ordinaer", "district": "Bergenhus"},
        {"id": "Nyhavn", "category": "smaahus", "detached": True},
    ]


def units() -> list[dict[str, Any]]:
    return [
        {"id": "Sandviken 1", "site": "Sandviken", "name": "Sandviksveien 1"},
        {"id": "Sandviken 2", "site": "Sandviken", "name": "Sandviksveien 2"},
        {"id": "Nyhavn 1", "site": "Nyhavn"},
    ]


def applicants() -> list[dict[str, Any]]:
    """S-1 and S-2 are of class 1, S-3 to S-5 of class 2."""
    return [
        {
            "id": f"S-{number}",
            "class": 1 if number <= 2 else 2,
            "situation": "homeless",
            "needs_shielding": False,
            "age": 30 + number,
        }
        for number in range(1, 6)
    ]


def small(**more: Any) -> husrom.Problem:
    """Three homes and five households."""
    tables: dict[str, Any] = {"sites": sites(), "units": units(), "applicants": applicants(), "date": DATE}
    return husrom.Problem.from_tables(**(tables | more))


def placed(allocation: husrom.Allocation) -> dict[str, str]:
    """The unit of each household."""
    return {row["applicant"]: row["unit"] for row in allocation.placements.rows()}
