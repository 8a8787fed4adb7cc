//! Whatever comes in, nothing panics: arbitrary bytes as JSON and as CSV, and sound input with pieces changed.

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

use husrom::Problem;
use proptest::prelude::*;

const SOUND: &str = r#"{
    "schema": "husrom/1",
    "round": {"id": "uke 48", "date": "2026-11-24", "horizon": "2026-12-24"},
    "settings": {"longest_wait(1)": 90, "hostel_price": 27000},
    "sites": [{"id": "Nyhavn", "category": "smaahus", "tolerance_violence": 3, "gender_rule": "single"}],
    "units": [{"id": "N1", "site": "Nyhavn", "free_from": "2026-12-01"}, {"id": "N2", "site": "Nyhavn", "shared_places": 2}],
    "applicants": [{"id": "S-1", "class": 1, "gender": "woman", "violence": 1, "situation": "homeless", "support_hours": 2.5}],
    "residents": [{"id": "B-1", "unit": "N2", "status": "leaves", "leaves_on": "2026-12-03", "gender": "man"}],
    "relations": [{"one": "S-1", "other": "B-1", "kind": "apart", "strictness": "hard", "scope": "site"}],
    "rules": [{"id": "few", "kind": "limit", "scope": "site", "who": "violence>=2", "most": 1}],
    "goals": [{"order": 1, "measure": "housed(1)"}, {"order": 2, "measure": "lot"}]
}"#;

/// A fresh folder for a case; removed when dropped.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        let name = format!("husrom-input-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// An error that is returned says something; what is read can be written and read again.
fn told_or_read(read: Result<Problem, husrom::tables::InputError>) {
    match read {
        Ok(problem) => assert_eq!(Problem::from_json(problem.to_json()).as_ref(), Ok(&problem)),
        Err(error) => assert!(!error.issues.is_empty() && !error.to_string().is_empty()),
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_as_json_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        told_or_read(Problem::from_json(bytes));
    }

    #[test]
    fn sound_json_with_a_piece_exchanged_never_panics(at in 0..SOUND.len(), length in 0..20_usize, piece in "[ -~æøå]{0,12}") {
        let (start, end) = (at, (at + length).min(SOUND.len()));
        told_or_read(Problem::from_json(format!("{}{piece}{}", &SOUND[..start], &SOUND[end..])));
    }

    #[test]
    fn arbitrary_bytes_as_csv_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), table in 0..4_usize) {
        let folder = Folder::new();
        Problem::from_json(SOUND).unwrap().write_csv(&folder.0).unwrap();
        let name = ["applicants.csv", "sites.csv", "settings.csv", "rules.csv"][table];
        fs::write(folder.0.join(name), bytes).unwrap();
        told_or_read(Problem::read(&folder.0));
    }

    #[test]
    fn csv_with_a_cell_exchanged_never_panics(cell in "[ -~æøå]{0,14}", row in 0..2_usize, column in 0..60_usize) {
        let folder = Folder::new();
        Problem::from_json(SOUND).unwrap().write_csv(&folder.0).unwrap();
        let path = folder.0.join("applicants.csv");
        let text = fs::read_to_string(&path).unwrap();
        let mut lines: Vec<Vec<String>> = text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect();
        let row = row.min(lines.len() - 1);
        let column = column % lines[row].len();
        lines[row][column] = cell;
        let text: Vec<String> = lines.iter().map(|cells| cells.join(";")).collect();
        fs::write(&path, text.join("\n")).unwrap();
        told_or_read(Problem::read(&folder.0));
    }
}
