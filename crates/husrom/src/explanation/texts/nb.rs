//! Bokmål.

use super::{Reader, Teller, is_better};
use crate::explanation::cause::{Cause, Exchange, Loss};
use crate::explanation::{Smallest, Step, Subject, Why};
use crate::problem::{HouseholdId, Term};

pub fn heading(teller: &Teller<'_>, why: &Why) -> String {
    let open = why.considered - why.closed_in_all;
    match (&why.subject, &why.placement) {
        (Subject::Household(household), Some(placement)) => {
            format!("{household} får {} fra {}.", placement.unit, placement.start)
        }
        (Subject::Household(household), None) => {
            let answer = match teller.stays_in(household) {
                Some(home) => format!("{household} får ingen ny bolig i denne runden, og blir boende i {home}."),
                None => format!("{household} får ingen bolig i denne runden."),
            };
            match why.considered {
                0 => answer,
                homes => format!("{answer} {open} av {homes} boliger i spill kunne passe."),
            }
        }
        (Subject::HouseholdInHome(household, unit), Some(placement)) if placement.unit == *unit => {
            format!("{household} får {unit} fra {}.", placement.start)
        }
        (Subject::HouseholdInHome(household, unit), _) => format!("{household} får ikke {unit}."),
        (Subject::Home(unit), _) => {
            let state = if teller.is_shared(unit) { "har ledige plasser" } else { "står tom" };
            match why.considered {
                waiting if waiting > 0 && teller.reader == Reader::Office => {
                    format!("{unit} {state}. Boligen kunne passe for {open} av {waiting} husstander som ikke får bolig.")
                }
                _ => format!("{unit} {state}."),
            }
        }
    }
}

pub fn cause(teller: &Teller<'_>, cause: &Cause, subject: &Subject) -> String {
    match cause {
        Cause::NotWaiting => "Husstanden venter ikke på bolig i denne runden.".to_owned(),
        Cause::NotReady { from, horizon } => {
            format!("Husstanden kan flytte inn tidligst {from}, og runden går til {horizon}.")
        }
        Cause::OutOfService { said } => told(teller, "Boligen er ute av drift", said),
        Cause::HeldBack { said } => told(teller, "Boligen er holdt tilbake", said),
        Cause::Closing { on } => format!("Bostedet legges ned {on}."),
        Cause::NotFree { from } => format!("Boligen er ikke ledig før {from}, etter at runden er over."),
        Cause::LivedIn => "Det bor noen i boligen som blir boende.".to_owned(),
        Cause::OwnHome => "Husstanden bor i denne boligen allerede.".to_owned(),
        Cause::Alike { unit } => format!("Husstanden får {unit}, og ingenting skiller de to boligene."),
        Cause::Banned => "Kontoret har bestemt at husstanden ikke skal bo her.".to_owned(),
        Cause::OfferRefused => "Husstanden har takket nei til denne boligen.".to_owned(),
        Cause::NotShortlisted => "Boligen er ikke blant dem husstanden er vurdert for i denne runden.".to_owned(),
        Cause::Reserved { profile } if profile.is_empty() => "Boligen er forbeholdt andre".to_owned(),
        Cause::Reserved { profile } => format!("Boligen er forbeholdt dem med profilen «{profile}»."),
        Cause::FixedElsewhere => {
            "Kontoret har bestemt at husstanden skal bo et annet sted, eller husstanden har takket ja til en annen bolig."
                .to_owned()
        }
        Cause::Rule { rule, facts } if facts.is_empty() => format!("{}.", teller.rule(rule)),
        Cause::Rule { rule, facts } => format!("{} ({}).", teller.rule(rule), teller.facts(facts)),
        Cause::Ask { rule, attribute } => {
            format!("Opplysninger om {} mangler, og trengs for å vurdere «{}».", teller.attribute(attribute), teller.rule(rule))
        }
        Cause::Together { rule, scope, residents, newcomers } if teller.reader == Reader::Office => {
            let who =
                [teller.names(residents).map(|it| it + " bor der"), teller.names(newcomers).map(|it| it + " får bolig der")];
            let who: Vec<String> = who.into_iter().flatten().collect();
            format!("{}. Det gjelder {scope}: {}.", teller.rule(rule), who.join(", "))
        }
        Cause::Company { households } if teller.reader == Reader::Office => {
            format!(
                "Husstanden skal bo sammen med {}, og ville ikke gjort det her.",
                teller.names(households).unwrap_or_default()
            )
        }
        Cause::Together { .. } | Cause::Company { .. } => teller.who_lives_together(subject),
        Cause::Resource { resource } => {
            format!("{} strekker ikke til for husstanden i tillegg til dem som får bolig.", teller.resource(resource))
        }
        Cause::Dates => "I forslaget blir boligen ledig på en annen dato enn husstanden kan flytte inn på.".to_owned(),
        Cause::Occupied => "Den som bor i boligen, blir boende i forslaget.".to_owned(),
        Cause::Places => "Plassene i boligen er fylt i forslaget.".to_owned(),
        Cause::Chain { longest } => {
            format!("Flyttekjeden ville blitt lengre enn kontorets grense på {}.", teller.households(*longest))
        }
        Cause::Moves { rule } => format!("Flere leieboere ville flyttet enn regelen tillater: {}.", teller.rule(rule)),
        Cause::Locked { households } => match teller.names(households) {
            Some(names) => format!("Kontoret har gitt boligen til {names}, eller {names} har takket ja til den."),
            None => "Kontoret har gitt boligen til andre, eller andre har takket ja til den.".to_owned(),
        },
        Cause::Onward { households } => match teller.names(households) {
            Some(names) => format!("Andre flyttinger i forslaget henger på hvem som får denne boligen. Det gjelder {names}."),
            None => "Andre flyttinger i forslaget henger på hvem som får denne boligen.".to_owned(),
        },
        Cause::Impossible => match subject {
            Subject::Household(_) => format!("Ingen {} gir husstanden bolig, uansett hvem som bor hvor.", considered(teller)),
            Subject::HouseholdInHome(..) => {
                format!("Ingen {} gir husstanden denne boligen, uansett hvem som bor hvor.", considered(teller))
            }
            Subject::Home(_) => format!("Ingen {} gir boligen til noen, uansett hvem som bor hvor.", considered(teller)),
        },
        Cause::Bound { rules, resources, longest_chain, fixed } => teller.bound(rules, resources, *longest_chain, fixed),
        Cause::Uncounted { class } => {
            let what = match subject {
                Subject::Household(_) => "husstanden får en av boligene som kunne passe",
                Subject::HouseholdInHome(..) => "husstanden får denne boligen",
                Subject::Home(_) => "noen av dem som venter, får boligen",
            };
            let goal = class.map(|class| format!(" Kontoret har ikke noe mål om bolig til prioritet {class}."));
            format!("Ingen av kontorets mål blir bedre av at {what}.{}", goal.unwrap_or_default())
        }
        Cause::Tolerance { measure, .. } if teller.reader == Reader::Party => {
            format!("Kontoret lar målet «{}» vike noe for mål som kommer etter, og det er gjort her.", teller.measure(measure))
        }
        Cause::Tolerance { measure, best, value } => format!(
            "Målet «{}» kunne vært {best}. Kontoret lar det vike noe for mål som kommer etter, og i forslaget er det {value}.",
            teller.measure(measure)
        ),
        Cause::Exchange { holders, exchange } => self::exchange(teller, holders, exchange, subject),
        Cause::Fixed => "Kontoret har gitt husstanden boligen, eller husstanden har takket ja til den.".to_owned(),
        Cause::Needed => "Det som er fastsatt for andre, går bare opp når husstanden får denne boligen.".to_owned(),
        Cause::Without { exchange } => without(teller, exchange, subject),
        Cause::NotSolved => "Regnestykket ble avbrutt før det var ferdig.".to_owned(),
    }
}

