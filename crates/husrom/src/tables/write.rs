//! From a problem back to rows: the one writer, behind JSON, CSV and data frames alike.

use std::collections::BTreeMap;

use super::expression;
use super::rows::{Rows, Stated};
use super::schema::{
    AdmissionColumns, ApplicantRow, AssessmentRow, FixingRow, GoalRow, OfferRow, PersonColumns, PersonRow, RelationRow,
    ResidentRow, ResourceRow, RoundRow, RuleRow, SiteRow, UnitRow,
};
use crate::problem::{
    Admission, Application, Composition, Date, Dimension, Fixing, Goal, Household, Level, Measure, MinutesPerWeek, Person,
    Problem, Relation, Residency, Resource, Rule, RuleKind, Scope, Site, Strictness, Target, Tenure, TenureKind, Term, Unit, Use,
    built_in,
};

impl Problem {
    /// The problem as typed rows, in canonical order. Built-in rules that are as shipped are left out.
    #[must_use]
    pub fn to_rows(&self) -> Rows {
        let parts = self.parts();
        let mut rows = Rows {
            round: RoundRow {
                id: Some(parts.round.id.clone()),
                date: Some(parts.round.date.to_string()),
                horizon: Some(parts.round.horizon.to_string()),
                language: Some(parts.round.language.pick("nb", "en").to_owned()),
            },
            settings: parts.settings.clone(),
            sites: parts.sites.iter().map(site).collect(),
            units: parts.units.iter().map(unit).collect(),
            relations: parts.relations.iter().map(relation).collect(),
            resources: parts.resources.iter().map(resource).collect(),
            goals: (1..).zip(&parts.goals.0).map(|(order, level)| goal(order, level)).collect(),
            ..Rows::default()
        };
        for one in &parts.households {
            household(one, &mut rows);
        }
        for assessment in &parts.assessments {
            let (unit, site, category) = target(&assessment.target);
            let household = assessment.household.to_string();
            rows.assessments.push(AssessmentRow { household, unit, site, category, points: Some(assessment.points) });
        }
        for offer in &parts.offers {
            let (unit, status) = (Some(offer.unit.to_string()), term(Some(offer.status)));
            rows.offers.push(OfferRow { household: offer.household.to_string(), unit, status });
        }
        rows.fixings.extend(parts.pins.iter().map(|pin| fixing(pin, "pin")));
        rows.fixings.extend(parts.bans.iter().map(|ban| fixing(ban, "ban")));
        let shipped = built_in();
        rows.rules = parts.rules.iter().filter(|rule| !shipped.contains(rule)).map(rule_row).collect();
        rows
    }
}

fn term<T: Term>(value: Option<T>) -> Option<String> {
    value.map(|value| value.name().to_owned())
}

fn text<T: ToString>(value: Option<&T>) -> Option<String> {
    value.map(T::to_string)
}

fn date(value: Option<Date>) -> Option<String> {
    text(value.as_ref())
}

/// A list; `None` where it is empty.
fn list<T: ToString>(values: impl IntoIterator<Item = T>) -> Option<Vec<String>> {
    let values: Vec<String> = values.into_iter().map(|value| value.to_string()).collect();
    (!values.is_empty()).then_some(values)
}

/// A flag; `None` where it is the default, no.
fn flag(value: bool) -> Option<bool> {
    value.then_some(true)
}

fn name(name: &str, id: &str) -> Option<String> {
    (name != id).then(|| name.to_owned())
}

/// Hours with four decimals, enough to read the same minutes back.
fn hours(minutes: MinutesPerWeek) -> Option<f64> {
    let minutes = i128::from(minutes.0);
    let scaled = (minutes * 10_000 + 30).div_euclid(60);
    format!("{}.{:04}", scaled / 10_000, scaled % 10_000).parse().ok()
}

fn level(levels: &BTreeMap<Dimension, Level>, dimension: &str) -> Option<u8> {
    levels.get(&Dimension::from(dimension)).map(|level| level.0)
}

