//! Why: each household's answer, each vacant home's, with causes that were computed, and the exchange solved again.
//!
//! What closes a home to a household is read off the rules, and the checker is asked about the allocation as it stands with the household
//! put there. Where nothing closes it, the round is solved again with the household there, and the levels are compared.

mod cause;
mod change;
mod clash;
mod closed;
mod counted;
mod exchange;
mod facts;
mod first_goals;
mod many;
mod menu;
mod price;
mod reserve;
mod standing;
mod texts;
mod unknown;
mod whole;

use std::sync::OnceLock;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use thiserror::Error;

pub use cause::{Cause, Exchange, Fact, Loss, Shift, Value};
pub use change::{Smallest, SmallestChange};
pub use clash::{Clash, why_impossible};
pub use exchange::Answer;
pub use many::Answered;
pub use menu::{Menu, Step, after};
pub use price::{Dropped, Price};
pub use reserve::Reserve;
pub use texts::Reader;
pub use whole::{Alternative, Backbone};

use crate::allocation::{Allocation, Placement};
use crate::formulation::{Demand, Ground};
use crate::prepared::Prepared;
use crate::problem::{Application, Household, HouseholdId, Language, Problem, UnitId};
use crate::round::{Allocate, AllocateError, allocate};
use crate::solver::Interrupt;
use crate::tables::redacted;

/// What is asked about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// A household, wherever.
    Household(HouseholdId),
    /// A household in a home.
    HouseholdInHome(HouseholdId, UnitId),
    /// A home.
    Home(UnitId),
}

impl Subject {
    /// The household, where one is asked about.
    #[must_use]
    pub fn household(&self) -> Option<&HouseholdId> {
        match self {
            Self::Household(household) | Self::HouseholdInHome(household, _) => Some(household),
            Self::Home(_) => None,
        }
    }

    /// What it is called: the household, the home, or both.
    fn name(&self) -> String {
        match self {
            Self::Household(household) => household.to_string(),
            Self::HouseholdInHome(household, unit) => format!("{household}, {unit}"),
            Self::Home(unit) => unit.to_string(),
        }
    }
}

/// How many homes, or households, a cause closes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    /// The cause.
    pub cause: Cause,
    /// How many; one may be closed by several causes.
    pub count: u32,
}

/// An explanation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Why {
    /// What was asked.
    pub subject: Subject,
    /// The household's placement, if it has one.
    pub placement: Option<Placement>,
    /// Homes in play, or households that wait without a home, that were considered; 0 where a single home was asked about.
    pub considered: u32,
    /// How many of them are closed by something.
    pub closed_in_all: u32,
    /// Of a home that is asked about: homes like it are given, and what is told is of one more.
    #[serde(default)]
    pub alike_given: bool,
    /// What closes them, most first.
    pub closed: Vec<Closed>,
    /// The causes, the deciding one first.
    pub causes: Vec<Cause>,
}

impl Why {
    /// Nothing found yet.
    fn of(subject: Subject, placement: Option<Placement>) -> Self {
        Self { subject, placement, considered: 0, closed_in_all: 0, alike_given: false, closed: Vec::new(), causes: Vec::new() }
    }

    /// The allocation that it was compared with, where the round was solved again.
    fn exchange(&self) -> Option<&Exchange> {
        self.causes.iter().find_map(|cause| match cause {
            Cause::Exchange { exchange, .. } | Cause::Without { exchange } => Some(exchange),
            _ => None,
        })
    }

    /// In words: a heading and a line for each cause.
    #[must_use]
    pub fn text(&self, problem: &Problem, language: Language, reader: Reader) -> String {
        texts::Teller::of(problem, language, reader).tell(self)
    }

    /// A draft of the reasons that go with the decision on a household, in the words of [`Reader::Party`]: to be read, edited and signed
    /// by a caseworker. What could have given another answer is added where it is given.
    #[must_use]
    pub fn draft(&self, problem: &Problem, language: Language, change: Option<&Smallest>) -> String {
        let teller = texts::Teller::of(problem, language, Reader::Party);
        let change = change.filter(|change| **change != Smallest::AlreadyPlaced);
        let change = self.subject.household().zip(change).map(|(household, change)| teller.smallest(household, change));
        teller.draft(self, change.as_deref())
    }
}

