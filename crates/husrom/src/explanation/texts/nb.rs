//! Bokmål.

use super::{Reader, Teller};
use crate::explanation::cause::{Cause, Exchange, Loss};
use crate::explanation::{Smallest, Step, Subject, Why};
use crate::problem::{HouseholdId, Term};

pub fn heading(why: &Why) -> String {
    let open = why.considered - why.closed_in_all;
    match (&why.subject, &why.placement) {
        (Subject::Household(household), Some(placement)) => {
            format!("{household} får {} fra {}.", placement.unit, placement.start)
        }
        (Subject::Household(household), None) if why.considered == 0 => format!("{household} får ingen bolig i denne runden."),
        (Subject::Household(household), None) => {
            format!("{household} får ingen bolig i denne runden. {open} av {} ledige boliger kunne passe.", why.considered)
        }
        (Subject::HouseholdInHome(household, unit), Some(placement)) if placement.unit == *unit => {
            format!("{household} får {unit} fra {}.", placement.start)
        }
        (Subject::HouseholdInHome(household, unit), _) => format!("{household} får ikke {unit}."),
        (Subject::Home(unit), _) if why.considered == 0 => format!("{unit} står tom."),
        (Subject::Home(unit), _) => {
            format!("{unit} står tom. Boligen kunne passe for {open} av {} husstander som ikke får bolig.", why.considered)
        }
    }
}

pub fn cause(teller: &Teller<'_>, cause: &Cause, subject: &Subject) -> String {
    match cause {
        Cause::NotWaiting => "Husstanden venter ikke på bolig i denne runden.".to_owned(),
        Cause::NotReady { from, horizon } => {
            format!("Husstanden kan flytte inn tidligst {from}, og runden går til {horizon}.")
        }
        Cause::OutOfService { said } => told("Boligen er ute av drift", said),
        Cause::HeldBack { said } => told("Boligen er holdt tilbake", said),
        Cause::Closing { on } => format!("Bostedet legges ned {on}."),
        Cause::NotFree { from } => format!("Boligen er ikke ledig før {from}, etter at runden er over."),
        Cause::LivedIn => "Det bor noen i boligen som blir boende.".to_owned(),
        Cause::OwnHome => "Husstanden bor i denne boligen allerede.".to_owned(),
        Cause::Banned => "Kontoret har bestemt at husstanden ikke skal bo her.".to_owned(),
        Cause::OfferRefused => "Husstanden har takket nei til denne boligen.".to_owned(),
        Cause::Reserved { profile } if profile.is_empty() => "Boligen er forbeholdt andre".to_owned(),
        Cause::Reserved { profile } => format!("Boligen er forbeholdt dem med profilen «{profile}»."),
        Cause::FixedElsewhere => "Husstanden er gitt, eller har takket ja til, en annen bolig.".to_owned(),
        Cause::Rule { rule, facts } if facts.is_empty() => format!("{}.", teller.rule(rule)),
        Cause::Rule { rule, facts } => format!("{} ({}).", teller.rule(rule), teller.facts(facts)),
        Cause::Ask { rule, attribute } => {
            format!("Opplysninger om {} mangler, og må til for å vurdere: {}.", teller.attribute(attribute), teller.rule(rule))
        }
        Cause::Together { rule, scope, residents, newcomers } => {
            let who =
                [teller.names(residents).map(|it| it + " bor der"), teller.names(newcomers).map(|it| it + " får bolig der")];
            let who: Vec<String> = who.into_iter().flatten().collect();
            let rule = teller.rule(rule);
            if who.is_empty() {
                format!("{rule}. Det gjelder andre som bor eller får bolig på samme sted.")
            } else {
                format!("{rule}. Det gjelder {scope}: {}.", who.join(", "))
            }
        }
        Cause::Resource { resource } => {
            format!("{} strekker ikke til for husstanden i tillegg til dem som får bolig.", teller.resource(resource))
        }
        Cause::Order => "Datoer og flyttekjeder i forslaget går ikke opp med husstanden her.".to_owned(),
        Cause::Impossible => match subject {
            Subject::Household(_) => "Ingen lovlig tildeling gir husstanden bolig, uansett hvem som bor hvor.".to_owned(),
            Subject::HouseholdInHome(..) => {
                "Ingen lovlig tildeling gir husstanden denne boligen, uansett hvem som bor hvor.".to_owned()
            }
            Subject::Home(_) => "Ingen lovlig tildeling gir boligen til noen, uansett hvem som bor hvor.".to_owned(),
        },
        Cause::Exchange { holders, exchange } => self::exchange(teller, holders, exchange, subject),
        Cause::Fixed => "Kontoret har gitt husstanden boligen, eller husstanden har takket ja til den.".to_owned(),
        Cause::Without { exchange } => without(teller, exchange, subject),
        Cause::NotSolved => "Regnestykket ble avbrutt før det var ferdig.".to_owned(),
    }
}

fn told(words: &str, said: &str) -> String {
    if said.is_empty() { format!("{words}.") } else { format!("{words}: {}.", said.trim_end_matches('.')) }
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
        || "ville tildelingen vært like god på alle mål. Loddet avgjorde.".to_owned(),
        |loss| lost(teller, loss, exchange, subject),
    );
    format!("{holder}{otherwise} {outcome}{}", unproved(exchange))
}

fn without(teller: &Teller<'_>, exchange: &Exchange, subject: &Subject) -> String {
    let outcome = exchange.decides().map_or_else(
        || "hadde tildelingen vært like god på alle mål. Loddet avgjorde.".to_owned(),
        |loss| lost(teller, loss, exchange, subject),
    );
    format!("Uten husstanden i denne boligen {outcome}{}", unproved(exchange))
}

fn lost(teller: &Teller<'_>, loss: &Loss, exchange: &Exchange, subject: &Subject) -> String {
    if teller.reader == Reader::Party {
        // In a small round even a number points at somebody.
        let way = if loss.loss < 0 { "bedre" } else { "dårligere" };
        return format!("ville målet «{}» blitt {way} samlet sett.", teller.measure(&loss.measure));
    }
    let others = match exchange.others(subject.household()) {
        0 => "ingen andre hadde fått et annet svar".to_owned(),
        1 => "én annen husstand hadde fått et annet svar".to_owned(),
        more => format!("{more} andre husstander hadde fått et annet svar"),
    };
    let better = if loss.loss < 0 { " (til det bedre: forslaget er ikke bevist best)" } else { "" };
    format!("ville målet «{}» gått fra {} til {}{better}, og {others}.", teller.measure(&loss.measure), loss.before, loss.after)
}

fn unproved(exchange: &Exchange) -> &'static str {
    if exchange.proved { "" } else { " Det er ikke bevist at det ikke finnes en bedre måte." }
}

pub fn smallest(teller: &Teller<'_>, household: &HouseholdId, smallest: &Smallest) -> String {
    match smallest {
        Smallest::AlreadyPlaced => format!("{household} får bolig i enhver tildeling som er like god, uansett lodd."),
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
                "Hvis {}, får {household} bolig uansett lodd: {} fra {}. {others}",
                steps.join(" og "),
                placement.unit,
                placement.start
            )
        }
        Smallest::NoneWithinTwo => format!("Ingen endring på menyen, og ikke to sammen, gir {household} bolig uansett lodd."),
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
            format!("det viser seg at {} er {}", teller.attribute(attribute), teller.stated(value))
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
