"""The ways of solving levels in order: one after the other, or weighted sums of them."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from program import Level, Program, Terms
from tool import Tool


@dataclass
class Account:
    """What is proved so far, and the best solution."""

    program: Program
    columns: list[int]
    bounds: list[int | None] = field(default_factory=list)
    proved: list[bool] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    status: str = "running"
    notes: dict[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, program: Program) -> "Account":
        """Nothing proved, nobody placed."""
        count = len(program.levels)
        return cls(program, [0] * len(program.uppers), [None] * count, [False] * count, [0.0] * count)

    def levels(self) -> list[dict[str, object]]:
        """The levels as the record has them."""
        values = [level.value(self.columns) for level in self.program.levels]
        facts = zip(self.program.levels, values, self.bounds, self.proved, self.seconds, strict=True)
        return [
            {"measure": level.measure, "value": value, "bound": bound, "proved": proved, "seconds": round(seconds, 4)}
            for level, value, bound, proved, seconds in facts
        ]


class Solver:
    """A tool under one time limit, whose every solution is checked in whole numbers."""

    def __init__(self, tool: Tool, account: Account, deadline: float) -> None:
        self.tool = tool
        self.account = account
        self.deadline = deadline

    def optimise(self, objective: Level) -> tuple[bool, int | None]:
        """Optimises one objective, again where a chain is too long. Whether the optimum is proved, and the bound."""
        program, bound = self.account.program, None
        if not objective.terms:
            return True, objective.constant
        while True:
            left = self.deadline - time.perf_counter()
            if left <= 0.01:
                self.account.status = "time limit"
                return False, bound
            try:
                found = self.tool.solve(objective.terms, objective.maximise, self.account.columns, left)
            except Exception as error:
                # Every tool throws its own, and CBC's program also crashes when its time ends; what was proved before stands.
                self.account.status = "time limit" if self.is_over() else f"broke: {type(error).__name__}"
                return False, bound
            if found.bound is not None:
                bound = objective.constant + whole(found.bound, objective.maximise)
            if found.status == "infeasible":
                self.account.status = "infeasible"
                return False, bound
            if found.columns is None:
                self.account.status = "time limit" if self.is_over() else "no solution"
                return False, bound
            if not program.is_kept(found.columns):
                self.account.status = "a solution breaks a row when rounded"
                return False, bound
            chain = program.too_long_chain(found.columns)
            if chain is None:
                self.take(objective, found.columns)
            if found.status != "optimal":
                self.account.status = "time limit"
                return False, bound
            if chain is None:
                value = objective.value(self.account.columns)
                if found.bound is not None and abs(found.bound - (value - objective.constant)) >= 1:
                    self.account.status = f"called optimal at {value}, bound {bound}"
                    return False, bound
                return True, value
            self.account.notes["chain_rows"] = int(self.account.notes.get("chain_rows", 0)) + 1
            program.rows.append(chain)
            self.tool.add_row(*chain)

    def is_over(self) -> bool:
        """Whether the time is over, or as good as: tools stop a little early."""
        return time.perf_counter() >= self.deadline - 0.5

    def take(self, objective: Level, columns: list[int]) -> None:
        """Takes a solution that is at least as good, of the objective that is being solved, as the one there is."""
        before, now = objective.value(self.account.columns), objective.value(columns)
        if (now >= before) if objective.maximise else (now <= before):
            self.account.columns = columns

    def hold(self, level: Level) -> None:
        """Holds a level whose optimum is proved: no solution is better, so no worse is exactly."""
        value = level.value(self.account.columns) - level.constant
        if not level.terms:
            return
        sign = -1 if level.maximise else 1
        row = ([(column, sign * by) for column, by in level.terms], sign * value)
        self.account.program.rows.append(row)
        self.tool.add_row(*row)


def whole(bound: float, maximise: bool) -> int:
    """The best whole number within a bound."""
    if isinstance(bound, int):
        return bound
    return math.floor(bound + 1e-6) if maximise else math.ceil(bound - 1e-6)


def by_levels(solver: Solver, report: Callable[[], None]) -> None:
    """Level by level, each held at its proved optimum while the next is solved."""
    account = solver.account
    for index, level in enumerate(account.program.levels):
        began = time.perf_counter()
        account.proved[index], account.bounds[index] = solver.optimise(level)
        if account.proved[index]:
            solver.hold(level)
        account.seconds[index] = time.perf_counter() - began
        report()
        if not account.proved[index]:
            return
    account.status = "proved"


def by_sums(solver: Solver, report: Callable[[], None]) -> None:
    """One weighted sum of all levels, or, where its weights are more than the tool can tell apart, as few sums as can be.

    The weight of a level is 1 + Σ weight × span over the levels after it in its sum: losing 1 of it then outweighs everything
    that the others can gain, so that an optimum of the sum is one of the levels in order. A sum takes the next levels as long
    as its own span, Σ weight × span, stays within the tool's largest objective: 2⁶⁰ in whole numbers, 10⁹ in floating point
    with its tolerances of 10⁻⁶ to 10⁻⁹. A level whose own span is greater is a sum by itself.
    """
    account = solver.account
    program = account.program
    spans = [program.span(level) for level in program.levels]
    needed = math.prod(span + 1 for span in spans) - 1
    groups = in_groups(spans, solver.tool.largest_objective)
    account.notes["sums"] = [[program.levels[index].measure for index in group] for group in groups]
    account.notes["one_sum_spans"] = f"{float(needed):.1e}"
    account.notes["weights_overflow"] = len(groups) > 1
    for group in groups:
        began = time.perf_counter()
        objective = weighted([program.levels[index] for index in group], [spans[index] for index in group])
        proved, bound = solver.optimise(objective)
        for index in group:
            account.proved[index] = proved
            if proved:
                account.bounds[index] = program.levels[index].value(account.columns)
                solver.hold(program.levels[index])
        if not proved and len(group) == 1:
            account.bounds[group[0]] = bound if program.levels[group[0]].maximise or bound is None else -bound
        account.seconds[group[-1]] = time.perf_counter() - began
        report()
        if not proved:
            return
    account.status = "proved"


def in_groups(spans: list[int], largest: int) -> list[list[int]]:
    """Consecutive levels whose weighted sum stays within the largest objective."""
    groups: list[list[int]] = [[]]
    size = 1
    for index, span in enumerate(spans):
        if groups[-1] and size * (span + 1) > largest:
            groups.append([])
            size = 1
        groups[-1].append(index)
        size *= span + 1
    return groups


def weighted(levels: list[Level], spans: list[int]) -> Level:
    """The sum of some levels, to be maximised."""
    weight = 1
    total: dict[int, int] = {}
    constant = 0
    for level, span in zip(reversed(levels), reversed(spans), strict=True):
        sign = weight if level.maximise else -weight
        constant += sign * level.constant
        for column, by in level.terms:
            total[column] = total.get(column, 0) + sign * by
        weight *= span + 1
    terms: Terms = [(column, by) for column, by in sorted(total.items()) if by]
    return Level("sum", True, constant, terms)


WAYS = {"levels": by_levels, "sum": by_sums}
