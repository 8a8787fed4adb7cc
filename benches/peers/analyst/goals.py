"""The goals, in order."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date

from eligibility import overstaffing, wish_points
from problem import HOSTEL_PRICE, NO_ROOF, PERMANENT, ROOF, TRANSITIONAL, Household, minutes, permanence, thousands
from program import Level

from .model import Model


class Sum:
    """A constant and Σ a·x."""

    def __init__(self) -> None:
        self.constant = 0
        self.terms: dict[int, int] = defaultdict(int)

    def add(self, column: int, by: int) -> None:
        """Adds a·x."""
        self.terms[column] += by

    def unless(self, model: Model, household: Household, by: int, counts: Callable[[int], bool] = lambda _: True) -> None:
        """Adds an amount, and takes it off again where a choice of the household is one that counts."""
        self.constant += by
        for column in model.of_household[household.id]:
            if counts(column):
                self.add(column, -by)


def write(model: Model) -> None:
    """Adds the levels."""
    classes = sorted({household.application["class"] for household in model.problem.applicants})
    for goal in sorted(model.problem.tables["goals"], key=lambda goal: goal["order"]):
        model.check_time()
        measure = goal["measure"]
        if measure in MEASURES:
            level(model, measure, measure in ("fit", "lot"), MEASURES[measure](model))
        elif measure.startswith("housed(") and measure.endswith("..)"):
            least = int(measure[len("housed(") : -len("..)")])
            for which in (which for which in classes if which >= least):
                level(model, f"housed({which})", True, housed(model, which))
        elif measure.startswith("housed("):
            level(model, measure, True, housed(model, int(measure[len("housed(") : -1])))
        else:
            raise NotImplementedError(f"measure {measure}")


def level(model: Model, measure: str, maximise: bool, total: Sum) -> None:
    """Adds a level."""
    terms = [(column, by) for column, by in sorted(total.terms.items()) if by]
    model.program.levels.append(Level(measure, maximise, total.constant, terms))


def over_choices(model: Model, points: Callable[[int], int]) -> Sum:
    """Σ points of each choice."""
    total = Sum()
    for column in range(len(model.program.choices)):
        total.add(column, points(column))
    return total


def steps_up(model: Model, column: int) -> bool:
    """Whether a choice is a step up."""
    there = permanence(model.site_of(column))
    return there >= TRANSITIONAL and there > model.problem.standing(model.household_of(column))


def housed(model: Model, which: int) -> Sum:
    """Households of a class that step up."""
    return over_choices(
        model, lambda column: int(model.household_of(column).application["class"] == which and steps_up(model, column))
    )


def changes(_: Model) -> Sum:
    """Offers that are taken back: there are none."""
    return Sum()


def overdue(model: Model) -> Sum:
    """Households past the longest wait that do not step up."""
    problem, total = model.problem, Sum()
    for household in problem.applicants:
        longest = problem.settings.get(f"longest_wait({household.application['class']})")
        since = household.application.get("waiting_since")
        if longest is None or since is None or problem.standing(household) >= PERMANENT:
            continue
        if (date.fromisoformat(problem.day) - date.fromisoformat(since)).days > longest:
            total.unless(model, household, 1, lambda column: steps_up(model, column))
    return total


def must_move(household: Household) -> bool:
    """It has to leave its home."""
    return household.residency is not None and household.residency["status"] == "must_move"


def displaced(model: Model) -> Sum:
    """Those who must move and are not placed."""
    total = Sum()
    for household in model.problem.applicants:
        if must_move(household):
            total.unless(model, household, 1)
    return total


def deadline(model: Model) -> Sum:
    """Those who must be housed by a date and are not, lastingly and in time."""
    problem, total = model.problem, Sum()
    for household in problem.applicants:
        by = household.application.get("housed_by")
        if by is None or by > problem.horizon:
            continue
        if problem.standing(household) < PERMANENT or must_move(household):

            def in_time(column: int, by: str = by) -> bool:
                return permanence(model.site_of(column)) >= TRANSITIONAL and model.program.choices[column].start <= by

            total.unless(model, household, 1, in_time)
    return total


def misplacement(model: Model) -> Sum:
    """Steps of too much staffing, and what soft rules cost."""
    total = over_choices(model, lambda column: overstaffing(model.household_of(column).application, model.site_of(column)))
    for column, price in model.excess_prices.items():
        total.add(column, price)
    return total


def fit(model: Model) -> Sum:
    """Wishes that are met."""
    return over_choices(model, lambda column: wish_points(model.household_of(column).application, model.site_of(column)))


def roof(model: Model, price: int = 1) -> Sum:
    """A price for each who has no roof, is ready today, and is not placed today."""
    problem, total = model.problem, Sum()
    for household in problem.applicants:
        if problem.standing(household) == NO_ROOF and problem.ready(household) == problem.day:
            total.unless(model, household, price, lambda column: model.program.choices[column].start == problem.day)
    return total


def bought(model: Model) -> Sum:
    """Hostels for those without a roof, and temporary accommodation that goes on."""
    total = roof(model, thousands(HOSTEL_PRICE))
    for household in model.problem.applicants:
        if household.residency is None and household.application["situation"] == "temporary":
            total.unless(model, household, thousands(household.application.get("accommodation_cost", HOSTEL_PRICE)))
    return total


def temporary(model: Model) -> Sum:
    """Those in a roof only at the end, at the home's cost, and what is bought."""
    problem, total = model.problem, bought(model)

    def rent(unit: str, household: Household) -> int:
        return thousands(problem.units[unit]["cost_let"] * (household.size if model.is_shared(unit) else 1))

    for column, choice in enumerate(model.program.choices):
        if permanence(model.site_of(column)) == ROOF:
            total.add(column, rent(choice.units[0], model.household_of(column)))
    for unit, living in problem.lives_in.items():
        if permanence(problem.site_of(unit)) == ROOF:
            for household in living:
                if household.stays_at(problem.horizon):
                    total.unless(model, household, rent(unit, household))
    return total


