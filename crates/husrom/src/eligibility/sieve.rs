//! The rules on single households, laid over all homes once: each with the homes it governs, in groups that look the same to it. A
//! household is judged once for a group, however many homes there are.

use std::collections::BTreeMap;

use super::Judgement;
use super::home::Home;
use super::person::matches;
use super::sight::Sight;
use super::tests::{Candidate, Finding};
use super::verdict::{HomeSet, Verdict, homes_where};
use crate::problem::{Date, Household, Predicate, Problem, Rule, RuleId, RuleKind, Strictness, Term, Test};

/// What a rule asks, in the homes it governs.
#[derive(Debug)]
enum Asks<'h> {
    /// A test, of each group of homes that look so.
    Test(Test, BTreeMap<Sight<'h>, HomeSet>),
    /// Whether anybody is such.
    Exclude(&'h Predicate, HomeSet),
}

/// A rule that is on.
#[derive(Debug)]
struct Laid<'h> {
    rule: &'h RuleId,
    strictness: &'h Strictness,
    asks: Asks<'h>,
}

/// The rules that govern some homes, chosen once for all households.
#[derive(Debug)]
pub struct Sieve<'h> {
    laid: Vec<Laid<'h>>,
    /// The rules for `deadline`, with the homes they govern.
    deadlines: Vec<(&'h RuleId, &'h Strictness, HomeSet)>,
}

impl<'h> Sieve<'h> {
    /// The office's rules for a test where any matches a home, else the built-in one.
    pub fn of(problem: &'h Problem, homes: &[&'h Home<'h>]) -> Self {
        let matching = |rule: &Rule| homes_where(homes.len(), |home| homes[home].matches(&rule.homes));
        let mut tests: Vec<(Test, &Rule)> = Vec::new();
        let mut stated: BTreeMap<Test, HomeSet> = BTreeMap::new();
        for rule in problem.rules() {
            let RuleKind::Test(test) = rule.kind else { continue };
            tests.push((test, rule));
            if !is_built_in(test, rule) {
                stated.entry(test).or_default().union_with(&matching(rule));
            }
        }
        tests.sort_by_key(|(test, rule)| (*test, &rule.id));
        let mut sieve = Self { laid: Vec::new(), deadlines: Vec::new() };
        for (test, rule) in tests.into_iter().filter(|(_, rule)| rule.strictness != Strictness::Off) {
            let mut governed = matching(rule);
            if let Some(stated) = stated.get(&test).filter(|_| is_built_in(test, rule)) {
                governed.difference_with(stated);
            }
            if test == Test::Deadline {
                sieve.deadlines.push((&rule.id, &rule.strictness, governed));
            } else {
                let asks = Asks::Test(test, alike(test, homes, &governed));
                sieve.laid.push(Laid { rule: &rule.id, strictness: &rule.strictness, asks });
            }
        }
        for rule in problem.rules().iter().filter(|rule| rule.strictness != Strictness::Off) {
            if let RuleKind::Exclude { who } = &rule.kind {
                let asks = Asks::Exclude(who, matching(rule));
                sieve.laid.push(Laid { rule: &rule.id, strictness: &rule.strictness, asks });
            }
        }
        sieve
    }

    /// Judges a candidate in every home, but for what depends on the start.
    pub fn judge<'s>(&'s self, candidate: &Candidate<'_>, verdict: &mut Verdict<'s>) {
        for Laid { rule, strictness, asks } in &self.laid {
            match asks {
                Asks::Test(test, groups) if candidate.minds(*test) => {
                    for (sight, homes) in groups {
                        verdict.add(rule, strictness, candidate.finds(sight), homes);
                    }
                }
                Asks::Test(..) => {}
                Asks::Exclude(who, homes) => verdict.add(rule, strictness, excluded(who, candidate.household()), homes),
            }
        }
    }

    /// Adds what depends on the start.
    pub fn judge_start(&self, candidate: &Candidate<'_>, home: usize, start: Date, judgement: &mut Judgement<'h>) {
        let finding = candidate.deadline(start);
        if finding != Finding::Fits {
            for (rule, strictness, _) in self.deadlines.iter().filter(|(_, _, homes)| homes.contains(home)) {
                judgement.add(rule, strictness, finding.clone());
            }
        }
    }
}

/// Whether a rule is the shipped one for its test, as it came or as the office changed it.
fn is_built_in(test: Test, rule: &Rule) -> bool {
    rule.id.as_str() == test.name()
}

/// Some of the homes, in groups that look the same to a test.
fn alike<'h>(test: Test, homes: &[&'h Home<'h>], of: &HomeSet) -> BTreeMap<Sight<'h>, HomeSet> {
    let mut groups: BTreeMap<Sight<'h>, HomeSet> = BTreeMap::new();
    for home in of.ones() {
        groups.entry(Sight::of(test, homes[home])).or_insert_with(|| HomeSet::with_capacity(homes.len())).insert(home);
    }
    groups
}

fn excluded(who: &Predicate, household: &Household) -> Finding {
    let mut finding = Finding::Fits;
    for person in &household.persons {
        match matches(who, person) {
            Ok(true) => return Finding::Violated(1),
            Err(attribute) if finding == Finding::Fits => finding = Finding::Ask(attribute),
            Ok(false) | Err(_) => {}
        }
    }
    finding
}
