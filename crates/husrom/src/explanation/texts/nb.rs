//! Bokmål.

use super::{Reader, Settled, Teller, is_better, lines};
use crate::allocation::Placement;
use crate::explanation::cause::{Cause, Exchange, Loss};
use crate::explanation::{Smallest, Step, Subject, Why};
use crate::problem::{HouseholdId, Term};

pub fn heading(teller: &Teller<'_>, why: &Why) -> String {
    let open = why.considered - why.closed_in_all;
    match (&why.subject, &why.placement) {
        (Subject::Household(household), Some(placement)) => {
            format!("{household} får {} fra {}.", placement.unit, teller.date(placement.start))
        }
        (Subject::Household(household), None) => {
            let answer = match teller.stays_in(household) {
                Some((home, false)) => format!("{household} får ingen ny bolig i denne runden, og blir boende i {home}."),
                Some((home, true)) => {
                    format!("{household} får ingen ny bolig i denne runden, og må fortsatt flytte fra {home}.")
                }
                None => format!("{household} får ingen bolig i denne runden."),
            };
            match why.considered {
                0 => answer,
                homes => format!("{answer} {open} av {} i spill kunne passe.", teller.homes(homes)),
            }
        }
        (Subject::HouseholdInHome(household, unit), Some(placement)) if placement.unit == *unit => {
            format!("{household} får {unit} fra {}.", teller.date(placement.start))
        }
        (Subject::HouseholdInHome(household, unit), _) => format!("{household} får ikke {unit}."),
        (Subject::Home(unit), _) if why.causes.first().is_some_and(Cause::keeps_out_of_play) => {
            format!("{unit} deles ikke ut i denne runden.")
        }
        (Subject::Home(unit), _) => {
            let state = match (teller.is_shared(unit), why.alike_given) {
                (true, _) => "har ledige plasser",
                (false, true) => "står tom; like boliger er gitt i forslaget",
                (false, false) => "står tom",
            };
            match why.considered {
                waiting if waiting > 0 && teller.reader == Reader::Office => {
                    let waiting = teller.households(waiting);
                    format!("{unit} {state}. Boligen kunne passe for {open} av {waiting} som ikke får bolig.")
                }
                _ => format!("{unit} {state}."),
            }
        }
    }
}

