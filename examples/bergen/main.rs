//! Bergen: a synthetic round calibrated to Bergen's published totals, from Rust.
//!
//! Reads the week's and the quarter's tables, proposes an allocation of each, prints what came out, and sweeps a few capacities. Give
//! `--placements FILE` to write who gets which home, as the Python example does: the answers are the same.

use std::error::Error;
use std::path::Path;

use husrom::planning::{Change, Scenario, SweepOptions, sweep};
use husrom::problem::{Category, Term};
use husrom::{Language, Problem, allocate, report};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/bergen");
    let mut lines = Vec::new();
    for name in ["week", "quarter"] {
        let round = Problem::read(folder.join(name))?;
        let allocation = allocate(&round).run()?;
        lines.extend(allocation.placements().iter().map(|it| format!("{name};{};{};{}\n", it.household, it.unit, it.start)));
        println!("{}", report::summary(&allocation, Language::Nb));
        let effort = &allocation.outcome().effort;
        println!(
            "{} pairs, {} columns, {} rows, {} nodes, {:.2} s\n",
            effort.pairs, effort.columns, effort.rows, effort.nodes, effort.seconds
        );
    }
    let week = Problem::read(folder.join("week"))?;
    let mut scenarios = vec![Scenario::new("as it is", Vec::new())];
    for (category, count) in [(Category::Smaahus, 6), (Category::Smaahus, 12), (Category::HousingFirst, 10)] {
        let change = Change::AddHomes { category, count, like: None, new_site: true };
        scenarios.push(Scenario::new(format!("{} +{count}", category.nb()), vec![change]));
    }
    println!("A small sweep of the week:");
    for row in sweep(&week, &scenarios, &SweepOptions::default(), |_| {}) {
        match &row.error {
            Some(error) => println!("  {:<20} {error}", row.scenario),
            None => {
                println!("  {:<20} {} housed, {} waiting, {} roofs to buy", row.scenario, row.placed, row.unplaced, row.roofs)
            }
        }
    }
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some("--placements") {
        std::fs::write(arguments.next().ok_or("--placements needs a file")?, lines.concat())?;
    }
    Ok(())
}
