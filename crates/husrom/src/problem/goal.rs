//! Goals: levels in order, never weights, unless someone asks for a weighted sum.

use std::fmt;

use super::quantity::{Class, Days};
use super::term::Language;

/// What a level measures (MODEL §3). All values are integers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Measure {
    /// Pending offers that the round withdraws: Σ over pending offers (a, u) of 1 − x_au. Offers; min.
    Changes,
    /// Households of class c that step up into a transitional or permanent home: Σ x over their steps up − soft prices paid here.
    /// Households; max.
    Housed(Class),
    /// Stands in a list of goals for `housed` of every class from this one on, in order.
    HousedFrom(Class),
    /// Households past the longest acceptable wait of their class, or a threshold in days, left without a step up: Σ over them of
    /// 1 − Σ x over their steps up (R184). Households; min.
    Overdue(Option<Days>),
    /// Must-movers left in place: Σ over them of 1 − Σ x. Households; min.
    Displaced,
    /// Households past "must be housed by": Σ over those due by the horizon of 1 − Σ x into a lasting home in time. Households; min.
    Deadline,
    /// Soft prices not paid elsewhere: Σ price × degree of violation (R73, R130). Points; min.
    Misplacement,
    /// Points for wishes, preferred tags and assessments: Σ points_ak · x_ak (R96–R102). Points; max.
    Fit,
    /// Households for whom a roof must be bought today: Σ over the roofless who are ready of 1 − Σ x that start today (R190).
    /// Households; min.
    Roof,
    /// Temporary or bought accommodation: Σ over households in it of its monthly price (R192, R199). 1,000 kr a month; min.
    Temporary,
    /// Permanent tenants who move: Σ x over their pairs (R103, R201). Households; min.
    Moves,
    /// Monthly cost: Σ homes let and vacant + support that placements start + bought roofs (R199–R208). 1,000 kr; min.
    Cost,
    /// People above each zone's ceiling: Σ_z max(0, persons living in z at the horizon − ceiling_z) (R79). People; min.
    Concentration,
    /// The lot: Σ draw(round id, seed, household, likeness of the home) · x, which fixes the optimum by the input alone; max.
    Lot,
    /// A weighted sum of measures, each counted in its own direction (a `min` measure enters negatively); max.
    Weighted(Vec<(Measure, i64)>),
}

impl Measure {
    /// Whether more is better.
    #[must_use]
    pub fn maximises(&self) -> bool {
        matches!(self, Self::Housed(_) | Self::HousedFrom(_) | Self::Fit | Self::Lot | Self::Weighted(_))
    }

    /// Reads a canonical name such as `housed(1)`, `housed(2..)`, `overdue(365)`, `fit`, or a sum such as `10*housed(1)+3*fit`.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        if text.contains('*') {
            let terms = text.split('+').map(|term| {
                let (weight, measure) = term.split_once('*')?;
                let measure = Self::read(measure)?;
                let weight = weight.trim().parse().ok()?;
                (!matches!(measure, Self::Weighted(_) | Self::HousedFrom(_)) && weight > 0).then_some((measure, weight))
            });
            return terms.collect::<Option<Vec<_>>>().map(Self::Weighted);
        }
        let (name, argument) = match text.split_once('(') {
            Some((name, rest)) => (name.trim(), Some(rest.strip_suffix(')')?.trim())),
            None => (text, None),
        };
        let plain = |measure: Self| argument.is_none().then_some(measure);
        match name {
            "changes" => plain(Self::Changes),
            "housed" => {
                let argument = argument?;
                match argument.strip_suffix("..") {
                    Some(from) => from.trim().parse().ok().map(|class| Self::HousedFrom(Class(class))),
                    None => argument.parse().ok().map(|class| Self::Housed(Class(class))),
                }
            }
            "overdue" => match argument {
                None => Some(Self::Overdue(None)),
                Some(days) => days.parse().ok().filter(|days| *days >= 0).map(|days| Self::Overdue(Some(Days(days)))),
            },
            "displaced" => plain(Self::Displaced),
            "deadline" => plain(Self::Deadline),
            "misplacement" => plain(Self::Misplacement),
            "fit" => plain(Self::Fit),
            "roof" => plain(Self::Roof),
            "temporary" => plain(Self::Temporary),
            "moves" => plain(Self::Moves),
            "cost" => plain(Self::Cost),
            "concentration" => plain(Self::Concentration),
            "lot" => plain(Self::Lot),
            _ => None,
        }
    }

    /// As a caseworker would call the level.
    #[must_use]
    pub fn label(&self, language: Language) -> String {
        let say = |nb: &str, en: &str| language.pick(nb, en).to_owned();
        match self {
            Self::Changes => say("tilbud som trekkes", "offers withdrawn"),
            Self::Housed(class) => language.pick("bolig, prioritet ", "housed, priority ").to_owned() + &class.to_string(),
            Self::HousedFrom(class) => {
                language.pick("bolig, prioritet fra ", "housed, priority from ").to_owned() + &class.to_string()
            }
            Self::Overdue(None) => say("over frist", "overdue"),
            Self::Overdue(Some(days)) => {
                format!("{} {days} {}", language.pick("ventet over", "waited over"), language.pick("dager", "days"))
            }
            Self::Displaced => say("må flytte, blir boende", "displaced"),
            Self::Deadline => say("etter bosettingsfrist", "past deadline"),
            Self::Misplacement => say("feilplassering", "misplacement"),
            Self::Fit => say("ønsker og egnethet", "wishes and fit"),
            Self::Roof => say("tak som må kjøpes i dag", "roofs to buy today"),
            Self::Temporary => say("midlertidig, 1000 kr", "temporary, 1,000 kr"),
            Self::Moves => say("flyttinger", "moves"),
            Self::Cost => say("kostnad, 1000 kr", "cost, 1,000 kr"),
            Self::Concentration => say("over sonens tak", "above zone ceiling"),
            Self::Lot => say("loddtrekning", "lot"),
            Self::Weighted(_) => say("vektet sum", "weighted sum"),
        }
    }
}

