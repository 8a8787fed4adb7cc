//! Sessions: what is left of a program goes on from the basis of the whole.

use super::{INF, Random, near};
use crate::{Edits, Interrupt, Limits, LpOutcome, Program, Sense, Session, Termination};

fn solve(session: &mut Session, edits: Edits) -> LpOutcome {
    session.solve(edits, &Limits::default(), &Interrupt::new()).unwrap()
}

/// A packing over columns from 0 to 1, and its rows: (columns with coefficients, bound).
type Rows = Vec<(Vec<(usize, f64)>, f64)>;

fn packing(seed: u64) -> (Vec<f64>, Rows) {
    let mut random = Random(seed);
    let mut draw = |limit: u64| f64::from(u32::try_from(1 + random.below(limit)).unwrap());
    let costs: Vec<f64> = (0..30).map(|_| draw(20)).collect();
    let mut rows: Rows = Vec::new();
    for _ in 0..12 {
        let inside: Vec<usize> = (0..30).filter(|_| draw(3) > 2.0).collect();
        rows.push((inside.into_iter().map(|column| (column, draw(4))).collect(), draw(9)));
    }
    (costs, rows)
}

fn session(costs: &[f64], rows: &Rows) -> Session {
    let mut program = Program::default();
    for cost in costs {
        program.push_column(*cost, 0.0, 1.0, false);
    }
    for (terms, bound) in rows {
        program.push_row(-INF, *bound, terms.iter().copied());
    }
    Session::new(&program, Sense::Maximise).unwrap()
}

#[test]
fn what_is_left_of_a_program_starts_where_the_whole_ended() {
    for seed in 1..=20 {
        let (costs, rows) = packing(seed);
        let whole = solve(&mut session(&costs, &rows), Edits::default());
        let basis = whole.basis.expect("an optimal program has a basis");
        // Columns at 0 that are not basic, and rows that are not tight, make no difference.
        let columns: Vec<usize> = (0..30).filter(|at| basis.has_column(*at) || whole.columns[*at] > 0.5).collect();
        let kept: Vec<usize> = (0..12).filter(|at| !basis.has_row(*at)).collect();
        assert!(columns.len() < 30 && kept.len() < 12, "seed {seed}");
        let place = |column: &usize| columns.iter().position(|it| it == column);
        let left: Rows = kept
            .iter()
            .map(|at| (rows[*at].0.iter().filter_map(|(column, it)| Some((place(column)?, *it))).collect(), rows[*at].1))
            .collect();
        let start = basis.over(&some(&columns), &kept);
        assert!(start.is_some(), "seed {seed}");
        let whole_costs = costs;
        let costs: Vec<f64> = columns.iter().map(|column| whole_costs[*column]).collect();
        let part = solve(&mut session(&costs, &left), Edits { start, ..Edits::default() });
        assert_eq!((part.termination, part.iterations), (Termination::Optimal, 0), "seed {seed}");
        assert!(near(part.objective, whole.objective), "seed {seed}: {} and {}", part.objective, whole.objective);
        // And the whole starts where the part ended: what it has besides is at its lower bound, and further rows do not bind.
        let before: Vec<Option<usize>> = (0..30).map(|column| place(&column)).collect();
        let of_part: Vec<usize> = (0..12).map(|at| kept.iter().position(|it| *it == at).unwrap_or(usize::MAX)).collect();
        let start = part.basis.and_then(|basis| basis.over(&before, &of_part));
        assert!(start.is_some(), "seed {seed}");
        let again = solve(&mut session(&whole_costs, &rows), Edits { start, ..Edits::default() });
        assert_eq!((again.termination, again.iterations), (Termination::Optimal, 0), "seed {seed}");
    }
}

/// Columns that there were before.
fn some(columns: &[usize]) -> Vec<Option<usize>> {
    columns.iter().copied().map(Some).collect()
}

