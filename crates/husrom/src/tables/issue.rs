//! What can be wrong with the input, told all at once: where, what, and what to do about it, in both languages.

use std::collections::BTreeSet;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::{identity, schema};
use crate::problem::Language;

macro_rules! codes {
    ( $( $(#[doc = $doc:literal])+ $name:ident = $code:literal; )+ ) => {
        /// The stable code of a fault. Every code is listed in `docs/input.md` and has a test that triggers it.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum Code { $( $(#[doc = $doc])+ #[serde(rename = $code)] $name, )+ }

        impl Code {
            /// Every code, in order.
            pub const ALL: &'static [Self] = &[ $( Self::$name, )+ ];

            /// The code as it is written: `E203`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $( Self::$name => $code, )+ }
            }

            /// What it means, in one sentence.
            #[must_use]
            pub fn meaning(self) -> &'static str {
                match self { $( Self::$name => concat!($($doc),+).trim_ascii_start(), )+ }
            }
        }
    };
}

codes! {
    /// A file or folder is missing, cannot be read, or is empty.
    File = "E001";
    /// The text is not JSON, or not of the shape a round has.
    Json = "E002";
    /// The `schema` of a JSON round is missing or of another version.
    Schema = "E003";
    /// A file of a kind that is not read; workbooks come in a later version.
    Format = "E004";
    /// A table that is not known.
    UnknownTable = "E101";
    /// A table that every round has is missing.
    MissingTable = "E102";
    /// A table is given twice.
    RepeatedTable = "E103";
    /// A column that is not known; nothing is dropped in silence.
    UnknownColumn = "E104";
    /// A required column is missing.
    MissingColumn = "E105";
    /// Two columns, or keys, mean the same.
    RepeatedColumn = "E106";
    /// A row has more cells than the table has headings.
    ExtraCells = "E107";
    /// A column holds Norwegian national identity numbers; the numbers are never printed.
    NationalIds = "E108";
    /// A required value is missing.
    MissingValue = "E201";
    /// A value cannot be read as a number, date, yes or no.
    Unreadable = "E202";
    /// A value is not in the column's vocabulary.
    UnknownValue = "E203";
    /// A number or date is outside its range.
    OutOfRange = "E204";
    /// The value is said to be unknown where it has to be known.
    NotKnown = "E205";
    /// A name or text that no table can hold: `;`, `|` or a line break in a name, spaces around it, nothing in it.
    UnfitText = "E206";
    /// A condition of a rule cannot be read.
    Condition = "E207";
    /// A list names the same thing twice.
    RepeatedValue = "E208";
    /// A row names none or several of unit, site and category.
    OneTarget = "E209";
    /// A cell is filled in that means nothing for this row.
    NotUsed = "E210";
    /// An id is used twice.
    DuplicateId = "E301";
    /// A reference to something that does not exist.
    NotFound = "E302";
    /// A relation of a person with itself, or within one household.
    OwnRelation = "E303";
    /// A mover's rows disagree about the person.
    Disagreement = "E304";
    /// A household without persons.
    EmptyHousehold = "E305";
    /// Dates in the wrong order.
    DatesReversed = "E401";
    /// A least age above the greatest age.
    AgesReversed = "E402";
    /// A behaviour level above the office's scale.
    AboveScale = "E403";
    /// A resident leaves, but no date is given.
    LeavesWithoutDate = "E404";
    /// A resident wants to or must move, but has no application.
    MoverWithoutApplication = "E405";
    /// An applicant is a resident who stays or leaves.
    ApplicantStays = "E406";
    /// The situation and the home disagree: `tenant` without a home in the round, or a home and another situation.
    Situation = "E407";
    /// Two households stay in a unit that is not shared.
    UnitTakenTwice = "E408";
    /// A household has accepted more than one offer.
    ManyAccepted = "E409";
    /// Pins, bans and answers of one household contradict each other.
    Contradiction = "E410";
    /// An offer to, or a pin of, a household that does not apply.
    NoApplication = "E411";
    /// A stored gender on a site that is not `single`.
    NotSingle = "E412";
    /// Age and year of birth disagree.
    AgeDisagrees = "E413";
    /// The household has no offer, or several, to answer.
    NoPendingOffer = "E414";
    /// The scope is missing, or is one that does not go here.
    Scope = "E501";
    /// A soft rule or relation needs a price of at least 1, and only a soft one has a price.
    Price = "E502";
    /// A preset that is not known.
    UnknownPreset = "E503";
    /// A preset needs numbers of the office's own.
    PresetNumber = "E504";
    /// A rule takes the id of a built-in rule and says something else.
    BuiltIn = "E505";
    /// A level in which no soft price can be paid.
    Level = "E506";
    /// A measure that is not known.
    UnknownMeasure = "E601";
    /// A measure occurs twice among the goals.
    RepeatedMeasure = "E602";
    /// There are no goals.
    NoGoals = "E603";
    /// A weighted sum has a term or weight that it cannot have.
    Weights = "E604";
    /// The order of the goals is given for some only, or twice the same.
    GoalOrder = "E605";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text in bokmål and English.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// In bokmål.
    pub nb: String,
    /// In English.
    pub en: String,
}

