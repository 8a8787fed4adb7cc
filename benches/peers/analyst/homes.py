"""Each household once, each home once, each place once, and a mover's home only when the mover is gone."""

from collections import defaultdict

from problem import Household

from .model import Model


def write(model: Model) -> None:
    """Writes the rows."""
    for columns in model.of_household.values():
        model.program.row([(column, 1) for column in columns], 1)
    for unit, columns in model.of_unit.items():
        if model.is_shared(unit):
            places(model, unit, columns)
        else:
            model.program.row([(column, 1) for column in columns], 1)
        freed(model, unit, columns)


def places(model: Model, unit: str, columns: list[int]) -> None:
    """No more persons than places, on each date."""
    living, most = model.problem.lives_in[unit], model.problem.units[unit]["shared_places"]

    def size(household: Household) -> int:
        return household.size

    coming = [(column, model.household_of(column).size) for column in columns]
    model.on_dates(coming + model.leaving(living, size), lambda day: most - sum(it.size for it in living if it.stays_at(day)))


def freed(model: Model, unit: str, columns: list[int]) -> None:
    """A home that a mover holds is had only when the mover is gone, and from that very day where nothing else explains it."""
    living = model.problem.lives_in[unit]
    movers = [household for household in living if household.is_mover]
    if not movers:
        return
    choices, shared = model.program.choices, model.is_shared(unit)
    departures = {other.leaves_on for other in living if other.leaves_on}
    waiting: dict[tuple, list[int]] = defaultdict(list)
    for column in columns:
        household, start = model.household_of(column), choices[column].start
        earliest = max(model.problem.ready(household), model.base[unit])
        by_then = [it for mover in movers if mover is not household for it in model.gone(mover.id, start)]
        that_day = [it for it in by_then if choices[it[0]].start == start]
        if start != earliest and not (shared and start in departures):
            waiting[tuple(that_day)].append(column)
        elif not shared:
            waiting[tuple(by_then)].append(column)
    for gone, comers in waiting.items():
        # One household has an unshared home, so all who wait for the same are one row.
        for together in [[column] for column in comers] if shared else [comers]:
            model.program.row([*((column, 1) for column in together), *gone], 0)
