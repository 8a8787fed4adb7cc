//! English.

use super::{Reader, Teller, is_better};
use crate::explanation::cause::{Cause, Exchange, Loss};
use crate::explanation::{Smallest, Step, Subject, Why};
use crate::problem::HouseholdId;

pub fn heading(teller: &Teller<'_>, why: &Why) -> String {
    let open = why.considered - why.closed_in_all;
    match (&why.subject, &why.placement) {
        (Subject::Household(household), Some(placement)) => {
            format!("{household} gets {} from {}.", placement.unit, placement.start)
        }
        (Subject::Household(household), None) => {
            let answer = match teller.stays_in(household) {
                Some(home) => format!("{household} gets no new home in this round, and stays in {home}."),
                None => format!("{household} gets no home in this round."),
            };
            match why.considered {
                0 => answer,
                homes => format!("{answer} {open} of {homes} homes in play could suit."),
            }
        }
        (Subject::HouseholdInHome(household, unit), Some(placement)) if placement.unit == *unit => {
            format!("{household} gets {unit} from {}.", placement.start)
        }
        (Subject::HouseholdInHome(household, unit), _) => format!("{household} does not get {unit}."),
        (Subject::Home(unit), _) => {
            let state = if teller.is_shared(unit) { "has places left" } else { "stands empty" };
            match why.considered {
                waiting if waiting > 0 && teller.reader == Reader::Office => {
                    format!("{unit} {state}. It could suit {open} of {waiting} households that get no home.")
                }
                _ => format!("{unit} {state}."),
            }
        }
    }
}

pub fn cause(teller: &Teller<'_>, cause: &Cause, subject: &Subject) -> String {
    match cause {
        Cause::NotWaiting => "The household does not wait for a home in this round.".to_owned(),
        Cause::NotReady { from, horizon } => {
            format!("The household can move in from {from}, and the round ends on {horizon}.")
        }
        Cause::OutOfService { said } => told(teller, "The home is out of service", said),
        Cause::HeldBack { said } => told(teller, "The home is held back", said),
        Cause::Closing { on } => format!("The site closes on {on}."),
        Cause::NotFree { from } => format!("The home is not free before {from}, after the round."),
        Cause::LivedIn => "Somebody lives in the home who stays.".to_owned(),
        Cause::OwnHome => "The household lives in this home already.".to_owned(),
        Cause::Alike { unit } => format!("The household gets {unit}, and nothing tells the two homes apart."),
        Cause::Banned => "The office has decided that the household is not to live here.".to_owned(),
        Cause::OfferRefused => "The household has refused this home.".to_owned(),
        Cause::NotShortlisted => "The home is not among those that the household is considered for in this round.".to_owned(),
        Cause::Reserved { profile } if profile.is_empty() => "The home is reserved for others".to_owned(),
        Cause::Reserved { profile } => format!("The home is reserved for those with the profile “{profile}”."),
        Cause::FixedElsewhere => {
            "The office has decided that the household is to live elsewhere, or the household has accepted another home."
                .to_owned()
        }
        Cause::Rule { rule, facts } if facts.is_empty() => format!("{}.", teller.rule(rule)),
        Cause::Rule { rule, facts } => format!("{} ({}).", teller.rule(rule), teller.facts(facts)),
        Cause::Ask { rule, attribute } => {
            format!("Facts are missing about {}, and are needed to judge “{}”.", teller.attribute(attribute), teller.rule(rule))
        }
        Cause::Together { rule, scope, residents, newcomers } if teller.reader == Reader::Office => {
            let who = [
                teller.names(residents).map(|it| format!("{it} {} there", verb(residents, "lives", "live"))),
                teller.names(newcomers).map(|it| format!("{it} {} a home there", verb(newcomers, "gets", "get"))),
            ];
            let who: Vec<String> = who.into_iter().flatten().collect();
            format!("{}. It concerns {scope}: {}.", teller.rule(rule), who.join(", "))
        }
        Cause::Company { households } if teller.reader == Reader::Office => {
            format!("The household is to live with {}, and would not here.", teller.names(households).unwrap_or_default())
        }
        Cause::Together { .. } | Cause::Company { .. } => teller.who_lives_together(subject),
        Cause::Resource { resource } => {
            format!("{} does not suffice for the household beside those who get homes.", teller.resource(resource))
        }
        Cause::Dates => "In the proposal the home is free on another date than the household can move in.".to_owned(),
        Cause::Occupied => "Whoever lives in the home stays there in the proposal.".to_owned(),
        Cause::Places => "The places in the home are filled in the proposal.".to_owned(),
        Cause::Chain { longest } => {
            format!("The chain of moves would be longer than the office's limit of {}.", teller.households(*longest))
        }
        Cause::Moves { rule } => format!("More tenants would move than the rule allows: {}.", teller.rule(rule)),
        Cause::Locked { households } => match teller.names(households) {
            Some(names) => {
                format!("The office has given the home to {names}, or {names} {} accepted it.", verb(households, "has", "have"))
            }
            None => "The office has given the home to others, or others have accepted it.".to_owned(),
        },
        Cause::Onward { households } => match teller.names(households) {
            Some(names) => format!("Other moves in the proposal hang on who gets this home. It concerns {names}."),
            None => "Other moves in the proposal hang on who gets this home.".to_owned(),
        },
        Cause::Impossible => match subject {
            Subject::Household(_) => format!("No {} gives the household a home, whoever lives where.", considered(teller)),
            Subject::HouseholdInHome(..) => {
                format!("No {} gives the household this home, whoever lives where.", considered(teller))
            }
            Subject::Home(_) => format!("No {} gives the home to anybody, whoever lives where.", considered(teller)),
        },
        Cause::Bound { rules, resources, longest_chain, fixed } => teller.bound(rules, resources, *longest_chain, fixed),
        Cause::Uncounted { class } => {
            let what = match subject {
                Subject::Household(_) => "the household's getting one of the homes that could suit",
                Subject::HouseholdInHome(..) => "the household's getting this home",
                Subject::Home(_) => "the home's going to any of those who wait",
            };
            let goal = class.map(|class| format!(" The office has no goal of homes for priority {class}."));
            format!("None of the office's goals is better for {what}.{}", goal.unwrap_or_default())
        }
        Cause::Tolerance { measure, .. } if teller.reader == Reader::Party => format!(
            "The office lets the goal “{}” give way a little to goals that come after it, and here it has.",
            teller.measure(measure)
        ),
        Cause::Tolerance { measure, best, value } => format!(
            "The goal “{}” could be {best}. The office lets it give way a little to goals that come after it, and in the proposal it is \
             {value}.",
            teller.measure(measure)
        ),
        Cause::Exchange { holders, exchange } => self::exchange(teller, holders, exchange, subject),
        Cause::Fixed => "The office has given the household this home, or the household has accepted it.".to_owned(),
        Cause::Needed => "What is fixed for others can only be had if the household gets this home.".to_owned(),
        Cause::Without { exchange } => without(teller, exchange, subject),
        Cause::NotSolved => "The calculation was ended before it was done.".to_owned(),
    }
}

