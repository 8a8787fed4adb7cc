//! The menu of the smallest change: steps at a price, and the problem after some of them. What keeps people safe is never on it.

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::unknown::{can_be_stated, possible, state};
use crate::formulation::{Bench, Ground};
use crate::planning::{Change, Scenario};
use crate::problem::{
    Category, District, Household, HouseholdId, Offer, OfferStatus, Parts, Problem, ResourceId, Rule, RuleId, RuleKind, SiteId,
    Strictness, Tag, Test, UnitId, Use,
};

/// One thing that could be otherwise.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Step {
    /// The household accepts a kind of home it has refused.
    AcceptCategory {
        /// The kind.
        category: Category,
    },
    /// It accepts a district it has refused.
    AcceptDistrict {
        /// The district.
        district: District,
    },
    /// It accepts a site it has refused.
    AcceptSite {
        /// The site.
        site: SiteId,
    },
    /// It does without something it asks of a home.
    Without {
        /// The tag.
        tag: Tag,
    },
    /// It takes an offer it has said no to.
    AcceptOffer {
        /// The home.
        unit: UnitId,
    },
    /// It gives a consent.
    Consent {
        /// The consent.
        consent: Tag,
    },
    /// Something unknown turns out to be so, for each of the household's persons of whom it is unknown.
    Fact {
        /// The attribute.
        attribute: String,
        /// The value, by its canonical name; a level or number in digits, `true` or `false`.
        value: String,
    },
    /// A soft rule is turned off.
    RuleOff {
        /// The rule.
        rule: RuleId,
    },
    /// A resource is given more.
    Capacity {
        /// The resource.
        resource: ResourceId,
        /// How much more, in its unit (minutes a week for support).
        more: i64,
    },
    /// A home of a kind is added, on a new site with the rules of that kind.
    AddHome {
        /// The kind.
        category: Category,
    },
}

impl Step {
    /// Whether it changes nothing but which homes are open to the household.
    pub(super) fn is_its_own(&self) -> bool {
        matches!(
            self,
            Self::AcceptCategory { .. }
                | Self::AcceptDistrict { .. }
                | Self::AcceptSite { .. }
                | Self::Without { .. }
                | Self::AcceptOffer { .. }
                | Self::Consent { .. }
        )
    }

    /// Whether others most likely gain by it too.
    pub(super) fn gives_others_more(&self) -> bool {
        matches!(self, Self::RuleOff { .. } | Self::AddHome { .. })
    }
}

/// Steps at their prices, in the office's order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Menu(pub Vec<(Step, u32)>);

impl Menu {
    /// Everything that could be otherwise for a household, each at one: its refusals, demands, consents and unknown facts, soft rules that
    /// keep nobody safe, a little more of each resource, a home of each kind.
    #[must_use]
    pub fn shipped(problem: &Problem, household: &HouseholdId) -> Self {
        let mut steps = Vec::new();
        if let Some(household) = problem.household(household) {
            steps.extend(own_steps(problem, household));
        }
        let soft = problem.rules().iter().filter(|rule| matches!(rule.strictness, Strictness::Soft { .. }) && !keeps_safe(rule));
        steps.extend(soft.map(|rule| Step::RuleOff { rule: rule.id.clone() }));
        let resources = problem.parts().resources.iter();
        steps.extend(resources.map(|it| Step::Capacity { resource: it.id.clone(), more: need(problem, household, it.uses) }));
        let kinds: BTreeSet<Category> = problem.sites().iter().map(|site| site.category).collect();
        steps.extend(kinds.into_iter().map(|category| Step::AddHome { category }));
        Self(steps.into_iter().map(|step| (step, 1)).collect())
    }

