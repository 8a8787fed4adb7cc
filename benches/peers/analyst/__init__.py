"""The model as a good analyst would write it, straight from the problem: one binary for each household, home and start.

No classes of alike homes, no cliques over several rules, nothing lifted: each rule in its own rows, summed where the rule
sums; pairs that are kept apart as pairs; sums on the dates where something changes; where two kinds of people do not mix, a
binary for each place says which kind it takes.
"""

from problem import Problem
from program import Program

from . import choices, goals, homes, relations, resources
from .couplings import couplings
from .model import Model, TimeUpError

__all__ = ["TimeUpError", "build_analyst"]


def build_analyst(tables: dict, draws: dict[str, dict[str, int]], deadline: float) -> Program:
    """The whole model; `TimeUpError` where the deadline comes first."""
    problem = Problem(tables)
    model = Model(problem, draws, deadline)
    rules = couplings(problem)
    choices.write(model, rules)
    homes.write(model)
    for rule in rules:
        rule.write(model)
    relations.write(model)
    resources.write(model)
    goals.write(model)
    return model.program
