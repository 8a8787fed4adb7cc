"""What is told while a long call runs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

__all__ = ["Progress"]

Progress = bool | Callable[[dict[str, Any]], object]
"""False: silent; True: a line to stderr for each step; a callable: called with each step as a dict."""


def listener(progress: Progress, line: Callable[[dict[str, Any]], str]) -> Callable[[str], None] | None:
    """What the binding calls with the JSON of each step."""
    if progress is False:
        return None

    def show(step: str) -> None:
        event = json.loads(step)
        if callable(progress):
            progress(event)
        else:
            print(line(event), file=sys.stderr, flush=True)

    return show


def level_line(language: str) -> Callable[[dict[str, Any]], str]:
    """A solved level on a line."""
    english = language == "en"
    grades = {
        "certified": "certified" if english else "sertifikat",
        "two_solvers": "two solvers" if english else "to løsere",
        "solver": "solver" if english else "løser",
        "unproved": "not proved" if english else "ikke bevist",
    }
    bound = "bound" if english else "grense"

    def line(event: dict[str, Any]) -> str:
        best = "–" if event["bound"] is None else event["bound"]
        grade = grades.get(event["grade"], event["grade"])
        return f"  {event['measure']:<24}{event['value']:>12}  {bound} {best:>12}  {grade:<12}{event['seconds']:>8.2f} s"

    return line


def scenario_line(total: int, language: str) -> Callable[[dict[str, Any]], str]:
    """A solved scenario on a line."""
    placed, waiting = ("housed", "waiting") if language == "en" else ("får bolig", "venter")

    def line(event: dict[str, Any]) -> str:
        told = event["error"] or f"{event['placed']} {placed}, {event['unplaced']} {waiting}"
        return f"  {event['number']:>4}/{total}  {event['scenario']}: {told}  ({event['seconds']:.2f} s)"

    return line


def answered_line(event: dict[str, Any]) -> str:
    """An answered question of many on a line."""
    return f"  {event['number']:>4}/{event['total']}  {event['about']}  ({event['seconds']:.2f} s)"
