//! How it is written: home classes, columns, rows with tags, and levels.
//!
//! x_p ∈ {0, 1} for each pair p = (household a, class k, start s) that eligibility leaves; derived columns for what rules and measures
//! add. Rows and levels are written by one file for each rule and each measure.

mod classes;
mod coupled;
mod demand;
mod fixed;
mod ground;
mod measures;
mod pairs;
mod points;
mod prices;
mod program;
mod rules;
mod screen;
mod shortlist;
mod solution;
mod starts;

pub use coupled::{Body, CoupledRule};
pub use demand::Demand;
pub use ground::{Ground, HomeClass};
pub use measures::Level;
pub use pairs::Bench;
pub use program::{ColumnTag, Linear, Program, Row, RowTag, divided};
pub use rules::{Chains, too_long_chain};
pub use solution::{columns_of, pair_of};

use crate::problem::{Measure, Problem};
use prices::Prices;

/// A problem written as an integer program with levels.
#[derive(Debug)]
pub struct Formulation<'a> {
    /// Classes, residents and pairs; pair p is column p.
    pub ground: Ground<'a>,
    /// Columns and rows.
    pub program: Program,
    /// The levels in order.
    pub levels: Vec<Level>,
    /// Rows that hold what the office has fixed, by index.
    pub pins: Vec<usize>,
    prices: Prices,
    /// Each mode with the pairs that are possible in it alone.
    modes: Vec<(usize, Vec<usize>)>,
}

/// The most pairs that a round is written with: its rows and their relaxation take 7 kB for each, or 1 kB where nothing couples households
/// (measured at 1.6 and 2.0 million pairs).
const MOST_PAIRS: usize = 2_000_000;
const MOST_PAIRS_UNCOUPLED: usize = 10_000_000;

impl<'a> Formulation<'a> {
    /// Writes a problem, unless it is too large: then the most pairs it may have.
    pub fn within_limits(problem: &'a Problem) -> Result<Self, usize> {
        let most = |ground: &Ground<'_>| if ground.couples() { MOST_PAIRS } else { MOST_PAIRS_UNCOUPLED };
        let ground = Ground::up_to(problem, most);
        let most = most(&ground);
        if ground.pairs.len() > most { Err(most) } else { Ok(Self::over(ground)) }
    }

    /// Writes a problem.
    pub fn of(problem: &'a Problem) -> Self {
        Self::over(Ground::of(problem))
    }

    fn over(mut ground: Ground<'a>) -> Self {
        let prices = std::mem::take(&mut ground.prices);
        let mut program = Program::default();
        for index in 0..ground.pairs.len() {
            program.column(1, ColumnTag::Pair(index));
        }
        let mut formulation = Self { ground, program, levels: Vec::new(), pins: Vec::new(), prices, modes: Vec::new() };
        rules::write(&mut formulation);
        formulation.levels = measures::levels(&mut formulation);
        formulation
    }

    /// A derived column, at least 0 and at most `upper`.
    fn derived(&mut self, upper: i64, name: &'static str) -> usize {
        self.program.column(upper, ColumnTag::Derived(name))
    }

    /// A price in a level for each unit of a column.
    fn pay(&mut self, level: &Measure, column: usize, price: i64) {
        self.prices.pay(level, column, price);
    }
}
