//! Causes in words, each from the one typed cause, in bokmål and English.
//!
//! The office reads who it is about. A party reads its own facts, and of others nothing but fixed phrases: not who they are, where they
//! are or how many, nor which rule or relation it is that looks at them.

mod en;
mod nb;

use super::cause::{Cause, Exchange, Fact, Loss, Value};
use super::{Clash, Closed, Smallest, Subject, Why};
use crate::problem::{
    Date, Gender, HouseholdId, Language, Measure, OfferStatus, Problem, ResourceId, RuleId, RuleKind, Situation, Staffing,
    SubstanceCourse, Target, Tenure, Term, UnitId, Use,
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
        lines(self.closing(why).into_iter().chain(self.causes(why)))
    }

    /// What closes homes to the household, or a home to households.
    fn closing(&self, why: &Why) -> Vec<String> {
        match (self.reader, &why.subject) {
            (Reader::Office, _) => why.closed.iter().map(|closed| self.closed(why, closed)).collect(),
            (Reader::Party, Subject::Home(_)) => self.closed_to_others(why),
            (Reader::Party, _) => self.closed_to_party(why),
        }
    }

    /// What decides where nothing closes a home.
    fn causes(&self, why: &Why) -> Vec<String> {
        // Beside it, what an exchange would cost would tell a party that the tenant has applied.
        let occupied = why.causes.iter().find(|cause| self.reader == Reader::Party && **cause == Cause::Occupied);
        let causes = occupied.map_or(&why.causes[..], std::slice::from_ref);
        causes.iter().map(|cause| self.cause(cause, why)).collect()
    }

    /// What closes homes to a party: of what looks at others, that there is such a thing.
    fn closed_to_party(&self, why: &Why) -> Vec<String> {
        let about_others = |closed: &&Closed| matches!(&closed.cause, Cause::Rule { rule, .. } if self.looks_at_others(rule));
        let (others, own): (Vec<&Closed>, Vec<&Closed>) = why.closed.iter().partition(about_others);
        let mut lines: Vec<String> = own.into_iter().map(|closed| self.closed(why, closed)).collect();
        if !others.is_empty() {
            lines.push(self.who_lives_together(why));
        }
        lines
    }

    /// What closes a home to others, for a party.
    fn closed_to_others(&self, why: &Why) -> Vec<String> {
        let told = match (why.closed_in_all, why.considered) {
            (0, _) => return Vec::new(),
            (closed, considered) if closed == considered => self.language.pick(
                "Boligen er stengt for alle som venter uten å få bolig.",
                "The home is closed to all who wait and get none.",
            ),
            _ => self.language.pick(
                "Boligen er stengt for noen av dem som venter uten å få bolig.",
                "The home is closed to some of those who wait and get none.",
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
    fn who_lives_together(&self, why: &Why) -> String {
        // Beside an exchange it holds as the proposal stands, and no longer.
        let is_solved = why.causes.iter().any(|cause| matches!(cause, Cause::Exchange { .. }));
        let told = match (self.language, &why.subject) {
            (Language::Nb, Subject::HouseholdInHome(..)) if is_solved => {
                "Slik forslaget er, står også reglene for hvem som kan bo sammen, i veien. Hvem det gjelder, opplyses ikke."
            }
            (Language::En, Subject::HouseholdInHome(..)) if is_solved => {
                "As the proposal stands, the rules on who can live together are in the way too. Whom they concern is not disclosed."
            }
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
        if let ([household], [], false) = (&clash.households[..], &why[..], clash.closed.is_empty()) {
            let about = Why::of(Subject::Household(household.clone()), None);
            let causes: Vec<String> = clash.closed.iter().map(|cause| self.cause(cause, &about)).collect();
            let cannot = self.language.pick("kan ikke få boligen som er fastsatt.", "cannot have the home that is fixed.");
            return format!("{names} {cannot} {}", causes.join(" "));
        }
        let none = self.language.pick("det er ikke plass til alle", "there is not room for all");
        let why = if why.is_empty() { none.to_owned() } else { why.join("; ") };
        match (self.language, clash.households.len()) {
            (Language::Nb, 1) => format!("{names} kan ikke få boligen som er fastsatt: {why}."),
            (Language::En, 1) => format!("{names} cannot have the home that is fixed: {why}."),
            (Language::Nb, 2) => format!("{names} kan ikke begge få boligene som er fastsatt: {why}."),
            (Language::En, 2) => format!("{names} cannot both have the homes that are fixed: {why}."),
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

    /// So many homes.
    fn homes(&self, count: u32) -> String {
        let (one, several) = (self.language.pick("bolig", "home"), self.language.pick("boliger", "homes"));
        format!("{count} {}", if count == 1 { one } else { several })
    }

    fn date(&self, date: Date) -> String {
        self.language.date(date)
    }

    fn number(&self, number: i64) -> String {
        self.language.number(number)
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
        let lacks = self.language.pick("det er ikke nok av ressursen «…»", "there is not enough of the resource “…”");
        let resources = resources.iter().map(|resource| lacks.replace('…', &self.resource(resource)));
        resources.chain(chain).chain(rules).collect()
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
        if told.is_empty() {
            let none = self.language.pick(
                "Det er ikke plass, selv uten rundens regler og rammer.",
                "There is no room, even without the round's rules and limits.",
            );
            return none.to_owned();
        }
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
    fn cause(&self, cause: &Cause, why: &Why) -> String {
        match self.language {
            Language::Nb => nb::cause(self, cause, why),
            Language::En => en::cause(self, cause, why),
        }
    }

    fn heading(&self, why: &Why) -> String {
        match self.language {
            Language::Nb => nb::heading(self, why),
            Language::En => en::heading(self, why),
        }
    }

    /// The home that a household stays in where it is given no other, and whether it has to move from there all the same.
    fn stays_in(&self, household: &HouseholdId) -> Option<(&UnitId, bool)> {
        let residency = self.problem.household(household)?.residency.as_ref()?;
        match residency.tenure {
            Tenure::WantsToMove => Some((&residency.unit, false)),
            Tenure::MustMove => Some((&residency.unit, true)),
            _ => None,
        }
    }

    /// A scope of a rule as it is called: a site by its name, anything else as it stands.
    fn place<'s>(&'s self, scope: &'s str) -> &'s str {
        let site = self.problem.site(&scope.into());
        site.map(|site| site.name.as_str()).filter(|name| !name.is_empty()).unwrap_or(scope)
    }

    /// A home by its address, with its id beside it.
    fn address(&self, unit: &UnitId) -> String {
        let name = self.problem.unit(unit).map_or("", |unit| unit.name.as_str());
        if name.is_empty() || name == unit.as_str() { unit.to_string() } else { format!("{name} ({unit})") }
    }

    /// Who has settled where some households live, if it is the same for all of them.
    fn settled(&self, households: &[HouseholdId]) -> Option<Settled> {
        let accepted = |household: &HouseholdId| {
            let mut offers = self.problem.parts().offers.iter();
            offers.any(|offer| offer.household == *household && offer.status == OfferStatus::Accepted)
        };
        let pinned = |household: &HouseholdId| self.problem.parts().pins.iter().any(|pin| pin.household == *household);
        if households.is_empty() {
            None
        } else if households.iter().all(accepted) {
            Some(Settled::Accepted)
        } else if households.iter().all(|household| pinned(household) && !accepted(household)) {
            Some(Settled::ByOffice)
        } else {
            None
        }
    }

    /// Whether the office has named just the home that is asked about for each of some households.
    fn are_pinned_here(&self, households: &[HouseholdId], subject: &Subject) -> bool {
        let (Subject::HouseholdInHome(_, unit) | Subject::Home(unit)) = subject else { return false };
        households.iter().all(|household| self.is_pinned_to(household, unit))
    }

    /// Whether the office has named just this home for the household.
    fn is_pinned_to(&self, household: &HouseholdId, unit: &UnitId) -> bool {
        let mut pins = self.problem.parts().pins.iter();
        pins.any(|pin| pin.household == *household && pin.target == Target::Unit(unit.clone()))
    }

    /// Whether several households share a home.
    fn is_shared(&self, unit: &UnitId) -> bool {
        self.problem.unit(unit).is_some_and(|unit| unit.shared_places.is_some())
    }

    fn closed(&self, why: &Why, closed: &Closed) -> String {
        let cause = self.cause(&closed.cause, why);
        // A count of homes that others live in is of those others.
        if self.reader == Reader::Party && closed.cause == Cause::LivedIn {
            return cause;
        }
        let of_all = match why.subject {
            Subject::Household(_) => self.homes(why.considered),
            _ => self.households(why.considered),
        };
        format!("{}: {} {} {of_all}.", cause.trim_end_matches('.'), closed.count, self.language.pick("av", "of"))
    }

    /// What a fact is needed to judge.
    fn judged(&self, id: &RuleId) -> String {
        let is_rule = id.as_str() == "relation" || self.problem.rules().iter().any(|rule| rule.id == *id);
        let words = match (self.language, is_rule) {
            (Language::Nb, true) => "regelen «…»",
            (Language::En, true) => "the rule “…”",
            (Language::Nb, false) => "om det er nok av «…»",
            (Language::En, false) => "whether there is enough of “…”",
        };
        words.replace('…', &self.rule(id))
    }

    fn rule(&self, id: &RuleId) -> String {
        let rule = self.problem.rules().iter().find(|rule| rule.id == *id);
        let said = rule.map_or("", |rule| rule.say(self.language)).trim_end_matches('.');
        match (said, self.language) {
            ("", Language::Nb) if id.as_str() == "relation" => "Noen skal ikke bo sammen".to_owned(),
            ("", Language::En) if id.as_str() == "relation" => "Some are to be kept apart".to_owned(),
            // A resource, where it is not known how much is needed of it.
            ("", _) if rule.is_none() => self.resource(&id.as_str().into()),
            ("", _) => self
                .language
                .pick("En av kontorets egne regler (…)", "One of the office's own rules (…)")
                .replace('…', id.as_str()),
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
            Some(Use::Support) => {
                let (hours, minutes) = (amount / 60, amount % 60);
                let point = self.language.pick(",", ".");
                let (number, several) = match minutes {
                    0 => (self.number(hours), hours != 1),
                    30 => (format!("{hours}{point}5"), true),
                    _ => return format!("{amount} {}", self.language.pick("minutter i uka", "minutes a week")),
                };
                let (one, more) =
                    (self.language.pick("time i uka", "hour a week"), self.language.pick("timer i uka", "hours a week"));
                format!("{number} {}", if several { more } else { one })
            }
            Some(Use::MonthlyCost) => {
                format!("{} {}", self.number(amount), self.language.pick("kroner i måneden", "kroner a month"))
            }
            Some(Use::Households) => self.households(u32::try_from(amount).unwrap_or(u32::MAX)),
            Some(Use::Persons) if amount == 1 => "1 person".to_owned(),
            Some(Use::Persons) => format!("{} {}", self.number(amount), self.language.pick("personer", "persons")),
            Some(Use::Children) if amount == 1 => self.language.pick("1 barn", "1 child").to_owned(),
            Some(Use::Children) => format!("{} {}", self.number(amount), self.language.pick("barn", "children")),
            None => self.number(amount),
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
            (_, _, Some(words)) => words.to_owned(),
            (_, "true", _) => self.language.pick("ja", "yes").to_owned(),
            (_, "false", _) => self.language.pick("nei", "no").to_owned(),
            ("age", years, _) => format!("{years} {}", self.language.pick("år", "years")),
            ("treatment_months", "1", _) => self.language.pick("1 måned", "1 month").to_owned(),
            ("treatment_months", months, _) => format!("{months} {}", self.language.pick("måneder", "months")),
            ("support_hours", hours, _) => format!("{hours} {}", self.language.pick("timer", "hours")),
            ("severity" | "district" | "municipality", value, _) => value.to_owned(),
            (_, level, _) => format!("{} {level}", self.language.pick("nivå", "level")),
        }
    }

    /// A term as it is written in a text.
    fn term<T: Term>(&self, term: T) -> String {
        term.label(self.language).to_owned()
    }

    /// The goals in order, as far as the one that decides; all of them, where only the lot does.
    fn goals(&self, exchange: &Exchange) -> Vec<String> {
        let quoted = |label: String| self.language.pick("«…»", "“…”").replace('…', &label);
        let measures: Vec<String> = exchange.levels.iter().map(|level| level.measure.clone()).collect();
        let decides = exchange.decides().and_then(|loss| measures.iter().position(|measure| *measure == loss.measure));
        let told = decides.map_or(measures.len(), |at| at + 1);
        measures[..told].iter().map(|measure| quoted(self.measure(measure))).collect()
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
        self.language.attribute(name).to_owned()
    }

    /// A rule, with the facts that it goes by.
    fn tested(&self, rule: &RuleId, facts: &[Fact]) -> String {
        let (rule, facts) = (self.rule(rule), self.facts(facts));
        if facts.is_empty() { format!("{rule}.") } else { format!("{rule} ({facts}).") }
    }

    fn facts(&self, facts: &[Fact]) -> String {
        let (own, home) = (self.language.pick("husstanden", "the household"), self.language.pick("boligen", "the home"));
        // That something is so or not so, the rule says already.
        let says_more = |fact: &&Fact| {
            let sides = [&fact.household, &fact.home].map(Option::as_ref);
            sides.iter().flatten().any(|value| !["ja", "nei"].contains(&value.nb.as_str()))
        };
        let told = facts.iter().filter(says_more).map(|fact| {
            let attribute = self.attribute(&fact.attribute);
            match (&fact.household, &fact.home) {
                (Some(household), Some(its)) => {
                    format!("{attribute} – {own}: {}, {home}: {}", self.value(household), self.value(its))
                }
                (Some(one), None) | (None, Some(one)) => format!("{attribute}: {}", self.value(one)),
                (None, None) => attribute,
            }
        });
        told.collect::<Vec<_>>().join("; ")
    }
}

/// Who has settled where a household lives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Settled {
    /// The office, by a pin.
    ByOffice,
    /// The household, by accepting an offer.
    Accepted,
}

/// Lines, each once.
fn lines(told: impl IntoIterator<Item = String>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in told.into_iter().map(|line| format!("– {line}")) {
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

/// Whether a level that decides is better in the other allocation, as it can be where this one is not proved the best.
fn is_better(loss: &Loss) -> bool {
    let is_maximised = Measure::read(&loss.measure).is_some_and(|measure| measure.maximises());
    (loss.best_after > loss.best_before) == is_maximised
}
