//! The rules that come with the house: the built-in tests, and the documents' composition rules as presets.

use std::collections::{BTreeMap, BTreeSet};

use super::goal::Measure;
use super::ids::Dimension;
use super::person::SubstanceCourse;
use super::quantity::Level;
use super::rule::{Attribute, Composition, HomeFilter, Predicate, Rule, RuleKind, Scope, Strictness, Test};
use super::term::Term;

/// The built-in tests, on unless the office says otherwise: each applies only where a home or household carries the fact. The rule's
/// id is the test's name; `single` holds the one-gender sites.
#[must_use]
pub fn built_in() -> Vec<Rule> {
    let test = |test: Test| {
        let (say_nb, say_en, source) = sentence(test);
        let strictness = match test {
            Test::Overstaffed => Strictness::Soft { level: Measure::Misplacement, price: 1 },
            _ => Strictness::Hard,
        };
        rule(test.name(), RuleKind::Test(test), strictness, [say_nb, say_en, source])
    };
    let mut rules: Vec<Rule> = Test::all().iter().copied().map(test).collect();
    rules.push(rule(
        "single",
        RuleKind::SingleGender { exempt_household: false },
        Strictness::Hard,
        ["Kvinner og menn bor ikke sammen på et bosted for ett kjønn", "Women and men do not share a site for one gender", "R55"],
    ));
    rules
}

/// The documents' composition rules as presets, by id. All are off until the office turns them on; where the documents give no number
/// the office gives it (gaps.md 1.3–1.5), and the number here only stands in its place.
#[must_use]
pub fn presets() -> Vec<Rule> {
    let course = |courses: &[SubstanceCourse]| Predicate { course: courses.iter().copied().collect(), ..Predicate::default() };
    let violent = |level: u8| Predicate {
        behaviour: BTreeMap::from([(Dimension::from(Dimension::VIOLENCE), Level(level))]),
        ..Predicate::default()
    };
    let vulnerable = Predicate { vulnerable: Some(true), ..Predicate::default() };
    let on_site = |id: &str, composition: Composition, words: [&str; 3]| {
        rule(id, RuleKind::Composition { composition, scope: Scope::Site, exempt_household: false }, Strictness::Off, words)
    };
    vec![
        rule(
            "R16",
            RuleKind::Exclude { who: Predicate { age_max: Some(25), child: Some(false), ..Predicate::default() } },
            Strictness::Off,
            ["Bostedet er ikke for unge", "The site is not for young people", "R16"],
        ),
        on_site(
            "R51",
            Composition::Apart { one: course(&[SubstanceCourse::ActiveUse]), other: course(&[SubstanceCourse::Recovery]) },
            ["Aktiv rus og rehabilitering bor ikke sammen", "Active use and rehabilitation do not live together", "R51"],
        ),
        on_site(
            "R53",
            Composition::Same { attribute: Attribute::Course },
            ["De som bor sammen, er i samme rusforløp", "Those who live together are in the same substance course", "R52, R53"],
        ),
        on_site(
            "R54",
            Composition::Apart { one: course(&[SubstanceCourse::ActiveUse]), other: course(&[SubstanceCourse::None]) },
            [
                "De som ikke bruker rusmidler, bor ikke sammen med noen i aktiv rus",
                "Those who use no substances do not live with those in active use",
                "R54",
            ],
        ),
        on_site(
            "R55",
            Composition::Same { attribute: Attribute::Gender },
            ["Kvinner og menn bor ikke på samme sted", "Women and men do not live on the same site", "R55"],
        ),
        on_site(
            "R56",
            Composition::Limit { who: violent(2), most: 1 },
            ["Ikke for mange med store utfordringer på samme sted", "Not too many with large challenges on one site", "R56, R59"],
        ),
        on_site(
            "R57",
            Composition::Limit { who: Predicate::default(), most: 4 },
            ["Ikke for mange på samme sted", "Not too many on one site", "R57, R58, R74"],
        ),
        on_site(
            "R60",
            Composition::Limit { who: Predicate { age_max: Some(25), ..Predicate::default() }, most: 2 },
            ["Ikke for mange unge på samme sted", "Not too many young people on one site", "R60"],
        ),
        on_site(
            "R64",
            Composition::Apart { one: vulnerable, other: violent(2) },
            ["Sårbare skjermes mot vold og trusler", "The vulnerable are protected from violence and threats", "R63, R64"],
        ),
    ]
}