/// The allocations there are to choose from.
fn considered(teller: &Teller<'_>) -> &'static str {
    if teller.has_shortlists() { "lovlig tildeling blant boligene på kortlistene" } else { "lovlig tildeling" }
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
        Some(names) => format!("{names} får boligen. "),
        None if holders.is_empty() => String::new(),
        None => "Andre får boligen. ".to_owned(),
    };
    let otherwise = match subject {
        Subject::Household(_) => "Med bolig til husstanden",
        Subject::HouseholdInHome(..) => "Med husstanden her",
        Subject::Home(_) => "Med boligen i bruk",
    };
    let outcome = exchange.decides().map_or_else(
        || format!("ville tildelingen vært like god på alle mål{}", undecided(exchange)),
        |loss| lost(teller, loss, exchange, subject),
    );
    format!("{holder}{otherwise} {outcome}{}", unproved(exchange))
}

fn without(teller: &Teller<'_>, exchange: &Exchange, subject: &Subject) -> String {
    let outcome = exchange.decides().map_or_else(
        || format!("ville tildelingen vært like god på alle mål{}", undecided(exchange)),
        |loss| lost(teller, loss, exchange, subject),
    );
    format!("Uten husstanden i denne boligen {outcome}{}", unproved(exchange))
}

/// What tells two allocations apart that are as good.
fn undecided(exchange: &Exchange) -> &'static str {
    if exchange.is_by_lot() {
        ". Loddet avgjorde."
    } else if exchange.levels.iter().any(|level| level.loss != 0) {
        ", så langt kontoret lar dem vike for hverandre."
    } else {
        ". Kontoret har ikke noe mål, og ikke noe lodd, som avgjør."
    }
}