/// Levels on the office's own dimensions, by heading.
fn own_levels(levels: &BTreeMap<Dimension, Level>, prefix: &str) -> BTreeMap<String, i64> {
    let own = levels.iter().filter(|(dimension, _)| expression::standard_dimension(dimension.as_str()).is_none());
    own.map(|(dimension, level)| (format!("{prefix}{dimension}"), i64::from(level.0))).collect()
}

fn admission(admission: &Admission) -> AdmissionColumns {
    AdmissionColumns {
        gender_rule: term(admission.gender),
        age_min: admission.age_min,
        age_max: admission.age_max,
        tolerance_violence: level(&admission.tolerance, "violence"),
        tolerance_damage: level(&admission.tolerance, "damage"),
        tolerance_noise: level(&admission.tolerance, "noise"),
        tolerance_fire: level(&admission.tolerance, "fire"),
        substance_rule: term(admission.substance),
        motivation: admission.motivation,
        treatment_months: admission.treatment_months,
        specialist_agreement: admission.specialist_agreement,
        waiting_list: admission.waiting_list,
        homeless: admission.homeless,
        severity_min: admission.severity_min,
        children: admission.children,
        demands: list(&admission.demands),
        consent: text(admission.consent.as_ref()),
        tolerance: own_levels(&admission.tolerance, "tolerance:"),
    }
}

fn site(site: &Site) -> SiteRow {
    SiteRow {
        id: site.id.to_string(),
        name: name(&site.name, site.id.as_str()),
        category: term(Some(site.category)),
        permanence: term(site.permanence),
        district: text(site.district.as_ref()),
        municipality: text(site.municipality.as_ref()),
        zone: text(site.zone.as_ref()),
        operator: site.operator.clone(),
        landlord: text(site.landlord.as_ref()),
        intended: site.intended.as_ref().map(expression::admission_text),
        single_gender: term(site.single_gender),
        staffing: term(site.staffing),
        contract: term(site.contract),
        max_stay_months: site.max_stay_months,
        shielded: flag(site.shielded),
        detached: flag(site.detached),
        serves_districts: list(&site.serves_districts),
        serves_municipalities: list(&site.serves_municipalities),
        provides: list(&site.provides),
        opens: date(site.opens),
        closes: date(site.closes),
        admission: admission(&site.admission),
    }
}

fn unit(unit: &Unit) -> UnitRow {
    UnitRow {
        id: unit.id.to_string(),
        site: Some(unit.site.to_string()),
        name: name(&unit.name, unit.id.as_str()),
        wing: text(unit.wing.as_ref()),
        shared_places: unit.shared_places,
        largest_household: unit.largest_household,
        size: unit.size,
        accessible: flag(unit.accessible),
        robust: flag(unit.robust),
        shielded: flag(unit.shielded),
        rent: unit.rent.map(|rent| rent.0),
        cost_let: (unit.cost_let.0 != 0).then_some(unit.cost_let.0),
        cost_vacant: (unit.cost_vacant.0 != 0).then_some(unit.cost_vacant.0),
        free_from: date(unit.free_from),
        out_of_service: unit.out_of_service.clone(),
        held_back: unit.held_back.clone(),
        reserved_for: text(unit.reserved_for.as_ref()),
        staffing: term(unit.staffing),
        provides: list(&unit.provides),
        admission: admission(&unit.admission),
    }
}

fn person(person: &Person) -> PersonColumns {
    PersonColumns {
        gender: term(person.gender),
        suits: list(&person.suits),
        age: person.age,
        birth_year: None,
        violence: level(&person.behaviour, "violence"),
        damage: level(&person.behaviour, "damage"),
        noise: level(&person.behaviour, "noise"),
        fire: level(&person.behaviour, "fire"),
        vulnerable: person.vulnerable,
        needs_shielding: need(person.needs_shielding, &false, Some),
        course: term(person.course),
        severity: person.severity,
        child: flag(person.child),
        behaviour: own_levels(&person.behaviour, "behaviour:"),
    }
}

