//! The tables of the office: the round, its settings, rules and goals.

use super::{COUNT, DAYS, Family, KRONER, Kind, LEVEL, PERCENT, PERMILLE, PRICE, Presence, SOME, TOLERANCE, TableSpec, columns};
use super::{ColumnSpec, LanguageName, StrictnessName, Vocabulary, WISH_POINTS};
use crate::problem::{Attribute, Scope};

columns! {
    /// The round.
    pub struct RoundRow, ROUND_COLUMNS {
        id: Option<String> = Optional Kind::Name, "runde" | "rundens id" | "navn" | "round" | "name", "The office's id of the round; default the round's date. The lot's seed comes from it.";
        date: Option<String> = Required Kind::Date, "dato" | "rundedato", "The date of the round.";
        horizon: Option<String> = Optional Kind::Date, "horisont" | "ser fram til", "The last date that counts; default the round's date.";
        language: Option<String> = Optional Kind::Term(Vocabulary::of::<LanguageName>()), "språk", "Language of texts: nb (default) or en.";
    }
}

const fn setting(
    name: &'static str,
    nb: &'static str,
    aliases: &'static [&'static str],
    kind: Kind,
    doc: &'static str,
) -> ColumnSpec {
    ColumnSpec { name, nb, aliases, kind, presence: Presence::Optional, doc }
}

const SETTING_COLUMNS: &[ColumnSpec] = &[
    setting(
        "points(category)",
        "poeng(kategori)",
        &[],
        Kind::Integers(WISH_POINTS),
        "Points for the category wished first, second, …; default 3;2;1.",
    ),
    setting(
        "points(district)",
        "poeng(bydel)",
        &[],
        Kind::Integers(WISH_POINTS),
        "Points for the district wished first, second, …; default 3;2;1.",
    ),
    setting(
        "points(site)",
        "poeng(bosted)",
        &[],
        Kind::Integers(WISH_POINTS),
        "Points for the site wished first, second, …; default 3;2;1.",
    ),
    setting(
        "points(preferred_tag)",
        "poeng(foretrukket)",
        &["poeng(ønske)"],
        Kind::Integer(WISH_POINTS),
        "Points for each preferred tag that a home provides; default 1.",
    ),
    setting(
        "hostel_price",
        "hospitspris",
        &["pris hospits"],
        Kind::Integer(KRONER),
        "A hostel bought for one household, kroner a month; default 27000.",
    ),
    setting("support_price", "timepris oppfølging", &["timepris"], Kind::Integer(KRONER), "Support, kroner an hour; default 0."),
    setting(
        "longest_chain",
        "lengste kjede",
        &["lengste boligkjede"],
        Kind::Integer(SOME),
        "Most households in one chain or swap; empty: any number.",
    ),
    setting(
        "shortlist",
        "kortliste",
        &["vurderte boligtyper"],
        Kind::Integer(SOME),
        "The most kinds of home that each household is considered for, half of them by lot, each from its first date; empty: all.",
    ),
    setting(
        "behaviour_scale",
        "atferdsskala",
        &["behavior_scale", "høyeste atferdsnivå"],
        Kind::Integer(LEVEL),
        "Highest level on the office's behaviour scale; empty: not checked.",
    ),
    setting("seed", "frø", &["loddtrekningsfrø", "lodd"], Kind::Seed, "Seed of the lot; empty: derived from the round's id."),
];

const SETTING_FAMILIES: &[Family] = &[
    Family {
        prefix: "longest_wait(",
        aliases: &["lengste ventetid(", "longest wait("],
        suffix: ")",
        of: "class",
        kind: Kind::Integer(DAYS),
        presence: Presence::Optional,
        doc: "The longest acceptable wait of a priority class, days; a class without one is never overdue.",
    },
    Family {
        prefix: "zone_ceiling(",
        aliases: &["sonetak(", "tak for sone(", "zone ceiling("],
        suffix: ")",
        of: "zone",
        kind: Kind::Integer(COUNT),
        presence: Presence::Optional,
        doc: "The most people of the group in a living-condition zone.",
    },
];

