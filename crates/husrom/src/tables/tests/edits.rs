//! Edits give a new problem and leave the old one as it was.

use super::{codes, sound};
use crate::problem::{Goals, Measure, Offer, OfferStatus, Problem, Target};
use crate::tables::Code;

fn offered() -> Problem {
    sound(&[(
        "offers",
        r#"[{"household": "A1", "unit": "N1", "status": "sendt"}, {"household": "A2", "unit": "N2", "status": "pending"},
            {"household": "A2", "unit": "S2", "status": "refused"}]"#,
    )])
}

#[test]
fn a_pin_and_a_ban_are_added_and_the_first_problem_stays() {
    let problem = sound(&[]);
    let pinned = problem.pin(&"A1".into(), Target::Unit("N1".into())).unwrap();
    let banned = pinned.forbid(&"A2".into(), Target::Site("Nyhavn".into())).unwrap();
    assert_eq!((problem.parts().pins.len(), pinned.parts().pins.len(), banned.parts().bans.len()), (0, 1, 1));
    let again = banned.forbid(&"A1".into(), Target::Unit("N1".into()));
    assert_eq!(codes(&again.unwrap_err().issues), [Code::Contradiction]);
}

#[test]
fn answers_change_the_pending_offers() {
    let answered = offered().answer(&[("A1".into(), OfferStatus::Refused), ("A2".into(), OfferStatus::Accepted)]).unwrap();
    let statuses: Vec<_> = answered.parts().offers.iter().map(|offer| (offer.unit.as_str(), offer.status)).collect();
    assert_eq!(statuses, [("N1", OfferStatus::Refused), ("N2", OfferStatus::Accepted), ("S2", OfferStatus::Refused)]);
}

#[test]
fn an_answer_needs_exactly_one_pending_offer() {
    let two = |status| Offer { household: "A1".into(), unit: status, status: OfferStatus::Pending };
    let several = offered().with_offers(vec![two("N1".into()), two("N2".into())]).unwrap();
    for problem in [several, sound(&[])] {
        let error = problem.answer(&[("A1".into(), OfferStatus::Accepted)]).unwrap_err();
        assert_eq!(codes(&error.issues), [Code::NoPendingOffer]);
    }
    let both = [("A1".into(), OfferStatus::Accepted), ("A1".into(), OfferStatus::Refused)];
    assert_eq!(codes(&offered().answer(&both).unwrap_err().issues), [Code::NoPendingOffer]);
}

#[test]
fn goals_seed_and_households_are_replaced_or_added() {
    let problem = sound(&[]);
    let goals = Goals::of([Measure::Fit, Measure::Lot]);
    assert_eq!(problem.with_goals(goals.clone()).unwrap().parts().goals, goals);
    assert_eq!(problem.with_seed(7).seed(), 7);
    let mut newcomer = problem.households()[0].clone();
    assert_eq!(codes(&problem.with_household(newcomer.clone()).unwrap_err().issues), [Code::DuplicateId]);
    newcomer.id = "A9".into();
    newcomer.persons[0].id = "A9".into();
    assert_eq!(problem.with_household(newcomer).unwrap().households().len(), problem.households().len() + 1);
}
