//! Tables coming in: Arrow arrays and Python values as the cells that the crate's reader takes.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type, TimestampMicrosecondType, UInt64Type};
use arrow_array::{Array, ArrayRef};
use arrow_cast::cast;
use arrow_cast::display::array_value_to_string;
use arrow_schema::{DataType, TimeUnit};
use husrom::problem::Date;
use husrom::tables::{Cell, RawTable};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyInt, PyString};
use pyo3_arrow::PyTable;

use crate::table::from_days;

/// Microseconds in a day.
const DAY: i64 = 24 * 60 * 60 * 1_000_000;

/// A table from an object with the Arrow C stream, or from a pair of headings and rows.
pub fn raw_table(name: String, table: &Bound<'_, PyAny>) -> PyResult<RawTable> {
    if table.hasattr("__arrow_c_stream__")? {
        return from_arrow(name, table);
    }
    let (headings, rows): (Vec<String>, Vec<Vec<Bound<'_, PyAny>>>) = table.extract()?;
    let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect::<PyResult<_>>();
    Ok(RawTable::new(name, headings, rows?))
}

/// Columns that pandas adds for an index without a name hold no data of the user's and are passed over.
fn is_index(heading: &str) -> bool {
    heading.starts_with("__index_level_") && heading.ends_with("__")
}

fn from_arrow(name: String, table: &Bound<'_, PyAny>) -> PyResult<RawTable> {
    let (batches, schema) = table.extract::<PyTable>()?.into_inner();
    let kept: Vec<usize> = (0..schema.fields().len()).filter(|index| !is_index(schema.field(*index).name())).collect();
    let headings: Vec<String> = kept.iter().map(|index| schema.field(*index).name().clone()).collect();
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for batch in batches {
        let first = rows.len();
        rows.resize_with(first + batch.num_rows(), || Vec::with_capacity(kept.len()));
        for index in &kept {
            let cells = cells(batch.column(*index))
                .map_err(|cause| PyTypeError::new_err(format!("{name}, {}: {cause}", schema.field(*index).name())))?;
            for (row, cell) in rows[first..].iter_mut().zip(cells) {
                row.push(cell);
            }
        }
    }
    Ok(RawTable::new(name, headings, rows))
}

/// The cells of one array, or why they are none.
fn cells(array: &ArrayRef) -> Result<Vec<Cell>, String> {
    let cast_to = |to: &DataType| cast(array, to).map_err(|error| error.to_string());
    let or_missing = |cell: Option<Cell>| cell.unwrap_or(Cell::Missing);
    Ok(match array.data_type() {
        DataType::Null => vec![Cell::Missing; array.len()],
        DataType::Boolean => array.as_boolean().iter().map(|value| or_missing(value.map(Cell::Boolean))).collect(),
        DataType::UInt64 => {
            array.as_primitive::<UInt64Type>().iter().map(|value| or_missing(value.map(|it| Cell::Integer(it.into())))).collect()
        }
        kind if kind.is_integer() => {
            let numbers = cast_to(&DataType::Int64)?;
            numbers.as_primitive::<Int64Type>().iter().map(|value| or_missing(value.map(|it| Cell::Integer(it.into())))).collect()
        }
        kind if kind.is_floating() => {
            let numbers = cast_to(&DataType::Float64)?;
            numbers.as_primitive::<Float64Type>().iter().map(|value| or_missing(value.map(Cell::Decimal))).collect()
        }
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
            let texts = cast_to(&DataType::LargeUtf8)?;
            texts.as_string::<i64>().iter().map(|value| or_missing(value.map(|it| Cell::Text(it.to_owned())))).collect()
        }
        DataType::Date32 | DataType::Date64 => {
            let days = cast_to(&DataType::Date32)?;
            days.as_primitive::<Date32Type>().iter().map(|value| or_missing(value.and_then(from_days).map(Cell::Date))).collect()
        }
        DataType::Timestamp(_, None) => {
            let moments = cast_to(&DataType::Timestamp(TimeUnit::Microsecond, None))?;
            let moments = moments.as_primitive::<TimestampMicrosecondType>();
            (0..array.len())
                .map(|index| if moments.is_null(index) { Ok(Cell::Missing) } else { moment(array, index, moments.value(index)) })
                .collect::<Result<_, _>>()?
        }
        DataType::Timestamp(..)
        | DataType::Decimal32(..)
        | DataType::Decimal64(..)
        | DataType::Decimal128(..)
        | DataType::Decimal256(..) => (0..array.len()).map(|index| text(array, index)).collect::<Result<_, _>>()?,
        DataType::Dictionary(_, value) => cells(&cast_to(value)?)?,
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            let lists = cast_to(&DataType::LargeList(item.clone()))?;
            let list = |list: Option<ArrayRef>| list.map_or(Ok(Cell::Missing), |list| cells(&list).map(Cell::List));
            lists.as_list::<i64>().iter().map(list).collect::<Result<_, _>>()?
        }
        other => return Err(format!("a column of {other} holds no cells that husrom reads")),
    })
}

