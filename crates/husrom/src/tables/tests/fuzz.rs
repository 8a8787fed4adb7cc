//! No bytes whatever make the reader panic, and what it takes it can write and read back.

use super::super::csv::parsed;
use super::super::{Cell, RawTable, ReadOptions, TABLES, build};
use super::generator::{Chance, cases, problem};
use super::json;
use crate::problem::{Language, Problem};

/// Reads, tells or writes, and reads again what was written.
fn survives(bytes: &[u8]) {
    match Problem::from_json(bytes) {
        Ok(problem) => assert_eq!(Problem::from_json(problem.to_json()).as_ref(), Ok(&problem)),
        Err(error) => {
            assert!(!error.issues.is_empty());
            assert!(!error.text(Language::En).is_empty() && !error.text(Language::Nb).is_empty());
        }
    }
}

#[test]
fn arbitrary_bytes_never_panic_as_json() {
    for seed in 0..cases(400) {
        let mut chance = Chance::new(seed);
        let bytes: Vec<u8> = (0..chance.below(300)).map(|_| chance.byte()).collect();
        survives(&bytes);
        let letters = b"{}[]\":,.0123456789-eE truefalsn\\u";
        let bytes: Vec<u8> = (0..chance.below(300)).map(|_| letters[chance.below(letters.len())]).collect();
        survives(&bytes);
    }
    survives("[".repeat(100_000).as_bytes());
}

#[test]
fn sound_json_with_bytes_changed_never_panics() {
    for seed in 0..cases(400) {
        let mut chance = Chance::new(seed);
        let mut bytes = if seed % 2 == 0 { json(&[]).into_bytes() } else { problem(seed).to_json().into_bytes() };
        for _ in 0..=chance.below(6) {
            let at = chance.below(bytes.len());
            match chance.below(4) {
                0 => bytes[at] = chance.byte(),
                1 => drop(bytes.remove(at)),
                2 => bytes.insert(at, chance.byte()),
                _ => bytes[at] = b"0123456789-;|=<>\"{}[] "[chance.below(22)],
            }
        }
        survives(&bytes);
    }
}

/// Texts that have gone wrong somewhere before.
const ODD: [&str; 24] = [
    "",
    " ",
    "?",
    "ukjent",
    "-1",
    "0",
    "1e400",
    "99999999999999999999",
    "nan",
    "ja",
    "2026-02-30",
    "31.12.9999",
    "a;b|c",
    "age>=",
    ">=3",
    "behaviour:>=1",
    "housed(",
    "10*",
    "=",
    "zone_ceiling()",
    "\u{0}",
    "İ>=1",
    "𝟙",
    "points(category)",
];

#[test]
fn any_cell_may_hold_anything() {
    for seed in 0..cases(400) {
        let mut chance = Chance::new(seed);
        let mut tables = problem(seed).to_rows().tables();
        for _ in 0..=chance.below(4) {
            let index = chance.below(tables.len());
            let table: &mut RawTable = &mut tables[index];
            if chance.below(5) == 0 && !table.columns.is_empty() {
                let column = chance.below(table.columns.len());
                table.columns[column] = ODD[chance.below(ODD.len())].to_owned();
            }
            let Some(row) = table.rows.iter().position(|row| !row.is_empty()) else { continue };
            let column = chance.below(table.rows[row].len());
            table.rows[row][column] = match chance.below(6) {
                0 => Cell::Integer(i128::MAX),
                1 => Cell::Integer(i128::MIN),
                2 => Cell::Decimal(f64::from_bits(chance.next())),
                3 => Cell::List(vec![Cell::List(vec![]), Cell::Boolean(true), Cell::Missing]),
                _ => Cell::Text(ODD[chance.below(ODD.len())].to_owned()),
            };
        }
        if let Ok(problem) = build(tables, Vec::new(), &ReadOptions::default()) {
            assert_eq!(Problem::from_json(problem.to_json()).as_ref(), Ok(&problem), "seed {seed}");
        }
    }
}

#[test]
fn arbitrary_bytes_never_panic_as_csv() {
    for seed in 0..cases(400) {
        let mut chance = Chance::new(seed);
        let spec = TABLES[chance.below(TABLES.len())];
        let mut bytes = spec.columns().map(|column| column.name).collect::<Vec<_>>().join(";").into_bytes();
        if chance.below(3) == 0 {
            bytes.clear();
        }
        bytes.push(b'\n');
        bytes.extend(
            (0..chance.below(300)).map(|_| if chance.below(3) == 0 { b";\n\",\t"[chance.below(5)] } else { chance.byte() }),
        );
        let tables: Vec<RawTable> = parsed(spec.name, &bytes).into_iter().collect();
        assert!(build(tables, Vec::new(), &ReadOptions::default()).is_err(), "a single table is no round");
    }
}
