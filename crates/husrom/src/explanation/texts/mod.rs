//! Causes in words, each from the one typed cause, in bokmål and English.
//!
//! The office reads who it is about. A party reads its own facts, and of others nothing but fixed phrases: not who they are, where they
//! are or how many, nor which rule or relation it is that looks at them.

mod en;
mod nb;

use super::cause::{Cause, Fact, Loss, Value};
use super::{Clash, Closed, Smallest, Subject, Why};
use crate::problem::{
    Gender, HouseholdId, Language, Measure, Problem, ResourceId, RuleId, RuleKind, Situation, Staffing, SubstanceCourse, Tenure,
    Term, UnitId, Use,
};

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

    /// Whether each household is considered for some of the homes only.
    fn has_shortlists(&self) -> bool {
        self.problem.settings().shortlist.is_some()
    }

    /// An explanation: a heading, then a line for each cause.
    pub fn tell(&self, why: &Why) -> String {
        [self.heading(why), self.reasons(why)].join("\n").trim_end().to_owned()
    }

    /// A line for each cause.
    fn reasons(&self, why: &Why) -> String {
        let closed = match (self.reader, &why.subject) {
            (Reader::Office, _) => why.closed.iter().map(|closed| self.closed(why, closed)).collect(),
            (Reader::Party, Subject::Home(_)) => self.closed_to_others(why),
            (Reader::Party, _) => self.closed_to_party(why),
        };
        let causes = why.causes.iter().map(|cause| self.cause(cause, &why.subject));
        let mut lines: Vec<String> = Vec::new();
        for line in closed.into_iter().chain(causes).map(|line| format!("– {line}")) {
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines.join("\n")
    }

    /// What closes homes to a party: of what looks at others, that there is such a thing.
    fn closed_to_party(&self, why: &Why) -> Vec<String> {
        let about_others = |closed: &&Closed| matches!(&closed.cause, Cause::Rule { rule, .. } if self.looks_at_others(rule));
        let (others, own): (Vec<&Closed>, Vec<&Closed>) = why.closed.iter().partition(about_others);
        let mut lines: Vec<String> = own.into_iter().map(|closed| self.closed(why, closed)).collect();
        if !others.is_empty() {
            lines.push(self.who_lives_together(&why.subject));
        }
        lines
    }

    /// What closes a home to others, for a party.
    fn closed_to_others(&self, why: &Why) -> Vec<String> {
        let told = match (why.closed_in_all, why.considered) {
            (0, _) => return Vec::new(),
            (closed, considered) if closed == considered => self.language.pick(
                "Reglene stenger boligen for alle som venter uten å få bolig.",
                "The rules close the home to all who wait and get none.",
            ),
            _ => self.language.pick(
                "Reglene stenger boligen for noen av dem som venter uten å få bolig.",
                "The rules close the home to some of those who wait and get none.",
            ),
        };
        vec![told.to_owned()]
    }

    /// Whether a rule looks at who else lives there.
    fn looks_at_others(&self, id: &RuleId) -> bool {
        let kind = self.problem.rules().iter().find(|rule| rule.id == *id).map(|rule| &rule.kind);
        id.as_str() == "relation" || matches!(kind, Some(RuleKind::Composition { .. } | RuleKind::SingleGender { .. }))
    }

    /// All that a party is told where a rule or relation looks at others.
    fn who_lives_together(&self, subject: &Subject) -> String {
        let told = match (self.language, subject) {
            (Language::Nb, Subject::Household(_)) => {
                "Reglene for hvem som kan bo sammen, stenger boliger. Hvem det gjelder, opplyses ikke."
            }
            (Language::En, Subject::Household(_)) => {
                "The rules on who can live together close homes. Whom they concern is not disclosed."
            }
            (Language::Nb, _) => "Reglene for hvem som kan bo sammen, stenger boligen. Hvem det gjelder, opplyses ikke.",
            (Language::En, _) => "The rules on who can live together close the home. Whom they concern is not disclosed.",
        };
        told.to_owned()
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
        let why = self.obstacles(&clash.rules, &clash.resources, clash.longest_chain);
        let none = self.language.pick("det er ikke boliger nok", "there are not homes enough");
        let why = if why.is_empty() { none.to_owned() } else { why.join("; ") };
        match (self.language, clash.households.len()) {
            (Language::Nb, 1) => format!("{names} kan ikke få boligen som er fastsatt: {why}."),
            (Language::En, 1) => format!("{names} cannot have the home that is fixed: {why}."),
            (Language::Nb, _) => format!("{names} kan ikke alle få boligene som er fastsatt: {why}."),
            (Language::En, _) => format!("{names} cannot all have the homes that are fixed: {why}."),
        }
    }

    /// So many households.
    fn households(&self, count: u32) -> String {
        let one = self.language.pick("husstand", "household");
        let several = self.language.pick("husstander", "households");
        format!("{count} {}", if count == 1 { one } else { several })
    }

    /// What stands in the way, in the office's own words.
    fn obstacles(&self, rules: &[RuleId], resources: &[ResourceId], longest_chain: Option<u32>) -> Vec<String> {
        let chain = longest_chain.map(|longest| match self.language {
            Language::Nb => format!("kontorets grense på {} i en flyttekjede", self.households(longest)),
            Language::En => format!("the office's limit of {} in a chain of moves", self.households(longest)),
        });
        let related = self.language.pick("noen skal bo hver for seg, eller sammen", "some are to live apart, or together");
        // A sentence may be about anybody whom the rule keeps from making room.
        let said = |rule| self.language.pick("regelen «…»", "the rule “…”").replace('…', &self.rule(rule));
        let rules = rules.iter().map(|rule| if rule.as_str() == "relation" { related.to_owned() } else { said(rule) });
        resources.iter().map(|resource| self.resource(resource)).chain(chain).chain(rules).collect()
    }

    /// What makes something impossible, for the one who reads it.
    fn bound(&self, rules: &[RuleId], resources: &[ResourceId], longest_chain: Option<u32>, fixed: &[HouseholdId]) -> String {
        let of_others = self.language.pick("det som er fastsatt for andre", "what is fixed for others");
        let of = self.language.pick("det som er fastsatt for", "what is fixed for");
        let fixed =
            (!fixed.is_empty()).then(|| self.names(fixed).map_or_else(|| of_others.to_owned(), |names| format!("{of} {names}")));
        let mut told = match self.reader {
            Reader::Office => self.obstacles(rules, resources, longest_chain),
            Reader::Party => {
                let unnamed = self.language.pick("reglene for hvem som kan bo hvor", "the rules on who can live where");
                let rules = (!rules.is_empty()).then(|| unnamed.to_owned());
                self.obstacles(&[], resources, longest_chain).into_iter().chain(rules).collect()
            }
        };
        told.extend(fixed);
        let several = told.len() > 1;
        let told = told.join("; ");
        match (self.language, several) {
            (Language::Nb, false) => format!("Dette gjør det umulig: {told}."),
            (Language::En, false) => format!("This makes it impossible: {told}."),
            (Language::Nb, true) => format!("Til sammen gjør dette det umulig, og ingenting av det er overflødig: {told}."),
            (Language::En, true) => format!("Together this makes it impossible, and none of it is superfluous: {told}."),
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
            Language::Nb => nb::heading(self, why),
            Language::En => en::heading(self, why),
        }
    }

    /// The home that a household stays in where it is given no other.
    fn stays_in(&self, household: &HouseholdId) -> Option<&UnitId> {
        let residency = self.problem.household(household)?.residency.as_ref()?;
        matches!(residency.tenure, Tenure::WantsToMove | Tenure::MustMove).then_some(&residency.unit)
    }

    /// Whether several households share a home.
    fn is_shared(&self, unit: &UnitId) -> bool {
        self.problem.unit(unit).is_some_and(|unit| unit.shared_places.is_some())
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
            // A resource, where it is not known how much is needed of it.
            ("", _) if rule.is_none() => self.resource(&id.as_str().into()),
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

    /// A value of an attribute by its canonical name, in words.
    fn stated(&self, attribute: &str, value: &str) -> String {
        fn label<T: Term>(value: &str, language: Language) -> Option<&'static str> {
            T::read(value).map(|it| it.label(language))
        }
        let words = match attribute {
            "gender" => label::<Gender>(value, self.language),
            "course" => label::<SubstanceCourse>(value, self.language),
            "needs_staffing" => label::<Staffing>(value, self.language),
            "situation" => label::<Situation>(value, self.language),
            _ => None,
        };
        match (attribute, value, words) {
            (_, _, Some(words)) => words.replace('_', " "),
            (_, "true", _) => self.language.pick("ja", "yes").to_owned(),
            (_, "false", _) => self.language.pick("nei", "no").to_owned(),
            ("age", years, _) => format!("{years} {}", self.language.pick("år", "years")),
            ("treatment_months", months, _) => format!("{months} {}", self.language.pick("måneder", "months")),
            ("severity" | "support_hours" | "district" | "municipality", value, _) => value.to_owned(),
            (_, level, _) => format!("{} {level}", self.language.pick("nivå", "level")),
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

/// Whether a level that decides is better in the other allocation, as it can be where this one is not proved the best.
fn is_better(loss: &Loss) -> bool {
    let is_maximised = Measure::read(&loss.measure).is_some_and(|measure| measure.maximises());
    (loss.best_after > loss.best_before) == is_maximised
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
