//! A scenario: a named list of typed changes to a problem.

use std::collections::BTreeMap;

use serde::de::{Error, IntoDeserializer};
use serde::{Deserialize, Deserializer, Serialize};
use thiserror::Error;

use crate::problem::{
    Category, Composition, Household, HouseholdId, Kroner, Measure, Parts, PersonId, Problem, RuleId, RuleKind, Site, SiteId,
    Strictness, Tenure, Term, Unit, UnitId, presets,
};
use crate::tables::InputError;

/// A named list of changes, applied in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// The changes.
    pub changes: Vec<Change>,
}

/// How strict a rule becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HowStrict {
    /// Off.
    Off,
    /// Hard.
    Hard,
    /// Soft, at a price.
    Soft,
}

/// Which price changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PriceOf {
    /// A hostel for one household.
    Hostel,
    /// Support by the hour.
    Support,
    /// Homes when let.
    Let,
    /// Homes when vacant.
    Vacant,
}

/// One change. Counts are homes, per cents are of what is there now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Change {
    /// Adds empty homes of a kind.
    AddHomes {
        /// The kind.
        #[serde(deserialize_with = "kind")]
        category: Category,
        /// How many.
        count: u32,
        /// The unit whose attributes they take; by default the first unit, by id, of the kind.
        #[serde(default)]
        like: Option<UnitId>,
        /// In a new site with the same rules, so that nobody lives there yet; else in that unit's own site.
        #[serde(default = "yes")]
        new_site: bool,
    },
    /// Takes homes of a kind out of use that nobody lives in, by lot.
    CloseHomes {
        /// The kind.
        #[serde(deserialize_with = "kind")]
        category: Category,
        /// How many.
        count: u32,
    },
    /// Closes homes of one kind and adds as many of another.
    ConvertHomes {
        /// From this kind.
        #[serde(deserialize_with = "kind")]
        from: Category,
        /// To this kind.
        #[serde(deserialize_with = "kind")]
        to: Category,
        /// How many.
        count: u32,
        /// The unit whose attributes they take.
        #[serde(default)]
        like: Option<UnitId>,
    },
    /// Turns a rule, or a preset, off, hard or soft.
    Rule {
        /// The rule.
        id: String,
        /// How strict.
        strictness: HowStrict,
        /// For soft: the level it is paid in, `misplacement` by default.
        #[serde(default)]
        level: Option<String>,
        /// For soft: the price, 1 by default.
        #[serde(default)]
        price: Option<i64>,
    },
    /// Raises the number of a limit (people), share (per cent) or move limit (moves).
    Loosen {
        /// The rule.
        id: String,
        /// By how much; negative tightens.
        by: i32,
    },
    /// Scales a resource's capacity.
    Resource {
        /// The resource, by id or name.
        id: String,
        /// To per cent.
        percent: u32,
    },
    /// Scales prices.
    Price {
        /// Which.
        what: PriceOf,
        /// For homes: of this kind only.
        #[serde(default, deserialize_with = "some_kind")]
        category: Option<Category>,
        /// To per cent.
        percent: u32,
    },
    /// Scales the number of households from outside that wait: fewer, or more like those there are, by lot.
    Demand {
        /// To per cent.
        percent: u32,
    },
}

impl Change {
    /// A rule is turned off.
    #[must_use]
    pub fn off(rule: &RuleId) -> Self {
        Self::Rule { id: rule.to_string(), strictness: HowStrict::Off, level: None, price: None }
    }
}

fn yes() -> bool {
    true
}

/// A kind of home in any spelling that tables accept.
fn kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Category, D::Error> {
    let text = String::deserialize(deserializer)?;
    Category::read(&text).ok_or_else(|| Error::custom(format!("no kind of home is called {text:?}")))
}

fn some_kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Category>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| kind(text.into_deserializer())).transpose()
}

/// Why a scenario cannot be laid over a problem.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// No unit of the kind shows what such a home is like.
    #[error("no unit of kind {0} to take after: name one with `like`")]
    NoModel(Category),
    /// The unit to take after does not exist, or is of another kind.
    #[error("unit {0} cannot be taken after: it does not exist or is of another kind")]
    WrongModel(UnitId),
    /// Fewer empty homes than are to close.
    #[error("only {there} empty homes of kind {category} to close, {wanted} wanted")]
    TooFew {
        /// The kind.
        category: Category,
        /// Empty homes there are.
        there: usize,
        /// Homes to close.
        wanted: u32,
    },
    /// No such rule or preset.
    #[error("no rule or preset {0}")]
    NoRule(String),
    /// The rule has no number, or it would fall below 0.
    #[error("rule {0} has no number that can be changed so")]
    NoNumber(String),
    /// No such level.
    #[error("no level {0}")]
    NoLevel(String),
    /// No such resource.
    #[error("no resource {0}")]
    NoResource(String),
    /// The changed problem is faulty.
    #[error(transparent)]
    Input(#[from] InputError),
}

