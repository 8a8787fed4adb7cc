//! What is left of a program on some of its columns: the others are 0, and rows that say nothing any more are left out.

use std::collections::BTreeMap;

use crate::formulation::Row;

/// Terms in places among the columns left, and the bound.
pub type Inequality = (Vec<(usize, i64)>, i64);

/// The rows that still say something. `place` is where each column of the program is now, `usize::MAX` for those that are 0.
pub fn rows(rows: &[&Row], uppers: &[i64], place: &[usize]) -> Vec<Inequality> {
    let mut groups: BTreeMap<(&str, &str), Vec<Inequality>> = BTreeMap::new();
    for row in rows {
        let left = row.terms.iter().filter(|(column, _)| place[*column] != usize::MAX);
        let most: i64 = left.clone().map(|(column, it)| it.max(&0) * uppers[*column]).sum();
        if most > row.bound {
            let terms = left.map(|(column, it)| (place[*column], *it)).collect();
            // Rows over dates are of one rule and scope.
            groups.entry((row.tag.rule.as_str(), row.tag.scope.as_str())).or_default().push((terms, row.bound));
        }
    }
    groups.into_values().flat_map(undominated).collect()
}

/// The inequalities that no other one of the group implies term by term.
fn undominated(group: Vec<Inequality>) -> Vec<Inequality> {
    // Each household once, or levels: no two alike, and too many to compare.
    if group.len() < 2 || group.len() > 64 {
        return group;
    }
    let mut kept: Vec<Option<Inequality>> = group.into_iter().map(Some).collect();
    for one in 0..kept.len() {
        let implied = (0..kept.len()).any(|other| match (&kept[one], &kept[other]) {
            (Some((terms, bound)), Some((others, least))) => other != one && implies((others, *least), (terms, *bound)),
            _ => false,
        });
        if implied {
            kept[one] = None;
        }
    }
    kept.into_iter().flatten().collect()
}

/// Whether the first inequality implies the second because its terms are no smaller and its bound is no larger.
pub fn implies(first: (&[(usize, i64)], i64), second: (&[(usize, i64)], i64)) -> bool {
    if first.1 > second.1 {
        return false;
    }
    let (mut left, mut right) = (first.0.iter().peekable(), second.0.iter().peekable());
    loop {
        match (left.peek(), right.peek()) {
            (None, None) => return true,
            (Some((one, more)), Some((other, less))) if one == other => {
                if more < less {
                    return false;
                }
                left.next();
                right.next();
            }
            (Some((one, more)), next) if next.is_none_or(|(other, _)| one < other) => {
                if *more < 0 {
                    return false;
                }
                left.next();
            }
            (_, Some((_, less))) => {
                if *less > 0 {
                    return false;
                }
                right.next();
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_later_date_with_no_more_room_says_it_all() {
        let early = (vec![(0, 2), (3, 1)], 4);
        let late = (vec![(0, 2), (1, 5), (3, 1)], 4);
        assert_eq!(undominated(vec![early, late.clone()]), vec![late]);
    }

    #[test]
    fn more_room_later_leaves_both() {
        let rows = vec![(vec![(0, 2)], 4), (vec![(0, 2), (1, 5)], 6)];
        assert_eq!(undominated(rows.clone()), rows);
    }

    #[test]
    fn somebody_who_leaves_in_between_leaves_both() {
        let rows = vec![(vec![(0, 2)], 4), (vec![(0, 2), (1, 5), (2, -1)], 4)];
        assert_eq!(undominated(rows.clone()), rows);
    }

    #[test]
    fn of_two_the_same_one_is_left() {
        let row = (vec![(0, 1), (1, -1)], 0);
        assert_eq!(undominated(vec![row.clone(), row.clone()]), vec![row]);
    }

    #[test]
    fn a_smaller_share_implies_nothing_of_a_larger() {
        let rows = vec![(vec![(0, 1)], 4), (vec![(0, 2)], 4)];
        assert_eq!(undominated(rows), vec![(vec![(0, 2)], 4)]);
    }
}
