//! The facts that a test goes by: the household's beside the home's.

use std::collections::BTreeSet;

use super::cause::{Fact, Value};
use crate::eligibility::{Home, standing};
use crate::problem::{Application, GenderRule, Household, Language, Permanence, Person, Problem, Term, Test};

/// What there is to know of a household and a home.
pub struct Facts<'a> {
    /// The problem.
    pub problem: &'a Problem,
    /// The household.
    pub household: &'a Household,
    /// Its application.
    pub application: &'a Application,
    /// The home.
    pub home: &'a Home<'a>,
}

impl Facts<'_> {
    /// The facts of a test that is violated. Of several persons, the ones that matter.
    pub fn of(&self, test: Test) -> Vec<Fact> {
        let Self { application, home, .. } = *self;
        let (site, unit, admission, needs) = (home.site, home.unit, &home.admission, &application.needs);
        let one = |attribute: &str, household: Option<Value>, home: Option<Value>| {
            vec![Fact { attribute: attribute.to_owned(), household, home }]
        };
        match test {
            Test::Gender => {
                let genders = self.adults().filter_map(|person| person.gender).map(term);
                let place = match (admission.gender, site.single_gender) {
                    (Some(GenderRule::Single), Some(place)) => Some(term(place)),
                    (rule, _) => rule.map(term),
                };
                one("gender", list(genders), place)
            }
            Test::Age => {
                let ages =
                    self.adults().filter_map(|person| person.age).map(|age| both(&format!("{age} år"), &format!("{age} years")));
                let window = match (admission.age_min, admission.age_max) {
                    (Some(least), Some(most)) => Some(both(&format!("{least}–{most} år"), &format!("{least}–{most} years"))),
                    (Some(least), None) => Some(both(&format!("fra {least} år"), &format!("from {least} years"))),
                    (None, Some(most)) => Some(both(&format!("til {most} år"), &format!("up to {most} years"))),
                    (None, None) => None,
                };
                one("age", list(ages), window)
            }
            Test::Tolerance => self.tolerance(),
            Test::Substance => {
                let courses = self.adults().filter_map(|person| person.course).map(term);
                one("course", list(courses), admission.substance.map(term))
            }
            Test::Motivation => one("motivated", application.motivated.map(yes_no), None),
            Test::SpecialistAgreement => one("specialist_agreement", application.specialist_agreement.map(yes_no), None),
            Test::WaitingList => one("on_waiting_list", application.on_waiting_list.map(yes_no), None),
            Test::Treatment => {
                let months = |months: u16| number(months.into(), ["måned", "måneder"], ["month", "months"]);
                one("treatment_months", application.treatment_months.map(months), admission.treatment_months.map(months))
            }
            Test::Homeless => one("situation", application.situation.map(term), None),
            Test::Severity => {
                let severities =
                    self.adults().filter_map(|person| person.severity).map(|it| both(&it.to_string(), &it.to_string()));
                let least = admission.severity_min.map(|least| both(&format!("minst {least}"), &format!("at least {least}")));
                one("severity", list(severities), least)
            }
            Test::Children => one("children", Some(same(&self.household.children().to_string())), None),
            Test::Demands => {
                one("profiles", None, list(admission.demands.difference(&application.profiles).map(|tag| same(tag.as_str()))))
            }
            Test::Consent => one("consents", None, admission.consent.as_ref().map(|consent| same(consent.as_str()))),
            Test::Decision => {
                let allowed = application.allowed_categories.iter().map(|category| term(*category));
                one("allowed_categories", list(allowed), Some(term(site.category)))
            }
            Test::Staffing | Test::Overstaffed => one("needs_staffing", needs.staffing.map(term), Some(term(home.staffing))),
            Test::Robust => one("needs_robust", needs.robust.map(yes_no), None),
            Test::Accessible => one("needs_accessible", needs.accessible.map(yes_no), None),
            Test::Distance => one("needs_distance", needs.distance.map(yes_no), None),
            Test::Shielding => one("needs_shielding", Some(yes_no(true)), None),
            Test::ServesDistrict => {
                let served = site.serves_districts.iter().map(|district| same(district.as_str()));
                one("district", application.district.as_ref().map(|it| same(it.as_str())), list(served))
            }
            Test::ServesMunicipality => {
                let served = site.serves_municipalities.iter().map(|municipality| same(municipality.as_str()));
                one("municipality", application.municipality.as_ref().map(|it| same(it.as_str())), list(served))
            }
            Test::Barred => one("barred_sites", None, Some(same(site.id.as_str()))),
            Test::Debt => one("owes", None, site.landlord.as_ref().map(|landlord| same(landlord.as_str()))),
            Test::Refusal => self.refusal(),
            Test::Rent => {
                let kroner = |kroner: crate::problem::Kroner| number(kroner.0, ["krone", "kroner"], ["krone", "kroner"]);
                one("max_rent", application.max_rent.map(kroner), unit.rent.map(kroner))
            }
            Test::Size => {
                let most = [unit.largest_household, unit.shared_places].into_iter().flatten().min();
                let persons = |persons: u32| number(persons.into(), ["person", "personer"], ["person", "persons"]);
                one("persons", Some(persons(self.household.size())), most.map(persons))
            }
            Test::Requires => {
                let lacking = needs.requires.iter().filter(|tag| !home.provides.contains(tag)).map(|tag| same(tag.as_str()));
                one("requires", list(lacking), None)
            }
            Test::StepDown => {
                let now: Permanence = standing(self.problem, self.household);
                one("permanence", Some(term(now)), Some(term(site.permanence())))
            }
            Test::Deadline => {
                one("housed_by", application.housed_by.map(|date| both(&Language::Nb.date(date), &Language::En.date(date))), None)
            }
            Test::Preferred => Vec::new(),
        }
    }

    /// Each dimension in which somebody is above what the home tolerates.
    fn tolerance(&self) -> Vec<Fact> {
        let tolerance = self.home.admission.tolerance.iter();
        let above = tolerance.filter_map(|(dimension, most)| {
            let level = self.household.persons.iter().filter_map(|person| person.behaviour.get(dimension)).max()?;
            let level_of = |level: u8| both(&format!("nivå {level}"), &format!("level {level}"));
            (level > most).then(|| Fact {
                attribute: dimension.to_string(),
                household: Some(level_of(level.0)),
                home: Some(level_of(most.0)),
            })
        });
        above.collect()
    }

    /// What the household has said no to.
    fn refusal(&self) -> Vec<Fact> {
        let (wishes, site) = (&self.application.wishes, self.home.site);
        let mut facts = Vec::new();
        let mut said_no = |attribute: &str, value: Value| {
            facts.push(Fact { attribute: attribute.to_owned(), household: None, home: Some(value) });
        };
        if wishes.refused_categories.contains(&site.category) {
            said_no("refused_categories", term(site.category));
        }
        if let Some(district) = site.district.as_ref().filter(|district| wishes.refused_districts.contains(district)) {
            said_no("refused_districts", same(district.as_str()));
        }
        if wishes.refused_sites.contains(&site.id) {
            said_no("refused_sites", same(site.id.as_str()));
        }
        facts
    }

    fn adults(&self) -> impl Iterator<Item = &Person> {
        self.household.persons.iter().filter(|person| !person.child)
    }
}

