//! Tables as they arrive, before anything is read into them: the one form that CSV, JSON, rows and Arrow all take first.

use crate::problem::Date;

/// One cell as it arrived.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    /// Nothing. An empty text, and a decimal that is not a number, count as nothing too.
    #[default]
    Missing,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i128),
    /// A decimal number.
    Decimal(f64),
    /// True or false.
    Boolean(bool),
    /// A date.
    Date(Date),
    /// Several values.
    List(Vec<Cell>),
}

impl Cell {
    /// Whether nothing was given. An empty list is something: it says that there are none.
    #[must_use]
    pub fn is_missing(&self) -> bool {
        match self {
            Self::Missing => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::Decimal(number) => number.is_nan(),
            _ => false,
        }
    }

    /// The cell as text, as a person would write it.
    #[must_use]
    pub fn text(&self) -> String {
        match self {
            Self::Missing => String::new(),
            Self::Text(text) => text.trim().to_owned(),
            Self::Integer(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::Boolean(true) => "yes".to_owned(),
            Self::Boolean(false) => "no".to_owned(),
            Self::Date(date) => date.to_string(),
            Self::List(cells) => cells.iter().map(Self::text).collect::<Vec<_>>().join("; "),
        }
    }
}

impl From<serde_json::Value> for Cell {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null | Value::Object(_) => Self::Missing,
            Value::Bool(value) => Self::Boolean(value),
            Value::String(text) => Self::Text(text),
            Value::Array(values) => Self::List(values.into_iter().map(Self::from).collect()),
            Value::Number(number) => {
                let whole = number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from));
                whole.map_or_else(|| number.as_f64().map_or(Self::Missing, Self::Decimal), Self::Integer)
            }
        }
    }
}

/// A table as it arrived. Nothing in it has been interpreted; its name and columns may be in Norwegian or English.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RawTable {
    /// Its name: of the file, sheet or key.
    pub name: String,
    /// Headings.
    pub columns: Vec<String>,
    /// Rows; a row shorter than the headings lacks the last cells, a row without any cell is passed over.
    pub rows: Vec<Vec<Cell>>,
    /// The number that the first row has for the user: 2 under a heading on line 1, 1 in JSON; 0 where rows have no numbers.
    pub first_row_number: usize,
}

impl RawTable {
    /// A table whose first row the user calls row 1.
    #[must_use]
    pub fn new(name: impl Into<String>, columns: Vec<String>, rows: Vec<Vec<Cell>>) -> Self {
        Self { name: name.into(), columns, rows, first_row_number: 1 }
    }

    /// What the user calls a row.
    pub(super) fn row_number(&self, index: usize) -> Option<usize> {
        (self.first_row_number > 0).then(|| self.first_row_number.saturating_add(index))
    }
}
