//! The summary of an allocation, as a caseworker reads it.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::table::{grade, movers};
use crate::allocation::{Allocation, Stopped};
use crate::problem::{Language, Measure};

/// One line: round, placed, waiting, proved.
#[must_use]
pub fn line(allocation: &Allocation, language: Language) -> String {
    let placed = allocation.placements().len();
    let waiting = allocation.unplaced().len();
    let proved = allocation.levels().iter().filter(|level| level.bound == Some(level.held)).count();
    let levels = allocation.levels().len();
    match language {
        Language::Nb => {
            format!(
                "Tildeling {}: {placed} får bolig, {waiting} venter, {proved} av {levels} nivåer bevist",
                allocation.problem().round().id
            )
        }
        Language::En => {
            format!(
                "Allocation {}: {placed} housed, {waiting} waiting, {proved} of {levels} levels proved",
                allocation.problem().round().id
            )
        }
    }
}

/// The round, its levels with value, bound, proof and seconds, and what it comes to.
#[must_use]
pub fn summary(allocation: &Allocation, language: Language) -> String {
    let problem = allocation.problem();
    let outcome = allocation.outcome();
    let say = |nb: &'static str, en: &'static str| language.pick(nb, en);
    let mut text = String::new();
    // One, or several, of something.
    let some = |count: usize, nb: [&'static str; 2], en: [&'static str; 2]| {
        let several = usize::from(count != 1);
        format!("{} {}", language.number(i64::try_from(count).unwrap_or(i64::MAX)), say(nb[several], en[several]))
    };
    let whole = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{} {} · {} · {} ({}) · {}",
        say("Tildelingsrunde", "Allocation round"),
        problem.round().id,
        some(problem.applicants().count(), ["søker", "søkere"], ["applicant", "applicants"]),
        some(whole(outcome.effort.homes.into()), ["bolig i spill", "boliger i spill"], ["home in play", "homes in play"]),
        some(whole(outcome.effort.classes.into()), ["klasse", "klasser"], ["class", "classes"]),
        some(
            problem.residents().count(),
            ["beboer tatt hensyn til", "beboere tatt hensyn til"],
            ["resident considered", "residents considered"]
        ),
    );
    let header =
        [say("nivå", "level"), say("verdi", "value"), say("grense", "bound"), say("bevist", "proof"), say("sekunder", "seconds")];
    let _ = writeln!(text, "  {:<34}{:>12}{:>12}   {:<14}{:>9}", header[0], header[1], header[2], header[3], header[4]);
    for level in allocation.levels() {
        let label = Measure::read(&level.measure).map_or_else(|| level.measure.clone(), |measure| measure.label(language));
        let bound = level.bound.map_or_else(|| "–".to_owned(), |bound| language.number(bound));
        let given = if level.given { "" } else { "*" };
        let proof = format!("{}{given}", grade(level.grade, language));
        let (value, seconds) = (language.number(level.value), format!("{:.2}", level.seconds).replace('.', say(",", ".")));
        let _ = writeln!(text, "  {label:<34}{value:>12}{bound:>12}   {proof:<14}{seconds:>9}");
    }
    if allocation.levels().iter().any(|level| !level.given) {
        let note = say("bevist gitt nivåene over, som ikke er bevist", "proved given the levels above, which are not");
        let _ = writeln!(text, "  * {note}");
    }
    let chains: BTreeSet<u32> = outcome.chains.iter().flatten().map(|(chain, _)| *chain).collect();
    let vacant: u32 = outcome.vacant.iter().map(|vacancy| vacancy.places).sum();
    let _ = writeln!(
        text,
        "{} ({}, {}) · {} · {} · {} · {}",
        some(allocation.placements().len(), ["får bolig", "får bolig"], ["gets a home", "get a home"]),
        some(movers(allocation), ["flytter", "flytter"], ["moves", "move"]),
        some(chains.len(), ["kjede", "kjeder"], ["chain", "chains"]),
        some(allocation.unplaced().len(), ["venter videre", "venter videre"], ["waits on", "wait on"]),
        some(whole(vacant.into()), ["plass står tom", "plasser står tomme"], ["place stands empty", "places stand empty"]),
        some(outcome.roofs.len(), ["trenger tak i dag", "trenger tak i dag"], ["needs a roof today", "need a roof today"]),
        say("alle regler kontrollert", "all rules checked"),
    );
    let stopped = match outcome.stopped {
        Stopped::Finished => return text,
        Stopped::TimeLimit => say(
            "Stoppet av tidsgrensen: beste kontrollerte forslag så langt.",
            "Stopped by the time limit: the best checked proposal so far.",
        ),
        Stopped::WorkLimit => {
            say("Stoppet av arbeidsgrensen på minst ett nivå.", "Stopped by the work limit on at least one level.")
        }
        Stopped::Interrupted => {
            say("Avbrutt: beste kontrollerte forslag så langt.", "Interrupted: the best checked proposal so far.")
        }
    };
    let _ = writeln!(text, "{stopped}");
    text
}
