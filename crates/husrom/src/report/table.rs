//! Tables of a result: ids and names, never indices.

use std::collections::BTreeMap;

use crate::allocation::{Allocation, Grade, Placement};
use crate::planning::SweepRow;
use crate::problem::{Date, HouseholdId, Language, Problem, Tenure, Term, UnitId, Use};

/// One column; a missing value is `None`.
#[derive(Clone, Debug, PartialEq)]
pub enum Column {
    /// Text.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Integer(Vec<Option<i64>>),
    /// Real numbers.
    Real(Vec<Option<f64>>),
    /// Yes or no.
    Boolean(Vec<Option<bool>>),
    /// Dates.
    Date(Vec<Option<Date>>),
}

/// A table with named columns of one length.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// What it shows.
    pub name: &'static str,
    /// Columns in order. Names are canonical; the values that are words are in the language asked for.
    pub columns: Vec<(String, Column)>,
}

impl Table {
    pub(super) fn new(name: &'static str) -> Self {
        Self { name, columns: Vec::new() }
    }

    pub(super) fn text<T>(mut self, name: &str, values: impl Iterator<Item = T>) -> Self
    where
        T: Into<Option<String>>,
    {
        self.columns.push((name.to_owned(), Column::Text(values.map(Into::into).collect())));
        self
    }

    pub(super) fn integer<T>(mut self, name: &str, values: impl Iterator<Item = T>) -> Self
    where
        T: Into<Option<i64>>,
    {
        self.columns.push((name.to_owned(), Column::Integer(values.map(Into::into).collect())));
        self
    }

    pub(super) fn real(mut self, name: &str, values: impl Iterator<Item = Option<f64>>) -> Self {
        self.columns.push((name.to_owned(), Column::Real(values.collect())));
        self
    }

    pub(super) fn boolean(mut self, name: &str, values: impl Iterator<Item = bool>) -> Self {
        self.columns.push((name.to_owned(), Column::Boolean(values.map(Some).collect())));
        self
    }

    pub(super) fn date(mut self, name: &str, values: impl Iterator<Item = Date>) -> Self {
        self.columns.push((name.to_owned(), Column::Date(values.map(Some).collect())));
        self
    }
}

/// Who gets which home: household, unit, address, site, category, start, moves from, chain and order of working it.
#[must_use]
pub fn placements(allocation: &Allocation, language: Language) -> Table {
    placed(allocation.problem(), allocation.placements(), &allocation.outcome().chains, language)
}

/// Placements with their chains, in names.
pub(super) fn placed(problem: &Problem, placements: &[Placement], chains: &[Option<(u32, u32)>], language: Language) -> Table {
    let placements = || placements.iter();
    let unit = |id: &UnitId| problem.unit(id);
    let site = move |id: &UnitId| problem.site(&problem.unit(id)?.site);
    let household = |id: &HouseholdId| problem.household(id);
    let chains = || chains.iter();
    Table::new("placements")
        .text("applicant", placements().map(|it| it.household.to_string()))
        .text("unit", placements().map(|it| it.unit.to_string()))
        .text("address", placements().map(|it| unit(&it.unit).map(|unit| unit.name.clone())))
        .text("site", placements().map(|it| site(&it.unit).map(|site| site.id.to_string())))
        .text("site_name", placements().map(|it| site(&it.unit).map(|site| site.name.clone())))
        .text(
            "category",
            placements().map(|it| site(&it.unit).map(|site| crate::problem::Term::label(site.category, language).to_owned())),
        )
        .date("start", placements().map(|it| it.start))
        .integer("class", placements().map(|it| Some(i64::from(household(&it.household)?.application.as_ref()?.class.0))))
        .text(
            "moves_from",
            placements().map(|it| household(&it.household)?.residency.as_ref().map(|residency| residency.unit.to_string())),
        )
        .integer("chain", chains().map(|chain| chain.map(|(chain, _)| i64::from(chain))))
        .integer("chain_order", chains().map(|chain| chain.map(|(_, order)| i64::from(order))))
}

