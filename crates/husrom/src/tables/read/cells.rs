//! One cell, read as the kind of value its column holds.

use crate::problem::{Admission, Date, HomeFilter, Measure, Predicate};
use crate::tables::expression;
use crate::tables::issue::{Code, Fault, Wording, did_you_mean, say};
use crate::tables::raw::Cell;
use crate::tables::schema::{AGE, CAPACITY, DATES, Kind, MINUTES, Presence, Range, Vocabulary, says_unknown};
use crate::tables::suggestion::nearest;

/// A cell that has been read.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::tables) enum Value {
    /// Nothing was given.
    Missing,
    /// Said to be unknown.
    Unknown,
    /// Given, but not readable; the fault has been told.
    Faulty,
    Text(String),
    Texts(Vec<String>),
    /// A whole number; hours in minutes, amounts in sixtieths.
    Number(i128),
    Numbers(Vec<i128>),
    Date(Date),
    YesNo(bool),
    Term(&'static str),
    Terms(Vec<&'static str>),
    Measure(Measure),
    Predicate(Box<Predicate>),
    Homes(Box<HomeFilter>),
    Admission(Box<Admission>),
}

/// Reads a cell as a kind of value.
pub(super) fn read(cell: &Cell, kind: Kind, presence: Presence) -> Result<Value, Fault> {
    if cell.is_missing() {
        return Ok(Value::Missing);
    }
    if let Cell::Text(text) = cell
        && says_unknown(text)
    {
        let verbatim = matches!(kind, Kind::Text | Kind::Reason) && presence == Presence::Optional;
        match presence {
            Presence::Fact | Presence::Need => return Ok(Value::Unknown),
            _ if verbatim => {}
            _ => return Err(not_known()),
        }
    }
    match kind {
        Kind::Name => name(&cell.text()).map(Value::Text),
        Kind::Text => Ok(Value::Text(cell.text())),
        Kind::Reason => Ok(match yes_no(cell) {
            Ok(false) => Value::Missing,
            _ => Value::Text(cell.text()),
        }),
        Kind::Integer(range) => integer(cell).and_then(|number| within(number, range)).map(Value::Number),
        Kind::Seed => {
            let number = integer(cell)?;
            if u64::try_from(number).is_ok() { Ok(Value::Number(number)) } else { Err(outside("0", &u64::MAX.to_string())) }
        }
        Kind::Hours => sixtieths(cell).and_then(|minutes| hours_within(minutes, MINUTES)).map(Value::Number),
        Kind::Amount => {
            let sixtieths = sixtieths(cell)?;
            let greatest = i128::from(CAPACITY.1);
            if (0..=greatest * 60).contains(&sixtieths) {
                Ok(Value::Number(sixtieths))
            } else {
                Err(outside("0", &greatest.to_string()))
            }
        }
        Kind::Date => date(cell).map(Value::Date),
        Kind::YesNo => yes_no(cell).map(Value::YesNo),
        Kind::Term(vocabulary) => term(&cell.text(), vocabulary).map(Value::Term),
        Kind::Names => parts(cell).iter().map(|part| listed_name(&part.text())).collect::<Result<_, _>>().map(Value::Texts),
        Kind::Terms(vocabulary) => {
            parts(cell).iter().map(|part| term(&part.text(), vocabulary)).collect::<Result<_, _>>().map(Value::Terms)
        }
        Kind::Integers(range) => {
            let numbers: Result<_, Fault> =
                parts(cell).iter().map(|part| integer(part).and_then(|number| within(number, range))).collect();
            numbers.map(Value::Numbers)
        }
        Kind::Measure => expression::measure(&cell.text()).map(Value::Measure),
        Kind::Predicate => expression::predicate(&cell.text()).map(|predicate| Value::Predicate(Box::new(predicate))),
        Kind::Homes => expression::homes(&cell.text()).map(|homes| Value::Homes(Box::new(homes))),
        Kind::Admission => expression::admission(&cell.text()).map(|admission| Value::Admission(Box::new(admission))),
    }
}

fn not_known() -> Fault {
    Fault::new(
        Code::NotKnown,
        say("kan ikke være ukjent her", "cannot be unknown here"),
        say("Skriv verdien, eller la cellen stå tom.", "Write the value, or leave the cell empty."),
    )
}

/// Whether a name can stand in every table: not empty, no spaces around it, no separators of lists, no line breaks.
pub(in crate::tables) fn is_fit_name(text: &str) -> bool {
    !text.is_empty() && text.trim() == text && !text.contains([';', '|']) && !text.contains(char::is_control)
}

/// Why a name does not fit.
pub(in crate::tables) fn unfit_name() -> Fault {
    Fault::new(
        Code::UnfitText,
        say(
            "et navn kan ikke være tomt, ha «;», «|» eller linjeskift i seg, eller mellomrom rundt",
            "a name cannot be empty, hold “;”, “|” or a line break, or have spaces around it",
        ),
        say("Skriv navnet uten disse tegnene.", "Write the name without these characters."),
    )
}

fn name(text: &str) -> Result<String, Fault> {
    if is_fit_name(text) { Ok(text.to_owned()) } else { Err(unfit_name()) }
}

fn listed_name(text: &str) -> Result<String, Fault> {
    if says_unknown(text) { Err(not_known()) } else { name(text) }
}

/// The values of a list: of a list cell, or of a text with `;` or `|` between them.
fn parts(cell: &Cell) -> Vec<Cell> {
    match cell {
        Cell::List(cells) => cells.iter().filter(|cell| !cell.is_missing()).cloned().collect(),
        Cell::Text(text) => text
            .split([';', '|'])
            .map(str::trim)
            .filter(|part| !part.is_empty())
            .map(|part| Cell::Text(part.to_owned()))
            .collect(),
        other => vec![other.clone()],
    }
}

fn unreadable(nb: &str, en: &str, action: Wording) -> Fault {
    Fault::new(Code::Unreadable, say(nb, en), action)
}

fn outside(least: &str, greatest: &str) -> Fault {
    Fault::new(
        Code::OutOfRange,
        say("utenfor det som er mulig", "outside what is possible"),
        say(format!("Skriv et tall fra {least} til {greatest}."), format!("Write a number from {least} to {greatest}.")),
    )
}

/// Whether a number is in a range.
pub(in crate::tables) fn within(number: i128, range: Range) -> Result<i128, Fault> {
    if (i128::from(range.0)..=i128::from(range.1)).contains(&number) {
        Ok(number)
    } else {
        Err(outside(&range.0.to_string(), &range.1.to_string()))
    }
}

fn hours_within(minutes: i128, range: Range) -> Result<i128, Fault> {
    within(minutes, range).map_err(|_| outside(&(range.0 / 60).to_string(), &(range.1 / 60).to_string()))
}

fn not_whole() -> Fault {
    unreadable(
        "er ikke et helt tall",
        "is not a whole number",
        say("Skriv et helt tall, som 3.", "Write a whole number, such as 3."),
    )
}

/// A whole number. Spaces between thousands are accepted, and a decimal part of a single zero, as data frames write it.
fn integer(cell: &Cell) -> Result<i128, Fault> {
    match cell {
        Cell::Integer(number) => Ok(*number),
        Cell::Decimal(number) => number.to_string().parse().map_err(|_| not_whole()),
        Cell::Text(text) => {
            let text = text.trim();
            let text = text.strip_suffix(".0").or_else(|| text.strip_suffix(",0")).unwrap_or(text);
            without_thousands(text).and_then(|digits| digits.parse().ok()).ok_or_else(not_whole)
        }
        _ => Err(not_whole()),
    }
}

/// The text without spaces between groups of three digits; `None` if spaces stand elsewhere.
fn without_thousands(text: &str) -> Option<String> {
    let mut groups = text.split([' ', '\u{a0}', '\u{202f}']);
    let mut digits = groups.next()?.to_owned();
    for group in groups {
        if group.len() != 3
            || !group.bytes().all(|byte| byte.is_ascii_digit())
            || digits.trim_start_matches(['-', '+']).is_empty()
        {
            return None;
        }
        digits.push_str(group);
    }
    Some(digits)
}

/// A decimal number in sixtieths, to the nearest: hours in minutes.
fn sixtieths(cell: &Cell) -> Result<i128, Fault> {
    const PLACES: usize = 9;
    const SCALE: i128 = 1_000_000_000;
    let fault =
        || unreadable("er ikke et tall", "is not a number", say("Skriv et tall, som 2,5.", "Write a number, such as 2.5."));
    let text = match cell {
        Cell::Integer(number) => number.to_string(),
        Cell::Decimal(number) => number.to_string(),
        Cell::Text(text) => without_thousands(text.trim()).ok_or_else(fault)?.replace(',', "."),
        _ => return Err(fault()),
    };
    let (sign, digits) = text.strip_prefix('-').map_or((1, text.as_str()), |rest| (-1, rest));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) || whole.is_empty() || (fraction.is_empty() && digits.contains('.')) {
        return Err(fault());
    }
    let fraction: String = fraction.chars().chain(std::iter::repeat('0')).take(PLACES).collect();
    let whole: i128 = whole.parse().map_err(|_| outside("0", &CAPACITY.1.to_string()))?;
    let fraction: i128 = fraction.parse().map_err(|_| fault())?;
    let number = whole.checked_mul(60).and_then(|sixtieths| sixtieths.checked_add((fraction * 60 + SCALE / 2) / SCALE));
    number.map(|number| sign * number).ok_or_else(|| outside("0", &CAPACITY.1.to_string()))
}

