//! **Resources**: hours, caseloads, places for children, a monthly budget.
//!
//! On each date t: Σ use of newcomers − Σ use of movers gone ≤ max(0, capacity − R(t)).

use super::flow::over_dates;
use crate::eligibility::Home;
use crate::formulation::screen::covers;
use crate::formulation::{Formulation, Ground, RowTag};
use crate::problem::{Resource, Use};

/// Writes the rows.
pub fn write(formulation: &mut Formulation<'_>) {
    let problem = formulation.ground.problem;
    for resource in &problem.parts().resources {
        let ground = &formulation.ground;
        let covered: Vec<bool> = ground.classes.iter().map(|class| covers(resource, &class.home)).collect();
        let inside = ground.pairs.iter().enumerate().filter(|(_, pair)| covered[pair.class]);
        let arrives: Vec<(usize, i64)> =
            inside.map(|(index, pair)| (index, newcomer_use(ground, resource, pair.household, pair.class))).collect();
        let residents: Vec<(usize, i64)> = (0..ground.occupants.len())
            .filter_map(|position| Some((position, resident_use(ground, resource, position)?)))
            .collect();
        let leaves: Vec<(usize, i64)> = residents
            .iter()
            .filter(|(position, _)| ground.occupants[*position].moves)
            .flat_map(|(position, used)| ground.pairs_of[ground.occupants[*position].household].iter().map(|pair| (*pair, *used)))
            .collect();
        let free = |date| {
            let present = residents.iter().filter(|(position, _)| ground.occupants[*position].present(date));
            (resource.capacity - present.map(|(_, used)| used).sum::<i64>()).max(0)
        };
        for (terms, bound) in over_dates(ground, &arrives, &leaves, free) {
            formulation.program.row(terms, bound, RowTag::new(resource.id.as_str(), resource.id.as_str()));
        }
    }
}

fn common_use(ground: &Ground<'_>, resource: &Resource, household: usize, home: &Home<'_>) -> i64 {
    let household = ground.household(household);
    match resource.uses {
        Use::Support => 0,
        Use::Households => 1,
        Use::Persons => i64::from(household.size()),
        Use::Children => i64::from(household.children()),
        Use::MonthlyCost => home.unit.cost_let.0 * home.priced_units(household.size()),
    }
}

fn newcomer_use(ground: &Ground<'_>, resource: &Resource, household: usize, class: usize) -> i64 {
    match resource.uses {
        Use::Support => {
            let application = ground.household(household).application.as_ref();
            application.and_then(|application| application.needs.support).map_or(0, |minutes| minutes.0)
        }
        _ => common_use(ground, resource, household, &ground.classes[class].home),
    }
}

/// What a resident uses where it lives; `None` where the resource does not cover its home.
fn resident_use(ground: &Ground<'_>, resource: &Resource, position: usize) -> Option<i64> {
    let occupant = &ground.occupants[position];
    let home = Home::of(ground.problem, ground.problem.unit(occupant.unit)?)?;
    if !covers(resource, &home) {
        return None;
    }
    Some(match resource.uses {
        Use::Support => {
            let residency = ground.household(occupant.household).residency.as_ref()?;
            residency.support.map_or(resource.assumed_use, |minutes| minutes.0)
        }
        _ => common_use(ground, resource, occupant.household, &home),
    })
}
