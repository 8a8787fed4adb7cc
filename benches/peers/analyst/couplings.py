"""Rules on who lives together: counts of those who match, and two kinds of people who do not mix."""

from abc import ABC, abstractmethod
from collections import defaultdict

from problem import Household, Person, Problem, conditions, covers_homes, matches

from .model import Model


class Coupling(ABC):
    """A rule on who lives together: the scope of each home that it is about."""

    def __init__(self, problem: Problem, scope_of: dict[str, tuple]) -> None:
        self.scope_of = scope_of
        self.residents: dict[tuple, list[Household]] = {scope: [] for scope in scope_of.values()}
        for unit, scope in scope_of.items():
            self.residents[scope].extend(problem.lives_in[unit])

    @abstractmethod
    def refuses(self, household: Household) -> bool:
        """Whether the household cannot live in the rule's homes whoever else does, or has to be asked first."""

    @abstractmethod
    def meets(self, problem: Problem, household: Household, unit: str, start: str) -> bool:
        """Whether a resident who is no mover, and is there at the start, clashes with the household."""

    @abstractmethod
    def write(self, model: Model) -> None:
        """Writes the rows."""

    def arrivals(self, model: Model) -> dict[tuple, list[int]]:
        """The choices into each scope."""
        found: dict[tuple, list[int]] = {scope: [] for scope in self.scope_of.values()}
        for unit, scope in self.scope_of.items():
            found[scope].extend(model.of_unit[unit])
        return found


class Count(Coupling):
    """At most so many who match, or at most a share of the places; an excess is paid where the rule is soft."""

    def __init__(self, problem: Problem, scope_of: dict[str, tuple], rule: dict, price: int | None) -> None:
        super().__init__(problem, scope_of)
        self.who, self.price = conditions(rule["who"]), price
        self.most: int | None = rule.get("most")
        self.percent: int | None = rule.get("percent")

    def refuses(self, household: Household) -> bool:
        """A hard rule has to know."""
        return self.price is None and any(matches(self.who, person) is None for person in household.persons)

    def meets(self, problem: Problem, household: Household, unit: str, start: str) -> bool:
        """Nobody is held against another."""
        return False

    def write(self, model: Model) -> None:
        """A sum on each date of each scope; what is unknown counts as a match."""

        def amount(household: Household) -> int:
            return sum(matches(self.who, person) is not False for person in household.persons)

        for scope, columns in self.arrivals(model).items():
            units = [model.problem.units[unit] for unit, of in self.scope_of.items() if of == scope]
            places = sum(unit.get("shared_places", 1) for unit in units)
            most = self.most if self.most is not None else self.percent * places // 100
            coming = [(column, amount(model.household_of(column))) for column in columns]
            excess = None
            if self.price is not None:
                excess = model.program.column(sum(by for _, by in coming))
                model.excess_prices[excess] = self.price
            living = self.residents[scope]

            def left(day: str, most: int = most, living: list[Household] = living) -> int:
                return most - sum(amount(household) for household in living if household.stays_at(day))

            model.on_dates(coming + model.leaving(living, amount), left, excess)


