"""OR-Tools CP-SAT."""

from ortools import __version__
from ortools.sat.python import cp_model
from program import Program, Terms
from tool import Found, Tool

STATUS = {cp_model.OPTIMAL: "optimal", cp_model.FEASIBLE: "feasible", cp_model.INFEASIBLE: "infeasible"}


class Peer(Tool):
    """A model that is kept from level to level; every level is a new search."""

    name = "ortools-cpsat"
    version = __version__
    largest_objective = 2**60

    def __init__(self, program: Program, threads: int) -> None:
        self.threads = threads
        self.model = cp_model.CpModel()
        self.columns = [self.model.new_int_var(0, upper, f"x{index}") for index, upper in enumerate(program.uppers)]
        for terms, bound in program.rows:
            self.add_row(terms, bound)

    def add_row(self, terms: Terms, bound: int) -> None:
        """Adds Σ a·x ≤ b."""
        self.model.add(self.linear(terms) <= bound)

    def linear(self, terms: Terms) -> cp_model.LinearExpr:
        """Σ a·x."""
        return cp_model.LinearExpr.weighted_sum([self.columns[column] for column, _ in terms], [by for _, by in terms])

    def solve(self, terms: Terms, maximise: bool, start: list[int] | None, seconds: float) -> Found:
        """Optimises from a start."""
        self.model.clear_objective()
        if maximise:
            self.model.maximize(self.linear(terms))
        else:
            self.model.minimize(self.linear(terms))
        self.model.clear_hints()
        if start is not None:
            for column, value in zip(self.columns, start, strict=True):
                self.model.add_hint(column, value)
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = self.threads
        solver.parameters.max_time_in_seconds = seconds
        # One worker proves about twice the levels of a round with this as without; more workers are given their own.
        solver.parameters.linearization_level = 2
        solver.parameters.relative_gap_limit = 0.0
        solver.parameters.absolute_gap_limit = 0.0
        status = solver.solve(self.model)
        if status not in STATUS:
            return Found("unknown")
        if status == cp_model.INFEASIBLE:
            return Found("infeasible")
        columns = [solver.value(column) for column in self.columns]
        # In floating point the bound of an optimum can be off by a little where the objective is large.
        bound = sum(by * columns[column] for column, by in terms) if status == cp_model.OPTIMAL else solver.best_objective_bound
        return Found(STATUS[status], columns, bound)
