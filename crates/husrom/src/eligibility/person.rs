//! Facts of persons and households that several rules ask for.

use std::collections::BTreeSet;

use super::home::{Home, Wished};
use crate::problem::{Application, GenderedPlace, Household, Permanence, Person, Predicate, Problem, Situation};

/// Whether a person matches a predicate; `Err` names the attribute to ask for. A condition known to be false decides.
pub fn matches(predicate: &Predicate, person: &Person) -> Result<bool, String> {
    let mut unknown = None;
    let mut condition = |stated: bool, holds: Option<bool>, attribute: &str| -> bool {
        match holds {
            _ if !stated => true,
            Some(holds) => holds,
            None => {
                unknown.get_or_insert_with(|| attribute.to_owned());
                true
            }
        }
    };
    let possible = condition(!predicate.gender.is_empty(), person.gender.map(|it| predicate.gender.contains(&it)), "gender")
        && condition(predicate.age_min.is_some(), person.age.map(|age| Some(age) >= predicate.age_min), "age")
        && condition(predicate.age_max.is_some(), person.age.map(|age| predicate.age_max.is_none_or(|most| age <= most)), "age")
        && predicate.behaviour.iter().all(|(dimension, least)| {
            condition(true, person.behaviour.get(dimension).map(|level| level >= least), dimension.as_str())
        })
        && condition(predicate.vulnerable.is_some(), person.vulnerable.map(|it| Some(it) == predicate.vulnerable), "vulnerable")
        && condition(
            predicate.needs_shielding.is_some(),
            person.needs_shielding.map(|it| Some(it) == predicate.needs_shielding),
            "needs_shielding",
        )
        && condition(!predicate.course.is_empty(), person.course.map(|it| predicate.course.contains(&it)), "course")
        && condition(predicate.child.is_some(), Some(Some(person.child) == predicate.child), "child")
        && condition(predicate.severity_min.is_some(), person.severity.map(|it| Some(it) >= predicate.severity_min), "severity");
    match unknown {
        _ if !possible => Ok(false),
        Some(attribute) => Err(attribute),
        None => Ok(true),
    }
}

/// Whether no gendered place suits the person.
pub fn suits_nowhere(places: &BTreeSet<GenderedPlace>) -> bool {
    places.is_empty()
}

/// How lasting the household's present housing is (docs/semantics.md, Standing).
pub fn standing(problem: &Problem, household: &Household) -> Permanence {
    if let Some(residency) = &household.residency {
        let site = problem.unit(&residency.unit).and_then(|unit| problem.site(&unit.site));
        return site.map_or(Permanence::Roof, crate::problem::Site::permanence);
    }
    match household.application.as_ref().and_then(|application| application.situation) {
        Some(Situation::Homeless | Situation::Hospital | Situation::Prison) => Permanence::NoRoof,
        Some(Situation::Unsuitable) => Permanence::Transitional,
        Some(Situation::Temporary | Situation::AtRisk | Situation::Tenant) | None => Permanence::Roof,
    }
}

/// Whether a home would be a step up from a standing into something transitional or permanent.
pub fn steps_up(standing: Permanence, home: &Home<'_>) -> bool {
    let permanence = home.site.permanence();
    permanence >= Permanence::Transitional && permanence > standing
}

/// Points for the household's wishes and preferred tags in a home, without assessments.
pub fn wish_points(problem: &Problem, application: &Application, wished: &Wished<'_>) -> i64 {
    let table = &problem.settings().points;
    let wishes = &application.wishes;
    let category = ranked(&wishes.categories, Some(&wished.category), &table.category);
    let district = ranked(&wishes.districts, wished.district, &table.district);
    let site = ranked(&wishes.sites, Some(wished.site), &table.site);
    let tags = wishes.prefers.iter().filter(|tag| wished.provides.contains(tag)).count();
    category + district + site + table.preferred_tag * i64::try_from(tags).unwrap_or(i64::MAX)
}

fn ranked<T: PartialEq>(wishes: &[T], value: Option<&T>, points: &[i64]) -> i64 {
    let rank = value.and_then(|value| wishes.iter().position(|wish| wish == value));
    rank.and_then(|rank| points.get(rank)).copied().unwrap_or(0)
}
