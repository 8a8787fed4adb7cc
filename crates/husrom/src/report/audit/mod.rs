//! The equality audit: offers, waiting and fit by group, counted against the households eligible for anything.
//!
//! It counts. It says against whom a share is counted and how sure it is, and what moves it; why a difference is there, and whether
//! it should be, is for people to judge. With five groupings and several groups in each, one interval of twenty misses by chance.

mod grouping;
mod interval;
mod rules;
mod suppress;
mod table;
mod text;

pub use grouping::{Group, Grouping};
pub use interval::Estimate;
pub use rules::{RuleAudit, RuleRow};
pub use table::{audit_rules_table, audit_table};
pub use text::audit_text;

use std::collections::{BTreeMap, BTreeSet};

use crate::allocation::Allocation;
use crate::eligibility::{Home, wish_points};
use crate::problem::{Application, Date, HouseholdId, Language, Problem, Term};
use suppress::{Counts, Told, told, told_of};

/// Numbers of one group before anything is hidden.
#[derive(Clone, Debug, Default, PartialEq)]
struct Tally {
    counts: Counts,
    /// Days waited by those offered, where known.
    waited_offered: Vec<i64>,
    /// Days waited by those eligible and not offered, where known.
    waited_not_offered: Vec<i64>,
    /// Wish points of those offered.
    wish_points: Vec<i64>,
}

impl Tally {
    /// Takes another's numbers in.
    fn add(&mut self, other: &Self) {
        self.counts = Counts::sum([&self.counts, &other.counts]);
        self.waited_offered.extend(&other.waited_offered);
        self.waited_not_offered.extend(&other.waited_not_offered);
        self.wish_points.extend(&other.wish_points);
    }
}

/// What is told of a group. `None`: too few, or others could be worked out from it (see the module's rule), or nobody to count.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditRow {
    /// The group; the last row is everybody.
    pub group: Group,
    /// Households that wait.
    pub waiting: Option<u32>,
    /// Of these, eligible for at least one home in play.
    pub eligible: Option<u32>,
    /// Of these, offered a home.
    pub offered: Option<u32>,
    /// Offered among the eligible, with Wilson's interval.
    pub share: Option<Estimate>,
    /// Share less that of all others, with Newcombe's interval.
    pub difference: Option<Estimate>,
    /// Share over that of all others, with Katz's interval.
    pub ratio: Option<Estimate>,
    /// Mean days waited by those offered, with Student's interval.
    pub waited_offered: Option<Estimate>,
    /// Mean days waited by those eligible and not offered, with Student's interval.
    pub waited_not_offered: Option<Estimate>,
    /// Mean wish points of those offered in the homes offered, with Student's interval.
    pub wish_points: Option<Estimate>,
}

/// The audit of an allocation.
///
/// ```
/// use husrom::report::{Audit, Grouping};
/// # use husrom::{Problem, allocate};
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let homes: Vec<_> = (0..12).map(|n| serde_json::json!({"id": format!("H {n}"), "site": "H"})).collect();
/// # let waiting: Vec<_> = (0..30).map(|n| serde_json::json!({"id": format!("S{n}"), "class": 1, "situation": "homeless",
/// #     "gender": if n < 16 { "woman" } else { "man" }})).collect();
/// # let problem = Problem::from_json(serde_json::json!({"schema": "husrom/1", "round": {"id": "1", "date": "2026-11-24"},
/// #     "sites": [{"id": "H", "category": "ordinaer"}], "units": homes, "applicants": waiting}).to_string())?;
/// let audit = Audit::of(&allocate(&problem).run()?);
/// let rows = audit.rows(Grouping::Gender);
/// assert_eq!((rows[0].group.code.as_str(), rows[0].waiting), ("woman", Some(16)));
/// let everybody = &rows[2];
/// assert_eq!((everybody.eligible, everybody.offered), (Some(30), Some(12)));
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct Audit {
    language: Language,
    groupings: Vec<(Grouping, BTreeMap<Group, Tally>)>,
}

impl Audit {
    /// Counts an allocation. The placed are eligible; the others are where a home in play is open to them.
    #[must_use]
    pub fn of(allocation: &Allocation) -> Self {
        let problem = allocation.problem();
        let placed: BTreeMap<&HouseholdId, _> = allocation.placements().iter().map(|it| (&it.household, &it.unit)).collect();
        let open = allocation.unplaced().iter().filter(|unplaced| unplaced.eligible_homes > 0);
        let eligible: BTreeSet<&HouseholdId> = open.map(|unplaced| &unplaced.household).collect();
        let mut groupings: Vec<(Grouping, BTreeMap<Group, Tally>)> =
            Grouping::all().iter().map(|grouping| (*grouping, BTreeMap::new())).collect();
        for (household, application) in problem.applicants() {
            let home = placed.get(&household.id).and_then(|unit| Home::of(problem, problem.unit(unit)?));
            let tally = one(problem, application, home.as_ref(), eligible.contains(&household.id));
            for (grouping, groups) in &mut groupings {
                groups.entry(grouping.group(household, application)).or_default().add(&tally);
            }
        }
        Self { language: problem.round().language, groupings }
    }

