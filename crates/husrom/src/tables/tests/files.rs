//! Folders of CSV files, JSON files, and what is neither.

use std::fs;
use std::path::PathBuf;

use super::super::Code;
use super::{codes, json, sound};
use crate::problem::{Gender, Problem};

/// A folder of its own for one test, taken away in the end.
struct Folder(PathBuf);

impl Folder {
    fn of(name: &str, files: &[(&str, &[u8])]) -> Self {
        let path = std::env::temp_dir().join(format!("husrom-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        for (file, bytes) in files {
            fs::write(path.join(file), bytes).unwrap();
        }
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const ROUND: (&str, &[u8]) = ("runde.csv", "nøkkel;verdi\nid;uke 48\ndato;24.11.2026\n".as_bytes());
const SITES: (&str, &[u8]) = ("bosteder.csv", "\u{feff}kode,kategori,bydel\nB1,småhus,Årstad\n".as_bytes());
const UNITS: (&str, &[u8]) = ("boenheter.csv", b"kode\tbosted\tadresse\nU1\tB1\tMyrveien 4B\n");

#[test]
fn a_folder_of_csv_files_is_read_whatever_the_delimiter_and_encoding() {
    // Windows-1252: «søker», «kjønn», «Årstad»; a quoted cell; a blank line.
    let applicants = b"s\xf8ker;prioritet;kj\xf8nn;\xf8nsker bydeler\r\n\r\nS-104;1;kvinne;\"\xc5rstad\"\r\n";
    let others: [(&str, &[u8]); 2] = [("README.md", b"x"), ("~lock.csv", b"x")];
    let folder = Folder::of("mixed", &[ROUND, SITES, UNITS, ("søkere.csv", applicants), others[0], others[1]]);
    let problem = Problem::read(&folder.0).unwrap_or_else(|error| panic!("{error}"));
    let applicant = &problem.households()[0];
    assert_eq!(applicant.persons[0].gender, Some(Gender::Woman));
    assert_eq!(applicant.application.as_ref().unwrap().wishes.districts[0].as_str(), "Årstad");
    assert_eq!(problem.units()[0].name, "Myrveien 4B");
}

#[test]
fn a_fault_in_a_file_names_the_line_as_a_spreadsheet_shows_it() {
    let applicants = "søker;prioritet;kjønn\nA1;1;mann\n\n\"A2\";1;\nA3;2;kv\n".as_bytes();
    let folder = Folder::of("lines", &[ROUND, SITES, UNITS, ("søkere.csv", applicants)]);
    let error = Problem::read(&folder.0).unwrap_err();
    assert_eq!(codes(&error.issues), [Code::UnknownValue]);
    assert_eq!((error.issues[0].row, error.issues[0].column.as_deref()), (Some(5), Some("kjønn")));
    let keys = "nøkkel;verdi\nid;uke 48\ndato;i morgen\n".as_bytes();
    fs::write(folder.0.join("runde.csv"), keys).unwrap();
    fs::write(folder.0.join("søkere.csv"), "søker;prioritet\n").unwrap();
    let error = Problem::read(&folder.0).unwrap_err();
    assert_eq!((codes(&error.issues), error.issues[0].row), (vec![Code::Unreadable], Some(3)));
}

#[test]
fn keys_and_values_need_no_heading_of_their_own() {
    let folder = Folder::of(
        "bare",
        &[SITES, UNITS, ("søkere.csv", b"id\n"), ("runde.csv", b"id;uke 48\ndato;24.11.2026\nspr\xc3\xa5k;en\n")],
    );
    assert_eq!(Problem::read(&folder.0).unwrap().round().id, "uke 48");
    fs::write(folder.0.join("runde.csv"), "id;uke 48\ndato;i morgen\n").unwrap();
    let error = Problem::read(&folder.0).unwrap_err();
    assert_eq!((codes(&error.issues), error.issues[0].row), (vec![Code::Unreadable], Some(2)));
}

#[test]
fn a_quoted_line_break_is_one_row() {
    let applicants = "søker;prioritet;husleie\nA1;1;\"9\n\"\nA2;1;x\n".as_bytes();
    let folder = Folder::of("breaks", &[ROUND, SITES, UNITS, ("søkere.csv", applicants)]);
    let error = Problem::read(&folder.0).unwrap_err();
    assert_eq!(codes(&error.issues), [Code::UnknownColumn]);
    fs::write(folder.0.join("søkere.csv"), String::from_utf8_lossy(applicants).replace("husleie", "maks husleie")).unwrap();
    let error = Problem::read(&folder.0).unwrap_err();
    assert_eq!((codes(&error.issues), error.issues[0].row), (vec![Code::Unreadable], Some(3)));
}

#[test]
fn what_cannot_be_read_is_told() {
    let folder = Folder::of("unread", &[("tom.csv", b""), ("runde.xlsx", b"PK"), ROUND, SITES, UNITS, ("søkere.csv", b"id\n")]);
    let of = |path: PathBuf| codes(&Problem::read(path).unwrap_err().issues);
    assert_eq!(of(folder.0.clone()), [Code::Format, Code::File]);
    assert_eq!(of(folder.0.join("runde.xlsx")), [Code::Format]);
    assert_eq!(of(folder.0.join("runde.csv")), [Code::Format]);
    assert_eq!(of(folder.0.join("nowhere")), [Code::File]);
    assert_eq!(of(folder.0.join("nowhere.json")), [Code::File]);
}

#[test]
fn two_files_for_one_table_are_one_too_many() {
    let folder = Folder::of("twice", &[ROUND, SITES, ("sites.csv", b"id;category\n"), UNITS, ("søkere.csv", b"id\n")]);
    assert_eq!(codes(&Problem::read(&folder.0).unwrap_err().issues), [Code::RepeatedTable]);
}

#[test]
fn a_json_file_is_read_and_what_is_written_as_csv_is_read_back_the_same() {
    let folder = Folder::of("written", &[("runde.json", json(&[]).as_bytes())]);
    let problem = Problem::read(folder.0.join("runde.json")).unwrap();
    assert_eq!(problem, sound(&[]));
    problem.write_csv(folder.0.join("csv")).unwrap();
    assert_eq!(Problem::read(folder.0.join("csv")).unwrap(), problem);
}