impl Scenario {
    /// A scenario.
    pub fn new(name: impl Into<String>, changes: Vec<Change>) -> Self {
        Self { name: name.into(), changes }
    }

    /// The problem with the changes made; the problem itself is left as it is.
    ///
    /// # Errors
    /// [`ScenarioError`] for the first change that cannot be made.
    pub fn apply(&self, problem: &Problem) -> Result<Problem, ScenarioError> {
        let mut parts = problem.parts().clone();
        for (step, change) in self.changes.iter().enumerate() {
            change.apply(problem, &mut parts, step + 1)?;
        }
        Ok(Problem::from_parts(parts)?)
    }
}

impl Change {
    fn apply(&self, problem: &Problem, parts: &mut Parts, step: usize) -> Result<(), ScenarioError> {
        match self {
            Self::AddHomes { category, count, like, new_site } => add(parts, *category, *count, like.as_ref(), *new_site, step),
            Self::CloseHomes { category, count } => close(problem, parts, *category, *count),
            Self::ConvertHomes { from, to, count, like } => {
                close(problem, parts, *from, *count)?;
                add(parts, *to, *count, like.as_ref(), true, step)
            }
            Self::Rule { id, strictness, level, price } => set_rule(parts, id, *strictness, level.as_deref(), *price),
            Self::Loosen { id, by } => loosen(parts, id, *by),
            Self::Resource { id, percent } => {
                let resource = parts.resources.iter_mut().find(|resource| resource.id.as_str() == id || resource.name == *id);
                let resource = resource.ok_or_else(|| ScenarioError::NoResource(id.clone()))?;
                resource.capacity = scaled(resource.capacity, *percent);
                Ok(())
            }
            Self::Price { what, category, percent } => {
                set_price(parts, *what, *category, *percent);
                Ok(())
            }
            Self::Demand { percent } => {
                scale_demand(problem, parts, *percent);
                Ok(())
            }
        }
    }
}

fn scaled(amount: i64, percent: u32) -> i64 {
    amount.saturating_mul(i64::from(percent)) / 100
}

fn category_of(parts: &Parts, unit: &Unit) -> Option<Category> {
    parts.sites.iter().find(|site| site.id == unit.site).map(|site| site.category)
}

fn add(
    parts: &mut Parts,
    category: Category,
    count: u32,
    like: Option<&UnitId>,
    new_site: bool,
    step: usize,
) -> Result<(), ScenarioError> {
    let of_kind = |unit: &&Unit| category_of(parts, unit) == Some(category);
    let model = match like {
        Some(id) => {
            let found = parts.units.iter().filter(of_kind).find(|unit| unit.id == *id);
            found.ok_or_else(|| ScenarioError::WrongModel(id.clone()))?
        }
        None => parts.units.iter().filter(of_kind).min_by_key(|unit| &unit.id).ok_or(ScenarioError::NoModel(category))?,
    };
    let mut model = model.clone();
    if new_site {
        let site = parts.sites.iter().find(|site| site.id == model.site);
        let mut site: Site = site.cloned().ok_or(ScenarioError::NoModel(category))?;
        site.id = SiteId::from(format!("{}+{step}", site.id));
        site.name = format!("{} +{step}", site.name);
        (site.opens, site.closes) = (None, None);
        model.site = site.id.clone();
        parts.sites.push(site);
    }
    (model.free_from, model.out_of_service, model.held_back, model.reserved_for) = (None, None, None, None);
    for number in 1..=count {
        let id = UnitId::from(format!("{}+{step}.{number}", model.id));
        parts.units.push(Unit { name: id.to_string(), id, ..model.clone() });
    }
    Ok(())
}

fn close(problem: &Problem, parts: &mut Parts, category: Category, count: u32) -> Result<(), ScenarioError> {
    let lived_in = |unit: &Unit| parts.households.iter().any(|it| it.residency.as_ref().is_some_and(|home| home.unit == unit.id));
    let empty = parts.units.iter().filter(|unit| category_of(parts, unit) == Some(category) && unit.out_of_service.is_none());
    let mut empty: Vec<UnitId> = empty.filter(|unit| !lived_in(unit)).map(|unit| unit.id.clone()).collect();
    empty.sort_by_key(|unit| problem.order(unit.as_str()));
    let wanted = usize::try_from(count).unwrap_or(usize::MAX);
    if empty.len() < wanted {
        return Err(ScenarioError::TooFew { category, there: empty.len(), wanted: count });
    }
    for unit in parts.units.iter_mut().filter(|unit| empty[..wanted].contains(&unit.id)) {
        unit.out_of_service = Some("scenario".to_owned());
    }
    Ok(())
}