def moves(model: Model) -> Sum:
    """Residents of permanent homes who move."""

    def settled(household: Household) -> bool:
        return household.residency is not None and permanence(model.problem.site_of(household.residency["unit"])) == PERMANENT

    return over_choices(model, lambda column: int(settled(model.household_of(column))))


def cost(model: Model) -> Sum:
    """Homes let and vacant at the end, support that starts, and what is bought."""
    problem, total = model.problem, bought(model)
    price = problem.settings.get("support_price", 0)
    for column in range(len(model.program.choices)):
        household = model.household_of(column)
        if household.residency is None:
            yearly = minutes(household.application.get("support_hours", 0)) * price * 52
            total.add(column, thousands((yearly + 360) // 720))
    for unit, row in problem.units.items():
        let, vacant = thousands(row["cost_let"]), thousands(row["cost_vacant"])
        places = row.get("shared_places", 1)
        living = [household for household in problem.lives_in[unit] if household.stays_at(problem.horizon)]

        def taken(household: Household, unit: str = unit) -> int:
            return household.size if model.is_shared(unit) else 1

        if sum(taken(household) for household in living) > places:
            raise NotImplementedError(f"{unit}: more residents than places")
        total.constant += vacant * places
        for column in model.of_unit[unit]:
            total.add(column, (let - vacant) * taken(model.household_of(column)))
        for household in living:
            total.unless(model, household, (let - vacant) * taken(household))
    return total


def lot(model: Model) -> Sum:
    """The numbers that the office's lot drew."""
    choices = model.program.choices
    return over_choices(model, lambda column: model.draws.get(choices[column].household, {}).get(choices[column].units[0], 0))


MEASURES: dict[str, Callable[[Model], Sum]] = {
    measure.__name__: measure
    for measure in (changes, overdue, displaced, deadline, misplacement, fit, roof, temporary, moves, cost, lot)
}
