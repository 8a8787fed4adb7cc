//! The allocation and its parts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::problem::{Date, HouseholdId, ResourceId, RuleId, SiteId, UnitId};

/// A household in a home from a date.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Placement {
    /// The household.
    pub household: HouseholdId,
    /// The home.
    pub unit: UnitId,
    /// When it starts.
    pub start: Date,
}

impl Placement {
    /// Who, where and from when.
    pub(crate) fn parts(&self) -> (&HouseholdId, &UnitId, Date) {
        (&self.household, &self.unit, self.start)
    }
}

/// How well a level is proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    /// Exact integers bound the level at its value: no trust in any solver.
    Certified,
    /// Two independent solvers agree.
    TwoSolvers,
    /// The solver says so.
    Solver,
    /// Not proved: the bound is not reached.
    Unproved,
}

/// Why the engine stopped, apart from what it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stopped {
    /// Every level was solved to its gap.
    Finished,
    /// The time limit.
    TimeLimit,
    /// The work limit.
    WorkLimit,
    /// Somebody interrupted.
    Interrupted,
}

/// One level of the goals, solved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LevelResult {
    /// The measure's canonical name, as in `housed(1)`.
    pub measure: String,
    /// Its value in the allocation, derived by the checker.
    pub value: i64,
    /// No allocation that keeps the levels before it within tolerance is better than this; `None` where nothing is known.
    pub bound: Option<i64>,
    /// |value − bound| / max(1, |bound|).
    pub gap: Option<f64>,
    /// What may be given up for later levels, in the level's unit.
    pub tolerance: i64,
    /// How the bound is proved.
    pub grade: Grade,
    /// Every level before it is proved; else this one is "proved given" them.
    pub given: bool,
    /// Wall-clock seconds.
    pub seconds: f64,
    /// Branch-and-bound nodes.
    pub nodes: u64,
    /// The value at which the level was held for the next, before what later levels gave up within tolerance.
    pub held: i64,
}

/// Why a household has no home, or a home nobody: the first reason in words, and what is behind it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// Stable code: `not_ready`, `not_eligible`, `ask`, `taken`, …
    pub code: String,
    /// Bokmål.
    pub nb: String,
    /// English.
    pub en: String,
}

/// A household without a home after the round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unplaced {
    /// The household.
    pub household: HouseholdId,
    /// Homes in play that it is eligible for.
    pub eligible_homes: u32,
    /// Homes in play that each rule excludes it from.
    pub excluded_by: BTreeMap<RuleId, u32>,
    /// Unknown attributes to ask for, with the homes in play that only they keep closed; most homes first.
    pub ask_for: Vec<(String, u32)>,
    /// The first reason in words.
    pub reason: Reason,
    /// A roof must be bought for it today.
    pub needs_roof: bool,
}

/// A home, or places of a shared one, that nobody holds at the end of the round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Vacancy {
    /// The home.
    pub unit: UnitId,
    /// Its site.
    pub site: SiteId,
    /// Places vacant.
    pub places: u32,
    /// Vacant from.
    pub from: Date,
    /// Why it is not given, where something keeps it out of the round (held back, out of service …).
    pub not_given: Option<Reason>,
}

/// Who lives in one scope of a composition rule on its fullest date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ScopeCount {
    /// The rule.
    pub rule: RuleId,
    /// The scope: a unit, `site/wing`, site, zone, or the rule's id for a named set.
    pub scope: String,
    /// The date of the count.
    pub date: Date,
    /// Persons counted: matching (limit, share), or in a clashing pair (apart, same).
    pub count: u32,
    /// The bound, for limit and share.
    pub bound: Option<u32>,
    /// Persons present in all.
    pub persons: u32,
    /// Something that the rule reads is unknown of somebody who lives there, and is counted as the worst case.
    #[serde(default)]
    pub worst_case: bool,
}

/// A violation that stood among residents before the round and still stands: reported, never made worse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Standing {
    /// The rule or resource.
    pub rule: RuleId,
    /// The scope, or resource.
    pub scope: String,
    /// Degree before: people above the bound, clashing pairs, or amount above capacity.
    pub before: i64,
    /// Degree at the horizon.
    pub after: i64,
    /// Something unknown of a resident was counted as the worst case.
    pub worst_case: bool,
}