/// The rows of a household: its first person inline with the application, or else with the home, and a row for each further one.
fn household(household: &Household, rows: &mut Rows) {
    let own = household.persons.iter().position(|person| person.id.as_str() == household.id.as_str()).unwrap_or(0);
    let mut first = household.persons.get(own).map(person);
    let mut first_id = household.persons.get(own).map(|person| person.id.to_string()).filter(|id| id != household.id.as_str());
    if let Some(one) = &household.application {
        let row = application(household.id.to_string(), one);
        rows.applicants.push(ApplicantRow { person: first_id.take(), first: first.take().unwrap_or_default(), ..row });
    }
    if let Some(one) = &household.residency {
        let row = residency(household.id.to_string(), one);
        rows.residents.push(ResidentRow { person: first_id, first: first.unwrap_or_default(), ..row });
    }
    let others = household.persons.iter().enumerate().filter(|(position, _)| *position != own);
    rows.persons.extend(others.map(|(_, other)| PersonRow {
        id: other.id.to_string(),
        household: Some(household.id.to_string()),
        facts: person(other),
    }));
}

/// A need; `None` where none is stated.
fn need<T: PartialEq, W>(value: Option<T>, none: &T, write: impl Fn(T) -> Option<W>) -> Option<Stated<W>> {
    match value {
        None => Some(Stated::Unknown),
        Some(value) if value == *none => None,
        Some(value) => write(value).map(Stated::Known),
    }
}

fn application(id: String, one: &Application) -> ApplicantRow {
    let (needs, wishes) = (&one.needs, &one.wishes);
    ApplicantRow {
        id,
        class: Some(one.class.0),
        waiting_since: date(one.waiting_since),
        passed_over: (one.passed_over != 0).then_some(one.passed_over),
        situation: term(one.situation),
        accommodation_cost: one.accommodation_cost.map(|cost| cost.0),
        ready_from: date(one.ready_from),
        housed_by: date(one.housed_by),
        housed_by_is_hard: flag(one.housed_by_is_hard),
        district: text(one.district.as_ref()),
        municipality: text(one.municipality.as_ref()),
        needs_staffing: need(needs.staffing, &crate::problem::Staffing::None, |staffing| term(Some(staffing))),
        support_hours: need(needs.support, &MinutesPerWeek(0), hours),
        needs_robust: need(needs.robust, &false, Some),
        needs_accessible: need(needs.accessible, &false, Some),
        needs_distance: need(needs.distance, &false, Some),
        requires: list(&needs.requires),
        wish_categories: list(&wishes.categories),
        wish_districts: list(&wishes.districts),
        wish_sites: list(&wishes.sites),
        prefers: list(&wishes.prefers),
        refused_categories: list(&wishes.refused_categories),
        refused_districts: list(&wishes.refused_districts),
        refused_sites: list(&wishes.refused_sites),
        consents: list(&one.consents),
        allowed_categories: list(&one.allowed_categories),
        motivated: one.motivated,
        treatment_months: one.treatment_months,
        specialist_agreement: one.specialist_agreement,
        on_waiting_list: one.on_waiting_list,
        profiles: list(&one.profiles),
        barred_sites: list(&one.barred_sites),
        owes: list(&one.owes),
        max_rent: one.max_rent.map(|rent| rent.0),
        ..ApplicantRow::default()
    }
}

fn residency(id: String, residency: &Residency) -> ResidentRow {
    let (status, leaves_on, destination) = match &residency.tenure {
        Tenure::Stays => (TenureKind::Stays, None, None),
        Tenure::Leaves { on, to } => (TenureKind::Leaves, Some(on.to_string()), to.clone()),
        Tenure::WantsToMove => (TenureKind::WantsToMove, None, None),
        Tenure::MustMove => (TenureKind::MustMove, None, None),
    };
    ResidentRow {
        id,
        unit: Some(residency.unit.to_string()),
        status: term(Some(status)),
        leaves_on,
        destination,
        support_hours: residency.support.and_then(hours),
        ..ResidentRow::default()
    }
}

/// Strictness, level and price.
fn strictness(strictness: &Strictness) -> (Option<String>, Option<String>, Option<i64>) {
    match strictness {
        Strictness::Hard => (Some("hard".to_owned()), None, None),
        Strictness::Off => (Some("off".to_owned()), None, None),
        Strictness::Soft { level, price } => {
            let level = (*level != Measure::Misplacement).then(|| level.to_string());
            (Some("soft".to_owned()), level, Some(*price))
        }
    }
}

