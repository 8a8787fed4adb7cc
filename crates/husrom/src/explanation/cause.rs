//! Causes: why a home is closed to a household, or what opening it would cost. Each was computed, and names what it hangs on.

use serde::{Deserialize, Serialize};

use crate::problem::{Date, HouseholdId, ResourceId, RuleId, UnitId};

/// A fact of the household beside what the home asks or offers, in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is about, an attribute of the tables: `age`, `violence`, `rent` …
    pub attribute: String,
    /// The household's own.
    pub household: Option<Value>,
    /// The home's.
    pub home: Option<Value>,
}

/// A value in both languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Value {
    /// Bokmål.
    pub nb: String,
    /// English.
    pub en: String,
}

/// A level of the goals in two allocations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    /// The measure's canonical name.
    pub measure: String,
    /// Its value in this allocation.
    pub before: i64,
    /// In the other.
    pub after: i64,
    /// How much worse the other is; negative where it is better.
    pub loss: i64,
}

/// A household that lives elsewhere in the other allocation; `None`: it has no new home.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shift {
    /// The household.
    pub household: HouseholdId,
    /// Its home in this allocation.
    pub from: Option<UnitId>,
    /// In the other.
    pub to: Option<UnitId>,
}

/// The best allocation under a demand, solved again, beside this one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Exchange {
    /// Every level, in order.
    pub levels: Vec<Loss>,
    /// Who lives elsewhere then, by household.
    pub shifts: Vec<Shift>,
    /// Every level of both is proved: no other way costs less.
    pub proved: bool,
}

impl Exchange {
    /// The first level that differs, the lot left out: the one that decides. It is worse in the other, but where this allocation is not
    /// proved the best.
    #[must_use]
    pub fn decides(&self) -> Option<&Loss> {
        self.levels.iter().find(|level| level.loss != 0).filter(|level| level.measure != "lot")
    }

    /// How many households beside one live elsewhere then.
    #[must_use]
    pub fn others(&self, household: Option<&HouseholdId>) -> usize {
        self.shifts.iter().filter(|shift| Some(&shift.household) != household).count()
    }
}

/// One cause.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "code", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Cause {
    /// The household does not wait in this round.
    NotWaiting,
    /// It cannot move in before the horizon.
    NotReady {
        /// First date it can.
        from: Date,
        /// Last date of the round.
        horizon: Date,
    },
    /// The home is out of service.
    OutOfService {
        /// As the office says it.
        said: String,
    },
    /// The home is held back.
    HeldBack {
        /// As the office says it.
        said: String,
    },
    /// Its site closes by the horizon.
    Closing {
        /// The date.
        on: Date,
    },
    /// It is not free before the horizon is past.
    NotFree {
        /// First date it is.
        from: Date,
    },
    /// Somebody lives there who stays.
    LivedIn,
    /// The household lives there already.
    OwnHome,
    /// The office has ruled this household out of the home.
    Banned,
    /// The household has said no to an offer of it.
    OfferRefused,
    /// It is reserved for those with a profile.
    Reserved {
        /// The profile; empty where several homes are meant.
        profile: String,
    },
    /// The office has fixed another home for the household, or it has accepted one.
    FixedElsewhere,
    /// A rule on the household and the home.
    Rule {
        /// The rule.
        rule: RuleId,
        /// What it goes by.
        facts: Vec<Fact>,
    },
    /// Something is unknown, and a rule needs it.
    Ask {
        /// The rule.
        rule: RuleId,
        /// The attribute to ask for.
        attribute: String,
    },
    /// A rule on who lives together, with those it hangs on.
    Together {
        /// The rule; `relation` for a relation between two persons.
        rule: RuleId,
        /// The scope: a unit, site, zone …
        scope: String,
        /// Households that live there and stay, at least on the day the household could start.
        residents: Vec<HouseholdId>,
        /// Households that get a home there in this allocation.
        newcomers: Vec<HouseholdId>,
    },
    /// A resource would not suffice, as this allocation uses it.
    Resource {
        /// The resource.
        resource: ResourceId,
    },
    /// Chains of moves, the number of moves, or the dates do not allow it as this allocation stands.
    Order,
    /// No lawful allocation has it, whoever lives where.
    Impossible,
    /// Others hold it, and a level of the goals would lose, or only the lot decided: solved again.
    Exchange {
        /// Who holds it, or homes like it.
        holders: Vec<HouseholdId>,
        /// The best allocation that has it.
        exchange: Exchange,
    },
    /// The office has fixed this home for the household, or it has accepted an offer of it.
    Fixed,
    /// The household has the home; the best allocation where it does not, solved again.
    Without {
        /// That allocation.
        exchange: Exchange,
    },
    /// The run was ended before this was solved again.
    NotSolved,
}

impl Cause {
    /// Its stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotWaiting => "not_waiting",
            Self::NotReady { .. } => "not_ready",
            Self::OutOfService { .. } => "out_of_service",
            Self::HeldBack { .. } => "held_back",
            Self::Closing { .. } => "closing",
            Self::NotFree { .. } => "not_free",
            Self::LivedIn => "lived_in",
            Self::OwnHome => "own_home",
            Self::Banned => "banned",
            Self::OfferRefused => "offer_refused",
            Self::Reserved { .. } => "reserved",
            Self::FixedElsewhere => "fixed_elsewhere",
            Self::Rule { .. } => "rule",
            Self::Ask { .. } => "ask",
            Self::Together { .. } => "together",
            Self::Resource { .. } => "resource",
            Self::Order => "order",
            Self::Impossible => "impossible",
            Self::Exchange { .. } => "exchange",
            Self::Fixed => "fixed",
            Self::Without { .. } => "without",
            Self::NotSolved => "not_solved",
        }
    }
}
