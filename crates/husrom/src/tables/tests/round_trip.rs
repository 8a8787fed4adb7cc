//! What is written is read back the same: JSON, CSV, rows and conditions.

use std::collections::BTreeSet;

use super::super::expression;
use super::super::{Rows, Stated};
use super::generator::{cases, problem};
use super::{codes, json, sound};
use crate::problem::{Composition, Language, Problem, RuleKind, Strictness, Term, Test};
use crate::tables::Code;

#[test]
fn every_problem_is_read_back_from_its_json_and_the_json_is_canonical() {
    for seed in 0..cases(300) {
        let problem = problem(seed);
        let text = problem.to_json();
        let again = Problem::from_json(&text).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(again, problem, "seed {seed}");
        assert_eq!(again.to_json(), text, "seed {seed}");
    }
}

#[test]
fn the_order_of_rows_does_not_change_the_json() {
    for seed in 0..cases(40) {
        let problem = problem(seed);
        let turned = problem.edited(|parts| {
            parts.sites.reverse();
            parts.units.reverse();
            parts.households.reverse();
            parts.households.iter_mut().for_each(|household| household.persons.reverse());
            parts.rules.reverse();
            parts.relations.reverse();
        });
        assert_eq!(turned.unwrap().to_json(), problem.to_json(), "seed {seed}");
    }
}

#[test]
fn every_problem_is_read_back_from_its_csv_files() {
    let folder = std::env::temp_dir().join(format!("husrom-{}-round-trip", std::process::id()));
    for seed in 0..cases(60) {
        let problem = problem(seed);
        problem.write_csv(&folder).unwrap();
        let again = Problem::read(&folder).unwrap_or_else(|error| panic!("seed {seed}: {error}"));
        assert_eq!(again, problem, "seed {seed}");
    }
    let _ = std::fs::remove_dir_all(&folder);
}

#[test]
fn every_problem_is_read_back_from_its_rows_and_parts() {
    for seed in 0..cases(60) {
        let problem = problem(seed);
        assert_eq!(Problem::from_rows(&problem.to_rows()).as_ref(), Ok(&problem), "seed {seed}");
        assert_eq!(Problem::from_parts(problem.parts().clone()).as_ref(), Ok(&problem), "seed {seed}");
    }
}

#[test]
fn the_random_problems_are_rich() {
    let all: Vec<Problem> = (0..cases(300)).map(problem).collect();
    let share = |has: &dyn Fn(&Problem) -> bool| all.iter().filter(|problem| has(problem)).count();
    let rules = |is: &'static dyn Fn(&RuleKind) -> bool| {
        share(&move |problem| problem.rules().iter().any(|rule| rule.strictness != Strictness::Off && is(&rule.kind)))
    };
    let composed = |is: &'static dyn Fn(&Composition) -> bool| {
        share(&move |problem| {
            problem.rules().iter().any(|rule| matches!(&rule.kind, RuleKind::Composition { composition, .. } if is(composition)))
        })
    };
    let counts = [
        share(&|problem| problem.residents().any(|(household, _)| household.application.is_some())),
        share(&|problem| problem.sites().iter().any(|site| site.intended.is_some())),
        share(&|problem| !problem.parts().offers.is_empty()),
        share(&|problem| !problem.parts().pins.is_empty()),
        share(&|problem| problem.round().language == Language::En),
        rules(&|kind| matches!(kind, RuleKind::Exclude { .. })),
        rules(&|kind| matches!(kind, RuleKind::MoveLimit { .. })),
        composed(&|composition| matches!(composition, Composition::Limit { .. })),
        composed(&|composition| matches!(composition, Composition::Share { .. })),
        composed(&|composition| matches!(composition, Composition::Apart { .. })),
        composed(&|composition| matches!(composition, Composition::Same { .. })),
    ];
    assert!(counts.iter().all(|count| *count * 20 >= all.len()), "{counts:?}");
}

