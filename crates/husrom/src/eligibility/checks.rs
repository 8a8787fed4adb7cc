//! Judging in groups comes to what judging home by home comes to.

use std::collections::{BTreeMap, BTreeSet};

use super::person::matches;
use super::sight::Sight;
use super::{Candidate, Finding, Home, HomeSet, Judgement, Refusal, Sieve, Tally, Verdict};
use crate::problem::{HomeFilter, Household, Predicate, Problem, RuleId, RuleKind, Strictness, Term};
use crate::tables::generated;

fn excluded(who: &Predicate, household: &Household) -> Finding {
    let answers: Vec<_> = household.persons.iter().map(|person| matches(who, person)).collect();
    if answers.contains(&Ok(true)) {
        return Finding::Violated(1);
    }
    answers.into_iter().find_map(Result::err).map_or(Finding::Fits, Finding::Ask)
}

/// One household in one home: the office's rules for a test where any matches the home, else the built-in one.
fn plain<'a>(problem: &'a Problem, candidate: &Candidate<'_>, home: &Home<'_>) -> Judgement<'a> {
    let mut tests = Vec::new();
    let mut excludes = Vec::new();
    for rule in problem.rules().iter().filter(|rule| home.matches(&rule.homes)) {
        match &rule.kind {
            RuleKind::Test(test) => tests.push((*test, &rule.id, rule)),
            RuleKind::Exclude { who } => excludes.push((who, rule)),
            _ => {}
        }
    }
    tests.sort_by_key(|(test, id, _)| (*test, *id));
    let mut judgement = Judgement::default();
    for (test, id, rule) in &tests {
        let stated = tests.iter().any(|(other, id, _)| other == test && id.as_str() != test.name());
        if id.as_str() != test.name() || !stated {
            judgement.add(id, &rule.strictness, candidate.finds(&Sight::of(*test, home)));
        }
    }
    for (who, rule) in excludes {
        judgement.add(&rule.id, &rule.strictness, excluded(who, candidate.household()));
    }
    judgement
}

/// A problem of which only some rules are left on, in ever other sets, and half of them about fewer things: with all of them nothing
/// is open to anybody.
fn thinned(seed: u64) -> Problem {
    let mut parts = generated(seed).parts().clone();
    for (rule, index) in parts.rules.iter_mut().zip(seed..) {
        if !index.is_multiple_of(5) {
            rule.strictness = Strictness::Off;
        }
        if index.is_multiple_of(2) {
            rule.homes = HomeFilter { categories: rule.homes.categories.clone(), ..HomeFilter::default() };
        }
    }
    Problem::from_parts(parts).unwrap()
}

#[test]
fn judging_in_groups_is_judging_home_by_home() {
    let (mut refused, mut asked, mut priced, mut open) = (0, 0, 0, 0);
    for seed in 0..400 {
        let problem = if seed % 4 == 0 { generated(seed) } else { thinned(seed) };
        let homes: Vec<Home<'_>> = problem.units().iter().filter_map(|unit| Home::of(&problem, unit)).collect();
        let sieve = Sieve::of(&problem, &homes.iter().collect::<Vec<_>>());
        let counts: Vec<usize> = (1..=homes.len()).collect();
        let number = |home: usize| u32::try_from(counts[home]).unwrap();
        let tally = Tally::of(&counts);
        for candidate in problem.households().iter().filter_map(|household| Candidate::of(&problem, household)) {
            let mut verdict = Verdict::over(homes.len());
            sieve.judge(&candidate, &mut verdict);
            let judged: Vec<Judgement<'_>> = homes.iter().map(|home| plain(&problem, &candidate, home)).collect();
            let mut excluded_by: BTreeMap<RuleId, u32> = BTreeMap::new();
            let mut ask_for: BTreeMap<String, u32> = BTreeMap::new();
            let mut opened = HomeSet::with_capacity(homes.len());
            for (home, judgement) in judged.iter().enumerate() {
                assert_eq!(
                    verdict.prices(home).collect::<Vec<_>>(),
                    judgement.prices,
                    "prices of {} in home {home}",
                    candidate.household().id
                );
                opened.set(home, judgement.refusals.is_empty());
                for rule in judgement.refusals.iter().map(|refusal| refusal.rule).collect::<BTreeSet<_>>() {
                    *excluded_by.entry(rule.into()).or_default() += number(home);
                }
                let asks: Option<BTreeSet<String>> = judgement.refusals.iter().map(|refusal| refusal.ask.clone()).collect();
                for ask in asks.into_iter().flatten() {
                    *ask_for.entry(ask).or_default() += number(home);
                }
                priced += judgement.prices.len();
            }
            assert_eq!(verdict.open().collect::<Vec<_>>(), opened.ones().collect::<Vec<_>>());
            let openings = verdict.openings(&opened, &tally);
            assert_eq!(openings.excluded_by, excluded_by);
            assert_eq!(openings.ask_for, ask_for);
            assert_eq!(openings.homes, opened.ones().map(number).sum::<u32>());
            refused += excluded_by.len();
            asked += ask_for.len();
            open += opened.count_ones(..);
        }
    }
    assert!(refused > 1000 && asked > 100 && priced > 1000 && open > 100, "{refused} {asked} {priced} {open}");
}

#[test]
fn a_home_left_out_is_neither_open_nor_counted() {
    let strictness = Strictness::Hard;
    let rule = RuleId::from("size");
    let both = super::homes_where(2, |_| true);
    let tally = Tally::of(&[3, 4]);
    let mut verdict = Verdict::over(2);
    verdict.add(&rule, &strictness, Finding::Ask("size".to_owned()), &both);
    verdict.refuse_in(Refusal { rule: "ban", ask: None }, 0);
    verdict.leave_out(0);
    let openings = verdict.openings(&HomeSet::with_capacity(2), &tally);
    assert_eq!(verdict.open().count(), 0);
    assert_eq!(openings.excluded_by, BTreeMap::from([(rule, 4)]));
    assert_eq!(openings.ask_for, BTreeMap::from([("size".to_owned(), 4)]));
}
