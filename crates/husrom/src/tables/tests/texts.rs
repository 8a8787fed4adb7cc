//! How faults are told.

use super::super::suggestion::nearest;
use super::super::{Code, InputError};
use super::{json, read};
use crate::problem::{Language, Problem};

fn error() -> InputError {
    read(&[
        ("applicants", r#"[{"id": "M1", "class": 1}, {"id": "A2", "class": 2, "kjønn": "kv"}]"#),
        ("relations", r#"[{"one": "S-219", "other": "M1", "kind": "apart", "scope": "site"}]"#),
    ])
    .unwrap_err()
}

#[test]
fn the_message_names_row_column_and_value_with_the_advice_on_a_line_of_its_own() {
    let expected = "2 feil i 2 tabeller (ingenting er endret eller hoppet over)\n  \
        Søkere, rad 2, kjønn: «kv» ukjent verdi (kjønn)  [E203]\n      Mente du «kvinne»?\n  \
        Relasjoner, rad 1, one: «S-219» finnes ikke blant søkere eller beboere  [E302]\n      Rett navnet, eller legg det til der.";
    assert_eq!(error().to_string(), expected);
    let english = error().text(Language::En);
    assert!(
        english
            .starts_with("2 faults in 2 tables (nothing has been changed or skipped)\n  Applicants, row 2, kjønn: “kv” unknown")
    );
    assert!(english.contains("\n      Did you mean “woman”?"));
}

#[test]
fn the_language_of_the_message_is_the_rounds() {
    let text = json(&[("round", r#"{"id": "r", "date": "tomorrow", "language": "engelsk"}"#)]);
    assert!(Problem::from_json(text).unwrap_err().to_string().starts_with("1 fault in 1 table "));
}

#[test]
fn an_error_is_data_that_goes_out_and_in() {
    let text = serde_json::to_string(&error()).unwrap();
    assert!(text.contains(r#""code":"E203""#) && text.contains(r#""row":2"#));
    assert_eq!(serde_json::from_str::<InputError>(&text).unwrap(), error());
}

#[test]
fn a_long_value_is_cut_and_kept_on_one_line() {
    let long = format!("a\\n{}", "b".repeat(5_000));
    let issues = super::faults(&[("applicants", &format!(r#"[{{"id": "M1", "class": "{long}"}}]"#))]);
    let value = issues[0].value.as_deref().unwrap();
    assert!(value.chars().count() < 100 && !value.contains('\n'));
}

#[test]
fn the_nearest_word_is_near() {
    let words = ["kvinne", "mann", "annet", "småhus", "prioritet", "saksnummer", "søker"];
    for (text, expected) in
        [("kv", "kvinne"), ("kvine", "kvinne"), ("smahsu", "småhus"), ("priortiet", "prioritet"), ("saksnr", "saksnummer")]
    {
        assert_eq!(nearest(text, words), Some(expected), "{text}");
    }
    for text in ["", "x", "zzz", "helt noe annet"] {
        assert_eq!(nearest(text, words), None, "{text}");
    }
}

#[test]
fn codes_are_stable_and_each_has_a_meaning() {
    let mut all: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
    assert!(all.is_sorted());
    all.dedup();
    assert_eq!(all.len(), Code::ALL.len());
    assert!(Code::ALL.iter().all(|code| code.meaning().ends_with('.') && code.to_string() == code.as_str()));
}