columns! {
    /// A rule of the office's own, a preset turned on, or a built-in test changed.
    pub struct RuleRow, RULE {
        id: String = Required Kind::Name, "regel" | "kode" | "rule", "Stable id; a preset's id where the kind is `preset`, a built-in test's name to change that test.";
        kind: Option<String> = Required Kind::Term(Vocabulary::rule_kinds()), "type" | "regeltype", "What it says: exclude, limit, share, apart, same, single, `move_limit`, preset, or the name of a built-in test.";
        on: Option<bool> = Optional Kind::YesNo, "på" | "slått på", "Default yes.";
        strictness: Option<String> = Optional Kind::Term(Vocabulary::of::<StrictnessName>()), "hvor strengt" | "strenghet", "Hard (default) or soft.";
        level: Option<String> = Optional Kind::Measure, "nivå", "The level in which a soft rule is paid; default misplacement.";
        price: Option<i64> = Optional Kind::Integer(PRICE), "pris", "Price of one degree of violation of a soft rule, in the level's unit.";
        homes: Option<String> = Optional Kind::Homes, "gjelder boliger" | "boliger", "The homes it is about; empty: every home.";
        scope: Option<String> = Optional Kind::Term(Vocabulary::of::<Scope>()), "omfang" | "hvem bor sammen", "Where people count as living together, for limit, share, apart and same.";
        who: Option<String> = Optional Kind::Predicate, "hvem", "Whom exclude, limit and share are about; `everyone` for all.";
        a: Option<String> = Optional Kind::Predicate, "den ene" | "one", "The one side of apart.";
        b: Option<String> = Optional Kind::Predicate, "den andre" | "other", "The other side of apart.";
        most: Option<u32> = Optional Kind::Integer(COUNT), "antall" | "høyst", "How many at most, for limit and `move_limit`.";
        percent: Option<u32> = Optional Kind::Integer(PERCENT), "prosent" | "andel", "Per cent of the usable places, for share.";
        attribute: Option<String> = Optional Kind::Term(Vocabulary::of::<Attribute>()), "egenskap", "On what all are equal, for same.";
        exempt_household: Option<bool> = Optional Kind::YesNo, "unnta husstanden" | "ikke mot egen husstand", "A household is not held against itself; default no.";
        say_nb: Option<String> = Optional Kind::Text, "setning" | "setning bokmål" | "tekst", "As a caseworker would say it, in bokmål.";
        say_en: Option<String> = Optional Kind::Text, "setning engelsk", "As a caseworker would say it, in English.";
        source: Option<String> = Optional Kind::Text, "kilde", "Where it comes from.";
    }
}

columns! {
    /// A level of the goals.
    pub struct GoalRow, GOAL {
        order: Option<u32> = Optional Kind::Integer(COUNT), "rekkefølge" | "nr", "Its place, 1 most important; empty in every row: the order of the rows.";
        measure: Option<String> = Required Kind::Measure, "mål" | "måltall", "What is measured: housed(1), overdue, fit, …, or a sum such as 10*housed(1)+3*fit.";
        tolerance: Option<i64> = Optional Kind::Integer(TOLERANCE), "slingringsmonn" | "toleranse", "How much may be given up for the levels after it, in its unit; default 0.";
        tolerance_permille: Option<u32> = Optional Kind::Integer(PERMILLE), "slingringsmonn promille" | "toleranse promille", "The same in thousandths of the value; the greater of the two counts.";
    }
}

pub(super) static ROUND: TableSpec = TableSpec {
    name: "round",
    nb: "runde",
    aliases: &["tildelingsrunde", "runden"],
    required: true,
    single: true,
    groups: &[ROUND_COLUMNS],
    families: &[],
    doc: "The round: one row, or a column of keys and one of values.",
};

pub(super) static SETTINGS: TableSpec = TableSpec {
    name: "settings",
    nb: "innstillinger",
    aliases: &["innstilling", "setting", "parametre", "parameters"],
    required: false,
    single: true,
    groups: &[SETTING_COLUMNS],
    families: SETTING_FAMILIES,
    doc: "The office's parameters: one row, or a column of keys and one of values.",
};

pub(super) static RULES: TableSpec = TableSpec {
    name: "rules",
    nb: "regler",
    aliases: &["regel", "rule"],
    required: false,
    single: false,
    groups: &[RULE],
    families: &[],
    doc: "Rules of the office's own. The built-in tests need no row.",
};

pub(super) static GOALS: TableSpec = TableSpec {
    name: "goals",
    nb: "mål",
    aliases: &["goal", "målsettinger", "nivåer", "levels"],
    required: false,
    single: false,
    groups: &[GOAL],
    families: &[],
    doc: "The goals, in order. Without this table: the shipped order.",
};
