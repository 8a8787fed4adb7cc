//! The built-in tests of one household in one home: the table in docs/semantics.md, a line each.

use super::home::Home;
use super::person::{standing, suits_nowhere, wish_points};
use super::sight::Sight;
use crate::problem::{
    Application, Date, GenderRule, GenderedPlace, Household, Permanence, Person, Problem, Situation, Staffing, SubstanceCourse,
    SubstanceRule, Tenure, Term, Test, Wishes,
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

impl Finding {
    /// By which degree it is against the household, and what to ask for; `None` if it is not.
    pub fn against(self) -> Option<(i64, Option<String>)> {
        match self {
            Self::Fits => None,
            Self::Violated(degree) => Some((degree, None)),
            Self::Ask(attribute) => Some((1, Some(attribute))),
        }
    }
}

/// What a home would have to be better than, for a resident who only wants to move.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Present {
    permanence: Permanence,
    points: i64,
}

/// A household that waits, with what tests ask of it whatever the home.
pub struct Candidate<'a> {
    problem: &'a Problem,
    household: &'a Household,
    application: &'a Application,
    standing: Permanence,
    present: Option<Present>,
}

impl<'a> Candidate<'a> {
    /// A household as a candidate; `None` if it has not applied.
    pub fn of(problem: &'a Problem, household: &'a Household) -> Option<Self> {
        let application = household.application.as_ref()?;
        let residency = household.residency.as_ref().filter(|residency| residency.tenure == Tenure::WantsToMove);
        let home = residency.and_then(|residency| Home::of(problem, problem.unit(&residency.unit)?));
        let present = home.map(|home| Present {
            permanence: home.site.permanence(),
            points: wish_points(problem, application, &home.wished()),
        });
        Some(Self { problem, household, application, standing: standing(problem, household), present })
    }

