//! English.

use super::{Reader, Settled, Teller, is_better, lines};
use crate::allocation::Placement;
use crate::explanation::cause::{Cause, Exchange, Loss};
use crate::explanation::{Smallest, Step, Subject, Why};
use crate::problem::HouseholdId;

pub fn heading(teller: &Teller<'_>, why: &Why) -> String {
    let open = why.considered - why.closed_in_all;
    match (&why.subject, &why.placement) {
        (Subject::Household(household), Some(placement)) => {
            format!("{household} gets {} from {}.", placement.unit, teller.date(placement.start))
        }
        (Subject::Household(household), None) => {
            let answer = match teller.stays_in(household) {
                Some((home, false)) => format!("{household} gets no new home in this round, and stays in {home}."),
                Some((home, true)) => {
                    format!("{household} gets no new home in this round, and still has to move from {home}.")
                }
                None => format!("{household} gets no home in this round."),
            };
            match why.considered {
                0 => answer,
                homes => format!("{answer} {open} of {} in play could suit.", teller.homes(homes)),
            }
        }
        (Subject::HouseholdInHome(household, unit), Some(placement)) if placement.unit == *unit => {
            format!("{household} gets {unit} from {}.", teller.date(placement.start))
        }
        (Subject::HouseholdInHome(household, unit), _) => format!("{household} does not get {unit}."),
        (Subject::Home(unit), _) if why.causes.first().is_some_and(Cause::keeps_out_of_play) => {
            format!("{unit} is not given in this round.")
        }
        (Subject::Home(unit), _) => {
            let state = match (teller.is_shared(unit), why.alike_given) {
                (true, _) => "has places left",
                (false, true) => "stands empty; homes like it are given in the proposal",
                (false, false) => "stands empty",
            };
            match why.considered {
                waiting if waiting > 0 && teller.reader == Reader::Office => {
                    let waiting = teller.households(waiting);
                    format!("{unit} {state}. It could suit {open} of {waiting} without a home after the round.")
                }
                _ => format!("{unit} {state}."),
            }
        }
    }
}

