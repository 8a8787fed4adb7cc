//! The tables of people: applicants, further persons, residents.

use std::collections::BTreeMap;

use super::super::rows::Stated;
use super::{AGE, CLASS, COUNT, Family, KRONER, Kind, LEVEL, MONTHS, Presence, SEVERITY, TableSpec, Vocabulary, YEAR, columns};
use crate::problem::{Category, Gender, GenderedPlace, Situation, Staffing, SubstanceCourse, TenureKind};

columns! {
    /// What is known of a person: columns of applicants, persons and residents. Empty: unknown.
    pub struct PersonColumns, PERSON_FACTS {
        gender: Option<String> = Fact Kind::Term(Vocabulary::of::<Gender>()), "kjønn" | "sex", "Gender.";
        suits: Option<Vec<String>> = Optional Kind::Terms(Vocabulary::of::<GenderedPlace>()), "passer på plass for" | "passer for", "Which gendered places suit a person of another or undisclosed gender.";
        age: Option<u8> = Fact Kind::Integer(AGE), "alder", "Completed years on the round's date.";
        birth_year: Option<u16> = Fact Kind::Integer(YEAR), "fødselsår" | "født" | "year of birth" | "born", "Year of birth, instead of the age.";
        violence: Option<u8> = Fact Kind::Integer(LEVEL), "vold og trusler" | "vold" | "trusler" | "violence and threats", "Level of violence and threats.";
        damage: Option<u8> = Fact Kind::Integer(LEVEL), "skade på eiendom" | "skade" | "ødeleggelse" | "damage to property", "Level of damage to property.";
        noise: Option<u8> = Fact Kind::Integer(LEVEL), "bråk og besøk" | "bråk" | "støy" | "noise and visitors", "Level of noise and visitors.";
        fire: Option<u8> = Fact Kind::Integer(LEVEL), "brannfare og samling" | "brann" | "samling" | "fire risk and hoarding", "Level of fire risk and hoarding.";
        vulnerable: Option<bool> = Fact Kind::YesNo, "sårbar", "Must be protected from others.";
        needs_shielding: Option<Stated<bool>> = Need Kind::YesNo, "trenger skjerming" | "skjermingsbehov", "Needs shielding.";
        course: Option<String> = Fact Kind::Term(Vocabulary::of::<SubstanceCourse>()), "rusforløp" | "substance course", "Substance course.";
        severity: Option<u8> = Fact Kind::Integer(SEVERITY), "hovedforløp" | "forløp", "Severity course, 1 to 3.";
        child: Option<bool> = Optional Kind::YesNo, "barn", "A child of the household; default no.";
    }
    flatten {
        behaviour: BTreeMap<String, i64>, "Levels on dimensions of the office's own: `behaviour:self-harm`.";
    }
}

/// Behaviour on the office's own dimensions.
const BEHAVIOUR: Family = Family {
    prefix: "behaviour:",
    aliases: &["behavior:", "atferd:"],
    suffix: "",
    of: "dimension",
    kind: Kind::Integer(LEVEL),
    presence: Presence::Fact,
    doc: "Level on a dimension of the office's own.",
};

