//! Whether the parts of a problem agree with each other. Tables and parts built by hand end in the same checks.

mod couplings;
mod homes;
mod office;
mod people;
mod texts;

use std::collections::{BTreeMap, BTreeSet};

use super::issue::{Code, Fault, Issue, Wording, did_you_mean, say};
use super::origins::{Item, Origins};
use super::read::cells;
use super::read::default_words;
use super::schema::Range;
use super::suggestion::nearest_name;
use crate::problem::{Admission, Date, District, HouseholdId, Parts, PersonId, SiteId, UnitId, Zone};

/// Puts what means the same into one form: texts that have a default, points after the last that counts, demands that demand nothing.
pub(super) fn normalise(parts: &mut Parts) {
    for site in &mut parts.sites {
        if site.name.is_empty() {
            site.name = site.id.to_string();
        }
        site.intended = site.intended.take().filter(|intended| *intended != Admission::default());
    }
    for unit in &mut parts.units {
        if unit.name.is_empty() {
            unit.name = unit.id.to_string();
        }
    }
    for resource in &mut parts.resources {
        if resource.name.is_empty() {
            resource.name = resource.id.to_string();
        }
    }
    for rule in &mut parts.rules {
        let (nb, en, source) = default_words(rule);
        let usual = |said: &str, other: &str, usual: String| match (said.is_empty(), usual.is_empty(), other.is_empty()) {
            (false, ..) => said.to_owned(),
            (true, false, _) => usual,
            (true, true, false) => other.to_owned(),
            (true, true, true) => rule.id.to_string(),
        };
        let (nb, en) = (usual(&rule.say_nb, &rule.say_en, nb), usual(&rule.say_en, &rule.say_nb, en));
        (rule.say_nb, rule.say_en) = (nb, en);
        if rule.source.is_empty() {
            rule.source = source;
        }
    }
    let points = &mut parts.settings.points;
    for list in [&mut points.category, &mut points.district, &mut points.site] {
        let counting = list.iter().rposition(|points| *points != 0).map_or(0, |last| last + 1);
        list.truncate(counting);
    }
}

/// Every disagreement among the parts.
pub(super) fn check(parts: &Parts, origins: &Origins) -> Vec<Issue> {
    let mut report = Report { parts, origins, index: Index::of(parts), issues: Vec::new(), suggestions: 200 };
    texts::check(&mut report);
    homes::check(&mut report);
    people::check(&mut report);
    couplings::check(&mut report);
    office::check(&mut report);
    report.issues
}

/// What can be referred to.
struct Index<'p> {
    sites: BTreeSet<&'p SiteId>,
    units: BTreeMap<&'p UnitId, usize>,
    households: BTreeMap<&'p HouseholdId, usize>,
    /// The household of each person.
    persons: BTreeMap<&'p PersonId, usize>,
    districts: BTreeSet<&'p District>,
    zones: BTreeSet<&'p Zone>,
}

impl<'p> Index<'p> {
    fn of(parts: &'p Parts) -> Self {
        let households = parts.households.iter().enumerate();
        let persons = households.clone().flat_map(|(index, one)| one.persons.iter().map(move |person| (&person.id, index)));
        Self {
            sites: parts.sites.iter().map(|site| &site.id).collect(),
            units: parts.units.iter().enumerate().map(|(index, unit)| (&unit.id, index)).collect(),
            households: households.map(|(index, household)| (&household.id, index)).collect(),
            persons: persons.collect(),
            districts: parts.sites.iter().filter_map(|site| site.district.as_ref()).collect(),
            zones: parts.sites.iter().filter_map(|site| site.zone.as_ref()).collect(),
        }
    }
}

/// The faults found, and what is needed to find and place them.
struct Report<'p> {
    parts: &'p Parts,
    origins: &'p Origins,
    index: Index<'p>,
    issues: Vec<Issue>,
    /// How many more times the nearest name is looked for: it takes time where thousands are wrong.
    suggestions: u32,
}

