//! What is: the round, the homes, the people, and the rules and goals of the office. Immutable once built.
//!
//! Nothing here decides anything. Eligibility, formulation and the independent checker each read these plain data for themselves.
//! A [`Problem`] is made from tables, JSON or rows by [`crate::tables`], which reports every fault of the input at once.

mod coupling;
mod goal;
mod home;
mod household;
mod ids;
mod lot;
mod person;
mod presets;
mod quantity;
mod rule;
mod settings;
pub(crate) mod term;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use coupling::{Assessment, Fixing, Offer, OfferStatus, Relation, RelationKind, Resource, Target, Use};
pub use goal::{Goal, Goals, Measure, Tolerance};
pub use home::{Admission, Category, Contract, GenderRule, Permanence, Site, Staffing, SubstanceRule, Unit};
pub use household::{Application, Household, Needs, Residency, Situation, Tenure, TenureKind, WishKind, Wishes};
pub use ids::{
    Dimension, District, HouseholdId, Landlord, Municipality, PersonId, ResourceId, RuleId, SiteId, Tag, UnitId, Wing, Zone,
};
pub use lot::LARGEST_DRAW;
pub use person::{Gender, GenderedPlace, Person, SubstanceCourse};
pub use presets::{built_in, presets};
pub use quantity::{Class, Days, Kroner, Level, MinutesPerWeek};
pub use rule::{Attribute, Composition, HomeFilter, Predicate, Rule, RuleKind, Scope, Strictness, Test};
pub use settings::{PointTable, Round, Settings};
pub use term::{Language, Term, fold};

/// A calendar date.
pub type Date = jiff::civil::Date;

/// Everything a round is about, before it is put in order: the parts of a [`Problem`], as plain data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// The round.
    pub round: Round,
    /// The office's parameters.
    pub settings: Settings,
    /// Sites.
    pub sites: Vec<Site>,
    /// Units.
    pub units: Vec<Unit>,
    /// Households: applicants, residents, and those who are both.
    pub households: Vec<Household>,
    /// Relations.
    pub relations: Vec<Relation>,
    /// Resources.
    pub resources: Vec<Resource>,
    /// Assessments.
    pub assessments: Vec<Assessment>,
    /// Offers.
    pub offers: Vec<Offer>,
    /// Placements the office has fixed.
    pub pins: Vec<Fixing>,
    /// Placements the office has ruled out.
    pub bans: Vec<Fixing>,
    /// Rules the office has stated; built-in tests it does not mention are added.
    pub rules: Vec<Rule>,
    /// Goals.
    pub goals: Goals,
}

/// An allocation problem: consistent, in canonical order, immutable.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    parts: Parts,
    site_index: BTreeMap<SiteId, usize>,
    unit_index: BTreeMap<UnitId, usize>,
    household_index: BTreeMap<HouseholdId, usize>,
    singled_out: BTreeSet<UnitId>,
}

impl Problem {
    /// Puts consistent parts in canonical order. References and duplicates have been checked by [`crate::tables`].
    pub(crate) fn assemble(mut parts: Parts) -> Self {
        for household in &mut parts.households {
            household.persons.iter_mut().filter(|person| person.child).for_each(settle_child);
            household.persons.sort_by(|a, b| a.id.cmp(&b.id));
            if let (Some(_), Some(application)) = (&household.residency, &mut household.application) {
                application.situation.get_or_insert(Situation::Tenant);
            }
        }
        for relation in &mut parts.relations {
            if relation.other < relation.one {
                std::mem::swap(&mut relation.one, &mut relation.other);
            }
        }
        let stated: BTreeSet<RuleId> = parts.rules.iter().map(|rule| rule.id.clone()).collect();
        parts.rules.extend(built_in().into_iter().filter(|rule| !stated.contains(&rule.id)));
        parts.sites.sort_by(|a, b| a.id.cmp(&b.id));
        parts.units.sort_by(|a, b| a.id.cmp(&b.id));
        parts.households.sort_by(|a, b| a.id.cmp(&b.id));
        parts
            .relations
            .sort_by(|a, b| (&a.one, &a.other, a.kind, a.scope, a.until).cmp(&(&b.one, &b.other, b.kind, b.scope, b.until)));
        parts.resources.sort_by(|a, b| a.id.cmp(&b.id));
        parts.assessments.sort_by(|a, b| (&a.household, &a.target, a.points).cmp(&(&b.household, &b.target, b.points)));
        parts.offers.sort_by(|a, b| (&a.household, &a.unit, a.status).cmp(&(&b.household, &b.unit, b.status)));
        parts.pins.sort();
        parts.pins.dedup();
        parts.bans.sort();
        parts.bans.dedup();
        parts.rules.sort_by(|a, b| a.id.cmp(&b.id));
        let singled_out = singled_out(&parts);
        Self {
            site_index: parts.sites.iter().enumerate().map(|(index, site)| (site.id.clone(), index)).collect(),
            unit_index: parts.units.iter().enumerate().map(|(index, unit)| (unit.id.clone(), index)).collect(),
            household_index: parts.households.iter().enumerate().map(|(index, one)| (one.id.clone(), index)).collect(),
            singled_out,
            parts,
        }
    }

