//! `cost`: monthly cost of homes let and left vacant, of the support that placements start, and of bought roofs (R199–R208).
//!
//! Each unit open at the horizon at its price let or vacant, a shared one by the place; support of households that come from outside;
//! hostels and temporary accommodation as in `temporary`. Unit: 1,000 kr, each item rounded half up.

use super::money::{bought_accommodation, bought_roofs};
use crate::formulation::{Formulation, Linear, RowTag};
use crate::problem::{Household, Kroner, Problem, Unit};

/// The value.
pub fn value(formulation: &mut Formulation<'_>) -> Linear {
    let mut value = Linear::default();
    value.add_scaled(&bought_roofs(&formulation.ground), 1);
    value.add_scaled(&bought_accommodation(&formulation.ground), 1);
    let ground = &formulation.ground;
    for (index, pair) in ground.pairs.iter().enumerate() {
        value.add(index, support(ground.problem, ground.household(pair.household)));
    }
    let problem = ground.problem;
    for unit in problem.units() {
        let horizon = problem.round().horizon;
        let open = problem.site(&unit.site).is_some_and(|site| {
            site.opens.is_none_or(|opens| opens <= horizon) && site.closes.is_none_or(|closes| horizon < closes)
        });
        if open {
            match unit.shared_places {
                Some(places) => shared(formulation, unit, i64::from(places), &mut value),
                None => unshared(formulation, unit, &mut value),
            }
        }
    }
    value
}

/// A monthly cost of the support that placing a household from outside starts.
fn support(problem: &Problem, household: &Household) -> i64 {
    let minutes = household.application.as_ref().and_then(|application| application.needs.support);
    match minutes {
        Some(minutes) if household.residency.is_none() => {
            let yearly = minutes.0 * problem.settings().support_price.0 * 52;
            Kroner((yearly + 360).div_euclid(720)).thousands()
        }
        _ => 0,
    }
}

/// Let if somebody lives there at the horizon: a resident who stays, a mover who has not gone, or a newcomer.
fn unshared(formulation: &mut Formulation<'_>, unit: &Unit, value: &mut Linear) {
    let ground = &formulation.ground;
    let (let_out, vacant) = (unit.cost_let.thousands(), unit.cost_vacant.thousands());
    value.constant += vacant;
    if let Some(class) = ground.class_of.get(&unit.id) {
        // Homes of a class are alike, so the first of them stands for all in what a newcomer adds.
        if ground.classes[*class].home.unit.id == unit.id {
            ground.pairs_in[*class].iter().for_each(|pair| value.add(*pair, let_out - vacant));
        }
    }
    let residents = ground.inside(&unit.id).iter().map(|position| &ground.occupants[*position]);
    let residents = residents.filter(|it| it.present(ground.problem.round().horizon));
    let gone: Vec<Vec<usize>> = residents.map(|resident| ground.pairs_of[resident.household].clone()).collect();
    match &gone[..] {
        [] => {}
        _ if gone.iter().any(Vec::is_empty) => value.constant += let_out - vacant,
        [alone] => {
            value.constant += let_out - vacant;
            for pair in alone {
                value.add(*pair, vacant - let_out);
            }
        }
        several => {
            // Let until the last of them is gone: at least 1 − Σ x_m for each mover m, at most their sum.
            let occupied = formulation.derived(1, "occupied");
            let tag = RowTag::new("occupied", unit.id.as_str());
            for pairs in several {
                let terms = pairs.iter().chain([&occupied]).map(|column| (*column, -1)).collect();
                formulation.program.row(terms, -1, tag.clone());
            }
            let all = several.iter().flatten().chain([&occupied]).map(|column| (*column, 1)).collect();
            formulation.program.row(all, i64::try_from(several.len()).unwrap_or(i64::MAX), tag);
            value.add(occupied, let_out - vacant);
        }
    }
}

fn shared(formulation: &mut Formulation<'_>, unit: &Unit, places: i64, value: &mut Linear) {
    let ground = &formulation.ground;
    let mut persons = Linear::default();
    let residents = ground.inside(&unit.id).iter().map(|position| &ground.occupants[*position]);
    for resident in residents.filter(|it| it.present(ground.problem.round().horizon)) {
        let size = i64::from(ground.household(resident.household).size());
        persons.constant += size;
        ground.pairs_of[resident.household].iter().for_each(|pair| persons.add(*pair, -size));
    }
    if let Some(class) = ground.class_of.get(&unit.id) {
        for pair in &ground.pairs_in[*class] {
            persons.add(*pair, i64::from(ground.household(ground.pairs[*pair].household).size()));
        }
    }
    let persons = persons.ordered();
    value.add_scaled(&persons, unit.cost_let.thousands());
    let vacant = unit.cost_vacant.thousands();
    if persons.constant <= places {
        value.constant += places * vacant;
        value.add_scaled(&persons, -vacant);
    } else if vacant > 0 {
        // Overfull from before: empty places are counted by a derived column, never below 0.
        let empty = formulation.derived(places, "empty places");
        let mut terms: Vec<(usize, i64)> = persons.terms.iter().map(|(column, by)| (*column, -by)).collect();
        terms.push((empty, -1));
        formulation.program.row(terms, persons.constant - places, RowTag::new("empty", unit.id.as_str()));
        value.add(empty, vacant);
    }
}
