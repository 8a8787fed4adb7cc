//! Homes: sites (*bosted*) and their units (*boenhet*).

use std::collections::{BTreeMap, BTreeSet};

use super::Date;
use super::ids::{Dimension, District, Landlord, Municipality, SiteId, Tag, UnitId, Wing, Zone};
use super::quantity::{Kroner, Level};
use super::term::terms;

terms! {
    /// The documents' kinds of home. A category has no built-in behaviour rule: rules sit on sites (gaps.md 2b.3).
    pub enum Category: "category", "kategori" {
        /// Small house.
        Smaahus = "smaahus" | "small house", "småhus", "small_house", "small house";
        /// Specialised shared housing.
        SpesialisertBofellesskap = "spesialisert_bofellesskap" | "specialised shared housing", "spesialisert bofellesskap", "specialised_shared", "specialised shared housing", "forsterket bofellesskap";
        /// Supported shared housing.
        Bofellesskap = "bofellesskap" | "shared housing", "bofellesskap", "shared", "shared housing", "samlokalisert bolig";
        /// Rehabilitation.
        Rehabilitering = "rehabilitering" | "rehabilitation", "rehabilitering", "rehabilitation", "gjennomgangsbolig";
        /// Housing First.
        HousingFirst = "housing_first" | "Housing First", "Housing First", "hf";
        /// Temporary and acute accommodation.
        Midlertidig = "midlertidig" | "temporary housing", "midlertidig", "temporary", "temporary_acute", "akutt", "midlertidig botilbud";
        /// Ordinary municipal dwelling.
        Ordinaer = "ordinaer" | "ordinary home", "ordinær bolig", "ordinary", "ordinær", "kommunal utleiebolig";
        /// Care home.
        Omsorgsbolig = "omsorgsbolig" | "care home", "omsorgsbolig", "care_home", "care home";
    }
}

terms! {
    /// How lasting a home is: no roof < roof < transitional < permanent.
    pub enum Permanence: "permanence", "varighet" {
        /// No roof.
        NoRoof = "no_roof" | "no roof", "uten tak";
        /// A roof, not a home.
        Roof = "roof", "tak over hodet", "midlertidig";
        /// Transitional.
        Transitional = "transitional", "overgang", "gjennomgang";
        /// Permanent.
        Permanent = "permanent", "varig", "fast";
    }
}

impl Category {
    /// The permanence of the category (MODEL §1): `midlertidig` is a roof, rehabilitation is transitional, the rest permanent.
    #[must_use]
    pub fn permanence(self) -> Permanence {
        match self {
            Self::Midlertidig => Permanence::Roof,
            Self::Rehabilitering => Permanence::Transitional,
            _ => Permanence::Permanent,
        }
    }
}

terms! {
    /// Who may live at a site or floor by gender (R12, R13, R55).
    pub enum GenderRule: "gender rule", "kjønnsregel" {
        /// Anyone.
        Any = "any", "alle", "mixed", "blandet";
        /// Women only.
        Women = "women", "kvinner", "bare kvinner";
        /// Men only.
        Men = "men", "menn", "bare menn";
        /// One gender, whichever lives there; chosen by the solver where nobody does.
        Single = "single", "ett kjønn", "kjønnsdelt";
    }
}

terms! {
    /// What a site says of substance use (R5–R7).
    pub enum SubstanceRule: "substance rule", "rusregel" {
        /// Active use is accepted; abstinence may not be demanded.
        Accepted = "accepted" | "active use accepted", "aktiv rus godtas", "godtas";
        /// Active use is not accepted.
        NotAccepted = "not_accepted" | "active use not accepted", "aktiv rus godtas ikke", "godtas ikke", "not accepted";
        /// Abstinence is required during the stay: only those with no use or in recovery.
        AbstinenceRequired = "abstinence_required" | "abstinence required", "krav om rusfrihet", "abstinence required", "rusfri";
    }
}

