//! What is true of a person, a home or a household, with *unknown* as a third answer.

use crate::problem::{
    Application, Gender, GenderRule, GenderedPlace, HomeFilter, Household, Permanence, Person, PointTable, Predicate, Site,
    Situation, Staffing, Tag, Target, Unit,
};

/// No, unknown or yes, in this order: "and" is the least of two, "or" the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Truth {
    /// Known to be false.
    No,
    /// Not known.
    Unknown,
    /// Known to be true.
    Yes,
}

impl From<bool> for Truth {
    fn from(known: bool) -> Self {
        if known { Self::Yes } else { Self::No }
    }
}

impl From<Option<bool>> for Truth {
    fn from(perhaps: Option<bool>) -> Self {
        perhaps.map_or(Self::Unknown, Self::from)
    }
}

impl Truth {
    /// True of all: false if one is, else unknown if one is.
    pub(super) fn all(truths: impl IntoIterator<Item = Self>) -> Self {
        truths.into_iter().min().unwrap_or(Self::Yes)
    }

    /// True of any: true if one is, else unknown if one is.
    pub(super) fn any(truths: impl IntoIterator<Item = Self>) -> Self {
        truths.into_iter().max().unwrap_or(Self::No)
    }

    /// Yes, or unknown and so yes in the worst case.
    pub(super) fn at_worst(self) -> bool {
        self != Self::No
    }
}

/// Whether a person matches a predicate: a conjunction, in which one condition known to be false settles the matter.
pub(super) fn matches(who: &Predicate, person: &Person) -> Truth {
    let among = |empty: bool, answer: Option<bool>| if empty { Truth::Yes } else { answer.into() };
    let demanded =
        |asked: Option<bool>, answer: Option<bool>| asked.map_or(Truth::Yes, |asked| answer.map(|known| known == asked).into());
    let behaviour =
        who.behaviour.iter().map(|(dimension, least)| person.behaviour.get(dimension).map(|level| level >= least).into());
    Truth::all([
        among(who.gender.is_empty(), person.gender.map(|gender| who.gender.contains(&gender))),
        among(who.course.is_empty(), person.course.map(|course| who.course.contains(&course))),
        who.age_min.map_or(Truth::Yes, |least| person.age.map(|age| age >= least).into()),
        who.age_max.map_or(Truth::Yes, |most| person.age.map(|age| age <= most).into()),
        who.severity_min.map_or(Truth::Yes, |least| person.severity.map(|severity| severity >= least).into()),
        demanded(who.vulnerable, person.vulnerable),
        demanded(who.needs_shielding, person.needs_shielding),
        demanded(who.child, Some(person.child)),
        Truth::all(behaviour),
    ])
}

/// Whether a gendered place suits a person; `None` if the gender is unknown.
pub(super) fn suits(person: &Person, place: GenderedPlace) -> Option<bool> {
    Some(match person.gender? {
        Gender::Woman => place == GenderedPlace::Women,
        Gender::Man => place == GenderedPlace::Men,
        Gender::Other | Gender::Undisclosed => person.suits.contains(&place),
    })
}

/// The adults of a household.
pub(super) fn adults(household: &Household) -> impl Iterator<Item = &Person> {
    household.persons.iter().filter(|person| !person.child)
}

/// Persons, as a count to reckon with.
pub(super) fn size(household: &Household) -> i64 {
    i64::from(household.size())
}

/// The gender rule of a home: the unit's, else the site's.
pub(super) fn gender_rule(site: &Site, unit: &Unit) -> GenderRule {
    unit.admission.gender.or(site.admission.gender).unwrap_or(GenderRule::Any)
}

/// The staffing of a home: the unit's, else the site's, else none.
pub(super) fn staffing(site: &Site, unit: &Unit) -> Staffing {
    unit.staffing.or(site.staffing).unwrap_or(Staffing::None)
}

/// Whether a home provides a tag.
pub(super) fn provides(site: &Site, unit: &Unit, tag: &Tag) -> bool {
    site.provides.contains(tag) || unit.provides.contains(tag)
}

/// Whether a filter matches a home: each of its non-empty sets must.
pub(super) fn is_about(filter: &HomeFilter, site: &Site, unit: &Unit) -> bool {
    (filter.units.is_empty() || filter.units.contains(&unit.id))
        && (filter.sites.is_empty() || filter.sites.contains(&site.id))
        && (filter.categories.is_empty() || filter.categories.contains(&site.category))
        && (filter.districts.is_empty() || site.district.as_ref().is_some_and(|district| filter.districts.contains(district)))
        && (filter.zones.is_empty() || site.zone.as_ref().is_some_and(|zone| filter.zones.contains(zone)))
        && (filter.contracts.is_empty() || site.contract.as_ref().is_some_and(|contract| filter.contracts.contains(contract)))
        && (filter.provides.is_empty() || filter.provides.iter().any(|tag| provides(site, unit, tag)))
}

/// Whether a target of a pin, ban or assessment names a home.
pub(super) fn is_target(target: &Target, site: &Site, unit: &Unit) -> bool {
    match target {
        Target::Unit(id) => *id == unit.id,
        Target::Site(id) => *id == site.id,
        Target::Category(category) => *category == site.category,
    }
}

/// The standing of a household: its present site's permanence, else what its situation says.
pub(super) fn standing(application: &Application, present: Option<&Site>) -> Permanence {
    match (present, application.situation) {
        (Some(site), _) => site.permanence(),
        (None, Some(Situation::Homeless | Situation::Hospital | Situation::Prison)) => Permanence::NoRoof,
        (None, Some(Situation::Unsuitable)) => Permanence::Transitional,
        (None, Some(Situation::Temporary | Situation::AtRisk | Situation::Tenant) | None) => Permanence::Roof,
    }
}

/// Whether a home of this site is a step up from a standing.
pub(super) fn steps_up(site: &Site, standing: Permanence) -> bool {
    site.permanence() >= Permanence::Transitional && site.permanence() > standing
}

/// The wish points of an application in a home.
pub(super) fn wish_points(points: &PointTable, application: &Application, site: &Site, unit: &Unit) -> i64 {
    let wishes = &application.wishes;
    let by_rank = |list: &[i64], rank: Option<usize>| rank.and_then(|rank| list.get(rank)).copied().unwrap_or(0);
    let category = wishes.categories.iter().position(|category| *category == site.category);
    let district = wishes.districts.iter().position(|district| Some(district) == site.district.as_ref());
    let named = wishes.sites.iter().position(|id| *id == site.id);
    let tags = wishes.prefers.iter().filter(|tag| provides(site, unit, tag)).map(|_| points.preferred_tag);
    [by_rank(&points.category, category), by_rank(&points.district, district), by_rank(&points.site, named)]
        .into_iter()
        .chain(tags)
        .fold(0, i64::saturating_add)
}
