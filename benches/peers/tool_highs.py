"""HiGHS by its own Python package."""

import math
from importlib.metadata import version

import highspy
import numpy as np
from program import Program, Terms
from tool import ABSOLUTE_GAP, Found, Tool

# Presolve's enumeration rule can lose solutions (HiGHS issue 3216); husrom has it off too.
PRESOLVE_RULE_OFF = 65536


class Peer(Tool):
    """A `Highs` object that is kept from level to level."""

    name = "highspy"
    version = version("highspy")
    largest_objective = 10**9

    def __init__(self, program: Program, threads: int) -> None:
        self.threads = threads
        self.columns = len(program.uppers)
        self.highs = highspy.Highs()
        options = {
            "output_flag": False,
            "threads": threads,
            "mip_rel_gap": 0.0,
            "mip_abs_gap": ABSOLUTE_GAP,
            "presolve_rule_off": PRESOLVE_RULE_OFF,
        }
        for option, value in options.items():
            if self.highs.setOptionValue(option, value) != highspy.HighsStatus.kOk:
                raise RuntimeError(f"HiGHS does not take {option}")
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self.columns, len(program.rows)
        lp.col_cost_ = np.zeros(self.columns)
        lp.col_lower_ = np.zeros(self.columns)
        lp.col_upper_ = np.array(program.uppers, dtype=np.double)
        lp.row_lower_ = np.full(len(program.rows), -highspy.kHighsInf)
        lp.row_upper_ = np.array([bound for _, bound in program.rows], dtype=np.double)
        lp.integrality_ = [highspy.HighsVarType.kInteger] * self.columns
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.cumsum([0, *(len(terms) for terms, _ in program.rows)])
        lp.a_matrix_.index_ = np.array([column for terms, _ in program.rows for column, _ in terms], dtype=np.int32)
        lp.a_matrix_.value_ = np.array([by for terms, _ in program.rows for _, by in terms], dtype=np.double)
        if self.highs.passModel(lp) == highspy.HighsStatus.kError:
            raise RuntimeError("HiGHS does not take the model")

    def add_row(self, terms: Terms, bound: int) -> None:
        """Adds Σ a·x ≤ b."""
        index = np.array([column for column, _ in terms], dtype=np.int32)
        value = np.array([by for _, by in terms], dtype=np.double)
        self.highs.addRow(-highspy.kHighsInf, bound, len(terms), index, value)

    def solve(self, terms: Terms, maximise: bool, start: list[int] | None, seconds: float) -> Found:
        """Optimises from a start."""
        costs = np.zeros(self.columns)
        for column, by in terms:
            costs[column] += by
        self.highs.changeColsCost(self.columns, np.arange(self.columns, dtype=np.int32), costs)
        self.highs.changeObjectiveSense(highspy.ObjSense.kMaximize if maximise else highspy.ObjSense.kMinimize)
        self.highs.clearSolver()
        if start is not None:
            solution = highspy.HighsSolution()
            solution.col_value = [float(value) for value in start]
            self.highs.setSolution(solution)
        # The clock of the object runs on from solve to solve.
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + seconds)
        self.highs.run()
        status = self.highs.getModelStatus()
        if status == highspy.HighsModelStatus.kInfeasible:
            return Found("infeasible")
        info = self.highs.getInfo()
        bound = info.mip_dual_bound if math.isfinite(info.mip_dual_bound) else None
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Found("unknown", None, bound)
        columns = [round(value) for value in self.highs.getSolution().col_value]
        return Found("optimal" if status == highspy.HighsModelStatus.kOptimal else "feasible", columns, bound)
