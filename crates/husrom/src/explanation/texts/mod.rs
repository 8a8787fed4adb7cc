//! Causes in words, each from the one typed cause, in bokmål and English.
//!
//! The office reads who it is about. A party reads its own facts, and of others only that there are some.

mod en;
mod nb;

use super::cause::{Cause, Fact, Value};
use super::{Clash, Closed, Smallest, Subject, Why};
use crate::problem::{Gender, HouseholdId, Language, Measure, Problem, ResourceId, RuleId, Staffing, SubstanceCourse, Term, Use};

/// Who reads a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// The office: pseudonyms of those it hangs on.
    Office,
    /// The household itself: fixed phrases about others.
    Party,
}

/// What a text is written with.
#[derive(Clone, Copy)]
pub struct Teller<'a> {
    problem: &'a Problem,
    language: Language,
    reader: Reader,
}

impl<'a> Teller<'a> {
    /// A teller of a problem's causes.
    pub fn of(problem: &'a Problem, language: Language, reader: Reader) -> Self {
        Self { problem, language, reader }
    }

    /// An explanation: a heading, then a line for each cause.
    pub fn tell(&self, why: &Why) -> String {
        [self.heading(why), self.reasons(why)].join("\n").trim_end().to_owned()
    }

    /// A line for each cause.
    fn reasons(&self, why: &Why) -> String {
        let counts = why.closed.iter().map(|closed| format!("– {}", self.closed(why, closed)));
        let causes = why.causes.iter().map(|cause| format!("– {}", self.cause(cause, &why.subject)));
        counts.chain(causes).collect::<Vec<_>>().join("\n")
    }

    /// What comes of looking for the smallest change.
    pub fn smallest(&self, household: &HouseholdId, smallest: &Smallest) -> String {
        match self.language {
            Language::Nb => nb::smallest(self, household, smallest),
            Language::En => en::smallest(self, household, smallest),
        }
        .trim_end()
        .to_owned()
    }

    /// Why what is fixed cannot hold together.
    pub fn clash(&self, clash: &Clash) -> String {
        let names = self.names(&clash.households).unwrap_or_default();
        let rules = clash.rules.iter().map(|rule| self.rule(rule));
        let why: Vec<String> = rules.chain(clash.resources.iter().map(|resource| self.resource(resource))).collect();
        let none = self.language.pick("det er ikke boliger nok", "there are not homes enough");
        let why = if why.is_empty() { none.to_owned() } else { why.join("; ") };
        match (self.language, clash.households.len()) {
            (Language::Nb, 1) => format!("{names} kan ikke få boligen som er fastsatt: {why}."),
            (Language::En, 1) => format!("{names} cannot have the home that is fixed: {why}."),
            (Language::Nb, _) => format!("{names} kan ikke alle få boligen som er fastsatt: {why}."),
            (Language::En, _) => format!("{names} cannot all have the homes that are fixed: {why}."),
        }
    }

    /// A draft of the reasons for the household itself.
    pub fn draft(&self, why: &Why, change: Option<&str>) -> String {
        match self.language {
            Language::Nb => nb::draft(self, why, change),
            Language::En => en::draft(self, why, change),
        }
    }

    /// A cause, as a sentence.
    pub fn cause(&self, cause: &Cause, subject: &Subject) -> String {
        match self.language {
            Language::Nb => nb::cause(self, cause, subject),
            Language::En => en::cause(self, cause, subject),
        }
    }

    fn heading(&self, why: &Why) -> String {
        match self.language {
            Language::Nb => nb::heading(why),
            Language::En => en::heading(why),
        }
    }

    fn closed(&self, why: &Why, closed: &Closed) -> String {
        let cause = self.cause(&closed.cause, &why.subject);
        let cause = cause.trim_end_matches('.');
        match (self.language, &why.subject) {
            (Language::Nb, Subject::Household(_)) => format!("{cause}: {} av {} boliger.", closed.count, why.considered),
            (Language::En, Subject::Household(_)) => format!("{cause}: {} of {} homes.", closed.count, why.considered),
            (Language::Nb, _) => format!("{cause}: {} av {} husstander.", closed.count, why.considered),
            (Language::En, _) => format!("{cause}: {} of {} households.", closed.count, why.considered),
        }
    }

    fn rule(&self, id: &RuleId) -> String {
        let rule = self.problem.rules().iter().find(|rule| rule.id == *id);
        let said = rule.map_or("", |rule| rule.say(self.language)).trim_end_matches('.');
        match (said, self.language) {
            ("", Language::Nb) if id.as_str() == "relation" => "Noen skal ikke bo sammen".to_owned(),
            ("", Language::En) if id.as_str() == "relation" => "Some are to be kept apart".to_owned(),
            ("", _) => id.to_string(),
            (said, _) => said.to_owned(),
        }
    }

    fn resource(&self, id: &ResourceId) -> String {
        let resource = self.problem.parts().resources.iter().find(|resource| resource.id == *id);
        resource.map_or_else(|| id.to_string(), |it| if it.name.is_empty() { id.to_string() } else { it.name.clone() })
    }

