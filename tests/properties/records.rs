//! Decision records: whole ones verify and solve again to the same, changed ones are found, views hold what they may and no more.

use std::sync::Arc;

use husrom::allocation::Outcome;
use husrom::problem::*;
use husrom::proof::statement;
use husrom::record::{Record, RecordError, Sameness, StatedReason};
use husrom::{Allocation, Problem, allocate};
use rayon::prelude::*;
use serde_json::Value;

use crate::dice::Dice;

/// The problem of a seed, with a text wherever there is room for one, solved.
fn solved(seed: u64) -> Option<Allocation> {
    allocate(&worded(&crate::problem(seed).ok()?)).run().ok()
}

/// The texts that [`worded`] puts into a problem, all but numbers after them.
const TEXTS: [&str; 7] = ["Bostedet til", "Veien til", "Drift ved", "Oppusses for", "Spares til", "Flytter hjem til", "Utleier"];

fn worded(problem: &Problem) -> Problem {
    let mut parts = problem.parts().clone();
    for (number, site) in parts.sites.iter_mut().enumerate() {
        site.name = format!("{} {number}", TEXTS[0]);
        site.operator = Some(format!("{} {number}", TEXTS[2]));
        site.landlord = site.landlord.as_ref().map(|landlord| format!("{} {landlord}", TEXTS[6]).into());
    }
    for (number, unit) in parts.units.iter_mut().enumerate() {
        unit.name = format!("{} {number}", TEXTS[1]);
        unit.out_of_service = unit.out_of_service.as_ref().map(|_| format!("{} {number}", TEXTS[3]));
        unit.held_back = unit.held_back.as_ref().map(|_| format!("{} {number}", TEXTS[4]));
    }
    for household in &mut parts.households {
        if let Some(Tenure::Leaves { to, .. }) = household.residency.as_mut().map(|residency| &mut residency.tenure) {
            *to = Some(format!("{} {}", TEXTS[5], household.id));
        }
        if let Some(application) = &mut household.application {
            application.owes = application.owes.iter().map(|landlord| format!("{} {landlord}", TEXTS[6]).into()).collect();
        }
    }
    Problem::from_parts(parts).unwrap()
}

fn text(record: &Record) -> &str {
    std::str::from_utf8(record.to_bytes()).unwrap()
}

/// A change of one byte to another.
fn changed(bytes: &[u8], position: usize, to: u8) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[position] = if bytes[position] == to { to ^ 1 } else { to };
    bytes
}

/// Whether a file that is not as it was sealed is found out.
fn is_found(bytes: &[u8]) -> bool {
    Record::from_bytes(bytes).map_or(true, |record| record.verify().is_err())
}

#[test]
fn a_thousand_random_changes_of_a_byte_are_all_found() {
    let records: Vec<Record> = (0..40).filter_map(solved).map(|allocation| allocation.record()).collect();
    let missed: Vec<u64> = (0..1_000_u64)
        .into_par_iter()
        .filter(|seed| {
            let mut dice = Dice::of(*seed);
            let bytes = dice.pick(&records).to_bytes();
            let position = usize::try_from(dice.roll(bytes.len() as u64)).unwrap();
            // Half of them such as a text may have: those are not found by being no text.
            let to =
                if dice.chance(50) { *dice.pick(b"0123456789-.,:\"[]{} aeStu\n") } else { u8::try_from(dice.roll(256)).unwrap() };
            !is_found(&changed(bytes, position, to))
        })
        .collect();
    assert!(missed.is_empty(), "not found: {missed:?}");
}

#[test]
fn a_change_of_any_byte_is_found() {
    let records = (0..40).filter_map(solved).map(|allocation| allocation.record());
    let smallest = records.min_by_key(|record| record.to_bytes().len()).unwrap();
    let bytes = smallest.to_bytes();
    let missed: Vec<usize> = (0..bytes.len())
        .into_par_iter()
        .filter(|position| [b'1', b'"'].iter().any(|to| !is_found(&changed(bytes, *position, *to))))
        .collect();
    assert!(missed.is_empty(), "not found at {missed:?}");
    (0..bytes.len()).into_par_iter().for_each(|end| {
        assert!(is_found(&bytes[..end]), "cut off at {end}");
        assert!(is_found(&[&bytes[..end], b" ", &bytes[end..]].concat()), "a space at {end}");
    });
}

