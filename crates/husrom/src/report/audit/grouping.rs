//! The groups that an audit tells apart.

use crate::problem::term::{Term, terms};
use crate::problem::{Application, Gender, Household, Language, Person, SubstanceCourse};

terms! {
    /// What households are grouped by.
    pub enum Grouping: "grouping", "gruppering" {
        /// Gender of the adults; of several genders: mixed.
        Gender = "gender", "kjønn";
        /// Age of the oldest adult, in bands.
        Age = "age", "alder";
        /// Substance course, the heaviest of the adults'.
        Course = "course", "rusforløp";
        /// Home district.
        District = "district", "bydel";
        /// Situation.
        Situation = "situation", "situasjon";
    }
}

/// A group, in the order it is shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Group {
    place: usize,
    /// Canonical name; a district's own.
    pub code: String,
    nb: String,
    en: String,
}

impl Group {
    /// A group that is called by its code in English.
    fn new(place: usize, code: &str, nb: &str) -> Self {
        Self { place, code: code.to_owned(), nb: nb.to_owned(), en: code.to_owned() }
    }

    fn term<T: Term>(value: T) -> Self {
        let place = T::all().iter().position(|other| *other == value).unwrap_or_default();
        Self { place, code: value.name().to_owned(), nb: value.nb().to_owned(), en: value.en().to_owned() }
    }

    fn unknown() -> Self {
        Self::new(usize::MAX, "unknown", "ukjent")
    }

    /// All households together.
    pub(super) fn everybody() -> Self {
        Self::new(usize::MAX, "all", "alle")
    }

    /// As a person reads it.
    #[must_use]
    pub fn label(&self, language: Language) -> &str {
        language.pick(&self.nb, &self.en)
    }
}

/// The age bands: least age, canonical name, label.
const BANDS: [(u8, &str, &str); 4] =
    [(0, "under 25", "under 25"), (25, "25-39", "25–39"), (40, "40-59", "40–59"), (60, "60+", "60 og over")];

impl Grouping {
    /// The group of a household that waits.
    pub(super) fn group(self, household: &Household, application: &Application) -> Group {
        let adults = || household.persons.iter().filter(|person| !person.child);
        match self {
            Self::Gender => gender(&mut adults()),
            Self::Age => age(&mut adults()),
            Self::Course => course(&mut adults()),
            Self::District => {
                let district = application.district.as_ref().map(|district| Group::new(0, district.as_str(), district.as_str()));
                district.unwrap_or_else(Group::unknown)
            }
            Self::Situation => application.situation.map_or_else(Group::unknown, Group::term),
        }
    }
}

type Adults<'r> = dyn Iterator<Item = &'r Person> + 'r;

fn gender(adults: &mut Adults<'_>) -> Group {
    let known: Option<Vec<Gender>> = adults.map(|adult| adult.gender).collect();
    match known.as_deref() {
        Some([first, others @ ..]) if others.iter().all(|other| other == first) => Group::term(*first),
        Some([_, ..]) => Group::new(Gender::all().len(), "mixed", "flere kjønn"),
        Some([]) | None => Group::unknown(),
    }
}

fn age(adults: &mut Adults<'_>) -> Group {
    let ages: Vec<Option<u8>> = adults.map(|adult| adult.age).collect();
    let oldest = ages.iter().flatten().max();
    let band = oldest.and_then(|oldest| BANDS.iter().rposition(|(least, _, _)| least <= oldest));
    let is_last = band == Some(BANDS.len() - 1);
    // An unknown age may be the highest, unless one is in the last band already.
    match band.filter(|_| is_last || !ages.contains(&None)) {
        Some(band) => {
            let (_, code, nb) = BANDS[band];
            Group { en: code.replace('-', "–"), ..Group::new(band, code, nb) }
        }
        None => Group::unknown(),
    }
}

fn course(adults: &mut Adults<'_>) -> Group {
    let courses: Vec<Option<SubstanceCourse>> = adults.map(|adult| adult.course).collect();
    let heaviest = courses.iter().flatten().max().copied();
    let is_last = heaviest == Some(SubstanceCourse::ActiveUse);
    heaviest.filter(|_| is_last || !courses.contains(&None)).map_or_else(Group::unknown, Group::term)
}