impl Wording {
    /// The text in a language.
    #[must_use]
    pub fn pick(&self, language: Language) -> &str {
        language.pick(&self.nb, &self.en)
    }
}

/// A text in both languages.
pub(super) fn say(nb: impl Into<String>, en: impl Into<String>) -> Wording {
    Wording { nb: nb.into(), en: en.into() }
}

/// The advice where a known word is near: as each language has it.
pub(super) fn did_you_mean(nb: &str, en: &str) -> Wording {
    say(format!("Mente du «{nb}»?"), format!("Did you mean “{en}”?"))
}

/// What is wrong with a value, before it is known where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    pub code: Code,
    pub cause: Wording,
    pub action: Wording,
}

impl Fault {
    pub fn new(code: Code, cause: Wording, action: Wording) -> Self {
        Self { code, cause, action }
    }

    pub fn at(self, table: impl Into<String>, row: Option<usize>, column: Option<&str>, value: Option<&str>) -> Issue {
        Issue {
            code: self.code,
            table: table.into(),
            row,
            column: column.map(str::to_owned),
            value: value.map(shortened),
            cause: self.cause,
            action: self.action,
        }
    }
}

/// One fault of the input.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Issue {
    /// Its code.
    pub code: Code,
    /// The table, by its canonical name; a file's name where the fault is the file's.
    pub table: String,
    /// The row as the user sees it: the line of the sheet or file, its heading being line 1; in JSON and rows 1 is the first.
    pub row: Option<usize>,
    /// The column, as the user's heading has it.
    pub column: Option<String>,
    /// The offending value; never a national identity number.
    pub value: Option<String>,
    /// What is wrong.
    pub cause: Wording,
    /// What to do about it.
    pub action: Wording,
}

impl Issue {
    /// The fault and the advice in a language, on a line each.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let mut place = match schema::table(&self.table) {
            Some(spec) => capitalised(language.pick(spec.nb, spec.name)),
            None => self.table.clone(),
        };
        if let Some(row) = self.row {
            place.extend([", ", language.pick("rad", "row"), " ", &row.to_string()]);
        }
        if let Some(column) = &self.column {
            place.extend([", ", column]);
        }
        let value = self.value.as_ref().map(|value| language.pick("«", "“").to_owned() + value + language.pick("» ", "” "));
        let advice = self.action.pick(language);
        let cause = self.cause.pick(language);
        let advice = if advice.is_empty() { String::new() } else { format!("\n      {advice}") };
        format!("{place}: {}{cause}  [{}]{advice}", value.unwrap_or_default(), self.code)
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A cell as an error shows it: on one line and not too long.
fn shortened(value: &str) -> String {
    const LONGEST: usize = 80;
    let value: String = value.chars().map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if value.chars().count() <= LONGEST { value } else { value.chars().take(LONGEST).chain(['…']).collect() }
}

/// Everything that is wrong with the input, found in one go. Nothing has been changed or skipped.
///
/// Shown in the language of the round; [`InputError::text`] gives it in either.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[error("{}", self.text(self.language()))]
#[non_exhaustive]
pub struct InputError {
    /// The faults, by table and row; at least one.
    pub issues: Vec<Issue>,
    /// Whether the round asks for English.
    english: bool,
}

impl InputError {
    /// The faults, in order of table and row, with every national identity number taken out of the texts.
    pub(super) fn new(mut issues: Vec<Issue>, language: Language) -> Self {
        issues.sort_by_key(|issue| (schema::position(&issue.table), issue.row));
        Self { issues, english: language == Language::En }
    }

    /// Takes national identity numbers out of every text.
    pub(super) fn redacted(mut self) -> Self {
        for issue in &mut self.issues {
            issue.value = issue.value.take().filter(|value| !identity::found_in(value));
            issue.column = issue.column.take().map(|column| identity::redacted(&column));
            issue.table = identity::redacted(&issue.table);
            for wording in [&mut issue.cause, &mut issue.action] {
                wording.nb = identity::redacted(&wording.nb);
                wording.en = identity::redacted(&wording.en);
            }
        }
        self
    }

    /// The language it is shown in.
    #[must_use]
    pub fn language(&self) -> Language {
        if self.english { Language::En } else { Language::Nb }
    }

    /// All of it in a language: a headline, and for each fault a line and the advice on a line of its own.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let tables: BTreeSet<&str> = self.issues.iter().map(|issue| issue.table.as_str()).collect();
        let (faults, tables) = (self.issues.len(), tables.len());
        let headline = match language {
            Language::Nb => format!("{faults} feil i {tables} {}", if tables == 1 { "tabell" } else { "tabeller" }),
            Language::En => format!(
                "{faults} {} in {tables} {}",
                if faults == 1 { "fault" } else { "faults" },
                if tables == 1 { "table" } else { "tables" }
            ),
        };
        let nothing = language.pick("ingenting er endret eller hoppet over", "nothing has been changed or skipped");
        let lines = self.issues.iter().map(|issue| issue.text(language));
        [format!("{headline} ({nothing})")].into_iter().chain(lines).collect::<Vec<_>>().join("\n  ")
    }
}
