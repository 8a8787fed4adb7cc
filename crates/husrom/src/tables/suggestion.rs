//! Did you mean …? The nearest known word to one that is not known.

use crate::problem::fold;

/// The candidate nearest to a text: one that the text begins, one that a letter in three makes it into, or one that begins alike.
pub(super) fn nearest<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const ALIKE: usize = 4;
    let text = fold(text);
    let length = text.chars().count();
    if length < 2 {
        return None;
    }
    let rank = |candidate: &str| {
        let word = fold(candidate);
        let shared = word.chars().zip(text.chars()).take_while(|(a, b)| a == b).count();
        let distance = distance(&text, &word);
        let rank = if distance <= (length / 3).max(1) && distance < word.chars().count() {
            Some(distance)
        } else if shared == length {
            Some(2)
        } else if shared >= ALIKE && shared * 3 >= length * 2 {
            Some(4)
        } else {
            None
        };
        rank.map(|rank| (rank, word.len()))
    };
    let ranked = candidates.into_iter().filter_map(|candidate| Some((rank(candidate)?, candidate)));
    ranked.min_by_key(|(rank, _)| *rank).map(|(_, candidate)| candidate)
}

/// The nearest name of a thing. Codes with numbers in them are all near each other: none is suggested in place of another.
pub(super) fn nearest_name<'a>(text: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if text.chars().any(char::is_numeric) { None } else { nearest(text, candidates) }
}

/// Edit distance: letters put in, taken out, changed, or two neighbours exchanged.
fn distance(one: &str, other: &str) -> usize {
    const LONGEST: usize = 60;
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().take(LONGEST).collect(), other.chars().take(LONGEST).collect());
    let mut rows = vec![(0..=other.len()).collect::<Vec<usize>>()];
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut least = (rows[i][j] + usize::from(a != b)).min(rows[i][j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(rows[i - 1][j - 1] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}
