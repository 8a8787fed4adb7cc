//! A problem that has been solved, prepared to solve changed copies of it.

use crate::allocation::{Allocation, Certificate};
use crate::formulation::{Demand, Formulation};
use crate::solver::Solved;

/// An allocation with all that helps to solve a changed copy of its problem: more or fewer homes, a rule off, other hours or prices.
///
/// What it gives is the same as from nothing wherever every level is proved, only sooner: the allocation, repaired, is the start;
/// the bounds are priced anew; and where the change only narrows what is possible and the allocation is still possible, it is
/// still the best, and nothing is searched at all.
///
/// ```
/// use husrom::planning::{Change, Scenario};
/// use husrom::{Prepared, Problem, allocate};
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let problem = Problem::from_json(r#"{
/// #     "schema": "husrom/1",
/// #     "round": {"id": "2026-uke-48", "date": "2026-11-24"},
/// #     "sites": [{"id": "Sandviken", "category": "bofellesskap"}],
/// #     "units": [{"id": "Sandviken 1", "site": "Sandviken"}],
/// #     "applicants": [{"id": "S-031", "class": 1}, {"id": "S-088", "class": 2}]
/// # }"#)?;
/// let prepared = Prepared::of(&allocate(&problem).run()?);
/// let more = Scenario::new("one more", vec![Change::AddHomes {
///     category: problem.sites()[0].category, count: 1, like: None, new_site: false,
/// }]);
/// let changed = more.apply(&problem)?;
/// assert_eq!(allocate(&changed).near(&prepared).run()?.placements().len(), 2);
/// # Ok(())
/// # }
/// ```
pub struct Prepared {
    pub(crate) solved: Solved,
}

impl Prepared {
    /// Prepares an allocation.
    #[must_use]
    pub fn of(allocation: &Allocation) -> Self {
        Self { solved: Solved::of(Formulation::of(allocation.problem()), allocation.outcome()) }
    }

    /// Prepares what is known of a program with a target that is out of reach.
    pub(crate) fn out_of_reach(formulation: Formulation<'_>, columns: Vec<i64>, certificates: Vec<Certificate>) -> Self {
        Self { solved: Solved::out_of_reach(formulation, columns, certificates) }
    }

    /// Prepares an allocation that was made under a demand, for copies of its problem under the same one.
    pub(crate) fn under(allocation: &Allocation, demand: &Demand) -> Self {
        let mut formulation = Formulation::of(allocation.problem());
        formulation.demand(demand);
        Self { solved: Solved::of(formulation, allocation.outcome()) }
    }
}
