//! What a question asks for beyond the problem: "what if this household lived here?"

use super::{Formulation, Row, RowTag};
use crate::problem::{HouseholdId, UnitId};

/// What has to hold in every allocation that is considered. A home stands for all that nothing tells apart from it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Demand {
    /// The household is placed, in this home where one is named.
    Placed {
        /// The household.
        household: HouseholdId,
        /// The home.
        unit: Option<UnitId>,
    },
    /// The household is not placed, in this home where one is named.
    NotPlaced {
        /// The household.
        household: HouseholdId,
        /// The home.
        unit: Option<UnitId>,
    },
    /// So many households, at least, are placed in homes like this one.
    Filled {
        /// The home.
        unit: UnitId,
        /// How many.
        households: i64,
    },
}

impl Formulation<'_> {
    /// Adds a demand. It is held as what the office has fixed is: a row that nothing but placing somebody satisfies.
    pub fn demand(&mut self, demand: &Demand) {
        let (household, unit) = match demand {
            Demand::Placed { household, unit } | Demand::NotPlaced { household, unit } => (Some(household), unit.as_ref()),
            Demand::Filled { unit, .. } => (None, Some(unit)),
        };
        let Self { ground, program, pins, .. } = self;
        let of_household = |household: &HouseholdId| {
            let index = ground.problem.households().binary_search_by(|it| it.id.cmp(household));
            index.map_or(&[][..], |index| &ground.pairs_of[index])
        };
        let in_home = |unit: &UnitId| ground.class_of.get(unit).map_or(&[][..], |class| &ground.pairs_in[*class]);
        let asked: Vec<usize> = match (household.map(of_household), unit.map(in_home)) {
            (Some(pairs), Some(here)) => pairs.iter().filter(|pair| here.binary_search(pair).is_ok()).copied().collect(),
            (Some(pairs), None) | (None, Some(pairs)) => pairs.to_vec(),
            (None, None) => Vec::new(),
        };
        let least = match demand {
            Demand::NotPlaced { .. } => {
                let terms = asked.into_iter().map(|pair| (pair, 1)).collect();
                program.row(terms, 0, RowTag::new("demand", ""));
                return;
            }
            Demand::Placed { .. } => 1,
            Demand::Filled { households, .. } => *households,
        };
        let tag = RowTag::new("pin", unit.map_or("", UnitId::as_str));
        let tag = household.map_or(tag.clone(), |household| tag.of(household));
        pins.push(program.rows.len());
        program.rows.push(Row { terms: asked.into_iter().map(|pair| (pair, -1)).collect(), bound: -least, tag });
    }
}
