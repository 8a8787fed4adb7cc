//! Rules as data: an office turns them on, off or soft, and adds its own, without code (R221).

use std::collections::{BTreeMap, BTreeSet};

use super::goal::Measure;
use super::home::{Category, Contract};
use super::ids::{Dimension, District, RuleId, SiteId, Tag, UnitId, Zone};
use super::person::{Gender, SubstanceCourse};
use super::quantity::Level;
use super::term::{Language, terms};

terms! {
    /// Where people count as living together.
    pub enum Scope: "scope", "omfang" {
        /// One unit.
        Unit = "unit", "boenhet", "bolig";
        /// A wing or floor; a unit without one belongs to its site's unnamed wing.
        Wing = "wing", "fløy", "etasje";
        /// A site.
        Site = "site", "bosted";
        /// A living-condition zone; sites without one form no scope.
        Zone = "zone", "levekårssone", "sone";
        /// All homes the rule's filter matches, as one set.
        Named = "named", "navngitte boliger", "set";
    }
}

terms! {
    /// The built-in tests of one household against one home. Each is on wherever a home or household carries the fact.
    pub enum Test: "eligibility test", "inntaksregel" {
        /// The gender rule `women` or `men`, and that a `single` site is for someone (R12, R13).
        Gender = "gender", "kjønn";
        /// The age window (R14, R15).
        Age = "age", "alder";
        /// Behaviour within the site's tolerance (R3, R4).
        Tolerance = "tolerance", "toleranse for atferd";
        /// The substance rule (R5–R7).
        Substance = "substance", "rus";
        /// Motivation demanded (R9).
        Motivation = "motivation", "motivasjon";
        /// Completed treatment demanded (R8).
        Treatment = "treatment", "behandling";
        /// Agreement with the specialist health service demanded (R22).
        SpecialistAgreement = "specialist_agreement", "avtale med spesialisthelsetjenesten";
        /// On the waiting list demanded (R21).
        WaitingList = "waiting_list", "venteliste";
        /// Reserved for the homeless (R20).
        Homeless = "homeless", "bostedsløs";
        /// Severity course demanded (R36).
        Severity = "severity", "hovedforløp";
        /// Children refused (R17–R19).
        Children = "children", "barn";
        /// Profile demanded by the home (R10, R40).
        Demands = "demands", "krav om profil";
        /// Consent presupposed by the contract (R24, R107).
        Consent = "consent", "samtykke";
        /// The decision allows the category (R23).
        Decision = "decision", "vedtak";
        /// Staffing at least as needed (R68, R95).
        Staffing = "staffing", "bemanning";
        /// A robust home where needed (R28).
        Robust = "robust", "robust bolig";
        /// An accessible home where needed (R30).
        Accessible = "accessible", "tilgjengelig bolig";
        /// A detached home where needed (R11).
        Distance = "distance", "avstand";
        /// A shielded home where a person needs shielding (R29).
        Shielding = "shielding", "skjerming";
        /// The site serves the district (R32–R34).
        ServesDistrict = "serves_district", "bydel";
        /// The site serves the municipality (R44).
        ServesMunicipality = "serves_municipality", "kommune";
        /// Not barred (R26, R27).
        Barred = "barred", "utestengt";
        /// The landlord is not owed (R25).
        Debt = "debt", "gjeld";
        /// Not refused by the household (R96, R99).
        Refusal = "refusal", "avslag fra søker";
        /// Rent affordable (R205).
        Rent = "rent", "husleie";
        /// The household fits the home.
        Size = "size", "husstandens størrelse";
        /// Tags required are provided.
        Requires = "requires", "søkerens krav";
        /// Starts in time where "must be housed by" is hard.
        Deadline = "deadline", "frist";
        /// The home is no less lasting than what the household has.
        StepDown = "step_down", "ikke et dårligere tilbud";
        /// A resident who wants to move goes only to something preferred (R104).
        Preferred = "preferred", "foretrekkes av beboeren";
        /// More staffing than needed: soft by default, one point a step (R130).
        Overstaffed = "overstaffed", "mer bemanning enn behovet";
    }
}

