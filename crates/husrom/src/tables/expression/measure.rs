//! Measures by name, in either language.

use crate::problem::{Measure, fold};
use crate::tables::issue::{Code, Fault, did_you_mean, say};
use crate::tables::schema::WEIGHT;
use crate::tables::suggestion::nearest;

/// The measures' names with their Norwegian ones.
const NAMES: [(&str, &[&str]); 13] = [
    ("changes", &["endringer", "tilbud som trekkes"]),
    ("housed", &["bolig", "får bolig"]),
    ("overdue", &["over frist", "ventet for lenge"]),
    ("displaced", &["må flytte", "blir boende"]),
    ("deadline", &["frist", "etter bosettingsfrist"]),
    ("misplacement", &["feilplassering"]),
    ("fit", &["ønsker og egnethet", "ønsker", "egnethet"]),
    ("roof", &["tak", "tak som må kjøpes"]),
    ("temporary", &["midlertidig"]),
    ("moves", &["flyttinger"]),
    ("cost", &["kostnad"]),
    ("concentration", &["konsentrasjon", "over sonens tak", "opphopning"]),
    ("lot", &["lodd", "loddtrekning"]),
];

/// Reads a measure: `housed(1)`, `bolig(2..)`, `10*housed(1)+3*fit`.
pub(in crate::tables) fn measure(text: &str) -> Result<Measure, Fault> {
    let canonical: Vec<String> = text.split('+').map(term).collect();
    Measure::read(&canonical.join("+")).ok_or_else(|| {
        let is_known =
            |term: &String| Measure::read(term.split_once('*').map_or(term.as_str(), |(_, measure)| measure)).is_some();
        if text.contains(['*', '+']) && canonical.iter().all(is_known) { weights() } else { unknown(text) }
    })
}

/// Why a weighted sum cannot be.
pub(in crate::tables) fn weights() -> Fault {
    Fault::new(
        Code::Weights,
        say("summen har et ledd eller en vekt som ikke går", "the sum has a term or weight that does not go"),
        say(
            format!("Skriv vekt*mål+vekt*mål med hele vekter fra {} til {}, uten housed(2..).", WEIGHT.0, WEIGHT.1),
            format!(
                "Write weight*measure+weight*measure with whole weights from {} to {}, without housed(2..).",
                WEIGHT.0, WEIGHT.1
            ),
        ),
    )
}

/// One term of a sum with its measure's canonical name.
fn term(text: &str) -> String {
    let (weight, measure) = text.split_once('*').map_or((None, text), |(weight, measure)| (Some(weight), measure));
    let (name, argument) = measure.split_once('(').map_or((measure, None), |(name, argument)| (name, Some(argument)));
    let folded = fold(name);
    let known =
        NAMES.iter().find(|(canonical, others)| fold(canonical) == folded || others.iter().any(|other| fold(other) == folded));
    let mut term = weight.map_or_else(String::new, |weight| format!("{}*", weight.trim()));
    term.push_str(known.map_or(name.trim(), |(canonical, _)| *canonical));
    if let Some(argument) = argument {
        term.push('(');
        term.push_str(argument.trim());
    }
    term
}

fn unknown(text: &str) -> Fault {
    let name = text.split(['(', '*']).find(|part| part.chars().any(char::is_alphabetic)).unwrap_or(text);
    let words = NAMES.iter().flat_map(|(canonical, others)| [*canonical].into_iter().chain(others.iter().copied()));
    let meant = nearest(name, words).filter(|word| fold(word) != fold(name)).map(|word| did_you_mean(word, word));
    let action = meant.unwrap_or_else(|| {
        let known = NAMES.map(|(canonical, _)| canonical).join(", ");
        say(
            format!("Skriv en av: {known}; housed med klasse: housed(1), housed(2..); en sum: 10*housed(1)+3*fit."),
            format!("Write one of: {known}; housed with a class: housed(1), housed(2..); a sum: 10*housed(1)+3*fit."),
        )
    });
    Fault::new(Code::UnknownMeasure, say("ukjent måltall", "unknown measure"), action)
}