#[test]
fn a_part_without_what_the_basis_stands_on_has_no_basis() {
    let (costs, rows) = packing(7);
    let basis = solve(&mut session(&costs, &rows), Edits::default()).basis.unwrap();
    let (all, every): (Vec<usize>, Vec<usize>) = ((0..30).collect(), (0..12).collect());
    let basic = (0..30).find(|column| basis.has_column(*column)).unwrap();
    let tight = (0..12).find(|row| !basis.has_row(*row)).unwrap();
    let without = |of: &[usize], one: usize| of.iter().copied().filter(|it| *it != one).collect::<Vec<usize>>();
    assert_eq!(basis.over(&some(&all), &every).as_ref(), Some(&basis));
    assert_eq!(basis.over(&some(&without(&all, basic)), &every), None);
    assert_eq!(basis.over(&some(&all), &without(&every, tight)), None);
}

#[test]
fn a_row_may_be_let_go_of_before_it_was_solved_with() {
    let (costs, rows) = packing(3);
    let mut session = session(&costs, &rows);
    let before = solve(&mut session, Edits::default());
    let mut edits = Edits { rows: vec![(12, (-INF, INF))], ..Edits::default() };
    edits.further.push_row(-INF, 0.0, (0..30).map(|column| (column, 1.0)));
    let after = solve(&mut session, edits);
    assert_eq!(after.termination, Termination::Optimal);
    assert!(near(after.objective, before.objective) && before.objective > 0.0);
}

#[test]
fn a_row_is_kept_from_below_for_as_long_as_it_is_to_be() {
    // Nothing is worth less than nothing: all stay away, until three of four have to come.
    let mut program = Program::default();
    for cost in 1..=4 {
        program.push_column(-f64::from(cost), 0.0, 1.0, false);
    }
    program.push_row(-INF, 3.0, (0..4).map(|column| (column, 1.0)));
    let mut session = Session::new(&program, Sense::Maximise).unwrap();
    let rows = |lower: f64| Edits { rows: vec![(0, (lower, 3.0))], ..Edits::default() };
    assert!(near(solve(&mut session, Edits::default()).objective, 0.0));
    let bound = solve(&mut session, rows(3.0));
    assert!(near(bound.objective, -6.0) && near(bound.row_duals[0], -3.0), "{bound:?}");
    assert!(near(solve(&mut session, rows(-INF)).objective, 0.0));
}

#[test]
fn the_tableau_is_that_of_the_last_optimum() {
    // Any two of three, but no two together: the vertex takes three halves.
    let mut program = Program::default();
    for _ in 0..3 {
        program.push_column(1.0, 0.0, 1.0, false);
    }
    let pairs = [(0, 1), (1, 2), (0, 2)];
    for (one, other) in pairs {
        program.push_row(-INF, 1.0, [(one, 1.0), (other, 1.0)]);
    }
    let interrupt = Interrupt::new();
    let mut session = Session::new(&program, Sense::Maximise).unwrap();
    assert!(session.tableau(9, &interrupt).unwrap().is_empty(), "nothing was solved yet");
    let solved = session.solve(Edits::default(), &Limits::default(), &interrupt).unwrap();
    assert!(solved.columns.iter().all(|value| near(*value, 0.5)), "{:?}", solved.columns);
    let tableau = session.tableau(9, &interrupt).unwrap();
    assert_eq!(tableau.len(), 3);
    for row in &tableau {
        // Each combination leaves one column, once.
        let mut sums = [0.0; 3];
        for (pair, multiplier) in row {
            sums[pairs[*pair].0] += multiplier;
            sums[pairs[*pair].1] += multiplier;
        }
        sums.sort_by(f64::total_cmp);
        assert!(near(sums[0], 0.0) && near(sums[1], 0.0) && near(sums[2], 1.0), "{sums:?}");
    }
    assert_eq!(session.tableau(2, &interrupt).unwrap(), tableau[..2], "no more than were asked for, and as often as one likes");
    let impossible = Edits { columns: vec![(0, (1.0, 1.0)), (1, (1.0, 1.0))], ..Edits::default() };
    session.solve(impossible, &Limits::default(), &interrupt).unwrap();
    assert!(session.tableau(9, &interrupt).unwrap().is_empty(), "there is no vertex");
}
