//! Norwegian national identity numbers (*fødselsnummer*, D-number): recognised, so that they can be refused and never printed.
//!
//! An office needs pseudonyms or case numbers only (MODEL §6).

/// Whether a text holds a national identity number: eleven digits with a date and both check digits, in one piece or in groups.
pub(super) fn found_in(text: &str) -> bool {
    !spans(text).is_empty()
}

/// Whether a whole number is one; a leading zero may have been lost.
pub(super) fn is_number(number: i128) -> bool {
    (1_000_000_000..=99_999_999_999).contains(&number) && found_in(&format!("{number:011}"))
}

/// The text with every national identity number put out of sight.
pub(crate) fn redacted(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut rest = 0;
    for (start, end) in spans(text) {
        if start >= rest {
            shown.push_str(&text[rest..start]);
            shown.push_str("•••");
            rest = end;
        }
    }
    shown.push_str(&text[rest..]);
    shown
}

/// A run of digits: where it stands, and the digits.
struct Group {
    start: usize,
    end: usize,
    digits: Vec<u32>,
}

/// Where national identity numbers stand: groups of digits, one separator apart at most, eleven digits together.
fn spans(text: &str) -> Vec<(usize, usize)> {
    let groups = groups(text);
    let mut found = Vec::new();
    for (index, first) in groups.iter().enumerate() {
        let mut digits = first.digits.clone();
        let mut end = first.end;
        for next in &groups[index + 1..] {
            if digits.len() >= 11 || !is_separator(&text[end..next.start]) {
                break;
            }
            digits.extend(&next.digits);
            end = next.end;
        }
        if is_valid(&digits) {
            found.push((first.start, end));
        }
    }
    found
}

fn groups(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (start, letter) in text.char_indices() {
        let Some(digit) = letter.to_digit(10) else { continue };
        match groups.last_mut() {
            Some(group) if group.end == start => {
                group.digits.push(digit);
                group.end = start + 1;
            }
            _ => groups.push(Group { start, end: start + 1, digits: vec![digit] }),
        }
    }
    groups
}

fn is_separator(between: &str) -> bool {
    matches!(between, " " | "-" | "." | "\u{a0}" | "\u{2013}" | "\u{2009}" | "/")
}

/// Eleven digits: a date (day + 40 in D-numbers, month + 40 or + 80 in synthetic ones) and two check digits modulo 11.
fn is_valid(digits: &[u32]) -> bool {
    const FIRST: [u32; 9] = [3, 7, 6, 1, 8, 9, 4, 5, 2];
    const SECOND: [u32; 10] = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    let [d0, d1, m0, m1, _, _, _, _, _, k1, k2] = digits else { return false };
    let day = (d0 * 10 + d1) % 40;
    let day_is_plain_or_d = d0 * 10 + d1 <= 31 || (41..=71).contains(&(d0 * 10 + d1));
    let month = (m0 * 10 + m1) % 40;
    let longest = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    let check = |weights: &[u32]| (11 - weights.iter().zip(digits).map(|(weight, digit)| weight * digit).sum::<u32>() % 11) % 11;
    day_is_plain_or_d && day >= 1 && day <= longest && check(&FIRST) == *k1 && check(&SECOND) == *k2
}
