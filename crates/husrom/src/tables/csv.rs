//! A folder of CSV files, one a table, in and out; and any path that holds a round.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::issue::{Code, Fault, InputError, Issue, say};
use super::raw::{Cell, RawTable};
use super::{ReadOptions, build};
use crate::problem::{Language, Problem};

impl Problem {
    /// Reads a round from a path: a folder of CSV files named as the tables are, in Norwegian or English, or a JSON file.
    ///
    /// In a folder `;`, `,` and tab are told apart by the heading; UTF-8 is tried first, then Windows-1252. Files that are not tables
    /// by their ending (`.md`, `.txt`, …) are left alone.
    ///
    /// # Errors
    /// Every fault of the files and their tables, in one go.
    pub fn read(path: impl AsRef<Path>) -> Result<Self, InputError> {
        Self::read_with(path, &ReadOptions::default())
    }

    /// Reads a round from a path, with options.
    ///
    /// # Errors
    /// Every fault of the files and their tables, in one go.
    pub fn read_with(path: impl AsRef<Path>, options: &ReadOptions) -> Result<Self, InputError> {
        let path = path.as_ref();
        let mut issues = Vec::new();
        if path.is_dir() {
            let tables = folder(path, &mut issues);
            return build(tables, issues, options);
        }
        let read = match ending(path).as_str() {
            "json" => fs::read(path).map_err(|error| unreadable(path, &error)),
            _ if !path.exists() => Err(unreadable(path, &io::Error::from(io::ErrorKind::NotFound))),
            _ => Err(format(path)),
        };
        match read {
            Ok(bytes) => Self::from_json_with(bytes, options),
            Err(issue) => Err(InputError::new(vec![issue], Language::default()).redacted()),
        }
    }

    /// Writes the round as a folder of CSV files that [`Problem::read`] reads back the same: one a table, canonical headings, `;`
    /// between cells and `|` between the values of a list. Files of the same names are replaced.
    ///
    /// # Errors
    /// The folder or a file cannot be written.
    pub fn write_csv(&self, folder: impl AsRef<Path>) -> io::Result<()> {
        let folder = folder.as_ref();
        fs::create_dir_all(folder)?;
        for table in self.to_rows().tables() {
            fs::write(folder.join(format!("{}.csv", table.name)), written(&table)?)?;
        }
        Ok(())
    }
}

fn ending(path: &Path) -> String {
    path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default()
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.to_string_lossy(), std::ffi::OsStr::to_string_lossy).into_owned()
}

fn unreadable(path: &Path, error: &io::Error) -> Issue {
    let (nb, en) = match error.kind() {
        io::ErrorKind::NotFound => ("finnes ikke", "does not exist"),
        io::ErrorKind::PermissionDenied => ("kan ikke åpnes av deg", "may not be opened by you"),
        _ => ("kan ikke leses", "cannot be read"),
    };
    let action = say("Rett stien, eller gi tilgang.", "Correct the path, or give access.");
    Fault::new(Code::File, say(nb, en), action).at(file_name(path), None, None, None)
}

fn format(path: &Path) -> Issue {
    let workbook = matches!(ending(path).as_str(), "xlsx" | "xlsm" | "xls" | "ods");
    let cause = if workbook {
        say("arbeidsbøker leses først i en senere versjon", "workbooks are read in a later version only")
    } else {
        say("filtypen leses ikke", "this kind of file is not read")
    };
    let action =
        say("Lagre hvert ark som CSV i en mappe, og les mappen.", "Save each sheet as CSV in a folder, and read the folder.");
    Fault::new(Code::Format, cause, action).at(file_name(path), None, None, None)
}

/// The tables of a folder.
fn folder(path: &Path, issues: &mut Vec<Issue>) -> Vec<RawTable> {
    let mut files: Vec<PathBuf> = match fs::read_dir(path) {
        Ok(entries) => entries.filter_map(|entry| Some(entry.ok()?.path())).collect(),
        Err(error) => {
            issues.push(unreadable(path, &error));
            return Vec::new();
        }
    };
    files.sort();
    let mut tables = Vec::new();
    for file in files {
        let name = file_name(&file);
        // Locks and hidden files of editors and spreadsheets.
        if name.starts_with(['.', '~']) || file.is_dir() {
            continue;
        }
        match ending(&file).as_str() {
            "csv" | "tsv" => match fs::read(&file) {
                Ok(bytes) => {
                    let table = file.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
                    match parsed(&table, &bytes) {
                        Some(table) => tables.push(table),
                        None => issues.push(empty(&file)),
                    }
                }
                Err(error) => issues.push(unreadable(&file, &error)),
            },
            "xlsx" | "xlsm" | "xls" | "ods" => issues.push(format(&file)),
            _ => {}
        }
    }
    tables
}

