//! People who can only have each other's homes.

use husrom::Problem;
use husrom::allocation::LevelResult;
use serde_json::{Value, json};

use crate::office::{mover, round};
use crate::solve;

/// As many people as wishes, each with a home of its own, who go only to the homes they wish for, the best first; in circles of no more
/// than `longest`.
fn homes_to_swap(wishes: &[Vec<usize>], longest: usize) -> Problem {
    let (name, all) = (|home: &usize| format!("H{home}"), 0..wishes.len());
    let wish = |(one, wished): (usize, &Vec<usize>)| {
        let refused: Vec<String> = all.clone().filter(|home| !wished.contains(home)).map(|home| name(&home)).collect();
        let wished: Vec<String> = wished.iter().map(name).collect();
        let over = json!({"wish_sites": wished, "refused_sites": refused});
        mover(&format!("S{one}"), &format!("H{one} 1"), "wants_to_move", over)
    };
    let (applicants, residents): (Vec<Value>, Vec<Value>) = wishes.iter().enumerate().map(wish).unzip();
    round(json!({
        "settings": {"longest_chain": longest},
        "sites": all.clone().map(|home| json!({"id": name(&home), "category": "ordinaer"})).collect::<Vec<Value>>(),
        "units": all.clone().map(|home| json!({"id": format!("H{home} 1"), "site": name(&home)})).collect::<Vec<Value>>(),
        "applicants": applicants,
        "residents": residents,
    }))
}

fn fit(levels: &[LevelResult]) -> i64 {
    levels.iter().find(|level| level.measure == "fit").unwrap().value
}

#[test]
fn a_round_of_swaps_alone_is_proved_where_everybody_would_rather_go_round_in_one() {
    // Three points for the next one's home, two for the next one's of the same three.
    let mut wishes: Vec<Vec<usize>> = (0..36).map(|one| vec![(one + 1) % 36, one / 3 * 3 + (one + 1) % 3]).collect();
    // To two of three these are the same.
    wishes.iter_mut().for_each(Vec::dedup);
    assert_eq!(fit(solve(&homes_to_swap(&wishes, 36)).levels()), 36 * 3);
    let three = solve(&homes_to_swap(&wishes, 3));
    assert_eq!((three.placements().len(), fit(three.levels())), (36, 12 * (3 + 3 + 2)));
    assert_eq!(solve(&homes_to_swap(&wishes, 2)).placements().len(), 0);
}
