//! Where people count as living together.

use std::fmt;

use super::checker::Home;
use crate::problem::{Scope, SiteId, UnitId, Wing, Zone};

/// One scope, by what its homes have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place<'a> {
    /// One unit.
    Unit(&'a UnitId),
    /// A wing of a site, or the site's unnamed one.
    Wing(&'a SiteId, Option<&'a Wing>),
    /// A site.
    Site(&'a SiteId),
    /// A zone.
    Zone(&'a Zone),
    /// All homes in question.
    Named,
}

impl<'a> Place<'a> {
    /// The scope of this level that a home belongs to; none where its site has no zone.
    pub(super) fn of(scope: Scope, home: &Home<'a>) -> Option<Self> {
        Some(match scope {
            Scope::Unit => Self::Unit(&home.unit.id),
            Scope::Wing => Self::Wing(&home.site.id, home.unit.wing.as_ref()),
            Scope::Site => Self::Site(&home.site.id),
            Scope::Zone => Self::Zone(home.site.zone.as_ref()?),
            Scope::Named => Self::Named,
        })
    }

    /// In words; a named set goes by the rule's id.
    pub(super) fn name(&self, rule: &str) -> String {
        match self {
            Self::Named => rule.to_owned(),
            other => other.to_string(),
        }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit(unit) => unit.fmt(f),
            Self::Wing(site, Some(wing)) => write!(f, "{site}/{wing}"),
            Self::Wing(site, None) => write!(f, "{site}/"),
            Self::Site(site) => site.fmt(f),
            Self::Zone(zone) => zone.fmt(f),
            Self::Named => f.write_str("*"),
        }
    }
}