#[test]
fn a_record_verifies_and_solves_again_to_the_same_on_any_number_of_threads() {
    // One after another: a pool that waits for another takes up the next case meanwhile, and its stack with it.
    let promised: Vec<Sameness> = crate::some(20)
        .filter_map(|seed| Some((seed, solved(seed)?)))
        .map(|(seed, allocation)| {
            let written = allocation.record();
            let record = Record::from_bytes(written.to_bytes()).unwrap();
            assert_eq!(record, written, "seed {seed}");
            assert_eq!(record.allocation(), &allocation, "seed {seed}");
            assert_eq!(Record::of(record.allocation()), written, "seed {seed}: written again, other bytes");
            let verified = record.verify().unwrap_or_else(|error| panic!("seed {seed}: {error}"));
            assert!(verified.is_sealed() && verified.certified() <= verified.levels.len());
            for threads in [1, 2] {
                let again = record.resolve(Some(threads)).unwrap();
                assert!(again.same_version && again.is_as_promised(), "seed {seed}: {:?}", again.differences);
                assert!(again.is_same() || again.sameness == Sameness::OnlyChecked, "seed {seed}: {:?}", again.differences);
            }
            Sameness::of(record.outcome())
        })
        .collect();
    let proved = promised.iter().filter(|sameness| **sameness == Sameness::Proved).count();
    println!("{proved} of {} are the same by proof", promised.len());
    assert!(proved * 4 > promised.len(), "hardly any record promises anything");
}

#[test]
fn it_is_solved_again_with_the_options_of_the_record_and_promises_what_they_allow() {
    let counted: usize = (0..200_u64)
        .filter_map(|seed| Some((seed, crate::problem(seed).ok()?)))
        .map(|(seed, problem)| {
            let Ok(by_work) = allocate(&problem).work_limit(1).gap(0.5).seed(seed).run() else { return 0 };
            let record = by_work.record();
            let again = record.resolve(Some(2)).unwrap();
            assert_eq!(again.allocation.outcome().options, by_work.outcome().options, "seed {seed}");
            assert_eq!(again.allocation.problem(), by_work.problem(), "seed {seed}");
            assert!(again.sameness > Sameness::OnlyChecked && again.is_same(), "seed {seed}: {:?}", again.differences);
            let by_clock = allocate(&problem).time_limit(std::time::Duration::from_mins(1)).run().unwrap();
            assert_ne!(Sameness::of(by_clock.outcome()), Sameness::WorkLimit, "seed {seed}");
            // Another lot's result is not the record's, and every difference is named.
            let other = record.compare(by_clock);
            assert_eq!(
                other.is_same(),
                other.allocation.placements() == by_work.placements() && values(&other.allocation) == values(&by_work)
            );
            1
        })
        .sum();
    assert!(counted > 100, "only {counted} rounds have an allocation");
}

fn values(allocation: &Allocation) -> Vec<(&str, i64)> {
    allocation.levels().iter().map(|level| (level.measure.as_str(), level.value)).collect()
}