/// A moment: a date at midnight, else text, which the reader then refuses as a date.
fn moment(array: &ArrayRef, index: usize, microseconds: i64) -> Result<Cell, String> {
    let date = i32::try_from(microseconds.div_euclid(DAY)).ok().and_then(from_days);
    match date.filter(|_| microseconds.rem_euclid(DAY) == 0) {
        Some(date) => Ok(Cell::Date(date)),
        None => text(array, index),
    }
}

fn text(array: &ArrayRef, index: usize) -> Result<Cell, String> {
    if array.is_null(index) {
        return Ok(Cell::Missing);
    }
    array_value_to_string(array, index).map(Cell::Text).map_err(|error| error.to_string())
}

/// A Python value as a cell.
fn cell(value: &Bound<'_, PyAny>) -> PyResult<Cell> {
    if value.is_none() {
        return Ok(Cell::Missing);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Cell::Text(text.to_cow()?.into_owned()));
    }
    if let Ok(truth) = value.cast::<PyBool>() {
        return Ok(Cell::Boolean(truth.is_true()));
    }
    if value.is_instance_of::<PyInt>() {
        // A whole number beyond 128 bits is told as text, and refused by the reader.
        return value.extract().map(Cell::Integer).or_else(|_| Ok(Cell::Text(value.str()?.extract()?)));
    }
    if let Ok(number) = value.cast::<PyFloat>() {
        return Ok(Cell::Decimal(number.value()));
    }
    if value.hasattr("isoformat")? {
        return Ok(day(&value.call_method0("isoformat")?.extract::<String>()?));
    }
    if value.hasattr("item")? && !value.hasattr("__len__")? {
        return cell(&value.call_method0("item")?);
    }
    if let (false, Ok(items)) = (value.is_instance_of::<PyDict>(), value.try_iter()) {
        return items.map(|item| cell(&item?)).collect::<PyResult<_>>().map(Cell::List);
    }
    if let Ok(number) = value.extract::<f64>() {
        return Ok(Cell::Decimal(number));
    }
    if value.get_type().name()?.to_cow()? == "NAType" {
        return Ok(Cell::Missing);
    }
    Err(PyTypeError::new_err(format!("a {} is no cell that husrom reads", value.get_type().name()?)))
}

/// A date as Python writes it; with a time other than midnight it stays text, which the reader then refuses as a date.
fn day(text: &str) -> Cell {
    if text == "NaT" {
        return Cell::Missing;
    }
    let day = text.strip_suffix("T00:00:00").unwrap_or(text);
    let date = if day.contains('T') { None } else { day.parse::<Date>().ok() };
    date.map_or_else(|| Cell::Text(text.to_owned()), Cell::Date)
}
