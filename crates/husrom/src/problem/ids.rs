//! Names: every thing is called by the pseudonym or code the office gave it, never by an index.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! ids {
    ( $( $(#[$meta:meta])* $name:ident; )+ ) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+ };
}

ids! {
    /// A household: an applicant, a resident, or both when it wants to move.
    HouseholdId;
    /// One person of a household. The first person bears the household's own pseudonym unless the office says otherwise.
    PersonId;
    /// A site (*bosted, botiltak*).
    SiteId;
    /// A unit (*boenhet*).
    UnitId;
    /// A wing or floor of a site (*fløy, etasje*).
    Wing;
    /// A rule.
    RuleId;
    /// A resource.
    ResourceId;
    /// A city district (*bydel*).
    District;
    /// A municipality.
    Municipality;
    /// A living-condition zone (*levekårssone*).
    Zone;
    /// A landlord.
    Landlord;
    /// A tag of the office's own: what a home provides, a household requires, a profile, a consent.
    Tag;
    /// A dimension of behaviour: `violence`, `damage`, `noise`, `fire`, or one the office adds.
    Dimension;
}

impl Dimension {
    /// Violence and threats.
    pub const VIOLENCE: &'static str = "violence";
    /// The dimensions every office has (MODEL §1), with their labels in bokmål and aliases.
    pub const STANDARD: [(&'static str, &'static str, &'static [&'static str]); 4] = [
        ("violence", "vold og trusler", &["vold", "trusler", "violence and threats"]),
        ("damage", "skade på eiendom", &["skade", "ødeleggelse", "damage to property"]),
        ("noise", "bråk og besøk", &["bråk", "støy", "noise and visitors"]),
        ("fire", "brannfare og samling", &["brann", "samling", "fire risk and hoarding"]),
    ];
}