pub fn cause(teller: &Teller<'_>, cause: &Cause, why: &Why) -> String {
    let subject = &why.subject;
    match cause {
        Cause::NotWaiting => "The household does not wait for a home in this round.".to_owned(),
        Cause::NotReady { from, horizon } => {
            let (from, horizon) = (teller.date(*from), teller.date(*horizon));
            format!("The household can move in on {from} at the earliest, and the round ends on {horizon}.")
        }
        Cause::OutOfService { said } => told(teller, "The home is out of service", said),
        Cause::HeldBack { said } => told(teller, "The home is held back", said),
        Cause::Closing { on } => format!("The site closes on {}.", teller.date(*on)),
        // The date is most often somebody's moving out.
        Cause::NotFree { .. } if teller.reader == Reader::Party => "The home is not free before the round is over.".to_owned(),
        Cause::NotFree { from } => format!("The home is first free on {}, after the round is over.", teller.date(*from)),
        Cause::OwnHome => "The household lives in this home already.".to_owned(),
        Cause::Alike { unit } => format!("The household gets {unit}, and nothing tells the two homes apart."),
        Cause::Banned if matches!(subject, Subject::Household(_)) => {
            "The office has decided that the household is not to live there.".to_owned()
        }
        Cause::OfferRefused if matches!(subject, Subject::Household(_)) => "The household has refused the home.".to_owned(),
        Cause::Banned => "The office has decided that the household is not to live here.".to_owned(),
        Cause::OfferRefused => "The household has refused this home.".to_owned(),
        Cause::NoHomes if subject.household().is_some_and(|household| teller.stays_in(household).is_some()) => {
            "No home but the one the household has, or one like it, is to be given in this round.".to_owned()
        }
        Cause::NoHomes => "No homes are to be given in this round.".to_owned(),
        Cause::NotShortlisted => "The home is not among those that the household is considered for in this round.".to_owned(),
        // A tag is the office's own word: it may be about anybody.
        Cause::Reserved { profile } if profile.is_empty() || teller.reader == Reader::Party => {
            "The home is reserved for others.".to_owned()
        }
        Cause::Reserved { profile } => format!("The home is reserved for those with the profile “{profile}”."),
        Cause::FixedElsewhere => match teller.settled(subject.household().map_or(&[], std::slice::from_ref)) {
            Some(Settled::ByOffice) => "The office has decided that the household is to live elsewhere.".to_owned(),
            Some(Settled::Accepted) => "The household has accepted another home.".to_owned(),
            None => "The office has decided that the household is to live elsewhere, or the household has accepted another home."
                .to_owned(),
        },
        Cause::Rule { rule, facts } => teller.tested(rule, facts),
        Cause::Ask { rule, attribute } if teller.reader == Reader::Party && teller.looks_at_others(rule) => {
            format!("Facts are missing about {}, and are needed to judge who can live together.", teller.attribute(attribute))
        }
        Cause::Ask { rule, attribute } => {
            format!("Facts are missing about {}, and are needed to judge {}.", teller.attribute(attribute), teller.judged(rule))
        }
        Cause::Together { rule, scope, residents, newcomers } if teller.reader == Reader::Office => {
            let who = [
                teller.names(residents).map(|it| format!("{it} {} there", verb(residents, "lives", "live"))),
                teller.names(newcomers).map(|it| format!("{it} {} a home there", verb(newcomers, "gets", "get"))),
            ];
            let who: Vec<String> = who.into_iter().flatten().collect();
            format!("{}. It concerns {}: {}.", teller.rule(rule), teller.place(scope), who.join(", "))
        }
        Cause::Company { households } if teller.reader == Reader::Office => {
            format!("The household is to live with {}, and would not here.", teller.names(households).unwrap_or_default())
        }
        Cause::Together { .. } | Cause::Company { .. } => teller.who_lives_together(why),
        Cause::Resource { resource } => {
            format!("“{}” does not suffice for the household beside those who get homes.", teller.resource(resource))
        }
        Cause::Dates => "In the proposal the home is free on another date than the household can move in.".to_owned(),
        // Of a tenant who has applied a party reads what it reads of one who has not.
        Cause::LivedIn | Cause::Occupied if teller.reader == Reader::Party => match subject {
            Subject::Household(_) => "Some homes are not free: those who live there stay.".to_owned(),
            _ => "Somebody lives in the home who stays.".to_owned(),
        },
        Cause::LivedIn => "Somebody lives in the home who stays.".to_owned(),
        Cause::Occupied => "Whoever lives in the home stays there in the proposal.".to_owned(),
        Cause::Places => "The places in the home are filled in the proposal.".to_owned(),
        Cause::Chain { longest } => {
            format!("The chain of moves would be longer than the office's limit of {}.", teller.households(*longest))
        }
        Cause::Moves { rule } => format!("More tenants would move than the rule allows: {}.", teller.rule(rule)),
        Cause::Locked { households } => match (teller.names(households), teller.settled(households)) {
            (Some(names), Some(Settled::ByOffice)) if teller.are_pinned_here(households, subject) => {
                format!("The office has given the home to {names}.")
            }
            (Some(names), Some(Settled::ByOffice)) => {
                let are = verb(households, "is", "are");
                format!("The office has decided where {names} {are} to live, and in the proposal it is here.")
            }
            (Some(names), Some(Settled::Accepted)) => {
                format!("{names} {} accepted the home.", verb(households, "has", "have"))
            }
            (Some(names), None) => {
                let are = verb(households, "is", "are");
                format!("It is fixed, by the office or by a yes, where {names} {are} to live, and in the proposal it is here.")
            }
            (None, _) => "In the proposal the home goes to others, by what is fixed for them.".to_owned(),
        },
        Cause::Onward { households } => match teller.names(households) {
            Some(names) => format!("Other moves in the proposal hang on who gets this home. It concerns {names}."),
            None => "Other moves in the proposal hang on who gets this home.".to_owned(),
        },
        Cause::Impossible => match subject {
            Subject::Household(_) => format!("{} gives the household a home, whoever lives where.", no_allocation(teller)),
            Subject::HouseholdInHome(..) => {
                format!("{} gives the household this home, whoever lives where.", no_allocation(teller))
            }
            Subject::Home(_) if why.alike_given => {
                format!("{} gives such a home to more households, whoever lives where.", no_allocation(teller))
            }
            Subject::Home(_) => format!("{} gives the home to anybody, whoever lives where.", no_allocation(teller)),
        },
        Cause::Bound { rules, resources, longest_chain, fixed } => teller.bound(rules, resources, *longest_chain, fixed),
        Cause::Uncounted { class } => {
            let what = match subject {
                Subject::Household(_) => "the household's getting one of the homes that could suit",
                Subject::HouseholdInHome(..) => "the household's getting this home",
                Subject::Home(_) if why.alike_given => "such a home's going to more households",
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
            "The goal “{}” could be {}. The office lets it give way a little to goals that come after it, and in the proposal it is {}.",
            teller.measure(measure),
            teller.number(*best),
            teller.number(*value)
        ),
        Cause::Exchange { holders, exchange } => self::exchange(teller, holders, exchange, why),
        Cause::Fixed => fixed(teller, why).to_owned(),
        Cause::Needed => "What is fixed for others can only be had if the household gets this home.".to_owned(),
        Cause::Without { exchange } => without(teller, exchange, subject),
        Cause::NotSolved => "The calculation was ended before it was done.".to_owned(),
    }
}

/// The allocations there are to choose from.
fn no_allocation(teller: &Teller<'_>) -> &'static str {
    if teller.has_shortlists() {
        "No allocation among the homes shortlisted that keeps to the round's rules and limits"
    } else {
        "No allocation that keeps to the round's rules and limits"
    }
}

/// What the office has written itself may be about anybody: it is for the office to read.
fn told(teller: &Teller<'_>, words: &str, said: &str) -> String {
    if said.is_empty() || teller.reader == Reader::Party {
        format!("{words}.")
    } else {
        format!("{words}: {}.", said.trim_end_matches('.'))
    }
}

/// Who has settled that the household has the home it has.
fn fixed(teller: &Teller<'_>, why: &Why) -> &'static str {
    let settled = teller.settled(why.subject.household().map_or(&[], std::slice::from_ref));
    let is_named = |placement: &Placement| teller.is_pinned_to(&placement.household, &placement.unit);
    match settled {
        Some(Settled::Accepted) => "The household has accepted the home.",
        _ if why.placement.as_ref().is_some_and(is_named) => "The office has decided that the household is to have this home.",
        _ => "The office has decided where the household is to live, and with what else is fixed it can only be this home.",
    }
}

fn exchange(teller: &Teller<'_>, holders: &[HouseholdId], exchange: &Exchange, why: &Why) -> String {
    let holder = match teller.names(holders) {
        Some(names) => format!("{names} {} the home. ", verb(holders, "gets", "get")),
        None if holders.is_empty() => String::new(),
        None => "Others get the home. ".to_owned(),
    };
    let otherwise = match &why.subject {
        Subject::Household(_) => "With a home for the household",
        Subject::HouseholdInHome(..) => "With the household here",
        Subject::Home(unit) if teller.is_shared(unit) => "With one of the places in use",
        Subject::Home(_) if why.alike_given => "With such a home for one household more",
        Subject::Home(_) if why.closed_in_all == why.considered => "With the home in use by somebody who otherwise gets another,",
        Subject::Home(_) => "With the home in use",
    };
    let outcome = exchange.decides().map_or_else(
        || format!("the allocation would be as good on every goal{}", undecided(exchange)),
        |loss| lost(teller, loss, exchange, &why.subject),
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
    let others = match (exchange.others(subject.household()), subject.household()) {
        (0, _) => "nobody else would get another answer".to_owned(),
        (1, None) => "one household would get another answer".to_owned(),
        (more, None) => format!("{more} households would get another answer"),
        (1, _) => "one other household would get another answer".to_owned(),
        (more, _) => format!("{more} other households would get another answer"),
    };
    let better = if is_better(loss) { " (for the better: the proposal is not proved the best)" } else { "" };
    let measure = teller.measure(&loss.measure);
    let (before, after) = (teller.number(loss.best_before), teller.number(loss.best_after));
    if loss.before != loss.best_before {
        // Within a tolerance the proposal has less than the level can come to, and what decides is that.
        let value = teller.number(loss.before);
        return format!(
            "the best the goal “{measure}” can come to would go from {before} to {after} (in the proposal it is {value}), and {others}."
        );
    }
    format!("the goal “{measure}” would go from {before} to {after}{better}, and {others}.")
}

fn unproved(exchange: &Exchange) -> &'static str {
    if exchange.proved { "" } else { " It is not proved that there is no better way." }
}

pub fn smallest(teller: &Teller<'_>, household: &HouseholdId, smallest: &Smallest) -> String {
    match smallest {
        Smallest::AlreadyPlaced => format!("{household} gets a home in every allocation that is as good, whatever the lot."),
        Smallest::Found(found) => {
            let steps: Vec<String> = found.steps.iter().map(|step| self::step(teller, household, step)).collect();
            if teller.reader == Reader::Party {
                // No promise, and nobody else's home.
                return format!("If {}, {household} would have got a home in this round, whatever the lot.", steps.join(" and "));
            }
            let others = match found.exchange.others(Some(household)) {
                0 => "Nobody else gets another answer.".to_owned(),
                1 => "One other household gets another answer.".to_owned(),
                more => format!("{more} other households get another answer."),
            };
            let placement = &found.placement;
            let is_new = teller.problem.unit(&placement.unit).is_none();
            format!(
                "If {}, {household} gets a home whatever the lot: {} from {}. {others}",
                steps.join(" and "),
                if is_new { "the new home" } else { placement.unit.as_str() },
                teller.date(placement.start)
            )
        }
        Smallest::NoneWithinTwo if teller.reader == Reader::Party => {
            format!("None of the changes that were tried, alone or two together, would have made a home certain for {household}.")
        }
        Smallest::NoneWithinTwo => format!("No change on the menu, nor two together, gives {household} a home whatever the lot."),
        Smallest::NotSearched => "The search was ended before it was done.".to_owned(),
    }
}

/// A step; for a party, who is told what could have been, in the past.
fn step(teller: &Teller<'_>, household: &HouseholdId, step: &Step) -> String {
    let verb = |now: &'static str, then: &'static str| if teller.reader == Reader::Party { then } else { now };
    match step {
        Step::AcceptCategory { category } => {
            format!("{household} {} {}", verb("accepts", "had accepted"), teller.term(*category))
        }
        Step::AcceptDistrict { district } => {
            format!("{household} {} the district {district}", verb("accepts", "had accepted"))
        }
        Step::AcceptSite { site } => format!("{household} {} {}", verb("accepts", "had accepted"), teller.place(site.as_str())),
        Step::Without { tag } => format!("{household} {} without “{tag}”", verb("does", "had done")),
        Step::AcceptOffer { unit } => format!("{household} {} {unit} after all", verb("accepts", "had accepted")),
        Step::Consent { consent } => format!("{household} {} to “{consent}”", verb("consents", "had consented")),
        Step::Fact { attribute, value } => format!(
            "the fact on {} {} “{}”",
            teller.attribute(attribute),
            verb("is", "had been"),
            teller.stated(attribute, value)
        ),
        Step::RuleOff { rule } => {
            format!("the office {} aside the rule “{}”", verb("leaves", "had left"), teller.rule(rule))
        }
        Step::Capacity { resource, more } => {
            format!("“{}” {} increased by {}", teller.resource(resource), verb("is", "had been"), teller.amount(resource, *more))
        }
        Step::AddHome { category } => {
            format!("a home {} added of the kind {}", verb("is", "had been"), teller.term(*category))
        }
    }
}

pub fn draft(teller: &Teller<'_>, why: &Why, change: Option<&str>) -> String {
    let round = teller.problem.round();
    let date = teller.date(round.date);
    let answer = match (&why.placement, why.subject.household()) {
        (Some(placement), Some(household)) => {
            let home = teller.address(&placement.unit);
            format!("{household} has been given {home} from {}.", teller.date(placement.start))
        }
        (None, Some(household)) => match teller.stays_in(household) {
            Some((home, false)) => {
                let home = teller.address(home);
                format!("{household} has not been given a new home in this round, and stays in {home}.")
            }
            Some((home, true)) => {
                let home = teller.address(home);
                format!("{household} has not been given a new home in this round, and still has to move from {home}.")
            }
            None => format!("{household} has not been given a home in this round."),
        },
        _ => String::new(),
    };
    let mut together = vec!["The applicants and the homes of the round were considered together.".to_owned()];
    if teller.has_shortlists() {
        together.push("Each applicant was considered for some of the homes, in part drawn by lot.".to_owned());
    }
    together.push("Rules without exception have been checked for every home given.".to_owned());
    if let Some(exchange) = why.exchange() {
        let until = if exchange.decides().is_some() { ", down to the one that decided" } else { "" };
        let goals = teller.goals(exchange).join(", ");
        together.push(format!("The goals of the round come before one another in this order{until}: {goals}."));
    }
    let mut parts = vec![
        "Draft of the reasons. To be read, edited and signed by a caseworker.".to_owned(),
        if round.id == round.date.to_string() {
            format!("Allocation round of {date}.")
        } else {
            format!("Allocation round {}, {date}.", round.id)
        },
        answer,
        together.join(" "),
    ];
    let (closing, causes) = (teller.closing(why), teller.causes(why));
    let of_all = teller.homes(why.considered) + " in play";
    if !closing.is_empty() {
        let asks = why.closed.iter().any(|closed| matches!(closed.cause, Cause::Ask { .. }));
        let unsuited = if asks { "did not suit, or could not be judged without more facts" } else { "did not suit" };
        let intro = format!("{} of {of_all} {unsuited}. The reasons are (a home may count several times):", why.closed_in_all);
        parts.push(format!("{intro}\n{}", lines(closing)));
    }
    let open = why.considered - why.closed_in_all;
    let are = if open == 1 { "is" } else { "are" };
    if open > 0 && !causes.is_empty() {
        parts.push(format!("{open} of {of_all} could suit, but {are} not given to the household:\n{}", lines(causes)));
    } else if !causes.is_empty() {
        parts.push(lines(causes));
    }
    parts.extend(change.map(|change| format!("What could have given another answer: {change}")));
    parts.push("You may ask to see the case, and you may appeal. [Time limit and appeals body to be filled in.]".to_owned());
    parts.join("\n\n")
}