impl Report<'_> {
    fn tell(&mut self, item: Item, column: &str, fault: Fault, value: Option<&str>) {
        let (table, row, heading) = self.origins.place(item, column);
        self.issues.push(fault.at(table, row, Some(&heading), value));
    }

    fn tell_new(&mut self, item: Item, column: &str, code: Code, value: Option<&str>, cause: Wording, action: Wording) {
        self.tell(item, column, Fault::new(code, cause, action), value);
    }

    fn number(&mut self, item: Item, column: &str, number: impl Into<i64>, range: Range) {
        let number = number.into();
        if let Err(fault) = cells::within(number.into(), range) {
            self.tell(item, column, fault, Some(&number.to_string()));
        }
    }

    fn date(&mut self, item: Item, column: &str, date: Option<Date>) {
        if let Some(date) = date.filter(|date| !cells::is_possible(*date)) {
            self.tell(item, column, cells::impossible_date(), Some(&date.to_string()));
        }
    }

    /// Tells of an id that occurs before.
    fn once(&mut self, item: Item, column: &str, id: &str, is_new: bool) {
        if !is_new {
            self.tell_new(
                item,
                column,
                Code::DuplicateId,
                Some(id),
                say("er brukt før", "is used before"),
                say("Gi hver sin kode, eller ta bort den ene raden.", "Give each a code of its own, or remove one of the rows."),
            );
        }
    }

    /// Tells of a reference to nothing, with the nearest name as advice.
    fn not_found<'a>(
        &mut self,
        item: Item,
        column: &str,
        id: &str,
        among: (&'static str, &str, &str),
        candidates: impl IntoIterator<Item = &'a str>,
    ) {
        let (table, nb, en) = among;
        if self.origins.is_unreliable(table) {
            return;
        }
        let meant = if self.suggestions > 0 { nearest_name(id, candidates) } else { None };
        self.suggestions = self.suggestions.saturating_sub(1);
        let action = meant.map(|name| did_you_mean(name, name));
        let action = action.unwrap_or_else(|| say("Rett navnet, eller legg det til der.", "Correct the name, or add it there."));
        let cause = say(format!("finnes ikke blant {nb}"), format!("is not among the {en}"));
        self.tell_new(item, column, Code::NotFound, Some(id), cause, action);
    }

    fn site(&mut self, item: Item, column: &str, id: &SiteId) {
        if !self.index.sites.contains(id) {
            let parts = self.parts;
            let ids = parts.sites.iter().map(|site| site.id.as_str());
            self.not_found(item, column, id.as_str(), ("sites", "bostedene", "sites"), ids);
        }
    }

    fn unit(&mut self, item: Item, column: &str, id: &UnitId) {
        if !self.index.units.contains_key(id) {
            let parts = self.parts;
            let ids = parts.units.iter().map(|unit| unit.id.as_str());
            self.not_found(item, column, id.as_str(), ("units", "boenhetene", "units"), ids);
        }
    }

    /// A district; only where the sites have districts at all.
    fn district(&mut self, item: Item, column: &str, id: &District) {
        if !self.index.districts.is_empty() && !self.index.districts.contains(id) {
            let parts = self.parts;
            let ids = parts.sites.iter().filter_map(|site| site.district.as_ref()).map(District::as_str);
            self.not_found(item, column, id.as_str(), ("sites", "bydelene til bostedene", "districts of the sites"), ids);
        }
    }

    /// A district that somebody lives in, wishes or refuses: it need not have a site in this round, but one that is nearly the name of a
    /// district that has is a slip of the pen.
    fn mentioned_district(&mut self, item: Item, column: &str, id: &District) {
        let parts = self.parts;
        let ids = parts.sites.iter().filter_map(|site| site.district.as_ref()).map(District::as_str);
        if !self.index.districts.contains(id) && nearest_name(id.as_str(), ids).is_some() {
            self.district(item, column, id);
        }
    }

    fn zone(&mut self, item: Item, column: &str, id: &Zone) {
        if !self.index.zones.contains(id) {
            let parts = self.parts;
            let ids = parts.sites.iter().filter_map(|site| site.zone.as_ref()).map(Zone::as_str);
            self.not_found(item, column, id.as_str(), ("sites", "sonene til bostedene", "zones of the sites"), ids);
        }
    }

    /// The position of a household; tells where it does not exist.
    fn household(&mut self, item: Item, column: &str, id: &HouseholdId) -> Option<usize> {
        let found = self.index.households.get(id).copied();
        if found.is_none() {
            let parts = self.parts;
            let ids = parts.households.iter().map(|household| household.id.as_str());
            self.not_found(item, column, id.as_str(), ("applicants", "søkere eller beboere", "applicants or residents"), ids);
        }
        found
    }
}