    /// What it names that the round does not have, step by step: a slip of the pen, of which nothing would come.
    pub(super) fn faults(&self, problem: &Problem, household: &Household) -> Vec<String> {
        let of_homes = || {
            let sites = problem.sites().iter().map(|site| &site.admission);
            sites.chain(problem.units().iter().map(|unit| &unit.admission))
        };
        let fault = |step: &Step| match step {
            Step::AcceptDistrict { district } if problem.sites().iter().all(|site| site.district.as_ref() != Some(district)) => {
                Some(format!("no site lies in the district {district}"))
            }
            Step::AcceptSite { site } if problem.site(site).is_none() => Some(format!("{site} is no site")),
            Step::AcceptOffer { unit } if problem.unit(unit).is_none() => Some(format!("{unit} is no home")),
            Step::Consent { consent } if of_homes().all(|admission| admission.consent.as_ref() != Some(consent)) => {
                Some(format!("no home asks for the consent {consent}"))
            }
            Step::RuleOff { rule } if problem.rules().iter().all(|it| it.id != *rule) => Some(format!("{rule} is no rule")),
            Step::Capacity { resource, .. } if problem.parts().resources.iter().all(|it| it.id != *resource) => {
                Some(format!("{resource} is no resource"))
            }
            Step::Fact { attribute, .. } if !can_be_stated(problem, attribute) => {
                Some(format!("{attribute} is no fact of a household that can be stated"))
            }
            Step::Fact { attribute, value } => {
                let is_of_it = state(&mut household.clone(), attribute, value).is_some();
                (!is_of_it).then(|| format!("{value} is no value of {attribute}"))
            }
            _ => None,
        };
        let numbered = self.0.iter().zip(1..).filter_map(|((step, _), number)| Some(format!("step {number}: {}", fault(step)?)));
        numbered.collect()
    }

    /// The menu without what keeps people safe, which no office can put on it.
    pub(super) fn lawful(&self, problem: &Problem) -> Vec<(Step, u32)> {
        let is_lawful = |step: &Step| match step {
            Step::RuleOff { rule } => problem.rules().iter().any(|it| it.id == *rule && !keeps_safe(it)),
            _ => true,
        };
        self.0.iter().filter(|(step, _)| is_lawful(step)).cloned().collect()
    }
}

/// Whether a rule is there to keep people safe from each other, or in a home that is right for them.
fn keeps_safe(rule: &Rule) -> bool {
    match &rule.kind {
        RuleKind::Composition { .. } | RuleKind::SingleGender { .. } | RuleKind::Exclude { .. } => true,
        RuleKind::MoveLimit { .. } => false,
        RuleKind::Test(test) => matches!(
            test,
            Test::Gender
                | Test::Tolerance
                | Test::Substance
                | Test::Barred
                | Test::Children
                | Test::Staffing
                | Test::Robust
                | Test::Distance
                | Test::Shielding
                | Test::Accessible
        ),
    }
}

/// What one household more would need of a resource.
fn need(problem: &Problem, household: &HouseholdId, uses: Use) -> i64 {
    let household = problem.household(household);
    let support = household.and_then(|it| it.application.as_ref()?.needs.support).map_or(60, |minutes| minutes.0.max(1));
    match uses {
        Use::Support => support,
        Use::Households => 1,
        Use::Persons => household.map_or(1, |it| i64::from(it.size())),
        Use::Children => household.map_or(1, |it| i64::from(it.children()).max(1)),
        Use::MonthlyCost => problem.units().iter().map(|unit| unit.cost_let.0).max().unwrap_or(0),
    }
}

fn own_steps(problem: &Problem, household: &Household) -> Vec<Step> {
    let Some(application) = &household.application else { return Vec::new() };
    let wishes = &application.wishes;
    let mut steps: Vec<Step> = Vec::new();
    steps.extend(wishes.refused_categories.iter().map(|category| Step::AcceptCategory { category: *category }));
    steps.extend(wishes.refused_districts.iter().map(|district| Step::AcceptDistrict { district: district.clone() }));
    steps.extend(wishes.refused_sites.iter().map(|site| Step::AcceptSite { site: site.clone() }));
    steps.extend(application.needs.requires.iter().map(|tag| Step::Without { tag: tag.clone() }));
    let refused = |offer: &&Offer| offer.household == household.id && offer.status == OfferStatus::Refused;
    steps.extend(problem.parts().offers.iter().filter(refused).map(|offer| Step::AcceptOffer { unit: offer.unit.clone() }));
    let asked = problem.sites().iter().map(|site| &site.admission).chain(problem.units().iter().map(|unit| &unit.admission));
    let consents: BTreeSet<&Tag> = asked.filter_map(|admission| admission.consent.as_ref()).collect();
    let lacking = consents.into_iter().filter(|consent| !application.consents.contains(*consent));
    steps.extend(lacking.map(|consent| Step::Consent { consent: consent.clone() }));
    steps.extend(unknown(problem, household).iter().flat_map(|attribute| facts(problem, attribute)));
    steps
}

