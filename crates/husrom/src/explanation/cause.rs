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
    /// The value that the level is held at in this allocation: the best there is, the levels before it held. Within a tolerance the
    /// allocation may end below it.
    pub best_before: i64,
    /// The same in the other.
    pub best_after: i64,
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
    /// The first level that is held elsewhere, the lot left out: the one that decides. It is worse in the other, but where this
    /// allocation is not proved the best.
    #[must_use]
    pub fn decides(&self) -> Option<&Loss> {
        self.levels.iter().find(|level| level.best_before != level.best_after).filter(|level| level.measure != "lot")
    }

    /// Whether only the lot tells the two apart.
    #[must_use]
    pub fn is_by_lot(&self) -> bool {
        let mut differ = self.levels.iter().filter(|level| level.loss != 0);
        self.decides().is_none() && differ.next().is_some_and(|level| level.measure == "lot")
    }

    /// The first level before the one that decides of which this allocation gives up more than the other, within the tolerance.
    #[must_use]
    pub fn given_up(&self) -> Option<&Loss> {
        let even = self.levels.iter().take_while(|level| level.best_before == level.best_after && level.measure != "lot");
        // Without a proof a level can end above what it is held at; that gives up nothing.
        let gives_up = |it: &Loss| if it.after > it.before { it.before < it.best_before } else { it.before > it.best_before };
        even.into_iter().find(|level| level.loss < 0 && gives_up(level))
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
    /// The household gets a home that nothing tells apart from this one.
    Alike {
        /// The home it gets.
        unit: UnitId,
    },
    /// The office has ruled this household out of the home.
    Banned,
    /// The household has said no to an offer of it.
    OfferRefused,
    /// No home is given in the round that the household does not live in.
    NoHomes,
    /// It is not among the homes that the household is considered for in a round with shortlists.
    NotShortlisted,
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
    /// The household and the home are ready on dates that do not meet, as this allocation stands.
    Dates,
    /// Whoever lives there stays, as this allocation stands.
    Occupied,
    /// The places of a shared home are taken, as this allocation stands.
    Places,
    /// The chain of moves would be longer than the office allows, as this allocation stands.
    Chain {
        /// Most households in one chain.
        longest: u32,
    },
    /// More tenants would move than a rule allows, as this allocation stands.
    Moves {
        /// The rule.
        rule: RuleId,
    },
    /// The office has fixed the home for others, or they have accepted it.
    Locked {
        /// The others.
        households: Vec<HouseholdId>,
    },
    /// The household is to live with others, and would not.
    Company {
        /// The others.
        households: Vec<HouseholdId>,
    },
    /// What others get in this allocation hangs on who gets this home.
    Onward {
        /// The others, where they are known.
        households: Vec<HouseholdId>,
    },
    /// No lawful allocation has it, whoever lives where.
    Impossible,
    /// What makes it impossible: of all this nothing can be left out, or there would be a lawful allocation that has it. Where there is
    /// nothing, there is no room even without rules and limits.
    Bound {
        /// The rules; `relation` for pairs kept apart or together.
        rules: Vec<RuleId>,
        /// The resources.
        resources: Vec<ResourceId>,
        /// Most households in one chain of moves, where that is among it.
        longest_chain: Option<u32>,
        /// Other households for whom the office has fixed a home, or who have accepted one.
        fixed: Vec<HouseholdId>,
    },
    /// No goal before the lot is better for it.
    Uncounted {
        /// The household's priority class, where no goal counts homes for it.
        class: Option<u8>,
    },
    /// The office lets a level give up something for those after it, and this allocation has used that.
    Tolerance {
        /// The measure.
        measure: String,
        /// The best the level can be.
        best: i64,
        /// What it is in this allocation.
        value: i64,
    },
    /// Others hold it, and a level of the goals would lose, or only the lot decided: solved again.
    Exchange {
        /// Who holds it, or homes like it.
        holders: Vec<HouseholdId>,
        /// The best allocation that has it.
        exchange: Exchange,
    },
    /// The office has fixed this home for the household, or it has accepted an offer of it.
    Fixed,
    /// Every lawful allocation gives the household this home: what the office has fixed for others cannot be had without.
    Needed,
    /// The household has the home; the best allocation where it does not, solved again.
    Without {
        /// That allocation.
        exchange: Exchange,
    },
    /// The run was ended before this was solved again.
    NotSolved,
}

impl Cause {
    /// Whether it keeps a home out of the round, whoever asks.
    pub(super) fn keeps_out_of_play(&self) -> bool {
        matches!(
            self,
            Self::OutOfService { .. } | Self::HeldBack { .. } | Self::Closing { .. } | Self::NotFree { .. } | Self::LivedIn
        )
    }

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
            Self::Alike { .. } => "alike",
            Self::Banned => "banned",
            Self::OfferRefused => "offer_refused",
            Self::NoHomes => "no_homes",
            Self::NotShortlisted => "not_shortlisted",
            Self::Reserved { .. } => "reserved",
            Self::FixedElsewhere => "fixed_elsewhere",
            Self::Rule { .. } => "rule",
            Self::Ask { .. } => "ask",
            Self::Together { .. } => "together",
            Self::Resource { .. } => "resource",
            Self::Dates => "dates",
            Self::Occupied => "occupied",
            Self::Places => "places",
            Self::Chain { .. } => "chain",
            Self::Moves { .. } => "moves",
            Self::Locked { .. } => "locked",
            Self::Company { .. } => "company",
            Self::Onward { .. } => "onward",
            Self::Impossible => "impossible",
            Self::Bound { .. } => "bound",
            Self::Uncounted { .. } => "uncounted",
            Self::Tolerance { .. } => "tolerance",
            Self::Exchange { .. } => "exchange",
            Self::Fixed => "fixed",
            Self::Needed => "needed",
            Self::Without { .. } => "without",
            Self::NotSolved => "not_solved",
        }
    }
}