/// One way to make another outcome of a true one; `false` where it finds nothing to change.
type Forgery = (&'static str, fn(&mut Outcome) -> bool);

const FORGERIES: [Forgery; 12] = [
    ("a household has another's home", |outcome| {
        let differ = outcome.placements.len() > 1 && outcome.placements[0].unit != outcome.placements[1].unit;
        if differ {
            let unit = outcome.placements[0].unit.clone();
            outcome.placements[0].unit = outcome.placements[1].unit.clone();
            outcome.placements[1].unit = unit;
        }
        differ
    }),
    ("a placement is gone", |outcome| outcome.placements.pop().is_some()),
    ("a start is another", |outcome| {
        outcome.placements.first_mut().is_some_and(|it| {
            it.start = it.start.tomorrow().unwrap();
            true
        })
    }),
    ("a value is another", |outcome| outcome.levels.first_mut().map(|level| level.value += 1).is_some()),
    ("a gap is another", |outcome| outcome.levels.first_mut().map(|level| level.gap = Some(0.25)).is_some()),
    ("a tolerance is another", |outcome| outcome.levels.first_mut().map(|level| level.tolerance += 1).is_some()),
    ("a level is given something else", |outcome| outcome.levels.last_mut().map(|level| level.given = !level.given).is_some()),
    ("somebody who waits is left out", |outcome| outcome.unplaced.pop().is_some()),
    ("a reason is another", |outcome| outcome.unplaced.first_mut().map(|it| it.reason.nb.push('.')).is_some()),
    ("a vacancy is left out", |outcome| outcome.vacant.pop().is_some()),
    ("a scope holds one less", |outcome| {
        outcome.composition.iter_mut().find(|it| it.count > 0).map(|it| it.count -= 1).is_some()
    }),
    ("a resource is used less", |outcome| outcome.resources.first_mut().map(|it| it.after -= 1).is_some()),
];

#[test]
fn what_is_forged_and_sealed_anew_is_found() {
    for (name, forge) in FORGERIES {
        let tried: Vec<u64> = (0..150_u64)
            .into_par_iter()
            .filter(|seed| {
                let Some(allocation) = solved(*seed) else { return false };
                let mut outcome = allocation.outcome().clone();
                let found = forge(&mut outcome) && outcome != *allocation.outcome();
                let forged = Allocation::new(Arc::new(allocation.problem().clone()), outcome).record();
                match Record::from_bytes(forged.to_bytes()).unwrap().verify() {
                    Ok(_) => assert!(!found, "seed {seed}: {name}, and it verifies"),
                    Err(error) => {
                        assert!(error.faults.iter().all(|fault| fault.code != "digest" && fault.code != "form"));
                        assert!(error.to_string().lines().count() > error.faults.len(), "{error}");
                    }
                }
                found
            })
            .collect();
        assert!(tried.len() > 10, "{name}: tried only on {} problems", tried.len());
    }
}

/// The numbers in a value, changed to one that is hard on arithmetic, each with the chance given.
fn strain(value: &mut Value, dice: &mut Dice, percent: u64) {
    match value {
        Value::Number(number) if dice.chance(percent) => {
            *number = (*dice.pick(&[i64::MIN, i64::MIN + 1, -1, 0, 1, i64::from(u32::MAX), i64::MAX - 1, i64::MAX])).into();
        }
        Value::String(text) if dice.chance(percent) => {
            *text = (*dice.pick(&["", "U9", "9999-12-31", "-9999-01-01", "certified", "unproved"])).to_owned();
        }
        Value::Array(values) => {
            if dice.chance(percent) {
                values.pop();
            }
            values.iter_mut().for_each(|value| strain(value, dice, percent));
        }
        Value::Object(entries) => entries.values_mut().for_each(|value| strain(value, dice, percent)),
        _ => {}
    }
}

#[test]
fn no_record_however_strange_makes_a_panic() {
    let tried: usize = (0..4_000_u64)
        .into_par_iter()
        .filter(|seed| {
            let mut dice = Dice::of(seed ^ 0x57a);
            let Some(allocation) = solved(seed % 60) else { return false };
            let mut outcome = serde_json::to_value(allocation.outcome()).unwrap();
            let percent = *dice.pick(&[1, 3, 10]);
            strain(&mut outcome, &mut dice, percent);
            let Ok(outcome) = serde_json::from_value::<Outcome>(outcome) else { return false };
            let strange = Allocation::new(Arc::new(allocation.problem().clone()), outcome).record();
            let read = Record::from_bytes(strange.to_bytes()).unwrap();
            let _ = read.verify();
            let _ = read.appeals_body();
            let _ = read.party(&"S1".into());
            // Never with a clock that was made up: it may be a long one.
            if read.outcome().options.time_limit.is_none() {
                let _ = read.resolve(None);
            }
            true
        })
        .count();
    assert!(tried > 400, "only {tried} could be read at all");
    for bytes in [
        &b""[..],
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe",
        b"{\"record\":{}}",
        b"{\"digest\":1,\"record\":2}",
        b"{\"version\":\"husrom-allocation/1\"}",
    ] {
        assert!(Record::from_bytes(bytes).is_err());
    }
    let deep = "[".repeat(100_000);
    assert_eq!(Record::from_bytes(deep), Err(RecordError::Form));
}

#[test]
fn an_appeals_body_verifies_and_solves_again_without_a_text_that_could_name_anybody() {
    let removed: usize = (0..150_u64)
        .into_par_iter()
        .filter_map(|seed| Some((seed, solved(seed)?)))
        .map(|(seed, allocation)| {
            let reason = |nb: &str| StatedReason {
                household: None,
                unit: None,
                code: "stated".to_owned(),
                nb: nb.to_owned(),
                en: String::new(),
                about_others: true,
                cause: Some(nb.into()),
            };
            let record = allocation.record().with_reasons([reason("Veien til 0 er for liten"), reason("for liten")]);
            let view = Record::from_bytes(record.appeals_body().unwrap().to_bytes()).unwrap();
            assert!(view.verify().unwrap().is_sealed(), "seed {seed}");
            assert_eq!(view.view().unwrap().drawn_from.as_deref(), record.digest(), "seed {seed}");
            for secret in TEXTS {
                assert!(!text(&view).contains(secret), "seed {seed}: {secret}");
            }
            let stated = &view.reasons()[view.reasons().len() - 2..];
            assert!(stated[0].nb.starts_with("Ordlyden") && stated[0].cause.is_none(), "seed {seed}");
            assert_eq!(stated[1], record.reasons()[record.reasons().len() - 1], "seed {seed}");
            // Not a row or coefficient is another.
            assert_eq!(statement(view.problem()), statement(record.problem()), "seed {seed}");
            let again = view.resolve(None).unwrap();
            assert!(again.is_as_promised(), "seed {seed}: {:?}", again.differences);
            assert_eq!(view.outcome().placements, record.outcome().placements);
            assert!(view.appeals_body().unwrap().verify().is_ok());
            view.view().unwrap().left_out.iter().map(|left| left.count).sum::<usize>()
        })
        .sum();
    assert!(removed > 0);
}

/// Whether a name stands in a text as a word.
fn names(text: &str, name: &str) -> bool {
    text.match_indices(name).any(|(start, _)| {
        !text[..start].ends_with(char::is_alphanumeric) && !text[start + name.len()..].starts_with(char::is_alphanumeric)
    })
}

#[test]
fn a_party_is_told_of_nobody_else_by_any_name() {
    let seen: Vec<(bool, usize)> = (0..150_u64)
        .into_par_iter()
        .filter_map(|seed| Some((seed, solved(seed)?)))
        .flat_map_iter(|(seed, allocation)| {
            let problem = allocation.problem().clone();
            let own = problem.applicants().map(|(household, _)| household.id.clone()).collect::<Vec<_>>();
            let all: Vec<(HouseholdId, String)> = problem
                .households()
                .iter()
                .flat_map(|it| {
                    it.persons
                        .iter()
                        .map(|person| (it.id.clone(), person.id.to_string()))
                        .chain([(it.id.clone(), it.id.to_string())])
                })
                .collect();
            // What is stated of a household tells of everybody else, openly and not.
            let reason = |household: &HouseholdId, about_others| StatedReason {
                household: Some(household.clone()),
                unit: None,
                code: "stated".to_owned(),
                nb: if about_others {
                    "en beboer med vold 3".to_owned()
                } else {
                    all.iter().map(|(_, name)| format!("({name}) ")).collect()
                },
                en: String::new(),
                about_others,
                cause: None,
            };
            let reasons: Vec<StatedReason> = own.iter().flat_map(|id| [reason(id, true), reason(id, false)]).collect();
            let record = allocation.record().with_reasons(reasons);
            own.into_iter().map(move |household| {
                let party = record.party(&household).unwrap();
                let told = party.to_json() + &party.text(Language::Nb) + &party.text(Language::En);
                for (_, other) in all.iter().filter(|(of, _)| *of != household) {
                    assert!(!names(&told, other), "seed {seed}: {household} is told of {other}:\n{told}");
                }
                assert!(!told.contains("vold 3"));
                assert!(names(&told, household.as_str()));
                let read = husrom::record::Party::from_json(&party.to_json()).unwrap();
                assert_eq!(read, party, "seed {seed}");
                assert!(read.is_drawn_from(&record), "seed {seed}");
                let mut other = read;
                other.goals.clear();
                assert!(!other.is_drawn_from(&record), "seed {seed}");
                (party.home.is_some(), party.reasons.len())
            })
        })
        .collect();
    assert!(seen.iter().any(|(housed, _)| *housed) && seen.iter().any(|(housed, _)| !housed));
    assert!(seen.iter().all(|(housed, reasons)| *reasons == if *housed { 2 } else { 3 }));
}