fn relation(relation: &Relation) -> RelationRow {
    let (strictness, level, price) = strictness(&relation.strictness);
    RelationRow {
        one: relation.one.to_string(),
        other: relation.other.to_string(),
        kind: term(Some(relation.kind)),
        strictness,
        level,
        price,
        scope: term(Some(relation.scope)),
        until: date(relation.until),
    }
}

fn resource(resource: &Resource) -> ResourceRow {
    let amount = |amount: i64| match resource.uses {
        Use::Support => hours(MinutesPerWeek(amount)),
        _ => amount.to_string().parse().ok(),
    };
    ResourceRow {
        id: resource.id.to_string(),
        name: name(&resource.name, resource.id.as_str()),
        uses: term(Some(resource.uses)),
        capacity: amount(resource.capacity),
        assumed_use: if resource.assumed_use == 0 { None } else { amount(resource.assumed_use) },
        sites: list(&resource.sites),
        districts: list(&resource.districts),
        categories: list(&resource.categories),
    }
}

fn target(target: &Target) -> (Option<String>, Option<String>, Option<String>) {
    match target {
        Target::Unit(unit) => (Some(unit.to_string()), None, None),
        Target::Site(site) => (None, Some(site.to_string()), None),
        Target::Category(category) => (None, None, term(Some(*category))),
    }
}

fn fixing(fixing: &Fixing, kind: &str) -> FixingRow {
    let (unit, site, category) = target(&fixing.target);
    FixingRow { household: fixing.household.to_string(), kind: Some(kind.to_owned()), unit, site, category }
}

fn rule_row(rule: &Rule) -> RuleRow {
    let off = rule.strictness == Strictness::Off;
    let (strictness, level, price) = if off { (None, None, None) } else { strictness(&rule.strictness) };
    let homes = expression::homes_text(&rule.homes);
    let base = RuleRow {
        id: rule.id.to_string(),
        on: off.then_some(false),
        strictness,
        level,
        price,
        homes: (!homes.is_empty()).then_some(homes),
        say_nb: Some(rule.say_nb.clone()),
        say_en: Some(rule.say_en.clone()),
        source: (!rule.source.is_empty()).then(|| rule.source.clone()),
        ..RuleRow::default()
    };
    let kind = |kind: &str| Some(kind.to_owned());
    match &rule.kind {
        RuleKind::Test(test) => RuleRow { kind: term(Some(*test)), ..base },
        RuleKind::Exclude { who } => RuleRow { kind: kind("exclude"), who: Some(expression::predicate_text(who)), ..base },
        RuleKind::SingleGender { exempt_household } => {
            RuleRow { kind: kind("single"), exempt_household: flag(*exempt_household), ..base }
        }
        RuleKind::MoveLimit { most } => RuleRow { kind: kind("move_limit"), most: Some(*most), ..base },
        RuleKind::Composition { composition, scope, exempt_household } => composed(
            composition,
            RuleRow { scope: term(Some::<Scope>(*scope)), exempt_household: flag(*exempt_household), ..base },
        ),
    }
}

fn composed(composition: &Composition, base: RuleRow) -> RuleRow {
    let kind = |kind: &str| Some(kind.to_owned());
    let who = |predicate| Some(expression::predicate_text(predicate));
    match composition {
        Composition::Limit { who: of, most } => RuleRow { kind: kind("limit"), who: who(of), most: Some(*most), ..base },
        Composition::Share { who: of, percent } => RuleRow { kind: kind("share"), who: who(of), percent: Some(*percent), ..base },
        Composition::Apart { one, other } => RuleRow { kind: kind("apart"), a: who(one), b: who(other), ..base },
        Composition::Same { attribute } => RuleRow { kind: kind("same"), attribute: term(Some(*attribute)), ..base },
    }
}

fn goal(order: u32, goal: &Goal) -> GoalRow {
    GoalRow {
        order: Some(order),
        measure: Some(goal.measure.to_string()),
        tolerance: (goal.tolerance.absolute != 0).then_some(goal.tolerance.absolute),
        tolerance_permille: (goal.tolerance.permille != 0).then_some(goal.tolerance.permille),
    }
}
