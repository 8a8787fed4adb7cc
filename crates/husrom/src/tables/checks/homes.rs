//! Sites and units.

use std::collections::BTreeSet;

use super::Report;
use crate::problem::{Admission, Dimension, GenderRule, Level, SiteId};
use crate::tables::expression;
use crate::tables::issue::{Code, say};
use crate::tables::origins::Item;
use crate::tables::read::cells;
use crate::tables::schema::{AGE, COUNT, KRONER, MONTHS, SEVERITY, SOME};

pub(super) fn check(report: &mut Report<'_>) {
    sites(report);
    units(report);
}

fn sites(report: &mut Report<'_>) {
    let parts = report.parts;
    let single = |admission: &Admission| admission.gender == Some(GenderRule::Single);
    let single_floors: BTreeSet<&SiteId> =
        parts.units.iter().filter(|unit| single(&unit.admission)).map(|unit| &unit.site).collect();
    let mut seen = BTreeSet::new();
    for (index, site) in parts.sites.iter().enumerate() {
        let item = Item::Site(index);
        report.once(item, "id", site.id.as_str(), seen.insert(&site.id));
        admission(report, item, &site.admission, None);
        if let Some(intended) = &site.intended {
            admission(report, item, intended, Some("intended"));
        }
        report.date(item, "opens", site.opens);
        report.date(item, "closes", site.closes);
        if let Some(months) = site.max_stay_months {
            report.number(item, "max_stay_months", months, MONTHS);
        }
        if let (Some(opens), Some(closes)) = (site.opens, site.closes)
            && closes < opens
        {
            report.tell_new(
                item,
                "closes",
                Code::DatesReversed,
                Some(&closes.to_string()),
                say("er før bostedet åpner", "is before the site opens"),
                say("Rett en av datoene.", "Correct one of the dates."),
            );
        }
        if let Some(gender) = site.single_gender
            && !single(&site.admission)
            && !single_floors.contains(&site.id)
        {
            report.tell_new(
                item,
                "single_gender",
                Code::NotSingle,
                Some(&gender.to_string()),
                say("bostedet er ikke for ett kjønn", "the site is not for a single gender"),
                say(
                    "Skriv «ett kjønn» som kjønnsregel, eller tøm cellen.",
                    "Write “single” as the gender rule, or empty the cell.",
                ),
            );
        }
    }
}

fn units(report: &mut Report<'_>) {
    let parts = report.parts;
    let mut seen = BTreeSet::new();
    for (index, unit) in parts.units.iter().enumerate() {
        let item = Item::Unit(index);
        report.once(item, "id", unit.id.as_str(), seen.insert(&unit.id));
        // An empty one comes from a cell whose own fault has been told.
        if !(unit.site.as_str().is_empty() && report.origins.is_from_table(item)) {
            report.site(item, "site", &unit.site);
        }
        for (column, number) in [("shared_places", unit.shared_places), ("largest_household", unit.largest_household)] {
            if let Some(number) = number {
                report.number(item, column, number, SOME);
            }
        }
        if let Some(size) = unit.size {
            report.number(item, "size", size, COUNT);
        }
        let costs = [("rent", unit.rent), ("cost_let", Some(unit.cost_let)), ("cost_vacant", Some(unit.cost_vacant))];
        for (column, kroner) in costs {
            if let Some(kroner) = kroner {
                report.number(item, column, kroner.0, KRONER);
            }
        }
        report.date(item, "free_from", unit.free_from);
        admission(report, item, &unit.admission, None);
    }
}

/// Demands: of a site, a unit, or those intended, where one column holds them all.
fn admission(report: &mut Report<'_>, item: Item, admission: &Admission, only: Option<&str>) {
    let column = |name: &str| only.unwrap_or(name).to_owned();
    for (name, age) in [("age_min", admission.age_min), ("age_max", admission.age_max)] {
        if let Some(age) = age {
            report.number(item, &column(name), age, AGE);
        }
    }
    if let (Some(least), Some(greatest)) = (admission.age_min, admission.age_max)
        && least > greatest
    {
        report.ages_reversed(item, &column("age_min"), least);
    }
    if let Some(months) = admission.treatment_months {
        report.number(item, &column("treatment_months"), months, MONTHS);
    }
    if let Some(severity) = admission.severity_min {
        report.number(item, &column("severity_min"), severity, SEVERITY);
    }
    for (dimension, level) in &admission.tolerance {
        let name = expression::dimension_key(dimension);
        let name = name.strip_prefix("behaviour:").map_or_else(|| format!("tolerance_{name}"), |own| format!("tolerance:{own}"));
        report.level(item, &column(&name), dimension, *level);
    }
}

impl Report<'_> {
    pub(super) fn ages_reversed(&mut self, item: Item, column: &str, least: u8) {
        self.tell_new(
            item,
            column,
            Code::AgesReversed,
            Some(&least.to_string()),
            say("laveste alder er høyere enn høyeste alder", "the least age is above the greatest age"),
            say("Bytt om, eller rett en av dem.", "Exchange them, or correct one."),
        );
    }

    /// A behaviour level of a dimension: within the office's scale.
    pub(super) fn level(&mut self, item: Item, column: &str, dimension: &Dimension, level: Level) {
        if !expression::is_fit_dimension(dimension) {
            self.tell(item, column, cells::unfit_name(), Some(dimension.as_str()));
        }
        if let Some(highest) = self.parts.settings.behaviour_scale
            && level > highest
        {
            self.tell_new(
                item,
                column,
                Code::AboveScale,
                Some(&level.to_string()),
                say(format!("skalaen går til {highest}"), format!("the scale ends at {highest}")),
                say(
                    "Rett nivået, eller atferdsskalaen i innstillingene.",
                    "Correct the level, or the behaviour scale in the settings.",
                ),
            );
        }
    }
}
