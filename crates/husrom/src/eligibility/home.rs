//! A home as a household meets it: its unit, its site, and what the two say together.

use std::collections::BTreeSet;

use crate::problem::{Admission, Category, District, HomeFilter, Problem, Site, SiteId, Staffing, Tag, Unit};

/// A unit with everything its site adds.
#[derive(Debug)]
pub struct Home<'a> {
    /// The unit.
    pub unit: &'a Unit,
    /// Its site.
    pub site: &'a Site,
    /// The site's admission overridden by the unit's.
    pub admission: Admission,
    /// The unit's staffing, else the site's, else none.
    pub staffing: Staffing,
    /// What site and unit provide.
    pub provides: BTreeSet<&'a Tag>,
}

/// What wishes look at in a home.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Wished<'h> {
    /// Its category.
    pub category: Category,
    /// Its district.
    pub district: Option<&'h District>,
    /// Its site.
    pub site: &'h SiteId,
    /// What it provides.
    pub provides: &'h BTreeSet<&'h Tag>,
}

impl<'a> Home<'a> {
    /// The home that a unit is; `None` where its site is missing from the problem.
    pub fn of(problem: &'a Problem, unit: &'a Unit) -> Option<Self> {
        let site = problem.site(&unit.site)?;
        Some(Self {
            unit,
            site,
            admission: site.admission.overridden_by(&unit.admission),
            staffing: unit.staffing.or(site.staffing).unwrap_or(Staffing::None),
            provides: site.provides.iter().chain(&unit.provides).collect(),
        })
    }

    /// Whether a filter selects the home: each of its non-empty sets names something of it.
    pub fn matches(&self, filter: &HomeFilter) -> bool {
        let site = self.site;
        names(&filter.units, Some(&self.unit.id))
            && names(&filter.sites, Some(&site.id))
            && names(&filter.categories, Some(&site.category))
            && names(&filter.districts, site.district.as_ref())
            && names(&filter.zones, site.zone.as_ref())
            && names(&filter.contracts, site.contract.as_ref())
            && (filter.provides.is_empty() || filter.provides.iter().any(|tag| self.provides.contains(tag)))
    }

    /// What wishes look at.
    pub fn wished(&self) -> Wished<'_> {
        let Site { category, district, id, .. } = self.site;
        Wished { category: *category, district: district.as_ref(), site: id, provides: &self.provides }
    }

    /// Persons as the unit's price counts them: each person in a shared unit, else the home once.
    pub fn priced_units(&self, persons: u32) -> i64 {
        if self.unit.shared_places.is_some() { i64::from(persons) } else { 1 }
    }
}

fn names<T: Ord>(set: &BTreeSet<T>, value: Option<&T>) -> bool {
    set.is_empty() || value.is_some_and(|value| set.contains(value))
}
