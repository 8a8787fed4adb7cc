//! Pins, bans, offers and reservations.

use super::*;
use crate::problem::{Fixing, Offer, OfferStatus, Target};

fn two_homes() -> Parts {
    let rehabilitation = with(site("t"), |site| site.category = Category::Rehabilitering);
    round(vec![site("s"), rehabilitation], vec![unit("u", "s"), unit("v", "t")], vec![applicant("a")])
}

fn targets(unit: &str, site: &str, category: Category) -> [Target; 3] {
    [Target::Unit(unit.into()), Target::Site(site.into()), Target::Category(category)]
}

fn offer(status: OfferStatus) -> Parts {
    with(two_homes(), |parts| parts.offers.push(Offer { household: "a".into(), unit: "u".into(), status }))
}

#[test]
fn a_pinned_household_is_placed_in_the_target() {
    for target in targets("u", "s", Category::Ordinaer) {
        let parts = with(two_homes(), |parts| parts.pins.push(Fixing { household: "a".into(), target }));
        lawful(&parts, &[("a", "u", 1)]);
        breaks(&parts, &[("a", "v", 1)], "pin");
        breaks(&parts, &[], "pin");
    }
}

#[test]
fn a_banned_household_is_not_placed_in_the_target() {
    for target in targets("u", "s", Category::Ordinaer) {
        let parts = with(two_homes(), |parts| parts.bans.push(Fixing { household: "a".into(), target }));
        breaks(&parts, &[("a", "u", 1)], "ban");
        lawful(&parts, &[("a", "v", 1)]);
        lawful(&parts, &[]);
    }
}

#[test]
fn an_accepted_offer_pins() {
    lawful(&offer(OfferStatus::Accepted), &[("a", "u", 1)]);
    breaks(&offer(OfferStatus::Accepted), &[("a", "v", 1)], "pin");
}

#[test]
fn a_refused_offer_bans() {
    breaks(&offer(OfferStatus::Refused), &[("a", "u", 1)], "ban");
    lawful(&offer(OfferStatus::Refused), &[("a", "v", 1)]);
}

#[test]
fn a_pending_offer_binds_nobody_but_counts_as_a_change() {
    assert_eq!(value(&offer(OfferStatus::Pending), Measure::Changes, &[("a", "v", 1)]), 1);
    assert_eq!(value(&offer(OfferStatus::Pending), Measure::Changes, &[("a", "u", 1)]), 0);
}

#[test]
fn a_pin_does_not_suspend_rules() {
    let pinned = Fixing { household: "a".into(), target: Target::Unit("u".into()) };
    let parts = with(two_homes(), |parts| {
        parts.pins.push(pinned);
        parts.sites[0].admission.age_max = Some(30);
    });
    breaks_rule(&parts, &[("a", "u", 1)], "test", "age");
}

#[test]
fn a_reserved_home_is_for_those_with_the_profile() {
    let mut parts = with(two_homes(), |parts| parts.units[0].reserved_for = Some("veteran".into()));
    breaks(&parts, &[("a", "u", 1)], "reserved");
    parts.households = vec![applying("a", |waits| waits.profiles = set(["veteran"]))];
    lawful(&parts, &[("a", "u", 1)]);
}
