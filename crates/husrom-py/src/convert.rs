//! Small conversions that several files share.

use std::time::Duration;

use husrom::Language;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// A language by its code; `None` is the problem's own.
pub fn language(code: Option<&str>, own: Language) -> PyResult<Language> {
    match code {
        None => Ok(own),
        Some("nb") => Ok(Language::Nb),
        Some("en") => Ok(Language::En),
        Some(other) => Err(PyValueError::new_err(format!("language is “nb” or “en”, not “{other}”"))),
    }
}

/// The code of a language.
pub fn code(language: Language) -> &'static str {
    language.pick("nb", "en")
}

/// Seconds as a duration.
pub fn seconds(seconds: Option<f64>) -> PyResult<Option<Duration>> {
    let duration = seconds.map(Duration::try_from_secs_f64).transpose();
    duration.map_err(|_| PyValueError::new_err("time_limit is a number of seconds, 0 or more"))
}
