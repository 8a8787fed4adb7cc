//! The tables of homes: sites and units.

use std::collections::BTreeMap;

use super::{AGE, COUNT, Family, KRONER, Kind, LEVEL, MONTHS, Presence, SEVERITY, SOME, TableSpec, Vocabulary, columns};
use crate::problem::{Category, Contract, GenderRule, GenderedPlace, Permanence, Staffing, SubstanceRule};

columns! {
    /// What a home demands of those who move in: columns of both sites and units. Empty: no demand, or the site's.
    pub struct AdmissionColumns, ADMISSION {
        gender_rule: Option<String> = Optional Kind::Term(Vocabulary::of::<GenderRule>()), "kjønnsregel" | "kjønn" | "gender" | "for kjønn", "Who may live here by gender; on adults.";
        age_min: Option<u8> = Optional Kind::Integer(AGE), "alder fra" | "minstealder" | "minimum age" | "age from", "Least age of each adult, years.";
        age_max: Option<u8> = Optional Kind::Integer(AGE), "alder til" | "høyeste alder" | "maximum age" | "age to", "Greatest age of each adult, years.";
        tolerance_violence: Option<u8> = Optional Kind::Integer(LEVEL), "toleranse vold" | "tåler vold" | "toleranse vold og trusler", "Highest level of violence and threats accepted.";
        tolerance_damage: Option<u8> = Optional Kind::Integer(LEVEL), "toleranse skade" | "tåler skade" | "toleranse skade på eiendom", "Highest level of damage to property accepted.";
        tolerance_noise: Option<u8> = Optional Kind::Integer(LEVEL), "toleranse bråk" | "tåler bråk" | "toleranse bråk og besøk", "Highest level of noise and visitors accepted.";
        tolerance_fire: Option<u8> = Optional Kind::Integer(LEVEL), "toleranse brann" | "tåler brannfare" | "toleranse brannfare og samling", "Highest level of fire risk and hoarding accepted.";
        substance_rule: Option<String> = Optional Kind::Term(Vocabulary::of::<SubstanceRule>()), "rusregel" | "rus" | "substance", "What is said of substance use; on adults.";
        motivation: Option<bool> = Optional Kind::YesNo, "krever motivasjon" | "motivasjon", "Motivation for change is demanded.";
        treatment_months: Option<u16> = Optional Kind::Integer(MONTHS), "krever behandling måneder" | "behandlingsmåneder", "Least months of completed treatment.";
        specialist_agreement: Option<bool> = Optional Kind::YesNo, "krever avtale med spesialisthelsetjenesten" | "spesialistavtale", "An agreement with the specialist health service is demanded.";
        waiting_list: Option<bool> = Optional Kind::YesNo, "bare fra venteliste" | "venteliste", "Only those on the waiting list for a municipal dwelling.";
        homeless: Option<bool> = Optional Kind::YesNo, "bare bostedsløse" | "bostedsløse", "Only the homeless.";
        severity_min: Option<u8> = Optional Kind::Integer(SEVERITY), "hovedforløp fra" | "hovedforløp minst" | "minimum severity", "Least severity course of some adult, 1 to 3.";
        children: Option<bool> = Optional Kind::YesNo, "barn" | "barn kan bo her", "Children may live here; `no` refuses households with children.";
        demands: Option<Vec<String>> = Optional Kind::Names, "krever profil" | "krever profiler" | "krav om profil", "Profiles that the household must have.";
        consent: Option<String> = Optional Kind::Name, "forutsetter samtykke" | "samtykke", "Consent that the contract presupposes.";
    }
    flatten {
        tolerance: BTreeMap<String, i64>, "Highest levels accepted on dimensions of the office's own: `tolerance:self-harm`.";
    }
}

/// Tolerance on the office's own dimensions.
const TOLERANCE: Family = Family {
    prefix: "tolerance:",
    aliases: &["toleranse:", "tåler:"],
    suffix: "",
    of: "dimension",
    kind: Kind::Integer(LEVEL),
    presence: Presence::Optional,
    doc: "Highest level accepted on a dimension of the office's own.",
};