fn rule(id: &str, kind: RuleKind, strictness: Strictness, [say_nb, say_en, source]: [&str; 3]) -> Rule {
    Rule {
        id: id.into(),
        kind,
        homes: HomeFilter { sites: BTreeSet::new(), ..HomeFilter::default() },
        strictness,
        say_nb: say_nb.to_owned(),
        say_en: say_en.to_owned(),
        source: source.to_owned(),
    }
}

fn sentence(test: Test) -> (&'static str, &'static str, &'static str) {
    match test {
        Test::Gender => ("Boligen er for et annet kjønn", "The home is for another gender", "R12, R13"),
        Test::Age => ("Alderen er utenfor boligens aldersgrenser", "The age is outside the home's window", "R14, R15"),
        Test::Tolerance => {
            ("Atferden er over det bostedet tåler", "The behaviour is above what the site tolerates", "R3, R4, R66")
        }
        Test::Substance => ("Bostedets rusregel passer ikke", "The site's substance rule does not fit", "R5, R6, R7"),
        Test::Motivation => ("Bostedet krever motivasjon for endring", "The site demands motivation for change", "R9"),
        Test::Treatment => ("Bostedet krever gjennomført behandling", "The site demands completed treatment", "R8"),
        Test::SpecialistAgreement => (
            "Bostedet krever avtale med spesialisthelsetjenesten",
            "The site demands an agreement with the specialist service",
            "R22",
        ),
        Test::WaitingList => ("Bostedet er for dem på venteliste", "The site is for those on the waiting list", "R21"),
        Test::Homeless => ("Bostedet er for bostedsløse", "The site is for the homeless", "R20"),
        Test::Severity => ("Bostedet er for et tyngre hovedforløp", "The site is for a heavier severity course", "R36"),
        Test::Children => ("Boligen er ikke for barn", "The home is not for children", "R17, R18, R19"),
        Test::Demands => {
            ("Boligen krever en profil søkeren ikke har", "The home demands a profile the household lacks", "R10, R40")
        }
        Test::Consent => {
            ("Kontrakten forutsetter et samtykke som ikke er gitt", "The contract presupposes a consent not given", "R24, R107")
        }
        Test::Decision => ("Vedtaket gjelder ikke denne boligtypen", "The decision does not cover this kind of home", "R23"),
        Test::Staffing => ("Bemanningen er mindre enn behovet", "The staffing is less than needed", "R68, R95"),
        Test::Robust => ("Søkeren må ha robust bolig", "The household needs a robust home", "R28"),
        Test::Accessible => ("Søkeren må ha tilgjengelig bolig", "The household needs an accessible home", "R30"),
        Test::Distance => ("Søkeren trenger avstand til andre", "The household needs distance to others", "R11"),
        Test::Shielding => ("Søkeren må ha skjermet bolig", "The household needs a shielded home", "R29"),
        Test::ServesDistrict => {
            ("Bostedet er ikke for søkerens bydel", "The site does not serve the household's district", "R32, R33, R34")
        }
        Test::ServesMunicipality => {
            ("Bostedet er ikke for søkerens kommune", "The site does not serve the household's municipality", "R44")
        }
        Test::Barred => ("Søkeren er utestengt fra bostedet", "The household is barred from the site", "R26, R27"),
        Test::Debt => ("Søkeren har gjeld til huseieren", "The household owes the landlord", "R25"),
        Test::Refusal => ("Søkeren har sagt nei til dette", "The household has refused this", "R96, R99, R108"),
        Test::Rent => ("Husleien er høyere enn søkeren kan betale", "The rent is more than the household can pay", "R205"),
        Test::Size => ("Husstanden er for stor for boligen", "The household is too large for the home", "MODEL §1"),
        Test::Requires => ("Boligen mangler noe søkeren må ha", "The home lacks something the household must have", "R30, R95"),
        Test::Deadline => ("Innflyttingen blir etter fristen", "Moving in would be past the deadline", "MODEL §2"),
        Test::StepDown => {
            ("Boligen er mindre varig enn den søkeren har", "The home is less lasting than the present one", "R191")
        }
        Test::Preferred => {
            ("Boligen er ikke blant dem beboeren ønsker", "The home is not among those the resident wishes for", "R97, R104")
        }
        Test::Overstaffed => ("Mer bemanning enn behovet", "More staffing than needed", "R130"),
    }
}
