//! The tests of one household in one home: every line of the table, from raw attributes.

use super::checker::{Checker, Home};
use super::facts::{self, Truth, adults, gender_rule, provides, standing, suits, wish_points};
use super::faults::{Faults, Flow};
use super::presence::Placed;
use super::soft::Charges;
use super::{Fault, composition};
use crate::problem::{
    Application, Date, Gender, GenderRule, GenderedPlace, HomeFilter, Household, Permanence, Person, PointTable, Rule, RuleKind,
    Site, Situation, Staffing, Strictness, SubstanceCourse, SubstanceRule, Tag, Tenure, Term, Test, Unit,
};

/// The rules that may govern one test.
pub(super) struct Governing<'a> {
    /// The test.
    test: Test,
    /// The office's own rules for it.
    own: Vec<&'a Rule>,
    /// The rule whose id is the test's name: it governs where none of the office's own matches.
    built_in: Option<&'a Rule>,
}

impl<'a> Governing<'a> {
    /// The rules for each test.
    pub(super) fn of(rules: &'a [Rule]) -> Vec<Self> {
        let for_test = |test: Test| {
            let (built_in, own) = rules
                .iter()
                .filter(|rule| rule.kind == RuleKind::Test(test))
                .partition::<Vec<&Rule>, _>(|rule| rule.id.as_str() == test.name());
            Self { test, own, built_in: built_in.first().copied() }
        };
        Test::all().iter().copied().map(for_test).collect()
    }

    /// Those that govern at a home.
    fn at<'b>(&'b self, home: &'b Home<'a>) -> impl Iterator<Item = &'a Rule> + 'b {
        let about = |filter: &HomeFilter| facts::is_about(filter, home.site, home.unit);
        let none = !self.own.iter().any(|rule| about(&rule.homes));
        let built_in = self.built_in.filter(|_| none);
        self.own.iter().copied().chain(built_in).filter(move |rule| facts::is_about(&rule.homes, home.site, home.unit))
    }
}

/// A household that applies, in a home, from a date.
struct Pair<'a> {
    household: &'a Household,
    application: &'a Application,
    site: &'a Site,
    unit: &'a Unit,
    start: Date,
    /// The home the household holds.
    present: Option<(&'a Site, &'a Unit)>,
    points: &'a PointTable,
}

impl<'a> Checker<'a> {
    /// Eligibility of a placement: reservation, tests, exclusions, and what a hard composition rule or resource has to know.
    pub(super) fn check_household_in_home(&self, placed: &Placed, faults: &mut Faults, charges: &mut Charges<'a>) -> Flow {
        let home = &self.homes[placed.home];
        let Some(pair) = self.pair(placed) else { return Flow::Continue(()) };
        if home.unit.reserved_for.as_ref().is_some_and(|tag| !pair.application.profiles.contains(tag)) {
            faults.add(|| {
                Fault::of("reserved", pair.household, format!("{} is reserved; {} lacks the profile", home, pair.household.id))
            })?;
        }
        for governing in &self.tests {
            for rule in governing.at(home) {
                match &rule.strictness {
                    Strictness::Hard => match pair.violates(governing.test) {
                        Truth::No => {}
                        Truth::Yes => faults.add(|| pair.fault("test", rule))?,
                        Truth::Unknown => faults.add(|| pair.fault("ask", rule))?,
                    },
                    Strictness::Soft { level, price } => charges.add(level, *price, pair.degree(governing.test)),
                    Strictness::Off => {}
                }
            }
        }
        for rule in self.problem.rules() {
            let RuleKind::Exclude { who } = &rule.kind else { continue };
            if rule.strictness == Strictness::Off || !facts::is_about(&rule.homes, home.site, home.unit) {
                continue;
            }
            let excluded = Truth::any(pair.household.persons.iter().map(|person| facts::matches(who, person)));
            match (&rule.strictness, excluded) {
                (Strictness::Hard, Truth::Yes) => faults.add(|| pair.fault("exclude", rule))?,
                (Strictness::Hard, Truth::Unknown) => faults.add(|| pair.fault("ask", rule))?,
                (Strictness::Soft { level, price }, _) => charges.add(level, *price, i64::from(excluded.at_worst())),
                _ => {}
            }
        }
        for coupling in &self.couplings {
            let hard = coupling.rule.strictness == Strictness::Hard && coupling.scope_of[placed.home].is_some();
            if hard && pair.household.persons.iter().any(|person| composition::asks(coupling.what, person)) {
                faults.add(|| pair.fault("ask", coupling.rule))?;
            }
        }
        for budget in &self.budgets {
            if budget.asks(placed.home, pair.application) {
                let message = format!("{} in {home}: ask for support, resource {}", pair.household.id, budget.resource.id);
                faults.add(|| Fault::of("ask", pair.household, message).under(budget.resource.id.as_str()))?;
            }
        }
        Flow::Continue(())
    }