pub fn cause(teller: &Teller<'_>, cause: &Cause, why: &Why) -> String {
    let subject = &why.subject;
    match cause {
        Cause::NotWaiting => "Husstanden venter ikke på bolig i denne runden.".to_owned(),
        Cause::NotReady { from, horizon } => {
            let (from, horizon) = (teller.date(*from), teller.date(*horizon));
            format!("Husstanden kan tidligst flytte inn {from}, og runden slutter {horizon}.")
        }
        Cause::OutOfService { said } => told(teller, "Boligen er ute av drift", said),
        Cause::HeldBack { said } => told(teller, "Boligen er holdt tilbake", said),
        Cause::Closing { on } => format!("Bostedet legges ned {}.", teller.date(*on)),
        // The date is most often somebody's moving out.
        Cause::NotFree { .. } if teller.reader == Reader::Party => "Boligen blir ikke ledig før runden er over.".to_owned(),
        Cause::NotFree { from } => format!("Boligen blir først ledig {}, etter at runden er over.", teller.date(*from)),
        Cause::OwnHome => "Husstanden bor i denne boligen allerede.".to_owned(),
        Cause::Alike { unit } => format!("Husstanden får {unit}, og ingenting skiller de to boligene."),
        Cause::Banned if matches!(subject, Subject::Household(_)) => {
            "Kontoret har bestemt at husstanden ikke skal bo der.".to_owned()
        }
        Cause::OfferRefused if matches!(subject, Subject::Household(_)) => "Husstanden har takket nei til boligen.".to_owned(),
        Cause::Banned => "Kontoret har bestemt at husstanden ikke skal bo her.".to_owned(),
        Cause::OfferRefused => "Husstanden har takket nei til denne boligen.".to_owned(),
        Cause::NoHomes if subject.household().is_some_and(|household| teller.stays_in(household).is_some()) => {
            "Ingen annen bolig enn den husstanden har, eller en lik den, er til tildeling i denne runden.".to_owned()
        }
        Cause::NoHomes => "Ingen boliger er til tildeling i denne runden.".to_owned(),
        Cause::NotShortlisted => "Boligen er ikke blant dem husstanden er vurdert for i denne runden.".to_owned(),
        // A tag is the office's own word: it may be about anybody.
        Cause::Reserved { profile } if profile.is_empty() || teller.reader == Reader::Party => {
            "Boligen er forbeholdt andre.".to_owned()
        }
        Cause::Reserved { profile } => format!("Boligen er forbeholdt dem med profilen «{profile}»."),
        Cause::FixedElsewhere => match teller.settled(subject.household().map_or(&[], std::slice::from_ref)) {
            Some(Settled::ByOffice) => "Kontoret har bestemt at husstanden skal bo et annet sted.".to_owned(),
            Some(Settled::Accepted) => "Husstanden har takket ja til en annen bolig.".to_owned(),
            None => {
                "Kontoret har bestemt at husstanden skal bo et annet sted, eller husstanden har takket ja til en annen bolig."
                    .to_owned()
            }
        },
        Cause::Rule { rule, facts } => teller.tested(rule, facts),
        Cause::Ask { rule, attribute } if teller.reader == Reader::Party && teller.looks_at_others(rule) => {
            format!("Opplysninger om {} mangler, og trengs for å vurdere hvem som kan bo sammen.", teller.attribute(attribute))
        }
        Cause::Ask { rule, attribute } => {
            format!("Opplysninger om {} mangler, og trengs for å vurdere {}.", teller.attribute(attribute), teller.judged(rule))
        }
        Cause::Together { rule, scope, residents, newcomers } if teller.reader == Reader::Office => {
            let who =
                [teller.names(residents).map(|it| it + " bor der"), teller.names(newcomers).map(|it| it + " får bolig der")];
            let who: Vec<String> = who.into_iter().flatten().collect();
            format!("{}. Det gjelder {}: {}.", teller.rule(rule), teller.place(scope), who.join(", "))
        }
        Cause::Company { households } if teller.reader == Reader::Office => {
            format!(
                "Husstanden skal bo sammen med {}, og ville ikke gjort det her.",
                teller.names(households).unwrap_or_default()
            )
        }
        Cause::Together { .. } | Cause::Company { .. } => teller.who_lives_together(why),
        Cause::Resource { resource } => {
            format!("«{}» strekker ikke til for husstanden i tillegg til dem som får bolig.", teller.resource(resource))
        }
        Cause::Dates => "I forslaget blir boligen ledig på en annen dato enn husstanden kan flytte inn på.".to_owned(),
        // Of a tenant who has applied a party reads what it reads of one who has not.
        Cause::LivedIn | Cause::Occupied if teller.reader == Reader::Party => match subject {
            Subject::Household(_) => "Noen boliger er ikke ledige: de som bor der, blir boende.".to_owned(),
            _ => "Det bor noen i boligen som blir boende.".to_owned(),
        },
        Cause::LivedIn => "Det bor noen i boligen som blir boende.".to_owned(),
        Cause::Occupied => "Den som bor i boligen, blir boende i forslaget.".to_owned(),
        Cause::Places => "Plassene i boligen er fylt i forslaget.".to_owned(),
        Cause::Chain { longest } => {
            format!("Flyttekjeden ville blitt lengre enn kontorets grense på {}.", teller.households(*longest))
        }
        Cause::Moves { rule } => format!("Flere leieboere ville flyttet enn regelen tillater: {}.", teller.rule(rule)),
        Cause::Locked { households } => match (teller.names(households), teller.settled(households)) {
            (Some(names), Some(Settled::ByOffice)) if teller.are_pinned_here(households, subject) => {
                format!("Kontoret har gitt boligen til {names}.")
            }
            (Some(names), Some(Settled::ByOffice)) => {
                format!("Kontoret har bestemt hvor {names} skal bo, og i forslaget er det her.")
            }
            (Some(names), Some(Settled::Accepted)) => format!("{names} har takket ja til boligen."),
            (Some(names), None) => {
                format!("Det er fastsatt hvor {names} skal bo, av kontoret eller ved et ja, og i forslaget er det her.")
            }
            (None, _) => "I forslaget går boligen til andre, ut fra det som er fastsatt for dem.".to_owned(),
        },
        Cause::Onward { households } => match teller.names(households) {
            Some(names) => format!("Andre flyttinger i forslaget henger på hvem som får denne boligen. Det gjelder {names}."),
            None => "Andre flyttinger i forslaget henger på hvem som får denne boligen.".to_owned(),
        },
        Cause::Impossible => match subject {
            Subject::Household(_) => format!("{} gir husstanden bolig, uansett hvem som bor hvor.", no_allocation(teller)),
            Subject::HouseholdInHome(..) => {
                format!("{} gir husstanden denne boligen, uansett hvem som bor hvor.", no_allocation(teller))
            }
            Subject::Home(_) if why.alike_given => {
                format!("{} gir en slik bolig til flere, uansett hvem som bor hvor.", no_allocation(teller))
            }
            Subject::Home(_) => format!("{} gir boligen til noen, uansett hvem som bor hvor.", no_allocation(teller)),
        },
        Cause::Bound { rules, resources, longest_chain, fixed } => teller.bound(rules, resources, *longest_chain, fixed),
        Cause::Uncounted { class } => {
            let what = match subject {
                Subject::Household(_) => "husstanden får en av boligene som kunne passe",
                Subject::HouseholdInHome(..) => "husstanden får denne boligen",
                Subject::Home(_) if why.alike_given => "flere får en slik bolig",
                Subject::Home(_) => "noen av dem som venter, får boligen",
            };
            let goal = class.map(|class| format!(" Kontoret har ikke noe mål om bolig til prioritet {class}."));
            format!("Ingen av kontorets mål blir bedre av at {what}.{}", goal.unwrap_or_default())
        }
        Cause::Tolerance { measure, .. } if teller.reader == Reader::Party => {
            format!("Kontoret lar målet «{}» vike noe for mål som kommer etter, og det er gjort her.", teller.measure(measure))
        }
        Cause::Tolerance { measure, best, value } => format!(
            "Målet «{}» kunne vært {}. Kontoret lar det vike noe for mål som kommer etter, og i forslaget er det {}.",
            teller.measure(measure),
            teller.number(*best),
            teller.number(*value)
        ),
        Cause::Exchange { holders, exchange } => self::exchange(teller, holders, exchange, why),
        Cause::Fixed => fixed(teller, why).to_owned(),
        Cause::Needed => "Det som er fastsatt for andre, går bare opp når husstanden får denne boligen.".to_owned(),
        Cause::Without { exchange } => without(teller, exchange, subject),
        Cause::NotSolved => "Regnestykket ble avbrutt før det var ferdig.".to_owned(),
    }
}