fn set_rule(
    parts: &mut Parts,
    id: &str,
    strictness: HowStrict,
    level: Option<&str>,
    price: Option<i64>,
) -> Result<(), ScenarioError> {
    let strictness = match strictness {
        HowStrict::Off => Strictness::Off,
        HowStrict::Hard => Strictness::Hard,
        HowStrict::Soft => {
            let level = level.unwrap_or("misplacement");
            let level = Measure::read(level).ok_or_else(|| ScenarioError::NoLevel(level.to_owned()))?;
            Strictness::Soft { level, price: price.unwrap_or(1) }
        }
    };
    if parts.rules.iter().all(|rule| rule.id.as_str() != id) {
        let preset = presets().into_iter().find(|rule| rule.id.as_str() == id);
        parts.rules.push(preset.ok_or_else(|| ScenarioError::NoRule(id.to_owned()))?);
    }
    for rule in parts.rules.iter_mut().filter(|rule| rule.id.as_str() == id) {
        rule.strictness = strictness.clone();
    }
    Ok(())
}

fn loosen(parts: &mut Parts, id: &str, by: i32) -> Result<(), ScenarioError> {
    let rule = parts.rules.iter_mut().find(|rule| rule.id.as_str() == id).ok_or_else(|| ScenarioError::NoRule(id.to_owned()))?;
    let number = match &mut rule.kind {
        RuleKind::Composition { composition: Composition::Limit { most, .. }, .. } | RuleKind::MoveLimit { most } => most,
        RuleKind::Composition { composition: Composition::Share { percent, .. }, .. } => percent,
        _ => return Err(ScenarioError::NoNumber(id.to_owned())),
    };
    *number = number.checked_add_signed(by).ok_or_else(|| ScenarioError::NoNumber(id.to_owned()))?;
    Ok(())
}

fn set_price(parts: &mut Parts, what: PriceOf, category: Option<Category>, percent: u32) {
    let scale = |price: &mut Kroner| price.0 = scaled(price.0, percent);
    let categories: BTreeMap<SiteId, Category> = parts.sites.iter().map(|site| (site.id.clone(), site.category)).collect();
    let of_kind = |unit: &&mut Unit| category.is_none() || categories.get(&unit.site).copied() == category;
    match what {
        PriceOf::Hostel => scale(&mut parts.settings.hostel_price),
        PriceOf::Support => scale(&mut parts.settings.support_price),
        PriceOf::Let => parts.units.iter_mut().filter(of_kind).for_each(|unit| scale(&mut unit.cost_let)),
        PriceOf::Vacant => parts.units.iter_mut().filter(of_kind).for_each(|unit| scale(&mut unit.cost_vacant)),
    }
}

/// Households from outside, in the order of the lot: the first so many stay, or are joined by others like them in turn.
fn scale_demand(problem: &Problem, parts: &mut Parts, percent: u32) {
    let outside = |household: &Household| household.application.is_some() && household.residency.is_none();
    let mut order: Vec<HouseholdId> = parts.households.iter().filter(|it| outside(it)).map(|it| it.id.clone()).collect();
    order.sort_by_key(|id| problem.order(id.as_str()));
    let wanted = order.len().saturating_mul(usize::try_from(percent).unwrap_or(usize::MAX)) / 100;
    let gone: Vec<HouseholdId> = order.get(wanted..).unwrap_or_default().to_vec();
    leave_out(parts, &gone);
    for number in order.len()..wanted {
        let model = &order[number % order.len()];
        let copy = number / order.len();
        let Some(mut household) = parts.households.iter().find(|it| it.id == *model).cloned() else { continue };
        household.id = HouseholdId::from(format!("{model}+{copy}"));
        for person in &mut household.persons {
            person.id = PersonId::from(format!("{}+{copy}", person.id));
        }
        parts.households.push(household);
    }
}

/// Leaves households from outside out of the round, with everything that names them; a resident's application is withdrawn.
pub(crate) fn leave_out(parts: &mut Parts, gone: &[HouseholdId]) {
    let names: std::collections::BTreeSet<&HouseholdId> = gone.iter().collect();
    for household in parts.households.iter_mut().filter(|household| names.contains(&household.id)) {
        household.application = None;
        if let Some(residency) = &mut household.residency {
            residency.tenure = Tenure::Stays;
        }
    }
    parts.households.retain(|household| household.application.is_some() || household.residency.is_some());
    let persons: std::collections::BTreeSet<&PersonId> =
        parts.households.iter().flat_map(|household| household.persons.iter().map(|person| &person.id)).collect();
    parts.relations.retain(|relation| persons.contains(&relation.one) && persons.contains(&relation.other));
    parts.assessments.retain(|assessment| !names.contains(&assessment.household));
    parts.offers.retain(|offer| !names.contains(&offer.household));
    parts.pins.retain(|pin| !names.contains(&pin.household));
    parts.bans.retain(|ban| !names.contains(&ban.household));
}
