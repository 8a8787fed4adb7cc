//! What a test sees of a home. A test is given nothing else, so homes that look the same to it are one to it.

use std::collections::{BTreeMap, BTreeSet};

use super::home::{Home, Wished};
use crate::problem::{
    Category, Dimension, District, GenderRule, GenderedPlace, Kroner, Landlord, Level, Municipality, Permanence, SiteId,
    Staffing, SubstanceRule, Tag, Test,
};

/// A home, as one test sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sight<'h> {
    /// The gender rule, and the gender that a `single` site is stored with.
    Gender(Option<GenderRule>, Option<GenderedPlace>),
    /// Least and greatest age.
    Age(Option<u8>, Option<u8>),
    /// Highest behaviour levels.
    Tolerance(&'h BTreeMap<Dimension, Level>),
    /// The substance rule.
    Substance(Option<SubstanceRule>),
    /// Motivation demanded.
    Motivation(Option<bool>),
    /// Months of treatment demanded.
    Treatment(Option<u16>),
    /// An agreement demanded.
    SpecialistAgreement(Option<bool>),
    /// The waiting list demanded.
    WaitingList(Option<bool>),
    /// Only for the homeless.
    Homeless(Option<bool>),
    /// Least severity course.
    Severity(Option<u8>),
    /// Children may live here.
    Children(Option<bool>),
    /// Profiles demanded.
    Demands(&'h BTreeSet<Tag>),
    /// Consent presupposed.
    Consent(Option<&'h Tag>),
    /// The category, which a decision may not allow.
    Decision(Category),
    /// The staffing there is.
    Staffing(Staffing),
    /// Robust.
    Robust(bool),
    /// Accessible.
    Accessible(bool),
    /// Detached.
    Distance(bool),
    /// Shielded, itself or by its site.
    Shielding(bool),
    /// Districts served.
    ServesDistrict(&'h BTreeSet<District>),
    /// Municipalities served.
    ServesMunicipality(&'h BTreeSet<Municipality>),
    /// The site, which somebody may be barred from.
    Barred(&'h SiteId),
    /// The landlord, who may be owed.
    Debt(Option<&'h Landlord>),
    /// Category, district and site, any of which may be refused.
    Refusal(Category, Option<&'h District>, &'h SiteId),
    /// The rent.
    Rent(Option<Kroner>),
    /// The largest household, and the places that are shared.
    Size(Option<u32>, Option<u32>),
    /// Tags provided.
    Requires(&'h BTreeSet<&'h Tag>),
    /// How lasting it is.
    StepDown(Permanence),
    /// How lasting it is, and what wishes look at.
    Preferred(Permanence, Wished<'h>),
    /// The staffing there is.
    Overstaffed(Staffing),
    /// Nothing: the start decides.
    Deadline,
}

impl<'h> Sight<'h> {
    /// What a test sees of a home.
    pub fn of(test: Test, home: &'h Home<'_>) -> Self {
        let (unit, site, admission) = (home.unit, home.site, &home.admission);
        match test {
            Test::Gender => Self::Gender(admission.gender, site.single_gender),
            Test::Age => Self::Age(admission.age_min, admission.age_max),
            Test::Tolerance => Self::Tolerance(&admission.tolerance),
            Test::Substance => Self::Substance(admission.substance),
            Test::Motivation => Self::Motivation(admission.motivation),
            Test::Treatment => Self::Treatment(admission.treatment_months),
            Test::SpecialistAgreement => Self::SpecialistAgreement(admission.specialist_agreement),
            Test::WaitingList => Self::WaitingList(admission.waiting_list),
            Test::Homeless => Self::Homeless(admission.homeless),
            Test::Severity => Self::Severity(admission.severity_min),
            Test::Children => Self::Children(admission.children),
            Test::Demands => Self::Demands(&admission.demands),
            Test::Consent => Self::Consent(admission.consent.as_ref()),
            Test::Decision => Self::Decision(site.category),
            Test::Staffing => Self::Staffing(home.staffing),
            Test::Robust => Self::Robust(unit.robust),
            Test::Accessible => Self::Accessible(unit.accessible),
            Test::Distance => Self::Distance(site.detached),
            Test::Shielding => Self::Shielding(site.shielded || unit.shielded),
            Test::ServesDistrict => Self::ServesDistrict(&site.serves_districts),
            Test::ServesMunicipality => Self::ServesMunicipality(&site.serves_municipalities),
            Test::Barred => Self::Barred(&site.id),
            Test::Debt => Self::Debt(site.landlord.as_ref()),
            Test::Refusal => Self::Refusal(site.category, site.district.as_ref(), &site.id),
            Test::Rent => Self::Rent(unit.rent),
            Test::Size => Self::Size(unit.largest_household, unit.shared_places),
            Test::Requires => Self::Requires(&home.provides),
            Test::StepDown => Self::StepDown(site.permanence()),
            Test::Preferred => Self::Preferred(site.permanence(), home.wished()),
            Test::Overstaffed => Self::Overstaffed(home.staffing),
            Test::Deadline => Self::Deadline,
        }
    }
}
