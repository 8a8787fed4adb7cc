//! The built-in tests of one household in one home: the table in docs/semantics.md, a line each.

use super::home::Home;
use super::person::{standing, suits_nowhere, wish_points};
use crate::problem::{
    Application, Date, GenderRule, GenderedPlace, Household, Permanence, Person, Problem, Situation, Staffing, SubstanceCourse,
    SubstanceRule, Tenure, Term, Test,
};

/// What a test finds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Nothing against it.
    Fits,
    /// Violated, by this degree.
    Violated(i64),
    /// The attribute is unknown.
    Ask(String),
}

/// A household, its application and its place in the problem.
pub struct Candidate<'a> {
    pub problem: &'a Problem,
    pub household: &'a Household,
    pub application: &'a Application,
}

impl<'a> Candidate<'a> {
    fn adults(&self) -> impl Iterator<Item = &'a Person> {
        self.household.persons.iter().filter(|person| !person.child)
    }

    /// Applies a test, but `deadline`, which depends on the start.
    pub fn test(&self, test: Test, home: &Home<'_>) -> Finding {
        let application = self.application;
        let needs = &application.needs;
        let admission = &home.admission;
        let site = home.site;
        match test {
            Test::Gender => self.gender(home),
            Test::Age => {
                if admission.age_min.is_none() && admission.age_max.is_none() {
                    return Finding::Fits;
                }
                let outside = |age: u8| {
                    admission.age_min.is_some_and(|least| age < least) || admission.age_max.is_some_and(|most| age > most)
                };
                any(self.adults().map(|person| person.age.map(outside)), "age")
            }
            Test::Tolerance => admission
                .tolerance
                .iter()
                .map(|(dimension, most)| {
                    let levels = self.household.persons.iter().map(|person| person.behaviour.get(dimension));
                    any(levels.map(|level| level.map(|level| level > most)), dimension.as_str())
                })
                .fold(Finding::Fits, worse),
            Test::Substance => {
                let refused: &[SubstanceCourse] = match admission.substance {
                    None | Some(SubstanceRule::Accepted) => return Finding::Fits,
                    Some(SubstanceRule::NotAccepted) => &[SubstanceCourse::ActiveUse],
                    Some(SubstanceRule::AbstinenceRequired) => &[SubstanceCourse::ActiveUse, SubstanceCourse::StableTreatment],
                };
                any(self.adults().map(|person| person.course.map(|course| refused.contains(&course))), "course")
            }
            Test::Motivation => demanded(admission.motivation, application.motivated, "motivated"),
            Test::SpecialistAgreement => {
                demanded(admission.specialist_agreement, application.specialist_agreement, "specialist_agreement")
            }
            Test::WaitingList => demanded(admission.waiting_list, application.on_waiting_list, "on_waiting_list"),
            Test::Treatment => match (admission.treatment_months, application.treatment_months) {
                (None, _) => Finding::Fits,
                (Some(_), None) => ask("treatment_months"),
                (Some(least), Some(months)) => violated(months < least),
            },
            Test::Homeless => match (admission.homeless, application.situation) {
                (Some(true), _) if self.household.residency.is_some() => {
                    violated(standing(self.problem, self.household) > Permanence::Roof)
                }
                (Some(true), None) => ask("situation"),
                (Some(true), Some(situation)) => violated(!matches!(
                    situation,
                    Situation::Homeless | Situation::Temporary | Situation::Hospital | Situation::Prison
                )),
                _ => Finding::Fits,
            },
            Test::Severity => {
                let Some(least) = admission.severity_min else { return Finding::Fits };
                if self.adults().any(|person| person.severity.is_some_and(|severity| severity >= least)) {
                    Finding::Fits
                } else if self.adults().any(|person| person.severity.is_none()) {
                    ask("severity")
                } else {
                    Finding::Violated(1)
                }
            }
            Test::Children => violated(admission.children == Some(false) && self.household.children() > 0),
            Test::Demands => violated(!admission.demands.is_subset(&application.profiles)),
            Test::Consent => violated(admission.consent.as_ref().is_some_and(|consent| !application.consents.contains(consent))),
            Test::Decision => {
                let allowed = &application.allowed_categories;
                violated(!allowed.is_empty() && !allowed.contains(&site.category))
            }
            Test::Staffing => match needs.staffing {
                Some(need) => violated(need > home.staffing),
                None if home.staffing == Staffing::RoundTheClock => Finding::Fits,
                None => ask("needs_staffing"),
            },
            Test::Robust => needed(needs.robust, home.unit.robust, "needs_robust"),
            Test::Accessible => needed(needs.accessible, home.unit.accessible, "needs_accessible"),
            Test::Distance => needed(needs.distance, site.detached, "needs_distance"),
            Test::Shielding => {
                if site.shielded || home.unit.shielded {
                    return Finding::Fits;
                }
                any(self.household.persons.iter().map(|person| person.needs_shielding), "needs_shielding")
            }
            Test::ServesDistrict => match &application.district {
                _ if site.serves_districts.is_empty() => Finding::Fits,
                None => ask("district"),
                Some(district) => violated(!site.serves_districts.contains(district)),
            },
            Test::ServesMunicipality => match &application.municipality {
                _ if site.serves_municipalities.is_empty() => Finding::Fits,
                None => ask("municipality"),
                Some(municipality) => violated(!site.serves_municipalities.contains(municipality)),
            },
            Test::Barred => violated(application.barred_sites.contains(&site.id)),
            Test::Debt => violated(site.landlord.as_ref().is_some_and(|landlord| application.owes.contains(landlord))),
            Test::Refusal => {
                let wishes = &application.wishes;
                violated(
                    wishes.refused_categories.contains(&site.category)
                        || site.district.as_ref().is_some_and(|district| wishes.refused_districts.contains(district))
                        || wishes.refused_sites.contains(&site.id),
                )
            }
            Test::Rent => match (home.unit.rent, application.max_rent) {
                (Some(rent), Some(most)) => violated(rent > most),
                _ => Finding::Fits,
            },
            Test::Size => {
                let size = self.household.size();
                let over = |most: Option<u32>| most.is_some_and(|most| size > most);
                violated(over(home.unit.largest_household) || over(home.unit.shared_places))
            }
            Test::Requires => violated(needs.requires.iter().any(|tag| !home.provides.contains(tag))),
            Test::StepDown => violated(site.permanence() < standing(self.problem, self.household)),
            Test::Preferred => self.preferred(home),
            Test::Overstaffed => match needs.staffing {
                Some(need) => {
                    let steps = step(home.staffing) - step(need);
                    if steps > 0 { Finding::Violated(steps) } else { Finding::Fits }
                }
                None => Finding::Fits,
            },
            Test::Deadline => Finding::Fits,
        }
    }

    /// The test `deadline`, for a start.
    pub fn deadline(&self, start: Date) -> Finding {
        let late = self.application.housed_by.is_some_and(|by| start > by);
        violated(self.application.housed_by_is_hard && late)
    }

    fn gender(&self, home: &Home<'_>) -> Finding {
        let place = match (home.admission.gender, home.site.single_gender) {
            (None | Some(GenderRule::Any), _) => return Finding::Fits,
            (Some(GenderRule::Women), _) => Some(GenderedPlace::Women),
            (Some(GenderRule::Men), _) => Some(GenderedPlace::Men),
            (Some(GenderRule::Single), stored) => stored,
        };
        let unsuited = |person: &Person| {
            person.gendered_places().map(|places| match place {
                Some(place) => !places.contains(&place),
                None => suits_nowhere(&places),
            })
        };
        any(self.adults().map(unsuited), "gender")
    }

    fn preferred(&self, home: &Home<'_>) -> Finding {
        let Some(residency) = &self.household.residency else { return Finding::Fits };
        if residency.tenure != Tenure::WantsToMove {
            return Finding::Fits;
        }
        let Some(present) = self.problem.unit(&residency.unit).and_then(|unit| Home::of(self.problem, unit)) else {
            return Finding::Fits;
        };
        let points = |home: &Home<'_>| wish_points(self.problem, self.application, home);
        let (now, then) = (present.site.permanence(), home.site.permanence());
        violated(!(then > now || (then == now && points(home) > points(&present))))
    }
}