/// The allocations there are to choose from.
fn considered(teller: &Teller<'_>) -> &'static str {
    if teller.has_shortlists() { "lawful allocation among the homes shortlisted" } else { "lawful allocation" }
}

/// What the office has written itself may be about anybody: it is for the office to read.
fn told(teller: &Teller<'_>, words: &str, said: &str) -> String {
    if said.is_empty() || teller.reader == Reader::Party {
        format!("{words}.")
    } else {
        format!("{words}: {}.", said.trim_end_matches('.'))
    }
}

fn exchange(teller: &Teller<'_>, holders: &[HouseholdId], exchange: &Exchange, subject: &Subject) -> String {
    let holder = match teller.names(holders) {
        Some(names) => format!("{names} {} the home. ", verb(holders, "gets", "get")),
        None if holders.is_empty() => String::new(),
        None => "Others get the home. ".to_owned(),
    };
    let otherwise = match subject {
        Subject::Household(_) => "With a home for the household",
        Subject::HouseholdInHome(..) => "With the household here",
        Subject::Home(_) => "With the home in use",
    };
    let outcome = exchange.decides().map_or_else(
        || format!("the allocation would be as good on every goal{}", undecided(exchange)),
        |loss| lost(teller, loss, exchange, subject),
    );
    format!("{holder}{otherwise} {outcome}{}", unproved(exchange))
}

fn without(teller: &Teller<'_>, exchange: &Exchange, subject: &Subject) -> String {
    let outcome = exchange.decides().map_or_else(
        || format!("the allocation would be as good on every goal{}", undecided(exchange)),
        |loss| lost(teller, loss, exchange, subject),
    );
    format!("Without the household in this home {outcome}{}", unproved(exchange))
}

fn verb(who: &[HouseholdId], one: &'static str, several: &'static str) -> &'static str {
    if who.len() == 1 { one } else { several }
}

