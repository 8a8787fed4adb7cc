"""What can be chosen: a binary for each household, home and start that nothing rules out."""

from collections import defaultdict

from eligibility import at_site, at_unit
from problem import Household, Problem

from .couplings import Coupling
from .model import Model

Enemies = dict[str, list[tuple[Household, str]]]


def write(model: Model, rules: list[Coupling]) -> None:
    """Adds the choices."""
    problem = model.problem
    ready = [household for household in problem.applicants if problem.ready(household) <= problem.horizon]
    open_to = {household.id: open_homes(model, household, rules) for household in ready}
    starts_of_mover = mover_starts(model, ready, open_to)
    enemies = enemies_of(problem)
    for household in ready:
        model.check_time()
        for unit in open_to[household.id]:
            for start in starts(model, household, unit, starts_of_mover):
                met = meets_enemy(problem, household, unit, start, enemies)
                if not met and not any(rule.meets(problem, household, unit, start) for rule in rules):
                    model.choose(household, unit, start)
    model.note_dates()


def open_homes(model: Model, household: Household, rules: list[Coupling]) -> list[str]:
    """The homes that the household may have, whatever the start."""
    model.check_time()
    problem = model.problem
    sites = {name for name, site in problem.sites.items() if at_site(problem, household, site)}
    homes = [(unit, problem.units[unit]) for unit in model.base]
    units = [unit for unit, row in homes if row["site"] in sites and at_unit(problem, household, row)]
    for rule in rules:
        if rule.refuses(household):
            units = [unit for unit in units if unit not in rule.scope_of]
    return units


def starts(model: Model, household: Household, unit: str, starts_of_mover: dict[str, set[str]]) -> list[str]:
    """The dates on which the household can move in."""
    problem = model.problem
    earliest = max(problem.ready(household), model.base[unit])
    living = problem.lives_in[unit]
    movers = [other for other in living if other.is_mover and other is not household]
    freed = {max(start, earliest) for mover in movers for start in starts_of_mover.get(mover.id, ())}
    if model.is_shared(unit):
        leaving = {other.leaves_on for other in living if other.leaves_on and other.leaves_on >= model.base[unit]}
        dates = freed | {earliest} | {max(on, earliest) for on in leaving}
    else:
        dates = freed if movers else {earliest}
    return sorted(start for start in dates if start <= problem.horizon)


def mover_starts(model: Model, ready: list[Household], open_to: dict[str, list[str]]) -> dict[str, set[str]]:
    """The starts each mover can have: all at first, then what the others' leave, until nothing changes.

    A swap holds itself up.
    """
    problem = model.problem
    departures = [household.leaves_on for household in problem.households.values() if household.leaves_on]
    every = {*model.base.values(), *departures, *(problem.ready(household) for household in ready), problem.day}
    movers = [household for household in ready if household.is_mover]
    found = {mover.id: every for mover in movers}
    while True:
        model.check_time()
        following = {
            mover.id: {start for unit in open_to[mover.id] for start in starts(model, mover, unit, found)} for mover in movers
        }
        if following == found:
            return found
        found = following


def enemies_of(problem: Problem) -> Enemies:
    """The households each is kept apart from, with the scope's level."""
    found: Enemies = defaultdict(list)
    for relation in problem.tables["relations"]:
        one, other = problem.household_of[relation["one"]], problem.household_of[relation["other"]]
        found[one.id].append((other, relation["scope"]))
        found[other.id].append((one, relation["scope"]))
    return found


def meets_enemy(problem: Problem, household: Household, unit: str, start: str, enemies: Enemies) -> bool:
    """Whether somebody who must not be met, and is no mover, is there at the start."""
    for other, level in enemies[household.id]:
        if other.stays_at(start) and not other.is_mover:
            there = problem.scope(other.residency["unit"], level)
            if there is not None and there == problem.scope(unit, level):
                return True
    return False