fn empty(path: &Path) -> Issue {
    let action = say("Skriv overskriftene på første linje.", "Write the headings on the first line.");
    Fault::new(Code::File, say("er tom", "is empty"), action).at(file_name(path), None, None, None)
}

/// A CSV text as a table; `None` where there is not even a heading.
pub(super) fn parsed(name: &str, bytes: &[u8]) -> Option<RawTable> {
    let text = decoded(bytes);
    let mut reader =
        ::csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter(&text)).from_reader(text.as_bytes());
    let mut columns: Option<Vec<String>> = None;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let (mut first_row_number, mut next_line) = (2, 1);
    // The reader yields no error on text in memory; were there one, the rows after it would be lost, and that must not be.
    for record in reader.records() {
        let record = record.ok()?;
        let line = record.position().map_or(next_line, ::csv::Position::line);
        let blank = usize::try_from(line.saturating_sub(next_line)).unwrap_or(0);
        let breaks: usize = record.iter().map(|field| field.matches('\n').count()).sum();
        next_line = line.saturating_add(1).saturating_add(u64::try_from(breaks).unwrap_or(0));
        if columns.is_none() {
            columns = Some(record.iter().map(|field| field.trim().to_owned()).collect());
            first_row_number = blank.saturating_add(2);
            continue;
        }
        // Blank lines count, as they do in a spreadsheet.
        rows.extend(std::iter::repeat_n(Vec::new(), blank));
        rows.push(record.iter().map(cell).collect());
    }
    Some(RawTable { name: name.to_owned(), columns: columns?, rows, first_row_number })
}

fn cell(field: &str) -> Cell {
    if field.trim().is_empty() { Cell::Missing } else { Cell::Text(field.to_owned()) }
}

/// UTF-8 with or without its mark, else UTF-16 by its mark, else Windows-1252.
fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let units = |from: fn([u8; 2]) -> u16| bytes[2..].chunks_exact(2).map(move |pair| from([pair[0], pair[1]]));
    match bytes {
        [0xff, 0xfe, ..] => {
            return char::decode_utf16(units(u16::from_le_bytes)).map(|unit| unit.unwrap_or('\u{fffd}')).collect();
        }
        [0xfe, 0xff, ..] => {
            return char::decode_utf16(units(u16::from_be_bytes)).map(|unit| unit.unwrap_or('\u{fffd}')).collect();
        }
        _ => {}
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
    }
}

fn windows_1252(byte: u8) -> char {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}', '‘', '’', '“',
        '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
    match byte {
        0x80..=0x9f => HIGH[usize::from(byte - 0x80)],
        _ => char::from(byte),
    }
}

/// The delimiter that occurs most often in the first line with something on it, outside quotes.
fn delimiter(text: &str) -> u8 {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let mut counts = [(b';', 0_usize), (b',', 0), (b'\t', 0)];
    let mut quoted = false;
    for byte in line.bytes() {
        if byte == b'"' {
            quoted = !quoted;
        } else if !quoted {
            counts.iter_mut().filter(|(delimiter, _)| *delimiter == byte).for_each(|(_, count)| *count += 1);
        }
    }
    // Of equals the first, `;`.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b';', |(delimiter, _)| *delimiter)
}

/// A table as CSV.
fn written(table: &RawTable) -> io::Result<Vec<u8>> {
    let mut writer = ::csv::WriterBuilder::new().delimiter(b';').from_writer(Vec::new());
    writer.write_record(&table.columns)?;
    for row in &table.rows {
        writer.write_record(row.iter().map(field))?;
    }
    writer.into_inner().map_err(|error| io::Error::other(error.to_string()))
}

fn field(cell: &Cell) -> String {
    match cell {
        Cell::List(cells) => cells.iter().map(Cell::text).collect::<Vec<_>>().join("|"),
        other => other.text(),
    }
}