fn step(staffing: Staffing) -> i64 {
    Staffing::all().iter().position(|it| *it == staffing).and_then(|it| i64::try_from(it).ok()).unwrap_or(0)
}

fn ask(attribute: &str) -> Finding {
    Finding::Ask(attribute.to_owned())
}

fn violated(holds: bool) -> Finding {
    if holds { Finding::Violated(1) } else { Finding::Fits }
}

/// The worse of two findings: a violation decides over an unknown.
fn worse(one: Finding, other: Finding) -> Finding {
    match (&one, &other) {
        (Finding::Fits, _) | (Finding::Ask(_), Finding::Violated(_)) => other,
        _ => one,
    }
}

/// Whether any of several answers is yes; unknown only where none is.
fn any(answers: impl Iterator<Item = Option<bool>>, attribute: &str) -> Finding {
    answers
        .map(|answer| match answer {
            Some(yes) => violated(yes),
            None => ask(attribute),
        })
        .fold(Finding::Fits, worse)
}

fn demanded(demand: Option<bool>, fact: Option<bool>, attribute: &str) -> Finding {
    match (demand, fact) {
        (Some(true), None) => ask(attribute),
        (Some(true), Some(fact)) => violated(!fact),
        _ => Finding::Fits,
    }
}

fn needed(need: Option<bool>, has: bool, attribute: &str) -> Finding {
    match need {
        _ if has => Finding::Fits,
        None => ask(attribute),
        Some(need) => violated(need),
    }
}
