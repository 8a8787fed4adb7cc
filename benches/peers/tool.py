"""What every tool offers to the ways of solving."""

import importlib
from abc import ABC, abstractmethod
from dataclasses import dataclass

from program import Program, Terms

# One module each, imported alone: not all of them can live in one process.
TOOLS = ("highs", "cpsat", "cbc", "scip")

# Levels are whole numbers, so what is proved to less than this apart is proved.
ABSOLUTE_GAP = 0.9


@dataclass
class Found:
    """What a solve came to; the bound is in the objective's own direction, without the level's constant."""

    status: str
    columns: list[int] | None = None
    bound: float | None = None


class Tool(ABC):
    """A program in a tool: rows are added, the objective changes, and the last solution is a start."""

    name: str
    version: str
    # The largest span of an objective in which the tool still tells 1 from 0.
    largest_objective: int
    # The most threads that the tool can be given.
    most_threads = 64

    @abstractmethod
    def __init__(self, program: Program, threads: int) -> None: ...

    @abstractmethod
    def add_row(self, terms: Terms, bound: int) -> None:
        """Adds Σ a·x ≤ b."""

    @abstractmethod
    def solve(self, terms: Terms, maximise: bool, start: list[int] | None, seconds: float) -> Found:
        """Optimises Σ a·x from a start; the status is optimal, feasible, infeasible or unknown."""


def tool(name: str) -> type[Tool]:
    """The tool of a name."""
    return importlib.import_module(f"tool_{name}").Peer
