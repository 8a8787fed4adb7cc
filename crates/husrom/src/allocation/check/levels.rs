//! The value of every level, from who is placed where.

use super::checker::Checker;
use super::facts::{self, standing, steps_up, wish_points};
use super::presence::{Placed, Presence};
use super::soft::Charges;
use super::starts::ready;
use crate::problem::{
    Application, Class, Date, Days, Household, HouseholdId, Kroner, Measure, MinutesPerWeek, OfferStatus, Permanence, Situation,
    Tenure, UnitId,
};

/// A household that waits, with what became of it.
#[derive(Clone, Copy)]
struct Waiting<'r> {
    index: usize,
    household: &'r Household,
    application: &'r Application,
    standing: Permanence,
    placed: Option<&'r Placed>,
}

impl Waiting<'_> {
    fn must_move(&self) -> bool {
        self.household.residency.as_ref().is_some_and(|residency| residency.tenure == Tenure::MustMove)
    }
}

/// Everything a measure reads.
struct Reading<'r, 'a> {
    checker: &'r Checker<'a>,
    presence: &'r Presence,
    charges: &'r Charges<'a>,
}

impl<'a> Checker<'a> {
    /// The value of each level, in order.
    pub(super) fn level_values(&self, presence: &Presence, charges: &Charges<'a>) -> Vec<i64> {
        let reading = Reading { checker: self, presence, charges };
        self.levels.iter().map(|level| reading.value(&level.measure)).collect()
    }

    /// The households counted by `roof`.
    pub(super) fn roofs(&self, presence: &Presence) -> Vec<usize> {
        let reading = Reading { checker: self, presence, charges: &Charges::default() };
        reading.waiting().filter(|waiting| reading.needs_roof(waiting)).map(|waiting| waiting.index).collect()
    }
}

impl Reading<'_, '_> {
    /// A measure with the soft prices paid in it, which make it worse.
    fn value(&self, measure: &Measure) -> i64 {
        let paid = self.charges.paid(measure, &self.checker.levels);
        let bare = self.bare(measure);
        if measure.maximises() { bare.saturating_sub(paid) } else { bare.saturating_add(paid) }
    }

    /// A measure without soft prices.
    fn bare(&self, measure: &Measure) -> i64 {
        match measure {
            Measure::Changes => self.changes(),
            Measure::Housed(class) => self.count(|waiting| waiting.application.class == *class && self.stepped_up(waiting)),
            Measure::HousedFrom(class) => self.count(|waiting| waiting.application.class >= *class && self.stepped_up(waiting)),
            Measure::Overdue(None) => {
                let longest = |class: Class| self.checker.problem.settings().longest_wait.get(&class).copied();
                self.count(|waiting| longest(waiting.application.class).is_some_and(|longest| self.is_overdue(waiting, longest)))
            }
            Measure::Overdue(Some(days)) => self.count(|waiting| self.is_overdue(waiting, *days)),
            Measure::Displaced => self.count(|waiting| waiting.must_move() && waiting.placed.is_none()),
            Measure::Deadline => self.count(|waiting| self.misses_deadline(waiting)),
            Measure::Misplacement => 0,
            Measure::Fit => self.over_placements(|waiting, placed| self.fit(waiting, placed)),
            Measure::Roof => self.count(|waiting| self.needs_roof(waiting)),
            Measure::Temporary => self.temporary(),
            Measure::Moves => self.over_placements(|waiting, _| i64::from(self.holds_permanent(waiting))),
            Measure::Cost => self.cost(),
            Measure::Concentration => self.concentration(),
            Measure::Lot => self.over_placements(|waiting, placed| {
                let problem = self.checker.problem;
                problem.draw(&waiting.household.id, self.checker.homes[placed.home].likeness(problem))
            }),
            Measure::Weighted(terms) => {
                let term = |(measure, weight): &(Measure, i64)| {
                    let value = self.value(measure).saturating_mul(*weight);
                    if measure.maximises() { value } else { value.saturating_neg() }
                };
                total(terms.iter().map(term))
            }
        }
    }

