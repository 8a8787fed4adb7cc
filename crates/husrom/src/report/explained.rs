//! What is explained of a whole round, as tables: reasons, prices, reserves.

use super::Table;
use crate::explanation::{Cause, Dropped, Loss, Price, Reader, Reserve, Subject, Why};
use crate::problem::{HouseholdId, Language, Measure, Problem, UnitId};

/// Why each household has no home and each home stands empty: what it is about, the code of the deciding cause, homes or households that
/// were considered and how many of them are open, and the reason in words for a reader.
#[must_use]
pub fn reasons(problem: &Problem, explained: &[Why], language: Language, reader: Reader) -> Table {
    let all = || explained.iter();
    let home = |subject: &Subject| match subject {
        Subject::Household(_) => None,
        Subject::HouseholdInHome(_, unit) | Subject::Home(unit) => Some(unit.to_string()),
    };
    Table::new("reasons")
        .text("applicant", all().map(|why| why.subject.household().map(ToString::to_string)))
        .text("unit", all().map(|why| home(&why.subject)))
        .text("code", all().map(|why| why.causes.first().map_or("closed", Cause::code).to_owned()))
        .integer("considered", all().map(|why| i64::from(why.considered)))
        .integer("open", all().map(|why| i64::from(why.considered - why.closed_in_all)))
        .text("reason", all().map(|why| why.text(problem, language, reader)))
}

/// What each rule that is on, and each pair kept apart, costs: the first level that gains without it, how many households would get
/// another answer, every level that moves, and whether both rounds are proved. Without a level it costs nothing; one that was not solved
/// says so.
#[must_use]
pub fn prices(problem: &Problem, prices: &[Price], language: Language) -> Table {
    let all = || prices.iter();
    let says = |of: &Dropped| match of {
        Dropped::Rule(id) => problem.rules().iter().find(|rule| rule.id == *id).map(|rule| rule.say(language).to_owned()),
        Dropped::Pair(..) => Some(language.pick("To personer skal ikke bo sammen", "Two persons are kept apart").to_owned()),
    };
    let persons = |of: &Dropped| match of {
        Dropped::Rule(_) => (None, None),
        Dropped::Pair(one, other) => (Some(one.to_string()), Some(other.to_string())),
    };
    let rule = |of: &Dropped| match of {
        Dropped::Rule(id) => Some(id.to_string()),
        Dropped::Pair(..) => None,
    };
    let decides = |price: &Price| price.without.as_ref().and_then(|without| without.decides().cloned());
    let moved = |price: &Price| {
        let levels = price.without.iter().flat_map(|without| &without.levels);
        let levels = levels.filter(|level| level.best_before != level.best_after && level.measure != "lot");
        let words = levels.map(|level| format!("{}: {} → {}", label(level, language), level.best_before, level.best_after));
        let words: Vec<String> = words.collect();
        (!words.is_empty()).then(|| words.join("; "))
    };
    Table::new("prices")
        .text("rule", all().map(|price| rule(&price.of)))
        .text("says", all().map(|price| says(&price.of)))
        .text("person", all().map(|price| persons(&price.of).0))
        .text("other_person", all().map(|price| persons(&price.of).1))
        .text("measure", all().map(|price| decides(price).map(|level| level.measure)))
        .text("label", all().map(|price| decides(price).map(|level| label(&level, language))))
        .integer("with", all().map(|price| decides(price).map(|level| level.best_before)))
        .integer("without", all().map(|price| decides(price).map(|level| level.best_after)))
        .integer("others", all().map(|price| price.without.as_ref().map(|it| i64::try_from(it.others(None)).unwrap_or(i64::MAX))))
        .text("levels", all().map(moved))
        .boolean("proved", all().map(|price| price.without.as_ref().is_some_and(|without| without.proved)))
        .boolean("solved", all().map(|price| price.without.is_some()))
}

/// A reserve for each home that is given: home, address, who is offered it, who comes next and in which priority class, and whether that
/// was solved.
#[must_use]
pub fn reserves(problem: &Problem, reserves: &[Reserve], _language: Language) -> Table {
    let all = || reserves.iter();
    let address = |unit: &UnitId| problem.unit(unit).map(|unit| unit.name.clone());
    let class = |household: &HouseholdId| Some(i64::from(problem.household(household)?.application.as_ref()?.class.0));
    Table::new("reserves")
        .text("unit", all().map(|it| it.unit.to_string()))
        .text("address", all().map(|it| address(&it.unit)))
        .text("offered", all().map(|it| it.offered.to_string()))
        .text("reserve", all().map(|it| it.reserve.as_ref().map(ToString::to_string)))
        .integer("class", all().map(|it| class(it.reserve.as_ref()?)))
        .boolean("solved", all().map(|it| it.solved))
}

fn label(level: &Loss, language: Language) -> String {
    Measure::read(&level.measure).map_or_else(|| level.measure.clone(), |measure| measure.label(language))
}