columns! {
    /// An applicant (*søker*): a household that waits, with its first person inline.
    pub struct ApplicantRow, APPLICANT {
        id: String = Required Kind::Name, "søker" | "husstand" | "saksnummer" | "pseudonym" | "household" | "applicant", "The household's pseudonym.";
        person: Option<String> = Optional Kind::Name, "person" | "personkode", "The first person's pseudonym; the household's where none is given.";
        class: Option<u8> = Required Kind::Integer(CLASS), "prioritet" | "prioritetsklasse" | "klasse" | "priority" | "priority class", "Priority class, 1 most urgent.";
        waiting_since: Option<String> = Fact Kind::Date, "venter siden" | "søkt" | "ventet siden", "Waiting since.";
        passed_over: Option<u32> = Optional Kind::Integer(COUNT), "forbigått" | "ganger forbigått", "Rounds passed over while eligible for something; default 0.";
        situation: Option<String> = Fact Kind::Term(Vocabulary::of::<Situation>()), "situasjon" | "nåværende situasjon", "Where the household stays now; empty for residents.";
        accommodation_cost: Option<i64> = Optional Kind::Integer(KRONER), "botilbud koster" | "kostnad midlertidig", "Kroner a month paid now for temporary accommodation; empty: the hostel price.";
        ready_from: Option<String> = Optional Kind::Date, "klar fra" | "kan flytte fra" | "utskrives" | "løslates", "First date the household can move; empty: at once.";
        housed_by: Option<String> = Optional Kind::Date, "må ha bolig innen" | "frist", "Must be housed by.";
        housed_by_is_hard: Option<bool> = Optional Kind::YesNo, "fristen er absolutt" | "absolutt frist", "A home after `housed_by` is ruled out; default no.";
        district: Option<String> = Fact Kind::Name, "bydel" | "hjembydel", "Home district.";
        municipality: Option<String> = Fact Kind::Name, "kommune" | "hjemkommune", "Home municipality.";
        needs_staffing: Option<Stated<String>> = Need Kind::Term(Vocabulary::of::<Staffing>()), "trenger bemanning" | "bemanningsbehov", "Least staffing needed.";
        support_hours: Option<Stated<f64>> = Need Kind::Hours, "oppfølging timer" | "oppfølgingstimer" | "timer oppfølging" | "timer i uka", "Support needed, hours a week.";
        needs_robust: Option<Stated<bool>> = Need Kind::YesNo, "trenger robust bolig" | "trenger hardbruk", "Needs a robust home.";
        needs_accessible: Option<Stated<bool>> = Need Kind::YesNo, "trenger tilgjengelig bolig" | "trenger tilgjengelighet", "Needs an accessible home.";
        needs_distance: Option<Stated<bool>> = Need Kind::YesNo, "trenger avstand" | "trenger å bo for seg selv", "Needs distance to others.";
        requires: Option<Vec<String>> = Optional Kind::Names, "krever" | "må ha", "Tags that the home must provide.";
        wish_categories: Option<Vec<String>> = Optional Kind::Terms(Vocabulary::of::<Category>()), "ønsker kategorier" | "ønsket kategori" | "ønsket boligtype", "Categories wished, most wished first.";
        wish_districts: Option<Vec<String>> = Optional Kind::Names, "ønsker bydeler" | "ønsket bydel", "Districts wished, most wished first.";
        wish_sites: Option<Vec<String>> = Optional Kind::Names, "ønsker bosteder" | "ønsket bosted", "Sites wished, most wished first.";
        prefers: Option<Vec<String>> = Optional Kind::Names, "foretrekker" | "helst", "Tags the household prefers a home to provide.";
        refused_categories: Option<Vec<String>> = Optional Kind::Terms(Vocabulary::of::<Category>()), "avslår kategorier" | "ikke kategori" | "ikke boligtype", "Categories refused.";
        refused_districts: Option<Vec<String>> = Optional Kind::Names, "avslår bydeler" | "ikke bydel", "Districts refused.";
        refused_sites: Option<Vec<String>> = Optional Kind::Names, "avslår bosteder" | "ikke bosted", "Sites refused.";
        consents: Option<Vec<String>> = Optional Kind::Names, "samtykker" | "samtykke", "Consents given.";
        allowed_categories: Option<Vec<String>> = Optional Kind::Terms(Vocabulary::of::<Category>()), "vedtak gjelder" | "vedtak", "Categories that the decision allows; empty: any.";
        motivated: Option<bool> = Fact Kind::YesNo, "motivert", "Motivated for change.";
        treatment_months: Option<u16> = Fact Kind::Integer(MONTHS), "behandling måneder" | "måneder behandling", "Months of completed treatment.";
        specialist_agreement: Option<bool> = Fact Kind::YesNo, "avtale med spesialisthelsetjenesten" | "spesialistavtale", "Has an agreement with the specialist health service.";
        on_waiting_list: Option<bool> = Fact Kind::YesNo, "på venteliste" | "venteliste" | "waiting_list", "Stands on the waiting list for a municipal dwelling.";
        profiles: Option<Vec<String>> = Optional Kind::Names, "profiler" | "profil", "Profiles of the office's own.";
        barred_sites: Option<Vec<String>> = Optional Kind::Names, "utestengt fra" | "avvist fra", "Sites that have barred the household.";
        owes: Option<Vec<String>> = Optional Kind::Names, "gjeld til" | "skylder", "Landlords the household owes.";
        max_rent: Option<i64> = Fact Kind::Integer(KRONER), "høyeste husleie" | "maks husleie", "Highest affordable rent, kroner a month.";
    }
    flatten {
        first: PersonColumns, "The first person.";
    }
}