terms! {
    /// Staff at a site, in rising order.
    pub enum Staffing: "staffing", "bemanning" {
        /// None.
        None = "none", "ingen", "ubemannet";
        /// Ambulant: services that travel to the person.
        Ambulant = "ambulant", "ambulant", "ambulerende";
        /// Day.
        Day = "day", "dag", "dagbemannet";
        /// Day and evening.
        DayEvening = "day_evening" | "day and evening", "dag og kveld", "day and evening";
        /// Round the clock.
        RoundTheClock = "round_the_clock" | "round the clock", "døgn", "døgnbemannet", "round the clock";
    }
}

terms! {
    /// Kind of contract.
    pub enum Contract: "contract", "kontrakt" {
        /// Ordinary tenancy.
        OrdinaryTenancy = "ordinary_tenancy" | "ordinary tenancy", "husleiekontrakt", "vanlig husleiekontrakt", "private_tenancy";
        /// Housing-and-service agreement (R24).
        HousingAndService = "housing_and_service_agreement" | "housing and service agreement", "bo- og tjenesteavtale";
        /// Housing-and-follow-up agreement.
        HousingAndFollowUp = "housing_and_follow_up_agreement" | "housing and follow-up agreement", "bo- og oppfølgingsavtale";
        /// Referral agreement (R42).
        Referral = "referral_agreement" | "referral agreement", "tilvisningsavtale";
        /// A stay without a lease.
        Stay = "stay" | "stay without tenancy", "opphold uten leiekontrakt", "opphold";
    }
}

/// What a home demands of those who move in. Every field that is `None` or empty makes no demand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Admission {
    /// Gender rule; on adults.
    pub gender: Option<GenderRule>,
    /// Least age of each adult, years.
    pub age_min: Option<u8>,
    /// Greatest age of each adult, years.
    pub age_max: Option<u8>,
    /// Highest behaviour level accepted, by dimension (R3, R4).
    pub tolerance: BTreeMap<Dimension, Level>,
    /// Substance rule; on adults.
    pub substance: Option<SubstanceRule>,
    /// Motivation for change is demanded (R9).
    pub motivation: Option<bool>,
    /// Least months of completed treatment (R8).
    pub treatment_months: Option<u16>,
    /// An agreement with the specialist health service is demanded (R22).
    pub specialist_agreement: Option<bool>,
    /// Only those on the waiting list for a municipal dwelling (R21).
    pub waiting_list: Option<bool>,
    /// Only the homeless (R20).
    pub homeless: Option<bool>,
    /// Least severity course of some adult (R36).
    pub severity_min: Option<u8>,
    /// Children may live here; `Some(false)` refuses households with children (R17–R19).
    pub children: Option<bool>,
    /// Profile tags that the household must have (R10, R40, R42).
    pub demands: BTreeSet<Tag>,
    /// Consent that the contract presupposes (R24, R107).
    pub consent: Option<Tag>,
}

impl Admission {
    /// This admission with everything that `over` states put in its place: a unit over its site (R13, R69).
    #[must_use]
    pub fn overridden_by(&self, over: &Self) -> Self {
        let mut tolerance = self.tolerance.clone();
        tolerance.extend(over.tolerance.iter().map(|(dimension, level)| (dimension.clone(), *level)));
        Self {
            gender: over.gender.or(self.gender),
            age_min: over.age_min.or(self.age_min),
            age_max: over.age_max.or(self.age_max),
            tolerance,
            substance: over.substance.or(self.substance),
            motivation: over.motivation.or(self.motivation),
            treatment_months: over.treatment_months.or(self.treatment_months),
            specialist_agreement: over.specialist_agreement.or(self.specialist_agreement),
            waiting_list: over.waiting_list.or(self.waiting_list),
            homeless: over.homeless.or(self.homeless),
            severity_min: over.severity_min.or(self.severity_min),
            children: over.children.or(self.children),
            demands: self.demands.union(&over.demands).cloned().collect(),
            consent: over.consent.clone().or_else(|| self.consent.clone()),
        }
    }
}