/// Which homes a rule or resource is about: every field that is not empty must match.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HomeFilter {
    /// Sites.
    pub sites: BTreeSet<SiteId>,
    /// Units.
    pub units: BTreeSet<UnitId>,
    /// Categories.
    pub categories: BTreeSet<Category>,
    /// Districts.
    pub districts: BTreeSet<District>,
    /// Zones.
    pub zones: BTreeSet<Zone>,
    /// Contracts.
    pub contracts: BTreeSet<Contract>,
    /// Tags of which the home provides at least one.
    pub provides: BTreeSet<Tag>,
}

/// A conjunction over the attributes of one person; empty matches everyone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Predicate {
    /// One of these genders.
    pub gender: BTreeSet<Gender>,
    /// At least this old.
    pub age_min: Option<u8>,
    /// At most this old.
    pub age_max: Option<u8>,
    /// At least these behaviour levels.
    pub behaviour: BTreeMap<Dimension, Level>,
    /// Vulnerable or not.
    pub vulnerable: Option<bool>,
    /// Needs shielding or not.
    pub needs_shielding: Option<bool>,
    /// One of these courses.
    pub course: BTreeSet<SubstanceCourse>,
    /// A child or not.
    pub child: Option<bool>,
    /// At least this severity course.
    pub severity_min: Option<u8>,
}

terms! {
    /// An attribute on which all must be equal.
    pub enum Attribute: "attribute", "egenskap" {
        /// Gender, by the gendered places that suit each adult; children and those whom both suit are neutral.
        Gender = "gender", "kjønn";
        /// Substance course (R52, R53).
        Course = "course", "rusforløp", "substance_course";
        /// Severity course.
        Severity = "severity", "hovedforløp";
    }
}

/// How a rule couples those who live in one scope; defined on distinct persons, residents counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Composition {
    /// At most `most` people matching `who` (R56, R57, R60).
    Limit {
        /// Who counts.
        who: Predicate,
        /// How many at most.
        most: u32,
    },
    /// At most ⌊`percent`/100 × usable places⌋ people matching `who`.
    Share {
        /// Who counts.
        who: Predicate,
        /// Per cent of the usable places.
        percent: u32,
    },
    /// Nobody matching `one` together with another matching `other` (R51, R54, R64).
    Apart {
        /// The one side.
        one: Predicate,
        /// The other side.
        other: Predicate,
    },
    /// All equal on an attribute (R53, R55).
    Same {
        /// The attribute.
        attribute: Attribute,
    },
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RuleKind {
    /// A built-in test of household against home, given here to turn it off, make it soft or limit it to some homes.
    Test(Test),
    /// Nobody matching `who` in the rule's homes (R16, R19, R42).
    Exclude {
        /// Whom the homes are not for.
        who: Predicate,
    },
    /// Who lives together.
    Composition {
        /// The coupling.
        composition: Composition,
        /// On which scope.
        scope: Scope,
        /// A household is not held against itself (a couple in a `single` house).
        exempt_household: bool,
    },
    /// Sites and floors with the gender rule `single` hold one gender: `Same { Gender }` on each such site, or floor that says so
    /// itself (R55).
    SingleGender {
        /// A household is not held against itself.
        exempt_household: bool,
    },
    /// At most so many permanent tenants move in the round.
    MoveLimit {
        /// How many at most.
        most: u32,
    },
}

/// Hard, or soft: in which level the office pays, and what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// Never broken by a newcomer.
    Hard,
    /// Broken at a price, in the level's own unit. Where the level is not among the goals it is paid in `misplacement`.
    Soft {
        /// The level it is paid in.
        level: Measure,
        /// Price of one degree of violation, ≥ 1.
        price: i64,
    },
    /// Turned off by the office.
    Off,
}

/// A rule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// Stable id.
    pub id: RuleId,
    /// What it says.
    pub kind: RuleKind,
    /// The homes it is about.
    pub homes: HomeFilter,
    /// How strictly.
    pub strictness: Strictness,
    /// As a caseworker would say it, in bokmål.
    pub say_nb: String,
    /// As a caseworker would say it, in English.
    pub say_en: String,
    /// Where it comes from (R-number, decision).
    pub source: String,
}

impl Rule {
    /// The sentence in a language.
    #[must_use]
    pub fn say(&self, language: Language) -> &str {
        language.pick(&self.say_nb, &self.say_en)
    }
}