    /// The language of the round.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The groups of a grouping, and everybody last.
    #[must_use]
    pub fn rows(&self, grouping: Grouping) -> Vec<AuditRow> {
        let Some(groups) = self.tallies(grouping) else { return Vec::new() };
        let mut everybody = Tally::default();
        for tally in groups.values() {
            everybody.add(tally);
        }
        let tallies: Vec<&Tally> = groups.values().chain([&everybody]).collect();
        let counts: Vec<Counts> = groups.values().map(|tally| tally.counts).collect();
        let told = told(&counts);
        let offered: Vec<bool> = told.iter().map(|told| told.offered).collect();
        let waited_offered = means(&tallies, &offered, |tally| &tally.waited_offered);
        let waited_not_offered = means(&tallies, &offered, |tally| &tally.waited_not_offered);
        let wish_points = means(&tallies, &offered, |tally| &tally.wish_points);
        let names = groups.keys().cloned().chain([Group::everybody()]);
        names
            .enumerate()
            .map(|(at, group)| AuditRow {
                waited_offered: waited_offered[at],
                waited_not_offered: waited_not_offered[at],
                wish_points: wish_points[at],
                ..row(group, tallies[at].counts, everybody.counts, told[at])
            })
            .collect()
    }

    fn tallies(&self, grouping: Grouping) -> Option<&BTreeMap<Group, Tally>> {
        self.groupings.iter().find(|(other, _)| *other == grouping).map(|(_, groups)| groups)
    }
}

/// One household that waits, as numbers.
fn one(problem: &Problem, application: &Application, home: Option<&Home<'_>>, is_open: bool) -> Tally {
    let waited = application.waiting_since.map(|since| days(since, problem.round().date));
    let (is_offered, is_eligible) = (home.is_some(), home.is_some() || is_open);
    let waited_if = |counts: bool| waited.into_iter().filter(|_| counts).collect();
    Tally {
        counts: Counts { waiting: 1, eligible: u32::from(is_eligible), offered: u32::from(is_offered) },
        waited_offered: waited_if(is_offered),
        waited_not_offered: waited_if(is_eligible && !is_offered),
        wish_points: home.map(|home| wish_points(problem, application, &home.wished())).into_iter().collect(),
    }
}

fn days(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}

/// A row's counts and what follows from them.
fn row(group: Group, counts: Counts, everybody: Counts, told: Told) -> AuditRow {
    let share = interval::share(counts.offered, counts.eligible).filter(|_| told.offered);
    let (offered, eligible) = (everybody.offered - counts.offered, everybody.eligible - counts.eligible);
    let others = interval::share(offered, eligible);
    AuditRow {
        group,
        waiting: Some(counts.waiting).filter(|_| told.waiting),
        eligible: Some(counts.eligible).filter(|_| told.eligible),
        offered: Some(counts.offered).filter(|_| told.offered),
        share,
        difference: share.zip(others).map(|(share, others)| interval::difference(share, others)),
        ratio: share.and_then(|_| interval::ratio((counts.offered, counts.eligible), (offered, eligible))),
        waited_offered: None,
        waited_not_offered: None,
        wish_points: None,
    }
}

/// A mean for each group and for everybody, last, hidden as counts are where it is of fewer than five. A group of which offers are told
/// and nobody's number is known hides nothing.
fn means(tallies: &[&Tally], offered: &[bool], numbers: impl Fn(&Tally) -> &Vec<i64>) -> Vec<Option<Estimate>> {
    let groups = tallies.len() - 1;
    let count = |at: usize| u32::try_from(numbers(tallies[at]).len()).unwrap_or(u32::MAX);
    let is_empty = |at: &usize| offered[*at] && count(*at) == 0;
    let can_tell = |set: &[usize]| set.iter().all(is_empty) || suppress::can_tell_mean(set.iter().map(|at| count(*at)).sum());
    let mut told = told_of(&offered[..groups], count, can_tell);
    told.push(offered[groups]);
    let mean = |(tally, told): (&&Tally, bool)| interval::mean(numbers(tally)).filter(|_| told);
    tallies.iter().zip(told).map(mean).collect()
}
