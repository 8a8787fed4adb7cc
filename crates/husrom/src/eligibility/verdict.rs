//! What is found against one household in all homes at once.

use std::collections::BTreeMap;

use fixedbitset::FixedBitSet;

use super::Refusal;
use super::tests::Finding;
use crate::problem::{Measure, RuleId, Strictness};

/// Homes, or classes of homes that are alike, by index.
pub type HomeSet = FixedBitSet;

/// Those of so many homes for which something holds.
pub fn homes_where(count: usize, holds: impl Fn(usize) -> bool) -> HomeSet {
    let mut homes = HomeSet::with_capacity(count);
    homes.extend((0..count).filter(|home| holds(*home)));
    homes
}

/// Why a household that waits has which homes open to it.
#[derive(Clone, Debug, Default)]
pub struct Openings {
    /// Homes it is eligible for.
    pub homes: u32,
    /// Homes each rule excludes it from, by what is known or as long as something is not.
    pub excluded_by: BTreeMap<RuleId, u32>,
    /// Homes each rule closes to it by what is known.
    pub closed_by: BTreeMap<RuleId, u32>,
    /// Homes that only an unknown attribute keeps closed.
    pub ask_for: BTreeMap<String, u32>,
}

/// The rule that closes most homes, and how many; of several the first by id.
pub fn most(by_rule: &BTreeMap<RuleId, u32>) -> Option<(&RuleId, u32)> {
    let most = by_rule.iter().max_by(|one, other| one.1.cmp(other.1).then_with(|| other.0.cmp(one.0)));
    most.map(|(rule, homes)| (rule, *homes))
}

/// A price of a rule on some homes.
#[derive(Debug)]
struct Price<'s> {
    rule: &'s RuleId,
    homes: HomeSet,
    level: &'s Measure,
    amount: i64,
}

/// What is found against one household, in all homes at once.
#[derive(Debug)]
pub struct Verdict<'s> {
    closed: HomeSet,
    /// Homes closed by something that is known, whatever is unknown besides.
    known: HomeSet,
    /// By rule, and by what it asks for.
    refused: BTreeMap<(&'s str, Option<String>), HomeSet>,
    /// In the order of the rules.
    prices: Vec<Price<'s>>,
}

impl<'s> Verdict<'s> {
    /// Nothing found yet, in so many homes.
    pub fn over(count: usize) -> Self {
        let none = HomeSet::with_capacity(count);
        Self { closed: none.clone(), known: none, refused: BTreeMap::new(), prices: Vec::new() }
    }

    /// Adds what a rule found in some homes, by its strictness.
    pub fn add(&mut self, rule: &'s RuleId, strictness: &'s Strictness, finding: Finding, homes: &HomeSet) {
        let Some((degree, ask)) = finding.against() else { return };
        match strictness {
            Strictness::Hard => self.refuse(Refusal { rule: rule.as_str(), ask }, homes),
            Strictness::Soft { level, price } => {
                let amount = price.saturating_mul(degree);
                // A rule that looks at many groups of homes has few prices.
                let mut of_rule = self.prices.iter_mut().rev().take_while(|stated| stated.rule == rule);
                if let Some(stated) = of_rule.find(|stated| stated.amount == amount) {
                    stated.homes.union_with(homes);
                } else {
                    self.prices.push(Price { rule, homes: homes.clone(), level, amount });
                }
            }
            Strictness::Off => {}
        }
    }

    /// Closes some homes.
    pub fn refuse(&mut self, refusal: Refusal<'s>, homes: &HomeSet) {
        self.closed.union_with(homes);
        if refusal.ask.is_none() {
            self.known.union_with(homes);
        }
        self.refused.entry((refusal.rule, refusal.ask)).or_default().union_with(homes);
    }

    /// Closes one home.
    pub fn refuse_in(&mut self, refusal: Refusal<'s>, home: usize) {
        let mut homes = HomeSet::with_capacity(home + 1);
        homes.insert(home);
        self.refuse(refusal, &homes);
    }

    /// Leaves a home out altogether: closed, and not counted.
    pub fn leave_out(&mut self, home: usize) {
        self.closed.insert(home);
        for homes in self.refused.values_mut().filter(|homes| homes.contains(home)) {
            homes.remove(home);
        }
    }

    /// What closes a home, by rule.
    pub fn refusals(&self, home: usize) -> impl Iterator<Item = Refusal<'s>> {
        let here = self.refused.iter().filter(move |(_, homes)| homes.contains(home));
        here.map(|((rule, ask), _)| Refusal { rule, ask: ask.clone() })
    }

    /// The homes that nothing closes.
    pub fn open(&self) -> impl Iterator<Item = usize> {
        self.closed.zeroes()
    }

    /// The prices in a home, in the order of the rules.
    pub fn prices(&self, home: usize) -> impl Iterator<Item = (&'s Measure, i64)> {
        let here = self.prices.iter().filter(move |price| price.homes.contains(home));
        here.map(|price| (price.level, price.amount))
    }

    /// The account of it, given the homes that are open in the end.
    pub fn openings(&self, open: &HomeSet, tally: &Tally) -> Openings {
        let (mut refused, mut asked): (BTreeMap<&str, HomeSet>, BTreeMap<&String, HomeSet>) = Default::default();
        for ((rule, ask), homes) in &self.refused {
            refused.entry(rule).or_default().union_with(homes);
            if let Some(ask) = ask {
                asked.entry(ask).or_default().union_with(homes);
            }
        }
        let known = self.refused.iter().filter(|((_, ask), _)| ask.is_none());
        let closed = known.map(|((rule, _), homes)| (RuleId::from(*rule), tally.count(homes)));
        let excluded = refused.into_iter().map(|(rule, homes)| (RuleId::from(rule), tally.count(&homes)));
        let only_asked = asked.into_iter().map(|(ask, mut homes)| {
            homes.difference_with(&self.known);
            (ask.clone(), tally.count(&homes))
        });
        Openings {
            homes: tally.count(open),
            excluded_by: excluded.filter(|(_, homes)| *homes > 0).collect(),
            closed_by: closed.filter(|(_, homes)| *homes > 0).collect(),
            ask_for: only_asked.filter(|(_, homes)| *homes > 0).collect(),
        }
    }
}

/// How many homes each class stands for, written in binary: for each digit the classes that have it, so that sets are counted a word
/// at a time.
#[derive(Debug)]
pub struct Tally {
    digits: Vec<HomeSet>,
}

impl Tally {
    /// Of the homes in each class.
    pub fn of(counts: &[usize]) -> Self {
        let most = counts.iter().max().copied().unwrap_or(0);
        let digits = (0..usize::BITS - most.leading_zeros()).map(|digit| {
            let has = |class: usize| counts[class] >> digit & 1 == 1;
            homes_where(counts.len(), has)
        });
        Self { digits: digits.collect() }
    }

    /// The homes in some classes.
    pub fn count(&self, classes: &HomeSet) -> u32 {
        let homes = self.digits.iter().rev().fold(0_usize, |homes, digit| 2 * homes + digit.intersection_count(classes));
        u32::try_from(homes).unwrap_or(u32::MAX)
    }
}

#[cfg(test)]
mod checks {
    use super::*;

    #[test]
    fn a_tally_counts_homes_and_not_classes() {
        let tally = Tally::of(&[1, 6, 0, 13, 1]);
        for classes in 0_usize..32 {
            let set = homes_where(5, |class| classes >> class & 1 == 1);
            let homes: usize = set.ones().map(|class| [1, 6, 0, 13, 1][class]).sum();
            assert_eq!(usize::try_from(tally.count(&set)), Ok(homes));
        }
    }
}