/// Whether a date lies in the years that are possible.
pub(in crate::tables) fn is_possible(date: Date) -> bool {
    (DATES.0..=DATES.1).contains(&date.year())
}

/// Why a date is not possible.
pub(in crate::tables) fn impossible_date() -> Fault {
    Fault::new(
        Code::OutOfRange,
        say("datoen er utenfor det som er mulig", "the date is outside what is possible"),
        say(
            format!("Skriv en dato fra år {} til {}.", DATES.0, DATES.1),
            format!("Write a date from the year {} to {}.", DATES.0, DATES.1),
        ),
    )
}

/// A date: ISO, perhaps with the time midnight, or day.month.year.
fn date(cell: &Cell) -> Result<Date, Fault> {
    let read = match cell {
        Cell::Date(date) => Some(*date),
        Cell::Text(text) => date_text(text.trim()),
        _ => None,
    };
    let fault = || {
        unreadable(
            "er ikke en dato",
            "is not a date",
            say("Skriv datoen som 2026-11-24 eller 24.11.2026.", "Write the date as 2026-11-24 or 24.11.2026."),
        )
    };
    let date = read.ok_or_else(fault)?;
    if is_possible(date) { Ok(date) } else { Err(impossible_date()) }
}

fn date_text(text: &str) -> Option<Date> {
    let day = text.get(10..).filter(|rest| is_midnight(rest)).and_then(|_| text.get(..10)).unwrap_or(text);
    let number =
        |part: &str| (!part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())).then(|| part.parse::<i16>().ok())?;
    let (parts, is_iso): (Vec<&str>, bool) =
        if day.contains('-') { (day.split('-').collect(), true) } else { (day.split('.').collect(), false) };
    let [first, second, third] = parts[..] else { return None };
    let (year, month, date) = if is_iso { (first, second, third) } else { (third, second, first) };
    if year.len() != 4 || month.len() > 2 || date.len() > 2 {
        return None;
    }
    Date::new(number(year)?, i8::try_from(number(month)?).ok()?, i8::try_from(number(date)?).ok()?).ok()
}

