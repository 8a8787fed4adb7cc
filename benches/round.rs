//! Times of the inner pieces on the week of the Bergen example: `cargo bench --release`-like runs, read as ratios, never as limits.

use std::hint::black_box;
use std::path::Path;

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

criterion_group!(benches, pieces);
criterion_main!(benches);