class Pairwise(Coupling):
    """Two kinds of people who do not mix."""

    def __init__(self, problem: Problem, scope_of: dict[str, tuple]) -> None:
        super().__init__(problem, scope_of)
        # The residents of a scope who clash with a household and are no movers.
        self.foes: dict[tuple[str, tuple], list[Household]] = {}

    @abstractmethod
    def sides(self, household: Household) -> set[str]:
        """The sides that persons of the household are on."""

    @abstractmethod
    def clashes(self, a: Person, b: Person) -> bool:
        """Whether two persons clash, what is unknown as the worst case."""

    @abstractmethod
    def asks(self, person: Person) -> bool:
        """Whether the rule has to know more of an applicant."""

    def clash(self, one: Household, other: Household) -> bool:
        """Whether two households clash."""
        return any(self.clashes(a, b) for a in one.persons for b in other.persons)

    def refuses(self, household: Household) -> bool:
        """Unknown, or at odds with itself."""
        persons = household.persons
        within = any(self.clashes(a, b) for i, a in enumerate(persons) for b in persons[i + 1 :])
        return within or any(self.asks(person) for person in persons)

    def meets(self, problem: Problem, household: Household, unit: str, start: str) -> bool:
        """Whether a resident who is no mover, and is there at the start, clashes with the household."""
        if unit not in self.scope_of:
            return False
        key = household.id, self.scope_of[unit]
        if key not in self.foes:
            settled = (other for other in self.residents[key[1]] if not other.is_mover)
            self.foes[key] = [other for other in settled if self.clash(household, other)]
        return any(other.stays_at(start) for other in self.foes[key])

    def write(self, model: Model) -> None:
        """A binary for each scope says which side may come; whoever clashes with a mover waits until the mover is gone."""
        for scope, columns in self.arrivals(model).items():
            model.check_time()
            chosen: dict[str, list[int]] = defaultdict(list)
            for column in columns:
                chosen[model.program.choices[column].household].append(column)
            self.write_sides(model, chosen)
            for mover in (household for household in self.residents[scope] if household.is_mover):
                for name, comers in chosen.items():
                    if name != mover.id and self.clash(model.problem.households[name], mover):
                        model.after_leaving(comers, mover)

    def write_sides(self, model: Model, chosen: dict[str, list[int]]) -> None:
        """Each household on the one side comes only if the binary is 1, each on the other only if it is 0."""
        side_of: dict[str, str] = {}
        for name in chosen:
            sides = self.sides(model.problem.households[name])
            if len(sides) > 1:
                raise NotImplementedError(f"{name} is on both sides of a rule")
            side_of.update((name, side) for side in sides)
        if len(set(side_of.values())) < 2:
            return
        one, _ = sorted(set(side_of.values()))
        binary = model.program.column()
        for name, side in side_of.items():
            by, bound = (-1, 0) if side == one else (1, 1)
            model.program.row([*((column, 1) for column in chosen[name]), (binary, by)], bound)


class Apart(Pairwise):
    """Those who match the one side are kept from those who match the other."""

    def __init__(self, problem: Problem, scope_of: dict[str, tuple], one: list, other: list) -> None:
        super().__init__(problem, scope_of)
        self.one, self.other = one, other

    def sides(self, household: Household) -> set[str]:
        """The sides that persons of the household are on."""
        either = (("one", self.one), ("other", self.other))
        return {side for side, who in either for person in household.persons if matches(who, person)}

    def clashes(self, a: Person, b: Person) -> bool:
        """One on each side, as far as is known."""

        def could(who: list, person: Person) -> bool:
            return matches(who, person) is not False

        return (could(self.one, a) and could(self.other, b)) or (could(self.one, b) and could(self.other, a))

    def asks(self, person: Person) -> bool:
        """Either side is unknown."""
        return matches(self.one, person) is None or matches(self.other, person) is None


class OneGender(Pairwise):
    """Women or men, not both; adults only."""

    def sides(self, household: Household) -> set[str]:
        """The genders of its adults."""
        return {adult.get("gender") for adult in household.adults}

    def clashes(self, a: Person, b: Person) -> bool:
        """Two adults of different gender, or of a gender that is not known."""
        if a.child or b.child:
            return False
        genders = a.get("gender"), b.get("gender")
        return None in genders or genders[0] != genders[1]

    def asks(self, person: Person) -> bool:
        """An adult's gender is unknown."""
        return not person.child and person.get("gender") is None


def couplings(problem: Problem) -> list[Coupling]:
    """The office's rules, and the sites for one gender, whichever it is."""
    found: list[Coupling] = []
    for rule in problem.tables["rules"]:
        units = [unit for unit in problem.units if covers_homes(rule.get("homes", ""), problem.site_of(unit))]
        scope_of = {unit: scope for unit in units if (scope := problem.scope(unit, rule["scope"])) is not None}
        price = rule["price"] if rule["strictness"] == "soft" else None
        if rule["kind"] != "apart":
            found.append(Count(problem, scope_of, rule, price))
        elif price is None:
            found.append(Apart(problem, scope_of, conditions(rule["a"]), conditions(rule["b"])))
        else:
            raise NotImplementedError("soft apart")
    single = [unit for unit in problem.units if problem.site_of(unit).get("gender_rule") == "single"]
    found.append(OneGender(problem, {unit: ("site", problem.units[unit]["site"]) for unit in single}))
    return found
