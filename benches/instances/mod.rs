//! The benchmark family: seeded, realistic problems of four sizes, and stress families at the size of a round.
//!
//! Sizes and staffing of sites follow the operating entries the documents give for ten municipalities (small houses in groups of 2 to
//! 12, shared housing 3 to 24, specialised shared housing 4 to 15, rehabilitation 6 to 20, temporary 8 to 15); rules cite R-numbers
//! where they are set. Everything about persons is drawn, and nothing is fitted to any solver.

#[path = "../../tests/properties/dice.rs"]
mod dice;
mod homes;
mod people;
mod rules;
mod scenarios;

use dice::Dice;
use husrom::Problem;
use husrom::problem::{Class, Date, Days, Goals, Kroner, Language, Level, Parts, Round, Settings};

pub use scenarios::scenarios;

/// The round's date.
const TODAY: Date = Date::constant(2026, 9, 7);

/// So many days after (or before) the round's date.
fn day(offset: i64) -> Date {
    let span = std::time::Duration::from_secs(24 * 60 * 60 * offset.unsigned_abs());
    if offset < 0 { TODAY - span } else { TODAY + span }
}

/// How much the homes of a site differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alike {
    /// As in life: mostly alike within a site.
    Mostly,
    /// Not at all: every home has its own rent and size.
    Never,
    /// Altogether: one kind of home in the whole town.
    Always,
}

/// What a family is made of.
#[derive(Clone, Debug)]
pub struct Family {
    /// Its name.
    pub name: &'static str,
    /// Households that wait, movers included.
    pub people: u64,
    /// Homes and places that are or become free.
    pub vacancies: u64,
    /// Days from the round's date to its horizon.
    pub horizon: i64,
    /// Pairs to be kept apart, in per cent of the households that wait.
    pub conflicts: u64,
    /// Whether composition rules, gender rules, relations and resources couple households at all.
    pub coupled: bool,
    /// How much homes differ.
    pub alike: Alike,
    /// All homes on one site.
    pub one_site: bool,
    /// The monthly budget, in per cent of what filling every vacancy would cost.
    pub budget: u64,
    /// Where each household accepts so many homes and no others, whatever else is true of either: nobody lives there before, so nobody
    /// moves, and all that couples households is that they want the same homes.
    pub accepts: Option<u64>,
    /// The most kinds of home that each household is considered for.
    pub shortlist: Option<u32>,
}

/// All families; the first four are the sizes, the rest stress one thing each at the size of a round.
pub fn families() -> Vec<Family> {
    let of = |name, people, vacancies, horizon| Family {
        name,
        people,
        vacancies,
        horizon,
        conflicts: 60,
        coupled: true,
        alike: Alike::Mostly,
        one_site: false,
        budget: 85,
        accepts: None,
        shortlist: None,
    };
    let round = |name| of(name, 200, 120, 90);
    vec![
        of("week", 200, 9, 6),
        round("round"),
        of("city", 600, 400, 90),
        of("region", 5_000, 3_000, 90),
        Family { conflicts: 800, ..round("dense-conflicts") },
        Family { one_site: true, ..round("one-site") },
        Family { coupled: false, ..round("uncoupled") },
        Family { alike: Alike::Always, ..round("all-alike") },
        Family { alike: Alike::Never, ..round("all-different") },
        Family { budget: 40, ..round("tight-budget") },
        Family { coupled: false, ..of("sparse", 10_000, 10_000, 90) },
        Family { coupled: false, alike: Alike::Never, accepts: Some(10), ..of("flow", 10_000, 10_000, 90) },
        Family { coupled: false, alike: Alike::Never, accepts: Some(10), ..of("small-flow", 2_000, 2_000, 90) },
    ]
}

/// The instance of a family with a seed.
pub fn instance(family: &Family, seed: u64) -> Problem {
    let mut dice = Dice::of(
        seed.wrapping_mul(0x1_0000_0001)
            ^ family.name.bytes().fold(7, |sum: u64, byte| sum.wrapping_mul(31).wrapping_add(u64::from(byte))),
    );
    let dice = &mut dice;
    let mut parts = Parts {
        round: Round { id: format!("{}-{seed}", family.name), date: TODAY, horizon: day(family.horizon), language: Language::En },
        settings: Settings { shortlist: family.shortlist, ..settings() },
        sites: Vec::new(),
        units: Vec::new(),
        households: Vec::new(),
        relations: Vec::new(),
        resources: Vec::new(),
        assessments: Vec::new(),
        offers: Vec::new(),
        pins: Vec::new(),
        bans: Vec::new(),
        rules: Vec::new(),
        goals: Goals::shipped(),
    };
    homes::build(dice, family, &mut parts);
    if family.accepts.is_some() {
        homes::only_vacant(&mut parts);
    }
    people::settle(dice, family, &mut parts);
    people::wait(dice, family, &mut parts);
    if let Some(count) = family.accepts {
        people::accept(dice, count, &mut parts);
    }
    if family.coupled {
        rules::couple(dice, family, &mut parts);
    }
    Problem::from_parts(parts).unwrap_or_else(|error| panic!("{} {seed}: {error}", family.name))
}

fn settings() -> Settings {
    Settings {
        longest_wait: [(Class(1), Days(90)), (Class(2), Days(180)), (Class(3), Days(365))].into(),
        hostel_price: Kroner(27_000),
        support_price: Kroner(450),
        longest_chain: Some(4),
        behaviour_scale: Some(Level(3)),
        ..Settings::default()
    }
}