columns! {
    /// A site (*bosted*).
    pub struct SiteRow, SITE {
        id: String = Required Kind::Name, "bosted" | "kode" | "bostedskode" | "site" | "site id", "The office's code for it.";
        name: Option<String> = Optional Kind::Text, "navn" | "bostedsnavn", "Name in texts; the id where none is given.";
        category: Option<String> = Required Kind::Term(Vocabulary::of::<Category>()), "kategori" | "boligtype" | "type", "Category.";
        permanence: Option<String> = Optional Kind::Term(Vocabulary::of::<Permanence>()), "varighet", "How lasting a home here is, where it differs from the category's.";
        district: Option<String> = Fact Kind::Name, "bydel", "District.";
        municipality: Option<String> = Fact Kind::Name, "kommune", "Municipality.";
        zone: Option<String> = Fact Kind::Name, "levekårssone" | "sone", "Living-condition zone.";
        operator: Option<String> = Fact Kind::Text, "driver" | "drives av", "Who runs it.";
        landlord: Option<String> = Fact Kind::Name, "huseier" | "utleier", "Landlord.";
        intended: Option<String> = Optional Kind::Admission, "tiltenkt" | "opprinnelig tiltenkt", "What it was meant to demand, where practice has drifted, as conditions; only reported.";
        single_gender: Option<String> = Optional Kind::Term(Vocabulary::of::<GenderedPlace>()), "ett kjønn er" | "for hvilket kjønn", "The gender that a `single` site holds to; empty: whichever lives there.";
        staffing: Option<String> = Fact Kind::Term(Vocabulary::of::<Staffing>()), "bemanning", "Staffing.";
        contract: Option<String> = Fact Kind::Term(Vocabulary::of::<Contract>()), "kontrakt" | "kontraktstype", "Kind of contract.";
        max_stay_months: Option<u16> = Fact Kind::Integer(MONTHS), "lengste botid måneder" | "maks botid", "Maximum stay, months.";
        shielded: Option<bool> = Optional Kind::YesNo, "skjermet", "Shielded; default no.";
        detached: Option<bool> = Optional Kind::YesNo, "frittliggende" | "avstand til andre", "Set apart from other dwellings; default no.";
        serves_districts: Option<Vec<String>> = Optional Kind::Names, "for bydeler" | "betjener bydeler", "Districts it serves; empty: every district.";
        serves_municipalities: Option<Vec<String>> = Optional Kind::Names, "for kommuner" | "betjener kommuner", "Municipalities it serves; empty: every one.";
        provides: Option<Vec<String>> = Optional Kind::Names, "tilbyr" | "har", "Tags it provides.";
        opens: Option<String> = Optional Kind::Date, "åpner", "First day in operation; empty: open.";
        closes: Option<String> = Optional Kind::Date, "stenger" | "legges ned", "First day no longer in operation; empty: none.";
    }
    flatten {
        admission: AdmissionColumns, "What it demands in fact.";
    }
}

columns! {
    /// A unit (*boenhet*).
    pub struct UnitRow, UNIT {
        id: String = Required Kind::Name, "boenhet" | "bolig" | "kode" | "boenhetskode" | "unit" | "unit id", "The office's code for it.";
        site: Option<String> = Required Kind::Name, "bosted" | "bostedskode" | "site id", "The site it lies in.";
        name: Option<String> = Optional Kind::Text, "navn" | "adresse" | "address", "Address or name in texts; the id where none is given.";
        wing: Option<String> = Optional Kind::Name, "fløy" | "etasje" | "floor", "Wing or floor.";
        shared_places: Option<u32> = Optional Kind::Integer(SOME), "plasser" | "delte plasser" | "places", "Places, where several households share the unit; empty: one household's home.";
        largest_household: Option<u32> = Optional Kind::Integer(SOME), "største husstand" | "maks personer", "Largest household, persons; empty: no limit but the places.";
        size: Option<u32> = Fact Kind::Integer(COUNT), "størrelse" | "areal" | "kvm" | "m2", "Size, m².";
        accessible: Option<bool> = Optional Kind::YesNo, "tilgjengelig" | "rullestol", "Accessible; default no.";
        robust: Option<bool> = Optional Kind::YesNo, "robust bolig" | "hardbruk", "Robust (hard use); default no.";
        shielded: Option<bool> = Optional Kind::YesNo, "skjermet", "Shielded beyond its site; default no.";
        rent: Option<i64> = Fact Kind::Integer(KRONER), "husleie" | "leie", "Rent, kroner a month.";
        cost_let: Option<i64> = Optional Kind::Integer(KRONER), "kostnad utleid" | "kostnad", "Cost to the municipality when let, kroner a month (each place, in a shared unit); default 0.";
        cost_vacant: Option<i64> = Optional Kind::Integer(KRONER), "kostnad ledig" | "tomgangskostnad", "Cost to the municipality when vacant, kroner a month (each place, in a shared unit); default 0.";
        free_from: Option<String> = Optional Kind::Date, "ledig fra" | "ledig", "Ready to move into from this date; empty: from the round's date.";
        out_of_service: Option<String> = Optional Kind::Reason, "ute av drift" | "ute av bruk", "Out of service: the reason.";
        held_back: Option<String> = Optional Kind::Reason, "holdt tilbake" | "holdes av", "Held back: the reason.";
        reserved_for: Option<String> = Optional Kind::Name, "forbeholdt" | "reservert for", "Only for households with this profile.";
        staffing: Option<String> = Optional Kind::Term(Vocabulary::of::<Staffing>()), "bemanning", "Staffing that replaces the site's.";
        provides: Option<Vec<String>> = Optional Kind::Names, "tilbyr" | "har", "Tags it provides beyond its site.";
    }
    flatten {
        admission: AdmissionColumns, "Demands that replace the site's.";
    }
}

pub(super) static SITES: TableSpec = TableSpec {
    name: "sites",
    nb: "bosteder",
    aliases: &["bosted", "site", "steder"],
    required: true,
    single: false,
    groups: &[SITE, ADMISSION],
    families: &[TOLERANCE],
    doc: "Sites: places with one or more homes.",
};

pub(super) static UNITS: TableSpec = TableSpec {
    name: "units",
    nb: "boenheter",
    aliases: &["boenhet", "boliger", "bolig", "unit", "homes"],
    required: true,
    single: false,
    groups: &[UNIT, ADMISSION],
    families: &[TOLERANCE],
    doc: "Units: the homes of the sites, free or not.",
};
