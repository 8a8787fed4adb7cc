//! Instances of the benchmark families: written as JSON, or solved and reported, one line of JSON each.
//!
//!     cargo bench --bench families -- write FOLDER FAMILY SEEDS          FAMILY-SEED.json, the problem
//!     cargo bench --bench families -- state FOLDER FAMILY SEEDS          FAMILY-SEED.program.json, our integer program of it
//!     cargo bench --bench families -- check PROBLEM.json PLACEMENTS.json what the checker says of somebody else's placements
//!     cargo bench --bench families -- solve FAMILY SEEDS [LIMIT SECONDS] [THREADS]
//!     cargo bench --bench families -- sweep FAMILY SEEDS SCENARIOS [THREADS]
//!     cargo bench --bench families -- why FAMILY SEEDS [HOUSEHOLDS]       so many of those without a home, explained
//!     cargo bench --bench families -- audit FAMILY SEEDS [RULES]         the equality audit, and without the first so many rules
//!     cargo bench --bench families -- worked FAMILY SEEDS                home by home, by each scheme

mod instances;

use std::time::{Duration, Instant};

use husrom::one_by_one::Scheme;
use husrom::planning::{SweepOptions, SweepRow};
use husrom::problem::Term;
use husrom::report::{Audit, Grouping};
use husrom::{Problem, allocate};
use instances::{Family, families, instance, scenarios};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["write", folder, family, seeds] => write(folder, &of(family), range(seeds)),
        ["state", folder, family, seeds] => state(folder, &of(family), range(seeds)),
        ["check", problem, placements] => check(problem, placements),
        ["solve", family, seeds, ref rest @ ..] => {
            let limit = rest.first().map_or(120.0, |it| it.parse().expect("a number of seconds"));
            let threads = rest.get(1).map_or(1, |it| it.parse().expect("a number of threads"));
            range(seeds).for_each(|seed| solve(&of(family), seed, Duration::from_secs_f64(limit), threads));
        }
        ["sweep", family, seeds, count, ref rest @ ..] => {
            let count = count.parse().expect("a number of scenarios");
            let threads = rest.first().map_or(1, |it| it.parse().expect("a number of threads"));
            range(seeds).for_each(|seed| sweep(&of(family), seed, count, threads));
        }
        ["why", family, seeds, ref rest @ ..] => {
            let count = rest.first().map_or(10, |it| it.parse().expect("a number of households"));
            range(seeds).for_each(|seed| why(&of(family), seed, count));
        }
        ["audit", family, seeds, ref rest @ ..] => {
            let rules = rest.first().map_or(0, |it| it.parse().expect("a number of rules"));
            range(seeds).for_each(|seed| audit(&of(family), seed, rules));
        }
        ["worked", family, seeds] => range(seeds).for_each(|seed| worked(&of(family), seed)),
        _ => println!(
            "write FOLDER FAMILY SEEDS | state FOLDER FAMILY SEEDS | check PROBLEM PLACEMENTS | solve FAMILY SEEDS [LIMIT] [THREADS] | sweep FAMILY SEEDS SCENARIOS [THREADS] | why FAMILY SEEDS [HOUSEHOLDS] | audit FAMILY SEEDS [RULES] | worked FAMILY SEEDS; seeds as 1..31, FAMILY/40 for shortlists of forty"
        ),
    }
}

/// `region`, or `region/40`: the same with shortlists of forty.
fn of(name: &str) -> Family {
    let (name, shortlist) = name.split_once('/').map_or((name, None), |(name, most)| (name, most.parse().ok()));
    let family = families().into_iter().find(|family| family.name == name).unwrap_or_else(|| panic!("no family {name}"));
    Family { shortlist, ..family }
}

fn range(seeds: &str) -> std::ops::Range<u64> {
    let number = |text: &str| text.parse().expect("a seed");
    seeds.split_once("..").map_or_else(|| number(seeds)..number(seeds) + 1, |(from, to)| number(from)..number(to))
}

fn write(folder: &str, family: &Family, seeds: std::ops::Range<u64>) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for seed in seeds {
        let file = format!("{folder}/{}-{seed}.json", family.name);
        std::fs::write(&file, instance(family, seed).to_json()).expect("the file can be written");
    }
}

fn state(folder: &str, family: &Family, seeds: std::ops::Range<u64>) {
    std::fs::create_dir_all(folder).expect("the folder can be made");
    for seed in seeds {
        let statement = husrom::proof::statement(&instance(family, seed));
        let text = serde_json::to_string(&statement).expect("a statement is plain data");
        std::fs::write(format!("{folder}/{}-{seed}.program.json", family.name), text).expect("the file can be written");
    }
}

fn audit(family: &Family, seed: u64, rules: usize) {
    let allocation = allocate(&instance(family, seed)).run().expect("a round without pins");
    let started = Instant::now();
    let audit = Audit::of(&allocation);
    let told = Grouping::all().iter().flat_map(|grouping| audit.rows(*grouping)).filter(|row| row.offered.is_some()).count();
    let (counted, mut deciding) = (started.elapsed().as_secs_f64(), Audit::deciding(&allocation));
    let of = deciding.len();
    deciding.truncate(rules);
    let started = Instant::now();
    let solved =
        if deciding.is_empty() { Vec::new() } else { Audit::rules(&allocation, &deciding, &SweepOptions::default(), |_| {}) };
    let line = serde_json::json!({
        "family": family.name, "seed": seed, "seconds": counted, "rows_told": told, "deciding": of,
        "solve_seconds": allocation.outcome().effort.seconds, "rules_seconds": started.elapsed().as_secs_f64(),
        "rules": solved.iter().map(|it| (it.rule.to_string(), it.solved.placed, it.solved.seconds)).collect::<Vec<_>>(),
    });
    println!("{line}");
}

