//! The example round reads, and its Norwegian tables mean what the English ones mean.

use std::path::Path;

use husrom::problem::{Problem, Tenure};

fn read(folder: &str) -> Problem {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/bergen").join(folder);
    Problem::read(path).unwrap_or_else(|error| panic!("{folder}: {error}"))
}

#[test]
fn the_quarter_holds_the_197_of_the_list() {
    let quarter = read("quarter");
    assert_eq!(quarter.applicants().count(), 197);
    assert!(quarter.residents().count() > 300);
    assert!(quarter.residents().any(|(_, residency)| residency.tenure == Tenure::MustMove));
}

#[test]
fn norwegian_headings_and_values_say_the_same_as_the_english_ones() {
    let (quarter, week) = (read("quarter"), read("week"));
    for site in week.sites() {
        assert_eq!(quarter.site(&site.id), Some(site), "{}", site.id);
    }
    for unit in week.units() {
        assert_eq!(quarter.unit(&unit.id), Some(unit), "{}", unit.id);
    }
    for (household, _) in week.applicants() {
        assert_eq!(quarter.household(&household.id), Some(household), "{}", household.id);
    }
    assert_eq!(quarter.rules(), week.rules());
    assert_eq!(quarter.settings(), week.settings());
    assert_eq!(quarter.parts().relations, week.parts().relations);
    assert_eq!(quarter.parts().resources, week.parts().resources);
}
