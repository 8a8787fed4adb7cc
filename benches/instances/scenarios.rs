//! Seeded scenarios of an instance, as a planner would ask them: a few homes more or fewer, hours, a rule off, other prices.

use husrom::Problem;
use husrom::planning::{Change, HowStrict, PriceOf, Scenario};

use super::dice::Dice;

/// So many scenarios, each of one or two changes.
pub fn scenarios(problem: &Problem, seed: u64, count: usize) -> Vec<Scenario> {
    let mut dice = Dice::of(seed ^ 0x5ce7_a210);
    (0..count)
        .map(|number| {
            let changes = (0..=dice.roll(2)).map(|_| change(problem, &mut dice)).collect();
            Scenario::new(format!("scenario {}", number + 1), changes)
        })
        .collect()
}

fn change(problem: &Problem, dice: &mut Dice) -> Change {
    let category = dice.pick(problem.sites()).category;
    let rule = dice.pick(problem.rules()).id.to_string();
    let resources = &problem.parts().resources;
    let resource = (!resources.is_empty()).then(|| dice.pick(resources).id.to_string());
    match (dice.roll(10), resource) {
        (0..=2, _) => Change::AddHomes {
            category,
            count: 1 + u32::try_from(dice.roll(4)).unwrap_or(0),
            like: None,
            new_site: dice.chance(50),
        },
        (3 | 4, _) => Change::CloseHomes { category, count: 1 },
        (5..=7, Some(id)) => Change::Resource { id, percent: *dice.pick(&[80, 90, 95, 105, 110, 120]) },
        (8, _) => Change::Rule { id: rule, strictness: HowStrict::Off, level: None, price: None },
        _ => Change::Price {
            what: *dice.pick(&[PriceOf::Hostel, PriceOf::Support, PriceOf::Let]),
            category: None,
            percent: *dice.pick(&[90, 110]),
        },
    }
}