    /// The household.
    pub fn household(&self) -> &'a Household {
        self.household
    }

    fn adults(&self) -> impl Iterator<Item = &'a Person> {
        self.household.persons.iter().filter(|person| !person.child)
    }

    /// Whether a test can find anything, whatever the home: some look at each site on its own, and most households need none of it.
    pub fn minds(&self, test: Test) -> bool {
        let Wishes { refused_categories, refused_districts, refused_sites, .. } = &self.application.wishes;
        match test {
            Test::Barred => !self.application.barred_sites.is_empty(),
            Test::Refusal => !(refused_categories.is_empty() && refused_districts.is_empty() && refused_sites.is_empty()),
            Test::Preferred => self.present.is_some(),
            _ => true,
        }
    }

    /// What a test finds, given what it sees of a home; of `deadline` nothing, because that depends on the start.
    pub fn finds(&self, sight: &Sight<'_>) -> Finding {
        let application = self.application;
        let needs = &application.needs;
        match *sight {
            Sight::Gender(rule, stored) => self.gender(rule, stored),
            Sight::Age(None, None) | Sight::Shielding(true) | Sight::Deadline => Finding::Fits,
            Sight::Age(least, most) => {
                let outside = |age: u8| least.is_some_and(|least| age < least) || most.is_some_and(|most| age > most);
                any(self.adults().map(|person| person.age.map(outside)), "age")
            }
            Sight::Tolerance(tolerance) => tolerance
                .iter()
                .map(|(dimension, most)| {
                    let levels = self.household.persons.iter().map(|person| person.behaviour.get(dimension));
                    any(levels.map(|level| level.map(|level| level > most)), dimension.as_str())
                })
                .fold(Finding::Fits, worse),
            Sight::Substance(rule) => {
                let refused: &[SubstanceCourse] = match rule {
                    None | Some(SubstanceRule::Accepted) => return Finding::Fits,
                    Some(SubstanceRule::NotAccepted) => &[SubstanceCourse::ActiveUse],
                    Some(SubstanceRule::AbstinenceRequired) => &[SubstanceCourse::ActiveUse, SubstanceCourse::StableTreatment],
                };
                any(self.adults().map(|person| person.course.map(|course| refused.contains(&course))), "course")
            }
            Sight::Motivation(demand) => demanded(demand, application.motivated, "motivated"),
            Sight::SpecialistAgreement(demand) => demanded(demand, application.specialist_agreement, "specialist_agreement"),
            Sight::WaitingList(demand) => demanded(demand, application.on_waiting_list, "on_waiting_list"),
            Sight::Treatment(demand) => match (demand, application.treatment_months) {
                (None, _) => Finding::Fits,
                (Some(_), None) => ask("treatment_months"),
                (Some(least), Some(months)) => violated(months < least),
            },
            Sight::Homeless(only) => match (only, application.situation) {
                (Some(true), _) if self.household.residency.is_some() => violated(self.standing > Permanence::Roof),
                (Some(true), None) => ask("situation"),
                (Some(true), Some(situation)) => violated(!matches!(
                    situation,
                    Situation::Homeless | Situation::Temporary | Situation::Hospital | Situation::Prison
                )),
                _ => Finding::Fits,
            },
            Sight::Severity(least) => {
                let Some(least) = least else { return Finding::Fits };
                if self.adults().any(|person| person.severity.is_some_and(|severity| severity >= least)) {
                    Finding::Fits
                } else if self.adults().any(|person| person.severity.is_none()) {
                    ask("severity")
                } else {
                    Finding::Violated(1)
                }
            }
            Sight::Children(allowed) => violated(allowed == Some(false) && self.household.children() > 0),
            Sight::Demands(demands) => violated(!demands.is_subset(&application.profiles)),
            Sight::Consent(consent) => violated(consent.is_some_and(|consent| !application.consents.contains(consent))),
            Sight::Decision(category) => {
                let allowed = &application.allowed_categories;
                violated(!allowed.is_empty() && !allowed.contains(&category))
            }
            Sight::Staffing(staffing) => match needs.staffing {
                Some(need) => violated(need > staffing),
                None if staffing == Staffing::RoundTheClock => Finding::Fits,
                None => ask("needs_staffing"),
            },
            Sight::Robust(has) => needed(needs.robust, has, "needs_robust"),
            Sight::Accessible(has) => needed(needs.accessible, has, "needs_accessible"),
            Sight::Distance(has) => needed(needs.distance, has, "needs_distance"),
            Sight::Shielding(false) => any(self.household.persons.iter().map(|person| person.needs_shielding), "needs_shielding"),
            Sight::ServesDistrict(served) => match &application.district {
                _ if served.is_empty() => Finding::Fits,
                None => ask("district"),
                Some(district) => violated(!served.contains(district)),
            },
            Sight::ServesMunicipality(served) => match &application.municipality {
                _ if served.is_empty() => Finding::Fits,
                None => ask("municipality"),
                Some(municipality) => violated(!served.contains(municipality)),
            },
            Sight::Barred(site) => violated(application.barred_sites.contains(site)),
            Sight::Debt(landlord) => violated(landlord.is_some_and(|landlord| application.owes.contains(landlord))),
            Sight::Refusal(category, district, site) => {
                let wishes = &application.wishes;
                violated(
                    wishes.refused_categories.contains(&category)
                        || district.is_some_and(|district| wishes.refused_districts.contains(district))
                        || wishes.refused_sites.contains(site),
                )
            }
            Sight::Rent(rent) => match (rent, application.max_rent) {
                (Some(rent), Some(most)) => violated(rent > most),
                _ => Finding::Fits,
            },
            Sight::Size(largest, places) => {
                let size = self.household.size();
                let over = |most: Option<u32>| most.is_some_and(|most| size > most);
                violated(over(largest) || over(places))
            }
            Sight::Requires(provided) => violated(needs.requires.iter().any(|tag| !provided.contains(tag))),
            Sight::StepDown(permanence) => violated(permanence < self.standing),
            Sight::Preferred(permanence, wished) => {
                let Some(present) = self.present else { return Finding::Fits };
                violated(Present { permanence, points: wish_points(self.problem, application, &wished) } <= present)
            }
            Sight::Overstaffed(staffing) => match needs.staffing {
                Some(need) => {
                    let steps = step(staffing) - step(need);
                    if steps > 0 { Finding::Violated(steps) } else { Finding::Fits }
                }
                None => Finding::Fits,
            },
        }
    }

    /// The test `deadline`, for a start.
    pub fn deadline(&self, start: Date) -> Finding {
        let late = self.application.housed_by.is_some_and(|by| start > by);
        violated(self.application.housed_by_is_hard && late)
    }

    fn gender(&self, rule: Option<GenderRule>, stored: Option<GenderedPlace>) -> Finding {
        let place = match rule {
            None | Some(GenderRule::Any) => return Finding::Fits,
            Some(GenderRule::Women) => Some(GenderedPlace::Women),
            Some(GenderRule::Men) => Some(GenderedPlace::Men),
            Some(GenderRule::Single) => stored,
        };
        let unsuited = |person: &Person| {
            person.gendered_places().map(|places| match place {
                Some(place) => !places.contains(&place),
                None => suits_nowhere(&places),
            })
        };
        any(self.adults().map(unsuited), "gender")
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
