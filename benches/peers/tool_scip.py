"""SCIP by way of PySCIPOpt."""

from importlib.metadata import version

import pyscipopt
from program import Program, Terms
from tool import ABSOLUTE_GAP, Found, Tool

# SCIP's statuses that prove an optimum, the objective being whole and the gap less than 1.
PROVED = ("optimal", "gaplimit")


class Peer(Tool):
    """A SCIP model that is kept from level to level, its transformed problem thrown away in between."""

    name = "pyscipopt"
    version = f"{version('pyscipopt')}, SCIP {pyscipopt.Model().version()}"
    largest_objective = 10**9
    # The concurrent solve is called experimental by PySCIPOpt, and gave no status or crashed from the second solve on.
    most_threads = 1

    def __init__(self, program: Program, threads: int) -> None:
        self.model = pyscipopt.Model()
        self.model.hideOutput()
        self.model.setParam("limits/gap", 0.0)
        self.model.setParam("limits/absgap", ABSOLUTE_GAP)
        self.columns = [
            self.model.addVar(vtype="B" if upper == 1 else "I", lb=0, ub=upper, name=f"x{index}")
            for index, upper in enumerate(program.uppers)
        ]
        for terms, bound in program.rows:
            self.add_row(terms, bound)

    def add_row(self, terms: Terms, bound: int) -> None:
        """Adds Σ a·x ≤ b."""
        self.model.addCons(self.linear(terms) <= bound)

    def linear(self, terms: Terms) -> pyscipopt.Expr:
        """Σ a·x."""
        return pyscipopt.quicksum(by * self.columns[column] for column, by in terms)

    def solve(self, terms: Terms, maximise: bool, start: list[int] | None, seconds: float) -> Found:
        """Optimises from a start."""
        self.model.setObjective(self.linear(terms), "maximize" if maximise else "minimize")
        if start is not None:
            solution = self.model.createSol()
            for column, value in zip(self.columns, start, strict=True):
                self.model.setSolVal(solution, column, value)
            self.model.addSol(solution)
        self.model.setParam("limits/time", seconds)
        self.model.optimize()
        found = self.found()
        self.model.freeTransform()
        return found

    def found(self) -> Found:
        """What the solve came to."""
        status = self.model.getStatus()
        if status == "infeasible":
            return Found("infeasible")
        bound = self.model.getDualbound()
        bound = bound if abs(bound) < self.model.infinity() else None
        if not self.model.getNSols():
            return Found("unknown", None, bound)
        best = self.model.getBestSol()
        columns = [round(self.model.getSolVal(best, column)) for column in self.columns]
        return Found("optimal" if status in PROVED else "feasible", columns, bound)
