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
        let class = unit.map(|unit| ground.class_of.get(unit).copied());
        let is_asked = |pair: &usize| {
            let pair = &ground.pairs[*pair];
            household.is_none_or(|household| ground.household(pair.household).id == *household)
                && class.is_none_or(|class| class == Some(pair.class))
        };
        let asked: Vec<usize> = (0..ground.pairs.len()).filter(is_asked).collect();
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
