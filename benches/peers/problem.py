"""A problem read from its JSON, as far as the generated instances use it: anything else is refused, never guessed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

BEHAVIOUR = ("violence", "damage", "noise", "fire")
PERMANENCES = ("no_roof", "roof", "transitional", "permanent")
NO_ROOF, ROOF, TRANSITIONAL, PERMANENT = range(len(PERMANENCES))
STAFFING = ("none", "ambulant", "day", "day_evening", "round_the_clock")
# Permanence by category; every other category is permanent.
LESS_PERMANENT = {"midlertidig": "roof", "rehabilitering": "transitional"}
STANDINGS = {
    "homeless": "no_roof",
    "hospital": "no_roof",
    "prison": "no_roof",
    "temporary": "roof",
    "at_risk": "roof",
    "unsuitable": "transitional",
}

PERSON = {"gender", "age", *BEHAVIOUR, "vulnerable", "needs_shielding", "course", "severity"}
NEEDS = {"needs_staffing", "support_hours", "needs_robust", "needs_accessible", "needs_distance"}
WISHES = {"wish_categories", "wish_districts", "wish_sites", "prefers", "refused_categories", "refused_sites"}
STATED = {"motivated", "treatment_months", "specialist_agreement", "on_waiting_list", "consents", "owes", "max_rent"}
APPLICATION = {"class", "waiting_since", "passed_over", "situation", "accommodation_cost", "ready_from", "housed_by", "district"}
KNOWN = {
    "sites": {
        "id",
        "name",
        "category",
        "district",
        "zone",
        "landlord",
        "contract",
        "staffing",
        "shielded",
        "detached",
        "provides",
    }
    | {"gender_rule", "age_min", "age_max", "tolerance_violence", "tolerance_damage", "substance_rule", "motivation", "children"}
    | {"consent"},
    "units": {"id", "site", "name", "wing", "shared_places", "largest_household", "size", "accessible", "robust", "rent"}
    | {"cost_let", "cost_vacant", "free_from"},
    "applicants": {"id"} | APPLICATION | NEEDS | WISHES | STATED | PERSON,
    "persons": {"id", "household", "child"} | PERSON,
    "residents": {"id", "unit", "status", "leaves_on", "support_hours"} | PERSON,
    "relations": {"one", "other", "kind", "strictness", "scope"},
    "resources": {"id", "uses", "capacity", "districts", "categories"},
    "rules": {
        "id",
        "kind",
        "strictness",
        "price",
        "homes",
        "scope",
        "a",
        "b",
        "who",
        "most",
        "percent",
        "say_nb",
        "say_en",
        "source",
    },
    "goals": {"order", "measure"},
}
SETTINGS = {"behaviour_scale", "longest_chain", "support_price"}
NOT_SUPPORTED = ("assessments", "offers", "fixings")
CONDITION = re.compile(r"(\w+)(>=|<=|=)([\w|]+)")
SITUATIONS = {*STANDINGS, "tenant"}
POINTS = (3, 2, 1)
PREFERRED_TAG = 1
HOSTEL_PRICE = 27_000


@dataclass
class Person:
    """A person; `None` is unknown."""

    id: str
    row: dict
    child: bool

    def get(self, attribute: str) -> object:
        """An attribute, what goes without saying of a child settled."""
        value = self.row.get(attribute)
        if self.child and value is None:
            return {"course": "none", "vulnerable": True, **dict.fromkeys(BEHAVIOUR, 0)}.get(attribute)
        return value

    @property
    def needs_shielding(self) -> bool:
        """A need that is not stated is none."""
        return self.row.get("needs_shielding", False)


@dataclass
class Household:
    """A household: its persons, its application, and where it lives."""

    id: str
    persons: list[Person]
    application: dict | None
    residency: dict | None

    @property
    def size(self) -> int:
        """Persons."""
        return len(self.persons)

    @property
    def adults(self) -> list[Person]:
        """Its adults."""
        return [person for person in self.persons if not person.child]

    @property
    def leaves_on(self) -> str | None:
        """First date it is gone by itself."""
        return self.residency.get("leaves_on") if self.residency else None

    def stays_at(self, date: str) -> bool:
        """Whether it is at home on a date when nobody is placed."""
        return self.residency is not None and (self.leaves_on is None or date < self.leaves_on)

    @property
    def is_mover(self) -> bool:
        """It lives in the round and may be placed elsewhere."""
        return self.residency is not None and self.application is not None


class Problem:
    """Sites, units and households by id, with the lookups that the model needs."""

    def __init__(self, tables: dict) -> None:
        refuse_unknown(tables)
        self.tables = tables
        self.day: str = tables["round"]["date"]
        self.horizon: str = tables["round"]["horizon"]
        self.settings: dict = tables["settings"]
        self.sites = {row["id"]: row for row in tables["sites"]}
        self.units = {row["id"]: row for row in tables["units"]}
        self.households = households(tables)
        self.applicants = [household for household in self.households.values() if household.application is not None]
        self.household_of = {person.id: household for household in self.households.values() for person in household.persons}
        self.lives_in: dict[str, list[Household]] = {unit: [] for unit in self.units}
        for household in self.households.values():
            if household.residency is not None:
                self.lives_in[household.residency["unit"]].append(household)

    def site_of(self, unit: str) -> dict:
        """The site of a unit."""
        return self.sites[self.units[unit]["site"]]

    def ready(self, household: Household) -> str:
        """First date the household can move."""
        return max(self.day, household.application.get("ready_from", self.day))

    def standing(self, household: Household) -> int:
        """How lasting the home is that it has now."""
        if household.residency is not None:
            return permanence(self.site_of(household.residency["unit"]))
        return PERMANENCES.index(STANDINGS[household.application["situation"]])

    def base(self, unit: str) -> str | None:
        """The date a unit is free from, movers aside; `None` where it is not given."""
        base = max(self.day, self.units[unit].get("free_from", self.day))
        if "shared_places" not in self.units[unit]:
            living = self.lives_in[unit]
            for household in living:
                if not household.is_mover:
                    if household.leaves_on is None:
                        return None
                    base = max(base, household.leaves_on)
            here = [household for household in living if household.stays_at(self.day)]
            if len(here) > 1 and any(household.is_mover for household in here):
                return None
        return base if base <= self.horizon else None

    def scope(self, unit: str, level: str) -> tuple | None:
        """The scope of a level that a unit lies in."""
        site = self.site_of(unit)
        if level == "unit":
            return ("unit", unit)
        if level == "wing":
            return ("wing", site["id"], self.units[unit].get("wing"))
        if level == "site":
            return ("site", site["id"])
        if level == "zone":
            return ("zone", site["zone"]) if "zone" in site else None
        raise NotImplementedError(f"scope {level}")


def permanence(site: dict) -> int:
    """How lasting a home of a site is."""
    return PERMANENCES.index(LESS_PERMANENT.get(site["category"], "permanent"))


def thousands(kroner: int) -> int:
    """Thousands of kroner, rounded half up."""
    return (kroner + 500) // 1000


def minutes(hours: float) -> int:
    """Hours a week as whole minutes."""
    return round(hours * 60)


def households(tables: dict) -> dict[str, Household]:
    """Everyone, by id: a household in both tables is a mover."""
    applicants = {row["id"]: row for row in tables["applicants"]}
    residents = {row["id"]: row for row in tables["residents"]}
    further: dict[str, list[Person]] = {}
    for row in tables["persons"]:
        further.setdefault(row["household"], []).append(Person(row["id"], row, row.get("child", False)))
    found = {}
    for name in sorted({*applicants, *residents}):
        application, residency = applicants.get(name), residents.get(name)
        stated = {key: value for row in (residency, application) if row for key, value in row.items() if key in PERSON}
        persons = [Person(name, stated, False), *further.get(name, [])]
        found[name] = Household(name, persons, application, residency)
    return found


def refuse_unknown(tables: dict) -> None:
    """Refuses what the generated instances do not have."""
    for table in NOT_SUPPORTED:
        if tables.get(table):
            raise NotImplementedError(f"table {table}")
    for table, known in KNOWN.items():
        surplus = {key for row in tables.get(table, []) for key in row} - known
        if surplus:
            raise NotImplementedError(f"{table}: {sorted(surplus)}")
    settings = {key for key in tables["settings"] if key not in SETTINGS and not key.startswith("longest_wait(")}
    if settings:
        raise NotImplementedError(f"settings: {sorted(settings)}")
    refuse_words(tables["applicants"], "situation", SITUATIONS)
    refuse_words(tables["residents"], "status", {"stays", "leaves", "wants_to_move", "must_move"})
    refuse_words([*tables["applicants"], *tables["persons"], *tables["residents"]], "gender", {"woman", "man"})
    refuse_words(tables["sites"], "substance_rule", {"not_accepted", "abstinence_required"})
    refuse_words(tables["relations"], "kind", {"apart"})
    refuse_words(tables["relations"], "strictness", {"hard"})
    refuse_words(tables["resources"], "uses", {"support_hours", "households", "monthly_cost"})
    refuse_words(tables["rules"], "kind", {"apart", "limit", "share"})
    for row in tables["applicants"]:
        unknown = [need for need in (*NEEDS, "needs_shielding") if row.get(need) == "unknown"]
        if unknown or "situation" not in row:
            raise NotImplementedError(f"{row['id']}: unknown {unknown or 'situation'}")


def refuse_words(rows: Iterable[dict], column: str, known: set[str]) -> None:
    """Refuses words of a column that do not occur."""
    surplus = {row[column] for row in rows if column in row} - known
    if surplus:
        raise NotImplementedError(f"{column}: {sorted(surplus)}")


def conditions(text: str) -> list[tuple[str, str, object]]:
    """Conditions on a person or on homes: attribute, comparison, value (a set for `=`)."""
    found = []
    for part in text.split(";"):
        read = CONDITION.fullmatch(part.strip())
        if read is None:
            raise NotImplementedError(f"condition {part}")
        attribute, comparison, value = read.groups()
        if comparison == "=":
            words = {"yes": True, "no": False}
            found.append((attribute, comparison, {words.get(word, word) for word in value.split("|")}))
        else:
            found.append((attribute, comparison, int(value)))
    return found


def matches(who: list[tuple[str, str, object]], person: Person) -> bool | None:
    """Whether a person matches: one condition known to be false settles it, else an unknown one leaves it open."""
    answer: bool | None = True
    for attribute, comparison, asked in who:
        if attribute not in {"age", "severity", "course", "vulnerable", *BEHAVIOUR}:
            raise NotImplementedError(f"condition on {attribute}")
        value = person.get(attribute)
        if value is None:
            answer = None
        elif not (value in asked if comparison == "=" else value >= asked if comparison == ">=" else value <= asked):
            return False
    return answer


def covers_homes(text: str, site: dict) -> bool:
    """Whether a rule's text of homes is about those of a site."""
    for attribute, comparison, asked in conditions(text) if text else []:
        if attribute != "category" or comparison != "=":
            raise NotImplementedError(f"homes by {attribute}")
        if site["category"] not in asked:
            return False
    return True