/// The allocations there are to choose from.
fn no_allocation(teller: &Teller<'_>) -> &'static str {
    if teller.has_shortlists() {
        "Ingen tildeling blant boligene på kortlistene som følger rundens regler og rammer,"
    } else {
        "Ingen tildeling som følger rundens regler og rammer,"
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
        Some(Settled::Accepted) => "Husstanden har takket ja til boligen.",
        _ if why.placement.as_ref().is_some_and(is_named) => "Kontoret har bestemt at husstanden skal ha denne boligen.",
        _ => "Kontoret har bestemt hvor husstanden skal bo, og med det som ellers er fastsatt, kan det bare bli denne boligen.",
    }
}

fn exchange(teller: &Teller<'_>, holders: &[HouseholdId], exchange: &Exchange, why: &Why) -> String {
    let holder = match teller.names(holders) {
        Some(names) => format!("{names} får boligen. "),
        None if holders.is_empty() => String::new(),
        None => "Andre får boligen. ".to_owned(),
    };
    let otherwise = match &why.subject {
        Subject::Household(_) => "Med bolig til husstanden",
        Subject::HouseholdInHome(..) => "Med husstanden her",
        Subject::Home(unit) if teller.is_shared(unit) => "Med en av plassene i bruk",
        Subject::Home(_) if why.alike_given => "Med en slik bolig til én husstand til",
        Subject::Home(_) if why.closed_in_all == why.considered => "Med boligen i bruk av en som ellers får en annen bolig,",
        Subject::Home(_) => "Med boligen i bruk",
    };
    let outcome = exchange.decides().map_or_else(
        || format!("ville tildelingen vært like god på alle mål{}", undecided(exchange)),
        |loss| lost(teller, loss, exchange, &why.subject),
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
    let others = match (exchange.others(subject.household()), subject.household()) {
        (0, _) => "ingen andre hadde fått et annet svar".to_owned(),
        (1, None) => "én husstand hadde fått et annet svar".to_owned(),
        (more, None) => format!("{more} husstander hadde fått et annet svar"),
        (1, _) => "én annen husstand hadde fått et annet svar".to_owned(),
        (more, _) => format!("{more} andre husstander hadde fått et annet svar"),
    };
    let better = if is_better(loss) { " (til det bedre: forslaget er ikke bevist best)" } else { "" };
    let measure = teller.measure(&loss.measure);
    let (before, after) = (teller.number(loss.best_before), teller.number(loss.best_after));
    if loss.before != loss.best_before {
        // Within a tolerance the proposal has less than the level can come to, and what decides is that.
        let value = teller.number(loss.before);
        return format!(
            "ville det beste målet «{measure}» kan komme til, gått fra {before} til {after} (i forslaget er det {value}), og {others}."
        );
    }
    format!("ville målet «{measure}» gått fra {before} til {after}{better}, og {others}.")
}

fn unproved(exchange: &Exchange) -> &'static str {
    if exchange.proved { "" } else { " Det er ikke bevist at det ikke finnes en bedre måte." }
}

pub fn smallest(teller: &Teller<'_>, household: &HouseholdId, smallest: &Smallest) -> String {
    match smallest {
        Smallest::AlreadyPlaced => format!("{household} får bolig i enhver tildeling som er like god, uansett loddtrekning."),
        Smallest::Found(found) => {
            let steps: Vec<String> = found.steps.iter().map(|step| self::step(teller, household, step)).collect();
            if teller.reader == Reader::Party {
                // No promise, and nobody else's home.
                return format!(
                    "Hvis {}, ville {household} fått bolig i denne runden, uansett loddtrekning.",
                    steps.join(" og ")
                );
            }
            let others = match found.exchange.others(Some(household)) {
                0 => "Ingen andre får et annet svar.".to_owned(),
                1 => "Én annen husstand får et annet svar.".to_owned(),
                more => format!("{more} andre husstander får et annet svar."),
            };
            let placement = &found.placement;
            let is_new = teller.problem.unit(&placement.unit).is_none();
            format!(
                "Hvis {}, får {household} bolig uansett loddtrekning: {} fra {}. {others}",
                steps.join(" og "),
                if is_new { "den nye boligen" } else { placement.unit.as_str() },
                teller.date(placement.start)
            )
        }
        Smallest::NoneWithinTwo if teller.reader == Reader::Party => {
            format!("Ingen av endringene som ble prøvd, alene eller to sammen, ville med sikkerhet gitt {household} bolig.")
        }
        Smallest::NoneWithinTwo => {
            format!("Ingen endring på menyen, og ikke to sammen, gir {household} bolig uansett loddtrekning.")
        }
        Smallest::NotSearched => "Letingen ble avbrutt før den var ferdig.".to_owned(),
    }
}

/// A step; for a party, who is told what could have been, in the past.
fn step(teller: &Teller<'_>, household: &HouseholdId, step: &Step) -> String {
    let verb = |now: &'static str, then: &'static str| if teller.reader == Reader::Party { then } else { now };
    match step {
        Step::AcceptCategory { category } => {
            format!("{household} {} {}", verb("godtar", "hadde godtatt"), category.nb())
        }
        Step::AcceptDistrict { district } => {
            format!("{household} {} bydelen {district}", verb("godtar", "hadde godtatt"))
        }
        Step::AcceptSite { site } => format!("{household} {} {}", verb("godtar", "hadde godtatt"), teller.place(site.as_str())),
        Step::Without { tag } => format!("{household} ikke {} ha «{tag}»", verb("lenger må", "hadde måttet")),
        Step::AcceptOffer { unit } => {
            format!("{household} likevel {} ja til {unit}", verb("takker", "hadde takket"))
        }
        Step::Consent { consent } => format!("{household} {} til «{consent}»", verb("samtykker", "hadde samtykket")),
        Step::Fact { attribute, value } => format!(
            "opplysningen om {} {} «{}»",
            teller.attribute(attribute),
            verb("er", "hadde vært"),
            teller.stated(attribute, value)
        ),
        Step::RuleOff { rule } => {
            format!("kontoret {} bort fra regelen «{}»", verb("ser", "hadde sett"), teller.rule(rule))
        }
        Step::Capacity { resource, more } => {
            format!("«{}» {} med {}", teller.resource(resource), verb("økes", "hadde vært økt"), teller.amount(resource, *more))
        }
        Step::AddHome { category } => {
            format!("det {} til en bolig av typen {}", verb("kommer", "hadde kommet"), category.nb())
        }
    }
}

pub fn draft(teller: &Teller<'_>, why: &Why, change: Option<&str>) -> String {
    let round = teller.problem.round();
    let date = teller.date(round.date);
    let answer = match (&why.placement, why.subject.household()) {
        (Some(placement), Some(household)) => {
            format!("{household} er tildelt {} fra {}.", teller.address(&placement.unit), teller.date(placement.start))
        }
        (None, Some(household)) => match teller.stays_in(household) {
            Some((home, false)) => {
                let home = teller.address(home);
                format!("{household} er ikke tildelt ny bolig i denne runden, og blir boende i {home}.")
            }
            Some((home, true)) => {
                let home = teller.address(home);
                format!("{household} er ikke tildelt ny bolig i denne runden, og må fortsatt flytte fra {home}.")
            }
            None => format!("{household} er ikke tildelt bolig i denne runden."),
        },
        _ => String::new(),
    };
    let mut together = vec!["Søkerne og boligene i runden ble vurdert samlet.".to_owned()];
    if teller.has_shortlists() {
        together.push("Hver søker ble vurdert for et utvalg av boligene, dels trukket ved lodd.".to_owned());
    }
    together.push("Regler som gjelder uten unntak, er kontrollert for hver tildelt bolig.".to_owned());
    if let Some(exchange) = why.exchange() {
        let until = if exchange.decides().is_some() { ", til og med det som avgjorde" } else { "" };
        let goals = teller.goals(exchange).join(", ");
        together.push(format!("Rundens mål går foran hverandre i denne rekkefølgen{until}: {goals}."));
    }
    let mut parts = vec![
        "Utkast til begrunnelse. Må leses, rettes og underskrives av saksbehandler.".to_owned(),
        if round.id == round.date.to_string() {
            format!("Tildelingsrunde {date}.")
        } else {
            format!("Tildelingsrunde {}, {date}.", round.id)
        },
        answer,
        together.join(" "),
    ];
    let (closing, causes) = (teller.closing(why), teller.causes(why));
    let of_all = teller.homes(why.considered) + " i spill";
    if !closing.is_empty() {
        let asks = why.closed.iter().any(|closed| matches!(closed.cause, Cause::Ask { .. }));
        let unsuited = if asks { "passet ikke, eller kunne ikke vurderes uten flere opplysninger" } else { "passet ikke" };
        let intro = format!("{} av {of_all} {unsuited}. Grunnene er (en bolig kan telle flere ganger):", why.closed_in_all);
        parts.push(format!("{intro}\n{}", lines(closing)));
    }
    let open = why.considered - why.closed_in_all;
    if open > 0 && !causes.is_empty() {
        parts.push(format!("{open} av {of_all} kunne passe, men er ikke gitt til husstanden:\n{}", lines(causes)));
    } else if !causes.is_empty() {
        parts.push(lines(causes));
    }
    parts.extend(change.map(|change| format!("Hva som kunne gitt et annet svar: {change}")));
    parts
        .push("Du kan be om innsyn i saken, og du kan klage på avgjørelsen. [Klagefrist og klageinstans fylles inn.]".to_owned());
    parts.join("\n\n")
}