    /// An amount of a resource, support in hours a week.
    fn amount(&self, id: &ResourceId, amount: i64) -> String {
        let uses = self.problem.parts().resources.iter().find(|resource| resource.id == *id).map(|resource| resource.uses);
        match uses {
            Some(Use::Support) if amount % 60 == 0 => {
                format!("{} {}", amount / 60, self.language.pick("timer i uka", "hours a week"))
            }
            Some(Use::Support) => format!("{amount} {}", self.language.pick("minutter i uka", "minutes a week")),
            Some(Use::MonthlyCost) => format!("{amount} {}", self.language.pick("kroner i måneden", "kroner a month")),
            _ => amount.to_string(),
        }
    }

    /// A value by its canonical name, in words.
    fn stated(&self, value: &str) -> String {
        let words = SubstanceCourse::read(value).map(|it| it.label(self.language));
        let words = words.or_else(|| Gender::read(value).map(|it| it.label(self.language)));
        let words = words.or_else(|| Staffing::read(value).map(|it| it.label(self.language)));
        match value {
            "true" => self.language.pick("ja", "yes").to_owned(),
            "false" => self.language.pick("nei", "no").to_owned(),
            _ => words.map_or_else(|| value.to_owned(), |words| words.replace('_', " ")),
        }
    }

    /// A term as it is written in a text.
    fn term<T: Term>(&self, term: T) -> String {
        term.label(self.language).replace('_', " ")
    }

    /// The goals in order, the lot last.
    fn goals(&self) -> Vec<String> {
        let quoted = |label: String| self.language.pick("«…»", "“…”").replace('…', &label);
        self.problem.levels().into_iter().map(|level| quoted(level.measure.label(self.language))).collect()
    }

    fn measure(&self, name: &str) -> String {
        Measure::read(name).map_or_else(|| name.to_owned(), |measure| measure.label(self.language))
    }

    /// Pseudonyms of others, for the office only.
    fn names(&self, households: &[HouseholdId]) -> Option<String> {
        let names: Vec<&str> = households.iter().map(HouseholdId::as_str).collect();
        let last = self.language.pick(" og ", " and ");
        match (self.reader, &names[..]) {
            (Reader::Party, _) | (_, []) => None,
            (_, [one]) => Some((*one).to_owned()),
            (_, [first @ .., end]) => Some(format!("{}{last}{end}", first.join(", "))),
        }
    }

    fn value<'v>(&self, value: &'v Value) -> &'v str {
        self.language.pick(&value.nb, &value.en)
    }

    /// What an attribute is called.
    fn attribute(&self, name: &str) -> String {
        let found = ATTRIBUTES.iter().find(|(known, _, _)| *known == name);
        found.map_or_else(|| name.to_owned(), |(_, nb, en)| self.language.pick(nb, en).to_owned())
    }

    fn facts(&self, facts: &[Fact]) -> String {
        let (own, home) = (self.language.pick("husstanden", "the household"), self.language.pick("boligen", "the home"));
        let told = facts.iter().map(|fact| {
            let sides = [(own, &fact.household), (home, &fact.home)];
            let sides = sides.into_iter().filter_map(|(who, value)| Some(format!("{who} {}", self.value(value.as_ref()?))));
            format!("{}: {}", self.attribute(&fact.attribute), sides.collect::<Vec<_>>().join(", "))
        });
        told.collect::<Vec<_>>().join("; ")
    }
}

/// Attributes with what a caseworker calls them.
const ATTRIBUTES: [(&str, &str, &str); 37] = [
    ("gender", "kjønn", "gender"),
    ("age", "alder", "age"),
    ("violence", "vold og trusler", "violence and threats"),
    ("noise", "bråk og besøk", "noise and visitors"),
    ("fire", "brannfare og samling", "fire risk and hoarding"),
    ("damage", "skade på eiendom", "damage to property"),
    ("course", "rusforløp", "substance course"),
    ("severity", "hovedforløp", "severity course"),
    ("vulnerable", "sårbarhet", "vulnerability"),
    ("child", "barn", "child"),
    ("motivated", "motivasjon", "motivation"),
    ("specialist_agreement", "avtale med spesialisthelsetjenesten", "agreement with the specialist service"),
    ("on_waiting_list", "venteliste", "waiting list"),
    ("treatment_months", "behandling", "treatment"),
    ("situation", "situasjon", "situation"),
    ("children", "barn", "children"),
    ("profiles", "profil", "profile"),
    ("consents", "samtykke", "consent"),
    ("allowed_categories", "boligtype i vedtaket", "kind of home decided"),
    ("needs_staffing", "bemanning", "staffing"),
    ("needs_robust", "behov for robust bolig", "need for a robust home"),
    ("needs_accessible", "behov for tilgjengelig bolig", "need for an accessible home"),
    ("needs_distance", "behov for avstand", "need for distance"),
    ("needs_shielding", "behov for skjerming", "need for shielding"),
    ("support_hours", "timer oppfølging i uka", "support, hours a week"),
    ("district", "bydel", "district"),
    ("municipality", "kommune", "municipality"),
    ("max_rent", "husleie", "rent"),
    ("persons", "husstandens størrelse", "size of the household"),
    ("requires", "krav til boligen", "requirements of the home"),
    ("permanence", "varighet", "permanence"),
    ("housed_by", "frist for innflytting", "to be housed by"),
    ("refused_categories", "boligtype", "kind of home"),
    ("refused_districts", "bydel", "district"),
    ("refused_sites", "bosted", "site"),
    ("barred_sites", "bosted", "site"),
    ("owes", "utleier", "landlord"),
];
