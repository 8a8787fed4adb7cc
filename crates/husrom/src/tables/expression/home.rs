//! Filters of homes, and the demands a site was meant to make.

use std::fmt::Display;

use super::{Comparison, Condition, Key, cells, conditions, dimension_key, words, yes_no};
use crate::problem::{Admission, Dimension, HomeFilter, Tag};
use crate::tables::issue::Fault;
use crate::tables::schema::{MONTHS, Range, SEVERITY};

const HOME_KEYS: &[Key] = &[
    ("category", &["kategori", "boligtype"]),
    ("district", &["bydel"]),
    ("zone", &["sone", "levekårssone"]),
    ("site", &["bosted"]),
    ("unit", &["boenhet", "bolig"]),
    ("contract", &["kontrakt"]),
    ("provides", &["tilbyr", "har"]),
];

/// Reads a filter of homes.
pub(in crate::tables) fn homes(text: &str) -> Result<HomeFilter, Fault> {
    let mut filter = HomeFilter::default();
    for condition in conditions(text, HOME_KEYS)? {
        match condition.key.as_str() {
            "category" => filter.categories = condition.terms()?,
            "district" => filter.districts = condition.names()?,
            "zone" => filter.zones = condition.names()?,
            "site" => filter.sites = condition.names()?,
            "unit" => filter.units = condition.names()?,
            "contract" => filter.contracts = condition.terms()?,
            "provides" => filter.provides = condition.names()?,
            _ => return Err(condition.wrong_sign()),
        }
    }
    Ok(filter)
}

/// The filter as text that reads back the same; empty for every home.
pub(in crate::tables) fn homes_text(filter: &HomeFilter) -> String {
    let mut parts: Vec<String> = Vec::new();
    let mut add = |key: &str, values: String| {
        if !values.is_empty() {
            parts.push(format!("{key}={values}"));
        }
    };
    add("category", words(filter.categories.iter().copied()));
    add("district", names(&filter.districts));
    add("zone", names(&filter.zones));
    add("site", names(&filter.sites));
    add("unit", names(&filter.units));
    add("contract", words(filter.contracts.iter().copied()));
    add("provides", names(&filter.provides));
    parts.join("; ")
}

fn names<'a, T: Display + 'a>(names: impl IntoIterator<Item = &'a T>) -> String {
    names.into_iter().map(T::to_string).collect::<Vec<_>>().join("|")
}

const ADMISSION_KEYS: &[Key] = &[
    ("gender_rule", &["gender", "kjønn", "kjønnsregel"]),
    ("age", &["alder"]),
    ("substance_rule", &["substance", "rus", "rusregel"]),
    ("motivation", &["motivasjon"]),
    ("treatment_months", &["treatment", "behandling"]),
    ("specialist_agreement", &["spesialistavtale", "avtale med spesialisthelsetjenesten"]),
    ("waiting_list", &["venteliste"]),
    ("homeless", &["bostedsløs", "bostedsløse"]),
    ("severity", &["hovedforløp", "forløp"]),
    ("children", &["barn"]),
    ("demands", &["profil", "krav om profil"]),
    ("consent", &["samtykke"]),
];

/// Reads what a site demands, as conditions: `gender_rule=women; age>=30; violence<=1`.
pub(in crate::tables) fn admission(text: &str) -> Result<Admission, Fault> {
    let mut admission = Admission::default();
    for condition in conditions(text, ADMISSION_KEYS)? {
        read(&condition, &mut admission)?;
    }
    Ok(admission)
}

fn read(condition: &Condition<'_>, admission: &mut Admission) -> Result<(), Fault> {
    match condition.key.as_str() {
        "gender_rule" => admission.gender = Some(condition.term()?),
        "substance_rule" => admission.substance = Some(condition.term()?),
        "motivation" => admission.motivation = Some(condition.yes()?),
        "specialist_agreement" => admission.specialist_agreement = Some(condition.yes()?),
        "waiting_list" => admission.waiting_list = Some(condition.yes()?),
        "homeless" => admission.homeless = Some(condition.yes()?),
        "children" => admission.children = Some(condition.yes()?),
        "demands" => admission.demands = condition.names()?,
        "consent" => {
            condition.one()?;
            admission.consent = condition.names::<Tag, Vec<Tag>>()?.into_iter().next();
        }
        "age" => {
            let age = condition.value(cells::age_text(condition.one()?))?;
            match condition.comparison {
                Comparison::AtLeast => admission.age_min = Some(age),
                Comparison::AtMost => admission.age_max = Some(age),
                Comparison::Equal => (admission.age_min, admission.age_max) = (Some(age), Some(age)),
            }
        }
        "treatment_months" => admission.treatment_months = at_least(condition, MONTHS)?,
        "severity" => admission.severity_min = at_least(condition, SEVERITY)?,
        dimension if condition.comparison == Comparison::AtMost => {
            admission.tolerance.insert(Dimension::from(dimension), condition.level()?);
        }
        _ => return Err(condition.wrong_sign()),
    }
    Ok(())
}

fn at_least<N: TryFrom<i128>>(condition: &Condition<'_>, range: Range) -> Result<Option<N>, Fault> {
    if condition.comparison != Comparison::AtLeast {
        return Err(condition.wrong_sign());
    }
    Ok(N::try_from(condition.value(cells::integer_text(condition.one()?, range))?).ok())
}

/// The demands as text that reads back the same; empty for none.
pub(in crate::tables) fn admission_text(admission: &Admission) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(admission.gender.map(|rule| format!("gender_rule={rule}")));
    parts.extend(admission.age_min.map(|age| format!("age>={age}")));
    parts.extend(admission.age_max.map(|age| format!("age<={age}")));
    parts.extend(admission.tolerance.iter().map(|(dimension, level)| format!("{}<={level}", dimension_key(dimension))));
    parts.extend(admission.substance.map(|rule| format!("substance_rule={rule}")));
    let mut flag = |key: &str, value: Option<bool>| parts.extend(value.map(|value| format!("{key}={}", yes_no(value))));
    flag("motivation", admission.motivation);
    flag("specialist_agreement", admission.specialist_agreement);
    flag("waiting_list", admission.waiting_list);
    flag("homeless", admission.homeless);
    flag("children", admission.children);
    parts.extend(admission.treatment_months.map(|months| format!("treatment_months>={months}")));
    parts.extend(admission.severity_min.map(|severity| format!("severity>={severity}")));
    if !admission.demands.is_empty() {
        parts.push(format!("demands={}", names(&admission.demands)));
    }
    parts.extend(admission.consent.as_ref().map(|consent| format!("consent={consent}")));
    parts.join("; ")
}
