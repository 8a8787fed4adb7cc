//! What couples households beside composition: relations, resources, assessments, offers, pins and bans.

use std::collections::BTreeSet;

use super::Date;
use super::home::Category;
use super::ids::{District, HouseholdId, PersonId, ResourceId, SiteId, UnitId};
use super::rule::{Scope, Strictness};
use super::term::terms;

terms! {
    /// Keep two persons apart, or together.
    pub enum RelationKind: "relation", "relasjon" {
        /// Apart (R62).
        Apart = "apart", "hver for seg", "ikke sammen";
        /// Together: where one is placed, the other must live in the same scope after the round.
        Together = "together", "sammen";
    }
}

/// A relation between two persons. The order of the two is of no matter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Relation {
    /// One person.
    pub one: PersonId,
    /// The other, of another household.
    pub other: PersonId,
    /// Apart or together.
    pub kind: RelationKind,
    /// Hard, or preferred at a price.
    pub strictness: Strictness,
    /// On which scope: unit, wing, site or zone.
    pub scope: Scope,
    /// Last date it holds; `None`: without end.
    pub until: Option<Date>,
}

terms! {
    /// What one household uses of a resource.
    pub enum Use: "use", "forbruk" {
        /// Support, minutes a week; the capacity is in hours a week.
        Support = "support_hours" | "support, hours a week", "oppfølging, timer i uka", "hours", "timer";
        /// One each: a caseload.
        Households = "households", "husstander", "caseload";
        /// Persons.
        Persons = "persons", "personer";
        /// Children: a quota of beds for them.
        Children = "children", "barn";
        /// The home's monthly cost when let: a monthly budget in kroner.
        MonthlyCost = "monthly_cost" | "kroner a month", "kroner i måneden", "budget";
    }
}

/// Anything limited that placements use: capacity − use by residents is what is free.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Its code.
    pub id: ResourceId,
    /// Its name in texts.
    pub name: String,
    /// What a household uses of it.
    pub uses: Use,
    /// Capacity in the unit of [`Use`]: minutes a week, households, persons, children, or kroner a month.
    pub capacity: i64,
    /// Sites covered; all three empty: every home. A home is covered if any set names it.
    pub sites: BTreeSet<SiteId>,
    /// Districts covered.
    pub districts: BTreeSet<District>,
    /// Categories covered.
    pub categories: BTreeSet<Category>,
    /// What a resident of unknown support need is counted with, in the capacity's unit.
    pub assumed_use: i64,
}

/// The office's own judgement of a household in a home: points in the level `fit`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assessment {
    /// The household.
    pub household: HouseholdId,
    /// For which homes.
    pub target: Target,
    /// Points, may be negative.
    pub points: i64,
}

/// One home, the homes of a site, or those of a category.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    /// A unit.
    Unit(UnitId),
    /// A site.
    Site(SiteId),
    /// A category.
    Category(Category),
}

terms! {
    /// Where an offer stands.
    pub enum OfferStatus: "offer status", "tilbudsstatus" {
        /// Sent, not answered: `changes` keeps the home for the household.
        Pending = "pending", "venter på svar", "sendt";
        /// Accepted: pinned.
        Accepted = "accepted", "ja", "takket ja", "godtatt", "yes";
        /// Refused: this pair is out, with no loss of standing (R108).
        Refused = "refused", "nei", "takket nei", "avslått", "no";
    }
}

/// An offer of a home to a household.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The household.
    pub household: HouseholdId,
    /// The home.
    pub unit: UnitId,
    /// Where it stands.
    pub status: OfferStatus,
}

/// A placement that the office has fixed, or ruled out: the household in one of the target's homes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fixing {
    /// The household.
    pub household: HouseholdId,
    /// Where.
    pub target: Target,
}