fn worked(family: &Family, seed: u64) {
    let problem = instance(family, seed);
    for scheme in [Scheme::WaitingTime, Scheme::Priority, Scheme::Lot] {
        let started = Instant::now();
        let example = husrom::one_by_one(&problem, scheme).expect("a round without pins");
        let line = serde_json::json!({
            "family": family.name, "seed": seed, "scheme": scheme.to_string(), "placed": example.placements().len(),
            "levels": example.levels().iter().map(|(measure, value)| (measure.to_string(), *value)).collect::<Vec<_>>(),
            "seconds": started.elapsed().as_secs_f64(),
        });
        println!("{line}");
    }
}

/// Placements as `[{"household": …, "unit": …, "start": "2026-09-07"}, …]`; prints the level values, or the faults.
fn check(problem: &str, placements: &str) {
    let text = |file: &str| std::fs::read_to_string(file).expect("the file can be read");
    let problem = Problem::from_json(text(problem)).expect("a problem");
    let mut placements: Vec<husrom::allocation::Placement> = serde_json::from_str(&text(placements)).expect("placements");
    placements.sort();
    let line = match husrom::allocation::check::check(&problem, &placements) {
        Ok(account) => serde_json::json!({ "lawful": true, "values": account.values }),
        Err(faults) => {
            let messages: Vec<&String> = faults.iter().map(|fault| &fault.message).collect();
            serde_json::json!({ "lawful": false, "faults": messages })
        }
    };
    println!("{line}");
}

fn solve(family: &Family, seed: u64, limit: Duration, threads: usize) {
    let problem: Problem = instance(family, seed);
    let started = Instant::now();
    let allocation = allocate(&problem).time_limit(limit).threads(threads).run().expect("an instance has an allocation");
    let seconds = started.elapsed().as_secs_f64();
    let outcome = allocation.outcome();
    let level = |level: &husrom::allocation::LevelResult| {
        serde_json::json!({
            "measure": level.measure, "value": level.value, "bound": level.bound, "grade": format!("{:?}", level.grade),
            "seconds": (level.seconds * 1e4).round() / 1e4, "nodes": level.nodes,
        })
    };
    let line = serde_json::json!({
        "family": family.name, "seed": seed, "seconds": seconds, "effort": outcome.effort, "stopped": format!("{:?}", outcome.stopped),
        "placed": outcome.placements.len(), "proved": outcome.levels.iter().all(|it| it.bound == Some(it.value)),
        "levels": outcome.levels.iter().map(level).collect::<Vec<_>>(),
    });
    println!("{line}");
}

fn sweep(family: &Family, seed: u64, count: usize, threads: usize) {
    let problem = instance(family, seed);
    let scenarios = scenarios(&problem, seed, count);
    let options = SweepOptions { threads: Some(threads), ..SweepOptions::default() };
    let started = Instant::now();
    let rows = husrom::planning::sweep(&problem, &scenarios, &options, |_| {});
    let seconds = started.elapsed().as_secs_f64();
    let count = |is_it: fn(&SweepRow) -> bool| rows.iter().filter(|row| is_it(row)).count();
    let mut times: Vec<f64> = rows.iter().map(|row| row.seconds).collect();
    times.sort_by(f64::total_cmp);
    let line = serde_json::json!({
        "family": family.name, "seed": seed, "threads": threads, "seconds": seconds, "scenarios": rows.len(),
        "proved": count(|row| row.proved), "unchanged": count(|row| row.unchanged), "failed": count(|row| row.error.is_some()),
        "median": times[times.len() / 2], "most": times.last(),
    });
    println!("{line}");
}

/// Seconds in order, and the one in the middle and the last of them.
fn spread(mut seconds: Vec<f64>) -> serde_json::Value {
    seconds.sort_by(f64::total_cmp);
    serde_json::json!({ "median": seconds.get(seconds.len() / 2), "most": seconds.last(), "asked": seconds.len() })
}

fn why(family: &Family, seed: u64, count: usize) {
    let problem = instance(family, seed);
    let allocation = allocate(&problem).run().expect("an instance has an allocation");
    let timed = |ask: &dyn Fn()| {
        let started = Instant::now();
        ask();
        started.elapsed().as_secs_f64()
    };
    let started = Instant::now();
    let explainer = allocation.explain();
    let opening = started.elapsed().as_secs_f64();
    let homes: Vec<_> = allocation.placements().iter().map(|placement| &placement.unit).collect();
    let (mut closed, mut solved, mut smallest) = (Vec::new(), Vec::new(), Vec::new());
    for (at, unplaced) in allocation.unplaced().iter().take(count).enumerate() {
        let household = &unplaced.household;
        let why = timed(&|| drop(explainer.why(household).expect("an answer")));
        if unplaced.eligible_homes > 0 {
            solved.push(why)
        } else {
            closed.push(why)
        }
        solved.push(timed(&|| drop(explainer.why_not(household, homes[at % homes.len()]).expect("an answer"))));
        if at < 3 {
            let menu = husrom::explanation::Menu::shipped(&problem, household);
            smallest.push(timed(&|| drop(explainer.smallest_change(household, &menu).expect("an answer"))));
        }
    }
    let backbone = timed(&|| drop(explainer.backbone().expect("an answer")));
    let line = serde_json::json!({
        "family": family.name, "seed": seed, "opening": opening, "closed": spread(closed), "solved": spread(solved),
        "smallest": spread(smallest), "backbone": backbone,
    });
    println!("{line}");
}