/// What tells two allocations apart that are as good.
fn undecided(exchange: &Exchange) -> &'static str {
    if exchange.is_by_lot() {
        ". The lot decided."
    } else if exchange.levels.iter().any(|level| level.loss != 0) {
        ", as far as the office lets them give way to each other."
    } else {
        ". The office has no goal, and no lot, that decides."
    }
}

fn lost(teller: &Teller<'_>, loss: &Loss, exchange: &Exchange, subject: &Subject) -> String {
    if teller.reader == Reader::Party {
        // In a small round even a number points at somebody.
        let way = if is_better(loss) { "better" } else { "worse" };
        return format!("the goal “{}” would be {way} on the whole.", teller.measure(&loss.measure));
    }
    let others = match exchange.others(subject.household()) {
        0 => "nobody else would get another answer".to_owned(),
        1 => "one other household would get another answer".to_owned(),
        more => format!("{more} other households would get another answer"),
    };
    let better = if is_better(loss) { " (for the better: the proposal is not proved the best)" } else { "" };
    let measure = teller.measure(&loss.measure);
    format!("the goal “{measure}” would go from {} to {}{better}, and {others}.", loss.best_before, loss.best_after)
}

fn unproved(exchange: &Exchange) -> &'static str {
    if exchange.proved { "" } else { " It is not proved that there is no better way." }
}

pub fn smallest(teller: &Teller<'_>, household: &HouseholdId, smallest: &Smallest) -> String {
    match smallest {
        Smallest::AlreadyPlaced => format!("{household} gets a home in every allocation that is as good, whatever the lot."),
        Smallest::Found(found) => {
            let steps: Vec<String> = found.steps.iter().map(|step| self::step(teller, household, step)).collect();
            let others = match found.exchange.others(Some(household)) {
                _ if teller.reader == Reader::Party => String::new(),
                0 => "Nobody else gets another answer.".to_owned(),
                1 => "One other household gets another answer.".to_owned(),
                more => format!("{more} other households get another answer."),
            };
            let placement = &found.placement;
            format!(
                "If {}, {household} gets a home whatever the lot: {} from {}. {others}",
                steps.join(" and "),
                placement.unit,
                placement.start
            )
        }
        Smallest::NoneWithinTwo if teller.reader == Reader::Party => {
            format!("None of the changes that were tried, alone or two together, would have given {household} a home.")
        }
        Smallest::NoneWithinTwo => format!("No change on the menu, nor two together, gives {household} a home whatever the lot."),
        Smallest::NotSearched => "The search was ended before it was done.".to_owned(),
    }
}

fn step(teller: &Teller<'_>, household: &HouseholdId, step: &Step) -> String {
    match step {
        Step::AcceptCategory { category } => format!("{household} accepts {}", teller.term(*category)),
        Step::AcceptDistrict { district } => format!("{household} accepts the district {district}"),
        Step::AcceptSite { site } => format!("{household} accepts {site}"),
        Step::Without { tag } => format!("{household} does without “{tag}”"),
        Step::AcceptOffer { unit } => format!("{household} accepts {unit} after all"),
        Step::Consent { consent } => format!("{household} consents to “{consent}”"),
        Step::Fact { attribute, value } => {
            format!("it turns out that {} is {}", teller.attribute(attribute), teller.stated(attribute, value))
        }
        Step::RuleOff { rule } => format!("the office leaves aside “{}”", teller.rule(rule)),
        Step::Capacity { resource, more } => {
            format!("{} is given {} more", teller.resource(resource), teller.amount(resource, *more))
        }
        Step::AddHome { category } => format!("a home is added of the kind {}", teller.term(*category)),
    }
}

pub fn draft(teller: &Teller<'_>, why: &Why, change: Option<&str>) -> String {
    let round = teller.problem.round();
    let answer = match (&why.placement, why.subject.household()) {
        (Some(placement), Some(household)) => format!("{household} has been given {} from {}.", placement.unit, placement.start),
        (None, Some(household)) => format!("{household} has not been given a home in this round."),
        _ => String::new(),
    };
    let goals: Vec<String> = teller.goals();
    let mut parts = vec![
        "Draft of the reasons. To be read, edited and signed by a caseworker.".to_owned(),
        format!("Allocation round {}, {}.", round.id, round.date),
        answer,
        format!(
            "Everybody who waited, and every home that was free, was considered together. The goals were considered in this order: {}. Rules \
             without exception have been checked for every home given.",
            goals.join(", ")
        ),
        teller.reasons(why),
    ];
    parts.extend(change.map(|change| format!("What could have given another answer: {change}")));
    parts.push("You may ask to see the case, and you may appeal. [Time limit and appeals body to be filled in.]".to_owned());
    parts.join("\n\n")
}