impl fmt::Display for Measure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changes => f.write_str("changes"),
            Self::Housed(class) => write!(f, "housed({class})"),
            Self::HousedFrom(class) => write!(f, "housed({class}..)"),
            Self::Overdue(None) => f.write_str("overdue"),
            Self::Overdue(Some(days)) => write!(f, "overdue({days})"),
            Self::Displaced => f.write_str("displaced"),
            Self::Deadline => f.write_str("deadline"),
            Self::Misplacement => f.write_str("misplacement"),
            Self::Fit => f.write_str("fit"),
            Self::Roof => f.write_str("roof"),
            Self::Temporary => f.write_str("temporary"),
            Self::Moves => f.write_str("moves"),
            Self::Cost => f.write_str("cost"),
            Self::Concentration => f.write_str("concentration"),
            Self::Lot => f.write_str("lot"),
            Self::Weighted(terms) => {
                for (position, (measure, weight)) in terms.iter().enumerate() {
                    if position > 0 {
                        f.write_str("+")?;
                    }
                    write!(f, "{weight}*{measure}")?;
                }
                Ok(())
            }
        }
    }
}

/// How much of a level's value may be given up for the levels after it: the greater of the two.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tolerance {
    /// In the level's unit.
    pub absolute: i64,
    /// In thousandths of the value's size.
    pub permille: u32,
}

impl Tolerance {
    /// The loss allowed from `value`, in the level's unit.
    #[must_use]
    pub fn loss(self, value: i64) -> i64 {
        let relative = i128::from(value.unsigned_abs()) * i128::from(self.permille) / 1000;
        self.absolute.max(i64::try_from(relative).unwrap_or(i64::MAX))
    }
}

/// One level: a measure and its tolerance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goal {
    /// What is measured.
    pub measure: Measure,
    /// How much may be given up later.
    pub tolerance: Tolerance,
}

/// The levels, most important first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Goals(pub Vec<Goal>);

impl Goals {
    /// The shipped order: a policy choice, not a truth (MODEL §3).
    #[must_use]
    pub fn shipped() -> Self {
        Self::of([
            Measure::Changes,
            Measure::Housed(Class(1)),
            Measure::Overdue(None),
            Measure::Displaced,
            Measure::Deadline,
            Measure::HousedFrom(Class(2)),
            Measure::Misplacement,
            Measure::Fit,
            Measure::Roof,
            Measure::Temporary,
            Measure::Moves,
            Measure::Cost,
            Measure::Lot,
        ])
    }

    /// These measures in this order, with no tolerance.
    #[must_use]
    pub fn of(measures: impl IntoIterator<Item = Measure>) -> Self {
        Self(measures.into_iter().map(|measure| Goal { measure, tolerance: Tolerance::default() }).collect())
    }

    /// The levels with `housed(c..)` written out for the classes that occur, each measure once.
    #[must_use]
    pub fn levels(&self, classes: impl IntoIterator<Item = Class>) -> Vec<Goal> {
        let mut classes: Vec<Class> = classes.into_iter().collect();
        classes.sort_unstable();
        classes.dedup();
        let mut levels: Vec<Goal> = Vec::new();
        for goal in &self.0 {
            let measures = match goal.measure {
                Measure::HousedFrom(from) => {
                    classes.iter().filter(|class| **class >= from).map(|class| Measure::Housed(*class)).collect()
                }
                _ => vec![goal.measure.clone()],
            };
            for measure in measures {
                if levels.iter().all(|level| level.measure != measure) {
                    levels.push(Goal { measure, tolerance: goal.tolerance });
                }
            }
        }
        levels
    }
}

impl Default for Goals {
    fn default() -> Self {
        Self::shipped()
    }
}
