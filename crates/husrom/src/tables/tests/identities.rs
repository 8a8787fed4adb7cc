//! National identity numbers are recognised, refused and never shown.

use super::super::{Code, ReadOptions, identity};
use super::{codes, faults, json};
use crate::problem::{Language, Problem};

/// Synthetic numbers with right check digits: plain, D-number, month + 80.
const NUMBERS: [&str; 3] = ["01010750160", "41010750073", "01810750045"];

#[test]
fn numbers_with_a_date_and_both_check_digits_are_recognised_in_any_writing() {
    for number in NUMBERS {
        assert!(identity::found_in(number), "{number}");
        let (date, rest) = number.split_at(6);
        for text in [
            format!("{date} {rest}"),
            format!("{date}-{rest}"),
            format!("sak 12 {date} {rest}, se mappe"),
            format!("f.{number}."),
        ] {
            assert!(identity::found_in(&text), "{text}");
            let shown = identity::redacted(&text);
            assert!(shown.contains("•••") && !shown.contains(rest), "{shown}");
        }
    }
    assert!(identity::is_number(1_010_750_160), "a leading zero lost");
}

#[test]
fn other_numbers_are_left_alone() {
    for text in
        ["01010750161", "01010750150", "32010750160", "01130750160", "0101075016", "010107501600", "S-104", "", "27 000 kr"]
    {
        assert!(!identity::found_in(text), "{text}");
        assert_eq!(identity::redacted(text), text);
    }
}

#[test]
fn a_column_of_them_is_refused_once_and_nothing_shows_them() {
    let [one, other, _] = NUMBERS;
    let rows = format!(
        r#"[{{"id": "{one}", "class": 1}}, {{"id": "{other}", "class": 1, "ident": "{one}", "gender": "{other}"}}, {{"id": "{one}", "class": 0}}]"#
    );
    let residents = format!(r#"[{{"id": {}, "unit": "S1", "status": "stays"}}]"#, one.trim_start_matches('0'));
    let issues = faults(&[("applicants", &rows), ("residents", &residents)]);
    let refused: Vec<_> =
        issues.iter().filter(|issue| issue.code == Code::NationalIds).map(|issue| issue.column.as_deref()).collect();
    assert_eq!(refused, [Some("id"), Some("ident"), Some("gender"), Some("id")]);
    assert!(codes(&issues).contains(&Code::OutOfRange), "other faults are told too");
    let error = Problem::from_json(json(&[("applicants", &rows), ("residents", &residents)])).unwrap_err();
    let all = format!("{error}{error:?}{}{}", error.text(Language::En), serde_json::to_string(&error).unwrap());
    for number in NUMBERS {
        assert!(!all.contains(number) && !all.contains(number.trim_start_matches('0')), "{all}");
    }
}

#[test]
fn a_heading_or_table_name_that_is_one_is_not_shown_either() {
    let number = NUMBERS[0];
    let error = Problem::from_json(json(&[("offers", &format!(r#"[{{"{number}": "x"}}]"#)), (number, "[]")])).unwrap_err();
    assert!(codes(&error.issues).contains(&Code::NationalIds));
    assert!(!format!("{error:?}").contains(number));
}

#[test]
fn an_office_that_asks_for_it_may_use_them() {
    let applicants = format!(r#"[{{"id": "{}", "class": 1}}, {{"id": "M1", "class": 1}}]"#, NUMBERS[0]);
    let text = json(&[("applicants", &applicants)]);
    assert!(Problem::from_json(&text).is_err());
    let options = ReadOptions::default().allow_national_ids(true);
    assert_eq!(Problem::from_json_with(&text, &options).unwrap().applicants().count(), 2);
}

#[test]
fn a_seed_may_look_like_one() {
    super::sound(&[("settings", r#"{"seed": 41010750073}"#)]);
}