columns! {
    /// A further person of a household.
    pub struct PersonRow, PERSON {
        id: String = Required Kind::Name, "person" | "personkode" | "pseudonym", "The person's pseudonym.";
        household: Option<String> = Required Kind::Name, "husstand" | "søker" | "beboer" | "saksnummer", "The household.";
    }
    flatten {
        facts: PersonColumns, "What is known of the person.";
    }
}

columns! {
    /// A resident (*beboer*): a household in a unit, with its first person inline.
    pub struct ResidentRow, RESIDENT {
        id: String = Required Kind::Name, "beboer" | "husstand" | "saksnummer" | "pseudonym" | "household" | "resident", "The household's pseudonym.";
        person: Option<String> = Optional Kind::Name, "person" | "personkode", "The first person's pseudonym; the household's where none is given.";
        unit: Option<String> = Required Kind::Name, "boenhet" | "bolig", "The unit it holds.";
        status: Option<String> = Required Kind::Term(Vocabulary::of::<TenureKind>()), "hva beboeren gjør" | "flyttestatus" | "tenure", "Whether the household stays, leaves, wants to move or must move.";
        leaves_on: Option<String> = Optional Kind::Date, "flytter ut dato" | "utflytting" | "fraflytting", "First date the resident is gone; for those who leave.";
        destination: Option<String> = Optional Kind::Text, "flytter til", "Where to; for those who leave.";
        support_hours: Option<f64> = Fact Kind::Hours, "oppfølging timer" | "oppfølgingstimer" | "timer oppfølging" | "timer i uka", "Support received now, hours a week.";
    }
    flatten {
        first: PersonColumns, "The first person; for a mover it may stand in either table.";
    }
}

pub(super) static APPLICANTS: TableSpec = TableSpec {
    name: "applicants",
    nb: "søkere",
    aliases: &["søker", "applicant", "søknader", "venteliste"],
    required: true,
    single: false,
    groups: &[APPLICANT, PERSON_FACTS],
    families: &[BEHAVIOUR],
    doc: "Applicants: households that wait, those who want or have to move among them.",
};

pub(super) static PERSONS: TableSpec = TableSpec {
    name: "persons",
    nb: "personer",
    aliases: &["person", "husstandsmedlemmer", "people"],
    required: false,
    single: false,
    groups: &[PERSON, PERSON_FACTS],
    families: &[BEHAVIOUR],
    doc: "Further persons of the households, beside the first.",
};

pub(super) static RESIDENTS: TableSpec = TableSpec {
    name: "residents",
    nb: "beboere",
    aliases: &["beboer", "resident", "leietakere", "tenants"],
    required: false,
    single: false,
    groups: &[RESIDENT, PERSON_FACTS],
    families: &[BEHAVIOUR],
    doc: "Residents: households that hold a unit of the round.",
};
