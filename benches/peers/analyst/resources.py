"""Hours, caseloads and budgets: a knapsack on each date."""

from problem import Household, minutes

from .model import Model


def write(model: Model) -> None:
    """Writes the rows."""
    for resource in model.problem.tables["resources"]:
        knapsack(model, resource)


def knapsack(model: Model, resource: dict) -> None:
    """One resource; what a household takes of it can differ between the old home and the new one."""
    problem, uses = model.problem, resource["uses"]
    capacity = minutes(resource["capacity"]) if uses == "support_hours" else resource["capacity"]

    def use(household: Household, unit: str, newcomer: bool) -> int:
        if uses == "households":
            return 1
        if uses == "monthly_cost":
            return problem.units[unit]["cost_let"] * (household.size if model.is_shared(unit) else 1)
        return minutes((household.application if newcomer else household.residency).get("support_hours", 0))

    def used(household: Household) -> int:
        return use(household, household.residency["unit"], False)

    covered = [unit for unit in problem.units if covers(resource, problem.site_of(unit))]
    living = [household for unit in covered for household in problem.lives_in[unit]]
    taken = [(column, use(model.household_of(column), unit, True)) for unit in covered for column in model.of_unit[unit]]

    def left(day: str) -> int:
        return capacity - sum(used(household) for household in living if household.stays_at(day))

    model.on_dates(taken + model.leaving(living, used), left)


def covers(resource: dict, site: dict) -> bool:
    """Whether homes of a site draw on a resource: all do, where it names no district and no category."""
    districts, categories = resource.get("districts", []), resource.get("categories", [])
    return not (districts or categories) or site.get("district") in districts or site["category"] in categories
