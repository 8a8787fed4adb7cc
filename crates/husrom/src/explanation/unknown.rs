//! What an unknown fact could turn out to be: the values that could open a home, and the household with one of them stated.

use std::collections::BTreeSet;

use crate::problem::{
    Admission, Composition, Dimension, Household, Level, MinutesPerWeek, Person, Predicate, Problem, RuleKind, Situation,
    Staffing, Strictness, SubstanceCourse, Term,
};

/// The values of an unknown attribute that could open a home, few and in a fixed order.
pub fn possible(problem: &Problem, attribute: &str) -> Vec<String> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    match attribute {
        "gender" => words(&["woman", "man"]),
        "age" => ages(problem).into_iter().map(|years| years.to_string()).collect(),
        "course" => SubstanceCourse::all().iter().map(|course| course.name().to_owned()).collect(),
        "severity" => words(&["1", "2", "3"]),
        "vulnerable" => words(&["false", "true"]),
        "needs_shielding" | "needs_robust" | "needs_accessible" | "needs_distance" => words(&["false"]),
        "motivated" | "specialist_agreement" | "on_waiting_list" => words(&["true"]),
        "needs_staffing" => Staffing::all().iter().map(|staffing| staffing.name().to_owned()).collect(),
        "treatment_months" => {
            let months: BTreeSet<u16> = admissions(problem).filter_map(|admission| admission.treatment_months).collect();
            months.into_iter().map(|months| months.to_string()).collect()
        }
        // Those that homes for the homeless take in, and that are not told by a date of release.
        "situation" => [Situation::Homeless, Situation::Temporary].map(|situation| situation.name().to_owned()).to_vec(),
        "district" => {
            let served: BTreeSet<_> = problem.sites().iter().flat_map(|site| &site.serves_districts).collect();
            served.into_iter().map(ToString::to_string).collect()
        }
        "municipality" => {
            let served: BTreeSet<_> = problem.sites().iter().flat_map(|site| &site.serves_municipalities).collect();
            served.into_iter().map(ToString::to_string).collect()
        }
        // A behaviour, or hours of support.
        _ => words(&["0"]),
    }
}

fn admissions(problem: &Problem) -> impl Iterator<Item = &Admission> {
    problem.sites().iter().map(|site| &site.admission).chain(problem.units().iter().map(|unit| &unit.admission))
}

/// Ages, of which some one opens whatever any age opens: the first of each window, and one that is young enough for all that have none.
fn ages(problem: &Problem) -> BTreeSet<u8> {
    let hard = problem.rules().iter().filter(|rule| rule.strictness == Strictness::Hard);
    let matched: Vec<&Predicate> = hard.flat_map(|rule| predicates(&rule.kind)).collect();
    let first = admissions(problem).filter_map(|admission| admission.age_min);
    let past = matched.iter().filter_map(|who| who.age_max?.checked_add(1));
    let last = admissions(problem).filter_map(|admission| admission.age_max);
    let short_of = matched.iter().filter_map(|who| who.age_min?.checked_sub(1));
    first.chain(past).chain(last.chain(short_of).min()).collect()
}

/// Those that a rule looks at by their own attributes.
fn predicates(rule: &RuleKind) -> Vec<&Predicate> {
    match rule {
        RuleKind::Exclude { who } => vec![who],
        RuleKind::Composition { composition, .. } => match composition {
            Composition::Limit { who, .. } | Composition::Share { who, .. } => vec![who],
            Composition::Apart { one, other, .. } => vec![one, other],
            Composition::Same { .. } => Vec::new(),
        },
        RuleKind::Test(_) | RuleKind::SingleGender { .. } | RuleKind::MoveLimit { .. } => Vec::new(),
    }
}

/// The attributes of a household that may be unknown, the dimensions of behaviour apart.
const STATED: [&str; 18] = [
    "motivated",
    "specialist_agreement",
    "on_waiting_list",
    "needs_robust",
    "needs_accessible",
    "needs_distance",
    "treatment_months",
    "situation",
    "district",
    "municipality",
    "needs_staffing",
    "support_hours",
    "age",
    "gender",
    "course",
    "severity",
    "vulnerable",
    "needs_shielding",
];

/// Whether there is such a fact of a household in the problem.
pub fn can_be_stated(problem: &Problem, attribute: &str) -> bool {
    let is_named = |dimension: &Dimension| dimension.as_str() == attribute;
    let mut persons = problem.households().iter().flat_map(|household| &household.persons);
    STATED.contains(&attribute)
        || Dimension::STANDARD.iter().any(|(name, _, _)| *name == attribute)
        || persons.any(|person| person.behaviour.keys().any(is_named))
        || admissions(problem).any(|admission| admission.tolerance.keys().any(is_named))
}

/// Hours a week, with a point or a comma, in minutes.
fn minutes(hours: &str) -> Option<MinutesPerWeek> {
    let minutes = hours.trim().replace(',', ".").parse::<f64>().ok()? * 60.0;
    #[allow(clippy::cast_possible_truncation)] // No more than the minutes of a week.
    (0.0..=10_080.0).contains(&minutes).then(|| MinutesPerWeek(minutes.round() as i64))
}

/// States a fact wherever it is unknown; `None` where the value is none of the attribute's.
pub fn state(household: &mut Household, attribute: &str, value: &str) -> Option<()> {
    let truth = || value.parse::<bool>().ok();
    let application = household.application.as_mut()?;
    let needs = &mut application.needs;
    match attribute {
        "motivated" => application.motivated = application.motivated.or(Some(truth()?)),
        "specialist_agreement" => application.specialist_agreement = application.specialist_agreement.or(Some(truth()?)),
        "on_waiting_list" => application.on_waiting_list = application.on_waiting_list.or(Some(truth()?)),
        "needs_robust" => needs.robust = needs.robust.or(Some(truth()?)),
        "needs_accessible" => needs.accessible = needs.accessible.or(Some(truth()?)),
        "needs_distance" => needs.distance = needs.distance.or(Some(truth()?)),
        "treatment_months" => {
            let months = value.parse().ok()?;
            application.treatment_months = application.treatment_months.or(Some(months));
        }
        "situation" => application.situation = application.situation.or(Some(Term::read(value)?)),
        "district" => drop(application.district.get_or_insert_with(|| value.into())),
        "municipality" => drop(application.municipality.get_or_insert_with(|| value.into())),
        "needs_staffing" => needs.staffing = needs.staffing.or(Some(Term::read(value)?)),
        "support_hours" => {
            let minutes = minutes(value)?;
            needs.support = needs.support.or(Some(minutes));
        }
        _ => {
            for person in &mut household.persons {
                state_of(person, attribute, value)?;
            }
        }
    }
    Some(())
}

fn state_of(person: &mut Person, attribute: &str, value: &str) -> Option<()> {
    match attribute {
        // Nobody asks how old a child is; a home for adults would only tell the wrong age.
        "age" if person.child => {}
        "age" => person.age = person.age.or(Some(value.parse().ok()?)),
        "gender" => person.gender = person.gender.or(Some(Term::read(value)?)),
        "course" => person.course = person.course.or(Some(Term::read(value)?)),
        "severity" => person.severity = person.severity.or(Some(value.parse().ok()?)),
        "vulnerable" => person.vulnerable = person.vulnerable.or(Some(value.parse().ok()?)),
        "needs_shielding" => person.needs_shielding = person.needs_shielding.or(Some(value.parse().ok()?)),
        behaviour => {
            let level = Level(value.parse().ok()?);
            person.behaviour.entry(behaviour.into()).or_insert(level);
        }
    }
    Some(())
}
