"""CBC by way of PuLP, which runs it as a program and hands it files."""

import re
import subprocess
import tempfile
from importlib.metadata import version
from pathlib import Path

import pulp
from program import Program, Terms
from tool import ABSOLUTE_GAP, Found, Tool

# CBC's own words at the end of its log; PuLP calls a solution at the time limit optimal as well.
PROVED = "Result - Optimal solution found"
LOWER_BOUND = re.compile(r"^Lower bound:\s+(\S+)", re.MULTILINE)
OBJECTIVE = re.compile(r"^Objective value:\s+(\S+)", re.MULTILINE)


def cbc_version() -> str:
    """What the program that comes with PuLP says of itself."""
    said = subprocess.run([pulp.PULP_CBC_CMD().path, "-quit"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"^Version:\s+(\S+)", said, re.MULTILINE)
    return found[1] if found else "unknown"


class Peer(Tool):
    """A PuLP problem that is kept from level to level, and written out for each solve."""

    name = "pulp-cbc"
    version = f"{version('pulp')}, CBC {cbc_version()}"
    largest_objective = 10**9

    def __init__(self, program: Program, threads: int) -> None:
        self.threads = threads
        self.problem = pulp.LpProblem("levels", pulp.LpMinimize)
        self.columns = [pulp.LpVariable(f"x{index}", 0, upper, pulp.LpInteger) for index, upper in enumerate(program.uppers)]
        self.problem.addVariables(self.columns)
        for terms, bound in program.rows:
            self.add_row(terms, bound)

    def add_row(self, terms: Terms, bound: int) -> None:
        """Adds Σ a·x ≤ b."""
        self.problem += self.linear(terms) <= bound

    def linear(self, terms: Terms) -> pulp.LpAffineExpression:
        """Σ a·x."""
        return pulp.LpAffineExpression([(self.columns[column], by) for column, by in terms])

    def solve(self, terms: Terms, maximise: bool, start: list[int] | None, seconds: float) -> Found:
        """Optimises from a start, by minimising: where CBC maximises, it takes a start for the optimum (its issue 296)."""
        sign = -1 if maximise else 1
        self.problem.setObjective(self.linear([(column, sign * by) for column, by in terms]))
        if start is not None:
            for column, value in zip(self.columns, start, strict=True):
                column.setInitialValue(value)
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "cbc.log"
            solver = pulp.PULP_CBC_CMD(
                msg=False,
                logPath=str(log),
                timeLimit=seconds,
                gapRel=0.0,
                gapAbs=ABSOLUTE_GAP,
                # Told of one thread, CBC still keeps house for several.
                threads=self.threads if self.threads > 1 else None,
                warmStart=start is not None,
            )
            solver.tmpDir = folder
            self.problem.solve(solver)
            text = log.read_text(encoding="utf-8", errors="replace")
        if self.problem.status == pulp.LpStatusInfeasible:
            return Found("infeasible")
        proved = PROVED in text
        found = (OBJECTIVE if proved else LOWER_BOUND).search(text)
        bound = sign * float(found[1]) if found else None
        if self.problem.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
            return Found("unknown", None, bound)
        values = [column.varValue for column in self.columns]
        columns = [0 if value is None else round(value) for value in values]
        return Found("optimal" if proved else "feasible", columns, bound)