#[test]
fn conditions_print_back_to_what_was_read() {
    for text in [
        "gender=woman|other; age>=18; age<=25; violence>=3; vulnerable=yes; needs_shielding=yes; course=recovery|active_use; child=no; severity>=3",
        "behaviour:selvskading>=1",
        "everyone",
    ] {
        assert_eq!(expression::predicate_text(&expression::predicate(text).unwrap()), text);
    }
    let norwegian = expression::predicate("kjønn = kvinne | annet; alder ≥ 18; vold>=3; sårbar=ja; rusforløp=aktiv rus").unwrap();
    assert_eq!(
        expression::predicate_text(&norwegian),
        "gender=woman|other; age>=18; violence>=3; vulnerable=yes; course=active_use"
    );
    let filter = "category=smaahus|bofellesskap; district=Årstad; zone=Z 1; site=S1; unit=U1|U2; contract=referral_agreement; provides=hage";
    assert_eq!(expression::homes_text(&expression::homes(filter).unwrap()), filter);
    assert_eq!(expression::homes_text(&expression::homes("alle").unwrap()), "");
    let admission = "gender_rule=women; age>=30; violence<=1; substance_rule=accepted; children=no; treatment_months>=6; severity>=2; demands=a|b; consent=c";
    assert_eq!(expression::admission_text(&expression::admission(admission).unwrap()), admission);
}

#[test]
fn conditions_that_cannot_be_read_say_why() {
    for text in [
        "violence",
        "violence=3",
        "violence>3",
        "violence<=3",
        "age>=",
        "age>=x",
        "age>=200",
        "gender=kv",
        "gender>=woman",
        ";",
        "=3",
        "severity=3",
        "severity>=4",
        "vulnerable=perhaps",
        "vulnerable=yes|no",
        "gender=woman; gender=man",
        "behaviour:>=1",
        "shoe>=40",
    ] {
        let fault = expression::predicate(text).unwrap_err();
        assert!(!fault.cause.nb.is_empty() && !fault.action.en.is_empty(), "{text}");
    }
    assert!(expression::homes("violence>=3").is_err() && expression::homes("site>=3").is_err());
    let shielded = expression::predicate("vulnurable=yes").unwrap_err();
    assert_eq!(shielded.action.en, "Did you mean “vulnerable”?");
}

#[test]
fn only_rules_that_differ_from_the_built_in_ones_are_written() {
    assert!(sound(&[]).to_rows().rules.is_empty());
    let problem = sound(&[("rules", r#"[{"id": "rent", "kind": "rent", "on": false}]"#)]);
    assert_eq!(problem.to_rows().rules.len(), 1);
    let ids: BTreeSet<&str> = problem.rules().iter().map(|rule| rule.id.as_str()).collect();
    assert!(Test::all().iter().all(|test| ids.contains(test.name())));
}

#[test]
fn rows_say_what_is_unknown_and_what_is_not_needed() {
    let mut rows = sound(&[]).to_rows();
    rows.applicants[0].needs_robust = Some(Stated::Unknown);
    rows.applicants[1].needs_robust = Some(Stated::Known(true));
    let problem = Problem::from_rows(&rows).unwrap();
    let needs: Vec<_> = problem.applicants().map(|(_, application)| application.needs.robust).collect();
    assert_eq!(needs, [None, Some(true), Some(false)]);
    let text = serde_json::to_string(&rows.applicants[0].needs_robust).unwrap();
    assert_eq!((text.as_str(), serde_json::from_str::<Stated<bool>>(&text).unwrap()), ("\"unknown\"", Stated::Unknown));
    let empty = Problem::from_rows(&Rows::default()).unwrap_err();
    // The date; the id of a round is its date where it has no other.
    assert_eq!(codes(&empty.issues), [Code::MissingValue]);
    assert_eq!(empty.issues[0].column.as_deref(), Some("date"));
}

#[test]
fn json_with_a_mark_before_it_is_read() {
    let text = json(&[]);
    assert_eq!(Problem::from_json(format!("\u{feff}{text}")).unwrap(), Problem::from_json(text.as_bytes()).unwrap());
}