/// Each value that an unknown attribute could turn out to have, and that could help.
fn facts(problem: &Problem, attribute: &str) -> Vec<Step> {
    let fact = |value: String| Step::Fact { attribute: attribute.to_owned(), value };
    possible(problem, attribute).into_iter().map(fact).collect()
}

/// What is unknown of a household and could help: what homes ask for, whatever else closes them; what they ask for next, once that is
/// known; and where it stays, by which goals count it.
fn unknown(problem: &Problem, household: &Household) -> BTreeSet<String> {
    let asked = asked_for(problem, &household.id);
    let stated: Vec<Step> = asked.iter().flat_map(|attribute| facts(problem, attribute)).collect();
    let next = stated.par_iter().filter_map(|fact| Some(asked_for(&after(problem, &household.id, &[fact])?, &household.id)));
    let mut unknown: BTreeSet<String> = next.flatten_iter().collect();
    unknown.extend(asked);
    if household.residency.is_none() && household.application.as_ref().is_some_and(|it| it.situation.is_none()) {
        unknown.insert("situation".to_owned());
    }
    unknown
}

/// What any home asks for of a household.
fn asked_for(problem: &Problem, id: &HouseholdId) -> BTreeSet<String> {
    let Ok(index) = problem.households().binary_search_by(|it| it.id.cmp(id)) else { return BTreeSet::new() };
    let ground = Ground::of(problem);
    let bench = Bench::of(&ground);
    bench.closed(index).iter().flat_map(|(_, refusals)| refusals.iter().filter_map(|refusal| refusal.ask.clone())).collect()
}

/// The problem after some steps of a household; `None` where they contradict it.
#[must_use]
pub fn after(problem: &Problem, household: &HouseholdId, steps: &[&Step]) -> Option<Problem> {
    let mut parts = problem.parts().clone();
    let mut changes = Vec::new();
    for step in steps {
        take(step, &mut parts, household, &mut changes)?;
    }
    let problem = Problem::from_parts(parts).ok()?;
    if changes.is_empty() { Some(problem) } else { Scenario::new("smallest change", changes).apply(&problem).ok() }
}

/// Takes a step in the parts of a problem, or notes the change that a scenario makes.
fn take(step: &Step, parts: &mut Parts, id: &HouseholdId, changes: &mut Vec<Change>) -> Option<()> {
    match step {
        Step::RuleOff { rule } => {
            changes.push(Change::off(rule));
            return Some(());
        }
        Step::AddHome { category } => {
            changes.push(Change::AddHomes { category: *category, count: 1, like: None, new_site: true });
            return Some(());
        }
        Step::Capacity { resource, more } => {
            parts.resources.iter_mut().find(|it| it.id == *resource)?.capacity += more;
            return Some(());
        }
        Step::AcceptOffer { unit } => {
            parts.offers.retain(|it| it.household != *id || it.unit != *unit || it.status != OfferStatus::Refused);
            return Some(());
        }
        _ => {}
    }
    let household = parts.households.iter_mut().find(|household| household.id == *id)?;
    let application = household.application.as_mut()?;
    match step {
        Step::AcceptCategory { category } => drop(application.wishes.refused_categories.remove(category)),
        Step::AcceptDistrict { district } => drop(application.wishes.refused_districts.remove(district)),
        Step::AcceptSite { site } => drop(application.wishes.refused_sites.remove(site)),
        Step::Without { tag } => drop(application.needs.requires.remove(tag)),
        Step::Consent { consent } => drop(application.consents.insert(consent.clone())),
        Step::Fact { attribute, value } => state(household, attribute, value)?,
        _ => {}
    }
    Some(())
}
