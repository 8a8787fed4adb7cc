//! Times of the inner pieces: on the week of the Bergen example, and reading a large office's tables. Read as ratios, never as limits.

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use husrom::allocation::check::Checker;
use husrom::{Problem, allocate, proof};

fn week() -> Problem {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/bergen/week");
    Problem::read(&folder).expect("the committed example reads")
}

fn pieces(criterion: &mut Criterion) {
    let problem = week();
    let json = problem.to_json();
    let allocation = allocate(&problem).run().expect("the committed example solves");
    let mut group = criterion.benchmark_group("bergen week");
    group.sample_size(10);
    group.bench_function("read JSON", |bench| bench.iter(|| Problem::from_json(black_box(&json))));
    group.bench_function("allocate", |bench| bench.iter(|| allocate(black_box(&problem)).run()));
    group.bench_function("check", |bench| bench.iter(|| Checker::new(&problem).check(black_box(allocation.placements()))));
    group.bench_function("verify certificates", |bench| {
        bench.iter(|| proof::verify(black_box(allocation.problem()), black_box(allocation.outcome())));
    });
    group.finish();
}

/// Tables of 2,000 sites, 38,000 units and 60,000 applicants: 100,000 rows.
fn large() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("large");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let table = |name: &str, head: &str, count: usize, row: &dyn Fn(usize) -> String| {
        let mut text = format!("{head}\n");
        (0..count).for_each(|number| writeln!(text, "{}", row(number)).expect("text can be written"));
        std::fs::write(folder.join(name), text).expect("the file can be written");
    };
    let of = |words: &[&str], number: usize| words[number % words.len()].to_owned();
    table("round.csv", "id,date", 1, &|_| "large,2026-09-07".to_owned());
    table("sites.csv", "id,category,district", 2_000, &|it| {
        format!("S{it},{},District {}", of(&["smaahus", "bofellesskap", "ordinaer"], it), it % 8)
    });
    table("units.csv", "id,site", 38_000, &|it| format!("U{it},S{}", it % 2_000));
    table("applicants.csv", "id,class,gender,situation,violence,waiting_since", 60_000, &|it| {
        let (gender, situation) = (of(&["man", "woman", "man"], it), of(&["homeless", "temporary"], it));
        format!("A{it},{},{gender},{situation},{},2026-0{}-1{}", 1 + it % 3, it % 4, 1 + it % 8, it % 9)
    });
    folder
}

fn reading(criterion: &mut Criterion) {
    let folder = large();
    let json = Problem::read(&folder).expect("the tables read").to_json();
    let mut group = criterion.benchmark_group("100,000 rows");
    group.sample_size(10);
    group.bench_function("read CSV", |bench| bench.iter(|| Problem::read(black_box(&folder))));
    group.bench_function("read JSON", |bench| bench.iter(|| Problem::from_json(black_box(&json))));
    group.finish();
}

criterion_group!(benches, pieces, reading);
criterion_main!(benches);