/// Why there is no explanation.
#[derive(Clone, Debug, PartialEq, Error)]
#[non_exhaustive]
pub enum ExplainError {
    /// No such household.
    #[error("{} is no household of this problem", redacted(.0.as_str()))]
    UnknownHousehold(HouseholdId),
    /// No such home.
    #[error("{} is no home of this problem", redacted(.0.as_str()))]
    UnknownHome(UnitId),
    /// The home is not vacant.
    #[error("{0} is not vacant in this allocation")]
    NotVacant(UnitId),
    /// The household is not considered for the home.
    #[error("{1} is not on the shortlist of {0}; set a longer one, or offer the home")]
    NotShortlisted(HouseholdId, UnitId),
    /// The office's own menu names what the round does not have.
    #[error("the menu does not fit the round: {}", .0.join("; "))]
    Menu(Vec<String>),
    /// It could not be solved again.
    #[error(transparent)]
    Allocate(#[from] AllocateError),
}

/// Explains one allocation, and holds what several questions share.
///
/// ```
/// use husrom::explanation::{Cause, Reader};
/// use husrom::{Language, Problem, allocate};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// let problem = Problem::from_json(r#"{
///     "schema": "husrom/1",
///     "round": {"id": "2026-uke-48", "date": "2026-11-24"},
///     "sites": [{"id": "Sandviken", "category": "bofellesskap"}],
///     "units": [{"id": "Sandviken 1", "site": "Sandviken"}],
///     "applicants": [{"id": "S-031", "class": 1, "situation": "homeless"}, {"id": "S-088", "class": 2, "situation": "homeless"}]
/// }"#)?;
/// let allocation = allocate(&problem).run()?;
/// let why = allocation.explain().why_not(&"S-088".into(), &"Sandviken 1".into())?;
/// assert!(matches!(&why.causes[0], Cause::Exchange { exchange, .. } if exchange.decides().unwrap().measure == "housed(1)"));
/// println!("{}", why.text(&problem, Language::En, Reader::Office));
/// # Ok(())
/// # }
/// ```
pub struct Explainer<'a> {
    allocation: &'a Allocation,
    ground: Ground<'a>,
    prepared: OnceLock<Prepared>,
    time_limit: Option<Duration>,
    threads: Option<usize>,
    interrupt: Interrupt,
    progress: Option<Progress<'a>>,
    /// For each pair of the ground, whether a goal could be better for it.
    counted: OnceLock<Vec<bool>>,
}

/// Is told of each question of many once it is answered.
type Progress<'a> = Box<dyn Fn(&Answered) + Send + Sync + 'a>;

impl Allocation {
    /// Explains the allocation: ask [`Explainer`].
    #[must_use]
    pub fn explain(&self) -> Explainer<'_> {
        Explainer {
            allocation: self,
            ground: Ground::of(self.problem()),
            prepared: OnceLock::new(),
            time_limit: None,
            threads: None,
            interrupt: Interrupt::new(),
            progress: None,
            counted: OnceLock::new(),
        }
    }
}

impl<'a> Explainer<'a> {
    /// Wall-clock limit of each solve; of the whole search for a smallest change.
    #[must_use]
    pub fn time_limit(mut self, limit: Duration) -> Self {
        self.time_limit = Some(limit);
        self
    }