/// A site (*bosted, botiltak*).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Site {
    /// The office's code for it.
    pub id: SiteId,
    /// Name in texts; the id where none is given.
    pub name: String,
    /// Category.
    pub category: Category,
    /// Permanence where it differs from the category's.
    pub permanence: Option<Permanence>,
    /// District.
    pub district: Option<District>,
    /// Municipality.
    pub municipality: Option<Municipality>,
    /// Living-condition zone (R79, R80).
    pub zone: Option<Zone>,
    /// Who runs it.
    pub operator: Option<String>,
    /// Landlord (R25).
    pub landlord: Option<Landlord>,
    /// What it demands in fact.
    pub admission: Admission,
    /// What it was meant to demand, where practice has drifted (R78): only reported.
    pub intended: Option<Admission>,
    /// The gender a `single` site holds to, where stored; else whichever lives there.
    pub single_gender: Option<super::person::GenderedPlace>,
    /// Staffing.
    pub staffing: Option<Staffing>,
    /// Contract.
    pub contract: Option<Contract>,
    /// Maximum stay, months.
    pub max_stay_months: Option<u16>,
    /// Shielded (R29).
    pub shielded: bool,
    /// Set apart from other dwellings, for those who cannot live close to others (R11).
    pub detached: bool,
    /// Districts it serves; empty: every district (R32–R34).
    pub serves_districts: BTreeSet<District>,
    /// Municipalities it serves; empty: every one (R44).
    pub serves_municipalities: BTreeSet<Municipality>,
    /// Tags it provides.
    pub provides: BTreeSet<Tag>,
    /// First day in operation.
    pub opens: Option<Date>,
    /// First day no longer in operation.
    pub closes: Option<Date>,
}

impl Site {
    /// The permanence of a home here.
    #[must_use]
    pub fn permanence(&self) -> Permanence {
        self.permanence.unwrap_or_else(|| self.category.permanence())
    }
}

/// A unit (*boenhet*): a home in a site, or so many places in a shared one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    /// The office's code for it.
    pub id: UnitId,
    /// The site it lies in.
    pub site: SiteId,
    /// Address or name in texts; the id where none is given. Tells no home apart.
    pub name: String,
    /// Wing or floor.
    pub wing: Option<Wing>,
    /// Places, where several households share the unit; `None`: one household's home.
    pub shared_places: Option<u32>,
    /// Largest household, persons; `None`: no limit but the places.
    pub largest_household: Option<u32>,
    /// Size, m².
    pub size: Option<u32>,
    /// Accessible (R30, R50).
    pub accessible: bool,
    /// Robust (*hardbruk*, R28).
    pub robust: bool,
    /// Shielded beyond its site.
    pub shielded: bool,
    /// Rent, kroner a month.
    pub rent: Option<Kroner>,
    /// Cost to the municipality when let, kroner a month (each place, in a shared unit).
    pub cost_let: Kroner,
    /// Cost to the municipality when vacant, kroner a month (each place, in a shared unit).
    pub cost_vacant: Kroner,
    /// Free (ready to move into) from this date; `None`: from the round's date.
    pub free_from: Option<Date>,
    /// Out of service, with the reason.
    pub out_of_service: Option<String>,
    /// Held back, with the reason.
    pub held_back: Option<String>,
    /// Reserved for households with this profile tag.
    pub reserved_for: Option<Tag>,
    /// Demands that replace the site's (R13, R69).
    pub admission: Admission,
    /// Staffing that replaces the site's: a wing with its own staff (R69).
    pub staffing: Option<Staffing>,
    /// Tags it provides beyond its site.
    pub provides: BTreeSet<Tag>,
}

impl Unit {
    /// Places as the composition rules count them: the shared places, or one home.
    #[must_use]
    pub fn places(&self) -> u32 {
        self.shared_places.unwrap_or(1)
    }
}