/// A resource at the horizon.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Usage {
    /// The resource.
    pub resource: ResourceId,
    /// Capacity, in its unit (minutes a week, households, persons, children, kroner a month).
    pub capacity: i64,
    /// Used by residents before the round.
    pub residents: i64,
    /// Used after the round.
    pub after: i64,
}

/// Dual vectors in integers over 2^`scale`: with them anyone can bound a level in exact arithmetic (see [`crate::proof`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Certificate {
    /// The level's measure.
    pub measure: String,
    /// The bound they give: no lawful allocation that holds the levels before does better. The level is certified if this is its value.
    pub bound: i64,
    /// Binary digits after the point of the multipliers.
    pub scale: u32,
    /// One or more vectors of (row, multiplier): the rows of the formulation in canonical order, then one for each level, of which those
    /// before this one are held, then the cuts of the levels before and this one. Each fixes columns and binds rows for those after it:
    /// only a multiplier of a row that binds may be negative.
    pub multipliers: Vec<Vec<(u32, i64)>>,
    /// Cuts that were found while this level was bounded: numbered on from those of the levels before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<Cut>,
    /// Why the level is not worth one more than the bound, where the multipliers alone leave it open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refutation: Option<Refutation>,
}

/// A proof that a level does not reach a value. With the level held there, further cuts follow, and a combination of rows that no columns
/// within their bounds satisfy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refutation {
    /// Cuts, numbered on from the certificate's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cuts: Vec<Cut>,
    /// (row, multiplier) over the rows with this level held, and the cuts; negative only where the row binds.
    pub multipliers: Vec<(u32, i64)>,
}

/// A row derived from rows before it: a combination of them divided, and rounded to integers, which every lawful allocation keeps (see
/// [`crate::proof`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// (row, multiplier ≥ 0), by row, numbered as in [`Certificate::multipliers`]; of the cuts, only those before this one.
    pub multipliers: Vec<(u32, i64)>,
    /// What the sum is divided by.
    pub divisor: i64,
    /// The columns that are counted down from their upper bounds before rounding, in ascending order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub raised: Vec<u32>,
}

/// Limits and seeds of a run. The default has no limit.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Wall-clock seconds; a result under it is checked but need not repeat.
    pub time_limit: Option<f64>,
    /// Branch-and-bound nodes for each level: a deterministic limit.
    pub work_limit: Option<u64>,
    /// Relative gap at which a level counts as solved.
    pub gap: f64,
    /// Let a second, independent solver confirm what a certificate does not (slow).
    pub second_solver: bool,
}

/// What a run took.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Effort {
    /// Wall-clock seconds in all.
    pub seconds: f64,
    /// Home classes in play.
    pub classes: u32,
    /// Homes in play.
    pub homes: u32,
    /// Eligible pairs of household and class.
    pub pairs: u64,
    /// Columns.
    pub columns: u64,
    /// Rows.
    pub rows: u64,
    /// Branch-and-bound nodes.
    pub nodes: u64,
    /// The allocation this run went by is still the best, and nothing was searched.
    #[serde(default)]
    pub unchanged: bool,
}

/// What a round proposes, as plain data. Every outcome that leaves the engine has passed [`check`](super::check::check).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Who gets which home, by household.
    pub placements: Vec<Placement>,
    /// For each placement, in the same order: (chain number from 1, order of working it) where it is a link of a chain or swap.
    pub chains: Vec<Option<(u32, u32)>>,
    /// Who does not, by household.
    pub unplaced: Vec<Unplaced>,
    /// Homes nobody holds, by unit.
    pub vacant: Vec<Vacancy>,
    /// The levels, in order.
    pub levels: Vec<LevelResult>,
    /// Composition of every scope.
    pub composition: Vec<ScopeCount>,
    /// Resource use.
    pub resources: Vec<Usage>,
    /// Standing violations.
    pub standing: Vec<Standing>,
    /// Households for whom a roof must be bought today.
    pub roofs: Vec<HouseholdId>,
    /// Why the engine stopped.
    pub stopped: Stopped,
    /// The options it ran with.
    pub options: Options,
    /// What it took.
    pub effort: Effort,
    /// Certificates, by measure: of the certified levels, and of others on whose bounds certified levels stand.
    pub certificates: Vec<Certificate>,
}
