"""An integer program as plain rows, our own one read from its file, and the lot's numbers out of that."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path

Terms = list[tuple[int, int]]


@dataclass
class Choice:
    """A column that places a household: in one of some homes that nothing tells apart, from a date."""

    household: str
    units: list[str]
    start: str
    shared: bool


@dataclass
class Level:
    """A level's value: constant + Σ a·x."""

    measure: str
    maximise: bool
    constant: int
    terms: Terms

    def value(self, columns: list[int]) -> int:
        """The value of a solution."""
        return self.constant + sum(by * columns[column] for column, by in self.terms)


@dataclass
class Program:
    """Integer columns in [0, upper], the first of them choices; rows Σ a·x ≤ b; levels in order."""

    uppers: list[int] = field(default_factory=list)
    choices: list[Choice] = field(default_factory=list)
    rows: list[tuple[Terms, int]] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    mover_of: dict[str, str] = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    longest_chain: int | None = None

    def column(self, upper: int = 1) -> int:
        """A new column."""
        self.uppers.append(upper)
        return len(self.uppers) - 1

    def row(self, terms: Terms, bound: int) -> None:
        """A row, unless the columns' bounds keep it anyway."""
        if sum(by * self.uppers[column] for column, by in terms if by > 0) > bound:
            self.rows.append((terms, bound))

    def is_kept(self, columns: list[int]) -> bool:
        """Whether a solution keeps every bound and row, reckoned in whole numbers."""
        if any(not 0 <= value <= upper for value, upper in zip(columns, self.uppers, strict=True)):
            return False
        return all(sum(by * columns[column] for column, by in terms) <= bound for terms, bound in self.rows)

    def too_long_chain(self, columns: list[int]) -> tuple[Terms, int] | None:
        """The row that forbids a chain or swap that is longer than allowed, if the solution has one.

        There are too many chains to write a row for each, so every model writes one when a solution breaks it.
        """
        if self.longest_chain is None:
            return None
        chosen = {choice.household: choice for choice, value in zip(self.choices, columns, strict=False) if value}
        for first in chosen.values():
            run = [first]
            while len(run) <= self.longest_chain and not run[-1].shared:
                following = chosen.get(self.mover_of.get(run[-1].units[0], ""))
                if following is None or following is first:
                    break
                run.append(following)
            if len(run) > self.longest_chain:
                links = {(choice.household, choice.units[0]) for choice in run}
                columns_of = [i for i, choice in enumerate(self.choices) if (choice.household, choice.units[0]) in links]
                return [(column, 1) for column in columns_of], self.longest_chain
        return None

    def placements(self, columns: list[int]) -> list[dict[str, str]]:
        """The placements of a solution; alike homes are given out in their order."""
        taken: dict[str, int] = defaultdict(int)
        placed = []
        for choice, value in zip(self.choices, columns, strict=False):
            if value:
                first = choice.units[0]
                unit = first if choice.shared else choice.units[taken[first]]
                taken[first] += 1
                placed.append({"household": choice.household, "unit": unit, "start": choice.start})
        return placed

    def span(self, level: Level) -> int:
        """How far apart two values of a level can be at most: one choice a household, and one household a place."""
        by_household: dict[str, list[int]] = defaultdict(list)
        by_home: dict[str, list[int]] = defaultdict(list)
        rest = 0
        for column, by in level.terms:
            if column < len(self.choices):
                choice = self.choices[column]
                by_household[choice.household].append(by)
                by_home[choice.units[0]].append(by)
            else:
                rest += abs(by) * self.uppers[column]
        capacity = {
            choice.units[0]: self.places[choice.units[0]] if choice.shared else len(choice.units) for choice in self.choices
        }

        def best(sign: int) -> int:
            households = sum(max(0, *(sign * by for by in group)) for group in by_household.values())
            homes = sum(capacity[home] * max(0, *(sign * by for by in group)) for home, group in by_home.items())
            return min(households, homes)

        return best(1) + best(-1) + rest


def read_ours(problem: dict, file: Path) -> Program:
    """Our own program: home classes and tight rows, from `families state`."""
    stated = json.loads(file.read_text(encoding="utf-8"))
    program = Program(
        uppers=stated["uppers"],
        choices=[Choice(pair["household"], pair["units"], pair["start"], pair["shared"]) for pair in stated["pairs"]],
        rows=[([(column, by) for column, by in row["terms"]], row["bound"]) for row in stated["rows"]],
        levels=[
            Level(level["measure"], level["maximise"], level["constant"], [(column, by) for column, by in level["terms"]])
            for level in stated["levels"]
        ],
    )
    note_chains(program, problem)
    return program


def note_chains(program: Program, problem: dict) -> None:
    """Notes what chains and places are made of."""
    applicants = {row["id"] for row in problem["applicants"]}
    program.mover_of = {row["unit"]: row["id"] for row in problem["residents"] if row["id"] in applicants}
    program.places = {row["id"]: row.get("shared_places", 1) for row in problem["units"]}
    program.longest_chain = problem["settings"].get("longest_chain")


def lot_of(file: Path) -> dict[str, dict[str, int]]:
    """The lot's numbers by household and home. They are data (a hash of names, drawn by the office's lot), not a model."""
    stated = json.loads(file.read_text(encoding="utf-8"))
    numbers = {column: by for level in stated["levels"] if level["measure"] == "lot" for column, by in level["terms"]}
    found: dict[str, dict[str, int]] = {}
    for column, pair in enumerate(stated["pairs"]):
        found.setdefault(pair["household"], {}).update(dict.fromkeys(pair["units"], numbers.get(column, 0)))
    return found
