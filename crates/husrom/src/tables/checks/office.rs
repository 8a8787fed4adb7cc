//! The round, settings, rules and goals.

use std::collections::BTreeSet;

use super::Report;
use crate::problem::{Composition, Goals, HomeFilter, Measure, Predicate, Rule, RuleKind, Strictness, Test, built_in};
use crate::tables::expression;
use crate::tables::issue::{Code, say};
use crate::tables::origins::Item;
use crate::tables::schema::{
    AGE, CLASS, COUNT, DAYS, KRONER, PERCENT, PERMILLE, PRICE, SEVERITY, SOME, TOLERANCE, WEIGHT, WISH_POINTS,
};

pub(super) fn check(report: &mut Report<'_>) {
    round(report);
    settings(report);
    let parts = report.parts;
    let built_in = built_in();
    let mut seen = BTreeSet::new();
    for (index, rule) in parts.rules.iter().enumerate() {
        let item = Item::Rule(index);
        report.once(item, "id", rule.id.as_str(), seen.insert(&rule.id));
        let same_kind = |other: &Rule| match (&rule.kind, &other.kind) {
            (RuleKind::Test(one), RuleKind::Test(other)) => Test::eq(one, other),
            (RuleKind::SingleGender { .. }, RuleKind::SingleGender { .. }) => true,
            _ => false,
        };
        // One that only holds at some homes would leave the built-in rule off at all the others, without a word.
        let partial = matches!(rule.kind, RuleKind::Test(_)) && rule.homes != HomeFilter::default();
        if built_in.iter().any(|other| other.id == rule.id && (partial || !same_kind(other))) {
            report.tell_new(
                item,
                "id",
                Code::BuiltIn,
                Some(rule.id.as_str()),
                say(
                    "er navnet på en innebygd regel, som da ikke ville gjelde",
                    "is the name of a built-in rule, which would then not hold",
                ),
                say("Gi regelen et annet navn.", "Give the rule another name."),
            );
        }
        self::rule(report, item, rule);
    }
    goals(report, &parts.goals);
}

fn round(report: &mut Report<'_>) {
    let round = &report.parts.round;
    report.date(Item::Round, "date", Some(round.date));
    report.date(Item::Round, "horizon", Some(round.horizon));
    if round.horizon < round.date {
        report.tell_new(
            Item::Round,
            "horizon",
            Code::DatesReversed,
            Some(&round.horizon.to_string()),
            say("er før rundens dato", "is before the round's date"),
            say("Rett en av datoene.", "Correct one of the dates."),
        );
    }
}

fn settings(report: &mut Report<'_>) {
    let settings = &report.parts.settings;
    let item = Item::Settings;
    for (class, days) in &settings.longest_wait {
        report.number(item, "longest_wait", class.0, CLASS);
        report.number(item, &format!("longest_wait({class})"), days.0, DAYS);
    }
    for (zone, ceiling) in &settings.zone_ceilings {
        let column = format!("zone_ceiling({zone})");
        report.zone(item, &column, zone);
        report.number(item, &column, *ceiling, COUNT);
    }
    let points = &settings.points;
    let lists = [("category", &points.category), ("district", &points.district), ("site", &points.site)];
    for (kind, points) in lists {
        for points in points {
            report.number(item, &format!("points({kind})"), *points, WISH_POINTS);
        }
    }
    report.number(item, "points(preferred_tag)", points.preferred_tag, WISH_POINTS);
    report.number(item, "hostel_price", settings.hostel_price.0, KRONER);
    report.number(item, "support_price", settings.support_price.0, KRONER);
    if let Some(chain) = settings.longest_chain {
        report.number(item, "longest_chain", chain, SOME);
    }
    if let Some(most) = settings.shortlist {
        report.number(item, "shortlist", most, SOME);
    }
}

fn rule(report: &mut Report<'_>, item: Item, rule: &Rule) {
    homes(report, item, &rule.homes);
    report.strictness(item, &rule.strictness);
    match &rule.kind {
        RuleKind::Test(_) | RuleKind::SingleGender { .. } => {}
        RuleKind::Exclude { who } => predicate(report, item, "who", who),
        RuleKind::MoveLimit { most } => report.number(item, "most", *most, COUNT),
        RuleKind::Composition { composition, .. } => match composition {
            Composition::Limit { who, most } => {
                predicate(report, item, "who", who);
                report.number(item, "most", *most, COUNT);
            }
            Composition::Share { who, percent } => {
                predicate(report, item, "who", who);
                report.number(item, "percent", *percent, PERCENT);
            }
            Composition::Apart { one, other } => {
                predicate(report, item, "a", one);
                predicate(report, item, "b", other);
            }
            Composition::Same { .. } => {}
        },
    }
}

