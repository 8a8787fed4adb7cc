"""Whether a household may live in a home at all: the built-in tests, on what the instances state."""

from problem import BEHAVIOUR, POINTS, PREFERRED_TAG, STAFFING, Household, Problem, permanence


def at_site(problem: Problem, household: Household, site: dict) -> bool:
    """The tests that ask about the site alone; what is unknown and asked for excludes."""
    application = household.application
    return (
        suits_gender(household, site)
        and suits_age(household, site)
        and is_tolerated(household, site)
        and suits_substance(household, site)
        and not (site.get("motivation") and not application.get("motivated"))
        and not (site.get("children") is False and any(person.child for person in household.persons))
        and not ("consent" in site and site["consent"] not in application.get("consents", []))
        and staffing(application.get("needs_staffing")) <= staffing(site.get("staffing"))
        and not (application.get("needs_distance") and not site.get("detached"))
        and not (any(person.needs_shielding for person in household.persons) and not site.get("shielded"))
        and not ("landlord" in site and site["landlord"] in application.get("owes", []))
        and site["category"] not in application.get("refused_categories", [])
        and site["id"] not in application.get("refused_sites", [])
        and permanence(site) >= problem.standing(household)
    )


def at_unit(problem: Problem, household: Household, unit: dict) -> bool:
    """The tests that ask about the unit."""
    application = household.application
    most = min(unit.get("largest_household", household.size), unit.get("shared_places", household.size))
    return (
        not (household.residency is not None and household.residency["unit"] == unit["id"])
        and not (application.get("needs_robust") and not unit.get("robust"))
        and not (application.get("needs_accessible") and not unit.get("accessible"))
        and not ("rent" in unit and unit["rent"] > application.get("max_rent", unit["rent"]))
        and household.size <= most
        and is_preferred(problem, household, unit)
    )


def suits_gender(household: Household, site: dict) -> bool:
    """Women, men, or one gender whichever it is: the gender must be known, and suit."""
    rule = site.get("gender_rule", "any")
    if rule == "any":
        return True
    wanted = {"women": {"woman"}, "men": {"man"}, "single": {"woman", "man"}}[rule]
    return all(adult.get("gender") in wanted for adult in household.adults)


def suits_age(household: Household, site: dict) -> bool:
    """Every adult within the window."""
    least, most = site.get("age_min"), site.get("age_max")
    if least is None and most is None:
        return True
    ages = [adult.get("age") for adult in household.adults]
    return all(age is not None and (least is None or age >= least) and (most is None or age <= most) for age in ages)


def is_tolerated(household: Household, site: dict) -> bool:
    """No person above what the site says it tolerates."""
    for dimension in BEHAVIOUR:
        most = site.get(f"tolerance_{dimension}")
        levels = [person.get(dimension) for person in household.persons]
        if most is not None and not all(level is not None and level <= most for level in levels):
            return False
    return True


def suits_substance(household: Household, site: dict) -> bool:
    """The site's substance rule, for every adult."""
    refused = {
        None: None,
        "not_accepted": {None, "active_use"},
        "abstinence_required": {None, "active_use", "stable_treatment"},
    }[site.get("substance_rule")]
    return refused is None or all(adult.get("course") not in refused for adult in household.adults)


def staffing(word: str | None) -> int:
    """Steps of staffing; none where none is stated."""
    return STAFFING.index(word or "none")


def is_preferred(problem: Problem, household: Household, unit: dict) -> bool:
    """A resident who wants to move goes only to something more lasting, or as lasting and more wished."""
    if household.residency is None or household.residency["status"] != "wants_to_move":
        return True
    here, there = problem.site_of(household.residency["unit"]), problem.sites[unit["site"]]
    if permanence(there) != permanence(here):
        return permanence(there) > permanence(here)
    return wish_points(household.application, there) > wish_points(household.application, here)


def wish_points(application: dict, site: dict) -> int:
    """Points for the category, district and site by rank, and for preferred tags."""
    wished = (("wish_categories", "category"), ("wish_districts", "district"), ("wish_sites", "id"))
    points = 0
    for wishes, attribute in wished:
        ranked = application.get(wishes, [])
        if site.get(attribute) in ranked:
            rank = ranked.index(site[attribute])
            points += POINTS[rank] if rank < len(POINTS) else 0
    return points + PREFERRED_TAG * len(set(application.get("prefers", [])) & set(site.get("provides", [])))


def overstaffing(application: dict, site: dict) -> int:
    """Steps by which the staffing is more than the need."""
    return max(0, staffing(site.get("staffing")) - staffing(application.get("needs_staffing")))
