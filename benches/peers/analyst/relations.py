"""Two households kept apart: not both into one place, and not to one who has yet to leave it."""

from collections import defaultdict

from problem import Household

from .model import Model


def write(model: Model) -> None:
    """Writes the rows, pair by pair."""
    problem = model.problem
    for relation in problem.tables["relations"]:
        model.check_time()
        pair = problem.household_of[relation["one"]], problem.household_of[relation["other"]]
        one, other = (into(model, household, relation["scope"]) for household in pair)
        for scope in one.keys() & other.keys():
            model.program.row([(column, 1) for column in one[scope] + other[scope]], 1)
        for comers, there in ((one, pair[1]), (other, pair[0])):
            if there.is_mover:
                scope = problem.scope(there.residency["unit"], relation["scope"])
                model.after_leaving(comers.get(scope, []), there)


def into(model: Model, household: Household, level: str) -> dict[tuple, list[int]]:
    """The choices of a household by the scope they lead into."""
    found: dict[tuple, list[int]] = defaultdict(list)
    for column in model.of_household[household.id]:
        scope = model.problem.scope(model.program.choices[column].units[0], level)
        if scope is not None:
            found[scope].append(column)
    return found