fn homes(report: &mut Report<'_>, item: Item, homes: &HomeFilter) {
    homes.sites.iter().for_each(|site| report.site(item, "homes", site));
    homes.units.iter().for_each(|unit| report.unit(item, "homes", unit));
    homes.districts.iter().for_each(|district| report.district(item, "homes", district));
    homes.zones.iter().for_each(|zone| report.zone(item, "homes", zone));
}

fn predicate(report: &mut Report<'_>, item: Item, column: &str, who: &Predicate) {
    for age in [who.age_min, who.age_max].into_iter().flatten() {
        report.number(item, column, age, AGE);
    }
    if let (Some(least), Some(greatest)) = (who.age_min, who.age_max)
        && least > greatest
    {
        report.ages_reversed(item, column, least);
    }
    if let Some(severity) = who.severity_min {
        report.number(item, column, severity, SEVERITY);
    }
    for (dimension, level) in &who.behaviour {
        report.level(item, column, dimension, *level);
    }
}

impl Report<'_> {
    /// A soft rule's price and level.
    pub(super) fn strictness(&mut self, item: Item, strictness: &Strictness) {
        let Strictness::Soft { level, price } = strictness else { return };
        if *price < PRICE.0 {
            self.tell_new(
                item,
                "price",
                Code::Price,
                Some(&price.to_string()),
                say("prisen må være minst 1", "the price must be at least 1"),
                say("Skriv en pris, eller slå regelen av.", "Write a price, or turn the rule off."),
            );
        } else {
            self.number(item, "price", *price, PRICE);
        }
        if matches!(level, Measure::HousedFrom(_) | Measure::Weighted(_)) {
            self.tell_new(
                item,
                "level",
                Code::Level,
                Some(&level.to_string()),
                say("i dette nivået kan ingenting betales", "nothing can be paid in this level"),
                say("Skriv ett nivå, som housed(2) eller misplacement.", "Write one level, such as housed(2) or misplacement."),
            );
        } else {
            self.argument(item, "level", level);
        }
    }

    /// The class or days of a measure.
    fn argument(&mut self, item: Item, column: &str, measure: &Measure) {
        match measure {
            Measure::Housed(class) | Measure::HousedFrom(class) => self.number(item, column, class.0, CLASS),
            Measure::Overdue(Some(days)) => self.number(item, column, days.0, DAYS),
            _ => {}
        }
    }

    fn repeated_measure(&mut self, item: Item, measure: &Measure) {
        self.tell_new(
            item,
            "measure",
            Code::RepeatedMeasure,
            Some(&measure.to_string()),
            say("er med to ganger", "occurs twice"),
            say("Behold den ene.", "Keep one of them."),
        );
    }
}

fn goals(report: &mut Report<'_>, goals: &Goals) {
    if goals.0.is_empty() {
        report.tell_new(
            Item::Goals,
            "measure",
            Code::NoGoals,
            None,
            say("det er ingen mål", "there are no goals"),
            say(
                "Skriv minst ett mål, eller ta bort tabellen: da gjelder rekkefølgen som følger med.",
                "Write at least one goal, or remove the table: the shipped order then holds.",
            ),
        );
    }
    let mut seen: BTreeSet<&Measure> = BTreeSet::new();
    for (index, goal) in goals.0.iter().enumerate() {
        let item = Item::Goal(index);
        if !seen.insert(&goal.measure) {
            report.repeated_measure(item, &goal.measure);
        }
        report.number(item, "tolerance", goal.tolerance.absolute, TOLERANCE);
        report.number(item, "tolerance_permille", goal.tolerance.permille, PERMILLE);
        report.argument(item, "measure", &goal.measure);
        if let Measure::Weighted(terms) = &goal.measure {
            weighted(report, item, terms);
        }
    }
}

fn weighted(report: &mut Report<'_>, item: Item, terms: &[(Measure, i64)]) {
    let is_term = |measure: &Measure| !matches!(measure, Measure::Weighted(_) | Measure::HousedFrom(_));
    if terms.is_empty() || terms.iter().any(|(measure, weight)| !is_term(measure) || !(WEIGHT.0..=WEIGHT.1).contains(weight)) {
        report.tell(item, "measure", expression::weights(), Some(&Measure::Weighted(terms.to_vec()).to_string()));
    }
    let mut seen = BTreeSet::new();
    for (measure, _) in terms {
        report.argument(item, "measure", measure);
        if !seen.insert(measure) {
            report.repeated_measure(item, measure);
        }
    }
}
