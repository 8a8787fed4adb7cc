//! `concentration`: people of the group above each zone's ceiling (R79, R93).
//!
//! Σ over zones with a ceiling of e_z, where e_z ≥ persons living in the zone at the horizon − ceiling. Unit: people.

use std::collections::BTreeMap;

use crate::formulation::{Formulation, Linear, RowTag};
use crate::problem::Zone;

/// The value.
pub fn value(formulation: &mut Formulation<'_>) -> Linear {
    let problem = formulation.ground.problem;
    let mut persons: BTreeMap<&Zone, Linear> = BTreeMap::new();
    let ground = &formulation.ground;
    for (index, pair) in ground.pairs.iter().enumerate() {
        if let Some(zone) = &ground.classes[pair.class].home.site.zone {
            persons.entry(zone).or_default().add(index, i64::from(ground.household(pair.household).size()));
        }
    }
    for occupant in ground.occupants.iter().filter(|occupant| occupant.present(problem.round().horizon)) {
        let site = problem.unit(occupant.unit).and_then(|unit| problem.site(&unit.site));
        if let Some(zone) = site.and_then(|site| site.zone.as_ref()) {
            let size = i64::from(ground.household(occupant.household).size());
            let here = persons.entry(zone).or_default();
            here.constant += size;
            ground.pairs_of[occupant.household].iter().for_each(|pair| here.add(*pair, -size));
        }
    }
    let mut value = Linear::default();
    for (zone, ceiling) in &problem.settings().zone_ceilings {
        let Some(here) = persons.remove(zone) else { continue };
        let here = here.ordered();
        let most = here.constant + here.terms.iter().map(|(_, coefficient)| coefficient.max(&0)).sum::<i64>();
        let excess = formulation.derived((most - i64::from(*ceiling)).max(0), "above ceiling");
        let mut terms = here.terms;
        terms.push((excess, -1));
        formulation.program.row(terms, i64::from(*ceiling) - here.constant, RowTag::new("concentration", zone.as_str()));
        value.add(excess, 1);
    }
    value
}