    /// The parts, in canonical order.
    #[must_use]
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// The round.
    #[must_use]
    pub fn round(&self) -> &Round {
        &self.parts.round
    }

    /// The office's parameters.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.parts.settings
    }

    /// Sites, by id.
    #[must_use]
    pub fn sites(&self) -> &[Site] {
        &self.parts.sites
    }

    /// Units, by id.
    #[must_use]
    pub fn units(&self) -> &[Unit] {
        &self.parts.units
    }

    /// Households, by id.
    #[must_use]
    pub fn households(&self) -> &[Household] {
        &self.parts.households
    }

    /// Households that wait, by id, with their applications; movers included.
    pub fn applicants(&self) -> impl Iterator<Item = (&Household, &Application)> {
        self.parts.households.iter().filter_map(|household| Some((household, household.application.as_ref()?)))
    }

    /// Households that live in a unit of the round, by id; movers included.
    pub fn residents(&self) -> impl Iterator<Item = (&Household, &Residency)> {
        self.parts.households.iter().filter_map(|household| Some((household, household.residency.as_ref()?)))
    }

    /// Relations, resources, assessments, offers, pins, bans, rules and goals are read from [`Problem::parts`]; the rules include
    /// the built-in tests.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.parts.rules
    }

    /// A site by id.
    #[must_use]
    pub fn site(&self, id: &SiteId) -> Option<&Site> {
        self.site_index.get(id).map(|index| &self.parts.sites[*index])
    }

    /// A unit by id.
    #[must_use]
    pub fn unit(&self, id: &UnitId) -> Option<&Unit> {
        self.unit_index.get(id).map(|index| &self.parts.units[*index])
    }

    /// A household by id.
    #[must_use]
    pub fn household(&self, id: &HouseholdId) -> Option<&Household> {
        self.household_index.get(id).map(|index| &self.parts.households[*index])
    }

    /// The levels in order, `housed(c..)` written out for the classes of those who wait.
    #[must_use]
    pub fn levels(&self) -> Vec<Goal> {
        self.parts.goals.levels(self.applicants().map(|(_, application)| application.class))
    }

    /// Whether something singles the unit out from others like it.
    pub(crate) fn is_singled_out(&self, unit: &UnitId) -> bool {
        self.singled_out.contains(unit)
    }
}

/// What goes without saying of a child: no behaviour level, no substance use, no need for shielding, to be protected (R19).
/// An office that knows otherwise says so.
fn settle_child(child: &mut Person) {
    for (dimension, _, _) in Dimension::STANDARD {
        child.behaviour.entry(dimension.into()).or_default();
    }
    child.course.get_or_insert(SubstanceCourse::None);
    child.vulnerable.get_or_insert(true);
    child.needs_shielding.get_or_insert(false);
}

/// Units that something names: an offer, pin, ban, assessment, rule, or somebody who lives there.
fn singled_out(parts: &Parts) -> BTreeSet<UnitId> {
    let targets = parts.pins.iter().chain(&parts.bans).map(|fixing| &fixing.target);
    let targets = targets.chain(parts.assessments.iter().map(|assessment| &assessment.target));
    let targets = targets.filter_map(|target| match target {
        Target::Unit(unit) => Some(unit),
        Target::Site(_) | Target::Category(_) => None,
    });
    let offers = parts.offers.iter().map(|offer| &offer.unit);
    let homes = parts.households.iter().filter_map(|household| Some(&household.residency.as_ref()?.unit));
    let named = parts.rules.iter().flat_map(|rule| &rule.homes.units);
    targets.chain(offers).chain(homes).chain(named).cloned().collect()
}
