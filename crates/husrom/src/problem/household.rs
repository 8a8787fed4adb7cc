//! Households: who waits, who lives where, and both at once for those who want or have to move.

use std::collections::BTreeSet;

use super::Date;
use super::home::{Category, Staffing};
use super::ids::{District, HouseholdId, Landlord, Municipality, SiteId, Tag, UnitId};
use super::person::Person;
use super::quantity::{Class, Kroner, MinutesPerWeek};
use super::term::terms;

terms! {
    /// Where an applicant stays now.
    pub enum Situation: "situation", "situasjon" {
        /// Without any dwelling.
        Homeless = "homeless", "bostedsløs", "uten bolig", "rød";
        /// In temporary or bought accommodation that is no unit of the round.
        Temporary = "temporary", "midlertidig", "hospits";
        /// In hospital, until the date the household is ready.
        Hospital = "hospital", "sykehus", "innlagt";
        /// In prison, until the date the household is ready.
        Prison = "prison", "fengsel";
        /// At risk of losing the dwelling.
        AtRisk = "at_risk" | "at risk of losing the home", "fare for å miste boligen", "utkastelse", "at risk";
        /// In a dwelling that does not suit.
        Unsuitable = "unsuitable" | "unsuitable home", "uegnet bolig", "uegnet", "gul";
        /// In a unit of the round (a resident who wants or has to move).
        Tenant = "tenant", "beboer her", "leietaker", "tenant here";
    }
}

terms! {
    /// What a wish or refusal is about.
    pub enum WishKind: "kind of wish", "ønsketype" {
        /// A category.
        Category = "category", "kategori";
        /// A district.
        District = "district", "bydel";
        /// A site.
        Site = "site", "bosted";
    }
}

/// What the household must have. `None` means *unknown*; a need that was not stated is read as none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needs {
    /// Least staffing (R68, R76, R95).
    pub staffing: Option<Staffing>,
    /// Support, minutes a week.
    pub support: Option<MinutesPerWeek>,
    /// A robust home (R28).
    pub robust: Option<bool>,
    /// An accessible home (R30, R50).
    pub accessible: Option<bool>,
    /// Distance to others: a detached or isolated home (R11).
    pub distance: Option<bool>,
    /// Tags that the home must provide.
    pub requires: BTreeSet<Tag>,
}

/// What the household wishes, most wished first, and what it refuses (R96–R102).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wishes {
    /// Categories, in order.
    pub categories: Vec<Category>,
    /// Districts, in order.
    pub districts: Vec<District>,
    /// Sites, in order.
    pub sites: Vec<SiteId>,
    /// Tags the household prefers a home to provide.
    pub prefers: BTreeSet<Tag>,
    /// Categories refused.
    pub refused_categories: BTreeSet<Category>,
    /// Districts refused.
    pub refused_districts: BTreeSet<District>,
    /// Sites refused.
    pub refused_sites: BTreeSet<SiteId>,
}

/// What a household applies with. `None` means unknown where a rule can ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Priority class, 1 most urgent.
    pub class: Class,
    /// Waiting since.
    pub waiting_since: Option<Date>,
    /// Rounds passed over while eligible for something.
    pub passed_over: u32,
    /// Present situation.
    pub situation: Option<Situation>,
    /// Kroner a month paid now for temporary or bought accommodation; `None`: the office's hostel price.
    pub accommodation_cost: Option<Kroner>,
    /// First date the household can move: release, discharge. `None`: at once.
    pub ready_from: Option<Date>,
    /// Must be housed by.
    pub housed_by: Option<Date>,
    /// A placement that starts later than `housed_by` is ruled out.
    pub housed_by_is_hard: bool,
    /// Home district.
    pub district: Option<District>,
    /// Home municipality.
    pub municipality: Option<Municipality>,
    /// Needs.
    pub needs: Needs,
    /// Wishes and refusals.
    pub wishes: Wishes,
    /// Consents given (R107, R224).
    pub consents: BTreeSet<Tag>,
    /// Categories that the decision (*vedtak*) allows; empty: any (R23).
    pub allowed_categories: BTreeSet<Category>,
    /// Motivated for change (R9).
    pub motivated: Option<bool>,
    /// Months of completed treatment (R8).
    pub treatment_months: Option<u16>,
    /// Has an agreement with the specialist health service (R22).
    pub specialist_agreement: Option<bool>,
    /// Stands on the waiting list for a municipal dwelling (R21).
    pub on_waiting_list: Option<bool>,
    /// Profile tags of the office's own.
    pub profiles: BTreeSet<Tag>,
    /// Sites that have barred the household (R26, R27).
    pub barred_sites: BTreeSet<SiteId>,
    /// Landlords the household owes (R25).
    pub owes: BTreeSet<Landlord>,
    /// Highest affordable rent, kroner a month (R205).
    pub max_rent: Option<Kroner>,
}

/// What a resident does with the home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tenure {
    /// Stays: the home is not the round's to give (R67).
    Stays,
    /// Leaves on a date to a known destination.
    Leaves {
        /// First date the resident is gone.
        on: Date,
        /// Where to.
        to: Option<String>,
    },
    /// Wants to move: leaves only into something preferred (R97, R104).
    WantsToMove,
    /// Must move: stays, and counts as displaced, if no home is found.
    MustMove,
}

terms! {
    /// The kinds of tenure, as a table writes them.
    pub enum TenureKind: "what the resident does", "status" {
        /// Stays.
        Stays = "stays", "blir", "bor fast";
        /// Leaves on a date.
        Leaves = "leaves", "flytter ut";
        /// Wants to move.
        WantsToMove = "wants_to_move" | "wants to move", "ønsker å flytte", "vil flytte", "wants to move";
        /// Must move.
        MustMove = "must_move" | "must move", "må flytte", "must move";
    }
}

/// A household's present home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Residency {
    /// The unit it holds.
    pub unit: UnitId,
    /// What it does with it.
    pub tenure: Tenure,
    /// Support it receives now, minutes a week; `None`: unknown.
    pub support: Option<MinutesPerWeek>,
}

/// A household: placed whole, or not at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Household {
    /// Pseudonym.
    pub id: HouseholdId,
    /// At least one person, by pseudonym.
    pub persons: Vec<Person>,
    /// Its application, if it waits.
    pub application: Option<Application>,
    /// Its home, if it lives in a unit of the round.
    pub residency: Option<Residency>,
}

impl Household {
    /// Number of persons.
    #[must_use]
    pub fn size(&self) -> u32 {
        u32::try_from(self.persons.len()).unwrap_or(u32::MAX)
    }

    /// Number of children.
    #[must_use]
    pub fn children(&self) -> u32 {
        u32::try_from(self.persons.iter().filter(|person| person.child).count()).unwrap_or(u32::MAX)
    }
}
