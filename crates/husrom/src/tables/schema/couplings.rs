//! The tables of what couples households: relations, resources, assessments, offers, fixings.

use super::{FixingKind, StrictnessName};
use super::{Kind, POINTS, PRICE, TableSpec, Vocabulary, columns};
use crate::problem::{Category, OfferStatus, RelationKind, Scope, Use};

columns! {
    /// A relation between two persons.
    pub struct RelationRow, RELATION {
        one: String = Required Kind::Name, "den ene" | "person" | "person 1" | "a", "One person; a household's pseudonym means its first person.";
        other: String = Required Kind::Name, "den andre" | "annen person" | "person 2" | "b", "The other, of another household.";
        kind: Option<String> = Required Kind::Term(Vocabulary::of::<RelationKind>()), "type" | "relasjon", "Apart or together.";
        strictness: Option<String> = Optional Kind::Term(Vocabulary::of::<StrictnessName>()), "hvor strengt" | "strenghet", "Hard (default), soft or off.";
        level: Option<String> = Optional Kind::Measure, "nivå", "The level in which a soft relation is paid; default misplacement.";
        price: Option<i64> = Optional Kind::Integer(PRICE), "pris", "Price of a soft relation that is broken.";
        scope: Option<String> = Required Kind::Term(Vocabulary::of::<Scope>()), "omfang" | "gjelder", "What they are kept apart in, or together in: unit, wing, site or zone.";
        until: Option<String> = Optional Kind::Date, "til" | "gjelder til", "Last date it holds; empty: without end.";
    }
}

columns! {
    /// Something limited that placements use.
    pub struct ResourceRow, RESOURCE {
        id: String = Required Kind::Name, "ressurs" | "kode" | "resource", "Its code.";
        name: Option<String> = Optional Kind::Text, "navn", "Name in texts; the id where none is given.";
        uses: Option<String> = Required Kind::Term(Vocabulary::of::<Use>()), "forbruk" | "bruker" | "enhet" | "use", "What a household uses of it.";
        capacity: Option<f64> = Required Kind::Amount, "kapasitet" | "ramme", "How much there is: hours a week, households, persons, children, or kroner a month.";
        assumed_use: Option<f64> = Optional Kind::Amount, "antatt forbruk" | "regnes med", "What a resident of unknown need is counted with; default 0.";
        sites: Option<Vec<String>> = Optional Kind::Names, "bosteder" | "bosted", "Sites covered; with districts and categories empty: every home.";
        districts: Option<Vec<String>> = Optional Kind::Names, "bydeler" | "bydel", "Districts covered.";
        categories: Option<Vec<String>> = Optional Kind::Terms(Vocabulary::of::<Category>()), "kategorier" | "kategori", "Categories covered.";
    }
}

columns! {
    /// The office's own judgement of a household in a home.
    pub struct AssessmentRow, ASSESSMENT {
        household: String = Required Kind::Name, "husstand" | "søker" | "saksnummer" | "applicant", "The household.";
        unit: Option<String> = Optional Kind::Name, "boenhet" | "bolig", "The unit it is about; give one of unit, site, category.";
        site: Option<String> = Optional Kind::Name, "bosted", "Or the site.";
        category: Option<String> = Optional Kind::Term(Vocabulary::of::<Category>()), "kategori" | "boligtype", "Or the category.";
        points: Option<i64> = Required Kind::Integer(POINTS), "poeng", "Points in the level `fit`, also negative.";
    }
}

columns! {
    /// An offer of a home to a household.
    pub struct OfferRow, OFFER {
        household: String = Required Kind::Name, "husstand" | "søker" | "saksnummer" | "applicant", "The household.";
        unit: Option<String> = Required Kind::Name, "boenhet" | "bolig", "The home.";
        status: Option<String> = Required Kind::Term(Vocabulary::of::<OfferStatus>()), "svar" | "tilbudsstatus" | "answer", "Pending, accepted or refused.";
    }
}

columns! {
    /// A placement that the office has fixed or ruled out.
    pub struct FixingRow, FIXING {
        household: String = Required Kind::Name, "husstand" | "søker" | "saksnummer" | "applicant", "The household.";
        kind: Option<String> = Required Kind::Term(Vocabulary::of::<FixingKind>()), "type" | "fest eller utelukk" | "action", "Pin or ban.";
        unit: Option<String> = Optional Kind::Name, "boenhet" | "bolig", "The unit; give one of unit, site, category.";
        site: Option<String> = Optional Kind::Name, "bosted", "Or any home of the site.";
        category: Option<String> = Optional Kind::Term(Vocabulary::of::<Category>()), "kategori" | "boligtype", "Or any home of the category.";
    }
}

pub(super) static RELATIONS: TableSpec = TableSpec {
    name: "relations",
    nb: "relasjoner",
    aliases: &["relasjon", "relation"],
    required: false,
    single: false,
    groups: &[RELATION],
    families: &[],
    doc: "Relations: who is kept apart, or together.",
};

pub(super) static RESOURCES: TableSpec = TableSpec {
    name: "resources",
    nb: "ressurser",
    aliases: &["ressurs", "resource", "team"],
    required: false,
    single: false,
    groups: &[RESOURCE],
    families: &[],
    doc: "Resources: hours, caseloads, budgets, quotas.",
};

pub(super) static ASSESSMENTS: TableSpec = TableSpec {
    name: "assessments",
    nb: "vurderinger",
    aliases: &["vurdering", "assessment"],
    required: false,
    single: false,
    groups: &[ASSESSMENT],
    families: &[],
    doc: "Assessments: points of the office's own.",
};

pub(super) static OFFERS: TableSpec = TableSpec {
    name: "offers",
    nb: "tilbud",
    aliases: &["offer"],
    required: false,
    single: false,
    groups: &[OFFER],
    families: &[],
    doc: "Offers of earlier rounds, and the answers to them.",
};

pub(super) static FIXINGS: TableSpec = TableSpec {
    name: "fixings",
    nb: "festede plasseringer",
    aliases: &["fixing", "festet", "pins", "låste plasseringer"],
    required: false,
    single: false,
    groups: &[FIXING],
    families: &[],
    doc: "Placements the office has fixed or ruled out.",
};