    /// Households with an application.
    fn waiting(&self) -> impl Iterator<Item = Waiting<'_>> {
        self.checker.problem.households().iter().enumerate().filter_map(|(index, household)| {
            let application = household.application.as_ref()?;
            let present = self.checker.present_home[index].map(|home| self.checker.homes[home].site);
            let placed = self.presence.placement(index);
            Some(Waiting { index, household, application, standing: standing(application, present), placed })
        })
    }

    fn count(&self, counts: impl Fn(&Waiting) -> bool) -> i64 {
        total(self.waiting().map(|waiting| i64::from(counts(&waiting))))
    }

    fn over_placements(&self, points: impl Fn(&Waiting, &Placed) -> i64) -> i64 {
        total(self.waiting().filter_map(|waiting| Some(points(&waiting, waiting.placed?))))
    }

    fn changes(&self) -> i64 {
        let households = self.checker.problem.households();
        let kept = |household: &HouseholdId, unit: &UnitId| {
            let index = households.binary_search_by(|one| one.id.cmp(household)).ok();
            let placed = index.and_then(|index| self.presence.placement(index));
            placed.is_some_and(|placed| self.checker.homes[placed.home].unit.id == *unit)
        };
        let offers = self.checker.problem.parts().offers.iter();
        let pending = offers.filter(|offer| offer.status == OfferStatus::Pending);
        total(pending.map(|offer| i64::from(!kept(&offer.household, &offer.unit))))
    }

    fn stepped_up(&self, waiting: &Waiting) -> bool {
        waiting.placed.is_some_and(|placed| steps_up(self.checker.homes[placed.home].site, waiting.standing))
    }

    fn is_overdue(&self, waiting: &Waiting, longest: Days) -> bool {
        let too_long = |since: Date| days_between(since, self.checker.day) > i64::from(longest.0);
        waiting.application.waiting_since.is_some_and(too_long)
            && waiting.standing < Permanence::Permanent
            && !self.stepped_up(waiting)
    }

    fn misses_deadline(&self, waiting: &Waiting) -> bool {
        let Some(by) = waiting.application.housed_by.filter(|by| *by <= self.checker.horizon) else { return false };
        let in_time =
            |placed: &Placed| self.checker.homes[placed.home].site.permanence() >= Permanence::Transitional && placed.start <= by;
        (waiting.standing < Permanence::Permanent || waiting.must_move()) && !waiting.placed.is_some_and(in_time)
    }

    fn fit(&self, waiting: &Waiting, placed: &Placed) -> i64 {
        let home = &self.checker.homes[placed.home];
        let problem = self.checker.problem;
        let wishes = wish_points(&problem.settings().points, waiting.application, home.site, home.unit);
        let assessed = problem.parts().assessments.iter().filter(|assessment| {
            assessment.household == waiting.household.id && facts::is_target(&assessment.target, home.site, home.unit)
        });
        wishes.saturating_add(total(assessed.map(|assessment| assessment.points)))
    }

    fn needs_roof(&self, waiting: &Waiting) -> bool {
        waiting.standing == Permanence::NoRoof
            && ready(waiting.application, self.checker.day) == self.checker.day
            && waiting.placed.is_none_or(|placed| placed.start != self.checker.day)
    }

    fn holds_permanent(&self, waiting: &Waiting) -> bool {
        let home = self.checker.present_home[waiting.index].map(|home| &self.checker.homes[home]);
        home.is_some_and(|home| home.site.permanence() == Permanence::Permanent)
    }

    /// Hostels and other accommodation that is bought: for those counted by `roof`, and for those who stay in it unplaced.
    fn bought(&self) -> i64 {
        let hostel = self.checker.problem.settings().hostel_price;
        total(self.waiting().map(|waiting| {
            let in_bought = waiting.application.situation == Some(Situation::Temporary);
            let stays_there = in_bought && waiting.placed.is_none() && waiting.household.residency.is_none();
            let accommodation =
                if stays_there { waiting.application.accommodation_cost.unwrap_or(hostel).thousands() } else { 0 };
            let roof = if self.needs_roof(&waiting) { hostel.thousands() } else { 0 };
            accommodation.saturating_add(roof)
        }))
    }

    fn temporary(&self) -> i64 {
        let at_the_end = self.presence.stays.iter().filter(|stay| stay.present(self.checker.horizon));
        let in_roofs = at_the_end.filter(|stay| self.checker.homes[stay.home].site.permanence() == Permanence::Roof);
        let households = self.checker.problem.households();
        let homes = in_roofs.map(|stay| Kroner(self.checker.homes[stay.home].cost_let(&households[stay.household])).thousands());
        total(homes).saturating_add(self.bought())
    }

    fn cost(&self) -> i64 {
        let lives_there = self.persons_at_the_end();
        let homes = self.checker.homes.iter().zip(&lives_there).filter(|(home, _)| home.site_is_open(self.checker.horizon));
        let homes = total(homes.map(|(home, persons)| {
            let (when_let, when_vacant) = (home.unit.cost_let.thousands(), home.unit.cost_vacant.thousands());
            match home.unit.shared_places {
                None if *persons > 0 => when_let,
                None => when_vacant,
                Some(places) => {
                    let empty = 0.max(i64::from(places) - persons);
                    persons.saturating_mul(when_let).saturating_add(empty.saturating_mul(when_vacant))
                }
            }
        }));
        let support =
            self.over_placements(|waiting, _| match (&waiting.household.residency, waiting.application.needs.support) {
                (None, Some(minutes)) => self.support_cost(minutes).thousands(),
                _ => 0,
            });
        homes.saturating_add(support).saturating_add(self.bought())
    }

    /// Kroner a month: minutes a week × price an hour × 52 weeks ÷ (60 minutes × 12 months), rounded half up.
    fn support_cost(&self, minutes: MinutesPerWeek) -> Kroner {
        let price = self.checker.problem.settings().support_price;
        let yearly = minutes.0.saturating_mul(price.0).saturating_mul(52);
        Kroner(yearly.saturating_add(360).div_euclid(720))
    }

    fn concentration(&self) -> i64 {
        let lives_there = self.persons_at_the_end();
        let ceilings = self.checker.problem.settings().zone_ceilings.iter();
        total(ceilings.map(|(zone, ceiling)| {
            let homes = self.checker.homes.iter().zip(&lives_there).filter(|(home, _)| home.site.zone.as_ref() == Some(zone));
            0.max(total(homes.map(|(_, persons)| *persons)) - i64::from(*ceiling))
        }))
    }

    /// Persons living in each home at the horizon.
    fn persons_at_the_end(&self) -> Vec<i64> {
        let mut persons = vec![0; self.checker.homes.len()];
        for stay in self.presence.stays.iter().filter(|stay| stay.present(self.checker.horizon)) {
            persons[stay.home] += self.checker.persons(stay);
        }
        persons
    }
}

fn total(amounts: impl IntoIterator<Item = i64>) -> i64 {
    amounts.into_iter().fold(0, i64::saturating_add)
}

fn days_between(from: Date, to: Date) -> i64 {
    to.duration_since(from).as_hours() / 24
}
