//! Tables going out: Arrow inside, the Arrow C stream outside.

use std::sync::Arc;
use std::time::Duration;

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, Float64Type, Int64Type};
use arrow_array::{Array, ArrayRef, BooleanArray, Date32Array, Float64Array, Int64Array, RecordBatch, StringArray, StructArray};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use husrom::problem::Date;
use husrom::report::{self, Column};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyDate, PyList};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{ArrayIterator, to_schema_pycapsule, to_stream_pycapsule};

/// The first day of Arrow's calendar.
const EPOCH: Date = Date::constant(1970, 1, 1);
const DAY: u64 = 24 * 60 * 60;

/// A table, immutable.
#[pyclass(frozen, module = "husrom._native")]
pub struct Table {
    name: String,
    batch: RecordBatch,
}

impl Table {
    /// A report as Arrow.
    pub fn of(table: &report::Table) -> PyResult<Self> {
        let columns = table.columns.iter().map(|(name, column)| (name.clone(), array(column))).collect();
        Self::build(table.name.to_owned(), columns)
    }

    fn build(name: String, columns: Vec<(String, ArrayRef)>) -> PyResult<Self> {
        let field = |(name, array): &(String, ArrayRef)| Field::new(name, array.data_type().clone(), true);
        let schema = Schema::new(columns.iter().map(field).collect::<Vec<_>>());
        let arrays = columns.into_iter().map(|(_, array)| array).collect();
        let batch = RecordBatch::try_new(Arc::new(schema), arrays);
        batch.map(|batch| Self { name, batch }).map_err(|error| PyValueError::new_err(error.to_string()))
    }
}

/// A date from Arrow's days since 1970.
pub fn from_days(days: i32) -> Option<Date> {
    let apart = Duration::from_secs(DAY * u64::from(days.unsigned_abs()));
    if days < 0 { EPOCH.checked_sub(apart).ok() } else { EPOCH.checked_add(apart).ok() }
}

/// Arrow's days since 1970.
fn to_days(date: Date) -> i32 {
    let hours = date.duration_since(EPOCH).as_hours();
    i32::try_from(hours / 24).unwrap_or_default()
}

fn array(column: &Column) -> ArrayRef {
    match column {
        Column::Text(texts) => Arc::new(StringArray::from_iter(texts)),
        Column::Integer(numbers) => Arc::new(Int64Array::from_iter(numbers)),
        Column::Real(numbers) => Arc::new(Float64Array::from_iter(numbers)),
        Column::Boolean(values) => Arc::new(BooleanArray::from_iter(values)),
        Column::Date(dates) => Arc::new(dates.iter().map(|date| date.map(to_days)).collect::<Date32Array>()),
    }
}

/// The kind of a column, and its values as Python objects.
fn values<'py>(py: Python<'py>, array: &ArrayRef) -> PyResult<(&'static str, Bound<'py, PyList>)> {
    Ok(match array.data_type() {
        DataType::Int64 => ("integer", PyList::new(py, array.as_primitive::<Int64Type>().iter().collect::<Vec<_>>())?),
        DataType::Float64 => ("real", PyList::new(py, array.as_primitive::<Float64Type>().iter().collect::<Vec<_>>())?),
        DataType::Boolean => ("boolean", PyList::new(py, array.as_boolean().iter().collect::<Vec<_>>())?),
        DataType::Date32 => {
            let date = |days: Option<i32>| days.and_then(from_days).map(|date| py_date(py, date)).transpose();
            let dates: Vec<_> = array.as_primitive::<Date32Type>().iter().map(date).collect::<PyResult<_>>()?;
            ("date", PyList::new(py, dates)?)
        }
        _ => ("text", PyList::new(py, array.as_string::<i32>().iter().collect::<Vec<_>>())?),
    })
}

fn py_date(py: Python<'_>, date: Date) -> PyResult<Bound<'_, PyDate>> {
    PyDate::new(py, i32::from(date.year()), date.month().unsigned_abs(), date.day().unsigned_abs())
}

fn column(kind: &str, values: &Bound<'_, PyAny>) -> PyResult<ArrayRef> {
    let date = |value: Option<Bound<'_, PyAny>>| {
        let parse = |value: Bound<'_, PyAny>| {
            let text: String = value.call_method0("isoformat")?.extract()?;
            text.parse::<Date>().map_err(|error| PyValueError::new_err(error.to_string()))
        };
        value.map(parse).transpose()
    };
    Ok(array(&match kind {
        "integer" => Column::Integer(values.extract()?),
        "real" => Column::Real(values.extract()?),
        "boolean" => Column::Boolean(values.extract()?),
        "date" => Column::Date(values.extract::<Vec<_>>()?.into_iter().map(date).collect::<PyResult<_>>()?),
        "text" => Column::Text(values.extract()?),
        other => return Err(PyValueError::new_err(format!("no kind of column: {other}"))),
    }))
}

#[pymethods]
impl Table {
    /// A table of columns as `columns` gives them.
    #[staticmethod]
    fn from_columns(name: String, columns: Vec<(String, String, Bound<'_, PyAny>)>) -> PyResult<Self> {
        let read = |(name, kind, values): (String, String, Bound<'_, PyAny>)| Ok((name, column(&kind, &values)?));
        Self::build(name, columns.into_iter().map(read).collect::<PyResult<_>>()?)
    }

    /// What it shows.
    #[getter]
    fn name(&self) -> &str {
        &self.name
    }

    /// Name, kind and values of each column; kinds are `text`, `integer`, `real`, `boolean` and `date`.
    fn columns<'py>(&self, py: Python<'py>) -> PyResult<Vec<(String, &'static str, Bound<'py, PyList>)>> {
        let fields = self.batch.schema_ref().fields().iter().zip(self.batch.columns());
        fields.map(|(field, array)| values(py, array).map(|(kind, values)| (field.name().clone(), kind, values))).collect()
    }

    fn __len__(&self) -> usize {
        self.batch.num_rows()
    }

    fn __eq__(&self, other: &Bound<'_, PyAny>) -> bool {
        other.cast::<Self>().is_ok_and(|other| other.get().name == self.name && other.get().batch == self.batch)
    }

    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.batch.schema_ref().as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let field = Field::new_struct("", self.batch.schema_ref().fields().clone(), false);
        let rows: Result<ArrayRef, ArrowError> = Ok(Arc::new(StructArray::from(self.batch.clone())));
        to_stream_pycapsule(py, Box::new(ArrayIterator::new([rows], Arc::new(field))), requested_schema)
    }
}