    fn pair(&self, placed: &Placed) -> Option<Pair<'a>> {
        let household = &self.problem.households()[placed.household];
        let home = &self.homes[placed.home];
        Some(Pair {
            household,
            application: household.application.as_ref()?,
            site: home.site,
            unit: home.unit,
            start: placed.start,
            present: self.present_home[placed.household].map(|index| (self.homes[index].site, self.homes[index].unit)),
            points: &self.problem.settings().points,
        })
    }
}

impl Pair<'_> {
    fn fault(&self, code: &'static str, rule: &Rule) -> Fault {
        let because = if code == "ask" { "something unknown has to be asked for, rule" } else { "against rule" };
        let message = format!("{} in {}: {because} {}", self.household.id, self.unit.id, rule.id);
        Fault::of(code, self.household, message).under(rule.id.as_str())
    }

    /// 1 where violated or unknown; `overstaffed`: the steps too many.
    fn degree(&self, test: Test) -> i64 {
        if test == Test::Overstaffed { self.steps_overstaffed() } else { i64::from(self.violates(test).at_worst()) }
    }

    /// Each line of the table: does the test say no?
    fn violates(&self, test: Test) -> Truth {
        let Self { household, application, site, unit, .. } = *self;
        let needs = &application.needs;
        match test {
            Test::Gender => self.gender(),
            Test::Age => {
                let least = unit.admission.age_min.or(site.admission.age_min);
                let most = unit.admission.age_max.or(site.admission.age_max);
                let outside = |age: u8| least.is_some_and(|least| age < least) || most.is_some_and(|most| age > most);
                let window = least.is_some() || most.is_some();
                Truth::any(adults(household).filter(|_| window).map(|adult| adult.age.map(outside).into()))
            }
            Test::Tolerance => Truth::any(household.persons.iter().map(|person| self.above_tolerance(person))),
            Test::Substance => {
                let rule = unit.admission.substance.or(site.admission.substance).unwrap_or(SubstanceRule::Accepted);
                let refused = |course: SubstanceCourse| match rule {
                    SubstanceRule::Accepted => false,
                    SubstanceRule::NotAccepted => course == SubstanceCourse::ActiveUse,
                    SubstanceRule::AbstinenceRequired => {
                        matches!(course, SubstanceCourse::ActiveUse | SubstanceCourse::StableTreatment)
                    }
                };
                let some_rule = rule != SubstanceRule::Accepted;
                Truth::any(adults(household).filter(|_| some_rule).map(|adult| adult.course.map(refused).into()))
            }
            Test::Motivation => lacks(unit.admission.motivation.or(site.admission.motivation), application.motivated),
            Test::Treatment => match unit.admission.treatment_months.or(site.admission.treatment_months) {
                None => Truth::No,
                Some(demanded) => application.treatment_months.map(|months| demanded > months).into(),
            },
            Test::SpecialistAgreement => lacks(
                unit.admission.specialist_agreement.or(site.admission.specialist_agreement),
                application.specialist_agreement,
            ),
            Test::WaitingList => lacks(unit.admission.waiting_list.or(site.admission.waiting_list), application.on_waiting_list),
            Test::Homeless => lacks(unit.admission.homeless.or(site.admission.homeless), self.counts_as_homeless()),
            Test::Severity => match unit.admission.severity_min.or(site.admission.severity_min) {
                None => Truth::No,
                // Violated where no adult reaches it: all fall short.
                Some(least) => Truth::all(adults(household).map(|adult| adult.severity.map(|severity| severity < least).into())),
            },
            Test::Children => {
                let refused = unit.admission.children.or(site.admission.children) == Some(false);
                (refused && household.persons.iter().any(|person| person.child)).into()
            }
            Test::Demands => {
                let mut demands = site.admission.demands.iter().chain(&unit.admission.demands);
                demands.any(|tag| !application.profiles.contains(tag)).into()
            }
            Test::Consent => {
                let consent = unit.admission.consent.as_ref().or(site.admission.consent.as_ref());
                consent.is_some_and(|consent| !application.consents.contains(consent)).into()
            }
            Test::Decision => {
                let allowed = &application.allowed_categories;
                (!allowed.is_empty() && !allowed.contains(&site.category)).into()
            }
            Test::Staffing => match (needs.staffing, facts::staffing(site, unit)) {
                (Some(need), home) => (need > home).into(),
                (None, Staffing::RoundTheClock) => Truth::No,
                (None, _) => Truth::Unknown,
            },
            Test::Robust => wants(needs.robust, unit.robust),
            Test::Accessible => wants(needs.accessible, unit.accessible),
            Test::Distance => wants(needs.distance, site.detached),
            Test::Shielding => {
                let shielded = site.shielded || unit.shielded;
                Truth::any(household.persons.iter().map(|person| wants(person.needs_shielding, shielded)))
            }
            Test::ServesDistrict => unserved(&site.serves_districts, application.district.as_ref()),
            Test::ServesMunicipality => unserved(&site.serves_municipalities, application.municipality.as_ref()),
            Test::Barred => application.barred_sites.contains(&site.id).into(),
            Test::Debt => site.landlord.as_ref().is_some_and(|landlord| application.owes.contains(landlord)).into(),
            Test::Refusal => {
                let wishes = &application.wishes;
                let district = site.district.as_ref().is_some_and(|district| wishes.refused_districts.contains(district));
                (district || wishes.refused_categories.contains(&site.category) || wishes.refused_sites.contains(&site.id)).into()
            }
            Test::Rent => matches!((unit.rent, application.max_rent), (Some(rent), Some(most)) if rent > most).into(),
            Test::Size => {
                let persons = household.size();
                let above = |most: Option<u32>| most.is_some_and(|most| persons > most);
                (above(unit.largest_household) || above(unit.shared_places)).into()
            }
            Test::Requires => {
                let provided = |tag: &Tag| provides(site, unit, tag);
                needs.requires.iter().any(|tag| !provided(tag)).into()
            }
            Test::Deadline => {
                let too_late = application.housed_by.is_some_and(|by| self.start > by);
                (application.housed_by_is_hard && too_late).into()
            }
            Test::StepDown => (site.permanence() < standing(application, self.present.map(|(site, _)| site))).into(),
            Test::Preferred => self.not_preferred().into(),
            Test::Overstaffed => (self.steps_overstaffed() > 0).into(),
        }
    }

    fn gender(&self) -> Truth {
        let place = match gender_rule(self.site, self.unit) {
            GenderRule::Any => return Truth::No,
            GenderRule::Women => Some(GenderedPlace::Women),
            GenderRule::Men => Some(GenderedPlace::Men),
            GenderRule::Single => self.site.single_gender,
        };
        Truth::any(adults(self.household).map(|adult| match place {
            Some(place) => suits(adult, place).map(|suits| !suits).into(),
            None => adult.gender.map(|gender| !matches!(gender, Gender::Woman | Gender::Man) && adult.suits.is_empty()).into(),
        }))
    }

    /// A unit's tolerance stands in place of its site's, dimension by dimension.
    fn above_tolerance(&self, person: &Person) -> Truth {
        let (of_unit, of_site) = (&self.unit.admission.tolerance, &self.site.admission.tolerance);
        let stated = of_unit.iter().chain(of_site.iter().filter(|(dimension, _)| !of_unit.contains_key(*dimension)));
        Truth::any(stated.map(|(dimension, most)| person.behaviour.get(dimension).map(|level| level > most).into()))
    }

    /// Homeless, temporary, hospital or prison, or tenant where the home is but a roof.
    fn counts_as_homeless(&self) -> Option<bool> {
        Some(match self.application.situation? {
            Situation::Homeless | Situation::Temporary | Situation::Hospital | Situation::Prison => true,
            Situation::Tenant => self.present.is_some_and(|(site, _)| site.permanence() == Permanence::Roof),
            Situation::AtRisk | Situation::Unsuitable => false,
        })
    }

    /// A resident who wants to move goes only to something more lasting, or as lasting and more wished.
    fn not_preferred(&self) -> bool {
        let wants_to_move = self.household.residency.as_ref().is_some_and(|residency| residency.tenure == Tenure::WantsToMove);
        let Some((site, unit)) = self.present.filter(|_| wants_to_move) else { return false };
        let (there, here) = (self.site.permanence(), site.permanence());
        let wish = |site, unit| wish_points(self.points, self.application, site, unit);
        there < here || (there == here && wish(self.site, self.unit) <= wish(site, unit))
    }

    fn steps_overstaffed(&self) -> i64 {
        let step = |staffing: Staffing| match staffing {
            Staffing::None => 0,
            Staffing::Ambulant => 1,
            Staffing::Day => 2,
            Staffing::DayEvening => 3,
            Staffing::RoundTheClock => 4,
        };
        self.application.needs.staffing.map_or(0, |need| 0.max(step(facts::staffing(self.site, self.unit)) - step(need)))
    }
}

/// Demanded, and the household does not have it.
fn lacks(demanded: Option<bool>, has: Option<bool>) -> Truth {
    if demanded == Some(true) { has.map(|has| !has).into() } else { Truth::No }
}

/// Needed, and the home does not give it.
fn wants(needed: Option<bool>, given: bool) -> Truth {
    if given { Truth::No } else { needed.into() }
}

/// The site serves some, and the household's is not among them.
fn unserved<T: Ord>(served: &std::collections::BTreeSet<T>, own: Option<&T>) -> Truth {
    if served.is_empty() { Truth::No } else { own.map(|own| !served.contains(own)).into() }
}
