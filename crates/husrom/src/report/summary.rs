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
    let applicants = problem.applicants().count();
    let residents = problem.residents().count();
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{} {} · {applicants} {} · {} {} ({} {}) · {residents} {}",
        say("Tildelingsrunde", "Allocation round"),
        problem.round().id,
        say("søkere", "applicants"),
        outcome.effort.homes,
        say("boliger i spill", "homes in play"),
        outcome.effort.classes,
        say("klasser", "classes"),
        say("beboere tatt hensyn til", "residents considered"),
    );
    let header =
        [say("nivå", "level"), say("verdi", "value"), say("grense", "bound"), say("bevist", "proof"), say("sekunder", "seconds")];
    let _ = writeln!(text, "  {:<34}{:>12}{:>12}   {:<14}{:>9}", header[0], header[1], header[2], header[3], header[4]);
    for level in allocation.levels() {
        let label = Measure::read(&level.measure).map_or_else(|| level.measure.clone(), |measure| measure.label(language));
        let bound = level.bound.map_or_else(|| "–".to_owned(), |bound| bound.to_string());
        let given = if level.given { "" } else { "*" };
        let proof = format!("{}{given}", grade(level.grade, language));
        let _ = writeln!(text, "  {label:<34}{:>12}{bound:>12}   {proof:<14}{:>9.2}", level.value, level.seconds);
    }
    if allocation.levels().iter().any(|level| !level.given) {
        let note = say("bevist gitt nivåene over, som ikke er bevist", "proved given the levels above, which are not");
        let _ = writeln!(text, "  * {note}");
    }
    let chains: BTreeSet<u32> = outcome.chains.iter().flatten().map(|(chain, _)| *chain).collect();
    let vacant: u32 = outcome.vacant.iter().map(|vacancy| vacancy.places).sum();
    let _ = writeln!(
        text,
        "{} {} ({} {}, {} {}) · {} {} · {vacant} {} · {} {} · {}",
        allocation.placements().len(),
        say("får bolig", "get a home"),
        movers(allocation),
        say("flytter", "move"),
        chains.len(),
        say("kjeder", "chains"),
        allocation.unplaced().len(),
        say("venter videre", "wait on"),
        say("plasser står tomme", "places stand empty"),
        outcome.roofs.len(),
        say("trenger tak i dag", "need a roof today"),
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
