//! Home classes and those who live in them.

use std::collections::BTreeMap;

use super::ground::{HomeClass, Occupant};
use crate::eligibility::Home;
use crate::problem::{Date, Problem, Tenure, Unit, UnitId};

/// Everyone who lives in a unit of the round.
pub fn occupants(problem: &Problem) -> Vec<Occupant<'_>> {
    let households = problem.households().iter().enumerate();
    households
        .filter_map(|(index, household)| {
            let residency = household.residency.as_ref()?;
            let leaves = match residency.tenure {
                Tenure::Leaves { on, .. } => Some(on),
                _ => None,
            };
            Some(Occupant { household: index, unit: &residency.unit, leaves, moves: household.application.is_some() })
        })
        .collect()
}

/// The date a unit is free from, movers aside; `None` where it is not given at all.
fn base_date(problem: &Problem, home: &Home<'_>, occupants: &[&Occupant<'_>]) -> Option<Date> {
    let round = problem.round();
    let unit: &Unit = home.unit;
    let kept = unit.out_of_service.is_some() || unit.held_back.is_some();
    if kept || home.site.closes.is_some_and(|closes| closes <= round.horizon) {
        return None;
    }
    let mut base = [Some(round.date), unit.free_from, home.site.opens].into_iter().flatten().max()?;
    if unit.shared_places.is_none() {
        for occupant in occupants.iter().filter(|occupant| !occupant.moves) {
            base = base.max(occupant.leaves?);
        }
        // A mover frees its home only if nobody else is left in it.
        if occupants.iter().any(|it| it.moves) && occupants.iter().filter(|it| it.present(round.date)).count() > 1 {
            return None;
        }
    }
    (base <= round.horizon).then_some(base)
}

/// The classes of the homes that are given in the round, by their first unit's id.
pub fn classes<'a>(problem: &'a Problem, occupants: &[Occupant<'a>]) -> Vec<HomeClass<'a>> {
    let mut inside: BTreeMap<&UnitId, Vec<&Occupant<'a>>> = BTreeMap::new();
    for occupant in occupants {
        inside.entry(occupant.unit).or_default().push(occupant);
    }
    let mut classes: Vec<HomeClass<'a>> = Vec::new();
    let mut by_likeness: BTreeMap<String, usize> = BTreeMap::new();
    for unit in problem.units() {
        let Some(home) = Home::of(problem, unit) else { continue };
        let inside = inside.get(&unit.id).map_or(&[][..], Vec::as_slice);
        let Some(base) = base_date(problem, &home, inside) else { continue };
        let likeness = problem.likeness(unit);
        if let Some(index) = by_likeness.get(&likeness) {
            classes[*index].units.push(&unit.id);
            continue;
        }
        by_likeness.insert(likeness.clone(), classes.len());
        let movers = inside.iter().filter(|occupant| occupant.moves).map(|occupant| occupant.household).collect();
        classes.push(HomeClass { home, units: vec![&unit.id], likeness, base, movers });
    }
    classes
}
