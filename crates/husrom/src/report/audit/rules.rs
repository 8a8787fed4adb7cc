//! Which rules cause which difference: the round solved without each of them.

use std::collections::{BTreeMap, BTreeSet};

use super::suppress::{Counts, is_small, told, told_of};
use super::{Audit, Estimate, Group, Grouping, Tally, interval};
use crate::allocation::Allocation;
use crate::formulation::Ground;
use crate::planning::{Change, Scenario, SweepOptions, SweepRow, sweep_near};
use crate::prepared::Prepared;
use crate::problem::{Rule, RuleId, RuleKind, Strictness, Term};

/// A group with a rule and without it. `None`: too few, or others could be worked out from it.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleRow {
    /// What it is grouped by.
    pub grouping: Grouping,
    /// The group; the last of a grouping is everybody.
    pub group: Group,
    /// Share offered among the eligible in the allocation itself.
    pub share: Option<Estimate>,
    /// Households eligible without the rule.
    pub eligible_without: Option<u32>,
    /// Households offered a home without the rule.
    pub offered_without: Option<u32>,
    /// Share offered among those then eligible.
    pub share_without: Option<Estimate>,
    /// Share less that of all others, with the rule.
    pub difference: Option<Estimate>,
    /// The same without it.
    pub difference_without: Option<Estimate>,
}

/// The round without one rule.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleAudit {
    /// The rule.
    pub rule: RuleId,
    /// What the round without it came to, or why it came to nothing.
    pub solved: SweepRow,
    /// Each group of each grouping; none where nothing came of it.
    pub rows: Vec<RuleRow>,
}

impl Audit {
    /// The rules that are on and may decide something, by id: those that exclude somebody from a home in play, those on who lives
    /// together or how many move, and those at a price.
    #[must_use]
    pub fn deciding(allocation: &Allocation) -> Vec<RuleId> {
        let ground = Ground::of(allocation.problem());
        let excluding: BTreeSet<&RuleId> = ground.openings.iter().flat_map(|open| open.excluded_by.keys()).collect();
        let may_decide = |rule: &&Rule| match (&rule.strictness, &rule.kind) {
            (Strictness::Off, _) => false,
            (Strictness::Hard, RuleKind::Test(_) | RuleKind::Exclude { .. }) => excluding.contains(&rule.id),
            _ => true,
        };
        allocation.problem().rules().iter().filter(may_decide).map(|rule| rule.id.clone()).collect()
    }

    /// Solves the round without each of these rules, and counts again. None named: those that are [deciding](Self::deciding).
    ///
    /// Each rule is a round to solve; threads, limits and interrupt are as in a sweep, and so is what a row says that has no result.
    pub fn rules(
        allocation: &Allocation,
        rules: &[RuleId],
        options: &SweepOptions,
        progress: impl Fn(&SweepRow) + Sync,
    ) -> Vec<RuleAudit> {
        let rules = if rules.is_empty() { Self::deciding(allocation) } else { rules.to_vec() };
        let scenarios: Vec<Scenario> = rules.iter().map(without).collect();
        let base = (!rules.is_empty()).then(|| Prepared::of(allocation));
        let with = Self::of(allocation);
        let count = |solved: SweepRow, allocation: Option<Allocation>| {
            progress(&solved);
            let rows = allocation.map_or_else(Vec::new, |allocation| compare(&with, &Self::of(&allocation)));
            (solved, rows)
        };
        let counted = sweep_near(allocation.problem(), base.as_ref(), &scenarios, options, count);
        rules.into_iter().zip(counted).map(|(rule, (solved, rows))| RuleAudit { rule, solved, rows }).collect()
    }
}

fn without(rule: &RuleId) -> Scenario {
    Scenario::new(rule.as_str(), vec![Change::off(rule)])
}

fn compare(with: &Audit, without: &Audit) -> Vec<RuleRow> {
    let mut rows = Vec::new();
    for grouping in Grouping::all() {
        if let (Some(with), Some(without)) = (with.tallies(*grouping), without.tallies(*grouping)) {
            rows.extend(compare_groups(*grouping, with, without));
        }
    }
    rows
}

/// The counts of a group with a rule and without it.
struct Both {
    group: Group,
    now: Counts,
    then: Counts,
}

impl Both {
    /// The sum over groups.
    fn sum<'r>(groups: impl Iterator<Item = &'r Self> + Clone) -> Self {
        let (now, then) = (Counts::sum(groups.clone().map(|it| &it.now)), Counts::sum(groups.map(|it| &it.then)));
        Self { group: Group::everybody(), now, then }
    }

    /// Whether the counts without the rule can be told beside those with it: who is eligible only then is a count of its own.
    fn can_tell(&self) -> bool {
        let opened = self.then.eligible.abs_diff(self.now.eligible);
        let shut = self.then.waiting.abs_diff(self.then.eligible);
        self.then.can_tell_offered() && [opened, shut].iter().all(|count| !is_small(*count))
    }
}

fn compare_groups(grouping: Grouping, with: &BTreeMap<Group, Tally>, without: &BTreeMap<Group, Tally>) -> Vec<RuleRow> {
    let then = |group: &Group| without.get(group).map_or_else(Counts::default, |tally| tally.counts);
    let both = with.iter().map(|(group, tally)| Both { group: group.clone(), now: tally.counts, then: then(group) });
    let mut both: Vec<Both> = both.collect();
    let everybody = Both::sum(both.iter());
    let told_now: Vec<bool> = told(&both.iter().map(|it| it.now).collect::<Vec<_>>()).iter().map(|told| told.offered).collect();
    let sum = |set: &[usize]| Both::sum(set.iter().map(|at| &both[*at]));
    let mut told_then = told_of(&told_now[..both.len()], |at| both[at].then.offered, |set| sum(set).can_tell());
    told_then.push(told_now[both.len()] && everybody.can_tell());
    let (now, then) = (everybody.now, everybody.then);
    both.push(everybody);
    let share = |counts: Counts, told: bool| interval::share(counts.offered, counts.eligible).filter(|_| told);
    let difference = |counts: Counts, total: Counts, told: bool| {
        let others = interval::share(total.offered - counts.offered, total.eligible - counts.eligible)?;
        Some(interval::difference(share(counts, told)?, others))
    };
    let rows = both.into_iter().zip(told_now.into_iter().zip(told_then));
    rows.map(|(it, (told_now, told_then))| RuleRow {
        grouping,
        group: it.group,
        share: share(it.now, told_now),
        eligible_without: Some(it.then.eligible).filter(|_| told_then),
        offered_without: Some(it.then.offered).filter(|_| told_then),
        share_without: share(it.then, told_then),
        difference: difference(it.now, now, told_now),
        difference_without: difference(it.then, then, told_then),
    })
    .collect()
}