/// Who does not: household, class, homes open to it, the first reason in words, what to ask for, whether a roof is to be bought.
#[must_use]
pub fn unplaced(allocation: &Allocation, language: Language) -> Table {
    let problem = allocation.problem();
    let unplaced = || allocation.unplaced().iter();
    let list = |counts: &mut dyn Iterator<Item = (String, u32)>| -> Option<String> {
        let words: Vec<String> = counts.map(|(name, homes)| format!("{name} ({homes})")).collect();
        (!words.is_empty()).then(|| words.join(", "))
    };
    Table::new("unplaced")
        .text("applicant", unplaced().map(|it| it.household.to_string()))
        .integer("class", unplaced().map(|it| Some(i64::from(problem.household(&it.household)?.application.as_ref()?.class.0))))
        .integer("eligible_homes", unplaced().map(|it| i64::from(it.eligible_homes)))
        .text("reason_code", unplaced().map(|it| it.reason.code.clone()))
        .text("reason", unplaced().map(|it| language.pick(&it.reason.nb, &it.reason.en).to_owned()))
        .text("ask_for", unplaced().map(|it| list(&mut it.ask_for.iter().cloned())))
        .text(
            "excluded_by",
            unplaced().map(|it| {
                let mut rules: Vec<(String, u32)> =
                    it.excluded_by.iter().map(|(rule, homes)| (rule.to_string(), *homes)).collect();
                rules.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
                list(&mut rules.into_iter())
            }),
        )
        .boolean("needs_roof", unplaced().map(|it| it.needs_roof))
}

/// Homes nobody holds: unit, address, site, places, from when, and why one is not given.
#[must_use]
pub fn vacant(allocation: &Allocation, language: Language) -> Table {
    let problem = allocation.problem();
    let vacant = || allocation.outcome().vacant.iter();
    let reason = |reason: &crate::allocation::Reason| language.pick(&reason.nb, &reason.en).to_owned();
    Table::new("vacant")
        .text("unit", vacant().map(|it| it.unit.to_string()))
        .text("address", vacant().map(|it| problem.unit(&it.unit).map(|unit| unit.name.clone())))
        .text("site", vacant().map(|it| it.site.to_string()))
        .integer("places", vacant().map(|it| i64::from(it.places)))
        .date("from", vacant().map(|it| it.from))
        .text("not_given", vacant().map(|it| it.not_given.as_ref().map(reason)))
}

/// The levels: measure, label, value, bound, gap, tolerance, grade, whether all before are proved, seconds, nodes.
#[must_use]
pub fn levels(allocation: &Allocation, language: Language) -> Table {
    let levels = || allocation.levels().iter();
    let label = |measure: &str| crate::problem::Measure::read(measure).map(|measure| measure.label(language));
    Table::new("levels")
        .text("measure", levels().map(|it| it.measure.clone()))
        .text("label", levels().map(|it| label(&it.measure)))
        .integer("value", levels().map(|it| it.value))
        .integer("bound", levels().map(|it| it.bound))
        .real("gap", levels().map(|it| it.gap))
        .integer("tolerance", levels().map(|it| it.tolerance))
        .text("grade", levels().map(|it| grade(it.grade, language).to_owned()))
        .boolean("given_proved", levels().map(|it| it.given))
        .real("seconds", levels().map(|it| Some(it.seconds)))
        .integer("nodes", levels().map(|it| i64::try_from(it.nodes).unwrap_or(i64::MAX)))
}

/// A grade in words.
pub(super) fn grade(grade: Grade, language: Language) -> &'static str {
    match grade {
        Grade::Certified => language.pick("sertifikat", "certified"),
        Grade::TwoSolvers => language.pick("to løsere", "two solvers"),
        Grade::Solver => language.pick("løser", "solver"),
        Grade::Unproved => language.pick("ikke bevist", "not proved"),
    }
}

