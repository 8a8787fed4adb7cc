//! Quantities with their units: integers in the domain, so that every value can be compared and proved exactly.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! quantities {
    ( $( $(#[$meta:meta])* $name:ident($inner:ty); )+ ) => { $(
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $inner);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}", self.0)
            }
        }
    )+ };
}

quantities! {
    /// Norwegian kroner, whole.
    Kroner(i64);
    /// A number of days.
    Days(i32);
    /// Support time: minutes a week, so that 2.5 hours is exact.
    MinutesPerWeek(i64);
    /// A level on the office's ordinal behaviour scale; 0 is none.
    Level(u8);
    /// A priority class; 1 is most urgent.
    Class(u8);
}

impl Kroner {
    /// Thousands of kroner, rounded half up: the unit of the money levels (MODEL §3).
    #[must_use]
    pub fn thousands(self) -> i64 {
        (self.0.saturating_add(500)).div_euclid(1000)
    }
}