fn both(nb: &str, en: &str) -> Value {
    Value { nb: nb.to_owned(), en: en.to_owned() }
}

fn same(text: &str) -> Value {
    both(text, text)
}

fn term<T: Term>(value: T) -> Value {
    both(value.nb(), value.en())
}

/// A number of something: what one is called, and what several are.
fn number(value: i64, nb: [&str; 2], en: [&str; 2]) -> Value {
    let several = usize::from(value != 1);
    let of = |language: Language, words: [&str; 2]| format!("{} {}", language.number(value), words[several]);
    both(&of(Language::Nb, nb), &of(Language::En, en))
}

fn yes_no(yes: bool) -> Value {
    if yes { both("ja", "yes") } else { both("nei", "no") }
}

fn listed(values: &[String], and: &str) -> String {
    match values {
        [first @ .., last] if !first.is_empty() => format!("{} {and} {last}", first.join(", ")),
        _ => values.concat(),
    }
}

/// Values one after the other, each once; `None` where there are none.
fn list(values: impl Iterator<Item = Value>) -> Option<Value> {
    let distinct: BTreeSet<(String, String)> = values.map(|value| (value.nb, value.en)).collect();
    let (nb, en): (Vec<String>, Vec<String>) = distinct.into_iter().unzip();
    (!nb.is_empty()).then(|| both(&listed(&nb, "og"), &listed(&en, "and")))
}