fn is_midnight(rest: &str) -> bool {
    let Some(time) = rest.strip_prefix(['T', ' ']) else { return false };
    !time.is_empty() && time.trim_end_matches('Z').bytes().all(|byte| matches!(byte, b'0' | b':' | b'.'))
}

fn yes_no(cell: &Cell) -> Result<bool, Fault> {
    let word = match cell {
        Cell::Boolean(value) => return Ok(*value),
        Cell::Text(text) => text.trim().to_lowercase(),
        Cell::Integer(_) | Cell::Decimal(_) => cell.text(),
        _ => String::new(),
    };
    match word.as_str() {
        "yes" | "y" | "ja" | "j" | "true" | "sant" | "1" | "1.0" | "x" => Ok(true),
        "no" | "n" | "nei" | "false" | "usant" | "0" | "0.0" => Ok(false),
        _ => Err(unreadable("er verken ja eller nei", "is neither yes nor no", say("Skriv ja eller nei.", "Write yes or no."))),
    }
}

/// Reads yes or no in a text.
pub(in crate::tables) fn yes_no_text(text: &str) -> Result<bool, Fault> {
    yes_no(&Cell::Text(text.to_owned()))
}

/// Reads a whole number in a text.
pub(in crate::tables) fn integer_text(text: &str, range: Range) -> Result<i128, Fault> {
    integer(&Cell::Text(text.to_owned())).and_then(|number| within(number, range))
}

/// Reads an age in a text.
pub(in crate::tables) fn age_text(text: &str) -> Result<u8, Fault> {
    let number = integer_text(text, AGE)?;
    u8::try_from(number).map_err(|_| outside("0", &AGE.1.to_string()))
}

/// Reads a word of a vocabulary, with the nearest one as advice.
pub(in crate::tables) fn term(text: &str, vocabulary: Vocabulary) -> Result<&'static str, Fault> {
    if let Some(name) = vocabulary.read(text) {
        return Ok(name);
    }
    let entries = vocabulary.entries();
    let spellings = entries.iter().flat_map(|entry| [entry.nb, entry.name].into_iter().chain(entry.aliases.iter().copied()));
    let meant = nearest(text, spellings).and_then(|word| vocabulary.read(word));
    let meant = entries.iter().find(|entry| Some(entry.name) == meant);
    let action = meant.map(|entry| did_you_mean(entry.nb, entry.name));
    let action = action.unwrap_or_else(|| {
        let list = |words: Vec<&str>| words.join(", ");
        say(
            format!("Skriv en av: {}.", list(entries.iter().map(|entry| entry.nb).collect())),
            format!("Write one of: {}.", list(entries.iter().map(|entry| entry.name).collect())),
        )
    });
    let (en, nb) = vocabulary.what;
    Err(Fault::new(Code::UnknownValue, say(format!("ukjent verdi ({nb})"), format!("unknown value ({en})")), action))
}