/// Composition of every scope on its fullest date.
#[must_use]
pub fn composition(allocation: &Allocation, language: Language) -> Table {
    let scopes = || allocation.outcome().composition.iter();
    let rules: BTreeMap<_, _> = allocation.problem().rules().iter().map(|rule| (&rule.id, rule.say(language))).collect();
    Table::new("composition")
        .text("rule", scopes().map(|it| it.rule.to_string()))
        .text("says", scopes().map(|it| rules.get(&it.rule).map(|say| (*say).to_owned())))
        .text("scope", scopes().map(|it| it.scope.clone()))
        .date("date", scopes().map(|it| it.date))
        .integer("count", scopes().map(|it| i64::from(it.count)))
        .integer("bound", scopes().map(|it| it.bound.map(i64::from)))
        .integer("persons", scopes().map(|it| i64::from(it.persons)))
        .boolean("worst_case", scopes().map(|it| it.worst_case))
}

/// Resources: capacity, what residents used before, what is used after.
#[must_use]
pub fn resources(allocation: &Allocation, language: Language) -> Table {
    let resources = || allocation.outcome().resources.iter();
    let stated = &allocation.problem().parts().resources;
    let of = |id: &crate::problem::ResourceId| stated.iter().find(|resource| resource.id == *id);
    Table::new("resources")
        .text("resource", resources().map(|it| it.resource.to_string()))
        .text("name", resources().map(|it| of(&it.resource).map(|resource| resource.name.clone())))
        .text("unit", resources().map(|it| of(&it.resource).map(|resource| unit_of(resource.uses, language).to_owned())))
        .integer("capacity", resources().map(|it| it.capacity))
        .integer("residents", resources().map(|it| it.residents))
        .integer("after", resources().map(|it| it.after))
}

/// What a capacity is counted in.
fn unit_of(uses: Use, language: Language) -> &'static str {
    match uses {
        Use::Support => language.pick("minutter i uka", "minutes a week"),
        counted => counted.label(language),
    }
}

/// What stood against a rule among residents before the round, and stands after.
#[must_use]
pub fn standing(allocation: &Allocation, _language: Language) -> Table {
    let standing = || allocation.outcome().standing.iter();
    Table::new("standing")
        .text("rule", standing().map(|it| it.rule.to_string()))
        .text("scope", standing().map(|it| it.scope.clone()))
        .integer("before", standing().map(|it| it.before))
        .integer("after", standing().map(|it| it.after))
        .boolean("worst_case", standing().map(|it| it.worst_case))
}

/// One row a scenario, in the order given; a column for each level that any of them has.
#[must_use]
pub fn sweep(rows: &[SweepRow]) -> Table {
    let failed = |row: &SweepRow| row.error.is_some();
    let count = |row: &SweepRow, value: u32| (!failed(row)).then_some(i64::from(value));
    let mut table = Table::new("sweep")
        .integer("number", rows.iter().map(|row| i64::try_from(row.number).unwrap_or(i64::MAX)))
        .text("scenario", rows.iter().map(|row| row.scenario.clone()))
        .text("error", rows.iter().map(|row| row.error.clone()))
        .integer("placed", rows.iter().map(|row| count(row, row.placed)))
        .integer("unplaced", rows.iter().map(|row| count(row, row.unplaced)))
        .integer("vacant", rows.iter().map(|row| count(row, row.vacant)))
        .integer("roofs", rows.iter().map(|row| count(row, row.roofs)));
    let mut measures: Vec<&String> = Vec::new();
    for (measure, _) in rows.iter().flat_map(|row| &row.levels) {
        if !measures.contains(&measure) {
            measures.push(measure);
        }
    }
    for measure in measures {
        let value = |row: &SweepRow| row.levels.iter().find(|(name, _)| name == measure).map(|(_, value)| *value);
        table = table.integer(measure, rows.iter().map(value));
    }
    table
        .boolean("proved", rows.iter().map(|row| row.proved))
        .boolean("unchanged", rows.iter().map(|row| row.unchanged))
        .real("seconds", rows.iter().map(|row| Some(row.seconds)))
}

/// Households that move from a unit of the round.
pub(super) fn movers(allocation: &Allocation) -> usize {
    let problem = allocation.problem();
    let moves = |id: &HouseholdId| {
        let residency = problem.household(id).and_then(|household| household.residency.as_ref());
        residency.is_some_and(|residency| matches!(residency.tenure, Tenure::WantsToMove | Tenure::MustMove))
    };
    allocation.placements().iter().filter(|placement| moves(&placement.household)).count()
}