fn lost(teller: &Teller<'_>, loss: &Loss, exchange: &Exchange, subject: &Subject) -> String {
    if teller.reader == Reader::Party {
        // In a small round even a number points at somebody.
        let way = if is_better(loss) { "bedre" } else { "dårligere" };
        return format!("ville målet «{}» blitt {way} samlet sett.", teller.measure(&loss.measure));
    }
    let others = match exchange.others(subject.household()) {
        0 => "ingen andre hadde fått et annet svar".to_owned(),
        1 => "én annen husstand hadde fått et annet svar".to_owned(),
        more => format!("{more} andre husstander hadde fått et annet svar"),
    };
    let better = if is_better(loss) { " (til det bedre: forslaget er ikke bevist best)" } else { "" };
    let measure = teller.measure(&loss.measure);
    format!("ville målet «{measure}» gått fra {} til {}{better}, og {others}.", loss.best_before, loss.best_after)
}

fn unproved(exchange: &Exchange) -> &'static str {
    if exchange.proved { "" } else { " Det er ikke bevist at det ikke finnes en bedre måte." }
}

pub fn smallest(teller: &Teller<'_>, household: &HouseholdId, smallest: &Smallest) -> String {
    match smallest {
        Smallest::AlreadyPlaced => format!("{household} får bolig i enhver tildeling som er like god, uansett loddtrekning."),
        Smallest::Found(found) => {
            let steps: Vec<String> = found.steps.iter().map(|step| self::step(teller, household, step)).collect();
            let others = match found.exchange.others(Some(household)) {
                _ if teller.reader == Reader::Party => String::new(),
                0 => "Ingen andre får et annet svar.".to_owned(),
                1 => "Én annen husstand får et annet svar.".to_owned(),
                more => format!("{more} andre husstander får et annet svar."),
            };
            let placement = &found.placement;
            format!(
                "Hvis {}, får {household} bolig uansett loddtrekning: {} fra {}. {others}",
                steps.join(" og "),
                placement.unit,
                placement.start
            )
        }
        Smallest::NoneWithinTwo if teller.reader == Reader::Party => {
            format!("Ingen av endringene som ble prøvd, alene eller to sammen, ville gitt {household} bolig.")
        }
        Smallest::NoneWithinTwo => {
            format!("Ingen endring på menyen, og ikke to sammen, gir {household} bolig uansett loddtrekning.")
        }
        Smallest::NotSearched => "Letingen ble avbrutt før den var ferdig.".to_owned(),
    }
}

fn step(teller: &Teller<'_>, household: &HouseholdId, step: &Step) -> String {
    match step {
        Step::AcceptCategory { category } => format!("{household} godtar {}", category.nb()),
        Step::AcceptDistrict { district } => format!("{household} godtar bydelen {district}"),
        Step::AcceptSite { site } => format!("{household} godtar {site}"),
        Step::Without { tag } => format!("{household} ikke lenger må ha «{tag}»"),
        Step::AcceptOffer { unit } => format!("{household} likevel takker ja til {unit}"),
        Step::Consent { consent } => format!("{household} samtykker til «{consent}»"),
        Step::Fact { attribute, value } => {
            format!("det viser seg at {} er {}", teller.attribute(attribute), teller.stated(attribute, value))
        }
        Step::RuleOff { rule } => format!("kontoret ser bort fra «{}»", teller.rule(rule)),
        Step::Capacity { resource, more } => format!("{} får {} mer", teller.resource(resource), teller.amount(resource, *more)),
        Step::AddHome { category } => format!("det kommer til en bolig av typen {}", category.nb()),
    }
}

pub fn draft(teller: &Teller<'_>, why: &Why, change: Option<&str>) -> String {
    let round = teller.problem.round();
    let answer = match (&why.placement, why.subject.household()) {
        (Some(placement), Some(household)) => format!("{household} er tildelt {} fra {}.", placement.unit, placement.start),
        (None, Some(household)) => format!("{household} er ikke tildelt bolig i denne runden."),
        _ => String::new(),
    };
    let goals: Vec<String> = teller.goals();
    let mut parts = vec![
        "Utkast til begrunnelse. Må leses, rettes og underskrives av saksbehandler.".to_owned(),
        format!("Tildelingsrunde {}, {}.", round.id, round.date),
        answer,
        format!(
            "Alle som ventet, og alle ledige boliger, ble vurdert samlet. Målene ble vurdert i denne rekkefølgen: {}. Regler som \
             gjelder uten unntak, er kontrollert for hver tildelt bolig.",
            goals.join(", ")
        ),
        teller.reasons(why),
    ];
    parts.extend(change.map(|change| format!("Hva som kunne gitt et annet svar: {change}")));
    parts
        .push("Du kan be om innsyn i saken, og du kan klage på avgjørelsen. [Klagefrist og klageinstans fylles inn.]".to_owned());
    parts.join("\n\n")
}
