//! A small office: rows with everything known and nothing special, over which a test says what matters.

use husrom::Problem;
use husrom::allocation::Allocation;
use serde_json::{Value, json};

/// A round of one day unless it says otherwise.
pub fn round(over: Value) -> Problem {
    let rows = with(json!({"schema": "husrom/1", "round": {"id": "prøve", "date": "2026-01-05"}, "residents": []}), over);
    Problem::from_json(rows.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

/// A row with the fields of another put in place of its own; `null` takes one away.
fn with(mut row: Value, over: Value) -> Value {
    let (Some(fields), Value::Object(over)) = (row.as_object_mut(), over) else { panic!("rows are objects") };
    for (name, value) in over {
        if value.is_null() {
            fields.remove(&name);
        } else {
            fields.insert(name, value);
        }
    }
    row
}

fn person() -> Value {
    json!({
        "gender": "woman", "age": 40, "violence": 0, "damage": 0, "noise": 0, "fire": 0, "vulnerable": false,
        "needs_shielding": false, "course": "none", "severity": 1,
    })
}

/// A homeless woman of forty, of whom everything is known.
pub fn applicant(id: &str, over: Value) -> Value {
    with(with(person(), json!({"id": id, "class": 1, "situation": "homeless"})), over)
}

/// A resident of whom everything is known.
pub fn resident(id: &str, unit: &str, status: &str, over: Value) -> Value {
    with(with(person(), json!({"id": id, "unit": unit, "status": status})), over)
}

/// A resident who waits: the rows of the application and of the residency.
pub fn mover(id: &str, unit: &str, status: &str, over: Value) -> (Value, Value) {
    (with(applicant(id, json!({"situation": null})), over), resident(id, unit, status, json!({})))
}

/// So many homes of a site: `H 1`, `H 2`, …
pub fn homes(site: &str, count: usize) -> Value {
    (1..=count).map(|number| json!({"id": format!("{site} {number}"), "site": site})).collect()
}

pub fn home_of<'a>(allocation: &'a Allocation, household: &str) -> Option<&'a str> {
    allocation.placements().iter().find(|it| it.household.as_str() == household).map(|it| it.unit.as_str())
}

pub fn start_of(allocation: &Allocation, household: &str) -> Option<String> {
    allocation.placements().iter().find(|it| it.household.as_str() == household).map(|it| it.start.to_string())
}

/// The value of a level.
pub fn level(allocation: &Allocation, measure: &str) -> i64 {
    let level = allocation.levels().iter().find(|level| level.measure == measure);
    level.unwrap_or_else(|| panic!("no level {measure}")).value
}