    /// Threads of a solve; of many questions, how many are answered at a time, each on one thread. By default as many as the machine has.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = Some(threads);
        self
    }

    /// A flag that ends a solve early.
    #[must_use]
    pub fn interrupt(mut self, interrupt: Interrupt) -> Self {
        self.interrupt = interrupt;
        self
    }

    /// Why the household has its home, or none.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub fn why(&self, household: &HouseholdId) -> Result<Why, ExplainError> {
        let index = self.household(household)?;
        let mut why = Why::of(Subject::Household(household.clone()), self.placement(household).cloned());
        if let Some(cause) = self.takes_no_part(index) {
            why.causes.push(cause);
        } else if let Some(placement) = &why.placement {
            why.causes.push(self.why_this(household, placement)?);
        } else {
            self.closed_homes(index, &mut why);
            if why.considered == 0 {
                why.causes.push(Cause::NoHomes);
            }
            if why.closed_in_all < why.considered {
                let demand = Demand::Placed { household: household.clone(), unit: None };
                why.causes = self.exchanged(&demand, Vec::new(), || self.uncounted(index, None))?;
            }
        }
        Ok(why)
    }

    /// Why the household has not this home; why it has it, if it has.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub fn why_not(&self, household: &HouseholdId, unit: &UnitId) -> Result<Why, ExplainError> {
        let index = self.household(household)?;
        self.home(unit)?;
        let subject = Subject::HouseholdInHome(household.clone(), unit.clone());
        let mut why = Why::of(subject, self.placement(household).cloned());
        if let Some(placement) = why.placement.as_ref().filter(|placement| placement.unit == *unit) {
            why.causes.push(self.why_this(household, placement)?);
            return Ok(why);
        }
        let class = |unit: &UnitId| self.ground.class_of.get(unit);
        if let Some(alike) =
            why.placement.as_ref().filter(|placement| class(unit).is_some_and(|it| class(&placement.unit) == Some(it)))
        {
            why.causes = vec![Cause::Alike { unit: alike.unit.clone() }];
            return Ok(why);
        }
        why.causes = self.closing(index, unit);
        if why.causes.is_empty() {
            let demand = Demand::Placed { household: household.clone(), unit: Some(unit.clone()) };
            // What decides comes first.
            why.causes = self.exchanged(&demand, self.holders(unit), || self.uncounted(index, Some(unit)))?;
            if !matches!(why.causes[..], [Cause::Impossible, ..]) {
                why.causes.extend(self.standing_in_the_way(index, unit));
            }
        }
        Ok(why)
    }

    /// Why a home stands empty, or has places left.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub fn why_vacant(&self, unit: &UnitId) -> Result<Why, ExplainError> {
        self.home(unit)?;
        if self.allocation.outcome().vacant.iter().all(|vacancy| vacancy.unit != *unit) {
            return Err(ExplainError::NotVacant(unit.clone()));
        }
        let mut why = Why::of(Subject::Home(unit.clone()), None);
        if let Some(cause) = self.not_given(unit) {
            why.causes.push(cause);
            return Ok(why);
        }
        self.closed_households(unit, &mut why);
        let placed = self.placed_like(unit);
        why.alike_given = placed > 0;
        let demand = Demand::Filled { unit: unit.clone(), households: placed + 1 };
        why.causes = self.exchanged(&demand, Vec::new(), || self.uncounted_home(unit))?;
        Ok(why)
    }

    /// The best allocation in which the household is placed, in this home where one is named.
    ///
    /// # Errors
    /// [`ExplainError`].
    pub fn force(&self, household: &HouseholdId, unit: Option<&UnitId>) -> Result<Answer, ExplainError> {
        let index = self.household(household)?;
        if let Some(unit) = unit {
            self.home(unit)?;
            let has_shortlists = self.problem().settings().shortlist.is_some();
            if has_shortlists && self.closing(index, unit).contains(&Cause::NotShortlisted) {
                return Err(ExplainError::NotShortlisted(household.clone(), unit.clone()));
            }
        }
        self.answer(Demand::Placed { household: household.clone(), unit: unit.cloned() })
    }

    fn why_this(&self, household: &HouseholdId, placement: &Placement) -> Result<Cause, ExplainError> {
        if self.is_fixed_in(household, &placement.unit) {
            return Ok(Cause::Fixed);
        }
        let demand = Demand::NotPlaced { household: household.clone(), unit: Some(placement.unit.clone()) };
        Ok(match self.answer(demand)? {
            Answer::Had(exchange, _) => Cause::Without { exchange },
            Answer::Impossible if self.is_fixed(household) => Cause::Fixed,
            Answer::Impossible => Cause::Needed,
            Answer::NotSolved => Cause::NotSolved,
        })
    }

    /// What a demand costs, and the settings that make it so; or that it is impossible, and what of the problem makes it so.
    fn exchanged(
        &self,
        demand: &Demand,
        holders: Vec<HouseholdId>,
        uncounted: impl FnOnce() -> Option<Cause>,
    ) -> Result<Vec<Cause>, ExplainError> {
        Ok(match self.answer(demand.clone())? {
            Answer::Had(exchange, _) => {
                let given_up = exchange.given_up().map(|level| Cause::Tolerance {
                    measure: level.measure.clone(),
                    best: level.best_before,
                    value: level.before,
                });
                let exchange = Cause::Exchange { holders, exchange };
                [exchange].into_iter().chain(given_up).chain(uncounted()).collect()
            }
            Answer::Impossible => [Cause::Impossible].into_iter().chain(self.bound(demand)?).collect(),
            Answer::NotSolved => vec![Cause::NotSolved],
        })
    }

    fn answer(&self, demand: Demand) -> Result<Answer, ExplainError> {
        let mut round = self.limited(allocate(self.allocation.problem()));
        // Of many questions each keeps to its own thread.
        if let Some(threads) = self.threads.filter(|_| rayon::current_thread_index().is_none()) {
            round = round.threads(threads);
        }
        Ok(exchange::answer(self.allocation, self.prepared(), round, demand)?)
    }

    /// A round within the limits.
    fn limited<'r>(&self, round: Allocate<'r>) -> Allocate<'r> {
        round.within(self.time_limit, &self.interrupt)
    }

    fn prepared(&self) -> &Prepared {
        self.prepared.get_or_init(|| Prepared::of(self.allocation))
    }

    /// The allocation explained.
    #[must_use]
    pub fn allocation(&self) -> &'a Allocation {
        self.allocation
    }

    /// The problem that the allocation answers.
    #[must_use]
    pub fn problem(&self) -> &'a Problem {
        self.allocation.problem()
    }

    /// The index of a household.
    fn household(&self, id: &HouseholdId) -> Result<usize, ExplainError> {
        let at = self.problem().households().binary_search_by(|household| household.id.cmp(id));
        at.map_err(|_| ExplainError::UnknownHousehold(id.clone()))
    }

    fn application(&self, household: usize) -> Option<(&'a Household, &'a Application)> {
        let household = self.ground.household(household);
        household.application.as_ref().map(|application| (household, application))
    }

    fn home(&self, unit: &UnitId) -> Result<(), ExplainError> {
        self.problem().unit(unit).map(drop).ok_or_else(|| ExplainError::UnknownHome(unit.clone()))
    }

    fn placement(&self, household: &HouseholdId) -> Option<&Placement> {
        self.allocation.placements().iter().find(|placement| placement.household == *household)
    }
}
