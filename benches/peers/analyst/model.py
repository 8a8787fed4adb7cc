"""The model while it is written, and the rows that several kinds of rules share."""

import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable

from problem import Household, Problem
from program import Choice, Program, Terms, note_chains


class TimeUpError(Exception):
    """The time limit is over before the model stands."""


class Model:
    """A program and what its columns stand for."""

    def __init__(self, problem: Problem, draws: dict[str, dict[str, int]], deadline: float) -> None:
        self.problem = problem
        self.draws = draws
        self.deadline = deadline
        self.program = Program()
        note_chains(self.program, problem.tables)
        self.base = {unit: base for unit in problem.units if (base := problem.base(unit)) is not None}
        self.of_household: dict[str, list[int]] = defaultdict(list)
        self.of_unit: dict[str, list[int]] = defaultdict(list)
        # What soft rules cost, by the column of their excess.
        self.excess_prices: dict[int, int] = {}
        self.dates: list[str] = []

    def check_time(self) -> None:
        """Gives up when the time is over."""
        if time.perf_counter() > self.deadline:
            raise TimeUpError

    def choose(self, household: Household, unit: str, start: str) -> None:
        """A column for a household in a home from a date."""
        column = self.program.column()
        self.program.choices.append(Choice(household.id, [unit], start, self.is_shared(unit)))
        self.of_household[household.id].append(column)
        self.of_unit[unit].append(column)

    def note_dates(self) -> None:
        """The dates on which something changes, once all choices stand."""
        departures = [household.leaves_on for household in self.problem.households.values() if household.leaves_on]
        dates = {self.problem.day, *(choice.start for choice in self.program.choices), *departures}
        self.dates = sorted(day for day in dates if self.problem.day <= day <= self.problem.horizon)

    def is_shared(self, unit: str) -> bool:
        """Whether a home is let by the place."""
        return "shared_places" in self.problem.units[unit]

    def household_of(self, column: int) -> Household:
        """The household of a choice."""
        return self.problem.households[self.program.choices[column].household]

    def site_of(self, column: int) -> dict:
        """The site of a choice."""
        return self.problem.site_of(self.program.choices[column].units[0])

    def unit_of(self, column: int) -> dict:
        """The home of a choice."""
        return self.problem.units[self.program.choices[column].units[0]]

    def started(self, columns: Iterable[int], day: str) -> list[int]:
        """Those of the choices that have started by a date."""
        return [column for column in columns if self.program.choices[column].start <= day]

    def gone(self, mover: str, day: str) -> Terms:
        """Minus one once a mover is gone."""
        return [(column, -1) for column in self.started(self.of_household[mover], day)]

    def leaving(self, living: Iterable[Household], amount: Callable[[Household], int]) -> Terms:
        """What movers give back when they go: minus their amounts."""
        movers = [(mover, by) for mover in living if mover.is_mover and (by := amount(mover))]
        return [(column, -by) for mover, by in movers for column in self.of_household[mover.id]]

    def on_dates(self, changes: Terms, left: Callable[[str], int], excess: int | None = None) -> None:
        """On each date, the changes that have happened by then come to no more than what is left (and the excess paid for)."""
        self.check_time()
        in_time = sorted((self.program.choices[column].start, column, by) for column, by in changes if by)
        starts = [start for start, _, _ in in_time]
        rows: dict[tuple, int] = {}
        for day in self.dates:
            terms: dict[int, int] = defaultdict(int)
            for _, column, by in in_time[: bisect_right(starts, day)]:
                terms[column] += by
            if excess is not None:
                terms[excess] = -1
            key = tuple((column, by) for column, by in terms.items() if by)
            # Where too many live already, they may stay.
            bound = max(0, left(day))
            rows[key] = min(bound, rows.get(key, bound))
        for key, bound in rows.items():
            self.program.row(list(key), bound)

    def after_leaving(self, columns: list[int], mover: Household) -> None:
        """One household's choices start only when a mover is gone."""
        for day in sorted({self.program.choices[column].start for column in columns}):
            self.program.row([*((column, 1) for column in self.started(columns, day)), *self.gone(mover.id, day)], 0)
